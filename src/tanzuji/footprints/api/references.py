"""Studies and reference models: begin from one, read what differs."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from tanzuji.documents import editing
from tanzuji.footprints import references, shelf
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.live import model_of
from tanzuji.parties.access import acting
from tanzuji.reference_models import queries as library
from tanzuji.web.answers import absent
from tanzuji.web.api import refusals


class ReferenceChoice(Schema):
    """How a study begins."""

    name: str = Field("", max_length=300, description="of the product; empty: the reference model's")
    stages: str = Field("", max_length=80, description="stage vocabulary; empty: the jurisdiction's")
    whole: bool = Field(False, description="draw out to the whole life, with gaps after the gate")
    values: dict[str, float] = Field({}, description="own values of parameters by name")
    releases: list[str] = Field(
        [], max_length=8, description="`name version` of libraries; empty: the starter"
    )


class ParameterAgainst(Schema):
    """A parameter of the reference model and the study's."""

    name: str
    unit: str
    default: float | str
    source: str = Field(description="of the default")
    low: float | None
    high: float | None
    range_source: str
    own: bool = Field(description="one's own value is asked for")
    value: float | str | None = Field(description="the study's; null: removed")
    kept: bool
    outside: bool = Field(description="outside the range")


class AgainstReference(Schema):
    """What a study made of its reference model."""

    model: UUID
    number: int
    newer: int | None = Field(description="the released version, where it is a later one")
    stages: str
    whole: bool
    parameters: list[ParameterAgainst]
    remaining: list[str] = Field(description="`process/line` still to be replaced by one's own data")
    changes: list[str] = Field(description="places that differ from what it began as")


@router.post("reference/{uuid:model_id}", response={201: schemas.CreatedStudy, **refusals(404)},
             summary="Begin from a reference model")  # fmt: skip
def create_study_from_reference(
    request: HttpRequest, model_id: UUID, body: ReferenceChoice, key: str | None = KEY
) -> HttpResponse:
    """A study that begins as the released version of a reference model; where it came from is kept."""

    def make() -> schemas.CreatedStudy:
        chosen = references.Chosen(
            body.name, body.stages or references.default_stages(), body.whole, body.values
        )
        who = acting(request)
        study = references.begin(who, model_id, chosen, releases=shelf.chosen_releases(body.releases, who))
        return answers.created(study, ())

    return repeatable(request, key, make)


@router.get("{uuid:study_id}/reference", response={200: AgainstReference, **refusals(404)},
            summary="Compare with its reference model")  # fmt: skip
def get_against_reference(request: HttpRequest, study_id: UUID) -> AgainstReference:
    """404 for a study that did not begin from a reference model."""
    study = study_of(request, study_id)
    origin = references.origin_of(study)
    if origin is None:
        raise absent()
    reference, now = library.document(origin.reference), json.loads(study.document)
    newer = library.newer(origin.reference)
    return AgainstReference(
        model=origin.reference.model_id,
        number=origin.reference.number,
        newer=newer.number if newer else None,
        stages=origin.stages,
        whole=origin.whole,
        parameters=[
            ParameterAgainst(
                name=p.name, unit=p.unit, default=p.default, source=p.source, low=p.guide.low, high=p.guide.high,
                range_source=p.guide.range_source, own=p.guide.own, value=p.value, kept=p.kept, outside=p.outside,
            )
            for p in references.parameters(reference, model_of(study.document))
        ],
        remaining=references.remaining_lines(reference, json.loads(origin.document), now),
        changes=[c.place for c in editing.changes(references.base_beside(origin, now), now)],
    )  # fmt: skip
