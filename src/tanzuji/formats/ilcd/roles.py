"""What the flows of a package are to its processes, where the files leave it open or say what cannot be linked.

Two things are settled once all processes are read:

- A flow that is referred to but not held has no type. It is a product if a process has it for its reference or takes
  it in; what is only ever given off goes to nature, and a greenhouse gas among it is told by its name.
- A process may state as its reference something it takes in (a tonne of scrap treated), or an elementary flow it
  makes (pig iron under the name of the ore's element). Its results are per that amount, so it gets a product of its
  own for it; nothing else is linked to that product.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tanzuji.documents.text import Text
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.ilcd.processes import Reading
from tanzuji.formats.lci.records import Exchange, Flow, FlowType, Process
from tanzuji.formats.lci.reference import MASS

TREATED = ":treated"
MADE = ":made"

_REFERENCE_LIST = re.compile(r"[0-9a-f]{8}-3dd[0-9a-f]-11dd-[0-9a-f]{4}-0050c2490048")
"""UUIDs of the ILCD list of elementary flows, made in one go in 2008; no product carries one."""


@dataclass(slots=True)
class _Use:
    """How processes use a flow."""

    reference: bool = False
    taken_in: bool = False


def settle(processes: tuple[Process, ...], reading: Reading) -> tuple[Process, ...]:
    """The processes with every flow's role settled; flows of `reading` are completed, decisions are noted there."""
    _settle_absent(processes, reading)
    return tuple(_with_own_product(_in_kilograms(process, reading), reading) for process in processes)


def _settle_absent(processes: tuple[Process, ...], reading: Reading) -> None:
    uses: dict[str, _Use] = {flow.id: _Use() for flow in reading.flows.values() if not flow.held}
    for process in processes:
        for exchange in process.exchanges:
            use = uses.get(exchange.flow)
            if use is not None:
                use.reference |= exchange.is_reference
                use.taken_in |= exchange.is_input
    for identifier, use in uses.items():
        flow = reading.flows[identifier]
        listed = _REFERENCE_LIST.fullmatch(identifier) is not None
        nature = listed or not (use.reference or use.taken_in)
        kind: FlowType = "ELEMENTARY_FLOW" if nature else "PRODUCT_FLOW"
        made = replace(flow, type=kind)
        if nature and isinstance(classify(flow.name), Characterised):
            # Emissions of gases are in kilograms in the ILCD nomenclature, without exception.
            made = replace(made, reference_property=MASS, properties={MASS: 1.0})
        reading.flows[identifier] = made
        reading.leave_out("absent-flows", flow.name)


def _in_kilograms(process: Process, reading: Reading) -> Process:
    """Amounts of gases whose data sets are absent get the unit they are in."""
    kilogram = None
    exchanges: list[Exchange] = []
    for exchange in process.exchanges:
        flow = reading.flows[exchange.flow]
        if not flow.held and flow.reference_property == MASS and not exchange.unit:
            kilogram = kilogram or reading.quantities.reference_unit(MASS)
            if kilogram is not None:
                reading.leave_out("absent-gases", flow.name)
                exchange = replace(exchange, unit=kilogram.id, unit_name=kilogram.name, property=MASS)
        exchanges.append(exchange)
    return process if kilogram is None else replace(process, exchanges=tuple(exchanges))


def _with_own_product(process: Process, reading: Reading) -> Process:
    stated = process.reference
    flow = reading.flows[stated.flow]
    taken_in = stated.is_input and not stated.is_avoided
    if flow.type == "WASTE_FLOW" or (flow.type == "PRODUCT_FLOW" and not taken_in):
        return process
    if flow.type == "ELEMENTARY_FLOW":
        found = classify(flow.name, cas=flow.cas, category=flow.category, is_input=stated.is_input)
        if isinstance(found, Characterised):
            return process  # a process per kilogram of its own emission: left to the report
        reading.leave_out("elementary-references", process.name)
    else:
        reading.leave_out("references-taken-in", process.name)
    own = _own_product(flow, taken_in)
    reading.flows.setdefault(own.id, own)
    exchanges = tuple(
        replace(exchange, flow=own.id) if exchange.is_reference else exchange
        for exchange in process.exchanges
    )
    return replace(process, exchanges=exchanges)


def _own_product(flow: Flow, taken_in: bool) -> Flow:
    if not taken_in:
        return replace(flow, id=flow.id + MADE, type="PRODUCT_FLOW", held=True)
    names = flow.names or Text.parse(flow.name)
    named = Text(
        zh=f"处理：{names.zh}" if names.zh else None, en=f"Treatment of {names.en}" if names.en else None
    )
    return replace(flow, id=flow.id + TREATED, type="WASTE_FLOW", name=named.to("en"), names=named, held=True)
