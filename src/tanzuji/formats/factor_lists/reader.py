"""From the cells of a table, with a mapping, to datasets: every bad cell named, nothing taken where one is bad."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.base import MAX_PROBLEMS, MORE
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError, Message, Problem
from tanzuji.formats.factor_lists import messages
from tanzuji.formats.factor_lists.amounts import Amounts
from tanzuji.formats.factor_lists.cells import Reading, Row
from tanzuji.formats.factor_lists.fields import FIELDS, folded
from tanzuji.formats.factor_lists.headers import Header, header_at
from tanzuji.formats.factor_lists.mapping import ColumnMapping, ListMapping
from tanzuji.formats.factor_lists.notices import Notes, asides
from tanzuji.formats.factor_lists.numbers import Decimal, decimal_sign, is_nothing
from tanzuji.formats.factor_lists.sheets import Table, TableFile, problems_of
from tanzuji.formats.workbook.cells import is_empty, text_of
from tanzuji.formats.workbook.container import column_letters
from tanzuji.formats.workbook.messages import HIDDEN_DATA

MAX_HEADING = 60
"""Characters of a line that may be a heading within the table."""


@dataclass(frozen=True, slots=True)
class FactorList:
    """Datasets read from a list, what a person should know of the reading, and both as a report for the release."""

    datasets: tuple[Dataset, ...]
    notices: tuple[Problem, ...]
    report: dict[str, Any]


def read_factor_list(tables: TableFile, mapping: ListMapping, *, prefix: str = "") -> FactorList:
    """The factors of a table. `prefix` begins the ids of rows that state none (default: from the file's name).

    Raises CodedError with one problem a bad cell (`factors.*`, `workbook.*`, those of the dataset): nothing is read then.
    """
    table = tables.table(mapping.sheet)
    reader = _Reader(tables, table, mapping, prefix or _prefix(tables.file))
    return reader.read()


def _prefix(file: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", file.rsplit(".", 1)[0].casefold()).strip("-")[:40]
    return stem or "factor"


class _Reader:
    def __init__(self, tables: TableFile, table: Table, mapping: ListMapping, prefix: str) -> None:
        self.tables = tables
        self.table = table
        self.mapping = mapping
        self.prefix = prefix
        self.problems: list[Problem] = []
        self.notes = Notes()
        self.section = ""
        self.broken = table.unvalued | table.errors
        self._told: set[tuple[Message, str]] = set()
        self.header = header_at(table, mapping.header_row - 1, mapping.header_rows)
        self.columns = self._columns(self.header)
        self.by_field: dict[str, list[tuple[int, ColumnMapping]]] = {}
        for at, column in self.columns:
            self.by_field.setdefault(column.field, []).append((at, column))
        self._check_columns()

    # columns

    def _columns(self, header: Header) -> list[tuple[int, ColumnMapping]]:
        """The columns of the mapping by their place in this table. Raises `factors.no-column`, `factors.field-twice`."""
        places = {folded(name): at for at, name in enumerate(header.names)}
        found: list[tuple[int, ColumnMapping]] = []
        taken: dict[tuple[str, str | None, str], str] = {}
        problems: list[Problem] = []
        for column in self.mapping.columns:
            at = places.get(folded(column.header))
            if at is None:
                known = "、".join(name[:30] for name in header.names[:30])
                problems.append(messages.NO_COLUMN.problem("", header=column.header[:80], known=known))
                continue
            key = (column.field, column.gas, column.line)
            if key in taken and not FIELDS[column.field].several:
                problems.append(
                    messages.TWICE.problem("", one=taken[key], other=column.header, **_names(column.field))
                )
            taken[key] = column.header
            found.append((at, column))
        if problems:
            raise CodedError(problems)
        return sorted(found, key=lambda item: item[0])

    def _check_columns(self) -> None:
        """What a list cannot do without: names and amounts."""
        present = {column.field for _, column in self.columns} | set(self.mapping.defaults)
        problems = [
            messages.MISSING_FIELD.problem("", **_names(key))
            for key in ("name", "amount")
            if key not in present and not (key == "name" and "name_en" in present)
            and not (key == "amount" and "gases" in present)
        ]  # fmt: skip
        if problems:
            raise CodedError(problems)

    # rows

    def read(self) -> FactorList:
        rows = [
            row
            for row in range(self.header.row + self.header.rows, len(self.table.rows))
            if self.table.filled(row)
        ]
        if self.table.hidden and rows:
            shown = f"“{self.table.name}”"
            self._problem(
                HIDDEN_DATA, f"{self.table.name}!", what_zh=f"工作表{shown}", what_en=f"Sheet {shown}"
            )
        self._check_hidden(rows)
        decimal = self._decimal(rows)
        found: list[tuple[Row, dict[str, Any]]] = []
        for at in rows:
            row = Row(self.table, at, self.by_field)
            if self._is_factor(row):
                if self.broken:
                    self.problems += problems_of(self.table, [(at, column) for column, _ in self.columns])
                self._check_merged(row)
                found.append((row, self._plain(row, decimal)))
        if not found and not self.problems:
            raise messages.NO_ROWS.error("")
        datasets = self._datasets(found)
        if self.problems:
            raise CodedError(self._bounded())
        used = {at for at, _ in self.columns}
        notices = (*self.notes.problems(), *asides(self.tables, self.table, self.header, used))
        return FactorList(tuple(datasets), notices, self._report(datasets, decimal, notices))

    def _problem(self, message: Message, path: str, /, *, once: str = "", **fields: Any) -> None:
        """Note a problem; one that is the same down a column (`once`) is told at its first cell alone."""
        if once and (message, once) in self._told:
            return
        self._told.add((message, once))
        self.problems.append(message.problem(path, **fields))

    def _bounded(self) -> list[Problem]:
        """The first problem of every place, and how many more there are."""
        found: dict[str, Problem] = {}
        for at, problem in enumerate(self.problems):
            found.setdefault(problem.path or f"#{at}", problem)
        kept = list(found.values())[:MAX_PROBLEMS]
        return [*kept, MORE.problem(count=len(found) - len(kept))] if len(found) > len(kept) else kept

    def _check_hidden(self, rows: list[int]) -> None:
        """A hidden row would slip in, a hidden column would be believed: both are refused, as in every workbook."""
        for row in rows:
            if row in self.table.hidden_rows:
                self._problem(
                    HIDDEN_DATA,
                    self.table.place(row, 0),
                    what_zh=f"第 {row + 1} 行",
                    what_en=f"Row {row + 1}",
                )
        for at, column in self.columns:
            if at in self.table.hidden_columns:
                letters = column_letters(at + 1)
                self._problem(
                    HIDDEN_DATA, self.table.place(self.header.row, at),
                    what_zh=f"{letters} 列（{column.header}）", what_en=f"Column {letters} ({column.header})",
                )  # fmt: skip

    def _decimal(self, rows: list[int]) -> Decimal:
        """The decimal sign of numbers stored as text; asked of every column of numbers at once."""
        if self.mapping.decimal:
            return self.mapping.decimal
        numeric = [at for at, column in self.columns if FIELDS[column.field].kind in {"amount", "number"}]
        texts = [cell for row in rows for at in numeric if isinstance(cell := self.table.cell(row, at), str)]
        sign, one, other = decimal_sign(texts)
        if sign is not None:
            return sign
        where = next(
            (self.table.place(row, at) for row in rows for at in numeric if self.table.cell(row, at) == one),
            "",
        )
        if other:
            self._problem(messages.MIXED_DECIMALS, where, one=one[:40], other=other[:40])
        else:
            self._problem(messages.AMBIGUOUS_NUMBER, where, value=one[:40])
        return "."

    def _is_factor(self, row: Row) -> bool:
        """Whether a row states a factor; a heading or remark within the table, or a row without a value, does not."""
        if self.broken and any(
            f"{column_letters(at + 1)}{row.at + 1}" in self.broken for at, _, _ in row.amounts()
        ):
            return True  # there should be a value: the cell is refused by name
        amounts = [cell for _, _, cell in row.amounts() if not is_empty(cell)]
        if self.mapping.units.get(row.text("unit"), "?") == "":
            self.notes.add(messages.NOT_ROWS, row.place("unit"))
            return False
        if any(not is_nothing(text_of(cell)) for cell in amounts):
            return True
        filled = self.table.filled(row.at)
        distinct = {self.table.text(row.at, column) for column in filled}
        if not amounts and len(distinct) == 1:
            text = next(iter(distinct))
            if len(text) <= MAX_HEADING and not re.match(
                r"(注|说明|备注|数据来源|来源|note|source)\s*[:：\d]?", text, re.I
            ):
                self.section = text
            self.notes.add(messages.NOT_ROWS, self.table.place(row.at, filled[0]))
        elif not amounts and not row.text("name") and not row.text("name_en"):
            self.notes.add(messages.NOT_ROWS, self.table.place(row.at, filled[0]))
        else:
            self.notes.add(messages.NO_VALUE, self.table.place(row.at, filled[0]))
        return False

    def _check_merged(self, row: Row) -> None:
        """A number merged over several rows belongs to none of them for certain."""
        for at, column in self.columns:
            origin = self.table.origins.get((row.at, at))
            if origin is None or FIELDS[column.field].kind not in {"amount", "number"}:
                continue
            if origin[0] == row.at and self.table.origins.get((row.at + 1, at)) == origin:
                last = row.at
                while self.table.origins.get((last + 1, at)) == origin:
                    last += 1
                letters = column_letters(at + 1)
                cells = f"{letters}{row.at + 1}:{letters}{last + 1}"
                self._problem(messages.MERGED_NUMBER, self.table.place(row.at, at), cells=cells)

    def _plain(self, row: Row, decimal: Decimal) -> dict[str, Any]:
        """One row as plain data of a dataset; what is wrong in it is noted by cell."""
        reading = Reading(row, self.mapping, decimal, self._problem, self.notes.add)
        plain = reading.document()
        if self.section and "category" not in plain:
            plain["category"] = [self.section]
        amounts = Amounts(reading, self.tables.kind)
        plain |= amounts.document(plain)
        reading.uncertainty(plain)
        return plain

    # datasets

    def _datasets(self, found: list[tuple[Row, dict[str, Any]]]) -> list[Dataset]:
        datasets: list[Dataset] = []
        seen: dict[str, str] = {}
        for row, plain in found:
            named = plain.get("id") or self._id(plain)
            place = row.place("id") or row.place("name") or self.table.place(row.at, 0)
            if named in seen:
                self._problem(messages.REPEATED, place, other=seen[named])
                continue
            seen[named] = place
            if self.problems:
                continue  # what is wrong already is told by cell; documents of half-read rows would tell it again
            try:
                datasets.append(Dataset.parse(plain | {"id": named}))
            except CodedError as error:
                self.problems += [
                    Problem(problem.message, row.place_of(problem.path) or place, problem.fields)
                    for problem in error.problems
                ]
        return datasets

    def _id(self, plain: Mapping[str, Any]) -> str:
        """An id that the same row of next year's list gets again: made of what tells the factor from others."""
        name = plain.get("name", {})
        key = [name.get("zh", ""), name.get("en", ""), *plain.get("category", ())]
        key += [
            str(plain.get(part, "")) for part in ("unit", "geography", "year_from", "year_to", "boundary")
        ]
        key += [f"{amount['gas']}@{amount['line']}" for amount in plain.get("amounts", ())]
        digest = hashlib.sha256("\x1f".join(key).encode()).hexdigest()[:12]
        return f"{self.prefix}-{digest}"

    # report

    def _report(
        self, datasets: list[Dataset], decimal: Decimal, notices: tuple[Problem, ...]
    ) -> dict[str, Any]:
        return {
            "format": "factor-list",
            "file": self.tables.file,
            "kind": self.tables.kind,
            "sheet": self.table.name,
            "encoding": self.tables.encoding,
            "separator": self.tables.separator,
            "decimal": decimal,
            "datasets": len(datasets),
            "columns": [
                {"column": column_letters(at + 1), "header": column.header, "field": column.field}
                | ({"gas": column.gas} if column.gas else {})
                for at, column in self.columns
            ],
            "notices": [
                {"code": p.code, "place": p.path, "zh": p.text("zh"), "en": p.text("en")} for p in notices
            ],
            "mapping": self.mapping.plain(),
        }


def _names(key: str) -> dict[str, str]:
    return {"field_zh": FIELDS[key].zh, "field_en": FIELDS[key].en}
