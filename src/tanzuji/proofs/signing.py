"""Keys that sign, behind one small interface, so that where a key lives (a file, a card, a service) is its owner's choice.

Ed25519 (RFC 8032) is what every checkpoint carries. SM2 with SM3 (GB/T 32918.2, GB/T 32905) is a second signature for
domestic use and needs the package `gmalg` (extra `sm2`); only who signs or checks with SM2 loads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tanzuji.proofs.refusals import NO_PROVIDER

Algorithm = Literal["ed25519", "sm2-sm3"]

SM2_IDENTITY = b"1234567812345678"
"""The signer's identity where none was agreed (GM/T 0009-2012, 10)."""


class Signer(Protocol):
    """A private key that can be used, not read."""

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def public_key(self) -> bytes:
        """Ed25519: 32 bytes (RFC 8032). SM2: 65 bytes, 0x04 ‖ x ‖ y."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature: 64 bytes, for SM2 r ‖ s."""
        ...


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A private key of 32 bytes (RFC 8032)."""

    private: bytes
    algorithm: Algorithm = "ed25519"

    @classmethod
    def made(cls) -> Ed25519Signer:
        """A new key."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public_key(self) -> bytes:
        return self._key().public_key().public_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        return self._key().sign(data)

    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    def __repr__(self) -> str:
        return f"Ed25519Signer({self.public_key.hex()})"  # never the private key


@dataclass(frozen=True, slots=True)
class SM2Signer:
    """A private key of 32 bytes (GB/T 32918.2). Raises `log.no-provider` without `gmalg`."""

    private: bytes
    public_key: bytes
    algorithm: Algorithm = "sm2-sm3"

    @classmethod
    def made(cls) -> SM2Signer:
        """A new key."""
        private, public = _gmalg().SM2().generate_keypair()
        return cls(bytes(private).rjust(32, b"\0"), bytes(public))

    def sign(self, data: bytes) -> bytes:
        r, s = _gmalg().SM2(self.private, SM2_IDENTITY, self.public_key).sign(data)
        return bytes(r).rjust(32, b"\0") + bytes(s).rjust(32, b"\0")

    def __repr__(self) -> str:
        return f"SM2Signer({self.public_key.hex()})"


def made(algorithm: Algorithm) -> Ed25519Signer | SM2Signer:
    """A new key of that algorithm."""
    return Ed25519Signer.made() if algorithm == "ed25519" else SM2Signer.made()


def restored(algorithm: Algorithm, private: bytes, public: bytes) -> Ed25519Signer | SM2Signer:
    """A key that was kept."""
    return Ed25519Signer(private) if algorithm == "ed25519" else SM2Signer(private, public)


def verified(algorithm: Algorithm, public: bytes, data: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's over the data. Raises `log.no-provider` for SM2 without `gmalg`."""
    if len(signature) != 64:
        return False
    if algorithm == "ed25519":
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True
    gmalg = _gmalg()
    if len(public) != 65 or public[0] != 4:
        return False
    try:
        sm2 = gmalg.SM2(uid=SM2_IDENTITY, pk=public)
        return bool(sm2.verify_pk(public) and sm2.verify(data, signature[:32], signature[32:]))
    except (ValueError, ArithmeticError, gmalg.errors.GMError):  # a key or a number off the curve
        return False


def _gmalg() -> Any:
    try:
        import gmalg
        import gmalg.errors
    except ImportError:
        raise NO_PROVIDER.error(package="gmalg", what="SM2", extra="sm2") from None
    return gmalg
