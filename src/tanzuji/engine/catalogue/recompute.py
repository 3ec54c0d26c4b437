"""Every product of a catalogue on every reporting line: rows × table, a method at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Method
from tanzuji.documents.text import Text
from tanzuji.engine.catalogue.graph import ProductGraph
from tanzuji.engine.catalogue.messages import NO_PRODUCT
from tanzuji.engine.catalogue.multiply import THREADS, Matrix, times
from tanzuji.engine.catalogue.rows import Column
from tanzuji.engine.catalogue.store import METHODS, Rows, method_number
from tanzuji.engine.catalogue.tables import Follow, Releases, located, missing, table


@dataclass(frozen=True)
class Recomputed:
    """What every product of the rows brings per unit of its study, kg CO2e.

    `lines` (products, 5) in the order of LINES; NaN where a dataset it takes has no value. `tables` hold what each
    column weighs, (columns, 5), by number of the method (`store.METHODS`).
    """

    rows: Rows
    lines: NDArray[np.float64]
    tables: Mapping[int, NDArray[np.float64]]
    missing: tuple[Column, ...] = ()

    @cached_property
    def totals(self) -> NDArray[np.float64]:
        """(products,)"""
        return np.asarray(self.lines.sum(axis=1))


@dataclass(frozen=True)
class Standing:
    """What a recomputation stands on: releases, the products that are followed, a method for all where one is given."""

    releases: Releases
    follow: Follow = field(default_factory=Follow)
    method: Method | None = None
    names: Mapping[str, Text | str] = field(default_factory=dict)
    """What the products of a loop are called in an error."""


def recompute(rows: Rows, standing: Standing | Releases, *, threads: int = THREADS) -> Recomputed:
    """Every product on every line, each in its own study's method unless `standing` has one for all.

    Products that stand on followed products are computed after them. Raises `catalogue.loop`, and
    `catalogue.no-product` where a followed product is not among the rows.
    """
    on = standing if isinstance(standing, Standing) else Standing(standing)
    lines = np.zeros((len(rows.keys), len(LINES)))
    tables = {}
    where_read = located(rows.columns, on.releases)
    for number, where in methods_in(rows, on.method):
        method = METHODS[number]
        tables[number] = _followed(rows, table(rows.columns, where_read, method), on)
        matrix = rows.matrix if where is None else rows.matrix.take(where)
        lines[where if where is not None else slice(None)] = times(matrix, tables[number], threads=threads)
    absent = [c for c in missing(rows.columns, where_read) if c.name not in on.follow.products]
    return Recomputed(rows, lines, tables, tuple(absent))


def methods_in(rows: Rows, method: Method | None) -> Iterator[tuple[int, NDArray[np.intp] | None]]:
    """The methods of the rows by number, each with the places of its rows; None where all rows share it."""
    if method is not None:
        yield method_number(method), None
        return
    same = rows.methods.size and bool((rows.methods == rows.methods[0]).all())
    numbers = rows.methods[:1] if same else np.unique(rows.methods)
    for number in numbers.tolist():
        yield number, None if numbers.size == 1 else np.flatnonzero(rows.methods == number)


def _followed(rows: Rows, weights: NDArray[np.float64], on: Standing) -> NDArray[np.float64]:
    """The table with the columns of followed products filled from those products' own rows."""
    for row, columns in followed_rows(rows, on):
        taken, amounts = row_of(rows.matrix, row)
        value = amounts @ weights[taken]
        for column in columns:
            weights[column] = value * on.follow.shares.get(rows.columns[column].name, 1.0)
    return weights


def row_of(matrix: Matrix, row: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Columns and values of one row."""
    start, end = int(matrix.offsets[row]), int(matrix.offsets[row + 1])
    return matrix.columns[start:end], matrix.values[start:end]


def followed_rows(rows: Rows, on: Standing) -> list[tuple[int, list[int]]]:
    """The followed products that are taken, each after what it stands on: its row, and the columns that are it."""
    columns_of: dict[str, list[int]] = {}
    for i, column in enumerate(rows.columns):
        key = on.follow.products.get(column.name)
        if key is not None:
            columns_of.setdefault(key, []).append(i)
    if not columns_of:
        return []
    product_at = {i: key for key, columns in columns_of.items() for i in columns}
    uses: dict[str, set[str]] = {}
    for key in columns_of:
        if key not in rows.places:
            raise NO_PRODUCT.error(product=str(on.names.get(key, key)))
        taken, _ = row_of(rows.matrix, rows.places[key])
        uses[key] = {product_at[c] for c in taken.tolist() if c in product_at}
    return [(rows.places[key], columns_of[key]) for key in ProductGraph(uses).order(on.names)]
