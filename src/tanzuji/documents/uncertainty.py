"""The uncertainty of a footprint: interval, distribution, what it comes from, and how far to trust the figures."""

from __future__ import annotations

from math import sqrt
from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.text import Text

Basis = Literal["stated", "scores", "derived", "samples"]
"""A stated distribution; data-quality scores; scores derived from what is known of the datum; a release's samples."""

SourceKind = Literal["parameter", "amount", "conversion", "factor", "background"]


class Interval(Document):
    """The 2.5 and 97.5 percentiles, kg CO2e per unit of the study."""

    low: float
    high: float


class Histogram(Document):
    """How often the result fell between two `edges`; one more edge than counts."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


class Spread(Document):
    """A distribution in figures, kg CO2e per unit of the study."""

    mean: float
    median: float
    sd: float
    interval: Interval


class Errors(Document):
    """Standard errors of the figures of a spread: what drawing more often would still change."""

    mean: float
    median: float
    low: float
    high: float


class Analytic(Document):
    """The first-order estimate: mean and variance from the derivatives at the means of all inputs."""

    mean: float
    sd: float
    distribution: Literal["lognormal", "normal"] = Field(
        description="lognormal for a sum of positive parts, which never falls below 0; else normal"
    )
    interval: Interval = Field(description="of that distribution with that mean and standard deviation")

    @property
    def median(self) -> float:
        """Of that distribution: a lognormal one has it below its mean."""
        if self.distribution == "normal":
            return self.mean
        return self.mean / sqrt(1 + (self.sd / self.mean) ** 2)

    def figures(self) -> tuple[float, float, float, float, float]:
        """Mean, median, standard deviation, and the two ends of the interval."""
        return self.mean, self.median, self.sd, self.interval.low, self.interval.high


class StageSpread(Document):
    """One life-cycle stage: its deterministic total, its spread, its share of the variance of the result."""

    stage: str
    name: Text
    total: float
    spread: Spread
    variance_share: float = Field(
        description="covariance with the result by the result's variance; they sum to 1"
    )


class LineSpread(Document):
    """One line of the model, as `StageSpread`."""

    path: str
    process: str
    name: Text
    total: float
    spread: Spread
    variance_share: float


class Effect(Document):
    """How one uncertain input moves the result."""

    key: str = Field(description="what is drawn: `process/line`, a parameter, a dataset")
    kind: SourceKind
    name: Text
    path: str = Field("", description="place in the model; empty for a dataset")
    basis: Basis
    deviation: float | None = Field(
        description="relative standard deviation of the input, 0.1 = 10 %; absent where beyond float64"
    )
    elasticity: float | None = Field(
        None, description="% of the result per % of the input; local sensitivity"
    )
    variance_share: float | None = Field(
        description="first-order share of the variance, from derivatives; absent where that is not known"
    )
    first_order: float | None = Field(
        None, description="Sobol index S1: share of variance by this input alone"
    )
    first_order_error: float | None = None
    total_order: float | None = Field(None, description="Sobol index ST: with all interactions")
    total_order_error: float | None = None


class BasisShares(Document):
    """What the uncertainty of the result rests on, as shares of the gross footprint of amounts and of factors."""

    stated: float = Field(description="a distribution is stated")
    scores: float = Field(description="data-quality scores are stated")
    derived: float = Field(description="scores were derived from kind, years and geography of the datum")
    samples: float = Field(description="drawn with the joint samples of a unit-process release")
    certain: float = Field(description="nothing is known: taken as certain")


class QualityRating(Document):
    """Data quality of the product under one scheme, weighted by contribution."""

    scheme: str
    rating: float | None = Field(None, description="1 best to 5")
    grade: Text | None = None
    indicators: dict[str, float] = Field(description="mean score by indicator")
    rated_share: float = Field(description="share of the gross footprint that carries scores")
    derived_share: float = Field(description="of it, scores derived and not stated")
    covered_share: float = Field(description="share of the gross footprint that was evaluated")
    site: float | None = Field(None, description="rating of site data, in a scheme that tells them apart")
    background: float | None = Field(None, description="rating of background data, likewise")


class FootprintUncertainty(Document):
    """f(product model, releases, method, engine version, seed, iterations, scheme): the same inputs, the same figures."""

    format: Literal["tanzuji/footprint-uncertainty/1"] = "tanzuji/footprint-uncertainty/1"
    footprint_id: str
    iterations: int
    void: int = Field(0, description="draws left out: the model has no value there, e.g. an output of 0")
    seed: int
    scheme: str | None = Field(
        None, description="data-quality scheme behind what is not stated; none: stated only"
    )
    derive: bool = Field(description="whether missing scores were derived from what is known of the datum")
    total: float = Field(description="the footprint itself, kg CO2e per unit of the study")
    spread: Spread
    errors: Errors
    analytic: Analytic | None = Field(
        description="absent where an input is so wide that its variance is beyond float64"
    )
    histogram: Histogram
    stages: tuple[StageSpread, ...]
    lines: tuple[LineSpread, ...] = Field(description="largest share of the variance first")
    effects: tuple[Effect, ...] = Field((), description="largest first")
    effects_known: int = Field(0, description="uncertain inputs in all")
    basis: BasisShares
    incomplete: tuple[str, ...] = Field(
        (),
        description="places of stated distributions that lack a value, and datasets, name@version/id, whose drawn "
        "exchanges often have no answer: they have no effect",
    )
    unsampled: tuple[str, ...] = Field(
        (),
        description="releases, name@version, that state uncertainties but hold no joint samples and are too large to draw "
        "at once: their datasets count as others without a distribution do",
    )
    quality: QualityRating | None = None


class UncertaintyComparison(Document):
    """Two products on common samples: what both share moves both alike, and cancels."""

    format: Literal["tanzuji/uncertainty-comparison/1"] = "tanzuji/uncertainty-comparison/1"
    before: str = Field(description="footprint id of the first")
    after: str = Field(description="footprint id of the second")
    iterations: int
    void: int = 0
    seed: int
    scheme: str | None = None
    derive: bool
    difference: float = Field(description="second − first, deterministic, kg CO2e per unit")
    spread: Spread = Field(description="of the difference")
    errors: Errors
    histogram: Histogram
    lower: float = Field(description="probability that the second is lower, 0 to 1")
    lower_error: float = Field(description="its standard error")
    correlation: float | None = Field(
        None, description="between the two results; absent where one does not vary"
    )
