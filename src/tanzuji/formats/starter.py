"""The starter library: the open factor tables that ship with the package, as datasets and as a release.

The tables are CSV files in `tanzuji/starter`; `tools/build_starter.py` makes them. A row names its source,
its notes and its category by id, so that each is written once, in Chinese and in English.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text

if TYPE_CHECKING:
    from tanzuji.engine.release import Release

TABLES = (
    "china_electricity",
    "china_fuels",
    "uk_2025",
    "refrigerants",
    "epa_hub_2025",
    "epa_supply_chain",
    "ipcc_processes",
    "electricity_technologies",
    "electricity_countries",
    "derived",
    "uslci_results",
)
"""The factor tables that the script builds, in the order they are read."""

WRITTEN = ("estimates",)
"""Tables written by hand: what the demo products need and no open publisher gives."""

EDITION = "2026.11"

_LOSSES = {"yes": True, "no": False}


def starter_folder() -> Traversable:
    """The folder of the package's tables."""
    return resources.files("tanzuji").joinpath("starter")


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = starter_folder().joinpath(f"{name}.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())


@lru_cache(maxsize=1)
def starter_sources() -> dict[str, dict[str, str]]:
    """Every publication by id: title, publisher, year, url, licence, attribution, copy read, verification."""
    return {row["id"]: row for row in _rows("sources")}


@lru_cache(maxsize=1)
def _notes() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in _rows("notes")}


@lru_cache(maxsize=1)
def _categories() -> dict[str, Text]:
    return {row["id"]: Text(zh=row["zh"], en=row["en"]) for row in _rows("categories")}


def category_name(category: str, language: Language = "zh") -> str:
    """The name of one step of a starter category (`fuels` → 燃料); the step itself where it is not ours."""
    found = _categories().get(category)
    return found.to(language) if found else category


@lru_cache(maxsize=1)
def starter_datasets() -> list[Dataset]:
    """Every shipped dataset, validated, in the order of the tables. About 3 000; read once."""
    return [_dataset(row) for table in (*TABLES, *WRITTEN) for row in _rows(table)]


def starter_notice() -> str:
    """The attributions that travel with the tables (Markdown)."""
    return starter_folder().joinpath("NOTICE.md").read_text("utf-8")


def starter_release() -> Release:
    """The shipped library as a release, written once under the user's data folder.

    Its version ends in a digest of the tables: a package with other tables writes another release.
    """
    from tanzuji.engine.release import Release
    from tanzuji.engine.release_writer import write_release
    from tanzuji.engine.store import release_folder

    version = f"{EDITION}.{_digest()[:10]}"
    folder = release_folder("starter", version)
    if folder.joinpath("release.json").is_file():
        return Release.open(folder)
    return write_release(
        folder,
        name="starter",
        version=version,
        title=Text(zh="随附因子库", en="Starter library"),
        licence="Open data of several publishers; see NOTICE.md of the starter library",
        datasets=starter_datasets(),
        report={"tables": [*TABLES, *WRITTEN], "sources": list(starter_sources().values())},
    )


@lru_cache(maxsize=1)
def _digest() -> str:
    """Digest of the shipped tables, which do not change while a process runs."""
    digest = hashlib.sha256()
    for name in (*TABLES, *WRITTEN, "sources", "notes"):
        digest.update(starter_folder().joinpath(f"{name}.csv").read_bytes())
    return digest.hexdigest()


def _dataset(row: dict[str, str]) -> Dataset:
    plain: dict[str, Any] = {
        "id": row["id"],
        "name": {"zh": row["name_zh"], "en": row["name_en"]},
        "category": tuple(row["category"].split(" > ")),
        "boundary": row["boundary"],
        "gas_basis": row["gas_basis"],
        "amounts": _amounts(row),
        "source": _source(row),
    }
    for field in (
        "unit",
        "geography",
        "year_from",
        "year_to",
        "valid_from",
        "valid_to",
        "gwp_set",
        "confidence",
    ):
        if row[field]:
            plain[field] = row[field]
    if row["replaces"]:
        plain["replaces"] = row["replaces"]
    if row["includes_losses"]:
        plain["includes_losses"] = _LOSSES[row["includes_losses"]]
    if row["minimum"]:
        plain["uncertainty"] = {"minimum": row["minimum"], "maximum": row["maximum"]}
    note = _note(row)
    if note:
        plain["note"] = note
    return Dataset.parse(plain)


def _amounts(row: dict[str, str]) -> list[dict[str, str]]:
    """kg per declared unit: most gases on the row's line, biogenic CO2 and its uptake on theirs."""
    line = row["line"]
    methane = "CH4-biogenic" if line == "biogenic" else "CH4"
    cells = (
        ("CO2e", row["co2e"], line),
        ("CO2", row["co2"], line),
        (methane, row["ch4"], line),
        ("N2O", row["n2o"], line),
        (row["other_gas"], row["other_amount"], line),
        ("CO2", row["biogenic_co2"], "biogenic"),
        ("CO2", row["removal_co2"], "removal"),
    )
    return [{"gas": gas, "amount": amount, "line": where} for gas, amount, where in cells if amount]


def _source(row: dict[str, str]) -> dict[str, str]:
    source = starter_sources()[row["source"]]
    kept = ("title", "publisher", "year", "url", "licence", "obtained_from", "verification")
    return {field: source[field] for field in kept if source[field]} | {"location": row["location"]}


def _note(row: dict[str, str]) -> dict[str, str]:
    """The row's own note, then the shared ones; empty where there is none."""
    shared = [_notes()[note] for note in row["notes"].split()]
    zh = "".join(part for part in (row["note_zh"], *(note["zh"] for note in shared)) if part)
    en = " ".join(part for part in (row["note_en"], *(note["en"] for note in shared)) if part)
    return {"zh": zh, "en": en} if zh else {}
