"""Write a database as EcoSpold 2: an archive with one file an activity, valid by the format's XML schema.

A flow is written in one unit throughout, the one its maker states it in: programs that read the format take units from
the flow and do not convert. Wastes are written in the format's own way, as products of negative amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tanzuji.formats.archive_writer import write_archive
from tanzuji.formats.ecospold2.elements import NAME, SHORT, Writing, child, document, to_bytes
from tanzuji.formats.ecospold2.exchange_writer import ExchangeWriter
from tanzuji.formats.ecospold2.vocabulary import (
    BUSINESS_AS_USUAL,
    ECONOMIC_SHARE,
    GLOBAL,
    LICENCE,
    PHYSICAL_SHARE,
    UNSTATED_PERIOD,
    compartment,
)
from tanzuji.formats.lci.allocation import is_product
from tanzuji.formats.lci.records import Database, Loss, Process
from tanzuji.formats.lci.reference import is_uuid, uuid_of
from tanzuji.formats.safe_xml import Element

_UNKNOWN = "unknown"
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_PATH_END = 119  # characters of a classification's value


def write_ecospold2(database: Database, path: Path) -> tuple[Loss, ...]:
    """Write `database` to the ZIP archive `path`; comes back with what the format could not hold.

    Processes whose reference is nothing they make or treat cannot be written and are told. Raises OSError.
    """
    writing = Writing()
    kept: list[Process] = []
    for process in database.processes:
        if is_product(database, process.reference):
            kept.append(process)
        else:
            writing.losses.add("unusable-processes", process.name)
    activity_ids = {process.id: activity_id(process) for process in kept}
    _tell(database, kept, writing)
    exchanges = ExchangeWriter(database, activity_ids, writing)
    write_archive(Path(path), _members(kept, exchanges, writing))
    return writing.losses.all()


def activity_id(process: Process) -> str:
    """The activity's UUID; the first half of an id that was made of activity and product on reading."""
    parts = process.id.split("_")
    if len(parts) == 2 and is_uuid(parts[0]) and parts[1] == process.reference.flow:
        return parts[0].lower()
    return uuid_of("process", process.id)


def _tell(database: Database, kept: list[Process], writing: Writing) -> None:
    """Count what no element of the format holds."""
    losses = writing.losses
    for process in kept:
        losses.add("formulas", process.name, sum(exchange.formula for exchange in process.exchanges))
        losses.add("causal-allocation", process.name, int(any(f.method == "causal" for f in process.factors)))
        if uuid_of("process", process.id) != process.id.lower() and "_" not in process.id:
            losses.add("identifiers", process.id)
    for flow in database.flows.values():
        losses.add("identifiers", flow.id, int(not is_uuid(flow.id)))
        losses.add("flow-properties", flow.name, int(len(flow.properties) > 2))
        if flow.type == "ELEMENTARY_FLOW" and flow.category:
            name, below = compartment(flow.category)
            losses.add("compartments", flow.name, int(flow.category not in {(name, below), (name,)}))


def _members(kept: list[Process], exchanges: ExchangeWriter, writing: Writing) -> Iterator[tuple[str, bytes]]:
    for process in kept:
        activity = exchanges.activity_ids[process.id]
        product = uuid_of("flow", process.reference.flow)
        root = document()
        dataset = child(root, "activityDataset")
        _description(child(dataset, "activityDescription"), process, activity, writing)
        _flow_data(child(dataset, "flowData"), process, exchanges)
        child(dataset, "modellingAndValidation")
        _administration(child(dataset, "administrativeInformation"), process, writing)
        yield f"datasets/{activity}_{product}.spold", to_bytes(root)


def _description(parent: Element, process: Process, activity: str, writing: Writing) -> None:
    shares = {"physical": PHYSICAL_SHARE, "economic": ECONOMIC_SHARE}
    element = child(
        parent,
        "activity",
        {
            "id": activity,
            "activityNameId": uuid_of("activity name", process.name),
            "type": "2" if process.kind == "LCI_RESULT" else "1",
            "specialActivityType": "0",
            "masterAllocationPropertyId": shares.get(process.default_allocation or "", ""),
        },
    )
    writing.name(element, "activityName", process.name or process.id, process.names)
    terms = LICENCE + process.licence if process.licence else ""
    writing.paragraphs(element, "generalComment", process.comment, terms)
    _classification(parent, process, writing)
    place = process.location or "GLO"
    around = child(
        parent, "geography", {"geographyId": GLOBAL if place == "GLO" else uuid_of("geography", place)}
    )
    writing.text(around, "shortname", place, SHORT)
    writing.paragraphs(child(parent, "technology"), "comment", process.technology)
    start, end = period(process.valid_from, process.valid_to)
    child(parent, "timePeriod", {"startDate": start, "endDate": end, "isDataValidForEntirePeriod": "true"})
    scenario = child(parent, "macroEconomicScenario", {"macroEconomicScenarioId": BUSINESS_AS_USUAL})
    writing.text(scenario, "name", "Business-as-Usual", NAME)


def _classification(parent: Element, process: Process, writing: Writing) -> None:
    """The path of categories, as the files of ecoinvent keep the one of EcoSpold 1."""
    if not process.category:
        return
    joined = "/".join(part.replace("/", "∕") for part in process.category)
    around = child(parent, "classification", {"classificationId": uuid_of("classification", joined)})
    writing.text(around, "classificationSystem", "EcoSpold01Categories", NAME)
    writing.text(around, "classificationValue", joined, _PATH_END)


def _flow_data(parent: Element, process: Process, exchanges: ExchangeWriter) -> None:
    """Intermediate exchanges before elementary ones, as the schema wants them; the reference product first."""
    flows = exchanges.database.flows
    order = sorted(
        enumerate(process.exchanges),
        key=lambda item: (flows[item[1].flow].type == "ELEMENTARY_FLOW", not item[1].is_reference, item[0]),
    )
    for position, exchange in order:
        exchanges.write(parent, process, exchange, position)


def _administration(parent: Element, process: Process, writing: Writing) -> None:
    name = writing.cut(process.publisher or _UNKNOWN, SHORT)
    person = {"personId": uuid_of("person", name), "personName": name, "personEmail": _UNKNOWN}
    child(parent, "dataEntryBy", person)
    source = writing.cut(process.source, SHORT)
    child(
        parent,
        "dataGeneratorAndPublication",
        person
        | {
            "publishedSourceId": uuid_of("source", source) if source else "",
            "publishedSourceFirstAuthor": source,
            "isCopyrightProtected": "true" if process.licence else "false",
        },
    )
    major, minor = version(process.version)
    child(
        parent,
        "fileAttributes",
        {
            "majorRelease": major,
            "minorRelease": minor,
            "majorRevision": "0",
            "minorRevision": "0",
            "defaultLanguage": "en",
        },
    )


def version(text: str) -> tuple[str, str]:
    """The first two numbers of a version; 1 and 0 where it has none."""
    numbers = re.findall(r"\d{1,9}", text)
    return (str(int(numbers[0])) if numbers else "1", str(int(numbers[1])) if len(numbers) > 1 else "0")


def period(start: str, end: str) -> tuple[str, str]:
    """First and last day; what is not stated is written as the widest period, which is read as not stated."""
    first, last = _DATE.match(start), _DATE.match(end)
    return (
        f"{first[1]}-{first[2] or '01'}-{first[3] or '01'}" if first else UNSTATED_PERIOD[0],
        f"{last[1]}-{last[2] or '12'}-{last[3] or ('28' if last[2] else '31')}"
        if last
        else UNSTATED_PERIOD[1],
    )
