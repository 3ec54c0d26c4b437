"""Kinds by which datasets are told apart, and what they are called: units, boundaries, gases, confidence."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from tanzuji.documents.errors import CodedError
from tanzuji.documents.quantities import convertible
from tanzuji.documents.text import Text
from tanzuji.formats.starter import category_name
from tanzuji.reports.wording import CONFIDENCES, FACTOR_BOUNDARIES, GAS_BASES, Pair

_UNIT_KINDS: dict[str, tuple[tuple[str, ...], Pair]] = {
    "mass": (("kg",), ("质量（kg、t）", "Mass (kg, t)")),
    "energy": (("kWh",), ("能量（kWh、GJ）", "Energy (kWh, GJ)")),
    "volume": (("m3",), ("体积（m³、L）", "Volume (m³, L)")),
    "freight": (("t*km",), ("货运（t·km）", "Freight (t·km)")),
    "passenger": (("person*km",), ("客运（人·km）", "Passengers (person·km)")),
    "distance": (("km", "vehicle*km"), ("里程（km）", "Distance (km)")),
    "area": (("m2",), ("面积（m²）", "Area (m²)")),
    "money": (("CNY", "USD", "EUR"), ("金额（元、美元）", "Money (CNY, USD)")),
    "count": (("piece",), ("件数", "Pieces")),
    "other": ((), ("其他", "Other")),
}

STATES: dict[str, Pair] = {
    "current": ("现行", "current"),
    "replaced": ("已被取代", "superseded"),
}

_NAMES: dict[str, dict[str, Pair]] = {
    "unit_kind": {kind: pair for kind, (_, pair) in _UNIT_KINDS.items()},
    "boundary": FACTOR_BOUNDARIES,
    "gas_basis": GAS_BASES,
    "confidence": CONFIDENCES,
    "state": STATES,
}


@lru_cache(maxsize=4096)
def unit_kind(unit: str) -> str:
    """The kind of a unit: `kg` → mass, `t*km` → freight; `other` where it is none of those named."""
    for kind, (references, _) in _UNIT_KINDS.items():
        if any(convertible(unit, reference) for reference in references):
            return kind
    return "other"


def fitting(line_unit: str, units: Iterable[str]) -> tuple[str, ...] | None:
    """Those of `units` into which the line's unit converts; None where the line's is none or not known."""
    if not line_unit:
        return None
    try:
        return tuple(unit for unit in units if convertible(unit, line_unit))
    except CodedError:
        return None


def named(facet: str, value: str) -> Text:
    """What a value of a facet is called; itself where it has no name."""
    pair = _NAMES.get(facet, {}).get(value)
    return Text(zh=pair[0], en=pair[1]) if pair else Text(zh=value, en=value)


def topic(step: str) -> Text:
    """The name of a step of a category."""
    return Text(zh=category_name(step, "zh"), en=category_name(step, "en"))
