"""Pages of files and of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.archive import evaluations, queries, services
from tanzuji.archive.models import File
from tanzuji.archive.pages.frame import BOUNDARY_NAMES, TONES, tabs, told
from tanzuji.archive.policy import may_file
from tanzuji.archive.services.filing import WITH_REASON
from tanzuji.archive.states import FILE
from tanzuji.documents.errors import CodedError
from tanzuji.figures import Column, Table, csv_text
from tanzuji.ledger.queries import name as event_name
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import TYPES, attachment
from tanzuji.web.language import language, say

PAGE = 50
MOST = 10_000
"""Rows of a CSV."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Own files, and for an authority all; a POST puts a product on file."""
    if request.method == "POST":
        try:
            made = services.file_product(
                acting, request.POST.get("study", ""), consent=request.POST.get("consent") == "on"
            )
            return HttpResponseRedirect(reverse("archive:file", args=[made.id]))
        except CodedError as error:
            told(request, error)
        return HttpResponseRedirect(reverse("archive:home"))
    keeps = acting.mandated("authority")
    state = request.GET.get("state", "archived" if keeps else "")
    rows = queries.kept_files(acting) if keeps else queries.own_files(acting)
    if state in FILE.states:
        rows = rows.filter(state=state)
    context = {
        "room": "archive", "tabs": tabs(acting), "here": "files", "keeps": keeps, "states": FILE.states, "tones": TONES,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "state": state if state in FILE.states else "",
        "counts": queries.counts() if keeps else {}, "may_file": may_file(acting),
        "to_file": queries.to_file(acting) if may_file(acting) else [],
    }  # fmt: skip
    return render(request, "archive/home.html", context)


def _asked(request: HttpRequest) -> QuerySet[File]:
    year = request.GET.get("year", "")
    boundary = request.GET.get("boundary", "")
    return queries.catalogue(
        words=request.GET.get("q", "")[:200],
        boundary=boundary if boundary in BOUNDARY_NAMES else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        suspended=request.GET.get("suspended") == "on",
    )


@require_safe
@signed_in
def catalogue(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What is in the catalogue; searched and filtered."""
    page = Paginator(_asked(request), PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "room": "archive", "tabs": tabs(acting), "here": "catalogue", "page": page, "asked": request.GET,
        "rows": queries.listed(list(page)), "states": FILE.states, "tones": TONES, "boundaries": BOUNDARY_NAMES,
        "years": queries.years(), "query": asked.urlencode() + "&" if asked else "", "total": page.paginator.count,
    }  # fmt: skip
    return render(request, "archive/catalogue.html", context)


@require_safe
@signed_in
def catalogue_csv(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The same rows as a table, at full precision."""
    lang = language()
    columns = (
        Column(say("档案号", "File")),
        Column(say("产品", "Product")),
        Column(say("型号", "Model")),
        Column(say("企业", "Maker")),
        Column(say("碳足迹", "Footprint"), "number", "kg CO2e"),
        Column(say("单位", "Unit")),
        Column(say("系统边界", "Boundary")),
        Column(say("年份", "Year")),
        Column(say("依据", "Standing")),
        Column(say("状态", "State")),
    )
    rows = []
    for row in queries.listed(list(_asked(request)[:MOST])):
        of, value = row.file, row.standing.evaluation
        boundary = BOUNDARY_NAMES.get(value.boundary)
        rows.append(
            (
                of.number, of.name.to(lang), of.model, of.organisation.name.to(lang), value.value, value.unit,
                boundary.to(lang) if boundary else value.boundary, str(value.year or ""), row.standing.said.to(lang),
                FILE.states[of.state].to(lang),
            )
        )  # fmt: skip
    text = "\ufeff" + csv_text(Table(columns, tuple(rows), Decimal("0.001")), lang)
    return attachment(text.encode(), "catalogue.csv", TYPES["csv"])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def file(request: HttpRequest, acting: Acting, file_id: UUID) -> HttpResponse:
    """One file: what it is, its evaluations, what became of them, what happened; a POST does what may be done."""
    of = queries.file(acting, file_id)
    if request.method == "POST":
        return _do(request, acting, of)
    whole = queries.sees_all(acting, of)
    held = evaluations.standings([of])[of.id]
    shown = held if whole else [one for one in held if one.evaluation.pk == of.listed_id]
    own = of.organisation_id == acting.organisation_id
    verdicts = dict(FILE.next(of.state, queries.standing(acting, of, held))) if whole else {}
    context = {
        "room": "archive", "tabs": tabs(acting), "of": of, "whole": whole, "own": own,
        "states": FILE.states, "tones": TONES, "actions": FILE.actions, "boundaries": BOUNDARY_NAMES,
        "rows": [(one, evaluations.gap_of(one.evaluation)) for one in shown],
        "now": {name: verdict for name, verdict in verdicts.items() if verdict},
        "refused": {name: verdict for name, verdict in verdicts.items() if not verdict and not own and name != "withdraw"},
        "with_reason": WITH_REASON, "timeline": [(event, event_name(event)) for event in queries.timeline(acting, of)],
        "to_add": queries.to_file(acting) if own and of.state != "removed" and may_file(acting) else [],
    }  # fmt: skip
    return render(request, "archive/file.html", context)


def _do(request: HttpRequest, acting: Acting, of: File) -> HttpResponse:
    action = request.POST.get("action", "")
    try:
        if action == "add":
            services.add_study(acting, of.id, request.POST.get("study", ""))
            flash.success(request, say("已放进档案。", "Put into the file."))
        else:
            done = services.decide(acting, of.id, action, reason=request.POST.get("reason", ""))
            flash.success(request, f"{FILE.actions[action].to(language())} · {done.number}")
    except CodedError as error:
        told(request, error)
    return HttpResponseRedirect(reverse("archive:file", args=[of.id]))
