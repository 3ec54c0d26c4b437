"""Amounts in the reference unit of their flow, and the declared unit of a product.

openLCA states an amount in a unit of a flow property; the package itself holds the factors: unit → reference
unit of the unit group, and flow property → reference property of the flow. They are followed as they stand,
so that results agree with openLCA; a factor that departs from the unit's definition (some packages round a
pound to 0.45 kg) is named in the report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import convertible, factor
from tanzuji.formats.lci.records import Database, Exchange, Flow, Unit, UnitGroup

DEPARTURE = 1e-3
"""Relative difference from a unit's definition that is worth naming."""

_CURRENCIES = {"EUR", "USD", "CNY"}
_SPELLINGS = {
    "Item(s)": "piece", "Items": "piece", "item(s)": "piece", "LU": "piece", "unit": "piece",
    "p*km": "person*km", "p*mi": "person*mile", "pkm": "person*km", "personkm": "person*km",
    "v*km": "vehicle*km", "vkm": "vehicle*km", "Items*km": "piece*km", "t*mi": "t*mile", "kt*km": "kt*km",
    "lb av": "lb", "sh tn": "short_ton", "lg tn": "long_ton", "oz av": "ounce", "oz t": "troy_ounce",
    "btu": "Btu", "Btu": "Btu", "cu ft": "ft3", "ft3": "ft3", "cu yd": "yd3", "gal": "gallon",
    "gal (US fl)": "gallon", "gal (US liq)": "gallon", "bbl": "oil_bbl", "Nm3": "m3", "ac": "acre",
    "mi": "mile", "qm": "m2", "Stück": "piece",
    "nmi": "nautical_mile", "m2a": "m2*a", "m3a": "m3*a", "µBq": "uBq", "EUR 2000": "EUR",
    "yr": "a", "hr": "h", "day": "d", "t (metric)": "t", "mol": "mol",
    "hour": "h", "year": "a", "metric ton": "t", "metric ton*km": "t*km", "m2*year": "m2*a", "m3*year": "m3*a",
    "m*year": "m*a", "km*year": "km*a", "ha*year": "ha*a", "ha a": "ha*a", "guest night": "night",
    "EUR2005": "EUR", "kgkm": "kg*km", "tn.sh": "short_ton", "tn.lg": "long_ton",
}  # fmt: skip


@lru_cache(maxsize=4096)
def spelled(name: str) -> str | None:
    """The unit as our documents spell it, or None where there is no such unit."""
    unit = _SPELLINGS.get(name, name)
    try:
        factor(unit, unit)
    except CodedError:
        return None
    return unit


@dataclass(frozen=True, slots=True)
class DeclaredUnit:
    """The unit of a product in a release; `per` reference units of the flow are one of it."""

    unit: str
    per: float
    stated: str  # as the package writes it
    fallback: bool = False


@dataclass
class Converter:
    """Converts exchanges of one database and remembers what it did, for the report."""

    database: Database
    by_unit: Counter[tuple[str, str, float]] = field(default_factory=Counter)
    by_property: Counter[tuple[str, str, float]] = field(default_factory=Counter)
    departures: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    _factors: dict[tuple[str, str, str, str], float | None] = field(default_factory=dict)
    _counted: set[int] = field(default_factory=set)  # identities of exchanges, which the database keeps alive

    def group_of(self, flow: Flow, unit: str = "") -> UnitGroup | None:
        """Unit group of a flow's reference property; for a flow the package does not hold, of the unit."""
        group = self.database.property_groups.get(flow.reference_property, "")
        if not group and not flow.held:
            group = self.database.unit_group_of.get(unit, "")
        return self.database.unit_groups.get(group)

    def reference_unit(self, flow: Flow, unit: str = "", unit_name: str = "") -> str:
        """Name of the flow's reference unit as the package writes it."""
        group = self.group_of(flow, unit)
        return (group.reference if group else "") or flow.reference_unit or unit_name

    def amount(self, exchange: Exchange) -> float | None:
        """Amount in the flow's reference unit, or None where nothing says how to convert it."""
        flow = self.database.flows[exchange.flow]
        key = (exchange.flow, exchange.unit, exchange.unit_name, exchange.property)
        if key not in self._factors:
            self._factors[key] = self._factor(flow, exchange)
        scale = self._factors[key]
        if scale is None:
            return None
        reference = self.reference_unit(flow, exchange.unit, exchange.unit_name)
        if exchange.unit_name != reference and id(exchange) not in self._counted:
            self._counted.add(id(exchange))
            self.by_unit[exchange.unit_name, reference, scale] += 1
        return exchange.amount * scale

    def _factor(self, flow: Flow, exchange: Exchange) -> float | None:
        group = self.group_of(flow, exchange.unit)
        reference = self.reference_unit(flow, exchange.unit, exchange.unit_name)
        stated = self._stated_group(exchange)
        if stated is None:  # the package does not hold the unit: only its name speaks
            return _by_definition(exchange.unit_name, reference)
        unit = stated.units[exchange.unit]
        self._compare(unit, stated)
        if exchange.property and exchange.property != flow.reference_property and flow.properties:
            per = flow.properties.get(exchange.property)
            if per:
                self.by_property[
                    self.database.property_names.get(exchange.property, exchange.property),
                    self.database.property_names.get(flow.reference_property, flow.reference_property),
                    1.0 / per,
                ] += 1
                return unit.factor / per
        if group is None or stated.id == group.id:
            return unit.factor
        return _by_definition(exchange.unit_name, reference)

    def _stated_group(self, exchange: Exchange) -> UnitGroup | None:
        return self.database.unit_groups.get(self.database.unit_group_of.get(exchange.unit, ""))

    def _compare(self, unit: Unit, group: UnitGroup) -> None:
        defined = _by_definition(unit.name, group.reference)
        if defined and abs(unit.factor / defined - 1) > DEPARTURE:
            self.departures[unit.name, group.reference] = (unit.factor, defined)

    def declared_unit(self, exchange: Exchange) -> DeclaredUnit:
        """The unit of a product: the one its process states, if it means the same to us and to the package;
        else the flow's reference unit; else a piece that stands for one reference unit."""
        flow = self.database.flows[exchange.flow]
        reference = self.reference_unit(flow, exchange.unit, exchange.unit_name)
        ours = spelled(reference)
        stated = self._stated_group(exchange)
        if ours is None or not _same_kind(self.group_of(flow, exchange.unit), ours):
            return DeclaredUnit("piece", 1.0, reference, fallback=True)
        group = self.group_of(flow, exchange.unit)
        if stated is not None and group is not None and stated.id == group.id:
            unit = stated.units[exchange.unit]
            wanted = spelled(unit.name)
            if wanted and wanted != ours and convertible(wanted, ours):
                defined = factor(wanted, ours)
                if abs(unit.factor / defined - 1) <= DEPARTURE:
                    return DeclaredUnit(wanted, unit.factor, unit.name)
        return DeclaredUnit(ours, 1.0, reference)

    def mass(self, exchange: Exchange) -> float | None:
        """kg in an exchange, where one of its flow's properties is a mass.

        The reference property is asked first, then one named Mass, then any other (dry mass, …).
        """
        flow = self.database.flows[exchange.flow]
        amount = self.amount(exchange)
        if amount is None:
            return None
        names = self.database.property_names
        if not flow.properties:
            kilograms = _by_definition(self.reference_unit(flow, exchange.unit, exchange.unit_name), "kg")
            return None if kilograms is None else amount * kilograms

        def rank(identifier: str) -> int:
            named = names.get(identifier, "").casefold() == "mass"
            return 0 if identifier == flow.reference_property else 1 if named else 2

        for identifier in sorted(flow.properties, key=rank):
            per = flow.properties[identifier]
            group = self.database.unit_groups.get(self.database.property_groups.get(identifier, ""))
            kilograms = _by_definition(group.reference, "kg") if group and group.reference else None
            if kilograms:
                return amount * per * kilograms
        return None

    def report(self) -> dict[str, Any]:
        """The conversions made, plain."""
        return {
            "units": [
                {"unit": unit, "to": reference, "factor": scale, "exchanges": count}
                for (unit, reference, scale), count in sorted(self.by_unit.items())
            ],
            "flow_properties": [
                {"property": one, "to": other, "factor": scale, "kinds_of_exchange": count}
                for (one, other, scale), count in sorted(self.by_property.items())
            ],
            "departures": [
                {"unit": unit, "to": reference, "package": theirs, "definition": ours}
                for (unit, reference), (theirs, ours) in sorted(self.departures.items())
            ],
        }


def _by_definition(unit: str, target: str) -> float | None:
    if unit == target:
        return 1.0
    one, other = spelled(unit), spelled(target)
    if one is None or other is None or not convertible(one, other):
        return None
    return factor(one, other)


def _same_kind(group: UnitGroup | None, ours: str) -> bool:
    """Whether the reference unit's name means to us what its group says: “a” of an area is no year.

    Asked of the other units of the group that we know; without any, the name is believed.
    """
    if group is None or ours in _CURRENCIES:  # currencies convert to nothing, so that no other unit can tell
        return True
    known = [name for name in (spelled(unit.name) for unit in group.units.values()) if name and name != ours]
    return not known or any(convertible(name, ours) for name in known)
