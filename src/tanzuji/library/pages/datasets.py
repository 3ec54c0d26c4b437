"""Pages of the library room. What the package ships may be read without signing in."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from tanzuji.documents.regions import regions
from tanzuji.documents.text import Text
from tanzuji.engine.release import GWP_SETS
from tanzuji.figures.amounts import unit_name
from tanzuji.library import downloads, presenting, queries, standing, suitability
from tanzuji.library.finding import PER_PAGE, Asked
from tanzuji.library.found import Found, Row
from tanzuji.library.kinds import topic
from tanzuji.library.queries import ReleaseName
from tanzuji.library.reading import Sheet, sheet
from tanzuji.library.sources_of_search import source, sources
from tanzuji.library.uses import uses
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.reports.wording import plain, published
from tanzuji.web.answers import absent
from tanzuji.web.language import language, say

HERE = "CN"
"""The region whose data come first where no study says another."""

MAX_RELEASES = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find: words, what is looked through, facets, rows."""
    asked = Asked.of(request.GET)
    acting = acting_of(request)
    context = {
        "room": "library",
        "counted": "{:,}".format,
        "region_names": region_names(),
        **_tabs(asked, acting),
    }
    if asked.where:
        return render(request, "library/search.html", context | _elsewhere(asked, acting))
    return render(request, "library/search.html", context | _datasets(asked, acting))


def _datasets(asked: Asked, acting: Acting | None) -> dict[str, Any]:
    found = _found(asked, acting, PER_PAGE)
    if not found.rows and found.total:
        asked = replace(asked, page=-(-found.total // PER_PAGE))
        found = _found(asked, acting, PER_PAGE)
    return {
        "asked": asked,
        "found": found,
        "pages": -(-found.total // PER_PAGE),
        "first": asked.offset + 1,
        "facets": [f for f in found.facets if len(f.options) > 1 or f.chosen],
        "published": published,
        "release_of": _release_of,
    }


def _found(asked: Asked, acting: Acting | None, limit: int) -> Found:
    purpose = asked.purpose
    return queries.search(
        asked.text,
        unit=purpose.unit,
        geography=purpose.region or HERE,
        year=purpose.number,
        technology=purpose.technology,
        filters=asked.filters,
        limit=limit,
        offset=asked.offset,
        acting=acting,
        explain=bool(asked.text or purpose.fields),
    )


def _elsewhere(asked: Asked, acting: Acting | None) -> dict[str, Any]:
    """What another room's registry has of the words."""
    one = source(asked.where)
    assert one is not None
    total = one.find(asked.text, acting, 0, 0).total
    pages = -(-total // PER_PAGE)
    asked = replace(asked, page=min(asked.page, max(1, pages)))
    hits = one.find(asked.text, acting, asked.offset, PER_PAGE)
    return {"asked": asked, "source": one, "hits": hits, "pages": pages, "first": asked.offset + 1}


def _tabs(asked: Asked, acting: Acting | None) -> dict[str, Any]:
    """What is searched with how much of it has the words, datasets first."""
    datasets = queries.counted(asked.text, acting) if asked.where or asked.filters else None
    return {
        "dataset_count": datasets,
        "tabs": [(one.key, one.title, one.find(asked.text, acting, 0, 0).total) for one in sources()],
    }


@require_safe
def dataset(request: HttpRequest, dataset: str) -> HttpResponse:
    """Read: the value first, then where it comes from."""
    of = _sheet(request, dataset)
    context = {
        "room": "library",
        "of": of,
        "d": of.dataset,
        "row": of.row,
        "topic": topic,
        "plain": plain,
        "shown_unit": lambda unit: unit_name(unit, language()),
        "value_name": _value_name(of),
        "uncertainty": presenting.uncertainty(of.dataset),
        "quality": presenting.quality(of.dataset),
        "scores": presenting.scores(of.dataset),
        "editions": of.editions,
        "behind": standing.facts(of.dataset.id, of.entry.release.name)
        if of.entry.release.owner_id is None
        else [],
        "uses": uses(acting_of(request), of.dataset.id),
        "source_url": presenting.web_address(of.dataset.source.url),
        "entry_refused": of.entry.refused,
        "citation": of.citation,
        "co2_rule": suitability.co2_rule(),
    }
    return render(request, "library/dataset.html", context)


@require_safe
def download(request: HttpRequest, dataset: str, suffix: str) -> HttpResponse:
    """The dataset as a file."""
    of = _sheet(request, dataset)
    if suffix == "json":
        response = HttpResponse(downloads.as_json(of), content_type="application/json; charset=utf-8")
    elif suffix == "csv":
        response = HttpResponse(downloads.as_csv(of), content_type="text/csv; charset=utf-8")
    elif suffix == "ilcd":
        response = HttpResponse(downloads.as_ilcd(of), content_type="application/zip")
        suffix = "ilcd.zip"
    else:
        raise absent()
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(dataset)}.{suffix}"'
    return response


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """The options of the editor's combobox: `q`, the line's `unit` and `kind`, the study's `geography`, `release`s."""
    asked = request.GET
    found = queries.choices(
        asked.get("q", ""),
        asked.get("unit", ""),
        asked.get("geography", "") or HERE,
        asked.get("kind", ""),
        releases=named_releases(asked.getlist("release")),
        acting=acting_of(request),
    )
    context = {
        "found": found,
        "unit": asked.get("unit", ""),
        "published": published,
        "counted": "{:,}".format,
    }
    return render(request, "library/choices.html", context)


def named_releases(written: list[str]) -> list[ReleaseName] | None:
    """Releases written as `name@version`; None where none is named."""
    found = [(name, version) for name, _, version in (text.partition("@") for text in written[:MAX_RELEASES])]
    return [(name, version) for name, version in found if name and version] if written else None


@lru_cache(maxsize=1)
def region_names() -> tuple[tuple[str, Text], ...]:
    """Codes and names of regions, for a list of suggestions."""
    return tuple((code, region.name) for code, region in regions().items())


def _release_of(row: Row) -> str:
    """What an address needs beside the id: the release, where it is none of the package's."""
    return "" if row.release.startswith("starter@") else f"?release={quote(row.release)}"


def _value_name(of: Sheet) -> str:
    if of.dataset.gas_basis == "co2":
        return say("二氧化碳排放因子", "Carbon dioxide emission factor")
    if of.dataset.boundary in ("combustion", "process", "characterisation", "generation"):
        return say("排放因子", "Emission factor")
    return say("碳足迹因子", "Footprint factor")


def _sheet(request: HttpRequest, dataset: str) -> Sheet:
    release = named_releases(request.GET.getlist("release")[:1])
    if release == []:
        raise absent()
    chosen = request.GET.get("gwp", "")
    gwp_set = next((known for known in GWP_SETS if known == chosen), GWP_SETS[-1])
    return sheet(dataset, release=release[0] if release else None, gwp_set=gwp_set, acting=acting_of(request))


def _file_name(dataset: str) -> str:
    """A name of plain letters for the file."""
    plain = dataset.encode("ascii", "ignore").decode().replace("/", "-")
    return get_valid_filename(plain[:80] or "dataset") if plain.strip("._- ") else "dataset"
