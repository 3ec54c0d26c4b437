"""Databases brought in by programs: uploaded and recognised, then read in the background."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Schema, UploadedFile
from ninja.params.functions import File
from ninja.responses import Status
from pydantic import Field

from tanzuji.jobs import queries as jobs
from tanzuji.jobs.api import JobAnswer, job_answer
from tanzuji.library import queries, services
from tanzuji.library.api.routing import router
from tanzuji.library.models import Import
from tanzuji.library.options import ImportOptions
from tanzuji.parties.access import API_AUTH, acting
from tanzuji.web.api import PAGING, Paging, part, refusals, refuse_encoded
from tanzuji.web.language import language


class ImportAnswer(Schema):
    """Files that were brought in, and what they are."""

    id: UUID
    file: str
    size: int = Field(description="bytes of all files")
    format: str = Field(description="as it was recognised", examples=["openlca-json-ld"])
    options: dict[str, Any] = Field(description="what was asked for last")
    release: str | None = Field(description="name@version of what came of it last")
    files_kept: bool = Field(description="whether it can be read again")
    created_at: datetime


class ImportList(Schema):
    """Part of a list of imports."""

    items: list[ImportAnswer]
    count: int


def import_answer(one: Import) -> ImportAnswer:
    """An import as the API shows it."""
    return ImportAnswer(
        id=one.id,
        file=one.file,
        size=one.size,
        format=one.kind,
        options=json.loads(one.options),
        release=str(one.release) if one.release else None,
        files_kept=one.removed_at is None,
        created_at=one.created_at,
    )


@router.get("imports", auth=API_AUTH, response={200: ImportList, **refusals()}, summary="List imports")
def list_imports(request: HttpRequest, paging: Paging = PAGING) -> ImportList:
    """The databases your organisation brought in, newest first."""
    rows, count = part(queries.imports(acting(request)).select_related("release"), paging)
    return ImportList(items=[import_answer(row) for row in rows], count=count)


FILES: list[UploadedFile] = File(..., description="all parts of one database, 512 MiB together at most")


@router.post("imports", auth=API_AUTH, response={201: ImportAnswer, **refusals(413)},
             summary="Upload a database")  # fmt: skip
def bring_import(request: HttpRequest, file: list[UploadedFile] = FILES) -> Status[ImportAnswer]:
    """The format is told by what is in the files. Nothing enters the library yet: `POST …/begin` reads it."""
    refuse_encoded(request)
    return Status(201, import_answer(services.bring(acting(request), file)))


@router.get("imports/{uuid:import_id}", auth=API_AUTH, response={200: ImportAnswer, **refusals(404)},
            summary="Read an import")  # fmt: skip
def get_import(request: HttpRequest, import_id: UUID) -> ImportAnswer:
    """Files that were brought in, what they are and what came of them."""
    return import_answer(queries.import_of(acting(request), import_id))


@router.post("imports/{uuid:import_id}/begin", auth=API_AUTH, response={202: JobAnswer, **refusals(404)},
             summary="Read a database in")  # fmt: skip
def begin_import(request: HttpRequest, import_id: UUID, options: ImportOptions) -> Status[JobAnswer]:
    """A job that writes a library of your organisation's own. `choices` say who supplies a flow: take them from
    `linking.ambiguous` and `linking.unlinked` of an earlier report, and read again under another version."""
    who = acting(request)
    job = services.begin(who, import_id, options, language=language())
    return Status(202, job_answer(jobs.job(who, job)))


@router.delete("imports/{uuid:import_id}", auth=API_AUTH, response={204: None, **refusals(404)},
               summary="Remove the files of an import")  # fmt: skip
def forget_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Libraries that were read from them stay."""
    services.forget(acting(request), import_id)
    return HttpResponse(status=204)
