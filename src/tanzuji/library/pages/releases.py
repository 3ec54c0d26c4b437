"""Pages of libraries: which there are, what is in one and what was said when it was read, files to take away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.formats.factor_lists.fields import FIELDS
from tanzuji.formats.format_losses import written_losses
from tanzuji.formats.lci import LINKINGS, report_of
from tanzuji.formats.names import writable
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.pages import shown
from tanzuji.library import import_report, policy, queries, services
from tanzuji.library.addresses import release_page
from tanzuji.library.choosing import choices_in, suppliers
from tanzuji.library.models import Release
from tanzuji.library.options import ImportOptions
from tanzuji.library.pages.imports import next_version
from tanzuji.library.reading import opened
from tanzuji.library.services.exporting import KIND as EXPORT
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of
from tanzuji.web.answers import absent, status_of
from tanzuji.web.downloads import attachment, file_name
from tanzuji.web.language import language

SHOWN_JOBS = 4
OPEN_CHOICES = 10
"""Flows whose supplier may be chosen that stand open; the others unfold."""


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """The libraries somebody may see: their own first, then the installation's."""
    acting = acting_of(request)
    rows = sorted(queries.visible(acting), key=lambda r: (r.owner_id is None, r.short, not r.current, -r.id))
    context = {
        "room": "library",
        "rows": rows,
        "may_import": policy.may_import(acting) if acting else None,
        "counted": "{:,}".format,
    }
    return render(request, "library/releases.html", context)


@require_safe
def release(request: HttpRequest, release_name: str, version: str) -> HttpResponse:
    """One library."""
    acting = acting_of(request)
    return _page(request, acting, queries.release(release_name, version, acting))


def _page(
    request: HttpRequest,
    acting: Acting | None,
    of: Release,
    problems: Sequence[Problem] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    stored = opened(of)
    report = stored.report
    unit_processes = "linking" in report
    ids = frozenset(stored.ids)
    source = queries.source_of(acting, of) if acting else None
    last: dict[str, Any] = json.loads(source.options) if source else {}
    own = jobs.jobs_of_page(acting, release_page(of.name, of.version)).filter(kind=EXPORT) if acting else ()
    context = {
        "room": "library",
        "of": of,
        "stored": stored,
        "arranged": import_report.arranged(report_of(stored), ids) if unit_processes else None,
        "list_report": report if report.get("format") == "factor-list" else None,
        "list_fields": {f.key: Text(zh=f.zh, en=f.en) for f in FIELDS.values()},
        "absurd": import_report.doubtful(report_of(stored), ids) if not unit_processes else None,
        "source": source,
        "open_choices": OPEN_CHOICES,
        "linkings": LINKINGS,
        "linking": request.POST.get("linking", last.get("linking", "first")),
        "version": request.POST.get("version")
        or (next_version(acting, of.short, of.version) if acting else ""),
        "written": request.POST,
        "suppliers": suppliers(stored) if source and unit_processes else (),
        "formats": [(form, written_losses(form.key)) for form in writable()],
        "may_import": policy.may_import(acting) if acting else None,
        "jobs": [shown(job) for job in own[:SHOWN_JOBS]],
        "problems": problems,
        "counted": "{:,}".format,
    }
    return render(request, "library/release.html", context, status=status)


@require_POST
@signed_in
def again(request: HttpRequest, acting: Acting, release_name: str, version: str) -> HttpResponse:
    """Read the same files once more, with other suppliers, into another version."""
    of = queries.release(release_name, version, acting)
    policy.may_import(acting).enforce()
    source = queries.source_of(acting, of)
    if source is None:
        raise absent()
    try:
        stored = opened(of)
        before = stored.report.get("linking", {}).get("choices", {})
        plain = json.loads(source.options)
        plain |= {
            "version": request.POST.get("version", "").strip(),
            "linking": request.POST.get("linking", plain.get("linking", "first")),
            "choices": choices_in(request.POST, stored, before),
        }
        job = services.begin(acting, source.id, ImportOptions.parse(plain), language=language())
    except CodedError as error:
        return _page(request, acting, of, error.problems, status=status_of(error))
    return HttpResponseRedirect(reverse("jobs:job", args=[job]))


@require_POST
@signed_in
def export(request: HttpRequest, acting: Acting, release_name: str, version: str) -> HttpResponse:
    """Have a library written in another format."""
    of = queries.release(release_name, version, acting)
    try:
        services.begin_export(acting, of, request.POST.get("format", ""), language=language())
    except CodedError as error:
        return _page(request, acting, of, error.problems, status=status_of(error))
    address = reverse("library:release", args=[of.name, of.version])
    return HttpResponseRedirect(f"{address}#jobs")


@require_safe
@signed_in
def report(request: HttpRequest, acting: Acting, release_name: str, version: str) -> HttpResponse:
    """Everything the import had to say, as JSON."""
    of = queries.release(release_name, version, acting)
    said = report_of(opened(of))
    if not said:
        raise absent()
    content = json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
    name = file_name(f"{of.short}-{of.version}-import-report", "json")
    return attachment(content, name, "application/json")
