"""Whether a month looks like the others: flags for a person to look at, never a correction."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

FAR = 3.5
"""Modified z-score beyond which a value stands out (Iglewicz and Hoaglin 1993, How to detect and handle outliers)."""
SMALL = 0.1
"""A value within 10 % of the median never stands out, however alike the others are."""


def outstanding(values: Sequence[float | None]) -> list[bool]:
    """Which values stand out: 0.6745·|x − median| / MAD above 3.5, and more than 10 % off. At least four are needed."""
    known = [value for value in values if value is not None]
    if len(known) < 4:
        return [False] * len(values)
    middle = median(known)
    spread = median(abs(value - middle) for value in known)
    return [
        value is not None
        and abs(value - middle) > SMALL * abs(middle)
        and 0.6745 * abs(value - middle) > FAR * spread
        for value in values
    ]
