"""Data for the bill of materials of a study: suggested line by line, confirmed by the caller."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from tanzuji.footprints import bill, queries, services
from tanzuji.footprints.api import answers, schemas
from tanzuji.footprints.api.common import study_of
from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.services import Chosen
from tanzuji.library.api.matching import SuggestionOut, suggestion_out
from tanzuji.library.suggesting import suggestions
from tanzuji.parties.access import acting
from tanzuji.web.api import refusals

PART = 20


class LineOut(Schema):
    """A line with what it stands on now and what is suggested for it."""

    place: str = Field(examples=["processes[mill].energy[power]"])
    name: dict[str, str]
    unit: str
    datasets: list[str]
    suggestions: list[SuggestionOut]


class LinesOut(Schema):
    items: list[LineOut]
    count: int


class ChoiceIn(Schema):
    """A dataset of one of the study's libraries for the line at a place."""

    place: str = Field(max_length=400)
    release: str = Field(max_length=130, description="name@version")
    dataset: str = Field(max_length=200)
    was: list[str] | None = Field(None, description="what you saw it stand on; null: whatever stands there")


class ChoicesIn(Schema):
    choices: list[ChoiceIn] = Field(max_length=500)


@router.get("{uuid:study_id}/suggestions", response={200: LinesOut, **refusals(404)},
            summary="Suggest data for the bill of materials")  # fmt: skip
def get_suggestions(
    request: HttpRequest, study_id: UUID, every: bool = False, offset: int = 0
) -> dict[str, Any]:
    """Twenty lines from `offset` on, those without data or `every` one, each with at most three datasets."""
    study = study_of(request, study_id)
    lines = [
        line
        for line in bill.lines(queries.draft_result(study).model, json.loads(study.document))
        if every or not line.datasets
    ]
    shown = lines[max(0, offset) : max(0, offset) + PART]
    found = suggestions(acting(request), [line.need for line in shown], releases=bill.releases_of(study))
    items = [
        {
            "place": line.place,
            "name": {"zh": line.line.name.to("zh"), "en": line.line.name.to("en")},
            "unit": line.need.unit,
            "datasets": list(line.datasets),
            "suggestions": [suggestion_out(one) for one in suggested],
        }
        for line, suggested in zip(shown, found, strict=True)
    ]
    return {"items": items, "count": len(lines)}


@router.post("{uuid:study_id}/matches", response={200: schemas.Edited, 409: schemas.Conflicts, **refusals(404)},
             summary="Confirm data for lines")  # fmt: skip
def post_matches(
    request: HttpRequest, study_id: UUID, asked: ChoicesIn, key: str | None = KEY
) -> HttpResponse:
    """Sets every line on its dataset, all or none, as one edit that can be undone; your organisation remembers them."""
    chosen = [
        Chosen(one.place, one.release, one.dataset, None if one.was is None else tuple(one.was))
        for one in asked.choices
    ]

    def make() -> schemas.Edited:
        done = services.match(acting(request), study_id, chosen)
        return answers.edited(done.study, done.live)

    return repeatable(request, key, make, status=200)
