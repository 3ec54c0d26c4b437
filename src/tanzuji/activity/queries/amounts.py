"""What was used of everything in a period, and what of it each product bears, with the readings it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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

EXACT = 1e-9
NEGATIVE = 1e-6
"""Sub-meters may count this part of their parent's amount more than it, as numbers are rounded."""


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
    period: Period
    """The time in which one key held."""
    calibrated: float | None = None

    @property
    def amount(self) -> float:
        return self.whole * self.fraction


@dataclass(frozen=True, slots=True)
class Flaw:
    """A source whose part in an amount is not known for a time, and why: one of `FLAWS`."""

    source: Meter | Good
    reason: str
    period: Period


@dataclass(frozen=True)
class Borne:
    """What a product bears of a carrier or a good in a period; `unit` is that of the amount.

    With `flaws` it is what is known of it and no more: it must not be divided by an output.
    """

    key: str
    unit: str
    pieces: tuple[Piece, ...]
    distance: float | None = None
    flaws: tuple[Flaw, ...] = ()

    @property
    def source(self) -> Meter | Good | None:
        """The first it stands on, known or not."""
        found = [piece.source for piece in self.pieces] + [flaw.source for flaw in self.flaws]
        return next(iter(found), None)

    @property
    def amount(self) -> float:
        return sum(piece.amount for piece in self.pieces)

    @property
    def complete(self) -> bool:
        """Whether every source of it is known for the whole period."""
        return not self.flaws and self.covered >= 1 - EXACT

    def filled(self) -> float | None:
        """The amount with the missing time of each source filled in proportion; None where a source is not known at all."""
        if self.flaws or not all(piece.covered for piece in self.pieces):
            return None
        return sum(piece.amount / piece.covered for piece in self.pieces)

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
        return scores.rated(parts, 0.0 if self.flaws else self.covered, shared=self.shared)

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
            Delivery(r.start or r.at, r.value, r.distance, r.id, r.at)
            for r in readings
            if r.what == "received"
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
    _cuts: dict[Period, Books] = field(default_factory=dict)

    @cached_property
    def _loaded(self) -> _Loaded:
        return self._given or _load(self.facility)

    def within(self, period: Period) -> Books:
        """The same books for another period; nothing is read again."""
        if period == self.period:
            return self
        if period not in self._cuts:
            self._cuts[period] = Books(self.facility, period, self._loaded)
        return self._cuts[period]

    @cached_property
    def meters(self) -> list[MeterTotal]:
        """Every meter with its total, by code."""
        found = [
            (row, each, total(scaled, self.period.start, self.period.end))
            for row, each, scaled in self._loaded.meters
        ]
        nodes = [
            sharing.Node(row.id, row.parent_id, whole.amount if whole.covered > 0 else None, whole.gaps)
            for row, _, whole in found
        ]
        own = sharing.own_amounts(nodes)
        return [
            MeterTotal(row, whole, each, own[row.id], self._calibrated(row)) for row, each, whole in found
        ]

    @cached_property
    def _meter(self) -> dict[UUID, MeterTotal]:
        return {each.meter.id: each for each in self.meters}

    def _calibrated(self, meter: Meter) -> float:
        return calibration.calibrated(certificates(meter), self.period.first, self.period.last)

    @cached_property
    def goods(self) -> list[tuple[Good, Used]]:
        """Every good with what was used of it, by code."""
        months = [(month.start, month.end) for month in self.period.months()]
        return [
            (good, used(received, counts, self.period.start, self.period.end, months))
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
        """The output of a product; None where it is not booked for the whole period."""
        found = self.outputs.get(product.id)
        return found.amount if found is not None and found.complete else None

    def key_of(self, source: Meter | Good) -> AllocationKey | None:
        """The allocation key in force when the period begins; None before the first."""
        keys = self._loaded.keys.get(source.id, [])
        return next((key for key in reversed(keys) if key.valid_from <= self.period.first), None)

    def spans(self, source: Meter | Good) -> list[Period]:
        """The period cut at the days from which another key holds."""
        first, last = self.period.first, self.period.last
        keys = self._loaded.keys.get(source.id, [])
        days = sorted({key.valid_from for key in keys if first < key.valid_from <= last})
        ends = [day - timedelta(days=1) for day in days]
        return [Period(*each) for each in zip([first, *days], [*ends, last], strict=True)]

    def fractions(self, source: Meter | Good) -> tuple[str, dict[UUID, float]] | None:
        """The method and each product's part of a source by the key in force when the period begins.

        None where there is no key or it cannot be applied: an output is not booked for the whole period.
        """
        key = self.key_of(source)
        if key is None:
            return None
        weights = {share.product_id: share.weight for share in key.shares.all()}
        made = {one: t.amount if t.complete else None for one, t in self.outputs.items()}
        found = sharing.fractions(sharing.Key(key.method, weights), made)
        return (key.method, found) if found is not None else None

    def borne(self, product: Product) -> list[Borne]:
        """What a product bears: one amount a carrier, one a good, in the order of the carriers and of codes.

        A source that it bears only for a time, or whose key changed, is one piece a time.
        """
        parts = {row.id: (row, *self._parts(row, product)) for row, _, _ in self._loaded.meters}
        found = []
        for carrier, about in CARRIERS.items():
            own = [part for part in parts.values() if part[0].carrier == carrier and (part[1] or part[2])]
            if carrier == "material":
                found += [Borne(f"meter:{row.id}", about.unit, tuple(p), flaws=tuple(f)) for row, p, f in own]
            elif own:
                pieces = tuple(piece for _, some, _ in own for piece in some)
                flaws = tuple(flaw for _, _, some in own for flaw in some)
                found.append(Borne(f"carrier:{carrier}", about.unit, pieces, flaws=flaws))
        found.sort(key=lambda one: one.key.startswith("meter:"))
        for good, amounts in self.goods:
            some, lacking = self._parts(good, product) if amounts.readings else ([], [])
            if some or lacking:
                found.append(
                    Borne(f"good:{good.id}", good.unit, tuple(some), amounts.distance, tuple(lacking))
                )
        return found

    def _parts(self, source: Meter | Good, product: Product) -> tuple[list[Piece], list[Flaw]]:
        """What a product bears of a source, key by key, and what of it is not known; nothing where no key names it."""
        cuts = [self.within(span) for span in self.spans(source)]
        if not any(one._names(source, product) for one in cuts):
            return [], []
        pieces: list[Piece] = []
        flaws: list[Flaw] = []
        for one in cuts:
            if one.key_of(source) is None:
                flaws.append(Flaw(source, "no_key", one.period))
            elif one._names(source, product):
                reason, piece = (
                    one._metered(source, product)
                    if isinstance(source, Meter)
                    else one._booked(source, product, self._use(source, cuts, one))
                )
                pieces += [piece] if piece is not None else []
                flaws += [Flaw(source, reason, one.period)] if reason else []
        return pieces, flaws

    def _names(self, source: Meter | Good, product: Product) -> bool:
        key = self.key_of(source)
        return key is not None and any(share.product_id == product.id for share in key.shares.all())

    def _metered(self, meter: Meter, product: Product) -> tuple[str, Piece | None]:
        """Why a product's part of a meter is not known (empty where it is), and the part."""
        each = self._meter[meter.id]
        if each.own is None:
            gone = meter.retired_on is not None and meter.retired_on < self.period.first
            return ("below" if each.read else "" if gone or self._inside(meter) else "unread"), None
        shares = self.fractions(meter)
        if shares is None:
            return "output", None
        piece = Piece(
            meter, each.own, shares[1][product.id], each.precision, each.total.covered,
            each.total.readings, shares[0], self.period, each.calibrated,
        )  # fmt: skip
        return ("negative" if each.own < -NEGATIVE * abs(each.total.amount) else ""), piece

    def _inside(self, meter: Meter) -> bool:
        """Whether what an unread meter would have counted lies within the own amount of one above it."""
        above = self._meter.get(meter.parent_id) if meter.parent_id else None
        return above is not None and (above.own is not None or self._inside(above.meter))

    def _booked(self, good: Good, product: Product, use: tuple[float, float]) -> tuple[str, Piece | None]:
        """The same of a good, of which `use` (amount, part that is known) was used."""
        shares = self.fractions(good)
        if shares is None:
            return "output", None
        amount, covered = use
        piece = Piece(
            good, amount, shares[1][product.id], scores.BOOKED, covered, self._used[good.id].readings,
            shares[0], self.period,
        )  # fmt: skip
        return ("stocks" if covered < 1 - EXACT else ""), piece

    @cached_property
    def _used(self) -> dict[UUID, Used]:
        return {good.id: amounts for good, amounts in self.goods}

    def _use(self, good: Good, cuts: list[Books], one: Books) -> tuple[float, float]:
        """What was used of a good in one of the times the period is cut into, and the part of it that is known.

        Where stocks were counted at the ends of the period and not where it is cut, the amount follows what came in.
        """
        whole, here = self._used[good.id], one._used[good.id]
        if not whole.counted or all(each._used[good.id].counted for each in cuts):
            return here.amount, here.covered
        days = ((each.period.end - each.period.start).total_seconds() for each in (one, self))
        part = here.received / whole.received if whole.received else next(days) / next(days)
        return whole.amount * part, 1.0


def output(product: Product, period: Period) -> Total:
    """What was made of a product in a period, in its unit."""
    return total(_made(product), period.start, period.end)
