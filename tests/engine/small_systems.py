"""Systems from small dense tables, and random productive ones, for the tests of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tanzuji.engine.system import System


def system_of(
    technosphere: Any, interventions: Any, lines: dict[str, Sequence[float]] | None = None, **ids: Any
) -> System:
    """The system of dense tables; without `lines` every flow counts as 1 kg CO2e."""
    A, B = np.array(technosphere, dtype=float), np.array(interventions, dtype=float)
    return System.from_triplets(
        technosphere=(*np.nonzero(A), A[np.nonzero(A)]),
        interventions=(*np.nonzero(B), B[np.nonzero(B)]),
        characterization=lines if lines is not None else {"fossil": np.ones(B.shape[0])},
        **ids,
    )


def random_triplets(
    n: int, seed: int, *, inputs: float = 3.0, credits: bool = False, wastes: bool = False
) -> tuple[Any, Any]:
    """Technosphere and interventions of a productive system: inputs are worth at most 0.9 of what is made.

    Products come in units up to four orders of magnitude apart, with reference amounts other than one.
    """
    rng = np.random.default_rng(seed)
    price = 10.0 ** rng.uniform(-2, 2, n)
    made = 10.0 ** rng.uniform(-1, 3, n)
    cols = np.repeat(np.arange(n), rng.poisson(inputs, n))
    rows = rng.integers(0, n, cols.size)
    rows, cols = rows[rows != cols], cols[rows != cols]
    weight = rng.lognormal(0, 1, cols.size)
    share = weight / np.bincount(cols, weight, n)[cols] * rng.uniform(0.1, 0.9, n)[cols]
    amount = -share * made[cols] * price[cols] / price[rows]
    if credits:
        amount *= rng.choice([1.0, 1.0, 1.0, -1.0], amount.size)
    sign = rng.choice([1.0, 1.0, 1.0, -1.0], n) if wastes else np.ones(n)
    technosphere = (
        np.concatenate([np.arange(n), rows]),
        np.concatenate([np.arange(n), cols]),
        np.concatenate([sign * made, amount * sign[rows]]),
    )
    flow, process = np.nonzero(rng.random((4, n)) < 0.6)
    interventions = (flow, process, (made * price)[process] * rng.lognormal(-1, 1.5, process.size))
    return technosphere, interventions


FACTORS = {
    "fossil": [1.0, 29.8, 0.0, 0.0],
    "biogenic": [0.0, 0.0, 27.0, 0.0],
    "removals": [0.0, 0.0, 0.0, -1.0],
}


def random_system(n: int, seed: int, **options: Any) -> System:
    technosphere, interventions = random_triplets(n, seed, **options)
    return System.from_triplets(technosphere, interventions, FACTORS)
