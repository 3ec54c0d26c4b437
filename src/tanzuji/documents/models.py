"""The product model: what a product is made of and how, from which its footprint is computed.

One schema with many doors: the web editor, the API, a YAML or Excel file, the command line and a verifier
all hold this same document. Amounts may be numbers, formulas (`"=mass * 1.02"`) or absent: an absent amount
is unknown, never zero, and is listed as a gap of the result.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import GwpSet, Uncertainty, Unit
from tanzuji.documents.errors import define
from tanzuji.documents.exchanges import (
    Allocation,
    Amount,
    CoProduct,
    DataOrigin,
    Emission,
    Energy,
    Exchange,
    Id,
    Output,
    Transport,
)
from tanzuji.documents.lines import STAGE_NAMES, STAGES
from tanzuji.documents.lines import Stage as CanonicalStage
from tanzuji.documents.text import Text

NO_PROCESSES = define(
    "model.no-processes",
    zh="模型里没有过程。",
    en="The model has no process.",
    remedy_zh="请至少写一个过程，并给出它的投入。",
    remedy_en="Write at least one process with its inputs.",
)
REPEATED_ID = define(
    "model.repeated-id",
    zh="标识“{id}”在这里出现了两次。",
    en="The id “{id}” stands here twice.",
    remedy_zh="请给其中一个换个标识。",
    remedy_en="Give one of them another id.",
)
UNKNOWN_STAGE = define(
    "model.unknown-stage",
    zh="没有名为“{stage}”的生命周期阶段。",
    en="There is no life-cycle stage “{stage}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
UNKNOWN_PROCESS = define(
    "model.unknown-process",
    zh="没有名为“{process}”的过程。",
    en="There is no process “{process}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)


class Process(Document):
    """A unit process of the foreground. Without `output` it runs once per declared unit."""

    id: Id
    name: Text
    stage: str
    output: Output | None = None
    inputs: tuple[Exchange, ...] = ()
    energy: tuple[Energy, ...] = ()
    transports: tuple[Transport, ...] = ()
    wastes: tuple[Exchange, ...] = ()
    emissions: tuple[Emission, ...] = ()
    coproducts: tuple[CoProduct, ...] = ()
    allocation: Allocation = Allocation()
    controlled: bool = Field(
        False, description="under the maker's operational control: primary data expected"
    )
    site: str = ""
    technology: Text | None = None
    note: Text | None = None


LoopMethod = Literal["cutoff", "substitution", "closed_loop", "fifty_fifty", "cff"]
Biogenic = Literal["-1/+1", "0/0"]
ElectricityTreatment = Literal["as_modelled", "market", "location"]


class LoopDatasets(Document):
    """Datasets behind the intensities of a material loop (GB/T 24067, PEF): each a sum of ids."""

    virgin: tuple[str, ...] = ()
    recycled: tuple[str, ...] = ()
    recycling: tuple[str, ...] = Field((), description="recycling at end of life (ErecyclingEoL)")
    substituted: tuple[str, ...] = Field((), description="virgin material replaced at end of life (E*v)")
    disposal: tuple[str, ...] = ()
    energy_recovery: tuple[str, ...] = ()
    substituted_heat: tuple[str, ...] = ()
    substituted_electricity: tuple[str, ...] = ()


class Material(Document):
    """A material that can be recycled, with the parameters of the end-of-life formulas."""

    id: Id
    name: Text
    amount: Amount
    unit: Unit = "kg"
    datasets: LoopDatasets = LoopDatasets()
    production_in_inputs: bool = Field(
        True,
        description="virgin and recycled production already stand among the inputs; only end of life is added, and what "
        "the method shares of the recycled content",
    )
    recycled_content: float = Field(
        0.0, description="R1; where production stands among the inputs, what they hold of it"
    )
    recycling_rate: float = Field(0.0, description="R2")
    recovery_rate: float = Field(0.0, description="R3")
    allocation_material: float = Field(0.5, description="A")
    allocation_energy: float = Field(0.0, description="B")
    quality_in: float = Field(1.0, description="Qs,in/Qp")
    quality_out: float = Field(1.0, description="Qs,out/Qp")
    heating_value: float = Field(0.0, description="LHV, MJ per unit of the material")
    heat_efficiency: float = Field(0.0, description="XER,heat")
    electricity_efficiency: float = Field(0.0, description="XER,elec")
    data: DataOrigin = DataOrigin()
    note: Text | None = None


class Parameter(Document):
    """A named value or formula; names are case-insensitive."""

    name: str
    value: Amount
    unit: str = ""
    description: Text | None = None
    citation: str = ""
    uncertainty: Uncertainty | None = None


class Exclusion(Document):
    """Something left out, why, and how much it is estimated to matter."""

    name: Text
    reason: Text | None = None
    share: float | None = Field(
        None,
        description="estimated, 0.01 = 1 %, of the emissions of the study as it stands, without what is left out and "
        "before removals and credits",
    )
    basis: Literal["ghg", "mass", "energy"] | None = None


class StageDefinition(Document):
    """A rule's own stage and the canonical one it belongs to."""

    id: Id
    name: Text
    canonical: CanonicalStage


class Scenario(Document):
    """Another way the product is made, used or disposed of; computed beside the base case."""

    id: Id
    name: Text
    kind: Literal["use", "end_of_life", "electricity", "supply", "method", "other"] = "other"
    parameters: dict[str, Amount] = Field({})
    datasets: dict[str, tuple[str, ...]] = Field({}, description="`process/exchange` → datasets used instead")
    shares: dict[str, float] = Field(
        {},
        description="`process/exchange` → share of its amount that `datasets` supply; all of it where none is given",
    )
    amounts: dict[str, Amount] = Field(
        {}, description="`process/exchange`, or a process for its output → amount used instead"
    )
    materials: dict[str, float] = Field(
        {}, description="`material/field`, e.g. `steel/recycling_rate` → value used instead"
    )
    end_of_life: LoopMethod | None = None
    gwp_set: GwpSet | None = None
    biogenic: Biogenic | None = None
    note: Text | None = None


class Unitage(Document):
    """The unit all results refer to: functional (full footprint) or declared (partial footprint)."""

    kind: Literal["functional", "declared"]
    amount: float = Field(1.0, gt=0)
    unit: Unit
    description: Text
    reference_flow: Text | None = Field(None, description="how much product fulfils it")


BoundaryType = Literal["cradle_to_grave", "cradle_to_gate", "gate_to_gate", "gate_to_grave"]


class SystemBoundary(Document):
    type: BoundaryType
    description: Text | None = None
    geography: str = Field("", description="where the product is made, used and disposed of")
    stages: tuple[StageDefinition, ...] = Field(
        (), description="a rule's own stages; empty for the canonical five"
    )


class Product(Document):
    name: Text
    maker: Text | None = None
    model: str = ""
    site: Text | None = None
    description: Text | None = None
    specification: Text | None = None
    codes: dict[str, str] = Field({}, description="CPC, HS, GB/T 7635, GTIN …")


class Goal(Document):
    application: Text | None = None
    reasons: Text | None = None
    audience: Text | None = None
    communicated: bool | None = Field(None, description="whether results are to be told to the public")


class Scope(Document):
    """Statements the standard asks for that are not numbers."""

    data_quality: Text | None = None
    cut_off: Text | None = None
    assumptions_use: Text | None = None
    assumptions_end_of_life: Text | None = None
    allocation: Text | None = None
    report_type: Text | None = None
    review_type: Text | None = None
    limitations: Text | None = None
    changes: Text | None = None


class Method(Document):
    """The choices that change a result without changing the product."""

    gwp_set: GwpSet = "AR6"
    end_of_life: LoopMethod = "cutoff"
    biogenic: Biogenic = "-1/+1"
    electricity: ElectricityTreatment = Field(
        "as_modelled",
        description="`market`: instruments count where they meet all conditions; `location`: they never count",
    )


class Comparison(Document):
    """A published footprint that stands beside the result, and why it differs."""

    name: Text
    low: float
    high: float | None = None
    unit: str
    citation: str


class Period(Document):
    start: date
    end: date
    reason: Text | None = Field(None, description="why it is not one calendar year")


class ProductModel(Document):
    """A product, its unit, boundary, processes and choices."""

    format: Literal["tanzuji/product-model/1"] = "tanzuji/product-model/1"
    id: Id
    version: str = "1"
    product: Product
    unit: Unitage
    boundary: SystemBoundary
    period: Period | None = None
    goal: Goal = Goal()
    scope: Scope = Scope()
    method: Method = Method()
    rules: tuple[str, ...] = Field(("gbt-24067-2024",), description="rule packs the study claims to follow")
    parameters: tuple[Parameter, ...] = ()
    processes: tuple[Process, ...]
    deliver: str | None = Field(None, description="the process whose output fulfils the unit")
    materials: tuple[Material, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    comparison_reason: Text | None = None
    biogenic_carbon_content: Amount | None = Field(
        None, description="kg C in the product at the gate, per unit"
    )
    notes: Text | None = None

    def stages(self) -> tuple[StageDefinition, ...]:
        """The model's stages: the rule's own, or the canonical five."""
        return self.boundary.stages or tuple(
            StageDefinition(
                id=stage, name=Text(zh=STAGE_NAMES[stage][0], en=STAGE_NAMES[stage][1]), canonical=stage
            )
            for stage in STAGES
        )

    @model_validator(mode="after")
    def _references(self) -> ProductModel:
        if not self.processes:
            raise NO_PROCESSES.error("processes")
        stages = [stage.id for stage in self.stages()]
        seen: set[str] = set()
        outputs = {p.id for p in self.processes if p.output} | {
            f"{p.id}:{c.id}" for p in self.processes for c in p.coproducts
        }
        for i, process in enumerate(self.processes):
            where = f"processes[{i}]"
            if process.id in seen:
                raise REPEATED_ID.error(f"{where}.id", id=process.id)
            seen.add(process.id)
            if process.stage not in stages:
                raise UNKNOWN_STAGE.error(f"{where}.stage", stage=process.stage, known=", ".join(stages))
            items: set[str] = set()
            for kind in ("inputs", "energy", "transports", "wastes", "emissions"):
                for j, item in enumerate(getattr(process, kind)):
                    if item.id in items:
                        raise REPEATED_ID.error(f"{where}.{kind}[{j}].id", id=item.id)
                    items |= {item.id} - {None}
                    supplier = getattr(item, "process", None)
                    if supplier is not None and supplier not in outputs:
                        raise UNKNOWN_PROCESS.error(
                            f"{where}.{kind}[{j}].process",
                            process=supplier,
                            known=", ".join(sorted(outputs)) or "–",
                        )
        if self.deliver is not None and self.deliver not in outputs:
            raise UNKNOWN_PROCESS.error(
                "deliver", process=self.deliver, known=", ".join(sorted(outputs)) or "–"
            )
        return self
