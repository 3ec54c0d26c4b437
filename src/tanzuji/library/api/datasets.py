"""Datasets: searched and read. What the package ships may be read without signing in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query, Schema

from tanzuji.documents.datasets import Boundary, Confidence, GasBasis, GwpSet
from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import convertible
from tanzuji.documents.text import Text
from tanzuji.library import downloads, queries
from tanzuji.library.addresses import segment
from tanzuji.library.api.routing import router
from tanzuji.library.found import Facet, Found, Row
from tanzuji.library.pages.datasets import HERE, MAX_RELEASES, named_releases
from tanzuji.library.reading import sheet
from tanzuji.parties.access import asking
from tanzuji.web.answers import absent


class Names(Schema):
    zh: str
    en: str


class ReasonOut(Schema):
    kind: Literal["refused", "conversion", "replaced", "unknown"]
    text: Names


class DatasetRow(Schema):
    """A dataset in a list; `value` in kg CO2e per `unit` with AR6, null where unknown."""

    id: str
    href: str = Field(description="where the whole dataset is")
    version: str
    release: str = Field(description="name@version")
    name: Names
    unit: str
    value: float | None
    geography: str
    year_from: int | None
    year_to: int | None
    boundary: str
    gas_basis: str
    gwp_set: str
    category: list[str]
    confidence: str
    rating: float | None = Field(None, description="data quality, 1 best to 5; null where not scored")
    includes_losses: bool | None
    replaced_by: str
    source: str
    choosable: bool = Field(description="whether a footprint may stand on it")
    reasons: list[ReasonOut]
    why: list[Names] = Field([], description="with explain=true: why it was found")


class OptionOut(Schema):
    value: str
    name: Names
    count: int


class FacetOut(Schema):
    id: str
    name: Names
    options: list[OptionOut]


class FoundOut(Schema):
    total: int
    rows: list[DatasetRow]
    facets: list[FacetOut]
    relaxed: bool = Field(description="no dataset has every word; these have some")
    cut: bool = Field(description="the query was longer than what is looked for")


class Asked(Schema):
    """What is asked: words, what they are for, what to leave out."""

    q: str = Field("", max_length=500)
    unit: str = Field("", max_length=60, description="unit of the line; what converts comes first")
    geography: str = Field("", max_length=60, description="region of the study")
    kind: Literal["", "input", "energy", "electricity", "transport", "waste"] = ""
    release: list[str] = Field([], max_length=MAX_RELEASES, description="name@version; default: the newest")
    topic: list[str] = Field([], max_length=20)
    unit_kind: list[str] = Field([], max_length=20)
    region: list[str] = Field([], max_length=20)
    year: list[int] = Field([], max_length=20)
    boundary: list[Boundary] = Field([], max_length=20)
    gas_basis: list[GasBasis] = Field([], max_length=20)
    confidence: list[Confidence] = Field([], max_length=20)
    state: list[Literal["current", "replaced"]] = Field([], max_length=20)
    for_year: int | None = Field(None, ge=1900, le=2200, description="year the data are to stand for")
    technology: str = Field("", max_length=60, description="technology they are to stand for")
    explain: bool = False
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)

    @property
    def filters(self) -> dict[str, list[str]]:
        facets = ("topic", "unit_kind", "region", "year", "boundary", "gas_basis", "confidence", "state")
        return {facet: [str(value) for value in getattr(self, facet)] for facet in facets}


@router.get("datasets", response=FoundOut, summary="Search datasets")
def datasets(request: HttpRequest, asked: Annotated[Asked, Query(...)]) -> dict[str, Any]:
    """Datasets for the words of `q`, best first, with the reasons to know before choosing one."""
    if asked.unit:
        _known_unit(asked.unit)
    found = queries.search(
        asked.q,
        unit=asked.unit,
        geography=asked.geography or HERE,
        kind=asked.kind,
        year=asked.for_year,
        technology=asked.technology,
        releases=named_releases(asked.release),
        filters=asked.filters,
        limit=asked.limit,
        offset=asked.offset,
        acting=asking(request),
        explain=asked.explain,
    )
    return _found(found)


@router.get("datasets/{dataset:dataset}", summary="One dataset")
def dataset(request: HttpRequest, dataset: str, gwp: GwpSet = "AR6", release: str = "") -> dict[str, Any]:
    """The document of a dataset and its kg CO2e per unit. An id of other characters than letters, digits, `.`, `_`
    and `-` is written as `~` and its base64url, as `href` in a search shows."""
    named = named_releases([release]) if release else None
    if named == []:
        raise absent()
    of = sheet(dataset, release=named[0] if named else None, gwp_set=gwp, acting=asking(request))
    return downloads.document(of)


def _known_unit(unit: str) -> None:
    """Raises `quantity.unknown-unit` and its like, at `unit`."""
    try:
        convertible(unit, unit)
    except CodedError as error:
        raise error.at("unit") from None


def _found(found: Found) -> dict[str, Any]:
    return {
        "total": found.total,
        "rows": [row_out(row) for row in found.rows],
        "facets": [_facet(facet) for facet in found.facets],
        "relaxed": found.relaxed,
        "cut": found.cut,
    }


def row_out(row: Row) -> dict[str, Any]:
    """A dataset of a list as the API shows it."""
    kept = (
        "version", "release", "unit", "value", "geography", "year_from", "year_to", "boundary", "gas_basis",
        "gwp_set", "confidence", "rating", "includes_losses", "replaced_by", "choosable",
    )  # fmt: skip
    return {
        "id": row.dataset,
        "href": f"/api/library/datasets/{segment(row.dataset)}",
        "name": text_out(row.name),
        "category": list(row.category),
        "source": ", ".join(row.source),
        "reasons": [{"kind": reason.kind, "text": text_out(reason.text)} for reason in row.reasons],
        "why": [text_out(text) for text in row.why],
        **{field: getattr(row, field) for field in kept},
    }


def _facet(facet: Facet) -> dict[str, Any]:
    options = [{"value": o.value, "name": text_out(o.name), "count": o.count} for o in facet.options]
    return {"id": facet.id, "name": text_out(facet.name), "options": options}


def text_out(text: Text) -> dict[str, str]:
    """A text in both languages."""
    return {"zh": text.to("zh"), "en": text.to("en")}
