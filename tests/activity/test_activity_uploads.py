"""Readings from CSV and Excel as people write them: layouts, units, gaps, duplicates, corrections; nothing is dropped."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from works import guessed, line, meter, paper, product, read, sheet, somebody, works

from tanzuji.activity import queries, services
from tanzuji.activity.models import Reading
from tanzuji.activity.queries.amounts import counted_by
from tanzuji.activity.uploads.mapping import unit_in
from tanzuji.activity.uploads.times import midnight, span_of
from tanzuji.documents.errors import CodedError
from tanzuji.formats.workbook.cells import Cell
from tanzuji.parties.acting import Acting

MONTHS = [f"2025年{n}月" for n in range(1, 13)]


@pytest.mark.parametrize(
    ("written", "first", "after"),
    [
        ("2025-03", date(2025, 3, 1), date(2025, 4, 1)),
        ("2025年12月", date(2025, 12, 1), date(2026, 1, 1)),
        ("３月", date(2025, 3, 1), date(2025, 4, 1)),
        ("202502", date(2025, 2, 1), date(2025, 3, 1)),
        (202502.0, date(2025, 2, 1), date(2025, 3, 1)),
        ("2025/3/31", date(2025, 3, 31), date(2025, 4, 1)),
        ("2025.03.31", date(2025, 3, 31), date(2025, 4, 1)),
        (date(2025, 3, 31), date(2025, 3, 31), date(2025, 4, 1)),
        (45747.0, date(2025, 3, 31), date(2025, 4, 1)),
        ("2025", date(2025, 1, 1), date(2026, 1, 1)),
        ("2025-01-01 至 2025-01-31", date(2025, 1, 1), date(2025, 2, 1)),
        ("2025-03-31 24:00", date(2025, 4, 1), date(2025, 4, 1)),
        ("Mar 2025", date(2025, 3, 1), date(2025, 4, 1)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(written: Cell, first: date, after: date) -> None:
    """45 747 days after 1899-12-30 is 31 March 2025 (Excel's count)."""
    assert span_of(written, year=2025) == (midnight(first), midnight(after))


@pytest.mark.parametrize(
    "written", ["2025-02-30", "13月", "合计", "", None, "2025-13", 3.5, "2025-03-31 25:00", "1850-01", True]
)
def test_what_is_no_time_is_none(written: Any) -> None:
    assert span_of(written, year=2025) is None


def test_a_header_states_its_unit() -> None:
    assert [
        unit_in(h) for h in ("生料磨（kWh）", "用电量(单位：万千瓦时)", "天然气 (m³)", "煤磨, MWh", "窑头")
    ] == [
        "kWh",
        "万千瓦时",
        "m3",
        "MWh",
        "",
    ]


def _by_time() -> bytes:
    rows: list[list[Any]] = [["2025年能源消耗台账"], ["月份", "生料磨 (kWh)", "回转窑 (MWh)"]]
    rows += [[f"{n}月", 1000.0 * n, 2.0 * n] for n in range(1, 13)]
    return sheet([*rows, ["合计", 78000.0, 156.0]], "用电")


def test_a_year_of_months_by_meters_is_stored_in_the_units_of_the_meters() -> None:
    """SH-106: 1 000·(1+…+12) = 78 000 kWh; 2·78 MWh = 156 000 kWh. The sum below is passed over, and said so."""
    acting = somebody()
    facility = works(acting)
    mill, kiln = meter(acting, facility, "生料磨"), meter(acting, facility, "回转窑")
    data = _by_time()
    mapping = guessed(data, "a.xlsx", "readings")
    assert (mapping.layout, mapping.year, mapping.columns) == ("by_time", 2025, {"time": "月份"})
    row = paper(acting, data)
    upload = services.store_file(acting, "readings", row.id, mapping)
    assert (upload.stored, upload.evidence) == (24, row)
    books = queries.Books(facility, queries.year(2025))
    assert {m.meter: m.total.amount for m in books.meters} == pytest.approx({mill: 78000, kiln: 156000})
    report = json.loads(upload.report)
    assert (report["sums"], report["converted"], report["lines"]) == (["用电!A15"], 12, [])
    assert mill.readings.order_by("at").first().place == "用电!B3"  # type: ignore[union-attr]


def test_meters_that_are_not_there_are_named_and_can_be_registered_with_the_file() -> None:
    """SH-105: a first file brings its meters with it, each where somebody says what it measures."""
    acting = somebody()
    facility = works(acting)
    data = sheet(
        [
            ["电表", *MONTHS, "备注"],
            ["水泥磨（kWh）", *[100.0] * 12, "x"],
            ["厂总表（kWh）", *[300.0] * 12, None],
        ]
    )
    mapping = guessed(data, "b.xlsx", "readings")
    assert (mapping.layout, mapping.ignored) == ("by_subject", ("备注",))
    row = paper(acting, data)
    assert services.preview(acting, "readings", row, mapping).settlement.unknown == ["水泥磨", "厂总表"]
    mapping = mapping.model_copy(update={"subjects": {"水泥磨": "new:electricity", "厂总表": ""}})
    upload = services.store_file(acting, "readings", row.id, mapping, facility_id=facility.id)
    assert upload.stored == 12
    assert json.loads(upload.report)["counts"]["left-out"] == 12
    assert [(m.code, m.kind, m.unit) for m in queries.meters(acting)] == [("水泥磨", "interval", "kWh")]


def test_a_register_in_a_gbk_file_of_rows_is_differenced() -> None:
    """Read on the last days of December, January and February: 1 200 − 1 000 = 200, then 1 500 − 1 200 = 300 kWh."""
    acting = somebody()
    mill = meter(acting, works(acting), "M-01", kind="cumulative", serial="SN 77")
    text = '抄表日期,表号,读数(kWh)\n2024-12-31,SN 77,1000\n2025-01-31,M-01,"1,200"\n2025-02-28,M-01,1500\n'
    data = text.encode("gb18030")
    mapping = guessed(data, "c.csv", "readings")
    assert (
        mapping.columns == {"time": "抄表日期", "subject": "表号", "value": "读数(kWh)"}
        and mapping.values == "register"
    )
    services.store_file(acting, "readings", paper(acting, data, "c.csv").id, mapping)
    found = counted_by(mill, queries.current(mill.readings.all()))
    assert [(i.start, i.end, i.amount) for i in found.intervals] == [
        (midnight(date(2025, 1, 1)), midnight(date(2025, 2, 1)), 200),
        (midnight(date(2025, 2, 1)), midnight(date(2025, 3, 1)), 300),
    ]  # fmt: skip


def test_the_same_again_is_told_and_not_stored_twice() -> None:
    acting = somebody()
    meter(acting, works(acting), "M")
    read(acting, [line("M", "2025-01", 100)])
    again = read(acting, [line("M", "2025-01", 100), line("M", "2025-02", 110), line("M", "2025-02", 110)])
    assert (again.stored, again.same) == (1, 2)
    with pytest.raises(CodedError) as refused:
        read(acting, [line("M", "2025-01", 100)])
    assert refused.value.code == "activity.nothing-new"


def test_another_value_for_the_same_month_is_a_decision_and_the_first_is_kept() -> None:
    acting = somebody()
    mill = meter(acting, works(acting), "M")
    read(acting, [line("M", "2025-01", 100)])
    with pytest.raises(CodedError) as refused:
        read(acting, [line("M", "2025-01", 130)])
    assert refused.value.code == "activity.rows-differ"
    read(acting, [line("M", "2025-01", 130), line("M", "2025-02", 5)], replace=False)
    assert [r.value for r in queries.current(mill.readings.all())] == [100, 5]
    assert read(acting, [line("M", "2025-01", 130)], replace=True).replaced == 1
    now = queries.current(mill.readings.all())
    assert [r.value for r in now] == [130, 5] and now[0].replaces.value == 100
    with pytest.raises(DatabaseError), transaction.atomic():
        Reading.objects.filter(id=now[0].id).update(value=1)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line("M", "2025-01", 1), line("M", "2025-01", 2)], "activity.two-values"),
        ([line("M", "2025-01", 1), line("M", "2025-01-15 至 2025-02-10", 2)], "activity.overlaps"),
        ([line("M", "2025-01-15 至 2025-02-10", 2), line("M", "2025-01", 1)], "activity.overlaps"),
        ([line("M", "2025-01", 1), line("M", "2025-03", 1), line("M", "2025", 2)], "activity.overlaps"),
        ([line("M", "2025", 2), line("M", "2025-03", 1)], "activity.overlaps"),
        ([line("M", "2025-01", -1)], "activity.negative"),
        ([line("M", "2025-01", 1, "kg")], "quantity.unit-mismatch"),
        ([line("M", "2025-01", 1, "furlongs per")], "quantity.unknown-unit"),
        ([line("M", "2099-01", 1)], "activity.in-future"),
        ([line("M", "2025-01-31 08:00", 1)], "activity.no-span"),
        ([line("N", "2025-01", 1)], "activity.unknown-subject"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_place(lines: list[Any], code: str) -> None:
    acting = somebody()
    meter(acting, works(acting), "M")
    with pytest.raises(CodedError) as refused:
        read(acting, lines)
    assert refused.value.codes == ("activity.rows-with-problems", code)
    assert refused.value.problems[1].path == lines[-1].place
    assert not Reading.objects.exists()


def test_a_retired_meter_takes_no_later_readings() -> None:
    """SH-105: retired is a state of a meter; what was read before stays."""
    acting = somebody()
    mill = meter(acting, works(acting), "M")
    services.retire(acting, mill.id, day=date(2025, 1, 31), reason="换新表")
    assert read(acting, [line("M", "2025-01", 1)]).stored == 1
    with pytest.raises(CodedError) as refused:
        read(acting, [line("M", "2025-02", 1)])
    assert refused.value.codes[1] == "activity.meter-retired"


def test_a_register_that_fell_warns_and_is_explained_by_its_exchange() -> None:
    """9 000 → 500: unknown until the old meter's last value 9 400 and the new one's first 50 are told: 400 + 450 = 850."""
    acting = somebody()
    mill = meter(acting, works(acting), "M", kind="cumulative")
    upload = read(
        acting, [line("M", "2024-12-31", 9000), line("M", "2025-01-31", 500), line("M", "2025-02-28", 700)]
    )
    assert [entry["falls"] for entry in json.loads(upload.report)["lines"]] == [True]
    fall = counted_by(mill, queries.current(mill.readings.all())).falls[0]
    services.explain(
        acting, mill.id, fall.reading, event="exchange", closing=9400, opening=50, reason="1 月 20 日换表"
    )
    found = counted_by(mill, queries.current(mill.readings.all()))
    assert [i.amount for i in found.intervals] == [850, 200] and not found.falls


def test_a_roll_over_needs_the_range_of_the_register() -> None:
    acting = somebody()
    mill = meter(acting, works(acting), "M", kind="cumulative")
    read(acting, [line("M", "2024-12-31", 99_000), line("M", "2025-01-31", 500)])
    last = queries.current(mill.readings.all()).last()
    assert last is not None
    with pytest.raises(CodedError) as refused:
        services.explain(acting, mill.id, last.id, event="rollover", reason="走满")
    assert refused.value.code == "activity.no-range"
    services.change_meter(acting, mill.id, parent=None, rolls_over_at=100_000.0)
    mill.refresh_from_db()
    found = counted_by(mill, queries.current(mill.readings.all()))
    assert [i.amount for i in found.intervals] == [1500] and len(found.rollovers) == 1


def test_purchases_bring_amount_distance_and_stock_in_one_row() -> None:
    """SH-105: coal 1 200 + 800 t from 120 and 40 km, stock 400 → 250: 2 150 t at (1 200·120 + 800·40)/2 000 = 88 km."""
    acting = somebody()
    facility = works(acting)
    coal = services.register_good(acting, facility.id, code="C", kind="fuel", unit="t", name_zh="烟煤")
    data = sheet([
        ["日期", "物料名称", "数量", "单位", "供应商", "磅单号", "运距(km)", "盘存量"],
        [date(2024, 12, 31), "烟煤", None, "t", None, None, None, 400],
        [date(2025, 3, 5), "烟煤", 1200, "t", "甲矿", "P-1", 120, None],
        [date(2025, 3, 5), "烟煤", 800000, "kg", "乙矿", "P-2", 40, None],
        [date(2025, 12, 31), "烟煤", None, "t", None, None, None, 250],
    ])  # fmt: skip
    mapping = guessed(data, "d.xlsx", "purchases")
    upload = services.store_file(acting, "purchases", paper(acting, data).id, mapping)
    assert upload.stored == 4
    [(found, amounts)] = queries.Books(facility, queries.year(2025)).goods
    assert (found, amounts.amount, amounts.counted) == (coal, 2150, True)
    assert amounts.distance == pytest.approx(88)


def test_outputs_are_booked_by_product() -> None:
    acting = somebody()
    facility = works(acting)
    cement = product(acting, facility, "P.O42.5")
    data = "月份,产品名称,产量(t)\n2025-01,P.O42.5,8000\n2025-02,P.O42.5,7000\n".encode()
    services.store_file(acting, "outputs", paper(acting, data, "e.csv").id, guessed(data, "e.csv", "outputs"))
    assert queries.output(cement, queries.year(2025)).amount == 15000


@pytest.mark.parametrize("rows", [[["表号", "读数"], ["M", 1]], [["读数"], [1]]])
def test_a_table_without_its_columns_says_which_are_lacking(rows: list[list[Any]]) -> None:
    acting: Acting = somebody()
    data = sheet(rows)
    with pytest.raises(CodedError) as refused:
        services.preview(acting, "readings", paper(acting, data), guessed(data, "f.xlsx", "readings"))
    assert refused.value.code == "activity.no-columns"


pytestmark = pytest.mark.django_db
