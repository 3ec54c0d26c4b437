"""Read an openLCA JSON-LD package into records, tolerant of dialect and strict about meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tanzuji.documents.errors import define
from tanzuji.formats.archive import Package
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import Database
from tanzuji.formats.olca.fields import Record
from tanzuji.formats.olca.flows import Flows, read_categories, read_flow, read_unit_group
from tanzuji.formats.olca.processes import read_processes
from tanzuji.formats.safe_json import read_json

NO_PROCESSES = define(
    "olca.no-processes",
    zh="“{file}”里没有 openLCA 过程数据集（processes/*.json）。",
    en="“{file}” holds no openLCA process datasets (processes/*.json).",
    remedy_zh="请在 openLCA 中以 JSON-LD 格式导出数据库；.zolca 备份文件不能读。",
    remedy_en="Export the database from openLCA as JSON-LD; a .zolca backup cannot be read.",
)


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

    categories = read_categories(each("categories"))
    locations = {record.id: record.text("code") or record.text("name") for record in each("locations")}
    groups = {group.id: group for group in map(read_unit_group, each("unit_groups"))}
    properties = [(r.id, r.text("name"), r.record("unitGroup").id) for r in each("flow_properties")]
    flows = Flows()
    for record in each("flows"):
        flows.add(record.id, read_flow(record, categories))
    losses = Losses()
    processes = read_processes(each("processes"), categories, locations, flows, losses)
    return Database(
        file=package.file,
        schema=_schema(package),
        processes=processes,
        flows=flows.by_id,
        unit_groups=groups,
        unit_group_of={unit: group.id for group in groups.values() for unit in group.units},
        property_groups={identifier: group for identifier, _, group in properties},
        property_names={identifier: name for identifier, name, _ in properties},
        nested=package.nested,
        losses=losses.all(),
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
