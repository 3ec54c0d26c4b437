"""The places TIDAS knows: codes of ISO 3166, Chinese provinces and towns, regions and market areas.

`locations.csv` holds the codes and names of the TIDAS schemas (tiangong-lca/tidas-tools, MIT).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources

_ALSO = {"HK": "CN-HK", "MO": "CN-MO", "TW": "CN-TW"}
"""Places with a code as a country and one as a part of China: the schemas have had the one or the other."""


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Every code of the list."""
    written = resources.files("tanzuji.formats.tidas").joinpath("locations.csv").read_text("utf-8")
    return frozenset(row["code"] for row in csv.DictReader(written.splitlines()))


def located(code: str) -> str:
    """The code of a place as TIDAS has it: itself, else the smallest known place around it (`US-CA` → `US`);
    empty where none is known."""
    for written in (code, _ALSO.get(code, ""), next((a for a, b in _ALSO.items() if b == code), "")):
        if written in known():
            return written
    around, _, _ = code.rpartition("-")
    return located(around) if around else ""


def same(code: str, other: str) -> bool:
    """Whether two codes stand for one place."""
    return _ALSO.get(code, code) == _ALSO.get(other, other)
