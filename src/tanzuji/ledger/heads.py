"""Checkpoints of the log: what is committed gets signed at once where it can be, and within a minute in any case.

A checkpoint is signed in a transaction of its own, never in one that is still adding entries: what is signed cannot be
rolled back. `guard` refuses to sign another history than the one that was signed before.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction
from django.utils import timezone

from tanzuji.ledger import guard, keys, tree
from tanzuji.ledger.models import SignedHead
from tanzuji.proofs.checkpoints import Head, sign_head
from tanzuji.proofs.notes import read_note
from tanzuji.proofs.refusals import NOT_IN_TREE, NOT_YET

PAUSE = 1.0
"""Seconds between two checkpoints that commits bring about; what comes in between is signed with the next, or by the
worker, which looks every ten seconds."""

_log = structlog.get_logger("tanzuji.ledger")
_signed_at = 0.0


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed checkpoint: the note with the log's signatures and those of witnesses, and what it states."""

    id: int
    origin: str
    size: int
    root: bytes
    at: datetime
    text: str


def checkpoint() -> Checkpoint | None:
    """The newest signed checkpoint, with the witnesses' lines there are."""
    return _newest(SignedHead.objects.order_by("-size", "-id")[:1])


def checkpoint_for(index: int) -> Checkpoint:
    """The newest checkpoint that covers an entry, signed now where there is none.

    Raises `log.not-in-tree`; `log.not-signed-yet` within a transaction, which may yet be rolled back.
    """
    newest = checkpoint()
    if newest is not None and 0 <= index < newest.size:
        return newest
    if not 0 <= index < tree.size():
        raise NOT_IN_TREE.error(index=index, size=tree.size())
    if _in_transaction():
        raise NOT_YET.error(index=index)
    signed = sign_now()
    if signed is None or index >= signed.size:
        raise NOT_YET.error(index=index)
    return signed


def sign_now() -> Checkpoint | None:
    """Sign what is committed; the newest checkpoint, None for an empty log.

    Nothing new is signed where the newest checkpoint has every entry and the keys that sign now. Raises `log.forked`,
    `log.key-missing`; RuntimeError within a transaction.
    """
    _announce()
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        guard.refuse_unfinished()
        return sign()


def _announce() -> None:
    """New keys as entries, committed before anything is signed: the guard remembers a tree before its checkpoint is
    committed, and after a crash in between every entry of it has to be there still."""
    from tanzuji.ledger import announcing  # it appends entries, which stand above this

    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        guard.refuse_unfinished()
        guard.refuse_missing_key()
        guard.refuse_smaller(tree.size())
        announcing.announce()


def sign() -> Checkpoint | None:
    """A checkpoint by the keys that sign now and those that go out, in a transaction that has the turn."""
    from tanzuji.ledger import announcing  # it appends entries, which stand above this

    guard.refuse_missing_key()
    guard.refuse_smaller(tree.size())
    announcing.announce()
    count = tree.size()
    if not count:
        return None
    newest = checkpoint()
    signers = [*keys.signers(keys.LOG), *keys.outgoing(keys.LOG)]
    if newest is not None and newest.size == count and _signed_by_all(newest, signers):
        guard.check(count, newest.root)
        return newest
    head = Head(keys.origin(), count, tree.root(count))
    guard.check(head.size, head.root)
    note = sign_head(head, signers)
    at = timezone.now()
    guard.remember(head, at)
    before = SignedHead.objects.order_by("-id").values_list("seal", flat=True).first()
    row = SignedHead.objects.create(
        at=at,
        origin=head.origin,
        size=count,
        root=head.root,
        text=str(note),
        seal=tree.head_seal(bytes(before or b""), str(note)),
    )
    return _checkpoint(row)


def _signed_by_all(newest: Checkpoint, signers: Iterable[keys.Signer]) -> bool:
    lines = {(line.name, line.id) for line in read_note(newest.text).lines}
    return all((one.name, one.key.id) in lines for one in signers)


def sign_soon() -> None:
    """Sign after a commit, unless that was done a moment ago; what goes wrong is logged and left to the worker."""
    global _signed_at
    if time.monotonic() - _signed_at < PAUSE or _in_transaction():
        return
    _signed_at = time.monotonic()
    try:
        sign_now()
    except Exception:
        _log.exception("the log was not signed")


def _in_transaction() -> bool:
    """Whether a transaction other than a test's own is open, as `atomic(durable=True)` sees it."""
    return connection.in_atomic_block and not getattr(connection.atomic_blocks[-1], "_from_testcase", False)


def _newest(rows: Iterable[SignedHead]) -> Checkpoint | None:
    return next((_checkpoint(row) for row in rows), None)


def _checkpoint(row: SignedHead) -> Checkpoint:
    lines = row.cosignatures.order_by("id").values_list("line", flat=True)
    return Checkpoint(row.id, row.origin, row.size, bytes(row.root), row.at, row.text + "".join(lines))
