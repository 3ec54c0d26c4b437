"""The footprint document: the result, what it rests on, and every contribution down to its factor."""

from __future__ import annotations

from math import fsum
from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Boundary, Confidence, GasBasis, GwpSet, Quality
from tanzuji.documents.lines import Line
from tanzuji.documents.lines import Stage as CanonicalStage
from tanzuji.documents.models import BoundaryType, Method, ProductModel
from tanzuji.documents.text import Text

ContributionKind = Literal["input", "energy", "transport", "waste", "emission", "credit", "material"]


class ReleaseReference(Document):
    """The library release a result was computed with."""

    name: str
    version: str
    digest: str


class Lines(Document):
    """kg CO2e on each reporting line; `removal` is never positive."""

    fossil: float = 0.0
    biogenic: float = 0.0
    removal: float = 0.0
    land_use_change: float = 0.0
    aircraft: float = 0.0

    @property
    def total(self) -> float:
        return self.fossil + self.biogenic + self.removal + self.land_use_change + self.aircraft

    def get(self, line: Line) -> float:
        return float(getattr(self, line))


class FactorUse(Document):
    """One factor behind a contribution: which dataset, what value, from where."""

    dataset: str
    version: str
    release: str
    name: Text
    value: float = Field(description="kg CO2e per `unit`, in the GWP set of the study where that is possible")
    unit: str
    kg_co2e: float = Field(description="what this factor adds per unit of the study")
    geography: str = ""
    year_from: int | None = None
    year_to: int | None = None
    boundary: Boundary = "unknown"
    gas_basis: GasBasis = "co2e"
    gwp_set: GwpSet | None = None
    recharacterised: bool = Field(False, description="computed from masses per gas in the study's GWP set")
    includes_losses: bool | None = None
    category: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    quality: Quality | None = None
    source: str = Field("", description="title, publisher, year, table")
    licence: str = ""
    url: str = ""


class Contribution(Document):
    """What one line of the model adds per unit of the study."""

    path: str = Field(description="place in the model, e.g. `processes[1].energy[0]`")
    process: str
    process_name: Text
    stage: str
    kind: ContributionKind
    name: Text
    amount: float = Field(description="per unit of the study, in `unit`")
    unit: str
    runs: float = Field(description="how often the process runs per unit of the study")
    lines: Lines
    total: float
    share: float | None = Field(None, description="of the total; absent where the total is near zero")
    factors: tuple[FactorUse, ...] = ()
    gas: str | None = None
    data_kind: Literal["primary", "secondary", "estimate", "unknown"] = "unknown"
    confidence: str = ""
    quality: Quality | None = None
    electricity: str | None = None
    citation: str = ""
    note: Text | None = None


class Gap(Document):
    """Something in the model that the result does not hold."""

    path: str
    process: str
    stage: str
    name: Text
    reason: Literal["no_amount", "no_factor", "burden_free", "offset_not_counted"]
    amount: float | None = None
    unit: str = ""
    note: Text | None = None


class StageResult(Document):
    stage: str
    name: Text
    canonical: CanonicalStage
    lines: Lines
    total: float
    share: float | None = None


class ProcessResult(Document):
    process: str
    name: Text
    stage: str
    runs: float
    lines: Lines
    total: float = Field(description="direct: without the model's own upstream processes")
    cumulative: float = Field(
        description="cradle-to-gate of what the process delivers, per unit of the study"
    )
    share: float | None = None


class GasResult(Document):
    """One gas across the footprint; `CO2e` gathers factors that do not tell their gases."""

    gas: str
    line: Line
    kg: float | None = Field(None, description="mass per unit of the study; absent for `CO2e`")
    kg_co2e: float


class Sensitivity(Document):
    """How the total answers to one amount: % of the total per % of the amount."""

    path: str
    name: Text
    process: str
    elasticity: float
    link: bool = Field(False, description="an amount handed on between the model's own processes")


class Trail(Document):
    """An edge of the model's own supply chain, for Sankey figures: kg CO2e carried per unit of the study."""

    source: str
    target: str
    kg_co2e: float


class DataQuality(Document):
    rating: float | None = Field(None, description="contribution-weighted mean of scores, 1 best to 5")
    rated_share: float = Field(description="share of the gross footprint that carries scores")
    primary_share: float = Field(description="PDS: share of the gross footprint from primary data")
    low_confidence_share: float


class ScenarioResult(Document):
    id: str
    name: Text
    kind: str
    total: float
    difference: float
    lines: Lines
    stages: dict[str, float]


class Footprint(Document):
    """f(product model, library releases, method, engine version, seed); the id is the digest of those inputs."""

    format: Literal["tanzuji/footprint/1"] = "tanzuji/footprint/1"
    id: str
    model_digest: str
    releases: tuple[ReleaseReference, ...]
    method: Method
    engine_version: str
    seed: int = 0
    model: ProductModel
    unit_label: Text = Field(description="what one unit is, e.g. `1 t`")
    boundary: BoundaryType
    partial: bool = Field(description="a partial footprint (not cradle to grave)")
    lines: Lines
    total: float = Field(description="kg CO2e per unit of the study")
    gross_emissions: float
    gross_credits: float = Field(description="removals and credits, ≤ 0")
    stages: tuple[StageResult, ...]
    processes: tuple[ProcessResult, ...]
    contributions: tuple[Contribution, ...]
    gaps: tuple[Gap, ...]
    gases: tuple[GasResult, ...]
    sensitivities: tuple[Sensitivity, ...]
    trails: tuple[Trail, ...]
    data_quality: DataQuality
    grid_average_total: float | None = Field(
        None, description="total with grid electricity instead of instruments; absent where none is used"
    )
    scenarios: tuple[ScenarioResult, ...] = ()
    result_digest: str = Field(description="digest of the results at 10 significant digits")

    def by_dataset(self) -> dict[str, float]:
        """kg CO2e per unit of the study that each dataset brings across all processes, largest magnitude first.

        Direct emissions rest on no dataset: they are what is missing to the total.
        """
        parts: dict[str, list[float]] = {}
        for contribution in self.contributions:
            for factor in contribution.factors:
                parts.setdefault(factor.dataset, []).append(factor.kg_co2e)
        sums = {dataset: fsum(amounts) for dataset, amounts in parts.items()}
        return dict(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0])))
