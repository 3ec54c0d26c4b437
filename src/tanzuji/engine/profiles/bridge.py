"""From a result under one profile to that under another, one choice at a time.

Every step changes one choice and computes the whole model again; the effects telescope, so that they sum to the
difference. The order is that of `CHOICES`: what is counted first, then how burdens are shared, then how they weigh.
"""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.models import Method, ProductModel
from tanzuji.documents.profiles import (
    CHOICE_NAMES,
    CHOICES,
    Bridge,
    BridgeStep,
    ChoiceKind,
    Mover,
    Profile,
)
from tanzuji.documents.text import Text
from tanzuji.engine.profiles.evaluate import Evaluation, Evaluator
from tanzuji.engine.profiles.state import State, own_state, state_under
from tanzuji.engine.profiles.wording import text_of
from tanzuji.engine.release import Release

NOISE = 1e-12
"""Of the larger total: what moves less is rounding."""

OWN = "own"
"""The id of the study as it stands, among profiles."""


def bridge(
    model: ProductModel,
    releases: Release | Sequence[Release],
    before: Profile | None,
    after: Profile | None,
    *,
    method: Method | None = None,
) -> Bridge:
    """The steps from a model's result under `before` to that under `after`; None is the study as it stands.

    Raises what `compute` raises for the model under one of the choices.
    """
    opened = (releases,) if isinstance(releases, Release) else tuple(releases)
    own = method or model.method
    return bridge_with(Evaluator(model, opened, own), own, before, after)


def state_of(model: ProductModel, method: Method, profile: Profile | None) -> State:
    """The state of a model under a profile, or as it stands."""
    return own_state(model, method) if profile is None else state_under(model, method, profile)


def bridge_with(
    evaluator: Evaluator, method: Method, before: Profile | None, after: Profile | None
) -> Bridge:
    """As `bridge`, with what was computed before."""
    model = evaluator.model
    here, end = (state_of(model, method, profile) for profile in (before, after))
    start, steps = here, list[BridgeStep]()
    for kind in CHOICES:
        if not here.differs(kind, end):
            continue
        there = here.with_choice(kind, end)
        steps.append(_step(evaluator, kind, (here, before), (there, after)))
        here = there
    first, last = evaluator.evaluate(start).total, evaluator.evaluate(end).total
    return Bridge(
        before=before.id if before else OWN,
        after=after.id if after else OWN,
        total_before=first,
        total_after=last,
        change=last - first,
        steps=tuple(steps),
    )


Side = tuple[State, Profile | None]


def _step(evaluator: Evaluator, kind: ChoiceKind, old: Side, new: Side) -> BridgeStep:
    model = evaluator.model
    before, after = evaluator.evaluate(old[0]), evaluator.evaluate(new[0])
    zh, en = CHOICE_NAMES[kind]
    rulings = [profile.ruling(kind) if profile else None for _, profile in (old, new)]
    reached = rulings[1]
    return BridgeStep(
        kind=kind,
        name=Text(zh=zh, en=en),
        before_text=text_of(kind, old[0], model, rulings[0]),
        after_text=text_of(kind, new[0], model, reached),
        before=before.total,
        after=after.total,
        effect=after.total - before.total,
        clause=reached.clause if reached else "",
        source=reached.source if reached else None,
        source_tag=reached.source_tag if reached else None,
        movers=_movers(before, after),
    )


def _movers(before: Evaluation, after: Evaluation) -> tuple[Mover, ...]:
    noise = NOISE * max(abs(before.total), abs(after.total), before.gross, after.gross)
    found = []
    for key in dict.fromkeys((*before.parts, *after.parts)):
        old, new = before.parts.get(key), after.parts.get(key)
        told = new or old
        assert told is not None
        b, a = old.total if old else 0.0, new.total if new else 0.0
        if abs(a - b) > noise:
            found.append(
                Mover(
                    path=key[0], name=told.name, of=told.of, stage=told.stage, before=b, after=a, effect=a - b
                )
            )
    return tuple(sorted(found, key=lambda m: (-abs(m.effect), m.path, m.name.to("en"))))
