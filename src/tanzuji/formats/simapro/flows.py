"""Flows of SimaPro exports: products by name, substances by name and compartment, units by the file's own table."""

from __future__ import annotations

from collections.abc import Iterable

from tanzuji.documents.errors import CodedError
from tanzuji.formats.lci.records import Flow, FlowType, Unit
from tanzuji.formats.lci.reference import UnitPlace, uuid_of
from tanzuji.formats.lci.stated import NamedUnits, cas_number, number
from tanzuji.formats.lci.units import DEPARTURE, spelled
from tanzuji.formats.simapro.amounts import plain
from tanzuji.formats.simapro.blocks import Block
from tanzuji.formats.simapro.lines import Line
from tanzuji.formats.simapro.rows import Row

COMPARTMENTS = {
    "Raw materials": "Resources",
    "Airborne emissions": "Emissions to air",
    "Waterborne emissions": "Emissions to water",
    "Emissions to soil": "Emissions to soil",
    "Final waste flows": "Final waste flows",
    "Non material emissions": "Non material emissions",
    "Social issues": "Social issues",
    "Economic issues": "Economic issues",
}
"""Lists of substances, by the section of a process whose substances they describe."""


_HANDED_OVER = {"Waste to treatment", "Separated waste", "Remaining waste"}


class SimaProUnits(NamedUnits):
    """Units as SimaPro's own table defines them, in the groups that everybody shares where the unit is known."""

    def define(self, name: str, factor: float, reference: str) -> None:
        """One `name` is `factor` × `reference`. What the definition of a known unit says is not written twice."""
        ours, shared = spelled(name), self.place(reference)
        group = self.tables.groups[shared.group]
        per = group.units[shared.id].factor * factor
        if ours is not None:
            place = self.tables.place(ours)
            known = self.tables.groups[place.group].units[place.id].factor
            if place.group == shared.group and abs(known / per - 1) <= DEPARTURE:
                self._places[name] = place
                return
        made = Unit(uuid_of("simapro unit", f"{name}|{per!r}|{shared.group}"), name, per)
        group.units[made.id] = made
        self.tables.group_of[made.id] = group.id
        self._places[name] = UnitPlace(made.id, name, group.id, shared.property)


class Flows:
    """The flows behind the lines of processes."""

    def __init__(self) -> None:
        self.found: dict[str, Flow] = {}
        self.units = SimaProUnits()
        self._registry: dict[tuple[str, str], str] = {}  # CAS number by compartment and name
        self._keys: dict[tuple[str, ...], str] = {}

    def add_units(self, rows: list[Row], decimal: str) -> None:
        """The table of units: name, quantity, factor, reference unit. A row that is none is passed over."""
        for _, cells in rows:
            if len(cells) < 4 or not cells[0] or not cells[3]:
                continue
            try:
                factor = number(plain(cells[2], decimal), "Units")
            except CodedError:
                continue
            if factor > 0:
                self.units.define(cells[0], factor, cells[3])

    def add_substances(self, block: Block) -> None:
        """A list of substances: name, unit, registry number."""
        compartment = COMPARTMENTS.get(block.kind)
        for _, cells in block.rows if compartment else ():
            if compartment and len(cells) > 2 and cas_number(cells[2]):
                self._registry.setdefault((compartment, cells[0]), cas_number(cells[2]))

    def learn(self, lines: Iterable[Line]) -> None:
        """Make the flows of all lines; whoever makes a product or treats a waste says how it is measured."""
        known = list(lines)
        wastes = {line.name for line in known if line.section in {"Waste treatment", "Waste scenario"}}
        made = {line.name for line in known if line.role == "made"}
        wastes |= {line.name for line in known if line.section in _HANDED_OVER} - made
        for line in sorted(known, key=lambda line: line.role != "made"):
            key = self.key(line)
            if key not in self.found:
                self.found[key] = self._flow(line, key, wastes)

    def key(self, line: Line) -> str:
        parts = (line.section, line.compartment, line.name) if line.is_nature else ("product", line.name)
        if parts not in self._keys:
            self._keys[parts] = uuid_of("simapro flow", "|".join(parts))
        return self._keys[parts]

    def of(self, line: Line) -> Flow:
        return self.found[self.key(line)]

    def _flow(self, line: Line, key: str, wastes: set[str]) -> Flow:
        place = self.units.place(line.unit)
        kind: FlowType = "WASTE_FLOW" if line.name in wastes else "PRODUCT_FLOW"
        if line.is_nature:
            kind = "ELEMENTARY_FLOW"
        category = (line.section, line.compartment) if line.is_nature else tuple(line.category.split("\\"))
        return Flow(
            id=key,
            name=line.name,
            type=kind,
            cas=self._registry.get((line.section, line.name), "") if line.is_nature else "",
            category=tuple(part for part in category if part),
            reference_property=place.property,
            properties={place.property: 1.0},
        )
