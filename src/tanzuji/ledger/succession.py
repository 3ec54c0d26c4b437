"""Keys that follow one another, and a log that has to be begun anew: what an operator does on a known plan.

Rotation: the first checkpoint of the new key carries the old key's signature as well, so whoever trusts the old one is
led to the new. Loss: a new key signs on, under the same name, and the log says so. A past that cannot be brought back:
a new log under a new name, whose first entry names the old one's last checkpoint.

Key files are outside the database, so a crash may fall between the two. A rotation destroys the old key last: until
then both sign. Of a loss and of a new beginning a file tells first; while it is there nothing else is signed, and the
same command, run again, completes what was begun.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.db import transaction
from django.utils import timezone

from tanzuji.ledger import announcing, attesting, guard, heads, keys, kinds, log, tree
from tanzuji.ledger.heads import Checkpoint
from tanzuji.ledger.key_files import ANEW, LOSS, RESTART, SEALED, STATE, begun, folder, forget, kept, write
from tanzuji.proofs import notes


def rotate(name: str) -> Checkpoint | None:
    """A new key for a name; the old private half is destroyed. The checkpoint that tells of it, signed by both.

    Run again after a crash it completes the rotation that was begun. Raises `log.forked`, `log.key-missing`.
    """
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        guard.refuse_unfinished()
        guard.refuse_missing_key()
        current = keys.signers(name) if name == keys.LOG else [keys.signer(name)]
        if not keys.outgoing(name):
            for one in current:
                keys.provider().make(name, one.algorithm, beside=1)
    signed = heads.sign_now()
    for old in keys.outgoing(name):
        keys.provider().retire(name, old.public_key)
    heads.sign_now()
    return signed


def lost(reason: str) -> Checkpoint | None:
    """A new key for the log whose private key is gone for good; the log itself goes on.

    Raises `log.forked`, `log.succession-unfinished` where a new beginning was cut short.
    Run again after a crash it completes what was begun, with the reason that was given then.
    """
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        tree.take_turn(tree.APPENDING)  # nothing is sealed meanwhile
        guard.refuse_unfinished(besides=LOSS)
        guard.refuse_smaller(tree.size())
        live = [known.vkey for known in announcing.every_key(keys.LOG) if known.retired_at is None]
        plan = kept(LOSS) or _begun(LOSS, reason=reason, vkeys=live)
        if not announcing.told("lost", plan["vkeys"]):  # else it was cut short after the commit
            _retire(plan["vkeys"])
            write(folder() / SEALED, {"number": tree.size()})
            forget("seal")
            keys.signers(keys.LOG)
            cosigned = str(attesting.cosigned_by_all())
            for known in announcing.every_key(keys.LOG):
                if known.vkey in plan["vkeys"]:
                    announcing.tell("lost", known, timezone.now(), reason=plan["reason"], cosigned=cosigned)
            announcing.announce()
    return _signed(LOSS)


def begin_anew(reason: str) -> Checkpoint | None:
    """A new log under a new name over what the database holds now, where the signed past is lost for good.

    Run again after a crash it completes what was begun, with the reason that was given then.
    """
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        plan = kept(RESTART) or _planned(reason)
        forget(LOSS)  # what was begun of a loss is overtaken: the keys of the former log all end here
        if not log.entries(announcing.SUBJECT, _about(plan)):  # else it was cut short after the commit
            _retire(plan["vkeys"])
            write(folder() / ANEW, {"number": plan["number"]})
            forget(STATE)
            keys.signers(keys.LOG)
            _tell_anew(plan)
            announcing.announce()
    return _signed(RESTART)


def _signed(plan: str) -> Checkpoint | None:
    """What was told, signed, once it is committed; after that the plan is done."""
    with transaction.atomic(durable=True):
        tree.take_turn(tree.SIGNING)
        signed = heads.sign()
    forget(plan)
    return signed


def _planned(reason: str) -> dict[str, Any]:
    """What is known before a log is begun anew, kept: its number, and the last checkpoint of the former one."""
    last = guard.last()
    return _begun(
        RESTART,
        number=begun() + 1,
        former=keys.origin(),
        size=last.size if last else 0,
        root=b64encode(last.root).decode() if last else "",
        vkeys=[known.vkey for known in keys.known(keys.LOG) if known.retired_at is None],
        reason=reason,
    )


def _tell_anew(plan: dict[str, Any]) -> None:
    payload = {
        "event": "begun-anew",
        "name": keys.origin(),
        "vkey": keys.signer(keys.LOG).vkey,
        "at": timezone.now().isoformat(),
        "former": plan["former"],
        "former_size": plan["size"],
        "former_root": plan["root"],
        "reason": plan["reason"],
    }
    log.append(kinds.KEY, payload, subject=announcing.SUBJECT, subject_id=_about(plan))


def _about(plan: dict[str, Any]) -> str:
    return f"begun-anew/{plan['number']}"


def _begun(name: str, **plan: Any) -> dict[str, Any]:
    """The plan of what is begun, kept beside the keys before anything of it is done."""
    write(folder() / name, plan)
    return plan


def _retire(vkeys: list[str]) -> None:
    """Destroy what is still there of these keys of the log."""
    for vkey in vkeys:
        keys.provider().retire(keys.LOG, notes.read_key(vkey).public_key)
