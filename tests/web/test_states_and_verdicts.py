"""State tables and verdicts: what is refused says why and what is possible instead."""

from __future__ import annotations

import pytest

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text
from tanzuji.web.states import Machine, Transition
from tanzuji.web.verdicts import ALLOWED, Refused, Verdict, first

TIRED = define(
    "tests.tired", zh="门卫累了。", en="The porter is tired.", remedy_zh="明天再来。", remedy_en="Come tomorrow."
)  # fmt: skip

DOOR: Machine[bool] = Machine(
    states={"open": Text(zh="开着", en="open"), "shut": Text(zh="关着", en="shut")},
    actions={"shut": Text(zh="关上", en="shut it"), "open": Text(zh="打开", en="open it")},
    table=(
        Transition(("open",), "shut", "shut"),
        Transition(("shut",), "open", "open", lambda tired: Verdict(TIRED.problem()) if tired else ALLOWED),
    ),
)


def test_an_action_that_no_row_names_is_refused_with_what_is_possible_now() -> None:
    verdict = DOOR.verdict("open", "open", False)
    assert not verdict and verdict.problem is not None
    assert verdict.problem.text("zh") == "现在是“开着”，不能“打开”。"
    assert verdict.problem.remedy("en") == "Possible now: shut it."


def test_a_guard_refuses_with_its_own_reason_and_a_page_can_list_it() -> None:
    assert DOOR.verdict("shut", "open", False).allowed
    listed = dict(DOOR.next("shut", True))
    assert list(listed) == ["open"] and listed["open"].problem is not None
    assert listed["open"].problem.code == "tests.tired"


def test_the_first_refusal_counts_and_is_raised_as_one() -> None:
    verdict = first(ALLOWED, Verdict(TIRED.problem()), ALLOWED)
    with pytest.raises(Refused, match="tired"):
        verdict.enforce()
    first(ALLOWED, ALLOWED).enforce()
