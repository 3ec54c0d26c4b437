"""Signing keys as entries of the log: made, retired, lost. What is listed of them outlives the keys' folder."""

from __future__ import annotations

import json
from datetime import datetime

from tanzuji.ledger import keys, kinds, log
from tanzuji.ledger.keys import KnownKey
from tanzuji.ledger.models import Leaf
from tanzuji.proofs import notes

SUBJECT = "key"


def announce() -> None:
    """Log every key that was made or retired since; in the caller's transaction.

    A key's entry is found again by event and key ID, so each is logged once, however often it is looked for.
    """
    keys.signers(keys.LOG)
    said = set(Leaf.objects.filter(subject=SUBJECT).values_list("subject_id", flat=True))
    for name in sorted(keys.provider().names(), key=lambda name: (name != keys.LOG, name)):
        for known in keys.known(name):
            for event, at in (("made", known.made_at), ("retired", known.retired_at)):
                if at is not None and _about(event, known) not in said:
                    tell(event, known, at)


def tell(event: str, known: KnownKey, at: datetime, **more: str) -> None:
    """One entry about a key."""
    payload = {"name": known.name, "vkey": known.vkey, "event": event, "at": at.isoformat(), **more}
    log.append(kinds.KEY, payload, subject=SUBJECT, subject_id=_about(event, known))


def _about(event: str, known: KnownKey) -> str:
    return f"{event}/{known.key.id.hex()}/{known.name}"[:64]


def every_key(name: str) -> list[KnownKey]:
    """Every key that ever signed under a name: those that are kept, and those only the log still tells of."""
    found = {known.vkey: known for known in keys.known(name)}
    for vkey, known in _logged().items():
        if known.name.split("/", 1)[1].startswith(name):
            found.setdefault(vkey, known)
    return sorted(found.values(), key=lambda known: known.made_at)


def _logged() -> dict[str, KnownKey]:
    """The keys of the log's entries by vkey, with the time of their end where the log tells of one.

    An entry that was tampered with tells of no key; that it was is for `soundness` to say.
    """
    found: dict[str, KnownKey] = {}
    for public in Leaf.objects.filter(kind=kinds.KEY).order_by("index").values_list("leaf", flat=True):
        try:
            payload = json.loads(bytes(public).split(b"\n", 1)[1])
            key, at = notes.read_key(payload["vkey"]), datetime.fromisoformat(payload["at"])
            ended = None if payload["event"] in ("made", "begun-anew") else at
        except (ValueError, LookupError, TypeError):
            continue
        before = found.get(key.vkey)
        made = before.made_at if before else at
        found[key.vkey] = KnownKey(key.name, key.vkey, key.algorithm, made, ended)
    return found
