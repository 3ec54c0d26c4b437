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


@dataclass(frozen=True, slots=True)
class Count:
    """A stock as it was counted."""

    at: datetime
    amount: float
    reading: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """Received + opening stock − closing stock; without both stocks what was received stands for what was used.

    `distance` is the mean of the deliveries whose distance is known, weighted by amount.
    """

    amount: float
    received: float
    opening: float | None
    closing: float | None
    distance: float | None
    readings: tuple[int, ...]

    @property
    def counted(self) -> bool:
        """Whether stocks were counted at both ends."""
        return self.opening is not None and self.closing is not None


def used(deliveries: Sequence[Delivery], counts: Sequence[Count], start: datetime, end: datetime) -> Used:
    """What was used between `start` and `end`."""
    within = sorted((d for d in deliveries if start <= d.at < end), key=lambda one: one.at)
    received = sum(d.amount for d in within)
    opening, closing = _nearest(counts, start), _nearest(counts, end)
    changed = opening is not None and closing is not None and opening is not closing
    known = [d for d in within if d.distance is not None]
    carried = sum(d.amount for d in known)
    return Used(
        amount=received + (opening.amount - closing.amount if changed and opening and closing else 0.0),
        received=received,
        opening=opening.amount if changed and opening else None,
        closing=closing.amount if changed and closing else None,
        distance=sum(d.amount * (d.distance or 0.0) for d in known) / carried if carried else None,
        readings=tuple(
            [d.reading for d in within] + [c.reading for c in (opening, closing) if c is not None and changed]
        ),
    )


def _nearest(counts: Sequence[Count], moment: datetime) -> Count | None:
    close = [count for count in counts if abs(count.at - moment) <= NEAR]
    return min(close, key=lambda count: abs(count.at - moment), default=None)
