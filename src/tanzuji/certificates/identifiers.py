"""Who signs here, as did:web: the platform for its status lists, every body for its credentials."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings

from tanzuji.ledger import keys
from tanzuji.ledger.keys import Signer
from tanzuji.proofs.did import did_document, did_web, key_address

STATUS_KEY = "status"
"""The key that signs the status lists."""


def node() -> str:
    """The platform itself."""
    return did_web(keys.node_name())


def issuer(body: UUID) -> str:
    """A body that issues certificates here."""
    return did_web(keys.node_name(), "did", str(body))


def issuer_key(body: UUID) -> str:
    """The name of its key."""
    return f"issuer/{body}"


def method(did: str, signer: Signer) -> str:
    """The address of the key in its owner's document."""
    return key_address(did, signer.public_key)


def node_document() -> dict[str, Any]:
    """What stands at `/.well-known/did.json`: the keys of status lists, and where the log publishes its own."""
    keys.signer(STATUS_KEY)
    service = {
        "id": f"{node()}#log",
        "type": "TransparencyLog",
        "serviceEndpoint": f"{settings.ADDRESS}/log/keys",
    }
    return did_document(node(), _public(STATUS_KEY), services=[service])


def issuer_document(body: UUID) -> dict[str, Any] | None:
    """What stands at `/did/<body>/did.json`; None for an organisation that never signed a credential."""
    found = _public(issuer_key(body))
    return did_document(issuer(body), found) if found else None


def _public(name: str) -> list[bytes]:
    """Every Ed25519 key that signs or signed under a name; what it signed holds after it was replaced."""
    return [known.key.public_key for known in keys.known(name) if known.algorithm == "ed25519"]
