"""Footprints that no process of the kind has: far outside what the starter library knows of the same unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tanzuji.documents.errors import CodedError
from tanzuji.documents.lines import LINES
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.formats.starter import starter_release

MARGIN = 10.0
"""How many times beyond the library's range a value must be before it is called out."""

_ELECTRICITY = re.compile(r"electric|grid mix|电力|电网", re.I)
_KINDS: dict[str, tuple[str, Text]] = {
    "electricity": ("kWh", Text(zh="电力", en="electricity")),
    "energy": ("MJ", Text(zh="能源", en="energy")),
    "mass": ("kg", Text(zh="按质量", en="by mass")),
    "freight": ("t*km", Text(zh="货运", en="freight")),
    "volume": ("m3", Text(zh="按体积", en="by volume")),
    "money": ("CNY", Text(zh="按金额", en="by money")),
}
_LEFT_OUT = ("characterisation", "process")
"""Boundaries of factors that are no footprints of products: a kilogram of SF6 is 25 200 kg CO2e."""
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest positive footprint that the starter library holds, kg CO2e per `unit`."""

    kind: str
    unit: str
    low: float
    high: float
    count: int


@lru_cache(maxsize=1)
def ranges() -> dict[str, Range]:
    """By kind of product."""
    release = starter_release()
    totals = _judged(release)
    values: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    for dataset, total in zip(release.datasets(), totals, strict=True):
        if dataset.boundary in _LEFT_OUT or dataset.gas_basis == "co2" or not total > 0:
            continue
        names = f"{dataset.name.zh or ''} {dataset.name.en or ''}"
        kind = kind_of(dataset.unit, names, is_electricity=dataset.category[:1] == ("electricity",))
        if kind:
            values[kind].append(float(total) / factor(dataset.unit, _KINDS[kind][0]))
    return {
        kind: Range(kind, _KINDS[kind][0], min(found), max(found), len(found))
        for kind, found in values.items()
        if len(found) >= _FEWEST
    }


def _judged(release: Release) -> NDArray[np.float64]:
    """kg CO2e per unit without biogenic carbon and removals, which make wood negative and rightly so; shape (n,)."""
    kept = [LINES.index(line) for line in LINES if line not in ("biogenic", "removal")]
    found: NDArray[np.float64] = np.asarray(release.intensities("AR6"))[:, kept].sum(axis=1)
    return found


def kind_of(unit: str, name: str, *, is_electricity: bool = False) -> str:
    """The kind of product by which its footprint is judged; empty where there is none."""
    try:
        if convertible(unit, "kWh"):
            return "electricity" if is_electricity or _ELECTRICITY.search(name) else "energy"
        return next(
            (k for k in ("mass", "freight", "volume", "money") if convertible(unit, _KINDS[k][0])), ""
        )
    except CodedError:
        return ""


def absurd(release: Release) -> dict[str, Any]:
    """The ranges, how many datasets were judged, and those outside: `why` is high, low or negative.

    Values are kg CO2e (AR6) without biogenic carbon and removals, per the unit of their range. Zero is not judged: an inventory without greenhouse gases is
    told of elsewhere.
    """
    known = ranges()
    totals = _judged(release)
    judged, found = 0, []
    for dataset, total in zip(release.datasets(), totals, strict=True):
        kind = kind_of(dataset.unit, f"{dataset.name.zh or ''} {dataset.name.en or ''}")
        span = known.get(kind)
        if span is None or not np.isfinite(total) or total == 0:
            continue
        judged += 1
        value = float(total) / factor(dataset.unit, span.unit)
        why = "negative" if value < 0 else "high" if value > span.high * MARGIN else ""
        if not why and 0 < value < span.low / MARGIN and dataset.confidence != "low":
            why = "low"
        if why:
            name = dataset.name.to("en")
            found.append(
                {"id": dataset.id, "name": name, "value": value, "unit": span.unit, "kind": kind, "why": why}
            )
    order = {"high": 0, "negative": 1, "low": 2}
    found.sort(key=lambda row: (order[str(row["why"])], -abs(float(str(row["value"])))))
    return {
        "judged": judged,
        "margin": MARGIN,
        "ranges": [
            {"kind": r.kind, "unit": r.unit, "low": r.low, "high": r.high, "count": r.count}
            for r in known.values()
        ],
        "datasets": found,
    }


def kind_name(kind: str) -> Text:
    """What a kind of product is called."""
    return _KINDS[kind][1]
