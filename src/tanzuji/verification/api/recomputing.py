"""Submissions recomputed: here in a process of its own, or on the verifier's own machine with the package."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import UploadedFile
from ninja.params.functions import File

from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.jobs.api import JobAnswer, job_answer
from tanzuji.parties.access import acting
from tanzuji.verification import messages, queries, services
from tanzuji.verification.api import answers, schemas
from tanzuji.verification.api.routing import ABSENT, readable, router
from tanzuji.verification.services.recomputing import MAX_REPORT
from tanzuji.web.api import refuse_encoded
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language


@router.get(
    "{uuid:engagement_id}/recomputations",
    response={200: list[schemas.RecomputationAnswer], **ABSENT},
    summary="List recomputations",
)
def list_submission_recomputations(
    request: HttpRequest, engagement_id: UUID
) -> list[schemas.RecomputationAnswer]:
    """Of every submission, newest first, with what they reported."""
    _, of = readable(request, engagement_id)
    return [
        answers.recomputed(row, each.number)
        for each in queries.submissions(of)
        for row in queries.recomputations(each)
    ]


@router.post(
    "{uuid:engagement_id}/recomputations",
    response={202: JobAnswer, **ABSENT},
    summary="Recompute the newest submission",
)
def start_submission_recomputation(
    request: HttpRequest, engagement_id: UUID, key: str | None = KEY
) -> HttpResponse:
    """A job, in a process that holds the package and nothing else; when it is done, the outcome is in the list."""
    who = acting(request)

    def make() -> JobAnswer:
        return job_answer(services.start_recomputation(who, engagement_id, language()))

    return repeatable(request, key, make, status=202)


@router.get(
    "{uuid:engagement_id}/submissions/{int:number}/package",
    response=ABSENT,
    summary="Fetch a submission's package",
    openapi_extra={"responses": {200: {"description": "The package", "content": {"application/zip": {}}}}},
)
def get_submission_package(request: HttpRequest, engagement_id: UUID, number: int) -> HttpResponse:
    """For `tanzuji verify-study` on your own machine."""
    content, name, digest = services.download(acting(request), engagement_id, number)
    response = attachment(content, name, "application/zip")
    response["X-Package-Digest"] = digest
    return response


REPORT: UploadedFile = File(..., description="what `tanzuji verify-study PACKAGE --report FILE` wrote")


@router.post(
    "{uuid:engagement_id}/submissions/{int:number}/recomputations/file",
    response={201: schemas.RecomputationAnswer, **ABSENT},
    summary="Report your own recomputation",
)
def report_submission_recomputation(
    request: HttpRequest, engagement_id: UUID, number: int, file: UploadedFile = REPORT
) -> HttpResponse:
    """The outcome from the verifier's own machine. The same report again is kept once."""
    refuse_encoded(request)

    def make() -> schemas.RecomputationAnswer:
        if (file.size or 0) > MAX_REPORT:
            raise messages.NOT_A_REPORT.error("file")
        row = services.report_own(acting(request), engagement_id, number, file.read())
        return answers.recomputed(row, number)

    return repeatable(request, None, make)
