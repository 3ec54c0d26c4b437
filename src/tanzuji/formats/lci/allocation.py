"""Shares of a process with several products: as the package stores them, or by mass where it stores none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tanzuji.formats.lci.records import AllocationMethod, Database, Exchange, Process
from tanzuji.formats.lci.units import Converter

Allocation = Literal["none", "physical", "economic", "causal", "as-stated"]
ALLOCATIONS: tuple[Allocation, ...] = ("none", "physical", "economic", "causal", "as-stated")

EXACT = 1e-6
"""Factors whose sum is this near to one are used as they stand."""
NORMALISED = 0.05
"""Factors up to this far from one are divided by their sum and named; farther off they are refused."""


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of products (flow ids) in a process's exchanges; `by_exchange` (position, flow) overrides."""

    products: Mapping[str, float]
    method: str
    by_exchange: Mapping[tuple[int, str], float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def of(self, position: int, product: str) -> float:
        """Share of one exchange that a product bears."""
        return self.by_exchange.get((position, product), self.products.get(product, 0.0))


def is_product(database: Database, exchange: Exchange) -> bool:
    """Whether an exchange is what a process makes: a product going out, or a waste taken in for treatment."""
    kind = database.flows[exchange.flow].type
    if exchange.is_avoided or kind == "ELEMENTARY_FLOW":
        return False
    return exchange.is_input == (kind == "WASTE_FLOW")


def is_demand(database: Database, exchange: Exchange) -> bool:
    """Whether an exchange asks another process for something; avoided products do, with the sign turned."""
    return database.flows[exchange.flow].type != "ELEMENTARY_FLOW" and not is_product(database, exchange)


def products_of(database: Database, process: Process) -> dict[str, Exchange]:
    """What a process makes, by flow id, the quantitative reference first; exchanges of zero make nothing."""
    reference = process.reference
    found = {reference.flow: reference}
    for exchange in process.exchanges:
        if is_product(database, exchange) and exchange.amount != 0:
            found.setdefault(exchange.flow, exchange)
    return found


def share(process: Process, converter: Converter, wanted: Allocation) -> Shares | None:
    """Shares of a multi-output process, or None where the reference product bears everything.

    A method whose factors are not stored completely, or do not sum to one, falls back: causal → physical →
    mass; physical → mass; economic to nothing, because no price is known here.
    """
    database = converter.database
    products = products_of(database, process)
    method = process.default_allocation if wanted == "as-stated" else None if wanted == "none" else wanted
    if method is None or len(products) < 2:
        return None
    notes: list[str] = []
    if method == "causal":
        found = _causal(process, database, products, notes)
        if found is not None:
            return found
    if method in {"physical", "economic"} or (method == "causal" and _has(process, "physical")):
        kind: AllocationMethod = "economic" if method == "economic" else "physical"
        found = _stored(process, kind, products, notes)
        if found is not None:
            return found
    if method == "economic":
        return Shares({process.reference.flow: 1.0}, "none", notes=tuple(notes))
    return _by_mass(process, converter, products, notes)


def _has(process: Process, method: AllocationMethod) -> bool:
    return any(factor.method == method for factor in process.factors)


def _checked(
    values: Mapping[str, float], products: Mapping[str, Exchange], what: str, notes: list[str]
) -> dict[str, float] | None:
    """The values if they cover every product and sum to one, normalised where they nearly do."""
    missing = [flow for flow in products if flow not in values]
    if missing:
        notes.append(f"{what}: no factor for {len(missing)} of {len(products)} products")
        return None
    kept = {flow: values[flow] for flow in products}
    total = sum(kept.values())
    if any(value < 0 for value in kept.values()) or abs(total - 1) > NORMALISED:
        notes.append(f"{what}: factors sum to {total:.6g}, refused")
        return None
    if abs(total - 1) > EXACT:
        notes.append(f"{what}: factors sum to {total:.6g}, normalised")
        return {flow: value / total for flow, value in kept.items()}
    return kept


def _stored(
    process: Process, method: AllocationMethod, products: Mapping[str, Exchange], notes: list[str]
) -> Shares | None:
    values = {factor.product: factor.value for factor in process.factors if factor.method == method}
    kept = _checked(values, products, method, notes)
    return None if kept is None else Shares(kept, method, notes=tuple(notes))


def _causal(
    process: Process, database: Database, products: Mapping[str, Exchange], notes: list[str]
) -> Shares | None:
    """Factors exchange by exchange; every input and emission needs its own, complete and summing to one."""
    by_id: dict[str, dict[str, float]] = {}
    by_flow: dict[str, dict[str, float]] = {}
    for factor in process.factors:
        if factor.method != "causal":
            continue
        if factor.exchange:
            by_id.setdefault(factor.exchange, {})[factor.product] = factor.value
        if factor.exchange_flow:
            by_flow.setdefault(factor.exchange_flow, {})[factor.product] = factor.value
    shares: dict[tuple[int, str], float] = {}
    for position, exchange in enumerate(process.exchanges):
        if exchange.flow in products and is_product(database, exchange):
            continue
        values = by_id.get(exchange.internal) or by_flow.get(exchange.flow) or {}
        kept = _checked(values, products, "causal", notes)
        if kept is None:
            return None
        shares.update({(position, flow): value for flow, value in kept.items()})
    return Shares({}, "causal", shares, tuple(notes))


def _by_mass(
    process: Process, converter: Converter, products: Mapping[str, Exchange], notes: list[str]
) -> Shares:
    masses: dict[str, float] = {}
    for exchange in process.exchanges:
        if exchange.flow in products and is_product(converter.database, exchange):
            kilograms = converter.mass(exchange)
            if kilograms is not None:
                masses[exchange.flow] = masses.get(exchange.flow, 0.0) + kilograms
    total = sum(masses.values())
    if len(masses) < len(products) or any(m < 0 for m in masses.values()) or total <= 0:
        notes.append(f"mass: known for {len(masses)} of {len(products)} products")
        return Shares({process.reference.flow: 1.0}, "none", notes=tuple(notes))
    return Shares({flow: masses[flow] / total for flow in products}, "mass", notes=tuple(notes))


def as_row(process: Process, database: Database, shares: Shares) -> dict[str, Any]:
    """A process's allocation for the report."""
    return {
        "process": process.name,
        "id": process.id,
        "method": shares.method,
        "shares": [
            {"product": database.flows[flow].name, "share": value} for flow, value in shares.products.items()
        ],
        "notes": list(dict.fromkeys(shares.notes)),
    }
