"""Inspections: their list, one of them with its checklist for a phone, decisions, corrections."""

from __future__ import annotations

from collections.abc import Mapping
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
from tanzuji.documents.errors import CodedError
from tanzuji.parties import rights
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.supervision import policy, queries, services
from tanzuji.supervision.kinds import (
    ANSWERS,
    CAUSES,
    DECLARATIONS,
    FINDING_STATES,
    MEASURES,
    OUTCOMES,
    POOLS,
    SEVERITIES,
    TEAM_ROLES,
)
from tanzuji.supervision.models import Inspection
from tanzuji.supervision.pages.overview import tabs
from tanzuji.supervision.pages.typed import both, day, picture
from tanzuji.supervision.services.measures import MeasureGiven
from tanzuji.supervision.services.opening import DECLARATION, CauseGiven
from tanzuji.supervision.states import INSPECTION, OPEN, REASONED
from tanzuji.web.answers import status_of
from tanzuji.web.numerals import spelled

PAGE = 50
_FIELDS = ("target", "code", "due", "inspectors", "reason")


@require_safe
@signed_in
def inspections(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The authority's inspections, by due date: open ones, or of one state."""
    policy.is_authority(acting).enforce()
    own = queries.inspections(acting).filter(organisation_id=acting.organisation_id)
    asked = request.GET.get("state", "")
    counts = {state: own.filter(state=state).count() for state in INSPECTION.states}
    listed = own.filter(state=asked) if asked in INSPECTION.states else own.filter(state__in=OPEN)
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "inspections",
        "page": page,
        "rows": [(one, queries.overdue(one)) for one in page],
        "state_names": INSPECTION.states,
        "causes": CAUSES,
        "counts": counts,
        "open": sum(counts[state] for state in OPEN),
        "asked": asked,
        "may_prepare": policy.may_prepare(acting),
    }
    return render(request, "supervision/inspections.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def new(request: HttpRequest, acting: Acting) -> HttpResponse:
    """An inspection opened for a cause."""
    policy.may_prepare(acting).enforce()
    if request.method != "POST":
        return _form(request, acting, request.GET)
    post = request.POST
    try:
        made = services.open_for_cause(
            acting,
            CauseGiven(
                target=post.get("target", ""),
                code=post.get("code", ""),
                due=day(post, "due") or timezone.localdate(),
                inspectors=post.getlist("inspectors"),
                complaint=post.get("complaint") or None,
                sighting=post.get("sighting") or None,
                reason=post.get("reason", ""),
            ),
        )
    except CodedError as error:
        return _form(request, acting, post, error)
    return _to(made.id)


def _form(
    request: HttpRequest, acting: Acting, given: Mapping[str, Any], error: CodedError | None = None
) -> HttpResponse:
    if error is not None and status_of(error) in (403, 404):
        raise error
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "inspections",
        "given": given,
        "fields": _FIELDS,
        "targets": POOLS,
        "inspectors": list(queries.inspectors(acting)),
        "chosen": request.POST.getlist("inspectors"),
        "problems": error.problems if error else (),
    }
    return render(
        request, "supervision/inspection_form.html", context, status=status_of(error) if error else 200
    )


@require_safe
@signed_in
def inspection(request: HttpRequest, acting: Acting, inspection_id: UUID) -> HttpResponse:
    """One inspection, as far as whoever acts may see it."""
    return inspection_page(request, acting, queries.inspection(acting, inspection_id))


def inspection_page(
    request: HttpRequest, acting: Acting, shown: Inspection, problems: Any = (), status: int = 200
) -> HttpResponse:
    """The page of an inspection. The inspected reads what was found, and neither team nor checklist."""
    inside = queries.inside(acting, shown)
    standing = queries.standing(acting, shown)
    own = inside and shown.organisation_id == acting.organisation_id
    members = list(queries.team(shown)) if inside else []
    mine = next((m for m in members if m.person_id == acting.person.id and m.state != "declined"), None)
    pictures = list(shown.pictures.order_by("id")) if inside else []
    inspected = shown.subject_id == acting.organisation_id
    may = dict(INSPECTION.next(shown.state, standing)) if own or inspected else {}
    if inspected and not own:
        may = {action: verdict for action, verdict in may.items() if action == "report"}
    elif not own and mine is not None:
        inspectors_do = ("begin", "hand_in", "send_back")
        may = {a: v for a, v in INSPECTION.next(shown.state, standing) if a in inspectors_do}
    elif own:
        may.pop("report", None)
    answers = queries.checks(shown) if inside else {}
    context = {
        "room": "supervision",
        "tabs": tabs(acting),
        "here": "inspections" if own else "home",
        "shown": shown,
        "own": own,
        "inside": inside,
        "inspected": inspected,
        "mine": mine,
        "team": members,
        "items": queries.items(shown) if inside else [],
        "answers": answers,
        "pictures": pictures,
        "findings": list(queries.findings(shown).prefetch_related("pictures")),
        "measures": list(queries.measures().filter(inspection=shown)),
        "steps": list(shown.steps.select_related("by").order_by("-id")) if inside else [],
        "late": queries.overdue(shown),
        "boundary": wording.boundary,
        "per": spelled,
        "view": certificates.by_number(shown.certificate) if shown.certificate else None,
        "may": may,
        "sign": rights.may_sign(acting),
        "may_judge": bool(policy.may_judge(acting)),
        "may_check": inside and shown.state == "under_way" and bool(policy.may_inspect(standing)),
        "may_answer": shown.state == "rectification" and bool(policy.may_answer_for(standing)),
        "may_review": inside and shown.state == "under_review" and bool(policy.may_review(standing)),
        "may_staff": own and shown.state in ("drawn", "under_way") and bool(policy.may_prepare(acting)),
        "inspectors": list(queries.inspectors(acting)) if own else [],
        "reasoned": REASONED,
        "state_names": INSPECTION.states,
        "action_names": INSPECTION.actions,
        "causes": CAUSES,
        "targets": POOLS,
        "roles": TEAM_ROLES,
        "declarations": DECLARATIONS,
        "declaration": DECLARATION,
        "answer_names": ANSWERS,
        "severities": SEVERITIES,
        "finding_states": FINDING_STATES,
        "outcomes": OUTCOMES,
        "measure_names": MEASURES,
        "today": timezone.localdate(),
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "supervision/inspection.html", context, status=status)


def _again(request: HttpRequest, acting: Acting, inspection_id: UUID, error: CodedError) -> HttpResponse:
    if status_of(error) in (403, 404):
        raise error
    shown = queries.inspection(acting, inspection_id)
    return inspection_page(request, acting, shown, error.problems, status_of(error))


def _to(inspection_id: UUID, anchor: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("supervision:inspection", args=[inspection_id]) + anchor)


@require_POST
@signed_in
def staff(request: HttpRequest, acting: Acting, inspection_id: UUID) -> HttpResponse:
    """A member declares or stands aside; an inspector is appointed, an expert invited."""
    post, action = request.POST, request.POST.get("action", "")
    try:
        if action == "appoint":
            services.appoint(acting, inspection_id, post.get("code", ""))
        elif action == "invite":
            services.invite_expert(acting, inspection_id, post.get("email", ""))
        else:
            services.declare(
                acting, inspection_id, conflict=action == "stand_aside", reason=post.get("reason", "")
            )
    except CodedError as error:
        return _again(request, acting, inspection_id, error)
    return _to(inspection_id, "#team")


@require_POST
@signed_in
def check(request: HttpRequest, acting: Acting, inspection_id: UUID) -> HttpResponse:
    """An item of the checklist answered; the page goes on at the next."""
    post = request.POST
    try:
        services.check(
            acting,
            inspection_id,
            post.get("item", ""),
            post.get("answer", ""),
            note=post.get("note", ""),
            severity=post.get("severity", ""),
            picture=picture(request),
        )
    except CodedError as error:
        return _again(request, acting, inspection_id, error)
    return _to(inspection_id, f"#after-{post.get('item', '')}")


@require_POST
@signed_in
def step(request: HttpRequest, acting: Acting, inspection_id: UUID) -> HttpResponse:
    """An inspection moved on by one action."""
    post = request.POST
    try:
        services.step(
            acting,
            inspection_id,
            post.get("action", ""),
            reason=post.get("reason", ""),
            summary=post.get("summary", ""),
            visited_on=day(post, "visited_on"),
            due=day(post, "due"),
            measures=[_measure(post, kind) for kind in post.getlist("measure")],
        )
    except CodedError as error:
        return _again(request, acting, inspection_id, error)
    return _to(inspection_id)


def _measure(post: Mapping[str, Any], kind: str) -> MeasureGiven:
    return MeasureGiven(
        kind,
        both(post.get("public_zh", ""), post.get("public_en", "")),
        order=post.get("order", ""),
        until=day(post, f"until_{kind}") if kind in ("suspension", "blacklist") else None,
        certificate=post.get("certificate", ""),
    )


@require_POST
@signed_in
def finding(request: HttpRequest, acting: Acting, finding_id: UUID) -> HttpResponse:
    """A finding answered by the inspected, with a photograph; or its correction reviewed."""
    found, post = queries.finding(acting, finding_id), request.POST
    try:
        if post.get("action") in ("accept", "refuse"):
            accepted = post.get("action") == "accept"
            services.review_finding(acting, finding_id, accepted=accepted, text=post.get("text", ""))
        else:
            services.answer_finding(acting, finding_id, post.get("text", ""), picture=picture(request))
    except CodedError as error:
        return _again(request, acting, found.inspection_id, error)
    return _to(found.inspection_id, "#findings")
