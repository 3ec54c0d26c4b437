"""Background datasets: what one unit of a product, service or treatment brings with it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tanzuji.documents.base import Document
from tanzuji.documents.errors import Problem, define
from tanzuji.documents.lines import Line
from tanzuji.documents.names import DISTRIBUTIONS, named
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
    """Data-quality scores, 1 (best) to 5: technology, geography, time, precision, completeness.

    `precision` is what pedigree matrices call reliability: how a value was obtained and checked.
    """

    technology: float | None = Field(None, ge=1, le=5)
    geography: float | None = Field(None, ge=1, le=5)
    time: float | None = Field(None, ge=1, le=5)
    precision: float | None = Field(None, ge=1, le=5)
    completeness: float | None = Field(None, ge=1, le=5)

    @property
    def rating(self) -> float | None:
        """Arithmetic mean of the scores that are known (scheme `ilcd_dqr4`)."""
        known = [s for s in (self.technology, self.geography, self.time, self.precision) if s is not None]
        return sum(known) / len(known) if known else None


Distribution = Literal["none", "lognormal", "normal", "uniform", "triangular", "pert", "discrete"]

UNCERTAINTY_INCOMPLETE = define(
    "uncertainty.incomplete",
    zh="{distribution_zh}分布缺少{fields_zh}。",
    en="The {distribution_en} distribution lacks {fields_en}.",
    remedy_zh="请补上，或把分布改为“无”。",
    remedy_en="Add it, or set the distribution to none.",
)
UNCERTAINTY_ORDER = define(
    "uncertainty.order",
    zh="最小值 {minimum}、最可能值 {mode}、最大值 {maximum} 的大小次序不对。",
    en="Minimum {minimum}, most likely value {mode} and maximum {maximum} are not in ascending order.",
    remedy_zh="请使最小值 ≤ 最可能值 ≤ 最大值。",
    remedy_en="Make it minimum ≤ most likely value ≤ maximum.",
)
UNCERTAINTY_WEIGHTS = define(
    "uncertainty.weights",
    zh="离散分布有 {values} 个取值，权重却不是同样多个、不小于 0 且和大于 0 的数。",
    en="The discrete distribution has {values} values, but its weights are not as many numbers of at least 0 "
    "with a sum above 0.",
    remedy_zh="请给每个取值一个权重，或全部不填（各值等可能）。",
    remedy_en="Give each value a weight, or leave all weights out (all values are then equally likely).",
)


class Uncertainty(Document):
    """A distribution around an amount; each distribution reads the fields it needs and ignores the others.

    `minimum` and `maximum` bound uniform, triangular and pert; beside the others they are information only:
    nothing is truncated, so that means and variances stay those of the closed forms.
    Without `mode` the amount itself is the most likely value. Documents that give the standard deviation of a
    normal distribution in `sigma`, as was done before there was `sd`, are read as they were meant.
    """

    distribution: Distribution = "none"
    convention: Literal["median", "mean"] = Field(
        "median", description="lognormal: whether the amount is the median (Brightway) or the mean (openLCA)"
    )
    sigma: float | None = Field(None, ge=0, description="lognormal: standard deviation of ln(amount)")
    sd: float | None = Field(
        None, ge=0, description="normal: standard deviation in the unit of the amount, which is the mean"
    )
    minimum: float | None = Field(None, description="in the unit of the amount")
    mode: float | None = Field(None, description="triangular, pert: most likely value, unit of the amount")
    maximum: float | None = Field(None, description="in the unit of the amount")
    values: tuple[float, ...] | None = Field(None, description="discrete: outcomes in the unit of the amount")
    weights: tuple[float, ...] | None = Field(None, description="discrete: how likely each outcome is")

    @property
    def spread(self) -> float | None:
        """Standard deviation of a normal distribution, in the unit of the amount."""
        return self.sd if self.sd is not None else self.sigma

    def problems(self) -> tuple[Problem, ...]:
        """What keeps the distribution from being drawn: fields it lacks, bounds out of order, odd weights.

        A draft may hold such a distribution, for it is written field by field; the amount is then certain.
        """
        lacking = [name for name in _NEEDED[self.distribution] if getattr(self, name) in (None, ())]
        if lacking and not (self.distribution == "normal" and self.spread is not None):
            return (_incomplete(self.distribution, lacking),)
        if self.distribution in ("uniform", "triangular", "pert"):
            stated = [x for x in (self.minimum, self.mode, self.maximum) if x is not None]
            if stated != sorted(stated):
                mode = "–" if self.mode is None else self.mode
                return (UNCERTAINTY_ORDER.problem(minimum=self.minimum, mode=mode, maximum=self.maximum),)
        if self.distribution == "discrete" and self.weights is not None:
            unlike = len(self.weights) != len(self.values or ())
            if unlike or min(self.weights) < 0 or not 0 < sum(self.weights) < float("inf"):
                return (UNCERTAINTY_WEIGHTS.problem(values=len(self.values or ())),)
        return ()


_NEEDED: dict[Distribution, tuple[str, ...]] = {
    "none": (),
    "lognormal": ("sigma",),
    "normal": ("sd",),
    "uniform": ("minimum", "maximum"),
    "triangular": ("minimum", "maximum"),
    "pert": ("minimum", "maximum"),
    "discrete": ("values",),
}


def _incomplete(distribution: Distribution, lacking: list[str]) -> Problem:
    zh, en = DISTRIBUTIONS[distribution]
    fields = [named(("uncertainty", field)) for field in lacking]
    return UNCERTAINTY_INCOMPLETE.problem(
        lacking[0],
        distribution_zh=zh,
        distribution_en=en.lower(),
        fields_zh="、".join(field for field, _ in fields),
        fields_en=", ".join(field[0].lower() + field[1:] for _, field in fields),
    )


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
