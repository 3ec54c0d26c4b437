"""Files of others as datasets: a table of factors by the meaning of its columns, an ILCD package by its inventories."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from tanzuji.contributions import messages
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.engine.release import Release
from tanzuji.formats import doors
from tanzuji.formats.factor_lists import (
    guess_mapping,
    read_factor_list,
    read_mapping,
    read_tables,
)
from tanzuji.formats.lci import import_database

LIST_ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")
ILCD_ENDINGS = (".zip", ".xml")


def kind_of(name: str, content: bytes) -> str:
    """`list` or `ilcd`. Raises `contributions.not-a-list`, and what keeps a table from being read at all."""
    lower = name.lower()
    if lower.endswith(LIST_ENDINGS):
        read_tables(content, name).table()
        return "list"
    if lower.endswith(ILCD_ENDINGS) and _is_ilcd(name, content):
        return "ilcd"
    raise messages.NOT_A_LIST.error("file")


def datasets_of(name: str, content: bytes, kind: str, mapping: str = "") -> tuple[Dataset, ...]:
    """The datasets of a file; of an ILCD package with the solved masses per gas of every process.

    `mapping` (YAML) says what the columns of a table stand for; they are guessed where it is empty. Raises every bad
    cell, and what is wrong with a package.
    """
    if kind == "list":
        tables = read_tables(content, name)
        chosen = read_mapping(mapping) if mapping else guess_mapping(tables.table())
        return read_factor_list(tables, chosen).datasets
    with tempfile.TemporaryDirectory() as folder:
        path = _laid(folder, name, content)
        database = doors.read_any(path, _quiet, format="ilcd")
        done = import_database(database, name="offered", home=folder)
        return tuple(_with_gases(done.release, at) for at in range(len(done.release)))


def _with_gases(release: Release, at: int) -> Dataset:
    """A process of a package with the cradle-to-gate mass of each gas that it states or takes in."""
    dataset = release.read([at])[0]
    row = release.gas_amounts[at]
    amounts: list[dict[str, Any]] = [
        {"gas": column.gas, "amount": float(mass), "line": column.line}
        for column, mass in zip(release.columns, row, strict=True)
        if mass
    ]
    return Dataset.parse(dataset.plain() | {"amounts": amounts})


def _is_ilcd(name: str, content: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with doors.open_any(_laid(folder, name, content)) as package:
                return doors.sniff(package) == "ilcd"
        except CodedError:
            return False


def _laid(folder: str, name: str, content: bytes) -> Path:
    """The content as a file of its own; only the ending is taken from its name."""
    path = Path(folder) / f"offered{Path(name.lower()).suffix}"
    path.write_bytes(content)
    return path


def _quiet(step: str, done: int, total: int) -> None:
    """Nobody watches: packages that are offered are small."""
