"""What the API says and takes of all products of an organisation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tanzuji.documents.footprints import ReleaseReference
from tanzuji.footprints.api import schemas
from tanzuji.web.api import BothLanguages


class ReasonAnswer(Schema):
    """Why a product is out of date."""

    kind: Literal["library", "product", "upstream"]
    text: BothLanguages
    product: UUID | None = Field(description="the other product, where there is one")


class ProductRow(Schema):
    """A product: the newest version of a study."""

    study: UUID
    name: BothLanguages
    version: int
    total: float = Field(description=schemas.KG)
    unit: str = Field(examples=["1 t"])
    dataset: str | None = Field(description="as which it can be chosen, once it is published")
    published_version: int | None
    stale: list[ReasonAnswer] = Field(description="empty where it is up to date")
    takes: list[UUID] = Field(description="products its footprint holds")
    taken_by: list[UUID]
    in_loop: bool


class ProductList(Schema):
    items: list[ProductRow]
    count: int


class EdgeAnswer(Schema):
    """A product that takes another."""

    user: UUID
    product: UUID
    number: int = Field(description="the version it takes")
    in_version: bool
    in_draft: bool


class GraphAnswer(Schema):
    """Who stands on whom; `order` brings every product after those it stands on, without those in loops."""

    edges: list[EdgeAnswer]
    loops: list[list[UUID]]
    levels: dict[str, int]


class PublicationRequest(schemas.Asked):
    version: int = Field(ge=1, le=1_000_000)


class PublicationRow(Schema):
    """A version that stands among the organisation's products."""

    version: int
    dataset: str
    release: str = Field(description="version of the library `products` in which it came to stand")
    digest: str = Field(description="of that release")
    by: schemas.PersonAnswer
    at: datetime


class Limit(schemas.Asked):
    name: str = Field(min_length=1, max_length=60, pattern=r"^\S[^\r\n]*$")
    limit: float = Field(description="upper limit, kg CO2e per unit of the study")


class LimitsRequest(schemas.Asked):
    limits: list[Limit] = Field(max_length=12, description="rising; empty takes them away")


class RecomputationRequest(schemas.Asked):
    releases: list[str] = Field(min_length=1, max_length=8, examples=[["starter 2026.11.3e17eb9b98"]])
    follow: bool = Field(True, description="read datasets that a release replaces as those that replace them")
    samples: bool = Field(False, description="give 95 % intervals over 1 000 joint samples as well")


class RecomputationRow(Schema):
    """What other releases would make of all products."""

    id: UUID
    releases: list[ReleaseReference]
    follow: bool
    products: int
    changed: int
    beyond: int = Field(description="change by more than 10 %")
    crossed: int = Field(description="change their class")
    unknown: int = Field(description="no longer known, because a dataset is gone")
    left_out: list[dict[str, Any]]
    seconds: float
    by: schemas.PersonAnswer | None = Field(
        description="null where the release of a shared library caused it"
    )
    at: datetime


class RecomputationList(Schema):
    items: list[RecomputationRow]
    count: int


class CauseAnswer(Schema):
    dataset: str
    name: BothLanguages
    change: float | None = Field(description="what it alone changes; null where it has no value any more")


class RecomputedRow(Schema):
    """A product before and after, kg CO2e per unit of its study."""

    study: UUID
    name: BothLanguages
    version: int
    old: float | None
    new: float | None
    change: float | None
    share: float | None = Field(description="of the old total")
    low: float | None = Field(description="95 % interval of the new total")
    high: float | None
    causes: list[CauseAnswer] = Field(description="largest first")
    beyond: bool = Field(description="changes by more than 10 %")
    crossed: bool
    unknown: bool = Field(description="had a footprint and has none any more; is not among those beyond")
    class_before: BothLanguages | None
    class_after: BothLanguages | None


class RecomputedList(Schema):
    items: list[RecomputedRow]
    count: int


class UpdateRequest(schemas.Asked):
    study: UUID
