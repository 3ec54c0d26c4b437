"""Reading and writing CSV tables, the columns of a starter table, and numbers without binary noise."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

Row = dict[str, str]

COLUMNS = [
    "id", "name_zh", "name_en", "category", "unit", "geography", "year_from", "year_to", "valid_from",
    "valid_to", "boundary", "gas_basis", "gwp_set", "co2e", "co2", "ch4", "n2o", "biogenic_co2",
    "removal_co2", "other_gas", "other_amount", "minimum", "maximum", "line", "includes_losses",
    "confidence", "source", "location", "replaces", "notes", "note_zh", "note_en",
]  # fmt: skip


def read(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def write(path: Path, header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Rows as CSV with Unix line ends, so that two runs give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n", restval="", extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)


def number(value: float) -> str:
    """The shortest text of 12 significant digits."""
    return f"{value:.12g}"


@cache
def words(name: str) -> tuple[Row, ...]:
    """A table of words beside this module (separated by |)."""
    return tuple(read(Path(__file__).parent / "words" / f"{name}.csv", "|"))


@cache
def chinese(name: str) -> dict[str, str]:
    """English term → Chinese term of a table of words."""
    return {row["en"]: row["zh"] for row in words(name)}
