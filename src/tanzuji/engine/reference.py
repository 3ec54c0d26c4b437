"""Which process supplies each product, where the caller has not stated it.

A complete and positive diagonal is taken at its word. Otherwise the reading with the greatest product of
|entries| is found: it does not change with units, and for a productive technosphere it is the only one in which
every loop has a gain below one, with producers and waste treatments alike.

One doubt remains. A loop of processes that each take in their product and yield the next one is either wastes
that treat one another, with a gain below one, or products that need one another, with a gain above one: the
numbers are the same. The order of products and processes decides: what stands on the diagonal is the reference.
Without a diagonal the loop is read as products, hence refused, rather than answered with the wrong sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, min_weight_full_bipartite_matching

from tanzuji.engine.arrays import Columns, Positions, Vector
from tanzuji.engine.diagnosis import UNMATCHED_PRODUCT, SingularTechnosphere, match
from tanzuji.engine.productivity import worth_of
from tanzuji.engine.requirements import Requirements
from tanzuji.engine.triplets import Axis


def reference_processes(
    technosphere: Columns, products: Axis, processes: Axis, direct_scores: Vector
) -> Positions:
    """The process that supplies or treats each product, (n,). Raises NonSquare or SingularTechnosphere.

    `direct_scores` (n_processes,) only weigh the test of the diagonal.
    """
    n = len(products)
    diagonal = technosphere.diagonal()
    in_order = np.arange(n)
    if n == len(processes) and (diagonal > 0).all():
        return in_order
    match(technosphere, products, processes)
    whole = bool((diagonal != 0).all())
    if whole:
        as_given = Requirements.of(technosphere, in_order)
        burdens = np.abs(direct_scores) / as_given.size
        if worth_of(as_given.absolute, burdens) is not None:
            return in_order
    else:
        only = _single_producers(technosphere)
        if only is not None:
            return only
    strongest = _strongest(technosphere, discount=1.0)
    # As few treatments as there can be, short of amounts thirty orders of magnitude apart.
    likely = in_order if whole else _strongest(technosphere, discount=1e-30)
    return _settled(technosphere, strongest, likely)


def stated_processes(
    technosphere: Columns, products: Axis, processes: Axis, references: Mapping[Any, Any]
) -> Positions:
    """The processes named for every product. Raises Unknown, or SingularTechnosphere for one without any."""
    match(technosphere, products, processes)
    process = np.full(len(products), -1, dtype=np.int64)
    for product, supplier in references.items():
        path = f"references[{product}]"
        process[products.position(product, path)] = processes.position(supplier, path)
    wrong = process < 0
    wrong |= technosphere.tocsr()[np.arange(process.size), np.maximum(process, 0)] == 0
    wrong |= np.bincount(process[~wrong], minlength=process.size)[np.maximum(process, 0)] > 1
    if wrong.any():
        at = np.flatnonzero(wrong)[:20]
        raise SingularTechnosphere(
            UNMATCHED_PRODUCT.problem("references", product=products.ids[product]) for product in at
        )
    return process


def _single_producers(technosphere: Columns) -> Positions | None:
    """The producers, where every product has exactly one and every process exactly one product."""
    positive = technosphere.data > 0
    rows = technosphere.indices[positive]
    cols = np.repeat(np.arange(technosphere.shape[1]), np.diff(technosphere.indptr))[positive]
    n = technosphere.shape[0]
    if rows.size != n or np.unique(rows).size != n or np.unique(cols).size != n:
        return None
    process = np.empty(n, dtype=np.int64)
    process[rows] = cols
    return process


def _strongest(technosphere: Columns, discount: float) -> Positions:
    """The perfect matching with the greatest product of |entries|, negative ones times `discount`.

    Scaling rows and columns does not change which matching that is. Balanced so that every row and column of the
    squared entries sums to one (Sinkhorn & Knopp 1967), nearly every reference stands out in its row, and the
    search takes a second for 20 000 products; without, it took more than seven minutes.
    """
    by_product = technosphere.tocsr()
    n, inputs = by_product.shape[0], by_product.indices
    row = np.repeat(np.arange(n), np.diff(by_product.indptr))
    size = 2.0 * np.log(np.abs(by_product.data) * np.where(by_product.data < 0, discount, 1.0))
    size -= np.maximum.reduceat(size, by_product.indptr[:-1])[row]
    top = np.full(n, -np.inf)
    np.maximum.at(top, inputs, size)
    size -= top[inputs]
    weights = csr_array((np.exp(size), inputs, by_product.indptr), shape=by_product.shape)
    across = weights.T.tocsr()
    rows, cols = np.ones(n), np.ones(n)
    for _ in range(50):
        cols = 1.0 / (across @ rows)
        rows = 1.0 / (weights @ cols)
    cost = -(size + np.log(rows)[row] + np.log(cols)[inputs])
    graph = csr_array((cost - cost.min() + 1.0, inputs, by_product.indptr), shape=by_product.shape)
    _, process = min_weight_full_bipartite_matching(graph)
    return np.asarray(process, dtype=np.int64)


def _settled(technosphere: Columns, strongest: Positions, likely: Positions) -> Positions:
    """`strongest`, but on each ring where the two differ `likely` if all of that ring are producers there."""
    n = strongest.size
    holder = np.empty(n, dtype=np.int64)
    holder[strongest] = np.arange(n)
    ring_graph = csr_array((np.ones(n), (np.arange(n), holder[likely])), shape=(n, n))
    count, ring = connected_components(ring_graph, directed=False)
    made = technosphere.tocsr()[np.arange(n), likely]
    treats = np.bincount(ring, weights=np.asarray(made <= 0, dtype=np.float64), minlength=count) > 0
    return np.where(treats[ring], strongest, likely)
