"""The page that takes readings over into the activity data of a study: new beside old, each with its source."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tanzuji.activity import queries as activity
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.footprints import policy, queries, services
from tanzuji.footprints.live import Live
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.taking_over import Offer, offer, operations, take_over
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import status_of
from tanzuji.web.language import say


@require_http_methods(["GET", "POST"])
@signed_in
def taking_over(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """What every line could take from a facility's year; a POST with `take` takes the chosen lines over."""
    study = queries.study(acting, study_id)
    facilities = list(activity.facilities(acting))
    facility = _facility(request, acting, facilities)
    period = _period(request)
    chosen = _chosen(request)
    problems: tuple[Problem, ...] = ()
    status = 200
    filling = frozenset(request.POST.getlist("fill"))
    if request.method == "POST" and "take" in request.POST and facility is not None:
        policy.may_edit(acting).enforce()
        try:
            taken = request.POST.getlist("line")
            take_over(
                acting, study.id, (facility.id, period), chosen, taken, filling=filling,
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
            flash.success(request, say(f"取入 {len(taken)} 行。", f"{len(taken)} lines are taken over."))
            return HttpResponseRedirect(reverse("footprints:inventory", args=[study.id]))
        except CodedError as error:
            if status_of(error) in (403, 404):
                raise
            problems, status = error.problems, status_of(error)
            study = queries.study(acting, study_id)
    found = offer(acting, study, activity.Books(facility, period), chosen) if facility is not None else None
    context = {
        **frame(acting, study, "inventory"),
        "facilities": facilities,
        "facility": facility,
        "period": period,
        "years": list(range(timezone.localdate().year, timezone.localdate().year - 6, -1)),
        "offer": found,
        "borne_name": activity.borne_name,
        "ticked": request.POST.getlist("line") if request.method == "POST" else None,
        "filling": filling,
        "effect": _effect(acting, found) if found else None,
        "now": queries.draft_result(study),
        "scores": activity.SCORES,
        "may_edit": policy.may_edit(acting),
        "problems": problems,
        "takings": list(activity.takings(acting).filter(study=study.id)[:5]),
    }
    return render(request, "footprints/taking_over.html", context, status=status)


def _facility(
    request: HttpRequest, acting: Acting, facilities: list[activity.Facility]
) -> activity.Facility | None:
    wanted = request.POST.get("facility") or request.GET.get("facility") or ""
    return next((one for one in facilities if str(one.id) == wanted), next(iter(facilities), None))


def _period(request: HttpRequest) -> activity.Period:
    written = request.POST.get("year") or request.GET.get("year") or ""
    usable = written.isascii() and written.isdigit() and 1990 <= int(written) <= 2100
    return activity.year(int(written) if usable else timezone.localdate().year - 1)


def _chosen(request: HttpRequest) -> dict[str, str]:
    """Products by process and sources by line, as the form says."""
    prefix = "source:"
    return {
        name.removeprefix(prefix): str(value)
        for name, value in request.POST.items()
        if name.startswith(prefix)
    }


def _effect(acting: Acting, found: Offer) -> Live | None:
    """The result the draft would have if every line that is ticked at first were taken; None where nobody may edit or none is offered."""
    complete = [one.key for one in found.lines if one.amount is not None and one.complete and not one.strange]
    if not complete or not policy.may_edit(acting):
        return None
    try:
        return services.foresee(acting, found.study.id, operations(found, complete, filling=frozenset()))
    except CodedError:
        return None
