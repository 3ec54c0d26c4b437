"""Distributions and pedigree scores of EcoSpold 2 exchanges."""

from __future__ import annotations

from math import log, sqrt

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.stated import bounded, is_off_centre, lognormal, normal
from tanzuji.formats.lci.xml_fields import find, local, number_of
from tanzuji.formats.safe_xml import Element

PEDIGREE = (
    "reliability", "completeness", "temporalCorrelation", "geographicalCorrelation",
    "furtherTechnologyCorrelation",
)  # fmt: skip
_EXACT = 1e-9
"""Published files round mu to two digits; only one that is exact says that an amount is a mean."""

_ROUNDED = 0.01
"""Part of the amount that the centre of its distribution may be away from it: published centres are rounded."""


def pedigree(distribution: Element) -> tuple[int, ...]:
    """The five scores in the format's order, 0 for one that is not stated; empty without a matrix."""
    matrix = find(distribution, "pedigreeMatrix")
    if matrix is None:
        return ()
    scores = tuple(matrix.get(name, "").strip() for name in PEDIGREE)
    return tuple(int(score) if score in {"1", "2", "3", "4", "5"} else 0 for score in scores)


def uncertainty(distribution: Element, amount: float, name: str, losses: Losses) -> Uncertainty | None:
    """The distribution around the amount, with the uncertainty that the pedigree scores add.

    Lognormal: the amount is the median, `varianceWithPedigreeUncertainty` the variance of ln(amount); normal: the
    amount is the mean, the variance in the square of its unit (EcoSpold 2, fields 2100–2130).
    """
    for child in distribution:
        kind = local(child)
        if kind in {"pedigreeMatrix", "comment"}:
            continue
        if kind in {"gamma", "binomial", "erlang"}:
            losses.add("unknown-distribution", name)
            return None
        if kind == "undefined":  # bounds without a shape
            losses.add("incomplete-uncertainty", name)
            return None
        variance = _variance(child)
        found: Uncertainty | None = None
        if kind == "lognormal":
            found = _lognormal(variance, amount, number_of(child, "mu"))
        elif kind == "normal":
            found = normal(variance and sqrt(variance))
        elif kind in {"triangular", "beta", "uniform"}:
            bounds = number_of(child, "minValue"), number_of(child, "maxValue")
            mode = number_of(child, "mostFrequentValue" if kind == "beta" else "mostLikelyValue")
            if kind == "uniform":
                found = bounded("uniform", *bounds)
            else:
                found = bounded("pert" if kind == "beta" else "triangular", *bounds, mode)
        if found is None and variance != 0 and amount != 0:
            losses.add("incomplete-uncertainty", name)
        mean = number_of(child, "meanValue")
        elsewhere = (
            found and mean is not None and found.convention == "median" and _is_elsewhere(mean, amount)
        )
        losses.add("uncertainty-off-centre", name, int(bool(elsewhere) or is_off_centre(found, amount)))
        return found
    return None


def _lognormal(variance: float | None, amount: float, mu: float | None) -> Uncertainty | None:
    """Around the amount as median; as mean where `mu` says exactly that."""
    found = lognormal(variance and sqrt(variance), amount)
    if found is None or variance is None or mu is None:
        return found
    if abs(mu - (log(abs(amount)) - variance / 2)) < _EXACT < abs(mu - log(abs(amount))):
        return found.model_copy(update={"convention": "mean"})
    return found


def _is_elsewhere(mean: float, amount: float) -> bool:
    return abs(abs(mean) - abs(amount)) > _ROUNDED * abs(amount)


def _variance(element: Element) -> float | None:
    """With pedigree uncertainty where it is stated; None where it is absent or negative."""
    for name in ("varianceWithPedigreeUncertainty", "variance"):
        found = number_of(element, name)
        if found is not None:
            return found if found >= 0 else None
    return None
