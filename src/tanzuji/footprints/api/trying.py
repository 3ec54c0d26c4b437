"""What if, targets, and one model under many standards. Nothing here is stored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja.params.functions import Query
from pydantic import Field

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.exchanges import Amount
from tanzuji.documents.models import Biogenic, LoopMethod, Scenario
from tanzuji.documents.profiles import Bridge, Profile, ProfileComparison
from tanzuji.documents.what_if import Alternative, BackgroundEdit, Marginal, Measure, Outcome, Plan, Strategy
from tanzuji.engine.profiles import OWN, available, bridge, profile, profile_results
from tanzuji.engine.what_if import Ground, reach
from tanzuji.engine.what_if.ground import NOTHING
from tanzuji.footprints import messages, queries, shelf
from tanzuji.footprints.api.common import document, study_of
from tanzuji.footprints.api.results import VERSION
from tanzuji.footprints.api.routing import router
from tanzuji.footprints.api.schemas import KG, Asked
from tanzuji.footprints.api.shelf import router as shelf_router
from tanzuji.footprints.grounds import alternatives_of, ground_of, marginals_of, profiles_of
from tanzuji.footprints.live import model_of, opened
from tanzuji.footprints.models import Study, Version
from tanzuji.parties.access import acting
from tanzuji.web.api import refusals

TWO_TARGETS = define(
    "footprints.one-target",
    zh="请给出 target 或 change 中的一个。",
    en="Give either `target` or `change`.",
    remedy_zh="target 是 kg CO2e；change 是比现在变化的份额，如 -0.2。",
    remedy_en="`target` is in kg CO2e; `change` a fraction of the result now, e.g. -0.2.",
)


class MethodChanges(Asked):
    """Choices of method instead of the study's own."""

    end_of_life: LoopMethod | None = None
    gwp_set: GwpSet | None = None
    biogenic: Biogenic | None = None

    def scenario(self) -> Scenario:
        """What is asked for, as a scenario of the model."""
        fields = Scenario.model_fields.keys() & type(self).model_fields.keys()
        return Scenario.parse({**NOTHING.plain(), **self.model_dump(include=fields, exclude_defaults=True)})


class Changes(MethodChanges):
    """What is done otherwise; the same fields as a scenario of the model."""

    parameters: dict[str, Amount] = Field({}, description="parameter → value")
    datasets: dict[str, tuple[str, ...]] = Field({}, description="`process/line` → datasets instead")
    shares: dict[str, float] = Field({}, description="`process/line` → share that those supply")
    amounts: dict[str, Amount] = Field({}, description="`process/line`, or a process for its output → amount")
    materials: dict[str, float] = Field({}, description="`material/field` → value")


LIBRARIES = "library releases instead of the study's, `name version`"
PROFILES: list[str] = Query(
    [], max_length=20, description="ids of profiles; without them those that fit the product"
)


class WhatIfRequest(Asked):
    """Something to try."""

    changes: Changes | None = None
    releases: list[str] = Field([], max_length=8, description=LIBRARIES)
    background: list[BackgroundEdit] = Field(
        [], max_length=20, description="datasets replaced inside the unit processes of a release"
    )


class TargetRequest(MethodChanges):
    """Measures and a target; what is said of method and releases holds before any measure."""

    measures: list[Measure] = Field(min_length=1, max_length=60)
    target: float | None = Field(None, description=KG)
    change: float | None = Field(None, description="as a fraction of the result now, e.g. -0.2")
    strategy: Strategy = "fewest"
    releases: list[str] = Field([], max_length=8, description=LIBRARIES)


def _rests_on(study: Study, number: int | None) -> tuple[Any, str, str]:
    """Model, digest and releases of the draft or of a version. Raises what keeps it from being computed."""
    of: Study | Version = queries.version(study, number) if number else study
    return model_of(of.document), of.digest, of.releases


def _ground(study: Study, number: int | None) -> Ground:
    model, digest, releases = _rests_on(study, number)
    try:
        return ground_of(model, digest, releases)
    except CodedError as error:
        raise CodedError([messages.NOT_COMPUTED.problem(), *error.problems]) from error


@router.post("{uuid:study_id}/what-if", response={200: Outcome, **refusals(404)}, summary="Try something")
def post_what_if(
    request: HttpRequest, study_id: UUID, tried: WhatIfRequest, version: int | None = VERSION
) -> HttpResponse:
    """What the product would come to: total, difference to the study as it stands, lines, stages."""
    ground = _ground(study_of(request, study_id), version)
    releases = shelf.chosen_releases(tried.releases, acting(request)) if tried.releases else None
    scenario = tried.changes.scenario() if tried.changes else NOTHING
    outcome = ground.answer(scenario, releases=releases, background=tried.background)
    return document(outcome.model_dump(mode="json"))


@router.post("{uuid:study_id}/target", response={200: Plan, **refusals(404)}, summary="Reach a target")
def post_target(
    request: HttpRequest, study_id: UUID, asked: TargetRequest, version: int | None = VERSION
) -> HttpResponse:
    """Which measures reach a target and how far each has to be taken; where it is out of reach, how near one comes.

    The scenario in the answer can be inserted into the model as it stands.
    """
    if (asked.target is None) == (asked.change is None):
        raise TWO_TARGETS.error("target")
    ground = _ground(study_of(request, study_id), version)
    releases = shelf.chosen_releases(asked.releases, acting(request)) if asked.releases else None
    base = ground.base.total
    target = asked.target if asked.target is not None else base * (1 + (asked.change or 0.0))
    other = ground.on(asked.scenario(), releases=releases)
    plan = reach(other, asked.measures, target, strategy=asked.strategy)
    return document(plan.model_dump(mode="json", exclude_none=True))


@router.get(
    "{uuid:study_id}/marginals", response={200: list[Marginal], **refusals(404)}, summary="Read the marginals"
)
def get_marginals(
    request: HttpRequest,
    study_id: UUID,
    version: int | None = VERSION,
    limit: int = Query(100, ge=1, le=5000),
) -> HttpResponse:
    """What 1 % and one unit of every amount do to the total, largest first: where reductions are to be found."""
    study = study_of(request, study_id)
    _ground(study, version)
    found = marginals_of(*_rests_on(study, version))[:limit]
    return document([each.model_dump(mode="json", exclude_none=True) for each in found])


@router.get(
    "{uuid:study_id}/electricity",
    response={200: list[Alternative], **refusals(404)},
    summary="List other electricity",
)
def get_electricity(request: HttpRequest, study_id: UUID, version: int | None = VERSION) -> HttpResponse:
    """What else of the same region could supply every line of electricity, and what that would do."""
    study = study_of(request, study_id)
    _ground(study, version)
    found = alternatives_of(*_rests_on(study, version))
    return document([each.model_dump(mode="json", exclude_none=True) for each in found])


@router.get(
    "{uuid:study_id}/profiles",
    response={200: ProfileComparison, **refusals(404)},
    summary="Compute under many standards",
)
def get_profiles(
    request: HttpRequest,
    study_id: UUID,
    version: int | None = VERSION,
    profiles: list[str] = PROFILES,
) -> HttpResponse:
    """The study as it stands and under every method profile, with the bridge from each to the next."""
    model, digest, releases = _rests_on(study_of(request, study_id), version)
    if profiles:
        found = profile_results(model, opened(releases), profiles, model_digest=digest)
    else:
        found = profiles_of(model, digest, releases)
    return document(found.model_dump(mode="json", exclude_none=True))


@router.get(
    "{uuid:study_id}/profiles/bridge", response={200: Bridge, **refusals(404)}, summary="Explain a difference"
)
def get_bridge(
    request: HttpRequest,
    study_id: UUID,
    before: str = Query(OWN, description="id of a profile; `own` is the study as it stands"),
    after: str = Query(..., description="id of a profile, or `own`"),
    version: int | None = VERSION,
) -> HttpResponse:
    """From the result under one profile to that under another, one choice at a time; the steps sum to the change."""
    model, _, releases = _rests_on(study_of(request, study_id), version)
    sides = [None if name == OWN else profile(name) for name in (before, after)]
    found = bridge(model, opened(releases), *sides)
    return document(found.model_dump(mode="json", exclude_none=True))


@shelf_router.get("profiles", response={200: list[Profile], **refusals()}, summary="List method profiles")
def list_profiles(request: HttpRequest) -> HttpResponse:
    """The standards a model can be computed under, each choice with its clause and where it was read."""
    return document([each.model_dump(mode="json", exclude_none=True) for each in available()])
