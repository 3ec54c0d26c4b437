"""The installation's signing keys by name: `log`, and `issuer/<organisation>` for whoever issues certificates here.

A key is made on its first use. It is announced as an entry of the log with the next checkpoint, and when it is
retired, so the log itself says which key signed when; private halves never enter the database.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from tanzuji.ledger import key_files
from tanzuji.ledger.key_files import KeyProvider
from tanzuji.proofs import notes, signing
from tanzuji.proofs.signing import Algorithm

LOG = "log"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key of this installation that signs under a name."""

    name: str
    held: signing.Signer

    @property
    def algorithm(self) -> Algorithm:
        return self.held.algorithm

    @property
    def public_key(self) -> bytes:
        return self.held.public_key

    @property
    def key(self) -> notes.Key:
        """The public half, as a key of signed notes."""
        return notes.key_of(self.name, self.held)

    @property
    def vkey(self) -> str:
        """The verifier key as C2SP signed-note writes it."""
        return self.key.vkey

    def sign(self, data: bytes) -> bytes:
        return self.held.sign(data)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a key of the log: the most entries that a checkpoint signed by it may have to count, and whether it was
    lost, so that only what a witness cosigned counts of it (docs/proof.md)."""

    size: int
    lost: bool


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key of this installation, and when it signed; `end` where the log tells of its end."""

    name: str
    vkey: str
    algorithm: Algorithm
    made_at: datetime
    retired_at: datetime | None
    end: End | None = None

    @property
    def key(self) -> notes.Key:
        return notes.read_key(self.vkey)

    def under(self, name: str) -> notes.Key:
        """The same key under another name, as before the installation changed its address."""
        return notes.Key(name, self.key.kind, self.key.public_key)


def node_name() -> str:
    """The host of the installation's address, with its port where one is written."""
    return urlsplit(settings.ADDRESS).netloc


def origin() -> str:
    """The name of the log: `<host>/log`, and `<host>/log/2` after it had to be begun anew."""
    return public_name(LOG)


def public_name(name: str) -> str:
    """What a key is called outside: `<host>/<name>`."""
    begun = key_files.begun() if name == LOG else 1
    return f"{node_name()}/{name}" + (f"/{begun}" if begun > 1 else "")


def provider() -> KeyProvider:
    """Whoever keeps the private keys, as the settings name them."""
    return _provider(settings.KEY_PROVIDER)


@cache
def _provider(path: str) -> KeyProvider:
    module, _, name = path.partition(":")
    made: KeyProvider = getattr(importlib.import_module(module), name)()
    return made


def signer(name: str) -> Signer:
    """The Ed25519 key that signs under a name now; made where there is none yet."""
    return _current(name, "ed25519")


def signers(name: str) -> list[Signer]:
    """Every key that signs under a name now: Ed25519, and SM2 where the settings ask for it."""
    return [signer(name), *([_current(name, "sm2-sm3")] if settings.SM2 else [])]


def outgoing(name: str) -> list[Signer]:
    """Keys that a newer one of their algorithm takes the place of and that are not retired yet: until they are, they
    sign beside it, so that whoever trusts them is led to the new one."""
    found: list[Signer] = []
    seen: set[Algorithm] = set()
    for held in reversed(provider().held(name)):
        if held.retired_at is None and held.signer is not None:
            if held.algorithm in seen:
                found.append(Signer(public_name(name), held.signer))
            seen.add(held.algorithm)
    return found


def _current(name: str, algorithm: Algorithm) -> Signer:
    keeper = provider()
    for _ in range(2):
        for held in reversed(keeper.held(name)):
            if held.algorithm == algorithm and held.retired_at is None and held.signer is not None:
                return Signer(public_name(name), held.signer)
        keeper.make(name, algorithm)
    raise RuntimeError(f"the key provider made no key {name!r}")


def known(name: str) -> list[KnownKey]:
    """Every key that ever signed under a name here, oldest first."""
    return [
        KnownKey(
            public_name(name),
            _vkey(public_name(name), held.algorithm, held.public_key),
            held.algorithm,
            held.made_at,
            held.retired_at,
        )
        for held in provider().held(name)
    ]


def _vkey(name: str, algorithm: Algorithm, public_key: bytes) -> str:
    kind = notes.SM2_TYPE if algorithm == "sm2-sm3" else bytes([notes.ED25519])
    return notes.Key(name, kind, public_key).vkey
