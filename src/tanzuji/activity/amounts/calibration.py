"""Whether a meter was calibrated, and for how much of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Certificate:
    """A calibration: valid from the day it was done to the day it is due, both included, where it was passed."""

    done_on: date
    due_on: date
    passed: bool = True


def calibrated(certificates: Sequence[Certificate], start: date, end: date) -> float:
    """The part of the days from `start` to `end`, both included, on which a passed calibration was valid, 0 to 1.

    A calibration that failed ends what an earlier one said, from the day it was done.
    """
    days = (end - start).days + 1
    if days <= 0:
        return 0.0
    good = sum(_good(certificates, start + timedelta(days=n)) for n in range(days))
    return good / days


def _good(certificates: Sequence[Certificate], day: date) -> bool:
    before = [one for one in certificates if one.done_on <= day]
    last = max(before, key=lambda one: (one.done_on, one.due_on), default=None)
    return last is not None and last.passed and day <= last.due_on


def state(certificates: Sequence[Certificate], *, needs: bool, retired_on: date | None, day: date) -> str:
    """`active`, `overdue`, `uncalibrated`, `exempt` or `retired` on a day (SH-105)."""
    if retired_on is not None and retired_on <= day:
        return "retired"
    if _good(certificates, day):
        return "active"
    if not needs:
        return "exempt"
    return "overdue" if any(one.done_on <= day for one in certificates) else "uncalibrated"


def due(certificates: Sequence[Certificate]) -> date | None:
    """When the calibration done last is due."""
    last = max(certificates, key=lambda one: one.done_on, default=None)
    return last.due_on if last is not None and last.passed else None
