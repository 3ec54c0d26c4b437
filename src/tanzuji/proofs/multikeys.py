"""Public keys and signatures as text: base58btc (Bitcoin's alphabet) under the multibase prefix `z`, keys as Multikey.

W3C Controlled Identifiers 1.0, section 2.2.2: an Ed25519 key is the bytes 0xed 0x01 and the 32 of the key.
"""

from __future__ import annotations

from tanzuji.documents.errors import define

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = bytes([0xED, 0x01])
LONGEST = 256
"""Characters of the longest text read; decoding takes quadratic time."""

BAD_MULTIBASE = define(
    "proof.bad-multibase",
    zh="“{text}”不是公钥或签名的 base58 文字。",
    en="“{text}” is no key or signature in base58.",
    remedy_zh="请使用原始文件；以 z 开头，只含 base58 字符。",
    remedy_en="Use the file as it was issued; the text begins with z and has base58 letters only.",
)


def encoded(data: bytes) -> str:
    """`z` and the bytes in base58btc; every leading zero byte is a `1`."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        letters = ALPHABET[digit] + letters
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def decoded(text: str) -> bytes:
    """The bytes of `encoded`'s text, which has one spelling only. Raises `proof.bad-multibase`."""
    if not text.startswith("z") or len(text) > LONGEST or any(letter not in ALPHABET for letter in text[1:]):
        raise BAD_MULTIBASE.error(text=text)
    number = 0
    for letter in text[1:]:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def multikey(public_key: bytes) -> str:
    """An Ed25519 public key of 32 bytes as `z6Mk…`."""
    return encoded(ED25519 + public_key)


def public_key(text: str) -> bytes:
    """The 32 bytes of an Ed25519 Multikey. Raises `proof.bad-multibase`."""
    raw = decoded(text)
    if not raw.startswith(ED25519) or len(raw) != 34:
        raise BAD_MULTIBASE.error(text=text)
    return raw[2:]
