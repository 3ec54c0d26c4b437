"""Programs send readings and read what products bear; what stands out in a year of months."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from works import line, meter, product, read, somebody, works

from tanzuji.activity import queries, services
from tanzuji.activity.amounts.plausibility import outstanding
from tanzuji.documents.text import Text
from tanzuji.figures import Month, months
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


def program(acting: Acting) -> Client:
    issued = parties.issue_token(acting, "meters", days=1, may_write=True)
    return Client(headers={"Authorization": f"Bearer {issued.secret}"})


def send(client: Client, *readings: dict[str, Any], **more: Any) -> Any:
    body = {"readings": list(readings), **more}
    return client.post("/api/base-data/readings", json.dumps(body), content_type="application/json")


JANUARY = {
    "of": "M1",
    "start": "2025-01-01T00:00:00+08:00",
    "at": "2025-02-01T00:00:00+08:00",
    "value": 3.2,
    "unit": "MWh",
}


def test_a_program_sends_readings_twice_and_they_count_once() -> None:
    """SH-106: ingestion of readings through the API; 3.2 MWh are 3 200 kWh, sent again they are told as the same."""
    acting = somebody()
    row = meter(acting, works(acting), "M1")
    client = program(acting)
    assert send(client, JANUARY).json() | {"id": ""} == {"id": "", "stored": 1, "same": 0, "replaced": 0}
    february = {**JANUARY, "start": JANUARY["at"], "at": "2025-03-01T00:00:00+08:00"}
    assert send(client, JANUARY, february).json()["same"] == 1
    assert [r.value for r in queries.current(row.readings.all())] == [3200, 3200]
    assert queries.uploads(acting)[0].program == "meters"


def test_a_reading_that_cannot_be_stored_is_named_by_its_place() -> None:
    acting = somebody()
    meter(acting, works(acting), "M1")
    answer = send(program(acting), {**JANUARY, "unit": "kg"})
    assert answer.status_code == 422
    assert [(p["code"], p["path"]) for p in answer.json()["problems"]] == [
        ("activity.rows-with-problems", "leave_out"), ("quantity.unit-mismatch", "readings[0]"),
    ]  # fmt: skip


def test_a_program_reads_what_a_product_bears() -> None:
    """SH-105: 940 000 kWh over 10 000 t: 94 kWh/t, on a meter that was never calibrated (precision 4)."""
    acting = somebody()
    facility = works(acting)
    row, cement = meter(acting, facility, "M1", calibration_months=12), product(acting, facility, "P1")
    read(acting, [line("M1", "2025", 940_000)])
    read(acting, [line("P1", "2025", 10_000)], "outputs")
    services.set_key(
        acting, row, method="direct", weights={cement.id: 1}, reason="x", valid_from=queries.year(2025).first
    )
    client = program(acting)
    [borne] = client.get(f"/api/base-data/products/{cement.id}/amounts/2025").json()["items"]
    assert (borne["per_unit"], borne["quality"]["precision"], borne["uncalibrated"]) == (94, 4, ["M1"])
    shown = client.get(f"/api/base-data/meters/{row.id}").json()
    assert (shown["state"], shown["reference"]) == ("uncalibrated", row.reference)
    assert client.get("/api/base-data/meters").json()["count"] == 1


def test_a_paper_is_kept_through_the_api_once() -> None:
    acting = somebody()
    client = program(acting)
    first, again = (
        client.post(
            "/api/base-data/evidence",
            {"file": SimpleUploadedFile("c.pdf", b"certificate"), "kind": "calibration"},
        ).json()
        for _ in range(2)
    )
    assert first == again
    assert client.get(f"/api/base-data/evidence/{first['id']}").json()["kind"] == "calibration"


def test_a_month_that_is_unlike_the_others_stands_out() -> None:
    """SH-106: anomaly flags. Median 31.7, MAD 0.3: 41.9 has z = 0.6745·10.2/0.3 = 22.9 and is 32 % off; 33.5 is 6 % off."""
    values = [32.0, 33.5, 31.3, 31.2, 31.0, 31.7, 31.8, 41.9, 31.5, 31.3, 31.7, None]
    assert [n for n, flagged in enumerate(outstanding(values)) if flagged] == [7]
    assert not any(outstanding([1.0, 9.0, 1.0]))


def test_the_chart_of_months_says_what_it_shows_and_leaves_out_no_month() -> None:
    found = [Month("2025-01", 31.0), Month("2025-02", None), Month("2025-03", 41.9, flagged=True)]
    drawn = months("m", Text(zh="电", en="Power"), found, "kWh/t", "en", mean=33.0)
    assert [row[1] for row in drawn.table.rows] == [31.0, "unknown", 41.9]
    assert "2025-03 stands out" in drawn.summary and drawn.svg.count("<rect") == 2
