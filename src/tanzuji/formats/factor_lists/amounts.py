"""The amounts of a row: kg of each gas per declared unit, from whatever units the columns, cells and headers state."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import CodedError
from tanzuji.documents.gases import gas as known_gas
from tanzuji.documents.gases import gwp
from tanzuji.documents.lines import LINES, Line
from tanzuji.engine.release import GWP_SETS
from tanzuji.formats.factor_lists import messages
from tanzuji.formats.factor_lists.cells import Reading
from tanzuji.formats.factor_lists.factor_units import FactorUnit, factor_unit
from tanzuji.formats.factor_lists.fields import FIELDS, GAS_NAMES
from tanzuji.formats.factor_lists.mapping import ColumnMapping
from tanzuji.formats.factor_lists.numbers import is_nothing, split_number, tidy
from tanzuji.formats.workbook.cells import Cell, is_empty, text_of

AGREES = 0.02
"""Relative difference at which the sum of the gases still is the total that stands beside them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """kg of a gas on a line, per declared unit; `stated_gas` where it was given as CO2e of that gas."""

    gas: str
    line: Line
    kilograms: float
    place: str


class Amounts:
    """Reads the amounts of one row."""

    def __init__(self, reading: Reading, kind: str) -> None:
        self.reading = reading
        self.row = reading.row
        self.unit = ""  # the declared unit of the row
        self.stated: FactorUnit | None = None  # what the unit column says of all amounts
        self.unknown = False  # whether a unit was named that is not understood

    def document(self, plain: dict[str, Any]) -> dict[str, Any]:
        """The fields `unit`, `amounts` and `gas_basis` of the row."""
        self._unit_column()
        found = [amount for column in self._columns() for amount in column]
        if self.unknown:
            return {}
        if not self.unit:
            place = self.row.place("unit") or self.row.place("name")
            self.reading.problem(
                messages.EMPTY_CELL, place, field_zh=FIELDS["unit"].zh, field_en=FIELDS["unit"].en
            )
            return {}
        kept = self._without_doubles(found, plain.get("gwp_set"))
        gases = {amount.gas for amount in kept}
        basis = "co2e" if "CO2e" in gases else "co2" if gases == {"CO2"} else "gases"
        return {
            "unit": self.unit,
            "amounts": [{"gas": a.gas, "amount": a.kilograms, "line": a.line} for a in kept],
        } | ({} if plain.get("gas_basis") else {"gas_basis": basis})

    def _unit_column(self) -> None:
        for at, cell in self.row.cells("unit"):
            written = text_of(cell)
            if not written or is_nothing(written):
                continue
            place = self.row.table.place(self.row.at, at)
            found = self._understood(written, place)
            if found is not None:
                self.stated = found
                self._declare(found, written, place)
        default = self.reading.mapping.defaults.get("unit", "")
        if self.stated is None and default:
            self.stated = self._understood(default, "")

    def _understood(self, written: str, place: str) -> FactorUnit | None:
        units = self.reading.mapping.units
        found = factor_unit(units.get(written, units.get(tidy(written), written)))
        if found is None:
            self.unknown = True
            self.reading.problem(messages.UNKNOWN_UNIT, place, unit=written[:60])
        return found

    def _declare(self, found: FactorUnit, written: str, place: str) -> None:
        if found.unit and self.unit and found.unit != self.unit:
            self.reading.problem(messages.UNITS_DIFFER, place, one=self.unit, other=written[:60])
        self.unit = self.unit or found.unit

    def _columns(self) -> Iterator[list[Amount]]:
        for at, column, cell in self.row.amounts():
            if is_empty(cell) or (isinstance(cell, str) and is_nothing(cell)):
                continue
            place = self.row.table.place(self.row.at, at)
            yield self._pairs(cell, place) if column.field == "gases" else self._one(column, cell, place)

    def _one(self, column: ColumnMapping, cell: Cell, place: str) -> list[Amount]:
        found = self.reading.number_with_unit(cell, place)
        if found is None:
            return []
        value, behind = found
        units = [u for u in (self._cell_unit(behind, place), self._column_unit(column), self.stated) if u]
        for unit in units:
            self._declare(unit, unit.unit, place)
        if not self.unit and (default := self.reading.mapping.defaults.get("unit")):
            self.unit = default
        mass = next((u.kilograms for u in units if u.kilograms is not None), None)
        if mass is None:
            if not self.unknown:
                self.reading.problem(
                    messages.NO_MASS_UNIT, place, value=text_of(cell)[:40], once=column.header
                )
            return []
        per = next((u.per for u in units if u.unit), 1.0)
        # in decimals: 16.38 t are 16 380 kg, not 16 379.999999999998
        kilograms = float(Decimal(repr(value)) * Decimal(repr(mass)) / Decimal(repr(per)))
        return self._gas(column, units, kilograms, place)

    def _cell_unit(self, behind: str, place: str) -> FactorUnit | None:
        return self._understood(behind, place) if behind else None

    def _column_unit(self, column: ColumnMapping) -> FactorUnit | None:
        return factor_unit(column.unit) and _as_mass(column.unit or "") if column.unit else None

    def _gas(
        self, column: ColumnMapping, units: list[FactorUnit], kilograms: float, place: str
    ) -> list[Amount]:
        """The amount of the column's gas; one given as CO2e of a gas is divided by its GWP."""
        row = stated_gas(self.row.text("gas") or self.reading.mapping.defaults.get("gas", ""))
        stated = next((u.gas for u in units if u.gas is not None), None)
        of_the_row = row.gas if column.gas in {None, "CO2e"} else None
        named = of_the_row or column.gas or stated
        if named is None:
            named = "CO2e"
            self.reading.note(messages.TAKEN_FOR_CO2E, place)
        try:
            gas = named if named == "CO2e" else known_gas(named).id
        except CodedError as error:
            problem = error.problems[0]
            where = place if column.gas else self.row.place("gas") or place
            self.reading.problem(problem.message, where, **problem.fields)
            return []
        if ("CO2e" in {stated, column.gas} or row.as_co2e) and gas not in {"CO2e", "CO2"}:
            gwp_set = self._gwp_set()
            if gwp_set is None:
                self.reading.problem(messages.NEEDS_GWP, place, gas=gas)
                return []
            kilograms /= gwp(gas, gwp_set)
        line = row.line if column.line == "fossil" and row.line else column.line
        if line == "removal":
            kilograms = -abs(kilograms)
        return [Amount(gas, line, kilograms, place)]

    def _gwp_set(self) -> GwpSet | None:
        written = self.row.text("gwp_set") or self.reading.mapping.defaults.get("gwp_set", "")
        return next((known for known in GWP_SETS if known in written.upper()), None)

    def _pairs(self, cell: Cell, place: str) -> list[Amount]:
        """`HFC-134a = 0.2; CO2@biogenic = 1.5`, in kg."""
        amounts = []
        for part in re.split(r"[;；\n]", text_of(cell)):
            if not part.strip():
                continue
            named, equals, written = part.rpartition("=")
            gas, _, line = named.strip().partition("@")
            value = split_number(written, ".")
            known = _known(gas.strip())
            if not equals or value is None or value[1] or known is None or (line or "fossil") not in LINES:
                self.reading.problem(messages.NOT_GASES, place, value=part.strip()[:60])
                continue
            amounts.append(Amount(known, line or "fossil", value[0], place))  # type: ignore[arg-type]
        if self.stated is not None:
            self._declare(self.stated, self.stated.unit, place)
        return amounts

    def _without_doubles(self, found: list[Amount], gwp_set: GwpSet | None) -> list[Amount]:
        """The gases alone where a total beside them says the same, the total alone where it says something else."""
        totals = [a for a in found if a.gas == "CO2e" and a.line == "fossil"]
        gases = [a for a in found if a.gas != "CO2e" and a.line == "fossil"]
        others = [a for a in found if a.line != "fossil"]
        if len(totals) != 1 or not gases or not self.reading.mapping.total:
            return found
        total = totals[0].kilograms
        sets: tuple[GwpSet, ...] = (gwp_set,) if gwp_set else GWP_SETS
        for known in sets:
            try:
                summed = sum(gwp(a.gas, known) * a.kilograms for a in gases)
            except CodedError:
                continue
            if abs(summed - total) <= AGREES * abs(total):
                return gases + others
        self.reading.note(messages.TOTAL_DIFFERS, totals[0].place)
        return totals + others


@dataclass(frozen=True, slots=True)
class StatedGas:
    """What a cell says of the gas of its row: the gas (None where it says nothing), whether as CO2e, its line."""

    gas: str | None = None
    as_co2e: bool = False
    line: Line | None = None


_ALL = re.compile(r"\b(total|all)\b|\bghgs?\b|合计|总|当量|co2-?e", re.I)


def stated_gas(written: str) -> StatedGas:
    """The gas in words: `CO2e total`, `All GHGs`, `CH4 (as CO2e)`, `CO2 (biogenic)`, `HFC23`, `甲烷`."""
    if is_nothing(written):
        return StatedGas()
    text = tidy(written)
    outside = re.sub(r"[(（].*?[)）]", "", text).strip()
    inside = text[len(outside) :].casefold()
    biogenic: Line | None = "biogenic" if re.search(r"biogenic|生物", text, re.I) else None
    name = re.sub(r"^(HFC|HCFC|CFC|PFC|HFE)(?=\d)", r"\1-", outside, flags=re.I)
    name = GAS_NAMES.get(name.casefold(), name)
    if name != "CO2" and _ALL.search(outside):
        return StatedGas("CO2e", line=biogenic)
    return StatedGas(name, as_co2e="co2e" in inside or "当量" in inside, line=biogenic)


def _as_mass(unit: str) -> FactorUnit | None:
    """A column's unit: `kg` means a mass there, not a declared unit."""
    found = factor_unit(unit)
    if found is not None and found.kilograms is None and found.gas is None and found.unit in _MASS:
        return FactorUnit(_MASS[found.unit], None, "")
    return found


_MASS = {"kg": 1.0, "g": 1e-3, "t": 1e3, "mg": 1e-6}


def _known(gas: str) -> str | None:
    if gas == "CO2e":
        return gas
    try:
        return known_gas(gas).id
    except CodedError:
        return None
