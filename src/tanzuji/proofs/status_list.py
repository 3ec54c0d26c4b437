"""Status lists: one bit a certificate, all of them in one short signed credential (W3C Bitstring Status List 1.0).

Who checks a certificate reads the list of everybody, so asking tells nobody which certificate is looked at. Bit 0 is the
leftmost bit of the first byte. A list has at least 131 072 bits (section 3.1), so that it gives no group away.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from typing import Any

from tanzuji.documents.errors import define

BITS = 131_072
"""Bits of a list; certificate number 131 072 begins the next list."""
LARGEST = 1 << 20
"""Bytes a list may unfold to; more is a decompression bomb."""
GZIP_HEADER = bytes.fromhex("1f8b0800000000000003")
CONTEXT = "https://www.w3.org/ns/credentials/v2"

BAD_LIST = define(
    "proof.bad-status-list",
    zh="状态列表读不出来（{detail}）。",
    en="The status list cannot be read ({detail}).",
    remedy_zh="请从签发平台重新下载状态列表。",
    remedy_en="Download the status list again from the issuing platform.",
)


def encoded(bits: bytes) -> str:
    """The list as text: `u` and base64url of its gzip form; padded with zero bits to the least length.

    The gzip header (RFC 1952) holds no time, so the same list is the same text.
    """
    padded = bits.ljust(BITS // 8, b"\0")
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packing.compress(padded) + packing.flush()
    packed = GZIP_HEADER + body + struct.pack("<II", zlib.crc32(padded), len(padded))
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bits of a list. Raises `proof.bad-status-list`: no base64url, no gzip, too short, or above a mebibyte."""
    if not text.startswith("u"):
        raise BAD_LIST.error(detail="multibase")
    try:
        packed = base64.b64decode(text[1:] + "=" * (-len(text[1:]) % 4), altchars=b"-_", validate=True)
        unfolding = zlib.decompressobj(16 + zlib.MAX_WBITS)
        bits = unfolding.decompress(packed, LARGEST)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise BAD_LIST.error(detail=type(error).__name__) from None
    if not unfolding.eof or unfolding.unused_data or unfolding.unconsumed_tail:
        raise BAD_LIST.error(detail="size")
    if len(bits) < BITS // 8:
        raise BAD_LIST.error(detail=f"{len(bits) * 8} < {BITS}")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit is set. Raises `proof.bad-status-list` beyond the list's end."""
    if not 0 <= index < len(bits) * 8:
        raise BAD_LIST.error(detail=f"{index} ≥ {len(bits) * 8}")
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def entry(address: str, purpose: str, index: int) -> dict[str, str]:
    """What a credential says of its place in the list at `address`."""
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def list_credential(
    address: str, purpose: str, bits: bytes, *, issuer: str, valid_from: str, context: str = "", **said: Any
) -> dict[str, Any]:
    """The credential of one list, not signed yet; `said` goes into its subject, `context` names what explains it."""
    return {
        "@context": [CONTEXT, *([context] if context else [])],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": valid_from,
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(bits),
            **said,
        },
    }
