"""One canonical form a document, and its digest (RFC 8785, SHA-256)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from tanzuji.documents.base import Document
from tanzuji.documents.errors import define

NOT_CANONICAL = define(
    "document.not-canonical",
    zh="这份数据不能写成规范 JSON（{detail}）。",
    en="The data has no canonical JSON form ({detail}).",
    remedy_zh="请去掉非有限数、超过 2^53 的整数和不成对的代理字符。",
    remedy_en="Remove non-finite numbers, integers beyond 2^53 and lone surrogates.",
)


def canonical_json(value: Document | Any) -> bytes:
    """The RFC 8785 form of a document or of plain data. Raises `document.not-canonical`."""
    plain = value.plain() if isinstance(value, Document) else value
    try:
        return rfc8785.dumps(plain)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, ValueError) as error:
        raise NOT_CANONICAL.error(detail=str(error)) from error


def digest(value: Document | Any) -> str:
    """`sha256:` and the hexadecimal SHA-256 of the canonical form."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def ten_digits(value: float) -> str:
    """A number at the 10 significant digits at which results are compared, e.g. `8.077812345e+02`."""
    return f"{value:.9e}" if value else "0"
