"""Reads of the supervision room.

An authority sees its plans, draws and inspections, and the complaints that nobody else has taken; a team sees its
inspection, the inspected what was found once it is told. What is public: measures, results of draws, conclusions.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.documents.text import Text
from tanzuji.ledger.queries import history
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.supervision import events, messages, policy
from tanzuji.supervision.kinds import MEASURES, OF_CERTIFICATE
from tanzuji.supervision.models import (
    Check,
    Complaint,
    Draw,
    Finding,
    Inspection,
    Inspector,
    Measure,
    Member,
    Picture,
    Plan,
    Sighting,
)
from tanzuji.supervision.policy import ComplaintStanding, PlanStanding, Standing
from tanzuji.supervision.states import ENDED, OPEN, TOLD
from tanzuji.web.lookup import by_id
from tanzuji.web.verdicts import Absent

# ── plans and those who inspect ────────────────────────────────────────────


def plans(acting: Acting) -> QuerySet[Plan]:
    """The plans of the acting authority, newest year first; none for anybody else."""
    found = Plan.objects.filter(organisation_id=acting.organisation_id)
    if not policy.is_authority(acting):
        found = found.none()
    return found.order_by("-year", "-created_at", "id")


def plan(acting: Acting, plan_id: UUID | str) -> Plan:
    """One of them. Raises `web.absent`."""
    return by_id(plans(acting), plan_id)


def plan_standing(acting: Acting, of: Plan) -> PlanStanding:
    """What a decision on the plan rests on."""
    drafted = history("inspection_plan", of.id).filter(kind__in=(events.PLAN_CREATED, events.PLAN_EDITED))
    actors = frozenset(UUID(actor) for actor in drafted.values_list("actor", flat=True) if actor)
    open_work = of.inspections.filter(state__in=OPEN).count() + of.draws.filter(result=None).count()
    return PlanStanding(acting, of.organisation_id, actors | {of.created_by_id}, of.state, open_work)


def inspectors(acting: Acting) -> QuerySet[Inspector]:
    """The acting authority's list of inspectors, by code."""
    found = Inspector.objects.filter(organisation_id=acting.organisation_id, ended_at=None)
    if not policy.is_authority(acting):
        found = found.none()
    return found.select_related("person").prefetch_related("conflicts__subject").order_by("code")


def inspector(acting: Acting, inspector_id: UUID | str) -> Inspector:
    """One of them. Raises `web.absent`."""
    return by_id(inspectors(acting), inspector_id)


def draw(acting: Acting, draw_id: UUID | str) -> Draw:
    """A draw of the acting authority. Raises `web.absent`."""
    own = Draw.objects.filter(plan__in=plans(acting)).select_related(
        "plan", "plan__organisation", "result", "by"
    )
    return by_id(own, draw_id)


def public_draw(draw_id: UUID | str) -> Draw:
    """A draw as everybody sees it: the commitment at once, the lists from `public_from` on. Raises `web.absent`."""
    rows = Draw.objects.select_related("plan", "plan__organisation", "result")
    return by_id(rows, draw_id)


def public_draws() -> QuerySet[Draw]:
    """Every draw, newest first."""
    return Draw.objects.select_related("plan", "plan__organisation", "result").order_by("-at", "id")


def is_public(of: Draw, today: date | None = None) -> bool:
    """Whether the lists and the result of a draw may be read by everybody."""
    return of.public_from <= (today or timezone.localdate())


# ── inspections ────────────────────────────────────────────────────────────


def inspections(acting: Acting) -> QuerySet[Inspection]:
    """Those the acting person may see, by due date: the authority's, those they are invited to, and those of their
    own organisation once it was told what was found."""
    invited = Q(team__person=acting.person, team__organisation_id=acting.organisation_id)
    seen = invited | Q(subject_id=acting.organisation_id, state__in=TOLD)
    if policy.is_authority(acting):
        seen |= Q(organisation_id=acting.organisation_id)
    ids = Inspection.objects.filter(seen).values("id")
    return (
        Inspection.objects.filter(id__in=ids)
        .select_related("subject", "organisation", "plan")
        .order_by("due", "number")
    )


def inspection(acting: Acting, inspection_id: UUID | str) -> Inspection:
    """One of them. Raises `web.absent`."""
    rows = inspections(acting).select_related("draw", "complaint", "sighting")
    return by_id(rows, inspection_id)


def waiting_visits(acting: Acting) -> QuerySet[Inspection]:
    """Inspections that the acting person is to declare for or to make, by due date."""
    mine = Member.objects.filter(person=acting.person, organisation_id=acting.organisation_id)
    ids = mine.exclude(state="declined").values("inspection_id")
    open_ = Inspection.objects.filter(id__in=ids, state__in=("drawn", "under_way"))
    return open_.select_related("subject").order_by("due", "number")


def inside(acting: Acting, of: Inspection) -> bool:
    """Whether they see the work itself (team, checklist, pictures), and not only what the inspected is told."""
    own = of.organisation_id == acting.organisation_id and bool(policy.is_authority(acting))
    return own or of.team.filter(person=acting.person, organisation_id=acting.organisation_id).exists()


def team(of: Inspection) -> QuerySet[Member]:
    """Everybody who was asked, in that order."""
    return of.team.select_related("person", "organisation").order_by("id")


def items(of: Inspection) -> list[dict[str, Any]]:
    """The items of an inspection's checklist, as they were when it was opened."""
    found: list[dict[str, Any]] = json.loads(of.checklist)["items"]
    return found


def checks(of: Inspection) -> dict[str, Check]:
    """The answers by item."""
    return {check.item: check for check in of.checks.select_related("by")}


def findings(of: Inspection) -> QuerySet[Finding]:
    """What was found, in its order."""
    return of.findings.select_related("answered_by", "reviewed_by").order_by("position")


def finding(acting: Acting, finding_id: UUID | str) -> Finding:
    """A finding of an inspection one may see. Raises `web.absent`."""
    seen = inspections(acting).order_by().values("id")
    return by_id(Finding.objects.filter(inspection__in=seen).select_related("inspection"), finding_id)


def standing(acting: Acting, of: Inspection) -> Standing:
    """What a step of the inspection rests on."""
    members, found = list(of.team.all()), list(of.findings.all())
    active = [m for m in members if m.state != "declined"]
    answers = dict(of.checks.values_list("item", "answer"))
    return Standing(
        acting,
        of.organisation_id,
        of.subject_id,
        team=frozenset(m.person_id for m in members),
        active=frozenset(m.person_id for m in active),
        inspectors=sum(m.role != "expert" for m in active),
        undeclared=sum(m.state == "asked" for m in active),
        unanswered=sum(item["code"] not in answers for item in items(of)),
        nonconform=sum(answer == "no" for answer in answers.values()),
        findings=len(found),
        answered=sum(f.state == "answered" for f in found),
        accepted=sum(f.state == "accepted" for f in found),
        due=min((f.due for f in found if f.due and f.state != "accepted"), default=None),
    )


def overdue(of: Inspection, today: date | None = None) -> date | None:
    """The date that has passed: of the visit, or of the first correction; None where nothing is late."""
    today = today or timezone.localdate()
    if of.state in ("drawn", "under_way"):
        return of.due if of.due < today else None
    if of.state != "rectification":
        return None
    dates = of.findings.exclude(state="accepted").exclude(due=None).values_list("due", flat=True)
    late = [each for each in dates if each is not None and each < today]
    return min(late, default=None)


def conclusions() -> QuerySet[Inspection]:
    """Every inspection that ended, newest first, as the public reads it: whom, when, how it ended."""
    return (
        Inspection.objects.filter(state__in=ENDED, ended_at__isnull=False)
        .exclude(state="dropped")
        .select_related("subject", "organisation")
        .order_by("-ended_at", "number")
    )


# ── complaints and sightings ───────────────────────────────────────────────


def complaints(acting: Acting) -> QuerySet[Complaint]:
    """What an authority may see: its own, and those nobody has taken; oldest first. None for anybody else."""
    found = Complaint.objects.filter(Q(organisation=None) | Q(organisation_id=acting.organisation_id))
    if not policy.is_authority(acting):
        found = found.none()
    return found.select_related("assigned_to", "merged_into").order_by("at", "number")


def complaint(acting: Acting, complaint_id: UUID | str) -> Complaint:
    """One of them. Raises `web.absent`."""
    return by_id(complaints(acting), complaint_id)


def complaint_standing(acting: Acting, of: Complaint) -> ComplaintStanding:
    """What a step of the complaint rests on."""
    person = of.assigned_to
    return ComplaintStanding(
        acting, of.organisation_id, person.id if person else None, person.name if person else ""
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """What whoever reported something reads with their receipt."""

    number: str
    at: Any
    state: str
    answer: str
    upheld: bool | None
    answered_at: Any


def progress(number: str, code: str) -> Progress:
    """How a complaint stands, for whoever holds its receipt. Raises `supervision.receipt-unknown`, as 404.

    One that was merged stands as the one it goes with.
    """
    row = Complaint.objects.filter(number=number.strip().upper()).select_related("merged_into").first()
    digest = hashlib.sha256(code.strip().lower().encode()).hexdigest()
    if row is None or not hmac.compare_digest(row.receipt, digest):
        raise Absent([messages.NOT_TRUE_RECEIPT.problem("number")])
    told = row.merged_into or row
    return Progress(row.number, row.at, told.state, told.answer, told.upheld, told.answered_at)


def sightings(acting: Acting) -> QuerySet[Sighting]:
    """What the acting authority's people met, newest first."""
    found = Sighting.objects.filter(organisation_id=acting.organisation_id)
    if not policy.is_authority(acting):
        found = found.none()
    return found.select_related("by").order_by("-at", "id")


def picture(acting: Acting, picture_id: UUID | str) -> Picture:
    """A picture of something one may see; those of a checklist are for the team and the authority. Raises `web.absent`."""
    on_team = Q(team__person=acting.person, team__organisation_id=acting.organisation_id)
    if policy.is_authority(acting):
        on_team |= Q(organisation_id=acting.organisation_id)
    seen = (
        Q(inspection__in=Inspection.objects.filter(on_team).values("id"))
        | Q(finding__inspection__in=inspections(acting).order_by().values("id"))
        | Q(complaint__in=complaints(acting).order_by().values("id"))
        | Q(sighting__in=sightings(acting).order_by().values("id"))
    )
    return by_id(Picture.objects.filter(seen), picture_id)


# ── measures: public ───────────────────────────────────────────────────────


def measures() -> QuerySet[Measure]:
    """Every measure, newest first; they are public."""
    return Measure.objects.select_related("subject", "organisation", "end").order_by("-at", "number")


def against(certificate: str) -> QuerySet[Measure]:
    """The suspensions and revocations ordered against a certificate, newest first; public."""
    return measures().filter(certificate=certificate, kind__in=OF_CERTIFICATE)


def inspecting(acting: Acting, view: certificates.CertificateView) -> bool:
    """Whether the acting person is on the team of an open inspection of this certificate, its holder or its body."""
    concerned = Q(certificate=view.number) | Q(subject_id__in=(view.holder, view.body))
    return Inspection.objects.filter(concerned, state__in=OPEN, team__person=acting.person).exists()


def liftable(acting: Acting) -> QuerySet[Measure]:
    """The measures that whoever acts may end before their time: their own, and those of authorities they stand above."""
    return measures().filter(organisation_id__in=[acting.organisation_id, *parties.under(acting)])


def logged(certificate: str) -> list[int]:
    """Entries of the public log about measures against a certificate."""
    rows = measures().filter(certificate=certificate).values_list("leaf", "end__leaf")
    return [index for row in rows for index in row if index is not None]


def in_force(today: date | None = None) -> QuerySet[Measure]:
    """The measures that neither ended nor ran out. Orders and suspensions last beyond their date until they are ended."""
    today = today or timezone.localdate()
    lasting = Q(until=None) | Q(until__gte=today) | Q(kind__in=("rectification", "suspension"))
    return measures().filter(lasting, end=None)


def blacklist(today: date | None = None) -> QuerySet[Measure]:
    """The listings whose publication period runs."""
    return in_force(today).filter(kind="blacklist")


def notice_for(number: str) -> list[Text]:
    """What is public against a certificate or its holder: an order to correct, a listing. Empty where nothing is.

    Suspension and revocation are the certificate's own status and are not repeated.
    """
    against = Q(certificate=number, kind="rectification")
    if holder := certificates.holder_of(number):
        against |= Q(subject_id=holder, kind="blacklist")
    return [_words(each) for each in in_force().filter(against)]


def holder_is_listed(organisation: UUID) -> bool:
    """Whether an organisation is on the list of serious breaches now."""
    return blacklist().filter(subject_id=organisation).exists()


def _words(of: Measure) -> Text:
    name, subject, by = MEASURES[of.kind], of.subject.name, of.organisation.name  # type: ignore[index]
    zh = f"{subject.to('zh')}被{by.to('zh')}{name.to('zh')}（{of.starts} 起"
    en = f"{subject.to('en')}: {name.to('en').lower()} by {by.to('en')} from {of.starts}"
    if of.until:
        zh, en = f"{zh}，至 {of.until}", f"{en} to {of.until}"
    return Text(
        zh=f"{zh}，{of.number}）：{of.reason.to('zh')}", en=f"{en}, {of.number}: {of.reason.to('en')}"
    )


def directory(acting: Acting) -> list[tuple[UUID, str]]:
    """The acting authority's people, to whom something may be given."""
    return [(m.person_id, m.person.name) for m in parties.people(acting.organisation_id)]
