"""Complaints as an authority handles them, and labels met in the market."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.certificates import queries as certificates
from tanzuji.certificates import wording
from tanzuji.certificates.states import STATES as CERTIFICATE_STATES
from tanzuji.documents.errors import CodedError
from tanzuji.labels import queries as labels
from tanzuji.labels.states import LABEL
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.supervision import policy, queries, services, statistics
from tanzuji.supervision.kinds import BADGES, COMPLAINT_KINDS, PLACEMENTS
from tanzuji.supervision.models import Complaint
from tanzuji.supervision.pages.overview import tabs
from tanzuji.supervision.pages.typed import day, picture
from tanzuji.supervision.searching import MISUSES, Met
from tanzuji.supervision.services.sighting import SightingGiven
from tanzuji.supervision.states import COMPLAINT, COMPLAINT_OPEN
from tanzuji.web.answers import status_of
from tanzuji.web.numerals import spelled

PAGE = 50


@require_safe
@signed_in
def complaints(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What came in: open ones, or of one state."""
    policy.is_authority(acting).enforce()
    every = queries.complaints(acting)
    asked = request.GET.get("state", "")
    counts = {state: every.filter(state=state).count() for state in COMPLAINT.states}
    listed = (
        every.filter(state=asked) if asked in COMPLAINT.states else every.filter(state__in=COMPLAINT_OPEN)
    )
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "complaints",
        "page": page,
        "rows": [(one, statistics.complaint_due(one), statistics.is_late(one)) for one in page],
        "state_names": COMPLAINT.states,
        "kinds": COMPLAINT_KINDS,
        "counts": counts,
        "open": sum(counts[state] for state in COMPLAINT_OPEN),
        "open_states": COMPLAINT_OPEN,
        "asked": asked,
    }
    return render(request, "supervision/complaints.html", context)


@require_safe
@signed_in
def complaint(request: HttpRequest, acting: Acting, complaint_id: UUID) -> HttpResponse:
    """One complaint."""
    return complaint_page(request, acting, queries.complaint(acting, complaint_id))


def complaint_page(
    request: HttpRequest, acting: Acting, shown: Complaint, problems: Any = (), status: int = 200
) -> HttpResponse:
    """The page of a complaint: what was reported, what the register says of it, what to do with it."""
    same = queries.complaints(acting).filter(state="assigned", organisation_id=acting.organisation_id)
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "complaints",
        "shown": shown,
        "may": dict(COMPLAINT.next(shown.state, queries.complaint_standing(acting, shown))),
        "may_note": policy.may_handle(queries.complaint_standing(acting, shown)),
        "due": statistics.complaint_due(shown) if shown.state in COMPLAINT_OPEN else None,
        "late": statistics.is_late(shown),
        "state_names": COMPLAINT.states,
        "action_names": {**COMPLAINT.actions, "note": None},
        "kinds": COMPLAINT_KINDS,
        "placements": PLACEMENTS,
        "boundary": wording.boundary,
        "per": spelled,
        "view": certificates.by_number(shown.certificate) if shown.certificate else None,
        "certificate_states": CERTIFICATE_STATES,
        "people": queries.directory(acting),
        "others": [one for one in same if one.id != shown.id][:50],
        "same": queries.complaints(acting).filter(certificate=shown.certificate).exclude(id=shown.id)[:10]
        if shown.certificate
        else [],
        "merged": list(shown.merged.all()),
        "pictures": list(shown.pictures.order_by("id")),
        "inspections": list(shown.inspections.filter(organisation_id=acting.organisation_id)),
        "steps": list(shown.steps.select_related("by").order_by("-id")),
        "may_inspect": policy.may_prepare(acting),
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "supervision/complaint.html", context, status=status)


@require_POST
@signed_in
def act(request: HttpRequest, acting: Acting, complaint_id: UUID) -> HttpResponse:
    """A complaint assigned, merged, rejected, answered, or remarked on."""
    post, action = request.POST, request.POST.get("action", "")
    try:
        if action == "assign":
            services.assign(acting, complaint_id, post.get("person", ""))
        elif action == "merge":
            services.merge(acting, complaint_id, post.get("into", ""))
        elif action == "reject":
            services.reject(acting, complaint_id, reason=post.get("text", ""))
        elif action == "answer":
            services.answer(
                acting, complaint_id, text=post.get("text", ""), upheld=post.get("upheld") == "yes"
            )
        else:
            services.note(acting, complaint_id, post.get("text", ""))
    except CodedError as error:
        if status_of(error) in (403, 404):
            raise
        shown = queries.complaint(acting, complaint_id)
        return complaint_page(request, acting, shown, error.problems, status_of(error))
    return HttpResponseRedirect(reverse("supervision:complaint", args=[complaint_id]))


@require_http_methods(["GET", "POST"])
@signed_in
def sightings(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Labels in use that must not be; labels that were met, compared with the register; the form to enter one."""
    policy.is_authority(acting).enforce()
    problems: Any = ()
    status = 200
    if request.method == "POST":
        try:
            services.sight(acting, _sighting(request))
        except CodedError as error:
            if status_of(error) in (403, 404):
                raise
            problems, status = error.problems, status_of(error)
        else:
            return HttpResponseRedirect(reverse("supervision:sightings") + "#met")
    placement, text = request.GET.get("placement", ""), request.GET.get("q", "")
    found = labels.search(text, placement=placement if placement in PLACEMENTS else "", ended_in_use=True)
    page = Paginator(queries.sightings(acting).prefetch_related("inspections"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "sightings",
        "suspects": list(found[:PAGE]),
        "label_states": LABEL.states,
        "certificate_states": CERTIFICATE_STATES,
        "placements": PLACEMENTS,
        "badges": BADGES,
        "placement": placement,
        "q": text,
        "page": page,
        "rows": [(one, [MISUSES[code] for code in json.loads(one.verdicts)]) for one in page],
        "may_prepare": policy.may_prepare(acting),
        "today": timezone.localdate(),
        "given": request.POST,
        "fields": ("place", "placement", "badge", "seen_on", "number", "value"),
        "problems": problems,
    }
    return render(request, "supervision/sightings.html", context, status=status)


def _sighting(request: HttpRequest) -> SightingGiven:
    post = request.POST
    return SightingGiven(
        Met(
            number=post.get("number", ""),
            gtin=post.get("gtin", ""),
            seen_on=day(post, "seen_on"),
            placement=post.get("placement", ""),
            badge=post.get("badge", ""),
            value=post.get("value", ""),
            unit=post.get("unit", ""),
            national_mark=post.get("national_mark") == "yes",
        ),
        post.get("place", ""),
        post.get("note", ""),
        picture(request),
    )
