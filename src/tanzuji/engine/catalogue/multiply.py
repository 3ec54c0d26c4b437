"""Rows × table: the sums of every product over its columns. Compiled where numba is there, else in scipy's loops.

Both add the terms of a row in the order in which they stand, and numba is asked for no fast mathematics, which would
let it fuse a multiplication with an addition: on x86-64, where it is tested, the numbers are the same to the last bit.
On machines whose compilers fuse in scipy's own loops (ARM, POWER) the last bits may differ. Threads take spans of rows,
so that their number changes nothing on any machine.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

THREADS = min(8, os.cpu_count() or 1)
WIDE = 16
"""Columns of a table from which the loop over them is worth compiling."""
WORTH_COMPILING = 5_000_000
"""Products of terms and columns below which compiling takes longer than it saves: numba wants a second or two."""
LEAST = 20_000
"""Terms below which a thread costs more than it brings."""


class Matrix(NamedTuple):
    """Compressed rows: `offsets` (n + 1,) int64, `columns` (terms,) int32, `values` (terms,) float64."""

    offsets: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float64]

    def __len__(self) -> int:  # the number of rows, not of fields
        return int(self.offsets.size) - 1

    def rows(self, first: int, last: int) -> Matrix:
        """Rows first … last − 1, without copying a term."""
        start, end = int(self.offsets[first]), int(self.offsets[last])
        return Matrix(self.offsets[first : last + 1] - start, self.columns[start:end], self.values[start:end])

    def take(self, rows: NDArray[np.integer[Any]]) -> Matrix:
        """The rows of these numbers, in that order, copied."""
        lengths = np.diff(self.offsets)[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        at = np.repeat(self.offsets[:-1][rows] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return Matrix(offsets, self.columns[at], self.values[at])


def times(matrix: Matrix, table: NDArray[Any], *, threads: int = THREADS) -> NDArray[Any]:
    """matrix · table; `table` (columns, k) float64 or float32, the result (rows, k) in the table's type.

    A float32 table is for samples: the values are rounded to it as well.
    """
    result = np.zeros((len(matrix), table.shape[1]), dtype=table.dtype)
    if not matrix.values.size:
        return result
    table = np.ascontiguousarray(table)
    several = threads > 1 and matrix.values.size > LEAST
    spans = list(_spans(matrix, 4 * threads)) if several else [(0, len(matrix))]
    kernel = _kernel(table.shape[1], matrix.values.size)

    def work(span: tuple[int, int]) -> None:
        kernel(matrix.rows(*span), table, result[span[0] : span[1]])

    if len(spans) == 1:
        work(spans[0])
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(work, spans))
    return result


def _spans(matrix: Matrix, count: int) -> Iterator[tuple[int, int]]:
    """Spans of rows with about as many terms each."""
    wanted = np.linspace(0, matrix.values.size, count + 1)[1:-1]
    cuts = np.unique(np.concatenate(([0], np.searchsorted(matrix.offsets, wanted), [len(matrix)])))
    yield from zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)


Kernel = Callable[[Matrix, NDArray[Any], NDArray[Any]], None]


def _kernel(width: int, terms: int) -> Kernel:
    """Five lines and samples by the dozen are what is asked for at full length; other widths are small."""
    if width * terms < WORTH_COMPILING:
        return _with_scipy
    compiled = _compiled(_sum_five) if width == 5 else _compiled(_sum_wide) if width >= WIDE else None
    return compiled or _with_scipy


def _with_scipy(matrix: Matrix, table: NDArray[Any], result: NDArray[Any]) -> None:
    from scipy.sparse import csr_array

    values = matrix.values.astype(table.dtype, copy=False)
    shape = (len(matrix), table.shape[0])
    # Index types have to agree; 32 bits are enough for a span of rows.
    offsets = matrix.offsets.astype(np.int32) if matrix.values.size < 2**31 else matrix.offsets
    rows = csr_array((values, matrix.columns.astype(offsets.dtype, copy=False), offsets), shape=shape)
    result[:] = rows @ table


def _sum_five(offsets: Any, columns: Any, values: Any, table: Any, result: Any) -> None:
    """The five reporting lines of every row, kept in registers."""
    for row in range(offsets.size - 1):
        a = b = c = d = e = 0.0
        for at in range(offsets[row], offsets[row + 1]):
            value, column = values[at], columns[at]
            a += value * table[column, 0]
            b += value * table[column, 1]
            c += value * table[column, 2]
            d += value * table[column, 3]
            e += value * table[column, 4]
        result[row, 0], result[row, 1], result[row, 2], result[row, 3], result[row, 4] = a, b, c, d, e


def _sum_wide(offsets: Any, columns: Any, values: Any, table: Any, result: Any) -> None:
    """Every column of the table, many at a time."""
    for row in range(offsets.size - 1):
        sums = result[row]
        for at in range(offsets[row], offsets[row + 1]):
            value, weights = values[at], table[columns[at]]
            for k in range(sums.size):
                sums[k] += value * weights[k]


@cache
def _compiled(loop: Callable[..., None]) -> Kernel | None:
    """A loop compiled, or None without numba; on first need only, since compiling takes half a second."""
    if find_spec("numba") is None:
        return None
    from numba import njit

    compiled = njit(nogil=True)(loop)

    def kernel(matrix: Matrix, table: NDArray[Any], result: NDArray[Any]) -> None:
        values = matrix.values.astype(table.dtype, copy=False)
        compiled(matrix.offsets, matrix.columns, values, table, result)

    return kernel
