"""Compiled loops. The one place that knows whether numba is there; without it the rung is left out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

from tanzuji.engine.arrays import Rows, Vector


def _sweeps(indptr: Any, indices: Any, data: Any, b: Any, x: Any, count: int) -> None:
    """`count` symmetric Gauss-Seidel sweeps on (I − M) x = b, in place; the diagonal of M is zero."""
    n = x.size
    for _ in range(count):
        for step in range(2 * n):
            row = step if step < n else 2 * n - 1 - step
            total = b[row]
            for at in range(indptr[row], indptr[row + 1]):
                total += data[at] * x[indices[at]]
            x[row] = total


@cache
def gauss_seidel() -> Callable[[Rows, Vector, Vector, int], None] | None:
    """Sweeps (M, b, x, count) that improve x in place, or None without numba.

    numba is imported on first need only: importing and compiling take longer than most solves.
    """
    if find_spec("numba") is None:
        return None
    from numba import njit

    compiled = njit(_sweeps)

    def sweep(matrix: Rows, b: Vector, x: Vector, count: int) -> None:
        compiled(matrix.indptr, matrix.indices, matrix.data, b, x, count)

    return sweep
