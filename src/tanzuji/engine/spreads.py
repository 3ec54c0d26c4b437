"""Draws in figures: mean, median, interval, histogram, and how far each of them may still be off."""

from __future__ import annotations

from math import log, sqrt

import numpy as np

from tanzuji.documents.uncertainty import Errors, Histogram, Interval, Spread
from tanzuji.engine.arrays import Vector

LOW, HIGH = 0.025, 0.975
BINS = 32
ENDS = 0.005
"""Share of the draws at either end that stands in the last bin, so that one far draw does not flatten the rest."""
NORMAL_HIGH = 1.959963984540054
"""The 97.5 percentile of the standard normal distribution."""


def spread_of(draws: Vector) -> Spread:
    """Mean, median, standard deviation and 2.5–97.5 % interval of draws, (k,), all finite."""
    low, median, high = np.quantile(draws, [LOW, 0.5, HIGH]).tolist()
    return Spread(
        mean=float(np.mean(draws)),
        median=median,
        sd=float(np.std(draws, ddof=1)) if draws.size > 1 else 0.0,
        interval=Interval(low=low, high=high),
    )


def errors_of(draws: Vector) -> Errors:
    """Standard errors of the figures of a spread. Of quantiles: half the distance of the order statistics one
    binomial standard deviation to either side (Conover 1999, 3.2)."""
    ordered = np.sort(draws)
    return Errors(
        mean=float(np.std(draws, ddof=1)) / sqrt(draws.size) if draws.size > 1 else 0.0,
        median=_quantile_error(ordered, 0.5),
        low=_quantile_error(ordered, LOW),
        high=_quantile_error(ordered, HIGH),
    )


def _quantile_error(ordered: Vector, p: float) -> float:
    n = ordered.size
    step = sqrt(n * p * (1 - p))
    low = int(np.clip(np.floor(n * p - step), 0, n - 1))
    high = int(np.clip(np.ceil(n * p + step), 0, n - 1))
    return float(ordered[high] - ordered[low]) / 2


def histogram_of(draws: Vector) -> Histogram:
    """How often the draws fell between even edges; what lies beyond the ends stands in the last bins."""
    first, last = np.quantile(draws, [ENDS, 1 - ENDS]).tolist()
    if not last > first:
        return Histogram(edges=(first, last), counts=(int(draws.size),))
    counts, edges = np.histogram(np.clip(draws, first, last), bins=BINS, range=(first, last))
    return Histogram(edges=tuple(edges.tolist()), counts=tuple(counts.tolist()))


def interval_around(mean: float, sd: float, *, lognormal: bool) -> Interval:
    """The 2.5–97.5 % interval of a lognormal or a normal distribution of that mean and standard deviation."""
    if lognormal and mean > 0 and sd > 0:
        variance = log(1 + (sd / mean) ** 2)
        middle, width = log(mean) - variance / 2, NORMAL_HIGH * sqrt(variance)
        return Interval(low=float(np.exp(middle - width)), high=float(np.exp(middle + width)))
    return Interval(low=mean - NORMAL_HIGH * sd, high=mean + NORMAL_HIGH * sd)
