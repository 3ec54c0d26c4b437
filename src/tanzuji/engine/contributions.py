"""Who contributes how much to a score, with gross and net sums.

Credits make shares of a total meaningless near zero, so every table also gives shares of the gross sum
(burdens plus the magnitude of credits).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tanzuji.engine.arrays import Positions, Vector, frozen
from tanzuji.engine.score import Score

By = Literal["process", "flow", "line", "product"]
# Below this share of the gross sum a total is rounding, and shares of it say nothing.
NOTHING = 1e-12


@dataclass(frozen=True)
class Contribution:
    """One row: `amount` is the supply of a process (in units of its scale), of a product, or of a flow."""

    id: Hashable
    amount: float
    score: Score
    share_of_total: float | None
    share_of_gross: float


@dataclass(frozen=True)
class Contributions:
    """Rows by falling |total|; `values` (k, n_lines), `total`, `amount` and the shares (k,), kg CO2e.

    `share_of_total` is NaN where the net sum is nothing beside the gross sum. Gross sums add row totals:
    what cancels inside one row, between its lines or flows, has cancelled before.
    """

    by: By
    lines: tuple[str, ...]
    ids: tuple[Hashable, ...]
    amount: Vector
    values: Vector
    total: Vector
    share_of_total: Vector
    share_of_gross: Vector
    gross_positive: float
    gross_negative: float
    net: float

    @property
    def gross(self) -> float:
        """Burdens plus the magnitude of credits, kg CO2e."""
        return self.gross_positive - self.gross_negative

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Contribution]:
        for at, name in enumerate(self.ids):
            share = float(self.share_of_total[at])
            yield Contribution(
                name,
                float(self.amount[at]),
                Score.of(self.lines, self.values[at]),
                None if np.isnan(share) else share,
                float(self.share_of_gross[at]),
            )


def table(
    by: By, lines: tuple[str, ...], ids: Sequence[Hashable], rows: Positions, amount: Vector, values: Vector
) -> Contributions:
    """Sort rows that contribute; `rows` are positions in `ids`, `amount` and `values` go with them."""
    kept = np.flatnonzero(values.any(axis=1))
    total = values[kept].sum(axis=1)
    order = np.lexsort((rows[kept], -np.abs(total)))
    kept, total = kept[order], total[order]
    positive, negative = float(total[total > 0].sum()), float(total[total < 0].sum())
    gross, net = positive - negative, float(total.sum())
    told = abs(net) > NOTHING * gross
    return Contributions(
        by,
        lines,
        tuple(ids[at] for at in rows[kept]),
        amount=frozen(amount[kept]),
        values=frozen(values[kept]),
        total=frozen(total),
        share_of_total=frozen(total / net if told else np.full(total.size, np.nan)),
        share_of_gross=frozen(total / gross if gross else np.zeros(total.size)),
        gross_positive=positive,
        gross_negative=negative,
        net=net,
    )
