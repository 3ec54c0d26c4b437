"""A published release, to read and to cite; any two releases of a library compared; their changes as a table."""

from __future__ import annotations

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tanzuji.figures import Column, Table, csv_text
from tanzuji.parties.queries import acting_of
from tanzuji.publications import presenting, queries
from tanzuji.publications.pages.frame import frame
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say

PAGE = 100


@require_safe
def release(request: HttpRequest, library: str, number: int) -> HttpResponse:
    """The public page of a release: number, digest, notice, notes, how to cite it, what it changed."""
    of = queries.publication(library, number)
    address = request.build_absolute_uri(reverse("publications:release", args=[library, number]))
    page = Paginator(queries.changes(of), PAGE).get_page(request.GET.get("page"))
    context = frame(
        of=of,
        superseded=of.superseded_by if queries.is_superseded(of) else None,
        citation=presenting.citation(of, address),
        page=page,
        changes=presenting.kept(page.object_list),
        standings=queries.standings(of.library),
        origins={one.dataset: one.attribution for one in of.contained.exclude(attribution="")},
        acting_here=acting_of(request) is not None,
    )
    return render(request, "publications/release.html", context)


@require_safe
def compare(request: HttpRequest, library: str) -> HttpResponse:
    """What one release changed in another, by dataset; `from` and `to` are their numbers, by default the last two."""
    of = queries.library(library)
    numbers = [one.number for one in queries.releases(of.name).order_by("-number")]
    old, new = _chosen(request, numbers)
    changes = []
    if old is not None and new is not None:
        one, other = queries.publication(of.name, old), queries.publication(of.name, new)
        changes = presenting.found(queries.difference(one, other))
    page = Paginator(changes, PAGE).get_page(request.GET.get("page"))
    context = frame(
        of=of,
        numbers=numbers,
        old=old,
        new=new,
        page=page,
        changes=page.object_list,
        count=len(changes),
        standings=queries.standings(of),
        acting_here=acting_of(request) is not None,
    )
    return render(request, "publications/compare.html", context)


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int | None, int | None]:
    def asked(name: str, otherwise: int | None) -> int | None:
        written = request.GET.get(name, "")
        return (
            int(written)
            if written.isdecimal() and len(written) < 10 and int(written) in numbers
            else otherwise
        )

    new = asked("to", numbers[0] if numbers else None)
    return asked("from", numbers[1] if len(numbers) > 1 else None), new


@require_safe
def changes_csv(request: HttpRequest, library: str, number: int) -> HttpResponse:
    """What a release changed, as a table at full precision."""
    of = queries.publication(library, number)
    kg = "kg CO2e"
    columns = (
        Column(say("变化", "Change")),
        Column(say("数据集", "Dataset")),
        Column(say("取代", "Replaces")),
        Column(say("名称", "Name")),
        Column(say("单位", "Unit")),
        Column(say("原值", "Old"), "number", kg),
        Column(say("新值", "New"), "number", kg),
        Column(say("变化率", "Change"), "percent"),
        Column(say("下限", "Low"), "number", kg),
        Column(say("上限", "High"), "number", kg),
        Column(say("理由", "Reason")),
    )
    rows = tuple(
        (
            presenting.KINDS[c.kind].to(language()), c.dataset, c.before if c.before != c.dataset else "",
            c.name.to(language()), c.unit, c.old, c.new, c.share, c.low, c.high, c.reason,
        )
        for c in presenting.kept(queries.changes(of))
    )  # fmt: skip
    text = "\ufeff" + csv_text(Table(columns, rows, Decimal("0.001")), language())
    return attachment(text.encode(), f"{library}-{number}-changes.csv", TYPES["csv"])
