"""Files of factors and of ILCD data sets: kept until they are understood, then offered row by row."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Length

from tanzuji.activity import services as vault
from tanzuji.contributions import events, messages, policy, queries, reading
from tanzuji.contributions.guards.findings import value_of
from tanzuji.contributions.models import Contribution, Upload
from tanzuji.contributions.papers import Declarations, Kind
from tanzuji.contributions.services.offering import offer
from tanzuji.contributions.services.turns import in_turn
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_json import read_json
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting

MAX_FILE = 8 * 2**20
MAX_ROWS = 2000
MAX_UPLOADS = 50
"""Files an organisation keeps here at a time."""
MAX_KEPT = 200 * 2**20
"""Bytes of them together."""


def receive(acting: Acting, name: str, content: bytes) -> Upload:
    """A file kept, nothing offered yet. Raises `contributions.too-large`, `…not-a-list`, `…too-many-files`."""
    policy.may_offer(acting).enforce()
    if len(content) > MAX_FILE:
        raise messages.TOO_LARGE.error("file", limit=MAX_FILE // 2**20)
    kind = reading.kind_of(name, content)
    with transaction.atomic():
        _refuse_more(acting, len(content))
        made = Upload.objects.create(
            organisation=acting.organisation,
            person=acting.person,
            file=name[-300:],
            content=content,
            kind=kind,
        )
        record(events.UPLOADED, acting, "upload", made.id, file=made.file)
    return made


def offer_rows(
    acting: Acting,
    upload_id: UUID | str,
    *,
    mapping: str = "",
    declarations: Mapping[str, Any] | None = None,
    chosen: Collection[str] | None = None,
    amended: Mapping[str, Mapping[str, Any]] | None = None,
) -> list[Contribution]:
    """Every row of a file as a draft of its own, or those of the `chosen` dataset ids: all of them, or none.

    `mapping` says what the columns of a table stand for, `declarations` go with every row, `amended` are fields of
    datasets by id that the file lacks. The file goes into the evidence vault, and each value's trail begins there. Doing it again offers nothing twice.
    Raises every bad cell by its place, and `contributions.too-many-rows`.
    """
    policy.may_offer(acting).enforce()
    of = queries.upload(acting, upload_id)
    said = Declarations.parse(dict(declarations or {}))
    found = reading.datasets_of(of.file, bytes(of.content), of.kind, mapping)
    rows = [(at, each) for at, each in enumerate(found) if chosen is None or each.id in chosen]
    if not rows:
        raise messages.NO_ROWS_CHOSEN.error("chosen")
    if len(rows) > MAX_ROWS:
        raise messages.TOO_MANY_ROWS.error("chosen", count=len(rows), limit=MAX_ROWS)
    problems = []
    made = []
    with transaction.atomic():
        paper = vault.keep_evidence(
            acting, data=bytes(of.content), name=of.file, kind="publication", title=of.file[:200]
        )
        for at, dataset in rows:
            plain = dataset.plain() | dict((amended or {}).get(dataset.id, {}))
            kind: Kind = "process" if dataset.kind == "process" else "factor"
            try:
                trail = _first_trail(dataset, of, paper.digest)
                key = f"{of.id}:{at}"  # its place in the file, whatever else is chosen with it
                made.append(
                    offer(acting, plain, kind=kind, declarations=said.plain(), provenance=trail, key=key)
                )
            except CodedError as error:
                problems += [problem.at(f"rows[{dataset.id}]") for problem in error.problems]
        if problems:
            raise CodedError(problems)
        of.mapping, of.offered = mapping, len(made)
        of.declared = json.dumps(said.plain(), ensure_ascii=False)
        of.save(update_fields=["mapping", "declared", "offered"])
    return made


def _refuse_more(acting: Acting, size: int) -> None:
    """Raises `contributions.too-many-files` where the organisation keeps as many files as it may, or as much."""
    in_turn(f"contributions.uploads {acting.organisation_id}")
    kept = Upload.objects.filter(organisation_id=acting.organisation_id).aggregate(
        files=Count("id"), size=Sum(Length("content"))
    )
    if kept["files"] >= MAX_UPLOADS or (kept["size"] or 0) + size > MAX_KEPT:
        raise messages.TOO_MANY_FILES.error("file", files=MAX_UPLOADS, limit=MAX_KEPT // 2**20)


def read_declarations(text: str) -> dict[str, Any]:
    """Declarations sent as a text beside a file. Raises `json.*` and what the document refuses."""
    return Declarations.parse(read_json(text.encode(), "declarations")).plain()


def forget(acting: Acting, upload_id: UUID | str) -> None:
    """A file removed; what was offered from it stays."""
    policy.may_offer(acting).enforce()
    with transaction.atomic():
        of = queries.upload(acting, upload_id)
        record(events.REMOVED, acting, "upload", of.id, file=of.file)
        of.delete()


def _first_trail(dataset: Dataset, of: Upload, digest: str) -> dict[str, Any]:
    """A published number as its own only input, read in the file that was sent: the contributor adds what is known more."""
    value = value_of(dataset)
    if value is None:
        return {}
    name = {"zh": f"文件所载的值（{of.file}）"[:200], "en": f"The value in the file ({of.file})"[:200]}
    one = {"id": "published", "name": name, "amount": value, "unit": "kg", "result": value,
           "references": [f"evidence:{digest}"], "note": dataset.source.location[:2000]}  # fmt: skip
    return {"inputs": [one]}
