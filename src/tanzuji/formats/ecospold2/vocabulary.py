"""Identifiers and words that EcoSpold 2 files share with each other, as they stand in published ones."""

from __future__ import annotations

import re

NAMESPACE = "http://www.EcoInvent.org/EcoSpold02"

UNIT_IDS = {
    "kg": "487df68b-4994-4027-8fdc-a4dc298257b7",
    "m3": "de5b3c87-0e35-4fb0-9765-4f3ba34c99e5",
    "kWh": "77ae64fa-7e74-4252-9c3b-889c1cd20bfc",
    "MJ": "980b811e-3905-4797-82a5-173f5568bc7e",
    "kBq": "4923348e-591b-4772-b224-d19df86f04c9",
    "unit": "5b972631-34e3-4db7-a615-f6931770a0cb",
    "dimensionless": "577e242a-461f-44a7-922c-d8e1c3d2bf45",
}
UNIT_NAMES = {
    "piece": "unit", "t*km": "metric ton*km", "m2*a": "m2*year", "m3*a": "m3*year", "m*a": "m*year",
    "km*a": "km*year", "ha*a": "ha*year", "h": "hour", "night": "guest night", "t": "metric ton",
}  # fmt: skip
"""Our spelling of a unit → the format's; all others are written alike."""

WET_MASS = "67f102e2-9cb6-4d20-aa16-bf74d8a03326"
PHYSICAL_SHARE = "6f1d3c0e-2f0b-5d1c-9c55-2b6f0f5c7a01"
ECONOMIC_SHARE = "6f1d3c0e-2f0b-5d1c-9c55-2b6f0f5c7a02"
"""Properties of ours that carry stored allocation factors: share per unit of the product."""
MASSES = ("wet mass", "mass", "dry mass")
"""Names of properties that give the mass of a product; the first that is stated counts."""

GLOBAL = "34dbbff8-88ce-11de-ad60-0019e336be3a"
BUSINESS_AS_USUAL = "d9f57f0a-a01f-42eb-a57b-8f18d6635801"

LICENCE = "Licence: "
"""How a paragraph of the general comment begins that holds the terms of use, for which the format has no place."""

UNSTATED_PERIOD = ("1900-01-01", "2100-12-31")
"""Written where the period is not known, since the format asks for one; read as not stated."""

UNSPECIFIED = "unspecified"
_KINDS = (
    ("natural resource", re.compile(r"\bresources?\b", re.I)),
    ("water", re.compile(r"\bto (fresh|sea)?water\b", re.I)),
    ("air", re.compile(r"\bair\b|troposphere|stratosphere|atmosphere", re.I)),
    ("water", re.compile(r"\b(fresh|sea)?water\b|\b(river|lake|ocean|sea)\b", re.I)),
    ("soil", re.compile(r"\bsoil\b", re.I)),
)
_LONGEST = 40


def compartment(path: tuple[str, ...]) -> tuple[str, str]:
    """The compartment and the kind below it; a path of one or two short parts is kept as it is."""
    if 1 <= len(path) <= 2 and all(len(part) <= _LONGEST for part in path):
        return path[0], path[1] if len(path) == 2 else UNSPECIFIED
    if not path:
        return UNSPECIFIED, UNSPECIFIED
    where, last = " / ".join(path), path[-1][:_LONGEST]
    return next((name for name, pattern in _KINDS if pattern.search(where)), path[0][:_LONGEST]), last
