"""Plans of inspections, draws, and the list of inspectors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import log
from tanzuji.parties import queries as parties
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.supervision import policy, queries, services
from tanzuji.supervision.kinds import POOLS
from tanzuji.supervision.models import Plan
from tanzuji.supervision.pages.overview import tabs
from tanzuji.supervision.pages.typed import both, day, whole
from tanzuji.supervision.services.planning import PlanGiven
from tanzuji.supervision.states import INSPECTION, PLAN, PLAN_REASONED
from tanzuji.web.answers import status_of
from tanzuji.web.language import say

_FIELDS = ("title_zh", "year", "pool", "sample", "sample_raised", "team", "due")


@require_safe
@signed_in
def plans(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The plans of the acting authority, with what was drawn."""
    policy.is_authority(acting).enforce()
    rows = list(queries.plans(acting).prefetch_related("draws__result", "inspections"))
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "plans",
        "rows": rows,
        "state_names": PLAN.states,
        "pools": POOLS,
        "may_prepare": policy.may_prepare(acting),
    }
    return render(request, "supervision/plans.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A new plan as a draft."""
    policy.may_prepare(acting).enforce()
    if request.method != "POST":
        today = timezone.localdate()
        given = {"year": str(today.year), "sample": "5", "sample_raised": "2", "team": "2"}
        return _form(request, acting, None, given)
    try:
        made = services.draft(acting, _given(request.POST))
    except CodedError as error:
        return _form(request, acting, None, request.POST, error)
    return _to(made.id)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, plan_id: UUID) -> HttpResponse:
    """The draft of a plan changed."""
    kept = queries.plan(acting, plan_id)
    policy.may_change_plan(queries.plan_standing(acting, kept)).enforce()
    if request.method != "POST":
        return _form(request, acting, kept, _kept(kept))
    try:
        services.redraft(acting, kept.id, _given(request.POST))
    except CodedError as error:
        return _form(request, acting, kept, request.POST, error)
    return _to(kept.id)


def _form(
    request: HttpRequest,
    acting: Acting,
    kept: Plan | None,
    given: Mapping[str, Any],
    error: CodedError | None = None,
) -> HttpResponse:
    if error is not None and status_of(error) in (403, 404):
        raise error
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "plans",
        "kept": kept,
        "given": given,
        "fields": _FIELDS,
        "pools": POOLS,
        "problems": error.problems if error else (),
    }
    return render(request, "supervision/plan_form.html", context, status=status_of(error) if error else 200)


def _kept(kept: Plan) -> dict[str, str]:
    names = ("title_zh", "title_en", "basis", "pool", "year", "sample", "sample_raised", "team", "due")
    return {name: str(getattr(kept, name)) for name in names}


def _given(post: Mapping[str, Any]) -> PlanGiven:
    return PlanGiven(
        year=whole(post, "year"),
        title=both(post.get("title_zh", ""), post.get("title_en", "")),
        pool=post.get("pool", ""),
        sample=whole(post, "sample"),
        sample_raised=whole(post, "sample_raised"),
        team=whole(post, "team"),
        due=day(post, "due") or timezone.localdate(),
        basis=post.get("basis", ""),
    )


@require_safe
@signed_in
def plan(request: HttpRequest, acting: Acting, plan_id: UUID) -> HttpResponse:
    """One plan with its draws and inspections."""
    return plan_page(request, acting, queries.plan(acting, plan_id))


def plan_page(
    request: HttpRequest, acting: Acting, shown: Plan, problems: Any = (), status: int = 200
) -> HttpResponse:
    """The page of a plan: what is planned, draws, inspections, decisions."""
    standing = queries.plan_standing(acting, shown)
    rows = list(shown.inspections.select_related("subject").order_by("due", "number"))
    may, draws = dict(PLAN.next(shown.state, standing)), []
    for one in shown.draws.select_related("result", "by").order_by("-at"):
        document = json.loads(one.document)
        left = max(one.leaf + 1 + document["after"] - log.size(), 0)
        draws.append((one, document, left, policy.may_draw(standing, one.by_id)))
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "plans",
        "shown": shown,
        "state_names": PLAN.states,
        "action_names": PLAN.actions,
        "inspection_states": INSPECTION.states,
        "pools": POOLS,
        "may": may,
        "reasoned": PLAN_REASONED,
        "may_edit": shown.state == "draft" and bool(policy.may_change_plan(standing)),
        "may_commit": policy.may_commit(standing) if shown.state == "decided" else None,
        "draws": draws,
        "sign": rights.gate(
            *may.values(), *(verdict for one, _, _, verdict in draws if not hasattr(one, "result"))
        ),
        "rows": [(one, queries.overdue(one)) for one in rows],
        "steps": list(shown.steps.select_related("by").order_by("-id")),
        "inspectors": queries.inspectors(acting).count(),
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "supervision/plan.html", context, status=status)


def _again(request: HttpRequest, acting: Acting, plan_id: UUID, error: CodedError) -> HttpResponse:
    if status_of(error) in (403, 404):
        raise error
    return plan_page(request, acting, queries.plan(acting, plan_id), error.problems, status_of(error))


def _to(plan_id: UUID, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("supervision:plan", args=[plan_id]) + anchor)


@require_POST
@signed_in
def step(request: HttpRequest, acting: Acting, plan_id: UUID) -> HttpResponse:
    """A decision on a plan."""
    post = request.POST
    try:
        services.step_plan(acting, plan_id, post.get("action", ""), reason=post.get("reason", ""))
    except CodedError as error:
        return _again(request, acting, plan_id, error)
    return _to(plan_id)


@require_POST
@signed_in
def commit(request: HttpRequest, acting: Acting, plan_id: UUID) -> HttpResponse:
    """The lists of a draw committed to the log."""
    post = request.POST
    try:
        made = services.commit(
            acting,
            plan_id,
            beacon=post.get("beacon", ""),
            after=whole(post, "after"),
            public_from=day(post, "public_from"),
        )
    except CodedError as error:
        return _again(request, acting, plan_id, error)
    flash.success(
        request,
        say(
            f"{made.number} 的名录已写入日志第 {made.leaf} 条。",
            f"The lists of {made.number} are entry {made.leaf} of the log.",
        ),
    )
    return _to(plan_id, "#draws")


@require_POST
@signed_in
def draw(request: HttpRequest, acting: Acting, draw_id: UUID) -> HttpResponse:
    """The draw made."""
    seen = queries.draw(acting, draw_id)
    try:
        services.draw(acting, draw_id, beacon=request.POST.get("beacon", ""))
    except CodedError as error:
        return _again(request, acting, seen.plan_id, error)
    return HttpResponseRedirect(reverse("supervision:draw", args=[draw_id]))


# ── inspectors ─────────────────────────────────────────────────────────────


@require_safe
@signed_in
def inspectors(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The list of inspectors with their conflicts of interest."""
    return _inspectors(request, acting)


def _inspectors(request: HttpRequest, acting: Acting, error: CodedError | None = None) -> HttpResponse:
    policy.is_authority(acting).enforce()
    if error is not None and status_of(error) in (403, 404):
        raise error
    listed = list(queries.inspectors(acting))
    taken = {each.person_id for each in listed}
    people = [m for m in parties.people(acting.organisation_id) if m.person_id not in taken]
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "inspectors",
        "rows": listed,
        "people": people,
        "may_prepare": policy.may_prepare(acting),
        "given": request.POST,
        "problems": error.problems if error else (),
    }
    return render(request, "supervision/inspectors.html", context, status=status_of(error) if error else 200)


@require_POST
@signed_in
def change_inspectors(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Somebody put on the list, taken off it; a conflict entered or ended."""
    post, action = request.POST, request.POST.get("action", "")
    try:
        if action == "end":
            services.end_inspector(acting, post.get("inspector", ""))
        elif action == "conflict":
            services.add_conflict(
                acting, post.get("inspector", ""), post.get("organisation", ""), reason=post.get("reason", "")
            )
        elif action == "end_conflict":
            services.end_conflict(acting, post.get("conflict", ""))
        else:
            services.add_inspector(acting, post.get("email", ""), fields=post.get("fields", ""))
    except CodedError as error:
        return _inspectors(request, acting, error)
    return HttpResponseRedirect(reverse("supervision:inspectors"))
