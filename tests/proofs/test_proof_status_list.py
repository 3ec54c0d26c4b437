"""Status lists against W3C “Bitstring Status List v1.0” (Recommendation of 15 May 2025)."""

from __future__ import annotations

import base64
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.proofs import status_list
from tanzuji.proofs.offline import verify

EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
"""The encodedList of the specification's example credential (section 3.2): nobody is revoked."""


def packed(data: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(data)).rstrip(b"=").decode()


def test_the_empty_list_is_the_specifications_example_byte_for_byte() -> None:
    assert status_list.encoded(b"") == EXAMPLE
    assert status_list.decoded(EXAMPLE) == bytes(16384) == verify.unfolded(EXAMPLE)


def test_bit_zero_is_the_leftmost_of_the_first_byte() -> None:
    """Section 3.2: “the first index, with a value of zero (0), is located at the left-most bit in the bitstring”."""
    bits = status_list.decoded(status_list.encoded(bytes([0b1000_0001, 0b0100_0000])))
    assert [index for index in range(24) if status_list.is_set(bits, index)] == [0, 7, 9]


@given(st.sets(st.integers(0, status_list.BITS - 1), max_size=50))
def test_what_is_set_is_read_again_by_both_readers(marked: set[int]) -> None:
    bits = bytearray(status_list.BITS // 8)
    for index in marked:
        bits[index >> 3] |= 0x80 >> (index & 7)
    text = status_list.encoded(bytes(bits))
    assert status_list.decoded(text) == bytes(bits) == verify.unfolded(text)
    assert all(status_list.is_set(bytes(bits), index) for index in marked)


@pytest.mark.parametrize(
    "text",
    ["", "u", EXAMPLE[1:], "z" + EXAMPLE[1:], EXAMPLE[:-4], EXAMPLE + "AAAA", "u!!!!", packed(bytes(16383)),
     packed(bytes((1 << 20) + 1)), "u" + "A" * 1000],
    ids=["empty", "prefix alone", "no prefix", "other prefix", "cut off", "something behind", "no base64",
         "too short", "bomb", "no gzip"],
)  # fmt: skip
def test_a_list_that_is_none_is_refused_by_both_readers(text: str) -> None:
    """TRUST 22: a list unfolds to a mebibyte at most, whatever it claims."""
    with pytest.raises(CodedError) as caught:
        status_list.decoded(text)
    assert caught.value.code == "proof.bad-status-list"
    assert verify.unfolded(text) == b""


def test_an_index_beyond_the_list_is_refused() -> None:
    for index in (-1, status_list.BITS):
        with pytest.raises(CodedError):
            status_list.is_set(bytes(status_list.BITS // 8), index)
