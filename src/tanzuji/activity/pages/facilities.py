"""A facility: its tree of meters, goods and products in a year; what is added to it; how its totals agree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.activity import policy, queries, services
from tanzuji.activity.kinds import CARRIERS, GOOD_KINDS, METER_KINDS
from tanzuji.activity.models import Facility
from tanzuji.activity.pages import forms
from tanzuji.activity.pages.naming import depth_first
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.language import say


@require_safe
@signed_in
def facility(request: HttpRequest, acting: Acting, facility_id: UUID) -> HttpResponse:
    """Meters as a tree with what they counted in a year, their calibration and their key; goods; products."""
    row = queries.facility(acting, facility_id)
    period = forms.asked_year(request)
    books = queries.Books(row, period)
    totals = {each.meter.id: each for each in books.meters}
    tree = depth_first([each.meter for each in books.meters])
    context = {
        **_frame(acting, row, period, "meters"),
        "books": books,
        "tree": [(depth, totals[meter.id], queries.standing(meter)) for depth, meter in tree],
        "carriers": CARRIERS,
        "good_kinds": GOOD_KINDS,
        "scores": queries.SCORES,
    }
    return render(request, "activity/facility.html", context)


@require_safe
@signed_in
def balance(request: HttpRequest, acting: Acting, facility_id: UUID) -> HttpResponse:
    """Product totals beside the facility's: metered, reported, borne by products, and whether they agree."""
    row = queries.facility(acting, facility_id)
    period = forms.asked_year(request)
    reports = list(queries.reports(acting).filter(facility=row, start__year=period.first.year))
    chosen = next((r for r in reports if str(r.id) == request.GET.get("report")), next(iter(reports), None))
    books = queries.Books(row, period)
    context = {
        **_frame(acting, row, period, "balance"),
        "reports": reports,
        "chosen": chosen,
        "rows": queries.reconciled(books, chosen),
        "products": [product for product, _ in books.products],
        "tolerance": queries.TOLERANCE,
    }
    return render(request, "activity/balance.html", context)


def _frame(acting: Acting, row: Facility, period: queries.Period, here: str) -> dict[str, Any]:
    query = f"?year={period.first.year}"
    return {
        "room": "activity",
        "facility": row,
        "period": period,
        "years": forms.years(period),
        "may": policy.may_record(acting),
        "here": here,
        "tabs": [
            ("meters", say("计量与台账", "Meters and ledgers"), reverse("activity:facility", args=[row.id]) + query),
            ("balance", say("核对", "Reconciliation"), reverse("activity:balance", args=[row.id]) + query),
        ],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting, facility_id: UUID, what: str) -> HttpResponse:
    """The form of a new meter, good or product; a POST registers it."""
    row = queries.facility(acting, facility_id)
    if what not in _ADDERS:
        raise absent()
    tried = forms.Tried()
    if request.method == "POST":
        tried = forms.tried(lambda: _ADDERS[what](acting, row, request.POST))
        if tried:
            flash.success(request, say("已登记。", "It is registered."))
            return HttpResponseRedirect(reverse("activity:facility", args=[row.id]))
    context = {
        "room": "activity",
        "facility": row,
        "what": what,
        "given": request.POST,
        "meters": list(row.meters.order_by("code")),
        "carriers": CARRIERS,
        "meter_kinds": METER_KINDS,
        "good_kinds": GOOD_KINDS,
        "may": policy.may_record(acting),
        "problems": tried.problems,
    }
    return render(request, "activity/add.html", context, status=tried.status)


def _add_meter(acting: Acting, row: Facility, posted: forms.Posted) -> None:
    services.register_meter(
        acting, row.id, code=forms.text(posted, "code"), carrier=forms.text(posted, "carrier"),
        unit=forms.text(posted, "unit"), kind=forms.text(posted, "kind"), parent=forms.text(posted, "parent") or None,
        **stated(posted),
    )  # fmt: skip


def stated(posted: forms.Posted) -> dict[str, Any]:
    """What a form says of a meter beside its place and kind."""
    names = ("name_zh", "name_en", "accuracy", "serial", "place", "specification")
    return {
        **{name: forms.text(posted, name) for name in names},
        "multiplier": forms.number(posted, "multiplier") or 1.0,
        "rolls_over_at": forms.number(posted, "rolls_over_at"),
        "calibration_months": forms.whole(posted, "calibration_months"),
    }


def _add_good(acting: Acting, row: Facility, posted: forms.Posted) -> None:
    names = ("code", "kind", "unit", "name_zh", "name_en", "heating_source")
    given = {name: forms.text(posted, name) for name in names}
    services.register_good(acting, row.id, heating_value=forms.number(posted, "heating_value"), **given)


def _add_product(acting: Acting, row: Facility, posted: forms.Posted) -> None:
    given = {name: forms.text(posted, name) for name in ("code", "unit", "name_zh", "name_en")}
    services.register_product(acting, row.id, **given)


_ADDERS = {"meter": _add_meter, "good": _add_good, "product": _add_product}
