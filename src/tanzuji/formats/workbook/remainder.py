"""What no column carries, as JSON in parts that fit a cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tanzuji.formats.workbook.cells import UNFIT

CHUNK = 15_000  # characters of JSON a cell


def json_text(value: Any) -> str:
    """JSON that a cell carries unchanged: what XML or Excel would alter is escaped."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    if UNFIT.search(text):
        text = json.dumps(value, ensure_ascii=True, allow_nan=False)
        text = re.sub(r"\x7f", r"\\u007f", text)
        text = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", r"\\u005f", text)
    return text


def cell_parts(text: str) -> Iterator[str]:
    """Parts that fit a cell and neither start nor end with a blank, which spreadsheets like to drop."""
    while len(text) > CHUNK:
        cut = CHUNK
        while cut > 1 and (text[cut - 1].isspace() or text[cut].isspace()):
            cut -= 1
        yield text[:cut]
        text = text[cut:]
    yield text
