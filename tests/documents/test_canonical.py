"""The canonical form against the reference implementation of RFC 8785, byte for byte."""

from __future__ import annotations

import math
import struct
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tanzuji import check, compute, demo_models, starter_release
from tanzuji.documents import CodedError, canonical_json

ANY_TEXT = st.text(
    st.characters(codec="utf-8")
)  # astral planes and private use among them: their order differs
BITS = st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0])
NUMBERS = st.one_of(
    BITS.filter(math.isfinite),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.integers(-330, 308).map(lambda exponent: float(f"1e{exponent}")),
    st.integers(-(2**53), 2**53).map(float),
)
PLAIN = st.recursive(
    st.one_of(st.none(), st.booleans(), ANY_TEXT, NUMBERS),
    lambda inner: st.one_of(st.lists(inner), st.lists(inner).map(tuple), st.dictionaries(ANY_TEXT, inner)),
    max_leaves=30,
)


@given(PLAIN)
def test_plain_data_is_written_as_the_reference_writes_it(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(BITS.filter(math.isfinite))
def test_every_finite_number_is_written_as_the_reference_writes_it(value: float) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_documents_are_written_as_the_reference_writes_them(name: str) -> None:
    footprint = compute(demo_models()[name], starter_release())
    for document in (footprint.model, footprint, check(footprint)):
        assert canonical_json(document) == rfc8785.dumps(document.plain())


class Word(str):
    """A string with a type of its own, as an enumeration's member is."""


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, 2**53, -(2**53), "\ud800", {"\udfff": 1}, {1: "a"}, {"a": 1, 2: "b"}, {1, 2},
     b"bytes", object()],
)  # fmt: skip
def test_what_the_reference_refuses_is_refused(value: Any) -> None:
    for inside in (value, [value], {"a": value}):
        with pytest.raises((rfc8785.CanonicalizationError, UnicodeEncodeError, TypeError)):
            rfc8785.dumps(inside)
        with pytest.raises((CodedError, TypeError)):
            canonical_json(inside)


@pytest.mark.parametrize("value", [Word("a"), {Word("b"): Word("a")}, [True, Word("\n")]])
def test_a_kind_of_string_is_written_as_a_string(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)
