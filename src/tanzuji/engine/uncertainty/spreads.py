"""Draws in figures: mean, median, interval, histogram, and how far each of them may still be off."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt

import numpy as np

from tanzuji.documents.uncertainty import Errors, Histogram, Interval, Spread
from tanzuji.engine.arrays import Positions, Vector

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


def errors_of(draws: Vector, repeats: Sequence[Positions] = ()) -> Errors:
    """Standard errors of the figures of a spread. Of quantiles: half the distance of the order statistics one
    binomial standard deviation to either side (Conover 1999, 3.2). `repeats`: see `repetition`."""
    ordered = np.sort(draws)

    def of_quantile(p: float) -> float:
        below = (draws <= np.quantile(draws, p)).astype(np.float64)
        return _quantile_error(ordered, p, repetition(below, repeats))

    n = draws.size / repetition(draws, repeats)
    return Errors(
        mean=float(np.std(draws, ddof=1)) / sqrt(n) if draws.size > 1 else 0.0,
        median=of_quantile(0.5),
        low=of_quantile(LOW),
        high=of_quantile(HIGH),
    )


def repetition(draws: Vector, repeats: Sequence[Positions]) -> float:
    """How many draws count as one: the variance of their mean by that of as many independent ones, 1 or more.

    `repeats` tell for each of several things, (k,), which value of it a draw took; draws that took the same are a
    cluster (Cameron & Miller 2015, J. Human Resources 50:317, sections II and V). Where what repeats decides all, it
    is k by the number of values taken.
    """
    off = draws - draws.mean()
    alone = float((off**2).sum()) * draws.size / max(draws.size - 1, 1)
    if not alone > 0:
        return 1.0
    more = 0.0
    for labels in {each.tobytes(): each for each in repeats}.values():
        _, cluster = np.unique(labels, return_inverse=True)
        sums = np.bincount(cluster, off)
        together = float((sums**2).sum()) * sums.size / max(sums.size - 1, 1)
        more += max(0.0, together / alone - 1.0)
    return 1.0 + more


def _quantile_error(ordered: Vector, p: float, together: float) -> float:
    n = ordered.size
    step = sqrt(n * p * (1 - p) * together)
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
