"""What is public for everybody: measures, conclusions, random draws."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from tanzuji.parties.access import OPEN_AUTH, asking
from tanzuji.supervision import policy, publishing, queries
from tanzuji.supervision.api import schemas
from tanzuji.supervision.api.routing import router
from tanzuji.supervision.models import Draw, Measure
from tanzuji.web.api import PAGING, Paging, both, part, refusals


def measure_row(one: Measure) -> schemas.MeasureRow:
    """A measure as the API tells it."""
    end = getattr(one, "end", None)
    return schemas.MeasureRow(
        id=one.id,
        number=one.number,
        kind=one.kind,
        subject=both(one.subject.name),
        certificate=one.certificate,
        reason=both(one.reason),
        order=one.order,
        starts=one.starts,
        until=one.until,
        ended=end is not None,
        ended_at=end.at if end else None,
        ended_order=end.order if end else "",
        ended_log_index=end.leaf if end else None,
        log_index=one.leaf,
    )


def _draw(one: Draw) -> schemas.DrawRow:
    return schemas.DrawRow(
        id=one.id,
        number=one.number,
        plan=both(one.plan.title),
        digest=one.digest,
        log_index=one.leaf,
        drawn=hasattr(one, "result"),
        public_from=one.public_from,
    )


@router.get(
    "measures", response={200: schemas.MeasureList, **refusals()}, auth=OPEN_AUTH, summary="List measures"
)
def list_measures(
    request: HttpRequest, paging: Paging = PAGING, certificate: str = ""
) -> schemas.MeasureList:
    """Every measure of an authority, newest first; of one certificate where it is named."""
    found = queries.measures().filter(certificate=certificate) if certificate else queries.measures()
    rows, count = part(found, paging)
    return schemas.MeasureList(items=[measure_row(one) for one in rows], count=count)


@router.get(
    "conclusions",
    response={200: schemas.ConclusionList, **refusals()},
    auth=OPEN_AUTH,
    summary="List conclusions",
)
def list_conclusions(request: HttpRequest, paging: Paging = PAGING) -> schemas.ConclusionList:
    """How inspections ended, newest first."""
    rows, count = part(queries.conclusions(), paging)
    items = [
        schemas.ConclusionRow(
            number=one.number,
            cause=one.cause,
            subject=both(one.subject.name),
            certificate=one.certificate,
            outcome=one.outcome,
            ended_at=one.ended_at,
        )
        for one in rows
    ]
    return schemas.ConclusionList(items=items, count=count)


@router.get(
    "draws", response={200: schemas.DrawList, **refusals()}, auth=OPEN_AUTH, summary="List random draws"
)
def list_draws(request: HttpRequest, paging: Paging = PAGING) -> schemas.DrawList:
    """Every random draw, newest first."""
    rows, count = part(queries.public_draws(), paging)
    return schemas.DrawList(items=[_draw(one) for one in rows], count=count)


@router.get(
    "draws/{uuid:draw_id}", response={200: dict[str, Any], **refusals(404)}, auth=OPEN_AUTH, summary="A draw"
)
def get_draw(request: HttpRequest, draw_id: UUID) -> dict[str, Any]:
    """Lists, seed, result and proofs of a draw, as `drawing.py` checks them; from the day on that it names."""
    shown, who = queries.public_draw(draw_id), asking(request)
    inside = who is not None and who.organisation_id == shown.plan.organisation_id
    return publishing.record(shown, inside=inside and who is not None and bool(policy.is_authority(who)))
