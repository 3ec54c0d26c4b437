"""Brightway's distributions (stats_arrays) and ours.

A record has `uncertainty_type`, `loc`, `scale`, `shape`, `minimum`, `maximum` and `negative`. PERT is written as the beta
distribution that it is: alpha in `loc`, beta in `shape`, between minimum and maximum.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.lci.stated import is_off_centre

DTYPE = np.dtype(
    [
        ("uncertainty_type", np.uint8), ("loc", np.float64), ("scale", np.float64), ("shape", np.float64),
        ("minimum", np.float64), ("maximum", np.float64), ("negative", np.bool_),
    ]
)  # fmt: skip
"""As bw_processing names the fields, in double precision: in single precision every certain amount would be rounded."""

NONE, LOGNORMAL, NORMAL, UNIFORM, TRIANGULAR, BETA = 1, 2, 3, 4, 5, 10
_UNDEFINED = 0
_NEAR = 1e-3
"""Relative difference between an amount and the centre stated with it that rounding explains."""


def to_record(uncertainty: Uncertainty | None, amount: float) -> tuple[float, ...] | None:
    """A row of DTYPE for a distribution around `amount`; None where stats_arrays has no such distribution."""
    nan = math.nan
    if uncertainty is None or uncertainty.distribution == "none" or uncertainty.problems() or not amount:
        return (NONE, amount, nan, nan, nan, nan, amount < 0)
    low, high = uncertainty.minimum or 0.0, uncertainty.maximum or 0.0
    mode = amount if uncertainty.mode is None else uncertainty.mode
    match uncertainty.distribution:
        case "lognormal":
            sigma = uncertainty.sigma or 0.0
            if not sigma:
                return (NONE, amount, nan, nan, nan, nan, amount < 0)
            shift = -sigma * sigma / 2 if uncertainty.convention == "mean" else 0.0
            return (LOGNORMAL, math.log(abs(amount)) + shift, sigma, nan, nan, nan, amount < 0)
        case "normal" if uncertainty.spread:
            return (NORMAL, amount, uncertainty.spread, nan, nan, nan, False)
        case "uniform" if low < high:
            return (UNIFORM, amount, nan, nan, low, high, False)
        case "triangular" if low < high:
            return (TRIANGULAR, min(max(mode, low), high), nan, nan, low, high, False)
        case "pert" if low < high:
            rise, fall = (min(max(mode, low), high) - low) / (high - low), (high - mode) / (high - low)
            return (BETA, 1 + 4 * rise, nan, 1 + 4 * max(fall, 0.0), low, high, False)
        case "normal" | "uniform" | "triangular" | "pert":  # without any width
            return (NONE, amount, nan, nan, nan, nan, amount < 0)
    return None


def from_record(record: Mapping[str, float], amount: float) -> tuple[Uncertainty | None, str]:
    """The distribution of a record around `amount`, and the loss to tell (a key of `lci.losses`), empty where none."""
    kind = int(record["uncertainty_type"])
    loc, scale, shape = float(record["loc"]), float(record["scale"]), float(record["shape"])
    low, high = float(record["minimum"]), float(record["maximum"])
    if kind in {_UNDEFINED, NONE}:
        return None, ""
    if kind == LOGNORMAL:
        return _lognormal(loc, scale, amount)
    if kind == NORMAL:
        if not scale >= 0 or not math.isfinite(scale):
            return None, "incomplete-uncertainty"
        centred = math.isclose(loc, amount, rel_tol=_NEAR)
        return Uncertainty(distribution="normal", sd=scale), "" if centred else "uncertainty-off-centre"
    if kind not in {UNIFORM, TRIANGULAR, BETA}:
        return None, "unknown-distribution"
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return None, "incomplete-uncertainty"
    if kind == UNIFORM:
        return _bounded(Uncertainty(distribution="uniform", minimum=low, maximum=high), amount)
    if kind == TRIANGULAR:
        mode = loc if math.isfinite(loc) else amount
        if not low <= mode <= high:
            return None, "incomplete-uncertainty"
        return _bounded(Uncertainty(distribution="triangular", minimum=low, mode=mode, maximum=high), amount)
    if loc >= 1 and shape >= 1 and math.isclose(loc + shape, 6, rel_tol=1e-6):
        mode = min(max(low + (loc - 1) / 4 * (high - low), low), high)
        return _bounded(Uncertainty(distribution="pert", minimum=low, mode=mode, maximum=high), amount)
    return None, "unknown-distribution"


def _bounded(found: Uncertainty, amount: float) -> tuple[Uncertainty, str]:
    return found, "uncertainty-off-centre" if is_off_centre(found, amount) else ""


def _lognormal(loc: float, scale: float, amount: float) -> tuple[Uncertainty | None, str]:
    if not scale > 0 or not math.isfinite(scale):
        return None, "incomplete-uncertainty"
    if not amount or not math.isfinite(loc):
        return Uncertainty(distribution="lognormal", sigma=scale), ""
    around = math.log(abs(amount)) - loc
    from_mean = abs(around - scale * scale / 2)
    if abs(around) <= from_mean:
        centred = abs(around) < _NEAR
        return Uncertainty(distribution="lognormal", sigma=scale), "" if centred else "uncertainty-off-centre"
    if from_mean < _NEAR:
        return Uncertainty(distribution="lognormal", convention="mean", sigma=scale), ""
    return Uncertainty(distribution="lognormal", sigma=scale), "uncertainty-off-centre"


def records(rows: list[tuple[float, ...]]) -> NDArray[np.void]:
    """Rows as an array of DTYPE."""
    return np.array(rows, dtype=DTYPE)
