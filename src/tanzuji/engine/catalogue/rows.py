"""A product model as one row of a catalogue: how much of each dataset and of each gas one unit of the study brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import NamedTuple

import numpy as np

from tanzuji.documents.models import Method, ProductModel
from tanzuji.engine.background import Background
from tanzuji.engine.footprint import Case
from tanzuji.engine.release import Release

GAS = "gas"
"""What stands for the release of a column that is a gas the product's own processes emit."""


class Column(NamedTuple):
    """A column of a catalogue: a dataset of a release, or a gas on a reporting line.

    For a dataset: name and digest of its release, and its id. For a gas: `gas`, the reporting line, the gas's name.
    """

    release: str
    of: str
    name: str

    @property
    def is_gas(self) -> bool:
        return self.release == GAS


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """What one unit of a study takes: declared units of each dataset, kg of each gas. Zeros are left out.

    `method` is the study's own: its GWP set and biogenic convention decide what the columns weigh.
    """

    amounts: dict[Column, float]
    method: Method


def compile_row(
    model: ProductModel, releases: Release | Sequence[Release], *, method: Method | None = None
) -> CatalogueRow:
    """The row of a product model: Σ amount × intensity over its columns is `compute(model, releases).total`.

    Equal to within 1e-12 of the gross footprint (the terms are added in another order). Raises what `compute`
    raises, but for the faults that only a scenario has.
    """
    opened = (releases,) if isinstance(releases, Release) else tuple(releases)
    chosen = method or model.method
    digests = {release.name: release.digest for release in reversed(opened)}
    with np.errstate(all="ignore"):
        case = Case(model, Background(opened, chosen))
    parts: dict[Column, list[float]] = defaultdict(list)
    for row in case.rows:
        times = case.runs(row)
        for factor, declared in row.factors:
            column = Column(factor.release, digests[factor.release], factor.dataset.id)
            parts[column].append(declared * times)
        if row.kind == "emission":
            for share in row.gases:
                parts[Column(GAS, share.line, share.gas)].append((share.kg or 0.0) * times)
    sums = {column: fsum(amounts) for column, amounts in parts.items()}
    return CatalogueRow({column: amount for column, amount in sums.items() if amount}, chosen)
