"""What was used of everything in a period, and what of it each product bears, with the readings it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from tanzuji.activity.amounts import calibration, scores, sharing
from tanzuji.activity.amounts.series import Counted, Interval, Point, Total, counted, total
from tanzuji.activity.amounts.stocks import Count, Delivery, Used, used
from tanzuji.activity.kinds import CARRIERS
from tanzuji.activity.models import AllocationKey, Facility, Good, Meter, Product, Reading
from tanzuji.activity.queries.meters import certificates, current
from tanzuji.activity.uploads.times import midnight
from tanzuji.documents.datasets import Quality
from tanzuji.documents.quantities import factor


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return midnight(self.first)

    @property
    def end(self) -> datetime:
        return midnight(self.last + timedelta(days=1))

    def months(self) -> list[Period]:
        """The calendar months it holds, cut at its ends."""
        found = []
        first = self.first
        while first <= self.last:
            after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            found.append(Period(first, min(after - timedelta(days=1), self.last)))
            first = after
        return found


def year(number: int) -> Period:
    """A calendar year (自然年)."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def counted_by(meter: Meter, readings: Iterable[Reading]) -> Counted:
    """The intervals of a meter in its own unit, its multiplier applied."""
    if meter.kind == "interval":
        found = tuple(
            Interval(r.start, r.at, r.value * meter.multiplier, (r.id,))
            for r in readings
            if r.start is not None
        )
        return Counted(found)
    points = [Point(r.at, r.value, r.event, r.closing, r.opening, r.id) for r in readings]
    return counted(points, multiplier=meter.multiplier, rolls_over_at=meter.rolls_over_at)


@dataclass(frozen=True)
class MeterTotal:
    """A meter in a period, in the unit of its carrier; `own` is what its sub-meters do not count."""

    meter: Meter
    total: Total
    counted: Counted
    own: float | None
    calibrated: float
    """The part of the period in which a passed calibration was valid."""

    @property
    def read(self) -> bool:
        return self.total.covered > 0

    @property
    def precision(self) -> float:
        return scores.precision(self.calibrated, needs=self.meter.calibration_months is not None)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a product's amount: what a meter or good used, and the fraction of it that the product bears."""

    source: Meter | Good
    whole: float
    fraction: float
    precision: float
    covered: float
    readings: tuple[int, ...]
    method: str
    calibrated: float | None = None

    @property
    def amount(self) -> float:
        return self.whole * self.fraction


@dataclass(frozen=True)
class Borne:
    """What a product bears of a carrier or a good in a period; `unit` is that of the amount."""

    key: str
    unit: str
    pieces: tuple[Piece, ...]
    distance: float | None = None

    @property
    def amount(self) -> float:
        return sum(piece.amount for piece in self.pieces)

    @property
    def covered(self) -> float:
        """The part of the period that was read, weighted by amount."""
        whole = sum(abs(piece.amount) for piece in self.pieces)
        if not whole:
            return min((piece.covered for piece in self.pieces), default=0.0)
        return sum(abs(piece.amount) * piece.covered for piece in self.pieces) / whole

    @property
    def shared(self) -> bool:
        return any(piece.method != "direct" for piece in self.pieces)

    @property
    def quality(self) -> Quality:
        """The scores of the amount: an uncalibrated meter and missing readings lower them."""
        parts = [(piece.amount, piece.precision) for piece in self.pieces]
        return scores.rated(parts, self.covered, shared=self.shared)

    @property
    def uncalibrated(self) -> list[Meter]:
        """Meters it stands on that were not calibrated throughout, though they need it."""
        return [p.source for p in self.pieces if isinstance(p.source, Meter) and p.precision >= scores.PARTLY]


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What a facility has in its books, whatever the period; read from the database once."""

    meters: list[tuple[Meter, Counted, list[Interval]]]
    goods: list[tuple[Good, list[Delivery], list[Count]]]
    outputs: list[tuple[Product, list[Interval]]]
    keys: dict[UUID, list[AllocationKey]]


def _load(facility: Facility) -> _Loaded:
    meters = []
    for row in facility.meters.order_by("code").prefetch_related("calibrations"):
        each = counted_by(row, current(row.readings.all()))
        scale = factor(row.unit, CARRIERS[row.carrier].unit)
        scaled = [Interval(i.start, i.end, i.amount * scale, i.readings) for i in each.intervals]
        meters.append((row, each, scaled))
    goods = []
    for good in facility.goods.order_by("code"):
        readings = list(current(good.readings.all()))
        received = [
            Delivery(r.start or r.at, r.value, r.distance, r.id) for r in readings if r.what == "received"
        ]
        goods.append((good, received, [Count(r.at, r.value, r.id) for r in readings if r.what == "stock"]))
    outputs = [(product, _made(product)) for product in facility.products.order_by("code")]
    keys: dict[UUID, list[AllocationKey]] = {}
    found = AllocationKey.objects.filter(Q(meter__facility=facility) | Q(good__facility=facility))
    for key in found.order_by("valid_from", "created_at").prefetch_related("shares__product"):
        keys.setdefault(key.meter_id or key.good_id or key.id, []).append(key)
    return _Loaded(meters, goods, outputs, keys)


def _made(product: Product) -> list[Interval]:
    readings = current(product.readings.filter(what="output"))
    return [Interval(r.start, r.at, r.value, (r.id,)) for r in readings if r.start is not None]


@dataclass
class Books:
    """Everything a facility counted in a period."""

    facility: Facility
    period: Period
    _given: _Loaded | None = None

    @cached_property
    def _loaded(self) -> _Loaded:
        return self._given or _load(self.facility)

    def within(self, period: Period) -> Books:
        """The same books for another period; nothing is read again."""
        return Books(self.facility, period, self._loaded)

    @cached_property
    def meters(self) -> list[MeterTotal]:
        """Every meter with its total, by code."""
        found = [
            (row, each, total(scaled, self.period.start, self.period.end))
            for row, each, scaled in self._loaded.meters
        ]
        nodes = [
            sharing.Node(row.id, row.parent_id, whole.amount if whole.covered > 0 else None)
            for row, _, whole in found
        ]
        own = sharing.own_amounts(nodes)
        return [
            MeterTotal(row, whole, each, own[row.id], self._calibrated(row)) for row, each, whole in found
        ]

    def _calibrated(self, meter: Meter) -> float:
        return calibration.calibrated(certificates(meter), self.period.first, self.period.last)

    @cached_property
    def goods(self) -> list[tuple[Good, Used]]:
        """Every good with what was used of it, by code."""
        return [
            (good, used(received, counts, self.period.start, self.period.end))
            for good, received, counts in self._loaded.goods
        ]

    @cached_property
    def products(self) -> list[tuple[Product, Total]]:
        """What was made of each product, in its unit, by code."""
        return [
            (product, total(intervals, self.period.start, self.period.end))
            for product, intervals in self._loaded.outputs
        ]

    @cached_property
    def outputs(self) -> dict[UUID, Total]:
        """The same by the product's number."""
        return {product.id: made for product, made in self.products}

    def made(self, product: Product) -> float | None:
        """The output of a product; None where none was booked."""
        found = self.outputs.get(product.id)
        return found.amount if found is not None and found.covered > 0 else None

    def key_of(self, source: Meter | Good) -> AllocationKey | None:
        """The allocation key in force when the period begins, or the first one after."""
        keys = self._loaded.keys.get(source.id, [])
        before = [key for key in keys if key.valid_from <= self.period.first]
        return next(iter(before[-1:] or keys[:1]), None)

    def fractions(self, source: Meter | Good) -> tuple[str, dict[UUID, float]] | None:
        """The method and each product's part of a source; None where there is no key or it cannot be applied."""
        key = self.key_of(source)
        if key is None:
            return None
        weights = {share.product_id: share.weight for share in key.shares.all()}
        made = {one: t.amount if t.covered > 0 else None for one, t in self.outputs.items()}
        found = sharing.fractions(sharing.Key(key.method, weights), made)
        return (key.method, found) if found is not None else None

    def borne(self, product: Product) -> list[Borne]:
        """What a product bears: one amount a carrier, one a good, in the order of the carriers and of codes."""
        by_carrier: dict[str, list[Piece]] = {}
        for each in self.meters:
            piece = self._piece_of_meter(each, product)
            if piece is not None:
                by_carrier.setdefault(each.meter.carrier, []).append(piece)
        found = [
            Borne(f"carrier:{carrier}", CARRIERS[carrier].unit, tuple(by_carrier[carrier]))
            for carrier in CARRIERS
            if carrier in by_carrier and carrier != "material"
        ]
        found += [
            Borne(f"meter:{piece.source.id}", CARRIERS["material"].unit, (piece,))
            for piece in by_carrier.get("material", [])
        ]
        for row, amounts in self.goods:
            shares = self.fractions(row)
            if shares is not None and product.id in shares[1] and amounts.readings:
                piece = Piece(
                    row,
                    amounts.amount,
                    shares[1][product.id],
                    scores.BOOKED,
                    1.0,
                    amounts.readings,
                    shares[0],
                )
                found.append(Borne(f"good:{row.id}", row.unit, (piece,), amounts.distance))
        return found

    def _piece_of_meter(self, each: MeterTotal, product: Product) -> Piece | None:
        shares = self.fractions(each.meter)
        if shares is None or product.id not in shares[1] or each.own is None:
            return None
        return Piece(
            each.meter, each.own, shares[1][product.id], each.precision, each.total.covered,
            each.total.readings, shares[0], each.calibrated,
        )  # fmt: skip


def output(product: Product, period: Period) -> Total:
    """What was made of a product in a period, in its unit."""
    return total(_made(product), period.start, period.end)
