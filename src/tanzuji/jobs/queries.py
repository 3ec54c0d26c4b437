"""Reads of jobs: a person sees their own, in the organisation they act for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tanzuji.documents.errors import CodedError
from tanzuji.jobs.models import Job
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import SIGN_IN, absent


def jobs(acting: Acting) -> QuerySet[Job]:
    """The acting person's jobs, newest first, without their files."""
    return (
        Job.objects.filter(organisation_id=acting.organisation_id, owner=acting.person)
        .defer("result", "upload")
        .order_by("-created_at")
    )


def open_jobs(acting: Acting) -> QuerySet[Job]:
    """Those that have not ended."""
    return jobs(acting).filter(state__in=("queued", "running"))


def makes(job: Job) -> QuerySet[Job]:
    """The open jobs, whoever's of the organisation, that make what `job` is to make."""
    same = {"organisation_id": job.organisation_id, "kind": job.kind, "subject": job.subject}
    return Job.objects.filter(**same, state__in=("queued", "running")).exclude(id=job.id)


def jobs_of_page(acting: Acting, page: str) -> QuerySet[Job]:
    """Those that were started from a page."""
    return jobs(acting).filter(page=page)


def job(acting: Acting, job_id: UUID | str) -> Job:
    """One of the acting person's jobs. Raises `web.absent`."""
    found = jobs(acting).filter(id=job_id).first()
    if found is None:
        raise absent()
    return found


def result(acting: Acting, job_id: UUID | str) -> Job:
    """A job with the file it ended in. Raises `web.absent` where there is none (yet, or any more)."""
    found = job(acting, job_id)
    if found.state != "done" or found.result is None:
        raise absent()
    return found


def acting_of(job: Job) -> Acting:
    """Who a job acts for, with the roles they hold now. Raises `web.sign-in` where they left."""
    membership = parties.memberships(job.owner).filter(organisation_id=job.organisation_id).first()
    if membership is None or not job.owner.is_active:
        raise CodedError([SIGN_IN.problem()])
    return Acting(job.owner, membership.organisation, membership.role_set, job.program)


def waiting_since(moment: datetime) -> int:
    """How many jobs of anybody were queued before `moment` and have not begun."""
    return Job.objects.filter(state="queued", created_at__lt=moment).count()
