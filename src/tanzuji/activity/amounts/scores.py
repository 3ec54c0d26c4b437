"""How good an amount from readings is, 1 (best) to 5: scores of the platform where no data-quality rule says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.datasets import Quality

CALIBRATED, EXEMPT, BOOKED, PARTLY, NEVER = 1.0, 2.0, 2.0, 3.0, 4.0
"""Precision of an amount: meter calibrated throughout, meter exempt, ledger of purchases, calibrated for a part of the
period only, never calibrated or failed."""

SHARED = 2.0
"""An amount that an allocation key splits is at best this precise."""


def precision(share: float, *, needs: bool) -> float:
    """Precision of a meter's amount by the part of the period in which it was calibrated (SH-105)."""
    if share >= 1.0:
        return CALIBRATED
    if not needs:
        return EXEMPT
    return PARTLY if share > 0 else NEVER


def completeness(covered: float) -> float:
    """1 where the whole period was read, then 2 from 95 %, 3 from 80 %, 4 from 50 %, 5 below."""
    for score, least in ((1.0, 1.0 - 1e-9), (2.0, 0.95), (3.0, 0.8), (4.0, 0.5)):
        if covered >= least:
            return score
    return 5.0


def rated(parts: Sequence[tuple[float, float]], covered: float, *, shared: bool) -> Quality:
    """Scores of an amount made of `parts` (amount, precision), weighted by amount; technology, geography and time are the
    facility's own, in the period itself: 1."""
    whole = sum(abs(amount) for amount, _ in parts)
    mean = sum(abs(amount) * score for amount, score in parts) / whole if whole else NEVER
    return Quality(
        technology=1.0,
        geography=1.0,
        time=1.0,
        precision=round(max(mean, SHARED) if shared else mean, 2),
        completeness=completeness(covered),
    )
