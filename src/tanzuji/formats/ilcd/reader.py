"""Read an ILCD or eILCD package into records: unit groups, flow properties, flows, then processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.formats import safe_xml
from tanzuji.formats.archive import Package
from tanzuji.formats.ilcd.data_sets import DataSet, Load, Shelf, data_sets, losses_of, members_by_kind
from tanzuji.formats.ilcd.life_cycle_models import Providers
from tanzuji.formats.ilcd.processes import Reading, process
from tanzuji.formats.ilcd.quantities import FlowProperty, flow, flow_property, quantities, unit_group
from tanzuji.formats.ilcd.roles import settle
from tanzuji.formats.lci.records import Database, Flow, Process, UnitGroup

NO_PROCESSES = define(
    "ilcd.no-processes",
    zh="“{file}”里没有{format}过程数据集。",
    en="“{file}” holds no {format} process data sets.",
    remedy_zh="包里应有 processes 文件夹；只有流或评价方法的包不能作为数据库读入。",
    remedy_en="A package has a folder named processes; one with flows or impact methods alone is no database.",
)
NO_REFERENCES = define(
    "ilcd.no-reference-flows",
    zh="“{file}”的 {count} 个过程都没有写明基准流。",
    en="None of the {count} processes of “{file}” states its reference flow.",
    remedy_zh="请在 quantitativeReference 中写明 referenceToReferenceFlow 后重新导出。",
    remedy_en="State referenceToReferenceFlow in quantitativeReference and export again.",
)

Progress = Callable[[str, int, int], None]
_SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the data sets of a format are written: ending of the files, how one is loaded, and its names."""

    kind: str
    name: str
    ending: str
    load: Load
    root_of: Callable[[bytes, str], str]


def _root_of(data: bytes, name: str) -> str:
    return str(etree.QName(safe_xml.root_name(data, name)).localname)


XML = Dialect("ilcd", "ILCD", ".xml", safe_xml.parse, _root_of)


def read_database(package: Package, progress: Progress) -> Database:
    """The records of an ILCD or eILCD package. Raises `ilcd.*` and `xml.*`; `progress` is told of files."""
    return read_data_sets(package, progress, XML)


def read_data_sets(package: Package, progress: Progress, dialect: Dialect) -> Database:
    """The records of a package in either dialect of the format."""
    members = members_by_kind(package, dialect.ending, dialect.root_of)
    if not members["processes"]:
        raise NO_PROCESSES.error(file=package.file, format=dialect.name)
    reader = _Reader(package, members, dialect, progress)
    groups: Shelf[UnitGroup] = Shelf()
    for data_set in reader.each("unitgroups"):
        groups.put(data_set, unit_group(data_set))
    properties: Shelf[FlowProperty] = Shelf()
    for data_set in reader.each("flowproperties"):
        properties.put(data_set, flow_property(data_set))
    flows: Shelf[Flow] = Shelf()
    for data_set in reader.each("flows"):
        flows.put(data_set, flow(data_set))
    found = quantities(groups.records, properties.records.values())
    reading = Reading(found, flows.records)
    processes: Shelf[Process | None] = Shelf()
    for data_set in reader.each("processes"):
        processes.put(data_set, process(data_set, reading), _alike)
    models = Providers()
    for data_set in reader.each("lifecyclemodels"):
        models.add(data_set)
    _refuse([p for shelf in (groups, properties, flows, processes) for p in shelf.problems])
    kept = tuple(each for each in processes.records.values() if each is not None)
    if not kept:
        raise NO_REFERENCES.error(file=package.file, count=len(processes.records))
    kept = settle(models.applied(kept), reading)
    left_out = dict(sorted(reading.left_out.items()))
    left_out["older-versions"] = groups.older + properties.older + flows.older + processes.older
    left_out["competing-models"] = models.competing
    left_out["standard-properties"] = found.assumed
    left_out["impact-dataset"] = members["lciamethods"]
    return Database(
        file=package.file,
        schema="1.1",
        processes=kept,
        flows=reading.flows,
        unit_groups=found.groups,
        unit_group_of={unit: group.id for group in found.groups.values() for unit in group.units},
        property_groups=found.property_groups,
        property_names=found.property_names,
        nested=package.nested,
        kind=dialect.kind,
        losses=losses_of(left_out),
    )


def _alike(one: Process | None, other: Process | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, member="") == replace(other, member="")


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise CodedError(problems[:_SHOWN_PROBLEMS])


class _Reader:
    """Hands out data sets kind by kind and tells of progress."""

    def __init__(
        self, package: Package, members: dict[str, list[str]], dialect: Dialect, progress: Progress
    ) -> None:
        self.package, self.members, self.dialect, self.progress = package, members, dialect, progress
        self.files = sum(len(names) for kind, names in members.items() if kind != "lciamethods")
        self.done = 0

    def each(self, kind: str) -> Iterator[DataSet]:
        for data_set in data_sets(self.package, self.members[kind], kind, self.dialect.load):
            self.done += 1
            if self.done % 200 == 0 or self.done == self.files:
                self.progress("read", self.done, self.files)
            yield data_set
