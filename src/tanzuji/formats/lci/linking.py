"""Columns, providers and the technosphere: who supplies what to whom.

Every product that a process makes for others is a column with a row of its own. Treatment of waste is a
service: the process that takes the waste in has a positive diagonal, those who hand it over consume it, so
that treating 1 kg scores positive. An input goes to its default provider; without one, to the first process,
in the order of the package's files, whose quantitative reference is the flow, then to the first co-product
that allocation has made a supplier. An input that nothing supplies is cut off and named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tanzuji.formats.lci.allocation import Allocation, Shares, is_demand, is_product, products_of, share
from tanzuji.formats.lci.records import Exchange, Flow, Process
from tanzuji.formats.lci.units import Converter, DeclaredUnit


@dataclass(frozen=True, slots=True)
class Column:
    """One product of one process. `sign` turns the row of a product stated with a negative amount."""

    id: str
    process: Process
    flow: str
    declared: DeclaredUnit
    shares: Shares | None
    sign: float
    is_main: bool

    def portion(self, position: int) -> float:
        """Share of an exchange (by position) this product bears."""
        return 1.0 if self.shares is None else self.shares.of(position, self.flow)


@dataclass(slots=True)
class Tally:
    """Inputs of one flow that share a fate: how many, and how much per declared unit of those who ask."""

    flow: str
    name: str
    unit: str
    waste: bool
    count: int = 0
    amount: float = 0.0


@dataclass
class Ambiguity:
    """A flow with several possible providers: the one taken, and the others."""

    flow: str
    name: str
    chosen: str
    alternatives: tuple[str, ...]
    count: int = 0


@dataclass
class Skipped:
    """Something the import had to leave out, with the reason (a key of the report's texts)."""

    process: str
    id: str
    reason: str
    detail: str = ""


@dataclass
class Links:
    """The technosphere as triplets (products × processes), and what linking had to decide."""

    columns: list[Column]
    rows: list[int] = field(default_factory=list)
    cols: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    inputs: int = 0
    linked: int = 0
    by_default: int = 0
    credits: int = 0
    waste_services: int = 0
    linked_amounts: dict[str, float] = field(default_factory=dict)
    total_amounts: dict[str, float] = field(default_factory=dict)
    unlinked: dict[str, Tally] = field(default_factory=dict)
    unlinked_of: dict[str, int] = field(default_factory=dict)
    ambiguous: dict[str, Ambiguity] = field(default_factory=dict)
    lost_defaults: dict[str, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    co_products: list[tuple[str, str]] = field(default_factory=list)
    unconverted: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, row: int, column: int, value: float) -> None:
        self.rows.append(row)
        self.cols.append(column)
        self.values.append(value)


def make_columns(
    converter: Converter, wanted: Allocation
) -> tuple[list[Column], list[Skipped], list[tuple[Process, Shares]]]:
    """Every product that becomes a supplier; what was left out, with the reason; the allocations made."""
    database = converter.database
    mains: list[Column] = []
    others: list[Column] = []
    skipped: list[Skipped] = []
    allocations: list[tuple[Process, Shares]] = []
    for process in database.processes:
        reason = _unusable(process, converter)
        if reason:
            skipped.append(Skipped(process.name, process.id, reason))
            continue
        shares = share(process, converter, wanted)
        if shares is not None:
            allocations.append((process, shares))
            if shares.method == "none":
                shares = None
        products = products_of(database, process)
        for flow, exchange in products.items():
            main = flow == process.reference.flow
            if not main and shares is None:
                continue
            net = converter.amount(exchange)
            if net is None:
                skipped.append(
                    Skipped(process.name, process.id, "co-product-unit", database.flows[flow].name)
                )
                continue
            column = Column(
                id=process.id if main else f"{process.id}:{flow}",
                process=process,
                flow=flow,
                declared=converter.declared_unit(exchange),
                shares=shares,
                sign=-1.0 if net < 0 else 1.0,
                is_main=main,
            )
            (mains if main else others).append(column)
    return mains + others, skipped, allocations


def _unusable(process: Process, converter: Converter) -> str:
    reference = process.reference
    flow = converter.database.flows[reference.flow]
    if flow.type == "ELEMENTARY_FLOW":
        return "reference-elementary"
    if not is_product(converter.database, reference):
        return "reference-not-made"
    if reference.amount == 0:
        return "reference-zero"
    if converter.amount(reference) is None:
        return "reference-unit"
    return ""


def link(
    converter: Converter, wanted: Allocation, progress: Callable[[str, int, int], None]
) -> tuple[Links, list[tuple[Process, Shares]]]:
    """The linked technosphere in declared units, and the allocations made."""
    columns, skipped, allocations = make_columns(converter, wanted)
    linker = _Linker(converter, Links(columns, skipped=skipped))
    for at in range(len(columns)):
        linker.fill(at)
        if at % 200 == 199 or at + 1 == len(columns):
            progress("link", at + 1, len(columns))
    return linker.links, allocations


class _Linker:
    """Fills the technosphere column by column.

    Suppliers are looked up by flow: main products first, each group in the order of the package's files.
    """

    def __init__(self, converter: Converter, links: Links) -> None:
        self.converter = converter
        self.database = converter.database
        self.links = links
        self.by_flow: dict[str, list[int]] = {}
        self.by_process: dict[tuple[str, str], int] = {}
        for at, column in enumerate(links.columns):
            self.by_flow.setdefault(column.flow, []).append(at)
            self.by_process[column.process.id, column.flow] = at

    def fill(self, at: int) -> None:
        """Put one column into the triplets. Amounts stay per the process's own reference amount."""
        links, column = self.links, self.links.columns[at]
        for position, exchange in enumerate(column.process.exchanges):
            flow = self.database.flows[exchange.flow]
            if flow.type == "ELEMENTARY_FLOW":
                continue
            if is_demand(self.database, exchange):
                self._demand(at, column, exchange, column.portion(position))
            elif exchange.flow == column.flow:
                amount = self.converter.amount(exchange)
                if amount is None:  # a second output of the product, in a unit nothing converts
                    self._unconverted(flow, exchange)
                    continue
                links.put(at, at, column.sign * amount / column.declared.per)
                links.waste_services += column.is_main and flow.type == "WASTE_FLOW"
            elif column.shares is None and exchange.amount != 0:
                links.co_products.append((column.process.name, flow.name))

    def _demand(self, at: int, column: Column, exchange: Exchange, portion: float) -> None:
        """An input, or a waste handed over: linked to its supplier, or cut off and named.

        A process with several columns is counted once in the statistics, through its main product.
        """
        links, flow = self.links, self.database.flows[exchange.flow]
        amount = self.converter.amount(exchange)
        row = self._supplier(exchange)
        if row is not None and amount is not None:
            provider = links.columns[row]
            direction = 1.0 if exchange.is_avoided else -1.0
            links.put(row, at, direction * provider.sign * amount * portion / provider.declared.per)
        if not column.is_main:
            return
        links.inputs += 1
        if amount is None:
            self._unconverted(flow, exchange)
            return
        unit = self.converter.reference_unit(flow, exchange.unit, exchange.unit_name)
        asked = abs(amount) / abs(self.converter.amount(column.process.reference) or 1.0)
        links.total_amounts[unit] = links.total_amounts.get(unit, 0.0) + asked
        if row is None:
            self._cut_off(column, flow, unit, asked)
        else:
            links.linked_amounts[unit] = links.linked_amounts.get(unit, 0.0) + asked
            self._count_link(exchange, flow)

    def _supplier(self, exchange: Exchange) -> int | None:
        """Row of the supplier: the default provider, else the first that makes the flow."""
        named = self.by_process.get((exchange.provider, exchange.flow))
        if named is not None:
            return named
        return next(iter(self.by_flow.get(exchange.flow, ())), None)

    def _count_link(self, exchange: Exchange, flow: Flow) -> None:
        links = self.links
        links.linked += 1
        links.credits += exchange.is_avoided
        if (exchange.provider, exchange.flow) in self.by_process:
            links.by_default += 1
            return
        if exchange.provider:
            links.lost_defaults[flow.name] = links.lost_defaults.get(flow.name, 0) + 1
        candidates = self.by_flow[exchange.flow]
        if len(candidates) > 1:
            names = [links.columns[row].process.name for row in candidates]
            found = links.ambiguous.setdefault(
                flow.id, Ambiguity(flow.id, flow.name, names[0], tuple(names[1:]))
            )
            found.count += 1

    def _cut_off(self, column: Column, flow: Flow, unit: str, asked: float) -> None:
        links = self.links
        tally = links.unlinked.setdefault(flow.id, Tally(flow.id, flow.name, unit, flow.type == "WASTE_FLOW"))
        tally.count += 1
        tally.amount += asked
        links.unlinked_of[column.process.id] = links.unlinked_of.get(column.process.id, 0) + 1

    def _unconverted(self, flow: Flow, exchange: Exchange) -> None:
        key = (flow.name, exchange.unit_name)
        self.links.unconverted[key] = self.links.unconverted.get(key, 0) + 1
