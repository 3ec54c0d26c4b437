"""One canonical form a document, and its digest (RFC 8785, SHA-256)."""

from __future__ import annotations

import hashlib
from json.encoder import encode_basestring
from typing import Any

import rfc8785

from tanzuji.documents.base import Document
from tanzuji.documents.errors import define

NOT_CANONICAL = define(
    "document.not-canonical",
    zh="这份数据不能写成规范 JSON。",
    en="The data has no canonical JSON form.",
    remedy_zh="请去掉非有限数、超过 2^53 的整数和不成对的代理字符。",
    remedy_en="Remove non-finite numbers, integers beyond 2^53 and lone surrogates.",
)


def canonical_json(value: Document | Any) -> bytes:
    """The RFC 8785 form of a document or of plain data. Raises `document.not-canonical`."""
    plain = value.plain() if isinstance(value, Document) else value
    parts: list[str] = []
    try:
        _write(plain, parts)
        return "".join(parts).encode()
    except (_Unusual, TypeError, UnicodeEncodeError, RecursionError):
        pass  # what no document holds is for the reference implementation to write or to refuse
    try:
        return rfc8785.dumps(plain)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, ValueError) as error:
        raise NOT_CANONICAL.error() from error


class _Unusual(Exception):
    """A value that is not one of the types documents are made of, or a number beyond its domain."""


_LARGEST = 2**53 - 1


def _write(value: Any, parts: list[str]) -> None:
    """Append the canonical form of plain data; four times as fast as `rfc8785.dumps`, and a test holds them equal.

    Raises _Unusual, TypeError for a name that is no string.
    """
    kind = type(value)
    if kind is dict:
        _write_object(value, parts)
    elif kind is str:
        parts.append(encode_basestring(value))
    elif kind is list or kind is tuple:
        before = "["
        for item in value:
            parts.append(before)
            _write(item, parts)
            before = ","
        parts.append("]" if value else "[]")
    elif kind is float:
        parts.append(_number(value))
    elif kind is bool:
        parts.append("true" if value else "false")
    elif value is None:
        parts.append("null")
    elif kind is int and -_LARGEST <= value <= _LARGEST:
        parts.append(str(value))
    else:
        raise _Unusual


def _write_object(value: dict[str, Any], parts: list[str]) -> None:
    names = sorted(value)
    if not "".join(names).isascii():  # only then does the order of UTF-16 differ from that of characters
        names.sort(key=lambda name: name.encode("utf-16be"))
    before = "{"
    for name in names:
        item = value[name]
        if type(item) is str:  # most of them: one step less
            parts.append(f"{before}{encode_basestring(name)}:{encode_basestring(item)}")
        else:
            parts.append(f"{before}{encode_basestring(name)}:")
            _write(item, parts)
        before = ","
    parts.append("}" if value else "{}")


def _number(value: float) -> str:
    """A number as ECMAScript writes it. Python writes it alike, but for `.0`, exponents and −0."""
    text = repr(value)
    if text.endswith(".0"):
        return text[:-2] if value else "0"
    return text if text[-1].isdigit() and "e" not in text else _by_reference(value)


def _by_reference(value: float) -> str:
    try:
        return rfc8785.dumps(value).decode()
    except rfc8785.CanonicalizationError as error:
        raise _Unusual from error


def digest(value: Document | Any) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the canonical form."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def ten_digits(value: float) -> str:
    """A number at the 10 significant digits at which results are compared, e.g. `8.077812345e+02`."""
    return f"{value:.9e}" if value else "0"
