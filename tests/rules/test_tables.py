"""Items asked together get the answers they would get alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji import compute, demo_models, starter_release
from tanzuji.documents import CodedError
from tanzuji.rules.evaluate import _rules, _Run, _unused
from tanzuji.rules.predicates import Scope
from tanzuji.rules.subject import subject_of
from tanzuji.rules.tables import Table

Answers = tuple[list[bool | None], str | None]


def one_by_one(values: dict[str, Any], items: list[dict[str, Any]], when: str, require: str) -> Answers:
    """The meaning of a check, item after item, each in a scope of its own."""
    found: list[bool | None] = []
    for item in items:
        scope = Scope(values, when, require)
        scope.item(item)
        try:
            found.append(scope.holds(require) if scope.holds(when) else None)
        except CodedError as error:
            return found, str(error)
    return found, None


def together(values: dict[str, Any], items: list[dict[str, Any]], when: str, require: str) -> Answers:
    found, error = Table(items).answers(Scope(values, when, require), when, require)
    return found, None if error is None else str(error)


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_every_shipped_check_says_the_same_of_every_item_of_the_demos(name: str) -> None:
    footprint = compute(demo_models()[name].model_copy(update={"scenarios": ()}), starter_release())
    rules, _ = _rules(footprint, None)
    subject = subject_of(footprint, _unused(footprint, rules))
    run = _Run(rules, subject, rules.view(footprint.model.unit))
    for _, check in rules.checks():
        items = [{}] if check.each == "study" else subject.collections[check.each]
        case = (run.values, items, check.when, check.require)
        assert together(*case) == one_by_one(*case), check.id


VALUES = st.one_of(
    st.sampled_from([0, 1, 0.0, -0.0, 1.0, True, False, "", "a", "1", "True", [], [1], [1.0], {"a": 1}]),
    st.floats(allow_nan=False),
)
ITEMS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), VALUES), max_size=12)
PREDICATES = st.sampled_from(
    [
        "true", "item.a == 1", "item.a == 1.0", "item.a", "has(item.b)", "has(item.b) && item.b == true", "!item.c",
        "item.a > 0.0", "item.a + item.b > 1.0", "1.0 / item.a > 0.0", "item.b == 'a' || item.c == ''",
        "has(item.c) && size(item.c) == 1", "item.b in ['a', '1']", "study.total > 0.0", "study.missing",
    ]
)  # fmt: skip


@given(ITEMS, PREDICATES, PREDICATES)
def test_values_that_python_holds_equal_and_cel_does_not_are_kept_apart(
    items: list[dict[str, Any]], when: str, require: str
) -> None:
    values = {"study": {"total": 1.0}}
    assert together(values, items, when, require) == one_by_one(values, items, when, require)


def test_answers_end_where_a_predicate_cannot_be_evaluated() -> None:
    items = [{"a": 1.0}, {"a": -1.0}, {"a": 1.0}, {}, {"a": -1.0}]
    answers, error = Table(items).answers(Scope({}, "true", "item.a > 0.0"), "true", "item.a > 0.0")
    assert answers == [True, False, True]
    assert error is not None and error.code == "rules.not-evaluated"
