"""The sheet 其他 / More: fields without a column, as lines of row key, field and JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_json import read_json
from tanzuji.formats.workbook.book import (
    HEADER_ROWS,
    MORE_TAB,
    Book,
    Grid,
    cell_place,
    folded,
    row_text,
    spellings,
)
from tanzuji.formats.workbook.cells import text_of
from tanzuji.formats.workbook.dotted import put
from tanzuji.formats.workbook.messages import BAD_FIELD, UNKNOWN_KEY
from tanzuji.formats.workbook.records import Record
from tanzuji.formats.workbook.tables import MORE_HEADERS, SHEETS

_DOTTED = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){0,9}")


def read_more(book: Book, plain: dict[str, Any], places: dict[str, str], keys: Mapping[str, Record]) -> None:
    """Put each line where it belongs: into the record of its key, or without a key into the model's `plain`."""
    if MORE_TAB not in book.tabs:
        return
    tab = book.tabs[MORE_TAB]
    grid = book.grid(MORE_TAB)
    headers = set(spellings(MORE_HEADERS[1]))
    start = next(
        (r + 1 for r, row in enumerate(grid[:HEADER_ROWS]) if folded(row_text(row, 1)) in headers), 0
    )
    for r, key, dotted, value in _lines(grid, start):
        record = keys.get(key)
        if key and record is None:
            book.problems.append(UNKNOWN_KEY.problem(cell_place(tab, r, 0), key=key[:60]))
            continue
        place = cell_place(tab, r, 2)
        try:
            _put_line(book, plain, record, dotted, value, place)
        except CodedError as error:
            book.problems.append(replace(error.problems[0], path=cell_place(tab, r, 1)))
        (places if record is None else record.cells)[dotted] = place


def _put_line(
    book: Book, plain: dict[str, Any], record: Record | None, dotted: str, value: str, place: str
) -> None:
    # What has sheets of its own may not come in by this door: rows would be lost or doubled.
    inner = record is not None and record.sheet.field == "processes"
    lists = {s.field for s in SHEETS if s.owned == inner} if inner or record is None else set()
    if not _DOTTED.fullmatch(dotted) or dotted.split(".")[0] in lists:
        raise BAD_FIELD.error(field=dotted[:60])
    try:
        found = read_json(value.encode("utf-8", "replace"), place)
    except CodedError as error:
        book.problems.append(replace(error.problems[0], path=place))
        return
    put(plain if record is None else record.plain, dotted, found)


def _lines(grid: Grid, start: int) -> Iterator[tuple[int, str, str, str]]:
    """(row, row key, field, value) of the lines; a line without key and field continues the value above."""
    current: tuple[int, str, str, str] | None = None
    for r, row in enumerate(grid[start:], start):
        cell = row[2] if len(row) > 2 else None
        value = cell if isinstance(cell, str) else text_of(cell)
        if isinstance(cell, bool):
            value = value.lower()  # a JSON literal that a spreadsheet took for its own
        key, dotted = row_text(row, 0), row_text(row, 1)
        if key or dotted:
            if current:
                yield current
            current = (r, key, dotted, value)
        elif current and value:
            current = (*current[:3], current[3] + value)
    if current:
        yield current
