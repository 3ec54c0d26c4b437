"""A product model as a workbook, and the empty template: the same bytes for the same model.

What a sheet has no column for, or a cell cannot hold, goes to the sheet 其他 / More as JSON, so that nothing is lost.
Text is always written as text: a name that starts with `=`, `+`, `-` or `@` never becomes a formula.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from tanzuji.documents.errors import Language
from tanzuji.documents.models import ProductModel
from tanzuji.formats.workbook.cells import LIST, TEXT, Cell, is_empty, label
from tanzuji.formats.workbook.dotted import not_carried, put, value_at
from tanzuji.formats.workbook.drop_downs import LAST_ROW, drop_down, stage_choices
from tanzuji.formats.workbook.guide import EXAMPLE_ROWS, GUIDE
from tanzuji.formats.workbook.remainder import cell_parts, json_text
from tanzuji.formats.workbook.tables import (
    EXAMPLE,
    FACTS,
    KEY,
    MORE,
    MORE_HEADERS,
    OWNER,
    PRODUCT,
    PRODUCT_HEADERS,
    README,
    SHEETS,
    Column,
    Sheet,
)

INK, GREY, RULE = "#15202b", "#76848f", "#d5dce0"
FONT = "Microsoft YaHei"

Line = tuple[str, str, str]
"""Row key, field and JSON of a line of the sheet 其他 / More."""


def write_workbook(model: ProductModel, language: Language = "zh") -> bytes:
    """The model as .xlsx with everything in it; sheet names in `language`, headers in both."""
    return _Writing(language, model).bytes()


def write_template(language: Language = "zh") -> bytes:
    """A workbook to fill in: headers, drop-downs, a guide and a sheet of examples that is never read."""
    return _Writing(language, None).bytes()


class _Writing:
    def __init__(self, language: Language, model: ProductModel | None) -> None:
        self.language: Language = language
        self.model = model
        self.plain: dict[str, Any] = model.plain() if model else {}
        self.full: dict[str, Any] = model.model_dump(mode="json") if model else {}
        self.lines: list[Line] = []
        self.keys = 0
        self.stream = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.stream,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
                "default_format_properties": {"font_name": FONT, "font_size": 10, "font_color": INK},
            },
        )
        # One moment for all, so that equal models give equal bytes.
        self.book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": PRODUCT[1]})
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        self.body = self.book.add_format(base)
        self.wrapped = self.book.add_format({**base, "text_wrap": True})
        self.content = self.book.add_format({**base, "text_wrap": True, "align": "left"})
        self.text = self.book.add_format({**base, "num_format": "@"})
        self.grey = self.book.add_format({**base, "font_color": GREY, "text_wrap": True})
        ruled = {**base, "bottom": 2, "bottom_color": INK, "text_wrap": True, "valign": "bottom"}
        self.header = self.book.add_format(ruled)
        self.required = self.book.add_format({**ruled, "bold": True})
        self.label = self.book.add_format({**base, "bottom": 1, "bottom_color": RULE})
        self.label_required = self.book.add_format({**base, "bottom": 1, "bottom_color": RULE, "bold": True})
        self.title = self.book.add_format({**base, "font_size": 14, "bold": True})

    def bytes(self) -> bytes:
        self._readme()
        self._product()
        for sheet in SHEETS:
            self._table(sheet)
        self._more()
        if self.model is None:
            self._example()
        self.book.get_worksheet_by_name(self._tab(PRODUCT)).activate()
        self.book.close()
        return self.stream.getvalue()

    def _tab(self, names: tuple[str, str]) -> str:
        return names[0] if self.language == "zh" else names[1]

    def _sheet(self, names: tuple[str, str]) -> Worksheet:
        sheet = self.book.add_worksheet(self._tab(names))
        sheet.set_landscape()
        sheet.set_paper(9)
        if names in (README, EXAMPLE, PRODUCT):
            sheet.hide_gridlines(2)
            sheet.fit_to_pages(1, 0)
        return sheet

    def _put(self, sheet: Worksheet, row: int, column: int, cell: Cell, form: Any = None) -> None:
        if isinstance(cell, str):
            sheet.write_string(row, column, cell, form or self.body)
        elif isinstance(cell, float):
            sheet.write_number(row, column, cell, form or self.body)

    # Sheets for people

    def _readme(self) -> None:
        sheet = self._sheet(README)
        sheet.set_column(0, 0, 100, self.wrapped)
        for row, (zh, en) in enumerate(GUIDE):
            first, second = (zh, en) if self.language == "zh" else (en, zh)
            sheet.write_string(2 * row, 0, first, self.title if row == 0 else self.wrapped)
            sheet.write_string(2 * row + 1, 0, second, self.grey)

    def _example(self) -> None:
        sheet = self._sheet(EXAMPLE)
        sheet.set_column(0, 0, 18, self.grey)
        sheet.set_column(1, 14, 20, self.grey)
        notice = "示例：本表不会被读取。 / Example: this sheet is never read."
        sheet.write_string(0, 0, notice, self.label_required)
        row = 2
        for names, lines in EXAMPLE_ROWS:
            sheet.write_string(row, 0, f"{names[0]} / {names[1]}", self.label_required)
            for line in lines:
                row += 1
                for column, cell in enumerate(line, 1):
                    if isinstance(cell, str):
                        sheet.write_string(row, column, cell, self.grey)
                    else:
                        sheet.write_number(row, column, cell, self.grey)
            row += 2

    def _drop_down(self, sheet: Worksheet, column: Column, first: int, index: int, last: int) -> None:
        processes = SHEETS[0]
        rule = drop_down(column, stage_choices(self.model), self._tab((processes.zh, processes.en)))
        if rule:
            sheet.data_validation(first, index, last, index, rule)

    # The key–value sheet

    def _product(self) -> None:
        sheet = self._sheet(PRODUCT)
        for index, (header, width) in enumerate(zip(PRODUCT_HEADERS, (38, 44, 44, 44), strict=True)):
            sheet.write_string(0, index, label(header), self.required if index < 2 else self.header)
            sheet.set_column(index, index, width)
        sheet.freeze_panes(1, 1)
        carried: dict[str, Any] = {}
        for row, column in enumerate(FACTS, 1):
            required = self.label_required if column.required else self.label
            sheet.write_string(row, 0, label(column.headers[0]), required)
            hint = ("必填 ", "required ") if column.required else ("", "")
            shown = " / ".join(
                dict.fromkeys(f"{a}{b}".strip() for a, b in zip(hint, column.hint, strict=True))
            )
            if shown.strip(" /"):
                sheet.write_string(row, 3, shown, self.grey)
            self._drop_down(sheet, column, row, 1, row)
            value = value_at(self.full if column.shown else self.plain, column.path)
            cells = self._cells(column, value, carried)
            for offset, cell in enumerate(cells):
                self._put(sheet, row, 1 + offset, cell, self.content)
            sheet.set_row(row, 15 * max(_line_count(cell, 44) for cell in cells))
        lists = {s.field for s in SHEETS}
        rest = {key: value for key, value in self.plain.items() if key not in lists}
        self.lines += [("", path, json_text(value)) for path, value in not_carried(rest, carried)]

    def _cells(self, column: Column, value: Any, carried: dict[str, Any]) -> Sequence[Cell]:
        """The cells of `value`; what they carry is noted in `carried`."""
        cells = column.way.cells(value)
        if any(not is_empty(cell) for cell in cells):
            put(carried, column.path, column.way.read(cells))
        return cells

    # Tables

    def _table(self, table: Sheet) -> None:
        sheet = self._sheet((table.zh, table.en))
        index = 0
        for column in table.columns:
            for offset, header in enumerate(column.headers):
                strong = column.required and (offset == 0)
                sheet.write_string(0, index, label(header), self.required if strong else self.header)
                # Text columns are formatted as text, so that an id 0123 typed there keeps its zero.
                textual = column.way in (TEXT, LIST)
                formula = column.way.width == 2 and header[0].endswith("公式")
                sheet.set_column(index, index, column.width, self.text if textual or formula else self.body)
                self._drop_down(sheet, column, 1, index, LAST_ROW - 1)
                index += 1
        sheet.set_row(0, 44)
        sheet.freeze_panes(1, 2)
        for row, cells in enumerate(self._rows(table), 1):
            for column_index, cell in enumerate(cells):
                self._put(sheet, row, column_index, cell)

    def _rows(self, table: Sheet) -> Iterator[list[Cell]]:
        if not table.owned:
            yield from (
                self._row(table, *pair, None) for pair in self._pairs(self.plain, self.full, table.field)
            )
            return
        for plain, full in self._pairs(self.plain, self.full, "processes"):
            for pair in self._pairs(plain, full, table.field):
                yield self._row(table, *pair, str(full["id"]))

    @staticmethod
    def _pairs(
        plain: Mapping[str, Any], full: Mapping[str, Any], field: str
    ) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        yield from zip(plain.get(field, ()), full.get(field, ()), strict=False)

    def _row(
        self, table: Sheet, plain: dict[str, Any], full: dict[str, Any], owner: str | None
    ) -> list[Cell]:
        carried: dict[str, Any] = {}
        cells: list[Cell] = []
        for column in table.columns:
            if column.path == OWNER:
                cells.append(owner)
            elif column.path != KEY:
                cells += self._cells(column, value_at(full if column.shown else plain, column.path), carried)
        inner = {s.field for s in SHEETS if s.owned} if table.field == "processes" else set()
        rest = {key: value for key, value in plain.items() if key not in inner}
        further = list(not_carried(rest, carried))
        if further:
            self.keys += 1
            cells.append(f"K{self.keys}")
            self.lines += [(f"K{self.keys}", path, json_text(value)) for path, value in further]
        return cells

    def _more(self) -> None:
        sheet = self._sheet(MORE)
        for column, (header, width) in enumerate(zip(MORE_HEADERS, (14, 34, 100), strict=True)):
            sheet.write_string(0, column, label(header), self.header)
            sheet.set_column(column, column, width, self.text)
        sheet.freeze_panes(1, 0)
        row = 1
        for key, path, text in self.lines:
            for i, part in enumerate(cell_parts(text)):
                if i == 0:
                    self._put(sheet, row, 0, key or None)
                    self._put(sheet, row, 1, path)
                self._put(sheet, row, 2, part)
                row += 1


def _line_count(cell: Cell, width: int) -> int:
    """Lines a wrapped text takes, at most what a row can show; not every program sizes rows by itself."""
    if not isinstance(cell, str):
        return 1
    lines = (sum(2 if character > "\u2e80" else 1 for character in line) for line in cell.split("\n"))
    return min(sum(1 + length // width for length in lines), 25)
