"""A workbook as a product model: cells to plain data with the place of each, then the document's own judgement."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook

from tanzuji.documents.base import Document
from tanzuji.documents.errors import CodedError, Message, Problem
from tanzuji.documents.models import ProductModel
from tanzuji.formats.references import parse_model
from tanzuji.formats.safe_json import read_json
from tanzuji.formats.safe_yaml import shown_name
from tanzuji.formats.workbook.cells import MAX_CELL, Cell, is_empty, text_of
from tanzuji.formats.workbook.container import SheetFacts, column_letters, inspect
from tanzuji.formats.workbook.messages import (
    BAD_CHARACTER,
    BAD_FIELD,
    CELL_TOO_LONG,
    ERROR_CELL,
    FORMULA_CELL,
    FORMULA_WITHOUT_VALUE,
    GIVEN_TWICE,
    HIDDEN_DATA,
    MERGED_CELLS,
    MORE_PROBLEMS,
    NO_HEADER,
    NO_PROCESS,
    NO_SHEET,
    NOT_A_WORKBOOK,
    REPEATED_COLUMN,
    REPEATED_KEY,
    REPEATED_SHEET,
    SHEET_IGNORED,
    UNKNOWN_COLUMN,
    UNKNOWN_KEY,
    UNKNOWN_OWNER,
    UNKNOWN_ROW,
)
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

HEADER_ROWS = 5  # a title may stand above the header
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

MAX_PROBLEMS = 200

Grid = list[list[Cell]]
Opened = TypeVar("Opened")


def read_workbook(raw: bytes, name: str = "") -> ProductModel:
    """The product model in the bytes of an .xlsx file. Raises CodedError with every wrong cell, e.g. `物料清单!D7`."""
    return read_workbook_with_notices(raw, name)[0]


def read_workbook_with_notices(raw: bytes, name: str = "") -> tuple[ProductModel, tuple[Problem, ...]]:
    """`read_workbook`, and notices: sheets that were not read, Excel formulas whose stored results were taken."""
    file = shown_name(name or "workbook.xlsx")
    return _Reading(file, inspect(raw, file), raw).model()


@dataclass
class _Record:
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


class _Reading:
    def __init__(self, file: str, facts: list[SheetFacts], raw: bytes) -> None:
        self.file = file
        self.facts = {sheet.name: sheet for sheet in facts}
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []
        self.keys: dict[str, _Record] = {}
        self.places: dict[str, str] = {}
        self.used: dict[str, str] = {}
        self.told: set[str] = set()
        self.book = _opened(lambda: CalamineWorkbook.from_filelike(io.BytesIO(raw)), file)

    def model(self) -> tuple[ProductModel, tuple[Problem, ...]]:
        self._assign_tabs()
        plain = self._product()
        records = {sheet.field: self._records(sheet) for sheet in SHEETS}
        self._more(plain)
        self._assemble(plain, records)
        try:
            model = parse_model(plain)
        except CodedError as error:
            told = {problem.path for problem in self.problems}
            problems = [self._placed(problem) for problem in error.problems]
            raise _refusal([*self.problems, *(p for p in problems if p.path not in told)]) from error
        if self.problems:
            raise _refusal(self.problems)
        return model, tuple(self.notices)

    # Sheets

    def _assign_tabs(self) -> None:
        """Which tab is which table; what is hidden or foreign is told."""
        tables = {sheet.field: (sheet.zh, sheet.en) for sheet in SHEETS} | {
            "@product": PRODUCT,
            "@more": MORE,
        }
        spellings = {
            _folded(s): key for key, pair in tables.items() for s in (*pair, " ".join(pair), "".join(pair))
        }
        known = {_folded(s) for s in (*README, *EXAMPLE)}
        for tab, facts in self.facts.items():
            key = spellings.get(_folded(tab))
            if facts.hidden and facts.cells:
                shown = f"“{shown_name(tab)}”"
                what = {"what_zh": f"工作表{shown}", "what_en": f"Sheet {shown}"}
                self.problems.append(HIDDEN_DATA.problem(f"{shown_name(tab)}!", **what))
            elif key is None and _folded(tab) not in known and facts.cells:
                self.notices.append(SHEET_IGNORED.problem(f"{shown_name(tab)}!", sheet=shown_name(tab)))
            elif key is not None and key in self.used:
                self.problems.append(REPEATED_SHEET.problem(f"{tab}!", sheet=tab, other=self.used[key]))
            elif key is not None:
                self.used[key] = tab
                self._check_facts(tab, facts)
        if "@product" not in self.used:
            raise CodedError([NO_SHEET.problem(file=self.file, sheet=" / ".join(PRODUCT)), *self.problems])

    def _check_facts(self, tab: str, facts: SheetFacts) -> None:
        for message, cells in ((ERROR_CELL, facts.errors), (FORMULA_WITHOUT_VALUE, facts.unvalued)):
            self.problems += [message.problem(f"{tab}!{cell}") for cell in cells[:50]]
        for merged in facts.merged[:50]:
            self.problems.append(MERGED_CELLS.problem(f"{tab}!{merged}", cells=merged))
        formulas = [cell for cell in facts.formulas if cell not in set(facts.errors)]
        if formulas:
            shown = ", ".join(formulas[:10]) + (" …" if len(formulas) > 10 else "")
            self.notices.append(FORMULA_CELL.problem(f"{tab}!", sheet=tab, count=len(formulas), cells=shown))

    def _grid(self, tab: str) -> Grid:
        grid: Grid = _opened(
            lambda: self.book.get_sheet_by_name(tab).to_python(skip_empty_area=False),  # type: ignore[arg-type, return-value]
            self.file,
        )
        facts = self.facts[tab]
        for r, row in enumerate(grid):
            for c, cell in enumerate(row):
                if not is_empty(cell):
                    self._check_cell(tab, facts, r, c, cell)
        return grid

    def _check_cell(self, tab: str, facts: SheetFacts, r: int, c: int, cell: Cell) -> None:
        place = _place(tab, r, c)
        if r + 1 in facts.hidden_rows:
            row = {"what_zh": f"第 {r + 1} 行", "what_en": f"Row {r + 1}"}
            self._tell_once(HIDDEN_DATA, f"{tab}!{r + 1}:{r + 1}", **row)
        if any(low <= c + 1 <= high for low, high in facts.hidden_columns):
            letters = column_letters(c + 1)
            self._tell_once(
                HIDDEN_DATA,
                f"{tab}!{letters}:{letters}",
                what_zh=f"{letters} 列",
                what_en=f"Column {letters}",
            )
        if isinstance(cell, str):
            if len(cell) > MAX_CELL:
                self.problems.append(CELL_TOO_LONG.problem(place, length=len(cell), limit=MAX_CELL))
            found = _CONTROL.search(cell)
            if found:
                self.problems.append(BAD_CHARACTER.problem(place, character=f"U+{ord(found.group()):04X}"))

    def _tell_once(self, message: Message, path: str, **fields: Any) -> None:
        if path not in self.told:
            self.told.add(path)
            self.problems.append(message.problem(path, **fields))

    # The key–value sheet

    def _product(self) -> dict[str, Any]:
        tab = self.used["@product"]
        grid = self._grid(tab)
        labels = {_folded(s): column for column in FACTS for s in _spellings(column.headers[0])}
        plain: dict[str, Any] = {"product": {}, "unit": {}, "boundary": {}}
        seen: set[str] = set()
        headers = {_folded(s) for s in _spellings(PRODUCT_HEADERS[0])}
        for r, row in enumerate(grid):
            written = text_of(row[0]) if row else ""
            column = labels.get(_folded(written))
            cells: list[Cell] = [*row[1:3], None, None][:2]
            if column is None:
                if any(not is_empty(cell) for cell in cells) and not (
                    r < HEADER_ROWS and _folded(written) in headers
                ):
                    self.problems.append(UNKNOWN_ROW.problem(_place(tab, r, 0), label=written[:60]))
                continue
            if column.path in seen:
                self.problems.append(GIVEN_TWICE.problem(_place(tab, r, 0), field=column.path))
                continue
            seen.add(column.path)
            places = [_place(tab, r, 1), _place(tab, r, 2)]
            self.places[column.path] = (
                self._take(plain, column, cells[: column.way.width], places) or places[0]
            )
            if column.way.width == 1 and not is_empty(cells[1]):
                self.problems.append(GIVEN_TWICE.problem(places[1], field=written[:60]))
        return plain

    def _take(
        self, plain: dict[str, Any], column: Column, cells: Sequence[Cell], places: Sequence[str]
    ) -> str | None:
        """Put what `cells` say at the column's path; the cell that says it, or None where all are empty."""
        filled = [place for place, cell in zip(places, cells, strict=False) if not is_empty(cell)]
        if not filled:
            return None
        try:
            _put(plain, column.path, column.way.read(cells))
        except CodedError as error:
            self.problems.append(Problem(error.problems[0].message, filled[-1], error.problems[0].fields))
            return filled[-1]
        return filled[0]

    # Tables

    def _records(self, sheet: Sheet) -> list[_Record]:
        tab = self.used.get(sheet.field)
        if tab is None:
            return []
        grid = self._grid(tab)
        table = self._header(sheet, tab, grid)
        if table is None:
            return []
        records = []
        for r, row in enumerate(grid[table.first :], table.first):
            if not all(is_empty(cell) for cell in row):
                records.append(self._record(table, r, row))
        return records

    def _header(self, sheet: Sheet, tab: str, grid: Grid) -> _Table | None:
        spellings: dict[str, tuple[Column, int]] = {}
        for column in sheet.columns:
            for i, header in enumerate(column.headers):
                spellings |= {_folded(s): (column, i) for s in _spellings(header)}
        for r, row in enumerate(grid[:HEADER_ROWS]):
            if sum(_folded(text_of(cell)) in spellings for cell in row) >= 2:
                return self._columns(_Table(sheet, tab, r + 1), row, grid, spellings)
        if any(not is_empty(cell) for row in grid for cell in row):
            headers = ", ".join(" / ".join(column.headers[0]) for column in sheet.columns[:3])
            self.problems.append(NO_HEADER.problem(f"{tab}!", sheet=tab, rows=HEADER_ROWS, headers=headers))
        return None

    def _columns(
        self, table: _Table, row: list[Cell], grid: Grid, spellings: dict[str, tuple[Column, int]]
    ) -> _Table:
        table.columns = {column.path: [None] * column.way.width for column in table.sheet.columns}
        for c, cell in enumerate(row):
            header = text_of(cell)
            found = spellings.get(_folded(header))
            if found is None:
                if any(c < len(below) and not is_empty(below[c]) for below in grid[table.first :]):
                    known = ", ".join(h[0] for column in table.sheet.columns for h in column.headers)
                    place = _place(table.tab, table.first - 1, c)
                    self.problems.append(UNKNOWN_COLUMN.problem(place, header=header[:60], known=known))
                continue
            column, i = found
            if table.columns[column.path][i] is not None:
                place = _place(table.tab, table.first - 1, c)
                self.problems.append(REPEATED_COLUMN.problem(place, header=header[:60]))
            table.columns[column.path][i] = c
        return table

    def _record(self, table: _Table, r: int, row: list[Cell]) -> _Record:
        record = _Record({}, {"": f"{table.tab}!{r + 1}:{r + 1}"}, table.sheet)
        for column in table.sheet.columns:
            indices = table.columns[column.path]
            cells = [row[i] if i is not None and i < len(row) else None for i in indices]
            places = [_place(table.tab, r, i) if i is not None else record.cells[""] for i in indices]
            if column.path == OWNER:
                record.owner = text_of(cells[0])
                record.cells[OWNER] = places[0]
            elif column.path == KEY:
                self._register(text_of(cells[0]), record, places[0])
            else:
                taken = self._take(record.plain, column, cells, places)
                record.cells[column.path] = taken or places[0]
        return record

    def _register(self, key: str, record: _Record, place: str) -> None:
        if not key:
            return
        if key in self.keys:
            self.problems.append(REPEATED_KEY.problem(place, key=key[:60]))
        self.keys[key] = record

    # The sheet of everything else

    def _more(self, plain: dict[str, Any]) -> None:
        tab = self.used.get("@more")
        if tab is None:
            return
        grid = self._grid(tab)
        headers = {_folded(s) for s in _spellings(MORE_HEADERS[1])}
        start = next(
            (r + 1 for r, row in enumerate(grid[:HEADER_ROWS]) if _folded(_text(row, 1)) in headers), 0
        )
        for r, key, dotted, value in _lines(grid, start):
            record = self.keys.get(key)
            if key and record is None:
                self.problems.append(UNKNOWN_KEY.problem(_place(tab, r, 0), key=key[:60]))
                continue
            target = plain if record is None else record.plain
            places = self.places if record is None else record.cells
            try:
                self._put_line(target, record, dotted, value, _place(tab, r, 2))
            except CodedError as error:
                self.problems.append(
                    Problem(error.problems[0].message, _place(tab, r, 1), error.problems[0].fields)
                )
            places[dotted] = _place(tab, r, 2)

    def _put_line(
        self, target: dict[str, Any], record: _Record | None, dotted: str, value: str, place: str
    ) -> None:
        # What has sheets of its own may not come in by this door: rows would be lost or doubled.
        inner = record is not None and record.sheet.field == "processes"
        lists = {s.field for s in SHEETS if s.owned == inner} if inner or record is None else set()
        if (
            not re.fullmatch(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*){0,9}", dotted)
            or dotted.split(".")[0] in lists
        ):
            raise BAD_FIELD.error(field=dotted[:60])
        try:
            found = read_json(value.encode("utf-8", "replace"), place)
        except CodedError as error:
            self.problems.append(Problem(error.problems[0].message, place, error.problems[0].fields))
            return
        _put(target, dotted, found)

    # Together

    def _assemble(self, plain: dict[str, Any], records: dict[str, list[_Record]]) -> None:
        processes = {str(record.plain.get("id", "")): i for i, record in enumerate(records["processes"])}
        for sheet in SHEETS:
            if not sheet.owned:
                plain.setdefault(sheet.field, [record.plain for record in records[sheet.field]])
                for i, record in enumerate(records[sheet.field]):
                    self._note(f"{sheet.field}[{i}]", record)
        self.places.setdefault("processes", f"{self.used.get('processes', '过程')}!A2")
        for sheet in SHEETS:
            if not sheet.owned:
                continue
            for record in records[sheet.field]:
                if record.owner in processes:
                    i = processes[record.owner]
                    items = plain["processes"][i].setdefault(sheet.field, [])
                    self._note(f"processes[{i}].{sheet.field}[{len(items)}]", record)
                    items.append(record.plain)
                else:
                    self._orphan(sheet, record, processes)

    def _orphan(self, sheet: Sheet, record: _Record, processes: Iterable[str]) -> None:
        place = record.cells[OWNER]
        if not record.owner:
            self.problems.append(NO_PROCESS.problem(place))
        else:
            known = ", ".join(processes) or "–"
            self.problems.append(UNKNOWN_OWNER.problem(place, process=record.owner[:60], known=known))
        kind: type[Document] = sheet.record
        try:
            kind.parse(record.plain)
        except CodedError as error:
            for problem in error.problems:
                self.problems.append(
                    Problem(problem.message, _nearest(record.cells, problem.path), problem.fields)
                )

    def _note(self, prefix: str, record: _Record) -> None:
        for path, cell in record.cells.items():
            self.places[f"{prefix}.{path}" if path else prefix] = cell

    def _placed(self, problem: Problem) -> Problem:
        return Problem(problem.message, _nearest(self.places, problem.path), problem.fields)


def _opened(call: Callable[[], Opened], file: str) -> Opened:
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise NOT_A_WORKBOOK.error(file=file, detail=str(error)[:80]) from error


def _refusal(problems: list[Problem]) -> CodedError:
    surplus = len(problems) - MAX_PROBLEMS
    if surplus <= 0:
        return CodedError(problems)
    return CodedError([*problems[:MAX_PROBLEMS], MORE_PROBLEMS.problem(count=surplus)])


def _nearest(places: dict[str, str], path: str) -> str:
    """The cell of `path`, or of the nearest field around it."""
    around = path
    while around and around not in places:
        around = around[: max(around.rfind("."), around.rfind("["), 0)]
    return places.get(around, path)


def _place(tab: str, row: int, column: int) -> str:
    return f"{tab}!{column_letters(column + 1)}{row + 1}"


def _folded(text: str) -> str:
    return re.sub(r"[\s*＊/]+", "", text).casefold()


def _spellings(header: tuple[str, str]) -> Iterator[str]:
    yield from header
    yield " / ".join(header)


def _text(row: list[Cell], column: int) -> str:
    return text_of(row[column]) if column < len(row) else ""


def _lines(grid: Grid, start: int) -> Iterator[tuple[int, str, str, str]]:
    """(row, row key, field, value) of the lines; a line without key and field continues the value above."""
    current: tuple[int, str, str, str] | None = None
    for r, row in enumerate(grid[start:], start):
        cell = row[2] if len(row) > 2 else None
        value = cell if isinstance(cell, str) else text_of(cell)
        if isinstance(cell, bool):
            value = value.lower()  # a JSON literal that a spreadsheet took for its own
        key, dotted = _text(row, 0), _text(row, 1)
        if key or dotted:
            if current:
                yield current
            current = (r, key, dotted, value)
        elif current and value:
            current = (*current[:3], current[3] + value)
    if current:
        yield current


def _put(plain: dict[str, Any], path: str, value: Any) -> None:
    """Set `path` in `plain`; dicts meet, anything else may be given once."""
    *outer, last = path.split(".")
    for step in outer:
        plain = plain.setdefault(step, {})
        if not isinstance(plain, dict):
            raise GIVEN_TWICE.error(field=path[:60])
    if last in plain and not (plain[last] == {} and isinstance(value, dict)):
        raise GIVEN_TWICE.error(field=path[:60])
    plain[last] = value
