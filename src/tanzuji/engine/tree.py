"""The supply-chain tree of a demand, unrolled by λ: exact at every cut-off, without further solves.

A node is an amount of one product. Its cumulative score is λ · amount, its direct score what its process emits,
and its children are the inputs of that process, so that

    cumulative = direct + Σ cumulative of the children shown + remainder (the children below the cut-off).

This is the column of Aᵀ λ = (c B)ᵀ that belongs to the process; loops are unrolled until they fall below the cut-off.
A node is shown while its *gross* score, in which credits do not cancel burdens, is at least cut-off × gross
score of the whole demand: what is hidden is small by itself, not by cancellation.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tanzuji.engine.arrays import Positions, Rows, Vector, frozen, spans
from tanzuji.engine.requirements import Requirements
from tanzuji.engine.score import Score


@dataclass(frozen=True)
class TreeNode:
    """`amount` of `product` from `process`; a negative amount of a waste is that much handed on for treatment."""

    id: int
    product: Hashable
    process: Hashable
    depth: int
    parent: int | None
    amount: float
    direct: Score
    cumulative: Score
    remainder: Score


@dataclass(frozen=True)
class Tree:
    """Nodes as arrays, parents before children, (k,) or (k, n_lines); `nodes` gives them as objects.

    `product` and `process` are positions in the system, `parent` is −1 at a demanded product. `truncated` tells
    that `max_nodes` was reached; the nodes with the greatest gross scores were kept and `cutoff` raised to the
    share that was still complete.
    """

    lines: tuple[str, ...]
    product_ids: Sequence[Hashable]
    process_ids: Sequence[Hashable]
    product: Positions
    process: Positions
    depth: Positions
    parent: Positions
    amount: Vector
    direct: Vector
    cumulative: Vector
    remainder: Vector
    total: Score
    gross: float
    cutoff: float
    truncated: bool

    def __len__(self) -> int:
        return int(self.product.size)

    def __iter__(self) -> Iterator[TreeNode]:
        return iter(self.nodes)

    @cached_property
    def nodes(self) -> tuple[TreeNode, ...]:
        """Every node with its ids and scores; a node's id is its place in this tuple."""
        return tuple(
            TreeNode(
                id=at,
                product=self.product_ids[self.product[at]],
                process=self.process_ids[self.process[at]],
                depth=int(self.depth[at]),
                parent=int(self.parent[at]) if self.parent[at] >= 0 else None,
                amount=float(self.amount[at]),
                direct=Score.of(self.lines, self.direct[at]),
                cumulative=Score.of(self.lines, self.cumulative[at]),
                remainder=Score.of(self.lines, self.remainder[at]),
            )
            for at in range(len(self))
        )

    @cached_property
    def edges(self) -> tuple[tuple[int, int, float], ...]:
        """(parent, child, cumulative total of the child in kg CO2e), for a flow diagram."""
        flows = self.cumulative.sum(axis=1)
        return tuple(
            (int(self.parent[at]), int(at), float(flows[at])) for at in np.flatnonzero(self.parent >= 0)
        )

    @property
    def below_cutoff(self) -> Score:
        """Sum of the remainders: what the nodes shown do not tell apart."""
        return Score.of(self.lines, self.remainder.sum(axis=0))


@dataclass(frozen=True)
class _Tier:
    """The nodes of one depth; `made` is the amount in burden form (positive for a waste handed to treatment)."""

    product: Positions
    parent: Positions
    made: Vector
    gross: Vector

    def take(self, kept: Positions) -> _Tier:
        return _Tier(self.product[kept], self.parent[kept], self.made[kept], self.gross[kept])


def unroll(
    matrix: Rows, worth: Vector, roots: Positions, made: Vector, threshold: float, max_nodes: int
) -> tuple[list[_Tier], float, bool]:
    """The tiers of the tree, the threshold that held in the end, and whether `max_nodes` forced it up.

    matrix: M; worth: gross score of one unit of each product. A child never weighs more than its parent, so the
    nodes above any threshold are a tree, and raising the threshold keeps the heaviest `max_nodes`.
    """
    tier = _Tier(roots, np.full(roots.size, -1, dtype=np.int64), made, np.abs(made) * worth[roots])
    tiers = [tier]
    count, first, truncated = tier.product.size, 0, False
    while tier.product.size:
        lengths = (matrix.indptr[tier.product + 1] - matrix.indptr[tier.product]).astype(np.int64)
        cells = spans(matrix.indptr[tier.product].astype(np.int64), lengths)
        origin = np.repeat(np.arange(tier.product.size), lengths)
        product = matrix.indices[cells].astype(np.int64)
        made = matrix.data[cells] * tier.made[origin]
        weight = np.minimum(np.abs(made) * worth[product], tier.gross[origin])
        kept = np.flatnonzero((weight >= threshold) & (weight > 0))
        tier = _Tier(product[kept], origin[kept] + first, made[kept], weight[kept])
        first = count
        count += tier.product.size
        tiers.append(tier)
        if count > max(max_nodes, roots.size):
            truncated = True
            tiers, threshold = _heaviest(tiers, max_nodes)
            count = sum(part.product.size for part in tiers)
            tier = tiers[-1]
            first = count - tier.product.size
    return tiers, threshold, truncated


def _heaviest(tiers: list[_Tier], max_nodes: int) -> tuple[list[_Tier], float]:
    """The tiers cut down to the demanded products and the heaviest nodes, and the weight that was too little."""
    room = max(max_nodes - tiers[0].product.size, 0)
    weights = np.sort(np.concatenate([part.gross for part in tiers[1:]]))[::-1]
    limit = float(np.nextafter(weights[room], np.inf))
    place = np.arange(tiers[0].product.size, dtype=np.int64)
    out, first = [tiers[0]], tiers[0].product.size
    before = 0
    for part in tiers[1:]:
        kept = np.flatnonzero(part.gross >= limit)
        shown = part.take(kept)
        out.append(_Tier(shown.product, place[shown.parent - before], shown.made, shown.gross))
        before += place.size
        place = np.full(part.product.size, -1, dtype=np.int64)
        place[kept] = first + np.arange(kept.size)
        first += kept.size
    return out, limit


def tree_of(
    requirements: Requirements,
    burdens: Vector,
    scores: Vector,
    worth: Vector,
    demand: tuple[Positions, Vector],
    *,
    cutoff: float,
    max_nodes: int,
    lines: tuple[str, ...],
    product_ids: Sequence[Hashable],
    process_ids: Sequence[Hashable],
) -> Tree:
    """The tree of a demand; burdens β and scores λ' are (n, n_lines) in burden form, worth (n,)."""
    roots, amounts = demand
    made = requirements.sign[roots] * amounts
    whole = float(np.abs(made) @ worth[roots])
    tiers, threshold, truncated = unroll(requirements.direct, worth, roots, made, cutoff * whole, max_nodes)
    product = np.concatenate([tier.product for tier in tiers])
    parent = np.concatenate([tier.parent for tier in tiers])
    made = np.concatenate([tier.made for tier in tiers])
    depth = np.repeat(np.arange(len(tiers)), [tier.product.size for tier in tiers])
    direct = burdens[product] * made[:, None]
    cumulative = scores[product] * made[:, None]
    remainder = cumulative - direct
    np.subtract.at(remainder, parent[parent >= 0], cumulative[parent >= 0])
    return Tree(
        lines,
        product_ids,
        process_ids,
        product=product,
        process=requirements.process[product],
        depth=depth,
        parent=parent,
        amount=frozen(requirements.sign[product] * made),
        direct=frozen(direct),
        cumulative=frozen(cumulative),
        remainder=frozen(remainder),
        total=Score.of(lines, made[: roots.size] @ scores[roots]),
        gross=whole,
        cutoff=threshold / whole if truncated else cutoff,
        truncated=truncated,
    )
