"""What an authority orders against a certificate without an inspection, and what it lifts."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from tanzuji.parties.access import acting
from tanzuji.supervision import queries, services
from tanzuji.supervision.api import schemas
from tanzuji.supervision.api.public import measure_row
from tanzuji.supervision.api.routing import router
from tanzuji.supervision.pages.typed import both
from tanzuji.supervision.services import MeasureGiven
from tanzuji.web.api import refusals


@router.post(
    "measures",
    response={201: schemas.MeasureRow, **refusals()},
    summary="Suspend or revoke a certificate by order",
)
def post_measure(request: HttpRequest, body: schemas.OrderBody) -> tuple[int, schemas.MeasureRow]:
    """A measure of the authority; public at once, and the certificate changes with it."""
    given = MeasureGiven(
        body.kind, both(body.reason.zh, body.reason.en), body.order, body.until, body.certificate
    )
    return 201, measure_row(services.order_against(acting(request), given))


@router.post(
    "measures/{uuid:measure_id}/lift",
    response={200: schemas.MeasureRow, **refusals(404, 409)},
    summary="Lift a measure",
)
def post_measure_end(request: HttpRequest, measure_id: UUID, body: schemas.LiftBody) -> schemas.MeasureRow:
    """A suspension or a listing ended before its time."""
    services.lift(
        acting(request), measure_id, reason=body.reason.zh, reason_en=body.reason.en, order=body.order
    )
    return measure_row(queries.measures().get(id=measure_id))
