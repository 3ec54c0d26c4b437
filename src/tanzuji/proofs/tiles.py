"""A log as static files (C2SP tlog-tiles): 256 hashes or entries a file, whose content never changes once it is full.

Level 0 holds the hashes of leaves, level 1 the roots of full tiles of level 0, and so on. The hash at (tile level l,
position p) is the complete node (8·l, p) of `merkle`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tanzuji.documents.text import Text
from tanzuji.proofs.merkle import Place, Read, node_hash
from tanzuji.proofs.refusals import BAD_FORM

WIDTH = 256
HEIGHT = 8
MAX_ENTRY = 65_535
TILE = Text(zh="日志分块", en="tile of a log")

Fetch = Callable[["Tile"], bytes]
"""The content of a tile of hashes."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A file of a log: its level (-1: entries), number, and how many hashes or entries it holds."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """`tile/0/x001/x234/067`, with `.p/<width>` where it is not full."""
        digits = f"{self.number:03d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[i : i + 3] for i in range(0, len(digits), 3)]
        number = "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])
        level = "entries" if self.level < 0 else str(self.level)
        return f"tile/{level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @property
    def begin(self) -> int:
        """The position of its first hash within the level, for entries the index of the first."""
        return self.number * WIDTH


_PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


def read_path(path: str) -> Tile:
    """The tile of a path in its one canonical form. Raises `log.bad-form`."""
    match = _PATH.fullmatch(path)
    if match and len(match[2]) <= 40:
        level = -1 if match[1] == "entries" else int(match[1])
        number = int(match[2].replace("x", "").replace("/", ""))
        tile = Tile(level, number, int(match[3]) if match[3] else WIDTH)
        if level < HEIGHT and tile.path == path:
            return tile
    raise BAD_FORM.error(what=TILE, detail=Text(zh="路径有误", en="its path is malformed"))


def tiles_of(size: int, before: int = 0) -> Iterator[Tile]:
    """Every file of a log of that size that one of size `before` had not, entries first."""
    yield from (Tile(-1, tile.number, tile.width) for tile in _level(0, size, before))
    level = 0
    while size >> (HEIGHT * level):
        yield from _level(level, size >> (HEIGHT * level), before >> (HEIGHT * level))
        level += 1


def _level(level: int, count: int, before: int) -> Iterator[Tile]:
    for number in range(before // WIDTH, count // WIDTH):
        yield Tile(level, number)
    if count % WIDTH and count > before:
        yield Tile(level, count // WIDTH, count % WIDTH)


def places(tile: Tile) -> list[Place]:
    """The complete nodes a tile of hashes is made of."""
    return [(HEIGHT * tile.level, tile.begin + i) for i in range(tile.width)]


def fits(tile: Tile, size: int) -> bool:
    """Whether a log of that size has the tile, full or as wide as it asks."""
    return tile.begin + tile.width <= size >> (HEIGHT * max(tile.level, 0))


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as a file: each after its length in two bytes, big-endian."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(data: bytes, width: int) -> list[bytes]:
    """The entries of a file that holds `width` of them. Raises `log.bad-form`."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(entries) < width:
        length = int.from_bytes(data[at : at + 2], "big")
        entries.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(entries) != width:
        raise BAD_FORM.error(what=TILE, detail=Text(zh="条目长度有误", en="its entries are cut off"))
    return entries


def reading(size: int, fetch: Fetch) -> Read:
    """How `merkle` reads the nodes of a log of that size from its tiles; every tile is fetched once."""
    fetched: dict[tuple[int, int], bytes] = {}

    def hashes(level: int, number: int) -> bytes:
        if (level, number) not in fetched:
            width = min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH)
            tile = Tile(level, number, width)
            data = fetch(tile) if width > 0 else b""
            if len(data) != 32 * width or not data:
                raise BAD_FORM.error(what=TILE, detail=Text(zh="长度有误", en="its length is wrong"))
            fetched[level, number] = data
        return fetched[level, number]

    def one(place: Place) -> bytes:
        level, position = place
        tile_level, above = divmod(level, HEIGHT)
        first = position << above
        data = hashes(tile_level, first // WIDTH)
        at = first % WIDTH
        row = [data[32 * i : 32 * i + 32] for i in range(at, at + (1 << above))]
        while len(row) > 1:
            row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
        if len(row[0]) != 32:
            raise BAD_FORM.error(what=TILE, detail=Text(zh="分块不够宽", en="it is not wide enough"))
        return row[0]

    return lambda places: [one(place) for place in places]
