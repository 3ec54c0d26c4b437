"""What is offered beside the dataset itself: declarations, the trail of its inputs, what a footprint is comparable by."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import GwpSet, Unit
from tanzuji.documents.exchanges import Id
from tanzuji.documents.text import Text

LawfulBasis = Literal["own_data", "consent_of_owner", "public_source", "licensed"]
Scope = Literal["private", "sector", "province", "national"]
Kind = Literal["factor", "process", "footprint"]

KINDS: dict[Kind, Text] = {
    "factor": Text(zh="排放因子", en="Emission factor"),
    "process": Text(zh="单元过程", en="Unit process"),
    "footprint": Text(zh="产品碳足迹", en="Product footprint"),
}
LAWFUL_BASES: dict[LawfulBasis, Text] = {
    "own_data": Text(zh="本单位自有数据", en="Our own data"),
    "consent_of_owner": Text(zh="数据所有者已书面同意", en="The owner of the data agreed in writing"),
    "public_source": Text(zh="公开发布的资料", en="Published material"),
    "licensed": Text(zh="许可协议允许", en="A licence allows it"),
}
SCOPES: dict[Scope, Text] = {
    "private": Text(zh="仅本单位", en="Our organisation only"),
    "sector": Text(zh="行业数据库", en="Sector database"),
    "province": Text(zh="省级数据库", en="Provincial database"),
    "national": Text(zh="国家数据库", en="National database"),
}
"""How far data may travel, from the narrowest to the widest; each holds those before it."""


class RealScene(Document):
    """Site-specific data (实景数据): where, over which time and for how much of the region's production it was taken."""

    region: str = Field("", description="region the sites stand for, ISO 3166-2 code")
    sites: int | None = Field(None, ge=1, description="number of sites measured")
    months: int | None = Field(None, ge=1, le=600, description="length of the measuring period in months")
    share: float | None = Field(
        None, gt=0, le=1, description="share of the region's production that is covered"
    )


class Declarations(Document):
    """What the contributor declares; a submission needs consent, a lawful basis and a method."""

    consent: bool = Field(False, description="may enter the library; revocable until it does")
    scope: Scope = Field("province", description="the widest database it may enter")
    lawful_basis: LawfulBasis | None = None
    basis_note: str = Field("", max_length=2000, description="contract, agreement or publication behind it")
    method_profile: str = Field("", max_length=120, description="e.g. `GB/T 24067-2024`")
    real_scene: RealScene | None = None
    pre_study: bool = Field(False, description="a preliminary study: checked like the rest, never entered")
    tags: tuple[str, ...] = Field(
        (), max_length=30, description="taxonomies of a region, e.g. `六新六特六优`"
    )
    collected_by: str = Field("", max_length=120, description="prefecture that gathered it (地市归集)")


class Input(Document):
    """A number that the value stands on, what it brings to the result, and where it was read."""

    id: Id
    name: Text
    amount: float
    unit: Unit
    result: float = Field(description="kg CO2e it brings per declared unit; negative for a removal or credit")
    references: tuple[str, ...] = Field(
        (),
        max_length=20,
        description="`meter:<id>`, `evidence:<sha256>`, `dataset:<release>@<version>/<id>`, `estimate:<how>`",
    )
    feeds: str = Field("", description="the input this one explains further; empty for the value itself")
    note: str = Field("", max_length=2000)


class Provenance(Document):
    """The trail of a value: the inputs it was computed from."""

    inputs: tuple[Input, ...] = Field((), max_length=2000)


class Comparable(Document):
    """What has to agree before footprints may be compared, and how much was produced."""

    rule: str = Field(min_length=1, max_length=200, description="rule and version, e.g. `cn-cement@2025`")
    unit: str = Field(min_length=1, max_length=120, description="functional or declared unit, e.g. `1 t`")
    boundary: str = Field(min_length=1, max_length=40)
    year: int = Field(ge=1990, le=2100)
    gwp_set: GwpSet
    electricity: str = Field(
        "", max_length=60, description="method for electricity, e.g. `grid`, `instruments`"
    )
    end_of_life: str = Field("", max_length=60, description="method for recycling, e.g. `cutoff`")
    allocation: str = Field("", max_length=120)
    value: float = Field(description="kg CO2e per unit")
    output: float | None = Field(None, ge=0, description="units produced in the year")
