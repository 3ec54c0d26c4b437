"""Unit groups, flow properties, flows, contacts and sources as ILCD data sets."""

from __future__ import annotations

import re

from tanzuji.documents.text import Text
from tanzuji.formats.ilcd.building import STRING, Builder, number_of
from tanzuji.formats.ilcd.elements import OPENLCA, Element
from tanzuji.formats.lci.records import Database, Flow, UnitGroup
from tanzuji.formats.lci.reference import uuid_of

_CAS = re.compile(r"[0-9]{2,7}-[0-9]{2}-[0-9]")
_TYPES = {
    "ELEMENTARY_FLOW": "Elementary flow",
    "PRODUCT_FLOW": "Product flow",
    "WASTE_FLOW": "Waste flow",
}


def unit_group(build: Builder, group: UnitGroup) -> Element:
    root = build.root("UnitGroup")
    information = build.add(root, "unitGroupInformation")
    about = build.add(information, "dataSetInformation")
    build.identity(about, "unit group", group.id, group.name)
    build.both(about, "name", Text.parse(group.name or group.id), STRING, common=True)
    units = list(group.units.values())
    base = next((at for at, unit in enumerate(units) if unit.name == group.reference), 0)
    build.add(build.add(information, "quantitativeReference"), "referenceToReferenceUnit", str(base))
    build.published(root, "")
    within = build.add(root, "units")
    for at, unit in enumerate(units):
        made = build.add(within, "unit")
        made.set("dataSetInternalID", str(at))
        made.set(f"{{{OPENLCA}}}unitId", unit.id)
        build.add(made, "name", unit.name[:STRING])
        build.add(made, "meanValue", number_of(unit.factor))
    return root


def flow_property(build: Builder, database: Database, identifier: str, group: str) -> Element:
    root = build.root("FlowProperty")
    information = build.add(root, "flowPropertiesInformation")
    about = build.add(information, "dataSetInformation")
    name = database.property_names.get(identifier, "") or identifier
    build.identity(about, "flow property", identifier, name)
    build.both(about, "name", Text.parse(name), STRING, common=True)
    held = database.unit_groups.get(group)
    build.refer(
        build.add(information, "quantitativeReference"),
        "referenceToReferenceUnitGroup",
        "UnitGroup",
        uuid_of("unit group", group),
        Text.parse(held.name) if held and held.name else None,
    )
    build.published(root, "")
    return root


def flow(build: Builder, database: Database, each: Flow) -> Element:
    root = build.root("Flow")
    information = build.add(root, "flowInformation")
    about = build.add(information, "dataSetInformation")
    build.identity(about, "flow", each.id, each.name)
    names = names_of(each)
    build.both(build.add(about, "name"), "baseName", names, STRING, of=each.name)
    if each.synonyms:
        build.both(about, "synonyms", Text.parse("; ".join(each.synonyms)), 10_000, common=True)
    build.classified(about, each.category, compartments=each.type == "ELEMENTARY_FLOW")
    if _CAS.fullmatch(each.cas):
        build.add(about, "CASNumber", each.cas)
    elif each.cas:
        build.losses.add("cas-numbers", f"{each.name}: {each.cas}")
    build.put(about, "sumFormula", each.formula[:STRING])
    properties = _properties(each)
    main = list(properties).index(each.reference_property) if each.reference_property in properties else 0
    build.add(build.add(information, "quantitativeReference"), "referenceToReferenceFlowProperty", str(main))
    if each.location:
        place = Text.parse(each.location)
        build.both(build.add(information, "geography"), "locationOfSupply", place, STRING)
    method = build.add(build.add(root, "modellingAndValidation"), "LCIMethod")
    build.add(method, "typeOfDataSet", _TYPES[each.type])
    build.published(root, "")
    if properties:
        within = build.add(root, "flowProperties")
        for at, (identifier, value) in enumerate(properties.items()):
            made = build.add(within, "flowProperty")
            made.set("dataSetInternalID", str(at))
            named = database.property_names.get(identifier)
            build.refer(
                made,
                "referenceToFlowPropertyDataSet",
                "FlowProperty",
                uuid_of("flow property", identifier),
                Text.parse(named) if named else None,
            )
            build.add(made, "meanValue", number_of(value))
    return root


def _properties(each: Flow) -> dict[str, float]:
    if each.reference_property and each.reference_property not in each.properties:
        return {each.reference_property: 1.0, **each.properties}
    return each.properties


def names_of(each: Flow) -> Text:
    """The name in both languages; where they do not hold the one the flow goes by, that one."""
    if each.names is not None:
        return each.names
    return Text.parse(each.name or each.id)


def contact(build: Builder, name: str) -> Element:
    root = build.root("Contact")
    about = build.add(build.add(root, "contactInformation"), "dataSetInformation")
    build.add(about, "UUID", uuid_of("contact", name), common=True)
    build.both(about, "shortName", Text.parse(name), STRING, common=True)
    build.both(about, "name", Text.parse(name), STRING, common=True)
    build.published(root, "")
    return root


def source(build: Builder, title: str) -> Element:
    root = build.root("Source")
    about = build.add(build.add(root, "sourceInformation"), "dataSetInformation")
    build.add(about, "UUID", uuid_of("source", title), common=True)
    build.both(about, "shortName", Text.parse(title), STRING, common=True)
    build.put(about, "sourceCitation", title[:1000])
    build.published(root, "")
    return root
