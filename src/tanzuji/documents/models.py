"""The product model: what a product is made of and how, from which its footprint is computed.

One schema with many doors: the web editor, the API, a YAML or Excel file, the command line and a verifier
all hold this same document. Amounts may be numbers, formulas (`"=mass * 1.02"`) or absent: an absent amount
is unknown, never zero, and is listed as a gap of the result.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import GwpSet, Quality, Uncertainty, Unit
from tanzuji.documents.errors import define
from tanzuji.documents.lines import STAGE_NAMES, STAGES, Line
from tanzuji.documents.lines import Stage as CanonicalStage
from tanzuji.documents.text import Text

NO_PROCESSES = define(
    "model.no-processes",
    zh="模型里没有过程。",
    en="The model has no process.",
    remedy_zh="请至少写一个过程，并给出它的投入。",
    remedy_en="Write at least one process with its inputs.",
)
BAD_AMOUNT = define(
    "model.bad-amount",
    zh="用量“{value}”既不是数，也不是以“=”开头的公式。",
    en="The amount “{value}” is neither a number nor a formula that starts with “=”.",
    remedy_zh="请写成如 12.5 的数或如 =mass*1.02 的公式；不知道时留空。",
    remedy_en="Write a number such as 12.5 or a formula such as =mass*1.02; leave it out where it is unknown.",
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


def _amount(value: Any) -> Any:
    if isinstance(value, bool):
        raise BAD_AMOUNT.error(value=value)
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("=") and len(text) > 1:
            return text
        raise BAD_AMOUNT.error(value=value[:60])
    return value


Amount = Annotated[float | str, BeforeValidator(_amount)]
"""A number, or a formula that starts with `=`."""


def _slug(value: str) -> str:
    if not value or len(value) > 80 or any(c in "/ :\t\n" for c in value):
        raise ValueError("an id has 1 to 80 characters and no blank, slash or colon")
    return value


Id = Annotated[str, AfterValidator(_slug)]


class Evidence(Document):
    """A file or record that shows where a number was read."""

    title: str
    digest: str = ""
    location: str = ""


class DataOrigin(Document):
    """What kind of datum an amount is and where it was read."""

    kind: Literal["primary", "secondary", "estimate", "unknown"] = "unknown"
    citation: str = ""
    read_in: str = Field("", description="the file or record in which the number was read")
    confidence: str = Field(
        "", description="read directly, secondary, secondary (scaled), derived, estimate …"
    )
    geography: str = ""
    year_from: int | None = None
    year_to: int | None = None
    quality: Quality | None = None
    evidence: tuple[Evidence, ...] = ()


class Conversion(Document):
    """A property that turns the amount into the dataset's kind of unit: heating value, density, price …"""

    amount: Amount
    unit: str = Field(description="target unit per unit of the amount, e.g. `MJ/kg`")
    citation: str = ""


class Exchange(Document):
    """Something a process takes in or sends to treatment, per run of the process."""

    id: Id | None = None
    name: Text
    amount: Amount | None = Field(None, description="absent: unknown, listed as a gap")
    unit: Unit
    datasets: tuple[str, ...] = Field(
        (), description="ids of library datasets whose factors add up, e.g. combustion and upstream"
    )
    process: str | None = Field(
        None, description="the model's own process (or `process:co-product`) that supplies it"
    )
    conversion: Conversion | None = None
    burden_free: Text | None = Field(None, description="enters without burden, for this reason (cut-off)")
    data: DataOrigin = DataOrigin()
    uncertainty: Uncertainty | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_dataset(cls, value: Any) -> Any:
        if isinstance(value, dict) and "dataset" in value and "datasets" not in value:
            value = dict(value)
            value["datasets"] = [value.pop("dataset")]
        return value


class Instrument(Document):
    """A contractual instrument for electricity (green certificate, power purchase agreement)."""

    kind: Literal["green_certificate", "power_purchase"] = "green_certificate"
    number: str = ""
    conveys_generator: bool = Field(False, description="tells which plant generated")
    unique_claim: bool = Field(False, description="nobody else claims the same kilowatt-hours")
    cancelled_for_user: bool = False
    same_period: bool = False
    same_market: bool = False


ElectricityKind = Literal["grid", "direct_line", "on_site", "certificate"]


class Energy(Exchange):
    """Electricity, heat or fuel. `electricity` tells how power reached the plant; fuels leave it out."""

    electricity: ElectricityKind | None = None
    attributes_sold: bool = Field(
        False, description="on-site or direct line: certificates were sold to others"
    )
    instrument: Instrument | None = None
    grid_datasets: tuple[str, ...] = Field(
        (), description="the grid average that stands beside an instrument"
    )


class Transport(Exchange):
    """Moving goods: `amount` in t*km, or `mass` × `distance`."""

    unit: Unit = "t*km"
    mass: Amount | None = None
    mass_unit: Unit = "t"
    distance: Amount | None = None
    distance_unit: Unit = "km"
    mode: str = ""


class Emission(Document):
    """A gas released (or removed) directly by the process."""

    id: Id | None = None
    name: Text
    gas: str = Field(description="CO2, CH4, N2O, HFC-134a, …")
    amount: Amount | None = None
    unit: Unit = "kg"
    line: Line = "fossil"
    category: Literal["emission", "removal", "offset"] = "emission"
    data: DataOrigin = DataOrigin()
    uncertainty: Uncertainty | None = None
    note: Text | None = None


class CoProduct(Document):
    """A second product of a process, with the properties by which burdens may be shared."""

    id: Id
    name: Text
    amount: Amount
    unit: Unit
    mass: Amount | None = Field(None, description="kg a run; taken from the amount where that is a mass")
    energy: Amount | None = Field(None, description="MJ a run")
    price: Amount | None = Field(None, description="price of the whole amount a run")
    share: Amount | None = Field(None, description="stated share of the burden (method `given`)")
    datasets: tuple[str, ...] = Field((), description="substitution: what the co-product replaces elsewhere")
    is_waste: bool = False


class Output(Document):
    """The reference product of a process: how much one run gives."""

    amount: Amount
    unit: Unit
    name: Text | None = None
    mass: Amount | None = None
    energy: Amount | None = None
    price: Amount | None = None
    share: Amount | None = None


class Allocation(Document):
    """How the burden of a process is shared between its products, and why."""

    method: Literal["none", "mass", "energy", "economic", "given", "substitution"] = "none"
    reason: Text | None = Field(None, description="why the steps before this one were not possible")
    sensitivity: Text | None = Field(None, description="what another method would give")


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


LoopMethod = Literal["cutoff", "substitution", "fifty_fifty", "cff"]


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
        description="virgin and recycled production already stand among the inputs; only end of life is added",
    )
    recycled_content: float = Field(0.0, description="R1")
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


class Exclusion(Document):
    """Something left out, why, and how much it is estimated to matter."""

    name: Text
    reason: Text | None = None
    share: float | None = Field(None, description="estimated share of the footprint, 0.01 = 1 %")
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
    end_of_life: LoopMethod | None = None
    gwp_set: GwpSet | None = None
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
    biogenic: Literal["-1/+1", "0/0"] = "-1/+1"


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
