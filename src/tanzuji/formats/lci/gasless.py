"""Datasets whose footprint is zero only because nobody stated a greenhouse gas, in them or in what they use."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csr_array

from tanzuji.documents.text import Text
from tanzuji.formats.lci.interventions import Interventions
from tanzuji.formats.lci.linking import Links

NOTE = Text(
    zh="数据库没有给出它和它的供应链的温室气体；结果为零并不表示没有排放。",
    en="The database states no greenhouse gas for it or its supply chain; a result of zero does not mean that "
    "nothing is emitted.",
)


def gasless(links: Links, found: Interventions) -> frozenset[int]:
    """Columns that no greenhouse gas reaches along any chain of suppliers."""
    n = len(links.columns)
    rows, cols = np.array(links.rows, dtype=np.int64), np.array(links.cols, dtype=np.int64)
    used = (rows != cols) & (np.array(links.values, dtype=np.float64) != 0)
    users = csr_array(coo_array((np.ones(int(used.sum())), (cols[used], rows[used])), shape=(n, n)))
    reached = np.zeros(n, dtype=bool)
    emitting = [col for col, value in zip(found.cols, found.values, strict=True) if value != 0]
    reached[emitting] = True
    front = reached.copy()
    while front.any():
        front = (users @ front.astype(np.float64) > 0) & ~reached
        reached |= front
    return frozenset(np.flatnonzero(~reached).tolist())
