"""How every elementary flow of a database counts for the climate, for formats that carry impact methods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.lines import Line
from tanzuji.engine.release import known_gwp
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.lci.records import Database, Exchange
from tanzuji.formats.lci.units import Converter


@dataclass(frozen=True, slots=True)
class FlowImpact:
    """What one reference unit of a flow does: the gas, its line, and kg of it with the sign of the line.

    `is_input` tells which direction the factor is for: the same flow may be emitted here and taken up there.
    """

    flow: str
    is_input: bool
    gas: str
    line: Line
    kilograms: float

    def factor(self, gwp_set: GwpSet) -> float | None:
        """kg CO2e per reference unit of the flow; None where the set knows no value."""
        value = known_gwp(self.gas, gwp_set)
        return None if isnan(value) else value * self.kilograms


def flow_impacts(database: Database) -> list[FlowImpact]:
    """Greenhouse gases among the elementary flows that exchanges use, in the order they are met."""
    converter = Converter(database)
    found: dict[tuple[str, bool], FlowImpact | None] = {}
    for process in database.processes:
        for exchange in process.exchanges:
            flow = database.flows[exchange.flow]
            key = (flow.id, exchange.is_input)
            if flow.type == "ELEMENTARY_FLOW" and key not in found:
                found[key] = _impact(converter, exchange)
    return [impact for impact in found.values() if impact is not None]


def _impact(converter: Converter, exchange: Exchange) -> FlowImpact | None:
    flow = converter.database.flows[exchange.flow]
    match = classify(flow.name, cas=flow.cas, category=flow.category, is_input=exchange.is_input)
    if not isinstance(match, Characterised):
        return None
    one = _one_of(exchange)
    amount, mass = converter.amount(one), converter.mass(one)
    if not amount or mass is None:
        return None
    return FlowImpact(flow.id, exchange.is_input, match.gas, match.line, match.sign * mass / amount)


def _one_of(exchange: Exchange) -> Exchange:
    """The exchange with an amount of one, so that a zero does not hide the factor."""
    return replace(exchange, amount=1.0)
