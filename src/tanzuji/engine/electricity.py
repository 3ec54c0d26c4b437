"""Which source of electricity counts, under the treatment that a method lays down.

=============  =========================  ======================================  =====================
treatment      on site, direct line       contractual instrument                  from the grid
=============  =========================  ======================================  =====================
`as_modelled`  the model's datasets       the model's datasets                    the model's datasets
`market`       own, unless its            own, where it meets all five            residual mix where one
               attributes were sold       conditions                              is stated
`location`     own, unless its            grid average                            the model's datasets
               attributes were sold
=============  =========================  ======================================  =====================

What does not count as the model says falls back to the residual mix (`market`) or the grid average, and where
the line names neither it stays as modelled: that is told, never silent. ISO 14067:2018, 6.4.9.4; GHG Protocol
Scope 2 Guidance, chapters 4 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanzuji.documents.exchanges import Energy
from tanzuji.documents.models import ElectricityTreatment

Standing = Literal["own", "grid", "residual", "unstated", "no_residual"]
"""`unstated`: should fall back, but the line names nothing to fall back to. `no_residual`: grid power that a market
treatment would count at the residual mix, which the line does not name."""


@dataclass(frozen=True, slots=True)
class Source:
    """The datasets and the model's own supplier behind a line, and how they came to count."""

    datasets: tuple[str, ...]
    supplier: str | None
    standing: Standing


def source_of(energy: Energy, treatment: ElectricityTreatment) -> Source:
    """What a line of electricity rests on under `treatment`."""
    own = Source(energy.datasets, energy.process, "own")
    if treatment == "as_modelled" or energy.electricity is None:
        return own
    if energy.electricity in ("on_site", "direct_line"):
        return _fallback(energy, treatment) if energy.attributes_sold else own
    if energy.electricity == "certificate":
        counts = treatment == "market" and energy.instrument is not None and energy.instrument.holds
        return own if counts else _fallback(energy, treatment)
    if treatment == "market":
        if energy.residual_datasets:
            return Source(energy.residual_datasets, None, "residual")
        return Source(energy.datasets, energy.process, "no_residual")
    return own


def _fallback(energy: Energy, treatment: ElectricityTreatment) -> Source:
    if treatment == "market" and energy.residual_datasets:
        return Source(energy.residual_datasets, None, "residual")
    if energy.grid_datasets:
        return Source(energy.grid_datasets, None, "grid")
    return Source(energy.datasets, energy.process, "unstated")
