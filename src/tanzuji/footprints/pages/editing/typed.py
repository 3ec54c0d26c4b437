"""What people type in a field, as the value the model keeps; and the value as text for the field."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from tanzuji.documents.base import NOT_A_NUMBER
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.editing import ABSENT, Operation, Plain, Set, Unset
from tanzuji.documents.editing.places import find, read_place
from tanzuji.documents.errors import CodedError, define
from tanzuji.engine.formulas import parse
from tanzuji.footprints.pages.schema import Leaf, leaf_at
from tanzuji.footprints.pages.wording import UNITS
from tanzuji.web.numerals import number

MAX_TEXT = 10_000
MAX_LINE = 500

TOO_LONG = define(
    "footprints.text-too-long",
    zh="这里写了 {length} 字，最多 {limit} 字。",
    en="There are {length} characters here; {limit} is the most.",
    remedy_zh="请写得短些；长文请作附件，在出处里写明。",
    remedy_en="Shorten it; keep long texts in a file and name it under the source.",
)
NOT_A_FIELD = define(
    "footprints.not-a-field",
    zh="“{place}”不是可以填写的一项。",
    en="“{place}” is not a field that can be filled in.",
    remedy_zh="请刷新页面后再改。",
    remedy_en="Load the page again.",
)
NOT_A_DATE = define(
    "footprints.not-a-date",
    zh="“{value}”不是日期。",
    en="“{value}” is not a date.",
    remedy_zh="请写成如 2025-12-31。",
    remedy_en="Write it as 2025-12-31.",
)
NOT_YES_OR_NO = define(
    "footprints.not-yes-or-no",
    zh="“{value}”既不是“是”也不是“否”。",
    en="“{value}” is neither yes nor no.",
    remedy_zh="请从列表里选。",
    remedy_en="Choose from the list.",
)

AMBIGUOUS = define(
    "footprints.ambiguous-comma",
    zh="“{value}”里的逗号可能是千位分隔，也可能是小数点。",
    en="The comma in “{value}” may part thousands or be a decimal comma.",
    remedy_zh="请写成 {thousands} 或 {decimal}。",
    remedy_en="Write {thousands} or {decimal}.",
)
OTHER_UNIT = define(
    "footprints.other-unit",
    zh="“{value}”带着单位 {unit}，这里的单位是 {here}。",
    en="“{value}” comes with the unit {unit}; the unit here is {here}.",
    remedy_zh="请先改单位，或换算后只写数。",
    remedy_en="Change the unit first, or convert the number and write it alone.",
)

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_PARTED = re.compile(r"([+-]?[0-9]{1,3})((?:[ ,][0-9]{3})+)((?:\.[0-9]*)?)")
"""Digits in threes, parted by spaces or commas."""
_WITH_UNIT = re.compile(r"([+-]?[0-9.][0-9., ]*(?:[eE][+-]?[0-9]{1,4})?) ?([^0-9., =+-].*)")
_SIGNS = str.maketrans({"−": "-", "－": "-", "，": ",", "．": ".", "。": "."})
_BETWEEN_IDS = re.compile(r"[\n;；]+")


def read(place: str, text: str) -> Any:
    """The plain value in a text typed at a place; None where it was left empty.

    Raises, with the place: what is no number, a formula that cannot be read, a text that is too long.
    """
    leaf = leaf_at(place)
    if leaf is None:
        raise NOT_A_FIELD.error(place, place=place[:200])
    text = text.strip() if leaf.kind != "text" else text.replace("\r\n", "\n").strip()
    limit = MAX_TEXT if leaf.kind in ("text", "ids", "numbers", "amount") else MAX_LINE
    if len(text) > limit:
        raise TOO_LONG.error(place, length=len(text), limit=limit)
    if not text:
        return None
    try:
        return _value(leaf, text)
    except CodedError as error:
        raise error if error.problems[0].path else error.at(place) from error


def _value(leaf: Leaf, text: str) -> Any:
    match leaf.kind:
        case "amount":
            return _amount(text)
        case "number":
            return _number(text)
        case "numbers":
            return [_number(part) for part in _BETWEEN_IDS.split(text) if part.strip()]
        case "whole":
            value = _number(text)
            if value != int(value):
                raise NOT_A_NUMBER.error(value=text[:60])
            return int(value)
        case "truth":
            if text not in ("true", "false"):
                raise NOT_YES_OR_NO.error(value=text[:60])
            return text == "true"
        case "date":
            return _day(text)
        case "ids":
            return [part.strip() for part in _BETWEEN_IDS.split(text) if part.strip()]
        case _:
            return text


def _amount(text: str) -> float | str:
    if not text.startswith("="):
        return _number(text)
    formula = parse(text)
    if not formula.names:
        formula.evaluate()  # a bomb such as =9**9**9 shows here and not in everybody's result
    return text


def _number(text: str) -> float:
    """The number in a text, as people type and paste it: full-width digits, a typographic minus, spaces between
    thousands. Raises `document.not-a-number`, and `footprints.ambiguous-comma` for what may be either of two.
    """
    plain = _narrow(text)
    if _NUMBER.fullmatch(plain) is None and (parted := _PARTED.fullmatch(plain)):
        whole, rest, fraction = parted.groups()
        if rest.count(",") == 1 and len(rest) == 4 and not fraction:
            joined = (whole + rest).replace(",", ".")
            raise AMBIGUOUS.error(value=text[:60], thousands=whole + rest[1:], decimal=joined)
        if len(set(rest) - set("0123456789")) == 1:  # one sign between all the threes
            plain = whole + rest.replace(" ", "").replace(",", "") + fraction
    value = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    if not math.isfinite(value):
        raise NOT_A_NUMBER.error(value=text[:60])
    return value


def _narrow(text: str) -> str:
    """A text with digits and signs of ASCII, and spaces of whichever width as one."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace("−", "-").split())


def without_unit(place: str, text: str, unit_of: Callable[[str], str]) -> str:
    """The text of an amount without the unit typed after it, where that is the unit of its line.

    `unit_of(place)` tells the unit at a place. Raises `footprints.other-unit` where it is another.
    """
    leaf = leaf_at(place)
    if leaf is None or leaf.kind != "amount" or not (found := _WITH_UNIT.fullmatch(_narrow(text))):
        return text
    beside = f"{place}_unit" if place.endswith(("mass", "distance")) else f"{place.rpartition('.')[0]}.unit"
    if leaf_at(beside) is None:
        return text
    amount, unit = found.groups()
    here = unit_of(beside)
    if _same_unit(unit, here):
        return amount
    if _NUMBER.fullmatch(amount.strip()) and unit in UNITS:
        raise OTHER_UNIT.error(place, value=text[:60], unit=unit[:30], here=here)
    return text


def _same_unit(a: str, b: str) -> bool:
    """Whether two spellings are one unit; case counts, for `MJ` is not `mJ`."""
    return _narrow(a).replace(" ", "") == _narrow(b).replace(" ", "") != ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NOT_A_DATE.error(value=text[:60]) from None


def written(place: str, value: Any) -> str:
    """A plain value as the text of its field; empty for an absent one."""
    if value is None or value is ABSENT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and value and all(isinstance(part, float | int) for part in value):
        return "; ".join(map(number, value))
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    return number(value) if isinstance(value, float | int) else str(value)


def posted_text(leaf: Leaf, place: str, value: Any) -> str:
    """The text that a form brings back for an untouched value."""
    return written(place, value if value is not None else leaf.default)


def operation(place: str, text: str, was: Any, unit_of: Callable[[str], str] = lambda place: "") -> Operation:
    """The edit that typing `text` at `place` stands for, by somebody who saw `was` (None for absent).

    `unit_of(place)` tells the unit at a place of the draft, asked for where an amount comes with one.
    """
    value = read(place, without_unit(place, text, unit_of))
    if value is None:
        alone = place.endswith((".zh", ".en"))  # a text without any words is no text
        return Unset(place=place, was=was, prune=1 if alone else 0)
    return Set(place=place, value=value, was=was)


def seen(plain: Plain, place: str) -> Any:
    """What stands at a place, None where nothing does."""
    value = find(plain, read_place(place))[1]
    return None if value is ABSENT else value


def as_seen(value: Any) -> str:
    """A value as the page carries it, to be sent back with an edit."""
    return canonical_json(value).decode() if value is not None else "null"
