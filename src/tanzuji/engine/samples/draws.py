"""Drawn exchanges of a matrix, and where they stand in the burden form of the technosphere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from tanzuji.engine.arrays import Flags, Positions, Vector
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.random_numbers import Keys, uniforms
from tanzuji.engine.samples.uncertain_exchanges import UncertainExchanges

_PIECE = 8192  # exchanges drawn at a time


@dataclass(frozen=True, eq=False)
class Draws:
    """Amounts of the exchanges of one matrix in any iteration, in an order that suits whoever adds them up.

    `drawn` are the uncertain ones, ascending, to which `factors` and `keys` belong.
    """

    values: Vector
    drawn: Positions
    factors: Factors
    keys: Keys

    @classmethod
    def of(cls, exchanges: UncertainExchanges, order: Positions) -> Draws:
        """Those of the exchanges taken in this order."""
        place = np.empty_like(order)
        place[order] = np.arange(order.size)
        drawn = place[exchanges.drawn]
        ascending = np.argsort(drawn)
        factors, keys = exchanges.factors.take(ascending), exchanges.keys[ascending]
        return cls(exchanges.values[order], drawn[ascending], factors, keys)

    @cached_property
    def _pieces(self) -> list[tuple[Positions | slice, Vector, Factors, Keys]]:
        found: list[tuple[Positions | slice, Vector, Factors, Keys]] = []
        every = np.arange(self.drawn.size)
        for at in range(0, self.drawn.size, _PIECE):
            part = every[at : at + _PIECE]
            places = self.drawn[part]
            solid = places[-1] - places[0] + 1 == places.size
            where = slice(int(places[0]), int(places[-1]) + 1) if solid else places
            found.append((where, self.values[places], self.factors.take(part), self.keys[part]))
        return found

    def amounts(self, seed: int, first: int, count: int) -> Vector:
        """Amounts in iterations first … first + count − 1, (count, exchanges)."""
        made = np.empty((count, self.values.size))
        if self.drawn.size < self.values.size:
            made[:] = self.values
        for places, stated, factors, keys in self._pieces:
            drawn = factors.draw(uniforms(seed, keys, first, count))
            drawn *= stated
            made[:, places] = drawn
        return made


@dataclass(frozen=True, eq=False)
class Form:
    """Where the exchanges of a technosphere stand in its burden form, so that M is filled in without a search.

    Exchanges come by product owned and row; `first` is the first of each cell, `further` are those that share
    cell `shared` with one before. `reference` is the cell of each product's own output, `rest` are the others:
    inputs (or credits) of product `owner`, `turn` = −σ of the input.
    """

    first: Positions
    further: Positions
    shared: Positions
    reference: Positions
    rest: Positions
    owner: Positions
    turn: Vector
    indices: Positions
    indptr: Positions
    sign: Vector

    @classmethod
    def of(cls, exchanges: UncertainExchanges, process: Positions, sign: Vector) -> tuple[Form, Positions]:
        """The form, and the order in which it takes the exchanges; process: the reference process of each product."""
        n = process.size
        owned = np.empty(n, dtype=np.int64)
        owned[process] = np.arange(n)
        key = owned[exchanges.cols] * n + exchanges.rows
        order = np.argsort(key, kind="stable")
        key = key[order]
        new = np.ones(key.size, dtype=bool)
        new[1:] = key[1:] != key[:-1]
        first, further = np.flatnonzero(new), np.flatnonzero(~new)
        shared = np.cumsum(new)[further] - 1
        owner, row = np.divmod(key[first], n)
        reference = np.flatnonzero(owner == row)
        rest = np.flatnonzero(owner != row)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(owner[rest], minlength=n))])
        kind = np.int32 if key.size < np.iinfo(np.int32).max else np.int64
        indices: tuple[Any, Any] = row[rest].astype(kind), indptr.astype(kind)
        return cls(
            first, further, shared, reference, rest, owner[rest], -sign[row[rest]], *indices, sign
        ), order

    def fill(self, amounts: Vector) -> tuple[Vector, Vector, Flags]:
        """Values of M in the order of `indices`, |d| (n,), and the products that lost their process (n,)."""
        cells = amounts[self.first]
        np.add.at(cells, self.shared, amounts[self.further])
        pivot = cells[self.reference] * self.sign
        lost = ~((pivot > 0) & np.isfinite(pivot))
        if lost.any():
            pivot[lost] = 1.0
        values = self.turn * cells[self.rest] / pivot[self.owner]
        finite = np.isfinite(values)
        if not finite.all():
            lost[self.owner[~finite]] = True
        return values, pivot, lost

    @cached_property
    def loops(self) -> list[Positions]:
        """The products of every loop, by the exchanges there are."""
        n = self.sign.size
        graph = csr_array((np.ones(self.indices.size), self.indices, self.indptr), shape=(n, n))
        _, label = connected_components(graph, connection="strong")
        members = np.split(np.argsort(label, kind="stable"), np.cumsum(np.bincount(label))[:-1])
        return [each for each in members if each.size > 1]
