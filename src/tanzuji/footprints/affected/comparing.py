"""Any two releases of a library compared by an organisation's own products."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from tanzuji.documents.text import Text
from tanzuji.engine.catalogue import Releases, differences
from tanzuji.engine.catalogue.recompute import Standing as On
from tanzuji.engine.catalogue.tables import successors_in
from tanzuji.engine.release import Release
from tanzuji.footprints.products import matrix
from tanzuji.footprints.products.standing import standing
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Compared:
    """A product on two releases, kg CO2e per unit of its study, and the datasets that moved it."""

    study: UUID
    number: int
    name: Text
    unit: str
    old: float | None
    new: float | None
    causes: tuple[tuple[str, float], ...]

    @property
    def share(self) -> float | None:
        return (self.new - self.old) / abs(self.old) if self.old and self.new is not None else None


def between(acting: Acting, one: Release, other: Release) -> list[Compared]:
    """The organisation's products that differ on the two releases, whatever they stand on now, the largest share first.

    Datasets that a release replaces by others are read as those: on each side the newest it holds.
    """
    now = standing(acting)
    rows, _ = matrix.rows_of(acting)
    shelf = matrix.Shelf.of(now)
    sides = [
        On(
            Releases(shelf, {r.name: r}, {r.name: successors_in(r)}),
            matrix.follow(now, rows.keys),
            names=now.web.named(),
        )
        for r in (one, other)
    ]
    found = []
    for of in differences(rows, *sides):
        if of.change == 0 or not (np.isfinite(of.old) or np.isfinite(of.new)):
            continue
        version = now.versions[UUID(of.key)]
        causes = tuple((column.name, float(by)) for column, by in of.causes[:2])
        old, new = _number(of.old), _number(of.new)
        name = now.web.names[version.study_id]
        found.append(Compared(version.study_id, version.number, name, version.unit_label, old, new, causes))
    return sorted(found, key=lambda c: (c.share is not None, -abs(c.share or 0)))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
