"""A model under several profiles side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tanzuji.documents.canonical import digest
from tanzuji.documents.comparisons import Reason
from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.profiles import CHOICES, Choice, ChoiceKind, Profile, ProfileComparison, ProfileResult
from tanzuji.documents.text import Text
from tanzuji.engine.background import Background
from tanzuji.engine.footprint import unit_label
from tanzuji.engine.profiles.bridge import OWN, bridge_with, state_of
from tanzuji.engine.profiles.evaluate import Evaluator
from tanzuji.engine.profiles.load import fitting, profile
from tanzuji.engine.profiles.state import State, own_state
from tanzuji.engine.profiles.wording import FIXED_FACTORS, notes_on, text_of, value_of
from tanzuji.engine.release import Release

OWN_NAME = Text(zh="本研究", en="This study")


def profile_results(
    model: ProductModel,
    releases: Release | Sequence[Release],
    profiles: Sequence[Profile | str] | None = None,
    *,
    method: Method | None = None,
    model_digest: str | None = None,
) -> ProfileComparison:
    """The study as it stands and under every profile (those that fit it by default), with the bridge to each from
    the one before it. Raises `profiles.unknown`, and what `compute` raises for the model under one of the choices.
    """
    opened = (releases,) if isinstance(releases, Release) else tuple(releases)
    chosen = [
        profile(p) if isinstance(p, str) else p for p in (fitting(model) if profiles is None else profiles)
    ]
    base = method or model.method
    evaluator = Evaluator(model, opened, base)
    listed: list[Profile | None] = [None, *chosen]
    return ProfileComparison(
        model_digest=model_digest or digest(model),
        releases=Background(opened, base).references(),
        unit_label=Text(zh=unit_label(model, "zh"), en=unit_label(model, "en")),
        results=tuple(_result(evaluator, base, each) for each in listed),
        bridges=tuple(bridge_with(evaluator, base, a, b) for a, b in pairwise(listed)),
        notes=_notes(evaluator, base),
    )


def _result(evaluator: Evaluator, method: Method, chosen: Profile | None) -> ProfileResult:
    model = evaluator.model
    state, own = state_of(model, method, chosen), own_state(model, method)
    found = evaluator.evaluate(state)
    neutral = replace(state, method=state.method.model_copy(update={"biogenic": "0/0"}))
    return ProfileResult(
        profile=chosen.id if chosen else OWN,
        name=chosen.name if chosen else OWN_NAME,
        standard=chosen.standard if chosen else "",
        method=state.method,
        total=found.total,
        estimated=found.estimated,
        lines=found.lines,
        stages=found.stages,
        choices=tuple(_choice(kind, model, state, own, chosen) for kind in CHOICES),
        without_uptake=evaluator.evaluate(neutral).total,
        notes=notes_on(model, state, chosen, found),
    )


def _choice(
    kind: ChoiceKind, model: ProductModel, state: State, own: State, chosen: Profile | None
) -> Choice:
    ruling = chosen.ruling(kind) if chosen else None
    told = text_of(kind, state, model, ruling)
    value, same = value_of(kind, state), not state.differs(kind, own)
    if ruling is None:
        return Choice(kind=kind, value=value, text=told, own=True)
    return Choice(
        kind=kind,
        value=value,
        text=told,
        own=same,
        clause=ruling.clause,
        source=ruling.source,
        source_tag=ruling.source_tag,
        confidence=ruling.confidence,
        note=ruling.note,
    )


def _notes(evaluator: Evaluator, method: Method) -> tuple[Reason, ...]:
    """What holds under every profile: factors that no GWP set can move."""
    found = evaluator.evaluate(own_state(evaluator.model, method))
    share = found.fixed / found.gross if found.gross else 0.0
    if share < 0.001:
        return ()
    problem = FIXED_FACTORS.problem(percent=f"{share * 100:.0f}")
    return (
        Reason(
            code=problem.code,
            text=Text(zh=problem.text("zh"), en=problem.text("en")),
            remedy=Text(zh=problem.remedy("zh"), en=problem.remedy("en")),
        ),
    )
