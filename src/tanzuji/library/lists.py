"""Lists of factors brought in: the meaning of their columns guessed, shown, corrected, and read as a release."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.lines import LINE_NAMES, LINES
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_writer import write_release
from tanzuji.engine.store import release_folder
from tanzuji.formats.factor_lists import (
    ColumnMapping,
    ListMapping,
    Table,
    TableFile,
    guess_mapping,
    header_at,
    read_factor_list,
    read_mapping,
    read_tables,
    sample,
    write_mapping,
)
from tanzuji.formats.factor_lists.fields import FIELDS
from tanzuji.formats.factor_lists.headers import columns_of
from tanzuji.library import sources
from tanzuji.library.messages import FILES_GONE
from tanzuji.library.models import Import
from tanzuji.library.options import ImportOptions

MAX_COLUMNS = 60
"""Columns whose meaning is asked for."""
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, its first values, and what it stands for (empty: left out)."""

    at: int
    header: str
    samples: tuple[str, ...]
    field: str
    gas: str
    line: str
    unit: str


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A list as the page shows it: its sheets, the header, its columns; problems where it cannot be read at all."""

    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    header_rows: int
    rows: int
    columns: tuple[Column, ...]
    defaults: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    @property
    def fields(self) -> tuple[tuple[str, Text], ...]:
        """What a column may stand for."""
        return tuple((field.key, Text(zh=field.zh, en=field.en)) for field in FIELDS.values())

    @property
    def lines(self) -> tuple[tuple[str, Text], ...]:
        """The reporting lines an amount may be on."""
        return tuple((line, Text(zh=LINE_NAMES[line][0], en=LINE_NAMES[line][1])) for line in LINES)


def looked_at(one: Import, form: Mapping[str, str]) -> LookedAt:
    """The list of an import with what its columns mean: as a form says, else as was chosen last, else as guessed."""
    try:
        return seen(_tables(one), json.loads(one.options).get("mapping", ""), form)
    except CodedError as error:
        return LookedAt((), "", 1, 1, 0, (), {}, error.problems)


def seen(tables: TableFile, chosen: str, form: Mapping[str, str]) -> LookedAt:
    """A file of tables likewise; `chosen` is the mapping chosen last, as YAML."""
    try:
        kept = read_mapping(chosen) if chosen and not form else None
        table = tables.table(kept.sheet if kept else form.get("sheet", ""))
        mapping = kept or _mapping(table, form)
    except CodedError as error:
        return LookedAt((), "", 1, 1, 0, (), {}, error.problems)
    header = header_at(table, mapping.header_row - 1, mapping.header_rows)
    meant = {column.header: column for column in mapping.columns}
    columns = []
    for at, name in enumerate(header.names[:MAX_COLUMNS]):
        found = meant.get(name)
        columns.append(
            Column(
                at,
                name,
                tuple(sample(table, header, at, SAMPLES)),
                found.field if found else "",
                (found.gas or "") if found else "",
                found.line if found else "fossil",
                (found.unit or "") if found else "",
            )
        )
    return LookedAt(
        tuple(t.name for t in tables.tables if t.name),
        table.name,
        mapping.header_row,
        mapping.header_rows,
        max(0, len(table.rows) - mapping.header_row - mapping.header_rows + 1),
        tuple(columns),
        mapping.defaults,
    )


def _tables(one: Import) -> TableFile:
    paths = sources.paths(one.id)
    if not paths:
        raise FILES_GONE.error("file")
    return read_tables(paths[0].read_bytes(), paths[0].name)


def _mapping(table: Table, form: Mapping[str, str]) -> ListMapping:
    """As a form says, unless it is about another sheet or another header by now: then as guessed, with its header."""
    if "header_row" not in form or form.get("sheet_before", table.name) != table.name:
        return guess_mapping(table)
    said = read_mapping(mapping_in(form))
    if (form.get("header_before")) == f"{said.header_row}+{said.header_rows}":
        return said
    header = header_at(table, said.header_row - 1, said.header_rows)
    columns = tuple(columns_of(table, header))
    return said.model_copy(update={"columns": columns})


def mapping_in(form: Mapping[str, str]) -> str:
    """The mapping a form says, as YAML. Raises what `ListMapping` refuses, with its place."""
    columns = []
    for at in range(MAX_COLUMNS):
        field = form.get(f"column-{at}-field", "")
        if field:
            columns.append(
                ColumnMapping.parse(
                    {
                        "header": form.get(f"column-{at}-header", ""),
                        "field": field,
                        "gas": form.get(f"column-{at}-gas", "").strip() or None,
                        "line": form.get(f"column-{at}-line", "fossil"),
                        "unit": form.get(f"column-{at}-unit", "").strip() or None,
                    }
                )
            )
    defaults = {
        key.removeprefix("default-"): value.strip()
        for key, value in form.items()
        if key.startswith("default-") and value.strip()
    }
    return write_mapping(
        ListMapping.parse(
            {
                "sheet": form.get("sheet", ""),
                "header_row": whole(form.get("header_row", "1")),
                "header_rows": whole(form.get("header_rows", "1")),
                "columns": columns,
                "defaults": defaults,
            }
        )
    )


def whole(text: str) -> int | str:
    """A whole number as the document wants it; what is none is refused there."""
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 7 else text


def write_list(
    one: Import,
    options: ImportOptions,
    full: str,
    paths: list[Path],
    tell: Callable[[str, int, int], None],
) -> Release:
    """A release of the factors of a list. Raises every bad row by its cell; nothing is stored then."""
    path = paths[0]
    tell("read", 0, 1)
    tables = read_tables(path.read_bytes(), path.name)
    mapping = read_mapping(options.mapping) if options.mapping else guess_mapping(tables.table())
    found = read_factor_list(tables, mapping, prefix=options.name)
    tell("read", 1, 1)
    tell("solve", 0, 1)
    release = write_release(
        release_folder(full, options.version),
        name=full,
        version=options.version,
        title=options.title or Text.parse(options.name),
        licence=options.licence,
        datasets=found.datasets,
        report=found.report,
        replace=True,  # as in `tasks`: what stands there was never shown
    )
    tell("solve", 1, 1)
    return release
