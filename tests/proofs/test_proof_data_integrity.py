"""Data integrity proofs against the vectors of W3C “Data Integrity EdDSA Cryptosuites v1.0” (Recommendation of
15 May 2025), appendix B.3 “Representation: eddsa-jcs-2022”, byte for byte: examples 29 to 39."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest

from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError
from tanzuji.proofs import data_integrity, multikeys
from tanzuji.proofs.offline import verify
from tanzuji.proofs.signing import Ed25519Signer

PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
METHOD = f"did:key:{PUBLIC}#{PUBLIC}"
CREATED = "2023-02-24T23:36:38Z"
CREDENTIAL: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
CANONICAL = (
    '{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],'
    '"credentialSubject":{"alumniOf":"The School of Examples","id":"did:example:abcdefgh"},'
    '"description":"A minimum viable example of an Alumni Credential.",'
    '"id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","issuer":"https://vc.example/issuers/5678",'
    '"name":"Alumni Credential","type":["VerifiableCredential","AlumniCredential"],"validFrom":"2023-01-01T00:00:00Z"}'
)
CREDENTIAL_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
OPTIONS_HASH = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
SIGNATURE = (
    "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b803"
    "51da3f253d725c6f00b07c9e5448d50b3ef78012b9ab54255116d069c6dd2808"
)
PROOF_VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


def signer() -> Ed25519Signer:
    secret = multikeys.decoded(SECRET)
    assert secret[:2] == bytes([0x80, 0x26])  # multicodec ed25519-priv
    return Ed25519Signer(secret[2:])


def signed() -> dict[str, Any]:
    return data_integrity.with_proof(CREDENTIAL, signer(), METHOD, CREATED)


def test_the_published_secret_key_has_the_published_public_key() -> None:
    """Example 29."""
    assert multikeys.multikey(signer().public_key) == PUBLIC
    assert multikeys.public_key(PUBLIC) == signer().public_key == verify.ed25519_of(PUBLIC)


def test_the_canonical_credential_and_its_hash_are_the_published_ones() -> None:
    """Examples 31 and 32, by the package and by the stand-alone verifier."""
    assert canonical_json(CREDENTIAL).decode() == verify.canonical(CREDENTIAL) == CANONICAL
    assert hashlib.sha256(CANONICAL.encode()).hexdigest() == CREDENTIAL_HASH


def test_what_is_signed_are_the_two_published_hashes() -> None:
    """Examples 35 and 36."""
    assert data_integrity.hash_data(CREDENTIAL, signed()["proof"]).hex() == OPTIONS_HASH + CREDENTIAL_HASH


def test_the_signature_and_the_whole_proof_are_the_published_ones() -> None:
    """Examples 37 to 39."""
    assert multikeys.decoded(PROOF_VALUE).hex() == SIGNATURE == verify.base58(PROOF_VALUE).hex()
    assert signed()["proof"] == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": CREATED,
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
        "@context": CREDENTIAL["@context"],
        "proofValue": PROOF_VALUE,
    }


def test_the_published_credential_verifies_with_both_verifiers() -> None:
    document = signed()
    assert data_integrity.check(document, signer().public_key) == METHOD
    named = dict(CREDENTIAL, issuer=f"did:key:{PUBLIC}")
    again = data_integrity.with_proof(named, signer(), METHOD, CREATED)
    verify.check_credential(again, "credential.json", f"did:key:{PUBLIC}", {signer().public_key})


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["credentialSubject"].update(alumniOf="The School of Counterexamples"),
        lambda d: d.update(added="word"),
        lambda d: d.pop("name"),
        lambda d: d["proof"].update(created="2023-02-24T23:36:39Z"),
        lambda d: d["proof"].update(proofPurpose="authentication"),
        lambda d: d["proof"].update(cryptosuite="eddsa-rdfc-2022"),
        lambda d: d["proof"].update(type="Ed25519Signature2020"),
        lambda d: d["proof"].update(proofValue="z" + "1" * 64),
        lambda d: d["proof"].update(proofValue=PROOF_VALUE[1:]),
        lambda d: d["proof"].update(proofValue=None),
        lambda d: d["proof"].pop("@context"),
        lambda d: d["@context"].reverse(),
        lambda d: d.pop("@context"),
        lambda d: d.pop("proof"),
        lambda d: d.update(proof="proof"),
        lambda d: d.update(number=float("nan")),
    ],
)
def test_a_credential_that_was_changed_anywhere_does_not_hold(change: Any) -> None:
    document = copy.deepcopy(signed())
    change(document)
    with pytest.raises(CodedError) as caught:
        data_integrity.check(document, signer().public_key)
    assert caught.value.code == "proof.credential-altered"


def test_a_document_with_more_contexts_than_were_signed_does_not_verify_either() -> None:
    """Vc-di-eddsa 3.3.2 lets a document begin with the proof's contexts; the further one was not signed, so the hash
    differs all the same."""
    document = copy.deepcopy(signed())
    document["@context"].append("https://example.com/more")
    with pytest.raises(CodedError):
        data_integrity.check(document, signer().public_key)


def test_another_key_does_not_verify_it() -> None:
    with pytest.raises(CodedError):
        data_integrity.check(signed(), Ed25519Signer.made().public_key)
