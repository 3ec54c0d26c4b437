"""The transparency log: official acts, one after another, in a tree whose every checkpoint is signed.

`append` is called inside the transaction of the act itself, so neither is there without the other. An entry is never
changed or taken back; what corrects it is a later entry.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tanzuji.documents.canonical import canonical_json
from tanzuji.ledger import heads, tree
from tanzuji.ledger.heads import Checkpoint, checkpoint, checkpoint_for, sign_now
from tanzuji.ledger.kinds import kinds
from tanzuji.ledger.models import Leaf, Node
from tanzuji.proofs import leaves, merkle
from tanzuji.proofs.refusals import NOT_IN_TREE
from tanzuji.proofs.tlog_proof import LogProof

__all__ = [
    "Checkpoint",
    "Entry",
    "append",
    "at",
    "checkpoint",
    "entries",
    "entry",
    "latest",
    "proof",
    "sign_now",
    "size",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its index, the public bytes, their hash, the salt (empty where all is public), what was logged and what
    it is about (`subject` and `subject_id` are of this installation and stand in no public bytes)."""

    index: int
    leaf: bytes
    leaf_hash: bytes
    salt: bytes
    at: datetime
    kind: str
    payload: dict[str, Any]
    subject: str
    subject_id: str

    @property
    def confidential(self) -> bool:
        """Whether only a salted digest of it is public."""
        return bool(self.salt)


def append(
    kind: str,
    payload: Mapping[str, Any],
    *,
    subject: str,
    subject_id: object,
    confidential: bool = False,
) -> Entry:
    """Add an entry within the caller's transaction; on PostgreSQL others that append wait until it ends, so do it late.

    `subject`, `subject_id`: what it is about, to find it again (`entries`). Payloads hold no floats. Confidential ones
    are public as a salted digest only. Raises `log.float`, `log.entry-too-large`, `document.not-canonical`.
    """
    if kind not in kinds():
        raise ValueError(f"kind of entry {kind!r} is not declared")
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is added within the transaction of what it records")
    salt = secrets.token_bytes(leaves.SALT) if confidential else b""
    public = leaves.salted_leaf(kind, payload, salt) if confidential else leaves.leaf(kind, payload)
    tree.take_turn(tree.APPENDING)
    row = Leaf(
        index=tree.size(),
        at=timezone.now(),
        kind=kind,
        subject=subject,
        subject_id=str(subject_id),
        leaf=public,
        leaf_hash=merkle.leaf_hash(public),
        payload=canonical_json(dict(payload)).decode() if confidential else "",
        salt=salt,
    )
    row.seal = tree.seal(row)
    row.save(force_insert=True)
    _complete(row.index, bytes(row.leaf_hash))
    transaction.on_commit(heads.sign_soon, robust=True)
    return _entry(row)


def _complete(index: int, leaf_hash: bytes) -> None:
    """Keep the inner nodes that the new entry completes: one on average."""
    made = list(merkle.completed(index))
    if not made:
        return
    lefts = tree.read([(level - 1, 2 * position) for level, position in made])
    nodes, found = [], leaf_hash
    for place, left in zip(made, lefts, strict=True):
        found = merkle.node_hash(left, found)
        nodes.append(Node(place=tree.place_number(place), hash=found))
    Node.objects.bulk_create(nodes)


def size() -> int:
    """How many entries there are, signed or not yet."""
    return tree.size()


def entry(index: int) -> Entry:
    """One entry. Raises `log.not-in-tree`."""
    row = Leaf.objects.filter(index=index).first()
    if row is None:
        raise NOT_IN_TREE.error(index=index, size=tree.size())
    return _entry(row)


def entries(subject: str, subject_id: object) -> list[Entry]:
    """Every entry about one thing, oldest first."""
    return _entries(Leaf.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("index"))


def of_kind(kind: str) -> list[Entry]:
    """Every entry of one kind, oldest first; for kinds there are few of."""
    return _entries(Leaf.objects.filter(kind=kind).order_by("index"))


def at(indices: Iterable[int]) -> list[Entry]:
    """The entries of those indices that a checkpoint covers, newest first."""
    signed = checkpoint()
    wanted = {index for index in indices if signed and index < signed.size}
    return _entries(Leaf.objects.filter(index__in=wanted).order_by("-index"))


def latest(count: int = 50, before: int | None = None) -> list[Entry]:
    """The newest entries that a checkpoint covers, newest first; with `before` those below that index."""
    signed = checkpoint()
    end = min(signed.size if signed else 0, before if before is not None else 1 << 62)
    return _entries(Leaf.objects.filter(index__lt=end).order_by("-index")[:count])


def proof(index: int) -> str:
    """The proof of one entry against the newest checkpoint, signed now where none covers it yet (C2SP tlog-proof).

    Raises `log.not-in-tree`; `log.not-signed-yet` within the transaction that adds the entry.
    """
    covering = checkpoint_for(index)
    path = merkle.inclusion_proof(index, covering.size, tree.read)
    return str(LogProof(index, tuple(path), covering.text))


def _entries(rows: Iterable[Leaf]) -> list[Entry]:
    return [_entry(row) for row in rows]


def _entry(row: Leaf) -> Entry:
    public = bytes(row.leaf)
    payload = json.loads(row.payload or public.split(b"\n", 1)[1])
    return Entry(
        row.index, public, bytes(row.leaf_hash), bytes(row.salt), row.at, row.kind, payload, row.subject, row.subject_id
    )  # fmt: skip
