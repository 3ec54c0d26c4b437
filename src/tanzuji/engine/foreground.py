"""The foreground as its own small system on top of the background's intensities.

Column 0 delivers one unit of the study; it runs every process without an output once and takes
`unit.amount` of the delivering process. Every other column makes one product of one process. A process
with several products has a column for each, which takes its allocated share of all inputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.exchanges import CoProduct as CoProductDocument
from tanzuji.documents.exchanges import Output
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Process, ProductModel
from tanzuji.documents.quantities import convertible, factor
from tanzuji.engine.activity import Amounts
from tanzuji.engine.allocation import CoProduct, allocate
from tanzuji.engine.rows import Row
from tanzuji.engine.system import System

NOTHING_DELIVERED = define(
    "footprint.nothing-delivered",
    zh="每个过程都有产出，但模型没有说哪个过程交付产品。",
    en="Every process has an output, but the model does not say which one delivers the product.",
    remedy_zh="请在“交付过程”选出交付产品的过程。",
    remedy_en="Choose it under “Delivering process”.",
)
SUBSTITUTED_AND_USED = define(
    "footprint.substituted-and-used",
    zh="“{product}”已按替代法抵减，不能再作为投入使用。",
    en="“{product}” is credited by substitution and cannot be an input as well.",
    remedy_zh="请改用分配法，或去掉这项投入。",
    remedy_en="Allocate instead, or remove the input.",
)
CARRIES_NOTHING = define(
    "footprint.carries-nothing",
    zh="“{product}”不承担负荷（{why_zh}），不能作为投入或交付的产品。",
    en="“{product}” carries no burden ({why_en}), so that it can be neither an input nor what is delivered.",
    remedy_zh="请为该过程选定分配方法并写出产出；废物只能送去处理。",
    remedy_en="Give its process an output and an allocation method; a waste can only go to treatment.",
)

Takers = list[list[tuple[int, float]]]
"""For each process, the columns that take its inputs and with what share."""

UNIT = "·"
"""Id of the study's own unit in the foreground system."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the foreground: a product of a process, its amount a run and its share of the inputs."""

    product: str
    process: int
    amount: float
    unit: str
    share: float


@dataclass(frozen=True)
class Foreground:
    """The solved foreground: how often each process runs, and what each product carries."""

    columns: tuple[Column, ...]
    runs: NDArray[np.float64]  # (processes,) runs per unit of the study, weighted by allocation
    supply: NDArray[np.float64]  # (columns,)
    intensities: NDArray[np.float64]  # (columns, 5) kg CO2e per unit of each product
    delivered: float  # of the delivering process's product per unit of the study; 0 where none delivers
    system: System
    takers: Takers

    def column(self, product: str) -> int:
        return self._places[product]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column.product: i for i, column in enumerate(self.columns)}

    @cached_property
    def scores(self) -> list[float]:
        """kg CO2e per unit of each product, all lines together; (columns,)."""
        return [float(lines.sum()) for lines in self.intensities]


def solve_foreground(model: ProductModel, rows: list[Row], amounts: Amounts) -> Foreground:
    """Runs and intensities of every foreground process.

    Raises `footprint.nothing-delivered`, unit and allocation errors with their paths, and the engine's
    own errors naming the loop where processes feed each other without end.
    """
    columns = _columns(model, amounts)
    place = {column.product: i for i, column in enumerate(columns)}
    rows_, cols, values = [], [], []

    def consume(column: int, product: int, amount: float) -> None:
        rows_.append(product)
        cols.append(column)
        values.append(-amount)

    for i, column in enumerate(columns):
        rows_.append(i)
        cols.append(i)
        values.append(column.amount)
    delivered = 0.0
    if model.deliver is not None:
        target = place[_carrying(model, model.deliver, "deliver")]
        delivered = _delivered(model, columns[target])
        consume(0, target, delivered)
    elif all(process.output for process in model.processes):
        raise NOTHING_DELIVERED.error("deliver")
    takers = _takers(model, columns)
    direct = np.zeros((len(LINES), len(columns)))
    for row in rows:
        supplier = None
        if row.supplier is not None:
            supplier = place[_carrying(model, row.supplier, f"{row.path}.process")]
            row.each = amounts.per_unit(row.unit, row.conversion, columns[supplier].unit, row.path)
        for i, share in takers[row.process]:
            direct[:, i] += share * row.lines
            if supplier is not None:
                consume(i, supplier, share * row.amount * row.each)
    b_rows, b_cols = np.nonzero(direct)
    system = System.from_triplets(
        technosphere=(np.array(rows_), np.array(cols), np.array(values, dtype=float)),
        interventions=(b_rows, b_cols, direct[b_rows, b_cols]),
        characterization={line: np.eye(len(LINES))[k] for k, line in enumerate(LINES)},
        process_ids=[column.product for column in columns],
        product_ids=[column.product for column in columns],
        flow_ids=list(LINES),
    )
    supply = np.asarray(system.inventory({UNIT: 1.0})[0])
    intensities = np.asarray(system.intensities())
    return Foreground(tuple(columns), runs_of(takers, supply), supply, intensities, delivered, system, takers)


def runs_of(takers: Takers, supply: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often each process runs, (processes,), where each column supplies as much as `supply` (columns,) says."""
    return np.array([sum(share * supply[i] for i, share in columns) for columns in takers])


def _columns(model: ProductModel, amounts: Amounts) -> list[Column]:
    columns = [Column(UNIT, -1, 1.0, model.unit.unit, 1.0)]
    for p, process in enumerate(model.processes):
        if process.output is None:
            continue
        path = f"processes[{p}]"
        shares = _shares(process, path, amounts)
        made = amounts.positive(process.output.amount, f"{path}.output.amount")
        columns.append(Column(process.id, p, made, process.output.unit, shares[0]))
        for j, coproduct in enumerate(process.coproducts):
            if process.allocation.method in ("none", "substitution") or coproduct.is_waste:
                continue
            made = amounts.positive(coproduct.amount, f"{path}.coproducts[{j}].amount")
            columns.append(Column(f"{process.id}:{coproduct.id}", p, made, coproduct.unit, shares[j + 1]))
    return columns


def _shares(process: Process, path: str, amounts: Amounts) -> tuple[float, ...]:
    """Share of the inputs that the output and each co-product carry; the first is the output's."""
    method = process.allocation.method
    if method in ("none", "substitution") or not process.coproducts or process.output is None:
        return (1.0,) + (0.0,) * len(process.coproducts)
    outputs = [_coproduct(process.output, "", f"{path}.output", amounts)]
    outputs += [
        _coproduct(coproduct, coproduct.id, f"{path}.coproducts[{j}]", amounts)
        for j, coproduct in enumerate(process.coproducts)
    ]
    try:
        return tuple(allocate(outputs, method))
    except CodedError as error:
        raise error.at(f"{path}.allocation") from error


def _coproduct(product: Output | CoProductDocument, name: str, path: str, amounts: Amounts) -> CoProduct:
    mass = amounts.known(product.mass, f"{path}.mass")
    amount = amounts.value(product.amount, f"{path}.amount")
    if mass is None and convertible(product.unit, "kg"):
        mass = amount * factor(product.unit, "kg")
    energy = amounts.known(product.energy, f"{path}.energy")
    if energy is None and convertible(product.unit, "MJ"):
        energy = amount * factor(product.unit, "MJ")
    return CoProduct(
        name=name or "output",
        amount=amount,
        mass=mass,
        energy=energy,
        price=amounts.known(product.price, f"{path}.price"),
        share=amounts.known(product.share, f"{path}.share"),
        is_waste=bool(getattr(product, "is_waste", False)),
    )


def _takers(model: ProductModel, columns: list[Column]) -> Takers:
    takers: Takers = [[] for _ in model.processes]
    for p, process in enumerate(model.processes):
        if process.output is None:
            takers[p].append((0, 1.0))
    for i, column in enumerate(columns):
        if column.process >= 0:
            takers[column.process].append((i, column.share))
    return takers


def _delivered(model: ProductModel, target: Column) -> float:
    """How much of the delivering process's product fulfils the unit, in that product's own unit."""
    try:
        return model.unit.amount * factor(model.unit.unit, target.unit)
    except CodedError as error:
        raise error.at("deliver") from error


def _carrying(model: ProductModel, product: str, path: str) -> str:
    """`product` where it has a column of its own. Raises `.substituted-and-used` or `.carries-nothing` at `path`."""
    of, _, name = product.partition(":")
    process = next(p for p in model.processes if p.id == of)
    if not name:
        return product
    waste = next(c for c in process.coproducts if c.id == name).is_waste
    if process.output is not None and process.allocation.method == "substitution" and not waste:
        raise SUBSTITUTED_AND_USED.error(path, product=product)
    for holds, why_zh, why_en in (
        (process.output is None, "所在过程没有产出", "its process has no output"),
        (waste, "它是废物", "it is a waste"),
        (
            process.allocation.method in ("none", "substitution"),
            "所在过程没有分配",
            "its process is not allocated",
        ),
    ):
        if holds:
            raise CARRIES_NOTHING.error(path, product=product, why_zh=why_zh, why_en=why_en)
    return product
