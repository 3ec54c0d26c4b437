"""Libraries: listed, read, with the report of their import, written in other formats."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from ninja.responses import Status
from pydantic import Field

from tanzuji.formats.format_losses import written_losses
from tanzuji.formats.lci import report_of
from tanzuji.formats.names import FORMATS
from tanzuji.jobs import queries as jobs
from tanzuji.jobs.api import JobAnswer, job_answer
from tanzuji.library import queries, services
from tanzuji.library.api.routing import router
from tanzuji.library.models import Release
from tanzuji.library.reading import opened
from tanzuji.parties.access import API_AUTH, acting, asking
from tanzuji.web.answers import absent
from tanzuji.web.api import BothLanguages, ReadableJson, refusals
from tanzuji.web.language import language


class ReleaseOut(Schema):
    name: str
    version: str
    short: str = Field(description="the name without what says whose it is")
    owned: bool = Field(description="your organisation's own; nobody else sees it")
    digest: str
    title: BothLanguages
    licence: str
    count: int
    current: bool


class FormatOut(Schema):
    """A format of background data."""

    key: str
    name: BothLanguages
    reads: bool
    writes: bool
    losses: list[BothLanguages] = Field(description="what a file of it cannot hold, where it is written")


class ExportIn(Schema):
    format: str = Field(max_length=40, examples=["ilcd"])


def _out(row: Release) -> ReleaseOut:
    return ReleaseOut(
        name=row.name,
        version=row.version,
        short=row.short,
        owned=row.owner_id is not None,
        digest=row.digest,
        title=BothLanguages(zh=row.title.to("zh"), en=row.title.to("en")),
        licence=row.licence,
        count=row.count,
        current=row.current,
    )


@router.get("releases", response=list[ReleaseOut], summary="Library releases")
def releases(request: HttpRequest) -> list[ReleaseOut]:
    """The releases that can be searched; `current` is the newest of its name."""
    return [_out(row) for row in queries.visible(asking(request)).order_by("name", "id")]


@router.get("releases/{release:release_name}/{release:version}", response={200: ReleaseOut, **refusals(404)},
            summary="One library release")  # fmt: skip
def get_release(request: HttpRequest, release_name: str, version: str) -> ReleaseOut:
    """By its full name, or by the short name your organisation gave it."""
    return _out(queries.release(release_name, version, asking(request)))


@router.get("releases/{release:release_name}/{release:version}/report", auth=API_AUTH,
            response=refusals(404), summary="Report of an import",
            openapi_extra={"responses": {200: {"description": "The report", "content": {"application/json": {}}}}})  # fmt: skip
def get_report(request: HttpRequest, release_name: str, version: str) -> HttpResponse:
    """Everything the import had to say: read, linked, unlinked, ambiguous, balance, absurd values, losses."""
    report: dict[str, Any] = report_of(opened(queries.release(release_name, version, acting(request))))
    if not report:
        raise absent()
    content = ReadableJson().render(request, report, response_status=200)
    return HttpResponse(content, content_type="application/json")


@router.post("releases/{release:release_name}/{release:version}/exports", auth=API_AUTH,
             response={202: JobAnswer, **refusals(404)}, summary="Write a library in another format")  # fmt: skip
def post_export(request: HttpRequest, release_name: str, version: str, asked: ExportIn) -> Status[JobAnswer]:
    """A job that ends in a file; its `notes` say what the format could not hold."""
    who = acting(request)
    of = queries.release(release_name, version, who)
    job = services.begin_export(who, of, asked.format, language=language())
    return Status(202, job_answer(jobs.job(who, job)))


@router.get("formats", response=list[FormatOut], summary="Formats of background data")
def formats(request: HttpRequest) -> list[FormatOut]:
    """What can be read and written, and what each cannot hold."""
    return [
        FormatOut(
            key=form.key,
            name=BothLanguages(zh=form.name.to("zh"), en=form.name.to("en")),
            reads=form.reads,
            writes=form.writes,
            losses=[BothLanguages(zh=t.to("zh"), en=t.to("en")) for t in written_losses(form.key)],
        )
        for form in FORMATS.values()
    ]
