"""Texts sealed for a place: the published vectors of both ciphers, and nothing opens that was changed or moved."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.proofs import sealing
from tanzuji.proofs.sealing import ALGORITHMS, NotOpened, SealAlgorithm, SealingKey

PLACE = ("tenant-1", "footprints_study", "document", "row-1")

AES_KEY = "feffe9928665731c6d6a8f9467308308" * 2
AES_PLAIN = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
    "b16aedf5aa0de657ba637b39"
)
AES_SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
    "c5f61e6393ba7a0abcc9f662" "76fc6ece0f4e1768cddf8853bb2d551b"
)  # fmt: skip
SM4_PLAIN = "".join(two * 8 for two in ("aa", "bb", "cc", "dd", "ee", "ff", "ee", "aa"))
SM4_SEALED = (
    "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec"
)
BESIDE = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
VECTORS = [
    pytest.param(
        "aes-256-gcm", AES_KEY, "cafebabefacedbaddecaf888", AES_PLAIN, AES_SEALED,
        id="AES-256: McGrew and Viega, The Galois/Counter Mode of Operation, test case 16",
    ),
    pytest.param(
        "sm4-gcm", "0123456789abcdeffedcba9876543210", "00001234567800000000abcd", SM4_PLAIN, SM4_SEALED,
        id="SM4: RFC 8998, appendix A.1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("algorithm", "key", "nonce", "plain", "sealed"), VECTORS)
def test_the_published_vector_comes_out_and_opens(
    algorithm: SealAlgorithm, key: str, nonce: str, plain: str, sealed: str
) -> None:
    of = SealingKey(algorithm, bytes.fromhex(key))
    number, beside = bytes.fromhex(nonce), bytes.fromhex(BESIDE)
    assert sealing.encrypted(of, number, bytes.fromhex(plain), beside).hex() == sealed
    assert sealing.decrypted(of, number, bytes.fromhex(sealed), beside).hex() == plain


@given(st.binary(max_size=200), st.lists(st.text(max_size=8), max_size=5))
def test_another_implementation_opens_what_is_sealed(plain: bytes, place: list[str]) -> None:
    """`AESGCM` of cryptography, with the authenticated data as the docstring of `bound` says."""
    key = SealingKey.made("aes-256-gcm")
    sealed = sealing.seal(key, plain, place)
    peer = AESGCM(key.secret)
    assert peer.decrypt(sealed[:12], sealed[12:], sealing.bound(key, place)) == plain


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_no_changed_bit_opens(algorithm: SealAlgorithm) -> None:
    key = SealingKey.made(algorithm)
    sealed = sealing.seal(key, "水泥熟料 794.5".encode(), PLACE)
    assert sealing.unseal(key, sealed, PLACE).decode() == "水泥熟料 794.5"
    for bit in range(8 * len(sealed)):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NotOpened):
            sealing.unseal(key, bytes(changed), PLACE)
    for length in range(len(sealed)):
        with pytest.raises(NotOpened):
            sealing.unseal(key, sealed[:length], PLACE)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_nothing_opens_at_another_tenant_table_field_or_row(algorithm: SealAlgorithm) -> None:
    key = SealingKey.made(algorithm)
    sealed = sealing.seal(key, b"x", PLACE)
    for part in range(len(PLACE)):
        moved = [*PLACE]
        moved[part] += "x"
        with pytest.raises(NotOpened):
            sealing.unseal(key, sealed, moved)


@given(st.lists(st.text(max_size=6), max_size=4), st.lists(st.text(max_size=6), max_size=4))
def test_two_places_never_read_alike(one: list[str], other: list[str]) -> None:
    """So that ("ab", "c") cannot stand for ("a", "bc")."""
    key = SealingKey("sm4-gcm", bytes(16))
    assert (sealing.bound(key, one) == sealing.bound(key, other)) == (one == other)


def test_the_key_is_part_of_what_is_authenticated_and_its_name_follows_from_it() -> None:
    one, other = SealingKey("aes-256-gcm", bytes(32)), SealingKey("aes-256-gcm", bytes(31) + b"\1")
    assert one.id != other.id and len(one.id) == sealing.ID
    assert one.id.encode() in sealing.bound(one, PLACE)
    assert bytes(32).hex() not in repr(one)
    with pytest.raises(NotOpened):
        sealing.unseal(other, sealing.seal(one, b"x", PLACE), PLACE)
    with pytest.raises(ValueError, match="32 bytes"):
        SealingKey("aes-256-gcm", bytes(16))


def test_the_same_text_never_lies_the_same_twice() -> None:
    key = SealingKey.made("aes-256-gcm")
    assert len({sealing.seal(key, b"same", PLACE) for _ in range(1000)}) == 1000
