"""The foreground solved for many draws at once: how often each process runs, in every draw.

Where the model's own processes hand products on without going round in circles, each product's supply is a sum over
those that take it, and all draws are computed together, product by product from the delivered one upstream. Products
that need one another are solved together: one small dense system a draw, all in one call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from tanzuji.engine.arrays import Flags, Vector

MEMORY = 64 << 20
"""Bytes that the dense systems of one call may take."""

Drawn: TypeAlias = "float | Vector"
"""One value for all draws, or one a draw, (k,)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A row by which the column `taker` takes `amount` (units of the supplier's product a run) from `supplier`."""

    supplier: int
    taker: int
    amount: Drawn


class Order:
    """Columns in the order in which their supply can be found: who takes comes before who supplies.

    `steps` are groups of columns; those of more than one, or that take from themselves, are solved together.
    """

    def __init__(self, columns: int, links: Sequence[tuple[int, int]]) -> None:
        """`links` are pairs of taker and supplier."""
        pairs = sorted(set(links))
        graph = csr_array(
            (np.ones(len(pairs)), ([t for t, _ in pairs], [s for _, s in pairs])), shape=(columns, columns)
        )
        count, group = connected_components(graph, directed=True, connection="strong")
        members: list[list[int]] = [[] for _ in range(count)]
        for column, at in enumerate(group.tolist()):
            members[at].append(column)
        self.circular = [len(m) > 1 for m in members]
        waiting = [0] * count
        following: list[list[int]] = [[] for _ in range(count)]
        for taker, supplier in pairs:
            a, b = int(group[taker]), int(group[supplier])
            if taker == supplier:
                self.circular[a] = True
            elif a != b:
                following[a].append(b)
                waiting[b] += 1
        ready = [at for at in range(count) if not waiting[at]]
        self.steps: list[tuple[list[int], bool]] = []
        while ready:
            at = ready.pop()
            self.steps.append((members[at], self.circular[at]))
            for other in following[at]:
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)


def supplies(
    order: Order, made: Sequence[Drawn], links: Sequence[Link], demand: Vector
) -> tuple[Vector, Flags]:
    """How often every column runs, (k, columns), and which draws have a loop that feeds itself without end, (k,).

    `made` is what a run of each column yields; `demand` (k, columns) what is asked for from outside.
    """
    from_taker: list[list[Link]] = [[] for _ in made]
    for link in links:
        from_taker[link.taker].append(link)
    wanted = demand.copy()
    found = np.zeros_like(wanted)
    endless = np.zeros(len(wanted), dtype=bool)
    for group, circular in order.steps:
        inside = set(group) if circular else set()
        if circular:
            inner = [link for column in group for link in from_taker[column] if link.supplier in inside]
            found[:, group], grows = _together(group, made, inner, wanted[:, group])
            endless |= grows
        else:
            found[:, group[0]] = wanted[:, group[0]] / made[group[0]]
        for column in group:
            for link in from_taker[column]:
                if link.supplier not in inside:
                    wanted[:, link.supplier] += link.amount * found[:, column]
    return found, endless


def _together(
    group: Sequence[int], made: Sequence[Drawn], links: Sequence[Link], wanted: Vector
) -> tuple[Vector, Flags]:
    """Columns that need one another. A loop ends if each of them can yield something net (Hawkins & Simon 1949).

    Every draw is judged by itself. One that hands something back (a link below 0) is judged by the sizes of its links:
    with them its loops must end, so that what goes round loses in every turn whatever its sign.
    """
    place = {column: at for at, column in enumerate(group)}
    size, found, grows = len(group), np.empty_like(wanted), np.zeros(len(wanted), dtype=bool)
    at_once = max(1, MEMORY // (8 * size * size))
    for start in range(0, len(wanted), at_once):
        part = slice(start, start + at_once)
        makes, takes = (np.zeros((len(wanted[part]), size, size)) for _ in range(2))
        for column, at in place.items():
            makes[:, at, at] = _of(made[column], part)
        for link in links:
            takes[:, place[link.supplier], place[link.taker]] += _of(link.amount, part)
        right = np.stack([wanted[part], np.ones_like(wanted[part])], axis=2)
        solved = _solve(makes - takes, right)
        found[part] = solved[:, :, 0]
        net = solved[:, :, 1]
        signed = np.flatnonzero((takes < 0).any(axis=(1, 2)))
        net[signed] = _solve(makes[signed] - np.abs(takes[signed]), right[signed])[:, :, 1]
        with np.errstate(invalid="ignore"):
            grows[part] = ~(net > 0).all(axis=1)
    return found, grows


def _of(drawn: Drawn, part: slice) -> Drawn:
    return drawn[part] if isinstance(drawn, np.ndarray) else drawn


def _solve(matrices: Vector, right: Vector) -> Vector:
    """Solutions of all systems; NaN for those that have none."""
    try:
        return np.asarray(np.linalg.solve(matrices, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        found = np.full(right.shape, np.nan)
        for at, (matrix, sides) in enumerate(zip(matrices, right, strict=True)):
            try:
                found[at] = np.linalg.solve(matrix, sides)
            except np.linalg.LinAlgError:
                continue
        return found
