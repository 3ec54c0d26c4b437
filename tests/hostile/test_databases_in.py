"""Hostile databases at the doors of the library: refused with a code in both languages, at once or by the work in the
background, quickly, and nothing of them kept or half done."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from doors import CHINESE, House, Knock, named, refused, refused_page

from tanzuji.engine.store import home
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.library import services
from tanzuji.library.models import Import, Release
from tanzuji.library.options import ImportOptions

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

ILCD = "http://lca.jrc.it/ILCD/Process"
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 9))


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def encrypted() -> bytes:
    """The flag of an encrypted member set in both its heads."""
    raw = bytearray(packed({"processes/a.json": b"{}"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + at] |= 1
    return bytes(raw)


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "a.zip"),
    "noise": (lambda: bytes(range(256)) * 40, "a.zip"),
    "cut short": (lambda: packed({"processes/a.json": b"{}" * 500})[:-30], "a.zip"),
    "a bomb": (lambda: packed({"processes/a.json": b" " * 20_000_000}), "a.zip"),
    "a way out": (lambda: packed({"../../processes/a.json": b"{}"}), "a.zip"),
    "an absolute name": (lambda: packed({"/etc/processes/a.json": b"{}"}), "a.zip"),
    "encrypted": (encrypted, "a.zip"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a.csv"),
    "laughs": (
        lambda: packed(
            {"ILCD/processes/a.xml": f'<!DOCTYPE p [<!ENTITY l0 "ha">{LAUGHS}]><p:processDataSet xmlns:p="{ILCD}">&l8;</p:processDataSet>'.encode()}
        ),
        "a.zip",
    ),
    "a file of the machine": (
        lambda: packed(
            {"ILCD/processes/a.xml": f'<!DOCTYPE p [<!ENTITY f SYSTEM "file:///etc/passwd">]><p:processDataSet xmlns:p="{ILCD}">&f;</p:processDataSet>'.encode()}
        ),
        "a.zip",
    ),
    "two hundred thousand deep": (
        lambda: packed({"processes/a.json": b'{"exchanges":' + b"[" * 200_000 + b"]" * 200_000 + b"}"}, zipfile.ZIP_STORED),
        "a.zip",
    ),
    "not a number": (
        lambda: packed({"processes/a.json": b'{"@id":"a","exchanges":[{"amount":NaN}]}'}), "a.zip",
    ),
    "EcoSpold without an end": (
        lambda: b'<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"><dataset>', "a.xml",
    ),
    "a workbook that is none": (
        lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook"}), "a.xlsx",
    ),
    "a list without a header": (lambda: b"1,2,3\n4,5,6\n", "a.csv"),
    "SimaPro that breaks off": (lambda: b"{SimaPro 9.4}\n{processes}\n\nProcess\n\nProducts\nx;y\n", "a.csv"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_database_is_refused_with_a_code_and_leaves_nothing(house: House, case: str) -> None:
    make, name = CASES[case]
    client = house.browser()
    before = _folders()
    with Knock(stores=True):
        answer = client.post("/zh/library/import/", {"file": named(make(), name)})
    if answer.status_code != 302:
        refused_page(answer, "zh", 413, 422)
        with Knock():
            refused(client.post("/api/library/imports", {"file": named(make(), name)}), 413, 422)
        assert not Import.objects.exists() and _folders() == before
        return
    one = Import.objects.get()
    for language in ("zh", "en"):
        with Knock():
            page = client.get(f"/{language}/library/import/{one.id}/")
        assert page.status_code == 200
    job = services.begin(house.people["editor"], one.id, ImportOptions.parse({"name": "evil"}), language="zh")
    with Knock(stores=True):
        jobs.run(job)
    ended = Job.objects.get(id=job)
    assert ended.state == "failed", ended.state
    told: list[dict[str, Any]] = json.loads(ended.problems)
    assert told and all(p["code"] != "web.failed" and CHINESE.search(p["message"]["zh"]) for p in told), told
    assert all(p["remedy"]["en"] for p in told)
    assert not Release.objects.exclude(name="starter").exists()
    assert not list((home() / "releases").glob("org-*/*")), "nothing half done"
    services.forget(house.people["editor"], one.id)


def _folders() -> set[str]:
    return {path.name for path in (home() / "imports").glob("*")}


def test_a_stranger_brings_no_large_file(house: House) -> None:
    """Who is not signed in is led to sign in; their file is not even written beside."""
    from django.test import Client

    answer = Client().post("/zh/library/import/", {"file": named(b"x" * 1000, "a.zip")})
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]
    assert refused(Client().post("/api/library/imports", {"file": named(b"x" * 1000, "a.zip")}), 401)
    assert not Import.objects.exists()
