"""Lists of factors as people keep them: found out by their headers, read cell by cell, written so that none is lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.formats.factor_lists import (
    FactorList,
    ListMapping,
    datasets_of,
    guess_mapping,
    import_factor_list,
    read_factor_list,
    read_mapping,
    read_tables,
    write_factor_csv,
    write_factor_excel,
    write_mapping,
)
from tanzuji.formats.factor_lists.factor_units import factor_unit
from tanzuji.formats.factor_lists.numbers import decimal_sign, split_number
from tanzuji.formats.starter import starter_datasets

# A list as a provincial institute sends it: GBK, a title, remarks, headings within, numbers as text in three habits.
PROVINCE = """某省产品碳足迹因子推荐清单（2024版）,,,,,,,,
单位：见各行,,,,,,填表人：张三,,
序号,因子名称,类别,排放因子,单位,数据年份,地区,数据来源,备注
一、能源,,,,,,,,
1,电网电力（平均）,电力,０.5366,kgCO2e/kWh,2023年,全国,"生态环境部公告，2024年第33号",
2,外购蒸汽,热力,0.11,tCO2/GJ,2021-2023,广东省,GB/T 32150—2025,以CO2计
3,天然气,燃料,"21.84",tCO2/万Nm3,2022,中国,省级清单指南,
二、原材料,,,,,,,,
4,热轧卷板,"钢铁, 板材","2,310",kg CO2-eq/t,2022,CN,行业协会,
5,铝锭,有色,16.38 tCO2e/t,,2022,CN,行业协会,
6,公路货运（重型柴油货车）,运输,7.8×10-2,kgCO2e/t·km,2022,华东,某数据库,
7,PET 瓶片,塑料,—,kgCO2e/kg,,,,暂无数据
8,纸箱,包装,1.02,千克二氧化碳当量/公斤,2020,江苏,文献,
注：数据仅供参考,,,,,,,,
"""


def read(raw: bytes, file: str = "list.csv", **mapping: Any) -> FactorList:
    tables = read_tables(raw, file)
    found = guess_mapping(tables.table())
    return read_factor_list(tables, found.model_copy(update=mapping) if mapping else found)


def amounts(dataset: Dataset) -> dict[tuple[str, str], float]:
    return {(a.gas, a.line): a.amount for a in dataset.amounts}


def refused(raw: bytes, file: str = "list.csv", **mapping: Any) -> dict[str, str]:
    """Codes by the cell that is named."""
    with pytest.raises(CodedError) as caught:
        read(raw, file, **mapping)
    return {problem.path: problem.code for problem in caught.value.problems}


# a list as it comes ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_messy_chinese_list_is_read_whatever_its_encoding(encoding: str) -> None:
    """By hand: 0.11 t per GJ is 110 kg; 21.84 t per 10 000 m3 is 2.184 kg; 16.38 t per t is 16 380 kg."""
    found = read(PROVINCE.encode(encoding))
    by_name = {dataset.name.zh: dataset for dataset in found.datasets}
    expected = {
        "电网电力（平均）": ("kWh", "CO2e", 0.5366), "外购蒸汽": ("GJ", "CO2", 110.0), "天然气": ("m3", "CO2", 2.184),
        "热轧卷板": ("t", "CO2e", 2310.0), "铝锭": ("t", "CO2e", 16380.0), "公路货运（重型柴油货车）": ("t*km", "CO2e", 0.078),
        "纸箱": ("kg", "CO2e", 1.02),
    }  # fmt: skip
    assert set(by_name) == set(expected)
    for name, (unit, gas, kilograms) in expected.items():
        dataset = by_name[name]
        assert dataset.unit == unit
        assert amounts(dataset) == {(gas, "fossil"): pytest.approx(kilograms, rel=1e-12)}
    steam = by_name["外购蒸汽"]
    assert (steam.geography, steam.year_from, steam.year_to, steam.gas_basis) == ("CN-GD", 2021, 2023, "co2")
    assert by_name["电网电力（平均）"].geography == "CN" and by_name["纸箱"].geography == "CN-JS"
    assert by_name["热轧卷板"].category == ("钢铁, 板材",)
    assert steam.source.title == "GB/T 32150—2025" and steam.note is not None


def test_what_was_left_out_or_kept_as_written_is_told_by_cell() -> None:
    told = {notice.code: notice for notice in read(PROVINCE.encode("gbk")).notices}
    assert told["factors.no-value"].fields["cells"] == "A12"
    assert told["factors.not-rows"].fields["cells"] == "A4, A8, A14"
    assert told["factors.region-as-written"].fields["names"] == "华东"
    assert told["factors.column-ignored"].fields["header"] == "序号"


def test_headings_within_a_list_become_the_category_where_no_column_states_one() -> None:
    found = read("名称,碳足迹,单位\n一、能源,,\n电,0.5,kgCO2e/kWh\n二、材料,,\n钢,2.3,kgCO2e/kg\n".encode())
    assert [dataset.category for dataset in found.datasets] == [("一、能源",), ("二、材料",)]


def fuels(after: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with a header of two rows, merged both ways, numbers as text and a formula."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("燃料因子")
    form = book.add_format()
    sheet.merge_range("A1:H1", "附表2 化石燃料特性参数及排放因子", form)
    for column, title in (
        ("A", "燃料品种"),
        ("B", "类别"),
        ("C", "计量单位"),
        ("G", "合计\n(kgCO2e)"),
        ("H", "来源"),
    ):
        sheet.merge_range(f"{column}2:{column}3", title, form)
    sheet.merge_range("D2:F2", "排放因子（kg/计量单位）", form)
    sheet.write_row("D3", ["CO₂", "CH₄", "N₂O"])
    rows = [
        ("无烟煤", "吨", "2 090", "0.021", "0.031", None, "IPCC 2006"), ("原煤", "t", 1981.0, "0.02", "0.03", None, "IPCC 2006"),
        ("汽油", "吨", 2925, 0.4, 0.025, None, "MEE"), ("柴油", "吨", 3096, 0.17, 0.025, 3105.0, "MEE"),
    ]  # fmt: skip
    for at, row in enumerate(rows, start=4):
        for column, value in zip("ACDEFGH", row, strict=True):
            if value is not None:
                sheet.write(f"{column}{at}", value)
    sheet.merge_range("B4:B5", "固体燃料", form)
    sheet.merge_range("B6:B7", "液体燃料", form)
    sheet.write_formula("G6", "=D6+E6*28+F6*265", None, 2925 + 0.4 * 28 + 0.025 * 265)
    if after:
        after(book, sheet)
    book.close()
    return stream.getvalue()


def test_a_header_of_two_rows_with_merged_cells_gives_gases_and_their_unit() -> None:
    """The total of the last column is the sum of the gases (28, 265), so the gases are taken and nothing is doubled."""
    found = read(fuels(), "fuels.xlsx")
    assert [d.name.zh for d in found.datasets] == ["无烟煤", "原煤", "汽油", "柴油"]
    assert [d.category for d in found.datasets] == [
        ("固体燃料",),
        ("固体燃料",),
        ("液体燃料",),
        ("液体燃料",),
    ]
    assert amounts(found.datasets[0]) == {
        ("CO2", "fossil"): 2090,
        ("CH4", "fossil"): 0.021,
        ("N2O", "fossil"): 0.031,
    }
    assert amounts(found.datasets[3]) == {
        ("CO2", "fossil"): 3096,
        ("CH4", "fossil"): 0.17,
        ("N2O", "fossil"): 0.025,
    }
    told = {notice.code: notice.fields for notice in found.notices}
    assert told["factors.text-numbers"]["count"] == 5
    assert told["workbook.formula-cell"]["cells"] == "G6"


def test_a_total_that_is_not_the_sum_of_its_gases_is_believed_and_told() -> None:
    found = read(b"name,unit,kg CO2e,kg CO2,GWP set\nGas,kWh,0.3,0.19,AR5\n")
    assert amounts(found.datasets[0]) == {("CO2e", "fossil"): 0.3}
    assert "factors.total-differs" in {notice.code for notice in found.notices}


def test_parts_of_a_total_by_gas_become_masses_with_the_gwp_that_was_used() -> None:
    """The way of the UK factors: 0.01 kg CO2e of methane with AR5 (28) is 0.01/28 kg."""
    head = "Activity,Unit,kg CO2e,kg CO2e of CO2 per unit,kg CO2e of CH4 per unit"
    found = read(f"{head},GWP set\nGas,kWh,0.2,0.19,0.01,AR5\n".encode())
    assert amounts(found.datasets[0]) == {
        ("CO2", "fossil"): 0.19,
        ("CH4", "fossil"): pytest.approx(0.01 / 28),
    }
    assert refused(f"{head}\nGas,kWh,0.2,0.19,0.01\n".encode()) == {"E2": "factors.needs-gwp"}


def test_a_column_that_states_the_gas_of_each_row_is_believed() -> None:
    """As in tables with one row a gas: methane as methane, as CO2e (AR5: 28), biogenic, and the total."""
    rows = "gas,unit,value,GWP basis\nCH4,kg/t,2,AR5\nCH4 (as CO2e),kg CO2e/t,56,AR5 GWP100\nCO2 (biogenic),kg/t,3,AR5\nCO2e total,kg CO2e/t,9,AR5\nHFC23,kg/t,1,AR5\n"
    found = read(
        "\n".join(
            f"{'name' if at == 0 else f'x{at}'},{row}" for at, row in enumerate(rows.split("\n")[:-1])
        ).encode()
    )
    assert [amounts(d) for d in found.datasets] == [
        {("CH4", "fossil"): 2.0}, {("CH4", "fossil"): 2.0}, {("CO2", "biogenic"): 3.0}, {("CO2e", "fossil"): 9.0},
        {("HFC-23", "fossil"): 1.0},
    ]  # fmt: skip


def test_a_value_whose_gas_nobody_states_is_taken_for_co2e_and_told() -> None:
    found = read("名称,排放因子,单位\n石灰,0.5,t/t\n".encode())
    assert amounts(found.datasets[0]) == {("CO2e", "fossil"): 500.0}
    assert "factors.taken-for-co2e" in {notice.code for notice in found.notices}


def test_a_boundary_in_words_is_understood_or_kept_in_the_note() -> None:
    rows = "摇篮到大门（不含运输）", "combustion / direct (tank-to-wheel)", "某种说法"
    found = read(
        (
            "名称,碳足迹(kgCO2e/kg),系统边界\n" + "".join(f"钢{at},1,{row}\n" for at, row in enumerate(rows))
        ).encode()
    )
    assert [d.boundary for d in found.datasets] == ["cradle_to_gate", "combustion", "unknown"]
    assert found.datasets[2].note is not None and "某种说法" in (found.datasets[2].note.zh or "")
    assert "factors.words-kept" in {notice.code for notice in found.notices}


def test_rows_in_a_unit_that_is_no_emission_are_left_out_on_request() -> None:
    raw = b"name,kg CO2e,unit\ncar,0.2,km\ncar energy,0.6,kWh (Net CV)/km\n"
    assert refused(raw) == {"C3": "factors.unknown-unit"}
    assert [d.name.en for d in read(raw, units={"kWh (Net CV)/km": ""}).datasets] == ["car"]


def test_semicolons_and_decimal_commas_are_recognised() -> None:
    found = read(
        "Name;GHG emissions (kg CO2e/kg);Unit;Region;Year\nSteel;2,31;kg;DE;2021\nZinc;8,6;kg;EU;2021\n".encode(
            "utf-16"
        )
    )
    assert [amounts(d)["CO2e", "fossil"] for d in found.datasets] == [2.31, 8.6]
    assert found.report["separator"] == ";" and found.report["decimal"] == ","


def test_a_comma_that_may_be_either_is_asked_for_and_never_guessed() -> None:
    raw = b'name,kg CO2e,unit\nx,"1,234",kg\n'
    assert refused(raw) == {"B2": "factors.ambiguous-number"}
    assert amounts(read(raw, decimal=".").datasets[0]) == {("CO2e", "fossil"): 1234.0}
    assert amounts(read(raw, decimal=",").datasets[0]) == {("CO2e", "fossil"): 1.234}


def test_every_bad_cell_is_named_and_nothing_is_read() -> None:
    raw = "名称,排放因子(kgCO2e/单位),单位\n甲,abc,kg\n乙,1.5,glug\n丙,2-3,kg\n,3,kg\n丁,4,kg\n丁,4,kg\n".encode()
    assert refused(raw) == {
        "B2": "factors.bad-number", "C3": "factors.unknown-unit", "B4": "factors.bad-number", "A5": "factors.empty-cell",
        "A7": "factors.repeated",
    }  # fmt: skip


def test_a_unit_of_the_factor_that_is_not_said_is_asked_for_once_a_column() -> None:
    raw = b"name,factor,unit\na,1,kg\nb,2,kg\n"
    assert refused(raw) == {"B2": "factors.no-mass-unit"}
    mapping = guess_mapping(read_tables(raw, "x.csv").table())
    told = [c.model_copy(update={"unit": "kgCO2e"}) if c.field == "amount" else c for c in mapping.columns]
    assert len(read(raw, columns=tuple(told)).datasets) == 2


def test_a_unit_the_list_spells_its_own_way_is_translated_by_the_mapping() -> None:
    raw = "名称,碳足迹(kgCO2e),单位\n板,3,标箱\n".encode()
    assert refused(raw) == {"C2": "factors.unknown-unit"}
    assert read(raw, units={"标箱": "piece"}).datasets[0].unit == "piece"


def test_uncertainty_in_percent_is_half_the_95_percent_interval_of_a_normal_distribution() -> None:
    """±10 % of 2: sd = 0.2 / 1.96 = 0.1020."""
    dataset = read("名称,碳足迹(kgCO2e),单位,不确定性(%)\n板,2,kg,±10%\n".encode()).datasets[0]
    assert dataset.uncertainty is not None
    assert (dataset.uncertainty.distribution, dataset.uncertainty.sd) == (
        "normal",
        pytest.approx(0.10204, rel=1e-4),
    )


def test_the_same_row_of_next_years_list_gets_the_same_id() -> None:
    row = "名称,碳足迹(kgCO2e/kg),年份\n钢,{},2024\n"
    one, other = read(row.format("2.3").encode()), read(("备注\n\n" + row.format("2.1")).encode())
    assert one.datasets[0].id == other.datasets[0].id


# mappings ────────────────────────────────────────────────────────────────────


def test_a_mapping_is_remembered_as_yaml_and_fits_a_list_whose_columns_moved() -> None:
    tables = read_tables(PROVINCE.encode(), "list.csv")
    mapping = guess_mapping(tables.table())
    again = read_mapping(write_mapping(mapping))
    assert again == mapping
    turned = "\n".join(
        ",".join(reversed(line.split(","))) for line in ["名称,单位,碳足迹", "钢,kgCO2e/kg,2.3"]
    )
    columns = (
        {"header": "碳足迹", "field": "amount"},
        {"header": "名称", "field": "name"},
        {"header": "单位", "field": "unit"},
    )
    mapped = ListMapping.parse({"columns": columns})
    found = read_factor_list(read_tables(turned.encode(), "x.csv"), mapped)
    assert amounts(found.datasets[0]) == {("CO2e", "fossil"): 2.3}


def test_a_mapping_that_does_not_fit_says_which_column_is_missing() -> None:
    mapped = ListMapping.parse(
        {"columns": [{"header": "数值", "field": "amount"}, {"header": "名称", "field": "name"}]}
    )
    with pytest.raises(CodedError) as caught:
        read_factor_list(read_tables("名称,碳足迹\n钢,2.3\n".encode(), "x.csv"), mapped)
    assert caught.value.code == "factors.no-column" and "碳足迹" in str(caught.value)


@pytest.mark.parametrize(
    "bad", ["columns: [{header: a, field: nothing}]", "defaults: {nothing: 1}", "decimal: ';'"]
)
def test_a_mapping_with_unknown_words_is_refused(bad: str) -> None:
    with pytest.raises(CodedError):
        read_mapping(bad)


def test_values_for_all_rows_fill_what_the_rows_do_not_state() -> None:
    defaults = {"unit": "kgCO2e/kg", "geography": "CN", "source": "某手册", "gwp_set": "AR6", "year": "2024"}
    dataset = read("名称,碳足迹\n钢,2.3\n".encode(), defaults=defaults).datasets[0]
    assert (dataset.unit, dataset.geography, dataset.source.title, dataset.gwp_set, dataset.year_to) == (
        "kg", "CN", "某手册", "AR6", 2024,
    )  # fmt: skip


# numbers and units ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(("written", "decimal", "value"), [
    ("１.５", ".", 1.5), ("1,234.5", ".", 1234.5), ("1.234,5", ",", 1234.5), ("0,58", ",", 0.58), ("1.2×10⁻³", ".", 0.0012),
    ("1.2×10^(-3)", ".", 0.0012), ("5E-3", ".", 0.005), ("－3", ".", -3.0), (".5", ".", 0.5), ("1 234,5", ",", 1234.5),
    ("0.581", ",", None), ("0,58", ".", None), ("abc", ".", None), ("1e999", ".", None), ("<0.1", ".", None), ("1.2.3", ".", None),
])  # fmt: skip
def test_numbers_are_read_as_people_write_them(written: str, decimal: Any, value: float | None) -> None:
    found = split_number(written, decimal)
    assert (found and found[0]) == (value if value is None else pytest.approx(value, rel=1e-15))


def test_the_decimal_sign_is_told_by_the_numbers_that_leave_no_doubt() -> None:
    assert decimal_sign(["1,234", "0,58"])[0] == ","
    assert decimal_sign(["1,234", "2.5"])[0] == "."
    assert decimal_sign(["1,234"]) == (None, "1,234", "")
    assert decimal_sign(["0.5", "0,5"]) == (None, "0.5", "0,5")
    assert decimal_sign([])[0] == "."


@pytest.mark.parametrize(("written", "expected"), [
    ("kgCO2e/kWh", (1.0, "CO2e", "kWh", 1.0)), ("kg CO2-eq/kWh", (1.0, "CO2e", "kWh", 1.0)), ("tCO2/MWh", (1000.0, "CO2", "MWh", 1.0)),
    ("tCO₂e/万元", (1000.0, "CO2e", "CNY10k", 1.0)), ("tCO2/10^4Nm³", (1000.0, "CO2", "m3", 1e4)), ("gCO2e/km", (0.001, "CO2e", "km", 1.0)),
    ("千克二氧化碳当量/千瓦时", (1.0, "CO2e", "kWh", 1.0)), ("kg CO2e per 10^3 m3", (1.0, "CO2e", "m3", 1000.0)),
    ("kgCO2e·kWh-1", (1.0, "CO2e", "kWh", 1.0)), ("kgCH4/TJ", (1.0, "CH4", "TJ", 1.0)), ("kgCO2e/人·km", (1.0, "CO2e", "person*km", 1.0)),
    ("Mg CO2e/t", (1000.0, "CO2e", "t", 1.0)), ("mg CO2e/t", (1e-6, "CO2e", "t", 1.0)), ("kWh", (None, None, "kWh", 1.0)),
    ("tCO2/tce", (1000.0, "CO2", "GJ", 29.3076)), ("kgCO2e/计量单位", (1.0, "CO2e", "", 1.0)), ("tC/TJ", None), ("ton", None), ("glug", None),
])  # fmt: skip
def test_units_of_factors_are_understood(written: str, expected: tuple[Any, ...] | None) -> None:
    """1 kgce is 29.3076 MJ (GB/T 2589); “ton” may be three things and is refused."""
    found = factor_unit(written)
    assert (found and (found.kilograms, found.gas, found.unit, found.per)) == expected


# there and back ──────────────────────────────────────────────────────────────

WORDS = st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"), exclude_characters=">;；›"), min_size=1, max_size=9) | st.sampled_from(
    ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "1e5", "0123", "TRUE", "2024-01-01", "a,b", 'a"b', "a\nb", "碳", "—"]
)  # fmt: skip
PAIRS = st.sampled_from(
    [("CO2", "fossil"), ("CO2", "biogenic"), ("CO2", "removal"), ("CH4", "fossil"), ("N2O", "fossil"), ("CO2e", "fossil"),
     ("CO2e", "aircraft"), ("HFC-134a", "fossil"), ("PFC-14", "fossil"), ("SF6", "fossil"), ("R-410A", "fossil"), ("HFC-32", "fossil"),
     ("CO2", "land_use_change"), ("HFE-125", "fossil")]
)  # fmt: skip


@st.composite
def factors(draw: st.DrawFn, identifier: str) -> Dataset:
    pairs = draw(st.lists(PAIRS, min_size=1, max_size=4, unique=True))
    size = st.floats(1e-9, 1e9)
    plain: dict[str, Any] = {
        "id": identifier, "name": draw(WORDS | st.tuples(WORDS, WORDS).map(lambda p: {"zh": f"中{p[0]}", "en": p[1]})),
        "unit": draw(st.sampled_from(("kg", "kWh", "t*km", "piece", "CNY10k"))), "source": {"title": draw(WORDS)},
        "amounts": [{"gas": g, "line": line, "amount": -draw(size) if line == "removal" else draw(size)} for g, line in pairs],
        "geography": draw(st.sampled_from(("GLO", "CN", "CN-GD", "RER"))), "category": draw(st.lists(WORDS, max_size=3)),
    }  # fmt: skip
    if draw(st.booleans()):
        plain |= {
            "year_from": draw(st.integers(1990, 2030)), "boundary": "combustion", "gwp_set": "AR5", "includes_losses": draw(st.booleans()),
            "confidence": "low", "quality": {"technology": draw(st.floats(1, 5)), "completeness": 2.0}, "gas_basis": "gases",
            "uncertainty": {"distribution": "lognormal", "convention": "mean", "sigma": draw(st.floats(0.01, 1)), "minimum": draw(size)},
            "note": {"zh": "说明", "en": draw(WORDS)}, "version": "2.1", "replaces": "old",
        }  # fmt: skip
        plain["source"] |= {
            "publisher": draw(WORDS),
            "year": 2024,
            "url": "https://example.org/a?b=c",
            "location": "表 2",
        }
    return Dataset.parse(plain)


def near(plain: Any) -> Any:
    """The same document with numbers that Excel keeps to 16 digits compared as such: rounding them would
    round twice, and a tie would fall either way."""
    if isinstance(plain, float):
        return pytest.approx(plain, rel=1e-15)
    if isinstance(plain, dict):
        return {key: near(value) for key, value in plain.items()}
    return [near(value) for value in plain] if isinstance(plain, list) else plain


def in_order(dataset: Dataset) -> dict[str, Any]:
    plain = dataset.plain()
    plain["amounts"] = sorted(plain["amounts"], key=lambda a: (a["gas"], a.get("line", "")))
    return plain


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), excel=st.booleans())
def test_a_list_that_is_written_is_read_back_the_same_without_a_mapping(
    data: st.DataObject, excel: bool, tmp_path: Path
) -> None:
    """Law: every field of a factor; in CSV to the last digit, in Excel to the 16 its writer keeps."""
    listed = [data.draw(factors(f"id-{at}")) for at in range(data.draw(st.integers(1, 4)))]
    path = tmp_path / ("list.xlsx" if excel else "list.csv")
    assert (write_factor_excel if excel else write_factor_csv)(listed, path) == ()
    found = read(path.read_bytes(), path.name)
    for mine, theirs in zip(listed, found.datasets, strict=True):
        one, other = in_order(mine), in_order(theirs)
        for before, after in zip(one.pop("amounts"), other.pop("amounts"), strict=True):
            assert (before["gas"], before.get("line")) == (after["gas"], after.get("line"))
            assert after["amount"] == pytest.approx(before["amount"], rel=1e-15)
        assert other == (near(one) if excel else one)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_starter_library_survives_a_list(kind: str, tmp_path: Path) -> None:
    """3 035 factors with sources, notes and gases."""
    listed = starter_datasets()
    path = tmp_path / f"starter.{kind}"
    assert (write_factor_csv if kind == "csv" else write_factor_excel)(listed, path) == ()
    found = read(path.read_bytes(), path.name)
    assert [in_order(d) for d in found.datasets] == [in_order(d) for d in listed]
    assert [notice.code for notice in found.notices] == []


def test_the_same_list_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, write in (("a.csv", write_factor_csv), ("a.xlsx", write_factor_excel)):
        write(starter_datasets()[:50], tmp_path / name)
        first = (tmp_path / name).read_bytes()
        write(starter_datasets()[:50], tmp_path / name)
        assert (tmp_path / name).read_bytes() == first


def test_numbers_stay_numbers_and_words_stay_words_in_a_workbook(tmp_path: Path) -> None:
    dataset = Dataset.parse({"id": "=1+1", "name": "=HYPERLINK(1)", "unit": "kg", "source": {"title": "@x"}, "amounts": [
        {"gas": "CO2", "amount": -0.25, "line": "removal"}]})  # fmt: skip
    write_factor_excel([dataset], tmp_path / "x.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx"))
    row = book.get_sheet_by_index(0).to_python()[1]
    assert -0.25 in row and "=HYPERLINK(1)" in row
    write_factor_csv([dataset], tmp_path / "x.csv")
    text = (tmp_path / "x.csv").read_text("utf-8-sig")
    assert "'=HYPERLINK(1)" in text and "'@x" in text and ",-0.25," in text


def test_a_list_of_unit_processes_has_their_solved_gases(tmp_path: Path) -> None:
    from test_from_release import small

    from tanzuji.formats.lci import import_database

    release = import_database(small(), name="small", home=tmp_path).release
    steel = next(d for d in datasets_of(release) if d.id == "steel")
    assert amounts(steel) == {("CO2", "fossil"): pytest.approx(1.1)}


def test_a_list_becomes_a_release_with_a_report_of_its_reading(tmp_path: Path) -> None:
    path = tmp_path / "province.csv"
    path.write_bytes(PROVINCE.encode("gbk"))
    found = import_factor_list(path, name="province", home=tmp_path)
    assert len(found.release) == 7
    assert found.report["encoding"] == "gb18030" and found.report["datasets"] == 7
    assert found.release.report["mapping"]["header_row"] == 3
    assert found.release.intensities("AR6").sum(axis=1).min() > 0


def test_a_bad_list_leaves_no_release_behind(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes("名称,碳足迹(kgCO2e/kg)\n钢,abc\n".encode())
    with pytest.raises(CodedError):
        import_factor_list(path, name="bad", home=tmp_path)
    assert not (tmp_path / "releases").exists() or not any((tmp_path / "releases").rglob("release.json"))


def test_a_column_called_factor_holds_the_numbers_where_numbers_stand_in_it_and_names_where_words_do() -> (
    None
):
    """“因子” heads the numbers in most Chinese lists, and the names in a few: the cells below tell."""
    numbers = read("名称,单位,因子\n钢材,kgCO2e/kg,2.1\n电力,kgCO2e/kWh,0.5777\n".encode())
    assert [amounts(d) for d in numbers.datasets] == [{("CO2e", "fossil"): 2.1}, {("CO2e", "fossil"): 0.5777}]
    words = read("因子,单位,数值\n钢材,kgCO2e/kg,2.1\n".encode())
    assert [(d.name.zh, amounts(d)) for d in words.datasets] == [("钢材", {("CO2e", "fossil"): 2.1})]
