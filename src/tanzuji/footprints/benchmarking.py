"""A footprint held against published benchmarks: what it is comparable by, how far it is from them, what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

from tanzuji.benchmarks import queries as benchmarks
from tanzuji.benchmarks.comparing import Against, Gap, Subject
from tanzuji.documents.errors import CodedError
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.models import ProductModel, Unitage
from tanzuji.documents.rules import CheckResult
from tanzuji.footprints import uncertain

LEVERS = 8
"""Lines that are told as what could be reduced."""


def subject_of(footprint: Footprint, check: CheckResult | None) -> Subject:
    """What a footprint is comparable by (DOMAIN CM-01): its rules with versions, unit, boundary and method."""
    method = footprint.method
    return Subject(
        rules=[f"{pack.id}@{pack.version}" for pack in check.packs] if check else [],
        unit=unit_of(footprint.model.unit),
        boundary=footprint.boundary,
        gwp_set=method.gwp_set,
        electricity=method.electricity,
        end_of_life=method.end_of_life,
        allocation=allocation_of(footprint.model),
    )


def rule_of(footprint: Footprint, check: CheckResult) -> str:
    """The rule it is counted by, `id@version`: the last one its model names that was applied, the most specific.

    The general rules where it names none that is known.
    """
    applied = {pack.id: f"{pack.id}@{pack.version}" for pack in check.packs}
    named = (applied[rule] for rule in reversed(footprint.model.rules) if rule in applied)
    return next(named, next(iter(applied.values())))  # the general rules are applied to all


def unit_of(unit: Unitage) -> str:
    """`1 t`, as benchmarks and contributions write it."""
    return f"{unit.amount:g} {unit.unit}"


def allocation_of(model: ProductModel) -> str:
    """The methods by which processes with co-products share their burden, in order; `none` where there are none."""
    used = {process.allocation.method for process in model.processes if process.coproducts}
    return ",".join(sorted(used)) or "none"


def ninety(footprint: Footprint, releases: str) -> tuple[float, float] | None:
    """The 90 % interval of the total, 5th and 95th percentile of a thousand draws; None where nothing varies."""
    try:
        totals = uncertain.drawn(footprint, releases, uncertain.USUAL).totals
    except CodedError:
        return None
    valid = totals[np.isfinite(totals)]
    if valid.size < 100 or not np.ptp(valid) > 0:
        return None
    low, high = (float(end) for end in np.quantile(valid, (0.05, 0.95)))
    return (low, high) if isfinite(low) and isfinite(high) else None


def held_against(
    footprint: Footprint, check: CheckResult | None, releases: str
) -> tuple[list[Against], tuple[float, float] | None]:
    """The benchmarks of the rules it follows, comparable ones first, and the 90 % interval grades were read with.

    Nothing is drawn where there is no benchmark.
    """
    subject = subject_of(footprint, check)
    found = benchmarks.gaps(subject, footprint.total)
    if not any(one.gap for one in found):
        return found, None
    interval = ninety(footprint, releases)
    if interval is None:
        return found, None
    return benchmarks.gaps(subject, footprint.total, low=interval[0], high=interval[1]), interval


@dataclass(frozen=True, slots=True)
class Lever:
    """A line of the model, and by how much of it the gap to a value would close if nothing else changed."""

    contribution: Contribution
    kg: float
    share: float
    """Of the footprint."""
    cut: float | None
    """Share of the line that would have to go; None where the whole of it is not enough."""


def levers(footprint: Footprint, excess: float) -> Sequence[Lever]:
    """The largest emissions, with what each alone would have to do to save `excess` kg CO2e."""
    found = sorted(footprint.contributions, key=lambda c: -c.lines.total)[:LEVERS]
    told = []
    for one in found:
        kg = one.lines.total
        if kg > 0 and footprint.total > 0:
            cut = excess / kg if 0 < excess <= kg else None
            told.append(Lever(one, kg, kg / footprint.total, cut))
    return told


def place_among(gap: Gap) -> str:
    """Where a value stands among the groups that were counted: `best`, `better`, `worse` or `last`."""
    cells, scale = gap.benchmark.snapshot.cells, gap.values.reference / float(gap.benchmark.reference)
    marks = [float(value) * scale for value in (cells.p10, cells.median, cells.p90) if value is not None]
    return ("best", "better", "worse", "last")[sum(gap.value > mark for mark in marks)]
