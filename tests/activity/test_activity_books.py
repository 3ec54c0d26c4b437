"""What each product bears, by hand: sub-meters, keys, calibration, plausibility, reconciliation, reports, plans."""

from __future__ import annotations

from datetime import date

import pytest
from works import line, meter, paper, product, read, somebody, works

from tanzuji.activity import queries, services
from tanzuji.activity.models import Facility
from tanzuji.activity.uploads.statements import carrier_of
from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Absent, Refused, Stale

pytestmark = pytest.mark.django_db

YEAR = queries.year(2025)
FROM = date(2025, 1, 1)


def _two_products(acting: Acting) -> tuple[Facility, dict[str, object]]:
    """Gate 1 000 MWh, kiln 600, mill 250. Clinker 3 000 t, cement 5 000 t.

    Kiln → clinker, mill → cement, what no sub-meter counts (150) by output: 150·3/8 = 56.25 and 150·5/8 = 93.75.
    """
    facility = works(acting)
    gate = meter(acting, facility, "gate", calibration_months=12)
    kiln = meter(acting, facility, "kiln", parent=gate.id, unit="MWh", calibration_months=12)
    mill = meter(acting, facility, "mill", parent=gate.id)
    clinker, cement = product(acting, facility, "clinker"), product(acting, facility, "cement")
    read(
        acting,
        [line("gate", "2025", 1000, "MWh"), line("kiln", "2025", 600), line("mill", "2025", 250, "MWh")],
    )
    read(acting, [line("clinker", "2025", 3000), line("cement", "2025", 5000)], "outputs")
    services.set_key(acting, kiln, method="direct", weights={clinker.id: 1}, reason="专用", valid_from=FROM)
    services.set_key(acting, mill, method="direct", weights={cement.id: 1}, reason="专用", valid_from=FROM)
    services.set_key(
        acting, gate, method="output", weights={clinker.id: 1, cement.id: 1}, reason="公用", valid_from=FROM
    )
    return facility, {"gate": gate, "kiln": kiln, "mill": mill, "clinker": clinker, "cement": cement}


def _calibrate(acting: Acting, row: object) -> None:
    services.calibrate(acting, row.id, done_on=date(2024, 12, 1), due_on=date(2026, 1, 31))  # type: ignore[attr-defined]


def test_shared_meters_are_split_and_sub_meters_counted_once() -> None:
    """SH-105: clinker 600 + 56.25 = 656.25 MWh, cement 250 + 93.75 = 343.75 MWh, together the gate's 1 000."""
    acting = somebody()
    facility, made = _two_products(acting)
    books = queries.Books(facility, YEAR)
    amounts = {code: books.borne(made[code])[0].amount for code in ("clinker", "cement")}  # type: ignore[arg-type]
    assert amounts == pytest.approx({"clinker": 656_250, "cement": 343_750})


def test_an_uncalibrated_meter_lowers_the_quality_of_what_stands_on_it() -> None:
    """SH-105: uncalibrated meter lowers data-quality score. Clinker: (600·4 + 56.25·4)/656.25 = 4, calibrated: 1, shared: 2."""
    acting = somebody()
    facility, made = _two_products(acting)
    before = queries.Books(facility, YEAR).borne(made["clinker"])[0]  # type: ignore[arg-type]
    assert before.quality.precision == 4 and {m.code for m in before.uncalibrated} == {"gate", "kiln"}
    assert queries.standing(made["kiln"], date(2025, 6, 1)).state == "uncalibrated"  # type: ignore[arg-type]
    _calibrate(acting, made["kiln"])
    _calibrate(acting, made["gate"])
    after = queries.Books(facility, YEAR).borne(made["clinker"])[0]  # type: ignore[arg-type]
    assert after.quality.precision == 2 and not after.uncalibrated
    assert queries.standing(made["kiln"], date(2025, 6, 1)).state == "active"  # type: ignore[arg-type]
    assert queries.standing(made["kiln"], date(2026, 6, 1)).state == "overdue"  # type: ignore[arg-type]


def test_half_a_year_of_readings_is_half_known() -> None:
    acting = somebody()
    facility = works(acting)
    mill, cement = meter(acting, facility, "M"), product(acting, facility, "cement")
    read(acting, [line("M", f"2025-{n:02d}", 100) for n in range(1, 7)])
    services.set_key(acting, mill, method="direct", weights={cement.id: 1}, reason="专用", valid_from=FROM)
    [found] = queries.Books(facility, YEAR).borne(cement)
    assert found.amount == 600
    assert found.covered == pytest.approx(181 / 365) and found.quality.completeness == 5


def test_a_key_that_does_not_add_up_is_refused() -> None:
    acting = somebody()
    facility = works(acting)
    row, one, other = (
        meter(acting, facility, "M"),
        product(acting, facility, "a"),
        product(acting, facility, "b"),
    )
    for method, weights in (
        ("given", {one.id: 0.7, other.id: 0.4}),
        ("direct", {one.id: 1, other.id: 1}),
        ("output", {one.id: 0}),
    ):
        with pytest.raises(CodedError) as refused:
            services.set_key(acting, row, method=method, weights=weights, reason="x", valid_from=FROM)
        assert refused.value.code == "activity.key-weights"


def test_another_key_holds_from_its_day_on() -> None:
    """2024 by 70/30, from 2025 by 50/50: earlier periods keep their key."""
    acting = somebody()
    facility = works(acting)
    row, one, other = (
        meter(acting, facility, "M"),
        product(acting, facility, "a"),
        product(acting, facility, "b"),
    )
    read(acting, [line("M", "2024", 100), line("M", "2025", 100)])
    services.set_key(
        acting,
        row,
        method="given",
        weights={one.id: 0.7, other.id: 0.3},
        reason="x",
        valid_from=date(2024, 1, 1),
    )
    services.set_key(
        acting, row, method="given", weights={one.id: 0.5, other.id: 0.5}, reason="y", valid_from=FROM
    )
    assert [queries.Books(facility, queries.year(n)).borne(one)[0].amount for n in (2024, 2025)] == [70, 50]


def test_a_circle_of_meters_is_refused() -> None:
    acting = somebody()
    facility = works(acting)
    top = meter(acting, facility, "top")
    low = meter(acting, facility, "low", parent=top.id)
    with pytest.raises(CodedError) as refused:
        services.change_meter(acting, top.id, parent=low.id)
    assert refused.value.code == "activity.meter-circle"
    with pytest.raises(CodedError) as refused:
        meter(acting, facility, "gas", carrier="natural_gas", unit="m3", parent=top.id)
    assert refused.value.code == "activity.other-carrier"
    with pytest.raises(CodedError) as refused:
        meter(acting, facility, "odd", unit="kg")
    assert refused.value.code == "activity.wrong-unit"


STATEMENT = (
    "能源品种,消耗量,单位,排放量(tCO2e)\n电力,1040,MWh,593\n烟煤,,t,\n柴油,12.5,t,39\n合计,,,632\n".encode()
)


def _reported(acting: Acting, facility: Facility, kind: str = "ghg"):  # type: ignore[no-untyped-def]
    row = paper(acting, STATEMENT, "report.csv", "verified_report")
    return services.keep_report(
        acting, facility.id, kind=kind, title="2025 年度温室气体排放报告", first=FROM, last=date(2025, 12, 31),
        evidence_id=row.id, verifier="度衡核查有限公司", verified_on=date(2026, 3, 31),
    )  # fmt: skip


def test_a_verified_report_is_read_and_reconciled_with_the_products() -> None:
    """ZJ-203: reported 1 040 MWh, metered and borne 1 000 MWh: −3.85 %, within 5 %."""
    acting = somebody()
    facility, _ = _two_products(acting)
    report = _reported(acting, facility)
    assert [(x.name, x.amount, x.unit, x.emissions, x.carrier) for x in report.lines.all()] == [
        ("电力", 1040, "MWh", 593, "electricity"), ("柴油", 12.5, "t", 39, "diesel"),
    ]  # fmt: skip
    power, diesel = queries.reconciled(queries.Books(facility, YEAR), report)
    assert (power.reported, power.metered, power.products) == pytest.approx((1_040_000, 1_000_000, 1_000_000))
    assert power.difference == pytest.approx(-0.03846, abs=1e-5) and power.agrees
    assert (diesel.reported, diesel.metered, diesel.agrees) == (12.5, None, False)


def test_a_product_total_beyond_the_tolerance_is_told() -> None:
    """DQ-04: with half of the shared 150 MWh going to no product, 925 of 1 000 MWh are borne: −7.5 %."""
    acting = somebody()
    facility, made = _two_products(acting)
    services.set_key(
        acting,
        made["gate"],
        method="given",
        weights={made["cement"].id: 0.5},
        reason="办公楼",
        valid_from=FROM,
    )  # type: ignore[arg-type, attr-defined]
    [power] = queries.reconciled(queries.Books(facility, YEAR), None)
    assert power.products == pytest.approx(925_000)
    assert power.difference == pytest.approx(-0.075) and power.agrees is False


def test_monthly_monitoring_data_are_added_up() -> None:
    """ZJ-203: energy-monitoring data, twelve months of 90 000 kWh: 1 080 000 kWh."""
    acting = somebody()
    facility = works(acting)
    data = (
        "月份,能源名称,用量,单位\n" + "".join(f"2025-{n:02d},外购电力,90000,kWh\n" for n in range(1, 13))
    ).encode()
    row = services.keep_report(
        acting, facility.id, kind="energy", title="在线监测", first=FROM, last=date(2025, 12, 31),
        evidence_id=paper(acting, data, "m.csv", "energy_monitoring").id,
    )  # fmt: skip
    [found] = row.lines.all()
    assert (found.amount, found.carrier, found.place) == (1_080_000, "electricity", "C2–C13")


def test_a_report_is_its_owners_until_it_is_handed_in() -> None:
    """ZJ-203: restricted visibility; the curator sees what was handed, collects or returns it, and no longer what was taken back."""
    owner, curator, other = somebody(), somebody(mandates="base_data"), somebody(mandates="base_data")
    report = _reported(owner, works(owner))
    with pytest.raises(Absent):
        queries.readable_report(curator, report.id)
    services.hand_in(owner, report.id, curator.organisation_id)
    assert list(queries.reports_to_collect(curator)) == [report]
    assert not queries.reports_to_collect(other).exists()
    services.take_back(owner, report.id)
    assert not queries.reports_to_collect(curator).exists()
    services.hand_in(owner, report.id, curator.organisation_id)
    services.answer(curator, report.id, collect=False, reason="缺核查结论")
    assert queries.report(owner, report.id).state == "returned"
    services.hand_in(owner, report.id, curator.organisation_id)
    services.answer(curator, report.id, collect=True, reason="")
    assert queries.report(owner, report.id).state == "accepted"
    with pytest.raises(Refused):
        services.take_back(owner, report.id)
    with pytest.raises(Refused):
        services.answer(owner, report.id, collect=True, reason="")


def test_a_plan_is_approved_by_another_and_says_what_it_lacks() -> None:
    """SH-105: measurement plan per product. SH-104: it names the metering specification its meters are to meet."""
    acting = somebody("editor", "reviewer")
    second = somebody("reviewer", of=acting.organisation)
    facility = works(acting)
    cement = product(acting, facility, "cement")
    mill = meter(acting, facility, "M", accuracy="1.0", calibration_months=12)
    lines = [
        services.Planned(
            "水泥磨用电", "meter", "month", meter=str(mill.id), accuracy="0.5", specification="GB 17167"
        ),
        services.Planned("石膏运距", "estimate", "year"),
    ]
    plan = services.write_plan(acting, cement.id, lines)
    with pytest.raises(Refused) as refused:
        services.approve_plan(acting, plan.id, seen=1)
    assert refused.value.code == "activity.own-plan"
    services.approve_plan(second, plan.id, seen=1)
    first, estimate = plan.lines.all()
    assert [text.to("en") for text in queries.lacking(first)] == [
        "Never calibrated", "accuracy class below 0.5", "does not state GB 17167", "not read yet",
    ]  # fmt: skip
    assert [text.to("en") for text in queries.lacking(estimate)] == ["not measured yet"]
    newer = services.write_plan(acting, cement.id, lines[:1])
    services.approve_plan(second, newer.id, seen=1)
    assert [(p.number, p.state) for p in queries.plans(acting)] == [(2, "approved"), (1, "replaced")]


def test_none_of_a_plans_makers_approves_it_and_nobody_does_unseen() -> None:
    """Four eyes: A writes, B changes it, A may not approve; C approves what C saw, not what was written since."""
    first = somebody("editor", "reviewer")
    later = somebody("editor", "reviewer", of=first.organisation)
    reviewer = somebody("reviewer", of=first.organisation)
    cement = product(first, works(first), "cement")
    services.write_plan(first, cement.id, [services.Planned("石膏运距", "estimate", "year")])
    plan = services.write_plan(later, cement.id, [services.Planned("石膏运距（公路）", "estimate", "year")])
    for maker in (first, later):
        with pytest.raises(Refused) as refused:
            services.approve_plan(maker, plan.id, seen=2)
        assert refused.value.code == "activity.own-plan"
    with pytest.raises(Stale):
        services.approve_plan(reviewer, plan.id, seen=1)
    assert services.approve_plan(reviewer, plan.id, seen=2).state == "approved"


def test_a_key_from_july_on_shares_the_second_half_of_the_year() -> None:
    """3 650 kWh: 70 % of 181 days and 50 % of 184 days are 1 267 + 920 = 2 187 kWh, the sum of the twelve months."""
    acting = somebody()
    facility = works(acting)
    row, one, other = (
        meter(acting, facility, "M"),
        product(acting, facility, "a"),
        product(acting, facility, "b"),
    )
    read(acting, [line("M", "2025", 3650)])
    for day, part in ((FROM, 0.7), (date(2025, 7, 1), 0.5)):
        weights = {one.id: part, other.id: 1 - part}
        services.set_key(acting, row, method="given", weights=weights, reason="x", valid_from=day)
    books = queries.Books(facility, YEAR)
    [found] = books.borne(one)
    assert found.amount == pytest.approx(1267 + 920) and found.complete
    months = [books.within(month).borne(one)[0].amount for month in YEAR.months()]
    assert sum(months) == pytest.approx(found.amount)


def test_before_the_first_key_nobody_is_known_to_bear_anything() -> None:
    acting = somebody()
    facility = works(acting)
    row, cement = meter(acting, facility, "M"), product(acting, facility, "cement")
    read(acting, [line("M", "2025", 3650)])
    services.set_key(
        acting, row, method="direct", weights={cement.id: 1}, reason="x", valid_from=date(2025, 7, 1)
    )
    [found] = queries.Books(facility, YEAR).borne(cement)
    [flaw] = found.flaws
    assert (flaw.reason, flaw.period.last, found.complete) == ("no_key", date(2025, 6, 30), False)
    assert found.amount == pytest.approx(1840) and found.filled() is None  # 184 days of 10 kWh


def test_a_year_is_not_shared_by_the_output_of_half_a_year() -> None:
    """Clinker booked all year, cement from January to June: no share by output, no month charted from July on."""
    acting = somebody()
    facility = works(acting)
    gate = meter(acting, facility, "gate")
    clinker, cement = product(acting, facility, "clinker"), product(acting, facility, "cement")
    read(acting, [line("gate", f"2025-{n:02d}", 100) for n in range(1, 13)])
    booked = [line("clinker", f"2025-{n:02d}", 10) for n in range(1, 13)]
    booked += [line("cement", f"2025-{n:02d}", 30) for n in range(1, 7)]
    read(acting, booked, "outputs")
    services.set_key(
        acting, gate, method="output", weights={clinker.id: 1, cement.id: 1}, reason="x", valid_from=FROM
    )
    books = queries.Books(facility, YEAR)
    assert [flaw.reason for each in books.borne(clinker) for flaw in each.flaws] == ["output"]
    assert books.made(cement) is None and books.made(clinker) == 120
    [course] = queries.courses(books, clinker)
    assert [month.value for month in course.months] == [pytest.approx(2.5)] * 6 + [None] * 6  # 100·10/40/10


def test_a_unit_in_the_heading_is_found_below_a_title() -> None:
    """104 in 10 000 kWh are 1 040 000 kWh, not 104."""
    acting = somebody()
    facility, _ = _two_products(acting)
    data = "2025 年度报告,\n能源品种,消耗量(万kWh)\n电力,104\n".encode()
    report = services.keep_report(
        acting, facility.id, kind="energy", title="在线监测", first=FROM, last=date(2025, 12, 31),
        evidence_id=paper(acting, data, "t.csv", "energy_monitoring").id,
    )  # fmt: skip
    power, *_ = queries.reconciled(queries.Books(facility, YEAR), report)
    assert power.reported == pytest.approx(1_040_000)


@pytest.mark.parametrize(
    ("name", "unit", "carrier"),
    [("外购电力", "kWh", "electricity"), ("净购入电量", "MWh", "electricity"), ("天然气", "m3", "natural_gas"), ("烟煤", "t", "coal"),
     ("0号柴油", "t", "diesel"), ("柴油", "l", ""), ("蒸汽", "GJ", "heat"), ("石灰石", "t", "")],
)  # fmt: skip
def test_a_carrier_is_known_by_its_name_and_unit(name: str, unit: str, carrier: str) -> None:
    assert carrier_of(name, unit) == carrier
