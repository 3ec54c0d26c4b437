"""The API of the base data room: programs send readings and evidence, and read what products bear."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, UploadedFile
from ninja.params.functions import File, Form
from ninja.responses import Status
from pydantic import Field

from tanzuji.activity import queries, services
from tanzuji.activity.models import Meter
from tanzuji.activity.uploads.tables import Line
from tanzuji.parties.access import API_AUTH, acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, both, part, refusals, refuse_encoded

router = Router(auth=API_AUTH)


class MeterAnswer(Schema):
    """A meter with its state today."""

    id: UUID
    code: str
    name: BothLanguages
    facility: UUID
    parent: UUID | None
    carrier: str
    unit: str
    kind: Literal["cumulative", "interval"]
    multiplier: float
    accuracy: str
    state: Literal["active", "overdue", "uncalibrated", "exempt", "retired"]
    calibration_due: date | None
    reference: str = Field(description="how a provenance trail names it")


class MeterList(Schema):
    """Part of a list of meters."""

    items: list[MeterAnswer]
    count: int


def _meter(row: Meter) -> MeterAnswer:
    standing = queries.standing(row)
    return MeterAnswer.model_validate(
        {
            "id": row.id,
            "code": row.code,
            "name": both(row.name),
            "facility": row.facility_id,
            "parent": row.parent_id,
            "carrier": row.carrier,
            "unit": row.unit,
            "kind": row.kind,
            "multiplier": row.multiplier,
            "accuracy": row.accuracy,
            "state": standing.state,
            "calibration_due": standing.due,
            "reference": row.reference,
        }
    )


@router.get("meters", response={200: MeterList, **refusals()}, summary="List meters")
def list_meters(request: HttpRequest, paging: Paging = PAGING) -> MeterList:
    """Your organisation's meters by code."""
    rows, count = part(queries.meters(acting(request)).prefetch_related("calibrations"), paging)
    return MeterList(items=[_meter(row) for row in rows], count=count)


@router.get("meters/{uuid:meter_id}", response={200: MeterAnswer, **refusals(404)}, summary="Read a meter")
def get_meter(request: HttpRequest, meter_id: UUID) -> MeterAnswer:
    """A meter of your organisation's, or one it was given access to."""
    return _meter(queries.readable_meter(acting(request), meter_id))


class ReadingSent(Schema):
    """A reading: of a register or stock `at` a moment, of an amount, delivery or output from `start` to `at`."""

    of: str = Field(
        description="code, id, serial number or name of the meter, good or product", max_length=200
    )
    at: datetime = Field(description="with its offset; without one where the platform is")
    start: datetime | None = None
    value: float = Field(allow_inf_nan=False)
    unit: str = Field("", max_length=40, description="empty: that of the meter, good or product")
    closing: float | None = Field(
        None, allow_inf_nan=False, description="exchange: last value of the old meter"
    )
    opening: float | None = Field(
        None, allow_inf_nan=False, description="exchange: first value of the new meter"
    )
    supplier: str = Field("", max_length=200)
    document: str = Field("", max_length=120)
    distance: float | None = Field(None, ge=0, allow_inf_nan=False, description="km, of deliveries")


class ReadingsSent(Schema):
    """Readings that belong together; all are stored or none."""

    kind: Literal["readings", "purchases", "outputs"] = "readings"
    readings: list[ReadingSent] = Field(max_length=5000)
    replace: bool | None = Field(
        None, description="of values that differ from what is there: correct them, or keep what is there"
    )
    leave_out: bool = Field(False, description="leave out what cannot be stored instead of refusing all")


class Stored(Schema):
    """What became of readings that were sent."""

    id: UUID
    stored: int
    same: int = Field(description="there already, not stored again")
    replaced: int


@router.post("readings", response={201: Stored, **refusals()}, summary="Send readings")
def send_readings(request: HttpRequest, sent: ReadingsSent) -> Status[Stored]:
    """The same readings again are told as `same`, so that a program may send them twice. Problems name `readings[i]`."""
    lines = [_line(at, one) for at, one in enumerate(sent.readings)]
    decisions = services.Decisions(replace=sent.replace, leave_out=sent.leave_out)
    row = services.store_lines(acting(request), sent.kind, lines, decisions=decisions)
    return Status(201, Stored(id=row.id, stored=row.stored, same=row.same, replaced=row.replaced))


def _line(at: int, one: ReadingSent) -> Line:
    end = _aware(one.at)
    return Line(
        place=f"readings[{at}]", subject=one.of, span=(_aware(one.start) if one.start else end, end),
        value=one.value, written=f"{one.value:.15g}", unit=one.unit, closing=one.closing, opening=one.opening,
        supplier=one.supplier, document=one.document, distance=one.distance,
    )  # fmt: skip


def _aware(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


class BorneAnswer(Schema):
    """What a product bears of a carrier, material or fuel in the period."""

    source: str = Field(examples=["carrier:electricity"])
    name: BothLanguages
    amount: float
    unit: str
    per_unit: float | None = Field(description="per unit of the product; null where no output is booked")
    covered: float = Field(description="part of the period that was read, 0 to 1")
    quality: dict[str, Any] = Field(description="scores 1 (best) to 5")
    uncalibrated: list[str] = Field(description="codes of meters without a valid calibration throughout")


class ProductAmounts(Schema):
    """A product's output and what it bears in a period."""

    product: str
    unit: str
    first: date
    last: date
    output: float | None = Field(description="null where it is not booked for the whole period")
    items: list[BorneAnswer]


@router.get("products/{uuid:product_id}/amounts/{int:year}", response={200: ProductAmounts, **refusals(404)},
            summary="What a product bears in a year")  # fmt: skip
def product_amounts(request: HttpRequest, product_id: UUID, year: int) -> ProductAmounts:
    """Energy, materials and fuels of a calendar year, shared meters split by their keys."""
    row = queries.product(acting(request), product_id)
    period = queries.year(min(max(year, 1990), 2100))
    books = queries.Books(row.facility, period)
    made = books.made(row)
    return ProductAmounts(
        product=row.code,
        unit=row.unit,
        first=period.first,
        last=period.last,
        output=made,
        items=[
            BorneAnswer(
                source=each.key,
                name=both(queries.borne_name(each)),
                amount=each.amount,
                unit=each.unit,
                per_unit=each.amount / made if made and not each.flaws else None,
                covered=each.covered,
                quality=each.quality.plain(),
                uncalibrated=[meter.code for meter in each.uncalibrated],
            )
            for each in books.borne(row)
        ],
    )


class EvidenceAnswer(Schema):
    """A paper of the vault."""

    id: UUID
    digest: str = Field(description="SHA-256")
    kind: str
    title: str
    size: int
    dated: date | None
    reference: str = Field(description="how a provenance trail names it")


FILE: UploadedFile = File(..., description="any format, 32 MiB at most")
KIND: str = Form("other", description="one of the kinds of evidence")
TITLE: str = Form("", max_length=200, description="empty: the name of the file")
DATED: date | None = Form(None, description="the date the paper bears")


@router.post("evidence", response={201: EvidenceAnswer, **refusals(413)}, summary="Keep a paper")
def keep_evidence(
    request: HttpRequest,
    file: UploadedFile = FILE,
    kind: str = KIND,
    title: str = TITLE,
    dated: date | None = DATED,
) -> Status[EvidenceAnswer]:
    """The same content again answers with the paper that is there."""
    refuse_encoded(request)
    name = file.name or "file"
    row = services.keep_evidence(
        acting(request), data=file.read(), name=name, kind=kind, title=title or name, dated=dated
    )
    return Status(201, _evidence(row))


@router.get("evidence/{uuid:evidence_id}", response={200: EvidenceAnswer, **refusals(404)},
            summary="Read about a paper")  # fmt: skip
def get_evidence(request: HttpRequest, evidence_id: UUID) -> EvidenceAnswer:
    """A paper of your organisation's, or one it was given access to."""
    return _evidence(queries.readable_evidence(acting(request), evidence_id))


def _evidence(row: Any) -> EvidenceAnswer:
    return EvidenceAnswer(
        id=row.id, digest=row.digest, kind=row.kind, title=row.title, size=row.size, dated=row.dated,
        reference=row.reference,
    )  # fmt: skip
