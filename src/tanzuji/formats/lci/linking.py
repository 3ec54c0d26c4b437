"""The technosphere: who supplies what to whom, in what amount and with what uncertainty.

Every product that a process makes for others is a column with a row of its own. Treatment of waste is a
service: the process that takes the waste in has a positive diagonal, those who hand it over consume it, so
that treating 1 kg scores positive. An input goes to the suppliers that `providers` finds for it; one that nothing
supplies is cut off and named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.lci.allocation import Allocation, Shares, is_demand
from tanzuji.formats.lci.columns import Column, Skipped, make_columns
from tanzuji.formats.lci.options import LinkOptions
from tanzuji.formats.lci.providers import Found, Providers
from tanzuji.formats.lci.records import Exchange, Flow, Process
from tanzuji.formats.lci.units import Converter


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
    """A flow with several possible providers: those that were taken, how often, and all candidates."""

    flow: str
    name: str
    unit: str
    candidates: tuple[Process, ...]
    taken: dict[str, int] = field(default_factory=dict)
    count: int = 0
    chosen_by_hand: bool = False


@dataclass(slots=True)
class Asked:
    """What one process asks for in one unit, and what of it nobody supplies; per unit of its product."""

    total: float = 0.0
    unlinked: float = 0.0


@dataclass
class Links:
    """The technosphere as triplets (products × processes), and what linking had to decide."""

    columns: list[Column]
    rows: list[int] = field(default_factory=list)
    cols: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    spreads: list[Uncertainty | None] = field(default_factory=list)
    stated: list[float] = field(default_factory=list)
    """The amounts around which the spreads are, as the exchanges state them; aligned with the triplets."""
    inputs: int = 0
    linked: int = 0
    by_default: int = 0
    credits: int = 0
    waste_services: int = 0
    amounts: dict[str, dict[int, Asked]] = field(default_factory=dict)
    """By unit and column, what a process asks for."""
    unlinked: dict[str, Tally] = field(default_factory=dict)
    unlinked_of: dict[str, int] = field(default_factory=dict)
    ambiguous: dict[str, Ambiguity] = field(default_factory=dict)
    chosen: dict[str, int] = field(default_factory=dict)
    """Inputs that went to a supplier chosen by hand, by flow."""
    lost_defaults: dict[str, int] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    co_products: list[tuple[str, str]] = field(default_factory=list)
    unconverted: dict[tuple[str, str], int] = field(default_factory=dict)

    def put(self, row: int, column: int, value: float, exchange: Exchange) -> None:
        self.rows.append(row)
        self.cols.append(column)
        self.values.append(value)
        self.spreads.append(exchange.uncertainty)
        self.stated.append(exchange.amount)


def link(
    converter: Converter,
    wanted: Allocation,
    progress: Callable[[str, int, int], None],
    options: LinkOptions | None = None,
) -> tuple[Links, list[tuple[Process, Shares]]]:
    """The linked technosphere in declared units, and the allocations made. Raises `import.bad-choice`."""
    columns, skipped, allocations = make_columns(converter, wanted)
    linker = _Linker(converter, Links(columns, skipped=skipped), options or LinkOptions())
    for at in range(len(columns)):
        linker.fill(at)
        if at % 200 == 199 or at + 1 == len(columns):
            progress("link", at + 1, len(columns))
    return linker.links, allocations


class _Linker:
    """Fills the technosphere column by column."""

    def __init__(self, converter: Converter, links: Links, options: LinkOptions) -> None:
        self.converter = converter
        self.database = converter.database
        self.links = links
        self.providers = Providers(converter, links.columns, options)

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
                links.put(at, at, column.sign * amount / column.declared.per, exchange)
                links.waste_services += column.is_main and flow.type == "WASTE_FLOW"
            elif column.shares is None and exchange.amount != 0:
                links.co_products.append((column.process.name, flow.name))

    def _demand(self, at: int, column: Column, exchange: Exchange, portion: float) -> None:
        """An input, or a waste handed over: linked to its suppliers, or cut off and named.

        A process with several columns is counted once in the statistics, through its main product.
        """
        links, flow = self.links, self.database.flows[exchange.flow]
        amount = self.converter.amount(exchange)
        found = self.providers.of(exchange, column.process.location)
        if amount is not None:
            for supplier in found.suppliers:
                provider = links.columns[supplier.row]
                direction = 1.0 if exchange.is_avoided else -1.0
                asked = direction * provider.sign * amount * portion * supplier.share * supplier.scale
                links.put(supplier.row, at, asked / provider.declared.per, exchange)
        if not column.is_main:
            return
        links.inputs += 1
        if amount is None:
            self._unconverted(flow, exchange)
            return
        unit = self.converter.reference_unit(flow, exchange.unit, exchange.unit_name)
        asked = abs(amount) / abs(self.converter.amount(column.process.reference) or 1.0)
        own = links.amounts.setdefault(unit, {}).setdefault(at, Asked())
        own.total += asked
        if not found.suppliers:
            own.unlinked += asked
            self._cut_off(column, flow, unit, asked)
        else:
            self._count_link(exchange, flow, found)
        if not found.by_default and len(found.candidates) > 1:
            self._ambiguous(flow, unit, found)

    def _count_link(self, exchange: Exchange, flow: Flow, found: Found) -> None:
        links = self.links
        links.linked += 1
        links.credits += exchange.is_avoided
        if found.by_default:
            links.by_default += 1
            return
        if exchange.provider:
            links.lost_defaults[flow.name] = links.lost_defaults.get(flow.name, 0) + 1
        if found.by_hand:
            links.chosen[flow.id] = links.chosen.get(flow.id, 0) + 1

    def _ambiguous(self, flow: Flow, unit: str, found: Found) -> None:
        columns = self.links.columns
        known = self.links.ambiguous.setdefault(
            flow.id,
            Ambiguity(flow.id, flow.name, unit, tuple(columns[row].process for row in found.candidates)),
        )
        known.count += 1
        known.chosen_by_hand |= found.by_hand
        for supplier in found.suppliers:
            process = columns[supplier.row].process.id
            known.taken[process] = known.taken.get(process, 0) + 1

    def _cut_off(self, column: Column, flow: Flow, unit: str, asked: float) -> None:
        links = self.links
        tally = links.unlinked.setdefault(flow.id, Tally(flow.id, flow.name, unit, flow.type == "WASTE_FLOW"))
        tally.count += 1
        tally.amount += asked
        links.unlinked_of[column.process.id] = links.unlinked_of.get(column.process.id, 0) + 1

    def _unconverted(self, flow: Flow, exchange: Exchange) -> None:
        key = (flow.name, exchange.unit_name)
        self.links.unconverted[key] = self.links.unconverted.get(key, 0) + 1
