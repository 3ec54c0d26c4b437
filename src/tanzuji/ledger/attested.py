"""Who stands behind a checkpoint: keys of the log, witnesses that cosigned it, time stamps over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import announcing, attesting, keys
from tanzuji.ledger.heads import Checkpoint
from tanzuji.ledger.keys import KnownKey
from tanzuji.ledger.models import Cosigned, Stamped
from tanzuji.proofs.notes import Key, read_note


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A witness and when it cosigned; `at` is None where it has not yet, `key` where the settings no longer name it."""

    name: str
    key: Key | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Attested:
    """What there is under a checkpoint: the log's keys that signed, witnesses, time stamps as authority and time."""

    signers: tuple[KnownKey, ...]
    witnesses: tuple[Witnessed, ...]
    stamps: tuple[tuple[str, datetime], ...]


def attested(of: Checkpoint) -> Attested:
    """Whose signatures hold under a checkpoint. A witness's line was verified when it was kept."""
    return Attested(
        _signers(of),
        _witnesses(of),
        tuple(Stamped.objects.filter(head=of.id).order_by("id").values_list("authority", "at")),
    )


def _signers(of: Checkpoint) -> tuple[KnownKey, ...]:
    known = {known.under(of.origin).vkey: known for known in announcing.every_key(keys.LOG)}
    try:
        signed = read_note(of.text).signed_by(known.under(of.origin) for known in known.values())
    except CodedError:  # whoever altered the row is found out by `soundness`; here nothing holds
        return ()
    return tuple(known[key.vkey] for key in signed)


def _witnesses(of: Checkpoint) -> tuple[Witnessed, ...]:
    lines = dict(Cosigned.objects.filter(head=of.id).order_by("id").values_list("name", "at"))
    named = [Witnessed(one.key.name, one.key, lines.pop(one.key.name, None)) for one in attesting.witnesses()]
    return (*named, *(Witnessed(name, None, at) for name, at in lines.items()))
