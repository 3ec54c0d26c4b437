"""Reads of the verification room. Whoever may not know of an engagement is answered as if there were none."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.contributions.queries import party
from tanzuji.footprints import verifying
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.verification import examined, sampling, statements
from tanzuji.verification.examined import Line
from tanzuji.verification.models import (
    Draft,
    Engagement,
    EvidenceRequest,
    Finding,
    Member,
    Recomputation,
    Statement,
    Step,
    Submission,
    Withdrawal,
)
from tanzuji.verification.models import Plan as PlanRow
from tanzuji.verification.papers import Independence, Plan, StatementPaper
from tanzuji.verification.policy import Standing, is_client
from tanzuji.verification.statements import (
    StatementView,
    statement,
    statements_of,
    valid_statement,
    view,
)
from tanzuji.verification.states import EXAMINED, READABLE, RUNNING
from tanzuji.web import walls
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id

__all__ = [
    "StatementView", "current_draft", "current_plan", "detail", "engagement", "findings", "members", "newest", "of_client",
    "of_verifier", "own_statement", "own_statements", "plan_of", "readable_edition", "recomputations", "requests", "running_on", "sample", "standing",
    "statement", "statement_of", "statements_of", "steps", "submission", "submissions", "valid_by_study", "valid_statement", "view", "waiting",
]  # fmt: skip

WORK = ("plan", "draft")
"""Steps by which somebody takes part in the work of a verification."""


def _visible(acting: Acting) -> QuerySet[Engagement]:
    mine = acting.organisation_id
    return Engagement.objects.filter(Q(client_id=mine) | Q(verifier_id=mine)).select_related(
        "client", "verifier", "requested_by"
    )


def engagement(acting: Acting, engagement_id: UUID | str) -> Engagement:
    """One of one's own, as client or as verifier. Raises `web.absent`, for another's id as for none."""
    return by_id(_visible(acting), engagement_id)


def of_client(acting: Acting) -> QuerySet[Engagement]:
    """What the acting organisation asked for, newest first."""
    return _visible(acting).filter(client_id=acting.organisation_id).order_by("-sequence")


def of_verifier(acting: Acting) -> QuerySet[Engagement]:
    """What the acting organisation is asked to verify; what is due first comes first."""
    return _visible(acting).filter(verifier_id=acting.organisation_id).order_by("due", "sequence")


def waiting(acting: Acting) -> QuerySet[Engagement]:
    """Running ones that wait for the acting organisation: the verifier's, and offers a client has to answer."""
    mine = acting.organisation_id
    theirs = Q(verifier_id=mine, state__in=("requested", "accepted", "examining", "drafted"))
    return _visible(acting).filter(theirs | Q(client_id=mine, state="offered")).order_by("due", "sequence")


def running_on(acting: Acting, study_id: UUID | str) -> QuerySet[Engagement]:
    """The client's engagements on one of its studies that have not ended."""
    return of_client(acting).filter(study_id=study_id, state__in=RUNNING)


@walls.beyond("the engagement lets a verifier know what was handed in")
def submissions(of: Engagement) -> list[Submission]:
    """What was handed in, newest first, with versions without their documents."""
    return list(
        of.submissions.select_related("version", "by", "version__made_by")
        .defer("version__document", "version__footprint", "version__checked")
        .order_by("-number")
    )


def submission(of: Engagement, number: int) -> Submission:
    """One of them. Raises `web.absent`."""
    found = next((each for each in submissions(of) if each.number == number), None)
    if found is None:
        raise absent()
    return found


def newest(of: Engagement) -> Submission:
    """The newest submission; there is always one."""
    return submissions(of)[0]


def may_read(acting: Acting, of: Engagement) -> bool:
    """Whether what was submitted is read by the acting organisation: the client's always, the verifier's by state."""
    return of.client_id == acting.organisation_id or of.state in READABLE


def readable_edition(acting: Acting, of: Engagement, number: int | None = None) -> Edition:
    """The submitted version as it was computed when it was made. Raises `web.absent` where it may not be read."""
    found = submission(of, number) if number else newest(of)
    if not may_read(acting, of):
        raise absent()
    return edition.frozen(verifying.version(found.version_id))


def members(of: Engagement) -> list[Member]:
    """The team as it is now: lead, members, reviewer."""
    found = of.members.filter(left_at=None).select_related("person").order_by("since", "id")
    order = ("lead", "member", "reviewer")
    return sorted(found, key=lambda member: order.index(member.role))


def declaration(of: Member) -> Independence:
    """What somebody of the team declared."""
    return Independence.parse(json.loads(of.declaration))


def current_plan(of: Engagement) -> PlanRow | None:
    """The plan that counts."""
    return of.plans.select_related("by").order_by("-number").first()


def plan_of(row: PlanRow) -> Plan:
    """What a plan says."""
    return Plan.parse(json.loads(row.document))


def requests(of: Engagement) -> QuerySet[EvidenceRequest]:
    """Requests of evidence in their order, with their answers."""
    return (
        of.requests.select_related("by", "checked_by")
        .prefetch_related("answers__by", "answers__organisation", "answers__evidence")
        .order_by("number")
    )


def findings(of: Engagement) -> QuerySet[Finding]:
    """Findings in their order, with what was done about them."""
    return (
        of.findings.select_related("by", "submission")
        .prefetch_related("steps__by", "steps__organisation")
        .order_by("number")
    )


def sample(of: Engagement) -> list[Line]:
    """The lines of the plan that counts and how far each was examined; none before there is a plan."""
    row = current_plan(of)
    return examined.lines(of, plan_of(row), submissions(of)) if row is not None else []


def recomputations(of: Submission) -> QuerySet[Recomputation]:
    """Recomputations of a submission, newest first."""
    return of.recomputations.select_related("by").order_by("-id")


def current_draft(of: Engagement) -> Draft | None:
    """The draft that counts, while it is being reviewed or was signed."""
    return of.drafts.select_related("by", "submission").order_by("-number").first()


def paper_of(row: Draft | Statement) -> StatementPaper:
    """What a draft or a statement says."""
    return StatementPaper.parse(json.loads(row.document))


def steps(of: Engagement) -> QuerySet[Step]:
    """What was done, newest first."""
    return of.steps.select_related("by", "organisation").order_by("-sequence")


def detail(step: Step) -> dict[str, Any]:
    """What belongs to a step's action."""
    found: dict[str, Any] = json.loads(step.detail)
    return found


def statement_of(of: Engagement) -> StatementView | None:
    """The statement of an engagement that ended with one."""
    row = Statement.objects.filter(engagement=of).first()
    return statement(row.id) if row is not None else None


def own_statements(acting: Acting) -> QuerySet[Statement]:
    """Statements one's organisation asked for or signed, newest first; rows for `view`."""
    mine = acting.organisation_id
    return statements.rows().filter(Q(client_id=mine) | Q(verifier_id=mine))


def own_statement(acting: Acting, statement_id: UUID | str) -> tuple[StatementView, Engagement]:
    """A statement one's organisation asked for or signed, with its engagement. Raises `web.absent`."""
    mine = acting.organisation_id
    row = by_id(Statement.objects.filter(Q(client_id=mine) | Q(verifier_id=mine)), statement_id)
    return statement(row.id), engagement(acting, row.engagement_id)


def valid_by_study(acting: Acting) -> dict[UUID, StatementView]:
    """The newest statement that counts today on any version of each of one's own studies."""
    rows = statements.rows().filter(client_id=acting.organisation_id, valid_until__gte=timezone.localdate())
    found: dict[UUID, StatementView] = {}
    for one in map(view, rows.filter(withdrawal=None)):
        if one.verified:
            found.setdefault(one.study_id, one)
    return found


def is_withdrawn(row: Statement) -> bool:
    """Whether a statement was withdrawn."""
    return Withdrawal.objects.filter(statement=row).exists()


def workers(of: Engagement) -> frozenset[UUID]:
    """Who planned, asked, examined, found, settled, recomputed or drafted for the verifier."""
    people: set[UUID] = set()
    for rows in (
        of.steps.filter(action__in=WORK, organisation_id=of.verifier_id),
        of.requests.all(),
        of.findings.all(),
        of.drafts.all(),
        of.plans.all(),
    ):
        people |= set(rows.exclude(by=None).values_list("by_id", flat=True))
    people |= set(of.examinations.values_list("by_id", flat=True))
    people |= set(of.requests.exclude(checked_by=None).values_list("checked_by_id", flat=True))
    for finding in of.findings.all():
        said = finding.steps.filter(organisation_id=of.verifier_id)
        people |= set(said.values_list("by_id", flat=True))
    return frozenset(people)


def left_errors(of: Engagement) -> list[tuple[str, float]]:
    """Place and effect, kg CO2e per unit, of findings that are not closed and whose effect is known."""
    rows = of.findings.exclude(state="closed").exclude(effect=None).values_list("place", "effect")
    return [(place, float(effect)) for place, effect in rows if effect is not None]


def projected(of: Engagement, total: float) -> float:
    """Errors left, projected to the whole, as a share of the total; 0 where there are none."""
    errors = left_errors(of)
    row = current_plan(of)
    if not errors or row is None or not total:
        return 0.0 if not errors else 1.0
    items, interval = examined.as_now(plan_of(row), newest(of))
    return sampling.projected(errors, items, interval) / abs(total)


def standing(acting: Acting, of: Engagement) -> Standing:
    """What a decision in an engagement rests on."""
    client, verifier = party(of.client_id), party(of.verifier_id)
    mine = next((m for m in members(of) if m.person_id == acting.person.id), None)
    newest_one = newest(of)
    version = verifying.version(newest_one.version_id)
    outcomes = list(newest_one.recomputations.values_list("origin", "outcome"))
    drafted = current_draft(of) if of.state in ("drafted", "stated") else None
    rows = of.findings.exclude(severity="observation")
    lines = sample(of) if of.state in EXAMINED else []
    found = Standing(
        acting,
        client,
        verifier,
        role=mine.role if mine else "",
        declared=mine is not None and mine.declared_at is not None,
        makers=verifying.makers(version),
        belongs=frozenset(m.organisation.group for m in parties.memberships(acting.person)),
        workers=workers(of),
        planned=current_plan(of) is not None,
        submission=newest_one.number,
        recomputed=bool(outcomes),
        equal=any(outcome == "equal" for _, outcome in outcomes) and all(o != "differs" for _, o in outcomes),
        unchecked=of.requests.filter(checked_at=None).count(),
        unsettled=rows.filter(state__in=("open", "answered")).count(),
        left_major=rows.filter(severity="major", state="left").count(),
        unexamined=examined.missing(lines),
        left_lines=tuple(line.item for line in lines if line.state == "left"),
        projected=projected(of, version.total),
        draft=paper_of(drafted) if drafted else None,
        drafted_by=drafted.by_id if drafted else None,
        draft_on=drafted.submission.number if drafted else 0,
    )
    return found


def is_own(acting: Acting, of: Engagement) -> bool:
    """Whether the acting organisation is the client."""
    return is_client(Standing(acting, party(of.client_id), party(of.verifier_id)))
