"""The figures that are published of a panel: count, mean, median and the tenth and ninetieth percentile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import fsum

import numpy as np
from scipy.special import betainc

from tanzuji.benchmarks.disclosure.panels import Panel
from tanzuji.documents.rounding import round_to_digits


@dataclass(frozen=True, slots=True)
class Cells:
    """Published figures in kg CO2e per unit, rounded once to `digits` significant digits (GB/T 8170).

    `mean` is weighted by output. The percentiles are None where only the mean may be published.
    """

    groups: int
    digits: int
    mean: Decimal
    p10: Decimal | None = None
    median: Decimal | None = None
    p90: Decimal | None = None

    def plain(self) -> dict[str, int | str | None]:
        """For JSON, numbers as they were rounded."""
        told = {name: getattr(self, name) for name in ("mean", "p10", "median", "p90")}
        return {"groups": self.groups, "digits": self.digits} | {
            name: None if value is None else f"{value:f}" for name, value in told.items()
        }

    @classmethod
    def parse(cls, plain: dict[str, int | str | None]) -> Cells:
        """What `plain` gave."""
        told = {n: None if plain[n] is None else Decimal(str(plain[n])) for n in ("p10", "median", "p90")}
        return cls(int(plain["groups"] or 0), int(plain["digits"] or 0), Decimal(str(plain["mean"])), **told)


def percentile(values: Sequence[float], share: float) -> float:
    """The Harrell–Davis estimate of a quantile: a weighted mean of all ordered values, so never one firm's own.

    The weights are differences of the incomplete beta function I(i/n; (n+1)q, (n+1)(1−q)).
    Harrell and Davis 1982, Biometrika 69(3), 635–640.
    """
    n = len(values)
    steps = betainc((n + 1) * share, (n + 1) * (1 - share), np.arange(n + 1) / n)
    return float(fsum(np.diff(steps) * np.sort(np.asarray(values, dtype=float))))


def weighted_mean(panel: Panel) -> float:
    """Mean of the values, weighted by output."""
    total = fsum(value * output for value, output in zip(panel.values, panel.outputs, strict=True))
    return total / fsum(panel.outputs)


def cells(panel: Panel, *, digits: int, percentiles: bool) -> Cells:
    """What would be published of a panel; whether it may be is for `control` to say."""
    found = {
        name: round_to_digits(percentile(panel.values, share), digits) if percentiles else None
        for name, share in (("p10", 0.1), ("median", 0.5), ("p90", 0.9))
    }
    return Cells(len(panel), digits, round_to_digits(weighted_mean(panel), digits), **found)
