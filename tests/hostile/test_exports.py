"""What goes out with hostile names in it: no formulas in tables, no scripts in pages, reports and drawings."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
from doors import House, plain, send

from tanzuji.footprints import services
from tanzuji.footprints.models import Study
from tanzuji.footprints.pages.results.drawings import DRAWN
from tanzuji.footprints.pages.results.tables import TABLES
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job

pytestmark = pytest.mark.django_db

NAMES = [
    '=HYPERLINK("http://evil.example","click")', "+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "＝1+1", "=cmd|'/c calc'!A1",
    "</script><script>alert(1)</script>", "{{7*7}}", "${7*7}<%= 7*7 %>", '"><img src=x onerror=alert(1)>',
    "<svg onload=alert(1)>", "javascript:alert(1)", "]]><!--", "\u202eevil", "'; drop table study; --",
]  # fmt: skip


def _named(value: Any, names: Any) -> Any:
    """The document with a hostile name for every name, note and citation."""
    if isinstance(value, dict):
        return {
            key: {"zh": next(names), "en": next(names)} if key in ("name", "note", "description", "maker") and isinstance(part, dict)
            else next(names) if key in ("citation", "read_in") and isinstance(part, str) else _named(part, names)
            for key, part in value.items()
        }  # fmt: skip
    return [_named(part, names) for part in value] if isinstance(value, list) else value


@pytest.fixture
def hostile(house: House) -> Study:
    """A study with two versions in which everything has such a name."""
    from itertools import cycle

    answer = send(house.browser(), "POST", "/api/studies", json.dumps(_named(plain(), cycle(NAMES))))
    assert answer.status_code == 201, answer.content[:2000]
    study: Study = Study.objects.get(id=answer.json()["id"])
    services.make_version(house.people["editor"], study.id, note=NAMES[0])
    send(house.browser(), "POST", f"/api/studies/{study.id}/edits", json.dumps({"operations": [
        {"kind": "set", "place": "product.model", "value": NAMES[0]}], "force": True}))  # fmt: skip
    services.make_version(house.people["editor"], study.id, note=NAMES[7])
    services.comment(house.people["reviewer"], study.id, "\n".join(NAMES), place="product.model")
    return study


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d.]+(e[-+]?\d+)?", cell, re.IGNORECASE))


@pytest.mark.parametrize("name", [*DRAWN, *TABLES])
def test_41_42_no_field_of_a_table_begins_like_a_formula(house: House, hostile: Study, name: str) -> None:
    """OWASP, CSV injection: =, +, -, @, tab and carriage return begin a formula; a negative number stays a number."""
    client = house.browser("reader")
    for path in (f"/zh/studies/{hostile.id}/figures/{name}.csv", f"/en/studies/{hostile.id}/figures/{name}.csv",
                 f"/api/studies/{hostile.id}/figures/{name}.csv"):  # fmt: skip
        answer = client.get(path)
        if answer.status_code == 404:  # nothing to draw, or no drawing
            continue
        assert answer.status_code == 200
        _no_formula(answer.content.decode("utf-8-sig"))


def test_41_42_nor_of_a_comparison(house: House, hostile: Study) -> None:
    answer = house.browser("reader").get(f"/zh/studies/{hostile.id}/compare.csv?before=1&after=2")
    assert answer.status_code == 200
    _no_formula(answer.content.decode("utf-8-sig"))


def _no_formula(text: str) -> None:
    for row in csv.reader(io.StringIO(text)):
        for cell in row:
            assert _is_number(cell) or not cell or cell[0] not in "=+-@\t\r＝", cell


@pytest.mark.parametrize("form", ["export", "report"])
def test_41_42_no_cell_of_a_workbook_is_a_formula(house: House, hostile: Study, form: str) -> None:
    content = (
        house.browser("reader").get(f"/zh/studies/{hostile.id}/export.xlsx").content
        if form == "export" else _report(house, hostile, "xlsx")
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not any("externalLink" in name for name in parts)
    cells = 0
    for name, part in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            root = ElementTree.fromstring(part)
            space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
            cells += len(root.findall(f".//{space}c"))
            assert not root.findall(f".//{space}c/{space}f"), name
            assert not root.findall(f".//{space}hyperlink"), name
    assert cells > 50


def _report(house: House, study: Study, form: str) -> bytes:
    answer = send(house.browser(), "POST", f"/api/studies/{study.id}/reports", json.dumps({"form": form}))
    job = Job.objects.get(id=answer.json()["id"])
    jobs.run(job.id)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    assert not re.search(r'[\r\n"\u202e/\\]', job.result_name)
    return bytes(job.result or b"")


def _harmless(markup: str) -> None:
    """Nothing of a name has become markup, and no template was filled in."""
    assert "<script>alert" not in markup and "<img src=x" not in markup and "<svg onload" not in markup
    assert not re.search(r"\shref=[\"']?\s*javascript:", markup, re.IGNORECASE)
    assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', markup), re.IGNORECASE)


def test_43_pages_show_a_name_as_it_is_written(house: House, hostile: Study) -> None:
    client = house.browser()
    pages = ("inventory", "scope", "result", "checks", "scenarios", "versions", "versions/1", "versions/2", "compare",
             "history", "comments", "report", "replace", "archive")  # fmt: skip
    seen = ""
    for language in ("zh", "en"):
        for page in (
            *(f"studies/{hostile.id}/{page}/" for page in pages),
            "studies/",
            "",
            "organisation/tokens/",
        ):
            answer = client.get(f"/{language}/{page}")
            assert answer.status_code == 200, page
            _harmless(answer.content.decode())
            seen += answer.content.decode()
    assert "{{7*7}}" in seen and "&lt;/script&gt;" in seen


def test_43_a_fragment_of_the_editor_shows_a_name_as_it_is_written(house: House, hostile: Study) -> None:
    """What the page's script puts into the page as markup."""
    operation = {"kind": "typed", "place": "product.model", "text": NAMES[7]}
    answer = send(
        house.browser(),
        "POST",
        f"/zh/studies/{hostile.id}/edits/",
        json.dumps({"operations": [operation], "force": True}),
    )
    assert answer.status_code == 200
    for piece in _strings(answer.json()):
        _harmless(piece)
    since = house.browser("admin").get(
        f"/zh/studies/{hostile.id}/edits/?since=1&page=scope", headers={"Accept": "application/json"}
    )
    for piece in _strings(since.json()):
        _harmless(piece)


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in _strings(part)]
    return [value] if isinstance(value, str) and value not in NAMES else []


def test_43_a_report_shows_a_name_as_it_is_written(house: House, hostile: Study) -> None:
    page = _report(house, hostile, "html").decode()
    _harmless(page)
    assert "{{7*7}}" in page and "&lt;/script&gt;" in page
    pdf = _report(house, hostile, "pdf")
    assert pdf.startswith(b"%PDF") and b"/JavaScript" not in pdf and b"/Launch" not in pdf
    with zipfile.ZipFile(io.BytesIO(_report(house, hostile, "docx"))) as document:
        body = document.read("word/document.xml").decode()
        ElementTree.fromstring(body)
        assert "w:instrText" not in body or "HYPERLINK" not in body.split("w:instrText", 1)[1][:200]


@pytest.mark.parametrize("name", DRAWN)
def test_43_a_drawing_is_sound_xml_without_scripts(house: House, hostile: Study, name: str) -> None:
    client = house.browser("reader")
    for path in (
        f"/zh/studies/{hostile.id}/figures/{name}.svg",
        f"/api/studies/{hostile.id}/figures/{name}.svg",
    ):
        answer = client.get(path)
        if answer.status_code == 404:
            continue
        assert answer["Content-Disposition"].startswith("attachment")
        root = ElementTree.fromstring(answer.content)
        for element in root.iter():
            assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "iframe", "image", "use")
            for key, value in element.attrib.items():
                assert not key.lower().startswith("on") and "javascript:" not in value.lower()
