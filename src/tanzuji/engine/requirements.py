"""The technosphere in burden form: what one unit of each product directly requires of every other product.

With p(i) the reference process of product i, d_i = A[i, p(i)] its net production and σ_i the sign of d_i,

    m_ik = −σ_k A[k, p(i)] / |d_i|,   β_i = (c B)_{p(i)} / |d_i|,   (I − M) λ' = β,   λ = σ λ'.

σ_i = −1 marks a waste: p(i) takes it in. λ' is the score of *making* a product or *treating* a waste, so it
is positive for a burden either way. m_ik > 0 is an input or a waste handed on; m_ik < 0 is a credit, i.e.
production avoided by a by-product. The supply obeys (I − Mᵀ) t = σ f with s_{p(i)} = t_i / |d_i|.
The diagonal of M is zero because self-use is netted into d. Heijungs & Suh 2002, ch. 2; Leontief form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from tanzuji.engine.arrays import Columns, Positions, Rows, Vector


@dataclass(frozen=True)
class Requirements:
    """`direct` is M, (n, n); `process` p(i), `size` |d_i| and `sign` σ_i, each (n,)."""

    direct: Rows
    process: Positions
    size: Vector
    sign: Vector

    @classmethod
    def of(cls, technosphere: Columns, process: Positions) -> Requirements:
        """Divide every process by the net production of its reference product, which must not be zero."""
        n = process.size
        in_order = np.array_equal(process, np.arange(n))
        by_product = technosphere if in_order else technosphere[:, process]
        owner = np.repeat(np.arange(n), np.diff(by_product.indptr))
        reference = by_product.indices == owner
        pivot = np.zeros(n)
        pivot[owner[reference]] = by_product.data[reference]
        sign, size = np.sign(pivot), np.abs(pivot)
        rest = ~reference
        inputs = by_product.indices[rest]
        data = -sign[inputs] * by_product.data[rest] / size[owner[rest]]
        indptr = (by_product.indptr - np.arange(n + 1)).astype(by_product.indices.dtype)
        return cls(csr_array((data, inputs, indptr), shape=(n, n)), process, size, sign)

    @cached_property
    def transposed(self) -> Rows:
        """Mᵀ, stored by rows: who uses a product."""
        return self.direct.T.tocsr()

    @cached_property
    def has_credits(self) -> bool:
        return bool((self.direct.data < 0).any())

    @cached_property
    def absolute(self) -> Rows:
        """|M|; M itself where nothing is credited."""
        return abs_of(self.direct) if self.has_credits else self.direct

    @cached_property
    def consumption(self) -> Rows:
        """M without its credits."""
        if not self.has_credits:
            return self.direct
        only = self.direct.copy()
        only.data = np.maximum(only.data, 0.0)
        only.eliminate_zeros()
        return only

    def burdens(self, direct_scores: Vector) -> Vector:
        """β (n, k) from the direct scores of processes (n, k)."""
        return direct_scores[self.process] / self.size[:, None]


def abs_of(matrix: Rows) -> Rows:
    """The matrix of absolute values, sharing the structure."""
    return csr_array((np.abs(matrix.data), matrix.indices, matrix.indptr), shape=matrix.shape)
