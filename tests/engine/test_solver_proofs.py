"""Footprints of strong loops, against a direct solution refined in extended precision."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from tanzuji.engine.system import System

GAINS = (0.5, 0.9, 0.99, 0.999)


def one_loop(n: int, gain: float, rng: Any) -> Any:
    """Every process spends exactly `gain` of what its product is worth on products of others: one loop of all."""
    price = 10.0 ** rng.uniform(-3, 3, n)
    cols = np.repeat(np.arange(n), rng.poisson(8, n) + 1)
    rows = (cols + rng.integers(1, n, cols.size)) % n
    weight = rng.lognormal(0, 1.5, cols.size)
    share = gain * weight / np.bincount(cols, weight, n)[cols]
    return price, rows, cols, share * price[cols] / price[rows]


def many_rings(n: int, gain: float, rng: Any) -> Any:
    """Rings of three with this gain a turn, each of which buys a little from the next ring."""
    price = 10.0 ** rng.uniform(-3, 3, n)
    at = np.arange(n)
    following = at - at % 3 + (at + 1) % 3
    chain = at[::3][:-1]
    rows, cols = np.concatenate([following, chain + 3]), np.concatenate([at, chain])
    # A chain of multipliers 1/(1 − gain) would leave float64; what goes on to the next ring is as much smaller.
    share = np.concatenate([np.full(n, gain ** (1 / 3)), np.full(chain.size, 0.5 * (1 - gain))])
    return price, rows, cols, share * price[cols] / price[rows]


def one_ring(n: int, gain: float, rng: Any) -> Any:
    """One ring of all processes: the slowest loop there can be for an iteration."""
    price = 10.0 ** rng.uniform(-3, 3, n)
    at = np.arange(n)
    rows = (at + 1) % n
    return price, rows, at, gain ** (1 / n) * price[at] / price[rows]


def refined(technosphere: Any, burdens: Any) -> Any:
    """λ of Aᵀ λ = b: SuperLU, then refinement with residuals in 80-bit numbers until it stands still."""
    n = burdens.size
    A = csc_array((technosphere[2], technosphere[:2]), shape=(n, n))
    factors, by_product = splu(A.T.tocsc()), A.T.tocsr()
    data, indices = by_product.data.astype(np.longdouble), by_product.indices
    wanted = burdens.astype(np.longdouble)
    x = factors.solve(burdens).astype(np.longdouble)
    for _ in range(8):
        step = factors.solve(
            (wanted - np.add.reduceat(data * x[indices], by_product.indptr[:-1])).astype(float)
        )
        x += step
    assert np.max(np.abs(step) / np.abs(x)) < 1e-12
    return x


@pytest.mark.parametrize("gain", GAINS)
@pytest.mark.parametrize("n", [150, 3000])
@pytest.mark.parametrize("loop", [one_loop, many_rings, one_ring])
def test_every_footprint_of_a_loop_is_right_to_nine_digits(loop: Any, n: int, gain: float) -> None:
    rng = np.random.default_rng(n)
    price, rows, cols, inputs = loop(n, gain, rng)
    at = np.arange(n)
    technosphere = (
        np.concatenate([at, rows]),
        np.concatenate([at, cols]),
        np.concatenate([np.ones(n), -inputs]),
    )
    burdens = price * rng.lognormal(-1, 2, n)
    system = System.from_triplets(technosphere, (np.zeros(n, int), at, burdens), {"fossil": [1.0]})
    found, expected = system.intensities()[:, 0], refined(technosphere, burdens)
    assert float(np.max(np.abs(found - expected) / np.abs(expected))) <= 1e-9
    drawn = system.sample(1, 0)[0]
    assert float(np.max(np.abs(drawn - expected) / np.abs(expected))) <= 1e-6
