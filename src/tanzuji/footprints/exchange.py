"""A study as a file and back: exports that name their revision, and a changed file laid over the draft.

Law: export → import gives the same model with the same digest, as YAML, Excel, JSON and through the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from tanzuji.documents import editing
from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import Change, Conflict, Plain
from tanzuji.documents.editing.places import Step, read_place
from tanzuji.documents.errors import Language, define
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import events, queries
from tanzuji.footprints.live import as_text, live, model_of
from tanzuji.footprints.models import Study, Version
from tanzuji.formats.models import write_json, write_workbook, write_yaml
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.downloads import TYPES, file_name

SUFFIXES = ("xlsx", "yaml", "json")
"""The forms of a product model."""

NO_BASE = define(
    "footprints.no-base",
    zh="不知道这个文件是从草稿的哪个修订导出的。",
    en="It is not known from which revision of the draft this file was exported.",
    remedy_zh="导出的文件名里有修订号（如 -r12）；请填写，或填当前修订 {revision} 以整份替换。",
    remedy_en="The name of an export holds it (such as -r12); give it, or {revision}, the present one, to replace everything.",
)
NO_SUCH_REVISION = define(
    "footprints.no-such-revision",
    zh="草稿没有修订 {given}，现在是 {revision}。",
    en="The draft has no revision {given}; it is at {revision}.",
    remedy_zh="请改为 1–{revision}；文件若出自另一项核算，请上传到那里，或新建一项核算。",
    remedy_en="Give 1 to {revision}; if the file is of another study, upload it there or create a study from it.",
)

_REVISION = re.compile(r"-r(\d{1,9})(?:[ _.(（]|$)")


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    content_type: str
    content: bytes


def written(model: ProductModel, suffix: str, language: Language) -> bytes:
    """The model in one of its forms. Raises `web.absent` for another suffix."""
    if suffix == "xlsx":
        return write_workbook(model, language)
    if suffix == "yaml":
        return write_yaml(model).encode()
    if suffix == "json":
        return write_json(model).encode()
    raise absent()


def title(study: Study, language: Language) -> str:
    """The study's name in a language, or in the other where it has none."""
    first, second = (study.name_zh, study.name_en) if language == "zh" else (study.name_en, study.name_zh)
    return first or second


def exported(
    acting: Acting, study: Study, suffix: str, language: Language, version: Version | None = None
) -> File:
    """The draft or a version as a file whose name says which; the ledger remembers that it was taken out."""
    model = model_of(version.document if version else study.document)
    content = written(model, suffix, language)
    edition = f"v{version.number}" if version else f"r{study.revision}"
    with transaction.atomic():
        record(events.EXPORTED, acting, "study", study.id, form=suffix, edition=edition)
    return File(file_name(f"{title(study, language)}-{edition}", suffix), TYPES[suffix], content)


def base_revision(study: Study, given: str, name: str) -> int:
    """The revision a file rests on: as given, else by its name. Raises `footprints.no-base`, `.no-such-revision`."""
    text = given.strip().removeprefix("r")
    found = _REVISION.search(name)
    text = text or (found[1] if found else "")
    if not text:
        raise NO_BASE.error("base_revision", revision=study.revision)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= study.revision):
        raise NO_SUCH_REVISION.error("base_revision", given=text[:20], revision=study.revision)
    return int(text)


@dataclass(frozen=True, slots=True)
class Laid:
    """A file laid over the draft: what would change, where both changed the same, and the total before and after."""

    base: int
    now: int
    plain: Plain
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    before: float | None
    after: float | None


def laid(study: Study, model: ProductModel, base: int, theirs: Collection[str] = ()) -> Laid:
    """What a file exported at revision `base` makes of the draft as it stands.

    In a conflict the file's value stands, but for the places in `theirs`, where the draft's is kept.
    """
    now: Plain = json.loads(study.document)
    origin = queries.document_at(study, base)
    mine = editing.with_line_ids(model.plain())
    merged = editing.merge(origin, mine, now)
    plain = merged.plain
    if theirs and merged.conflicts:
        plain = _kept(plain, editing.merge(origin, now, mine).plain, merged.conflicts, theirs)
    checked = editing.parse_edited(plain)
    plain = editing.with_line_ids(checked.plain())
    after = live(as_text(plain), digest(plain), study.releases).total
    before = queries.draft_result(study).total
    return Laid(base, study.revision, plain, editing.changes(now, plain), merged.conflicts, before, after)


def _kept(plain: Plain, other: Plain, conflicts: tuple[Conflict, ...], theirs: Collection[str]) -> Plain:
    """The merge where mine wins, with what `other`, where theirs wins, has at the chosen places.

    A quantity is one thing: the unit goes with the amount it belongs to.
    """
    chosen = [read_place(c.place) for c in conflicts if leader(c, conflicts) in theirs]
    differing = editing.changes(plain, other)
    kept = [change for change in differing if any(_within(read_place(change.place), at) for at in chosen)]
    return editing.apply(plain, editing.operations_from(kept)).plain


def leader(conflict: Conflict, conflicts: tuple[Conflict, ...]) -> str:
    """The place whose choice decides a conflict: its own, or that of the quantity it goes with."""
    if conflict.reason != "together":
        return conflict.place
    around = read_place(conflict.place)[:-1]
    leaders = (c.place for c in conflicts if c.reason != "together" and read_place(c.place)[:-1] == around)
    return next(leaders, conflict.place)


def _within(place: tuple[Step, ...], around: tuple[Step, ...]) -> bool:
    return place[: len(around)] == around
