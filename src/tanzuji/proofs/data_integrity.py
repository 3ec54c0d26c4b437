"""Data integrity proofs of the suite eddsa-jcs-2022: a credential signed inside itself (W3C vc-di-eddsa 1.0, section 3.3).

What is signed is SHA-256 of the canonical proof options, then SHA-256 of the canonical document without its proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError, define
from tanzuji.proofs import multikeys
from tanzuji.proofs.signing import Signer, verified

SUITE = "eddsa-jcs-2022"
PURPOSE = "assertionMethod"

BAD_CREDENTIAL = define(
    "proof.credential-altered",
    zh="凭证的签名不成立。",
    en="The signature of the credential does not hold.",
    remedy_zh="凭证被改动过，或公钥不是签发机构的；请重新下载并核对公钥。",
    remedy_en="The credential was altered or the key is not the issuer's; download it again and compare the key.",
)

Credential = dict[str, Any]


def hash_data(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The 64 bytes that are signed; a `proof` of the document and a `proofValue` of the options are left out."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    config = {name: value for name, value in options.items() if name != "proofValue"}
    return b"".join(hashlib.sha256(canonical_json(part)).digest() for part in (config, bare))


def with_proof(document: Mapping[str, Any], signer: Signer, method: str, created: str) -> Credential:
    """The document with its proof. `method` is the DID address of the key, `created` a time as `2025-06-18T00:00:00Z`."""
    options: Credential = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": PURPOSE,
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    value = multikeys.encoded(signer.sign(hash_data(document, options)))
    return {**document, "proof": options | {"proofValue": value}}


def check(document: Mapping[str, Any], public_key: bytes) -> str:
    """The address of the key that signed, once the proof holds under `public_key` (32 bytes).

    Raises `proof.credential-altered`, also for another suite, another purpose or contexts other than the document's.
    """
    proof = document.get("proof")
    if not isinstance(proof, dict) or not _options_hold(document, proof):
        raise BAD_CREDENTIAL.error("proof")
    try:
        signature = multikeys.decoded(str(proof.get("proofValue")))
        data = hash_data(document, proof)
    except CodedError as error:
        raise BAD_CREDENTIAL.error("proof") from error
    if not verified("ed25519", public_key, data, signature):
        raise BAD_CREDENTIAL.error("proof")
    return str(proof["verificationMethod"])


def _options_hold(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bool:
    kind = (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose"))
    if kind != ("DataIntegrityProof", SUITE, PURPOSE) or not isinstance(proof.get("verificationMethod"), str):
        return False
    if "@context" not in proof:
        return True
    signed, shown = proof["@context"], document.get("@context")
    if not (isinstance(signed, list) and isinstance(shown, list)):
        return bool(signed == shown)
    return shown[: len(signed)] == signed
