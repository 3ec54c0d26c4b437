"""From solved rows to the tables of a footprint: by stage, by process, by gas, sensitivities, trails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum, isfinite

import numpy as np

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.footprints import (
    Contribution,
    ContributionKind,
    DataQuality,
    GasResult,
    Lines,
    ProcessResult,
    Sensitivity,
    StageResult,
    Trail,
)
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import ProductModel
from tanzuji.documents.text import Text
from tanzuji.engine.activity import NOT_FINITE, Amounts
from tanzuji.engine.foreground import UNIT, Foreground, solve_foreground
from tanzuji.engine.rows import Row

NEAR_ZERO = 1e-9
"""Below this part of the gross footprint a net total has no meaningful percentages."""

LOOPS = "materials"
"""What stands for a process in the rows of material loops."""

_LOOPS_NAME = Text(zh="材料循环", en="Material loops")
_NOTHING = (0.0,) * len(LINES)

Runs = Callable[[Row], float]


@dataclass(frozen=True, slots=True)
class Burden:
    """What one row brings per unit of the study: kg CO2e on each line, in the order of LINES."""

    row: Row
    runs: float
    process: str
    stage: str
    lines: tuple[float, ...]
    total: float


def burdens(model: ProductModel, rows: Sequence[Row], runs: Runs) -> tuple[Burden, ...]:
    """Every row that brings a burden of its own, in the order of `rows`."""
    return tuple(_burden(model, row, runs(row)) for row in rows if row.supplier is None or row.factors)


def _burden(model: ProductModel, row: Row, runs: float) -> Burden:
    lines = tuple(value * runs for value in row.lines.tolist())
    fossil, biogenic, removal, land_use_change, aircraft = lines
    total = fossil + biogenic + removal + land_use_change + aircraft  # as Lines.total adds, to the last bit
    if row.process < 0:
        return Burden(row, runs, LOOPS, row.stage or "", lines, total)
    process = model.processes[row.process]
    return Burden(row, runs, process.id, process.stage, lines, total)


def contributions(model: ProductModel, items: Sequence[Burden], gwp_set: GwpSet) -> tuple[Contribution, ...]:
    """Every burden as a document of its own, with the factors behind it and its share of the total."""
    total, scale = _total_and_scale(items)
    return tuple(_contribution(model, item, _share(item.total, total, scale), gwp_set) for item in items)


def _contribution(model: ProductModel, item: Burden, share: float | None, gwp_set: GwpSet) -> Contribution:
    row, runs = item.row, item.runs
    kind: ContributionKind = row.kind
    return Contribution(
        path=row.path,
        process=item.process,
        process_name=_LOOPS_NAME if row.process < 0 else model.processes[row.process].name,
        stage=item.stage,
        kind=kind,
        name=row.name,
        amount=row.amount * runs,
        unit=row.unit,
        runs=runs,
        lines=_lines(item.lines),
        total=item.total,
        share=share,
        factors=tuple(factor.use(declared * runs, gwp_set) for factor, declared in row.factors),
        gas=row.gas,
        data_kind=row.data.kind,
        confidence=row.data.confidence,
        quality=row.data.quality,
        electricity=row.electricity,
        citation=row.data.citation,
        note=row.note,
    )


def _lines(values: Iterable[float]) -> Lines:
    return Lines(**dict(zip(LINES, values, strict=True)))


def _share(value: float, total: float, scale: float) -> float | None:
    return None if abs(total) <= NEAR_ZERO * scale or scale == 0 else value / total


def _total_and_scale(items: Sequence[Burden]) -> tuple[float, float]:
    """Net and gross footprint, kg CO2e per unit of the study."""
    totals = [item.total for item in items]
    return fsum(totals), fsum(map(abs, totals))


def sum_lines(items: Sequence[Burden]) -> Lines:
    """Exact sums by line, so that the order of rows does not change a digit."""
    return _lines(map(fsum, zip(*(item.lines for item in items), strict=True)) if items else _NOTHING)


def gross(items: Sequence[Burden], sign: int) -> float:
    """Sum of all positive (`+1`) or all negative (`-1`) line values."""
    return fsum(value for item in items for value in item.lines if value * sign > 0)


def by_stage(model: ProductModel, items: Sequence[Burden]) -> tuple[StageResult, ...]:
    """One row a stage of the model, in its order; stages without contributions are there with 0."""
    total, scale = _total_and_scale(items)
    found = []
    for stage in model.stages():
        lines = sum_lines([item for item in items if item.stage == stage.id])
        found.append(
            StageResult(
                stage=stage.id,
                name=stage.name,
                canonical=stage.canonical,
                lines=lines,
                total=lines.total,
                share=_share(lines.total, total, scale),
            )
        )
    return tuple(found)


def by_process(
    model: ProductModel, rows: Sequence[Row], foreground: Foreground, items: Sequence[Burden]
) -> tuple[ProcessResult, ...]:
    """Direct and cumulative footprint of every process, per unit of the study."""
    total, scale = _total_and_scale(items)
    own: dict[str, list[Burden]] = defaultdict(list)
    for item in items:
        own[item.process].append(item)
    handed_on = _cumulative(rows, foreground)
    found = []
    for p, process in enumerate(model.processes):
        direct = sum_lines(own[process.id])
        found.append(
            ProcessResult(
                process=process.id,
                name=process.name,
                stage=process.stage,
                runs=float(foreground.runs[p]),
                lines=direct,
                total=direct.total,
                cumulative=handed_on(p, direct.total),
                share=_share(direct.total, total, scale),
            )
        )
    return tuple(found)


def _cumulative(rows: Sequence[Row], foreground: Foreground) -> Callable[[int, float], float]:
    """(process, its direct footprint) → what its products carry, kg CO2e per unit of the study.

    A process without output carries what it takes directly and from the model's own suppliers.
    """
    carried: dict[int, list[float]] = defaultdict(list)
    for i, column in enumerate(foreground.columns):
        carried[column.process].append(foreground.supply[i] * column.amount * foreground.scores[i])
    taken: dict[int, list[float]] = defaultdict(list)
    for row in rows:
        taken[row.process].append(from_supplier(row, foreground))

    def cumulative(process: int, direct: float) -> float:
        if carried[process]:
            return float(sum(carried[process]))
        return direct + fsum(taken[process])

    return cumulative


def from_supplier(row: Row, foreground: Foreground) -> float:
    """kg CO2e that a run of the row's process takes over from one of the model's own processes."""
    if row.supplier is None:
        return 0.0
    return row.amount * row.each * float(foreground.scores[foreground.column(row.supplier)])


def by_gas(rows: Sequence[Row], runs: Runs) -> tuple[GasResult, ...]:
    """kg of each gas and kg CO2e, largest first; `CO2e` gathers factors that do not tell their gases."""
    kg: dict[tuple[str, str], list[float]] = {}
    co2e: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        times = runs(row)
        for share in row.gases:
            key = (share.gas, share.line)
            co2e.setdefault(key, []).append(share.kg_co2e * times)
            kg.setdefault(key, []).append((share.kg or 0.0) * times)
    found = [
        GasResult.model_validate(
            {
                "gas": gas,
                "line": line,
                "kg": None if gas == "CO2e" else fsum(kg[gas, line]),
                "kg_co2e": fsum(co2e[gas, line]),
            }
        )
        for gas, line in co2e
    ]
    return tuple(sorted(found, key=lambda g: (-abs(g.kg_co2e), g.gas, g.line)))


def sensitivities(
    model: ProductModel,
    rows: Sequence[Row],
    foreground: Foreground,
    items: Sequence[Burden],
    most: int = 40,
) -> tuple[Sensitivity, ...]:
    """% of the total per % of each amount: (runs × amount × intensity) / total; largest first.

    The total is linear in every amount of an exchange, so that the elasticity is exact for small changes;
    for an exchange between the model's own processes the intensity is the supplier's (Heijungs & Suh 2002, 6.2).
    """
    total, scale = _total_and_scale(items)
    if _share(1.0, total, scale) is None:
        return ()
    found = []
    for row in rows:
        effect = float(row.lines.sum()) + from_supplier(row, foreground)
        times = 1.0 if row.process < 0 else float(foreground.runs[row.process])
        elasticity = effect * times / total
        if not isfinite(elasticity):
            raise NOT_FINITE.error()
        found.append((-abs(elasticity), row.path, elasticity, row))
    found.sort(key=lambda each: each[:2])
    return tuple(
        Sensitivity(
            path=row.path,
            name=row.name,
            process=LOOPS if row.process < 0 else model.processes[row.process].id,
            elasticity=elasticity,
            link=row.supplier is not None,
        )
        for _, _, elasticity, row in found[:most]
    )


def trails(model: ProductModel, rows: Sequence[Row], foreground: Foreground) -> tuple[Trail, ...]:
    """What the model's own processes hand on to each other, kg CO2e per unit of the study."""
    carried: dict[tuple[str, str], float] = {}
    for row in rows:
        if row.supplier is None or row.process < 0:
            continue
        process = model.processes[row.process]
        key = (row.supplier.partition(":")[0], process.id if process.output else UNIT)
        kg = float(foreground.runs[row.process]) * from_supplier(row, foreground)
        carried[key] = carried.get(key, 0.0) + kg
    if model.deliver is not None:
        key = (model.deliver.partition(":")[0], UNIT)
        kg = foreground.delivered * float(foreground.scores[foreground.column(model.deliver)])
        carried[key] = carried.get(key, 0.0) + kg
    return tuple(Trail(source=s, target=t, kg_co2e=kg) for (s, t), kg in carried.items())


def data_quality(items: Sequence[Contribution]) -> DataQuality:
    """Contribution-weighted rating, and the shares of the gross footprint by kind of data."""
    scale = fsum(abs(c.total) for c in items) or 1.0
    rated = [(abs(c.total), rating) for c in items if (rating := _rating(c)) is not None]
    weight = fsum(w for w, _ in rated)
    return DataQuality(
        rating=fsum(w * r for w, r in rated) / weight if weight else None,
        rated_share=weight / scale,
        primary_share=fsum(abs(c.total) for c in items if c.data_kind == "primary") / scale,
        low_confidence_share=fsum(abs(c.total) for c in items if _low(c)) / scale,
    )


def _rating(item: Contribution) -> float | None:
    if item.quality is not None and item.quality.rating is not None:
        return item.quality.rating
    rated = [f.quality.rating for f in item.factors if f.quality and f.quality.rating is not None]
    return sum(rated) / len(rated) if rated else None


def _low(item: Contribution) -> bool:
    return item.data_kind == "estimate" or any(factor.confidence == "low" for factor in item.factors)


def grid_average(model: ProductModel, rows: Sequence[Row], amounts: Amounts) -> float | None:
    """The total with the grid average in place of instruments; None where no row names one (SG-13).

    Power that one of the model's own processes supplies is replaced too, so that the foreground is solved again.
    """
    if all(row.grid is None for row in rows):
        return None
    swapped = [row if row.grid is None else _from_grid(row, row.grid) for row in rows]
    runs = solve_foreground(model, [row for row in swapped if row.process >= 0], amounts).runs
    return fsum(
        float(row.lines.sum()) * (1.0 if row.process < 0 else float(runs[row.process])) for row in swapped
    )


def _from_grid(row: Row, total: float) -> Row:
    lines = np.zeros(len(LINES))
    lines[LINES.index("fossil")] = total
    return replace(row, lines=lines, supplier=None)
