"""Adoption lists, targets with what the registry counts, complaints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji import jurisdictions
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.standards import overview, queries, services, states
from tanzuji.standards.pages.frame import answered, context, named_standards, place_of, shown
from tanzuji.standards.services.oversight import may_decide_complaint
from tanzuji.web.language import say


@require_safe
def adoption(request: HttpRequest) -> HttpResponse:
    """The adoption lists and what of them is registered here."""
    return _adoption(request, {})


def _adoption(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    acting = acting_of(request)
    free = bool(acting and acting.mandated("standards", "authority"))
    candidates = named_standards(queries.standards(acting).filter(state__in=states.STANDING)) if free else []
    values = context(
        request, "adoption", lists=list(queries.adoption_lists()), candidates=candidates, may_list=free
    )
    return shown(request, "adoption.html", values | more)


@require_POST
@signed_in
def register_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Register an adoption list."""
    return answered(
        request, lambda: services.register_list(acting, request.POST.dict()), say("清单已登记", "The list was registered"),
        reverse("standards:adoption"), lambda more: _adoption(request, more),
    )  # fmt: skip


@require_POST
@signed_in
def adopt(request: HttpRequest, acting: Acting, list_id: UUID) -> HttpResponse:
    """Put a standard on a list."""
    return answered(
        request, lambda: services.adopt(acting, request.POST.get("standard", ""), list_id), say("已列入", "On the list"),
        reverse("standards:adoption"), lambda more: _adoption(request, more),
    )  # fmt: skip


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Targets of a jurisdiction with the counts of this registry (N-07)."""
    return _targets(request, {})


def _targets(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    place = place_of(request)
    here = jurisdictions.load(place)
    nation = jurisdictions.load("cn") if "cn" in jurisdictions.codes() else here
    return shown(
        request, "targets.html",
        context(
            request, "targets", place=place, here_=here, rows=overview.progress(place),
            national=overview.progress("cn") if place != nation.code else [],
        ) | more,
    )  # fmt: skip


@require_POST
@signed_in
def confirm(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Confirm a count."""
    given = request.POST.get
    place = place_of(request)
    return answered(
        request, lambda: services.confirm_target(acting, place, given("target", ""), note=given("note", "")),
        say("已确认", "Confirmed"), reverse("standards:targets") + f"?jurisdiction={place}",
        lambda more: _targets(request, more),
    )  # fmt: skip


@require_safe
@signed_in
def complaints(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Complaints, one's own or all."""
    return _complaints(request, acting, {})


def _complaints(request: HttpRequest, acting: Acting, more: dict[str, Any]) -> HttpResponse:
    rows = [(row, may_decide_complaint(acting, row).problem) for row in queries.complaints(acting)[:200]]
    return shown(request, "complaints.html", context(request, "complaints", rows=rows) | more)


@require_POST
@signed_in
def decide_complaint(request: HttpRequest, acting: Acting, grievance_id: UUID) -> HttpResponse:
    """Decide a complaint."""
    given = request.POST.get
    return answered(
        request,
        lambda: services.decide_complaint(
            acting, grievance_id, upheld=given("upheld") == "1", finding=given("finding", "")
        ),
        say("已处理", "Decided"), reverse("standards:complaints"), lambda more: _complaints(request, acting, more),
    )  # fmt: skip
