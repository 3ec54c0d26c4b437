"""The list of the organisation's studies."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.footprints import exchange, listing, policy, queries, services
from tanzuji.footprints.pages.products import frame as products_frame
from tanzuji.footprints.pages.wording import choice_names
from tanzuji.footprints.states import STUDY
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.language import language, say

PAGE = 50


@require_safe
@signed_in
def studies(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Every study with its footprint, boundary, state, findings and newest version; searched, filtered, sorted."""
    name = request.GET.get("name", "").strip()[:200]
    state = request.GET.get("state", "")
    sort = request.GET.get("sort", "edited")
    state, sort = state if state in STUDY.states else "", sort if sort in listing.SORTS else "edited"
    counts = listing.counts(acting, name)
    rows = listing.listed(acting, name=name, state=state, sort=sort)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    asked = {key: value for key, value in (("name", name), ("state", state), ("sort", sort)) if value}
    context = {
        **products_frame.frame("studies"),
        "page": page,
        "name": name,
        "state": state,
        "sort": sort,
        "sorts": listing.SORTS,
        "counts": counts,
        "all_count": sum(counts.values()),
        "state_names": STUDY.states,
        "boundaries": {
            key: pair[language() == "en"] for key, pair in choice_names(("boundary", "type")).items()
        },
        "query": urlencode(asked) + "&" if asked else "",
        "may_create": policy.may_edit(acting),
        "per": products_frame.per,
    }
    return render(request, "footprints/studies.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def archive(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """Asks, then takes the study out of the list; its versions and its history stay."""
    study = queries.study(acting, study_id)
    if request.method == "POST":
        services.archive(acting, study_id)
        named = exchange.title(study, language())
        flash.success(
            request,
            say(
                f"“{named}”已归档，版本和记录保留。", f"“{named}” is archived; its versions and history stay."
            ),
        )
        return HttpResponseRedirect(reverse("footprints:studies"))
    context = {"room": "footprints", "study": study, "may_edit": policy.may_edit(acting)}
    return render(request, "footprints/archive.html", context)
