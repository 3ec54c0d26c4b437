"""What people type in a field, as the value the model keeps; and the value as text for the field."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

from tanzuji.documents.base import NOT_A_NUMBER
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.editing import ABSENT, Operation, Plain, Set, Unset
from tanzuji.documents.editing.places import find, read_place
from tanzuji.documents.errors import CodedError, define
from tanzuji.engine.formulas import parse
from tanzuji.footprints.pages.schema import Leaf, leaf_at
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

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_BETWEEN_IDS = re.compile(r"[\n;；]+")


def read(place: str, text: str) -> Any:
    """The plain value in a text typed at a place; None where it was left empty.

    Raises, with the place: what is no number, a formula that cannot be read, a text that is too long.
    """
    leaf = leaf_at(place)
    if leaf is None:
        raise NOT_A_FIELD.error(place, place=place[:200])
    text = text.strip() if leaf.kind != "text" else text.replace("\r\n", "\n").strip()
    limit = MAX_TEXT if leaf.kind in ("text", "ids", "amount") else MAX_LINE
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
    """The number in a text; a typographic minus is read as one. Raises `document.not-a-number`."""
    plain = text.replace("−", "-")
    value = float(plain) if _NUMBER.fullmatch(plain) else math.nan
    if not math.isfinite(value):
        raise NOT_A_NUMBER.error(value=text[:60])
    return value


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
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    return number(value) if isinstance(value, float | int) else str(value)


def posted_text(leaf: Leaf, place: str, value: Any) -> str:
    """The text that a form brings back for an untouched value."""
    return written(place, value if value is not None else leaf.default)


def operation(place: str, text: str, was: Any) -> Operation:
    """The edit that typing `text` at `place` stands for, by somebody who saw `was` (None for absent)."""
    value = read(place, text)
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
