"""Numbers as people and programs write them in tables: full-width digits, thousands, decimal commas, a unit behind."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

Decimal = Literal[".", ","]

_MINUS = str.maketrans({"−": "-", "–": "-", "－": "-", "‐": "-", "‑": "-", "＋": "+"})
_BLANK = re.compile(r"[\s\u00a0\u2009\u202f\u3000]+")
_NUMBER = re.compile(r"[-+]?(?:\d[\d.,'’ ]*|[.,]\d+)(?:[eE][-+]?\d+)?")
_TIMES_TEN = re.compile(r"\s*[×xX*·]\s*10\s*\^?\s*\(?([-+]?\d{1,3})\)?")
_GROUPED = {
    ".": re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?"),
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?"),
}
_PLAIN = {
    ".": re.compile(r"[-+]?(\d+\.?\d*|\.\d+)"),
    ",": re.compile(r"[-+]?(\d+,?\d*|,\d+)"),
}
NOTHING = {
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "n/a",
    "na",
    "n.a.",
    "nd",
    "n.d.",
    ".",
    "…",
    "空",
}
"""What people write into a cell to say that there is no number."""


def tidy(text: str) -> str:
    """A text with full-width signs narrowed, superscripts as digits, one kind of minus and single blanks."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text.translate(_MINUS)).translate(_MINUS)).strip()


def is_nothing(text: str) -> bool:
    return tidy(text).casefold() in NOTHING


def split_number(text: str, decimal: Decimal) -> tuple[float, str] | None:
    """The number a text begins with and what stands behind it (a unit, or nothing); None where none can be read."""
    plain = tidy(text).removeprefix("'")
    found = _NUMBER.match(plain)
    if found is None:
        return None
    number = found.group().rstrip(" '’")
    rest = plain[len(number) :]
    exponent = 0
    power = _TIMES_TEN.match(rest)
    if power:
        exponent, rest = int(power.group(1)), rest[power.end() :]
    value = _value(number, decimal)
    if value is None:
        return None
    value = value * 10.0**exponent if exponent >= 0 else value / 10.0**-exponent
    return (value, rest.strip()) if math.isfinite(value) else None


def _value(number: str, decimal: Decimal) -> float | None:
    mantissa, _, power = re.sub(r"[ '’]", "", number).replace("E", "e").partition("e")
    other = "," if decimal == "." else "."
    if _GROUPED[decimal].fullmatch(mantissa):
        mantissa = mantissa.replace(other, "")
    elif not _PLAIN[decimal].fullmatch(mantissa):
        return None
    return float(mantissa.replace(",", ".") + (f"e{power}" if power else ""))


def decimal_sign(texts: Iterable[str]) -> tuple[Decimal | None, str, str]:
    """The decimal sign of a table's numbers, and where it cannot be told the texts that leave it open.

    `(".", "", "")` where nothing speaks against it; `(None, text, "")` where a comma may be either; `(None, one, other)`
    where both signs are used.
    """
    evidence: dict[str, str] = {}
    unclear = ""
    for text in texts:
        found = _NUMBER.match(tidy(text).removeprefix("'"))
        number = found.group().strip() if found else ""
        sign = _sign(number)
        if sign == "?":
            unclear = unclear or text
        elif sign:
            evidence.setdefault(sign, text)
    if len(evidence) == 2:
        return None, evidence["."], evidence[","]
    if evidence:
        return ("," if "," in evidence else "."), "", ""
    return (None, unclear, "") if unclear else (".", "", "")


def _sign(number: str) -> str:
    """What a number says of the decimal sign: `.`, `,`, `?` for a comma that may be either, or nothing."""
    dot, comma = number.rfind("."), number.rfind(",")
    if dot >= 0 and comma >= 0:
        return "." if dot > comma else ","
    if comma >= 0:
        grouped = re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", number)
        if grouped is None:
            return ","
        return "." if number.count(",") > 1 else "?"
    if dot >= 0:
        return (
            ","
            if number.count(".") > 1
            else ("." if not re.fullmatch(r"[-+]?[1-9]\d{0,2}\.\d{3}", number) else "")
        )
    return ""
