"""How tall a table will print, so that short tables stay on one page and very tall rows may be parted."""

from __future__ import annotations

from math import ceil

from tanzuji.figures.svg import text_width
from tanzuji.reports.blocks import Column, Row, Table

WIDTH = 482.0
"""Width between the margins of A4, in points."""
SIZE = 8.5
LINE, ROOM = 12.5, 8.0
"""Height of a line, and what a row adds above and below, in points."""

WHOLE = 380.0
"""A table up to this height is never parted; somewhat over half a page."""
TALL = 24
"""A row of more lines than this may be parted between pages."""


def lines(row: Row, columns: tuple[Column, ...]) -> int:
    """About how many lines the tallest cell of a row takes; errs on the high side."""
    if row.role == "group":
        return 1
    whole = sum(column.weight for column in columns)
    tallest = 1
    for cell, column in zip(row.cells, columns, strict=True):
        inside = max(WIDTH * column.weight / whole - 8, 20)
        parts = (cell or "").split("\n")
        tallest = max(tallest, sum(max(1, ceil(1.1 * text_width(part, SIZE) / inside)) for part in parts))
    return tallest


def stays_whole(table: Table) -> bool:
    """Whether the table fits well on one page."""
    heights = (LINE * lines(row, table.columns) + ROOM for row in table.rows)
    return sum(heights) + 3 * LINE <= WHOLE
