"""Recomputation: begun here in a process of its own, or done on the verifier's own machine with the package."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanzuji.engine.store import owner_of
from tanzuji.figures.amounts import unit_of
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.verification import messages, policy, queries, services
from tanzuji.verification.pages import forms
from tanzuji.verification.pages.frame import frame
from tanzuji.verification.services.recomputing import MAX_REPORT
from tanzuji.web.answers import absent
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language, say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def recomputation(request: HttpRequest, acting: Acting, engagement_id: UUID) -> HttpResponse:
    """What was recomputed of every submission; a POST begins a job for the newest."""
    of = queries.engagement(acting, engagement_id)
    shown = queries.readable_edition(acting, of)
    result = forms.Tried()
    if request.method == "POST":
        jobs: list[object] = []
        result = forms.tried(lambda: jobs.append(services.start_recomputation(acting, of.id, language())))
        if result:
            return HttpResponseRedirect(reverse("jobs:job", args=[jobs[0].id]))  # type: ignore[attr-defined]
    return _page(request, acting, of.id, result, shown)


def _unit(shown: Edition) -> str:
    return unit_of(shown.footprint, language()) if shown.footprint else ""


def _own_libraries(shown: Edition) -> bool:
    """Whether the study stands on libraries of the client's own."""
    releases = shown.footprint.releases if shown.footprint else ()
    return any(owner_of(release.name) is not None for release in releases)


def _page(
    request: HttpRequest, acting: Acting, engagement_id: UUID, result: forms.Tried, shown: Edition
) -> HttpResponse:
    of = queries.engagement(acting, engagement_id)
    rows = [
        (each, [(row, services.outcome_of(row)) for row in queries.recomputations(each)])
        for each in queries.submissions(of)
    ]
    context = frame(acting, of, "recomputation") | {
        "rows": rows,
        "may_recompute": policy.may_recompute(queries.standing(acting, of)),
        "own_libraries": _own_libraries(shown),
        "units": {each.number: _unit(queries.readable_edition(acting, of, each.number)) for each, _ in rows},
        "problems": result.problems,
    }
    return render(request, "verification/recomputation.html", context, status=result.status)


@require_safe
@signed_in
def package(request: HttpRequest, acting: Acting, engagement_id: UUID, number: int) -> HttpResponse:
    """The package of a submission, to be recomputed with `tanzuji verify-study`."""
    content, name, _ = services.download(acting, engagement_id, number)
    return attachment(content, name, "application/zip")


@require_POST
@signed_in
def report(request: HttpRequest, acting: Acting, engagement_id: UUID, number: int) -> HttpResponse:
    """The outcome from the verifier's own machine, as `--report` wrote it."""
    of = queries.engagement(acting, engagement_id)
    shown = queries.readable_edition(acting, of)
    if not any(each.number == number for each in queries.submissions(of)):
        raise absent()
    result = forms.tried(lambda: _keep(request, acting, engagement_id, number))
    if result:
        flash.success(request, say("复算结果已记录。", "The outcome is recorded."))
        return HttpResponseRedirect(reverse("verification:recomputation", args=[engagement_id]))
    return _page(request, acting, engagement_id, result, shown)


def _keep(request: HttpRequest, acting: Acting, engagement_id: UUID, number: int) -> None:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MAX_REPORT:
        raise messages.NOT_A_REPORT.error("file")
    services.report_own(acting, engagement_id, number, file.read())
