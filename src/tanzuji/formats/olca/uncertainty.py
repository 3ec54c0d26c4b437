"""openLCA's distributions and ours: read around the amount of an exchange, and written from it.

openLCA states the parameters of a distribution by themselves, we state them around the amount; they agree where the
amount is the distribution's median or mean. One that is centred elsewhere is carried over by its spread alone, one
between bounds that do not belong to the amount by its bounds as they stand; both are told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.lci.stated import is_off_centre
from tanzuji.formats.olca.fields import Record

_NEAR = 1e-3
"""Relative difference between an amount and the centre stated with it that rounding explains."""


def read_uncertainty(record: Record, amount: float) -> tuple[Uncertainty | None, str]:
    """The distribution of an exchange, and the loss to tell (a key of `lci.losses`), empty where there is none."""
    kind = record.text("distributionType")
    if kind in {"", "NO_DISTRIBUTION"}:
        return None, ""
    reader = _READERS.get(kind)
    if reader is None:
        return None, "unknown-distribution"
    return reader(record, amount)


def _number(record: Record, *names: str) -> float | None:
    return record.number(*names) if any(record.fields.get(name) is not None for name in names) else None


def _lognormal(record: Record, amount: float) -> tuple[Uncertainty | None, str]:
    middle, spread = _number(record, "geomMean"), _number(record, "geomSd")
    if not spread or spread < 1:
        return None, "incomplete-uncertainty"
    sigma = math.log(spread)
    if middle is None:
        return Uncertainty(distribution="lognormal", sigma=sigma), ""
    mean = middle * math.exp(sigma * sigma / 2)
    if abs(abs(amount) - mean) < abs(abs(amount) - middle):
        if _same(abs(amount), mean):
            return Uncertainty(distribution="lognormal", convention="mean", sigma=sigma), ""
    elif _same(abs(amount), middle):
        return Uncertainty(distribution="lognormal", sigma=sigma), ""
    return Uncertainty(distribution="lognormal", sigma=sigma), "uncertainty-off-centre"


def _normal(record: Record, amount: float) -> tuple[Uncertainty | None, str]:
    mean, sd = _number(record, "mean"), _number(record, "sd")
    if sd is None or sd < 0:
        return None, "incomplete-uncertainty"
    loss = "" if mean is None or _same(amount, mean) else "uncertainty-off-centre"
    return Uncertainty(distribution="normal", sd=sd), loss


def _uniform(record: Record, amount: float) -> tuple[Uncertainty | None, str]:
    low, high = _number(record, "minimum"), _number(record, "maximum")
    if low is None or high is None or low > high:
        return None, "incomplete-uncertainty"
    return _bounded(Uncertainty(distribution="uniform", minimum=low, maximum=high), amount)


def _triangular(record: Record, amount: float) -> tuple[Uncertainty | None, str]:
    low, mode, high = _number(record, "minimum"), _number(record, "mode"), _number(record, "maximum")
    if low is None or high is None or mode is None or not low <= mode <= high:
        return None, "incomplete-uncertainty"
    return _bounded(Uncertainty(distribution="triangular", minimum=low, mode=mode, maximum=high), amount)


def _bounded(found: Uncertainty, amount: float) -> tuple[Uncertainty, str]:
    return found, "uncertainty-off-centre" if is_off_centre(found, amount) else ""


_READERS = {
    "LOG_NORMAL_DISTRIBUTION": _lognormal,
    "NORMAL_DISTRIBUTION": _normal,
    "UNIFORM_DISTRIBUTION": _uniform,
    "TRIANGLE_DISTRIBUTION": _triangular,
}


def _same(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_NEAR)


def write_uncertainty(uncertainty: Uncertainty, amount: float) -> Mapping[str, Any] | None:
    """openLCA's form of a distribution, or None where it has none: beta-PERT, discrete, lognormal below zero."""
    if uncertainty.problems():
        return None
    kind: dict[str, Any] = {"@type": "Uncertainty"}
    match uncertainty.distribution:
        case "lognormal" if amount > 0:
            sigma = uncertainty.sigma or 0.0
            middle = amount if uncertainty.convention == "median" else amount * math.exp(-sigma * sigma / 2)
            return kind | {
                "distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": middle, "geomSd": math.exp(sigma),
            }  # fmt: skip
        case "normal":
            return kind | {
                "distributionType": "NORMAL_DISTRIBUTION",
                "mean": amount,
                "sd": uncertainty.spread,
            }
        case "uniform":
            return kind | {
                "distributionType": "UNIFORM_DISTRIBUTION",
                "minimum": uncertainty.minimum, "maximum": uncertainty.maximum,
            }  # fmt: skip
        case "triangular":
            mode = amount if uncertainty.mode is None else uncertainty.mode
            return kind | {
                "distributionType": "TRIANGLE_DISTRIBUTION",
                "minimum": uncertainty.minimum, "mode": mode, "maximum": uncertainty.maximum,
            }  # fmt: skip
    return None
