"""End of life: each method against a hand calculation, and the limits in which methods coincide."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.engine.end_of_life import (
    METHODS,
    EndOfLifeShares,
    MaterialLoop,
    coefficients,
    end_of_life,
    recycled_share,
)

# Round numbers, so that every product below can be worked by hand.
LOOP = MaterialLoop(
    R1=0.25,
    R2=0.5,
    R3=0.3,
    A=0.2,
    B=0.5,
    q_in=0.9,
    q_out=0.8,
    LHV=40.0,
    XER_heat=0.25,
    XER_elec=0.1,
    Ev=2.0,
    Erec=0.6,
    ErecEoL=0.4,
    Ev_star=1.5,
    Eer=3.0,
    Ed=0.1,
    ESE_heat=0.05,
    ESE_elec=0.2,
)


def terms(shares: EndOfLifeShares) -> dict[str, Any]:
    return {field.name: getattr(shares, field.name) for field in fields(shares)}


def refusal(method: Any, loop: MaterialLoop) -> CodedError:
    with pytest.raises(CodedError) as caught:
        end_of_life(method, loop)
    return caught.value


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # (1−.25)·2; .25·.6; nothing at the end; (1−.5−.3)·.1
        ("cutoff", (1.5, 0.15, 0, 0, 0, 0, 0.02)),
        # .5·.4; −.5·1.5·.8; .3·3; −.3·40·(.25·.05+.1·.2) = −12·.0325
        ("substitution", (1.5, 0.15, 0.2, -0.6, 0.9, -0.39, 0.02)),
        # .25·2 as virgin; the end as above
        ("closed_loop", (1.5, 0.5, 0.2, -0.6, 0.9, -0.39, 0.02)),
        # .25·(.5·.6+.5·2) = .25·1.3; .5·.5·.4; −.5·.5·1.5; (1−.5)·.9; (1−.5)·−.39
        ("fifty_fifty", (1.5, 0.325, 0.1, -0.375, 0.45, -0.195, 0.02)),
        # .25·(.2·.6+.8·2·.9) = .25·1.56; .8·.5·.4; −.8·.5·1.5·.8; energy as above
        ("cff", (1.5, 0.39, 0.16, -0.48, 0.45, -0.195, 0.02)),
    ],
)
def test_a_method_gives_the_hand_calculation_term_by_term(method: Any, expected: tuple[float, ...]) -> None:
    shares = end_of_life(method, LOOP)
    assert tuple(terms(shares).values()) == pytest.approx(expected, rel=1e-12)
    assert shares.credits == pytest.approx(expected[3] + expected[5], rel=1e-12)
    assert shares.gross == pytest.approx(sum(expected) - expected[3] - expected[5], rel=1e-12)
    assert shares.net == pytest.approx(sum(expected), rel=1e-12)


def test_the_cff_reproduces_the_three_parts_of_the_published_formula() -> None:
    """Recommendation (EU) 2021/2279, annex I, 4.4.8.1, written out once more as published: material, energy, disposal.

    Material = .75·2 + .25·(.2·.6 + .8·2·.9) + .8·.5·(.4 − 1.5·.8) = 1.5 + .39 − .32 = 1.57
    Energy   = .5·.3·(3 − 40·.25·.05 − 40·.1·.2) = .15·(3 − .5 − .8) = .255
    Disposal = .2·.1 = .02
    """
    shares = end_of_life("cff", LOOP)
    material = shares.virgin + shares.recycled_input + shares.recycling_at_end + shares.credit_material
    assert material == pytest.approx(1.57, rel=1e-12)
    assert shares.energy_recovery + shares.credit_energy == pytest.approx(0.255, rel=1e-12)
    assert shares.disposal == pytest.approx(0.02, rel=1e-12)


shares_of_one = st.floats(0, 1)
intensities = st.floats(-10, 10)


@st.composite
def loops(draw: st.DrawFn) -> MaterialLoop:
    r2 = draw(shares_of_one)
    names = ("Ev", "Erec", "ErecEoL", "Ev_star", "Eer", "Ed", "ESE_heat", "ESE_elec")
    return MaterialLoop(
        R1=draw(shares_of_one),
        R2=r2,
        R3=draw(shares_of_one) * (1 - r2),
        A=draw(shares_of_one),
        B=draw(shares_of_one),
        q_in=draw(shares_of_one),
        q_out=draw(shares_of_one),
        LHV=draw(st.floats(0, 50)),
        XER_heat=draw(shares_of_one),
        XER_elec=draw(shares_of_one),
        **{name: draw(intensities) for name in names},
    )


def same(left: EndOfLifeShares, right: EndOfLifeShares) -> bool:
    return np.allclose(list(terms(left).values()), list(terms(right).values()), rtol=1e-12, atol=1e-12)


@given(loops())
def test_the_cff_with_all_on_the_recycled_content_is_the_cutoff(loop: MaterialLoop) -> None:
    """A = 1 and B = 1: nothing of what leaves the product is its own."""
    assert same(end_of_life("cff", replace(loop, A=1.0, B=1.0)), end_of_life("cutoff", loop))


@given(loops())
def test_the_cff_with_all_on_what_leaves_is_substitution(loop: MaterialLoop) -> None:
    """A = 0 and B = 0: recycled input counts as the virgin material it stands for, Erec = QSin/Qp · Ev."""
    assert loop.Ev is not None
    stands_for_virgin = replace(loop, Erec=loop.q_in * loop.Ev)
    assert same(
        end_of_life("cff", replace(loop, A=0.0, B=0.0)), end_of_life("substitution", stands_for_virgin)
    )


def test_a_closed_loop_relieves_a_material_once() -> None:
    """R1 = R2 = 1, Ev = 10, Erec = ErecEoL = 1: the closed loop 10 + 1 − 10 = 1, what going round costs; substitution
    1 + 1 − 10 = −8. With R1 = 1, R2 = 0.6: 10 + 0.6 × (1 − 10) + 0.4 × 2 = 5.4."""
    loop = MaterialLoop(R1=1, R2=1, Ev=10.0, Erec=1.0, ErecEoL=1.0, Ev_star=10.0, Ed=2.0)
    assert end_of_life("closed_loop", loop).net == pytest.approx(1)
    assert end_of_life("substitution", loop).net == pytest.approx(-8)
    assert end_of_life("closed_loop", replace(loop, R2=0.6)).net == pytest.approx(5.4)


@given(loops(), st.sampled_from(METHODS))
def test_what_a_method_adds_to_a_production_counted_elsewhere_completes_its_input_side(
    loop: MaterialLoop, method: Any
) -> None:
    """(1 − R1) Ev + R1 Erec of the inputs and the share come to the formula's virgin and recycled input."""
    added = sum(factor * getattr(loop, name) for name, factor in recycled_share(method, loop).items())
    shares = end_of_life(method, loop)
    assert loop.Ev is not None and loop.Erec is not None
    inputs = (1 - loop.R1) * loop.Ev + loop.R1 * loop.Erec
    assert inputs + added == pytest.approx(shares.virgin + shares.recycled_input, abs=1e-12)


@given(loops())
def test_fifty_fifty_is_the_symmetric_cff(loop: MaterialLoop) -> None:
    assert same(
        end_of_life("cff", replace(loop, A=0.5, q_in=1.0, q_out=1.0)), end_of_life("fifty_fifty", loop)
    )


@given(loops(), shares_of_one)
def test_in_a_steady_closed_loop_every_split_gives_the_same_total(loop: MaterialLoop, a: float) -> None:
    """R1 = R2, one quality, Ev* = Ev, Erec = ErecEoL: what one side is spared the other carries, so A cancels.

    (1−R)Ev + R(A·Er + (1−A)Ev) + (1−A)R(Er − Ev) = (1−R)Ev + R·Er.
    """
    steady = replace(loop, R1=loop.R2, q_in=1.0, q_out=1.0, Ev_star=loop.Ev, ErecEoL=loop.Erec, B=1.0)
    assert end_of_life("cff", replace(steady, A=a)).net == pytest.approx(
        end_of_life("cutoff", steady).net, abs=1e-12
    )


@given(loops(), st.sampled_from(METHODS))
def test_each_term_is_the_sum_of_its_coefficients_times_the_intensities(
    loop: MaterialLoop, method: Any
) -> None:
    explained = {
        term: sum(factor * getattr(loop, name) for name, factor in factors.items())
        for term, factors in coefficients(method, loop).items()
    }
    found = terms(end_of_life(method, loop))
    assert list(found) == list(explained)
    assert list(found.values()) == pytest.approx(list(explained.values()), rel=1e-12, abs=1e-300)


@given(loops(), st.sampled_from(METHODS))
def test_credits_have_negative_coefficients_and_all_else_positive_ones(
    loop: MaterialLoop, method: Any
) -> None:
    for term, factors in coefficients(method, loop).items():
        assert all((factor < 0) == term.startswith("credit") for factor in factors.values())


def test_reporting_lines_are_kept_apart() -> None:
    """Fossil and biogenic: Ev = (2, −1), Erec = (0.6, 0): virgin .75·Ev, recycled input .25·Erec."""
    lines = replace(LOOP, Ev=np.array([2.0, -1.0]), Erec=np.array([0.6, 0.0]))
    shares = end_of_life("cutoff", lines)
    assert np.allclose(shares.virgin, [1.5, -0.75]) and np.allclose(shares.recycled_input, [0.15, 0.0])
    assert np.allclose(shares.disposal, [0.02, 0.02]) and np.shape(shares.credit_energy) == (2,)
    assert np.allclose(shares.net, [1.67, -0.73])


@pytest.mark.parametrize("name", ["R1", "R2", "R3", "A", "B"])
@pytest.mark.parametrize("value", [-0.01, 1.01, 80.0, float("nan")])
def test_a_share_outside_zero_to_one_is_refused(name: str, value: float) -> None:
    error = refusal("cff", replace(LOOP, **{name: value}))
    assert (error.code, error.problems[0].path) == ("end-of-life.share-out-of-range", name)
    assert name in error.problems[0].text("zh") and name in error.problems[0].text("en")


def test_more_than_all_cannot_leave() -> None:
    assert refusal("cutoff", replace(LOOP, R2=0.8, R3=0.3)).code == "end-of-life.shares-exceed-one"


def test_what_rounding_leaves_of_nothing_is_not_disposed_of() -> None:
    """1 − 0.7 − 0.3 is 5.6e-17 in floating point."""
    assert dict(coefficients("cutoff", replace(LOOP, R2=0.7, R3=0.3))["disposal"]) == {}


@pytest.mark.parametrize("name", ["q_in", "q_out", "LHV", "XER_heat", "XER_elec"])
@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_a_quantity_is_finite_and_not_negative(name: str, value: float) -> None:
    assert refusal("cff", replace(LOOP, **{name: value})).code == "end-of-life.not-a-quantity"


def test_an_intensity_that_counts_must_be_given_and_one_that_does_not_need_not() -> None:
    error = refusal("substitution", replace(LOOP, Ev_star=None, Ed=None))
    assert error.codes == ("end-of-life.intensity-missing",) * 2
    assert [problem.path for problem in error.problems] == ["Ev_star", "Ed"]
    assert end_of_life("cutoff", replace(LOOP, Ev_star=None, Eer=None)).net == pytest.approx(1.67)


def test_an_intensity_is_a_finite_real_number() -> None:
    assert refusal("cutoff", replace(LOOP, Ev=np.array([1.0, np.nan]))).code == "end-of-life.not-a-number"


def test_an_unknown_method_lists_those_there_are() -> None:
    error = refusal("50_50", LOOP)
    assert error.code == "end-of-life.unknown-method" and "fifty_fifty" in error.problems[0].remedy("zh")
