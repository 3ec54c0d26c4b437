"""Score and grade by the default of DOMAIN C.5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.benchmarks.scoring import Values, grade, graded, score
from tanzuji.documents.errors import CodedError

CEMENT = Values(best=520.0, reference=620.0, limit=740.0)


@pytest.mark.parametrize(
    ("value", "points", "level"),
    [
        (500.0, 100.0, 1),
        (520.0, 100.0, 1),
        (560.0, 84.0, 2),  # 60 + 40·(620−560)/100
        (570.0, 80.0, 2),
        (600.0, 68.0, 3),  # 60 + 40·20/100
        (620.0, 60.0, 3),
        (680.0, 30.0, 4),  # 60·(740−680)/120
        (740.0, 0.0, 4),
        (800.0, 0.0, 5),
    ],
)
def test_score_and_grade_follow_the_formula(value: float, points: float, level: int) -> None:
    """JS-108, DOMAIN C.5 with B = 520, M = 620, L = 740, by hand."""
    assert score(value, CEMENT) == pytest.approx(points)
    assert grade(value, CEMENT) == level


def test_a_bound_inside_the_interval_gives_the_worse_grade_and_says_borderline() -> None:
    """DOMAIN C.5: the 90 % interval straddles a boundary: the worse grade, 临界."""
    found = graded(610.0, CEMENT, low=595.0, high=625.0)
    assert (found.grade, found.of_value, found.borderline) == (4, 3, True)


def test_without_an_interval_or_inside_one_band_nothing_is_borderline() -> None:
    assert not graded(610.0, CEMENT).borderline
    assert not graded(600.0, CEMENT, low=575.0, high=618.0).borderline


def test_values_that_do_not_rise_are_no_benchmarks() -> None:
    with pytest.raises(CodedError, match=r"benchmarks\.not-rising"):
        Values.of(620.0, 620.0, 740.0)


@given(st.floats(1, 2000), st.floats(0, 200), st.floats(0, 200))
def test_a_smaller_footprint_never_scores_less(value: float, less: float, half: float) -> None:
    """Monotone in the value, and the guard never flatters."""
    assert score(value - min(less, value / 2), CEMENT) >= score(value, CEMENT)
    assert graded(value, CEMENT, low=value - half, high=value + half).grade >= grade(value, CEMENT)
