"""Files at the doors of files: refused with a code in both languages, quickly, and nothing stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from doors import CHINESE, House, Knock, named, problems_of, refused, refused_page, words
from files import REFUSED, computed, good, with_parts

from tanzuji.footprints.models import Study
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.web.uploads import MAX_UPLOAD

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_at_every_door(house: House, case: str) -> None:
    make, name = REFUSED[case]
    content, client, id_ = make(), house.browser(), house.study.id
    with Knock():
        codes = refused(client.post("/api/studies/file", {"file": named(content, name)}), 413, 422)
    with Knock():
        again = refused(
            client.post(f"/api/studies/{id_}/file", {"file": named(content, name), "base_revision": "1"}),
            413,
            422,
        )
    assert codes == again
    for language in ("zh", "en"):
        path = f"/{language}/studies/{id_}/replace/"
        with Knock():
            answer = client.post(path, {"file": named(content, name), "base_revision": "1"})
        page = refused_page(answer, language, 413, 422)
        assert "<script>alert" not in page and len(page) < 400_000
    _at_the_door_of_new_studies(client, content, name, codes)


def _at_the_door_of_new_studies(client: Any, content: bytes, name: str, codes: list[str]) -> None:
    """A small file is refused at once; a large one becomes work in the background, which ends in the same codes."""
    for language in ("zh", "en"):
        with Knock(stores=True):
            answer = client.post(f"/{language}/studies/new/", {"file": named(content, name)})
        if answer.status_code != 302:
            refused_page(answer, language, 413, 422)
            continue
        job = Job.objects.latest("created_at")
        with Knock(stores=True):
            jobs.run(job.id)
        job.refresh_from_db()
        assert (job.state, job.upload, job.result) == ("failed", None, None)
        told = json.loads(job.problems)
        assert [problem["code"] for problem in told] == codes
        assert all(CHINESE.search(p["message"]["zh"]) and p["remedy"]["en"] for p in told)
        assert told[0]["message"][language][:30] in words(
            client.get(f"/{language}/jobs/{job.id}/").content.decode()
        )
    assert Study.objects.count() == 1


def test_38_a_file_beyond_the_limit_is_refused(house: House) -> None:
    content, client = b"#" * (MAX_UPLOAD + 1), house.browser()
    with Knock():
        refused(client.post("/api/studies/file", {"file": named(content, "m.yaml")}), 413, 422)
    for language in ("zh", "en"):
        for path in ("new", f"{house.study.id}/replace"):
            with Knock():
                answer = client.post(
                    f"/{language}/studies/{path}/", {"file": named(content, "m.yaml"), "base_revision": "1"}
                )
            refused_page(answer, language, 413, 422)


def test_36_dates_of_1904_and_23_a_zip_inside_make_the_same_study(house: House) -> None:
    """What is no danger is read, and comes to the same."""
    client = house.browser()
    for content in (good(), with_parts({"xl/inner.zip": b"PK\x05\x06" + bytes(18)})):
        answer = client.post("/api/studies/file", {"file": named(content)})
        assert answer.status_code == 201, answer.content[:800]
        assert answer.json()["digest"] == house.study.digest


def test_35_a_stored_result_is_read_and_said_to_be_stored(house: House) -> None:
    """Nothing is recomputed here: 2 was kept for 1+1, or 999 was, and whoever uploads it is told."""
    answer = house.browser().post("/api/studies/file", {"file": named(computed(b"<v>999</v>"))})
    assert answer.status_code == 201, answer.content[:800]
    assert [notice["code"] for notice in answer.json()["notices"]] == ["workbook.formula-cell"]


NAMES = ["a\r\nSet-Cookie: x=1.yaml", "\u202egnp.exe", "碳" * 300, "CON", "../../etc/passwd", "=HYPERLINK(1)", "\x00.yaml",
         "{{7*7}}${7*7}.yaml", "</script><script>alert(1)</script>", "'; drop table study; --", "%00%0d%0a", "." * 255]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_39_a_files_name_is_only_a_name(house: House, name: str) -> None:
    client = house.browser()
    doors = (
        "/zh/studies/new/",
        "/en/studies/new/",
        f"/zh/studies/{house.study.id}/replace/",
        "/api/studies/file",
    )
    for path in doors:
        with Knock():
            answer = client.post(path, {"file": named(b"id: [", name), "base_revision": "1"})
        text = answer.content.decode()
        assert answer.status_code == 422, text[:500]
        assert "\u202e" not in text and "<script>alert" not in text and "x=1" not in str(answer.cookies)
        assert "49" not in words(text) or path.startswith("/api/") or "{{7*7}}" in words(text)
    answer = client.post("/api/studies/file", {"file": named(good(), name)})
    assert answer.status_code == 201
    for page in ("/zh/organisation/activity/",):
        text = house.browser("admin").get(page).content.decode()
        assert "<script>alert" not in text and "\u202e" not in text


@pytest.mark.parametrize(
    "kind", ["text/html", "application/zip", "image/png", "x" * 500, "", "multipart/form-data"]
)
def test_40_a_content_type_that_lies_changes_nothing(house: House, kind: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = house.browser()
    sound = client.post("/api/studies/file", {"file": SimpleUploadedFile("m.txt", good(), content_type=kind)})
    assert sound.status_code in (201, 415, 422)
    with Knock():
        refused(
            client.post(
                "/api/studies/file", {"file": SimpleUploadedFile("m.xlsx", b"id: [", content_type=kind)}
            )
        )


@pytest.mark.parametrize(
    "length", ["0", "10", "-1"]
)  # what is no number, or more than came, ends at the server
@pytest.mark.parametrize("path", ["/api/studies", "/api/studies/file", "/zh/studies/new/"])
def test_40_a_length_that_lies_is_refused(house: House, path: str, length: str) -> None:
    client = house.browser()
    kind = "application/json" if path == "/api/studies" else "multipart/form-data; boundary=x"
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nid: [\r\n--x--\r\n'
    with Knock():
        answer = client.generic("POST", path, body, content_type=kind, CONTENT_LENGTH=length)
    assert 400 <= answer.status_code < 500, answer.content[:300]


MULTIPART = {
    "no boundary": ("multipart/form-data", b"x"),
    "another boundary": ("multipart/form-data; boundary=y", b"--x\r\n\r\n--x--"),
    "a boundary of 10 kB": ("multipart/form-data; boundary=" + "x" * 10_000, b"x"),
    "not closed": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'),
    "10 files": ("multipart/form-data; boundary=x", b"".join(
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc\r\n' for _ in range(10)) + b"--x--\r\n"),
    "5 000 fields": ("multipart/form-data; boundary=x", b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc\r\n' for _ in range(5_000)) + b"--x--\r\n"),
    "a header of 100 kB": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
                           + b"a" * 100_000 + b'"\r\n\r\nid: [\r\n--x--\r\n'),
    "base64 that is none": ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"'
                            b"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--\r\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", MULTIPART)
@pytest.mark.parametrize("path", ["/api/studies/file", "/zh/studies/new/", "/en/studies/new/"])
def test_40_a_form_that_is_none_is_refused(house: House, path: str, case: str) -> None:
    kind, body = MULTIPART[case]
    client = house.browser()
    with Knock():
        answer = client.generic("POST", path, body, content_type=kind)
    if path.startswith("/api/"):
        refused(answer)
    else:
        refused_page(answer, path[1:3])


def test_40_a_compressed_body_is_not_inflated(house: House) -> None:
    import gzip

    bomb = gzip.compress(b" " * 50_000_000)
    client = house.browser()
    for path in (
        "/api/studies",
        f"/api/studies/{house.study.id}/edits",
        f"/api/studies/{house.study.id}/comments",
    ):
        with Knock():
            answer = client.generic(
                "POST", path, bomb, content_type="application/json", headers={"Content-Encoding": "gzip"}
            )
        assert refused(answer, 415) == ["api.encoded-body"]
    with Knock():
        answer = client.generic("POST", f"/zh/studies/{house.study.id}/edits/", bomb, content_type="application/json",
                                headers={"Content-Encoding": "gzip"})  # fmt: skip
    assert problems_of(answer) and answer.status_code in (415, 422)


@pytest.mark.parametrize(
    "path", ["/zh/studies/{}/edits/", "/zh/studies/{}/undo/", "/api/studies/{}/edits", "/api/studies"]
)
@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain", "x/y; charset=z"],
)
def test_40_a_form_where_json_is_asked_for_is_refused(house: House, path: str, kind: str) -> None:
    client, body = house.browser(), b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc\r\n--x--\r\n'
    for token in ("", "x" * 64):  # with a header for the token, nothing has read the body before
        with Knock():
            answer = client.generic(
                "POST", path.format(house.study.id), body, content_type=kind,
                headers={"Accept": "application/json", **({"X-CSRFToken": token} if token else {})},
            )  # fmt: skip
        refused(answer, 400, 415, 422)
