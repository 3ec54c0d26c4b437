"""What is given of a published footprint: totals by line, three digits, nothing of the recipe (TRUST §3)."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from tanzuji.documents.datasets import Dataset, GasAmount, GwpSet
from tanzuji.documents.lines import LINES, Line
from tanzuji.documents.rounding import round_to_digits
from tanzuji.engine.release import known_gwp

DIGITS = 3


def delivered(published: Dataset, share_id: UUID, number: int) -> Dataset:
    """The dataset of a delivery, made of the supplier's own: kg CO2e by line, in its GWP set, per the same unit.

    Gases and inputs stay with the supplier, and so does the study's id.
    """
    gwp_set: GwpSet = published.gwp_set or "AR6"
    by_line: dict[Line, float] = defaultdict(float)
    for of in published.amounts:
        by_line[of.line] += of.amount * (1.0 if of.gas == "CO2e" else known_gwp(of.gas, gwp_set))
    amounts = tuple(
        GasAmount(gas="CO2e", line=line, amount=float(round_to_digits(by_line[line], DIGITS)))
        for line in LINES
        if by_line.get(line)
    )
    return published.model_copy(
        update={
            "id": f"received:{share_id}@{number}",
            "version": str(number),
            "category": ("received",),
            "technology": None,
            "gas_basis": "co2e",
            "gwp_set": gwp_set,
            "amounts": amounts,
            "source": published.source.model_copy(update={"location": ""}),
            "replaces": f"received:{share_id}@{number - 1}" if number > 1 else None,
            "note": None,
        }
    )
