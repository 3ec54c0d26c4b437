"""How the score of a demand answers to each exchange: d score / d a_ij = −λ_i s_j.

Heijungs 2010, Int. J. Life Cycle Assess. 15, sensitivity coefficients for matrix-based LCA, differentiated from
h = λ · f with Aᵀ λ = (c B)ᵀ and A s = f.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from tanzuji.engine.arrays import Columns, Positions, Vector, frozen
from tanzuji.engine.score import Score


@dataclass(frozen=True)
class ExchangeSensitivity:
    """One exchange, signed as in the technosphere; `elasticity` is % of score per % of exchange, or None."""

    product: Hashable
    process: Hashable
    amount: float
    score: Score
    elasticity: float | None


@dataclass(frozen=True)
class Sensitivities:
    """Every cell of the technosphere by column and row; `rows` are products, `cols` processes, all (nnz,).

    `values` (nnz, n_lines) and `total` (nnz,) are kg CO2e per unit of the exchange. `elasticity` is
    a_ij / score · d score / d a_ij, NaN where the score is nothing beside its gross scale.
    """

    lines: tuple[str, ...]
    product_ids: Sequence[Hashable]
    process_ids: Sequence[Hashable]
    rows: Positions
    cols: Positions
    amount: Vector
    values: Vector
    total: Vector
    elasticity: Vector

    def __len__(self) -> int:
        return int(self.rows.size)

    def largest(self, count: int = 20) -> list[ExchangeSensitivity]:
        """The exchanges whose relative change moves the score most, d score / d a · |a| in kg CO2e."""
        reach = np.abs(self.total * self.amount)
        order = np.lexsort((np.arange(reach.size), -reach))[:count]
        return [
            ExchangeSensitivity(
                self.product_ids[self.rows[at]],
                self.process_ids[self.cols[at]],
                float(self.amount[at]),
                Score.of(self.lines, self.values[at]),
                None if np.isnan(self.elasticity[at]) else float(self.elasticity[at]),
            )
            for at in order
        ]


def sensitivities_of(
    technosphere: Columns,
    intensities: Vector,
    supply: Vector,
    score: float | None,
    lines: tuple[str, ...],
    ids: tuple[Sequence[Hashable], Sequence[Hashable]],
) -> Sensitivities:
    """All cells at once: intensities λ (n, n_lines), supply s (n,); `score` None where it is nothing."""
    rows = technosphere.indices.astype(np.int64)
    cols = np.repeat(np.arange(supply.size, dtype=np.int64), np.diff(technosphere.indptr))
    values = -intensities[rows] * supply[cols][:, None]
    total = values.sum(axis=1)
    elasticity = np.full(total.size, np.nan) if score is None else technosphere.data * total / score
    return Sensitivities(
        lines,
        *ids,
        rows,
        cols,
        amount=frozen(technosphere.data.copy()),
        values=frozen(values),
        total=frozen(total),
        elasticity=frozen(elasticity),
    )
