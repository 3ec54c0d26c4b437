"""Versions of a study and what is decided on them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import queries, services
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import document, study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, Paging, Problems, part, refusals


@router.get(
    "{uuid:study_id}/versions", response={200: schemas.VersionList, **refusals(404)}, summary="List versions"
)
def list_versions(request: HttpRequest, study_id: UUID, paging: Paging = PAGING) -> schemas.VersionList:
    """The versions, newest first."""
    rows, count = part(queries.versions(study_of(request, study_id)), paging)
    return schemas.VersionList(items=[answers.version_row(row) for row in rows], count=count)


@router.post(
    "{uuid:study_id}/versions", response={201: schemas.VersionRow, **refusals(404)}, summary="Make a version"
)
def post_version(
    request: HttpRequest, study_id: UUID, version: schemas.VersionRequest, key: str | None = KEY
) -> HttpResponse:
    """Freeze the draft with its footprint and findings. An unchanged draft gives its version again."""

    def make() -> schemas.VersionRow:
        return answers.version_row(services.make_version(acting(request), study_id, note=version.note))

    return repeatable(
        request, key, make, foresee=lambda: queries.draft_result(study_of(request, study_id), scenarios=True)
    )


@router.get(
    "{uuid:study_id}/versions/{int:number}",
    response={200: schemas.VersionRow, **refusals(404)},
    summary="Read a version",
)
def get_version(request: HttpRequest, study_id: UUID, number: int) -> schemas.VersionRow:
    """A version with its digests. Its footprint, findings and figures: the same addresses with `?version=`."""
    return answers.version_row(queries.version(study_of(request, study_id), number))


@router.get(
    "{uuid:study_id}/versions/{int:number}/model",
    response={200: ProductModel, **refusals(404)},
    summary="Read a version's model",
)
def get_version_model(request: HttpRequest, study_id: UUID, number: int) -> HttpResponse:
    """The product model as it was frozen."""
    version = queries.version(study_of(request, study_id), number)
    return document(version.document, ETag=f'"{version.digest}"')


@router.get(
    "{uuid:study_id}/decisions",
    response={200: schemas.DecisionList, **refusals(404)},
    summary="List decisions",
)
def list_decisions(request: HttpRequest, study_id: UUID, paging: Paging = PAGING) -> schemas.DecisionList:
    """What was decided on the study's versions, newest first."""
    rows, count = part(queries.decisions(study_of(request, study_id)), paging)
    return schemas.DecisionList(items=[answers.decision_row(row) for row in rows], count=count)


@router.post("{uuid:study_id}/decisions", response={201: schemas.Decided, 409: Problems, **refusals(404)},
             summary="Decide on a version")  # fmt: skip
def post_decision(
    request: HttpRequest, study_id: UUID, decision: schemas.DecisionRequest, key: str | None = KEY
) -> HttpResponse:
    """Approve, send back, submit or withdraw the newest version. 403 says why it is not possible for you now."""

    def make() -> schemas.Decided:
        who = acting(request)
        study = services.decide(
            who, study_id, decision.action, number=decision.version, reason=decision.reason
        )
        return schemas.Decided(state=study.state, next=answers.next_actions(who, study))  # type: ignore[arg-type]

    return repeatable(request, key, make)


@router.get(
    "{uuid:study_id}/next", response={200: schemas.Decided, **refusals(404)}, summary="What may be done next"
)
def get_next(request: HttpRequest, study_id: UUID) -> schemas.Decided:
    """Every action that leaves the present state, and for those that are not allowed the reason."""
    study = study_of(request, study_id)
    return schemas.Decided(state=study.state, next=answers.next_actions(acting(request), study))  # type: ignore[arg-type]
