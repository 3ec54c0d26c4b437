"""What one release of a library changes in another, dataset by dataset: intensities, samples, words.

A dataset that replaces another under an id of its own (`replaces`, as the electricity factors of each year do) is
compared with the one it replaces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tanzuji.documents.datasets import Dataset, GwpSet
from tanzuji.engine.release import Release

Kind = Literal["added", "replaced", "changed", "described", "removed"]

KINDS: tuple[Kind, ...] = ("replaced", "changed", "added", "removed", "described")
"""In the order in which they are told: `described` is another text beside the same numbers."""

ITERATIONS = 1000

_NUMBERS = {"amounts", "unit", "uncertainty", "gas_basis", "gwp_set", "boundary", "includes_losses"}
"""Fields of a dataset that say how much; the others say what it is."""


@dataclass(frozen=True, slots=True)
class DatasetChange:
    """A dataset in which two releases differ; intensities in kg CO2e per declared unit, NaN where unknown.

    `before` and `after` are the documents: the same id, or one that replaces the other. `low` and `high` bound 95 %
    of the samples of `after`; none where it states no distribution. `fields` are those that differ.
    """

    kind: Kind
    before: Dataset | None
    after: Dataset | None
    old: float
    new: float
    low: float | None
    high: float | None
    fields: tuple[str, ...] = ()

    @property
    def dataset(self) -> Dataset:
        """The one that is there now, or else that was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def share(self) -> float | None:
        """Change in parts of the old intensity; none where there is none, or the units differ."""
        if self.before is None or self.after is None or self.before.unit != self.after.unit:
            return None
        if not (np.isfinite(self.old) and np.isfinite(self.new)) or not self.old:
            return None
        return (self.new - self.old) / abs(self.old)


def release_changes(
    before: Release | None, after: Release, *, gwp_set: GwpSet = "AR6"
) -> list[DatasetChange]:
    """Every dataset in which `after` differs from `before` (none: everything is added), by kind, then by id.

    A dataset that stays beside the one that replaces it is no change. Raises `release.damaged`.
    """
    old = {d.id: d for d in before.datasets()} if before is not None else {}
    new = {d.id: d for d in after.datasets()}
    old_totals, new_totals = _totals(before, gwp_set), _totals(after, gwp_set)
    entered = [d for d in new.values() if d.id not in old]
    bounds = _bounds(after, [d.id for d in new.values() if old.get(d.id) != d], gwp_set)
    nan = float("nan")
    found = []
    for dataset in entered:
        former = old.get(dataset.replaces or "")
        known = old_totals[former.id] if former is not None else nan
        kind: Kind = "replaced" if former is not None else "added"
        low, high = bounds.get(dataset.id, (None, None))
        fields = _differing(former, dataset) if former is not None else ()
        found.append(DatasetChange(kind, former, dataset, known, new_totals[dataset.id], low, high, fields))
    for id_, former in old.items():
        dataset_now = new.get(id_)
        if dataset_now is None:
            found.append(DatasetChange("removed", former, None, old_totals[id_], nan, None, None))
        elif fields := _differing(former, dataset_now):
            kind = "changed" if not _NUMBERS.isdisjoint(fields) else "described"
            low, high = bounds.get(id_, (None, None))
            found.append(
                DatasetChange(kind, former, dataset_now, old_totals[id_], new_totals[id_], low, high, fields)
            )
    return sorted(found, key=lambda change: (KINDS.index(change.kind), change.dataset.id))


def _totals(release: Release | None, gwp_set: GwpSet) -> dict[str, float]:
    if release is None:
        return {}
    totals = np.asarray(release.intensities(gwp_set)).sum(axis=1)
    return {id_: float(total) for id_, total in zip(release.ids, totals, strict=True)}


def _differing(one: Dataset, other: Dataset) -> tuple[str, ...]:
    names = (name for name in Dataset.model_fields if name not in ("id", "replaces"))
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def _bounds(
    release: Release, datasets: Sequence[str], gwp_set: GwpSet
) -> dict[str, tuple[float | None, float | None]]:
    """The 2.5th and 97.5th percentile of the samples of those datasets that state a distribution."""
    rows = [int(row) for row in release.positions(datasets)]
    if not rows:
        return {}
    drawn = release.samples(rows, gwp_set, iterations=ITERATIONS)
    found: dict[str, tuple[float | None, float | None]] = {}
    for dataset, values in zip(datasets, drawn.T, strict=True):
        if np.isfinite(values).all() and np.ptp(values) > 1e-12 * abs(float(values.mean())):
            low, high = np.quantile(values, (0.025, 0.975))
            found[dataset] = float(low), float(high)
    return found
