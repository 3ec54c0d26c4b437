"""What an entry of the log is made of: its kind and the canonical JSON of what was done, or a salted digest of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs.refusals import FLOAT, TOO_LARGE
from tanzuji.proofs.tiles import MAX_ENTRY

SALT = 32
"""Bytes of a salt: without it a low-entropy value, as a footprint of four digits, is found by trying."""


def leaf(kind: str, payload: Mapping[str, Any]) -> bytes:
    """`kind\\n` and the RFC 8785 form of the payload. Raises `log.float`, `log.entry-too-large`, `document.not-canonical`."""
    _refuse_floats(payload, "payload")
    entry = f"{kind}\n".encode() + canonical_json(dict(payload))
    if len(entry) > MAX_ENTRY:
        raise TOO_LARGE.error(size=len(entry), limit=MAX_ENTRY)
    return entry


def salted_leaf(kind: str, payload: Mapping[str, Any], salt: bytes) -> bytes:
    """The public entry for something confidential: `kind-salted\\n` and the digest of salt and payload, nothing else.

    Who is shown payload and salt reckons the same entry and checks its proof. Raises as `leaf` does.
    """
    leaf(kind, payload)
    digest = hashlib.sha256(salt + canonical_json(dict(payload))).hexdigest()
    return leaf(f"{kind}-salted", {"digest": digest})


def _refuse_floats(value: Any, place: str) -> None:
    if isinstance(value, float):
        raise FLOAT.error(place, place=place)
    if isinstance(value, Mapping):
        for name, item in value.items():
            _refuse_floats(item, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _refuse_floats(item, f"{place}[{number}]")
