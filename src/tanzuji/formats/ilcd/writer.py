"""Write a database as an ILCD package (XML), valid against the schemas of ILCD 1.1 / eILCD."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tanzuji.formats.archive_writer import write_archive
from tanzuji.formats.ilcd import written_flows
from tanzuji.formats.ilcd.building import Builder, serialised
from tanzuji.formats.ilcd.elements import Element
from tanzuji.formats.ilcd.written_processes import ProcessWriter
from tanzuji.formats.lci.records import Database, Loss
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.lci.units import Converter


def write_ilcd(database: Database, path: Path) -> tuple[Loss, ...]:
    """Write `database` to the ZIP archive `path`; what the format could not hold comes back.

    Raises OSError where the file cannot be written; nothing is left then.
    """
    build = Builder()
    members = (
        (f"ILCD/{folder}/{identifier}.xml", serialised(root))
        for folder, identifier, root in data_sets_of(database, build)
    )
    write_archive(path, members)
    return (*database.losses, *build.losses.all())


def data_sets_of(database: Database, build: Builder) -> Iterator[tuple[str, str, Element]]:
    """Every data set of a database: its folder, its UUID, its root element."""
    for group in database.unit_groups.values():
        yield "unitgroups", uuid_of("unit group", group.id), written_flows.unit_group(build, group)
    for identifier, group_id in database.property_groups.items():
        made = written_flows.flow_property(build, database, identifier, group_id)
        yield "flowproperties", uuid_of("flow property", identifier), made
    for flow in database.flows.values():
        if flow.held:  # what the database does not hold is only referred to
            yield "flows", uuid_of("flow", flow.id), written_flows.flow(build, database, flow)
    for publisher in sorted({process.publisher for process in database.processes} - {""}):
        yield "contacts", uuid_of("contact", publisher), written_flows.contact(build, publisher)
    for title in sorted({process.source for process in database.processes} - {""}):
        yield "sources", uuid_of("source", title), written_flows.source(build, title)
    writer = ProcessWriter(build, Converter(database))
    for process in database.processes:
        yield "processes", uuid_of("process", process.id), writer.root(process)
