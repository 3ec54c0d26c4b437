"""A study's draft: created, edited operation by operation, undone, replaced by a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from tanzuji.documents import editing
from tanzuji.documents.canonical import digest
from tanzuji.documents.editing import Operation
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.engine.release import Release
from tanzuji.footprints import events, messages, policy, queries
from tanzuji.footprints.live import Live, as_text, live, references
from tanzuji.footprints.models import Edit, Study
from tanzuji.footprints.products.library import standing_on
from tanzuji.footprints.services.conflicts import Conflicted
from tanzuji.footprints.states import STUDY
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.middleware import request_id

MAX_LINES = 5000
"""Lines (inputs, energy, transports, wastes, emissions) of a model that is edited on line."""

MAX_NUMBER = 1e30
"""A number of a draft, either way from zero: beyond every real amount, and far from where arithmetic runs over."""

MAX_UNDO = 400
"""Own steps that undo looks back over."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft after an edit: the study as it stands now, and its live result."""

    study: Study
    live: Live


def create(acting: Acting, model: ProductModel, releases: Sequence[Release], *, origin: str = "") -> Study:
    """A new study with `model` as its draft; lines without an id are given one. `origin` says where it came from."""
    policy.may_edit(acting).enforce()
    plain = editing.with_line_ids(model.plain())
    model = _checked(plain)
    with transaction.atomic():
        study = Study(
            organisation=acting.organisation,
            releases=references(*releases),
            created_by=acting.person,
            edited_by=acting.person,
            edited_at=timezone.now(),
        )
        _hold(study, plain, model)
        study.releases = standing_on(acting.organisation_id, study.document, study.releases)
        study.save()
        record(events.CREATED, acting, "study", study.id, origin=origin, digest=study.digest)
    _remember(study, live(study.document, study.digest, study.releases, model=model))
    return study


def edit(
    acting: Acting,
    study_id: UUID | str,
    operations: Sequence[Operation],
    *,
    key: str = "",
    force: bool = False,
) -> Edited:
    """The draft with `operations` applied, all or none; the same `key` again applies them once.

    Raises Conflicted where a place changed since its author saw it (each operation carries what was seen),
    unless `force` says that the author has seen the other value and keeps their own; coded errors with the place
    for what does not fit the model; and `footprints.edit-key-reused` where the key stands for another edit.
    """
    with transaction.atomic():
        study = locked(acting, study_id)
        key = key_of(acting, key, _meant(operations))
        if _made_before(study, key):
            return answered(study)
        plain = json.loads(study.document)
        if not force:
            operations = _rebased(study, operations, plain)
        if not operations:  # others wrote the same already
            return answered(study)
        model = step(acting, study, plain, operations, key=key)
    return answered(study, model)


def foresee(
    acting: Acting, study_id: UUID | str, operations: Sequence[Operation], *, force: bool = False
) -> Live:
    """The result the draft would have after `edit`; it is kept for a while, and nothing is stored."""
    study = queries.study(acting, study_id)
    policy.may_edit(acting).enforce()
    plain = json.loads(study.document)
    plain = editing.apply(plain, operations if force else _rebased(study, operations, plain)).plain
    return _foreseen(acting, plain, study.releases)


def foresee_created(acting: Acting, model: ProductModel, releases: Sequence[Release]) -> Live:
    """The result a study would have after `create`; it is kept for a while, and nothing is stored."""
    policy.may_edit(acting).enforce()
    return _foreseen(acting, model.plain(), references(*releases))


def _foreseen(acting: Acting, plain: editing.Plain, releases: str) -> Live:
    kept = editing.with_line_ids(_checked(plain).plain())
    document = as_text(kept)
    return live(document, digest(kept), standing_on(acting.organisation_id, document, releases))


def undo(acting: Acting, study_id: UUID | str, *, key: str = "") -> Edited:
    """The draft without the acting person's last edit that still stands. Raises `footprints.nothing-to-undo`,
    and Conflicted where somebody changed the same place since."""
    return _take_back(acting, study_id, key, undone=False)


def redo(acting: Acting, study_id: UUID | str, *, key: str = "") -> Edited:
    """The draft with the acting person's last undo taken back."""
    return _take_back(acting, study_id, key, undone=True)


def can_undo(acting: Acting, study: Study) -> tuple[bool, bool]:
    """Whether the acting person has an edit to undo, and an undo to do again."""
    steps = _own_steps(acting, study)
    return _last_standing(steps, undone=False) is not None, _last_standing(steps, undone=True) is not None


def _take_back(acting: Acting, study_id: UUID | str, key: str, *, undone: bool) -> Edited:
    with transaction.atomic():
        study = locked(acting, study_id)
        key = key_of(acting, key, "redo" if undone else "undo")
        if _made_before(study, key):
            return answered(study)
        found = _last_standing(_own_steps(acting, study), undone=undone)
        if found is None:
            raise messages.NOTHING_TO_UNDO.error()
        target = study.edits.get(revision=found)
        plain = json.loads(study.document)
        operations = _rebased(study, queries.operations_in(target.inverse), plain)
        model = step(acting, study, plain, operations, key=key, undoes=target.revision)
    return answered(study, model)


Steps = list[tuple[int, int | None]]
"""Revisions somebody made, newest first, each with the revision it takes back."""


def _own_steps(acting: Acting, study: Study) -> Steps:
    own = study.edits.filter(by=acting.person).order_by("-revision")
    return list(own.values_list("revision", "undoes")[:MAX_UNDO])


def _last_standing(own: Steps, *, undone: bool) -> int | None:
    """The newest of somebody's edits that still stands; with `undone` their newest undo that still stands.

    An undo takes an edit back, a redo takes an undo back, and a new edit ends what could be done again.
    """
    is_undo: dict[int, bool] = {}
    for revision, undoes in reversed(own):
        is_undo[revision] = undoes is not None and not is_undo.get(undoes, False)
    taken_back: set[int] = set()
    for revision, undoes in own:
        if revision in taken_back:
            continue
        if undoes is not None:
            taken_back.add(undoes)
        if undone and is_undo[revision]:
            return revision
        if undoes is None:
            return None if undone else revision
    return None


def replace(
    acting: Acting, study_id: UUID | str, model: ProductModel, *, base_revision: int, origin: str = ""
) -> Edited:
    """The draft replaced by a file that was exported at `base_revision`.

    What others changed since is kept where the file left it alone (three-way merge); where both changed the same
    place, Conflicted is raised and nothing stored.
    """
    with transaction.atomic():
        study = locked(acting, study_id)
        now = json.loads(study.document)
        base = queries.document_at(study, base_revision)
        merged = editing.merge(base, editing.with_line_ids(model.plain()), now)
        if merged.conflicts:
            raise Conflicted(merged.conflicts, study)
        operations = editing.operations_from(editing.changes(now, merged.plain))
        if not operations:
            return answered(study)
        checked = step(acting, study, now, operations, key=key_of(acting, "", ""))
        record(events.REPLACED, acting, "study", study.id, origin=origin, revision=study.revision)
    return answered(study, checked)


def choose_releases(acting: Acting, study_id: UUID | str, releases: Sequence[Release]) -> Edited:
    """The draft computed on top of other library releases: another revision, of the same document."""
    with transaction.atomic():
        study = locked(acting, study_id)
        study.releases = standing_on(acting.organisation_id, study.document, references(*releases))
        study.revision += 1  # so that pages others have open, and what lists show, learn of it
        study.state = queries.state_of(study, queries.newest(study))
        study.edited_by = acting.person
        study.edited_at = timezone.now()
        study.save()
        record(
            events.RELEASES_CHOSEN,
            acting,
            "study",
            study.id,
            releases=[f"{r.name} {r.version}" for r in releases],
        )
    return answered(study)


def archive(acting: Acting, study_id: UUID | str) -> None:
    """The study taken out of the lists; its versions stay."""
    with transaction.atomic():
        study = locked(acting, study_id)
        study.archived_at = timezone.now()
        study.save(update_fields=["archived_at"])
        record(events.ARCHIVED, acting, "study", study.id)


def _rebased(study: Study, operations: Sequence[Operation], plain: editing.Plain) -> Sequence[Operation]:
    """The operations as they fit what stands there now. Raises Conflicted where they do not."""
    rebased = editing.rebase(operations, plain)
    if rebased.conflicts:
        raise Conflicted(rebased.conflicts, study)
    return rebased.operations


def locked(acting: Acting, study_id: UUID | str) -> Study:
    """The study, nobody else's to write until the transaction ends. Raises where it cannot be edited."""
    seen = queries.study(acting, study_id)
    policy.may_edit(acting).enforce()
    # no join: PostgreSQL asks the condition again once it has the lock, and a row whose editor changed meanwhile
    # would no longer meet the one it was joined with
    study = Study.objects.select_for_update().filter(id=seen.id, archived_at=None).first()
    if study is None:  # somebody archived it meanwhile
        raise absent()
    if study.state == "submitted":
        raise messages.SUBMITTED.error()
    STUDY.verdict(study.state, "edit", policy.Standing(acting)).enforce()
    return study


_HALF = 32
"""Characters of a kept key that tell the sender's key; the others tell what was asked for under it."""


def key_of(acting: Acting, key: str, meant: str) -> str:
    """The sender's key as it is kept, with what is `meant`: nobody meets another person's, and it may have any
    length. One of our own where the sender chose none."""
    if not key:
        return uuid4().hex
    return "".join(
        sha256(part.encode(errors="replace")).hexdigest()[:_HALF]
        for part in (f"{acting.person.id}:{key}", meant)
    )


def _meant(operations: Sequence[Operation]) -> str:
    """What operations do, whatever their author saw before."""
    steps = [operation.plain() for operation in operations]
    return as_text({"operations": [{k: v for k, v in step.items() if k != "was"} for step in steps]})


def _made_before(study: Study, key: str) -> bool:
    """Whether this edit arrived already, and only its answer was lost. Raises where the key was another edit's."""
    kept = study.edits.filter(key__startswith=key[:_HALF]).values_list("key", flat=True).first()
    if kept is not None and kept != key:
        raise messages.EDIT_KEY_REUSED.error("key")
    return kept is not None


def step(
    acting: Acting,
    study: Study,
    plain: dict[str, Any],
    operations: Sequence[Operation],
    *,
    key: str,
    undoes: int | None = None,
) -> ProductModel:
    """One revision further: operations applied, the model checked, the step kept with its inverse.

    What is kept is the model's own plain form: texts without blanks around them, nothing that only says a default.
    """
    applied = editing.apply(plain, operations)
    model = _checked(applied.plain)
    kept, inverse = editing.with_line_ids(model.plain()), applied.inverse
    if kept != applied.plain and not editing.same(kept, applied.plain):
        model = _checked(kept)
        inverse = editing.operations_from(editing.changes(kept, plain))
    _hold(study, kept, model)
    study.releases = standing_on(acting.organisation_id, study.document, study.releases)
    study.revision += 1
    study.state = queries.state_of(study, queries.newest(study))
    study.edited_by = acting.person
    study.edited_at = timezone.now()
    study.save()
    Edit.objects.create(
        study=study,
        revision=study.revision,
        key=key,
        operations=as_text(editing.Edit(operations=tuple(operations)).plain()),
        inverse=as_text(editing.Edit(operations=inverse).plain()),
        undoes=undoes,
        digest=study.digest,
        by=acting.person,
        request=request_id.get(),
    )
    return model


def _hold(study: Study, plain: dict[str, Any], model: ProductModel) -> None:
    study.document = as_text(plain)
    study.digest = digest(plain)
    study.name_zh = _storable(model.product.name.zh)
    study.name_en = _storable(model.product.name.en)
    study.boundary = model.boundary.type


def _storable(name: str | None) -> str:
    """A name for lists; the database keeps no NUL, which documents may hold."""
    return (name or "").replace("\x00", "")[:300]


def _checked(plain: dict[str, Any]) -> ProductModel:
    model = editing.parse_edited(plain)
    lines = sum(
        len(p.inputs) + len(p.energy) + len(p.transports) + len(p.wastes) + len(p.emissions)
        for p in model.processes
    )
    if lines > MAX_LINES:
        raise messages.TOO_MANY_LINES.error("processes", count=lines, limit=MAX_LINES)
    beyond = [
        messages.TOO_LARGE_A_NUMBER.problem(place, value=f"{value:.4g}") for place, value in _beyond(plain)
    ]
    if beyond:
        raise editing.in_places(plain, CodedError(beyond))
    return model


def _beyond(value: Any, place: str = "") -> Iterator[tuple[str, float]]:
    """The numbers in plain data that are too large, with their places."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _beyond(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _beyond(inner, f"{place}[{i}]")
    elif isinstance(value, int | float) and abs(value) > MAX_NUMBER:
        yield place, value


def answered(study: Study, model: ProductModel | None = None) -> Edited:
    result = live(study.document, study.digest, study.releases, model=model)
    _remember(study, result)
    return Edited(study, result)


def _remember(study: Study, result: Live) -> None:
    """The figures lists show, unless a later revision was computed already."""
    study.total, study.errors, study.warnings = result.total, result.errors, result.warnings
    study.unit_label = result.footprint.unit_label.to("en")[:60] if result.footprint else ""
    study.computed_revision = study.revision
    Study.objects.filter(id=study.id, computed_revision__lte=study.revision).update(
        total=study.total,
        errors=study.errors,
        warnings=study.warnings,
        unit_label=study.unit_label,
        computed_revision=study.revision,
    )
