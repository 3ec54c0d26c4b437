"""The guard against a fork: a log that was set back never signs another history than the one it signed.

What was signed last is kept beside the keys, outside the database. A restored older database is smaller than that, or
has another root at that size; then nothing is signed, and `tanzuji log verify` says from which entry on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger import keys, tree
from tanzuji.ledger.key_files import LOSS, RESTART, STATE, folder, kept, write
from tanzuji.ledger.models import SignedHead
from tanzuji.proofs.checkpoints import Head
from tanzuji.proofs.refusals import FORKED, KEY_MISSING, UNFINISHED


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed last."""

    origin: str
    size: int
    root: bytes
    at: str


def last() -> Signed | None:
    """What was signed last, as the keys' folder remembers it."""
    path = folder() / STATE
    if not path.is_file():
        return None
    found = json.loads(path.read_text("utf-8"))
    return Signed(found["origin"], found["size"], bytes.fromhex(found["root"]), found["at"])


def remember(head: Head, at: datetime) -> None:
    """Keep what is about to be signed; before it is, so that a crash in between errs on the safe side."""
    content = {"origin": head.origin, "size": head.size, "root": head.root.hex(), "at": at.isoformat()}
    write(folder() / STATE, content)


def refuse_smaller(size: int) -> None:
    """Raises `log.forked` where more entries were signed than there are."""
    before = last()
    if before is not None and before.size > size:
        raise FORKED.error(signed=before.size, size=size, detail=Text(zh="，少了", en=", which is fewer"))


def check(size: int, root: bytes) -> None:
    """Raises `log.forked` unless this tree continues what was signed before, under whichever address that was."""
    refuse_smaller(size)
    before = last()
    if before is None:
        return
    now = root if before.size == size else tree.root(before.size)
    if now != before.root:
        raise FORKED.error(
            signed=before.size, size=size, detail=Text(zh="，内容不同", en=", whose content differs")
        )


def refuse_missing_key() -> None:
    """Raises `log.key-missing` where checkpoints were signed and the key that did is not there: none is made anew."""
    if any(one.retired_at is None for one in keys.known(keys.LOG)):
        return
    if last() is not None or SignedHead.objects.exists():
        raise KEY_MISSING.error(name=keys.origin(), folder=str(folder()))


def refuse_unfinished(besides: str = "") -> None:
    """Raises `log.succession-unfinished` where a loss was being told or the log begun anew, and that was cut short.

    `besides`: the file of the one that is completed by whoever asks.
    """
    for name, command in ((LOSS, "tanzuji log keys --lost"), (RESTART, "tanzuji log restart")):
        if name != besides and kept(name) is not None:
            raise UNFINISHED.error(command=command)


def objection() -> CodedError | None:
    """Why the log would refuse to sign what is in the database now; None where it would sign."""
    try:
        refuse_unfinished()
        refuse_missing_key()
        count = tree.size()
        check(count, tree.root(count))
    except CodedError as error:
        return error
    except KeyError:  # an inner node is missing: the tree is not what was signed
        return FORKED.error(signed=0, size=tree.size(), detail=Text(zh="，缺节点", en=", nodes are missing"))
    return None
