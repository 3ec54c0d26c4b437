"""What may be published of a panel: cells, or the reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from tanzuji.benchmarks import messages
from tanzuji.benchmarks.disclosure.cells import Cells, cells
from tanzuji.benchmarks.disclosure.limits import (
    THRESHOLDS,
    Taken,
    Thresholds,
    differs_by_few,
    newcomers,
    refused,
)
from tanzuji.benchmarks.disclosure.panels import Panel
from tanzuji.benchmarks.disclosure.worlds import pinned
from tanzuji.documents.errors import Problem

DIGITS = (3, 2)
"""Significant digits that are tried, finest first."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be published of a panel.

    `cells` is None where nothing may be; `reasons` say what is withheld and why (of cells without percentiles as
    well). `panel` is what was counted: groups that joined of late are held back until five have.
    """

    panel: Panel
    cells: Cells | None
    reasons: tuple[Problem, ...] = ()
    held_back: int = 0

    @property
    def complete(self) -> bool:
        """Whether limit, reference and best value may be published."""
        return self.cells is not None and self.cells.p10 is not None


def disclose(panel: Panel, former: Sequence[Taken] = (), limits: Thresholds = THRESHOLDS) -> Disclosure:
    """Cells or reasons. `former`: every snapshot ever taken of footprints of this kind, published or not."""
    counted, held_back = _settled(panel, former, limits)
    reasons = tuple(refused(counted, former, limits))
    if reasons:
        return Disclosure(counted, None, reasons, held_back)
    withheld = tuple(_without_percentiles(counted, limits))
    if not withheld:
        for digits in DIGITS:
            found = cells(counted, digits=digits, percentiles=True)
            if _rising(found) and not pinned([*former, Taken(counted, found)], limits):
                return Disclosure(counted, found, (), held_back)
        withheld = (messages.PINNED.problem(percent=f"{limits.p_percent:g}"),)
    for digits in DIGITS:
        found = cells(counted, digits=digits, percentiles=False)
        if not pinned([*former, Taken(counted, found)], limits):
            return Disclosure(counted, found, withheld, held_back)
    return Disclosure(counted, None, (messages.PINNED.problem(percent=f"{limits.p_percent:g}"),), held_back)


def open_question(panel: Panel, former: Sequence[Taken] = (), limits: Thresholds = THRESHOLDS) -> bool:
    """Whether it takes a proof to say what may be published: no plain rule refuses the panel."""
    counted, _ = _settled(panel, former, limits)
    return not tuple(refused(counted, former, limits))


def _settled(panel: Panel, former: Sequence[Taken], limits: Thresholds) -> tuple[Panel, int]:
    """The panel without newcomers that are too few to hide each other, where that keeps it comparable with before."""
    few = next(
        (new for t in reversed(former) if 0 < len(new := newcomers(panel, t)) < limits.groups), set[str]()
    )
    if not few:
        return panel, 0
    without = panel.without(few)
    if len(without) and not any(differs_by_few(without, taken.panel, limits) for taken in former):
        return without, len(few)
    return panel, 0


def _without_percentiles(panel: Panel, limits: Thresholds) -> list[Problem]:
    """Why there can be a mean at most."""
    found = []
    if len(panel) < limits.percentiles_from:
        found.append(messages.FEW_FOR_PERCENTILES.problem(least=limits.percentiles_from))
    if max(panel.outputs) > limits.largest_output * fsum(panel.outputs):
        found.append(messages.DOMINANT_FOR_PERCENTILES.problem(most=f"{limits.largest_output * 100:g}"))
    return found


def _rising(found: Cells) -> bool:
    """Best < reference < limit, as they are rounded."""
    return found.p10 is not None and found.p90 is not None and found.p10 < found.mean < found.p90
