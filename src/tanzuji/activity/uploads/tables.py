"""From the cells of a table, with a mapping, to lines: one a reading, each with its place; every bad cell is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tanzuji.activity import messages
from tanzuji.activity.uploads.mapping import FIELDS, UploadMapping, bare, folded, unit_in
from tanzuji.activity.uploads.times import Span, span_of
from tanzuji.documents.errors import Problem
from tanzuji.formats.factor_lists.headers import Header, header_at
from tanzuji.formats.factor_lists.messages import NO_COLUMN
from tanzuji.formats.factor_lists.numbers import Decimal, decimal_sign, is_nothing, split_number, tidy
from tanzuji.formats.factor_lists.sheets import Table, TableFile, problems_of
from tanzuji.formats.workbook.cells import is_empty, text_of
from tanzuji.formats.workbook.messages import HIDDEN_DATA

MAX_LINES = 20_000

_SUMS = re.compile(r"(全年|年度|本年)?(合计|总计|小计|累计|平均|合\s计)|(sub)?totals?|sum|average|mean", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """A reading as a table states it, before anybody knows which meter it is of."""

    place: str
    subject: str
    span: Span | None
    value: float | None
    written: str
    unit: str = ""
    stock: float | None = None
    closing: float | None = None
    opening: float | None = None
    supplier: str = ""
    document: str = ""
    distance: float | None = None
    note: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass
class Lines:
    """What a table says: its lines, the header, and what concerns the whole of it."""

    header: Header
    lines: list[Line] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    """Places where a value was expected and none stands."""
    sums: list[str] = field(default_factory=list)
    """Places of rows that add up others: they are passed over."""

    def subjects(self) -> list[str]:
        """Every name once, in order."""
        return list(dict.fromkeys(line.subject for line in self.lines if line.subject))


def read_lines(file: TableFile, mapping: UploadMapping) -> Lines:
    """The lines of a table. Raises `factors.no-sheet`, `factors.no-column`, `activity.no-columns`, `activity.too-large`."""
    table = file.table(mapping.sheet)
    header = header_at(table, mapping.header_row - 1, 1)
    reader = _Reader(table, header, mapping)
    found = Lines(header)
    if table.hidden:
        found.notices.append(_hidden(table, f"工作表“{table.name}”", f"Sheet “{table.name}”", 0))
    for row in range(header.row + 1, len(table.rows)):
        if not table.filled(row):
            continue
        if row in table.hidden_rows:
            found.notices.append(_hidden(table, f"第 {row + 1} 行", f"Row {row + 1}", row))
        if _SUMS.fullmatch(tidy(table.text(row, table.filled(row)[0]))):
            found.sums.append(table.place(row, table.filled(row)[0]))
            continue
        found.lines += reader.row(row, found.empty)
        if len(found.lines) > MAX_LINES:
            raise messages.TOO_LARGE.error(limit=MAX_LINES)
    return found


def _hidden(table: Table, zh: str, en: str, row: int) -> Problem:
    return HIDDEN_DATA.problem(table.place(row, 0), what_zh=zh, what_en=en)


class _Reader:
    def __init__(self, table: Table, header: Header, mapping: UploadMapping) -> None:
        self.table, self.header, self.mapping = table, header, mapping
        places = {folded(name): at for at, name in enumerate(header.names)}
        self.at: dict[str, int] = {}
        for key, name in mapping.columns.items():
            if not name:
                continue
            if folded(name) not in places:
                known = "、".join(one[:30] for one in header.names[:30])
                raise NO_COLUMN.error("", header=name[:80], known=known)
            self.at[key] = places[folded(name)]
        self._check()
        ignored = {folded(name) for name in mapping.ignored}
        self.wide = [
            (at, name)
            for at, name in enumerate(header.names)
            if at not in self.at.values() and folded(name) not in ignored
        ]
        self.decimal = self._decimal()

    def _check(self) -> None:
        needed = {"rows": ("subject", "value"), "by_time": ("time",), "by_subject": ("subject",)}
        lacking = [key for key in needed[self.mapping.layout] if key not in self.at]
        if self.mapping.layout == "rows" and not {"time", "end"} & set(self.at):
            lacking.append("time")
        if "value" in lacking and "stock" in self.at:
            lacking.remove("value")
        if lacking:
            names = [FIELDS[key].name for key in lacking]
            raise messages.NO_COLUMNS.error(
                "", zh="、".join(n.to("zh") for n in names), en=", ".join(n.to("en") for n in names)
            )

    def _decimal(self) -> Decimal:
        columns = [at for at, _ in self.wide] if self.mapping.layout != "rows" else list(self.at.values())
        rows = range(self.header.row + 1, len(self.table.rows))
        texts = (c for row in rows for at in columns if isinstance(c := self.table.cell(row, at), str))
        return decimal_sign(texts)[0] or "."

    def row(self, row: int, empty: list[str]) -> Iterator[Line]:
        if self.mapping.layout == "rows":
            yield from self._single(row, empty)
            return
        by_time = self.mapping.layout == "by_time"
        left = self.at["time" if by_time else "subject"]
        if is_empty(self.table.cell(row, left)):
            return  # a sum, a signature or a remark below the table
        unit = self.table.text(row, self.at["unit"]) if "unit" in self.at else ""
        for at, name in self.wide:
            place = self.table.place(row, at)
            if is_empty(self.table.cell(row, at)) or is_nothing(self.table.text(row, at)):
                empty.append(place)
                continue
            time, subject = (left, name) if by_time else (at, self.table.text(row, left))
            cell = self.table.cell(row, left) if by_time else name
            span = span_of(cell, year=self.mapping.year)
            problems: list[Problem] = []
            if span is None:
                where = self.table.place(row, time) if by_time else self.table.place(self.header.row, at)
                problems.append(messages.BAD_TIME.problem(where, value=text_of(cell)[:60]))
            value = self._number(row, at, problems)
            yield Line(
                place=place, subject=bare(subject) or subject, span=span, value=value,
                written=self.table.text(row, at)[:80],
                unit=unit or (unit_in(name) if by_time else unit_in(subject)) or self.mapping.unit,
                problems=tuple(problems),
            )  # fmt: skip

    def _single(self, row: int, empty: list[str]) -> Iterator[Line]:
        problems: list[Problem] = []
        numbers = {key: self._optional(row, key, problems) for key in ("value", "stock", "closing", "opening", "distance")}  # fmt: skip
        subject = self._text(row, "subject")
        if numbers["value"] is None and numbers["stock"] is None and not problems:
            empty.append(self._place(row, "value"))
            return
        if not subject:
            problems.append(messages.NO_SUBJECT.problem(self._place(row, "subject")))
        header = self.mapping.columns.get("value") or self.mapping.columns.get("stock") or ""
        yield Line(
            place=self._place(row, "value" if "value" in self.at else "stock"),
            subject=subject,
            span=self._span(row, problems),
            value=numbers["value"],
            written=self._text(row, "value" if numbers["value"] is not None else "stock")[:80],
            unit=self._text(row, "unit") or unit_in(header) or self.mapping.unit,
            stock=numbers["stock"], closing=numbers["closing"], opening=numbers["opening"],
            supplier=self._text(row, "supplier")[:200], document=self._text(row, "document")[:120],
            distance=numbers["distance"], note=self._text(row, "note")[:300],
            problems=tuple(problems),
        )  # fmt: skip

    def _span(self, row: int, problems: list[Problem]) -> Span | None:
        low = self._one_span(row, "start", problems) if "start" in self.at else None
        high = self._one_span(row, "end", problems) if "end" in self.at else None
        if low and high:
            if low[0] < high[1]:
                return low[0], high[1]
            problems.append(messages.BAD_TIME.problem(self._place(row, "end"), value=self._text(row, "end")))
            return None
        return self._one_span(row, "time", problems) if "time" in self.at else high

    def _one_span(self, row: int, key: str, problems: list[Problem]) -> tuple[datetime, datetime] | None:
        cell = self.table.cell(row, self.at[key])
        found = span_of(cell, year=self.mapping.year)
        if found is None:
            problems.append(messages.BAD_TIME.problem(self._place(row, key), value=text_of(cell)[:60]))
        return found

    def _optional(self, row: int, key: str, problems: list[Problem]) -> float | None:
        if key not in self.at or is_nothing(self._text(row, key)):
            return None
        return self._number(row, self.at[key], problems)

    def _number(self, row: int, at: int, problems: list[Problem]) -> float | None:
        problems += problems_of(self.table, [(row, at)])
        cell = self.table.cell(row, at)
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return float(cell)
        found = split_number(text_of(cell), self.decimal)
        if found is None or found[1]:
            place = self.table.place(row, at)
            problems.append(messages.BAD_NUMBER.problem(place, value=text_of(cell)[:60]))
            return None
        return found[0]

    def _text(self, row: int, key: str) -> str:
        return self.table.text(row, self.at[key]).strip() if key in self.at else ""

    def _place(self, row: int, key: str) -> str:
        return self.table.place(row, self.at.get(key, 0))
