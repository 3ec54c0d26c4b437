"""A product of a facility: what it bears in a year and whether its months look right; its measurement plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.activity import policy, queries, services
from tanzuji.activity.kinds import ALLOCATION_METHODS, FLAWS, FREQUENCIES, PLAN_STATES, PLAN_WAYS
from tanzuji.activity.pages import forms
from tanzuji.activity.pages.naming import address_of
from tanzuji.activity.services.plans import Planned
from tanzuji.documents.text import Text
from tanzuji.figures import Month, months
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say

SPARE_LINES = 3
"""Empty lines a plan's form offers."""


@require_safe
@signed_in
def product(request: HttpRequest, acting: Acting, product_id: UUID) -> HttpResponse:
    """What a product bears of every carrier and good, with the meters behind it, and a chart of its months."""
    row = queries.product(acting, product_id)
    period = forms.asked_year(request)
    books = queries.Books(row.facility, period)
    borne = books.borne(row)
    context = {
        "room": "activity",
        "product": row,
        "period": period,
        "years": forms.years(period),
        "made": books.outputs[row.id],
        "borne": borne,
        "name_of": queries.borne_name,
        "address_of": address_of,
        "methods": ALLOCATION_METHODS,
        "flaws": FLAWS,
        "scores": queries.SCORES,
        "charts": [_chart(course, {b.key: b for b in borne}, row.unit) for course in queries.courses(books, row)],
        "plan": queries.plans(acting).filter(product=row).first(),
        "plan_states": PLAN_STATES,
    }  # fmt: skip
    return render(request, "activity/product.html", context)


def _chart(course: queries.Course, borne: dict[str, queries.Borne], unit: str) -> Any:
    name = queries.borne_name(borne[course.key])
    per = f"{course.unit}/{unit}"
    title = Text(zh=f"每 {unit} 的{name.to('zh')}（{per}）", en=f"{name.to('en')} per {unit} ({per})")
    found = [Month(month.month, month.value, month.flagged) for month in course.months]
    slug = course.key.replace(":", "-")
    return months(f"months-{slug}", title, found, per, language(), mean=course.mean, width=1080)


@require_http_methods(["GET", "POST"])
@signed_in
def plan(request: HttpRequest, acting: Acting, product_id: UUID) -> HttpResponse:
    """The measurement plan of a product and what it lacks; a POST writes its draft."""
    row = queries.product(acting, product_id)
    tried = forms.Tried()
    if request.method == "POST":
        lines = _planned(request.POST)
        tried = forms.tried(lambda: services.write_plan(acting, row.id, lines))
        if tried:
            flash.success(
                request,
                say("计量方案的草稿已保存，待评审员批准。", "The draft is kept; a reviewer approves it."),
            )
            return HttpResponseRedirect(reverse("activity:plan", args=[row.id]))
    found = list(queries.plans(acting).filter(product=row).prefetch_related("lines__meter", "lines__good"))
    current = next(iter(found), None)
    kept = list(current.lines.all()) if current else []
    context = {
        "room": "activity",
        "product": row,
        "plan": current,
        "plans": found,
        "lines": [(line, queries.lacking(line)) for line in kept],
        "form": _planned(request.POST) if request.method == "POST" else [_as_planned(line) for line in kept],
        "spare": SPARE_LINES,
        "ways": PLAN_WAYS,
        "frequencies": FREQUENCIES,
        "states": PLAN_STATES,
        "meters": list(row.facility.meters.order_by("code")),
        "goods": list(row.facility.goods.order_by("code")),
        "may": policy.may_record(acting),
        "may_approve": policy.may_approve(acting, current.makers) if current else None,
        "problems": tried.problems,
    }
    return render(request, "activity/plan.html", context, status=tried.status)


def _planned(posted: forms.Posted) -> list[Planned]:
    """The lines of a plan's form that say anything; `measure` names a meter or a ledger."""
    found = []
    for at in range(services.MAX_PLANNED):
        if f"item.{at}" not in posted:
            break
        item = forms.text(posted, f"item.{at}")
        if not item:
            continue
        kind, _, id_ = forms.text(posted, f"measure.{at}").partition(":")
        found.append(
            Planned(
                item, kind, forms.text(posted, f"frequency.{at}"),
                meter=id_ if kind == "meter" else "", good=id_ if kind == "good" else "",
                accuracy=forms.text(posted, f"accuracy.{at}"),
                specification=forms.text(posted, f"specification.{at}"),
                responsible=forms.text(posted, f"responsible.{at}"),
            )
        )  # fmt: skip
    return found


def _as_planned(line: Any) -> Planned:
    return Planned(
        line.item, line.way, line.frequency, meter=str(line.meter_id or ""), good=str(line.good_id or ""),
        accuracy=line.accuracy, specification=line.specification, responsible=line.responsible,
    )  # fmt: skip


@require_POST
@signed_in
def approve(request: HttpRequest, acting: Acting, measuring_plan_id: UUID) -> HttpResponse:
    """A plan approved as it was shown."""
    seen = forms.text(request.POST, "seen")
    revision = int(seen) if seen.isascii() and seen.isdigit() else 0
    row = services.approve_plan(acting, measuring_plan_id, seen=revision)
    flash.success(request, say("计量方案已批准。", "The measurement plan is approved."))
    return HttpResponseRedirect(reverse("activity:plan", args=[row.product_id]))
