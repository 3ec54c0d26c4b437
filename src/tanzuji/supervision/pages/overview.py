"""The authority's first page; what concerns somebody else of the authority's work; pictures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.supervision import pictures, policy, queries, statistics
from tanzuji.supervision.states import COMPLAINT_OPEN, INSPECTION, OPEN
from tanzuji.web.downloads import attachment
from tanzuji.web.language import say


def tabs(acting: Acting | None) -> list[tuple[str, str, str]]:
    """Key, words and address of the parts of the room, as far as somebody has them."""
    public = ("public", say("公开", "Public"), reverse("supervision:measures"))
    if acting is None:
        return [public]
    if not policy.is_authority(acting):
        return [("home", say("与我们有关", "Concerning us"), reverse("supervision:home")), public]
    waiting = queries.complaints(acting).filter(state__in=COMPLAINT_OPEN).count()
    count = f" {waiting}" if waiting else ""
    return [
        ("home", say("总览", "Overview"), reverse("supervision:home")),
        ("plans", say("计划与抽取", "Plans and draws"), reverse("supervision:plans")),
        ("inspections", say("检查", "Inspections"), reverse("supervision:inspections")),
        ("complaints", say("投诉", "Complaints") + count, reverse("supervision:complaints")),
        ("sightings", say("市场巡查", "Market"), reverse("supervision:sightings")),
        ("inspectors", say("检查员", "Inspectors"), reverse("supervision:inspectors")),
        public,
    ]


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The dashboard of an authority; for anybody else the inspections that concern them."""
    context: dict[str, Any] = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "home",
        "state_names": INSPECTION.states,
    }
    if not policy.is_authority(acting):
        mine = queries.inspections(acting)
        return render(request, "supervision/concerning.html", {**context, "rows": list(mine)})
    today = timezone.localdate()
    columns, way = statistics.way(today)
    _, published = statistics.published(today)
    mine = queries.inspections(acting).filter(
        team__person=acting.person, state__in=OPEN, organisation_id=acting.organisation_id
    )
    context |= {
        "today": today,
        "paces": statistics.pace(acting, today=today),
        "late": statistics.late_inspections(acting, today=today)[:10],
        "columns": columns,
        "way": way,
        "published": published,
        "workloads": statistics.workloads(today),
        "complaints": statistics.complaint_figures(acting, today=today),
        "fewest": statistics.FEWEST,
        "mine": list(mine[:10]),
        "in_force": queries.in_force(today).filter(organisation_id=acting.organisation_id).count(),
    }
    return render(request, "supervision/home.html", context)


@require_safe
@signed_in
def picture(request: HttpRequest, acting: Acting, picture_id: UUID) -> HttpResponse:
    """A picture, as a file: what strangers sent is never shown inside a page of this site."""
    found = queries.picture(acting, picture_id)
    name = f"{found.digest[:12]}.{found.kind}"
    return attachment(bytes(found.content), name, pictures.TYPES[found.kind])
