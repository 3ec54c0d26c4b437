"""The uncertainty of a published footprint, as the distribution its dataset carries."""

from __future__ import annotations

import json
import math

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Footprint
from tanzuji.engine.uncertainty.monte_carlo import uncertainty
from tanzuji.footprints.live import opened


def uncertainty_of(footprint: Footprint, iterations: int = 1000) -> Uncertainty | None:
    """A lognormal with the footprint's own relative deviation and the total as its mean; none where nothing is known.

    A total that is not above 0 cannot be lognormal: its distribution is left out.
    """
    releases = opened(json.dumps([reference.plain() for reference in footprint.releases]))
    try:
        found = uncertainty(footprint.model, releases, method=footprint.method, iterations=iterations)
    except CodedError:
        return None  # a background that has no solution for its own deviations; the footprint itself stands
    total, sd = footprint.total, found.spread.sd
    if total <= 0 or not sd:
        return None
    return Uncertainty(
        distribution="lognormal", convention="mean", sigma=math.sqrt(math.log1p((sd / total) ** 2))
    )
