"""Cells to plain data: the rows of a table as records, each field with the cell it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tanzuji.documents.errors import CodedError
from tanzuji.formats.workbook.book import HEADER_ROWS, Book, Grid, cell_place, folded, spellings
from tanzuji.formats.workbook.cells import Cell, is_empty, text_of
from tanzuji.formats.workbook.dotted import put
from tanzuji.formats.workbook.messages import (
    NO_HEADER,
    REPEATED_COLUMN,
    REPEATED_KEY,
    UNKNOWN_COLUMN,
)
from tanzuji.formats.workbook.tables import KEY, OWNER, Column, Sheet


@dataclass
class Record:
    """A row as plain data, and the cell of each of its fields."""

    plain: dict[str, Any]
    cells: dict[str, str]
    sheet: Sheet
    owner: str | None = None


@dataclass
class _Table:
    """The header of a sheet as found: for each column of ours the indices of its cells."""

    sheet: Sheet
    tab: str
    first: int
    columns: dict[str, list[int | None]] = field(default_factory=dict)


class Records:
    """Reads tables of a book, record by record; `keys` holds those that the sheet 其他 / More speaks of."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.keys: dict[str, Record] = {}

    def of(self, sheet: Sheet) -> list[Record]:
        """The filled rows of `sheet` in their order; none where the book has no such tab or no header."""
        if sheet.field not in self.book.tabs:
            return []
        grid = self.book.grid(sheet.field)
        table = self._header(sheet, grid)
        if table is None:
            return []
        rows = enumerate(grid[table.first :], table.first)
        return [self._record(table, r, row) for r, row in rows if not all(is_empty(cell) for cell in row)]

    def _header(self, sheet: Sheet, grid: Grid) -> _Table | None:
        tab = self.book.tabs[sheet.field]
        known: dict[str, tuple[Column, int]] = {}
        for column in sheet.columns:
            for i, header in enumerate(column.headers):
                known |= dict.fromkeys(spellings(header), (column, i))
            if column.former:
                known |= dict.fromkeys(spellings(column.former), (column, 0))
        for r, row in enumerate(grid[:HEADER_ROWS]):
            if sum(folded(text_of(cell)) in known for cell in row) >= 2:
                return self._columns(_Table(sheet, tab, r + 1), row, grid, known)
        if any(not is_empty(cell) for row in grid for cell in row):
            headers = ", ".join(" / ".join(column.headers[0]) for column in sheet.columns[:3])
            problem = NO_HEADER.problem(f"{tab}!", sheet=tab, rows=HEADER_ROWS, headers=headers)
            self.book.problems.append(problem)
        return None

    def _columns(
        self, table: _Table, row: list[Cell], grid: Grid, known: dict[str, tuple[Column, int]]
    ) -> _Table:
        table.columns = {column.path: [None] * column.way.width for column in table.sheet.columns}
        for c, cell in enumerate(row):
            header = text_of(cell)
            place = cell_place(table.tab, table.first - 1, c)
            found = known.get(folded(header))
            if found is None:
                if any(c < len(below) and not is_empty(below[c]) for below in grid[table.first :]):
                    names = ", ".join(h[0] for column in table.sheet.columns for h in column.headers)
                    self.book.problems.append(UNKNOWN_COLUMN.problem(place, header=header[:60], known=names))
                continue
            column, i = found
            if table.columns[column.path][i] is not None:
                self.book.problems.append(REPEATED_COLUMN.problem(place, header=header[:60]))
            table.columns[column.path][i] = c
        return table

    def _record(self, table: _Table, r: int, row: list[Cell]) -> Record:
        record = Record({}, {"": f"{table.tab}!{r + 1}:{r + 1}"}, table.sheet)
        for column in table.sheet.columns:
            indices = table.columns[column.path]
            cells = [row[i] if i is not None and i < len(row) else None for i in indices]
            places = [cell_place(table.tab, r, i) if i is not None else record.cells[""] for i in indices]
            if column.path == OWNER:
                record.owner = text_of(cells[0])
                record.cells[OWNER] = places[0]
            elif column.path == KEY:
                self._register(text_of(cells[0]), record, places[0])
            else:
                taken = take(self.book, record.plain, column, cells, places)
                record.cells[column.path] = taken or places[0]
        return record

    def _register(self, key: str, record: Record, place: str) -> None:
        if not key:
            return
        if key in self.keys:
            self.book.problems.append(REPEATED_KEY.problem(place, key=key[:60]))
        self.keys[key] = record


def take(
    book: Book, plain: dict[str, Any], column: Column, cells: Sequence[Cell], places: Sequence[str]
) -> str | None:
    """Put what `cells` say at the column's path; the cell that says it, or None where all are empty."""
    filled = [place for place, cell in zip(places, cells, strict=False) if not is_empty(cell)]
    if not filled:
        return None
    try:
        put(plain, column.path, column.way.read(cells))
    except CodedError as error:
        book.problems.append(replace(error.problems[0], path=filled[-1]))
        return filled[-1]
    return filled[0]
