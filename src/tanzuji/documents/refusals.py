"""What a field asks for, in both languages, where pydantic says it in English only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.errors import Language
from tanzuji.documents.names import choice_names, named


@dataclass(frozen=True, slots=True)
class Both:
    """A word or clause inside of a message, in both languages."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


_NUMBER = Both("应为数", "a number is wanted")
_TEXT = Both("应为文字", "a text is wanted")
_WHOLE = Both("应为整数", "a whole number is wanted")
_YES_NO = Both("应为 true（是）或 false（否）", "true or false is wanted")
_DATE = Both("应为如 2024-01-31 的日期", "a date such as 2024-01-31 is wanted")
_MOMENT = Both("应为如 2024-01-31T08:00:00Z 的时刻", "a moment such as 2024-01-31T08:00:00Z is wanted")
_LIST = Both("应为一列值", "a list is wanted")
_GROUP = Both("应为一组“键: 值”", "a group of “key: value” is wanted")
_OTHER = Both("格式不对", "it has another form")

_WANTED: dict[str, Both] = {
    "greater_than": Both("应大于 {gt}", "it must be greater than {gt}"),
    "greater_than_equal": Both("不能小于 {ge}", "it must be at least {ge}"),
    "less_than": Both("应小于 {lt}", "it must be less than {lt}"),
    "less_than_equal": Both("不能大于 {le}", "it must be at most {le}"),
    "multiple_of": Both("应为 {multiple_of} 的整数倍", "it must be a multiple of {multiple_of}"),
    "string_too_short": Both("至少 {min_length} 个字符", "at least {min_length} character(s)"),
    "string_too_long": Both("最多 {max_length} 个字符", "at most {max_length} character(s)"),
    "too_short": Both("至少 {min_length} 项", "at least {min_length} item(s)"),
    "too_long": Both("最多 {max_length} 项", "at most {max_length} item(s)"),
    "string_pattern_mismatch": Both("应符合 {pattern}", "it must match {pattern}"),
    "string_unicode": Both("文字里有无法编码的字符", "the text holds characters that cannot be encoded"),
    "string_type": _TEXT,
    "string_sub_type": _TEXT,
    "int_from_float": _WHOLE,
    "int_parsing_size": Both("数字太长", "the number is too long"),
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "none_required": Both("应留空", "it must be left empty"),
    "uuid_type": Both("应为 UUID", "a UUID is wanted"),
    "uuid_parsing": Both("应为 UUID", "a UUID is wanted"),
    "json_invalid": Both("应为 JSON", "JSON is wanted"),
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
}
"""By the kind of pydantic's error; braces take its context."""

_WANTED_BY_BEGINNING: tuple[tuple[str, Both], ...] = (
    ("datetime", _MOMENT),
    ("date", _DATE),
    ("list", _LIST),
    ("tuple", _LIST),
    ("set", _LIST),
    ("frozen_set", _LIST),
    ("iterable", _LIST),
    ("dict", _GROUP),
    ("mapping", _GROUP),
    ("model", _GROUP),
    ("dataclass", _GROUP),
    ("float", _NUMBER),
    ("int", _WHOLE),
)


def wanted(kind: str, context: Mapping[str, Any]) -> Both:
    """What a field asks for, by the kind of pydantic's error and its context: “应大于 0”."""
    found = _WANTED.get(kind)
    if found is None:
        by_beginning = (words for start, words in _WANTED_BY_BEGINNING if kind.startswith(f"{start}_"))
        return next(by_beginning, _OTHER)
    told = {name: _number(value) for name, value in context.items()}
    try:
        return Both(found.zh.format_map(told), found.en.format_map(told))
    except KeyError:
        return _OTHER


def _number(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def field_words(fields: Sequence[str]) -> Both:
    """What the last of a path of fields is called; its code name where it has no other."""
    return Both(*named(fields))


def choices(fields: Sequence[str], expected: str) -> Both:
    """The values of pydantic's `'cutoff', 'substitution' or 'cff'`, each with its name where it has one."""
    values = expected.split("'")[1::2] or [expected]
    names = choice_names(fields)
    zh = [f"{value}（{names[value][0]}）" if _has_name(value, names) else value for value in values]
    en = [f"{value} ({names[value][1]})" if _has_name(value, names) else value for value in values]
    return Both("、".join(zh), ", ".join(en))


def _has_name(value: str, names: Mapping[str, tuple[str, str]]) -> bool:
    return value in names and value not in names[value]


def shown(value: object) -> str | Both:
    """A refused value as a sentence may quote it: a text cut short, a list or group by what it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return Both("空", "nothing")
    if isinstance(value, Mapping):
        return Both("一组键和值", "a group of keys")
    if isinstance(value, list | tuple | set | frozenset):
        return Both("一列值", "a list")
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def close_ones(names: Sequence[str]) -> Both:
    """A sentence that offers names like the one that was not found."""
    if not names:
        return Both("也没有相近的。", "Nothing is close to it.")
    return Both(f"相近的有：{'、'.join(names)}。", f"Close ones: {', '.join(names)}.")
