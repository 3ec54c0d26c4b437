"""Elementary flows of the linked columns: the greenhouse gases among them, and what looks like one."""

from __future__ import annotations

from dataclasses import dataclass, field

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.release import FlowGas
from tanzuji.formats.greenhouse_flows import Characterised, Suspect, classify
from tanzuji.formats.lci.columns import Column
from tanzuji.formats.lci.units import Converter


@dataclass(slots=True)
class GasTally:
    """Exchanges of one gas on one line."""

    gas: str
    line: str
    names: set[str] = field(default_factory=set)
    count: int = 0
    assumed_fossil: int = 0


@dataclass(slots=True)
class SuspectTally:
    """Exchanges of a flow that does not count, with their amount per declared unit of the processes."""

    name: str
    why: str
    unit: str
    count: int = 0
    amount: float = 0.0


@dataclass
class Interventions:
    """Greenhouse-gas exchanges as triplets (flows × columns), in kg, with signs as the lines want them."""

    flows: list[FlowGas] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    cols: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    spreads: list[Uncertainty | None] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    """The amounts around which the spreads are, as the exchanges state them; aligned with the triplets."""
    gases: dict[tuple[str, str], GasTally] = field(default_factory=dict)
    suspects: dict[tuple[str, str], SuspectTally] = field(default_factory=dict)
    exchanges: int = 0
    gas_mass: float = 0.0
    without_mass: dict[tuple[str, str], int] = field(default_factory=dict)


def interventions(converter: Converter, columns: list[Column]) -> Interventions:
    """Every greenhouse-gas exchange of every column, with the allocation's shares applied."""
    database = converter.database
    found = Interventions()
    places: dict[str, int] = {}
    known: dict[tuple[str, bool], Characterised | Suspect | None] = {}
    for at, column in enumerate(columns):
        own_amount = abs(converter.amount(column.process.reference) or 1.0)
        for position, exchange in enumerate(column.process.exchanges):
            flow = database.flows[exchange.flow]
            if flow.type != "ELEMENTARY_FLOW":
                continue
            found.exchanges += column.is_main
            key = (flow.id, exchange.is_input)
            if key not in known:
                known[key] = classify(
                    flow.name, cas=flow.cas, category=flow.category, is_input=exchange.is_input
                )
            match = known[key]
            if match is None:
                continue
            kilograms = converter.mass(exchange)
            if isinstance(match, Suspect):
                if column.is_main:
                    _suspect(found, flow.name, match.why, kilograms, own_amount)
                continue
            if kilograms is None:
                named = (flow.name, exchange.unit_name)
                found.without_mass[named] = found.without_mass.get(named, 0) + 1
                continue
            if column.is_main:
                _count(found, flow.name, match, abs(kilograms) / own_amount)
            row = _row(found, places, flow.id, flow.name, exchange.is_input, match)
            found.rows.append(row)
            found.cols.append(at)
            found.values.append(match.sign * kilograms * column.portion(position))
            found.spreads.append(exchange.uncertainty)
            found.stated.append(exchange.amount)
    return found


def _row(
    found: Interventions, places: dict[str, int], flow: str, name: str, is_input: bool, match: Characterised
) -> int:
    identifier = f"{flow}:in" if is_input else flow  # one flow may be emitted here and taken up there
    if identifier not in places:
        places[identifier] = len(found.flows)
        found.flows.append(FlowGas(identifier, name, match.gas, match.line))
    return places[identifier]


def _count(found: Interventions, name: str, match: Characterised, mass: float) -> None:
    tally = found.gases.setdefault((match.gas, match.line), GasTally(match.gas, match.line))
    tally.names.add(name)
    tally.count += 1
    tally.assumed_fossil += match.assumed_fossil
    found.gas_mass += mass


def _suspect(found: Interventions, name: str, why: str, kilograms: float | None, own_amount: float) -> None:
    tally = found.suspects.setdefault((name, why), SuspectTally(name, why, "kg"))
    tally.count += 1
    tally.amount += abs(kilograms or 0.0) / own_amount
