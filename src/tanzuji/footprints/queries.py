"""Reads of the footprints room. Every one is bound to the organisation of whoever asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tanzuji.documents import editing
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.footprints import events
from tanzuji.footprints.live import Live, live
from tanzuji.footprints.models import Comment, Decision, Edit, Study, Version
from tanzuji.footprints.policy import Standing
from tanzuji.footprints.states import as_decided
from tanzuji.ledger.queries import history
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent


def studies(acting: Acting) -> QuerySet[Study]:
    """The organisation's studies, last edited first."""
    return (
        Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None)
        .defer("document")
        .select_related("edited_by")
        .order_by("-edited_at", "id")
    )


def study(acting: Acting, study_id: UUID | str) -> Study:
    """One of the organisation's studies. Raises `web.absent`, for another's id as for none."""
    found = (
        Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None, id=study_id)
        .select_related("edited_by", "created_by")
        .first()
    )
    if found is None:
        raise absent()
    return found


def revision_of(acting: Acting, study_id: UUID | str) -> int:
    """The revision of a study's draft, without reading the draft. Raises `web.absent`."""
    revision = (
        Study.objects.filter(organisation_id=acting.organisation_id, archived_at=None, id=study_id)
        .values_list("revision", flat=True)
        .first()
    )
    if revision is None:
        raise absent()
    return revision


def versions(of: Study) -> QuerySet[Version]:
    """The versions of a study without their documents, newest first."""
    return of.versions.defer("document", "footprint", "checked").select_related("made_by").order_by("-number")


def version(of: Study, number: int) -> Version:
    """One version. Raises `web.absent`."""
    found = of.versions.filter(number=number).select_related("made_by").first()
    if found is None:
        raise absent()
    return found


def newest(of: Study) -> Version | None:
    """The newest version, without its documents."""
    return versions(of).first()


def footprint(of: Version) -> Footprint:
    """The footprint a version holds."""
    return Footprint.parse(json.loads(of.footprint))


def total_of(of: Version) -> float | None:
    """The total of a version; None where nothing is known of which it could be the sum."""
    return of.total if of.total or footprint(of).contributions else None


def findings(of: Version) -> CheckResult:
    """What the rules found in a version."""
    return CheckResult.parse(json.loads(of.checked))


def draft_result(of: Study, *, scenarios: bool = False) -> Live:
    """The result of the draft as it stands."""
    return live(of.document, of.digest, of.releases, scenarios=scenarios)


def edits(of: Study) -> QuerySet[Edit]:
    """The steps of the draft, newest first."""
    return of.edits.select_related("by").order_by("-revision")


def comments(of: Study) -> QuerySet[Comment]:
    """Remarks on the draft with their answers, oldest first."""
    return (
        of.comments.filter(answers=None)
        .select_related("by", "settled_by")
        .prefetch_related("replies__by")
        .order_by("at", "id")
    )


def decisions(of: Study) -> QuerySet[Decision]:
    """What was decided on the study's versions, newest first."""
    return (
        of.decisions.select_related("by", "version")
        .defer("version__document", "version__footprint", "version__checked")
        .order_by("-id")
    )


def standing(acting: Acting, of: Study) -> Standing:
    """What a decision on the newest version rests on."""
    newest_one = newest(of)
    open_comments = of.comments.filter(answers=None, settled_at=None).count()
    if newest_one is None:
        return Standing(acting, open_comments=open_comments)
    return Standing(
        acting,
        number=newest_one.number,
        errors=newest_one.errors,
        open_comments=open_comments,
        makers=makers(of, newest_one),
    )


def state_of(of: Study, newest_one: Version | None) -> str:
    """Where the draft as it stands is: as was decided on the newest version if it is just that, else `draft`."""
    if newest_one is None or (newest_one.digest, newest_one.releases) != (of.digest, of.releases):
        return "draft"
    return as_decided(newest_one.decisions.order_by("id").values_list("action", flat=True))


def makers(of: Study, newest_one: Version) -> frozenset[UUID]:
    """Whose work a version holds that nobody has approved yet.

    They edited the draft, chose its library releases or made a version since the last one that was approved and
    not sent back afterwards; without such a one, whoever created the study took part as well.
    """
    base = _last_approved(of, newest_one.number)
    edited = of.edits.filter(revision__gt=base.revision if base else 0, revision__lte=newest_one.revision)
    made = of.versions.filter(number__gt=base.number if base else 0, number__lte=newest_one.number)
    chosen = history("study", of.id).filter(kind=events.RELEASES_CHOSEN)
    if base:
        chosen = chosen.filter(at__gt=base.made_at)
    people = set(edited.values_list("by_id", flat=True)) | set(made.values_list("made_by_id", flat=True))
    people |= {UUID(actor) for actor in chosen.values_list("actor", flat=True)}
    if base is None:
        people.add(of.created_by_id)
    return frozenset(people)


def _last_approved(of: Study, before: int) -> Version | None:
    """The newest version under `before` whose last review approved it."""
    reviews = of.decisions.filter(action__in=("approve", "return"), version__number__lt=before).order_by("id")
    last: dict[int, str] = dict(reviews.values_list("version__number", "action"))  # the later one stands
    approved = [number for number, action in last.items() if action == "approve"]
    return versions(of).filter(number=max(approved)).first() if approved else None


def document_at(of: Study, revision: int) -> dict[str, Any]:
    """The draft as it stood at a revision, by taking later edits back. Raises `web.absent` for one there never was."""
    if not 1 <= revision <= of.revision:
        raise absent()
    plain: dict[str, Any] = json.loads(of.document)
    for step in of.edits.filter(revision__gt=revision).order_by("-revision"):
        plain = editing.apply(plain, operations_in(step.inverse)).plain
    return plain


def operations_in(kept: str) -> tuple[editing.Operation, ...]:
    """The operations of an edit as they are kept."""
    return editing.Edit.parse(json.loads(kept)).operations


def all_versions() -> Iterator[Version]:
    """Every organisation's versions, for the operator's check of their digests."""
    return Version.objects.defer("footprint", "checked").order_by("id").iterator(100)
