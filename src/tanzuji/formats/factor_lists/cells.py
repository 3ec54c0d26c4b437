"""One row of a list: its cells by field, read as what the field is, with what is wrong told by cell."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.errors import Message
from tanzuji.documents.regions import code_of, regions
from tanzuji.documents.text import Text
from tanzuji.formats.factor_lists import messages
from tanzuji.formats.factor_lists.fields import CHOICES, FIELDS, Field, boundary_in, choice
from tanzuji.formats.factor_lists.mapping import ColumnMapping, ListMapping
from tanzuji.formats.factor_lists.numbers import Decimal, is_nothing, split_number, tidy
from tanzuji.formats.factor_lists.sheets import Table
from tanzuji.formats.workbook.cells import Cell, is_empty, text_of

Tell = Callable[..., None]

_YES, _NO = {"是", "yes", "true", "1", "y", "含"}, {"否", "no", "false", "0", "n", "不含"}
_UNIT_BEHIND = re.compile(r"(?:[%A-Za-z(（/\u3400-\u9fff].*)?")
"""What may stand behind a number: a unit, but not the end of a range."""
_DESCRIBED = {"boundary", "gwp_set", "confidence"}
"""Choices that describe: what is none of them is kept as it is written, while a wrong number would be refused."""
_LONG = 12
"""Characters from which a text without a year is a remark, not a mistyped year."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its mapped columns."""

    table: Table
    at: int
    columns: Mapping[str, Sequence[tuple[int, ColumnMapping]]]
    """By field, in the order of the table."""

    def cells(self, field: str) -> list[tuple[int, Cell]]:
        """Columns and cells of a field; texts of cells merged downwards count for every row."""
        return [(at, self._cell(at, column)) for at, column in self.columns.get(field, ())]

    def amounts(self) -> Iterator[tuple[int, ColumnMapping, Cell]]:
        for field in ("amount", "gases"):
            for at, column in self.columns.get(field, ()):
                yield at, column, self.table.cell(self.at, at)

    def _cell(self, at: int, column: ColumnMapping) -> Cell:
        cell = self.table.cell(self.at, at)
        if is_empty(cell) and FIELDS[column.field].kind not in {"amount", "number"}:
            origin = self.table.origins.get((self.at, at))
            if origin is not None:
                return self.table.cell(*origin)
        return cell

    def text(self, field: str) -> str:
        """The texts of a field's cells, joined."""
        return " ".join(text_of(cell) for _, cell in self.cells(field) if not is_empty(cell))

    def place(self, field: str) -> str:
        """Place of a field's first column; empty where it has none."""
        found = self.columns.get(field)
        return self.table.place(self.at, found[0][0]) if found else ""

    def place_of(self, path: str) -> str:
        """Place of the column behind a path of the dataset: `source.title` → `因子!H7`."""
        steps = path.replace("[", ".").split(".")
        for size in range(len(steps), 0, -1):
            wanted = ".".join(steps[:size])
            for field in FIELDS.values():
                if field.path == wanted or field.path.split(".")[0] == wanted or field.key == wanted:
                    place = self.place(field.key)
                    if place:
                        return place
        return ""


class Reading:
    """Reads one row; `problem` takes what is wrong, `note` what a person should know."""

    def __init__(
        self,
        row: Row,
        mapping: ListMapping,
        decimal: Decimal,
        problem: Tell,
        note: Callable[[Message, str], None],
    ) -> None:
        self.row = row
        self.mapping = mapping
        self.decimal: Decimal = decimal
        self.kept: list[str] = []  # descriptions that are none of the choices, for the note
        self.problem = problem
        self.note = note

    def document(self) -> dict[str, Any]:
        """The fields of the row that only need copying, and those of the whole list where the row states none."""
        plain: dict[str, Any] = {}
        for key in self.row.columns.keys() | self.mapping.defaults.keys():
            field = FIELDS[key]
            value = self._value(field)
            if value not in (None, "", []):
                _put(plain, field, value)
        plain.setdefault("geography", "GLO")
        plain["source"] = {"title": self.row.table.name or "–"} | plain.get("source", {})
        if self.kept:
            note = plain.setdefault("note", {})
            note["zh"] = "；".join(part for part in (note.get("zh", ""), *self.kept) if part)
        for text in ("name", "note", "technology"):
            plain.update(_in_its_language(plain, text))
        if "name" not in plain:
            place = self.row.place("name") or self.row.place("name_en")
            self.problem(messages.EMPTY_CELL, place, field_zh=FIELDS["name"].zh, field_en=FIELDS["name"].en)
        return plain

    def _value(self, field: Field) -> Any:
        if field.kind in {"amount", "gases"} or field.key == "unit" or not field.path:
            return None
        cells = [(at, cell) for at, cell in self.row.cells(field.key) if not is_empty(cell)]
        default = self.mapping.defaults.get(field.key)
        if not cells:
            return None if default is None else self._read(field, default, "")
        if field.key == "category":
            return [part for _, cell in cells for part in re.split(r"\s*[>›＞]\s*", text_of(cell)) if part]
        if field.several:
            return "；".join(dict.fromkeys(text_of(cell) for _, cell in cells))
        at, cell = cells[0]
        return self._read(field, cell, self.row.table.place(self.row.at, at))

    def _read(self, field: Field, cell: Cell, place: str) -> Any:
        text = text_of(cell)
        match field.kind:
            case "number":
                return None if is_nothing(text) else self.number(cell, place)
            case "choice":
                found = choice(field.key, text) or (
                    _in_words(field.key, text) if field.key in _DESCRIBED else None
                )
                if found is None and field.key in _DESCRIBED:
                    self._keep(field, text, place)
                elif found is None:
                    self.problem(
                        messages.NOT_A_CHOICE, place, value=text[:60], known=", ".join(CHOICES[field.key])
                    )
                return found
            case "year":
                return None if is_nothing(text) else self._years(text, place)
            case "flag":
                return self._flag(text, place)
            case "date":
                return re.sub(r"[/.年月]", "-", text).rstrip("日-")
            case "list":
                if field.key == "category":
                    return [text]
                return [part for part in re.split(r"\s*[;；]\s*", text) if part]
        return self._region(text, place) if field.key == "geography" else text

    def number(self, cell: Cell, place: str) -> float | None:
        """The number in a cell; a text is read as one. None, with the problem told, where it is none."""
        found = self.number_with_unit(cell, place)
        if found is None:
            return None
        value, unit = found
        if unit not in {"", "%"}:
            self.problem(messages.BAD_NUMBER, place, value=text_of(cell)[:60])
            return None
        return value

    def number_with_unit(self, cell: Cell, place: str) -> tuple[float, str] | None:
        """The number in a cell and the unit behind it, if any."""
        if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
            self.problem(messages.DATE_FOR_NUMBER, place, value=text_of(cell)[:40])
            return None
        if isinstance(cell, float | int) and not isinstance(cell, bool):
            return (float(cell), "") if math.isfinite(cell) else None
        found = split_number(text_of(cell), self.decimal) if isinstance(cell, str) else None
        if found is None or not _UNIT_BEHIND.fullmatch(found[1]):
            self.problem(messages.BAD_NUMBER, place, value=text_of(cell)[:60])
            return None
        if "!" in place:  # in a workbook a number would be one; in CSV everything is text
            self.note(messages.TEXT_NUMBERS, place)
        return found

    def _years(self, text: str, place: str) -> dict[str, int] | None:
        years = sorted(int(year) for year in _YEAR.findall(tidy(text)))
        if not years and (len(text) > _LONG or not re.search(r"\d", text)):
            self._keep(FIELDS["year"], text, place)
            return None
        if not years:
            self.problem(messages.NOT_A_YEAR, place, value=text[:60])
            return None
        return {"year_from": years[0], "year_to": years[-1]}

    def _keep(self, field: Field, text: str, place: str) -> None:
        """Keep a description that is no fixed choice for the note of the dataset."""
        self.kept.append(f"{field.zh} {field.en}: {text}")
        self.note(messages.WORDS_KEPT, place)

    def _flag(self, text: str, place: str) -> bool | None:
        word = tidy(text).split("/")[0].strip().casefold()
        if word in _YES or word in _NO:
            return word in _YES
        self.problem(messages.NOT_A_CHOICE, place, value=text[:60], known="是 / yes, 否 / no")
        return None

    def _region(self, text: str, place: str) -> str:
        """The code of a region; what no list of names knows stays as it is written."""
        plain = tidy(text)
        if plain in regions() or re.fullmatch(r"[A-Z]{2,3}(-[A-Z0-9]{1,5})?", plain):
            return plain
        if plain in {"全国", "国内", "中国大陆", "中国平均"}:
            return "CN"
        found = code_of(plain)
        if not found:
            self.note(messages.REGION_AS_WRITTEN, plain[:40])
        return found or plain[:60]

    def uncertainty(self, plain: dict[str, Any]) -> None:
        """Spread given as a percentage of the amount or as a geometric standard deviation becomes a distribution.

        A percentage is the half-width of the 95 % interval, as the IPCC guidelines state it, of a normal distribution.
        """
        total = sum(amount["amount"] for amount in plain.get("amounts", ()))
        for key in ("percent", "gsd"):
            for at, cell in self.row.cells(key):
                place = self.row.table.place(self.row.at, at)
                if is_empty(cell) or is_nothing(text_of(cell)):
                    continue
                text = cell.lstrip("±+") if isinstance(cell, str) else cell
                value = self.number(text, place)
                if value is None:
                    continue
                spread = plain.setdefault("uncertainty", {})
                if key == "gsd" and value >= 1:
                    spread |= {"distribution": "lognormal", "sigma": math.log(value)}
                elif key == "percent" and value >= 0:
                    half = value / 100 if value > 1 or "%" in text_of(cell) else value
                    spread |= {"distribution": "normal", "sd": half * abs(total) / 1.959963984540054}
                else:
                    self.problem(messages.BAD_NUMBER, place, value=text_of(cell)[:60])


def _in_words(field: str, text: str) -> str | None:
    if field == "boundary":
        return boundary_in(text)
    return next((code for code in CHOICES[field] if code.casefold() in text.casefold()), None)


def _in_its_language(plain: dict[str, Any], field: str) -> dict[str, Any]:
    """A text from the one column of a list without languages: Chinese where it holds a Chinese character."""
    text = plain.get(field)
    return {field: Text.parse(text["zh"]).plain()} if isinstance(text, dict) and set(text) == {"zh"} else {}


def _put(plain: dict[str, Any], field: Field, value: Any) -> None:
    if field.kind == "year":
        plain |= value
        return
    *outer, last = field.path.split(".")
    inner = plain
    for step in outer:
        inner = inner.setdefault(step, {})
    inner[last] = value
