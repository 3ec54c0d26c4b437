"""A monitor of a log: reads it as anybody can, over HTTP or from a folder, and holds it against what it saw before.

It needs nothing from the log's operator but the address and the public key. Every new entry is read, the tree is
reckoned from the entries themselves, and a log that shrank or changed its past is found with the proof of it kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tanzuji.documents.text import Text
from tanzuji.proofs import merkle, tiles
from tanzuji.proofs.checkpoints import Head, read_checkpoint, read_head
from tanzuji.proofs.fetching import ask
from tanzuji.proofs.notes import Key, read_note
from tanzuji.proofs.refusals import BAD_PROOF, FORKED, UNREACHABLE
from tanzuji.proofs.tiles import Tile

Get = Callable[[str], bytes]
"""The file of a log at a path as `checkpoint`, `tile/0/000`."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a monitor knows after it looked: the checkpoint and the peaks of the tree it has reckoned."""

    checkpoint: str
    stack: tuple[tuple[int, bytes], ...] = ()

    @property
    def head(self) -> Head:
        return read_head(read_note(self.checkpoint))


def at_address(address: str) -> Get:
    """A log at `http(s)://host/log`. Raises `log.unreachable`."""

    def get(path: str) -> bytes:
        url = f"{address.rstrip('/')}/{path}"
        status, body = ask(url)
        if status != 200:
            raise UNREACHABLE.error(address=url, detail=str(status))
        return body

    return get


def in_folder(folder: Path) -> Get:
    """A log as exported files. Raises `log.unreachable`."""

    def get(path: str) -> bytes:
        try:
            return (folder / path).read_bytes()
        except OSError as error:
            raise UNREACHABLE.error(address=str(folder / path), detail=str(error.strerror)) from None

    return get


def source(where: str) -> Get:
    """A log at an address, or in a folder."""
    return at_address(where) if where.startswith(("http://", "https://")) else in_folder(Path(where))


def watch(
    get: Get, keys: Iterable[Key], before: Seen | None, told: Callable[[int, bytes], None] | None = None
) -> Seen:
    """Read what is new since `before` and check all of it; `told` gets every new entry with its index.

    Raises `log.not-signed`, `log.other-origin`, `log.forked` where the log shrank or changed its past, `log.bad-proof`
    where tiles or entries do not make the root that was signed, and `log.unreachable`.
    """
    raw = get("checkpoint")
    head, _ = read_checkpoint(raw, keys, before.head.origin if before else "")
    old = before.head if before else Head(head.origin, 0, merkle.EMPTY_ROOT)
    if head.size < old.size or (head.size == old.size and head.root != old.root):
        raise FORKED.error(signed=old.size, size=head.size, detail=_past())
    if old.size:
        _check_past(get, old, head)
    stack = list(before.stack) if before else []
    for index, entry in entries(get, old.size, head.size):
        merkle.push(stack, merkle.leaf_hash(entry))
        if told is not None:
            told(index, entry)
    if merkle.folded([value for _, value in stack]) != head.root:
        raise BAD_PROOF.error(index=old.size, size=head.size)
    return Seen(raw.decode(), tuple(stack))


def _check_past(get: Get, old: Head, head: Head) -> None:
    """The tiles prove that the new tree begins with the old one."""
    read = tiles.reading(head.size, lambda tile: get(tile.path))
    if merkle.root_of(head.size, read) != head.root:
        raise BAD_PROOF.error(index=old.size, size=head.size)
    proof = merkle.consistency_proof(old.size, head.size, read)
    try:
        merkle.check_consistency(old.size, old.root, head.size, head.root, proof)
    except ValueError:
        raise FORKED.error(signed=old.size, size=head.size, detail=_past()) from None


def entries(get: Get, begin: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The entries from `begin` to `end` with their indices. Raises `log.bad-form`, `log.unreachable`."""
    for number in range(begin // tiles.WIDTH, -(-end // tiles.WIDTH)):
        first = number * tiles.WIDTH
        tile = Tile(-1, number, min(tiles.WIDTH, end - first))
        for index, entry in enumerate(tiles.read_bundle(get(tile.path), tile.width), first):
            if index >= begin:
                yield index, entry


def kept(path: Path) -> Seen | None:
    """What a monitor wrote down; None where it has not looked yet."""
    if not path.is_file():
        return None
    found = json.loads(path.read_text("utf-8"))
    stack = tuple((level, bytes.fromhex(value)) for level, value in found["stack"])
    return Seen(found["checkpoint"], stack)


def keep(path: Path, seen: Seen) -> None:
    """Write down what was seen; the file is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    stack = [[level, value.hex()] for level, value in seen.stack]
    part.write_text(json.dumps({"checkpoint": seen.checkpoint, "stack": stack}), "utf-8")
    part.replace(path)


def _past() -> Text:
    return Text(zh="，历史被改", en=", whose past was changed")
