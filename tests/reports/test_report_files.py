"""The files: safe against hostile names, equal bytes for equal studies, whole as documents."""

from __future__ import annotations

import base64
import ctypes
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import report_cases as cases
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from tanzuji.documents import CodedError
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.footprints import Footprint
from tanzuji.reports import (
    build_report,
    write_data_workbook,
    write_docx,
    write_html,
    write_json,
    write_pdf,
    write_report,
)
from tanzuji.reports.html import stylesheet


@cache
def page(case: str) -> str:
    return write_html(build_report(getattr(cases, case)(), None, language="en"))


@cache
def pdf(case: str) -> bytes:
    return write_pdf(build_report(getattr(cases, case)(), None, language="zh"))


@cache
def word(case: str) -> bytes:
    return write_docx(build_report(getattr(cases, case)(), None, language="en"))


# ── hostile names ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", cases.HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_written(name: str) -> None:
    """No template engine, markup language or office program takes a name for more than a name."""
    wanted = cases.bare_words(name)
    assert wanted in cases.html_words(page("hostile"))
    assert wanted in cases.pdf_words(pdf("hostile"))
    assert wanted in cases.docx_words(word("hostile"))


def test_a_hostile_name_adds_no_element_and_no_handler_to_a_page() -> None:
    tags = cases.html_tags(page("hostile"))
    assert not [
        tag for tag, _ in tags if tag in ("script", "iframe", "object", "embed", "link", "img", "form")
    ]
    assert not [attributes for _, attributes in tags if any(name.startswith("on") for name in attributes)]


def test_marks_that_turn_the_reading_direction_and_control_signs_are_taken_out() -> None:
    plain = dict(cases.BARE, product={"name": "good\u202egnp.exe\x00\x0b name"})
    footprint = cases.footprint(plain)
    report = build_report(footprint, None, language="en")
    for text in (
        write_html(report),
        cases.docx_words(write_docx(report)),
        cases.pdf_words(write_pdf(report)),
    ):
        assert "\u202e" not in text
        assert "\x00" not in text
        assert "\x0b" not in text


# ── equal bytes ───────────────────────────────────────────────────────────────

_AGAIN = """
import hashlib, sys
from tanzuji.documents.footprints import Footprint
from tanzuji.reports import build_report, write_data_workbook, write_docx, write_html, write_pdf
import json
footprint = Footprint.parse(json.load(sys.stdin))
report = build_report(footprint, None, language="zh")
for written in (write_pdf(report), write_docx(report), write_html(report).encode(), write_data_workbook(footprint)):
    print(hashlib.sha256(written).hexdigest())
"""


def test_the_same_study_gives_the_same_bytes_in_another_process_at_another_time() -> None:
    footprint = cases.brick()
    report = build_report(footprint, None, language="zh")
    here = (
        write_pdf(report),
        write_docx(report),
        write_html(report).encode(),
        write_data_workbook(footprint),
    )
    environment = os.environ | {
        "PYTHONHASHSEED": "4711",
        "TZ": "Asia/Shanghai",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    there = subprocess.run(
        [sys.executable, "-c", _AGAIN], input=canonical_json(footprint), capture_output=True, check=True, env=environment
    ).stdout.split()  # fmt: skip
    assert [hashlib.sha256(written).hexdigest().encode() for written in here] == there


# ── HTML ──────────────────────────────────────────────────────────────────────


def test_the_page_stands_alone_under_a_policy_that_allows_its_own_style_sheet_only() -> None:
    tags = cases.html_tags(page("brick"))
    policy = next(a["content"] for tag, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(stylesheet().encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    assert f"<style>{stylesheet()}</style>" in page("brick")
    assert not [a for _, a in tags if "style" in a or "src" in a]
    assert not [a["href"] for _, a in tags if "href" in a and not str(a["href"]).startswith("#")]
    assert "@import" not in stylesheet()
    assert "url(http" not in stylesheet()


def test_links_of_the_page_lead_to_places_that_exist_once() -> None:
    tags = cases.html_tags(page("brick"))
    ids = [a["id"] for _, a in tags if a.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for _, a in tags if "href" in a} <= set(ids)


def test_every_contribution_unfolds_to_factor_version_publisher_table_and_year() -> None:
    """Row of the coal: dataset `coal`, version 7, the source with its table, region and year, licence, address."""
    row = re.search(
        r"<tr><th scope=\"row\"><details class=\"unfold\"><summary>Hard coal.*?</tr>", page("brick"), re.S
    )
    assert row is not None
    shown = cases.html_words(row[0])
    for part in (
        "coal, version 7",
        "95.71 kg CO₂e/GJ",
        "Hand-made factors, Test Press, 2024; table 7, row 3",
        "CN, 2023",
        "CC0-1.0",
        "Coal ledger 2024",
        "processes[1].energy[0]",
        "https://example.org/factors",
    ):
        assert cases.bare_words(part) in shown


def test_every_figure_of_the_page_has_its_numbers_in_a_table() -> None:
    for drawing in re.findall(r'<figure class="drawing">.*?</figure>', page("brick"), re.S):
        assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart' in drawing
        assert re.search(r'<details class="unfold">.*<table class="table">.*<td', drawing, re.S)


# ── PDF ───────────────────────────────────────────────────────────────────────


def test_the_pdf_names_its_title_and_maker_and_is_tagged_in_its_language() -> None:
    document = pypdfium2.PdfDocument(pdf("brick"))
    metadata = document.get_metadata_dict()
    assert metadata["Title"] == "烧结砖 产品部分碳足迹研究报告"
    assert metadata["Author"] == "示例窑厂"
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert re.search(rb"/Lang ?\(zh", pdf("brick"))


def test_the_pdf_uses_the_faces_of_the_package_only() -> None:
    document, faces = pypdfium2.PdfDocument(pdf("brick")), set()
    for sheet in document:
        text = sheet.get_textpage()
        for i in range(0, text.count_chars(), 7):
            size = pdfium.FPDFText_GetFontInfo(text.raw, i, None, 0, None)
            if size > 1:
                name = ctypes.create_string_buffer(size)
                pdfium.FPDFText_GetFontInfo(text.raw, i, name, size, None)
                faces.add(re.sub(r"^[A-Z]{6}\+", "", name.value.decode()).partition("-")[0])
    assert faces
    assert faces <= {"NotoSansSC", "NotoSerifSC"}


def test_each_page_after_the_cover_bears_the_study_id_and_its_number() -> None:
    document = pypdfium2.PdfDocument(pdf("brick"))
    study, last = cases.brick().id.removeprefix("sha256:")[:12], len(document)
    for number, sheet in enumerate(document, 1):
        shown = cases.bare_words(sheet.get_textpage().get_text_range())
        assert study in shown
        assert (f"第{number}页，共{last}页" in shown) == (number > 1)


def test_nothing_of_a_report_with_long_names_leaves_the_page() -> None:
    """Every sign lies inside the sheet (595 x 842 pt) and its side margins of 20 mm (56.7 pt)."""
    document = pypdfium2.PdfDocument(write_pdf(build_report(cases.many(60), None, language="en")))
    for sheet in document:
        text = sheet.get_textpage()
        for i in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(i)
            if right > left:
                assert 55 < left < right < 540.5, (i, left, right)
                assert 0 < bottom < top < 842


def test_a_note_longer_than_a_page_is_printed_to_its_end() -> None:
    """6 000 Chinese signs in one cell, one statement and one fact: each goes on over the pages it needs."""
    endless = "长" * 6000 + "完毕"
    plain = dict(cases.BARE, scope={"limitations": endless, "report_type": endless})
    energy = [dict(cases.BARE["processes"][0]["energy"][0], note=endless)]
    plain["processes"] = [dict(cases.BARE["processes"][0], energy=energy)]
    written = write_pdf(build_report(cases.footprint(plain), None, language="zh"))
    found, inside = "", 0
    for sheet in pypdfium2.PdfDocument(written):
        text = sheet.get_textpage()
        found += cases.bare_words(text.get_text_range())
        boxes = (text.get_charbox(i) for i in range(text.count_chars()))
        inside += sum(bottom < 40 for left, bottom, right, _ in boxes if right > left)
    assert found.count("完毕") == 4  # limitations stand in the scope and in the conclusions
    assert inside < 40 * len(pypdfium2.PdfDocument(written))  # below the text there is only the footer


def test_heads_of_long_tables_are_repeated_on_every_page() -> None:
    """60 lines of two printed lines each need several pages; each page of that table starts with its heads."""
    document = pypdfium2.PdfDocument(write_pdf(build_report(cases.many(60), None, language="en")))
    pages = [cases.bare_words(sheet.get_textpage().get_text_range()) for sheet in document]
    inside = [shown for shown in pages if shown.count("0.5kgCO2e/kWh") >= 3]
    assert len(inside) >= 2
    for shown in inside:
        assert "InputoremissionAmountDataFactorkgCO2e/pieceShare" in shown


# ── DOCX ──────────────────────────────────────────────────────────────────────


def test_the_word_document_has_real_headings_contents_and_page_numbers() -> None:
    document = docx.Document(io.BytesIO(word("brick")))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert ("Heading 1", "5 Impact assessment") in headings
    assert ("Heading 2", "3.2 System boundary") in headings
    fields = [f.text.strip() for f in document.element.iter(qn("w:instrText"))]
    assert any(f.startswith("TOC") for f in fields)
    footer = document.sections[0].footer._element
    assert [f.text.strip() for f in footer.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert document.core_properties.title == "Fired brick – Partial product carbon footprint study report"


def test_word_tables_repeat_their_heads_and_pictures_have_words() -> None:
    document = docx.Document(io.BytesIO(word("brick")))
    report = build_report(cases.brick(), None, language="en")
    tables = sum(type(block).__name__ == "Table" for s in report.walk() for block in s.blocks)
    assert len(list(document.element.iter(qn("w:tblHeader")))) == tables
    described = [p.get("descr") for p in document.element.iter(qn("wp:docPr"))]
    assert len(described) == len(report.drawings())
    assert all(described)


def test_chinese_text_of_the_word_document_has_an_east_asian_face() -> None:
    styles = docx.Document(io.BytesIO(word("brick"))).styles
    for name in ("Normal", "Heading 1", "Heading 2", "Title", "Caption", "Report table"):
        fonts = styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"


# ── XLSX ──────────────────────────────────────────────────────────────────────


@cache
def workbook(case: str) -> bytes:
    return write_data_workbook(getattr(cases, case)(), None, language="en")


def test_no_cell_of_the_workbook_is_a_formula_and_what_looks_like_one_is_quoted() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook("hostile"))) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/sheet")]
        styles = package.read("xl/styles.xml").decode()
        shared = re.findall(
            r"<si><t[^>]*>(.*?)</t></si>", package.read("xl/sharedStrings.xml").decode(), re.S
        )
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet]
    formats = re.findall(r"<xf [^>]*>", styles.partition("<cellXfs")[2])
    quoted = {str(i) for i, form in enumerate(formats) if 'quotePrefix="1"' in form}
    danger = {str(i) for i, text in enumerate(shared) if text.lstrip().startswith(("=", "+", "-", "@", "＝"))}
    assert len(danger) >= 6
    cells = [
        cell for sheet in sheets for cell in re.findall(r'<c r="\w+" s="(\d+)" t="s"><v>(\d+)</v>', sheet)
    ]
    assert {style for style, text in cells if text in danger} <= quoted


def test_the_workbook_holds_unrounded_numbers_and_negative_ones_stay_numbers() -> None:
    """Removed 0.8 x 18 = 14.4 kg as a negative number; the sum of all contributions is the total, 185.352."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook("brick")))
    assert book.sheet_names == ["Result", "Stages", "Contributions", "Factors", "Inputs", "Gaps", "Gases", "Sensitivities", "Scenarios", "Findings"]  # fmt: skip
    result = {row[0]: row[1] for row in book.get_sheet_by_name("Result").to_python()}
    assert result["Partial product carbon footprint (partial CFP)"] == pytest.approx(185.352, rel=1e-12)
    assert result["Biogenic removals"] == pytest.approx(-14.4, rel=1e-12)
    assert result["Result with the grid average"] == pytest.approx(221.352, rel=1e-12)
    heads, *rows = book.get_sheet_by_name("Contributions").to_python()
    column = heads.index("kg CO₂e/t")
    assert sum(row[column] for row in rows) == pytest.approx(185.352, rel=1e-12)
    coal = next(row for row in rows if row[heads.index("Item")] == "Hard coal")
    assert (coal[heads.index("Amount")], coal[heads.index("Unit")]) == (1.6, "GJ")
    assert coal[heads.index("Factor value")] == pytest.approx(95.71)
    assert coal[heads.index("Source")] == "Coal ledger 2024"
    inputs = book.get_sheet_by_name("Inputs").to_python()
    assert any(row[4] == "=drying" for row in inputs)  # the model's formula, as text


# ── by suffix ─────────────────────────────────────────────────────────────────


def test_the_suffix_chooses_the_form(tmp_path: Path) -> None:
    begins = {".html": b"<!doctype html>", ".pdf": b"%PDF-", ".docx": b"PK", ".XLSX": b"PK", ".json": b"{"}
    for suffix, first in begins.items():
        path = tmp_path / f"报告{suffix}"
        assert write_report(cases.bare(), None, path, language="zh") == path
        assert path.read_bytes().startswith(first)


def test_the_json_report_is_the_canonical_footprint_and_reads_back(tmp_path: Path) -> None:
    path = write_report(cases.brick(), None, tmp_path / "brick.json")
    assert path.read_bytes() == canonical_json(cases.brick())
    assert Footprint.parse(json.loads(write_json(cases.brick(), pretty=True))) == cases.brick()


def test_another_suffix_is_refused_with_the_ones_that_work(tmp_path: Path) -> None:
    with pytest.raises(CodedError) as refused:
        write_report(cases.bare(), None, tmp_path / "report.odt")
    assert refused.value.code == "report.unknown-format"
    assert ".html, .pdf, .docx, .xlsx, .json" in refused.value.render("en")
    assert not list(tmp_path.iterdir())
