"""The API of the supervision room: what is public for everybody; inspections and complaints for those who may."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from tanzuji.parties.access import OPEN_AUTH, acting, asking
from tanzuji.supervision import policy, publishing, queries, services, statistics
from tanzuji.supervision.models import Complaint, Draw, Inspection, Measure
from tanzuji.supervision.pages.typed import both as said
from tanzuji.supervision.services import MeasureGiven, PlanGiven
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router(tags=["supervision"])


class MeasureRow(Schema):
    """A measure of an authority; public."""

    number: str
    kind: str
    subject: BothLanguages
    certificate: str
    reason: BothLanguages
    order: str
    starts: date
    until: date | None
    ended: bool
    log_index: int


class MeasureList(Schema):
    items: list[MeasureRow]
    count: int


class ConclusionRow(Schema):
    """How an inspection ended; public."""

    number: str
    cause: str
    subject: BothLanguages
    certificate: str
    outcome: str
    ended_at: datetime | None


class ConclusionList(Schema):
    items: list[ConclusionRow]
    count: int


class DrawRow(Schema):
    """A random draw: its commitment, and whether its lists are public."""

    id: UUID
    number: str
    plan: BothLanguages
    digest: str
    log_index: int
    drawn: bool
    public_from: date


class DrawList(Schema):
    items: list[DrawRow]
    count: int


class InspectionRow(Schema):
    """An inspection as far as whoever acts may see it."""

    id: UUID
    number: str
    state: str
    cause: str
    target: str
    subject: BothLanguages
    certificate: str
    due: date
    outcome: str


class InspectionList(Schema):
    items: list[InspectionRow]
    count: int


class FindingRow(Schema):
    id: UUID
    severity: str
    text: str
    state: str
    due: date | None
    answer: str
    review: str


class InspectionDetail(InspectionRow):
    """With what was found; checklist and answers for those inside."""

    findings: list[FindingRow]
    checklist: list[dict[str, Any]] = Field(description="empty for the inspected")
    answers: dict[str, str]


class CheckBody(Schema):
    item: str = Field(max_length=40)
    answer: str = Field(description="yes, no or not_applicable")
    note: str = Field("", max_length=4000)
    severity: str = Field("", description="minor, major or critical, where the answer is no")


class MeasureBody(Schema):
    kind: str = Field(description="suspension, revocation or blacklist")
    reason: BothLanguages
    order: str = Field("", max_length=80)
    until: date | None = None
    certificate: str = Field("", max_length=64)


class StepBody(Schema):
    action: str = Field(description="begin, hand_in, reopen, close_clean, order, report, send_back, …")
    reason: str = Field("", max_length=4000)
    summary: str = Field("", max_length=4000)
    visited_on: date | None = None
    due: date | None = None
    measures: list[MeasureBody] = Field([], max_length=5)


class AnswerBody(Schema):
    text: str = Field(max_length=4000)


class PlanBody(Schema):
    """A draft of a plan of inspections."""

    year: int
    title: BothLanguages
    pool: str = Field(description="certificates, enterprises or bodies")
    sample: int
    due: date
    sample_raised: int = 0
    team: int = 2
    basis: str = Field("", max_length=4000)


class PlanMade(Schema):
    id: UUID
    state: str


class ComplaintRow(Schema):
    id: UUID
    number: str
    state: str
    kind: str
    certificate: str
    text: str
    at: datetime
    due: date


class ComplaintList(Schema):
    items: list[ComplaintRow]
    count: int


class ComplaintStepBody(Schema):
    action: str = Field(description="assign, merge, reject, answer or note")
    text: str = Field("", max_length=4000)
    person: UUID | None = None
    into: UUID | None = None
    upheld: bool = False


class CountRow(Schema):
    """Counts of a step by month; null where fewer than five stay hidden."""

    name: BothLanguages
    now: int | None
    by_month: list[int | None]


class Oversight(Schema):
    """What the authority's first page shows."""

    months: list[str]
    applications: list[CountRow]
    certificates: list[CountRow]
    late_inspections: int
    open_complaints: int
    days_to_triage: float | None
    days_to_answer: float | None


def _measure(one: Measure) -> MeasureRow:
    return MeasureRow(
        number=one.number,
        kind=one.kind,
        subject=both(one.subject.name),
        certificate=one.certificate,
        reason=both(one.reason),
        order=one.order,
        starts=one.starts,
        until=one.until,
        ended=hasattr(one, "end"),
        log_index=one.leaf,
    )


def _draw(one: Draw) -> DrawRow:
    return DrawRow(
        id=one.id,
        number=one.number,
        plan=both(one.plan.title),
        digest=one.digest,
        log_index=one.leaf,
        drawn=hasattr(one, "result"),
        public_from=one.public_from,
    )


def _inspection(one: Inspection) -> dict[str, Any]:
    return {
        "id": one.id, "number": one.number, "state": one.state, "cause": one.cause, "target": one.target,
        "subject": both(one.subject.name), "certificate": one.certificate, "due": one.due, "outcome": one.outcome,
    }  # fmt: skip


@router.get("measures", response={200: MeasureList, **refusals()}, auth=OPEN_AUTH, summary="List measures")
def list_measures(request: HttpRequest, paging: Paging = PAGING, certificate: str = "") -> MeasureList:
    """Every measure of an authority, newest first; of one certificate where it is named."""
    found = queries.measures().filter(certificate=certificate) if certificate else queries.measures()
    rows, count = part(found, paging)
    return MeasureList(items=[_measure(one) for one in rows], count=count)


@router.get(
    "conclusions", response={200: ConclusionList, **refusals()}, auth=OPEN_AUTH, summary="List conclusions"
)
def list_conclusions(request: HttpRequest, paging: Paging = PAGING) -> ConclusionList:
    """How inspections ended, newest first."""
    rows, count = part(queries.conclusions(), paging)
    items = [
        ConclusionRow(
            number=one.number,
            cause=one.cause,
            subject=both(one.subject.name),
            certificate=one.certificate,
            outcome=one.outcome,
            ended_at=one.ended_at,
        )
        for one in rows
    ]
    return ConclusionList(items=items, count=count)


@router.get("draws", response={200: DrawList, **refusals()}, auth=OPEN_AUTH, summary="List random draws")
def list_draws(request: HttpRequest, paging: Paging = PAGING) -> DrawList:
    """Every random draw, newest first."""
    rows, count = part(queries.public_draws(), paging)
    return DrawList(items=[_draw(one) for one in rows], count=count)


@router.get(
    "draws/{uuid:draw_id}", response={200: dict[str, Any], **refusals(404)}, auth=OPEN_AUTH, summary="A draw"
)
def get_draw(request: HttpRequest, draw_id: UUID) -> dict[str, Any]:
    """Lists, seed, result and proofs of a draw, as `drawing.py` checks them; from the day on that it names."""
    shown, who = queries.public_draw(draw_id), asking(request)
    inside = who is not None and who.organisation_id == shown.plan.organisation_id
    return publishing.record(shown, inside=inside and who is not None and bool(policy.is_authority(who)))


@router.get("inspections", response={200: InspectionList, **refusals()}, summary="List inspections")
def list_inspections(request: HttpRequest, paging: Paging = PAGING, state: str = "") -> InspectionList:
    """Those you may see, by due date."""
    found = queries.inspections(acting(request))
    rows, count = part(found.filter(state=state) if state else found, paging)
    return InspectionList(items=[InspectionRow(**_inspection(one)) for one in rows], count=count)


@router.get(
    "inspections/{uuid:inspection_id}",
    response={200: InspectionDetail, **refusals(404)},
    summary="An inspection",
)
def get_inspection(request: HttpRequest, inspection_id: UUID) -> InspectionDetail:
    """One of them."""
    who = acting(request)
    return _detail(who, queries.inspection(who, inspection_id))


def _detail(who: Any, one: Inspection) -> InspectionDetail:
    inside = queries.inside(who, one)
    findings = [
        FindingRow(
            id=each.id,
            severity=each.severity,
            text=each.text,
            state=each.state,
            due=each.due,
            answer=each.answer,
            review=each.review,
        )
        for each in queries.findings(one)
    ]
    answers = {item: check.answer for item, check in queries.checks(one).items()} if inside else {}
    checklist = queries.items(one) if inside else []
    return InspectionDetail(**_inspection(one), findings=findings, checklist=checklist, answers=answers)


@router.post(
    "inspections/{uuid:inspection_id}/checks",
    response={200: InspectionDetail, **refusals(404)},
    summary="Answer an item of the checklist",
)
def post_inspection_check(request: HttpRequest, inspection_id: UUID, body: CheckBody) -> InspectionDetail:
    """An item answered, or answered anew."""
    who = acting(request)
    services.check(who, inspection_id, body.item, body.answer, note=body.note, severity=body.severity)
    return _detail(who, queries.inspection(who, inspection_id))


@router.post(
    "inspections/{uuid:inspection_id}/steps",
    response={200: InspectionDetail, **refusals(404)},
    summary="Move an inspection on",
)
def post_inspection_step(request: HttpRequest, inspection_id: UUID, body: StepBody) -> InspectionDetail:
    """One action of the inspection's states."""
    who = acting(request)
    services.step(
        who,
        inspection_id,
        body.action,
        reason=body.reason,
        summary=body.summary,
        visited_on=body.visited_on,
        due=body.due,
        measures=[
            MeasureGiven(
                each.kind,
                said(each.reason.zh, each.reason.en),
                order=each.order,
                until=each.until,
                certificate=each.certificate,
            )
            for each in body.measures
        ],
    )
    return _detail(who, queries.inspection(who, inspection_id))


@router.post(
    "findings/{uuid:finding_id}/answer",
    response={200: InspectionDetail, **refusals(404)},
    summary="Answer a finding",
)
def post_finding_answer(request: HttpRequest, finding_id: UUID, body: AnswerBody) -> InspectionDetail:
    """What the inspected did about it."""
    who = acting(request)
    found = services.answer_finding(who, finding_id, body.text)
    return _detail(who, queries.inspection(who, found.inspection_id))


@router.post("plans", response={201: PlanMade, **refusals()}, summary="Draft a plan of inspections")
def post_inspection_plan(request: HttpRequest, body: PlanBody) -> HttpResponse:
    """A new draft; the authority's."""
    made = services.draft(
        acting(request),
        PlanGiven(
            year=body.year,
            title=said(body.title.zh, body.title.en),
            pool=body.pool,
            sample=body.sample,
            due=body.due,
            sample_raised=body.sample_raised,
            team=body.team,
            basis=body.basis,
        ),
    )
    return answer(PlanMade(id=made.id, state=made.state), status=201)


def _complaint(one: Complaint) -> ComplaintRow:
    return ComplaintRow(
        id=one.id,
        number=one.number,
        state=one.state,
        kind=one.kind,
        certificate=one.certificate,
        text=one.text,
        at=one.at,
        due=statistics.complaint_due(one),
    )


@router.get("complaints", response={200: ComplaintList, **refusals()}, summary="List complaints")
def list_complaints(request: HttpRequest, paging: Paging = PAGING, state: str = "") -> ComplaintList:
    """Those an authority may see, oldest first."""
    who = acting(request)
    policy.is_authority(who).enforce()
    found = queries.complaints(who)
    rows, count = part(found.filter(state=state) if state else found, paging)
    return ComplaintList(items=[_complaint(one) for one in rows], count=count)


@router.post(
    "complaints/{uuid:complaint_id}/steps",
    response={200: ComplaintRow, **refusals(404)},
    summary="Handle a complaint",
)
def post_complaint_step(request: HttpRequest, complaint_id: UUID, body: ComplaintStepBody) -> ComplaintRow:
    """Assigned, merged, rejected, answered or remarked on."""
    who = acting(request)
    if body.action == "assign":
        services.assign(who, complaint_id, body.person or who.person.id)
    elif body.action == "merge":
        services.merge(who, complaint_id, body.into or "")
    elif body.action == "reject":
        services.reject(who, complaint_id, reason=body.text)
    elif body.action == "answer":
        services.answer(who, complaint_id, text=body.text, upheld=body.upheld)
    else:
        services.note(who, complaint_id, body.text)
    return _complaint(queries.complaint(who, complaint_id))


@router.get("overview", response={200: Oversight, **refusals()}, summary="The authority's figures")
def get_oversight(request: HttpRequest) -> Oversight:
    """Counts for the authority; what firms have under way only from five on."""
    who = acting(request)
    policy.is_authority(who).enforce()
    months, way = statistics.way()
    _, published = statistics.published()
    figures = statistics.complaint_figures(who)

    def rows(of: list[statistics.Row]) -> list[CountRow]:
        return [CountRow(name=both(row.name), now=row.now, by_month=row.cells) for row in of]

    return Oversight(
        months=months,
        applications=rows(way),
        certificates=rows(published),
        late_inspections=len(statistics.late_inspections(who)),
        open_complaints=figures.open,
        days_to_triage=figures.days_to_triage,
        days_to_answer=figures.days_to_answer,
    )
