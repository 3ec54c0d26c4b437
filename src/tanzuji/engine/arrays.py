"""The array types the engine speaks of: float64 values, int64 positions, compressed sparse matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

Rows: TypeAlias = "csr_array[np.float64, tuple[int, int]]"
Columns: TypeAlias = "csc_array[np.float64]"
Vector: TypeAlias = npt.NDArray[np.float64]
Positions: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]


def frozen(array: Vector) -> Vector:
    """The same array, no longer writeable: what is cached must not change in a caller's hands."""
    array.flags.writeable = False
    return array


def spans(starts: Positions, lengths: Positions) -> Positions:
    """Positions start, start+1, …, start+length−1 of every span, one after another."""
    total = int(lengths.sum())
    offsets = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    return offsets + np.arange(total, dtype=np.int64)
