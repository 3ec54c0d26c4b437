"""Reads of facilities, products, goods and meters, and of what was read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.activity.amounts import calibration
from tanzuji.activity.kinds import CARRIERS, METER_STATES
from tanzuji.activity.models import Facility, Good, Meter, Product, Reading, Upload
from tanzuji.activity.queries.evidence import readable_meters
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id


def facilities(acting: Acting) -> QuerySet[Facility]:
    """One's own facilities by code."""
    return Facility.objects.filter(organisation_id=acting.organisation_id).order_by("code")


def facility(acting: Acting, facility_id: UUID | str) -> Facility:
    """A facility of one's own. Raises `web.absent`."""
    return by_id(facilities(acting), facility_id)


def products(acting: Acting) -> QuerySet[Product]:
    """What one's own facilities make, by code."""
    found = Product.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("facility").order_by("code")


def product(acting: Acting, product_id: UUID | str) -> Product:
    """A product of one's own. Raises `web.absent`."""
    return by_id(products(acting), product_id)


def goods(acting: Acting) -> QuerySet[Good]:
    """The goods one keeps books of, by code."""
    found = Good.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("facility").order_by("code")


def good(acting: Acting, good_id: UUID | str) -> Good:
    """A good of one's own. Raises `web.absent`."""
    return by_id(goods(acting), good_id)


def meters(acting: Acting) -> QuerySet[Meter]:
    """One's own meters by code."""
    return readable_meters(acting).filter(organisation_id=acting.organisation_id).order_by("code")


def own_meter(acting: Acting, meter_id: UUID | str) -> Meter:
    """A meter of one's own. Raises `web.absent`."""
    return by_id(meters(acting), meter_id)


def readable_meter(acting: Acting, meter_id: UUID | str) -> Meter:
    """A meter of one's own or one that was given access to. Raises `web.absent`."""
    return by_id(readable_meters(acting), meter_id)


def current(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Those that no correction replaced, by time."""
    return readings.filter(replaced_by=None).order_by("at", "id")


def uploads(acting: Acting) -> QuerySet[Upload]:
    """What one uploaded, newest first."""
    found = Upload.objects.filter(organisation_id=acting.organisation_id)
    return found.select_related("evidence", "person").order_by("-created_at")


def upload(acting: Acting, upload_id: UUID | str) -> Upload:
    """An upload of one's own. Raises `web.absent`."""
    return by_id(uploads(acting), upload_id)


def certificates(meter: Meter) -> list[calibration.Certificate]:
    """The calibrations of a meter."""
    return [calibration.Certificate(c.done_on, c.due_on, c.passed) for c in meter.calibrations.all()]


def carrier_unit(meter: Meter) -> str:
    """The unit in which the carrier of a meter is added up."""
    return CARRIERS[meter.carrier].unit


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a meter is in its life on a day."""

    state: str
    due: date | None

    @property
    def name(self) -> Text:
        return METER_STATES[self.state]

    @property
    def good(self) -> bool:
        return self.state in ("active", "exempt")


def standing(meter: Meter, day: date | None = None) -> Standing:
    """The state of a meter today, or on `day` (SH-105)."""
    found = certificates(meter)
    needs = meter.calibration_months is not None
    on = day or timezone.localdate()
    state = calibration.state(found, needs=needs, retired_on=meter.retired_on, day=on)
    return Standing(state, calibration.due(found))
