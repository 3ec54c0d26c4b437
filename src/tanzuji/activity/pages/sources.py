"""A meter and a ledger of goods: what was read, calibrations, the key by which it is shared, who may look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.activity import messages, policy, queries, services
from tanzuji.activity.kinds import ALLOCATION_METHODS, METER_KINDS, READING_EVENTS, WHATS
from tanzuji.activity.models import Good, Meter
from tanzuji.activity.pages import forms
from tanzuji.activity.pages.facilities import stated
from tanzuji.documents.text import Text
from tanzuji.figures import Month, months
from tanzuji.parties import queries as parties
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind
from tanzuji.web.answers import absent
from tanzuji.web.language import language, say

SHOWN_READINGS = 40


@require_safe
@signed_in
def meter(request: HttpRequest, acting: Acting, meter_id: UUID) -> HttpResponse:
    """A meter of one's own, or one that was given access to."""
    return _meter_page(request, acting, queries.readable_meter(acting, meter_id))


def _meter_page(
    request: HttpRequest, acting: Acting, row: Meter, tried: forms.Tried | None = None
) -> HttpResponse:
    tried = tried or forms.Tried()
    own = row.organisation_id == acting.organisation_id
    period = forms.asked_year(request)
    books = queries.Books(row.facility, period)
    totals = next(each for each in books.meters if each.meter.id == row.id)
    readings = queries.current(row.readings.select_related("upload__evidence", "replaces")).reverse()
    context = {
        "room": "activity",
        "meter": row,
        "own": own,
        "own_papers": own,
        "standing": queries.standing(row),
        "calibrations": list(row.calibrations.select_related("evidence").order_by("-done_on", "-recorded_at")),
        "readings": Paginator(readings, SHOWN_READINGS).get_page(request.GET.get("page")),
        "period": period,
        "years": forms.years(period),
        "totals": totals,
        "chart": _chart(row, books),
        "whats": WHATS,
        "events": READING_EVENTS,
        "meter_kinds": METER_KINDS,
        "siblings": list(row.facility.meters.exclude(id=row.id).filter(carrier=row.carrier).order_by("code")) if own else [],
        "papers": list(queries.evidence(acting).filter(kind="calibration")) if own else [],
        "grants": list(queries.grants(acting).filter(meter=row)) if own else [],
        "partners": partners(acting) if own else [],
        **(_keys(row) if own else {}),
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }  # fmt: skip
    return render(request, "activity/meter.html", context, status=tried.status)


def partners(acting: Acting) -> list[Any]:
    """Organisations to give access to: verifiers, curators, authorities and the like first."""
    kinds: tuple[Kind, ...] = (
        "verifier",
        "certification_body",
        "regulator",
        "research",
        "association",
        "bank",
        "buyer",
    )
    return list(parties.organisations(kinds=kinds).exclude(id=acting.organisation_id)[:200])


def _keys(row: Meter | Good) -> dict[str, Any]:
    return {
        "keys": list(row.keys.order_by("-valid_from", "-created_at").prefetch_related("shares__product")),
        "methods": ALLOCATION_METHODS,
        "products": list(row.facility.products.order_by("code")),
    }


def _chart(row: Meter, books: queries.Books) -> Any:
    """The months of a meter as bars, in the unit of its carrier."""
    found = []
    for span in books.period.months():
        each = next(one for one in books.within(span).meters if one.meter.id == row.id)
        found.append(Month(f"{span.first:%Y-%m}", each.total.amount if each.total.complete else None))
    if all(month.value is None for month in found):
        return None
    unit = queries.carrier_unit(row)
    return months(
        "meter-months",
        Text(zh=f"各月用量（{unit}）", en=f"Amount by month ({unit})"),
        found,
        unit,
        language(),
    )


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, meter_id: UUID, action: str) -> HttpResponse:
    """What a form on the page of a meter asks for."""
    row = queries.own_meter(acting, meter_id)
    if action not in _ACTIONS:
        raise absent()
    make, zh, en = _ACTIONS[action]
    tried = forms.tried(lambda: make(acting, row, request.POST))
    if not tried:
        return _meter_page(request, acting, row, tried)
    flash.success(request, say(zh, en))
    return HttpResponseRedirect(reverse("activity:meter", args=[row.id]))


def _calibrate(acting: Acting, row: Meter, posted: forms.Posted) -> None:
    services.calibrate(
        acting, row.id, done_on=forms.required_day(posted, "done_on"), due_on=forms.required_day(posted, "due_on"),
        passed=posted.get("passed", "yes") == "yes", certificate=forms.text(posted, "certificate"),
        laboratory=forms.text(posted, "laboratory"), evidence_id=forms.text(posted, "evidence") or None,
    )  # fmt: skip


def _change(acting: Acting, row: Meter, posted: forms.Posted) -> None:
    services.change_meter(acting, row.id, parent=forms.text(posted, "parent") or None, **stated(posted))


def _retire(acting: Acting, row: Meter, posted: forms.Posted) -> None:
    services.retire(
        acting,
        row.id,
        day=forms.day(posted, "day") or timezone.localdate(),
        reason=forms.text(posted, "reason"),
    )


def _explain(acting: Acting, row: Meter, posted: forms.Posted) -> None:
    reading = forms.text(posted, "reading")
    if not (reading.isascii() and reading.isdigit() and len(reading) < 18):
        raise absent()
    services.explain(
        acting, row.id, int(reading), event=forms.text(posted, "event"), closing=forms.number(posted, "closing"),
        opening=forms.number(posted, "opening"), reason=forms.text(posted, "reason"),
    )  # fmt: skip


def _grant(acting: Acting, row: Meter, posted: forms.Posted) -> None:
    services.grant_meter(
        acting, row.id, forms.text(posted, "organisation"), reason=forms.text(posted, "reason"),
        until=forms.day(posted, "until"),
    )  # fmt: skip


def _set_key(acting: Acting, row: Meter | Good, posted: forms.Posted) -> None:
    method = forms.text(posted, "method")
    weights: dict[UUID | str, float] = {}
    for product in row.facility.products.all():
        weight = forms.number(posted, f"weight.{product.id}")
        if weight:
            weights[product.id] = weight
    valid_from = forms.required_day(posted, "valid_from")
    if not weights:
        raise messages.KEY_WEIGHTS.error("weights")
    services.set_key(
        acting,
        row,
        method=method,
        weights=weights,
        reason=forms.text(posted, "reason"),
        valid_from=valid_from,
    )


Maker = Callable[[Acting, Meter, forms.Posted], None]

_ACTIONS: dict[str, tuple[Maker, str, str]] = {
    "calibrate": (_calibrate, "检定已登记。", "The calibration is recorded."),
    "change": (_change, "计量器具已更改。", "The meter is changed."),
    "retire": (_retire, "计量器具已停用。", "The meter is retired."),
    "explain": (_explain, "已说明；用量随之重算。", "It is explained; the amount follows."),
    "grant": (_grant, "已准许查阅。", "Access is given."),
    "key": (_set_key, "分摊已设定。", "The allocation is set."),
}


@require_http_methods(["GET", "POST"])
@signed_in
def good(request: HttpRequest, acting: Acting, good_id: UUID) -> HttpResponse:
    """A ledger of goods: what came in, what lies there, what was used in a year; a POST sets how it is shared."""
    row = queries.good(acting, good_id)
    tried = forms.Tried()
    if request.method == "POST":
        tried = forms.tried(lambda: _set_key(acting, row, request.POST))
        if tried:
            flash.success(request, say("分摊已设定。", "The allocation is set."))
            return HttpResponseRedirect(reverse("activity:good", args=[row.id]))
    period = forms.asked_year(request)
    amounts = next(used for one, used in queries.Books(row.facility, period).goods if one.id == row.id)
    readings = queries.current(row.readings.select_related("upload__evidence", "replaces")).reverse()
    context = {
        "room": "activity",
        "good": row,
        "used": amounts,
        "own_papers": True,
        "events": READING_EVENTS,
        "period": period,
        "years": forms.years(period),
        "readings": Paginator(readings, SHOWN_READINGS).get_page(request.GET.get("page")),
        "whats": WHATS,
        **_keys(row),
        "may": policy.may_record(acting),
        "given": request.POST,
        "problems": tried.problems,
    }
    return render(request, "activity/good.html", context, status=tried.status)
