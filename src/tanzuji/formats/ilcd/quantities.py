"""Unit groups, flow properties and flows of an ILCD package as records.

An ILCD amount is always in the reference unit of the reference flow property of its flow. Packages often leave
out the standard properties (mass, net calorific value, …), which every ILCD program knows; they are known here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.formats.ilcd.data_sets import DataSet
from tanzuji.formats.ilcd.elements import (
    OPENLCA,
    Element,
    as_text,
    by_language,
    child,
    children,
    described,
    joined,
    number,
    path_of,
    reference,
    text,
)
from tanzuji.formats.lci.records import Flow, FlowType, Unit, UnitGroup
from tanzuji.formats.lci.reference import MASS

UNKNOWN_FLOW_TYPE = define(
    "ilcd.unknown-flow-type",
    zh="流的类型“{found}”不认识。",
    en="“{found}” is no type of flow.",
    remedy_zh="typeOfDataSet 应为 Elementary flow、Product flow、Waste flow 或 Other flow。",
    remedy_en="typeOfDataSet is one of Elementary flow, Product flow, Waste flow and Other flow.",
)

FLOW_TYPES: dict[str, FlowType] = {
    "Elementary flow": "ELEMENTARY_FLOW",
    "Product flow": "PRODUCT_FLOW",
    "Waste flow": "WASTE_FLOW",
    "Other flow": "PRODUCT_FLOW",
}

_STANDARD = {
    MASS: ("Mass", "93a60a57-a4c8-11da-a746-0800200c9a66", "kg"),
    "93a60a56-a3c8-11da-a746-0800200c9a66": (
        "Net calorific value",
        "93a60a57-a3c8-11da-a746-0800200c9a66",
        "MJ",
    ),
    "93a60a56-a3c8-14da-a746-0800200c9a66": (
        "Gross calorific value",
        "93a60a57-a3c8-11da-a746-0800200c9a66",
        "MJ",
    ),
    "f6811440-ee37-11de-8a39-0800200c9a66": ("Energy", "93a60a57-a3c8-11da-a746-0800200c9a66", "MJ"),
    "93a60a56-a3c8-22da-a746-0800200c9a66": ("Volume", "93a60a57-a3c8-12da-a746-0800200c9a66", "m3"),
    "93a60a56-a3c8-13da-a746-0800200c9a66": (
        "Normal volume",
        "93a60a57-a3c8-12da-a746-0800200c9a66",
        "m3",
    ),
    "93a60a56-a3c8-17da-a746-0800200c9a66": ("Radioactivity", "93a60a57-a3c8-16da-a746-0800200c9a66", "kBq"),
    "93a60a56-a3c8-19da-a746-0800200c9a66": ("Area", "93a60a57-a3c8-18da-a746-0800200c9a66", "m2"),
    "93a60a56-a3c8-21da-a746-0800200c9a66": ("Area*time", "93a60a57-a3c8-20da-a746-0800200c9a66", "m2*a"),
    "838aaa23-0117-11db-92e3-0800200c9a66": ("Length", "838aaa22-0117-11db-92e3-0800200c9a66", "m"),
    "838aaa20-0117-11db-92e3-0800200c9a66": (
        "Goods transport (mass*distance)",
        "838aaa21-0117-11db-92e3-0800200c9a66",
        "t*km",
    ),
    "01846770-4cfe-4a25-8ad9-919d8d378345": (
        "Number of items",
        "5beb6eed-33a9-47b8-9ede-1dfe8f679159",
        "Item(s)",
    ),
}
"""Name, unit group and reference unit of the flow properties of the ILCD reference data, by UUID."""


@dataclass
class Quantities:
    """Unit groups and flow properties by id, the package's own before the standard ones."""

    groups: dict[str, UnitGroup] = field(default_factory=dict)
    property_groups: dict[str, str] = field(default_factory=dict)
    property_names: dict[str, str] = field(default_factory=dict)
    assumed: list[str] = field(default_factory=list)
    _places: dict[str, tuple[Unit, str]] | None = None

    def place(self, unit: str) -> tuple[Unit, str] | None:
        """A unit of the package by its id, with the id of its group."""
        if self._places is None:
            self._places = {
                each.id: (each, group.id) for group in self.groups.values() for each in group.units.values()
            }
        return self._places.get(unit)

    def reference_unit(self, flow_property: str) -> Unit | None:
        """The unit that amounts of a flow property are in, or None where nothing tells."""
        group = self.groups.get(self.property_groups.get(flow_property, ""))
        if group is None:
            group = self._standard(flow_property)
        if group is None:
            return None
        return next((unit for unit in group.units.values() if unit.name == group.reference), None)

    def _standard(self, flow_property: str) -> UnitGroup | None:
        known = _STANDARD.get(flow_property)
        if known is None:
            return None
        name, group, unit = known
        if group not in self.groups:
            made = Unit(f"{group}/{unit}", unit, 1.0)
            self.groups[group] = UnitGroup(group, f"Units of {name.lower()}", unit, {made.id: made})
        self.property_groups[flow_property] = group
        self.property_names.setdefault(flow_property, name)
        self.assumed.append(name)
        return self.groups[group]


def unit_group(data_set: DataSet) -> UnitGroup:
    """A unit group; factors are turned so that the reference unit has 1. Raises `ilcd.wrong-number`."""
    information = child(data_set.root, "unitGroupInformation")
    wanted = text(information, "quantitativeReference", "referenceToReferenceUnit")
    units: list[tuple[str, Unit]] = []
    for element in children(data_set.root, "units", "unit"):
        internal = element.get("dataSetInternalID") or str(len(units))
        value = number(element, data_set.member, "meanValue")
        identifier = element.get(f"{{{OPENLCA}}}unitId") or f"{data_set.id}/{internal}"
        units.append((internal, Unit(identifier, text(element, "name"), 1.0 if value is None else value)))
    base = next((unit for internal, unit in units if internal == wanted), None)
    scale = base.factor if base is not None and base.factor else 1.0
    scaled = [Unit(unit.id, unit.name, unit.factor / scale) for _, unit in units]
    name = as_text(by_language(children(information, "dataSetInformation", "name")))
    return UnitGroup(
        data_set.id,
        name.to("en") if name else "",
        base.name if base else "",
        {unit.id: unit for unit in scaled},
    )


@dataclass(frozen=True, slots=True)
class FlowProperty:
    """A flow property: its name, and the id of its unit group."""

    id: str
    name: str
    group: str


def flow_property(data_set: DataSet) -> FlowProperty:
    information = child(data_set.root, "flowPropertiesInformation")
    name = as_text(by_language(children(information, "dataSetInformation", "name")))
    group = reference(child(information, "quantitativeReference", "referenceToReferenceUnitGroup"))
    return FlowProperty(data_set.id, name.to("en") if name else "", group)


def quantities(groups: Mapping[str, UnitGroup], properties: Iterable[FlowProperty]) -> Quantities:
    """Groups and properties together; a property whose group the package does not hold is left to the standard."""
    found = Quantities(groups=dict(groups))
    for each in properties:
        found.property_names[each.id] = each.name
        if each.group in found.groups:
            found.property_groups[each.id] = each.group
    return found


def flow(data_set: DataSet) -> Flow:
    """A flow with its properties per unit of the reference property. Raises `ilcd.unknown-flow-type`."""
    information = child(data_set.root, "flowInformation")
    described_as = child(information, "dataSetInformation")
    wanted = text(information, "quantitativeReference", "referenceToReferenceFlowProperty")
    stated: dict[str, float] = {}
    main = ""
    for element in children(data_set.root, "flowProperties", "flowProperty"):
        identifier = reference(child(element, "referenceToFlowPropertyDataSet"))
        value = number(element, data_set.member, "meanValue")
        is_main = element.get("dataSetInternalID") == wanted
        if is_main or identifier not in stated:
            stated[identifier] = 1.0 if value is None else value
        if is_main or not main:
            main = identifier
    scale = stated.get(main) or 1.0
    names = _names(described_as, "flowProperties")
    synonyms = by_language(children(described_as, "synonyms"))
    location = as_text(by_language(children(information, "geography", "locationOfSupply")))
    return Flow(
        id=data_set.id,
        name=names.to("en") if names else data_set.id,
        type=_type(data_set),
        cas=text(described_as, "CASNumber"),
        formula=text(described_as, "sumFormula"),
        category=category(described_as),
        reference_property=main,
        properties={identifier: value / scale for identifier, value in stated.items()},
        names=names,
        location=location.to("en") if location else "",
        synonyms=_separated(f"{synonyms.get('en', '')};{synonyms.get('zh', '')}"),
    )


def _type(data_set: DataSet) -> FlowType:
    element = child(data_set.root, "modellingAndValidation", "LCIMethod", "typeOfDataSet")
    stated = text(element)
    if stated not in FLOW_TYPES:
        place = f"{data_set.member}.{path_of(element)}" if element is not None else data_set.member
        raise UNKNOWN_FLOW_TYPE.error(place, found=stated[:60])
    return FLOW_TYPES[stated]


def _names(information: Element | None, last: str) -> Text | None:
    named = child(information, "name")
    parts = ("baseName", "treatmentStandardsRoutes", "mixAndLocationTypes", last)
    return joined([list(children(named, part)) for part in parts])


def process_names(information: Element | None) -> Text | None:
    """The name of a process in both languages, its parts joined."""
    return _names(information, "functionalUnitFlowProperties")


def category(information: Element | None) -> tuple[str, ...]:
    """The path of compartments of an elementary flow, else the first classification, outermost first."""
    classes = child(information, "classificationInformation")
    for group, item in (("elementaryFlowCategorization", "category"), ("classification", "class")):
        found = [
            (int(level) if (level := element.get("level") or "").isdecimal() else 0, text(element))
            for element in children(classes, group, item)
        ]
        if found:
            return tuple(name for _, name in sorted(found, key=lambda pair: pair[0]) if name)
    return ()


def _separated(synonyms: str) -> tuple[str, ...]:
    """Each synonym once, the first forty: some lists give every trade name of the world."""
    parts = (part.strip() for part in synonyms.replace("；", ";").split(";"))
    return tuple(dict.fromkeys(filter(None, parts)))[:40]


def absent_flow(identifier: str, element: Element | None) -> Flow:
    """A flow the package refers to without holding it, known by the reference's short description alone."""
    names = described(element)
    return Flow(
        id=identifier,
        name=names.to("en") if names else identifier,
        type="PRODUCT_FLOW",
        names=names,
        held=False,
    )
