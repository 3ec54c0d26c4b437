"""Rows of SimaPro processes as exchanges of the flows behind them."""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.formats.lci.records import AllocationMethod, Exchange, Factor
from tanzuji.formats.lci.stated import is_input, pedigree_scores
from tanzuji.formats.simapro.blocks import Block
from tanzuji.formats.simapro.flows import Flows
from tanzuji.formats.simapro.lines import Line


class Exchanges:
    """Turns lines into exchanges of the flows that are known."""

    def __init__(self, flows: Flows) -> None:
        self.flows = flows

    def of(self, line: Line, is_reference: bool) -> Exchange:
        flow = self.flows.of(line)
        unit = self.flows.units.place(line.unit)
        side = line.section == "Resources" if line.is_nature else is_input(line.role, flow.type)
        return Exchange(
            internal=line.place.rsplit(":", 1)[-1],
            flow=flow.id,
            amount=line.amount,
            unit=unit.id,
            unit_name=line.unit,
            property=unit.property,
            is_input=side,
            is_reference=is_reference,
            is_avoided=line.role == "avoided",
            provider="",
            formula=False,  # computed here
            uncertainty=line.uncertainty,
            pedigree=pedigree_scores(line.comment),
            comment=line.comment,
        )

    def method(self, block: Block, products: list[Line]) -> AllocationMethod | None:
        """What the shares of several products rest on; SimaPro always divides by them."""
        if len(products) < 2 or any(line.share is None for line in products):
            return None
        stated = block.labels.get("Multiple output allocation", "").casefold()
        return "economic" if "economic" in stated else "physical"

    def factors(self, products: list[Line], method: AllocationMethod | None) -> Iterator[Factor]:
        if method is None:
            return
        for line in products:
            yield Factor(method=method, product=self.flows.of(line).id, value=(line.share or 0.0) / 100)
