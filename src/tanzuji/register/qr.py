"""QR codes as one path of runs of dark modules; the quiet zone is the page's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno


@dataclass(frozen=True, slots=True)
class Code:
    """Modules a side, and the path of the dark ones."""

    size: int
    path: str


@lru_cache(maxsize=1024)
def code_of(text: str) -> Code:
    """The QR code (ISO/IEC 18004, error correction M) of a text."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix]
    parts: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += x == start
    return Code(len(rows), "".join(parts))
