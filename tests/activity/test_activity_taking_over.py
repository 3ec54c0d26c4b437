"""From a year of readings in Excel to the activity data of a study, through the pages, as a carbon manager does it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from works import line, meter, read, sheet, somebody, works

from tanzuji.activity import queries, services
from tanzuji.activity.models import Facility, Upload
from tanzuji.activity.queries import Books
from tanzuji.documents.editing import Set
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import services as studies
from tanzuji.footprints.models import Study
from tanzuji.footprints.taking_over import offer, take_over
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import Stale

pytestmark = pytest.mark.django_db

YEAR = queries.year(2025)


def small_model() -> ProductModel:
    """Cement of one process a tonne: grid electricity in kWh, coal in MJ, limestone in kg."""
    plain = demo_models()["cement_po425"].plain()
    plain["processes"] = [
        {
            "id": "mill", "name": {"zh": "水泥", "en": "Cement"}, "stage": "manufacturing",
            "output": {"amount": 1, "unit": "t", "name": {"zh": "水泥", "en": "Cement"}},
            "energy": [
                {"id": "power", "name": {"zh": "电力", "en": "Electricity"}, "amount": 98, "unit": "kWh", "electricity": "grid", "datasets": ["cn-elec-cf-2024-cn-041"]},
                {"id": "fuel", "name": {"zh": "烟煤", "en": "Coal"}, "amount": 1, "unit": "MJ"},
            ],
            "inputs": [{"id": "stone", "name": {"zh": "石灰石", "en": "Limestone"}, "amount": 100, "unit": "kg"}],
        }
    ]  # fmt: skip
    plain.pop("deliver", None)
    for name in ("parameters", "materials", "scenarios", "exclusions"):
        plain.pop(name, None)
    return ProductModel.parse(plain)


def a_study(acting: Acting) -> Study:
    return studies.create(acting, small_model(), [starter_release()])


def a_year(acting: Acting) -> Facility:
    """940 000 kWh, 1 000 t coal of 25 000 MJ/t, 12 000 t limestone, 10 000 t cement."""
    facility = works(acting)
    mill = meter(acting, facility, "M1", calibration_months=12)
    cement = services.register_product(acting, facility.id, code="P1", unit="t", name_zh="水泥")
    coal = services.register_good(
        acting, facility.id, code="C", kind="fuel", unit="t", name_zh="烟煤", heating_value=25_000.0
    )
    stone = services.register_good(acting, facility.id, code="S", kind="material", unit="t", name_zh="石灰石")
    read(acting, [line("M1", "2025", 940_000)])
    read(acting, [line("P1", "2025", 10_000)], "outputs")
    read(acting, [line("C", "2025", 1000), line("S", "2025", 12_000)], "purchases")
    for row in (mill, coal, stone):
        services.set_key(
            acting, row, method="direct", weights={cement.id: 1}, reason="专用", valid_from=YEAR.first
        )
    return facility


def _line(study: Study, kind: str, at: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(study.document)["processes"][0][kind][at]
    return found


def test_amounts_of_a_year_become_amounts_of_a_tonne() -> None:
    """SH-106: auto-aggregation to the reporting period. 940 000/10 000 = 94 kWh/t; 1 000·25 000/10 000 = 2 500 MJ/t; 1 200 kg/t."""
    acting = somebody()
    study, facility = a_study(acting), a_year(acting)
    found = offer(acting, study, Books(facility, YEAR))
    assert {one.key: one.amount for one in found.lines} == pytest.approx(
        {"mill/power": 94, "mill/fuel": 2500, "mill/stone": 1200}
    )
    assert found.products == {"mill": "P1"}


def test_a_number_taken_over_keeps_its_trail() -> None:
    """SH-105: meters → traceable activity data. The line names meter, period, quality; the taking leads to the reading."""
    acting = somebody()
    study, facility = a_study(acting), a_year(acting)
    take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"])
    power = _line(footprints.study(acting, study.id), "energy", 0)
    [row] = queries.meters(acting)
    assert power["amount"] == 94
    assert power["data"]["kind"] == "primary" and power["data"]["read_in"] == row.reference
    assert (power["data"]["year_from"], power["data"]["quality"]["precision"]) == (
        2025,
        4.0,
    )  # never calibrated
    _, lines = queries.taking(acting, queries.takings(acting).get().id)
    assert (lines[0]["whole"], lines[0]["output"], lines[0]["amount"]) == (940_000, 10_000, 94)
    [reading] = queries.trails(acting, lines).values()
    assert (reading.meter, reading.value) == (row, 940_000)
    assert queries.sources(acting, study.id) == {"mill": "P1", "mill/power": "carrier:electricity"}
    studies.undo(acting, study.id)
    assert _line(footprints.study(acting, study.id), "energy", 0)["amount"] == 98


def test_missing_months_are_filled_only_where_somebody_says_so_and_are_then_an_estimate() -> None:
    """Half a year (181 days) of 470 000 kWh: ÷ (181/365) = 947 790 kWh → 94.78 kWh/t."""
    acting = somebody()
    study = a_study(acting)
    facility = works(acting)
    mill = meter(acting, facility, "M1")
    cement = services.register_product(acting, facility.id, code="P1", unit="t", name_zh="水泥")
    read(acting, [line("M1", "2025-01-01 至 2025-06-30", 470_000)])
    read(acting, [line("P1", "2025", 10_000)], "outputs")
    services.set_key(
        acting, mill, method="direct", weights={cement.id: 1}, reason="专用", valid_from=YEAR.first
    )
    with pytest.raises(CodedError) as refused:
        take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"])
    assert refused.value.code == "footprints.readings-incomplete"
    assert not queries.takings(acting).exists()
    take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"], filling=frozenset(["mill/power"]))
    power = _line(footprints.study(acting, study.id), "energy", 0)
    assert power["amount"] == pytest.approx(94.779, abs=0.001) and power["data"]["kind"] == "estimate"


def _refused(acting: Acting, study: Study, facility: Facility, **filled: Any) -> list[str]:
    with pytest.raises(CodedError) as refused:
        take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"], **filled)
    assert not queries.takings(acting).exists()
    return [problem.code for problem in refused.value.problems]


def _keyed(acting: Acting, *rows: Any) -> None:
    cement = queries.products(acting).get()
    for row in rows:
        services.set_key(
            acting, row, method="direct", weights={cement.id: 1}, reason="专用", valid_from=YEAR.first
        )


def _works_with_cement(acting: Acting) -> Facility:
    facility = works(acting)
    services.register_product(acting, facility.id, code="P1", unit="t", name_zh="水泥")
    return facility


def test_the_energy_of_a_year_is_not_divided_by_the_output_of_half_a_year() -> None:
    """Energy of twelve months, output of six: 94 kWh/t would become 188 kWh/t."""
    acting = somebody()
    study, facility = a_study(acting), _works_with_cement(acting)
    _keyed(acting, meter(acting, facility, "M1"))
    read(acting, [line("M1", "2025", 940_000)])
    read(acting, [line("P1", "2025-01-01 至 2025-06-30", 5_000)], "outputs")
    for filling in (frozenset[str](), frozenset(["mill/power"])):
        assert _refused(acting, study, facility, filling=filling) == ["footprints.output-incomplete"]


def test_each_source_is_filled_by_its_own_missing_time() -> None:
    """100 000 kWh of the whole year, 50 000 kWh of 73 of 365 days: 100 000 + 250 000 = 350 000 kWh, of 10 000 t 35 kWh/t."""
    acting = somebody()
    study, facility = a_study(acting), _works_with_cement(acting)
    _keyed(acting, meter(acting, facility, "M1"), meter(acting, facility, "M2"))
    read(acting, [line("M1", "2025", 100_000), line("M2", "2025-01-01 至 2025-03-14", 50_000)])
    read(acting, [line("P1", "2025", 10_000)], "outputs")
    take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"], filling=frozenset(["mill/power"]))
    power = _line(footprints.study(acting, study.id), "energy", 0)
    assert power["amount"] == pytest.approx(35)


def test_what_sub_meters_make_negative_or_unknown_is_not_taken_over() -> None:
    """Gate 500 and kiln 800 of the year; or the gate's 500 of half a year: neither −300 nor 800 is the product's."""
    for when in ("2025", "2025-01-01 至 2025-06-30"):
        acting = somebody()
        study, facility = a_study(acting), _works_with_cement(acting)
        gate = meter(acting, facility, "gate")
        _keyed(acting, gate, meter(acting, facility, "kiln", parent=gate.id))
        read(acting, [line("gate", when, 500), line("kiln", "2025", 800)])
        read(acting, [line("P1", "2025", 10)], "outputs")
        codes = _refused(acting, study, facility, filling=frozenset(["mill/power"]))
        assert codes == ["footprints.amount-not-known"]


def test_one_delivery_in_january_is_not_a_year_of_limestone() -> None:
    acting = somebody()
    study, facility = a_study(acting), _works_with_cement(acting)
    stone = services.register_good(acting, facility.id, code="S", kind="material", unit="t", name_zh="石灰石")
    _keyed(acting, stone)
    read(acting, [line("S", "2025-01-10", 1_000)], "purchases")
    read(acting, [line("P1", "2025", 10_000)], "outputs")
    [found] = [one for one in offer(acting, study, Books(facility, YEAR)).lines if one.borne]
    assert found.amount is None and found.borne is not None and found.borne.quality.completeness == 5
    assert [problem.code for problem in found.problems] == ["footprints.amount-not-known"]


def test_a_draft_that_changed_meanwhile_is_looked_at_again() -> None:
    acting = somebody()
    study, facility = a_study(acting), a_year(acting)
    with pytest.raises(Stale):
        take_over(acting, study.id, (facility.id, YEAR), {}, ["mill/power"], seen="another digest")


def _post(client: Client, path: str, acting: Acting, **form: Any) -> Any:
    return client.post(path, {"acting_for": str(acting.organisation_id), **form})


def test_a_carbon_manager_goes_from_excel_to_the_study_in_the_browser() -> None:
    """SH-105, SH-106, JS-201: register a works, upload a year with its meters, book output, set keys, take over."""
    acting = somebody()
    client = Client()
    client.force_login(acting.person)
    study = a_study(acting)
    base = "/zh/base-data/"
    assert "还没有设施" in client.get(base).content.decode()
    assert _post(client, base, acting, code="A", name_zh="澜石一厂").status_code == 302
    facility = queries.facilities(acting).get()
    add = f"{base}facilities/{facility.id}/add/product/"
    assert _post(client, add, acting, code="P1", unit="t", name_zh="水泥").status_code == 302

    data = sheet(
        [
            ["2025 年用电"],
            ["月份", "水泥磨 (kWh)"],
            *[[f"{n}月", 80_000 + n] for n in range(1, 13)],
            ["合计", 960_078],
        ]
    )
    landed = _post(
        client, f"{base}upload/", acting, kind="readings", file=SimpleUploadedFile("用电.xlsx", data)
    )
    page = client.get(landed["Location"])
    assert page.status_code == 200 and "新登记" in page.content.decode()
    form = {"layout": "by_time", "sheet": "2025年抄表", "header_row": "2", "column.time": "月份", "header": ["水泥磨 (kWh)"], "read": ["水泥磨 (kWh)"], "year": "2025", "name.0": "水泥磨", "subject.0": "new:electricity", "facility": str(facility.id), "values": "amount", "day_is": "end", "store": "1"}  # fmt: skip
    answer = _post(client, landed["Location"], acting, **form)
    assert answer.status_code == 302, answer.content.decode()
    assert Upload.objects.get().stored == 12
    assert "合计行" in client.get(answer["Location"]).content.decode()

    output = "月份,产品,产量(t)\n" + "".join(f"2025-{n:02d},P1,1000\n" for n in range(1, 13))
    landed = _post(
        client, f"{base}upload/", acting, kind="outputs", file=SimpleUploadedFile("产量.csv", output.encode())
    )
    page = client.get(landed["Location"])
    form = dict(
        re.findall(r'name="(sheet_before|sheet|header_row)"[^>]*value="([^"]*)"', page.content.decode())
    )
    form |= {
        "layout": "rows",
        "column.time": "月份",
        "column.subject": "产品",
        "column.value": "产量(t)",
        "store": "1",
    }
    assert _post(client, landed["Location"], acting, **form).status_code == 302

    row, cement = queries.meters(acting).get(), queries.products(acting).get()
    key = {"method": "direct", f"weight.{cement.id}": "1", "valid_from": "2025-01-01", "reason": "专用"}
    assert _post(client, f"{base}meters/{row.id}/key/", acting, **key).status_code == 302
    for path in (
        f"facilities/{facility.id}/?year=2025",
        f"facilities/{facility.id}/balance/?year=2025",
        f"products/{cement.id}/?year=2025",
        f"meters/{row.id}/?year=2025",
    ):
        shown = client.get(base + path)
        assert shown.status_code == 200, path
    assert (
        "80.01" in client.get(f"{base}products/{cement.id}/?year=2025").content.decode()
    )  # 960 078 / 12 000

    page_address = f"/zh/studies/{study.id}/taking-over/?year=2025"
    assert "80.01" in client.get(page_address).content.decode()
    taken = _post(
        client,
        page_address,
        acting,
        facility=str(facility.id),
        year="2025",
        take="1",
        line=["mill/power"],
        seen=study.digest,
    )
    assert taken.status_code == 302, taken.content.decode()
    assert _line(footprints.study(acting, study.id), "energy", 0)["amount"] == pytest.approx(960_078 / 12_000)
    trail = client.get(f"{base}takings/{queries.takings(acting).get().id}/").content.decode()
    assert "用电.xlsx" in trail and "B3" in trail


def test_a_line_that_means_more_than_the_products_share_is_not_ticked_unseen() -> None:
    """The study's line is the whole works (168 kWh/t); what the product bears alone is 94: −44 %, to be looked at."""
    acting = somebody()
    study, facility = a_study(acting), a_year(acting)
    place = "processes[mill].energy[power].amount"
    was = _line(study, "energy", 0).get("amount")
    studies.edit(acting, study.id, [Set(place=place, value="=160 + 8", was=was)], force=True)
    found = offer(acting, footprints.study(acting, study.id), Books(facility, YEAR))
    power = next(one for one in found.lines if one.key == "mill/power")
    assert (power.present, power.amount, power.strange) == (168.0, pytest.approx(94), True)


def test_what_a_product_bears_and_no_line_takes_is_told() -> None:
    """Energy that has no line to go to would be missing from the result."""
    acting = somebody()
    study, facility = a_study(acting), a_year(acting)
    assert offer(acting, study, Books(facility, YEAR)).unplaced == []
    left = offer(acting, study, Books(facility, YEAR), {"mill/power": ""}).unplaced
    assert [(borne.key, borne.amount) for _, borne in left] == [("carrier:electricity", 940_000)]
