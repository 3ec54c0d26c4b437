"""The background a study stands on: several releases read as one, in the study's GWP set and method.

A factor is read and characterised once and then shared by all studies, scenarios and threads that stand on the
same release with the same GWP set and biogenic convention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import Dataset, GwpSet
from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.footprints import FactorUse, ReleaseReference
from tanzuji.documents.lines import LINES, Line
from tanzuji.documents.models import Method
from tanzuji.documents.refusals import close_ones
from tanzuji.engine.release import NO_DATASET, Release, known_gwp, nearest

UNKNOWN_VALUE = define(
    "footprint.unknown-value",
    zh="数据集“{dataset}”在 {gwp_set} 下没有数值。",
    en="Dataset “{dataset}” has no value in {gwp_set}.",
    remedy_zh="请换一个数据集，或换一套 GWP。",
    remedy_en="Choose another dataset or another GWP set.",
)


@dataclass(frozen=True, slots=True)
class GasShare:
    """A gas a factor brings: kg (None for a characterised total) and kg CO2e per declared unit."""

    gas: str
    line: Line
    kg: float | None
    kg_co2e: float


Biogenic = Literal["-1/+1", "0/0"]

FACTORS_KEPT = 4096
"""Factors kept between studies; with its dataset one takes about ten kilobytes."""


@dataclass(frozen=True, eq=False)
class Factor:
    """A dataset as the study uses it: kg CO2e per declared unit on each line (read-only), and its gases."""

    dataset: Dataset
    release: str
    lines: NDArray[np.float64]
    gases: tuple[GasShare, ...]
    recharacterised: bool

    @cached_property
    def total(self) -> float:
        return float(self.lines.sum())

    @cached_property
    def source(self) -> str:
        """Title, publisher, year and place of the publication."""
        of = self.dataset.source
        named = ", ".join(str(part) for part in (of.title, of.publisher, of.year) if part)
        return named + (f"; {of.location}" if of.location else "")

    def use(self, amount: float, gwp_set: GwpSet) -> FactorUse:
        """How this factor stands in a contribution of `amount` declared units."""
        d = self.dataset
        return FactorUse(
            dataset=d.id,
            version=d.version,
            release=self.release,
            name=d.name,
            value=self.total,
            unit=d.unit,
            kg_co2e=amount * self.total,
            geography=d.geography,
            year_from=d.year_from,
            year_to=d.year_to,
            boundary=d.boundary,
            gas_basis=d.gas_basis,
            gwp_set=gwp_set if self.recharacterised else d.gwp_set,
            recharacterised=self.recharacterised,
            includes_losses=d.includes_losses,
            category=d.category,
            confidence=d.confidence,
            quality=d.quality,
            source=self.source,
            licence=d.source.licence,
            url=d.source.url,
        )


class Background:
    """Looks a dataset up in the releases, first come first served, and characterises it once."""

    def __init__(self, releases: Sequence[Release], method: Method) -> None:
        self.releases = tuple(releases)
        self.method = method
        self._factors: dict[str, Factor] = {}

    def references(self) -> tuple[ReleaseReference, ...]:
        return tuple(ReleaseReference(name=r.name, version=r.version, digest=r.digest) for r in self.releases)

    def factor(self, dataset: str, path: str) -> Factor:
        """The factor of a dataset; `path` names the place in the model that asks for it.

        Raises `release.no-dataset` (with near ids) and `footprint.unknown-value`.
        """
        if dataset not in self._factors:
            self._factors[dataset] = self._find(dataset, path)
        return self._factors[dataset]

    def _find(self, dataset: str, path: str) -> Factor:
        for release in self.releases:
            if dataset in release:
                try:
                    return _characterised(release, dataset, self.method.gwp_set, self.method.biogenic)
                except CodedError as error:
                    if error.code == UNKNOWN_VALUE.code:
                        raise error.at(path) from None
                    raise
        known = [known for release in self.releases for known in release.ids]
        raise NO_DATASET.error(path, dataset=dataset, near=close_ones(nearest(dataset, known)))


# Kept by the release's place and digest: a digest alone is what a release says of itself.
@lru_cache(maxsize=FACTORS_KEPT)
def _characterised(release: Release, dataset: str, gwp_set: GwpSet, biogenic: Biogenic) -> Factor:
    masses = np.array(release.gas_amounts[release.index(dataset)])
    lines = np.zeros(len(LINES))
    shares = []
    aggregated = False
    for i in np.flatnonzero(masses):
        column, mass = release.columns[i], float(masses[i])
        weight = known_gwp(column.gas, gwp_set)
        if np.isnan(mass) or (np.isnan(weight) and not release.has_processes):
            raise UNKNOWN_VALUE.error(dataset=dataset, gwp_set=gwp_set)
        if np.isnan(weight):
            continue  # a gas this set does not know, in a unit-process database: listed by its import
        weight = 0.0 if carbon_neutral(biogenic, column.gas, column.line) else weight
        lines[LINES.index(column.line)] += mass * weight
        aggregated = aggregated or column.gas == "CO2e"
        kg = None if column.gas == "CO2e" else mass
        shares.append(GasShare(column.gas, column.line, kg, mass * weight))
    lines.setflags(write=False)
    return Factor(release.dataset(dataset), release.name, lines, tuple(shares), not aggregated)


def carbon_neutral(biogenic: Biogenic, gas: str, line: Line) -> bool:
    """Whether the 0/0 convention leaves this flow out: biogenic carbon dioxide, in and out."""
    return biogenic == "0/0" and gas == "CO2" and line in ("biogenic", "removal")
