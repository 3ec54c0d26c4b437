"""The lists TIDAS classifies by: ISIC for processes, CPC for products, compartments for elementary flows.

`classes.csv` holds the names and numbers of the TIDAS schemas (tiangong-lca/tidas, MIT).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _numbers() -> dict[tuple[str, str, str], list[str]]:
    """Numbers by scheme, level and name; a few names stand twice on a level."""
    found: dict[tuple[str, str, str], list[str]] = {}
    written = resources.files("tanzuji.formats.tidas").joinpath("classes.csv").read_text("utf-8")
    for row in csv.DictReader(written.splitlines()):
        found.setdefault((row["scheme"], row["level"], row["name"]), []).append(row["id"])
    return found


def classified(scheme: str, path: Sequence[str]) -> list[dict[str, str]] | None:
    """The classes of a path from the top level down, as TIDAS writes them; None where one is in no list.

    `scheme` is `process`, `product` or `compartment`.
    """
    attribute = "@catId" if scheme == "compartment" else "@classId"
    made: list[dict[str, str]] = []
    above = ""
    for level, name in enumerate(path):
        numbers = _numbers().get((scheme, str(level), name), [])
        # Sections of ISIC are letters, so that a division does not begin with the number of its section.
        below = [number for number in numbers if number.startswith(above) or above.isalpha()]
        if not below:
            return None
        above = below[0]
        made.append({"@level": str(level), attribute: above, "#text": name})
    return made or None
