"""Is the technosphere productive: does every loop need less than one unit of its own product a turn?

For M ≥ 0 the loops converge exactly if some x > 0 has x > M x (Hawkins & Simon 1949). Such an x is found once
and then proved by one multiplication. For |M| with credits it is sufficient, not necessary.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import diags_array, eye_array
from scipy.sparse.linalg import splu

from tanzuji.engine.arrays import Rows, Vector
from tanzuji.engine.solve import SMALL, bicgstab_scaled, sweeps

# A loop that multiplies what enters it by more than this is as good as singular in float64.
LIMIT = 1e9


def worth_of(matrix: Rows, burdens: Vector, *, thorough: bool = False) -> Vector | None:
    """x > 0 with x ≥ M x + scale/2 for M ≥ 0, or None when none was found; `thorough` factorises to be sure.

    x is also a scale for each product in which all sorts of units can be compared.
    """
    if burdens.size == 0:
        return np.ones(0)
    scale = _scale(matrix, burdens)
    # Far from converged is good enough: the proof is the inequality, and it is checked.
    level = 0.3
    if scale.size >= SMALL:
        x = bicgstab_scaled(matrix, scale, sweeps(matrix, scale, 6), scale, level)
        if x is not None and _proves(matrix, x, scale):
            return x
        if not thorough:
            return None
    x = _solved(matrix, scale)
    return x if x is not None and _proves(matrix, x, scale) else None


def still_worth(matrix: Rows, worth: Vector) -> bool:
    """Whether a proof found for another M ≥ 0 holds for this one too, with a margin of a thousandth."""
    return bool((worth - matrix @ worth >= 1e-3 * worth).all())


def _proves(matrix: Rows, x: Vector, scale: Vector) -> bool:
    if not (np.isfinite(x).all() and (x > 0).all() and (x < LIMIT * scale).all()):
        return False
    return bool((x - matrix @ x >= 0.5 * scale).all())


def _solved(matrix: Rows, scale: Vector) -> Vector | None:
    n = scale.size
    relative = diags_array(1.0 / scale) @ matrix @ diags_array(scale)
    try:
        if n < SMALL:
            x = np.linalg.solve(np.eye(n) - relative.toarray(), np.ones(n))
        else:
            x = splu((eye_array(n) - relative).tocsc()).solve(np.ones(n))
    except (RuntimeError, np.linalg.LinAlgError):
        return None
    solved: Vector = scale * np.asarray(x, dtype=np.float64)
    return solved


def _scale(matrix: Rows, burdens: Vector) -> Vector:
    """A positive amount for each product: its burden over six tiers, or, without one, its users' burden."""
    scale = np.asarray(sweeps(matrix, np.abs(burdens), 6), dtype=np.float64).copy()
    for _ in range(6):
        empty = scale == 0
        if not empty.any():
            return scale
        worth = np.divide(1.0, scale, out=np.zeros_like(scale), where=~empty)
        use = matrix.T @ worth
        filled = empty & (use > 0)
        scale[filled] = 1.0 / use[filled]
    scale[scale == 0] = 1.0
    return scale
