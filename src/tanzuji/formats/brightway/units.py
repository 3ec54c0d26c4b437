"""Units as Brightway writes them, in words, and as we do."""

from __future__ import annotations

from tanzuji.formats.lci.units import spelled

_WORDS = {
    "kilogram": "kg", "gram": "g", "ton": "t", "tonne": "t", "metric ton": "t", "kilowatt hour": "kWh", "megajoule": "MJ",
    "cubic meter": "m3", "cubic metre": "m3", "square meter": "m2", "square metre": "m2", "meter": "m", "metre": "m",
    "kilometer": "km", "kilometre": "km", "ton kilometer": "t*km", "ton-kilometer": "t*km", "unit": "piece",
    "person kilometer": "person*km", "person-kilometer": "person*km", "passenger kilometer": "person*km",
    "vehicle kilometer": "vehicle*km", "hectare": "ha", "hour": "h", "year": "a", "day": "d", "liter": "l", "litre": "l",
    "square meter-year": "m2*a", "meter-year": "m*a", "kilometer-year": "km*a", "cubic meter-year": "m3*a",
    "kilogram day": "kg*d", "guest night": "night", "euro": "EUR", "dollar": "USD",
}  # fmt: skip
_OURS = {ours: word for word, ours in reversed(_WORDS.items())}


def from_words(word: str) -> str:
    """Our spelling of a unit; what is not known stays as it is."""
    return _WORDS.get(word.strip().casefold()) or spelled(word.strip()) or word.strip()


def to_words(unit: str) -> str:
    """The word Brightway's databases use for a unit of ours; our own spelling where they have none."""
    return _OURS.get(unit, unit)
