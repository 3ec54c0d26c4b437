"""YAML from outside: what stands there is what is read, and nothing hostile gets further than its code."""

from __future__ import annotations

import time

import pytest
import yaml

from tanzuji.documents.errors import CodedError
from tanzuji.formats.safe_yaml import MAX_NODES, decoded, load, load_with_places


@pytest.mark.parametrize(
    ("written", "value"),
    [
        # YAML 1.2.2, section 10.3.2 (core schema); where it differs from 1.1 the text stays text.
        ("true", True), ("FALSE", False), ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("n", "n"),
        ("12", 12), ("-3", -3), ("+4", 4), ("1.50", 1.5), ("1e3", 1000.0), (".5", 0.5), ("2.", 2.0),
        ("0123", "0123"), ("01.5", "01.5"), ("1:30", "1:30"), ("1_000", "1_000"), ("1,5", "1,5"),
        ("2024-01-01", "2024-01-01"), ("'12'", "12"), ('"true"', "true"), ("!!str 12", "12"), ("１２", "１２"),
        ("~", None), ("null", None), ("", None), ("=mass * 2", "=mass * 2"),
    ],
)  # fmt: skip
def test_a_scalar_is_what_it_says(written: str, value: object) -> None:
    read = load(f"a: {written}")["a"]
    assert read == value and type(read) is type(value)


def test_where_yaml_1_1_and_1_2_agree_the_reference_reader_gives_the_same() -> None:
    text = "a: 1\nb: [x, 2.5, true, null]\nc:\n  d: |\n    zwei\n    drei\n  e: 'f'\ng: {h: \"i\\u4e2d\"}\n"
    assert load(text) == yaml.safe_load(text)


def _laughs() -> str:
    """Nine levels of nine: 9^9 = 387 million strings."""
    levels = ["a0: &a0 [" + ",".join(["ha"] * 9) + "]"]
    levels += [f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 10)]
    return "\n".join(levels)


def _few_but_wide() -> str:
    """Only 20 aliases, which together would make 30 000 x 20 values."""
    return "a: &a [" + "x," * 30_000 + "]\nb: [" + ",".join(["*a"] * 20) + "]"


HOSTILE = {
    "billion laughs": (_laughs(), "yaml.expansion"),
    "few aliases of a wide list": (_few_but_wide(), "yaml.expansion"),
    "an alias that holds itself": ("a: &a [*a]", "yaml.unknown-alias"),
    "an alias of nothing": ("a: *b", "yaml.unknown-alias"),
    "100 000 brackets": ("[" * 100_000, "yaml.too-deep"),
    "100 000 braces": ("{a: " * 100_000, "yaml.too-deep"),
    "100 000 dashes": ("- " * 100_000, "yaml.too-deep"),
    "1 500 indentations": ("\n".join(" " * i + "a:" for i in range(1_500)), "yaml.too-deep"),
    "an object": ("a: !!python/object/apply:os.system [ls]", "yaml.tag"),
    "a tag of its own": ("a: !secret x", "yaml.tag"),
    "binary": ("a: !!binary aGk=", "yaml.tag"),
    "duplicate key": ("a: 1\nb: 2\na: 3", "yaml.duplicate-key"),
    "duplicate key in quotes": ("a: 1\n'a': 3", "yaml.duplicate-key"),
    "complex key": ("? [a, b]\n: c", "yaml.bad-key"),
    "nan": ("a: .nan", "yaml.not-finite"),
    "infinity": ("a: -.inf", "yaml.not-finite"),
    "1e999": ("a: 1e999", "yaml.not-finite"),
    "1e-999": ("a: 1e-999", "yaml.not-finite"),
    "a million digits": ("a: " + "9" * 1_000_000, "yaml.not-finite"),
    "NUL": ("a: x\0y", "yaml.bad-character"),
    "escaped NUL": ('a: "x\\0y"', "yaml.bad-character"),
    "escaped NUL in a key": ('"a\\0": x', "yaml.bad-character"),
    "bell": ("a: x\x07", "yaml.bad-character"),
    "lone surrogate": ("a: \ud800", "yaml.bad-character"),
    "escaped surrogate": ('a: "\\ud800"', "yaml.syntax"),
    "two documents": ("a: 1\n---\nb: 2", "yaml.several-documents"),
    "nothing": ("", "yaml.empty"),
    "only a comment": ("# a\n", "yaml.empty"),
    "tab indentation": ("a:\n\t- b", "yaml.syntax"),
    "open bracket": ("a: [1, 2", "yaml.syntax"),
    "3 MB": ("a: " + "x" * 3_000_000, "yaml.too-large"),
    "too many values": ("a: [" + "1," * (MAX_NODES + 1) + "]", "yaml.too-large"),
    "a megabyte of key over a wide list": ("? " + "k" * 1_000_000 + "\n: [" + "1," * (MAX_NODES + 1) + "]", "yaml.too-large"),
    "UTF-32": ("a: 1".encode("utf-32"), "yaml.encoding"),
    "no known encoding": (b"a: \x80\xff\xff", "yaml.encoding"),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_yaml_is_refused_with_a_code_within_two_seconds(case: str) -> None:
    text, code = HOSTILE[case]
    started = time.perf_counter()
    with pytest.raises(CodedError) as refused:
        load(text, name="bad.yaml")
    assert time.perf_counter() - started < 2
    assert refused.value.code == code
    problem = refused.value.problems[0]
    assert "bad.yaml" in problem.text("zh") and "{" not in problem.text("en") + problem.remedy("zh")
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_is_read_in_the_encodings_in_use(encoding: str) -> None:
    assert load("名称: 碳足迹".encode(encoding)) == {"名称": "碳足迹"}


def test_utf_16_of_either_order_is_read_by_its_mark() -> None:
    assert (
        decoded(b"\xfe\xff" + "碳".encode("utf-16-be"))
        == decoded(b"\xff\xfe" + "碳".encode("utf-16-le"))
        == "碳"
    )


def test_an_anchor_may_be_used_a_few_times_and_gives_separate_values() -> None:
    read = load("a: &a {b: [1]}\nc: *a\nd: *a")
    read["c"]["b"].append(2)
    assert read == {"a": {"b": [1]}, "c": {"b": [1, 2]}, "d": {"b": [1]}}


def test_places_are_those_an_editor_shows() -> None:
    """Counted by hand: line 3 is `  - name: x`, the item starts at column 5; `amount` stands below it."""
    text = "id: m\nprocesses:\n  - name: x\n    amount: 2\n  - name: y\n"
    _, places = load_with_places(text)
    assert places.positions["processes[0]"] == (3, 5)
    assert places.positions["processes[0].amount"] == (4, 5)
    assert places.positions["processes[1].name"] == (5, 5)
    assert places.find("processes[1].missing.deeper") == (5, 5)
    assert places.written["processes[0].amount"] == "2"


def test_a_file_name_cannot_break_the_message() -> None:
    name = "a\r\nb\u202e" + "c" * 300
    with pytest.raises(CodedError) as refused:
        load("", name=name)
    text = refused.value.problems[0].text("en")
    assert "\n" not in text and "\u202e" not in text and len(text) < 150
