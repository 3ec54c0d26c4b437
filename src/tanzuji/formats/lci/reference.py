"""What exported databases refer to: identifiers, units and the elementary flows of gases that others know as well.

A program that reads our files matches units and flows by their identifiers. Those of openLCA's reference data are used
for units, those of the EF 3.1 reference package for gases; whatever has none gets one that is always the same.
"""

from __future__ import annotations

import csv
import re
import uuid
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from tanzuji.documents.gases import gases
from tanzuji.documents.lines import Line
from tanzuji.documents.quantities import factor
from tanzuji.documents.text import Text
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.lci.records import Flow, Unit, UnitGroup

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://tanzuji.org/identifiers")
MASS = "93a60a56-a3c8-11da-a746-0800200b9a66"
"""The flow property Mass, under the identifier that ILCD and openLCA share."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)

AIR = ("Emissions", "Emissions to air", "Emissions to air, unspecified")
HIGH_AIR = ("Emissions", "Emissions to air", "Emissions to lower stratosphere and upper troposphere")
FROM_AIR = ("Resources", "Resources from air", "Renewable material resources from air")
_SUFFIXES: dict[Line, str] = {"biogenic": ", biogenic", "land_use_change": ", land use change"}


def is_uuid(identifier: str) -> bool:
    return _UUID.fullmatch(identifier) is not None


def uuid_of(kind: str, identifier: str) -> str:
    """A UUID for formats that ask for one: the identifier itself where it is one, else the same one every time.

    `kind` (`process`, `flow`, …) keeps apart what carries the same identifier in two roles.
    """
    if is_uuid(identifier):
        return identifier
    return str(uuid.uuid5(NAMESPACE, f"{kind}:{identifier}"))


@dataclass(frozen=True, slots=True)
class UnitPlace:
    """Where a unit stands: its id and name in the tables, its group and the flow property measured in it."""

    id: str
    name: str
    group: str
    property: str


@lru_cache(maxsize=1)
def _shared_units() -> dict[str, dict[str, str]]:
    """Rows of the table of shared units, by our spelling."""
    found: dict[str, dict[str, str]] = {}
    for row in _table("reference_units.csv"):
        found.setdefault(row["unit"], row)
    return found


@lru_cache(maxsize=1)
def _shared_groups() -> dict[str, list[dict[str, str]]]:
    """The units of each shared group, its reference unit first."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in _table("reference_units.csv"):
        found.setdefault(row["group"], []).append(row)
    return found


def _table(name: str) -> list[dict[str, str]]:
    text = resources.files("tanzuji.formats.lci").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass
class ReferenceUnits:
    """Collects the unit groups and flow properties that a database needs; ask `place` for each unit."""

    groups: dict[str, UnitGroup] = field(default_factory=dict)
    group_of: dict[str, str] = field(default_factory=dict)
    property_groups: dict[str, str] = field(default_factory=dict)
    property_names: dict[str, str] = field(default_factory=dict)
    _places: dict[str, UnitPlace] = field(default_factory=dict)

    def place(self, unit: str) -> UnitPlace:
        """Where one of our units stands. One that no shared group has gets a group of its own."""
        if unit not in self._places:
            row = _shared_units().get(unit)
            self._places[unit] = self._shared(row) if row else self._own(unit)
        return self._places[unit]

    def _shared(self, row: dict[str, str]) -> UnitPlace:
        group = row["group"]
        if group not in self.groups:
            rows = _shared_groups()[group]
            reference = rows[0]["unit"]
            units = [Unit(r["uuid"], r["name"], factor(r["unit"], reference)) for r in rows]
            self._add(UnitGroup(group, row["group_name"], rows[0]["name"], {u.id: u for u in units}))
        self.property_groups[row["property"]] = group
        self.property_names[row["property"]] = row["property_name"]
        return UnitPlace(row["uuid"], row["name"], group, row["property"])

    def _own(self, unit: str) -> UnitPlace:
        made = Unit(uuid_of("unit", unit), unit, 1.0)
        group = UnitGroup(uuid_of("unit group", unit), f"Units of {unit}", unit, {made.id: made})
        self._add(group)
        prop = uuid_of("flow property", unit)
        self.property_groups[prop] = group.id
        self.property_names[prop] = f"Amount in {unit}"
        return UnitPlace(made.id, unit, group.id, prop)

    def _add(self, group: UnitGroup) -> None:
        self.groups[group.id] = group
        self.group_of.update(dict.fromkeys(group.units, group.id))


@lru_cache(maxsize=1)
def _gas_flows() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["gas"], row["line"]): row for row in _table("gas_flows.csv")}


@lru_cache(maxsize=1024)
def gas_flow(gas: str, line: Line) -> Flow:
    """The elementary flow of a gas on a reporting line, in kg; a removal is a resource from the air.

    `CO2e` is a characterised total, which is no substance: a flow of our own, that the impact methods of other
    programs do not know.
    """
    known = gases().get(gas)
    name, name_zh = (known.name, known.name_zh) if known else (gas, gas)
    if gas == "CO2e":
        name, name_zh = "Carbon dioxide equivalent, characterised total", "二氧化碳当量（特征化总量）"
    row = _gas_flows().get((gas, line))
    if row:
        shared = tuple(row["category"].split(" / "))
        return _flow(row["uuid"], row["name"], name_zh, row["cas"], gas, shared)
    category = {"removal": FROM_AIR, "aircraft": HIGH_AIR}.get(line, AIR)
    cas = (known.cas if known else "") or _gas_flows().get((gas, "fossil"), {}).get("cas", "")
    identifier, suffix = uuid_of("gas flow", f"{gas}|{line}"), _SUFFIXES.get(line, "")
    made = _flow(identifier, name + suffix, name_zh, cas, gas, category)
    if reads_as(made, line == "removal") != (gas, line):  # a name or number that two substances share
        by_id = _flow(identifier, gas + suffix, name_zh, "", gas, category)
        return by_id if reads_as(by_id, line == "removal") == (gas, line) else made
    return made


def reads_as(flow: Flow, is_input: bool) -> tuple[str, Line] | None:
    """The gas and the line that a reader of the flow takes it for."""
    found = classify(flow.name, cas=flow.cas, category=flow.category, is_input=is_input)
    return (found.gas, found.line) if isinstance(found, Characterised) else None


def _flow(identifier: str, name: str, zh: str, cas: str, gas: str, category: tuple[str, ...]) -> Flow:
    known = gases().get(gas)
    return Flow(
        id=identifier,
        name=name,
        type="ELEMENTARY_FLOW",
        cas=cas,
        formula=known.formula if known else "",
        category=category,
        reference_property=MASS,
        properties={MASS: 1.0},
        names=Text(zh=zh or name, en=name),
    )
