"""Background datasets: what one unit of a product, service or treatment brings with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tanzuji.documents.base import Document
from tanzuji.documents.lines import Line
from tanzuji.documents.quantities import factor as unit_factor
from tanzuji.documents.text import Text

GasBasis = Literal["co2e", "gases", "co2"]
"""`co2e`: one characterised total; `gases`: masses per gas; `co2`: carbon dioxide alone."""

GwpSet = Literal["AR4", "AR5", "AR6"]

Boundary = Literal[
    "cradle_to_gate",
    "cradle_to_grave",
    "gate_to_gate",
    "generation",  # operation of power plants only, no fuel supply
    "combustion",  # burning of a fuel or tank-to-wheel
    "upstream",  # supply of a fuel or of electricity, without its use
    "process",  # chemistry of a process, e.g. calcination
    "transport",  # moving goods: vehicle operation
    "waste_treatment",
    "characterisation",  # a gas by itself
    "unknown",
]

Confidence = Literal["high", "medium", "low"]


def _known_unit(unit: str) -> str:
    unit_factor(unit, unit)
    return unit


Unit = Annotated[str, AfterValidator(_known_unit)]


class Source(Document):
    """Where a number comes from: enough to find it again."""

    title: str
    publisher: str = ""
    year: int | None = None
    location: str = Field("", description="table, sheet row or page")
    url: str = ""
    licence: str = ""
    obtained_from: str = Field("", description="the copy that was read, where it is not the publisher's own")
    verification: str = Field("", description="how the number was checked against its source")


class Quality(Document):
    """Data-quality scores, 1 (best) to 5: technology, geography, time, precision."""

    technology: float | None = Field(None, ge=1, le=5)
    geography: float | None = Field(None, ge=1, le=5)
    time: float | None = Field(None, ge=1, le=5)
    precision: float | None = Field(None, ge=1, le=5)

    @property
    def rating(self) -> float | None:
        """Arithmetic mean of the scores that are known (scheme `ilcd_dqr4`)."""
        known = [s for s in (self.technology, self.geography, self.time, self.precision) if s is not None]
        return sum(known) / len(known) if known else None


class Uncertainty(Document):
    """A distribution around the amount. `sigma` is the standard deviation of ln(amount) for lognormal."""

    distribution: Literal["none", "lognormal", "normal", "uniform", "triangular"] = "none"
    convention: Literal["median", "mean"] = Field(
        "median", description="lognormal: whether the amount is the median (Brightway) or the mean (openLCA)"
    )
    sigma: float | None = Field(None, ge=0)
    minimum: float | None = None
    maximum: float | None = None


class GasAmount(Document):
    """kg of a gas (or kg CO2e where the gas is `CO2e`) on one reporting line, per declared unit."""

    gas: str = Field(description="`CO2`, `CH4`, `N2O`, `HFC-134a`, …, or `CO2e` for a characterised total")
    amount: float
    line: Line = "fossil"


class Dataset(Document):
    """A factor or a unit process of a background library; published versions never change."""

    id: str = Field(min_length=1, max_length=200)
    version: str = "1"
    kind: Literal["factor", "process"] = "factor"
    name: Text
    category: tuple[str, ...] = ()
    unit: Unit = Field(description="the declared unit: all amounts are per one of these")
    geography: str = Field("GLO", description="ISO 3166 code, ISO 3166-2 code, or GLO")
    year_from: int | None = None
    year_to: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    technology: Text | None = None
    boundary: Boundary = "unknown"
    gas_basis: GasBasis = "co2e"
    gwp_set: GwpSet | None = Field(None, description="the set behind a characterised total, where known")
    amounts: tuple[GasAmount, ...] = Field((), description="empty for a process whose amounts are solved")
    includes_losses: bool | None = Field(None, description="electricity: transmission losses inside")
    uncertainty: Uncertainty | None = None
    quality: Quality | None = None
    confidence: Confidence = "medium"
    source: Source
    replaces: str | None = None
    note: Text | None = None
