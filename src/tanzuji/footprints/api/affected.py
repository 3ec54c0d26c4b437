"""What releases of shared libraries change in the organisation's studies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from tanzuji.documents.text import Text
from tanzuji.footprints.affected import reports, updating
from tanzuji.footprints.api import schemas
from tanzuji.footprints.api.product_schemas import RecomputedRow
from tanzuji.footprints.api.products import recomputed_row
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.models import Effect
from tanzuji.parties.access import acting
from tanzuji.web.answers import absent, plain
from tanzuji.web.api import PAGING, BothLanguages, Paging, part, refusals


class EffectRow(Schema):
    """A release and how many of the organisation's studies it changes, or would change."""

    id: UUID
    library: str
    number: int
    digest: str
    announced: bool = Field(description="still to come")
    studies: int
    affected: int
    beyond: int = Field(description="change by more than 10 %")
    crossed: int
    unknown: int
    at: datetime


class EffectList(Schema):
    items: list[EffectRow]
    count: int


class DraftChange(Schema):
    """A draft without a version, kg CO2e per unit."""

    study: UUID
    name: BothLanguages
    old: float | None
    new: float | None


class EffectAnswer(EffectRow):
    products: list[RecomputedRow] = Field(description="studies with a version that change")
    drafts: list[DraftChange]


class UpdateAffected(schemas.Asked):
    study: UUID | None = Field(None, description="one study; all that are affected where it is left out")


class Updated(Schema):
    moved: int
    problems: list[dict[str, object]] = Field(description="what kept others from being moved")


def _row(of: Effect) -> dict[str, object]:
    report = of.recomputation
    return {
        "id": of.id, "library": of.library, "number": of.number, "digest": of.digest,
        "announced": bool(of.announced), "studies": report.count, "affected": of.affected, "beyond": report.beyond,
        "crossed": report.crossed, "unknown": report.unknown, "at": of.at,
    }  # fmt: skip


@router.get("affected", response={200: EffectList, **refusals()}, summary="List effects of releases")
def list_effects(request: HttpRequest, paging: Paging = PAGING) -> EffectList:
    """What releases made, or would make, of the organisation's studies, newest first."""
    rows, count = part(reports.effects(acting(request)), paging)
    return EffectList(items=[EffectRow.model_validate(_row(row)) for row in rows], count=count)


@router.get(
    "affected/{uuid:effect_id}",
    response={200: EffectAnswer, **refusals(404)},
    summary="Read the effect of a release",
)
def get_effect(request: HttpRequest, effect_id: UUID) -> EffectAnswer:
    """Every affected study with old and new, what moved it, what it crosses."""
    of = reports.effect(acting(request), effect_id)
    return EffectAnswer.model_validate(
        _row(of)
        | {
            "products": [recomputed_row(row) for row in reports.products(of)],
            "drafts": [
                DraftChange(study=d.study.id, name=_texts(d.name), old=d.old, new=d.new)
                for d in reports.drafts(of)
            ],
        }
    )


def _texts(text: Text) -> BothLanguages:
    return BothLanguages(zh=text.to("zh"), en=text.to("en"))


@router.post(
    "affected/{uuid:effect_id}/update",
    response={200: Updated, **refusals(404, 409)},
    summary="Update affected drafts",
)
def update_affected(request: HttpRequest, effect_id: UUID, asked: UpdateAffected) -> Updated:
    """Drafts moved to the release; versions stay as they are."""
    who = acting(request)
    of = reports.effect(who, effect_id)
    if of.announced:
        raise absent()
    moved, problems = updating.update_drafts(who, of, str(asked.study or ""))
    return Updated(moved=moved, problems=[plain(problem) for problem in problems])
