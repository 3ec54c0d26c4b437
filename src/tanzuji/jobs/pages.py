"""Pages of jobs: what one's own work in the background is doing, and what came out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tanzuji.documents.text import Text
from tanzuji.jobs import queries, services
from tanzuji.jobs.models import STATES, Job
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language, say

PAGE = 30
LONG = timedelta(minutes=1)
"""A job that waits so long may wait for a worker that does not run."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A job as pages show it; `address` is the page it was started from, or its outcome."""

    job: Job
    state: str
    kind: str
    left: str
    waits: bool
    problems: tuple[dict[str, Any], ...]
    notes: tuple[Text, ...]
    address: str
    has_file: bool


_KINDS = {"queued": "", "running": "now", "done": "ok", "failed": "bad", "cancelled": ""}


def shown(job: Job) -> Shown:
    """The job in the language of the request."""
    return Shown(
        job=job,
        state=STATES[job.state].to(language()),
        kind=_KINDS[job.state],
        left=_left(job),
        waits=job.state == "queued" and timezone.now() - job.seen_at > LONG,
        problems=tuple(json.loads(job.problems)),
        notes=tuple(Text.parse(note) for note in json.loads(job.notes)),
        address=f"/{language()}{job.page}" if job.page else "",
        has_file=job.state == "done" and bool(job.result_name) and not _forgotten(job),
    )


def _forgotten(job: Job) -> bool:
    return job.ended_at is not None and timezone.now() - job.ended_at > services.KEPT


def _left(job: Job) -> str:
    """About how long it still takes, once that can be told from at least a tenth of the work."""
    if job.state != "running" or not job.started_at or job.done * 10 < job.total or job.total < 10:
        return ""
    seconds = (timezone.now() - job.started_at).total_seconds() * (job.total - job.done) / max(job.done, 1)
    if seconds < 90:
        return say(f"约剩 {max(round(seconds), 1)} 秒", f"about {max(round(seconds), 1)} s left")
    return say(f"约剩 {round(seconds / 60)} 分钟", f"about {round(seconds / 60)} min left")


@require_safe
@signed_in
def jobs(request: HttpRequest, acting: Acting) -> HttpResponse:
    """The acting person's jobs, newest first."""
    page = Paginator(queries.jobs(acting), PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page, "shown": [shown(job) for job in page]})


@require_safe
@signed_in
def job(request: HttpRequest, acting: Acting, job_id: UUID) -> HttpResponse:
    """One job."""
    return render(request, "jobs/job.html", {"one": shown(queries.job(acting, job_id))})


@require_safe
@signed_in
def progress(request: HttpRequest, acting: Acting, job_id: UUID) -> HttpResponse:
    """The job's block alone, which asks for itself again until the job has ended."""
    return render(request, "jobs/progress.html", {"one": shown(queries.job(acting, job_id))})


@require_safe
@signed_in
def result(request: HttpRequest, acting: Acting, job_id: UUID) -> HttpResponse:
    """The file the job ended in, as a download."""
    found = queries.result(acting, job_id)
    return attachment(bytes(found.result or b""), found.result_name, found.result_type)


@require_POST
@signed_in
def cancel(request: HttpRequest, acting: Acting, job_id: UUID) -> HttpResponse:
    """Ask the job to stop."""
    stopped = services.cancel(acting, job_id)
    if request.headers.get("HX-Request"):
        return render(request, "jobs/progress.html", {"one": shown(stopped)})
    return HttpResponseRedirect(reverse("jobs:job", args=[job_id]))
