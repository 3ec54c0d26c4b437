"""The sheet 产品 / Product: one field a row, its name in the first column and its value beside it."""

from __future__ import annotations

from typing import Any

from tanzuji.formats.workbook.book import (
    HEADER_ROWS,
    PRODUCT_TAB,
    Book,
    cell_place,
    folded,
    row_text,
    spellings,
)
from tanzuji.formats.workbook.cells import Cell, is_empty
from tanzuji.formats.workbook.messages import GIVEN_TWICE, UNKNOWN_ROW
from tanzuji.formats.workbook.records import take
from tanzuji.formats.workbook.tables import FACTS, PRODUCT_HEADERS


def read_product(book: Book) -> tuple[dict[str, Any], dict[str, str]]:
    """The model's own fields as plain data, and the cell of each."""
    tab = book.tabs[PRODUCT_TAB]
    labels = {s: column for column in FACTS for s in spellings(column.headers[0])}
    headers = set(spellings(PRODUCT_HEADERS[0]))
    plain: dict[str, Any] = {"product": {}, "unit": {}, "boundary": {}}
    places: dict[str, str] = {}
    for r, row in enumerate(book.grid(PRODUCT_TAB)):
        written = row_text(row, 0)
        column = labels.get(folded(written))
        cells: list[Cell] = [*row[1:3], None, None][:2]
        if column is None:
            is_header = r < HEADER_ROWS and folded(written) in headers
            if any(not is_empty(cell) for cell in cells) and not is_header:
                book.problems.append(UNKNOWN_ROW.problem(cell_place(tab, r, 0), label=written[:60]))
            continue
        if column.path in places:
            book.problems.append(GIVEN_TWICE.problem(cell_place(tab, r, 0), field=column.path))
            continue
        beside = [cell_place(tab, r, 1), cell_place(tab, r, 2)]
        taken = take(book, plain, column, cells[: column.way.width], beside)
        places[column.path] = taken or beside[0]
        if column.way.width == 1 and not is_empty(cells[1]):
            book.problems.append(GIVEN_TWICE.problem(beside[1], field=written[:60]))
    return plain, places
