"""Lists: what one offers, what waits at one's gate, what a curator looks after, what will enter with a release."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.contributions import policy, queries
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.papers import KINDS
from tanzuji.contributions.sight import seen_by
from tanzuji.contributions.states import GATES, STATES
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import say
from tanzuji.web.typed import clean

PAGE = 30
STATUS: dict[str, str] = {
    "draft": "", "self_checked": "", "submitted": "now", "format_checked": "now", "under_verification": "now",
    "verified": "now", "under_provenance_check": "now", "provenance_ok": "now", "entry_queue": "now",
    "in_library": "ok", "returned": "warn", "rejected": "bad", "superseded": "", "withdrawn": "", "suspended": "warn",
}  # fmt: skip
"""How a state is coloured; its word stands beside."""


def tabs(acting: Acting) -> list[tuple[str, str, str]]:
    """The lists somebody has: everybody's own; the gate where something waited there; the curator's."""
    found = [("home", say("我们贡献的", "What we offer"), reverse("contributions:home"))]
    waiting = queries.at_gate(acting).count()
    if waiting or acting.organisation.kind in policy.GATEKEEPERS:
        found.append(("gate", say("待验证和核验", "To verify and check") + (f" {waiting}" if waiting else ""),
                      reverse("contributions:gate")))  # fmt: skip
    if acting.mandated(*set(policy.CURATORS.values())):
        found.append(("queue", say("入库管理", "Curation"), reverse("contributions:queue")))
    return found


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the acting organisation offers."""
    found = queries.own(acting)
    return _listed(request, acting, found, "home", uploads=list(queries.uploads(acting)[:10]))


@require_safe
@signed_in
def gate(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What waits for the acting organisation as verifier or checker, what is due first at the head."""
    return _listed(request, acting, queries.at_gate(acting), "gate")


@require_safe
@signed_in
def queue(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What a curator looks after."""
    return _listed(request, acting, queries.curated(acting), "queue")


def _listed(
    request: HttpRequest, acting: Acting, found: QuerySet[Contribution], here: str, **more: Any
) -> HttpResponse:
    counts = _counts(found)
    state, words = request.GET.get("state", ""), clean(request.GET.get("q", ""), 100)
    prefecture = clean(request.GET.get("collected_by", ""), 120)
    if state in STATES:
        found = found.filter(state=state)
    elif here == "queue" and not words:
        found = found.filter(state__in=("submitted", *GATES))
    if words:
        found = found.filter(
            Q(name_zh__icontains=words) | Q(name_en__icontains=words) | Q(dataset_id__icontains=words)
        )
    if prefecture:
        found = found.filter(collected_by=prefecture)
    page = Paginator(found.select_related("organisation", "assignee"), PAGE).get_page(request.GET.get("page"))
    page.object_list = seen_by(acting, page.object_list)
    context = {
        "room": "contributions",
        "tabs": tabs(acting),
        "here": here,
        "page": page,
        "counts": counts,
        "state": state,
        "q": words,
        "prefecture": prefecture,
        "prefectures": _prefectures(acting) if here == "queue" else [],
        "states": STATES,
        "kinds": KINDS,
        "status": STATUS,
        "today": timezone.localdate(),
        "may_offer": policy.may_offer(acting),
        "uploads": [],
    } | more  # fmt: skip
    return render(request, "contributions/list.html", context)


def _counts(found: QuerySet[Contribution]) -> list[tuple[str, int]]:
    """States with how many are in each, in the order of the way."""
    held = dict(found.order_by().values_list("state").annotate(n=Count("id")))
    return [(state, held[state]) for state in STATES if state in held]


def _prefectures(acting: Acting) -> list[str]:
    named = queries.curated(acting).order_by("collected_by").exclude(collected_by="")
    return list(dict.fromkeys(named.values_list("collected_by", flat=True)))[:100]
