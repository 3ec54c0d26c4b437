"""Cosignatures: a witness states when it saw a checkpoint follow from all it saw before (C2SP tlog-cosignature, Ed25519)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tanzuji.proofs.notes import COSIGNATURE, Key, Line, Note
from tanzuji.proofs.refusals import NOT_SIGNED
from tanzuji.proofs.signing import Signer, verified


@dataclass(frozen=True, slots=True)
class Cosignature:
    """Which witness saw the checkpoint, and when."""

    key: Key
    at: datetime


def witness_key(name: str, signer: Signer) -> Key:
    """The public half of a witness's key."""
    return Key(name, bytes([COSIGNATURE]), signer.public_key)


def message(text: str, time: int) -> bytes:
    """What a witness signs: header, time in seconds since 1970, and the whole text of the checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, name: str, signer: Signer, time: int) -> Line:
    """The witness's line under a checkpoint."""
    signature = time.to_bytes(8, "big") + signer.sign(message(text, time))
    return Line(name, witness_key(name, signer).id, signature)


def cosignatures(note: Note, keys: Iterable[Key]) -> tuple[Cosignature, ...]:
    """Every cosignature of a trusted witness, in the note's order. Raises `log.not-signed` where one does not verify."""
    known = {(key.name, key.id): key for key in keys if key.kind == bytes([COSIGNATURE])}
    found = []
    for line in note.lines:
        key = known.get((line.name, line.id))
        if key is None:
            continue
        time = int.from_bytes(line.signature[:8], "big")
        good = len(line.signature) == 72 and time < 1 << 36  # the year 4147, as far as datetime need go
        if not (good and verified("ed25519", key.public_key, message(note.text, time), line.signature[8:])):
            raise NOT_SIGNED.error()
        found.append(Cosignature(key, datetime.fromtimestamp(time, UTC)))
    return tuple(found)
