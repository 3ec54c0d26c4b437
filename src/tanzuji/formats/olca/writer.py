"""Write a database as an openLCA JSON-LD package (schema 2), with an impact method that computes as we do.

openLCA wants UUIDs; ids that are none are replaced by UUIDs that are always the same, and kept beside them with what
else the schema has no field for (names in the other language) under `otherProperties`, which openLCA keeps and our own
reader reads again.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any

from tanzuji.documents.lines import LINE_NAMES, Line
from tanzuji.engine.release import GWP_SETS
from tanzuji.formats.archive_writer import write_archive
from tanzuji.formats.lci.characterisation import FlowImpact, flow_impacts
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database, Exchange, Flow, Loss, Process, UnitGroup
from tanzuji.formats.lci.reference import MASS, uuid_of
from tanzuji.formats.olca.fields import OWN, other_name
from tanzuji.formats.olca.uncertainty import write_uncertainty

_METHODS = {
    "physical": "PHYSICAL_ALLOCATION",
    "economic": "ECONOMIC_ALLOCATION",
    "causal": "CAUSAL_ALLOCATION",
}

Json = dict[str, Any]


def write_olca(database: Database, path: Path) -> tuple[Loss, ...]:
    """Write `database` to the ZIP archive `path`; what could not be said in it comes back.

    Uncertainties of a kind openLCA does not know are left out. Raises OSError where the file cannot be written.
    """
    writer = _Writer(database)
    write_archive(path, ((name, _json(value)) for name, value in writer.members()))
    return (*database.losses, *writer.losses.all())


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _location_id(code: str) -> str:
    """The identifier openLCA gives a location: the name-based UUID of its code in small letters (Java, version 3)."""
    digest = md5(code.strip().lower().encode(), usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest, version=3))


def _ref(kind: str, identifier: str, name: str) -> Json:
    return {"@type": kind, "@id": identifier, "name": name}


class _Writer:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.losses = Losses()
        self.processes = {process.id: process for process in database.processes}

    def members(self) -> Iterator[tuple[str, Json]]:
        """Every file of the package: name and content."""
        yield "openlca.json", {"schemaVersion": 2}
        for group in self.database.unit_groups.values():
            yield self._member("unit_groups", self._unit_group(group))
        for identifier, group_id in self.database.property_groups.items():
            yield self._member("flow_properties", self._property(identifier, group_id))
        codes = {process.location for process in self.database.processes}
        codes |= {flow.location for flow in self.database.flows.values()}
        for code in sorted(codes - {""}):
            yield self._member("locations", _ref("Location", _location_id(code), code) | {"code": code})
        for source in sorted({p.source for p in self.database.processes if p.source}):
            yield self._member("sources", _ref("Source", uuid_of("source", source), source))
        for flow in self.database.flows.values():
            yield self._member("flows", self._flow(flow))
        for process in self.database.processes:
            yield self._member("processes", self._process(process))
        yield from self._impact_method()

    @staticmethod
    def _member(folder: str, value: Json) -> tuple[str, Json]:
        return f"{folder}/{value['@id']}.json", value

    # reference data

    def _unit_group(self, group: UnitGroup) -> Json:
        default = next((p for p, g in self.database.property_groups.items() if g == group.id), "")
        made = _ref("UnitGroup", uuid_of("unit group", group.id), group.name)
        if default:
            made["defaultFlowProperty"] = self._property_ref(default)
        made["units"] = [
            _ref("Unit", uuid_of("unit", unit.id), unit.name)
            | {"conversionFactor": unit.factor, "isRefUnit": unit.name == group.reference}
            | ({"synonyms": list(unit.synonyms)} if unit.synonyms else {})
            for unit in group.units.values()
        ]
        return made

    def _property_ref(self, identifier: str) -> Json:
        name = self.database.property_names.get(identifier, identifier)
        return _ref("FlowProperty", uuid_of("flow property", identifier), name)

    def _property(self, identifier: str, group_id: str) -> Json:
        group = self.database.unit_groups.get(group_id)
        return self._property_ref(identifier) | {
            "flowPropertyType": "PHYSICAL_QUANTITY",
            "unitGroup": _ref("UnitGroup", uuid_of("unit group", group_id), group.name if group else ""),
        }

    # flows and processes

    def _flow_ref(self, flow: Flow) -> Json:
        return _ref("Flow", uuid_of("flow", flow.id), flow.name) | {"flowType": flow.type}

    def _flow(self, flow: Flow) -> Json:
        made = self._flow_ref(flow) | self._category(flow.category)
        for key, value in (
            ("cas", flow.cas),
            ("formula", flow.formula),
            ("synonyms", ";".join(flow.synonyms)),
        ):
            if value:
                made[key] = value
        if flow.location:
            made["location"] = self._location(flow.location)
        made["flowProperties"] = [
            {
                "@type": "FlowPropertyFactor",
                "flowProperty": self._property_ref(identifier),
                "conversionFactor": factor,
                "isRefFlowProperty": identifier == flow.reference_property,
            }
            for identifier, factor in flow.properties.items()
        ]
        return made | self._beside(flow.id, flow.name, flow.category, flow)

    @staticmethod
    def _category(category: tuple[str, ...]) -> Json:
        return {"category": "/".join(category)} if category else {}

    @staticmethod
    def _location(code: str) -> Json:
        return _ref("Location", _location_id(code), code)

    @staticmethod
    def _beside(identifier: str, name: str, category: tuple[str, ...], named: Flow | Process) -> Json:
        """What the schema has no field for, under our own key."""
        own: Json = {"id": identifier}
        if named.names is not None and named.names.plain() != {"en": name}:
            own["name"] = named.names.plain()
        if any("/" in part for part in category):
            own["category"] = list(category)
        return {"otherProperties": {OWN: own}}

    def _process(self, process: Process) -> Json:
        made = _ref("Process", uuid_of("process", process.id), process.name)
        made |= self._category(process.category)
        made["processType"] = process.kind if process.kind == "LCI_RESULT" else "UNIT_PROCESS"
        made["version"] = process.version
        if process.location:
            made["location"] = self._location(process.location)
        description = "\n\n".join(
            part for part in (other_name(process.names, process.name), process.comment) if part
        )
        if description:
            made["description"] = description
        made["processDocumentation"] = self._documentation(process)
        if process.default_allocation:
            made["defaultAllocationMethod"] = _METHODS[process.default_allocation]
        if process.factors:
            made["allocationFactors"] = list(self._factors(process))
        made["lastInternalId"] = len(process.exchanges)
        made["exchanges"] = [
            self._exchange(process, at, exchange) for at, exchange in enumerate(process.exchanges, start=1)
        ]
        made |= self._beside(process.id, process.name, process.category, process)
        if process.publisher:
            made["otherProperties"][OWN]["publisher"] = process.publisher
        return made

    @staticmethod
    def _documentation(process: Process) -> Json:
        made: Json = {"@type": "ProcessDocumentation"}
        for key, value in (
            ("technologyDescription", process.technology),
            ("validFrom", process.valid_from),
            ("validUntil", process.valid_to),
            ("restrictionsDescription", process.licence),
        ):
            if value:
                made[key] = value
        if process.source:
            made["publication"] = _ref("Source", uuid_of("source", process.source), process.source)
        return made

    def _factors(self, process: Process) -> Iterator[Json]:
        """One factor for every exchange that it is of: openLCA has no factor of a flow that stands several times."""
        by_id: dict[str, list[int]] = {}
        by_flow: dict[str, list[int]] = {}
        own = {factor.exchange for factor in process.factors}
        for at, exchange in enumerate(process.exchanges, start=1):
            by_id.setdefault(exchange.internal, []).append(at)
            if (
                not exchange.internal or exchange.internal not in own
            ):  # else its own factors are the ones that count
                by_flow.setdefault(exchange.flow, []).append(at)
        for factor in process.factors:
            product = self.database.flows.get(factor.product)
            made: Json = {"@type": "AllocationFactor", "allocationType": _METHODS[factor.method]}
            made["product"] = self._flow_ref(product) if product else {"@id": factor.product}
            made["value"] = factor.value
            of = by_id.get(factor.exchange, []) if factor.exchange else []
            of = of + (by_flow.get(factor.exchange_flow, []) if factor.exchange_flow else [])
            for at in of:
                yield made | {"exchange": {"@type": "ExchangeRef", "internalId": at}}
            if not of:
                yield made

    def _exchange(self, process: Process, at: int, exchange: Exchange) -> Json:
        made: Json = {
            "@type": "Exchange",
            "internalId": at,
            "amount": exchange.amount,
            "isInput": exchange.is_input,
            "isAvoidedProduct": exchange.is_avoided,
            "isQuantitativeReference": exchange.is_reference,
            "flow": self._flow_ref(self.database.flows[exchange.flow]),
        }
        if exchange.unit or exchange.unit_name:
            made["unit"] = _ref(
                "Unit", uuid_of("unit", exchange.unit or exchange.unit_name), exchange.unit_name
            )
        if exchange.property:
            made["flowProperty"] = self._property_ref(exchange.property)
        provider = self.processes.get(exchange.provider)
        if exchange.provider:
            name = provider.name if provider else ""
            made["defaultProvider"] = _ref("Process", uuid_of("process", exchange.provider), name)
        if exchange.pedigree:
            made["dqEntry"] = f"({';'.join(str(score) if score else 'n.a.' for score in exchange.pedigree)})"
        if exchange.comment:
            made["description"] = exchange.comment
        if exchange.formula:
            self.losses.add("formulas", process.name)
        return made | self._uncertainty(process, exchange)

    def _uncertainty(self, process: Process, exchange: Exchange) -> Json:
        if exchange.uncertainty is None or exchange.uncertainty.distribution == "none":
            return {}
        made = write_uncertainty(exchange.uncertainty, exchange.amount)
        if made is None:
            self.losses.add("uncertainty-kind", process.name)
            return {}
        return {"uncertainty": made}

    # impact method

    def _impact_method(self) -> Iterator[tuple[str, Json]]:
        """GWP100 of each set, in total and by reporting line, for the flows of this package."""
        impacts = flow_impacts(self.database)
        lines = [line for line in LINE_NAMES if any(impact.line == line for impact in impacts)]
        categories: list[Json] = []
        for gwp_set in GWP_SETS:
            for line in (None, *lines):
                made = self._impact_category(impacts, gwp_set, line)
                categories.append(_ref("ImpactCategory", made["@id"], made["name"]))
                yield self._member("lcia_categories", made)
        method = _ref(
            "ImpactMethod", uuid_of("impact method", "gwp100"), "Carbon footprint 碳足迹 GWP100 (IPCC)"
        )
        yield self._member("lcia_methods", method | {"impactCategories": categories})

    def _impact_category(self, impacts: list[FlowImpact], gwp_set: Any, line: Line | None) -> Json:
        shown = "total 合计" if line is None else f"{LINE_NAMES[line][1].lower()} {LINE_NAMES[line][0]}"
        name = f"GWP100 {gwp_set}, {shown}"
        factors = []
        for impact in impacts:
            value = impact.factor(gwp_set)
            if value is not None and line in {None, impact.line}:
                factors.append(self._impact_factor(self.database.flows[impact.flow], value))
        return _ref("ImpactCategory", uuid_of("impact category", f"{gwp_set}|{line or 'total'}"), name) | {
            "refUnit": "kg CO2e",
            "impactFactors": factors,
        }

    def _impact_factor(self, flow: Flow, value: float) -> Mapping[str, Any]:
        group_id = self.database.property_groups.get(flow.reference_property, "")
        group = self.database.unit_groups.get(group_id)
        made: Json = {"@type": "ImpactFactor", "flow": self._flow_ref(flow), "value": value}
        if group is not None:
            made["flowProperty"] = self._property_ref(flow.reference_property or MASS)
            for unit in group.units.values():
                if unit.name == group.reference:
                    made["unit"] = _ref("Unit", uuid_of("unit", unit.id), unit.name)
        return made
