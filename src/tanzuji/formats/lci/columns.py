"""Columns: every product that a process makes for others, with its declared unit, its sign and its shares."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.formats.lci.allocation import Allocation, Shares, is_product, products_of, share
from tanzuji.formats.lci.records import Process
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


@dataclass
class Skipped:
    """Something the import had to leave out, with the reason (a key of the report's texts)."""

    process: str
    id: str
    reason: str
    detail: str = ""


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
