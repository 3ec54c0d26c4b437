"""An opened workbook: which tab is which sheet of ours, its cells as a grid, and what was found wrong on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook

from tanzuji.documents.errors import CodedError, Message, Problem
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.formats.workbook.cells import MAX_CELL, Cell, is_empty, text_of
from tanzuji.formats.workbook.container import SheetFacts, column_letters, inspect
from tanzuji.formats.workbook.messages import (
    BAD_CHARACTER,
    CELL_TOO_LONG,
    ERROR_CELL,
    FORMULA_CELL,
    FORMULA_WITHOUT_VALUE,
    HIDDEN_DATA,
    MERGED_CELLS,
    NO_SHEET,
    NOT_A_WORKBOOK,
    REPEATED_SHEET,
    SHEET_IGNORED,
    UNREADABLE,
)
from tanzuji.formats.workbook.tables import EXAMPLE, MORE, PRODUCT, README, SHEETS

PRODUCT_TAB = "@product"
MORE_TAB = "@more"
HEADER_ROWS = 5  # a title may stand above the header
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

Grid = list[list[Cell]]
Opened = TypeVar("Opened")


class Book:
    """`tabs` names the tab of each table found: by the table's field, PRODUCT_TAB or MORE_TAB.

    Raises CodedError `archive.*` and `workbook.*` for a file that cannot be read; what is wrong with single cells is
    gathered in `problems`, what a person should know in `notices`.
    """

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.tabs: dict[str, str] = {}
        self._facts = {sheet.name: sheet for sheet in inspect(raw, file)}
        self._told: set[str] = set()
        self._book = _opened(lambda: CalamineWorkbook.from_filelike(io.BytesIO(raw)), file)
        self._assign_tabs()

    def grid(self, key: str) -> Grid:
        """Every cell of a table in `tabs`, each looked at once for what no cell may be. Ask once a table."""
        tab = self.tabs[key]
        grid: Grid = _opened(
            lambda: self._book.get_sheet_by_name(tab).to_python(skip_empty_area=False),  # type: ignore[arg-type, return-value]
            self.file,
        )
        facts = self._facts[tab]
        for r, row in enumerate(grid):
            for c, cell in enumerate(row):
                if not is_empty(cell):
                    self._check_cell(tab, facts, r, c, cell)
        return grid

    def _assign_tabs(self) -> None:
        """Which tab is which table; what is hidden or foreign is told."""
        spellings = _tab_spellings()
        known = {folded(s) for s in (*README, *EXAMPLE)}
        for tab, facts in self._facts.items():
            key = spellings.get(folded(tab))
            if facts.hidden and facts.cells:
                shown = f"“{shown_name(tab)}”"
                what = {"what_zh": f"工作表{shown}", "what_en": f"Sheet {shown}"}
                self.problems.append(HIDDEN_DATA.problem(f"{shown_name(tab)}!", **what))
            elif key is None and folded(tab) not in known and facts.cells:
                self.notices.append(SHEET_IGNORED.problem(f"{shown_name(tab)}!", sheet=shown_name(tab)))
            elif key is not None and key in self.tabs:
                self.problems.append(REPEATED_SHEET.problem(f"{tab}!", sheet=tab, other=self.tabs[key]))
            elif key is not None:
                self.tabs[key] = tab
                self._check_facts(tab, facts)
        if PRODUCT_TAB not in self.tabs:
            raise CodedError([NO_SHEET.problem(file=self.file, sheet=" / ".join(PRODUCT)), *self.problems])

    def _check_facts(self, tab: str, facts: SheetFacts) -> None:
        for message, cells in ((ERROR_CELL, facts.errors), (FORMULA_WITHOUT_VALUE, facts.unvalued)):
            self.problems += [message.problem(f"{tab}!{cell}", cell=f"{tab}!{cell}") for cell in cells[:50]]
        for merged in facts.merged[:50]:
            self.problems.append(MERGED_CELLS.problem(f"{tab}!{merged}", cells=merged))
        formulas = [cell for cell in facts.formulas if cell not in set(facts.errors)]
        if formulas:
            shown = ", ".join(formulas[:10]) + (" …" if len(formulas) > 10 else "")
            self.notices.append(
                FORMULA_CELL.problem(f"{tab}!{formulas[0]}", sheet=tab, count=len(formulas), cells=shown)
            )

    def _check_cell(self, tab: str, facts: SheetFacts, r: int, c: int, cell: Cell) -> None:
        place = cell_place(tab, r, c)
        if r + 1 in facts.hidden_rows:
            row = {"what_zh": f"第 {r + 1} 行", "what_en": f"Row {r + 1}"}
            self._tell_once(HIDDEN_DATA, f"{tab}!{r + 1}:{r + 1}", **row)
        if any(low <= c + 1 <= high for low, high in facts.hidden_columns):
            letters = column_letters(c + 1)
            column = {"what_zh": f"{letters} 列", "what_en": f"Column {letters}"}
            self._tell_once(HIDDEN_DATA, f"{tab}!{letters}:{letters}", **column)
        if isinstance(cell, str):
            if len(cell) > MAX_CELL:
                self.problems.append(CELL_TOO_LONG.problem(place, length=len(cell), limit=MAX_CELL))
            found = _CONTROL.search(cell)
            if found:
                self.problems.append(BAD_CHARACTER.problem(place, character=f"U+{ord(found.group()):04X}"))

    def _tell_once(self, message: Message, path: str, **fields: Any) -> None:
        if path not in self._told:
            self._told.add(path)
            self.problems.append(message.problem(path, **fields))


def cell_place(tab: str, row: int, column: int) -> str:
    """`物料清单!D7` for row 6 and column 3, which count from 0."""
    return f"{tab}!{column_letters(column + 1)}{row + 1}"


def folded(text: str) -> str:
    """A header or sheet name as it is compared: without blanks, stars, slashes and case."""
    return re.sub(r"[\s*＊/]+", "", text).casefold()


def spellings(header: tuple[str, str]) -> Iterator[str]:
    """The ways a header may be written, folded: either language alone, or both."""
    yield from (folded(s) for s in (*header, " / ".join(header)))


def row_text(row: list[Cell], column: int) -> str:
    """The text of a cell; empty beyond the end of the row."""
    return text_of(row[column]) if column < len(row) else ""


def _tab_spellings() -> dict[str, str]:
    names = {sheet.field: (sheet.zh, sheet.en) for sheet in SHEETS} | {PRODUCT_TAB: PRODUCT, MORE_TAB: MORE}
    return {folded(s): key for key, pair in names.items() for s in (*pair, " ".join(pair))}


def _opened(call: Callable[[], Opened], file: str) -> Opened:
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise NOT_A_WORKBOOK.error(file=file, detail=UNREADABLE) from error
