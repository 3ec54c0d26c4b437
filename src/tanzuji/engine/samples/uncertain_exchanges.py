"""The uncertain exchanges of a system: which distribution stands on which triplet, and by which key it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.arrays import Columns, Positions, Vector
from tanzuji.engine.samples.distributions import Factors
from tanzuji.engine.samples.random_numbers import Keys, keys_of
from tanzuji.engine.triplets import Axis, BadShape, Cells, Exchanges, bad_shape

Changes: TypeAlias = dict[tuple[int, int], float]


@dataclass(frozen=True, eq=False)
class Uncertainties:
    """Distributions of the triplets of the technosphere and of the interventions, in the order of the triplets.

    Keys (uint64, one a triplet) name exchanges for the random numbers; without them they are made of the ids of
    process and product or flow, and a number among triplets of one cell, smallest value first.
    """

    technosphere: Factors
    interventions: Factors
    technosphere_keys: Keys | None = None
    interventions_keys: Keys | None = None


OfOneMatrix: TypeAlias = Factors | Sequence[Uncertainty | None] | None
Given: TypeAlias = Uncertainties | tuple[OfOneMatrix, OfOneMatrix] | None
"""How a caller tells: with keys, or a pair for technosphere and interventions, each as factors or as documents."""


@dataclass(frozen=True, eq=False)
class UncertainExchanges:
    """Exchanges of one matrix as they were handed in; `factors` and `keys` stand for those at `drawn`."""

    rows: Positions
    cols: Positions
    values: Vector
    drawn: Positions
    factors: Factors
    keys: Keys

    @classmethod
    def of(
        cls,
        exchanges: Exchanges,
        factors: Factors,
        keys: Keys | None,
        ids: tuple[Sequence[Hashable], Sequence[Hashable]],
    ) -> UncertainExchanges:
        """Sorted by column, row and value, so that the order of the triplets changes no sample.

        ids: of rows and of columns, which keys are made of where there are none.
        """
        order = ordered(exchanges.rows, exchanges.cols, exchanges.values, factors, keys)
        rows, cols, values = exchanges.rows[order], exchanges.cols[order], exchanges.values[order]
        factors = factors.take(order)
        drawn = np.flatnonzero(factors.uncertain)
        if keys is None:
            wanted = exchange_keys(rows, cols, *ids, drawn)
        else:
            wanted = np.asarray(keys, dtype=np.uint64)[order][drawn]
        return cls(rows, cols, values, drawn, factors.take(drawn), wanted)

    def edited(self, changes: Changes) -> UncertainExchanges:
        """The same with new net values of cells: what stands in a cell is scaled, so it keeps its factors.

        A cell that was empty, is emptied or changes its sign holds one certain exchange from then on.
        """
        if not changes:
            return self
        values, kept = self.values.copy(), np.ones(self.values.size, dtype=bool)
        added: list[tuple[int, int, float]] = []
        for (row, col), value in changes.items():
            first, last = np.searchsorted(self.cols, (col, col + 1))
            here = first + np.flatnonzero(self.rows[first:last] == row)
            now = float(values[here].sum())
            if now and value / now > 0:
                values[here] *= value / now
            else:
                kept[here] = False
                added += [(row, col, value)] if value else []
        new = np.array(added, dtype=np.float64).reshape(-1, 3)
        rows = np.concatenate([self.rows[kept], new[:, 0].astype(np.int64)])
        cols = np.concatenate([self.cols[kept], new[:, 1].astype(np.int64)])
        values = np.concatenate([values[kept], new[:, 2]])
        order = np.lexsort((rows, cols))
        moved = np.empty_like(order)
        moved[order] = np.arange(order.size)
        still = kept[self.drawn]
        drawn = moved[(np.cumsum(kept) - 1)[self.drawn[still]]]
        at = np.argsort(drawn)
        chosen = np.flatnonzero(still)[at]
        return UncertainExchanges(
            rows[order], cols[order], values[order], drawn[at], self.factors.take(chosen), self.keys[chosen]
        )


@dataclass(frozen=True, eq=False)
class Uncertain:
    """The exchanges of a system with their distributions; sorted and keyed only when samples are asked for."""

    make: Callable[[], tuple[UncertainExchanges, UncertainExchanges]]
    edits: tuple[Changes, Changes] = ({}, {})

    @classmethod
    def read(
        cls, given: Given, made: Exchanges, emitted: Exchanges, axes: tuple[Axis, Axis, Axis]
    ) -> Uncertain | None:
        """None where nothing is uncertain. Raises BadShape unless there is one distribution a triplet."""
        if given is None:
            return None
        if isinstance(given, Uncertainties):
            of = given
        else:
            of = Uncertainties(_factors(given[0], made), _factors(given[1], emitted))
        products, processes, flows = (axis.ids for axis in axes)
        _check(made, of.technosphere, of.technosphere_keys)
        _check(emitted, of.interventions, of.interventions_keys)
        return cls(
            lambda: (
                UncertainExchanges.of(made, of.technosphere, of.technosphere_keys, (products, processes)),
                UncertainExchanges.of(emitted, of.interventions, of.interventions_keys, (flows, processes)),
            )
        )

    @classmethod
    def certain(cls, technosphere: Cells, interventions: Cells) -> Uncertain:
        """Exchanges none of which is uncertain."""
        return cls(lambda: (_certain(technosphere.matrix), _certain(interventions.matrix)))

    def edited(self, made: Changes, emitted: Changes) -> Uncertain:
        """With new net values of cells, (row, column) → value, later ones over earlier ones."""
        return Uncertain(self.make, (self.edits[0] | made, self.edits[1] | emitted))

    @cached_property
    def exchanges(self) -> tuple[UncertainExchanges, UncertainExchanges]:
        """Those of the technosphere and the interventions."""
        made, emitted = self.make()
        return made.edited(self.edits[0]), emitted.edited(self.edits[1])


def _factors(given: OfOneMatrix, exchanges: Exchanges) -> Factors:
    if isinstance(given, Factors):
        return given
    if given is None:
        return Factors.certain(exchanges.values.size)
    if len(given) != exchanges.values.size:
        raise _unequal(exchanges, len(given))
    return Factors.of(given, exchanges.values)


def _check(exchanges: Exchanges, factors: Factors, keys: Keys | None) -> None:
    count = exchanges.values.size
    for part in (len(factors), count if keys is None else keys.size):
        if part != count:
            raise _unequal(exchanges, part)


def _unequal(exchanges: Exchanges, found: int) -> BadShape:
    what = f"{found} distributions or keys for {exchanges.values.size} exchanges"
    return bad_shape(f"uncertainty.{exchanges.name}", what)


def _certain(matrix: Columns) -> UncertainExchanges:
    cols = np.repeat(np.arange(matrix.shape[1], dtype=np.int64), np.diff(matrix.indptr))
    nothing = np.zeros(0, dtype=np.int64)
    rows = matrix.indices.astype(np.int64)
    return UncertainExchanges(rows, cols, matrix.data, nothing, Factors.certain(0), nothing.astype(np.uint64))


def ordered(
    rows: Positions, cols: Positions, values: Vector, factors: Factors | None = None, keys: Keys | None = None
) -> Positions:
    """The order by column, row and value; of equal ones by distribution, then by key."""
    ties: list[NDArray[Any]] = [] if keys is None else [keys]
    if factors is not None:
        ties += [factors.c, factors.b, factors.a, factors.kind]
    found: Positions = np.lexsort((*ties, values, rows, cols))
    return found


def exchange_keys(
    rows: Positions,
    cols: Positions,
    row_ids: Sequence[Hashable],
    col_ids: Sequence[Hashable],
    wanted: Positions | None = None,
) -> Keys:
    """Keys of sorted exchanges (those at `wanted`): id of the column, id of the row, number within the cell."""
    same = np.zeros(rows.size, dtype=bool)
    same[1:] = (rows[1:] == rows[:-1]) & (cols[1:] == cols[:-1])
    at = np.arange(rows.size)
    number = at - np.maximum.accumulate(np.where(same, 0, at))
    chosen: Iterable[int] = (at if wanted is None else wanted).tolist()
    return keys_of((str(col_ids[cols[i]]), str(row_ids[rows[i]]), str(number[i])) for i in chosen)
