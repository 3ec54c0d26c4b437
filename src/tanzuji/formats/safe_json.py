"""Strict reading of JSON from outside: one meaning for every document, bounded depth, finite numbers."""

from __future__ import annotations

import json
import math
import re
from itertools import accumulate
from typing import Any, NoReturn

from tanzuji.documents.errors import CodedError, define
from tanzuji.documents.refusals import Both

MAX_DEPTH = 200
MAX_BYTES = 64 * 1024**2
MAX_VALUES = 1_000_000  # 64 MB of `{},` would take 1.8 GB of memory

_REPAIR = ("请修正导出程序或文件。", "Correct the file or the program that wrote it.")

TOO_LARGE = define(
    "json.too-large",
    zh="文件有 {size} 字节，超过上限 {limit} 字节。",
    en="The file has {size} bytes; the limit is {limit} bytes.",
    remedy_zh="请拆成几个文件。",
    remedy_en="Split it into several files.",
)
TOO_MANY = define(
    "json.too-many-values",
    zh="文件里的值超过 {limit} 个。",
    en="The file holds more than {limit} values.",
    remedy_zh="请拆成几个文件。",
    remedy_en="Split it into several files.",
)
NOT_UTF8 = define(
    "json.not-utf8",
    zh="文件不是 UTF-8 编码（第 {position} 字节）。",
    en="The file is not UTF-8 (byte {position}).",
    remedy_zh="请另存为 UTF-8。",
    remedy_en="Save it as UTF-8.",
)
MALFORMED = define(
    "json.malformed",
    zh="不是合法的 JSON：第 {line} 行第 {column} 列，{detail}。",
    en="This is not valid JSON: line {line}, column {column}, {detail}.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
DUPLICATE_KEY = define(
    "json.duplicate-key",
    zh="同一个对象里“{key}”出现了两次。",
    en="“{key}” stands twice in one object.",
    remedy_zh="请只留一个。",
    remedy_en="Keep one of them.",
)
TOO_DEEP = define(
    "json.too-deep",
    zh="嵌套超过 {limit} 层。",
    en="It is nested more than {limit} levels deep.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
NOT_FINITE = define(
    "json.not-finite",
    zh="“{value}”不是有限的数。",
    en="“{value}” is not a finite number.",
    remedy_zh="请写有限的数；没有值就不写。",
    remedy_en="Write a finite number, or leave the value out.",
)
LONE_SURROGATE = define(
    "json.lone-surrogate",
    zh="文字里有不成对的代理字符（\\u{code}）。",
    en="A text holds half a surrogate pair (\\u{code}).",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)
NUL = define(
    "json.nul-character",
    zh="文字里有空字符（U+0000）。",
    en="A text holds the character U+0000.",
    remedy_zh=_REPAIR[0],
    remedy_en=_REPAIR[1],
)

_ELSEWHERE = Both("这里不能这样写", "this cannot stand here")
_FAULTS = {
    "Expecting property name enclosed in double quotes": Both(
        "这里应为双引号括起的键", "a key in double quotes is wanted"
    ),
    "Expecting value": Both("这里应有一个值", "a value is wanted"),
    "Expecting ':' delimiter": Both("键后面缺冒号", "a colon is missing after the key"),
    "Expecting ',' delimiter": Both("这里缺逗号或右括号", "a comma or closing bracket is missing"),
    "Illegal trailing comma before end of object": Both(
        "最后一项后面多了逗号", "a comma follows the last item"
    ),
    "Illegal trailing comma before end of array": Both(
        "最后一项后面多了逗号", "a comma follows the last item"
    ),
    "Unterminated string starting at": Both("文字缺右引号", "the closing quote of a text is missing"),
    "Invalid control character at": Both(
        "文字里有换行或控制字符", "a text holds a line break or control character"
    ),
    "Invalid \\escape": Both("反斜杠后面的写法不对", "the escape after the backslash is not known"),
    "Invalid \\uXXXX escape": Both("反斜杠后面的写法不对", "the escape after the backslash is not known"),
    "Extra data": Both("结束之后还有内容", "content follows the end"),
}
"""By what the standard library says, which is English only."""

_ESCAPED = re.compile(rb"\\u(?:0000|[dD][89abABcdefCDEF])")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


def read_json(data: bytes, place: str, *, max_values: int = MAX_VALUES) -> Any:
    """The value in `data`; `place` (a file or member name) is the path of every error. Raises `json.*`."""
    if len(data) > MAX_BYTES:
        raise TOO_LARGE.error(place, size=len(data), limit=MAX_BYTES)
    if _values(data, max_values) > max_values:
        raise TOO_MANY.error(place, limit=max_values)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NOT_UTF8.error(place, position=error.start) from error
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant
        )
    except CodedError as error:
        raise error.at(place) from error
    except RecursionError as error:
        raise TOO_DEEP.error(place, limit=MAX_DEPTH) from error
    except json.JSONDecodeError as error:
        raise MALFORMED.error(
            place, line=error.lineno, column=error.colno, detail=_fault(error.msg)
        ) from error
    if _depth(data) > MAX_DEPTH:
        raise TOO_DEEP.error(place, limit=MAX_DEPTH)
    if _ESCAPED.search(data):
        _check_characters(value, place)
    return value


def _fault(said: str) -> Both:
    return _FAULTS.get(said.removesuffix(": "), _ELSEWHERE)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DUPLICATE_KEY.error(key=key[:60])
            seen.add(key)
    return found


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NOT_FINITE.error(value=text[:40])
    return value


def _int(text: str) -> int | float:
    # Integers longer than a float can hold exactly are read as floats, and none may be infinite.
    return int(text) if len(text) <= 18 else _float(text)


def _constant(text: str) -> NoReturn:
    raise NOT_FINITE.error(value=text)


def _values(data: bytes, limit: int) -> int:
    """Commas and opened brackets outside of strings, at least the values of a JSON text less one; 0 well below."""
    if sum(map(data.count, (b",", b"[", b"{"))) <= limit:
        return 0
    return sum(map(_STRING.sub(b"", data).count, (b",", b"[", b"{")))


def _depth(data: bytes) -> int:
    """Deepest nesting of a valid JSON text, in time linear in its length."""
    if data.count(b"[") + data.count(b"{") <= MAX_DEPTH:
        return 0
    brackets = _STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _check_characters(value: Any, place: str) -> None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting.extend(item.keys())
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, str):
            if "\x00" in item:
                raise NUL.error(place)
            for character in item:
                if "\ud800" <= character <= "\udfff":
                    raise LONE_SURROGATE.error(place, code=f"{ord(character):04x}")
