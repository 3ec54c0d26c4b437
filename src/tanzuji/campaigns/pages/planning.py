"""Forms of the authority: a campaign drafted and changed, decisions, answers to comments, tasks given and dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tanzuji.campaigns import messages, policy, queries, services
from tanzuji.campaigns.assigning import Assigned, read_date, read_list
from tanzuji.campaigns.kinds import COUNTS, KINDS, CampaignKind, Counts
from tanzuji.campaigns.models import Campaign
from tanzuji.campaigns.pages.reading import campaign_page
from tanzuji.campaigns.planning import MAX_QUOTA, Plan, SectorGiven
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models.groups import group_names
from tanzuji.web.answers import status_of
from tanzuji.web.language import say

ROWS = 8
"""Lines for sectors on the form; a campaign with more is drafted through the API."""


_FIELDS = [
    "title_zh",
    "year",
    "due",
    *(f"{name}.{at}" for at in range(ROWS) for name in ("sector_zh", "quota")),
]
"""Fields that a problem in the summary leads to."""


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """A new campaign as a draft."""
    policy.may_draft(acting).enforce()
    if request.method != "POST":
        return _form(request, acting, None, {"year": str(timezone.localdate().year), "kind": "focus"})
    try:
        made = services.draft(acting, _plan(request.POST))
    except CodedError as error:
        return _form(request, acting, None, request.POST, error)
    return HttpResponseRedirect(reverse("campaigns:campaign", args=[made.id]))


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """The draft of a campaign changed."""
    kept = queries.own_campaign(acting, campaign_id)
    policy.may_run(queries.standing(acting, kept)).enforce()
    if request.method != "POST":
        return _form(request, acting, kept, _given(kept))
    try:
        services.redraft(acting, kept.id, _plan(request.POST))
    except CodedError as error:
        return _form(request, acting, kept, request.POST, error)
    return HttpResponseRedirect(reverse("campaigns:campaign", args=[kept.id]))


def _form(
    request: HttpRequest,
    acting: Acting,
    kept: Campaign | None,
    given: Mapping[str, Any],
    error: CodedError | None = None,
) -> HttpResponse:
    earlier = queries.campaigns(acting).filter(organisation_id=acting.organisation_id)
    if kept is not None:
        earlier = earlier.exclude(id=kept.id)
    context = {
        "room": "campaigns",
        "kept": kept,
        "given": given,
        "rows": range(ROWS),
        "fields": _FIELDS,
        "kinds": KINDS,
        "counts": COUNTS,
        "groups": group_names(),
        "earlier": list(earlier[:50]),
        "problems": error.problems if error else (),
    }
    return render(request, "campaigns/form.html", context, status=status_of(error) if error else 200)


def _given(kept: Campaign) -> dict[str, str]:
    found = {
        "kind": kept.kind,
        "year": str(kept.year),
        "wave": str(kept.wave or ""),
        "follows": str(kept.follows_id or ""),
        "title_zh": kept.title_zh,
        "title_en": kept.title_en,
        "basis": kept.basis,
        "counts": kept.counts,
        "due": str(kept.due),
    }
    for sector in queries.sectors(kept):
        at = sector.position
        found |= {
            f"sector_zh.{at}": sector.name_zh,
            f"sector_en.{at}": sector.name_en,
            f"group.{at}": sector.group,
            f"quota.{at}": str(sector.quota),
        }
    return found


def _whole(text: str) -> int:
    """A whole number; 0 where it is none, which no field takes."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _plan(post: Mapping[str, Any]) -> Plan:
    """What the form holds. Raises one problem a field."""
    problems: list[Problem] = []
    zh, en = post.get("title_zh", "").strip(), post.get("title_en", "").strip()
    if not (zh or en):
        problems.append(messages.NO_TITLE.problem("title_zh"))
    due = None
    try:
        due = read_date(post.get("due", ""), "due")
        if due is None:
            problems.append(messages.BAD_DATE.problem("due", value=""))
    except CodedError as error:
        problems += error.problems
    sectors = []
    for at in range(ROWS):
        names = post.get(f"sector_zh.{at}", "").strip(), post.get(f"sector_en.{at}", "").strip()
        group, quota = post.get(f"group.{at}", "").strip(), post.get(f"quota.{at}", "")
        title = group_names().get(group)
        if not any(names) and title is not None:
            names = title.to("zh"), title.to("en")
        if any(names):
            name = Text(zh=names[0] or None, en=names[1] or None)
            if not 1 <= _whole(quota) <= MAX_QUOTA:  # here, where the row of the form is known
                problems.append(messages.BAD_QUOTA.problem(f"quota.{at}", row=at + 1, sector=name))
            sectors.append(SectorGiven(name, _whole(quota), group))
        elif quota.strip():
            problems.append(messages.NO_SECTOR.problem(f"sector_zh.{at}"))
    if problems or due is None:
        raise CodedError(problems)
    kind, counts = post.get("kind", ""), post.get("counts", "")
    return Plan(
        kind=cast(CampaignKind, kind if kind in KINDS else "focus"),
        year=_whole(post.get("year", "")),
        title=Text(zh=zh or None, en=en or None),
        due=due,
        sectors=sectors,
        basis=post.get("basis", ""),
        counts=cast(Counts, counts if counts in COUNTS else "products"),
        wave=_whole(post.get("wave", "")) or None,
        follows=post.get("follows", "") or None,
    )


def _again(request: HttpRequest, acting: Acting, campaign_id: UUID, error: CodedError) -> HttpResponse:
    """The campaign's page with what was refused; somebody who may not is refused as everywhere."""
    if status_of(error) in (403, 404):
        raise error
    kept = queries.campaign(acting, campaign_id)
    return campaign_page(request, acting, kept, error.problems, status_of(error))


def _back(campaign_id: UUID, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("campaigns:campaign", args=[campaign_id]) + anchor)


@require_POST
@signed_in
def decide(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """A decision on a campaign."""
    queries.own_campaign(acting, campaign_id)
    try:
        until = read_date(request.POST.get("comments_until", ""), "comments_until")
        services.decide(
            acting,
            campaign_id,
            request.POST.get("action", ""),
            reason=request.POST.get("reason", ""),
            comments_until=until,
        )
    except CodedError as error:
        return _again(request, acting, campaign_id, error)
    return _back(campaign_id)


@require_POST
@signed_in
def comment(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """A comment on a plan in consultation."""
    try:
        services.give_opinion(acting, campaign_id, request.POST.get("text", ""))
    except CodedError as error:
        return _again(request, acting, campaign_id, error)
    return _back(campaign_id, "#comments")


@require_POST
@signed_in
def answer(request: HttpRequest, acting: Acting, opinion_id: UUID) -> HttpResponse:
    """The authority's answer to a comment."""
    done = services.answer_opinion(
        acting,
        opinion_id,
        request.POST.get("text", ""),
        adopted=request.POST.get("adopted") == "yes",
    )
    return _back(done.campaign_id, "#comments")


@require_POST
@signed_in
def assign(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """A task, or a list of them."""
    queries.own_campaign(acting, campaign_id)
    try:
        sent = request.FILES.get("file")
        if sent is not None:
            given = read_list(sent.read())
            made = len(services.assign_list(acting, campaign_id, given))
        else:
            due = read_date(request.POST.get("due", ""), "due")
            one = Assigned(
                request.POST.get("organisation", ""),
                request.POST.get("sector", ""),
                request.POST.get("product", ""),
                due,
            )
            services.assign(acting, campaign_id, one)
            made = 1
    except CodedError as error:
        return _again(request, acting, campaign_id, error)
    flash.success(request, say(f"已下达 {made} 个任务。", f"Tasks assigned: {made}."))
    return _back(campaign_id, "#tasks")


@require_POST
@signed_in
def remind(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """Whoever has not finished is reminded."""
    told = services.remind(acting, campaign_id)
    flash.success(
        request,
        say(
            f"已提醒 {told} 个任务的单位；同一任务一天只提醒一次。",
            f"Reminded of {told} tasks; a task is spoken of once a day.",
        ),
    )
    return _back(campaign_id, "#tasks")


@require_POST
@signed_in
def drop(request: HttpRequest, acting: Acting, task_id: UUID) -> HttpResponse:
    """A task taken back."""
    found = queries.task_of_own_campaign(acting, task_id)
    try:
        services.drop(acting, task_id, reason=request.POST.get("reason", ""))
    except CodedError as error:
        return _again(request, acting, found.campaign_id, error)
    return _back(found.campaign_id, "#tasks")
