"""Canonical JSON of the package and of the stand-alone verifier against RFC 8785's published vectors.

RFC 8785, sections 3.2.2–3.2.4, and the test data of its author (cyberphone/json-canonicalization, testdata/). The
verifier refuses fractions, which a bundle never has, and the vectors with fractions are tried on the package alone.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.canonical import canonical_json
from tanzuji.proofs.offline import verify

WEIRD = r"""{
  "\u20ac": "Euro Sign",
  "1": "One",
  "\u0080": "Control\u007f",
  "\ud83d\ude02": "Smiley",
  "\u00f6": "Latin Small Letter O With Diaeresis",
  "\ufb33": "Hebrew Letter Dalet With Dagesh",
  "</script>": "Browser Challenge"
}"""
WEIRD_OUT = (
    '{"1":"One","</script>":"Browser Challenge","\u0080":"Control\u007f",'
    '"\u00f6":"Latin Small Letter O With Diaeresis","\u20ac":"Euro Sign","\U0001f602":"Smiley",'
    '"\ufb33":"Hebrew Letter Dalet With Dagesh"}'
)
FRENCH = """{
  "peach": "This sorting order",
  "péché": "is wrong according to French",
  "pêche": "but canonicalization MUST",
  "sin":   "ingnore locale"
}"""
FRENCH_OUT = (
    '{"peach":"This sorting order","péché":"is wrong according to French",'
    '"pêche":"but canonicalization MUST","sin":"ingnore locale"}'
)
STRING = (
    r'{"string": "\u20ac$\u000F\u000aA' + "'" + r'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}'
)
STRING_OUT = r'{"literals":[null,true,false],"string":"€$\u000f\nA' + "'" + r'B\"\\\\\"/"}'
UNICODE = '{"Unnormalized Unicode":"A\u030a"}'


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [(WEIRD, WEIRD_OUT), (FRENCH, FRENCH_OUT), (STRING, STRING_OUT), (UNICODE, UNICODE)],
    ids=["weird", "french", "rfc-3.2.2", "unicode"],
)
def test_published_vectors_come_out_byte_for_byte(given_: str, wanted: str) -> None:
    value = json.loads(given_)
    assert canonical_json(value) == wanted.encode()
    assert verify.canonical(value).encode() == wanted.encode()


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"), ("8000000000000000", "0"), ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"), ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"), ("c340000000000000", "-9007199254740992"),
        ("4430000000000000", "295147905179352830000"), ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"), ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"), ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"), ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"), ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"), ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"), ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"), ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_appendix_b_lists_them(bits: str, text: str) -> None:
    import struct

    assert canonical_json(struct.unpack(">d", bytes.fromhex(bits))[0]) == text.encode()


@pytest.mark.parametrize("value", [0.5, 1.0, float("inf"), 1 << 53, {"a": [1.5]}])
def test_the_verifier_refuses_numbers_a_bundle_never_has(value: object) -> None:
    with pytest.raises(ValueError):
        verify.canonical(value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_package_and_verifier_write_every_document_alike(value: object) -> None:
    assert verify.canonical(value).encode() == canonical_json(value)


@pytest.mark.parametrize(
    "text",
    ['{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', '{"a":1}\n', '{"a":1.0}', '{"a":1e0}', '{"a":-0}', "[1]", '"a"',
     '{"a":"\\u0041"}', '{"a":"\\/"}', '{"a":NaN}', '{"a":"\ud800"}', "{", '{"a":' * 5000, '{"a":9007199254740993}'],
)  # fmt: skip
def test_the_verifier_takes_one_spelling_of_a_document_only(text: str) -> None:
    """TRUST 58: duplicate names, depth, NaN, lone surrogates; and other blanks, orders, escapes, numbers."""
    with pytest.raises(verify.Refused) as caught:
        verify.read_object(text.encode("utf-8", "surrogatepass"), "certificate.json")
    assert caught.value.code == "json"
