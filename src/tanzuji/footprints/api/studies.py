"""Studies: listed, created, read, replaced, exported, archived."""

from __future__ import annotations

import json
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import UploadedFile
from ninja.params.functions import File, Form, Header, Query
from ninja.responses import Status

from tanzuji.documents.errors import Problem
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import exchange, listing, policy, queries, services, shelf
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import OTHER_REVISION, base_of, document, etag, study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.pages.files.creating import EMPTY_FILE
from tanzuji.formats.models import read_model_with_notices
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, Paging, part, refusals, refuse_encoded
from tanzuji.web.downloads import attachment

RELEASES: list[str] = Query(
    [],
    alias="release",
    max_length=8,
    description="`name version` of a library to compute on; default: the starter",
)
FILE: UploadedFile = File(..., description="YAML, JSON or Excel (.xlsx), 32 MiB at most")
IF_MATCH: str | None = Header(
    None, alias="If-Match", description='the revision the change rests on, as the ETag says it: `"12"`'
)


@router.get("", response={200: schemas.StudyList, **refusals()}, summary="List studies")
def list_studies(
    request: HttpRequest,
    paging: Paging = PAGING,
    name: str = Query("", max_length=200, description="words of the Chinese or English name"),
    state: Literal["", "draft", "calculated", "internally_reviewed", "submitted", "verified"] = "",
    sort: Literal["edited", "name", "errors", "state"] = "edited",
) -> schemas.StudyList:
    """Your organisation's studies."""
    rows, count = part(listing.listed(acting(request), name=name, state=state, sort=sort), paging)
    return schemas.StudyList(items=[answers.study_row(row) for row in rows], count=count)


@router.post("", response={201: schemas.CreatedStudy, **refusals()}, summary="Create a study from a model")
def create_study(
    request: HttpRequest, model: ProductModel, release: list[str] = RELEASES, key: str | None = KEY
) -> HttpResponse:
    """The body is the product model itself, as a file holds it. Lines without an id are given one.

    A model that cannot be computed yet is stored all the same; `GET …/result` says what is missing.
    """
    return repeatable(
        request,
        key,
        lambda: _created(request, model, release, "api"),
        foresee=lambda: services.foresee_created(
            acting(request), model, shelf.chosen_releases(release, acting(request))
        ),
    )


@router.post(
    "file", response={201: schemas.CreatedStudy, **refusals(413)}, summary="Create a study from a file"
)
def create_study_from_file(
    request: HttpRequest,
    file: UploadedFile = FILE,
    release: list[str] = RELEASES,
    key: str | None = KEY,
) -> HttpResponse:
    """Wrong places are named as the file names them: `能源!F3`, `unit.amount (12:5)`. Nothing is stored then."""

    def make() -> schemas.CreatedStudy:
        model, notices, name = _read(request, file)
        return _created(request, model, release, name, notices)

    return repeatable(request, key, make)


@router.post("examples/{slug:name}", response={201: schemas.CreatedStudy, **refusals(404)},
             summary="Create a study from an example")  # fmt: skip
def create_study_from_example(request: HttpRequest, name: str, key: str | None = KEY) -> HttpResponse:
    """A study that begins as one of `GET /api/examples`."""
    return repeatable(request, key, lambda: _created(request, shelf.example(name), [], f"example {name}"))


def _created(
    request: HttpRequest,
    model: ProductModel,
    releases: list[str],
    origin: str,
    notices: tuple[Problem, ...] = (),
) -> schemas.CreatedStudy:
    study = services.create(
        acting(request), model, shelf.chosen_releases(releases, acting(request)), origin=origin
    )
    return answers.created(study, notices)


def _read(request: HttpRequest, file: UploadedFile) -> tuple[ProductModel, tuple[Problem, ...], str]:
    refuse_encoded(request)
    policy.may_edit(acting(request)).enforce()
    name = shown_name(file.name or "")
    content = file.read()
    if not content:
        raise EMPTY_FILE.error("file", file=name)
    model, notices = read_model_with_notices(content, name=name)
    return model, notices, name


@router.get("{uuid:study_id}", response={200: schemas.StudyAnswer, **refusals(404)}, summary="Read a study")
def get_study(request: HttpRequest, study_id: UUID) -> schemas.StudyAnswer:
    """Where a study stands."""
    return answers.study_answer(study_of(request, study_id))


@router.delete("{uuid:study_id}", response={204: None, **refusals(404)}, summary="Archive a study")
def archive_study(request: HttpRequest, study_id: UUID) -> Status[None]:
    """Takes the study out of the lists. Its versions, decisions and history are kept."""
    services.archive(acting(request), study_id)
    return Status(204, None)


@router.get("{uuid:study_id}/model", response={200: ProductModel, **refusals(404)}, summary="Read the model")
def get_model(request: HttpRequest, study_id: UUID) -> HttpResponse:
    """The draft's product model; its revision is the ETag. Sent back as it is, it changes nothing."""
    study = study_of(request, study_id)
    return document(
        {"format": "tanzuji/product-model/1", **json.loads(study.document)}, ETag=etag(study.revision)
    )


@router.put(
    "{uuid:study_id}/model",
    response={200: schemas.Edited, 409: schemas.Conflicts, **refusals(404, 412, 428)},
    summary="Replace the model",
)
def put_model(
    request: HttpRequest,
    study_id: UUID,
    model: ProductModel,
    if_match: str | None = IF_MATCH,
    merge: bool = Query(False, description="merge with what others changed since, instead of refusing (412)"),
) -> schemas.Edited:
    """The draft becomes this model. `If-Match` names the revision the change rests on.

    428 without it; 412 where the draft is at another revision, unless `merge=true`: then both changes are kept, and
    409 answers with both values where they touch the same place.
    """
    return _replaced(request, study_id, model, if_match, merge, "api")


@router.post(
    "{uuid:study_id}/file",
    response={200: schemas.Edited, 409: schemas.Conflicts, **refusals(404, 412, 413, 428)},
    summary="Replace the model by a file",
)
def put_file(
    request: HttpRequest,
    study_id: UUID,
    file: UploadedFile = FILE,
    base_revision: int | None = Form(None, ge=1, le=999_999_999, description="instead of If-Match"),
    merge: bool = Form(False),
    if_match: str | None = IF_MATCH,
) -> schemas.Edited:
    """As replacing the model, from YAML, JSON or Excel."""
    study_of(request, study_id)
    model, _, name = _read(request, file)
    return _replaced(
        request, study_id, model, if_match or (str(base_revision) if base_revision else None), merge, name
    )


def _replaced(
    request: HttpRequest, study_id: UUID, model: ProductModel, if_match: str | None, merge: bool, origin: str
) -> schemas.Edited:
    study = study_of(request, study_id)
    base = base_of(study, if_match)
    if not merge and base != study.revision:
        raise OTHER_REVISION.error("If-Match", now=study.revision, base=base)
    try:
        done = services.replace(acting(request), study_id, model, base_revision=base, origin=origin)
    except services.Conflicted as error:
        if merge:
            raise
        raise OTHER_REVISION.error("If-Match", now=error.study.revision, base=base) from error
    return answers.edited(done.study, done.live)


@router.get(
    "{uuid:study_id}/export.{slug:suffix}",
    response=refusals(404),
    summary="Export the model",
    openapi_extra={"responses": {200: {"description": "The file", "content": {"*/*": {}}}}},
)
def export_model(
    request: HttpRequest,
    study_id: UUID,
    suffix: str,
    language: Literal["zh", "en"] = Query("zh", description="of sheet names"),
    version: int | None = Query(None, ge=1, le=1_000_000, description="a version instead of the draft"),
) -> HttpResponse:
    """The model as `yaml`, `xlsx` or `json`; read again, each gives the same digest. The name holds the revision."""
    study = study_of(request, study_id)
    chosen = queries.version(study, version) if version else None
    file = exchange.exported(acting(request), study, suffix, language, chosen)
    return attachment(file.content, file.name, file.content_type)


@router.put(
    "{uuid:study_id}/releases", response={200: schemas.Edited, **refusals(404)}, summary="Choose libraries"
)
def put_releases(request: HttpRequest, study_id: UUID, choice: schemas.ReleasesChoice) -> schemas.Edited:
    """Compute the draft on these library releases from now on."""
    study_of(request, study_id)
    done = services.choose_releases(
        acting(request), study_id, shelf.chosen_releases(choice.releases, acting(request))
    )
    return answers.edited(done.study, done.live)
