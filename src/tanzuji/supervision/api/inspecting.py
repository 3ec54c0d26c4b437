"""Inspections, for those who may see them: the checklist, the findings, what is decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tanzuji.parties.access import acting
from tanzuji.supervision import queries, services
from tanzuji.supervision.api import schemas
from tanzuji.supervision.api.routing import router
from tanzuji.supervision.models import Inspection
from tanzuji.supervision.pages.typed import both as said
from tanzuji.supervision.services import MeasureGiven
from tanzuji.web.api import PAGING, Paging, both, part, refusals


def _inspection(one: Inspection) -> dict[str, Any]:
    return {
        "id": one.id, "number": one.number, "state": one.state, "cause": one.cause, "target": one.target,
        "subject": both(one.subject.name), "certificate": one.certificate, "due": one.due, "outcome": one.outcome,
    }  # fmt: skip


@router.get("inspections", response={200: schemas.InspectionList, **refusals()}, summary="List inspections")
def list_inspections(
    request: HttpRequest, paging: Paging = PAGING, state: str = ""
) -> schemas.InspectionList:
    """Those you may see, by due date."""
    found = queries.inspections(acting(request))
    rows, count = part(found.filter(state=state) if state else found, paging)
    return schemas.InspectionList(
        items=[schemas.InspectionRow(**_inspection(one)) for one in rows], count=count
    )


@router.get(
    "inspections/{uuid:inspection_id}",
    response={200: schemas.InspectionDetail, **refusals(404)},
    summary="An inspection",
)
def get_inspection(request: HttpRequest, inspection_id: UUID) -> schemas.InspectionDetail:
    """One of them."""
    who = acting(request)
    return _detail(who, queries.inspection(who, inspection_id))


def _detail(who: Any, one: Inspection) -> schemas.InspectionDetail:
    inside = queries.inside(who, one)
    findings = [
        schemas.FindingRow(
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
    return schemas.InspectionDetail(
        **_inspection(one), findings=findings, checklist=checklist, answers=answers
    )


@router.post(
    "inspections/{uuid:inspection_id}/checks",
    response={200: schemas.InspectionDetail, **refusals(404)},
    summary="Answer an item of the checklist",
)
def post_inspection_check(
    request: HttpRequest, inspection_id: UUID, body: schemas.CheckBody
) -> schemas.InspectionDetail:
    """An item answered, or answered anew."""
    who = acting(request)
    services.check(who, inspection_id, body.item, body.answer, note=body.note, severity=body.severity)
    return _detail(who, queries.inspection(who, inspection_id))


@router.post(
    "inspections/{uuid:inspection_id}/steps",
    response={200: schemas.InspectionDetail, **refusals(404)},
    summary="Move an inspection on",
)
def post_inspection_step(
    request: HttpRequest, inspection_id: UUID, body: schemas.StepBody
) -> schemas.InspectionDetail:
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
    response={200: schemas.InspectionDetail, **refusals(404)},
    summary="Answer a finding",
)
def post_finding_answer(
    request: HttpRequest, finding_id: UUID, body: schemas.AnswerBody
) -> schemas.InspectionDetail:
    """What the inspected did about it."""
    who = acting(request)
    found = services.answer_finding(who, finding_id, body.text)
    return _detail(who, queries.inspection(who, found.inspection_id))
