"""The log as files that anybody can read: tiles, entries, checkpoint, keys. Served here, or exported for a CDN."""

from __future__ import annotations

from pathlib import Path

from tanzuji.ledger import announcing, heads, keys, tree
from tanzuji.ledger.keys import KnownKey
from tanzuji.ledger.models import Leaf
from tanzuji.proofs import tiles
from tanzuji.proofs.tiles import Tile


def tile_bytes(tile: Tile) -> bytes | None:
    """The content of a file of the log; None for one beyond the newest checkpoint."""
    newest = heads.checkpoint()
    if newest is None or not tiles.fits(tile, newest.size):
        return None
    if tile.level < 0:
        chosen = Leaf.objects.filter(index__gte=tile.begin, index__lt=tile.begin + tile.width)
        return tiles.bundle([bytes(leaf) for leaf in chosen.order_by("index").values_list("leaf", flat=True)])
    return b"".join(tree.read(tiles.places(tile)))


def keys_text() -> str:
    """Every key that signs or signed the log, as vkey lines below a comment that says from when to when."""
    lines = [f"# {keys.origin()}"]
    for known in announcing.every_key(keys.LOG):
        until = known.retired_at.isoformat() if known.retired_at else ""
        lines += [f"# {known.made_at.isoformat()} – {until}", *key_lines(known)]
    return "\n".join(lines) + "\n"


def key_lines(known: KnownKey) -> list[str]:
    """A key as a line of a keys file and, where it ended, how far it counts: `#ended name+id entries retired` (or
    `lost`), which verify.py heeds and who knows nothing of it takes for a comment."""
    if known.end is None:
        return [known.vkey]
    how = "lost" if known.end.lost else "retired"
    return [known.vkey, f"#ended {known.name}+{known.key.id.hex()} {known.end.size} {how}"]


def export(folder: Path) -> int:
    """Write the log to a folder, of which only what is not there yet; how many files. The checkpoint comes last.

    Whoever reads in between finds every file that the checkpoint they see needs.
    """
    newest = heads.checkpoint()
    if newest is None:
        return 0
    written = 0
    for tile in tiles.tiles_of(newest.size):
        path = folder / tile.path
        if path.is_file() and path.stat().st_size:
            continue
        content = tile_bytes(tile)
        assert content is not None  # a checkpoint covers it, and checkpoints stay
        _write(path, content)
        written += 1
    _write(folder / "keys", keys_text().encode())
    _write(folder / "checkpoint", newest.text.encode())
    return written + 2


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
