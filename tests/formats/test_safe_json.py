"""JSON from outside: one meaning, bounded depth, finite numbers; the member's name stands in every error."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_json import MAX_DEPTH, read_json

HOSTILE: list[tuple[str, bytes, str]] = [
    ("duplicate key", b'{"amount": 1, "amount": 2}', "json.duplicate-key"),
    ("duplicate by escape", b'{"a": 1, "\\u0061": 2}', "json.duplicate-key"),
    ("duplicate far inside", b'[[{"x": {"y": 1, "y": 1}}]]', "json.duplicate-key"),
    ("201 levels", b"[" * 201 + b"]" * 201, "json.too-deep"),
    ("10 000 levels", b"[" * 10_000 + b"]" * 10_000, "json.too-deep"),
    ("10 000 objects", b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "json.too-deep"),
    ("brackets in texts do not close", b'["]",' * 201 + b"1" + b"]" * 201, "json.too-deep"),
    ("1 000 002 values", b"[" + b"0," * 1_000_001 + b"0]", "json.too-many-values"),
    ("1e999", b'{"amount": 1e999}', "json.not-finite"),
    ("long integer", b'{"amount": 1' + b"0" * 400 + b"}", "json.not-finite"),
    ("NaN", b'{"amount": NaN}', "json.not-finite"),
    ("-Infinity", b'{"amount": -Infinity}', "json.not-finite"),
    ("lone surrogate", b'{"name": "\\ud800"}', "json.lone-surrogate"),
    ("lone surrogate in a key", b'{"\\udfff": 1}', "json.lone-surrogate"),
    ("U+0000", b'{"name": "a\\u0000b"}', "json.nul-character"),
    ("raw NUL", b'{"name": "a\x00b"}', "json.malformed"),
    ("truncated", b'{"name": "a', "json.malformed"),
    ("two values", b"{} {}", "json.malformed"),
    ("empty", b"", "json.malformed"),
    ("UTF-16", '{"a": 1}'.encode("utf-16"), "json.not-utf8"),
    ("GBK", '{"名": 1}'.encode("gbk"), "json.not-utf8"),
    ("endless escapes", b'{"a": "' + b'\\"' * 500_000, "json.malformed"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), [c[1:] for c in HOSTILE], ids=[c[0] for c in HOSTILE])
def test_case_58_hostile_json_is_refused_with_its_code_and_place_within_two_seconds(
    data: bytes, code: str
) -> None:
    start = time.perf_counter()
    with pytest.raises(CodedError) as caught:
        read_json(data, "processes/a.json")
    assert time.perf_counter() - start < 2
    assert caught.value.code == code
    assert caught.value.problems[0].path == "processes/a.json"
    for language in ("zh", "en"):
        assert caught.value.render(language).encode("utf-8")


def test_two_hundred_levels_are_accepted_and_brackets_in_texts_do_not_count() -> None:
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert read_json(deep, "a") == json.loads(deep)
    assert read_json(json.dumps(["[{" * 500]).encode(), "a") == ["[{" * 500]


def test_the_bound_on_values_counts_values_and_not_the_commas_of_texts() -> None:
    assert read_json(b'[0, "a,[{,,,,"]', "a", max_values=2) == [0, "a,[{,,,,"]
    with pytest.raises(CodedError, match=r"json\.too-many-values"):
        read_json(b"[0, 0, 0]", "a", max_values=2)


def test_a_byte_order_mark_and_a_surrogate_pair_are_read() -> None:
    assert read_json(b'\xef\xbb\xbf{"name": "\\ud83c\\udf0d"}', "a") == {"name": "🌍"}


_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00")), inner
        )
    ),
    max_leaves=30,
)


@given(_values, st.booleans())
def test_what_the_standard_library_writes_is_read_back(value: object, ascii_only: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=ascii_only).encode(), "a") == value
