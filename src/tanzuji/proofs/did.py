"""Identifiers of who signs (did:web): an address turned into a name, and the document of its keys served under it.

W3C did:web method: `did:web:host%3Aport:path:parts` is read at `https://host:port/path/parts/did.json`, without a path
at `/.well-known/did.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tanzuji.proofs.multikeys import multikey

CONTEXT = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]


def did_web(host: str, *path: str) -> str:
    """The identifier of a host (with port, if any) and a path below it."""
    return ":".join(["did:web", *(quote(part, safe="") for part in (host, *path))])


def key_address(did: str, public_key: bytes) -> str:
    """The address of a key in its document: the key itself stands after the `#`, so a new key has a new address."""
    return f"{did}#{multikey(public_key)}"


def did_document(
    did: str, keys: Sequence[bytes], *, names: Sequence[str] = (), services: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The document: keys that may sign credentials (newest last), other addresses of the same party, its services."""
    methods = [
        {
            "id": key_address(did, key),
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": multikey(key),
        }
        for key in keys
    ]
    return {
        "@context": CONTEXT,
        "id": did,
        **({"alsoKnownAs": list(names)} if names else {}),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
        **({"service": [dict(service) for service in services]} if services else {}),
    }
