"""Texts sealed for storage: authenticated encryption that is bound to the place where the text is kept.

AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907, GB/T 36624, RFC 8998), with a random nonce of 96 bits for every text.
What is sealed for one place does not open at another: tenant, table, field, row and key are authenticated with it.

A sealed text begins with `sealed:1:<key id>:`; then base64 of nonce ‖ ciphertext ‖ tag, or these bytes as they are
where the column holds bytes. Anything else is plain, but a plain text that begins so itself is kept behind `sealed:0:`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tanzuji.documents.errors import define

SealAlgorithm = Literal["aes-256-gcm", "sm4-gcm"]
ALGORITHMS: tuple[SealAlgorithm, ...] = get_args(SealAlgorithm)
KEY_BYTES: dict[SealAlgorithm, int] = {"aes-256-gcm": 32, "sm4-gcm": 16}
NONCE, TAG = 12, 16

SEALED, ESCAPED, OWN = b"sealed:1:", b"sealed:0:", b"sealed:"
ID = 16
HEAD = len(SEALED) + ID + 1
"""Length of what a sealed text begins with: mark, key id, colon."""

ALTERED = define(
    "sealing.altered",
    zh="{place} 的密文打不开：被改动过，或是从别处移来的。",
    en="The ciphertext at {place} does not open: it was altered, or moved here from elsewhere.",
    remedy_zh="请从备份恢复这一行，并查明谁写过数据库；tanzuji encryption status 列出打不开的数目。",
    remedy_en="Restore the row from a backup, and find out who wrote to the database; tanzuji encryption status counts such rows.",
)
KEY_UNKNOWN = define(
    "sealing.key-unknown",
    zh="{place} 用密钥 {key} 加密，密钥文件夹里没有它。",
    en="{place} is encrypted with the key {key}, which is not in the key folder.",
    remedy_zh="请放回密钥文件夹的备份（数据文件夹的 keys/）；没有这把密钥就无法读出。",
    remedy_en="Put back the copy of the key folder (keys/ of the data folder); without that key it cannot be read.",
)
NO_CIPHER = define(
    "sealing.no-cipher",
    zh="本机的 OpenSSL 不支持 {algorithm}。",
    en="OpenSSL on this machine does not offer {algorithm}.",
    remedy_zh="请改用 TANZUJI_FIELD_ENCRYPTION=aes-256-gcm，或换用带 SM4 的 OpenSSL 3。",
    remedy_en="Use TANZUJI_FIELD_ENCRYPTION=aes-256-gcm, or an OpenSSL 3 with SM4.",
)


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A secret key of 32 bytes (AES) or 16 (SM4)."""

    algorithm: SealAlgorithm
    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES[self.algorithm]:
            raise ValueError(f"a key of {self.algorithm} has {KEY_BYTES[self.algorithm]} bytes")

    @classmethod
    def made(cls, algorithm: SealAlgorithm) -> SealingKey:
        """A new key."""
        return cls(algorithm, secrets.token_bytes(KEY_BYTES[algorithm]))

    @property
    def id(self) -> str:
        """16 hexadecimal digits that follow from the key, so that no other key takes its name."""
        named = b"tanzuji/sealing-key\n" + self.algorithm.encode() + b"\n" + self.secret
        return hashlib.sha256(named).hexdigest()[:ID]

    @property
    def head(self) -> bytes:
        """What everything begins with that this key sealed."""
        return SEALED + self.id.encode() + b":"

    def __repr__(self) -> str:
        return f"SealingKey({self.algorithm}, {self.id})"  # never the secret


class NotOpened(Exception):
    """The bytes are not what that key sealed for that place."""


def seal(key: SealingKey, plain: bytes, place: Sequence[str]) -> bytes:
    """nonce ‖ ciphertext ‖ tag of `plain`, bound to `place`. Raises `sealing.no-cipher`.

    At most 2³² texts are sealed with one key, so that no nonce comes twice (SP 800-38D, 8.3).
    """
    nonce = secrets.token_bytes(NONCE)
    return nonce + encrypted(key, nonce, plain, bound(key, place))


def unseal(key: SealingKey, sealed: bytes, place: Sequence[str]) -> bytes:
    """What was sealed for `place` with that key. Raises NotOpened, `sealing.no-cipher`."""
    return decrypted(key, sealed[:NONCE], sealed[NONCE:], bound(key, place))


def encrypted(key: SealingKey, nonce: bytes, plain: bytes, beside: bytes) -> bytes:
    """ciphertext ‖ tag of 16 bytes; `beside` is authenticated and not encrypted. Raises `sealing.no-cipher`."""
    try:
        maker = Cipher(_cipher(key), modes.GCM(nonce)).encryptor()
    except UnsupportedAlgorithm:
        raise NO_CIPHER.error(algorithm=key.algorithm) from None
    maker.authenticate_additional_data(beside)
    return maker.update(plain) + maker.finalize() + maker.tag


def decrypted(key: SealingKey, nonce: bytes, body: bytes, beside: bytes) -> bytes:
    """What `encrypted` was given. Raises NotOpened where anything differs, `sealing.no-cipher`."""
    if len(nonce) != NONCE or len(body) < TAG:
        raise NotOpened
    try:
        reader = Cipher(_cipher(key), modes.GCM(nonce, body[-TAG:])).decryptor()
    except UnsupportedAlgorithm:
        raise NO_CIPHER.error(algorithm=key.algorithm) from None
    reader.authenticate_additional_data(beside)
    try:
        return reader.update(body[:-TAG]) + reader.finalize()
    except InvalidTag:
        raise NotOpened from None


def bound(key: SealingKey, place: Sequence[str]) -> bytes:
    """The data authenticated with a text: a JSON list, in which no part can flow into the next."""
    return json.dumps(
        ["tanzuji/sealed/1", *place, key.id], ensure_ascii=False, separators=(",", ":")
    ).encode()


def as_text(key: SealingKey, sealed: bytes) -> str:
    """What `seal` gave, as a text to be kept."""
    return key.head.decode() + b64encode(sealed).decode()


def as_bytes(key: SealingKey, sealed: bytes) -> bytes:
    """What `seal` gave, as bytes to be kept."""
    return key.head + sealed


def key_of(head: bytes) -> str | None:
    """The id of the key that sealed what begins so (at least HEAD bytes of it); none where it is plain."""
    if head.startswith(SEALED) and len(head) >= HEAD and head[HEAD - 1 : HEAD] == b":":
        return head[len(SEALED) : HEAD - 1].decode("ascii", "replace")
    return None


def of_text(kept: str) -> bytes:
    """nonce ‖ ciphertext ‖ tag of a sealed text. Raises NotOpened."""
    try:
        return b64decode(kept[HEAD:], validate=True)
    except ValueError:
        raise NotOpened from None


def _cipher(key: SealingKey) -> algorithms.AES | algorithms.SM4:
    return algorithms.AES(key.secret) if key.algorithm == "aes-256-gcm" else algorithms.SM4(key.secret)
