"""Which lines a verification examines: monetary-unit sampling, by hand calculation and by its laws."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.text import Text
from tanzuji.verification import sampling
from tanzuji.verification.papers import SampleItem

_NAME = Text(zh="项", en="line")


def line(place: str, total: float) -> SampleItem:
    return SampleItem(place=place, name=_NAME, process=_NAME, total=total, share=0.0, reason="drawn")


@pytest.mark.parametrize(("confidence", "factor"), [(0.95, 3.00), (0.90, 2.31), (0.80, 1.61)])
def test_the_factor_is_that_of_the_audit_guide(confidence: float, factor: float) -> None:
    """AICPA Audit Guide Audit Sampling, confidence factors for monetary unit sampling, no error expected."""
    assert sampling.factor(confidence) == pytest.approx(factor, abs=0.01)


def test_hits_fall_at_the_start_and_every_interval_after_it() -> None:
    """By hand: lines of 10, 5, 20 and 5 end to end; hits at 2.5, 12.5, 22.5, 32.5 for an interval of 10 and a start
    of 0.25: the first, the second (10 to 15), the third twice (15 to 35), and not the fourth (35 to 40)."""
    lines = [line("a", 10.0), line("b", 5.0), line("c", -20.0), line("d", 5.0)]
    found = sampling._under_hits(lines, 10.0, 0.25)
    assert [(item.place, item.reason) for item in found] == [
        ("a", "certain"),
        ("b", "drawn"),
        ("c", "certain"),
    ]


def test_an_error_in_a_drawn_line_taints_its_interval_and_in_a_certain_one_only_itself() -> None:
    """By hand: 1 of 4 in an interval of 10 stands for 2.5; 3 of 12 stands for 3; errors do not cancel."""
    items = [
        line("p[a]", 4.0),
        line("p[b]", 12.0).model_copy(update={"reason": "certain"}),
    ]
    assert sampling.projected([("p[a].amount", 1.0), ("p[b]", -3.0)], items, 10.0) == pytest.approx(5.5)
    assert sampling.projected([("elsewhere", 2.0)], items, 10.0) == pytest.approx(2.0)


@given(
    st.lists(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-3), min_size=1, max_size=40),
    st.floats(0.01, 0.5),
    st.floats(0, 1, exclude_max=True),
)
def test_every_line_not_shorter_than_the_interval_is_examined(
    totals: list[float], materiality: float, start: float
) -> None:
    lines = [line(f"p[{i:02d}]", total) for i, total in enumerate(totals)]
    whole = math.fsum(abs(t) for t in totals)
    interval = materiality * whole / sampling.factor(0.95)
    found = {item.place for item in sampling._under_hits(lines, interval, start)}
    assert {item.place for item in lines if abs(item.total) >= interval} <= found
    assert len(found) <= math.ceil(whole / interval) + 1


def test_the_same_seed_draws_the_same_sample_and_the_magnitudes_are_those_of_the_footprint() -> None:
    from tanzuji.engine import compute
    from tanzuji.formats.demo_models import demo_models
    from tanzuji.formats.starter import starter_release

    footprint = compute(demo_models()["cement_po425"], (starter_release(),))
    one = sampling.drawn(footprint, materiality=0.05, confidence=0.95, seed="V-000001/1/0.05")
    assert one == sampling.drawn(footprint, materiality=0.05, confidence=0.95, seed="V-000001/1/0.05")
    assert one.interval == pytest.approx(0.05 * footprint.total / -math.log(0.05))
    assert 0.5 < one.covered <= 1.0
    largest = max(footprint.contributions, key=lambda c: abs(c.total))
    assert one.items[0].total == pytest.approx(largest.total)
