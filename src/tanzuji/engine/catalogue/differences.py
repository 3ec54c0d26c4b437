"""What a new release changes: for each product old, new, which dataset moved it, and which marks it crosses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tanzuji.engine.catalogue.multiply import THREADS, Matrix
from tanzuji.engine.catalogue.recompute import Recomputed, Standing, methods_in, recompute, row_of
from tanzuji.engine.catalogue.rows import Column
from tanzuji.engine.catalogue.store import Rows

TOLERANCE = 0.10
"""Change from which a footprint has to be renewed before its time: more than 10 % (PACT Methodology; TfS says 20 %)."""

TERMS_AT_ONCE = 500_000
"""Terms a thread looks at when it seeks causes: about twenty megabytes."""

UNKNOWN = -1


@dataclass(frozen=True)
class Bands:
    """Marks by product: upper limits in rising order, in kg CO2e per unit of the study.

    A total at or below the first limit is in band 0, above the last in band len(limits). They may be limits of
    grades, a benchmark, or the ends of a published range.
    """

    limits: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def positions(self, keys: Sequence[str], totals: NDArray[np.float64]) -> NDArray[np.int64]:
        """The band of every product; −1 where it has no limits or no total."""
        found = np.full(len(keys), UNKNOWN, dtype=np.int64)
        if self.limits:
            for i, key in enumerate(keys):
                limits = self.limits.get(key)
                if limits and np.isfinite(totals[i]):
                    found[i] = np.searchsorted(np.asarray(limits, dtype=np.float64), totals[i], side="left")
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One product's change: totals in kg CO2e per unit, and what moved it, largest first, with kg CO2e each."""

    key: str
    old: float
    new: float
    causes: tuple[tuple[Column, float], ...]
    beyond_tolerance: bool
    band_before: int
    band_after: int

    @property
    def change(self) -> float:
        return self.new - self.old

    @property
    def no_longer_known(self) -> bool:
        """Whether it had a footprint and has none now, because a dataset or product it stands on is gone.

        Such a change is neither beyond a tolerance nor into another band: it has no size.
        """
        return bool(np.isfinite(self.old) and not np.isfinite(self.new))

    @property
    def crosses(self) -> bool:
        """Whether it changes its band."""
        return UNKNOWN not in (self.band_before, self.band_after) and self.band_before != self.band_after


@dataclass(frozen=True)
class Differences:
    """Old and new of every product of the rows, in their order; arrays are (products,)."""

    rows: Rows
    before: Recomputed
    after: Recomputed
    tolerance: float
    cause: NDArray[np.int64]
    """The column that moved each product most; −1 where none did."""
    cause_change: NDArray[np.float64]
    """What that column alone changed, kg CO2e per unit."""
    band_before: NDArray[np.int64]
    band_after: NDArray[np.int64]

    @property
    def old(self) -> NDArray[np.float64]:
        return self.before.totals

    @property
    def new(self) -> NDArray[np.float64]:
        return self.after.totals

    @cached_property
    def beyond_tolerance(self) -> NDArray[np.bool_]:
        """Whose footprint changes by more than the tolerance; not those that are no longer known."""
        old = self.old
        with np.errstate(invalid="ignore"):
            return np.asarray(np.abs(self.new - old) > self.tolerance * np.abs(old) * (1 + 1e-9))

    @property
    def no_longer_known(self) -> NDArray[np.bool_]:
        """Who had a footprint and has none now: an alarm of its own, since an unknown change is beyond nothing."""
        return np.asarray(np.isfinite(self.old) & ~np.isfinite(self.new))

    @property
    def crossed(self) -> NDArray[np.bool_]:
        """Who changes its band."""
        known = (self.band_before != UNKNOWN) & (self.band_after != UNKNOWN)
        return np.asarray(known & (self.band_before != self.band_after))

    def of(self, i: int, most: int = 5) -> Difference:
        """The difference of product `i` with its `most` largest causes; all of them sum to the change."""
        columns, changes = self._changes(i)
        size = np.abs(np.nan_to_num(changes, nan=np.inf))
        order = np.argsort(-size, kind="stable")[:most]
        return Difference(
            self.rows.keys[i],
            float(self.old[i]),
            float(self.new[i]),
            tuple((self.rows.columns[columns[at]], float(changes[at])) for at in order.tolist() if size[at]),
            bool(self.beyond_tolerance[i]),
            int(self.band_before[i]),
            int(self.band_after[i]),
        )

    def __iter__(self) -> Iterator[Difference]:
        return (self.of(i) for i in range(len(self.rows.keys)))

    def _changes(self, i: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The columns of a product and what each changes, kg CO2e per unit."""
        columns, values = row_of(self.rows.matrix, i)
        before, after = self._weights[self._method(i)]
        return columns, values * (after[columns] - before[columns])

    def _method(self, i: int) -> int:
        return int(self.rows.methods[i]) if len(self.before.tables) > 1 else next(iter(self.before.tables))

    @cached_property
    def _weights(self) -> dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]:
        return {
            number: (of.sum(axis=1), self.after.tables[number].sum(axis=1))
            for number, of in self.before.tables.items()
        }


def differences(
    rows: Rows,
    before: Standing,
    after: Standing,
    *,
    bands: Bands | None = None,
    tolerance: float = TOLERANCE,
    threads: int = THREADS,
) -> Differences:
    """Every product on what it stands on (`before`) and on what is to take its place (`after`).

    Both in the product's own method, or both in one that is the same: a change of method is no change of a release.
    Raises what `recompute` raises.
    """
    old, new = recompute(rows, before, threads=threads), recompute(rows, after, threads=threads)
    cause = np.full(len(rows.keys), UNKNOWN, dtype=np.int64)
    change = np.zeros(len(rows.keys))
    for number, where in methods_in(rows, before.method):
        moved = new.tables[number].sum(axis=1) - old.tables[number].sum(axis=1)
        matrix = rows.matrix if where is None else rows.matrix.take(where)
        columns, by = _largest(matrix, moved, threads)
        cause[where if where is not None else slice(None)] = columns
        change[where if where is not None else slice(None)] = by
    marks = bands or Bands()
    return Differences(
        rows,
        old,
        new,
        tolerance,
        cause,
        change,
        marks.positions(rows.keys, old.totals),
        marks.positions(rows.keys, new.totals),
    )


def _largest(
    matrix: Matrix, moved: NDArray[np.float64], threads: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """For every row the column whose term changes most either way, and that change; −1 and 0 where none does.

    A term that is no longer known counts as the largest.
    """
    columns = np.full(len(matrix), UNKNOWN, dtype=np.int64)
    changes = np.zeros(len(matrix))

    def look(span: tuple[int, int]) -> None:
        first, last = span
        columns[first:last], changes[first:last] = _largest_of(matrix.rows(first, last), moved)

    with ThreadPoolExecutor(max(1, threads)) as pool:
        list(pool.map(look, _portions(matrix)))
    return columns, changes


def _portions(matrix: Matrix) -> Iterator[tuple[int, int]]:
    """Spans of rows that hold at most TERMS_AT_ONCE terms, or a single row."""
    first = 0
    while first < len(matrix):
        room = int(matrix.offsets[first]) + TERMS_AT_ONCE
        last = max(first + 1, int(np.searchsorted(matrix.offsets, room, side="right")) - 1)
        yield first, last
        first = last


def _largest_of(part: Matrix, moved: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    columns, changes = np.full(len(part), UNKNOWN, dtype=np.int64), np.zeros(len(part))
    lengths = np.diff(part.offsets)
    held = np.flatnonzero(lengths)
    if held.size:
        terms = part.values * moved[part.columns]
        size = np.abs(terms)
        size[np.isnan(size)] = np.inf
        starts = part.offsets[:-1][held]
        most = np.maximum.reduceat(size, starts)
        hits = np.flatnonzero(size == np.repeat(most, lengths[held]))
        at = hits[np.searchsorted(hits, starts)]  # the first term of each row that has that size
        real = most > 0
        columns[held[real]], changes[held[real]] = part.columns[at[real]], terms[at[real]]
    return columns, changes
