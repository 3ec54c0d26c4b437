"""Conversion: the ways upward with why some are closed, the request, and its decisions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji import jurisdictions
from tanzuji.jurisdictions import Level
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.standards import paths, queries, services, states
from tanzuji.standards.pages.frame import answered, context, shown
from tanzuji.standards.services.converting import may_request, verdict
from tanzuji.web.language import language, say


@require_safe
@signed_in
def conversions(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Requests for conversion, one's own or all, and the table of ways in every jurisdiction."""
    rows = list(queries.conversions(acting)[:200])
    return shown(
        request,
        "conversions.html",
        context(request, "conversions", rows=rows, table=_table(), offered=queries.convertible(acting)),
    )


_TARGETS: tuple[Level, ...] = ("sector", "provincial", "national")


def _table() -> list[Any]:
    """Per jurisdiction the ways from an association standard, and what may be applied for directly."""
    found: list[Any] = []
    for code in jurisdictions.codes():
        here = jurisdictions.load(code)
        if here.parent is None:
            continue
        ways = {p.target: p for p in here.conversions if p.source == "association"}
        found.append((here, [ways.get(target) for target in _TARGETS], here.direct))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def convert(request: HttpRequest, acting: Acting, standard_id: UUID) -> HttpResponse:
    """The ways upward from one standard; with POST, a request."""
    if request.method != "POST":
        return _wizard(request, acting, standard_id, {})
    given = request.POST.get
    return answered(
        request,
        lambda: services.request_conversion(
            acting, standard_id, target=given("target", ""), reason=given("reason", ""),
            jurisdiction=given("jurisdiction", ""),
        ),
        say("转化申请已提交", "The request was handed in"),
        lambda done: reverse("standards:conversion", args=[done.id]),
        lambda more: _wizard(request, acting, standard_id, more),
    )  # fmt: skip


def _wizard(request: HttpRequest, acting: Acting, standard_id: UUID, more: dict[str, Any]) -> HttpResponse:
    of = queries.standard(acting, standard_id)
    asked = request.GET.get("jurisdiction", "") or request.POST.get("jurisdiction", "")
    place = asked if asked in jurisdictions.codes() else queries.place(of).code
    values = context(
        request, "conversions", of=of, place=place, here_=jurisdictions.load(place), ways=paths.paths(of, place),
        refused=may_request(acting, of).problem, under_way=queries.open_conversions(acting, of),
    )  # fmt: skip
    return shown(request, "convert.html", values | more)


@require_safe
@signed_in
def conversion(request: HttpRequest, acting: Acting, conversion_id: UUID) -> HttpResponse:
    """One request with its steps."""
    return _conversion(request, acting, conversion_id, {})


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, conversion_id: UUID) -> HttpResponse:
    """A step of a conversion."""
    action = request.POST.get("action", "")
    name = states.CONVERSION_ACTIONS.get(action)
    return answered(
        request,
        lambda: services.act_on_conversion(acting, conversion_id, action, request.POST.dict()),
        say("已记录：", "Recorded: ") + (name.to(language()) if name else ""),
        reverse("standards:conversion", args=[conversion_id]),
        lambda more: _conversion(request, acting, conversion_id, more),
    )


def _conversion(
    request: HttpRequest, acting: Acting, conversion_id: UUID, more: dict[str, Any]
) -> HttpResponse:
    of = queries.conversion(acting, conversion_id)
    choices = [
        {
            "action": action,
            "name": states.CONVERSION_ACTIONS[action],
            "refused": verdict(acting, of, action).problem,
        }
        for before, action, _ in states.CONVERSION_TABLE
        if of.state in before
    ]
    steps = list(of.steps.select_related("by", "organisation").order_by("-id"))
    return shown(
        request,
        "conversion.html",
        context(request, "conversions", of=of, choices=choices, steps=steps) | more,
    )
