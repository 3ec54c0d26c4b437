"""Where a process takes place: codes of ISO 3166, also where a publisher has codes of its own."""

from __future__ import annotations

import re

# TianGong writes place, province and country from the inside out, provinces by their pinyin: ZG-SC-CN, NMG-CN.
_INSIDE_OUT = re.compile(r"(?:[A-Z]{1,4}-)?([A-Z]{2,4})-CN")
_PROVINCES = {
    "AH": "AH", "BJ": "BJ", "CQ": "CQ", "FJ": "FJ", "GD": "GD", "GS": "GS", "GX": "GX", "GZ": "GZ", "HAIN": "HI",
    "HEB": "HE", "HEN": "HA", "HLJ": "HL", "HUB": "HB", "HUN": "HN", "JL": "JL", "JS": "JS", "JX": "JX", "LN": "LN",
    "NMG": "NM", "NX": "NX", "QH": "QH", "SAX": "SN", "SC": "SC", "SD": "SD", "SH": "SH", "SX": "SX", "TJ": "TJ",
    "XJ": "XJ", "XZ": "XZ", "YN": "YN", "ZJ": "ZJ",
}  # fmt: skip


def place_code(stated: str) -> tuple[str, bool]:
    """The code of a place, and whether a town within a Chinese province was left out of it."""
    if stated == "NULL":  # the lists of locations have this for none
        return "", False
    found = _INSIDE_OUT.fullmatch(stated)
    if found is None or found.group(1) not in _PROVINCES:
        return stated, False
    return f"CN-{_PROVINCES[found.group(1)]}", stated.count("-") > 1
