"""The API of the jobs room: one's own jobs, their progress and what came out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from tanzuji.documents.text import Text
from tanzuji.jobs import queries, services
from tanzuji.jobs.models import Job
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, ProblemAnswer, part, refusals
from tanzuji.web.downloads import attachment

router = Router()

State = Literal["queued", "running", "done", "failed", "cancelled"]


class JobFile(Schema):
    """The file a job ended in; it is kept for a day."""

    name: str
    content_type: str
    url: str = Field(description="address to fetch it from")


class JobAnswer(Schema):
    """Work in the background: how far it is, and what came out."""

    id: UUID
    kind: str = Field(examples=["footprints.report"])
    title: BothLanguages
    state: State
    done: int = Field(description="steps done")
    total: int = Field(description="steps altogether; 0 while that is not known")
    step: BothLanguages | None = Field(None, description="what is being done now")
    problems: list[ProblemAnswer] = Field(description="why it failed")
    notes: list[BothLanguages] = Field([], description="what its end has to say beside the result")
    page: str = Field(description="page it was started from, or its outcome, after /zh or /en")
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    file: JobFile | None


class JobList(Schema):
    """Part of a list of jobs."""

    items: list[JobAnswer]
    count: int


def job_answer(job: Job) -> JobAnswer:
    """A job as the API shows it."""
    step = job.step
    return JobAnswer(
        id=job.id,
        kind=job.kind,
        title=BothLanguages(zh=job.title_zh, en=job.title_en),
        state=job.state,  # type: ignore[arg-type]  # one of STATES
        done=job.done,
        total=job.total,
        step=BothLanguages(zh=step.to("zh"), en=step.to("en")) if step else None,
        problems=json.loads(job.problems),
        notes=[BothLanguages(zh=t.to("zh"), en=t.to("en")) for t in map(Text.parse, json.loads(job.notes))],
        page=job.page,
        created_at=job.created_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        file=JobFile(
            name=job.result_name, content_type=job.result_type, url=reverse("api:job_result", args=[job.id])
        )
        if job.state == "done" and job.result_name
        else None,
    )


@router.get("", response={200: JobList, **refusals()}, summary="List your jobs")
def list_jobs(request: HttpRequest, paging: Paging = PAGING) -> JobList:
    """The jobs you started, newest first."""
    rows, count = part(queries.jobs(acting(request)), paging)
    return JobList(items=[job_answer(job) for job in rows], count=count)


@router.get("{uuid:job_id}", response={200: JobAnswer, **refusals(404)}, summary="Read a job")
def get_job(request: HttpRequest, job_id: UUID) -> JobAnswer:
    """State, progress and outcome of one of your jobs. Ask again every second or two until `state` is an end."""
    return job_answer(queries.job(acting(request), job_id))


@router.post("{uuid:job_id}/cancel", response={200: JobAnswer, **refusals(404)}, summary="Stop a job")
def cancel_job(request: HttpRequest, job_id: UUID) -> JobAnswer:
    """Ask the job to stop. A queued job stops at once, a running one at its next step; an ended one stays."""
    return job_answer(services.cancel(acting(request), job_id))


@router.get(
    "{uuid:job_id}/result",
    response=refusals(404),
    summary="Fetch a job's file",
    url_name="job_result",
    openapi_extra={"responses": {200: {"description": "The file", "content": {"*/*": {}}}}},
)
def job_result(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The file a job ended in, as an attachment; 404 before it is done and a day after."""
    found = queries.result(acting(request), job_id)
    return attachment(bytes(found.result or b""), found.result_name, found.result_type)
