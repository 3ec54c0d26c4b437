"""The matrices of a release column by column, as they were put in, with the distribution of each entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import Uncertainty
from tanzuji.engine.release import Release
from tanzuji.engine.samples.distributions import Factors
from tanzuji.formats.lci.uncertainties import uncertainty_of


class ReleaseColumns:
    """Triplets of a release by column, in the order they are kept: (row, value, place among the triplets)."""

    def __init__(self, release: Release, name: Literal["technosphere", "interventions"]) -> None:
        rows, cols, values = release.triplets(name)
        self.order = np.argsort(cols, kind="stable")
        self.rows: NDArray[Any] = rows[self.order]
        self.values: NDArray[Any] = values[self.order]
        self.starts = np.searchsorted(cols[self.order], np.arange(len(release) + 1))
        known = release.uncertainty
        self.factors: Factors | None = None if known is None else getattr(known, name)

    def of(self, column: int) -> list[tuple[int, float, int]]:
        span = slice(self.starts[column], self.starts[column + 1])
        rows, values, places = self.rows[span], self.values[span], self.order[span]
        return list(zip(rows.tolist(), values.tolist(), places.tolist(), strict=True))

    def uncertainty(self, place: int, amount: float) -> Uncertainty | None:
        """The distribution of a triplet, around an amount."""
        return None if self.factors is None else uncertainty_of(self.factors, place, amount)

    def reached(self, columns: Sequence[int]) -> list[int]:
        """The columns and all that supply them, in order."""
        seen = set(columns)
        waiting = list(columns)
        while waiting:
            for row, _, _ in self.of(waiting.pop()):
                if row not in seen:
                    seen.add(row)
                    waiting.append(row)
        return sorted(seen)
