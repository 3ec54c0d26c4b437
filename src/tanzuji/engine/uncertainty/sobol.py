"""Sobol indices: how much of the variance of a result each input brings, alone and with all its interactions.

With two matrices of draws A and B of the same size N, and A with the draws of one input taken from B, written Aᵢ:

    S1ᵢ = mean( f(B) (f(Aᵢ) − f(A)) ) / Var      Saltelli et al. 2010, Comput. Phys. Commun. 181:259, table 2 (b)
    STᵢ = mean( (f(A) − f(Aᵢ))² ) / (2 Var)      Jansen 1999, table 2 (f)

so that N (inputs + 2) results are computed. Results are centred first, which changes nothing but the error of S1.
The draws are points of a Sobol' sequence moved by one random vector (Cranley & Patterson 1976): far more even than
random ones, and decided by the seed alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from tanzuji.engine.arrays import Vector
from tanzuji.engine.samples.random_numbers import keys_of, uniforms


@dataclass(frozen=True, eq=False)
class Indices:
    """First-order and total indices of each input, (d,), with their standard errors, and the variance."""

    first: Vector
    first_error: Vector
    total: Vector
    total_error: Vector
    variance: float


def points(seed: int, dimensions: int, count: int) -> tuple[Vector, Vector]:
    """A and B: two matrices of even draws in (0, 1), (count, dimensions) each; `count` is a power of 2."""
    base = qmc.Sobol(2 * dimensions, scramble=False).random(count)
    keys = keys_of(("sobol", str(at)) for at in range(2 * dimensions))
    moved = np.mod(base + uniforms(seed, keys, 0, 1), 1.0)
    inside = np.clip(moved, 2.0**-33, 1.0 - 2.0**-33)
    return inside[:, :dimensions], inside[:, dimensions:]


def indices(of_a: Vector, of_b: Vector, of_mixed: Vector) -> Indices:
    """The indices of results f(A) (N,), f(B) (N,) and f(Aᵢ) (d, N). All 0 where nothing varies.

    Draws without a value (NaN) are left out of the mean they would stand in.
    """
    both = np.concatenate([of_a, of_b])
    centre, variance = float(np.nanmean(both)), float(np.nanvar(both))
    zero = np.zeros(len(of_mixed))
    if not variance > 0.0:
        return Indices(zero, zero, zero, zero, 0.0)
    a, b, mixed = of_a - centre, of_b - centre, of_mixed - centre
    first, first_error = _mean(b[None, :] * (mixed - a[None, :]))
    total, total_error = _mean((a[None, :] - mixed) ** 2 / 2.0)
    return Indices(
        first / variance, first_error / variance, total / variance, total_error / variance, variance
    )


def _mean(values: Vector) -> tuple[Vector, Vector]:
    """Mean of each row and its standard error, as if the draws were independent: an upper bound for even ones."""
    known = np.isfinite(values).sum(axis=1)
    mean = np.nanmean(values, axis=1)
    return mean, np.nanstd(values, axis=1) / np.sqrt(np.maximum(known, 1))


def sobol_indices(
    function: Callable[[Vector], Vector], dimensions: int, *, count: int = 1024, seed: int = 0
) -> Indices:
    """The indices of a function of uniforms, (k, d) → (k,)."""
    a, b = points(seed, dimensions, count)
    mixed = np.empty((dimensions, count))
    for at in range(dimensions):
        taken = a.copy()
        taken[:, at] = b[:, at]
        mixed[at] = function(taken)
    return indices(function(a), function(b), mixed)
