"""Amounts, conversions and allocation of a product model as they come out in every draw.

A formula is evaluated on arrays where a parameter that is drawn stands behind it; all else keeps the number it has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from tanzuji.documents.exchanges import Conversion, CoProduct, Emission, Exchange, Output, Transport
from tanzuji.documents.gases import gas as gas_named
from tanzuji.documents.gases import gwp
from tanzuji.documents.models import Material, Process
from tanzuji.documents.quantities import convertible
from tanzuji.documents.quantities import factor as unit_factor
from tanzuji.engine.arrays import Flags
from tanzuji.engine.background import carbon_neutral
from tanzuji.engine.footprint import Case
from tanzuji.engine.formulas import parse
from tanzuji.engine.rows import Row
from tanzuji.engine.uncertainty.drawn_foreground import Drawn
from tanzuji.engine.uncertainty.input_finding import line_key, moving_parameters
from tanzuji.engine.uncertainty.uncertain_inputs import Inputs

Line = Exchange | Emission | CoProduct | Material


@dataclass(frozen=True, slots=True)
class RowPlan:
    """How the amount of a row is drawn, and its direct kg CO2e per unit of the amount."""

    amount: Callable[[Values], Drawn] | None
    times: int | None
    direct: float
    taken_up: bool
    conversion: ConversionPlan | None


@dataclass(frozen=True, slots=True)
class ConversionPlan:
    amount: Callable[[Values], Drawn] | None
    times: int | None
    base: float
    to_supplier: bool
    factors: tuple[int, ...]
    """Which factors of the row go by the conversion."""


class Values:
    """The amounts of one set of draws: formulas with the parameters as drawn."""

    def __init__(self, case: Case, parameters: Mapping[str, Drawn], void: Flags) -> None:
        self.case = case
        self.parameters = parameters
        self.void = void

    def of(self, amount: float | str) -> Drawn:
        return parse(amount).sample(self.parameters) if isinstance(amount, str) else float(amount)

    def known(self, amount: float | str | None) -> Drawn | None:
        return None if amount is None else self.of(amount)

    def above(self, value: Drawn, least: float = 0.0, *, strictly: bool = True) -> Drawn:
        """The value; draws in which it is not above `least` become void."""
        with np.errstate(invalid="ignore"):
            self.void |= ~(np.asarray(value) > least) if strictly else ~(np.asarray(value) >= least)
        return value


class Planner:
    """What is known of the rows of a case before anything is drawn."""

    def __init__(self, case: Case, inputs: Inputs) -> None:
        self.case = case
        self.inputs = inputs
        self.lines = lines_by_path(case)
        drawn = any(item.kind == "parameter" for item in inputs.items)
        self.moving = moving_parameters(case.model) if drawn else frozenset()

    def plan(self, row: Row) -> RowPlan:
        line = self.lines[row.path]
        direct, taken_up = self._of_emission(line)
        times = self.inputs.place("amount", _key(self.case, row, line))
        return RowPlan(self._amount(line), times, direct, taken_up, self._conversion(row, line))

    def _of_emission(self, line: Line) -> tuple[float, bool]:
        """kg CO2e per unit of a direct emission, and whether it is taken up whatever the sign of its amount."""
        if not isinstance(line, Emission):
            return 0.0, False
        method, gas = self.case.background.method, gas_named(line.gas).id
        weight = gwp(gas, method.gwp_set) * unit_factor(line.unit, "kg")
        removal = line.category == "removal" or line.line == "removal"
        if carbon_neutral(method.biogenic, gas, "removal" if removal else line.line):
            weight = 0.0
        return weight, removal

    def _amount(self, line: Line) -> Callable[[Values], Drawn] | None:
        """How the amount is drawn where its formulas stand on what is drawn; else it is as it is."""
        if isinstance(line, Transport) and line.amount is None:
            if self.still(line.mass) and self.still(line.distance):
                return None
            each = unit_factor(line.mass_unit, "t") * unit_factor(line.distance_unit, "km")
            each *= unit_factor("t*km", line.unit)
            mass, distance = line.mass, line.distance
            assert mass is not None and distance is not None  # else it is a gap and no row

            def moved(values: Values) -> Drawn:
                carried = values.above(values.of(mass), strictly=False)
                return carried * values.above(values.of(distance), strictly=False) * each

            return moved
        amount = line.amount
        if amount is None or self.still(amount):
            return None
        if isinstance(line, Material):
            return lambda values: values.above(values.of(amount), strictly=False)
        if isinstance(line, CoProduct):
            return lambda values: values.above(values.of(amount))
        return lambda values: values.of(amount)

    def still(self, *amounts: float | str | None) -> bool:
        """Whether amounts stand on nothing that is drawn."""
        return not any(isinstance(a, str) and parse(a).names & self.moving for a in amounts)

    def _conversion(self, row: Row, line: Line) -> ConversionPlan | None:
        """The stated conversion of a row, where it is drawn and anything goes by it."""
        conversion: Conversion | None = getattr(line, "conversion", None)
        if conversion is None:
            return None
        times = self.inputs.place("conversion", _key(self.case, row, line))
        if times is None and self.still(conversion.amount):
            return None
        amount = conversion.amount
        by = [at for at, (f, _) in enumerate(row.factors) if not convertible(row.unit, f.dataset.unit)]
        supplier = row.supplier is not None and not convertible(row.unit, self._unit_of(row.supplier))
        return ConversionPlan(
            None if self.still(amount) else lambda values: values.above(values.of(amount)),
            times,
            self.case.amounts.value(amount, f"{row.path}.conversion.amount"),
            supplier,
            tuple(by),
        )

    def _unit_of(self, product: str) -> str:
        foreground = self.case.foreground
        return foreground.columns[foreground.column(product)].unit


def outputs_still(process: Process, still: Callable[..., bool]) -> bool:
    """Whether nothing that is drawn stands behind what a process yields and how its burden is shared."""
    products: list[Output | CoProduct] = [*process.coproducts]
    if process.output is not None:
        products.append(process.output)
    return all(still(p.amount, p.mass, p.energy, p.price, p.share) for p in products)


def shares_of(process: Process, values: Values) -> list[Drawn]:
    """As `allocation.allocate`: the share that the output and each co-product carry."""
    assert process.output is not None
    method = process.allocation.method
    products: list[Output | CoProduct] = [process.output, *process.coproducts]
    bases = [
        0.0 if getattr(product, "is_waste", False) else _basis(product, method, values)
        for product in products
    ]
    for basis in bases:
        values.above(basis, strictly=False)
    whole = sum(bases)
    if method == "given":
        values.void |= ~(np.abs(np.asarray(whole) - 1.0) <= 1e-9)
        return bases
    values.above(whole)
    return [basis / whole for basis in bases]


def _basis(product: Output | CoProduct, method: str, values: Values) -> Drawn:
    if method == "economic":
        stated = values.known(product.price)
    elif method == "given":
        stated = values.known(product.share)
    else:
        stated = values.known(product.mass if method == "mass" else product.energy)
        unit = "kg" if method == "mass" else "MJ"
        if stated is None and convertible(product.unit, unit):
            stated = values.of(product.amount) * unit_factor(product.unit, unit)
    assert stated is not None  # the footprint itself would not have been computed
    return stated


def lines_by_path(case: Case) -> dict[str, Line]:
    """Every line of the model, co-product and material by its path."""
    found: dict[str, Line] = {}
    for p, process in enumerate(case.model.processes):
        for kind in ("inputs", "energy", "transports", "wastes", "emissions", "coproducts"):
            found |= {f"processes[{p}].{kind}[{j}]": x for j, x in enumerate(getattr(process, kind))}
    return found | {f"materials[{i}]": material for i, material in enumerate(case.model.materials)}


def _key(case: Case, row: Row, line: Line) -> str:
    if isinstance(line, Material):
        return f"materials/{line.id}"
    if isinstance(line, CoProduct):
        return row.path
    return line_key(case.model.processes[row.process].id, line, row.path)
