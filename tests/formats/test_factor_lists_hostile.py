"""Tables that nobody should send: each is refused with a code, and nothing of it is believed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from tanzuji.documents.errors import CodedError
from tanzuji.formats.factor_lists import FactorList, guess_mapping, read_factor_list, read_tables

HEAD = ("名称", "碳足迹(kgCO2e)", "单位")


def read(raw: bytes, file: str = "list.xlsx") -> FactorList:
    tables = read_tables(raw, file)
    return read_factor_list(tables, guess_mapping(tables.table()))


def codes(raw: bytes, file: str = "list.xlsx") -> set[str]:
    with pytest.raises(CodedError) as caught:
        read(raw, file)
    return set(caught.value.codes)


def book(after: Callable[[Any, Any], None] | None = None, options: dict[str, Any] | None = None) -> bytes:
    """A sound list of two factors, with whatever `after` does to it."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})})
    sheet = made.add_worksheet("因子")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("钢", 2.3, "kg"))
    sheet.write_row(2, 0, ("铝", 16.4, "kg"))
    if after:
        after(made, sheet)
    made.close()
    return stream.getvalue()


def part(
    raw: bytes, ending: str, change: Callable[[bytes], bytes], add: dict[str, bytes] | None = None
) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name.endswith(ending) else content)
        for name, content in (add or {}).items():
            target.writestr(name, content)
    return stream.getvalue()


LAUGHS = b"<!DOCTYPE a [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)
) + b"]>"  # fmt: skip


def test_the_sound_list_is_read() -> None:
    assert len(read(book()).datasets) == 2


@pytest.mark.parametrize(("raw", "code"), [
    (lambda: part(book(), "none", bytes, {"xl/media/a.bin2": bytes(60_000_000)}), "archive.bomb"),
    (lambda: part(book(), "none", bytes, {"../../etc/passwd": b"x"}), "archive.unsafe-name"),
    (lambda: part(book(), "none", bytes, {"xl/vbaProject.bin": b"x"}), "workbook.macros"),
    (lambda: part(book(), "none", bytes, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "workbook.external-link"),
    (lambda: part(book(), "sheet1.xml", lambda c: c.replace(b"?>", b"?>" + LAUGHS, 1)), "workbook.doctype"),
    (lambda: part(book(), "sheet1.xml", lambda c: c.replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')), "workbook.too-large"),
    (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "archive.not-a-zip"),
    (lambda: part(book(), "none", bytes, {f"x/{i}.xml": b"<a/>" for i in range(1100)}), "workbook.too-large"),
    (lambda: book()[:-400], "archive.truncated"),
], ids=range(9))  # fmt: skip
def test_workbooks_that_are_weapons_are_refused_before_they_are_opened(
    raw: Callable[[], bytes], code: str
) -> None:
    assert codes(raw()) == {code}


def test_blocks_of_merged_cells_that_lie_over_each_other_are_refused() -> None:
    """10 000 blocks, each as large as the table could be."""
    blocks = b"".join(b'<mergeCell ref="A1:ALL%d"/>' % (90_000 + i) for i in range(10_000))
    far = (
        b'<row r="90000"><c r="A90000"><v>1</v></c></row></sheetData><mergeCells>' + blocks + b"</mergeCells>"
    )
    raw = part(book(), "sheet1.xml", lambda c: c.replace(b"</sheetData>", far))
    assert codes(raw) == {"factors.too-large"}


def test_a_hidden_row_is_refused_because_nobody_would_see_what_was_taken() -> None:
    assert codes(book(lambda made, sheet: sheet.set_row(2, None, None, {"hidden": True}))) == {
        "workbook.hidden-data"
    }


def test_a_hidden_column_that_would_be_read_is_refused() -> None:
    assert codes(book(lambda made, sheet: sheet.set_column("C:C", None, None, {"hidden": True}))) == {
        "workbook.hidden-data"
    }


def test_a_hidden_sheet_is_not_read_and_told() -> None:
    def hidden(made: Any, sheet: Any) -> None:
        other = made.add_worksheet("旧数据")
        for row in range(50):
            other.write_row(row, 0, HEAD if row == 0 else (f"钢{row}", 1.0, "kg"))
        other.hide()

    found = read(book(hidden))
    assert len(found.datasets) == 2
    assert [n.fields["others"] for n in found.notices if n.code == "factors.sheets-left"] == ["旧数据"]


def test_a_formula_without_a_value_and_an_error_are_named_by_cell() -> None:
    raw = part(
        book(lambda made, sheet: sheet.write_formula("B2", "=1+1", None, 2.3)), "sheet1.xml",
        lambda c: c.replace(b"<f>1+1</f><v>2.3</v>", b"<f>1+1</f>"),
    )  # fmt: skip
    with pytest.raises(CodedError) as caught:
        read(raw)
    assert ("workbook.formula-without-value", "因子!B2") in {(p.code, p.path) for p in caught.value.problems}
    raw = part(
        book(), "sheet1.xml", lambda c: re.sub(rb'<c r="B2"><v>2.3</v>', b'<c r="B2" t="e"><v>#REF!</v>', c)
    )
    assert "workbook.error-cell" in codes(raw)


def test_a_formula_with_a_stored_result_is_read_and_told_that_it_may_be_stale() -> None:
    found = read(book(lambda made, sheet: sheet.write_formula("B2", "=NOW()", None, 7.5)))
    assert found.datasets[0].amounts[0].amount == 7.5
    assert "workbook.formula-cell" in {notice.code for notice in found.notices}


@pytest.mark.parametrize("options", [{}, {"date_1904": True}])
def test_a_date_where_a_number_belongs_is_refused_in_both_date_systems(options: dict[str, Any]) -> None:
    import datetime

    def dated(made: Any, sheet: Any) -> None:
        sheet.write_datetime(
            "B2", datetime.datetime(2024, 2, 3), made.add_format({"num_format": "yyyy-mm-dd"})
        )

    assert codes(book(dated, options)) == {"factors.date-for-number"}


def test_a_number_merged_over_rows_belongs_to_none_of_them() -> None:
    def merged(made: Any, sheet: Any) -> None:
        sheet.merge_range("B2:B3", 2.3, made.add_format())

    assert codes(book(merged)) == {"factors.merged-number"}


@pytest.mark.parametrize(("raw", "code"), [
    (b"a,b\0,c\n1,2,3\n", "factors.not-text"),
    (b"", "factors.empty"),
    ("名称,碳足迹(kgCO2e),单位\n".encode(), "factors.no-rows"),
    (b'name,kg CO2e,unit\n"' + b"x" * 200_000 + b'",1,kg\n', "factors.bad-csv"),
    (b'name,kg CO2e,unit\n"' + b"x" * 60_000 + b'",1,kg\n', "factors.bad-csv"),
    (b"name,kg CO2e,unit\n" + b"x,1,kg\n" * 100_001, "factors.too-large"),
    (b",".join(b"%d" % i for i in range(300)) + b"\n", "factors.too-large"),
    (bytes(range(128, 256)) * 40 + b"\xff\xff", "factors.encoding"),
    (b"x" * (64 * 1024 * 1024 + 1), "factors.too-large"),
    (b"nothing here means anything\n1\n2\n", "factors.missing-field"),
    (b"name,kg CO2e,unit\nx,NaN,kg\n", "factors.bad-number"),
    (b"name,kg CO2e,unit\nx,1e400,kg\n", "factors.bad-number"),
    (b"name,kg CO2e,unit\nx,9**9**9,kg\n", "factors.bad-number"),
    (b"name,kg CO2e,unit\nx,1,9**9**9\n", "factors.unknown-unit"),
], ids=range(14))  # fmt: skip
def test_csv_files_that_are_weapons_or_nonsense_are_refused(raw: bytes, code: str) -> None:
    assert codes(raw, "list.csv") == {code}


def test_a_hundred_thousand_bad_cells_are_not_all_listed() -> None:
    raw = b"name,kg CO2e,unit\n" + b"".join(b"x%d,?,kg\n" % i for i in range(20_000))
    with pytest.raises(CodedError) as caught:
        read(raw, "list.csv")
    assert len(caught.value.problems) == 201
    assert caught.value.problems[-1].code == "document.more-problems"


@pytest.mark.parametrize("name", ["a\r\nb.csv", "\u202evsc.exe", "x" * 300 + ".csv", "CON", "../../x.csv"])
def test_a_file_name_that_misleads_is_only_a_name(name: str) -> None:
    found = read("名称,碳足迹(kgCO2e),单位\n钢,2,kg\n".encode(), name)
    assert re.fullmatch(r"[a-z0-9-]+", found.datasets[0].id)
    assert "\n" not in found.report["file"] and "\u202e" not in found.report["file"]


def test_a_zero_is_a_zero_and_a_minus_zero_too() -> None:
    found = read(b"name,kg CO2e,unit\nx,0,kg\ny,-0,kg\n", "list.csv")
    assert [d.amounts[0].amount for d in found.datasets] == [0.0, 0.0]
