"""The catalogue: every product of the organisation that has a version, with its value and whether it is up to date."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.figures import Column, Table, csv_text
from tanzuji.footprints.pages.products.frame import PAGE, frame, links, per
from tanzuji.footprints.products import listing
from tanzuji.footprints.products.standing import standing
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say
from tanzuji.web.typed import clean


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    """Words, filter and order of an address."""
    name = clean(request.GET.get("name", ""), 200)
    only, sort = request.GET.get("only", ""), request.GET.get("sort", "name")
    return name, only if only in listing.FILTERS else "", sort if sort in listing.SORTS else "name"


@require_safe
@signed_in
def products(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Every product with its newest version; searched, filtered, sorted."""
    name, only, sort = _asked(request)
    now = standing(acting)
    rows = listing.listed(now)
    page = Paginator(listing.chosen(rows, name=name, only=only, sort=sort), PAGE).get_page(
        request.GET.get("page")
    )
    counts = listing.counts(rows, name)
    asked = {key: value for key, value in (("name", name), ("only", only), ("sort", sort)) if value}
    context = {
        **frame("products"),
        "page": page,
        "name": name,
        "only": only,
        "sort": sort,
        "sorts": listing.SORTS,
        "filters": listing.FILTERS,
        "counts": counts,
        "all_count": len(rows),
        "stale_count": sum(bool(row.reasons) for row in rows),
        "query": urlencode(asked) + "&" if asked else "",
        "per": per,
        "links": lambda products: links(now, products),
    }
    return render(request, "footprints/products.html", context)


@require_safe
@signed_in
def products_csv(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The same rows as a table, at full precision."""
    name, only, sort = _asked(request)
    told = language()
    columns = (
        Column(say("产品", "Product")),
        Column(say("版本", "Version")),
        Column(say("碳足迹", "Footprint"), "number", "kg CO2e"),
        Column(say("单位", "Unit")),
        Column(say("已发布", "Published")),
        Column(say("过时的原因", "Out of date because")),
        Column(say("数据集", "Dataset")),
    )
    rows = tuple(
        (
            row.name.to(told),
            f"v{row.version.number}",
            row.version.total,
            row.version.unit_label,
            f"v{row.published.version.number}" if row.published else "",
            say("；", "; ").join(reason.text.to(told) for reason in row.reasons),
            row.published.dataset if row.published else "",
        )
        for row in listing.chosen(listing.listed(standing(acting)), name=name, only=only, sort=sort)
    )
    text = "\ufeff" + csv_text(Table(columns, rows, Decimal("0.001")), told)
    return attachment(text.encode(), "products.csv", TYPES["csv"])
