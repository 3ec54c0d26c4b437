"""What every column of a catalogue weighs: kg CO2e per unit on each reporting line, for releases and a method.

A column of a dataset weighs what `compute` takes for it: masses of gases × GWPs of the study's set, biogenic carbon
dioxide left out under 0/0. Where a release holds no such dataset, or no value in that set, the column is unknown (NaN)
and so is every product that takes it: unknown is never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.lines import LINES
from tanzuji.documents.models import Method
from tanzuji.engine.background import Biogenic, carbon_neutral
from tanzuji.engine.catalogue.rows import GAS, Column
from tanzuji.engine.release import Release, gwp_vector, known_gwp


@dataclass(frozen=True)
class Releases:
    """The releases behind a catalogue's columns.

    `standing` opens the release a row was compiled on, by name and digest. `instead` are the releases that take the
    place of those of the same name; `successors` maps a dataset to the one that replaces it in the release that is
    read, for the years' factors that have an id of their own each.
    """

    standing: Callable[[str, str], Release]
    instead: Mapping[str, Release] = field(default_factory=dict)
    successors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By name of the release: dataset → its newest successor."""

    @classmethod
    def of(
        cls, *releases: Release, instead: Sequence[Release] = (), follow_successors: bool = False
    ) -> Releases:
        """These opened releases; `instead` take the place of those of the same name."""
        known = {(release.name, release.digest): release for release in releases}
        new = {release.name: release for release in instead}
        return cls(
            lambda name, digest: known[name, digest],
            new,
            {name: successors_in(release) for name, release in new.items()} if follow_successors else {},
        )

    def behind(self, name: str, digest: str) -> Release:
        """The release that the columns of this one are read from."""
        return self.instead.get(name) or self.standing(name, digest)


@dataclass(frozen=True)
class Follow:
    """Datasets that are footprints of other products of the catalogue: their value is that product's own row.

    `products` maps the dataset's id to the product's key; `shares` to how much of the product's unit one declared
    unit of the dataset is (1 / amount of the study's unit).
    """

    products: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)


def successors_in(release: Release) -> dict[str, str]:
    """Dataset → the newest one that replaces it, over any number of steps; a chain that comes back to itself ends."""
    after = {d.replaces: d.id for d in release.datasets() if d.replaces and d.replaces != d.id}
    found = {}
    for first in after:
        seen, last = {first}, after[first]
        while last in after and last not in seen:
            seen.add(last)
            last = after[last]
        found[first] = last
    return found


@dataclass(frozen=True, eq=False)
class Located:
    """The columns that are datasets of one release: their places among all columns, their rows in it (−1: none)."""

    release: Release
    places: NDArray[np.intp]
    rows: NDArray[np.intp]


def located(columns: Sequence[Column], releases: Releases) -> list[Located]:
    """Where every column that is a dataset is read from. Raises what opening a release raises."""
    groups: dict[tuple[str, str], list[int]] = {}
    for i, (name, digest, _) in enumerate(columns):
        if name != GAS:
            groups.setdefault((name, digest), []).append(i)
    found = []
    for (name, digest), places in groups.items():
        release, after = releases.behind(name, digest), releases.successors.get(name, {})
        datasets = [columns[i].name for i in places]
        if after and name in releases.instead:
            datasets = [after.get(dataset, dataset) for dataset in datasets]
        found.append(Located(release, np.array(places, dtype=np.intp), release.positions(datasets)))
    return found


def table(columns: Sequence[Column], where: Sequence[Located], method: Method) -> NDArray[np.float64]:
    """kg CO2e per unit of every column by reporting line; shape (columns, 5). NaN where it is unknown."""
    lines = np.zeros((len(columns), len(LINES)))
    for of in where:
        lines[of.places] = _of_datasets(of.release, of.rows, method.gwp_set, method.biogenic)
    for i, column in enumerate(columns):
        if column.release == GAS:
            weight = known_gwp(column.name, method.gwp_set)
            line = next(line for line in LINES if line == column.of)
            lines[i, LINES.index(line)] = (
                0.0 if carbon_neutral(method.biogenic, column.name, line) else weight
            )
    return lines


def missing(columns: Sequence[Column], where: Sequence[Located]) -> list[Column]:
    """The columns whose dataset is in no release that is read."""
    return [columns[i] for of in where for i in of.places[of.rows < 0].tolist()]


def _of_datasets(
    release: Release, rows: NDArray[np.intp], gwp_set: GwpSet, biogenic: Biogenic
) -> NDArray[np.float64]:
    """The lines of datasets of one release, as `Background` characterises them; shape (rows, 5)."""
    lines = np.full((rows.size, len(LINES)), np.nan)
    there = rows >= 0
    masses = np.asarray(release.gas_amounts[rows[there]])
    weights = gwp_vector(release.columns, gwp_set)
    unknown = np.isnan(weights)
    # A list of factors that names a gas without a value in this set is unknown; in a database of unit processes
    # such gases were listed by its import.
    lost = np.isnan(masses).any(axis=1)
    if not release.has_processes:
        lost |= (masses[:, unknown] != 0).any(axis=1)
    weights = np.where(unknown, 0.0, weights)
    weights = np.where([carbon_neutral(biogenic, c.gas, c.line) for c in release.columns], 0.0, weights)
    found = np.zeros((int(there.sum()), len(LINES)))
    for k, line in enumerate(LINES):
        of = [i for i, column in enumerate(release.columns) if column.line == line]
        if of:
            found[:, k] = masses[:, of] @ weights[of]
    found[lost] = np.nan
    lines[there] = found
    return lines
