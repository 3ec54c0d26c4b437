"""Lines of a bill of materials set on the datasets that a person confirmed, and remembered for the next bill."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import bill, events, messages, policy, queries
from tanzuji.footprints.bill import BillLine
from tanzuji.footprints.services.drafting import Edited, answered, edit
from tanzuji.ledger.services import record
from tanzuji.library import queries as library
from tanzuji.library import services as remembering
from tanzuji.library.found import Row
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person confirmed for the line at a place: a dataset of one of the study's libraries (`name@version`).

    `was` is what the line stood on when they looked; None: whatever it stands on now.
    """

    place: str
    release: str
    dataset: str
    was: tuple[str, ...] | None = None


def match(acting: Acting, study_id: UUID | str, chosen: Sequence[Chosen], *, key: str = "") -> Edited:
    """The draft with every line on its dataset, as one edit that can be undone; each choice is remembered.

    All or none. Raises `footprints.no-such-line`, `footprints.not-to-stand-on`, `footprints.match-needs-conversion`
    with the line's place, `web.absent` for another's study or dataset, and what `edit` raises.
    """
    policy.may_edit(acting).enforce()
    study = queries.study(acting, study_id)
    if not chosen:
        return answered(study)
    model, plain = queries.draft_result(study).model, json.loads(study.document)
    known = {line.place: line for line in bill.lines(model, plain)}
    usable = {f"{name}@{version}" for name, version in bill.releases_of(study)}
    problems: list[Problem] = []
    operations: list[Set] = []
    settled: list[tuple[BillLine, Row]] = []
    for one in chosen:
        line = known.get(one.place)
        if line is None:
            problems.append(messages.NO_SUCH_LINE.problem(one.place[:200]))
            continue
        row = _row(acting, one, line, usable)
        found = _unfit(row, line)
        problems += [found] if found else []
        was = list(line.datasets if one.was is None else one.was) or None
        operations.append(Set(place=f"{line.place}.datasets", value=[one.dataset], was=was))
        settled.append((line, row))
    if problems:
        raise CodedError(problems)
    with transaction.atomic():
        edited = edit(acting, study_id, operations, key=key)
        for line, row in settled:
            _remember(acting, line, row)
        record(events.MATCHED, acting, "study", study.id, lines=len(settled))
    return edited


def _row(acting: Acting, one: Chosen, line: BillLine, usable: set[str]) -> Row:
    name, _, version = one.release.rpartition("@")
    if one.release not in usable:
        raise messages.NOT_ITS_LIBRARY.error(line.place, release=one.release[:120])
    return library.row_of(library.entry(one.dataset, (name, version), acting=acting), line.need.unit)


def _unfit(row: Row, line: BillLine) -> Problem | None:
    """Why a line cannot stand on a dataset as it is."""
    if not row.choosable:
        return messages.NOT_TO_STAND_ON.problem(line.place, dataset=row.name, reason=row.reasons[0].text)
    if not row.fits and line.line.conversion is None:
        return messages.MATCH_NEEDS_CONVERSION.problem(line.place, unit=line.need.unit, per=row.unit)
    return None


def _remember(acting: Acting, line: BillLine, row: Row) -> None:
    need = line.need
    remembering.remember(
        acting, name=need.name.to("zh"), kind=need.kind, unit=need.unit,
        release=row.release.rpartition("@")[0], dataset=row.dataset,
    )  # fmt: skip
