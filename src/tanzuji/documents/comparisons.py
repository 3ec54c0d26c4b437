"""Two versions of a product's footprint compared: what the method changed, and what changed in the product.

Where they are not comparable there are reasons and no numbers: side by side they would be read as a trend.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.text import Text

StepKind = Literal[
    "engine", "library", "gwp_set", "end_of_life", "biogenic", "electricity", "allocation", "real"
]

EffectKind = Literal["changed", "replaced", "added", "removed", "filled", "emptied"]
"""`replaced`: other units, so that amounts cannot be compared. `filled`, `emptied`: a gap that closed or opened."""


class Reason(Document):
    """Why versions are not comparable, or why an effect could not be set apart."""

    code: str
    text: Text
    remedy: Text | None = None


class LineEffect(Document):
    """What one line of the model adds to a difference, kg CO2e per unit of the study.

    The effects of the amount per run, of the factor, of how often the process runs, and of changing them
    together sum to `effect`. Lines that came or went have only the effect.
    """

    place: str = Field(description="place by ids; of a line that went, in the earlier model")
    kind: EffectKind
    process: str
    process_name: Text
    stage: str
    name: Text
    amount_before: float | None = Field(None, description="per unit of the study, in `unit_before`")
    amount_after: float | None = None
    unit_before: str = ""
    unit_after: str = ""
    factor_before: float | None = Field(None, description="kg CO2e per `unit_before`")
    factor_after: float | None = None
    datasets_before: tuple[str, ...] = Field((), description="ids with versions, `cn-grid@2`")
    datasets_after: tuple[str, ...] = ()
    before: float
    after: float
    effect: float
    by_amount: float = 0.0
    by_factor: float = 0.0
    by_runs: float = 0.0
    jointly: float = 0.0


class Step(Document):
    """One step from the earlier total to the later one, kg CO2e per unit of the study."""

    kind: StepKind
    name: Text
    detail: Text | None = Field(None, description="from what to what")
    before: float
    after: float
    effect: float
    lines: tuple[LineEffect, ...] = Field((), description="largest magnitude first")


class Comparison(Document):
    """The difference of two versions: steps of method in their order, then the real change; they sum to `change`."""

    format: Literal["tanzuji/comparison/1"] = "tanzuji/comparison/1"
    before: str = Field(description="id of the earlier footprint")
    after: str
    comparable: bool
    reasons: tuple[Reason, ...] = Field((), description="why they are not comparable")
    unit_label: Text | None = None
    total_before: float | None = None
    total_after: float | None = None
    change: float | None = None
    method: tuple[Step, ...] = ()
    method_change: float | None = None
    real: Step | None = None
    unseparated: tuple[Reason, ...] = Field(
        (), description="effects of method that `real` still holds, because they could not be computed"
    )
