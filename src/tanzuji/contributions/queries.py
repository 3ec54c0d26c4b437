"""Reads of the contributions room. Whoever may not know of a contribution is answered as if there were none."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from tanzuji.contributions.gates import gates
from tanzuji.contributions.guards import Finding, Offer, judge
from tanzuji.contributions.models import Contribution, Remark, Revision, Step, Upload
from tanzuji.contributions.papers import Comparable
from tanzuji.contributions.policy import CURATORS, Party, Standing
from tanzuji.contributions.provenance import resolving
from tanzuji.contributions.sight import seen_by
from tanzuji.contributions.states import OWN, VERIFIED
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id

MAKING = ("edit", "self_check", "resume", "submit")
"""Steps of those who made the data."""


@dataclass(frozen=True, slots=True)
class VerifiedFootprint:
    """A verified footprint with what has to agree before it is compared; for statistics, never to be shown alone."""

    group: str
    """Tells groups of companies apart (`Organisation.group`)."""
    organisation: UUID
    rule: str
    unit: str
    boundary: str
    year: int
    gwp_set: str
    electricity: str
    end_of_life: str
    allocation: str
    value: float
    """kg CO2e per unit."""
    output: float | None
    """Units produced in the year."""
    contribution_id: UUID
    in_library: bool


def visible(acting: Acting) -> QuerySet[Contribution]:
    """Own ones; those whose gate one's organisation keeps or kept; for a curator all that were ever submitted."""
    mine = acting.organisation_id
    seen = Q(organisation_id=mine) | Q(verifier_id=mine) | Q(checker_id=mine)
    seen |= Q(id__in=Step.objects.filter(organisation_id=mine).values("contribution"))
    kinds = [kind for kind, mandate in CURATORS.items() if acting.mandated(mandate)]
    if kinds:
        seen |= Q(kind__in=kinds, id__in=Revision.objects.values("contribution"))
    return Contribution.objects.filter(seen)


def contribution(acting: Acting, contribution_id: UUID | str) -> Contribution:
    """One that may be read, as `sight.seen_by` shows it. Raises `web.absent`, for another's id as for none."""
    rows = visible(acting).select_related(
        "organisation", "verifier", "checker", "assignee", "created_by", "replaces"
    )
    return seen_by(acting, [by_id(rows, contribution_id)])[0]


def own(acting: Acting) -> QuerySet[Contribution]:
    """What the acting organisation offers, newest first."""
    return Contribution.objects.filter(organisation_id=acting.organisation_id).order_by("-sequence")


def curated(acting: Acting) -> QuerySet[Contribution]:
    """What the acting organisation looks after as a curator, from submission on; what is due first comes first."""
    kinds = [kind for kind, mandate in CURATORS.items() if acting.mandated(mandate)]
    found = (
        Contribution.objects.filter(kind__in=kinds)
        .exclude(state__in=OWN)
        .exclude(state="withdrawn", revisions=None)
    )
    return found.select_related("organisation", "verifier", "checker", "assignee").order_by("due", "sequence")


def at_gate(acting: Acting) -> QuerySet[Contribution]:
    """What waits for the acting organisation as verifier or checker; what is due first comes first."""
    mine = acting.organisation_id
    waiting = Q(state="under_verification", verifier_id=mine) | Q(
        state="under_provenance_check", checker_id=mine
    )
    return (
        Contribution.objects.filter(waiting)
        .select_related("organisation", "verifier", "checker", "assignee")
        .order_by("due", "sequence")
    )


def entry_queue() -> QuerySet[Contribution]:
    """What waits for a release, in the order in which it came there (有序)."""
    return (
        Contribution.objects.filter(state="entry_queue")
        .select_related("organisation")
        .order_by("since", "sequence")
    )


def in_library(dataset: str | None = None) -> list[Contribution]:
    """What stands in the library now, or what stands there as one dataset: each with `.dataset`, `.id`, `.number`."""
    found = Contribution.objects.filter(state="in_library").select_related("organisation")
    return list((found.filter(dataset_id=dataset) if dataset is not None else found).order_by("sequence"))


def verified_footprints(
    *, rule: str | None = None, unit: str | None = None, boundary: str | None = None, year: int | None = None
) -> list[VerifiedFootprint]:
    """Footprints that passed verification and whose contributor has not withdrawn them, by contribution.

    Of an old and a correcting one the correcting one alone: what was produced once is counted once.
    """
    found = []
    rows = Contribution.objects.filter(kind="footprint", state__in=VERIFIED, pre_study=False)
    for row, paper in _in_force(rows.select_related("organisation").order_by("sequence")):
        wanted = ((rule, paper.rule), (unit, paper.unit), (boundary, paper.boundary), (year, paper.year))
        if all(asked is None or asked == stated for asked, stated in wanted):
            found.append(
                VerifiedFootprint(
                    group=row.organisation.group,
                    organisation=row.organisation_id,
                    contribution_id=row.id,
                    in_library=row.state == "in_library",
                    **paper.model_dump(),
                )
            )
    return found


def _in_force(rows: Iterable[Contribution]) -> list[tuple[Contribution, Comparable]]:
    """Without those that another of them corrects: it takes their place, or is a later one of their dataset and year."""
    read = [(row, paper) for row in rows if (paper := row.footprint) is not None]
    replaced = {row.replaces_id for row, _ in read}
    latest = {(row.organisation_id, row.dataset_id, paper.year): row.id for row, paper in read}
    return [
        (row, paper)
        for row, paper in read
        if row.id not in replaced and latest[row.organisation_id, row.dataset_id, paper.year] == row.id
    ]


def newest_number(of: Contribution) -> int:
    """The number of its newest revision; 0 before the first submission."""
    number: int | None = of.revisions.aggregate(newest=Max("number"))["newest"]
    return number or 0


def revisions(of: Contribution) -> QuerySet[Revision]:
    """What was submitted, newest first."""
    return of.revisions.select_related("by").order_by("-number")


def revision(of: Contribution, number: int) -> Revision:
    """One of them. Raises `web.absent`."""
    found = of.revisions.select_related("by").filter(number=number).first()
    if found is None:
        raise absent()
    return found


def steps(of: Contribution) -> QuerySet[Step]:
    """What was done with it, newest first."""
    return of.steps.select_related("by", "organisation").order_by("-sequence")


def last_step(of: Contribution, action: str) -> Step | None:
    """The last time something was done with it."""
    return of.steps.filter(action=action).select_related("by", "organisation").order_by("-sequence").first()


def remarks(of: Contribution) -> QuerySet[Remark]:
    """Remarks in the order in which they were made, answers among them."""
    return of.remarks.select_related("by", "organisation", "settled_by").order_by("at", "id")


def unanswered(of: Contribution) -> int:
    """Remarks by others, neither settled nor answered by the contributor."""
    open_ones = of.remarks.filter(answers=None, settled_at=None).exclude(organisation_id=of.organisation_id)
    return open_ones.exclude(replies__organisation_id=of.organisation_id).count()


def offer_of(of: Contribution | Revision) -> Offer:
    """Its papers as the guards see them."""
    kind = of.kind if isinstance(of, Contribution) else of.contribution.kind
    return Offer(of.dataset, of.declarations, of.provenance, of.footprint, kind)


def findings(acting: Acting, of: Contribution) -> list[Finding]:
    """What the guards find in it now, as whoever offers it."""
    return judge(
        acting,
        offer_of(of),
        resolved=resolving.resolved(acting, of.provenance),
        asked=gates().coverage,
        digest=of.digest,
        of=of,
    )


def standing(
    acting: Acting,
    of: Contribution,
    *,
    chosen: Party | None = None,
    errors: int = 0,
    confirmed: float | None = None,
) -> Standing:
    """What a decision on it rests on."""
    verified = last_step(of, "verify")
    return Standing(
        acting=acting,
        kind=of.kind,
        owner=party(of.organisation_id),
        gates=gates(),
        verifier=party(of.verifier_id) if of.verifier_id else None,
        checker=party(of.checker_id) if of.checker_id else None,
        chosen=chosen,
        makers=makers(of),
        verified_by=verified.by_id if verified else None,
        belongs=frozenset(m.organisation.group for m in parties.memberships(acting.person)),
        errors=errors,
        unanswered=unanswered(of),
        declarations=of.declarations,
        confirmed=confirmed,
    )


def party(organisation_id: UUID | str) -> Party:
    """An organisation of the directory as the policies see it. Raises `web.absent`."""
    found = parties.organisation(organisation_id)
    return Party(found.id, found.group, found.kind)


def makers(of: Contribution) -> frozenset[UUID]:
    """People who worked on it for the contributor, whatever else they do there."""
    worked = of.steps.filter(action__in=MAKING, by__isnull=False)
    return frozenset({of.created_by_id, *worked.values_list("by_id", flat=True)})


def detail(step: Step) -> dict[str, Any]:
    """What belongs to a step's action."""
    found: dict[str, Any] = json.loads(step.detail)
    return found


def uploads(acting: Acting) -> QuerySet[Upload]:
    """Files of factors that the acting organisation sent, newest first, without their content."""
    return (
        Upload.objects.filter(organisation_id=acting.organisation_id)
        .defer("content")
        .order_by("-created_at", "id")
    )


def upload(acting: Acting, upload_id: UUID | str) -> Upload:
    """One of them. Raises `web.absent`."""
    return by_id(Upload.objects.filter(organisation_id=acting.organisation_id), upload_id)


def names(acting: Acting, ids: Iterable[str]) -> dict[str, Contribution]:
    """Contributions of these ids that may be read, by id."""
    sound = []
    for each in ids:
        try:
            sound.append(UUID(each))
        except ValueError:
            continue
    return {str(row.id): row for row in seen_by(acting, visible(acting).filter(id__in=sound))}
