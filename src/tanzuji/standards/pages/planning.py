"""What comes first: priority lists, scores and gaps; yearly work plans and pilots."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanzuji import jurisdictions
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.standards import overview, queries, services, states
from tanzuji.standards.criteria import CRITERIA
from tanzuji.standards.models import Pilot, WorkPlan
from tanzuji.standards.pages.frame import (
    answered,
    context,
    named_organisations,
    named_standards,
    place_of,
    shown,
)
from tanzuji.standards.services.planning import plan_verdict
from tanzuji.standards.services.priorities import may_publish
from tanzuji.web.language import language, say


@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    """Priority lists of a jurisdiction, and the gaps of the national rules (1-00, ZJ-103, SH-102)."""
    return _priorities(request, {})


def _priorities(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    acting, place = acting_of(request), place_of(request)
    charged = bool(acting and acting.mandated("authority"))
    lists = overview.priority_lists(place, drafts=charged)
    draft = next((row for row in lists if row.state == "draft"), None)
    scored = {row.group.id: row for row in overview.scored(place)}
    values = context(
        request, "priorities", place=place, lists=lists, draft=draft, criteria=CRITERIA, gaps=overview.gaps(place),
        scored=scored, opinions=overview.last_opinions(draft) if draft else [],
        encouraged=jurisdictions.load(place).encouraged_for("standard"),
        publish_refused=may_publish(acting, draft).problem if draft and acting else None,
        gap_marks=[c.id for c in CRITERIA if c.gap], criterion_names={c.id: c.name for c in CRITERIA},
        own_draft=bool(draft and acting and draft.organisation_id == acting.organisation_id),
    )  # fmt: skip
    return shown(request, "priorities.html", values | more)


@require_POST
@signed_in
def score(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Score a product group."""
    given = request.POST.get
    return _posted(
        request,
        lambda: services.score(
            acting, group=given("group", ""), criterion=given("criterion", ""), value=given("value", ""),
            basis=given("basis", ""), jurisdiction=given("jurisdiction", ""),
        ),
        say("已评分", "Scored"),
    )  # fmt: skip


def _posted(request: HttpRequest, change: Any, said: str) -> HttpResponse:
    here = reverse("standards:priorities") + f"?jurisdiction={place_of(request)}"
    return answered(request, change, said, here, lambda more: _priorities(request, more))


@require_POST
@signed_in
def begin(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Begin a draft edition of the list."""
    given = request.POST.get
    return _posted(
        request, lambda: services.begin_list(acting, title=given("title", ""), jurisdiction=given("jurisdiction", "")),
        say("清单草稿已建立", "The draft was begun"),
    )  # fmt: skip


@require_POST
@signed_in
def change(request: HttpRequest, acting: Acting, list_id: UUID) -> HttpResponse:
    """Change a draft: `add`, `remove`, `opinion` or `publish`."""
    given, action = request.POST.get, request.POST.get("action", "")

    def do() -> Any:
        group, reason = given("group", ""), given("reason", "")
        if action == "add":
            return services.add_item(
                acting, list_id, group=group, purpose=given("purpose", ""), reason=reason
            )
        if action == "remove":
            return services.remove_item(acting, list_id, group=group, reason=reason)
        if action == "opinion":
            return services.give_opinion(
                acting, list_id, agrees=given("agrees") == "1", text=given("text", "")
            )
        return services.publish_list(acting, list_id, reason=reason)

    return _posted(request, do, say("清单已更新", "The list was changed"))


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Yearly work plans and pilots."""
    return _plans(request, {})


def _plans(request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
    acting = acting_of(request)
    rows = WorkPlan.objects.select_related("organisation", "by", "decided_by").prefetch_related(
        "participants"
    )
    told = []
    for plan in rows.order_by("-year", "jurisdiction")[:60]:
        step = next(((a, row[2]) for a, row in states.PLAN_ACTIONS.items() if row[0] == plan.state), None)
        refused = plan_verdict(acting, plan, step[0]).problem if step and acting else None
        told.append((plan, step, refused))
    pilots = list(Pilot.objects.select_related("organisation", "standard").order_by("-begins_on")[:60])
    values = context(
        request, "plans", plans=told, pilots=pilots, year=timezone.localdate().year + 1, place=place_of(request),
        organisations=named_organisations() if acting and acting.mandated("authority") else [],
        candidates=named_standards(queries.in_force()),
    )  # fmt: skip
    return shown(request, "plans.html", values | more)


def _planned(request: HttpRequest, change_: Any, said: str) -> HttpResponse:
    return answered(request, change_, said, reverse("standards:plans"), lambda more: _plans(request, more))


@require_POST
@signed_in
def make_plan(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Draw up the plan of a year."""
    given = request.POST
    return _planned(
        request,
        lambda: services.make_plan(
            acting, year=given.get("year", ""), sectors_=given.getlist("sectors"), quota=given.get("quota", ""),
            text=given.get("text", ""), participants=given.getlist("participants"), jurisdiction=given.get("jurisdiction", ""),
        ),
        say("计划已提出，正在商定", "The plan was drawn up and is being consulted on"),
    )  # fmt: skip


@require_POST
@signed_in
def act_on_plan(request: HttpRequest, acting: Acting, plan_id: UUID) -> HttpResponse:
    """A step of a plan."""
    action = request.POST.get("action", "")
    row = states.PLAN_ACTIONS.get(action)
    said = say("已记录：", "Recorded: ") + (row[2].to(language()) if row else "")
    return _planned(request, lambda: services.act_on_plan(acting, plan_id, action), said)


@require_POST
@signed_in
def begin_pilot(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Begin a pilot."""
    return _planned(
        request,
        lambda: services.begin_pilot(acting, request.POST.dict()),
        say("试点已开始", "The pilot has begun"),
    )


@require_POST
@signed_in
def finish_pilot(request: HttpRequest, acting: Acting, pilot_id: UUID) -> HttpResponse:
    """End a pilot with its outcome."""
    return _planned(
        request, lambda: services.finish_pilot(acting, pilot_id, outcome=request.POST.get("outcome", "")),
        say("试点已结束", "The pilot has ended"),
    )  # fmt: skip
