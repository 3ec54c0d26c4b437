"""Keys as text (base58btc, Multikey), identifiers (did:web) and tokens (vc+jwt), against published examples."""

from __future__ import annotations

import base64
import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import did, jose, multikeys
from tanzuji.proofs.offline import verify
from tanzuji.proofs.signing import Ed25519Signer


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
     (b"The quick brown fox jumps over the lazy dog.", "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"),
     (bytes.fromhex("0000287fb4cd"), "z11233QC4")],
)  # fmt: skip
def test_base58_is_as_its_specification_shows(data: bytes, text: str) -> None:
    """draft-msporny-base58-03, section 5 (test vectors), with the multibase prefix z; Deno's std/encoding and others test the same."""
    assert multikeys.encoded(data) == text
    assert multikeys.decoded(text) == data == verify.base58(text)


@given(st.binary(max_size=80))
def test_base58_comes_back_unchanged(data: bytes) -> None:
    assert multikeys.decoded(multikeys.encoded(data)) == data == verify.base58(multikeys.encoded(data))


@pytest.mark.parametrize("text", ["", "2NEpo", "z0", "zO", "zI", "zl", "z ", "z" + "2" * 300, "ｚ2NEpo"])
def test_text_that_is_no_base58_is_refused(text: str) -> None:
    with pytest.raises(CodedError) as caught:
        multikeys.decoded(text)
    assert caught.value.code == "proof.bad-multibase"
    assert verify.base58(text) == b""


def test_a_key_of_another_kind_is_no_ed25519_key() -> None:
    """A P-256 Multikey (W3C Controlled Identifiers 1.0, example) begins with zDn."""
    for text in (
        "zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
        "z6Mk",
        multikeys.encoded(b"\xed\x01" + b"x" * 31),
    ):
        with pytest.raises(CodedError):
            multikeys.public_key(text)


@pytest.mark.parametrize(
    ("host", "path", "wanted"),
    [("w3c-ccg.github.io", (), "did:web:w3c-ccg.github.io"),
     ("w3c-ccg.github.io", ("user", "alice"), "did:web:w3c-ccg.github.io:user:alice"),
     ("example.com:3000", ("user", "alice"), "did:web:example.com%3A3000:user:alice")],
)  # fmt: skip
def test_identifiers_are_written_as_the_did_web_method_shows(
    host: str, path: tuple[str, ...], wanted: str
) -> None:
    """did:web Method Specification, examples of section 2.1."""
    assert did.did_web(host, *path) == wanted == verify.did_of(host, *path)


def test_a_document_lists_its_keys_for_assertion() -> None:
    keys = [Ed25519Signer(bytes([number]) * 32).public_key for number in (1, 2)]
    document = did.did_document("did:web:a.example", keys)
    assert [method["type"] for method in document["verificationMethod"]] == ["Multikey", "Multikey"]
    assert document["assertionMethod"] == [did.key_address("did:web:a.example", key) for key in keys]
    assert all(method["controller"] == document["id"] for method in document["verificationMethod"])


SIGNER = Ed25519Signer(b"7" * 32)
CREDENTIAL = {
    "type": ["VerifiableCredential"],
    "issuer": "did:web:a.example",
    "名称": "水泥",
    "proof": {"x": 1},
}


def test_an_independent_library_verifies_the_token() -> None:
    """PyJWT; the proof that was inside is not in it, for the token signs all."""
    public = Ed25519PublicKey.from_public_bytes(SIGNER.public_key)
    text = jose.token(CREDENTIAL, SIGNER, "did:web:a.example#k")
    bare = {name: value for name, value in CREDENTIAL.items() if name != "proof"}
    assert jwt.decode(text, public, algorithms=["EdDSA"]) == bare == jose.opened(text, SIGNER.public_key)


def test_tokens_are_read_from_an_independent_library() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(b"7" * 32)
    text = jwt.encode({"issuer": "did:web:a.example"}, private, algorithm="EdDSA", headers={"typ": "vc+jwt"})
    assert jose.opened(text, SIGNER.public_key) == {"issuer": "did:web:a.example"}


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(head: object, payload: str = segment({"a": 1})) -> str:
    text = f"{segment(head)}.{payload}"
    return f"{text}.{base64.urlsafe_b64encode(SIGNER.sign(text.encode())).rstrip(b'=').decode()}"


@pytest.mark.parametrize(
    "text",
    [segment({"alg": "none", "typ": "vc+jwt"}) + "." + segment({"a": 1}) + ".",
     jwt.encode({"a": 1}, SIGNER.public_key, algorithm="HS256", headers={"typ": "vc+jwt"}),
     signed({"alg": "none", "typ": "vc+jwt"}), signed({"alg": "EdDSA", "typ": "JWT"}),
     signed({"alg": "EdDSA", "typ": "vc+jwt", "crit": ["exp"]}), signed([1]),
     signed({"alg": "EdDSA", "typ": "vc+jwt"}, "bm8gSlNPTg"), signed({"alg": "EdDSA", "typ": "vc+jwt"})[:-2] + "A!",
     signed({"alg": "EdDSA", "typ": "vc+jwt"})[:-2] + "AA", "a.b", "", "a.b.c.d", "." * 300_000],
)  # fmt: skip
def test_forged_tokens_are_refused(text: str) -> None:
    """TRUST 61: alg none, a public key used as HMAC secret, another type, what is critical and unknown, no JSON."""
    with pytest.raises(CodedError) as caught:
        jose.opened(text, SIGNER.public_key)
    assert caught.value.code == "proof.bad-token"
