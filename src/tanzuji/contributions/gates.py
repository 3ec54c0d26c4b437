"""What a jurisdiction asks of the two gates: coverage of a trail, who may check, how long each step may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from tanzuji import jurisdictions

STEPS = ("assignment", "verification", "provenance", "queue", "correction")
"""What has a deadline: from submission to assignment, the two gates, entry, and a correction by the contributor."""


@dataclass(frozen=True, slots=True)
class Gates:
    """Share of the result that must be traced, whether the two gates need two organisations, days by step."""

    coverage: float
    other_checker: bool
    days: Mapping[str, int]

    def due(self, step: str) -> date:
        """The last day of a step that begins today."""
        return timezone.localdate() + timedelta(days=self.days[step])


_DAYS = {"assignment": 5, "verification": 20, "provenance": 15, "queue": 30, "correction": 30}
"""Where a jurisdiction names none. No policy sets them; they are what an office would plan with."""


def gates() -> Gates:
    """Those of the installation's jurisdiction."""
    stated = jurisdictions.load(settings.JURISDICTION).gates
    return Gates(
        coverage=stated.coverage,
        other_checker=stated.other_checker,
        days={step: stated.days.get(step, _DAYS[step]) for step in STEPS},
    )
