"""The data behind a report as an Excel workbook: numbers as numbers, unrounded; text never as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.figures.svg import text_width
from tanzuji.reports import data_tables
from tanzuji.reports.blocks import clean
from tanzuji.reports.sheets import Cell, Sheet
from tanzuji.reports.study import Study

LONGEST = 32_767
"""Signs that a cell of Excel can hold."""

SIZE = 10
"""Size of the face, in points."""
TALLEST = 409.0
"""Points that a row of Excel can be high."""

_FORMULA = re.compile(r"^[\s\u3000\u00a0]*[=+\-@＝＋－＠]")


def write_data_workbook(
    footprint: Footprint,
    check: CheckResult | None = None,
    uncertainty: FootprintUncertainty | None = None,
    *,
    language: Language = "zh",
) -> bytes:
    """Result, stages, contributions, factors, inputs, gaps, gases, sensitivities, uncertainty, scenarios, findings."""
    study = Study(footprint, check, language, uncertainty=uncertainty)
    target = io.BytesIO()
    # xlsxwriter would otherwise take words for formulas, numbers or links by how they look.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {
            "title": clean(footprint.model.product.name.to(language))[:255],
            "comments": f"tanzuji {footprint.engine_version}",
            "created": datetime(2000, 1, 1),
        }
    )
    writer = _Writer(book)
    for sheet in data_tables.sheets(study):
        writer.sheet(sheet)
    book.close()
    return target.getvalue()


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """The height of a row whose words wrap, in points: not every program that opens a workbook finds it itself."""
    lines = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str):
            # A column's width counts signs of about half the size of the face.
            room = max(width - 2, 4) * SIZE * 0.52
            lines = max(lines, sum(max(1, ceil(text_width(part, SIZE) / room)) for part in cell.split("\n")))
    return min(13.5 * lines + 2, TALLEST)


class _Writer:
    def __init__(self, book: Any) -> None:
        self.book = book
        font = {"font_name": "Microsoft YaHei", "font_size": SIZE, "valign": "top"}
        self.text = book.add_format(font | {"text_wrap": True})
        self.quoted = book.add_format(font | {"text_wrap": True, "quote_prefix": True})
        self.number = book.add_format(
            font | {"num_format": "#,##0.0000;\u2212#,##0.0000;0", "align": "right"}
        )
        self.small = book.add_format(font | {"num_format": "0.000E+00", "align": "right"})
        self.whole = book.add_format(font | {"num_format": "0", "align": "right"})
        self.share = book.add_format(font | {"num_format": "0.0%", "align": "right"})
        self.head = book.add_format(
            font
            | {"bold": True, "text_wrap": True, "bottom": 2, "bottom_color": "#15202b", "bg_color": "#f4f6f7"}
        )

    def sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.title)
        for column, (head, width) in enumerate(zip(sheet.heads, sheet.widths, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, head, self.head)
        for line, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                self.cell(page, line, column, cell, share=column in sheet.shares)
            page.set_row(line, _height(row, sheet.widths))
        page.set_row(0, _height(sheet.heads, sheet.widths))
        page.freeze_panes(1, 1)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)

    def cell(self, page: Any, line: int, column: int, cell: Cell, *, share: bool) -> None:
        if cell is None:
            return
        if isinstance(cell, bool):
            page.write_boolean(line, column, cell, self.text)
        elif isinstance(cell, str):
            text = clean(cell)[:LONGEST]
            page.write_string(line, column, text, self.quoted if _FORMULA.match(text) else self.text)
        else:
            page.write_number(line, column, cell, self._number(cell, share))

    def _number(self, value: float, share: bool) -> Any:
        if share:
            return self.share
        if isinstance(value, int):
            return self.whole
        return self.small if value and abs(value) < 1e-3 else self.number
