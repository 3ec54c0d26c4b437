"""What the defaults of a reference model come to on the starter library."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.models import ProductModel
from tanzuji.engine import preview
from tanzuji.engine.release import Release
from tanzuji.formats.starter import starter_release


@dataclass(frozen=True, slots=True)
class Figures:
    """kg CO2e per unit with every default: in all, None where nothing is known, and directly by process."""

    total: float | None
    processes: dict[str, float]
    gaps: int
    computed_on: str


def figures(model: ProductModel, release: Release | None = None) -> Figures:
    """The figures of a model on the starter library. Raises what keeps it from being computed, with the place."""
    release = release or starter_release()
    found = preview(model, (release,))
    known = bool(found.contributions)
    return Figures(
        found.total if known else None,
        {each.process: each.total for each in found.processes} if known else {},
        sum(gap.reason in ("no_amount", "no_factor") for gap in found.gaps),
        f"{release.name} {release.version} {release.digest}",
    )
