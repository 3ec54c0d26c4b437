"""The API under bad inputs: a code each, nothing stored, nothing done twice (TRUST §4: 56–60, 64–66)."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest
from offices import Program, model, named, refused, said, somebody, study

from tanzuji.footprints.models import AnsweredRequest, Comment, Study, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program(somebody())


@pytest.fixture
def mine(program: Program) -> Study:
    return study(program.acting)


BODY = model().plain()


def with_raw(raw: str) -> bytes:
    """A sound model with a piece of raw JSON as its version."""
    return json.dumps({**BODY, "version": "@@"}).replace('"@@"', raw).encode()


STRICT = {
    "repeated key": (json.dumps(BODY)[:-1].encode() + b', "id": "other"}', "json.duplicate-key"),
    "NaN": (with_raw("NaN"), "json.not-finite"),
    "-Infinity": (with_raw("-Infinity"), "json.not-finite"),
    "1e999": (with_raw("1e999"), "json.not-finite"),
    "10 000 levels": (with_raw("[" * 10_000 + "]" * 10_000), "json.too-deep"),
    "lone surrogate": (with_raw('"\\ud800"'), "json.lone-surrogate"),
    "U+0000": (with_raw('"a\\u0000b"'), "json.nul-character"),
    "not UTF-8": (json.dumps(BODY, ensure_ascii=False).encode("gb18030"), "json.not-utf8"),
    "cut off": (json.dumps(BODY).encode()[:-5], "json.malformed"),
    "a list": (b"[]", None),
    "a number": (b"7", None),
    "nothing": (b"", None),
}


@pytest.mark.parametrize("case", STRICT)
def test_json_has_one_meaning_or_none(program: Program, case: str) -> None:
    body, code = STRICT[case]
    began = time.monotonic()
    answer = program.post("studies", body)
    refused(answer, 422)
    assert code is None or [p["code"] for p in said(answer)["problems"]] == [code]
    assert time.monotonic() - began < 2
    assert Study.objects.count() == 0


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "", "multipart/form-data; boundary=x"]
)
def test_json_is_sent_as_json(program: Program, kind: str) -> None:
    answer = program.post("studies", json.dumps(BODY).encode(), Content_Type=kind)
    refused(answer, 415, "api.not-json")


def test_a_compressed_body_is_not_inflated(program: Program) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    refused(program.post("studies", bomb, Content_Encoding="gzip"), 415, "api.encoded-body")
    answer = program.upload("studies/file", named(b"x", "x.yaml"), Content_Encoding="gzip")
    refused(answer, 415, "api.encoded-body")


def test_a_body_beyond_the_limit_is_refused(program: Program) -> None:
    refused(program.post("studies", b'"' + b"x" * (34 * 2**20) + b'"'), 413, "api.too-large")


@pytest.mark.parametrize(
    "extra",
    [
        {"organisation": "x"},
        {"state": "submitted"},
        {"created_by": "x"},
        {"revision": 9},
        {"digest": "x"},
        {"total": 1},
    ],
)
def test_what_is_not_a_models_own_is_refused_not_ignored(
    program: Program, mine: Study, extra: dict[str, Any]
) -> None:
    refused(program.post("studies", {**BODY, **extra}), 422, "document.unknown-field")
    refused(program.post(f"studies/{mine.id}/versions", {"note": "", **extra}), 422, "document.unknown-field")
    body = {"action": "submit", "version": 1, **extra}
    refused(program.post(f"studies/{mine.id}/decisions", body), 422, "document.unknown-field")
    assert Study.objects.count() == 1 and Version.objects.count() == 0


@pytest.mark.parametrize(
    "written",
    [
        "1e0",
        "0x1",
        "%201",
        "９",
        "9223372036854775808",
        "-1",
        "null",
        "..%2f..",
        "%00",
        "{uuid}",
        "urn:uuid:0",
        "a" * 4000,
    ],
)
@pytest.mark.parametrize("path", ["", "/model", "/versions/1", "/edits"])
def test_an_id_written_oddly_is_absent(program: Program, written: str, path: str) -> None:
    assert program.get(f"studies/{written}{path}").status_code == 404


def test_an_id_in_capitals_is_absent(program: Program, mine: Study) -> None:
    refused(program.get(f"studies/{str(mine.id).upper()}"), 404, "web.absent")
    refused(program.get(f"studies/{mine.id.hex}"), 404, "web.absent")


@pytest.mark.parametrize("number", ["0", "2", "01", "1e0", "-1", "9223372036854775808", "9" * 5000])
def test_a_version_number_written_oddly_is_absent_or_the_number(
    program: Program, mine: Study, number: str
) -> None:
    program.post(f"studies/{mine.id}/versions", {})
    assert program.get(f"studies/{mine.id}/versions/{number}").status_code in (
        (200,) if number == "01" else (404,)
    )


def test_the_method_cannot_be_forged(program: Program, mine: Study) -> None:
    for header in ("X_HTTP_Method_Override", "X_Method_Override", "X_HTTP_Method"):
        assert program.post(f"studies/{mine.id}", {}, **{header: "DELETE"}).status_code == 405
        assert program.get(f"studies/{mine.id}?_method=DELETE", **{header: "DELETE"}).status_code == 200
    assert Study.objects.get().archived_at is None


# Idempotency-Key ──────────────────────────────────────────────────────────────


def test_the_same_request_under_one_key_is_done_once_and_answered_alike(program: Program) -> None:
    first, second = (program.post("studies", BODY, Idempotency_Key="2f1c") for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert Study.objects.count() == 1


def test_another_request_under_a_used_key_is_refused(program: Program, mine: Study) -> None:
    program.post("studies", BODY, Idempotency_Key="2f1c")
    refused(
        program.post("studies", {**BODY, "version": "2"}, Idempotency_Key="2f1c"),
        422,
        "footprints.key-reused",
    )
    refused(
        program.post(f"studies/{mine.id}/versions", {}, Idempotency_Key="2f1c"), 422, "footprints.key-reused"
    )
    assert Study.objects.count() == 2 and Version.objects.count() == 0


def test_a_key_is_ones_own(program: Program) -> None:
    colleague = Program(somebody("b@example.org", of=program.acting.organisation))
    ids = {said(who.post("studies", BODY, Idempotency_Key="2f1c"))["id"] for who in (program, colleague)}
    assert len(ids) == 2


def test_a_refused_request_does_not_use_up_its_key(program: Program) -> None:
    refused(program.post("studies", {**BODY, "unit": {}}, Idempotency_Key="2f1c"), 422)
    refused(program.post("studies?release=none", BODY, Idempotency_Key="2f1c"), 422)
    assert AnsweredRequest.objects.count() == 0
    assert program.post("studies", BODY, Idempotency_Key="2f1c").status_code == 201


@pytest.mark.parametrize("key", ["", "a" * 65, "a b", "\t", "é"])
def test_a_key_is_short_and_visible(program: Program, key: str) -> None:
    refused(program.post("studies", BODY, Idempotency_Key=key), 422, "api.bad-key")


def test_an_uploaded_file_counts_with_its_bytes(program: Program) -> None:
    from tanzuji.formats.models import write_yaml

    content = write_yaml(model()).encode()
    answers = [
        program.upload("studies/file", named(content, "m.yaml"), Idempotency_Key="k") for _ in range(2)
    ]
    assert answers[0].content == answers[1].content and answers[0].status_code == 201
    other = program.upload("studies/file", named(content + b"\n# more", "m.yaml"), Idempotency_Key="k")
    refused(other, 422, "footprints.key-reused")
    assert Study.objects.count() == 1


@pytest.mark.parametrize("path", ["comments", "versions", "reports"])
def test_every_post_that_creates_may_be_repeated(program: Program, mine: Study, path: str) -> None:
    body = {"comments": {"text": "好"}, "versions": {}, "reports": {"form": "json"}}[path]
    first, second = (program.post(f"studies/{mine.id}/{path}", body, Idempotency_Key="k") for _ in range(2))
    assert first.status_code in (201, 202) and first.content == second.content
    assert Comment.objects.count() <= 1 and Version.objects.count() <= 1
    from tanzuji.jobs.models import Job

    assert Job.objects.count() <= 1


# texts ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(program: Program, mine: Study, text: str) -> None:
    refused(program.post(f"studies/{mine.id}/comments", {"text": text}), 422)
    assert Comment.objects.count() == 0


def test_markup_in_a_comment_stays_text(program: Program, mine: Study) -> None:
    text = "</script><img src=x onerror=alert(1)>{{7*7}}"
    assert said(program.post(f"studies/{mine.id}/comments", {"text": text}))["text"] == text


@pytest.mark.parametrize(
    "name", ["\u202egnp.exe", "a\r\nb.yaml", "CON", "x" * 300 + ".yaml", "../../etc/passwd", "=HYPERLINK(1)"]
)
def test_a_hostile_file_name_is_shown_safely(program: Program, name: str) -> None:
    answer = program.upload("studies/file", named(b"id: [", name))
    assert answer.status_code == 422
    assert not {"\u202e", "\r", "\n"} & set(json.dumps(said(answer), ensure_ascii=False))
    assert Study.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"x" * 100, b"%PDF-1.7", b"<a/>", b"\x1f\x8b"],
)
def test_a_file_that_is_no_model_is_refused(program: Program, content: bytes) -> None:
    refused(program.upload("studies/file", named(content, "m.xlsx")), 422)
    assert Study.objects.count() == 0


# edits ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "operation",
    [
        {"kind": "set", "place": "processes[", "value": 1},
        {"kind": "set", "place": "", "value": {}},
        {"kind": "set", "place": "__class__", "value": 1},
        {"kind": "set", "place": "unit.amount", "value": {"a": [1] * 100}},
        {"kind": "insert", "place": "processes", "item": 7},
        {"kind": "move", "place": "processes[#99999999]"},
        {"kind": "remove", "place": "product"},
        {"kind": "replace_all", "document": {}, "was": "x"},
        {"kind": "explode", "place": "x"},
        {"kind": "set", "place": "x" * 100_000, "value": 1},
    ],
)
def test_an_edit_that_cannot_be_made_stores_nothing(
    program: Program, mine: Study, operation: dict[str, Any]
) -> None:
    answer = program.post(f"studies/{mine.id}/edits", {"operations": [operation]})
    assert answer.status_code in (409, 422), answer.content[:500]
    assert Study.objects.get().revision == 1


def test_an_edit_of_nothing_or_of_too_much_is_refused(program: Program, mine: Study) -> None:
    refused(program.post(f"studies/{mine.id}/edits", {"operations": []}), 422)
    one = {"kind": "set", "place": "version", "value": "2", "was": None}
    refused(program.post(f"studies/{mine.id}/edits", {"operations": [one] * 1001}), 422)


def test_a_formula_that_runs_away_is_kept_as_text_and_told(program: Program) -> None:
    began = time.monotonic()
    plain = json.loads(json.dumps(BODY))
    plain["processes"][1]["energy"][1]["amount"] = "=9^9^9^9"
    made = program.post("studies", plain)
    assert made.status_code == 201
    assert said(made)["total"] is None and time.monotonic() - began < 2
