"""All products on other library releases: begun here as a job, its report, and each draft moved to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.engine.store import short_name
from tanzuji.figures import Column, Table, csv_text
from tanzuji.footprints import policy, services, shelf
from tanzuji.footprints.models import Recomputation, RecomputedProduct
from tanzuji.footprints.pages.products.frame import PAGE, frame, per
from tanzuji.footprints.products import identity, reports
from tanzuji.footprints.products.standing import standing
from tanzuji.footprints.services.recomputing import PAGE as BEGUN_AT
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.pages import shown
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web import answers
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say
from tanzuji.web.typed import clean

SHOWN_JOBS = 5
EARLIER = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A release that may be chosen: `name version`, whether products stand on its library, on this very release."""

    name: str
    used: bool
    stood_on: bool
    newest: bool


@require_http_methods(["GET", "POST"])
@signed_in
def recompute(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What there is to recompute with and what was; a POST of `release`s starts a job."""
    if request.method == "POST":
        try:
            services.start_recomputation(
                acting,
                request.POST.getlist("release"),
                follows=request.POST.get("follows") == "on",
                sampled=request.POST.get("sampled") == "on",
                language=language(),
            )
        except CodedError as error:
            if answers.wants_json(request) or answers.status_of(error) in (403, 404):
                raise
            return _form(request, acting, error.problems)
        return HttpResponseRedirect(reverse("footprints:recompute") + "#jobs")
    return _form(request, acting)


def _form(request: HttpRequest, acting: Acting, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    now = standing(acting)
    stood_on = {
        (of["name"], of["version"])
        for version in now.versions.values()
        for of in json.loads(version.releases)
    }
    names = {name for name, _ in stood_on}
    offered = []
    for said in shelf.release_names(acting):
        name, _, version = said.partition(" ")
        newest = now.libraries.get(name, ("", ""))[0] == version
        offered.append(Offered(said, name in names, (name, version) in stood_on, newest))
    offered.sort(key=lambda one: (not one.used, short_name(one.name)))
    own = jobs.jobs_of_page(acting, BEGUN_AT)[:SHOWN_JOBS]
    context = {
        **frame("recompute"),
        "problems": problems,
        "offered": offered,
        "newer": {f"{name} {version}" for name, (version, _) in now.libraries.items() if name in names}
        - {f"{name} {version}" for name, version in stood_on},
        "count": len(now.versions),
        "jobs": [shown(job) for job in own],
        "earlier": reports.recomputations(acting)[:EARLIER],
        "releases_of": releases_of,
        "may_edit": policy.may_edit(acting),
    }
    return render(request, "footprints/recompute.html", context, status=422 if problems else 200)


def releases_of(of: Recomputation) -> str:
    """The releases a recomputation stands on, for people."""
    return say("，", ", ").join(f"{short_name(r['name'])} {r['version']}" for r in json.loads(of.releases))


@dataclass(frozen=True, slots=True)
class Cause:
    """What moved a product: a dataset or another product of the organisation."""

    name: str
    dataset: str
    change: float | None
    address: str


@dataclass(frozen=True, slots=True)
class Row:
    """A product of the report as the page shows it."""

    of: RecomputedProduct
    name: str
    unit: str
    causes: tuple[Cause, ...]
    bands: tuple[str, str]


def row_of(of: RecomputedProduct, unit_label: str) -> Row:
    """A product of a report as a page shows it; `unit_label` is what one unit of it is."""
    told = language()
    name = (of.study.name_zh or of.study.name_en, of.study.name_en or of.study.name_zh)[told == "en"]
    bands = tuple(Text.parse(json.loads(b)).to(told) if b else "" for b in (of.band_before, of.band_after))
    return Row(
        of, name, per(unit_label), tuple(_cause(c) for c in json.loads(of.causes)), (bands[0], bands[1])
    )


def _cause(kept: dict[str, Any]) -> Cause:
    product = identity.read(kept["dataset"])
    address = reverse("footprints:product", args=[product.study]) if product else ""
    return Cause(Text.parse(kept["name"]).to(language()), kept["dataset"], kept["change"], address)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    name = clean(request.GET.get("name", ""), 200)
    only, sort = request.GET.get("only", ""), request.GET.get("sort", "share")
    return name, only if only in reports.FILTERS else "", sort if sort in reports.SORTS else "share"


@require_safe
@signed_in
def recomputation(request: HttpRequest, acting: Acting, recomputation_id: UUID) -> HttpResponse:
    """The report: for each product old, new, what moved it, what it crosses."""
    of = reports.recomputation(acting, recomputation_id)
    name, only, sort = _asked(request)
    page = Paginator(reports.products(of, name=name, only=only, sort=sort), PAGE).get_page(
        request.GET.get("page")
    )
    found = list(page.object_list)
    units = reports.units(found)
    asked = {key: value for key, value in (("name", name), ("only", only), ("sort", sort)) if value}
    context = {
        **frame("recompute"),
        "of": of,
        "releases": releases_of(of),
        "page": page,
        "rows": [row_of(row, units.get(row.study_id, "")) for row in found],
        "name": name,
        "only": only,
        "sort": sort,
        "sorts": reports.SORTS,
        "filters": {key: words for key, (words, _) in reports.FILTERS.items()},
        "counts": reports.counts(of, name),
        "query": urlencode(asked) + "&" if asked else "",
        "left_out": json.loads(of.left_out),
        "may_edit": policy.may_edit(acting),
        "sampled": any(row.low is not None for row in found),
    }
    return render(request, "footprints/recomputation.html", context)


@require_safe
@signed_in
def recomputation_csv(request: HttpRequest, acting: Acting, recomputation_id: UUID) -> HttpResponse:
    """The report's products as a table, at full precision."""
    of = reports.recomputation(acting, recomputation_id)
    name, only, sort = _asked(request)
    found = list(reports.products(of, name=name, only=only, sort=sort))
    kg = "kg CO2e"
    columns = (
        Column(say("产品", "Product")),
        Column(say("版本", "Version")),
        Column(say("原值", "Old"), "number", kg),
        Column(say("新值", "New"), "number", kg),
        Column(say("变化", "Change"), "number", kg),
        Column(say("变化率", "Change"), "percent"),
        Column(say("下限", "Low"), "number", kg),
        Column(say("上限", "High"), "number", kg),
        Column(say("主因", "Main cause")),
        Column(say("主因的影响", "Effect of it"), "number", kg),
        Column(say("超过 10 %", "More than 10 %")),
        Column(say("不再可知", "No longer known")),
        Column(say("原等级", "Class before")),
        Column(say("新等级", "Class after")),
    )
    rows = []
    for one in (row_of(row, "") for row in found):
        cause = one.causes[0] if one.causes else None
        rows.append(
            (
                one.name, f"v{one.of.number}", one.of.old, one.of.new, one.of.change, one.of.share, one.of.low,
                one.of.high, f"{cause.name} ({cause.dataset})" if cause else "", cause.change if cause else None,
                say("是", "yes") if one.of.beyond else "",
                say("是", "yes") if one.of.no_longer_known else "", *one.bands,
            )
        )  # fmt: skip
    text = "\ufeff" + csv_text(Table(columns, tuple(rows), Decimal("0.001")), language())
    return attachment(text.encode(), "recomputation.csv", TYPES["csv"])


@require_POST
@signed_in
def update(request: HttpRequest, acting: Acting, recomputation_id: UUID) -> HttpResponse:
    """Moves the draft of `study` to what was recomputed with, and leads to its comparison with the newest version."""
    of = reports.recomputation(acting, recomputation_id)
    study = _uuid(request.POST.get("study", ""))
    row = of.products.filter(study_id=study).first() if study else None
    if row is None:
        raise answers.absent()
    try:
        services.update_draft(acting, row.study_id, of)
    except CodedError as error:
        if answers.wants_json(request) or answers.status_of(error) in (403, 404):
            raise
        for problem in error.problems[:3]:
            flash.warning(request, f"{problem.text(language())} {problem.remedy(language())}")
        return HttpResponseRedirect(reverse("footprints:recomputation", args=[of.id]))
    flash.success(
        request,
        say("草稿已改用新的数据库；与最新版本的比较如下。", "The draft stands on the new releases; it is compared with the newest version here."),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("footprints:compare", args=[row.study_id]))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
