"""The solver ladder for (I − M) x = b and (I − Mᵀ) x = b, and the check that every answer must pass.

1. Scaled BiCGSTAB with the Jacobi preconditioner (the burden form has it built in: its diagonal is one).
   The unknowns are scaled by an estimate of |x| from a few sweeps, so that the residual norm is a relative one:
   unscaled, the small scores of cheap products keep errors of 1e-6.
2. Gauss-Seidel, where numba is there.
3. SuperLU of I − M, which is Aᵀ scaled and reordered. Never of its transpose: on a database with one large
   loop that fills a hundred times more. The transposed system is solved with the same factors.

Below `SMALL` products LAPACK goes first. What no rung solves to `TOLERANCE` is not answered.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Literal

import numpy as np
import scipy.linalg
from scipy.sparse import eye_array
from scipy.sparse.linalg import splu

from tanzuji.engine.arrays import Flags, Rows, Vector
from tanzuji.engine.kernels import gauss_seidel
from tanzuji.engine.requirements import Requirements, abs_of

SMALL = 200
TOLERANCE = 1e-12
# Loops multiply what is left in the balances, by ten or more: the iterations aim lower, for ten digits in the end.
GOAL = 1e-13
# A direct answer whose rounding errors may have grown by more than this has no digits worth showing.
AMPLIFICATION = 1e8


class NotSolvedError(Exception):
    """No rung gave an answer that passes the check."""


def gross(absolute: Rows, x: Vector, b: Vector) -> Vector:
    """Sum of the magnitudes that each balance adds up: |b| + |x| + |M| |x|."""
    total: Vector = np.abs(b) + np.abs(x) + absolute @ np.abs(x)
    return total


def backward_error(matrix: Rows, absolute: Rows, x: Vector, b: Vector) -> float:
    """Largest residual of (I − M) x = b relative to the gross scale of its own balance; inf when not finite.

    Oettli & Prager 1964: the smallest relative change of M and b, entry by entry, that makes x exact.
    """
    if not np.isfinite(x).all():
        return np.inf
    residual = np.abs(b - x + matrix @ x)
    scale = gross(absolute, x, b)
    return float(np.max(residual[scale > 0] / scale[scale > 0], initial=0.0))


def balance_error(matrix: Any, x: Vector, b: Vector) -> float:
    """The same measure for matrix @ x = b with the matrix as it was handed in, independent of any scaling."""
    if not np.isfinite(x).all():
        return np.inf
    residual = np.abs(b - matrix @ x)
    scale = np.abs(b) + abs(matrix) @ np.abs(x)
    return float(np.max(residual[scale > 0] / scale[scale > 0], initial=0.0))


def sweeps(matrix: Rows, b: Vector, count: int) -> Vector:
    """b + M b + … + M^count b: the first tiers of the supply chain, an estimate of the solution."""
    x = b
    for _ in range(count):
        x = b + matrix @ x
    return x


def reach(absolute: Rows, b: Vector) -> Flags:
    """Where the solution can differ from zero at all: what b touches through any number of tiers."""
    reached: Flags = b != 0
    while True:
        wider: Flags = reached | (absolute @ reached.astype(np.float64) > 0)
        if np.array_equal(wider, reached):
            return reached
        reached = wider


def bicgstab_scaled(matrix: Rows, b: Vector, x: Vector, scale: Vector, level: float) -> Vector | None:
    """x improved until every residual of (I − M) x = b is below `level` · `scale`, or None on breakdown.

    van der Vorst 1992. Written out because scipy's takes its sums from BLAS, whose threads change the last bits
    and, on a busy machine, wait for one another five times longer than the multiplications take; and because
    here the largest residual decides, not their norm.
    """

    def apply(y: Vector) -> Vector:
        inputs: Vector = np.asarray(matrix @ (scale * y))
        return y - inputs / scale

    residual = (b - x + matrix @ x) / scale
    shadow, y = residual.copy(), np.zeros_like(x)
    direction, image = np.zeros_like(x), np.zeros_like(x)
    rho = alpha = omega = 1.0
    with np.errstate(all="ignore"):
        for _ in range(250):
            if np.max(np.abs(residual), initial=0.0) <= level:
                break
            before, rho = rho, _inner(shadow, residual)
            direction = residual + (rho / before * alpha / omega) * (direction - omega * image)
            image = apply(direction)
            alpha = rho / _inner(shadow, image)
            half = residual - alpha * image
            turned = apply(half)
            omega = _inner(turned, half) / (_inner(turned, turned) or 1.0)
            y += alpha * direction + omega * half
            residual = half - omega * turned
            if omega == 0 or not np.isfinite(omega * alpha):
                break
        improved: Vector = x + scale * y
    return improved if np.isfinite(improved).all() else None


def _inner(a: Vector, b: Vector) -> np.float64:
    """Σ a b, summed pairwise by numpy itself: the same bits with any number of threads."""
    total: np.float64 = (a * b).sum()
    return total


class Solver:
    """Solves the burden form of one technosphere in both directions; keeps factors once they were needed.

    `worth` is a positive vector with worth > |M| worth, which proves that every loop converges, or None where
    there is no such proof: then only a direct factorisation, whose amplification is measured, is believed.
    """

    def __init__(
        self, requirements: Requirements, worth: Vector | None, rungs: tuple[str, ...] | None = None
    ) -> None:
        self.requirements = requirements
        self.worth = worth
        if rungs is None:
            small = requirements.process.size < SMALL
            ladder = ("krylov", "gauss_seidel", "superlu")
            rungs = ("lapack", *ladder) if small else ladder
            if worth is None:
                rungs = tuple(rung for rung in rungs if rung in ("lapack", "superlu"))
        self.rungs = rungs
        self.solved_by = ""

    def solve(self, b: Vector, *, transposed: bool = False, guess: Vector | None = None) -> Vector:
        """x with backward error ≤ TOLERANCE; b and x are (n,). Raises NotSolvedError."""
        for rung in self.rungs:
            x: Vector | None = getattr(self, f"_{rung}")(b, transposed, guess)
            if x is not None and backward_error(*self._pair(transposed), x, b) <= TOLERANCE:
                self.solved_by = rung
                return x
        raise NotSolvedError

    def _pair(self, transposed: bool) -> tuple[Rows, Rows]:
        needs = self.requirements
        if not transposed:
            return needs.direct, needs.absolute
        matrix = needs.transposed
        return matrix, abs_of(matrix) if needs.has_credits else matrix

    def _scale(self, absolute: Rows, b: Vector, transposed: bool) -> Vector:
        """Estimate of |x|, nowhere zero: where no tier arrives, far below anything that matters."""
        estimate = sweeps(absolute, np.abs(b), 12 if transposed else 6)
        worth = np.ones(b.size) if self.worth is None else self.worth
        whole = float(_inner(np.abs(b), worth)) or 1.0
        return np.maximum(estimate, 1e-18 * whole / worth if transposed else 1e-12 * worth)

    def _krylov(self, b: Vector, transposed: bool, guess: Vector | None) -> Vector | None:
        matrix, absolute = self._pair(transposed)
        if not b.any():
            return np.zeros_like(b)
        scale = self._scale(absolute, b, transposed)
        x = sweeps(matrix, b, 6) if guess is None else guess
        for level in (5e-14, 2e-14, 1e-14):
            if backward_error(matrix, absolute, x, b) <= GOAL:
                return x
            improved = bicgstab_scaled(matrix, b, x, scale, level)
            if improved is None:
                break
            x = improved
            # What the sweeps did not see, a long chain or a strong loop, is seen now.
            found = gross(absolute, x, b)
            scale = np.where(found > 0, found, scale)
        # Long chains without a loop break the recurrence down, and are just what plain sweeps finish.
        for _ in range(10):
            if backward_error(matrix, absolute, x, b) <= GOAL:
                break
            for _ in range(10):
                x = b + matrix @ x
        return x

    def _gauss_seidel(self, b: Vector, transposed: bool, guess: Vector | None) -> Vector | None:
        sweep = gauss_seidel()
        if sweep is None:
            return None
        matrix, absolute = self._pair(transposed)
        x = np.zeros_like(b) if guess is None else guess.copy()
        for _ in range(100):
            sweep(matrix, b, x, 10)
            if backward_error(matrix, absolute, x, b) <= GOAL:
                break
        return x

    @cached_property
    def _dense_factors(self) -> Any:
        n = self.requirements.process.size
        with np.errstate(all="ignore"):
            factors, order, _ = scipy.linalg.lapack.dgetrf(np.eye(n) - self.requirements.direct.toarray())
        return factors, order

    def _lapack(self, b: Vector, transposed: bool, guess: Vector | None) -> Vector | None:
        trans: Literal[0, 1] = 1 if transposed else 0

        def back(right: Vector) -> Vector:
            with np.errstate(all="ignore"):
                x: Vector = scipy.linalg.lu_solve(self._dense_factors, right, trans=trans, check_finite=False)
            return x

        if not (np.diag(self._dense_factors[0]) != 0).all():
            return None
        return self._refined(back, b, transposed)

    @cached_property
    def _sparse_factors(self) -> Any:
        n = self.requirements.process.size
        try:
            return splu((eye_array(n) - self.requirements.direct).tocsc())
        except RuntimeError:  # exactly singular
            return None

    def _superlu(self, b: Vector, transposed: bool, guess: Vector | None) -> Vector | None:
        factors = self._sparse_factors
        if factors is None:
            return None
        return self._refined(
            lambda right: factors.solve(right, trans="T" if transposed else "N"), b, transposed
        )

    def _refined(self, back: Any, b: Vector, transposed: bool) -> Vector | None:
        """The direct answer after two steps of refinement; None where rounding errors were amplified too much."""
        matrix, absolute = self._pair(transposed)
        with np.errstate(all="ignore"):
            # Pivoting leaves rounding where nothing arrives; there, any residual is as large as the answer.
            reached = reach(absolute, b)
            x: Vector = np.where(reached, back(b), 0.0)
            for _ in range(2):
                x = np.where(reached, x + back(b - x + matrix @ x), 0.0)
            scale = gross(absolute, x, b)
            if not scale.any():
                scale = np.ones_like(b)
            # Rounding leaves errors of about eps·scale in the balances, of any sign. How far do they spread?
            signs = np.random.default_rng(0).choice((-1.0, 1.0), b.size)
            spread = np.abs(back(signs * scale))[scale > 0] / scale[scale > 0]
        return x if np.isfinite(x).all() and np.max(spread, initial=0.0) < AMPLIFICATION else None
