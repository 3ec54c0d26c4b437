"""The lines of a product model as rows of numbers: what one run of a process adds, and from which factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.exchanges import Conversion, CoProduct, DataOrigin, Emission, Energy, Exchange
from tanzuji.documents.footprints import ContributionKind, Gap
from tanzuji.documents.gases import gas as gas_named
from tanzuji.documents.gases import gwp
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Process, ProductModel
from tanzuji.documents.quantities import factor as unit_factor
from tanzuji.documents.text import Text
from tanzuji.engine.activity import NEGATIVE, NOT_FINITE, Amounts
from tanzuji.engine.background import Background, Factor, GasShare, carbon_neutral
from tanzuji.engine.electricity import Source, source_of
from tanzuji.engine.instead import Instead

_KINDS: tuple[tuple[str, ContributionKind], ...] = (
    ("inputs", "input"),
    ("energy", "energy"),
    ("transports", "transport"),
    ("wastes", "waste"),
)


@dataclass(slots=True)
class Row:
    """One line of the model, per run of its process: amount, kg CO2e on each line, factors behind it."""

    path: str
    process: int
    kind: ContributionKind
    name: Text
    amount: float
    unit: str
    lines: NDArray[np.float64] = field(default_factory=lambda: np.zeros(len(LINES)))
    factors: list[tuple[Factor, float]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    """Declared units of each factor per unit of the amount."""
    gases: list[GasShare] = field(default_factory=list)
    supplier: str | None = None
    conversion: Conversion | None = None
    each: float = (
        1.0  # units of the supplier's product per unit of this row, set when the foreground is solved
    )
    gas: str | None = None
    stage: str | None = None
    data: DataOrigin = field(default_factory=DataOrigin)
    electricity: str | None = None
    grid: float | None = None
    note: Text | None = None

    def add(self, factor: Factor, declared: float, share: float) -> None:
        """Count `declared` declared units of a factor into this row, `share` of them per unit of the amount."""
        self.lines = self.lines + factor.lines * declared
        self.factors.append((factor, declared))
        self.shares.append(share)
        self.gases.extend(
            GasShare(g.gas, g.line, None if g.kg is None else g.kg * declared, g.kg_co2e * declared)
            for g in factor.gases
        )


def rows_of(
    model: ProductModel, amounts: Amounts, background: Background, instead: Instead
) -> tuple[list[Row], list[Gap]]:
    """Every line of every process as rows; lines without amount or factor as gaps.

    `instead` is what a scenario uses instead. A line of which it supplies a share is two rows of one path.
    """
    rows: list[Row] = []
    gaps: list[Gap] = []
    problems: list[Problem] = []
    for index, process in enumerate(model.processes):
        for item in items_of(index, process):
            try:
                for found in of_item(item, amounts, background, instead):
                    (gaps if isinstance(found, Gap) else rows).append(found)  # type: ignore[arg-type]
            except CodedError as error:
                problems.extend(error.problems)
    if problems:
        raise CodedError(problems)
    return rows, gaps


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the model with its place: position of its process, path, kind."""

    index: int
    process: Process
    path: str
    kind: ContributionKind
    line: Exchange | Emission


def items_of(index: int, process: Process) -> Iterator[Item]:
    """Every line of a process, in the order of the result."""
    for attribute, kind in _KINDS:
        for j, exchange in enumerate(getattr(process, attribute)):
            yield Item(index, process, f"processes[{index}].{attribute}[{j}]", kind, exchange)
    for j, emission in enumerate(process.emissions):
        yield Item(index, process, f"processes[{index}].emissions[{j}]", "emission", emission)


def of_item(item: Item, amounts: Amounts, background: Background, instead: Instead) -> list[Row | Gap]:
    """What a line adds: rows, or the gap that it is. Raises coded errors with the line's path."""
    found: list[Row | Gap]
    if isinstance(item.line, Emission):
        found = [_emission(item, item.line, amounts, background)]
    else:
        found = _exchange(item, item.line, amounts, background, instead)
    for each in found:
        if isinstance(each, Gap):
            continue
        if not all(map(isfinite, (each.amount, each.grid or 0.0, *each.lines.tolist()))):
            raise NOT_FINITE.error(item.path)
    return found


def _gap(item: Item, reason: str, amount: float | None = None, note: Text | None = None) -> Gap:
    return Gap.model_validate(
        {
            "path": item.path,
            "process": item.process.id,
            "stage": item.process.stage,
            "name": item.line.name,
            "reason": reason,
            "amount": amount,
            "unit": item.line.unit,
            "note": note or item.line.note,
        }
    )


def _exchange(
    item: Item, exchange: Exchange, amounts: Amounts, background: Background, instead: Instead
) -> list[Row | Gap]:
    amount = amounts.of(exchange, item.path)
    place = f"{item.process.id}/{exchange.id}"
    datasets = instead.datasets.get(place) if exchange.id else None
    if datasets is None:
        return [_own(item, exchange, amount, amounts, background)]
    # What a scenario uses instead takes the place of the model's own supplier too: it would count twice.
    if amount is None:
        return [_gap(item, "no_amount")]
    share = instead.shares.get(place, 1.0)
    found: list[Row | Gap] = []
    if share < 1:
        found.append(_own(item, exchange, amount * (1 - share), amounts, background))
    if share > 0:
        source = Source(datasets, None, "own")
        found.append(_supplied(item, exchange, amount * share, source, amounts, background))
    return found


def _own(
    item: Item, exchange: Exchange, amount: float | None, amounts: Amounts, background: Background
) -> Row | Gap:
    """The line as the model has it, under the method's treatment of electricity."""
    if exchange.burden_free is not None:
        return _gap(item, "burden_free", amount, exchange.burden_free)
    if amount is None:
        return _gap(item, "no_amount")
    treatment = background.method.electricity
    source = (
        source_of(exchange, treatment)
        if isinstance(exchange, Energy)
        else Source(exchange.datasets, exchange.process, "own")
    )
    return _supplied(item, exchange, amount, source, amounts, background)


def _supplied(
    item: Item, exchange: Exchange, amount: float, source: Source, amounts: Amounts, background: Background
) -> Row | Gap:
    if source.supplier is None and not source.datasets:
        return _gap(item, "no_factor", amount)
    row = Row(
        item.path,
        item.index,
        item.kind,
        exchange.name,
        amount,
        exchange.unit,
        data=exchange.data,
        note=exchange.note,
        supplier=source.supplier,
        conversion=exchange.conversion,
    )
    for dataset in source.datasets:
        _count(row, exchange, dataset, amounts, background)
    if isinstance(exchange, Energy):
        row.electricity = exchange.electricity
        if exchange.grid_datasets:
            row.grid = _grid_total(exchange, amount, item.path, amounts, background)
    return row


def _count(row: Row, exchange: Exchange, dataset: str, amounts: Amounts, background: Background) -> None:
    factor = background.factor(dataset, f"{row.path}.datasets")
    each = amounts.per_unit(exchange.unit, exchange.conversion, factor.dataset.unit, row.path)
    row.add(factor, row.amount * each, each)


def _grid_total(energy: Energy, amount: float, path: str, amounts: Amounts, background: Background) -> float:
    total = 0.0
    for dataset in energy.grid_datasets:
        factor = background.factor(dataset, f"{path}.grid_datasets")
        total += (
            amount
            * amounts.per_unit(energy.unit, energy.conversion, factor.dataset.unit, path)
            * factor.total
        )
    return total


_TAKEN_IN = (
    "从大气吸收的量写 category: removal；避免的排放请用替代法（allocation: substitution）。",
    "What is taken from the air is `category: removal`; avoided emissions are credited by substitution.",
)


def _emission(item: Item, emission: Emission, amounts: Amounts, background: Background) -> Row | Gap:
    amount = amounts.known(emission.amount, f"{item.path}.amount")
    if emission.category == "offset":
        return _gap(item, "offset_not_counted", amount)
    if amount is None:
        return _gap(item, "no_amount")
    if amount < 0 and emission.category == "emission" and emission.line not in ("removal", "land_use_change"):
        # A negative emission lowers the total unseen, without standing among the removals.
        raise NEGATIVE.error(f"{item.path}.amount", value=amount, fix_zh=_TAKEN_IN[0], fix_en=_TAKEN_IN[1])
    try:
        gas = gas_named(emission.gas).id
        weight = gwp(gas, background.method.gwp_set)
    except CodedError as error:
        raise error.at(f"{item.path}.gas") from error
    try:
        kg = amount * unit_factor(emission.unit, "kg")
    except CodedError as error:
        raise error.at(f"{item.path}.unit") from error
    line = emission.line
    if emission.category == "removal" or line == "removal":
        kg, line = -abs(kg), "removal"
    if carbon_neutral(background.method.biogenic, gas, line):
        weight = 0.0
    row = Row(item.path, item.index, "emission", emission.name, amount, emission.unit, data=emission.data)
    row.gas, row.note = gas, emission.note
    row.lines[LINES.index(line)] = kg * weight
    row.gases.append(GasShare(gas, line, kg, kg * weight))
    return row


def credits_of(model: ProductModel, amounts: Amounts, background: Background) -> tuple[list[Row], list[Gap]]:
    """Substitution: what a co-product replaces elsewhere, as negative rows per run of its process.

    A co-product that does not say what it replaces is a gap. Raises `footprint.not-positive`.
    """
    rows: list[Row] = []
    gaps: list[Gap] = []
    for i, process in enumerate(model.processes):
        if process.allocation.method != "substitution":
            continue
        for j, coproduct in enumerate(process.coproducts):
            path = f"processes[{i}].coproducts[{j}]"
            amount = amounts.positive(coproduct.amount, f"{path}.amount")
            if not coproduct.datasets:
                if not coproduct.is_waste:
                    gaps.append(_no_credit(process, coproduct, amount, path))
                continue
            row = Row(path, i, "credit", coproduct.name, amount, coproduct.unit)
            for dataset in coproduct.datasets:
                factor = background.factor(dataset, f"{path}.datasets")
                each = amounts.per_unit(coproduct.unit, None, factor.dataset.unit, path)
                row.add(factor, -amount * each, -each)
            rows.append(row)
    return rows, gaps


def _no_credit(process: Process, coproduct: CoProduct, amount: float, path: str) -> Gap:
    return Gap(
        path=path,
        process=process.id,
        stage=process.stage,
        name=coproduct.name,
        reason="no_factor",
        amount=amount,
        unit=coproduct.unit,
    )
