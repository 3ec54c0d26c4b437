"""The API of the product model room."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from tanzuji.documents.reference_models import ReferenceModel
from tanzuji.parties.access import acting
from tanzuji.reference_models import queries, services
from tanzuji.reference_models.models import ModelVersion
from tanzuji.reference_models.staging import by_stage
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router(tags=["product models"])


class VersionRow(Schema):
    """A version of a reference model as lists show it."""

    model: UUID
    code: str
    number: int
    state: str
    name: BothLanguages
    group: str = Field(description="rule pack of the product group")
    coverage: str = Field(description="full, partial or thin")
    maker: BothLanguages
    total: float | None = Field(description="kg CO2e per unit with every default; null: no figures")
    gaps: int
    computed_on: str = Field(description="name, version and digest of the library release")
    digest: str
    released_at: datetime | None


class VersionList(Schema):
    items: list[VersionRow]
    count: int


class StageRow(Schema):
    """A stage of the vocabulary asked for."""

    id: str
    name: BothLanguages
    canonical: str
    inside: bool = Field(description="whether the model has a process there")
    total: float | None = Field(description="direct kg CO2e per unit with every default")


class Stages(Schema):
    vocabulary: str
    stages: list[StageRow]


class Offered(Schema):
    note: str = Field("", max_length=2000, description="what changed")


class Decided(Schema):
    action: str = Field(description="approve, return, withdraw, release or deprecate")
    reason: str = Field("", max_length=4000)


class DraftRow(Schema):
    """A model one's organisation makes."""

    model: UUID
    code: str
    revision: int
    digest: str


def _row(of: ModelVersion) -> VersionRow:
    return VersionRow(
        model=of.model_id,
        code=of.model.code,
        number=of.number,
        state=of.state,
        name=both(of.name),
        group=of.group,
        coverage=of.coverage,
        maker=both(of.model.organisation.name),
        total=of.total,
        gaps=of.gaps,
        computed_on=of.computed_on,
        digest=of.digest,
        released_at=of.released_at,
    )


@router.get("", response={200: VersionList, **refusals()}, summary="List released reference models")
def list_reference_models(
    request: HttpRequest, paging: Paging = PAGING, text: str = "", group: str = ""
) -> VersionList:
    """The released version of every reference model."""
    rows, count = part(queries.released(text[:200], group[:80]), paging)
    return VersionList(items=[_row(row) for row in rows], count=count)


@router.get(
    "{uuid:model_id}/{int:number}", response={200: ReferenceModel, **refusals(404)}, summary="Read a version"
)
def get_reference_model(request: HttpRequest, model_id: UUID, number: int) -> HttpResponse:
    """The reference model itself: the product model, ranges, sources, what must be one's own. Its digest is the ETag."""
    of = queries.readable_version(acting(request), model_id, number)
    response = HttpResponse(
        json.dumps(json.loads(of.document), ensure_ascii=False), content_type="application/json"
    )
    response["ETag"] = f'"{of.digest}"'
    return response


@router.get(
    "{uuid:model_id}/{int:number}/stages", response={200: Stages, **refusals(404)}, summary="Divide by stages"
)
def get_reference_stages(
    request: HttpRequest, model_id: UUID, number: int, vocabulary: str = "canonical"
) -> Stages:
    """What the defaults come to by the stages of a vocabulary: `canonical`, `jiangsu` (six), `shandong` (five) …"""
    of = queries.readable_version(acting(request), model_id, number)
    totals = queries.process_totals(of)
    rows = by_stage(queries.document(of), vocabulary[:80], totals)
    return Stages(
        vocabulary=vocabulary[:80],
        stages=[
            StageRow(
                id=stage.id,
                name=both(stage.name),
                canonical=stage.canonical,
                inside=total is not None,
                total=total if totals else None,
            )
            for stage, total, _ in rows
        ],
    )


@router.post("", response={201: DraftRow, **refusals()}, summary="Draft a reference model")
def post_reference_model(request: HttpRequest, body: ReferenceModel) -> HttpResponse:
    """A new draft of one's organisation."""
    kept = services.create(acting(request), body, origin="api")
    return answer(
        DraftRow(model=kept.id, code=kept.code, revision=kept.revision, digest=kept.digest), status=201
    )


@router.put("{uuid:model_id}/draft", response={200: DraftRow, **refusals(404)}, summary="Replace a draft")
def put_reference_draft(
    request: HttpRequest, model_id: UUID, body: ReferenceModel, revision: int
) -> DraftRow:
    """`revision` is that of the draft the change rests on; another one is refused."""
    kept = services.replace(acting(request), model_id, body, base_revision=revision, origin="api")
    return DraftRow(model=kept.id, code=kept.code, revision=kept.revision, digest=kept.digest)


@router.post("{uuid:model_id}/offer", response={201: VersionRow, **refusals(404)}, summary="Offer for review")
def post_reference_offer(request: HttpRequest, model_id: UUID, body: Offered) -> HttpResponse:
    """The draft frozen as a version for the curator to review."""
    return answer(_row(services.offer(acting(request), model_id, note=body.note)), status=201)


@router.post(
    "{uuid:model_id}/{int:number}/decide",
    response={200: VersionRow, **refusals(404)},
    summary="Decide on a version",
)
def post_reference_decision(request: HttpRequest, model_id: UUID, number: int, body: Decided) -> VersionRow:
    """The curator approves, sends back, releases or deprecates; the maker may take back."""
    return _row(services.decide(acting(request), model_id, number, body.action, reason=body.reason))
