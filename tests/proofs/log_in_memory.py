"""A log in memory, as the tests of witnesses, monitors and their commands rewrite it."""

from __future__ import annotations

from pathlib import Path

from tanzuji.proofs import merkle, notes, tiles
from tanzuji.proofs.checkpoints import Head, sign_head
from tanzuji.proofs.signing import Ed25519Signer
from tanzuji.proofs.tiles import Tile
from tanzuji.proofs.witnessing import Asked

ORIGIN = "example.com/log"


class Log:
    """A log in memory that anybody may rewrite."""

    def __init__(self, entries: list[bytes], signer: Ed25519Signer | None = None) -> None:
        self.entries = entries
        self.signer = signer or Ed25519Signer.made()
        self.key = notes.key_of(ORIGIN, self.signer)

    def read(self, places: object) -> list[bytes]:
        nodes: dict[merkle.Place, bytes] = {}
        stack: list[tuple[int, bytes]] = []
        for index, entry in enumerate(self.entries):
            nodes[0, index] = merkle.leaf_hash(entry)
            nodes.update(merkle.push(stack, nodes[0, index]))
        return [nodes[place] for place in places]  # type: ignore[attr-defined]

    def checkpoint(self) -> str:
        size = len(self.entries)
        return str(sign_head(Head(ORIGIN, size, merkle.root_of(size, self.read)), [self.signer]))

    def prove(self, old: int) -> tuple[bytes, ...]:
        size = len(self.entries)
        return tuple(merkle.consistency_proof(old, size, self.read)) if old <= size else ()

    def ask(self, old: int) -> bytes:
        return str(Asked(old, self.prove(old), self.checkpoint())).encode()

    def write(self, folder: Path) -> None:
        for tile in tiles.tiles_of(len(self.entries)):
            path = folder / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.content(tile))
        (folder / "checkpoint").write_text(self.checkpoint(), "utf-8")

    def content(self, tile: Tile) -> bytes:
        if tile.level < 0:
            return tiles.bundle(self.entries[tile.begin : tile.begin + tile.width])
        return b"".join(self.read(tiles.places(tile)))


def entries(count: int, of: str = "entry") -> list[bytes]:
    return [f"{of} {number}".encode() for number in range(count)]
