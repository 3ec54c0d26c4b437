"""A figure: its drawing, the table with the same numbers, and the result in words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import amount, percent
from tanzuji.figures.bars import Bars

Cell = str | float | None
"""A word, a number (kg CO2e or, in a percent column, a fraction of one), or nothing to say."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a table column; the unit stands here, not in the cells.

    An `amount` is rounded to the interval of the table, a `number` to four significant digits.
    """

    name: str
    kind: Literal["text", "amount", "percent", "number"] = "text"
    unit: str = ""

    def head(self, language: Language) -> str:
        """Name and unit, e.g. `碳足迹（kgCO₂e/t）`, `Footprint (kg CO₂e/t)`."""
        unit = self.unit or ("%" if self.kind == "percent" else "")
        if not unit:
            return self.name
        return f"{self.name}（{unit}）" if language == "zh" else f"{self.name} ({unit})"

    def shown(self, cell: Cell, interval: Decimal) -> str:
        """The cell as a reader sees it."""
        if cell is None or isinstance(cell, str):
            return cell or ""
        if self.kind == "percent":
            return percent(cell).removesuffix("\u00a0%")
        return amount(cell, interval) if self.kind == "amount" else figure(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure, unrounded; `shown()` rounds them all to one place."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    interval: Decimal

    def shown(self) -> list[list[str]]:
        """Every row as a reader sees it."""
        return [
            [column.shown(cell, self.interval) for column, cell in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in one language.

    `svg` carries role classes that a page's style sheet colours; `palette.standalone` makes it self-contained.
    `summary` is the result in a sentence, `caption` says how to read the drawing. `bars` are the rows of a bar
    drawing, for a page that sets them as a table with the same bars.
    """

    id: str
    language: Language
    title: Text
    svg: str
    table: Table
    summary: str
    caption: str
    bars: Bars | None = None

    @property
    def heading(self) -> str:
        """The title in the figure's language."""
        return self.title.to(self.language)

    @property
    def heads(self) -> list[str]:
        """The heads of the table's columns, with units."""
        return [column.head(self.language) for column in self.table.columns]


def table_csv(drawn: Figure) -> str:
    """The figure's table as CSV, as `csv_text` writes it."""
    return csv_text(drawn.table, drawn.language)


def csv_text(table: Table, language: Language) -> str:
    """A table as CSV (RFC 4180), numbers at full precision and percent columns in per cent.

    A cell of words that a spreadsheet would take for a formula is led by an apostrophe.
    """
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow([harmless(column.head(language)) for column in table.columns])
    for row in table.rows:
        writer.writerow([_written(column, cell) for column, cell in zip(table.columns, row, strict=True)])
    return target.getvalue()


def _written(column: Column, cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return harmless(cell or "")
    return format(cell * 100 if column.kind == "percent" else cell, ".10g")


def harmless(text: str) -> str:
    """The text on one line, quoted where a spreadsheet would take it for a formula."""
    # Spreadsheets skip blanks, tabs and line ends before they look for a formula.
    flat = re.sub(r"[\x00-\x1f\x7f]+", " ", text)
    return (
        f"'{flat}"
        if flat.lstrip(" \u3000\u00a0").startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        else flat
    )
