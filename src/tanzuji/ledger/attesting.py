"""What others say of the log's checkpoints: witnesses that cosign, an authority that stamps the time.

Asked by the worker, never in a request; one that does not answer is left in peace for five minutes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog
from django.conf import settings
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.ledger import heads, keys, tree
from tanzuji.ledger.heads import Checkpoint
from tanzuji.ledger.models import Cosigned, SignedHead, Stamped
from tanzuji.proofs import merkle, timestamps, witnessing
from tanzuji.proofs.notes import Key, read_key, read_note

PEACE = 300.0
DAILY = timedelta(days=1)

_log = structlog.get_logger("tanzuji.ledger")
_failed: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """A witness that the settings name."""

    key: Key
    address: str


def witnesses() -> list[KnownWitness]:
    """The witnesses the settings name. Raises `log.bad-key`."""
    found = []
    for text in settings.WITNESSES:
        vkey, _, address = text.rpartition("@")
        found.append(KnownWitness(read_key(vkey), address))
    return found


def cosigned_by_all() -> int:
    """Up to how many entries every witness that the settings name has cosigned; 0 where one has not yet, or none is
    named. Whoever signs another history of that size or a smaller one gets none of them to cosign it.
    """
    lines = Cosigned.objects.filter(head__origin=keys.origin())
    names = [witness.key.name for witness in witnesses()]
    sizes = [lines.filter(name=name).aggregate(size=Max("head__size"))["size"] or 0 for name in names]
    return min(sizes, default=0)


def attend() -> None:
    """What is due with every beat of the worker: sign what is committed, ask witnesses, ask for the day's time stamp.

    What goes wrong is logged. Raises DatabaseError.
    """
    newest = heads.checkpoint()
    if newest is None or newest.size < tree.size():
        _try("", heads.sign_now)
        newest = heads.checkpoint()
    if newest is None:
        return
    for witness in witnesses():
        if not _has_line(newest, witness.key):
            _try(witness.address, partial(_cosign, newest, witness))
    if settings.TIME_STAMPS and _stamp_due(newest):
        _try(settings.TIME_STAMPS, partial(_stamp, newest))


def _try(address: str, act: Callable[[], object]) -> None:
    """Do it, unless that address failed a moment ago."""
    if address and time.monotonic() < _failed.get(address, 0.0):
        return
    try:
        act()
    except DatabaseError:
        raise
    except Exception as error:
        _failed[address] = time.monotonic() + PEACE
        said = error.render("en") if isinstance(error, CodedError) else repr(error)
        _log.error("the log is not attested", by=address, problem=said)


def _has_line(newest: Checkpoint, key: Key) -> bool:
    return any((line.name, line.id) == (key.name, key.id) for line in read_note(newest.text).lines)


def _cosign(newest: Checkpoint, witness: KnownWitness) -> None:
    def prove(old: int) -> tuple[bytes, ...]:
        return tuple(merkle.consistency_proof(old, newest.size, tree.read)) if old <= newest.size else ()

    line = witnessing.cosigned(witness.address, witness.key, newest.text, prove)
    head = SignedHead.objects.get(id=newest.id)
    try:
        with transaction.atomic():
            Cosigned.objects.create(at=timezone.now(), head=head, name=witness.key.name, line=str(line))
    except IntegrityError:  # another worker was first
        return


def _stamp_due(newest: Checkpoint) -> bool:
    last = Stamped.objects.order_by("-id").first()
    return last is None or (last.at < timezone.now() - DAILY and last.head_id != newest.id)


def _stamp(newest: Checkpoint) -> None:
    head = SignedHead.objects.get(id=newest.id)
    token = timestamps.stamped(settings.TIME_STAMPS, read_note(head.text).text)
    Stamped.objects.create(at=timezone.now(), head=head, authority=settings.TIME_STAMPS, token=token)


def stamp_of(checkpoint: Checkpoint) -> bytes | None:
    """The time stamp (RFC 3161 reply, DER) over the text of a checkpoint; None where there is none."""
    found = Stamped.objects.filter(head=checkpoint.id).order_by("id").first()
    return bytes(found.token) if found else None
