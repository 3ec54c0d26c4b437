"""Complaints, for the authority that handles them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from tanzuji.parties.access import acting
from tanzuji.supervision import policy, queries, services, statistics
from tanzuji.supervision.api import schemas
from tanzuji.supervision.api.routing import router
from tanzuji.supervision.models import Complaint
from tanzuji.web.api import PAGING, Paging, part, refusals


def _complaint(one: Complaint) -> schemas.ComplaintRow:
    return schemas.ComplaintRow(
        id=one.id,
        number=one.number,
        state=one.state,
        kind=one.kind,
        certificate=one.certificate,
        text=one.text,
        at=one.at,
        due=statistics.complaint_due(one),
    )


@router.get("complaints", response={200: schemas.ComplaintList, **refusals()}, summary="List complaints")
def list_complaints(request: HttpRequest, paging: Paging = PAGING, state: str = "") -> schemas.ComplaintList:
    """Those an authority may see, oldest first."""
    who = acting(request)
    policy.is_authority(who).enforce()
    found = queries.complaints(who)
    rows, count = part(found.filter(state=state) if state else found, paging)
    return schemas.ComplaintList(items=[_complaint(one) for one in rows], count=count)


@router.post(
    "complaints/{uuid:complaint_id}/steps",
    response={200: schemas.ComplaintRow, **refusals(404)},
    summary="Handle a complaint",
)
def post_complaint_step(
    request: HttpRequest, complaint_id: UUID, body: schemas.ComplaintStepBody
) -> schemas.ComplaintRow:
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
