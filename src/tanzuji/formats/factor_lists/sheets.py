"""The tables of a CSV file or a workbook as cells with their places, before anybody asks what they mean."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineWorkbook

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats.factor_lists.messages import BAD_CSV, EMPTY, ENCODING, NO_SHEET, NOT_TEXT, TOO_LARGE
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.formats.workbook.cells import Cell, is_empty, text_of
from tanzuji.formats.workbook.container import Limits, SheetFacts, column_letters, column_number, inspect
from tanzuji.formats.workbook.messages import (
    ERROR_CELL,
    FORMULA_WITHOUT_VALUE,
    NOT_A_WORKBOOK,
    UNREADABLE,
)

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_FIELD = 32_767
"""Characters of a cell: what Excel holds."""
WORKBOOK_LIMITS = Limits(rows=MAX_ROWS, columns=MAX_COLUMNS, cells=400_000, elements=1_500_000)

Rows = list[list[Cell]]
Place = tuple[int, int]
"""Row and column, from 0."""
MAX_MERGED = 300_000
"""Merged cells, counted one by one."""


@dataclass
class Table:
    """A sheet, or a CSV file as one: its cells from row 1 and column A on, and what the cells alone do not tell."""

    name: str
    rows: Rows
    origins: dict[Place, Place] = field(default_factory=dict)
    """Cells that are merged, each with the first cell of its block, which holds the content of all."""
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)  # from 0
    hidden_columns: set[int] = field(default_factory=set)
    formulas: list[str] = field(default_factory=list)
    unvalued: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)

    def place(self, row: int, column: int) -> str:
        """`因子!D7`, or `D7` in a CSV file, for row 6 and column 3, which count from 0."""
        cell = f"{column_letters(column + 1)}{row + 1}"
        return f"{self.name}!{cell}" if self.name else cell

    def cell(self, row: int, column: int) -> Cell:
        """A cell; None beyond the edge."""
        line = self.rows[row] if row < len(self.rows) else []
        return line[column] if column < len(line) else None

    def text(self, row: int, column: int) -> str:
        return text_of(self.cell(row, column))

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def filled(self, row: int) -> list[int]:
        """Columns of a row that hold something."""
        return [c for c, cell in enumerate(self.rows[row]) if not is_empty(cell)]


@dataclass
class TableFile:
    """A file of tables: `kind` is `csv` or `excel`; encoding and separator of a CSV file as they were recognised."""

    file: str
    kind: str
    tables: tuple[Table, ...]
    encoding: str = ""
    separator: str = ""

    def table(self, name: str = "") -> Table:
        """A table by name; without one the visible table with most cells. Raises `factors.no-sheet`."""
        if name:
            for table in self.tables:
                if table.name == name:
                    return table
            known = "、".join(table.name for table in self.tables)
            raise NO_SHEET.error("", file=self.file, sheet=name[:80], known=known)
        shown = [table for table in self.tables if not table.hidden] or list(self.tables)
        return max(shown, key=lambda table: sum(len(table.filled(r)) for r in range(len(table.rows))))


def read_tables(raw: bytes, file: str, *, encoding: str = "", separator: str = "") -> TableFile:
    """The tables of a CSV file or a workbook (.xlsx); `encoding` and `separator` are recognised where not given.

    Nothing is unpacked to memory before its size is known. Raises `factors.*`, `workbook.*`, `archive.*`.
    """
    name = shown_name(file)
    if len(raw) > MAX_BYTES:
        raise _too_large(name, "字节数", "bytes", MAX_BYTES)
    if raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        found = TableFile(name, "excel", tuple(_workbook(raw, name)))
    else:
        text, used = _decoded(raw, name, encoding)
        mark = separator or _separator(text)
        found = TableFile(name, "csv", (Table("", _csv_rows(text, mark, name)),), used, mark)
    if not any(table.rows for table in found.tables):
        raise EMPTY.error("", file=name)
    return found


def _too_large(file: str, what_zh: str, what_en: str, limit: int) -> CodedError:
    return TOO_LARGE.error("", file=file, what_zh=what_zh, what_en=what_en, limit=limit)


# workbooks ───────────────────────────────────────────────────────────────────


def _workbook(raw: bytes, file: str) -> list[Table]:
    facts = inspect(raw, file, WORKBOOK_LIMITS)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        return [_sheet(book, sheet, file) for sheet in facts if sheet.cells]
    except (KeyboardInterrupt, SystemExit, MemoryError, CodedError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise NOT_A_WORKBOOK.error("", file=file, detail=UNREADABLE) from error


def _sheet(book: CalamineWorkbook, facts: SheetFacts, file: str) -> Table:
    rows: Rows = book.get_sheet_by_name(facts.name).to_python(skip_empty_area=False)  # type: ignore[assignment]
    return Table(
        facts.name,
        rows,
        origins=_origins(facts.merged, rows, file),
        hidden=facts.hidden,
        hidden_rows={row - 1 for row in facts.hidden_rows},
        hidden_columns=_hidden(facts.hidden_columns),
        formulas=facts.formulas,
        unvalued=set(facts.unvalued),
        errors=set(facts.errors),
    )


def _origins(merged: Sequence[str], rows: Rows, file: str) -> dict[Place, Place]:
    """Every merged cell within the table, with the first of its block."""
    height, width = len(rows), max(map(len, rows), default=0)
    found: dict[Place, Place] = {}
    for reference in merged:
        block = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})", reference)
        if block is None:
            continue
        top, left = int(block[2]) - 1, column_number(block[1]) - 1
        bottom, right = min(int(block[4]), height), min(column_number(block[3]), width)
        if max(bottom - top, 0) * max(right - left, 0) + len(found) > MAX_MERGED:
            raise _too_large(file, "合并单元格数", "merged cells", MAX_MERGED)
        for row in range(top, bottom):
            for column in range(left, right):
                found[row, column] = (top, left)
    return found


def _hidden(spans: Sequence[tuple[int, int]]) -> set[int]:
    """Hidden columns, from 0; spans come from the file and may be many and wide."""
    found: set[int] = set()
    for low, high in spans:
        if len(found) == MAX_COLUMNS:
            break
        found.update(range(max(low, 1) - 1, min(high, MAX_COLUMNS)))
    return found


# CSV ─────────────────────────────────────────────────────────────────────────

_ENCODINGS = ("utf-8-sig", "gb18030", "big5")
_SEPARATORS = (",", ";", "\t", "|", "，", "；")


def _decoded(raw: bytes, file: str, encoding: str) -> tuple[str, str]:
    """The text and its encoding: by its mark, by its NULs as UTF-16, as UTF-8, else as GB18030 or Big5."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        tried = ["utf-16"]
    elif encoding:
        tried = [encoding]
    elif wide := _wide(raw):
        tried = [wide]
    else:
        tried = list(_ENCODINGS)
    for name in tried:
        try:
            text = raw.decode(name).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text:
            raise NOT_TEXT.error("", file=file)
        return text, name
    raise ENCODING.error("", file=file, tried=", ".join(tried)[:200])


def _wide(raw: bytes) -> str:
    """UTF-16 without its mark: commas, digits and line ends leave NULs on one side of the pairs alone."""
    first, second = raw[0:65_536:2].count(0), raw[1:65_536:2].count(0)
    enough = max(3, min(len(raw), 65_536) // 40)
    if second > enough and second > 4 * first:
        return "utf-16-le"
    return "utf-16-be" if first > enough and first > 4 * second else ""


def _separator(text: str) -> str:
    """The sign that cuts most lines of the beginning into the same number of cells; a comma where none does."""
    stated = re.match(r'"?sep=(.)"?\s*[\r\n]', text)
    if stated:
        return stated.group(1)
    lines = [line for line in re.sub(r'"[^"]*"', "", text[:65_536]).splitlines() if line.strip()][:50]
    best, most = ",", 0.0
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in lines)
        counts.pop(0, None)
        if counts:
            cells, alike = max(counts.items(), key=lambda item: (item[1], item[0]))
            score = alike * (1 + min(cells, 5) / 10)
            if score > most:
                best, most = sign, score
    return best


def _csv_rows(text: str, separator: str, file: str) -> Rows:
    text = re.sub(r'\A"?sep=.{1,2}"?\r?\n', "\n", text)
    rows: Rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    try:
        for cells in reader:
            if len(rows) >= MAX_ROWS:
                raise _too_large(file, "行数", "rows", MAX_ROWS)
            if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
                raise _too_large(file, "列数", "columns", MAX_COLUMNS)
            if any(len(cell) > MAX_FIELD for cell in cells):
                raise BAD_CSV.error(f"{len(rows) + 1}", row=len(rows) + 1, limit=MAX_FIELD)
            rows.append([_csv_cell(cell) for cell in cells[:MAX_COLUMNS]])
    except csv.Error as error:
        raise BAD_CSV.error(f"{len(rows) + 1}", row=len(rows) + 1, limit=MAX_FIELD) from error
    while rows and not any(cell for cell in rows[-1]):
        rows.pop()
    return rows


def _csv_cell(cell: str) -> Cell:
    """The text of a cell; the apostrophe that keeps a spreadsheet from computing it is taken off."""
    stripped = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return stripped[1:] if re.match(r"'\s*['=+\-@＝＋－＠]", stripped) else (stripped or None)


def problems_of(table: Table, used: Sequence[tuple[int, int]]) -> list[Problem]:
    """What is wrong with cells that are read, whatever they mean: errors and formulas without a value."""
    found: list[Problem] = []
    for row, column in used:
        cell = f"{column_letters(column + 1)}{row + 1}"
        for message, cells in ((ERROR_CELL, table.errors), (FORMULA_WITHOUT_VALUE, table.unvalued)):
            if cell in cells:
                found.append(message.problem(table.place(row, column), cell=table.place(row, column)))
    return found
