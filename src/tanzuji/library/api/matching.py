"""Data suggested for lines of a bill of materials, and the matches an organisation remembers; the one search."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import Field

from tanzuji.documents.text import Text
from tanzuji.library import queries, remembering, services, suggesting
from tanzuji.library.api.datasets import DatasetRow, Names, row_out, text_out
from tanzuji.library.api.routing import router
from tanzuji.library.models import Match
from tanzuji.library.pages.datasets import HERE, MAX_RELEASES, named_releases
from tanzuji.library.sources_of_search import sources
from tanzuji.parties.access import API_AUTH, acting, asking
from tanzuji.web.api import PAGING, Paging, part, refusals

MAX_LINES = 100
MAX_SHOWN = 10


class LineIn(Schema):
    """A line that needs data."""

    name: str = Field(max_length=200, examples=["热轧钢卷"])
    unit: str = Field("", max_length=60, examples=["t"])
    kind: Literal["", "input", "energy", "electricity", "transport", "waste"] = ""


class LinesIn(Schema):
    """Lines of a bill of materials, and where and when the data are to stand for."""

    lines: list[LineIn] = Field(max_length=MAX_LINES)
    geography: str = Field(HERE, max_length=60)
    year: int | None = Field(None, ge=1900, le=2200)
    release: list[str] = Field([], max_length=MAX_RELEASES, description="name@version; default: the newest")
    count: int = Field(3, ge=1, le=MAX_SHOWN)


class SuggestionOut(Schema):
    """A dataset for a line. `sureness` is `confirmed` where your organisation confirmed it for a line like this."""

    sureness: Literal["confirmed", "high", "medium", "low"]
    score: float = Field(description="0 to 1: how far words, unit, region, year, kind and quality agree")
    why: list[Names]
    dataset: DatasetRow


class MatchOut(Schema):
    """What was confirmed for a line."""

    id: int
    name: str
    kind: str
    unit: str
    release: str = Field(description="name of the library; its newest version counts")
    dataset: str
    times: int
    by: str
    at: datetime


class MatchList(Schema):
    """Part of a list of matches."""

    items: list[MatchOut]
    count: int


class HitOut(Schema):
    title: Names
    page: str = Field(description="address of its page, after /zh or /en")
    tags: list[Names]


class RegistryOut(Schema):
    """What a registry has of the words."""

    key: str
    title: Names
    total: int
    hits: list[HitOut]


class SearchIn(Schema):
    q: str = Field("", max_length=500)
    limit: int = Field(5, ge=0, le=50)


class SearchOut(Schema):
    datasets: int
    registries: list[RegistryOut]


@router.get("search", response=SearchOut, summary="Search everything")
def search(request: HttpRequest, asked: Annotated[SearchIn, Query(...)]) -> dict[str, Any]:
    """How many datasets have the words of `q`, and what standards, rules and reference models have them."""
    who = asking(request)
    found = [(one, one.find(asked.q, who, 0, asked.limit)) for one in sources()]
    return {
        "datasets": queries.counted(asked.q, who),
        "registries": [
            {
                "key": one.key, "title": text_out(one.title), "total": hits.total,
                "hits": [{"title": text_out(h.title), "page": h.page, "tags": [text_out(t) for t in h.tags]} for h in hits.rows],
            }
            for one, hits in found
        ],
    }  # fmt: skip


@router.post("suggestions", auth=API_AUTH, response={200: list[list[SuggestionOut]], **refusals()},
             summary="Suggest data for lines")  # fmt: skip
def post_suggestions(request: HttpRequest, asked: LinesIn) -> list[list[dict[str, Any]]]:
    """For every line the datasets that may supply it, the likeliest first, each with its reasons. Nothing is stored."""
    needs = [
        suggesting.Need(Text.parse(one.name), one.unit, one.kind, asked.geography, asked.year)
        for one in asked.lines
    ]
    found = suggesting.suggestions(
        acting(request), needs, releases=named_releases(asked.release), count=asked.count
    )
    return [[suggestion_out(one) for one in line] for line in found]


def suggestion_out(one: suggesting.Suggestion) -> dict[str, Any]:
    """A suggestion as the API shows it."""
    return {
        "sureness": one.sureness,
        "score": round(one.score, 4),
        "why": [text_out(text) for text in one.why],
        "dataset": row_out(one.row),
    }


@router.get("matches", auth=API_AUTH, response={200: MatchList, **refusals()}, summary="Remembered matches")
def list_matches(request: HttpRequest, paging: Paging = PAGING) -> MatchList:
    """What your organisation confirmed for its lines, newest first."""
    rows, count = part(remembering.matches(acting(request)), paging)
    return MatchList(items=[_match(row) for row in rows], count=count)


@router.delete("matches/{int:match_id}", auth=API_AUTH, response={204: None, **refusals(404)},
               summary="Forget a match")  # fmt: skip
def forget_match(request: HttpRequest, match_id: int) -> HttpResponse:
    """It is proposed no longer; models that use the dataset stay."""
    services.forget_match(acting(request), match_id)
    return HttpResponse(status=204)


def _match(row: Match) -> MatchOut:
    return MatchOut(
        id=row.id, name=row.written, kind=row.kind, unit=row.unit, release=row.release, dataset=row.dataset,
        times=row.times, by=row.by.name, at=row.at,
    )  # fmt: skip
