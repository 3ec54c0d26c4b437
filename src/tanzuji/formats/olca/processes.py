"""Processes with their exchanges, distributions and allocation factors, of either dialect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.formats.lci.losses import Losses
from tanzuji.formats.lci.records import AllocationMethod, Exchange, Factor, Flow, Process
from tanzuji.formats.olca.fields import WRONG_SHAPE, Record, other_name
from tanzuji.formats.olca.flows import Flows, category, flow_type, names_of, own_part
from tanzuji.formats.olca.uncertainty import read_uncertainty

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
_SHOWN_PROBLEMS = 20


def read_processes(
    records: Iterator[Record],
    categories: Mapping[str, tuple[str, ...]],
    locations: Mapping[str, str],
    flows: Flows,
    losses: Losses,
) -> tuple[Process, ...]:
    """Every process by its own id, with providers under theirs. Raises `olca.*` with the places of what is wrong."""
    found: dict[str, Process] = {}
    renamed: dict[str, str] = {}
    problems: list[Problem] = []
    for record in records:
        exchanges = tuple(_exchange(item, flows, losses) for item in record.records("exchanges"))
        references = sum(exchange.is_reference for exchange in exchanges)
        shown = record.text("name")[:120] or record.id
        if references == 0:
            problems.append(NO_REFERENCE.problem(record.place, process=shown))
        elif references > 1:
            problems.append(TWO_REFERENCES.problem(record.place, process=shown, count=references))
        _tell(record, shown, losses)
        identifier = own_part(record).id or record.id
        if not 1 <= len(identifier) <= 90:
            raise WRONG_SHAPE.error(
                f"{record.place}.@id", field="@id", expected="1 to 90 characters", expected_zh="1–90 个字符"
            )
        if identifier in found:
            problems.append(REPEATED_ID.problem(record.place, id=identifier))
        if identifier != record.id:
            renamed[record.id] = identifier
        found[identifier] = _process(record, identifier, exchanges, categories, locations, flows)
    if problems:
        raise CodedError(problems[:_SHOWN_PROBLEMS])
    return (
        tuple(_supplied(process, renamed) for process in found.values()) if renamed else tuple(found.values())
    )


_READ_DOCUMENTATION = {
    "@type", "validFrom", "validUntil", "technologyDescription", "restrictionsDescription", "publication", "creationDate",
    "copyright", "isCopyrightProtected",
}  # fmt: skip


def _tell(record: Record, shown: str, losses: Losses) -> None:
    """What a process states that is not read: parameters, and documentation beyond what there are fields for."""
    if record.fields.get("parameters"):
        losses.add("parameters", shown)
    stated = record.fields.get("processDocumentation")
    if isinstance(stated, Mapping) and any(stated[key] for key in stated if key not in _READ_DOCUMENTATION):
        losses.add("documentation", shown)


def _supplied(process: Process, renamed: Mapping[str, str]) -> Process:
    """The process with providers under the ids their processes have."""
    exchanges = tuple(
        replace(exchange, provider=renamed[exchange.provider]) if exchange.provider in renamed else exchange
        for exchange in process.exchanges
    )
    return replace(process, exchanges=exchanges)


def _process(
    record: Record,
    identifier: str,
    exchanges: tuple[Exchange, ...],
    categories: Mapping[str, tuple[str, ...]],
    locations: Mapping[str, str],
    flows: Flows,
) -> Process:
    documentation = record.record("processDocumentation")
    location = record.record("location")
    own = own_part(record)
    is_ours = bool(own.fields)  # there the description says other things than the technology
    description, names = record.text("description"), names_of(record)
    if is_ours:
        description = description.removeprefix(other_name(names, record.text("name"))).strip()
    return Process(
        id=identifier,
        name=record.text("name"),
        member=record.place,
        kind=record.text("processType"),
        location=locations.get(location.id) or location.text("code", "name"),
        category=category(record, categories),
        technology=documentation.text("technologyDescription") or ("" if is_ours else description),
        valid_from=documentation.text("validFrom"),
        valid_to=documentation.text("validUntil"),
        version=record.text("version"),
        default_allocation=_METHODS.get(record.text("defaultAllocationMethod")),
        exchanges=exchanges,
        factors=tuple(_factors(record, flows)),
        source=documentation.record("publication").text("name"),
        names=names,
        comment=description,
        publisher=own.text("publisher"),
        licence=documentation.text("restrictionsDescription"),
    )


def _exchange(record: Record, flows: Flows, losses: Losses) -> Exchange:
    flow = record.record("flow")
    identifier = flows.id(flow.id)
    if identifier not in flows.by_id:  # the package refers to a flow it does not hold
        flows.by_id[identifier] = Flow(
            flow.id,
            flow.text("name"),
            flow_type(flow),
            category=category(flow, {}),
            reference_unit=flow.text("refUnit"),
            held=False,
        )
    unit = record.record("unit")
    amount = record.number("amount")
    uncertainty = None
    if record.fields.get("uncertainty") is not None:
        uncertainty, lost = read_uncertainty(record.record("uncertainty"), amount)
        if lost:
            losses.add(lost, flow.text("name"))
    if record.text("amountFormula"):
        losses.add("formulas", flow.text("name"))
    return Exchange(
        internal=record.text("internalId") or record.id,
        flow=identifier,
        amount=amount,
        unit=unit.id,
        unit_name=unit.text("name"),
        property=record.record("flowProperty").id,
        is_input=record.flag("isInput", "input"),
        is_reference=record.flag("isQuantitativeReference", "quantitativeReference"),
        is_avoided=record.flag("isAvoidedProduct", "avoidedProduct"),
        provider=record.record("defaultProvider").id,
        formula=bool(record.text("amountFormula")),
        uncertainty=uncertainty,
        pedigree=_pedigree(record.text("dqEntry")),
        comment=record.text("description"),
    )


def _pedigree(entry: str) -> tuple[int, ...]:
    """Scores of an entry like `(1;3;n.a.;5;1)`; 0 where a score is not given."""
    parts = entry.strip("() ").split(";") if entry else []
    return tuple(int(part) if part.strip() in {"1", "2", "3", "4", "5"} else 0 for part in parts)


def _factors(record: Record, flows: Flows) -> Iterator[Factor]:
    for item in record.records("allocationFactors"):
        method = _METHODS.get(item.text("allocationType"))
        if method is None:
            continue
        exchange = item.record("exchange")
        yield Factor(
            method=method,
            product=flows.id(item.record("product").id),
            value=item.number("value", default=0.0),
            exchange=exchange.text("internalId") or exchange.id,
            exchange_flow=flows.id(exchange.record("flow").id),
        )
