"""What processes refer to: categories, unit groups and flows, of either dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from tanzuji.documents.text import Text
from tanzuji.formats.lci.records import Flow, FlowType, Unit, UnitGroup
from tanzuji.formats.olca.fields import OWN, WRONG_SHAPE, Record

_FLOW_TYPES = ("ELEMENTARY_FLOW", "PRODUCT_FLOW", "WASTE_FLOW")


@dataclass
class Flows:
    """Flows by id, and the ids of those that the file names by another: a package of our own keeps both."""

    by_id: dict[str, Flow] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def add(self, stated: str, flow: Flow) -> None:
        self.by_id[flow.id] = flow
        if stated != flow.id:
            self.renamed[stated] = flow.id

    def id(self, stated: str) -> str:
        return self.renamed.get(stated, stated)


def read_categories(records: Iterator[Record]) -> dict[str, tuple[str, ...]]:
    """Paths of names from the root, by category id. A parent loop ends where it closes."""
    named = {record.id: (record.text("name"), record.record("category").id) for record in records}
    paths: dict[str, tuple[str, ...]] = {}
    for identifier in named:
        path: list[str] = []
        seen: set[str] = set()
        at = identifier
        while at in named and at not in seen:
            seen.add(at)
            name, parent = named[at]
            path.append(name)
            at = parent
        paths[identifier] = tuple(reversed(path))
    return paths


def category(record: Record, categories: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The path of a category: a text with slashes (schema 2), a reference, or a list of names."""
    own = own_part(record).texts("category")
    if own:
        return own
    value = record.fields.get("category")
    if isinstance(value, str):  # schema 2: one text with slashes
        return tuple(part.strip() for part in value.split("/") if part.strip())
    reference = record.record("category")
    if reference.id in categories:
        return categories[reference.id]
    name = reference.text("name")
    return (*reference.texts("categoryPath"), name) if name else ()


def own_part(record: Record) -> Record:
    """What our own writer keeps beside the fields of the schema; empty in every other package."""
    return record.record("otherProperties").record(OWN)


def names_of(record: Record) -> Text | None:
    """The names in both languages that our own writer keeps; None in every other package."""
    named = own_part(record).record("name")
    zh, en = named.text("zh"), named.text("en")
    return Text(zh=zh or None, en=en or None) if zh or en else None


def read_unit_group(record: Record) -> UnitGroup:
    """A unit group with its units. Raises `olca.wrong-shape`, as all of these do."""
    units: dict[str, Unit] = {}
    reference = ""
    for item in record.records("units"):
        unit = Unit(
            item.id, item.text("name"), item.number("conversionFactor", default=1.0), item.texts("synonyms")
        )
        units[unit.id] = unit
        if item.flag("isRefUnit", "referenceUnit"):
            reference = unit.name
    return UnitGroup(record.id, record.text("name"), reference, units)


def read_flow(record: Record, categories: Mapping[str, tuple[str, ...]]) -> Flow:
    """A flow with its properties; one listed twice counts where it is the reference."""
    properties: dict[str, float] = {}
    reference = ""
    for item in record.records("flowProperties"):
        identifier = item.record("flowProperty").id
        is_reference = item.flag("isRefFlowProperty", "referenceFlowProperty")
        if is_reference or identifier not in properties:  # some exports list the same property twice
            properties[identifier] = item.number("conversionFactor", default=1.0)
        if is_reference or not reference:
            reference = identifier
    return Flow(
        id=own_part(record).id or record.id,
        name=record.text("name"),
        type=flow_type(record),
        cas=record.text("cas"),
        formula=record.text("formula"),
        category=category(record, categories),
        reference_property=reference,
        properties=properties,
        names=names_of(record),
        location=record.record("location").text("name"),
        synonyms=record.texts("synonyms"),
    )


def flow_type(record: Record) -> FlowType:
    """The kind of a flow, stated or referred to."""
    value = record.text("flowType")
    if value not in _FLOW_TYPES:
        raise WRONG_SHAPE.error(
            f"{record.place}.flowType",
            field="flowType",
            expected=" / ".join(_FLOW_TYPES),
            expected_zh="流类型",
        )
    return cast(FlowType, value)
