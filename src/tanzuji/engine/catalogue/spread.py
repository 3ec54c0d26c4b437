"""Joint samples of every product: the uncertainty of the background, shared by all that stand on it.

Sample k of one product and sample k of another saw the same background, so that their difference is honest. What is
sampled are the datasets; the amounts of the products' own lines stand still here (they are drawn when one product is
looked at). Deviations from the deterministic value are multiplied in single precision and the value itself is added in
double, so that rounding stays a ten-millionth of the deviation; memory holds one block of products at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.engine.catalogue.multiply import THREADS, Matrix, times
from tanzuji.engine.catalogue.recompute import (
    Recomputed,
    Standing,
    followed_rows,
    methods_in,
    recompute,
    row_of,
)
from tanzuji.engine.catalogue.store import METHODS, Rows
from tanzuji.engine.catalogue.tables import located
from tanzuji.engine.release import Release

BLOCK = 4096
"""Products at a time: 1 000 samples of them are 16 megabytes in single precision."""

COLUMNS_AT_ONCE = 64
"""Samples multiplied at a time, so that those of 20 000 datasets (5 MB) stay near the processor."""

QUANTILES = (0.025, 0.5, 0.975)

Progress = Callable[[int, int], None]
"""Told after each block how many products are done, of how many; it raises to stop."""

Draw = Callable[[Release, Sequence[int], Any], NDArray[np.float64]]
"""(release, rows in it, method) → kg CO2e per declared unit, (samples, rows)."""


@dataclass(frozen=True)
class Spread:
    """How sure the products are, kg CO2e per unit; arrays (products,) in the order of `keys`."""

    keys: Sequence[str]
    value: NDArray[np.float64]
    """Without uncertainty."""
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: NDArray[np.float64]
    """2.5 % of the samples are below."""
    median: NDArray[np.float64]
    high: NDArray[np.float64]
    """97.5 % are below."""
    samples: int


def spread(
    rows: Rows,
    standing: Standing,
    samples: Mapping[int, NDArray[np.float64]] | None = None,
    *,
    draw: Draw | None = None,
    iterations: int = 1000,
    block: int = BLOCK,
    threads: int = THREADS,
    progress: Progress | None = None,
) -> Spread:
    """Mean, standard deviation, median and 95 % interval of every product over joint samples of the background.

    `samples` may give what each column weighs, (columns, K) by number of method; else the releases are asked.
    The numbers do not depend on `block` or `threads`. Raises what `recompute` and `Release.samples`
    raise, and whatever `progress` raises.
    """
    base = recompute(rows, standing, threads=threads)
    drawn = (
        samples
        if samples is not None
        else column_samples(rows, standing, base, draw=draw, iterations=iterations)
    )
    count = next(iter(drawn.values())).shape[1] if drawn else iterations
    found = np.zeros((5, len(rows.keys)))
    done = 0
    for number, where in methods_in(rows, standing.method):
        parts = _deviations(drawn[number], base.tables[number])
        places = np.arange(len(rows.keys)) if where is None else where
        for first in range(0, places.size, block):
            part = places[first : first + block]
            matrix = rows.matrix.rows(first, first + part.size) if where is None else rows.matrix.take(part)
            found[:, part] = _statistics(_sampled(matrix, parts, threads), threads)
            done += part.size
            if progress is not None:
                progress(done, len(rows.keys))
    value = base.totals
    mean, sd, low, median, high = found
    return Spread(rows.keys, value, value + mean, sd, value + low, value + median, value + high, count)


def joint_samples(
    rows: Rows,
    standing: Standing,
    samples: Mapping[int, NDArray[np.float64]] | None = None,
    *,
    draw: Draw | None = None,
    iterations: int = 1000,
    threads: int = THREADS,
) -> NDArray[np.float64]:
    """Every sample of every product, kg CO2e per unit; shape (K, products). For a few products, to compare them."""
    base = recompute(rows, standing, threads=threads)
    drawn = (
        samples
        if samples is not None
        else column_samples(rows, standing, base, draw=draw, iterations=iterations)
    )
    count = next(iter(drawn.values())).shape[1] if drawn else iterations
    found = np.zeros((count, len(rows.keys)))
    for number, where in methods_in(rows, standing.method):
        matrix = rows.matrix if where is None else rows.matrix.take(where)
        weights = drawn[number] - base.tables[number].sum(axis=1)[:, None]
        found[:, where if where is not None else slice(None)] = times(matrix, weights, threads=threads).T
    return found + base.totals


def column_samples(
    rows: Rows, standing: Standing, base: Recomputed, *, draw: Draw | None = None, iterations: int = 1000
) -> dict[int, NDArray[np.float64]]:
    """What every column weighs in each sample, all lines together: (columns, K) by number of method.

    Gases weigh what they weigh; a followed product is sampled through its own row.
    """
    ask = draw or _from_release(iterations)
    found = {}
    for number, lines in base.tables.items():
        totals = lines.sum(axis=1)
        drawn = np.repeat(totals[:, None], iterations, axis=1)
        for of in located(rows.columns, standing.releases):
            asked = [
                at for at, i in enumerate(of.places.tolist())
                if of.rows[at] >= 0 and rows.columns[i].name not in standing.follow.products
            ]  # fmt: skip
            if asked:
                got = ask(of.release, of.rows[asked].tolist(), METHODS[number])
                drawn[of.places[asked]] = got[:iterations].T
        for row, columns in followed_rows(rows, standing):
            taken, amounts = row_of(rows.matrix, row)
            for column in columns:
                share = standing.follow.shares.get(rows.columns[column].name, 1.0)
                drawn[column] = share * (amounts @ drawn[taken])
        found[number] = drawn
    return found


def _from_release(iterations: int) -> Draw:
    def ask(release: Release, rows: Sequence[int], method: Any) -> NDArray[np.float64]:
        return np.asarray(release.samples(rows, method.gwp_set, method.biogenic, iterations=iterations))

    return ask


def _deviations(samples: NDArray[np.float64], lines: NDArray[np.float64]) -> list[NDArray[np.float32]]:
    """What each column deviates from its value, in slices of samples that lie in one piece."""
    totals = lines.sum(axis=1)
    return [
        np.ascontiguousarray(samples[:, first : first + COLUMNS_AT_ONCE] - totals[:, None], dtype=np.float32)
        for first in range(0, samples.shape[1], COLUMNS_AT_ONCE)
    ]


def _sampled(matrix: Matrix, deviations: Sequence[NDArray[np.float32]], threads: int) -> NDArray[np.float32]:
    """Deviations of a block of products, (products, K)."""
    return np.concatenate([times(matrix, part, threads=threads) for part in deviations], axis=1)


def _statistics(samples: NDArray[np.float32], threads: int) -> NDArray[np.float64]:
    """Mean, sd and quantiles of every product, (5, products); quantiles as numpy's default (type 7)."""
    from concurrent.futures import ThreadPoolExecutor

    parts = [part for part in np.array_split(samples, max(1, threads)) if part.size]
    if len(parts) < 2:
        return _of_part(samples)
    with ThreadPoolExecutor(threads) as pool:
        return np.concatenate(list(pool.map(_of_part, parts)), axis=1)


def _of_part(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    count = samples.shape[1]
    at = [q * (count - 1) for q in QUANTILES]
    below = [int(position) for position in at]
    mean = samples.mean(axis=1, dtype=np.float64)
    sd = samples.std(axis=1, ddof=1 if count > 1 else 0, dtype=np.float64)
    ordered = np.sort(samples, axis=1)  # 8 µs for 1 000 numbers, half of what picking out six of them takes
    quantiles = [
        ordered[:, i]
        + (position - i) * (ordered[:, min(i + 1, count - 1)].astype(np.float64) - ordered[:, i])
        for i, position in zip(below, at, strict=True)
    ]
    return np.stack([mean, sd, *quantiles])
