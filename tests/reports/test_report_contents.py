"""A study report holds what ISO 14067 7.3 and GB/T 24067 ask for, says what is not stated, and shows rounded numbers.

The list of contents is that of the project's reading of the standards (DOMAIN B.9), written out here by hand.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
import report_cases as cases

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import figure
from tanzuji.reports import build_report, write_docx, write_html, write_pdf
from tanzuji.reports.blocks import Section
from tanzuji.rules import check

FORMS = ("html", "pdf", "docx")


@cache
def words(case: str, form: str, language: Language) -> str:
    footprint: Footprint = getattr(cases, case)()
    report = build_report(footprint, check(footprint), language=language)
    if form == "html":
        return cases.html_words(write_html(report))
    if form == "pdf":
        return cases.pdf_words(write_pdf(report))
    return cases.docx_words(write_docx(report))


# Each item of the checklist with what the brick study says about it, in both languages.
CONTENTS = {
    "declared unit": ("声明单位", "declared unit"),
    "unit in words": ("1 t 出厂砖", "1 t of brick at the gate"),
    "reference flow": ("400 块砖", "400 bricks"),
    "boundary": ("从取土到出厂", "From clay pit to gate"),
    "boundary type": ("摇篮到大门", "cradle to gate"),
    "geography": ("CN-HE", "CN-HE"),
    "decision criteria": ("单项小于 1 % 可舍去", "Items below 1 % may be left out"),
    "cut-offs": ("润滑油", "Lubricants"),
    "cut-off share": ("0.4 %", "0.4 %"),
    "unit processes": ("重要单元过程", "Important unit processes"),
    "data sources": ("Coal ledger 2024", "Coal ledger 2024"),
    "data description": ("电表与地磅读数", "Meters and weighbridges"),
    "data quality": ("数据质量评价", "Assessment of data quality"),
    "gas list": ("甲烷（化石源） CH₄", "Methane, fossil CH₄"),
    "GWP set": ("GWP100, AR6", "GWP100, AR6"),
    "GWP of fossil methane": ("29.8", "29.8"),
    "allocation rule": ("砖与熟料按质量", "Brick and grog by mass"),
    "allocation reason": ("不能再细分", "Cannot be subdivided"),
    "allocation sensitivity": ("按价格少 2 %", "2 % less by price"),
    "timing": ("没有因延迟排放或暂时储碳而扣减", "nothing is deducted for delayed emissions"),
    "period": ("2024-01-01 – 2024-12-31", "2024-01-01 – 2024-12-31"),
    "sensitivity": ("用量增加 10 % 时总量的变化", "Change of the total when an amount is 10 % higher"),
    "uncertainty": ("不确定度：未计算", "Uncertainty: not calculated"),
    "electricity": ("合同凭证", "contractual instrument"),
    "instrument number": ("GEC-0815", "GEC-0815"),
    "grid-average result": ("不使用凭证时为 221.4 kgCO₂e/t", "Without instruments the result is 221.4 kg CO₂e/t"),
    "80 %": ("累计不低于 80 %", "80 % or more"),
    "conclusions": ("结论与局限", "Conclusions and limitations"),
    "limitations": ("釉料没有因子", "The glaze has no factor"),
    "value choices": ("价值选择", "Value choices"),
    "changes": ("边界未变", "The boundary did not change"),
    "use": ("使用阶段不计", "Use is left out"),
    "end of life": ("末期不计", "End of life is left out"),
    "scenarios": ("改用电网电力", "Power from the grid"),
    "validity": ("有效期", "Time period of validity"),
    "rules": ("GB/T 24067-2024", "GB/T 24067-2024"),
    "tracking": ("绩效追踪", "Performance tracking"),
    "review": ("没有评审", "No review took place"),
    "goal": ("内部改进用途", "Internal improvement"),
    "reasons": ("客户询问", "Customers ask"),
    "audience": ("技术人员", "Engineers"),
    "maker": ("示例窑厂", "Example kiln works"),
    "comparison": ("Yearbook 2023", "Yearbook 2023"),
    "why different": ("本厂用绿证", "This works uses certificates"),
    "gap": ("釉料", "Glaze"),
    "factor source": ("Hand-made factors, Test Press, 2024", "Hand-made factors, Test Press, 2024"),
    "place in the source": ("[1] table 7, row 3", "[1] table 7, row 3"),
    "licence": ("CC0-1.0", "CC0-1.0"),
    "biogenic carbon": ("1.5 kg C", "1.5 kg C"),
    "land-use change": ("土地利用变化", "Land-use change"),
    "aircraft": ("航空排放", "Aircraft emissions"),
    "parameter": ("烘干用木", "wood for drying"),
    "self-declared": ("自我声明（未经核查）", "Self-declared (not verified)"),
    "findings": ("规则检查", "Rule check"),
    "contents table": ("报告内容对照表", "Contents of the report, item by item"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_holds_every_content_the_standard_asks_for(form: str, language: Language) -> None:
    found = words("brick", form, language)
    missing = [
        item for item, pair in CONTENTS.items() if cases.bare_words(pair[language == "en"]) not in found
    ]
    assert not missing


@pytest.mark.parametrize("form", FORMS)
def test_the_values_are_those_of_the_hand_calculation_rounded_once(form: str) -> None:
    """185.352 → 185.4; parts to the same place; see `brick` for the calculation."""
    found = words("brick", form, "en")
    for shown in (
        "Total185.4100.0%",
        "Fossilemissions185.199.9%",
        "Biogenicemissions14.6",
        "Biogenicremovals−14.4",
    ):
        assert shown in found
    assert "Netbiogenic(emissionsandremovals)0.20.1%" in found
    assert "4.02.2%" in found  # raw materials: 0.8 x 5
    assert "181.497.8%" in found  # manufacturing: 185.352 − 4 = 181.352
    if form != "html":  # there a row unfolds between its name and its numbers
        assert "Rawmaterials4.0004.02.2%" in found  # all of it fossil
        assert "Manufacturing181.114.6−14.4181.497.8%" in found


@pytest.mark.parametrize("form", FORMS)
def test_every_contribution_stands_in_the_report_to_four_significant_digits(form: str) -> None:
    """GB/T 8170: what is shown is `rounding.figure` of the footprint's value and amount."""
    found = words("brick", form, "zh")
    for item in cases.brick().contributions:
        assert figure(item.total) in found
        assert cases.bare_words(f"{figure(item.amount)} {item.unit}".replace("*", "·")) in found


def test_what_the_model_does_not_state_is_shown_as_not_stated() -> None:
    """The bare model states nothing: each statement stands under its name with the word, never with text."""
    report = build_report(cases.bare(), None, language="zh")
    shown = cases.html_words(write_html(report))
    for name in ("型号", "规格", "生产地点", "预期用途", "开展研究的理由", "目标受众", "是否对外公布", "基准流", "地理边界",
                 "数据质量", "取舍准则", "使用阶段", "生命末期", "分配原则", "局限", "研究过程中的变更", "数据期间", "有效期"):  # fmt: skip
        assert f"{name}未说明" in shown, name
    assert "产品含生物源碳未说明" in shown
    assert shown.count("未说明") > 25


def test_the_table_of_contents_against_the_standard_tells_stated_from_not_stated() -> None:
    def states(footprint: Footprint) -> dict[str | None, str | None]:
        report = build_report(footprint, None, language="en")
        section = next(s for s in report.walk() if s.id == "annex-contents")
        return {row.cells[0]: row.cells[-1] for row in section.blocks[0].rows}  # type: ignore[union-attr]

    full, none = states(cases.brick()), states(cases.bare())
    for item in (
        "Goal and intended application",
        "Reference flow",
        "Cut-off criteria and cut-offs",
        "Allocation",
        "Limitations",
    ):
        assert (full[item], none[item]) == ("stated", "not stated")
    assert full["Result with the grid average"] == "calculated"
    assert none["Result with the grid average"] == "not applicable"
    assert none["Influence of scenarios"] == "not calculated"
    assert full["Time period of validity"] == "not stated"  # a model has no place for it


@pytest.mark.parametrize("form", FORMS)
def test_a_partial_footprint_is_never_called_a_product_carbon_footprint(form: str) -> None:
    chinese, english = words("brick", form, "zh"), words("brick", form, "en")
    assert "产品部分碳足迹研究报告" in chinese
    assert "产品碳足迹研究报告" not in chinese
    assert "Partialproductcarbonfootprint(partialCFP)185.4kgCO2e/t" in english
    assert "Productcarbonfootprint(CFP)" not in english
    whole = words("bare", form, "zh")
    assert "产品碳足迹研究报告" in whole
    assert "部分碳足迹" not in whole


@pytest.mark.parametrize("form", FORMS)
def test_an_english_report_of_an_english_model_holds_no_chinese(form: str) -> None:
    found = words("brick", form, "en")
    assert re.findall("[\u3400-\u9fff]+", found) == []


def test_every_heading_and_caption_exists_in_both_languages() -> None:
    chinese = build_report(cases.brick(), check(cases.brick()), language="zh")
    english = build_report(cases.brick(), check(cases.brick()), language="en")
    assert [s.id for s in chinese.walk()] == [s.id for s in english.walk()]
    for zh, en in zip(chinese.walk(), english.walk(), strict=True):
        assert re.search("[\u3400-\u9fff]", zh.title), zh.title
        assert not re.search("[\u3400-\u9fff]", en.title), en.title
        assert zh.number == en.number
        for caption in _captions(en):
            assert not re.search("[\u3400-\u9fff]", caption), caption


def _captions(section: Section) -> list[str]:
    return [block.caption for block in section.blocks if hasattr(block, "caption")]


def test_sections_stand_in_the_order_of_the_national_product_standards() -> None:
    report = build_report(cases.brick(), None, language="zh")
    assert [f"{s.number} {s.title}".strip() for s in report.sections] == [
        "摘要", "1 基本情况", "2 目的", "3 范围", "4 清单分析", "5 影响评价", "6 结果解释",
        "A 数据收集表", "B 全球变暖潜势", "C 参数", "D 因子与许可", "E 报告内容对照表", "F 复算",
    ]  # fmt: skip


def test_significant_items_are_the_fewest_that_reach_80_percent() -> None:
    """Contributions, absolute: coal 153.136, calcination 24, power 4, haulage 4, wood 0.216; sum 185.352.

    Coal alone is 82.6 %: one item.
    """
    report = build_report(cases.brick(), None, language="en")
    section = next(s for s in report.walk() if s.id == "significant")
    rows = section.blocks[0].rows  # type: ignore[union-attr]
    assert [row.cells[0] for row in rows] == ["Hard coal"]
    assert rows[0].cells[-1] == "82.6\u00a0%"


def test_a_report_without_a_date_bears_none_and_one_with_a_date_shows_it() -> None:
    import datetime

    dated = build_report(cases.brick(), None, language="en", date=datetime.date(2026, 11, 22))
    assert "2026-11-22" in cases.html_words(write_html(dated))
    assert not any(
        f.name == "Date of report" for f in build_report(cases.brick(), None, language="en").cover.facts
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_study_without_any_result_says_so_in_every_form(form: str) -> None:
    report = build_report(cases.only_a_gap(), None, language="en")
    written = {"html": lambda: cases.html_words(write_html(report)), "pdf": lambda: cases.pdf_words(write_pdf(report)), "docx": lambda: cases.docx_words(write_docx(report))}[form]()  # fmt: skip
    assert "Noinputoremissioniscounted." in written
    assert "1itemmissingfromtheresult" in written


@pytest.mark.parametrize("form", FORMS)
def test_a_formula_stands_with_its_value(form: str) -> None:
    """`=drying` with drying = 10 kg; 3 x drying / 8 = 3.75 kg C."""
    found = words("formulas", form, "en")
    assert "10kg=drying" in found
    assert "3.75kgC" in found


@pytest.mark.parametrize("form", FORMS)
def test_the_result_tells_what_one_run_of_the_last_process_emits(form: str) -> None:
    """A battery of 480 kWh over its life at 0.5 kg a kWh: 240 kg."""
    assert "240.0kgCO2e(Service,gives480kWh)" in words("battery", form, "en")


def test_what_enters_without_burden_is_not_counted_as_missing() -> None:
    """One input without amount, one burden-free: the cover, the summary and the conclusions all say one is missing."""
    found = words("missing_and_free", "html", "en")
    assert found.count("1itemismissingfromtheresult") + found.count("1itemmissingfromtheresult") == 3
    assert found.count("1itementerswithoutburdenbycut-off") == 2


def test_a_stage_outside_the_boundary_needs_no_assumption() -> None:
    found = words("missing_and_free", "html", "en")
    assert found.count("Outsidetheboundary;nothingisassumed.") == 2
    assert "Referenceflowthedeclaredunititself" in found
