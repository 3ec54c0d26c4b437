"""How a field stands in cells: numbers, formulas, bilingual texts, choices, lists; each way there and back.

A way of writing returns None for what a cell cannot hold; such a value goes to the sheet 其他 / More as JSON.
A way of reading returns plain data and leaves judgement to the document where it can, so that the
codes of errors are the document's own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.base import NOT_A_NUMBER
from tanzuji.documents.exchanges import BAD_AMOUNT
from tanzuji.formats.workbook.messages import AMOUNT_AND_FORMULA, NOT_A_CHOICE, NOT_A_PAIR

Cell = str | float | bool | datetime.date | datetime.time | datetime.timedelta | None

MAX_CELL = 32_767  # Excel's own limit, in UTF-16 units
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What XML or Excel's own escapes would change."""

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_HANZI = re.compile("[\u3400-\u9fff]")
_YES = {"是", "yes", "true", "1", "y", "对"}
_NO = {"否", "no", "false", "0", "n", "错"}


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """A cell as text: a number without a needless `.0`, a date in ISO form, lines that end in a line feed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return str(int(cell)) if float(cell).is_integer() and abs(cell) < 1e15 else repr(float(cell))
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return "" if cell is None else str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def fitting(text: Any) -> str | None:
    """`text` where a cell holds it unchanged, else None."""
    if not isinstance(text, str) or not text or text != text.strip() or UNFIT.search(text):
        return None
    return text if len(text.encode("utf-16-le")) // 2 <= MAX_CELL else None


def number_cell(value: float) -> Cell:
    """A number as a cell; with more than 16 digits as text, since the file format writer rounds to 16."""
    return float(value) if float(f"{value:.16G}") == value else repr(float(value))


@dataclass(frozen=True, slots=True)
class Way:
    """How a value is written to and read from `width` cells beside each other."""

    write: Callable[[Any], tuple[Cell, ...]]
    read: Callable[[Sequence[Cell]], Any]
    width: int = 1

    def cells(self, value: Any) -> tuple[Cell, ...]:
        """The cells that carry `value`, or a part of it that stands alone; empty cells where they cannot."""
        nothing: tuple[Cell, ...] = (None,) * self.width
        if value is None:
            return nothing
        cells = self.write(value)
        if all(is_empty(cell) for cell in cells):
            return nothing
        try:
            carried = self.read(cells)
        except ValueError:
            return nothing
        return cells if _within(carried, value) else nothing


def _within(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict) and set(whole) <= {"zh", "en"}:
        return all(key in whole and whole[key] == inner for key, inner in part.items())
    return type(part) is type(whole) and bool(part == whole)


def _text_read(cells: Sequence[Cell]) -> Any:
    return text_of(cells[0])


def _number_read(cells: Sequence[Cell]) -> Any:
    cell = cells[0]
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    if isinstance(cell, str) and _NUMBER.fullmatch(cell.strip()):
        return float(cell)
    raise NOT_A_NUMBER.error(value=text_of(cell)[:60])


def _integer_read(cells: Sequence[Cell]) -> Any:
    number = _number_read(cells)
    return int(number) if number.is_integer() else number  # the document refuses a fraction


def _value_read(cells: Sequence[Cell]) -> Any:
    """A number, a number as text or a formula with `=`; anything else is a bad amount."""
    cell = cells[0]
    if isinstance(cell, str) and cell.strip().startswith("="):
        return cell.strip()
    try:
        return _number_read(cells)
    except ValueError:
        raise BAD_AMOUNT.error(value=text_of(cell)[:60]) from None


def _value_write(value: Any) -> tuple[Cell, ...]:
    return (fitting(value) if isinstance(value, str) else number_cell(value),)


def _amount_read(cells: Sequence[Cell]) -> Any:
    number, formula = cells
    if is_empty(formula):
        return _value_read([number])
    if not is_empty(number):
        raise AMOUNT_AND_FORMULA.error()
    text = text_of(formula)
    return text if text.startswith("=") else f"={text}"


def _amount_write(value: Any) -> tuple[Cell, ...]:
    if isinstance(value, str):
        return None, fitting(value.removeprefix("=")) or fitting(value)
    return number_cell(value), None


def _phrase(text: str) -> dict[str, str]:
    return {"zh": text} if _HANZI.search(text) else {"en": text}


def _texts_read(cells: Sequence[Cell]) -> Any:
    first = text_of(cells[0])
    second = text_of(cells[1])
    if first and second:
        return {"zh": first, "en": second}
    return _phrase(first) if first else {"en": second}


def _texts_write(value: Any) -> tuple[Cell, ...]:
    zh, en = fitting(value.get("zh")), fitting(value.get("en"))
    if zh is None and en is not None and "zh" in _phrase(en):
        return None, en
    return (zh or en, en if zh else None)


def _flag_read(cells: Sequence[Cell]) -> Any:
    word = text_of(cells[0]).split("/")[0].strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise NOT_A_CHOICE.error(value=text_of(cells[0])[:60], known="是 / Yes, 否 / No")


def flag_label(value: bool) -> str:
    return "是 / Yes" if value else "否 / No"


def _date_read(cells: Sequence[Cell]) -> Any:
    return re.sub(r"[/.]", "-", text_of(cells[0]))


def _list_read(cells: Sequence[Cell]) -> Any:
    return [part.strip() for part in re.split(r"[;；\n]", text_of(cells[0])) if part.strip()]


def _list_write(value: Any) -> tuple[Cell, ...]:
    return (fitting("; ".join(value)),)


def _pairs_read(cells: Sequence[Cell], inner: Callable[[str], Any]) -> Any:
    pairs = {}
    for part in _list_read(cells):
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip() or name.strip() in pairs:
            raise NOT_A_PAIR.error(value=part[:60])
        pairs[name.strip()] = inner(value.strip())
    return pairs


def _pairs_write(value: Any, inner: Callable[[Any], str]) -> tuple[Cell, ...]:
    return (fitting("; ".join(f"{name} = {inner(item)}" for name, item in value.items())),)


def _shown_amount(value: Any) -> str:
    return value if isinstance(value, str) else text_of(value)


TEXT = Way(lambda value: (fitting(value),), _text_read)
NUMBER = Way(lambda value: (number_cell(value),), _number_read)
INTEGER = Way(lambda value: (number_cell(value),), _integer_read)
VALUE = Way(_value_write, _value_read)
AMOUNT = Way(_amount_write, _amount_read, width=2)
TEXTS = Way(_texts_write, _texts_read, width=2)
FLAG = Way(lambda value: (flag_label(value),), _flag_read)
DATE = Way(lambda value: (fitting(value),), _date_read)
LIST = Way(_list_write, _list_read)
CODES = Way(lambda value: _pairs_write(value, str), lambda cells: _pairs_read(cells, str))
AMOUNTS = Way(
    lambda value: _pairs_write(value, _shown_amount),
    lambda cells: _pairs_read(cells, lambda t: _value_read([t])),
)
SWAPS = Way(
    lambda value: _pairs_write(value, " + ".join),
    lambda cells: _pairs_read(cells, lambda t: [part.strip() for part in t.split(" + ")]),
)


def label(names: tuple[str, str]) -> str:
    """Both names as one header or choice: `用量 / Amount`."""
    return f"{names[0]} / {names[1]}"


def choice(names: Mapping[str, tuple[str, str]]) -> Way:
    """A way for codes shown as `制造 / Manufacturing`; the code or either name alone is read as well."""
    spellings: dict[str, set[str]] = {}
    for code, pair in names.items():
        for spelling in (code, *pair, label(pair)):
            spellings.setdefault(spelling.strip().casefold(), set()).add(code)

    def write(value: Any) -> tuple[Cell, ...]:
        shown = label(names[value]) if value in names else value
        alone = spellings.get(shown.casefold(), {value}) == {value}
        return (fitting(shown if alone else value),)

    def read(cells: Sequence[Cell]) -> Any:
        text = text_of(cells[0])
        if text in names:
            return text
        codes = spellings.get(text.casefold(), set())
        return next(iter(codes)) if len(codes) == 1 else text  # the document refuses what is unknown

    return Way(write, read)
