"""Whether processes can be true: mass and carbon that go in against those that come out.

Databases seldom say what a flow is made of, so each amount is an interval: what is known is narrow, what is not known
is as wide as it can be (an unknown substance may hold no carbon or nothing but carbon). A process is called out only
where the intervals cannot meet, i.e. where no composition whatever could make it balance; where one side has no upper
bound it is left open. Oxygen and nitrogen from the air and water vapour are seldom recorded: mass is not asked to
balance exactly, only not to come from nowhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from math import inf
from typing import Any

from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import convertible, factor
from tanzuji.formats.lci.allocation import is_product
from tanzuji.formats.lci.records import Exchange, Process
from tanzuji.formats.lci.units import Converter, spelled

TOLERANCE = 0.05
"""Relative surplus of carbon that rounding of published inventories may explain."""
MASS_TOLERANCE = 0.25
"""Relative surplus of mass that water and air nobody recorded may explain."""
LEAST = 1e-9
"""kg below which nothing is compared."""

_MASSLESS = ("kWh", "t*km", "km", "h", "m2*a", "person*km", "vehicle*km", "a", "CNY")
"""Units of what has no mass of its own; energy has one only as a fuel, which its name says."""

_FUEL = re.compile(
    r"gas|coal|oil|fuel|coke|diesel|gasoline|wood|peat|biomass|lignite|lpg|煤|油|气|木|焦", re.I
)


@dataclass(frozen=True, slots=True)
class Span:
    """An amount in kg that is at least `low` and at most `high`."""

    low: float = 0.0
    high: float = 0.0

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def times(self, amount: float) -> Span:
        """The span of a share of an amount that is not negative."""
        return Span(self.low * amount, self.high * amount if amount else 0.0)


UNBOUNDED = Span(0.0, inf)


@dataclass(frozen=True, slots=True)
class Content:
    """Carbon in kg per kg of what a name says, and kg per cubic metre where that is told."""

    pattern: re.Pattern[str]
    carbon: Span
    density: Span | None


@lru_cache(maxsize=1)
def _contents() -> tuple[Content, ...]:
    text = resources.files("tanzuji.formats.lci").joinpath("carbon_contents.csv").read_text("utf-8")
    return tuple(
        Content(
            re.compile(row["pattern"], re.I),
            Span(float(row["low"]), float(row["high"])),
            Span(float(row["kg_per_m3_low"]), float(row["kg_per_m3_high"])) if row["kg_per_m3_low"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=65_536)
def content(name: str) -> Content | None:
    """What is known of the substance that a name says; None where nothing is."""
    return next((one for one in _contents() if one.pattern.search(name)), None)


@dataclass
class Account:
    """One process: carbon and mass in and out, kg per its reference amount."""

    process: Process
    carbon_in: Span = Span()
    carbon_out: Span = Span()
    mass_in: Span = Span()
    mass_out: Span = Span()


@dataclass
class Balance:
    """The processes that were looked at, by what was found."""

    looked: int = 0
    carbon_open: int = 0
    mass_open: int = 0
    sourceless: list[Account] = field(default_factory=list)
    """Those that give off carbon and record nothing that could have held it: often factors of a combustion."""
    carbon: list[Account] = field(default_factory=list)
    """Those whose carbon cannot balance, the widest gap first."""
    mass: list[Account] = field(default_factory=list)
    """Those out of which more mass comes than can have gone in."""


def balance(converter: Converter, tell: Callable[[str, int, int], None]) -> Balance:
    """Mass and carbon of every process; `tell` is told of processes under `balance`."""
    found = Balance()
    processes = converter.database.processes
    for at, process in enumerate(processes):
        account = _account(converter, process)
        found.looked += 1
        if account.carbon_in.high == 0 and account.carbon_out.low > LEAST:
            found.sourceless.append(account)
        elif _beyond(account.carbon_out.low, account.carbon_in.high, TOLERANCE) or _beyond(
            account.carbon_in.low, account.carbon_out.high, TOLERANCE
        ):
            found.carbon.append(account)
        elif inf in (account.carbon_in.high, account.carbon_out.high):
            found.carbon_open += 1
        if account.mass_in.high == inf:
            found.mass_open += 1
        elif account.mass_in.high > LEAST and _beyond(
            account.mass_out.low, account.mass_in.high, MASS_TOLERANCE
        ):
            found.mass.append(account)
        if at % 500 == 499 or at + 1 == len(processes):
            tell("balance", at + 1, len(processes))
    found.carbon.sort(key=lambda a: -_gap(a.carbon_in, a.carbon_out))
    found.mass.sort(key=lambda a: -_gap(a.mass_in, a.mass_out))
    return found


def _beyond(low: float, high: float, tolerance: float) -> bool:
    return low > LEAST and low > high * (1 + tolerance)


def _gap(inward: Span, outward: Span) -> float:
    """How far two spans are apart, as a share of the larger; for the order only."""
    apart = max(outward.low - inward.high, inward.low - outward.high, 0.0)
    return apart / max(outward.low, inward.low, LEAST)


def _account(converter: Converter, process: Process) -> Account:
    found = Account(process)
    for exchange in process.exchanges:
        amount = exchange.amount
        if amount == 0:
            continue
        flow = converter.database.flows[exchange.flow]
        elementary = flow.type == "ELEMENTARY_FLOW"
        inward = exchange.is_input != (amount < 0) and not exchange.is_avoided
        if exchange.is_avoided:  # a credit is a bookkeeping entry; nothing passes the gate
            continue
        mass, carbon = _mass_and_carbon(converter, exchange)
        if inward:
            found.carbon_in += carbon
            found.mass_in += mass
        else:
            found.carbon_out += carbon
            if not elementary or is_product(converter.database, exchange):
                found.mass_out += mass  # emissions hold oxygen from the air
    return found


def _mass_and_carbon(converter: Converter, exchange: Exchange) -> tuple[Span, Span]:
    """kg in an exchange, and kg of carbon in it."""
    flow = converter.database.flows[exchange.flow]
    known = content(flow.name)
    kilograms = converter.mass(exchange)
    if kilograms is not None:
        mass = Span(abs(kilograms), abs(kilograms))
    else:
        mass = _unweighed(converter, exchange, known)
    carbon = _stated_carbon(converter, exchange)
    if carbon is None:
        share = known.carbon if known else Span(0.0, 1.0)
        high = 0.0 if share.high == 0 else share.high * mass.high
        carbon = Span(share.low * mass.low, high)
    return mass, carbon


def _unweighed(converter: Converter, exchange: Exchange, known: Content | None) -> Span:
    """Mass where no property of the flow is one: from a volume and a density, none for services, else unbounded."""
    flow = converter.database.flows[exchange.flow]
    unit = spelled(converter.reference_unit(flow, exchange.unit, exchange.unit_name))
    amount = converter.amount(exchange)
    if unit is None or amount is None:
        return UNBOUNDED
    try:
        if known and known.density and convertible(unit, "m3"):
            return known.density.times(abs(amount) * factor(unit, "m3"))
        if convertible(unit, "MJ") and _FUEL.search(flow.name):
            return UNBOUNDED
        massless = any(convertible(unit, other) for other in _MASSLESS)
    except CodedError:
        return UNBOUNDED
    return Span() if massless else UNBOUNDED


def _stated_carbon(converter: Converter, exchange: Exchange) -> Span | None:
    """Carbon where the flow itself states how much it holds (a property called carbon content)."""
    flow = converter.database.flows[exchange.flow]
    names = converter.database.property_names
    stated = [p for p in flow.properties if re.match(r"(total )?carbon content", names.get(p, ""), re.I)]
    amount = converter.amount(exchange) if stated else None
    if not stated or amount is None:
        return None
    held = abs(amount) * sum(flow.properties[p] for p in stated[:1])
    return Span(held, held)


def as_rows(found: Balance) -> dict[str, Any]:
    """The balance as the report keeps it; kg per the process's own reference amount."""

    def span(of: Span) -> list[float | None]:
        return [of.low, None if of.high == inf else of.high]

    return {
        "processes": found.looked,
        "carbon_open": found.carbon_open,
        "mass_open": found.mass_open,
        "sourceless": [{"id": a.process.id, "process": a.process.name} for a in found.sourceless],
        "carbon": [
            {"id": a.process.id, "process": a.process.name, "in": span(a.carbon_in), "out": span(a.carbon_out)}
            for a in found.carbon
        ],
        "mass": [
            {"id": a.process.id, "process": a.process.name, "in": span(a.mass_in), "out": span(a.mass_out)}
            for a in found.mass
        ],
    }  # fmt: skip
