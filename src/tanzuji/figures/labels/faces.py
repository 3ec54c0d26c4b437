"""The face labels are set in, and how wide its signs are: read from the font file itself, so that what is reckoned
here is what typst sets (kerning and spacing between scripts are off there)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

NAME = "Noto Sans SC"


class Face:
    """Advance widths of an OpenType font, in em; tables `cmap` (format 12), `hhea`, `hmtx`, `head`."""

    def __init__(self, path: Path) -> None:
        content = path.read_bytes()
        count = struct.unpack_from(">H", content, 4)[0]
        tables: dict[str, int] = {}
        for index in range(count):
            tag, _, offset, _ = struct.unpack_from(">4sLLL", content, 12 + 16 * index)
            tables[tag.decode("ascii")] = offset
        self._em = struct.unpack_from(">H", content, tables["head"] + 18)[0]
        metrics = struct.unpack_from(">H", content, tables["hhea"] + 34)[0]
        self._advances = struct.unpack_from(">" + "Hh" * metrics, content, tables["hmtx"])[::2]
        self._groups = _groups(content, tables["cmap"])
        self._starts = [group[0] for group in self._groups]

    def has(self, character: str) -> bool:
        return self._glyph(character) > 0

    def width(self, text: str, size: float = 1.0, tracking: float = 0.0) -> float:
        """How wide `text` is at `size`, in the unit of `size`; `tracking` is added after every sign."""
        return size * sum(self._advance(character) for character in text) + tracking * len(text)

    def _advance(self, character: str) -> float:
        glyph = self._glyph(character)
        return float(self._advances[min(glyph, len(self._advances) - 1)]) / float(self._em)

    def _glyph(self, character: str) -> int:
        """Its number in the font; 0 where the font has none."""
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return 0
        start, end, glyph = self._groups[place]
        return glyph + code - start if code <= end else 0


def _groups(content: bytes, table: int) -> list[tuple[int, int, int]]:
    """First and last code point and first glyph of every run, rising."""
    count = struct.unpack_from(">H", content, table + 2)[0]
    for index in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", content, table + 4 + 8 * index)
        if (platform, encoding) == (3, 10):
            number = struct.unpack_from(">L", content, table + offset + 12)[0]
            flat = struct.unpack_from(f">{3 * number}L", content, table + offset + 16)
            return list(zip(flat[::3], flat[1::3], flat[2::3], strict=True))
    raise ValueError("the font has no Unicode map of format 12")


@lru_cache(maxsize=1)
def face() -> Face:
    return Face(Path(pylopdf_fonts_zh_cn.sans_path()))


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The faces that travel with the package, and no others: equal labels give equal bytes on every machine."""
    folder = str(Path(pylopdf_fonts_zh_cn.sans_path()).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
