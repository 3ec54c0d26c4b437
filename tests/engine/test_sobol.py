"""Sobol indices against closed forms and against scipy's own."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tanzuji.engine.uncertainty.sobol import indices, points, sobol_indices


def ishigami(u: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_ishigamis_function_has_the_indices_of_its_closed_form():
    """a = 7, b = 0.1: V = a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2; V1 = (1 + bπ⁴/5)²/2, V2 = a²/8, V13 = 8b²π⁸/225.

    Ishigami & Homma 1990.
    """
    a, b = 7.0, 0.1
    whole = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    alone = np.array([(1 + b * np.pi**4 / 5) ** 2 / 2, a**2 / 8, 0.0]) / whole
    shared = 8 * b**2 * np.pi**8 / 225 / whole
    found = sobol_indices(ishigami, 3, count=8192)
    assert found.first == pytest.approx(alone, abs=0.01)
    assert found.total == pytest.approx(alone + np.array([shared, 0, shared]), abs=0.01)
    assert found.variance == pytest.approx(whole, rel=0.01)


def test_a_weighted_sum_shares_its_variance_by_the_squares_of_its_weights():
    """f = Σ wᵢ uᵢ: S1 = ST = wᵢ² / Σ w²."""
    weights = np.array([1.0, 2.0, 3.0])
    found = sobol_indices(lambda u: u @ weights, 3, count=4096)
    assert found.first == pytest.approx(weights**2 / 14, abs=5e-3)
    assert found.total == pytest.approx(weights**2 / 14, abs=5e-3)


def test_the_estimators_are_those_of_scipy():
    """scipy.stats.sobol_indices, method saltelli_2010, on the very same results."""
    a, b = points(0, 3, 1024)
    of_a, of_b = ishigami(a), ishigami(b)
    mixed = np.array([ishigami(np.where(np.arange(3) == i, b, a)) for i in range(3)])
    ours = indices(of_a, of_b, mixed)
    given = {"f_A": of_a[None, :], "f_B": of_b[None, :], "f_AB": mixed[:, None, :]}
    theirs = stats.sobol_indices(func=given, n=1024)
    assert ours.first == pytest.approx(theirs.first_order.ravel(), abs=1e-9)
    assert ours.total == pytest.approx(theirs.total_order.ravel(), abs=1e-9)


def test_a_constant_has_no_indices():
    found = sobol_indices(lambda u: np.full(len(u), 3.0), 2, count=64)
    assert found.variance == 0
    assert not found.first.any()
    assert not found.total.any()


def test_the_seed_alone_decides_the_points():
    assert np.array_equal(points(7, 5, 128)[0], points(7, 5, 128)[0])
    assert not np.array_equal(points(7, 5, 128)[0], points(8, 5, 128)[0])
    assert all(part.min() > 0 and part.max() < 1 for part in points(7, 5, 4096))
