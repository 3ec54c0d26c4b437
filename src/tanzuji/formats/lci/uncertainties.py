"""Distributions as factors, the way a release keeps them, turned back into documents around an amount."""

from __future__ import annotations

import math

import numpy as np

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.samples.distributions import DISCRETE, LOGNORMAL, NONE, NORMAL, PERT, UNIFORM, Factors

_BOUNDED = {UNIFORM: "uniform", PERT: "pert"}


def uncertainty_of(factors: Factors, at: int, amount: float) -> Uncertainty | None:
    """The distribution of factor `at` around `amount`, in its unit; None where it is certain."""
    kind = int(factors.kind[at])
    a, b, c = float(factors.a[at]), float(factors.b[at]), float(factors.c[at])
    if kind == NONE:
        return None
    if kind == LOGNORMAL:
        around_mean = a != 0 and math.isclose(a, -b * b / 2, rel_tol=1e-9)
        return Uncertainty(distribution="lognormal", convention="mean" if around_mean else "median", sigma=b)
    if kind == NORMAL:
        return Uncertainty(distribution="normal", sd=b * abs(amount))
    if kind == DISCRETE:
        values, reached = factors.outcomes[:, int(a) : int(a) + int(b)]
        return Uncertainty(
            distribution="discrete",
            values=tuple((values * amount).tolist()),
            weights=tuple(np.diff(reached, prepend=0.0).tolist()),
        )
    low, high = sorted((a * amount, c * amount))
    mode = None if kind == UNIFORM else min(max(b * amount, low), high)
    return Uncertainty.model_validate(
        {"distribution": _BOUNDED.get(kind, "triangular"), "minimum": low, "mode": mode, "maximum": high}
    )
