"""What a meter counted in a period: registers differenced, gaps kept as gaps, resets and roll-overs as they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

ROLLED = 0.5
"""A register that fell is taken for rolled over where it then counted no more than this part of its range."""


@dataclass(frozen=True, slots=True)
class Point:
    """A register value as read. An `exchange` states the old meter's last and the new one's first value."""

    at: datetime
    value: float
    event: str = ""
    closing: float | None = None
    opening: float | None = None
    reading: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """An amount between two moments, and the readings it stands on."""

    start: datetime
    end: datetime
    amount: float
    readings: tuple[int, ...] = ()

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Fall:
    """A register that stands lower than before, and nobody said why: what was counted between is unknown."""

    start: datetime
    end: datetime
    before: float
    after: float
    reading: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A register as intervals; `falls` are unknown, `rollovers` the readings at which it passed its range."""

    intervals: tuple[Interval, ...]
    falls: tuple[Fall, ...] = ()
    rollovers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """The amount of a period as far as it is known.

    `covered` is the part of the period with readings, 0 to 1; `split` the part of the amount that was cut out of
    intervals reaching beyond the period, in proportion to time; `gaps` are the spans without readings.
    """

    amount: float
    covered: float
    gaps: tuple[tuple[datetime, datetime], ...] = ()
    split: float = 0.0
    readings: tuple[int, ...] = ()

    @property
    def complete(self) -> bool:
        return not self.gaps

    def filled(self) -> float | None:
        """The amount scaled up to the whole period in proportion to time: an estimate. None where nothing is known."""
        return self.amount / self.covered if self.covered > 0 else None


def counted(
    points: Sequence[Point], *, multiplier: float = 1.0, rolls_over_at: float | None = None
) -> Counted:
    """The intervals between register values, `multiplier` applied.

    Between two readings: value − before; at an exchange (closing − before) + (value − opening); past the range of a
    register (range − before) + value. A fall that is neither told nor plausible as a roll-over is left unknown.
    """
    intervals: list[Interval] = []
    falls: list[Fall] = []
    rollovers: list[int] = []
    ordered = sorted(points, key=lambda point: point.at)
    for before, point in pairwise(ordered):
        amount = _between(before, point, rolls_over_at)
        if amount is None:
            falls.append(Fall(before.at, point.at, before.value, point.value, point.reading))
            continue
        if point.event != "exchange" and point.value < before.value:
            rollovers.append(point.reading)
        readings = (before.reading, point.reading)
        intervals.append(Interval(before.at, point.at, amount * multiplier, readings))
    return Counted(tuple(intervals), tuple(falls), tuple(rollovers))


def _between(before: Point, point: Point, range_: float | None) -> float | None:
    if point.event == "exchange" and point.closing is not None:
        old, new = point.closing - before.value, point.value - (point.opening or 0.0)
        return old + new if old >= 0 and new >= 0 else None
    if point.value >= before.value:
        return point.value - before.value
    if range_ is None:
        return None
    passed = range_ - before.value + point.value
    told = point.event == "rollover"
    return passed if 0 <= passed <= (range_ if told else ROLLED * range_) else None


def total(intervals: Sequence[Interval], start: datetime, end: datetime) -> Total:
    """The amount between `start` and `end`; intervals that reach beyond are cut in proportion to time."""
    amount = split = 0.0
    readings: list[int] = []
    gaps: list[tuple[datetime, datetime]] = []
    reached, known = start, 0.0
    for interval in sorted(intervals, key=lambda one: (one.start, one.end)):
        low, high = max(interval.start, start), min(interval.end, end)
        if low >= high or interval.seconds <= 0:
            continue
        if low > reached:
            gaps.append((reached, low))
        share = (high - low).total_seconds() / interval.seconds
        amount += interval.amount * share
        split += interval.amount * share if share < 1 else 0.0
        known += max((high - max(low, reached)).total_seconds(), 0.0)
        readings += interval.readings
        reached = max(reached, high)
    if reached < end:
        gaps.append((reached, end))
    whole = (end - start).total_seconds()
    return Total(
        amount=amount,
        covered=known / whole if whole > 0 else 0.0,
        gaps=tuple(gaps),
        split=split / amount if amount else 0.0,
        readings=tuple(dict.fromkeys(readings)),
    )
