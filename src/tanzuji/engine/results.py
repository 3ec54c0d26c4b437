"""From solved rows to the tables of a footprint: by stage, by process, by gas, sensitivities, trails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import fsum

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
from tanzuji.engine.activity import Amounts
from tanzuji.engine.foreground import UNIT, Foreground, solve_foreground
from tanzuji.engine.rows import Row

NEAR_ZERO = 1e-9
"""Below this part of the gross footprint a net total has no meaningful percentages."""

Runs = Callable[[Row], float]


def contributions(
    model: ProductModel, rows: Sequence[Row], runs: Runs, gwp_set: GwpSet
) -> tuple[Contribution, ...]:
    """Every row that brings a burden of its own, per unit of the study, with the factors behind it."""
    found = [
        _contribution(model, row, runs(row), gwp_set) for row in rows if row.supplier is None or row.factors
    ]
    total = fsum(c.total for c in found)
    scale = fsum(abs(c.total) for c in found)
    return tuple(c.model_copy(update={"share": _share(c.total, total, scale)}) for c in found)


def _contribution(model: ProductModel, row: Row, runs: float, gwp_set: GwpSet) -> Contribution:
    lines = Lines(**{line: float(value) * runs for line, value in zip(LINES, row.lines, strict=True)})
    kind: ContributionKind = row.kind
    if row.process < 0:
        process, process_name, stage = "materials", Text(zh="材料循环", en="Material loops"), row.stage or ""
    else:
        of = model.processes[row.process]
        process, process_name, stage = of.id, of.name, of.stage
    return Contribution(
        path=row.path,
        process=process,
        process_name=process_name,
        stage=stage,
        kind=kind,
        name=row.name,
        amount=row.amount * runs,
        unit=row.unit,
        runs=runs,
        lines=lines,
        total=lines.total,
        share=None,
        factors=tuple(factor.use(declared * runs, gwp_set) for factor, declared in row.factors),
        gas=row.gas,
        data_kind=row.data.kind,
        confidence=row.data.confidence,
        quality=row.data.quality,
        electricity=row.electricity,
        citation=row.data.citation,
        note=row.note,
    )


def _share(value: float, total: float, scale: float) -> float | None:
    return None if abs(total) <= NEAR_ZERO * scale or scale == 0 else value / total


def sum_lines(items: Sequence[Contribution]) -> Lines:
    """Exact sums by line, so that the order of rows does not change a digit."""
    return Lines(**{line: fsum(c.lines.get(line) for c in items) for line in LINES})


def gross(items: Sequence[Contribution], sign: int) -> float:
    """Sum of all positive (`+1`) or all negative (`-1`) line values."""
    return fsum(v for c in items for line in LINES if (v := c.lines.get(line)) * sign > 0)


def by_stage(model: ProductModel, items: Sequence[Contribution]) -> tuple[StageResult, ...]:
    """One row a stage of the model, in its order; stages without contributions are there with 0."""
    total, scale = fsum(c.total for c in items), fsum(abs(c.total) for c in items)
    found = []
    for stage in model.stages():
        lines = sum_lines([c for c in items if c.stage == stage.id])
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
    model: ProductModel, rows: Sequence[Row], foreground: Foreground, items: Sequence[Contribution]
) -> tuple[ProcessResult, ...]:
    """Direct and cumulative footprint of every process, per unit of the study."""
    total, scale = fsum(c.total for c in items), fsum(abs(c.total) for c in items)
    found = []
    for p, process in enumerate(model.processes):
        direct = sum_lines([c for c in items if c.process == process.id])
        carried = [
            foreground.supply[i] * column.amount * foreground.intensities[i].sum()
            for i, column in enumerate(foreground.columns)
            if column.process == p
        ]
        found.append(
            ProcessResult(
                process=process.id,
                name=process.name,
                stage=process.stage,
                runs=float(foreground.runs[p]),
                lines=direct,
                total=direct.total,
                cumulative=float(sum(carried)) if carried else _unlinked(rows, foreground, p, direct.total),
                share=_share(direct.total, total, scale),
            )
        )
    return tuple(found)


def _unlinked(rows: Sequence[Row], foreground: Foreground, process: int, direct: float) -> float:
    """A process without output carries what it takes directly and from the model's own suppliers."""
    return direct + fsum(_from_supplier(row, foreground) for row in rows if row.process == process)


def _from_supplier(row: Row, foreground: Foreground) -> float:
    """kg CO2e that a run of the row's process takes over from one of the model's own processes."""
    if row.supplier is None:
        return 0.0
    return row.amount * row.each * float(foreground.intensities[foreground.column(row.supplier)].sum())


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
    items: Sequence[Contribution],
    most: int = 40,
) -> tuple[Sensitivity, ...]:
    """% of the total per % of each amount: (runs × amount × intensity) / total; largest first.

    The total is linear in every amount of an exchange, so that the elasticity is exact for small changes;
    for an exchange between the model's own processes the intensity is the supplier's (Heijungs & Suh 2002, 6.2).
    """
    total, scale = fsum(c.total for c in items), fsum(abs(c.total) for c in items)
    if _share(1.0, total, scale) is None:
        return ()
    found = []
    for row in rows:
        effect = float(row.lines.sum()) + _from_supplier(row, foreground)
        times = 1.0 if row.process < 0 else float(foreground.runs[row.process])
        process = "materials" if row.process < 0 else model.processes[row.process].id
        found.append(
            Sensitivity(
                path=row.path,
                name=row.name,
                process=process,
                elasticity=effect * times / total,
                link=row.supplier is not None,
            )
        )
    return tuple(sorted(found, key=lambda s: (-abs(s.elasticity), s.path))[:most])


def trails(model: ProductModel, rows: Sequence[Row], foreground: Foreground) -> tuple[Trail, ...]:
    """What the model's own processes hand on to each other, kg CO2e per unit of the study."""
    carried: dict[tuple[str, str], float] = {}
    for row in rows:
        if row.supplier is None or row.process < 0:
            continue
        process = model.processes[row.process]
        key = (row.supplier.partition(":")[0], process.id if process.output else UNIT)
        kg = float(foreground.runs[row.process]) * _from_supplier(row, foreground)
        carried[key] = carried.get(key, 0.0) + kg
    if model.deliver is not None:
        key = (model.deliver.partition(":")[0], UNIT)
        kg = foreground.delivered * float(foreground.intensities[foreground.column(model.deliver)].sum())
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
