"""Distributions as factors on an amount, against stats_arrays, scipy and closed forms."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import stats_arrays as sa
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.samples.distributions import NONE, Factors

U = np.linspace(0.0005, 0.9995, 1999)


def _of(amount: float = 1.0, **fields: Any) -> Factors:
    return Factors.of([Uncertainty(**fields)], [amount])


EXAMPLES: list[tuple[float, dict[str, Any]]] = [
    (2.0, {"distribution": "lognormal", "sigma": 0.4}),
    (2.0, {"distribution": "lognormal", "sigma": 0.4, "convention": "mean"}),
    (-3.0, {"distribution": "normal", "sd": 0.6}),
    (5.0, {"distribution": "uniform", "minimum": 4, "maximum": 9}),
    (-5.0, {"distribution": "uniform", "minimum": -9, "maximum": -4}),
    (5.0, {"distribution": "triangular", "minimum": 4, "maximum": 9}),
    (5.0, {"distribution": "triangular", "minimum": 4, "mode": 9, "maximum": 9}),
    (-5.0, {"distribution": "triangular", "minimum": -9, "mode": -6, "maximum": -4}),
    (5.0, {"distribution": "pert", "minimum": 4, "mode": 5, "maximum": 9}),
    (-5.0, {"distribution": "pert", "minimum": -9, "maximum": -4}),
    (2.0, {"distribution": "discrete", "values": [3, 1], "weights": [1, 3]}),
    (2.0, {"distribution": "discrete", "values": [1, 2, 6]}),
]


@pytest.mark.parametrize(("amount", "fields"), EXAMPLES)
def test_moments_are_those_of_the_inverse_distribution_function(
    amount: float, fields: dict[str, Any]
) -> None:
    """E f = ∫ F⁻¹(u) du and E f² = ∫ F⁻¹(u)² du over (0, 1), by quadrature in pieces."""
    of = _of(amount, **fields)

    def integral(power: int) -> float:
        edges = [1e-12, 1e-6, 1e-3, 0.05, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.95, 1 - 1e-3, 1 - 1e-6, 1 - 1e-12]
        return sum(
            quad(lambda u: float(of.draw(np.array([u]))[0]) ** power, a, b, limit=200)[0]
            for a, b in pairwise(edges)
        )

    assert of.mean()[0] == pytest.approx(integral(1), rel=1e-6)
    assert of.variance()[0] == pytest.approx(integral(2) - integral(1) ** 2, rel=1e-4)


@pytest.mark.parametrize(
    ("amount", "fields", "theirs"),
    [
        (
            2.0,
            EXAMPLES[0][1],
            {"uncertainty_type": sa.LognormalUncertainty.id, "loc": np.log(2), "scale": 0.4},
        ),
        (
            -2.0,
            EXAMPLES[0][1],
            {
                "uncertainty_type": sa.LognormalUncertainty.id,
                "loc": np.log(2),
                "scale": 0.4,
                "negative": True,
            },
        ),
        (3.0, EXAMPLES[2][1], {"uncertainty_type": sa.NormalUncertainty.id, "loc": 3, "scale": 0.6}),
        (5.0, EXAMPLES[3][1], {"uncertainty_type": sa.UniformUncertainty.id, "minimum": 4, "maximum": 9}),
        (
            5.0,
            EXAMPLES[5][1],
            {"uncertainty_type": sa.TriangularUncertainty.id, "loc": 5, "minimum": 4, "maximum": 9},
        ),
    ],
)
def test_quantiles_are_those_of_stats_arrays(
    amount: float, fields: dict[str, Any], theirs: dict[str, Any]
) -> None:
    """stats_arrays turns percentages of a negative lognormal as of its magnitude, and so does a factor."""
    array = sa.UncertaintyBase.from_dicts(theirs)
    distribution = sa.uncertainty_choices[theirs["uncertainty_type"]]
    expected = distribution.ppf(array, U.reshape(1, -1))[0]
    drawn = amount * _of(amount, **fields).draw(U[:, None])[:, 0]
    assert np.allclose(drawn, expected, rtol=1e-12, atol=0)


def test_pert_is_the_beta_distribution_of_scipy() -> None:
    """α = 1 + 4 (5−4)/(9−4) = 1.8, β = 1 + 4 (9−5)/(9−4) = 4.2; mean (4 + 4·5 + 9)/6 = 5.5."""
    from scipy.stats import beta

    of = _of(5.0, **EXAMPLES[8][1])
    assert np.allclose(5 * of.draw(U[:, None])[:, 0], beta.ppf(U, 1.8, 4.2, loc=4, scale=5), rtol=1e-12)
    assert 5 * of.mean()[0] == pytest.approx(5.5, rel=1e-14)
    assert 25 * of.variance()[0] == pytest.approx(beta.var(1.8, 4.2, scale=5), rel=1e-12)


def test_median_and_mean_convention_differ_by_half_the_variance() -> None:
    """Amount 2, σ 0.4: as median the mean is 2 exp(0.08); as mean the median is 2 exp(−0.08)."""
    median, mean = _of(2.0, **EXAMPLES[0][1]), _of(2.0, **EXAMPLES[1][1])
    assert median.draw(np.array([0.5]))[0] == 1.0
    assert median.mean()[0] == pytest.approx(np.exp(0.08), rel=1e-15)
    assert mean.mean()[0] == pytest.approx(1.0, rel=1e-15)
    assert mean.draw(np.array([0.5]))[0] == pytest.approx(np.exp(-0.08), rel=1e-15)


def test_outcomes_of_a_discrete_distribution_come_as_often_as_their_weights_say() -> None:
    drawn = 2.0 * _of(2.0, **EXAMPLES[10][1]).draw(U[:, None])[:, 0]
    assert set(drawn) == {1.0, 3.0}
    assert (drawn == 1.0).mean() == pytest.approx(0.75, abs=1e-3)
    impossible = _of(1.0, distribution="discrete", values=[1, 2, 3], weights=[0, 1, 0])
    assert set(impossible.draw(U[:, None])[:, 0]) == {2.0}


@pytest.mark.parametrize(
    ("amount", "fields"),
    [
        (0.0, {"distribution": "normal", "sd": 1.0}),
        (1.0, {"distribution": "lognormal"}),
        (1.0, {"distribution": "lognormal", "sigma": 0.0}),
        (1.0, {"distribution": "uniform", "minimum": 3, "maximum": 1}),
        (1.0, {"distribution": "none", "minimum": 0, "maximum": 9}),
        (1e-310, {"distribution": "uniform", "minimum": 0, "maximum": 9}),
    ],
)
def test_what_cannot_be_drawn_is_certain(amount: float, fields: dict[str, Any]) -> None:
    of = _of(amount, **fields)
    assert of.kind[0] == NONE and not of.uncertain.any()
    assert (of.draw(U[:, None]) == 1).all()
    assert of.mean()[0] == 1 and of.variance()[0] == 0


@given(
    scale=st.floats(1e-6, 1e6).flatmap(lambda x: st.sampled_from([x, -x])),
    example=st.sampled_from(EXAMPLES),
)
def test_scaling_an_exchange_leaves_its_factor(scale: float, example: tuple[float, dict[str, Any]]) -> None:
    amount, fields = example
    before = _of(amount, **fields)
    in_unit = {"sd", "minimum", "mode", "maximum"}
    scaled = {name: value * scale if name in in_unit else value for name, value in fields.items()}
    if scale < 0 and "minimum" in scaled:
        scaled["minimum"], scaled["maximum"] = scaled["maximum"], scaled["minimum"]
    if "sd" in scaled:
        scaled["sd"] = abs(scaled["sd"])
    if "values" in scaled:
        scaled["values"] = [value * scale for value in fields["values"]]
    after = _of(amount * scale, **scaled)
    assert np.allclose(after.draw(U[:, None]), before.draw(U[:, None]), rtol=1e-9)


def test_drawing_some_or_in_another_order_gives_the_same_bits() -> None:
    rng = np.random.default_rng(3)
    examples = [EXAMPLES[i] for i in rng.integers(0, len(EXAMPLES), 500)]
    every = Factors.of([Uncertainty(**fields) for _, fields in examples], [amount for amount, _ in examples])
    u = rng.uniform(size=(4, 500))
    whole = every.draw(u)
    order = rng.permutation(500)
    assert (every.take(order).draw(u[:, order]) == whole[:, order]).all()
    assert (every.take(order[:7]).draw(u[2, order[:7]]) == whole[2, order[:7]]).all()
    halves = Factors.concatenate([every.take(np.arange(200)), every.take(np.arange(200, 500))])
    assert (halves.draw(u) == whole).all()
    stored = Factors.from_table(every.table(), every.outcomes)
    assert (stored.draw(u) == whole).all() and (stored.mean() == every.mean()).all()
