"""The workbook people fill: every wrong cell by sheet and cell, nothing hidden taken, nothing written as a formula."""

from __future__ import annotations

import datetime
import io
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tanzuji.documents import CodedError, ProductModel, Text
from tanzuji.formats.models import read_model, read_model_with_notices
from tanzuji.formats.workbook import read_workbook, read_workbook_with_notices, write_template, write_workbook

ROOT = Path(__file__).resolve().parents[2]
MODEL = ProductModel.parse(
    {
        "id": "cup",
        "product": {"name": {"zh": "纸杯", "en": "Cup"}},
        "unit": {"kind": "declared", "amount": 1000, "unit": "piece", "description": "一千只"},
        "boundary": {"type": "cradle_to_gate"},
        "period": {"start": "2024-01-01", "end": "2024-12-31"},
        "processes": [
            {
                "id": "forming",
                "name": "成型",
                "stage": "manufacturing",
                "inputs": [
                    {"name": "纸", "amount": 9.5, "unit": "kg", "dataset": "board"},
                    {"name": "膜", "amount": "=m * 2", "unit": "kg", "datasets": ["a", "b"]},
                    {"name": "箱", "unit": "kg"},
                ],
                "energy": [{"name": "电", "amount": 18.5, "unit": "kWh", "electricity": "grid"}],
            }
        ],
        "parameters": [{"name": "m", "value": 2}],
    }
)  # fmt: skip
GOOD = write_workbook(MODEL)

Sheets = dict[str, list[list[Any]]]


def sheets_of(raw: bytes) -> Sheets:
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def built(
    sheets: Sheets, options: dict[str, Any] | None = None, after: Callable[[Any], None] | None = None
) -> bytes:
    """A workbook with these cells, as some other program might save it; datetimes become date cells."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})})
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(r, c, datetime.datetime(cell.year, cell.month, cell.day), dates)
                elif isinstance(cell, str) and cell:
                    sheet.write_string(r, c, cell)
                elif cell != "":
                    sheet.write(r, c, cell)
    if after:
        after(book)
    book.close()
    return stream.getvalue()


def with_cell(place: str, value: object) -> Sheets:
    """The sheets of the good workbook with one cell changed, e.g. `物料清单!D2`."""
    sheets = sheets_of(GOOD)
    put(sheets, place, value)
    return sheets


def put(sheets: Sheets, place: str, value: object) -> None:
    tab, letters, digits = re.fullmatch(r"(.+)!([A-Z])(\d+)", place).groups()  # type: ignore[union-attr]
    row, column = int(digits) - 1, ord(letters) - 65
    rows = sheets[tab]
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
    rows[row][column] = value


def doctored(
    replace: dict[str, Callable[[bytes], bytes]] | None = None, add: dict[str, bytes] | None = None
) -> bytes:
    """The good workbook with the bytes of some parts changed and some parts added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(GOOD)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(name, (replace or {}).get(name, lambda raw: raw)(source.read(name)))
        for name, raw in (add or {}).items():
            target.writestr(name, raw)
    return stream.getvalue()


def problems(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(CodedError) as refused:
        read_workbook(raw, "cup.xlsx")
    return [(p.code, p.path) for p in refused.value.problems]


# Reading


def test_what_another_program_saves_is_read_as_well() -> None:
    assert read_workbook(built(sheets_of(GOOD))) == MODEL


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_are_days_in_either_calendar(date_1904: bool) -> None:
    sheets = sheets_of(GOOD)
    (row,) = (r for r, cells in enumerate(sheets["产品"], 1) if cells[0].startswith("核算期开始"))
    put(sheets, f"产品!B{row}", datetime.date(2024, 1, 1))
    assert read_workbook(built(sheets, {"date_1904": date_1904})) == MODEL


def test_several_wrong_cells_are_told_at_once_by_sheet_and_cell() -> None:
    """Bill of materials: A process, B name, C name in English, D amount, E formula, F unit; rows from 2."""
    sheets = with_cell("物料清单!D2", "1,5")
    put(sheets, "物料清单!F2", "kgg")
    put(sheets, "物料清单!D3", 3.0)  # beside its formula
    put(sheets, "物料清单!F4", "")
    put(sheets, "能源!A2", "nowhere")
    put(sheets, "能源!D2", "many")
    put(sheets, "过程!D2", "making")
    put(sheets, "产品!B11", "other")
    assert set(problems(built(sheets))) == {
        ("model.bad-amount", "物料清单!D2"),
        ("quantity.unknown-unit", "物料清单!F2"),
        ("workbook.amount-and-formula", "物料清单!E3"),
        ("document.missing", "物料清单!F4"),
        ("workbook.unknown-process", "能源!A2"),
        ("model.bad-amount", "能源!D2"),
        ("model.unknown-stage", "过程!D2"),
        ("document.not-one-of", "产品!B11"),
    }


@pytest.mark.parametrize(
    ("written", "value"),
    [("12.5", 12.5), (" 12.5 ", 12.5), ("1e3", 1000.0), ("-0.5", -0.5), ("=m*3", "=m*3")],
)
def test_a_plain_number_as_text_counts(written: str, value: object) -> None:
    model = read_workbook(built(with_cell("物料清单!D2", written)))
    assert model.processes[0].inputs[0].amount == value


@pytest.mark.parametrize("written", ["1,5", "1 000", "12.5 kg", "１２", "NaN", "1_000", "0x10", "inf", True])
def test_any_other_text_for_a_number_is_a_wrong_cell(written: object) -> None:
    assert problems(built(with_cell("物料清单!D2", written))) == [("model.bad-amount", "物料清单!D2")]


def test_headers_of_one_language_and_in_any_order_are_read() -> None:
    sheets = sheets_of(GOOD)
    for tab in ("物料清单", "过程"):
        sheets[tab] = [list(reversed(row)) for row in sheets[tab]]
        sheets[tab][0] = [str(header).split(" / ")[0] for header in sheets[tab][0]]
    sheets["能源"][0] = [str(header).split(" / ")[-1].lower() for header in sheets["能源"][0]]
    sheets["参数"] = [["车间参数"], *sheets["参数"]]  # a title above the header
    renamed = {{"物料清单": "Bill of materials"}.get(tab, tab): rows for tab, rows in sheets.items()}
    assert read_workbook(built(renamed)) == MODEL


def test_content_without_a_known_place_is_never_dropped_in_silence() -> None:
    sheets = with_cell("物料清单!Z1", "单价")
    put(sheets, "物料清单!Z2", 3.5)
    put(sheets, "产品!A60", "颜色")
    put(sheets, "产品!B60", "红")
    put(sheets, "其他!A2", "K9")
    put(sheets, "其他!B2", "data.citation")
    put(sheets, "其他!C2", '"x"')
    put(sheets, "其他!B3", "processes")
    put(sheets, "其他!C3", "[]")
    put(sheets, "其他!B4", "scope.limitations")
    put(sheets, "其他!C4", "{oops")
    put(sheets, "能源!A3", "")
    put(sheets, "能源!B3", "热")
    put(sheets, "能源!F3", "MJ")
    assert set(problems(built(sheets))) == {
        ("workbook.unknown-column", "物料清单!Z1"),
        ("workbook.unknown-row", "产品!A60"),
        ("workbook.unknown-key", "其他!A2"),
        ("workbook.bad-field", "其他!B3"),
        ("json.malformed", "其他!C4"),
        ("workbook.no-process", "能源!A3"),
    }
    model, notices = read_workbook_with_notices(built({**sheets_of(GOOD), "我的笔记": [["x"]]}))
    assert model == MODEL and [(n.code, n.path) for n in notices] == [("workbook.sheet-ignored", "我的笔记!")]


def test_lines_of_the_more_sheet_follow_their_row_when_rows_are_sorted() -> None:
    plain = MODEL.plain()
    plain["processes"][0]["inputs"][1]["data"] = {
        "quality": {"time": 2},
        "evidence": [{"title": "账", "digest": "x"}],
    }
    model = ProductModel.parse(plain)
    sheets = sheets_of(write_workbook(model))
    sheets["物料清单"][1:] = reversed(sheets["物料清单"][1:])
    again = read_workbook(built(sheets)).processes[0].inputs
    assert again == tuple(reversed(model.processes[0].inputs))


# Hidden, computed and merged


def test_hidden_content_is_a_problem_and_hidden_emptiness_is_not() -> None:
    def hide(book: Any) -> None:
        book.get_worksheet_by_name("物料清单").set_row(2, None, None, {"hidden": True})
        book.get_worksheet_by_name("能源").set_column(3, 3, None, None, {"hidden": True})
        book.get_worksheet_by_name("能源").set_row(40, None, None, {"hidden": True})
        book.get_worksheet_by_name("参数").hide()
        book.get_worksheet_by_name("副本").very_hidden()
        book.add_worksheet("空").hide()

    assert set(problems(built({**sheets_of(GOOD), "副本": [["x", 1]]}, after=hide))) >= {
        ("workbook.hidden-data", "物料清单!3:3"),
        ("workbook.hidden-data", "能源!D:D"),
        ("workbook.hidden-data", "参数!"),
        ("workbook.hidden-data", "副本!"),
    }

    def hide_nothing(book: Any) -> None:
        book.add_worksheet("空").hide()
        book.get_worksheet_by_name("能源").set_row(40, None, None, {"hidden": True})

    assert read_workbook(built(sheets_of(GOOD), after=hide_nothing)) == MODEL


@pytest.mark.parametrize("kept", [b"", b"<v></v>", b"<v/>", b"<v> </v>"])
def test_a_formula_whose_result_is_empty_is_refused_with_its_cell(kept: bytes) -> None:
    """Programs that write formulas without computing them leave the result out, or write it empty."""

    def compute(book: Any) -> None:
        book.get_worksheet_by_name("物料清单").write_formula("D2", "=4+5.5", None, 9.5)

    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(built(sheets_of(GOOD), after=compute))) as book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in book.namelist():
            target.writestr(name, book.read(name).replace(b"</f><v>9.5</v>", b"</f>" + kept))
    with pytest.raises(CodedError) as caught:
        read_workbook(stream.getvalue())
    problem = next(p for p in caught.value.problems if p.code == "workbook.formula-without-value")
    assert problem.path == "物料清单!D2"
    assert "物料清单!D2" in problem.text("zh")


def test_headers_of_older_workbooks_are_still_read() -> None:
    """What burdens are shared by was once headed 质量 kg, 能量 MJ and 价格."""
    owner = MODEL.processes[0].id
    head = ["过程", "标识", "名称", "用量", "单位", "质量 kg", "Energy MJ", "价格"]
    row = [owner, "b", "乙", 2.0, "kg", 2.0, 30.0, 7.5]
    tab = next(name for name in sheets_of(GOOD) if "副产品" in name)
    made = read_workbook(built({**sheets_of(GOOD), tab: [head, row]})).processes[0].coproducts[-1]
    assert (made.mass, made.energy, made.price) == (2.0, 30.0, 7.5)


def test_a_stored_result_is_read_with_a_notice_and_a_missing_one_is_refused() -> None:
    def compute(book: Any) -> None:
        book.get_worksheet_by_name("物料清单").write_formula("D2", "=4+5.5", None, 9.5)

    model, notices = read_model_with_notices(built(sheets_of(GOOD), after=compute))
    assert model == MODEL and [(n.code, n.path) for n in notices] == [
        ("workbook.formula-cell", "物料清单!D2")
    ]
    assert "D2" in notices[0].text("zh")
    raw = built(sheets_of(GOOD), after=compute)
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts = {name: part.replace(b"</f><v>9.5</v>", b"</f>") for name, part in parts.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    assert ("workbook.formula-without-value", "物料清单!D2") in problems(stream.getvalue())


def test_an_error_value_and_merged_cells_are_told() -> None:
    def spoil(book: Any) -> None:
        book.get_worksheet_by_name("物料清单").write_formula("D2", "=mass*2", None, "#NAME?")
        book.get_worksheet_by_name("能源").merge_range("A1:B1", "过程")

    assert {("workbook.error-cell", "物料清单!D2"), ("workbook.merged-cells", "能源!A1:B1")} <= set(
        problems(built(sheets_of(GOOD), after=spoil))
    )


# Hostile files

SHEET = "xl/worksheets/sheet4.xml"
STYLES = "xl/styles.xml"
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def into_data(xml: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(b"</sheetData>", xml + b"</sheetData>")


def into_styles(xml: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(b"</styleSheet>", xml + b"</styleSheet>")


def after_head(xml: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(b"?>", b"?>" + xml, 1)


def cell(place: str) -> bytes:
    return b'<row r="%s"><c r="%s"><v>1</v></c></row>' % (re.sub("[A-Z]", "", place).encode(), place.encode())


def many_cells() -> bytes:
    """99 columns of 2 600 rows; values differ, so that the archive's own bound for bombs does not see them first."""
    cells = iter(range(99 * 2_600))
    rows = (
        "".join(f"<c><v>{next(cells) * 7919 % 1_000_003}</v></c>" for _ in range(99)) for _ in range(2_600)
    )
    return "".join(f"<row>{row}</row>" for row in rows).encode()


def many_elements(name: str = "a b='%d'") -> bytes:
    return "".join(f"<{name % (i * 7919 % 1_000_003)}/>" for i in range(600_001)).encode()


def archive_with(make: Callable[[zipfile.ZipFile], None]) -> bytes:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target:
        make(target)
    return stream.getvalue()


def a_link() -> bytes:
    info = zipfile.ZipInfo("xl/link.xml")
    info.external_attr = 0o120777 << 16
    return archive_with(lambda z: z.writestr(info, "/etc/passwd"))


def encrypted() -> bytes:
    raw = bytearray(GOOD)
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "sparse sheet to XFD1048576": (lambda: doctored({SHEET: into_data(cell("XFD1048576"))}), "workbook.too-large"),
    "row 20 001": (lambda: doctored({SHEET: into_data(cell("A20001"))}), "workbook.too-large"),
    "column 101": (lambda: doctored({SHEET: into_data(cell("CW9"))}), "workbook.too-large"),
    "cell beyond any sheet": (lambda: doctored({SHEET: into_data(cell("ZZZZZZ99999999"))}), "workbook.too-large"),
    "250 000 cells": (lambda: doctored({SHEET: into_data(many_cells())}), "workbook.too-large"),
    "600 001 elements": (lambda: doctored({STYLES: into_styles(many_elements())}), "workbook.too-large"),
    "600 001 element names": (lambda: doctored({STYLES: into_styles(many_elements("a%d"))}), "workbook.bad-xml"),
    "entities in a sheet": (lambda: doctored({SHEET: after_head(ENTITIES)}), "workbook.doctype"),
    "entities in shared strings": (lambda: doctored({"xl/sharedStrings.xml": after_head(ENTITIES)}), "workbook.doctype"),
    "external DTD in the relations": (lambda: doctored({"xl/_rels/workbook.xml.rels": after_head(b'<!DOCTYPE a SYSTEM "http://x/a.dtd">')}), "workbook.doctype"),
    "UTF-16 DOCTYPE": (lambda: doctored({SHEET: lambda r: '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")}), "workbook.doctype"),
    "20 000-deep nesting": (lambda: doctored({SHEET: into_data(b"<a>" * 20_000 + b"</a>" * 20_000)}), "workbook.bad-xml"),
    "torn sheet": (lambda: doctored({SHEET: lambda r: r[:-40]}), "workbook.bad-xml"),
    "macros": (lambda: doctored(add={"xl/vbaProject.bin": b"x"}), "workbook.macros"),
    "macro content type": (lambda: doctored({"[Content_Types].xml": lambda r: r.replace(b"spreadsheetml.sheet.main", b"macroEnabled.main")}), "workbook.macros"),
    "Excel 4 macros": (lambda: doctored(add={"xl/macrosheets/sheet1.xml": b"<a/>"}), "workbook.macros"),
    "embedded object": (lambda: doctored(add={"xl/embeddings/oleObject1.bin": b"x"}), "workbook.macros"),
    "external link, DDE": (lambda: doctored(add={"xl/externalLinks/externalLink1.xml": b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'}), "workbook.external-link"),
    "data connection": (lambda: doctored(add={"xl/connections.xml": b"<connections/>"}), "workbook.external-link"),
    "xlsb": (lambda: doctored(add={"xl/workbook.bin": b"x"}), "workbook.not-a-workbook"),
    "a zip that is no workbook": (lambda: archive_of({"a.json": b"{}"}), "workbook.not-a-workbook"),
    "no product sheet": (lambda: built({"Sheet1": [["a"]]}), "workbook.no-sheet"),
    "bomb": (lambda: doctored(add={"xl/a.xml": bytes(50_000_000)}), "archive.bomb"),
    "path outside": (lambda: doctored(add={"../../etc/passwd": b"x"}), "archive.unsafe-name"),
    "drive": (lambda: doctored(add={"C:/x": b"x"}), "archive.unsafe-name"),
    "link": (a_link, "archive.link"),
    "encrypted": (encrypted, "archive.encrypted"),
    "2 000 parts": (lambda: archive_with(lambda z: [z.writestr(f"xl/p{i}.xml", "<a/>") for i in range(2_000)] and None), "workbook.too-large"),
    "also something else": (lambda: b"%PDF-1.7\n" + GOOD, "archive.two-formats"),
    "followed by something else": (lambda: GOOD + b"x" * 100, "archive.two-formats"),
    "half a file": (lambda: GOOD[: len(GOOD) // 2], "archive.truncated"),
}  # fmt: skip


def archive_of(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, raw in members.items():
            target.writestr(name, raw)
    return stream.getvalue()


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused_with_a_code_within_two_seconds(case: str) -> None:
    make, code = HOSTILE[case]
    raw = make()
    started = time.perf_counter()
    with pytest.raises(CodedError) as refused:
        read_workbook(raw, "cup.xlsx")
    assert time.perf_counter() - started < 2
    assert refused.value.code == code
    assert "{" not in refused.value.problems[0].text("zh") + refused.value.problems[0].remedy("en")


def test_a_zip_inside_is_not_opened_and_a_doubled_part_is_refused() -> None:
    assert read_workbook(doctored(add={"xl/inner.zip": archive_of({"a": b"b"})})) == MODEL
    with pytest.warns(UserWarning, match="Duplicate name"):
        raw = archive_with(lambda z: z.writestr("xl/workbook.xml", "<a/>"))
    assert problems(raw)[0][0] == "archive.duplicate-name"


def test_a_cell_of_a_megabyte_and_a_control_character_are_wrong_cells() -> None:
    strings = "xl/sharedStrings.xml"
    long = doctored(
        {strings: lambda raw: raw.replace("<t>膜</t>".encode(), ("<t>" + "膜x7" * 20_000 + "</t>").encode())}
    )
    assert ("workbook.cell-too-long", "物料清单!B3") in problems(long)
    control = doctored({strings: lambda raw: raw.replace("<t>膜</t>".encode(), "<t>膜_x0007_x</t>".encode())})
    assert problems(control) == [("workbook.bad-character", "物料清单!B3")]
    returns = doctored(
        {strings: lambda raw: raw.replace("<t>膜</t>".encode(), "<t>膜_x000D_\nx</t>".encode())}
    )
    assert read_workbook(returns).processes[0].inputs[1].name == Text(zh="膜\nx")


def test_very_many_wrong_cells_end_in_a_count() -> None:
    sheets = sheets_of(GOOD)
    sheets["物料清单"] += [["forming", "纸", "", "1,5", "", "kg"] for _ in range(3_000)]
    raw = built(sheets)
    started = time.perf_counter()
    with pytest.raises(CodedError) as refused:
        read_workbook(raw)
    assert time.perf_counter() - started < 2
    assert len(refused.value.problems) == 201 and refused.value.problems[-1].fields == {"count": 2_800}


# Writing


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x","y")',
        "+1",
        "-1+1",
        "@SUM(A1)",
        "＝1+1",
        "=cmd|'/c calc'!A0",
        "http://x",
        "{=1}",
    ],
)
def test_text_that_looks_like_a_formula_is_written_as_text(name: str) -> None:
    plain = MODEL.plain()
    plain["product"]["name"] = {"zh": "杯", "en": name}
    plain["processes"][0]["inputs"][0]["name"] = {"en": name}
    model = ProductModel.parse(plain)
    raw = write_workbook(model)
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    sheets = [raw for part, raw in parts.items() if part.startswith("xl/worksheets/sheet")]
    assert sheets and not any(b"<f>" in raw or b"<hyperlink" in raw for raw in sheets)
    assert not any("externalLink" in part for part in parts)
    assert read_workbook(raw) == model


def test_negative_numbers_stay_numbers() -> None:
    model = MODEL.model_copy(
        update={
            "parameters": (
                *MODEL.parameters,
                MODEL.parameters[0].model_copy(update={"name": "n", "value": -2.5}),
            )
        }
    )
    assert sheets_of(write_workbook(model))["参数"][2][1] == -2.5


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_opens_and_tells_what_is_missing(language: Any) -> None:
    raw = write_template(language)
    assert raw == write_template(language)
    tabs = list(sheets_of(raw))
    assert (
        tabs[0] == {"zh": "说明", "en": "Readme"}[language]
        and tabs[-1] == {"zh": "示例", "en": "Example"}[language]
    )
    tab = {"zh": "产品", "en": "Product"}[language]
    processes = {"zh": "过程", "en": "Processes"}[language]
    labels = {row[0].split(" / ")[1]: f"{tab}!B{r}" for r, row in enumerate(sheets_of(raw)[tab], 1)}
    required = [
        "Model id",
        "Product name",
        "Kind of unit",
        "Unit of measure",
        "Unit description",
        "System boundary",
    ]
    assert problems(raw) == [
        *(("document.missing", labels[label]) for label in required),
        ("model.no-processes", f"{processes}!A2"),
    ]


def test_drop_downs_offer_what_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(write_template("zh"))) as book:
        parts = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
    offered = set(
        re.findall(r"<formula1>&quot;(.*?)&quot;</formula1>|<formula1>\"(.*?)\"</formula1>", "".join(parts))
    )
    choices = {choice for pair in offered for choice in "".join(pair).split(",")}
    for choice in ("制造 / Manufacturing", "电网 / Grid", "实测（初级） / Primary", "t*km", "是 / Yes"):
        assert choice in choices
    for place, choice in (
        ("过程!D2", "制造 / Manufacturing"),
        ("过程!D2", "manufacturing"),
        ("过程!D2", "制造"),
    ):
        assert read_workbook(built(with_cell(place, choice))) == MODEL


@pytest.mark.parametrize(
    ("page", "language", "second"), [("model.md", "en", "In English"), ("model.zh-CN.md", "zh", "英文")]
)
def test_the_workbook_of_the_guide_is_read_as_told(page: str, language: Any, second: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    sheets: Sheets = {}
    for tab, cells in re.findall(r"^\| ([^|]+) \| ([^|]*`[^|]*) \|$", text, re.MULTILINE):
        rows = [
            re.findall(r"([^`·，,]+?) `([^`]*)`", row)
            for row in cells.split(" ; " if " ; " in cells else " ；")
        ]
        named = [[(header.strip(), value) for header, value in row] for row in rows]
        if tab in {"Product", "产品"}:
            sheets[tab] = [["Item", "Content", "In English"]]
            for header, value in named[0]:
                if header == second:
                    sheets[tab][-1].append(value)
                else:
                    sheets[tab].append([header, value])
        else:
            sheets[tab] = [
                [header for header, _ in named[0]],
                *([value for _, value in row] for row in named),
            ]
    # the second parameter of the guide has no unit, so its row is shorter: name and value come first in both
    model = read_workbook(built(sheets))
    assert model.product.name == Text(zh="纸杯", en="Paper cup")
    assert model.processes[0].inputs[0].amount == "=cup_mass*1000*(1+scrap)"
    assert [(p.name, p.value) for p in model.parameters] == [("cup_mass", 9.5), ("scrap", 0.03)]
    assert model.processes[0].energy[0].electricity == "grid"
    told = re.search(r"model\.bad-amount ([^:]+?![A-Z]\d+):", text)
    assert told
    filled = sheets_of(write_workbook(model, language))
    put(filled, told[1], "1,5")
    put(filled, told[1].replace("D2", "E2"), "")
    assert problems(built(filled)) == [("model.bad-amount", told[1])]
    assert read_model(write_workbook(model)) == model
