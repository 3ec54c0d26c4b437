"""Regions of datasets: what their codes are called, and how well one stands for another."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from tanzuji.documents.text import Text


@dataclass(frozen=True, slots=True)
class Region:
    """A country, province or larger region by its code (ISO 3166-1, ISO 3166-2, GLO, RER …)."""

    code: str
    name: Text
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, in both languages."""
        return (self.name.to("zh"), self.name.to("en"), *self.also)


@lru_cache(maxsize=1)
def regions() -> dict[str, Region]:
    """Every region that has a name, by code."""
    table = resources.files("tanzuji.documents").joinpath("regions.csv").read_text("utf-8")
    return {
        row["code"]: Region(row["code"], Text(zh=row["zh"], en=row["en"]), _split(row["also"]))
        for row in csv.DictReader(table.splitlines())
    }


def _split(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(";") if word)


def region(code: str) -> Region:
    """The region of a code; one without a known name goes by its code."""
    return regions().get(code) or Region(code, Text(zh=code or "–", en=code or "–"))


GLOBAL = ("GLO", "RoW")


def country(code: str) -> str:
    """The country a province lies in (`CN-GD` → `CN`); other codes as they are."""
    return code.split("-")[0] if "-" in code and code != "EU-27" else code


def code_of(written: str) -> str:
    """The code of a region as a study writes it: `CN`, `中国`, `China, Guangdong` → the nearest that is named in it;
    empty where none is."""
    if written in regions():
        return written
    plain = written.casefold()
    named = [
        (len(name), code)
        for code, region in regions().items()
        for name in region.names
        if name.casefold() in plain and (len(name) > 3 or not name.isascii())
    ]
    provinces = [found for found in named if "-" in found[1]]
    return max(provinces or named, default=(0, ""))[1]
