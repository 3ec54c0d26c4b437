"""Signing keys as entries of the log: made, retired, lost. What is listed of them outlives the keys' folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from tanzuji.ledger import keys, kinds, log
from tanzuji.ledger.keys import End, KnownKey
from tanzuji.ledger.models import Leaf
from tanzuji.proofs import notes

SUBJECT = "key"
ENDS = ("retired", "lost")


def announce() -> None:
    """Log every key that was made or retired since; in the caller's transaction.

    A key's entry is found again by event and key ID, so each is logged once, however often it is looked for.
    """
    keys.signers(keys.LOG)
    said = set(Leaf.objects.filter(subject=SUBJECT).values_list("subject_id", flat=True))
    for name in sorted(keys.provider().names(), key=lambda name: (name != keys.LOG, name)):
        for known in keys.known(name):
            for event, at in (("made", known.made_at), ("retired", known.retired_at)):
                if at is not None and _about(event, known.key) not in said:
                    tell(event, known, at)


def tell(event: str, known: KnownKey, at: datetime, **more: str) -> None:
    """One entry about a key."""
    payload = {"name": known.name, "vkey": known.vkey, "event": event, "at": at.isoformat(), **more}
    log.append(kinds.KEY, payload, subject=SUBJECT, subject_id=_about(event, known.key))


def told(event: str, vkeys: list[str]) -> bool:
    """Whether the log tells this of all of these keys; False of none."""
    said = set(Leaf.objects.filter(subject=SUBJECT).values_list("subject_id", flat=True))
    wanted = {_about(event, key) for key in map(notes.read_key, vkeys)}
    return bool(wanted) and wanted <= said


def _about(event: str, key: notes.Key) -> str:
    return f"{event}/{key.id.hex()}/{key.name}"[:64]


def every_key(name: str) -> list[KnownKey]:
    """Every key that ever signed under a name, with its end: those that are kept, and those only the log tells of."""
    found = {known.vkey: known for known in keys.known(name)}
    for vkey, known in _logged().items():
        if known.name.split("/", 1)[1].startswith(name):
            found[vkey] = replace(found.get(vkey, known), end=known.end)
    return sorted(found.values(), key=lambda known: known.made_at)


def _logged() -> dict[str, KnownKey]:
    """The keys of the log's entries by vkey, with the time and the place of their end where the log tells of one."""
    found: dict[str, KnownKey] = {}
    for size, event, key, at, former in _told():
        before = found.get(key.vkey)
        made = before.made_at if before else at
        end = before.end if before else None
        if event in ENDS:
            end = _first(end, End(size, event == "lost"))
        ended = at if event in ENDS else None
        found[key.vkey] = KnownKey(key.name, key.vkey, key.algorithm, made, ended, end)
        for known in [known for known in found.values() if known.name == former[0] and former[1]]:
            found[known.vkey] = replace(known, end=_first(known.end, End(former[1], lost=False)))
    return found


def _told() -> Iterator[tuple[int, str, notes.Key, datetime, tuple[str, int]]]:
    """(size, event, key, time, former) of every entry about a key. `size`: its index, beyond which a key that ended does
    not count; of a lost one how many entries witnesses had cosigned. `former`: the name of the log that was given up and
    how many entries it had, where one was begun anew.

    An entry that was tampered with tells of no key; that it was is for `soundness` to say.
    """
    rows = Leaf.objects.filter(kind=kinds.KEY).order_by("index").values_list("index", "leaf")
    for index, public in rows:
        try:
            payload = json.loads(bytes(public).split(b"\n", 1)[1])
            key, at = notes.read_key(payload["vkey"]), datetime.fromisoformat(payload["at"])
            former = (str(payload.get("former", "")), int(payload.get("former_size", 0)))
            event = payload["event"]
            size = int(payload["cosigned"]) if event == "lost" else index
        except (ValueError, LookupError, TypeError):
            continue
        yield size, event, key, at, former


def _first(before: End | None, end: End) -> End:
    """Of two ends of a key the first; a key that was ever lost is lost."""
    return End(min(before.size, end.size), before.lost or end.lost) if before else end
