"""The tab “report and export”: reports made in the background, files of the model at once."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tanzuji.documents.errors import Language
from tanzuji.footprints import exchange, policy, queries, reporting
from tanzuji.footprints.pages.frame import frame
from tanzuji.footprints.tasks import FORMS
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.pages import shown
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language

SHOWN_JOBS = 8


@require_http_methods(["GET", "POST"])
@signed_in
def report(request: HttpRequest, acting: Acting, study_id: UUID) -> HttpResponse:
    """What can be taken away of the draft or of a version; a POST starts a report."""
    study = queries.study(acting, study_id)
    if request.method == "POST":
        reporting.start(
            acting,
            study,
            form=request.POST.get("form", ""),
            told=request.POST.get("language", ""),
            version=reporting.number(study, request.POST.get("version", "")),
            language=language(),
        )
        return HttpResponseRedirect(reverse("footprints:report", args=[study_id]) + "#jobs")
    versions = list(queries.versions(study)[:50])
    wanted = reporting.number(study, request.GET.get("version", ""))
    own = jobs.jobs_of_page(acting, reporting.page(study))[:SHOWN_JOBS]
    context = {
        **frame(acting, study, "report"),
        "forms": FORMS,
        "versions": versions,
        "wanted": wanted,
        "suffixes": exchange.SUFFIXES,
        "jobs": [shown(job) for job in own],
        "may_edit": policy.may_edit(acting),
        "computes": study.total is not None,
    }
    return render(request, "footprints/report.html", context)


@require_safe
@signed_in
def export(request: HttpRequest, acting: Acting, study_id: UUID, suffix: str) -> HttpResponse:
    """The model as YAML, Excel or JSON: the draft, or `?version=2`; sheet names in `?language=en`."""
    study = queries.study(acting, study_id)
    number = reporting.number(study, request.GET.get("version", ""))
    version = queries.version(study, number) if number else None
    told: Language = language()
    if request.GET.get("language") in ("zh", "en"):
        told = "en" if request.GET["language"] == "en" else "zh"
    file = exchange.exported(acting, study, suffix, told, version)
    return attachment(file.content, file.name, file.content_type)
