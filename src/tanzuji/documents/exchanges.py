"""Lines of a product model: what a process takes in, sends away and gives, and where each number was read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Quality, Uncertainty, Unit
from tanzuji.documents.errors import define
from tanzuji.documents.lines import Line
from tanzuji.documents.text import Text

BAD_AMOUNT = define(
    "model.bad-amount",
    zh="用量“{value}”既不是数，也不是以“=”开头的公式。",
    en="The amount “{value}” is neither a number nor a formula that starts with “=”.",
    remedy_zh="请写成如 12.5 的数或如 =mass*1.02 的公式；不知道时留空。",
    remedy_en="Write a number such as 12.5 or a formula such as =mass*1.02; leave it out where it is unknown.",
)
BAD_ID = define(
    "model.bad-id",
    zh="标识“{value}”不可用：须有 1 至 80 个字符，不含空格、斜杠和冒号。",
    en="The id “{value}” will not do: it has 1 to 80 characters and no blank, slash or colon.",
    remedy_zh="请用字母、汉字、数字、“-”和“_”另写一个。",
    remedy_en="Write another, of letters, digits, “-” and “_”.",
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
        raise BAD_ID.error(value=value if len(value) <= 60 else value[:57] + "…")
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
    uncertainty: Uncertainty | None = None


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

    @property
    def holds(self) -> bool:
        """Whether it meets all five conditions under which an instrument counts (ISO 14067, 6.4.9.4.4)."""
        return (
            self.conveys_generator
            and self.unique_claim
            and self.cancelled_for_user
            and self.same_period
            and self.same_market
        )


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
    residual_datasets: tuple[str, ...] = Field(
        (), description="the residual mix: what the grid holds once claimed power is taken out"
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
    mass: Amount | None = Field(
        None, description="kg of the whole amount a run; taken from the amount where that is a mass"
    )
    energy: Amount | None = Field(None, description="MJ of the whole amount a run")
    price: Amount | None = Field(None, description="price of the whole amount a run")
    share: Amount | None = Field(None, description="stated share of the burden (method `given`)")
    datasets: tuple[str, ...] = Field((), description="substitution: what the co-product replaces elsewhere")
    is_waste: bool = False


class Output(Document):
    """The reference product of a process: how much one run gives."""

    amount: Amount
    unit: Unit
    name: Text | None = None
    mass: Amount | None = Field(None, description="kg of the whole output a run")
    energy: Amount | None = Field(None, description="MJ of the whole output a run")
    price: Amount | None = Field(None, description="price of the whole output a run")
    share: Amount | None = Field(None, description="stated share of the burden (method `given`)")


class Allocation(Document):
    """How the burden of a process is shared between its products, and why."""

    method: Literal["none", "mass", "energy", "economic", "given", "substitution"] = "none"
    reason: Text | None = Field(None, description="why the steps before this one were not possible")
    sensitivity: Text | None = Field(None, description="what another method would give")
