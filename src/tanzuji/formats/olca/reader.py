"""Read an openLCA JSON-LD package into records, tolerant of dialect and strict about meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.formats.archive import Package
from tanzuji.formats.lci.records import (
    AllocationMethod,
    Database,
    Exchange,
    Factor,
    Flow,
    FlowType,
    Process,
    Unit,
    UnitGroup,
)
from tanzuji.formats.olca.fields import WRONG_SHAPE, Record
from tanzuji.formats.safe_json import read_json

NO_PROCESSES = define(
    "olca.no-processes",
    zh="“{file}”里没有 openLCA 过程数据集（processes/*.json）。",
    en="“{file}” holds no openLCA process datasets (processes/*.json).",
    remedy_zh="请在 openLCA 中以 JSON-LD 格式导出数据库；.zolca 备份文件不能读。",
    remedy_en="Export the database from openLCA as JSON-LD; a .zolca backup cannot be read.",
)
NO_REFERENCE = define(
    "olca.no-quantitative-reference",
    zh="过程“{process}”没有定量参考。",
    en="Process “{process}” has no quantitative reference.",
    remedy_zh="请在 openLCA 中为它指定定量参考后重新导出。",
    remedy_en="Set its quantitative reference in openLCA and export again.",
)
TWO_REFERENCES = define(
    "olca.two-quantitative-references",
    zh="过程“{process}”有 {count} 个定量参考。",
    en="Process “{process}” has {count} quantitative references.",
    remedy_zh="请只保留一个。",
    remedy_en="Keep one of them.",
)
REPEATED_ID = define(
    "olca.repeated-id",
    zh="标识“{id}”有两个过程使用。",
    en="Two processes carry the id “{id}”.",
    remedy_zh="请删去其中一个后重新导出。",
    remedy_en="Remove one of them and export again.",
)

_METHODS: dict[str, AllocationMethod] = {
    "PHYSICAL_ALLOCATION": "physical",
    "ECONOMIC_ALLOCATION": "economic",
    "CAUSAL_ALLOCATION": "causal",
}
_FLOW_TYPES = ("ELEMENTARY_FLOW", "PRODUCT_FLOW", "WASTE_FLOW")
_SHOWN_PROBLEMS = 20


def read_database(package: Package, progress: Callable[[str, int, int], None]) -> Database:
    """The records of a package. Raises `olca.*` and `json.*`; `progress` is told of files."""
    folders = _folders(package)
    if not folders.get("processes"):
        raise NO_PROCESSES.error(file=package.file)
    files = sum(len(folders.get(kind, ())) for kind in _READ)
    done = 0

    def each(kind: str) -> Iterator[Record]:
        nonlocal done
        for name in folders.get(kind, ()):
            record = Record(read_json(package.read(name), name), name)
            done += 1
            if done % 200 == 0 or done == files:
                progress("read", done, files)
            yield record

    categories = _categories(each("categories"))
    locations = {record.id: record.text("code") or record.text("name") for record in each("locations")}
    groups = {group.id: group for group in map(_unit_group, each("unit_groups"))}
    properties = [(r.id, r.text("name"), r.record("unitGroup").id) for r in each("flow_properties")]
    flows = {flow.id: flow for flow in (_flow(record, categories) for record in each("flows"))}
    processes = _processes(each("processes"), categories, locations, flows)
    return Database(
        file=package.file,
        schema=_schema(package),
        processes=processes,
        flows=flows,
        unit_groups=groups,
        unit_group_of={unit: group.id for group in groups.values() for unit in group.units},
        property_groups={identifier: group for identifier, _, group in properties},
        property_names={identifier: name for identifier, name, _ in properties},
        nested=package.nested,
    )


_READ = ("categories", "locations", "unit_groups", "flow_properties", "flows", "processes")


def _folders(package: Package) -> dict[str, list[str]]:
    """JSON members by the folder they stand in; the package may have a folder of its own around them."""
    found: dict[str, list[str]] = {}
    for name in package.names:
        parts = name.split("/")
        if name.lower().endswith(".json") and len(parts) >= 2 and "__MACOSX" not in parts:
            found.setdefault(parts[-2], []).append(name)
    return found


def _schema(package: Package) -> str:
    for name in package.names:
        if name.rsplit("/", 1)[-1] in {"openlca.json", "olca-schema.json"}:
            record = Record(read_json(package.read(name), name), name)
            return record.text("schemaVersion", "version") or "2"
    return "1"


def _categories(records: Iterator[Record]) -> dict[str, tuple[str, ...]]:
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


def _category(record: Record, categories: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    value = record.fields.get("category")
    if isinstance(value, str):  # schema 2: one text with slashes
        return tuple(part.strip() for part in value.split("/") if part.strip())
    reference = record.record("category")
    if reference.id in categories:
        return categories[reference.id]
    name = reference.text("name")
    return (*reference.texts("categoryPath"), name) if name else ()


def _unit_group(record: Record) -> UnitGroup:
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


def _flow(record: Record, categories: Mapping[str, tuple[str, ...]]) -> Flow:
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
        id=record.id,
        name=record.text("name"),
        type=_flow_type(record),
        cas=record.text("cas"),
        formula=record.text("formula"),
        category=_category(record, categories),
        reference_property=reference,
        properties=properties,
    )


def _flow_type(record: Record) -> FlowType:
    value = record.text("flowType")
    if value not in _FLOW_TYPES:
        raise WRONG_SHAPE.error(
            f"{record.place}.flowType",
            field="flowType",
            expected=" / ".join(_FLOW_TYPES),
            expected_zh="流类型",
        )
    return cast(FlowType, value)


def _processes(
    records: Iterator[Record],
    categories: Mapping[str, tuple[str, ...]],
    locations: Mapping[str, str],
    flows: dict[str, Flow],
) -> tuple[Process, ...]:
    found: dict[str, Process] = {}
    problems: list[Problem] = []
    for record in records:
        exchanges = tuple(_exchange(item, flows) for item in record.records("exchanges"))
        references = sum(exchange.is_reference for exchange in exchanges)
        shown = record.text("name")[:120] or record.id
        if references == 0:
            problems.append(NO_REFERENCE.problem(record.place, process=shown))
        elif references > 1:
            problems.append(TWO_REFERENCES.problem(record.place, process=shown, count=references))
        if not 1 <= len(record.id) <= 90:
            raise WRONG_SHAPE.error(
                f"{record.place}.@id", field="@id", expected="1 to 90 characters", expected_zh="1–90 个字符"
            )
        if record.id in found:
            problems.append(REPEATED_ID.problem(record.place, id=record.id))
        found[record.id] = _process(record, exchanges, categories, locations)
    if problems:
        raise CodedError(problems[:_SHOWN_PROBLEMS])
    return tuple(found.values())


def _process(
    record: Record,
    exchanges: tuple[Exchange, ...],
    categories: Mapping[str, tuple[str, ...]],
    locations: Mapping[str, str],
) -> Process:
    documentation = record.record("processDocumentation")
    location = record.record("location")
    return Process(
        id=record.id,
        name=record.text("name"),
        member=record.place,
        kind=record.text("processType"),
        location=locations.get(location.id) or location.text("code", "name"),
        category=_category(record, categories),
        technology=documentation.text("technologyDescription") or record.text("description"),
        valid_from=documentation.text("validFrom"),
        valid_to=documentation.text("validUntil"),
        version=record.text("version"),
        default_allocation=_METHODS.get(record.text("defaultAllocationMethod")),
        exchanges=exchanges,
        factors=tuple(_factors(record)),
        source=documentation.record("publication").text("name"),
    )


def _exchange(record: Record, flows: dict[str, Flow]) -> Exchange:
    flow = record.record("flow")
    if flow.id not in flows:  # the package refers to a flow it does not hold
        flows[flow.id] = Flow(
            flow.id,
            flow.text("name"),
            _flow_type(flow),
            category=_category(flow, {}),
            reference_unit=flow.text("refUnit"),
            held=False,
        )
    unit = record.record("unit")
    return Exchange(
        internal=record.text("internalId") or record.id,
        flow=flow.id,
        amount=record.number("amount"),
        unit=unit.id,
        unit_name=unit.text("name"),
        property=record.record("flowProperty").id,
        is_input=record.flag("isInput", "input"),
        is_reference=record.flag("isQuantitativeReference", "quantitativeReference"),
        is_avoided=record.flag("isAvoidedProduct", "avoidedProduct"),
        provider=record.record("defaultProvider").id,
        formula=bool(record.text("amountFormula")),
    )


def _factors(record: Record) -> Iterator[Factor]:
    for item in record.records("allocationFactors"):
        method = _METHODS.get(item.text("allocationType"))
        if method is None:
            continue
        exchange = item.record("exchange")
        yield Factor(
            method=method,
            product=item.record("product").id,
            value=item.number("value", default=0.0),
            exchange=exchange.text("internalId") or exchange.id,
            exchange_flow=exchange.record("flow").id,
        )
