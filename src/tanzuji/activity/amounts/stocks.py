"""What was used up of a good in a period: what came in, and how its stock changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NEAR = timedelta(days=3)
"""A stock counted this close to the begin or end of a period stands for it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came in at a moment, in the unit of the good; `distance` in km where it is known."""

    at: datetime
    amount: float
    distance: float | None = None
    reading: int = 0
    until: datetime | None = None
    """Where it states what came in over a time, the end of that."""

    def part(self, start: datetime, end: datetime) -> float:
        """The part of it, 0 to 1, that came in between two moments; a sum over a time is cut in proportion."""
        if self.until is None or self.until <= self.at:
            return float(start <= self.at < end)
        within = (min(self.until, end) - max(self.at, start)).total_seconds()
        return max(within, 0.0) / (self.until - self.at).total_seconds()


@dataclass(frozen=True, slots=True)
class Count:
    """A stock as it was counted."""

    at: datetime
    amount: float
    reading: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """Received + opening stock − closing stock; without both stocks what was received stands for what was used.

    `distance` is the mean of the deliveries whose distance is known, weighted by amount. `covered` is 1 where stocks were
    counted at both ends, else the part of the months for which something (a zero as well) is booked.
    """

    amount: float
    received: float
    opening: float | None
    closing: float | None
    distance: float | None
    readings: tuple[int, ...]
    covered: float = 0.0

    @property
    def counted(self) -> bool:
        """Whether stocks were counted at both ends."""
        return self.opening is not None and self.closing is not None


def used(
    deliveries: Sequence[Delivery], counts: Sequence[Count], start: datetime, end: datetime,
    months: Sequence[tuple[datetime, datetime]] = (),
) -> Used:  # fmt: skip
    """What was used between `start` and `end`; `months` are the spans of which each must be booked to know it whole."""
    within = sorted((d for d in deliveries if d.part(start, end)), key=lambda one: one.at)
    parts = [d.amount * d.part(start, end) for d in within]
    received = sum(parts)
    opening, closing = _nearest(counts, start), _nearest(counts, end)
    changed = opening is not None and closing is not None and opening is not closing
    known = [(part, d.distance) for part, d in zip(parts, within, strict=True) if d.distance is not None]
    carried = sum(part for part, _ in known)
    booked = sum(any(d.part(*month) for d in within) for month in months)
    return Used(
        amount=received + (opening.amount - closing.amount if changed and opening and closing else 0.0),
        received=received,
        opening=opening.amount if changed and opening else None,
        closing=closing.amount if changed and closing else None,
        distance=sum(part * distance for part, distance in known) / carried if carried else None,
        readings=tuple(
            [d.reading for d in within] + [c.reading for c in (opening, closing) if c is not None and changed]
        ),
        covered=1.0 if changed else booked / len(months) if months else 0.0,
    )


def _nearest(counts: Sequence[Count], moment: datetime) -> Count | None:
    close = [count for count in counts if abs(count.at - moment) <= NEAR]
    return min(close, key=lambda count: abs(count.at - moment), default=None)
