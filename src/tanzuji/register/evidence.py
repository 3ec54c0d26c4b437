"""How far the public log proves what a page says: the newest checkpoint, the entry, the witnesses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tanzuji.ledger import log
from tanzuji.proofs.notes import read_note


@dataclass(frozen=True, slots=True)
class Proven:
    """The newest checkpoint, the entry that tells the last act, and whether the one covers the other yet."""

    size: int
    at: datetime
    root: str
    witnesses: int
    index: int | None

    @property
    def covers(self) -> bool:
        return self.index is not None and self.index < self.size


def proven(index: int | None) -> Proven | None:
    """What the log proves of an entry now; None before the first checkpoint."""
    newest = log.checkpoint()
    if newest is None:
        return None
    others = {line.name for line in read_note(newest.text).lines} - {newest.origin}
    return Proven(newest.size, newest.at, newest.root.hex(), len(others), index)
