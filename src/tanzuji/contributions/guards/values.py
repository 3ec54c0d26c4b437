"""Values that no product of the kind has, or that stand far from others of the same name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from tanzuji.contributions.guards import messages
from tanzuji.contributions.guards.findings import Finding, Offer, value_of
from tanzuji.documents.quantities import factor
from tanzuji.formats.lci.absurd import MARGIN, kind_name, kind_of, ranges

FAR = 10.0
"""How many times off the median of its like a value is called far; ways of making the same thing differ by less."""
FEWEST = 3
"""Values of the same name that make a comparison."""


def absurd(offer: Offer) -> Iterator[Finding]:
    """Beyond ten times what the library knows of anything by this kind of unit, or negative."""
    dataset = offer.dataset
    value = value_of(dataset, judged=True)
    names = f"{dataset.name.zh or ''} {dataset.name.en or ''}"
    kind = kind_of(dataset.unit, names, is_electricity=dataset.category[:1] == ("electricity",))
    if value is None or not kind or dataset.gas_basis == "co2":
        return
    if value < 0:
        yield Finding(
            "error", messages.NEGATIVE.problem("dataset.amounts", value=f"{value:g}", unit=dataset.unit)
        )
        return
    known = ranges().get(kind)
    if known is None or dataset.boundary in ("characterisation", "process"):
        return
    per_unit = value / factor(dataset.unit, known.unit)
    too_low = 0 < per_unit < known.low / MARGIN
    if per_unit > known.high * MARGIN or too_low:
        yield Finding(
            "warning" if too_low else "error",
            messages.ABSURD.problem(
                "dataset.amounts", value=f"{per_unit:g}", unit=known.unit, kind=kind_name(kind),
                low=f"{known.low:.3g}", high=f"{known.high:.3g}",
            ),
        )  # fmt: skip


def far_from_others(offer: Offer, others: Sequence[float]) -> Iterator[Finding]:
    """Ten times off the median of its like, kg CO2e per the same unit."""
    value = value_of(offer.dataset)
    known = [other for other in others if other > 0]
    if value is None or value <= 0 or len(known) < FEWEST:
        return
    middle = median(known)
    times = max(value / middle, middle / value)
    if times >= FAR:
        yield Finding(
            "warning",
            messages.FAR_FROM_OTHERS.problem(
                "dataset.amounts", value=f"{value:g}", unit=offer.dataset.unit, count=len(known),
                median=f"{middle:.3g}", times=f"{times:.0f}",
            ),
        )  # fmt: skip
