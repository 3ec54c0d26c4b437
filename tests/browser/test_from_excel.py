"""A study from an Excel workbook, downloaded and uploaded through the page."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from accessible import faults
from python_calamine import CalamineWorkbook
from walker import Walker

import tanzuji as tz
from tanzuji.documents.editing import Set, apply, with_line_ids
from tanzuji.documents.errors import Language
from tanzuji.figures.amounts import total_text

FARMER = "tian.qing@qinghe.example"
POWER = "processes[field].energy[irrigation-electricity].amount"


def with_cell(workbook: Path, sheet: str, row: int, column: int, value: Any, target: Path) -> Path:
    """The workbook as another program saves it after one cell was changed; rows and columns count from 0."""
    source = CalamineWorkbook.from_filelike(io.BytesIO(workbook.read_bytes()))
    with xlsxwriter.Workbook(target) as book:
        for name in source.sheet_names:
            cells = source.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if name == sheet:
                cells[row][column] = value
            drawn = book.add_worksheet(name)
            for r, line in enumerate(cells):
                for c, cell in enumerate(line):
                    if cell != "":
                        drawn.write_string(r, c, cell) if isinstance(cell, str) else drawn.write(r, c, cell)
    return target


def upload(walker: Walker, file: Path) -> None:
    walker.one("#file").send_keys(str(file))
    walker.follow("form:has(#file) button.btn-primary")


def count_of_studies(walker: Walker) -> int:
    walker.open("studies/")
    return len(walker.all("table.studies tbody tr"))


@pytest.mark.parametrize(("language", "width"), [("zh", 1280), ("en", 360)])
def test_a_wrong_cell_is_named_and_nothing_is_stored_until_it_is_right(
    walker: Walker, tmp_path: Path, language: Language, width: int
) -> None:
    walker.language = language
    walker.look(width)
    walker.enter(FARMER)
    before = count_of_studies(walker)
    walker.open("studies/new/")
    workbook = walker.download("a[href*='template.xlsx?example=rice_paddy']")
    sheet = {"zh": "能源", "en": "Energy"}[language]
    amounts = CalamineWorkbook.from_path(workbook).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    assert amounts[2][1:4] == ["灌溉电力", "irrigation electricity", 171]

    walker.provoked.add("status of 422")
    upload(walker, with_cell(workbook, sheet, 2, 3, "abc", tmp_path / "rice.xlsx"))
    assert walker.text("#problems h2") == {
        "zh": "“rice.xlsx”里有 1 处要改，没有保存任何内容", "en": "“rice.xlsx”: 1 to correct; nothing was stored",
    }[language]  # fmt: skip
    assert walker.text("#wrong-1 th") == sheet
    assert walker.text("#wrong-1 code") == "D3"
    assert "abc" in walker.text("#wrong-1")
    assert faults(walker, width=width) == []
    assert count_of_studies(walker) == before

    walker.open("studies/new/")
    upload(walker, with_cell(workbook, sheet, 2, 3, 200, tmp_path / "rice.xlsx"))
    plain = with_line_ids(tz.demo_models()["rice_paddy"].plain())
    watered = apply(plain, [Set(place=POWER, value=200, was=171)]).plain
    assert walker.total == total_text(tz.compute(tz.ProductModel.parse(watered), tz.starter_release()))
    assert count_of_studies(walker) == before + 1


def test_the_empty_template_says_which_cells_are_still_missing(walker: Walker) -> None:
    walker.enter(FARMER)
    walker.open("studies/new/")
    template = walker.download("a[href$='template.xlsx']")
    walker.provoked.add("status of 422")
    upload(walker, template)
    assert "产品" in walker.texts("tr[id^=wrong-] th")


def test_an_exported_study_comes_in_again_as_the_same_model(walker: Walker) -> None:
    walker.enter(FARMER)
    study = walker.begin_study("rice_paddy")
    walker.open(f"{study}report/")
    digest = walker.text("dl.facts code")
    exported = walker.download("a.file[href$='export.json']")
    walker.open("studies/new/")
    upload(walker, exported)
    assert walker.study != study
    walker.open(f"{walker.study}report/")
    assert walker.text("dl.facts code") == digest
