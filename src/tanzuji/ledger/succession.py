"""Keys that follow one another, and a log that has to be begun anew: what an operator does on a known plan.

Rotation: the first checkpoint of the new key carries the old key's signature as well, so whoever trusts the old one is
led to the new. Loss: a new key signs on, under the same name, and the log says so. A past that cannot be brought back:
a new log under a new name, whose first entry names the old one's last checkpoint.
"""

from __future__ import annotations

from base64 import b64encode

from django.db import transaction
from django.utils import timezone

from tanzuji.ledger import announcing, guard, heads, keys, kinds, log, tree
from tanzuji.ledger.heads import Checkpoint
from tanzuji.ledger.key_files import ANEW, SEALED, STATE, begun, folder, write


def rotate(name: str) -> Checkpoint | None:
    """A new key for a name; the old private half is destroyed. The checkpoint that tells of it.

    Raises `log.forked`, `log.key-missing`.
    """
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        guard.refuse_missing_key()
        announcing.announce()
        outgoing = keys.signers(name)
        keeper = keys.provider()
        for old in outgoing:
            keeper.retire(name, old.public_key)
        keys.signers(name) if name == keys.LOG else keys.signer(name)
        return heads.sign(outgoing if name == keys.LOG else ())


def lost(reason: str) -> Checkpoint | None:
    """A new key for the log whose private key is gone for good; the log itself goes on. Raises `log.forked`."""
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        before = announcing.every_key(keys.LOG)
        keeper = keys.provider()
        for known in before:
            if known.retired_at is None:
                keeper.retire(keys.LOG, known.key.public_key)
        write(folder() / SEALED, {"number": tree.size()})
        (folder() / "seal").unlink(missing_ok=True)
        keys.signers(keys.LOG)
        for known in before:
            if known.retired_at is None:
                announcing.tell("lost", known, timezone.now(), reason=reason)
        return heads.sign(())


def begin_anew(reason: str) -> Checkpoint | None:
    """A new log under a new name over what the database holds now, where the signed past is lost for good."""
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        last, former = guard.last(), keys.origin()
        keeper = keys.provider()
        for known in keys.known(keys.LOG):
            if known.retired_at is None:
                keeper.retire(keys.LOG, known.key.public_key)
        write(folder() / ANEW, {"number": begun() + 1})
        (folder() / STATE).unlink(missing_ok=True)
        keys.signers(keys.LOG)
        log.append(
            kinds.KEY,
            {
                "event": "begun-anew",
                "name": keys.origin(),
                "vkey": keys.signer(keys.LOG).vkey,
                "at": timezone.now().isoformat(),
                "former": former,
                "former_size": last.size if last else 0,
                "former_root": b64encode(last.root).decode() if last else "",
                "reason": reason,
            },
            subject=announcing.SUBJECT,
            subject_id=f"begun-anew/{begun()}",
        )
        return heads.sign(())
