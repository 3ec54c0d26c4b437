"""MLPS 8.1.4.1 d): acts of legal weight take a second factor, whichever room they are acts of."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from tanzuji.certification import policy as certification
from tanzuji.certification.policy import SchemeStanding
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Factor
from tanzuji.supervision import policy as supervision
from tanzuji.supervision.policy import PlanStanding, Standing
from tanzuji.web.verdicts import Verdict

HERE = uuid4()


def reviewer(factor: Factor, program: str = "") -> Acting:
    """A reviewer of an authority who showed a second factor when it says."""
    person: Any = SimpleNamespace(id=uuid4(), name="head")
    mandates = frozenset({"authority"})
    of: Any = SimpleNamespace(id=HERE, kind="regulator", mandate_set=mandates, name=None)
    return Acting(person, of, frozenset({"reviewer"}), program=program, factor=factor)


ACTS: dict[str, Callable[[Acting], Verdict]] = {
    "decide a plan": lambda who: supervision.may_decide_plan(PlanStanding(who, HERE)),
    "draw": lambda who: supervision.may_draw(PlanStanding(who, HERE), uuid4()),
    "drop an inspection": lambda who: supervision.may_drop(Standing(who, HERE, uuid4())),
    "activate a scheme": lambda who: certification.may_activate(SchemeStanding(who, HERE)),
    "confirm a qualification": certification.may_confirm,
}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_of_legal_weight_takes_a_second_factor_shown_a_short_while_ago(
    act: str, settings: Any
) -> None:
    settings.SECOND_FACTOR = True
    assert ACTS[act](reviewer("fresh")).allowed
    said = {
        "parties.no-second-factor": reviewer("none"),
        "parties.confirm-again": reviewer("old"),
        "parties.token-does-not-sign": reviewer("none", program="robot"),
    }
    for code, who in said.items():
        problem = ACTS[act](who).problem
        assert problem is not None and problem.code == code


def test_a_queue_is_read_without_a_second_factor(settings: Any) -> None:
    """The page that asks for the factor has to be reached without it."""
    settings.SECOND_FACTOR = True
    assert certification.may_look_at_bodies(reviewer("old")).allowed
