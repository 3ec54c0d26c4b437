"""Tables of the Word document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from tanzuji.reports import docx_parts as parts
from tanzuji.reports.blocks import Column, Fact, Labels, Row, Table
from tanzuji.reports.layout import stays_whole

AFTER_NUMBER = Cm(0.3)
WHOLE = 9
"""So many facts stay on one page."""


class Tables:
    """Writes facts and tables at the end of a document; `said` is the word for what is not stated."""

    def __init__(self, document: Any, labels: Labels) -> None:
        self.document, self.labels = document, labels
        self.style = document.styles["Report table"]

    def said(self, value: str | None) -> str:
        """The value, or the word for one that is not stated."""
        return self.labels.not_stated if value is None else value

    def facts(self, facts: Sequence[Fact]) -> None:
        """Names and values in two columns under hairlines."""
        rows = [(fact.name, self.said(fact.value), fact.value is None) for fact in facts]
        table = self._grid(len(rows), [3.8, 13.2])
        cells = table._cells
        for i, (name, value, absent) in enumerate(rows):
            self._fill(cells[2 * i], name, color=parts.INK_3)
            self._fill(cells[2 * i + 1], value, color=parts.INK_2 if absent else parts.INK)
            for cell in cells[2 * i : 2 * i + 2]:
                parts.cell_border(cell, top=(parts.HAIR, 0.5))
                cell.paragraphs[0].paragraph_format.keep_with_next = i + 1 < len(rows) <= WHOLE
        self._after()

    def table(self, item: Table) -> None:
        """A table under ink rules, its head repeated on every page, its rows never parted."""
        whole = sum(column.weight for column in item.columns)
        widths = [17 * column.weight / whole for column in item.columns]
        table = self._grid(1 + len(item.rows), widths)
        cells, count = table._cells, len(item.columns)
        parts.repeat_head(table.rows[0])
        for i, (cell, column) in enumerate(zip(cells[:count], item.columns, strict=True)):
            self._fill(cell, column.head, column, color=parts.INK_2)
            if i and item.columns[i - 1].kind == "number" and column.kind != "number":
                cell.paragraphs[0].paragraph_format.left_indent = AFTER_NUMBER
            parts.cell_border(cell, bottom=(parts.RULE, 1))
        keep = stays_whole(item)
        for i, row in enumerate(item.rows, 1):
            line = cells[i * count : (i + 1) * count]
            self._row(line, row, item.columns, first=i == 1, keep=keep and i < len(item.rows))
        for cell in cells[:count]:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        if item.note:
            note = self.document.add_paragraph(item.note, style="Report note")
            note.paragraph_format.space_before = Pt(4)
        else:
            self._after()

    def _row(
        self, cells: list[Any], row: Row, columns: tuple[Column, ...], *, first: bool, keep: bool
    ) -> None:
        if row.role == "group":
            merged = cells[0].merge(cells[-1])
            self._fill(merged, row.cells[0] or "", bold=True)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
            parts.cell_border(merged, top=(parts.RULE, 0.5))
            parts.shade(merged._tc.get_or_add_tcPr(), parts.WASH)
            return
        rule = (parts.RULE, 1.0) if row.role == "total" else (parts.HAIR, 0.5)
        for cell, value, column in zip(cells, row.cells, columns, strict=True):
            muted = value is None or row.role == "sub"
            self._fill(
                cell,
                self.said(value),
                column,
                bold=row.role == "total",
                color=parts.INK_2 if muted else parts.INK,
            )
            if not first or row.role == "total":
                parts.cell_border(cell, top=rule)
            if keep:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True
        for before, column, cell in zip(columns, columns[1:], cells[1:], strict=False):
            if before.kind == "number" and column.kind != "number":
                cell.paragraphs[0].paragraph_format.left_indent = AFTER_NUMBER
        if row.role == "sub":
            cells[0].paragraphs[0].paragraph_format.left_indent = Cm(0.4)

    def _grid(self, rows: int, widths: Sequence[float]) -> Any:
        table = self.document.add_table(rows=rows, cols=len(widths))
        table.autofit = False
        parts.cell_margins(table)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            parts.keep_whole(row)
        for cell, width in zip(table._cells, list(widths) * rows, strict=True):
            cell._tc.get_or_add_tcPr().width = Cm(width)
        return table

    def _fill(
        self,
        cell: Any,
        text: str,
        column: Column | None = None,
        *,
        bold: bool = False,
        color: Any = parts.INK,
    ) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = (
            self.style.style_id
        )  # by id: looking the style up in every cell takes most of the time
        run = paragraph.add_run(text)
        run.bold, run.font.color.rgb = bold, color
        if column is not None and column.kind == "number":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _after(self) -> None:
        gap = self.document.add_paragraph()
        gap.paragraph_format.space_after, gap.paragraph_format.line_spacing = Pt(0), Pt(8)
