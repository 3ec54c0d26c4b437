"""What pages show of a benchmark: values, figure, grades, how it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanzuji.benchmarks.comparing import Gap, Subject
from tanzuji.benchmarks.disclosure.panels import FIELDS, Key
from tanzuji.benchmarks.models import Benchmark
from tanzuji.benchmarks.scoring import GRADES, Values
from tanzuji.documents.names import BOUNDARIES
from tanzuji.documents.text import Text
from tanzuji.figures.bands import Bound, Marked, bands
from tanzuji.figures.figure import Figure
from tanzuji.web.language import language, say
from tanzuji.web.numerals import figure

NAMES = {
    "best": Text(zh="标杆值", en="Best value"),
    "reference": Text(zh="基准值", en="Reference value"),
    "limit": Text(zh="限定值", en="Limit value"),
}
WIDE, NARROW = 720, 340

_WORDS = {
    "as_modelled": Text(zh="按模型", en="as modelled"),
    "market": Text(zh="按市场", en="market-based"),
    "location": Text(zh="按位置", en="location-based"),
    "cutoff": Text(zh="截断法", en="cut-off"),
    "none": Text(zh="没有共生产品", en="no co-products"),
}


@dataclass(frozen=True, slots=True)
class Band:
    """A grade with its bounds as they are printed."""

    name: str
    above: str
    to: str


def per(unit: str) -> str:
    """`1 t` → `kgCO₂e/t`."""
    amount, _, name = unit.partition(" ")
    of = name if amount == "1" else unit
    return say(f"kgCO₂e/{of}", f"kg CO₂e/{of}")


def drawing(values: Values, unit: str, marked: Marked | None = None) -> tuple[Figure, Figure]:
    """The ruler, wide and for a telephone."""
    b1, b2, b3, b4 = values.bounds
    bounds = (Bound(b1, NAMES["best"]), Bound(b2), Bound(b3, NAMES["reference"]), Bound(b4, NAMES["limit"]))
    wide, narrow = (
        bands(bounds, GRADES, unit, language(), marked=marked, width=width) for width in (WIDE, NARROW)
    )
    return wide, narrow


def of_gap(gap: Gap, unit: str, name: Text, low: float | None, high: float | None) -> tuple[Figure, Figure]:
    """The ruler with a footprint on it."""
    return drawing(gap.values, unit, Marked(name, gap.value, low, high))


def grades(values: Values) -> list[Band]:
    """The five grades as a table shows them."""
    shown = [f"{bound:,.6g}" for bound in values.bounds]
    return [
        Band(name.to(language()), above, to)
        for name, above, to in zip(GRADES, ["", *shown], [*shown, ""], strict=True)
    ]


def facts(key: Key) -> list[tuple[str, str]]:
    """What footprints have to have in common, name and value."""
    return _told({name: str(getattr(key, name)) for name in FIELDS if name != "year"})


def facts_of(subject: Subject) -> list[tuple[str, str]]:
    """The same of a footprint that is held against them."""
    of = {name: str(getattr(subject, name)) for name in FIELDS if name not in ("rule", "year")}
    return _told({"rule": say("、", ", ").join(subject.rules), **of})


def _told(of: dict[str, str]) -> list[tuple[str, str]]:
    told = []
    for name, value in of.items():
        text = FIELDS[name]
        if name == "boundary" and value in BOUNDARIES:
            zh, en = BOUNDARIES[value]
            value = say(zh, en)
        elif value in _WORDS:
            value = _WORDS[value].to(language())
        told.append((text.to(language()), value or say("未说明", "not stated")))
    return told


def of_benchmark(of: Benchmark) -> dict[str, Any]:
    """The context of its values."""
    values = Values.of(*of.values)
    cells = of.snapshot.cells
    return {
        "unit": per(of.snapshot.unit),
        "values": [(NAMES[n].to(language()), figure(getattr(values, n), 3), n) for n in ("limit", "reference", "best")],
        "drawn": drawing(values, per(of.snapshot.unit)),
        "grades": grades(values),
        "facts": facts(of.snapshot.key),
        "cells": cells,
        "computed": [
            (say("第 10 百分位数", "10th percentile"), cells.p10),
            (say("按产量加权的平均值", "Mean weighted by output"), cells.mean),
            (say("中位数", "Median"), cells.median),
            (say("第 90 百分位数", "90th percentile"), cells.p90),
        ],
    }  # fmt: skip
