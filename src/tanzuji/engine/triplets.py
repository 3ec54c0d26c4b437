"""Exchanges as (row, column, value) triplets: checked, summed, and put into one canonical order.

The order of the triplets never reaches a result: cells are sorted by column and row, and the values that
fall into one cell are summed in the order of their size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from tanzuji.documents.errors import CodedError, define
from tanzuji.engine.arrays import Columns, Positions, Vector

BAD_SHAPE = define(
    "engine.bad-shape",
    zh="矩阵数据的形状不符：{what}。",
    en="The shape of the matrix data does not fit: {what}.",
    remedy_zh="三元组的行、列、数值须等长，索引须为非负整数且在编号范围内；每个特征化向量须与基本流一一对应。",
    remedy_en="Give rows, columns and values of equal length, integer positions inside the range of the ids, "
    "and characterization vectors with one factor an elementary flow.",
)
NOT_FINITE = define(
    "engine.not-finite",
    zh="{place} 的数值为 {value}，不是有限数。",
    en="The value at {place} is {value}, not a finite number.",
    remedy_zh="检查该处的公式、换算或缺失值。",
    remedy_en="Look for a failed formula, a failed conversion or a missing value there.",
)
_UNKNOWN_ZH, _UNKNOWN_EN = "检查编号的拼写与版本。{nearZh}", "Check spelling and version of the id. {nearEn}"
UNKNOWN = {
    kind: define(
        f"engine.unknown-{kind}",
        zh=f"系统中没有{zh}“{{id}}”。",
        en=f"The system has no {kind} “{{id}}”.",
        remedy_zh=_UNKNOWN_ZH,
        remedy_en=_UNKNOWN_EN,
    )
    for kind, zh in (("product", "产品"), ("process", "过程"), ("flow", "基本流"), ("line", "报告项"))
}

Triplets = tuple[Any, Any, Any]


class BadShape(CodedError):
    """Arrays, ids or vectors do not fit together."""


class NonFinite(CodedError):
    """A NaN or an infinity among the inputs; the problem says where."""


class Unknown(CodedError):
    """An id the system does not have."""


def bad_shape(path: str, what: str) -> BadShape:
    return BadShape([BAD_SHAPE.problem(path, what=what)])


@dataclass(frozen=True)
class Axis:
    """The ids along one side of a matrix, in the order given; without ids they are 0, 1, 2, …"""

    kind: str
    ids: Sequence[Hashable]
    _positions: dict[Hashable, int] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    def position(self, identifier: Hashable, path: str = "") -> int:
        """Where an id stands. Raises Unknown (`engine.unknown-…`) and lists the nearest ids."""
        if not self._positions:
            self._positions.update((name, at) for at, name in enumerate(self.ids))
        try:
            return self._positions[identifier]
        except (KeyError, TypeError):
            near = get_close_matches(str(identifier), [str(name) for name in self.ids], n=3)
            fields = {"id": identifier, "nearZh": "", "nearEn": ""}
            if near:
                fields |= {
                    "nearZh": f"相近的有：{'、'.join(near)}。",
                    "nearEn": f"Near it: {', '.join(near)}.",
                }
            raise Unknown([UNKNOWN[self.kind].problem(path, **fields)]) from None

    def names(self, positions: Iterable[int], limit: int = 6) -> str:
        """The ids at these positions for a sentence; a long list ends in a count."""
        every = [str(self.ids[at]) for at in positions]
        rest = len(every) - limit
        return ", ".join(every[:limit]) + (f" … +{rest}" if rest > 0 else "")


def axis(kind: str, ids: Iterable[Hashable] | None, needed: int) -> Axis:
    """The axis of `kind`, with the ids given or 0 … needed−1. Raises BadShape on repeated ids."""
    if ids is None:
        return Axis(kind, range(needed))
    listed = tuple(ids)
    if len(set(listed)) != len(listed):
        twice = next(name for name, times in Counter(listed).items() if times > 1)
        raise bad_shape(f"{kind}_ids", f"{kind} id “{twice}” occurs twice")
    return Axis(kind, listed)


@dataclass(frozen=True)
class Exchanges:
    """Checked triplets of one matrix; positions are int64, values float64, all of one length."""

    name: str
    rows: Positions
    cols: Positions
    values: Vector

    @classmethod
    def read(cls, name: str, triplets: Triplets) -> Exchanges:
        """Raises BadShape on unequal lengths or positions that are no integers ≥ 0."""
        try:
            rows, cols, values = (np.asarray(part) for part in triplets)
            values = values.astype(np.float64)
        except (TypeError, ValueError):
            raise bad_shape(name, "rows, columns and values of numbers are wanted") from None
        if not (rows.ndim == cols.ndim == values.ndim == 1 and rows.size == cols.size == values.size):
            raise bad_shape(name, f"rows {rows.shape}, columns {cols.shape}, values {values.shape}")
        return cls(name, _positions(f"{name}.rows", rows), _positions(f"{name}.cols", cols), values)

    def check(self, row_axis: Axis, col_axis: Axis) -> None:
        """Raises BadShape on a position beyond an axis, NonFinite on a NaN or an infinity, naming both ids."""
        for side, positions, along in (("rows", self.rows, row_axis), ("cols", self.cols, col_axis)):
            if positions.size and positions.max() >= len(along):
                at = int(np.argmax(positions >= len(along)))
                what = f"position {positions[at]}, but there are {len(along)} {along.kind} ids"
                raise bad_shape(f"{self.name}.{side}[{at}]", what)
        if not np.isfinite(self.values).all():
            problems = []
            for at in np.flatnonzero(~np.isfinite(self.values))[:20]:
                row, col = row_axis.ids[self.rows[at]], col_axis.ids[self.cols[at]]
                place = f"{self.name} [{row_axis.kind} {row}, {col_axis.kind} {col}]"
                path = f"{self.name}.values[{at}]"
                problems.append(NOT_FINITE.problem(path, place=place, value=float(self.values[at])))
            raise NonFinite(problems)


def _positions(path: str, given: Any) -> Positions:
    whole = given if given.dtype.kind in "iu" else np.zeros(0, np.int64)
    if (
        given.size
        and given.dtype.kind == "f"
        and np.isfinite(given).all()
        and (given == np.trunc(given)).all()
    ):
        whole = given
    if whole.size != given.size:
        raise bad_shape(path, "positions must be integers")
    if whole.size and whole.min() < 0:
        raise bad_shape(f"{path}[{int(np.argmin(whole))}]", f"position {whole.min()} is negative")
    return whole.astype(np.int64)


@dataclass(frozen=True)
class Cells:
    """A summed matrix in canonical order, and the cells in which a process uses up its own output."""

    matrix: Columns
    overdrawn: tuple[tuple[int, int], ...] = ()


def assemble(exchanges: Exchanges, shape: tuple[int, int]) -> Cells:
    """Sum the triplets cell by cell; zero sums leave no cell. Independent of the order of the triplets.

    A cell is overdrawn where production and self-use meet and nothing is left over, up to rounding.
    """
    n_rows = shape[0]
    key = exchanges.cols * n_rows + exchanges.rows
    values = exchanges.values
    if key.size and not (key[1:] > key[:-1]).all():
        order = np.argsort(key, kind="stable")
        key, values = key[order], values[order]
    first = np.ones(key.size, dtype=bool)
    first[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(first)
    overdrawn: tuple[tuple[int, int], ...] = ()
    if starts.size != key.size:
        values = _ordered_within(key, values, first)
        made = np.add.reduceat(np.maximum(values, 0.0), starts)
        used = np.add.reduceat(np.minimum(values, 0.0), starts)
        values = np.add.reduceat(values, starts)
        # 0.1 + 0.2 − 0.3 must count as nothing left over.
        both = (made > 0) & (used < 0)
        values[both & (np.abs(values) <= 8 * np.finfo(float).eps * (made - used))] = 0.0
        key = key[starts]
        overdrawn = tuple((int(cell % n_rows), int(cell // n_rows)) for cell in key[both & (values <= 0)])
    return Cells(from_keys(key, values, shape), overdrawn)


def _ordered_within(key: Positions, values: Vector, first: Any) -> Vector:
    """Values with those that share a cell sorted by size, so that their sum has one rounding."""
    shared = ~first
    shared[:-1] |= shared[1:].copy()
    at = np.flatnonzero(shared)
    out = values.copy()
    out[at] = values[at[np.lexsort((values[at], key[at]))]]
    return out


def from_keys(key: Positions, values: Vector, shape: tuple[int, int]) -> Columns:
    """The matrix whose cells are col·n_rows + row, ascending and unique; zero values are left out."""
    if not values.all():
        key, values = key[values != 0], values[values != 0]
    col, row = np.divmod(key, max(shape[0], 1))
    indptr = np.zeros(shape[1] + 1, dtype=np.int64)
    np.cumsum(np.bincount(col, minlength=shape[1]), out=indptr[1:])
    small = max(*shape, key.size) < np.iinfo(np.int32).max
    kind = np.int32 if small else np.int64
    index: tuple[Any, Any] = (row.astype(kind), indptr.astype(kind))
    matrix = csc_array((values, *index), shape=shape)
    matrix.has_sorted_indices = True
    matrix.has_canonical_format = True
    return matrix


def keys_of(matrix: Columns) -> Positions:
    """col·n_rows + row of every cell, ascending."""
    n_rows, n_cols = matrix.shape
    col = np.repeat(np.arange(n_cols, dtype=np.int64), np.diff(matrix.indptr))
    keys: Positions = col * n_rows + matrix.indices
    return keys


def edited(cells: Cells, changes: Mapping[tuple[int, int], float]) -> Cells:
    """A copy in which each (row, col) holds its new net value; zero removes the cell."""
    n_rows = cells.matrix.shape[0]
    wanted = dict(sorted((col * n_rows + row, value) for (row, col), value in changes.items()))
    keys = np.fromiter(wanted.keys(), np.int64, len(wanted))
    news = np.fromiter(wanted.values(), np.float64, len(wanted))
    old, values = keys_of(cells.matrix), cells.matrix.data.copy()
    at = np.searchsorted(old, keys)
    known = np.zeros(keys.size, dtype=bool)
    inside = at < old.size
    known[inside] = old[at[inside]] == keys[inside]
    values[at[known]] = news[known]
    old = np.insert(old, at[~known], keys[~known])
    values = np.insert(values, at[~known], news[~known])
    left = tuple(cell for cell in cells.overdrawn if cell not in changes)
    return Cells(from_keys(old, values, cells.matrix.shape), left)


def characterization_matrix(characterization: Mapping[str, Any], flows: Axis) -> Vector:
    """Factors as (n_flows, n_lines). Raises BadShape on a wrong length, NonFinite naming line and flow."""
    factors = np.empty((len(flows), len(characterization)))
    for at, (line, vector) in enumerate(characterization.items()):
        try:
            column = np.asarray(vector, dtype=np.float64)
        except (TypeError, ValueError):
            raise bad_shape(f"characterization.{line}", "a vector of numbers is wanted") from None
        if column.shape != (len(flows),):
            what = f"{column.shape} factors for {len(flows)} elementary flows"
            raise bad_shape(f"characterization.{line}", what)
        for wrong in np.flatnonzero(~np.isfinite(column))[:1]:
            place = f"characterization [line {line}, flow {flows.ids[wrong]}]"
            path = f"characterization.{line}[{wrong}]"
            raise NonFinite([NOT_FINITE.problem(path, place=place, value=float(column[wrong]))])
        factors[:, at] = column
    return factors
