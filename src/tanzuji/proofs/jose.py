"""Credentials as signed tokens, media type `vc+jwt` (W3C vc-jose-cose, section 3.1; Ed25519 as RFC 8037 names it)."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import define
from tanzuji.proofs.signing import Signer, verified

LONGEST = 200_000

BAD_TOKEN = define(
    "proof.bad-token",
    zh="令牌形式的凭证不成立（{detail}）。",
    en="The credential in token form does not hold ({detail}).",
    remedy_zh="请重新下载，并核对签发机构的公钥。",
    remedy_en="Download it again and compare the issuer's key.",
)


def token(credential: Mapping[str, Any], signer: Signer, method: str) -> str:
    """The credential as a compact token; a data integrity proof inside it is left out, for the token signs it all."""
    bare = {name: value for name, value in credential.items() if name != "proof"}
    header = {"alg": "EdDSA", "typ": "vc+jwt", "cty": "vc", "kid": method}
    signed = f"{_text(canonical_json(header))}.{_text(canonical_json(bare))}"
    return f"{signed}.{_text(signer.sign(signed.encode()))}"


def opened(text: str, public_key: bytes) -> dict[str, Any]:
    """The credential of a token signed by that key. Raises `proof.bad-token`: `alg` none or another, altered, no JSON."""
    parts = text.split(".")
    if len(parts) != 3 or len(text) > LONGEST:
        raise BAD_TOKEN.error(detail="form")
    header, payload, signature = (_bytes(part) for part in parts)
    if not verified("ed25519", public_key, f"{parts[0]}.{parts[1]}".encode(), signature):
        raise BAD_TOKEN.error(detail="signature")
    head, credential = _object(header), _object(payload)
    if (head.get("alg"), head.get("typ")) != ("EdDSA", "vc+jwt") or "crit" in head:
        raise BAD_TOKEN.error(detail="header")
    return credential


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BAD_TOKEN.error(detail="base64") from None
    if _text(data) != text:
        raise BAD_TOKEN.error(detail="base64")
    return data


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BAD_TOKEN.error(detail="JSON")
    return value
