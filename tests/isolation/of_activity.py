"""Addresses and tables of the activity room for the isolation matrix."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {
    "facility_id",
    "meter_id",
    "good_id",
    "product_id",
    "measuring_plan_id",
    "batch_id",
    "evidence_id",
    "grant_id",
    "report_id",
    "taking_id",
}
"""Parameters of addresses that name what belongs to somebody."""

YEARS = ("year=2025", "year=x", "year=1e3")


def _file(name: str = "readings.csv", text: str = "月份,表号,用量(kWh)\n2025-03,M1,5\n") -> Any:
    return lambda world, ids: {"kind": "readings", "file": SimpleUploadedFile(name, text.encode())}


ROWS: dict[str, Row] = {
    "activity:home": Row(sends={"GET": as_form(), "POST": as_form(code="Z9", name_en="Another works")}),
    "activity:facility": Row(queries=YEARS),
    "activity:balance": Row(queries=(*YEARS, "report=x")),
    "activity:add": Row(
        given={"what": "product"}, sends={"GET": as_form(), "POST": as_form(code="P9", unit="t", name_en="Another")}
    ),
    "activity:meter": Row(queries=(*YEARS, *PAGES)),
    "activity:act": Row(
        given={"action": "calibrate"}, sends={"POST": as_form(done_on="2025-01-01", due_on="2026-01-01", passed="yes")}
    ),
    "activity:good": Row(queries=(*YEARS, *PAGES)),
    "activity:product": Row(queries=YEARS),
    "activity:plan": Row(),
    "activity:approve": Row(sends={"POST": as_form(seen="1")}, worker="reviewer"),
    "activity:upload": Row(sends={"GET": as_form(), "POST": _file()}),
    "activity:read": Row(given={"kind": "readings"}, sends={"GET": as_form(), "POST": as_form(look="1")}),
    "activity:stored": Row(),
    "activity:evidence": Row(queries=(*PAGES, "kind=readings"), sends={"GET": as_form(), "POST": _file("paper.txt", "kept")}),
    "activity:paper": Row(),
    "activity:file": Row(),
    "activity:withdraw": Row(sends={"POST": as_form()}),
    "activity:reports": Row(),
    "activity:report": Row(),
    "activity:taking": Row(),
    "api:list_meters": Row(queries=LISTS),
    "api:get_meter": Row(),
    "api:send_readings": Row(sends={"POST": as_json(readings=[{"of": "M1", "start": "2025-05-01T00:00:00", "at": "2025-06-01T00:00:00", "value": 7.5}])}),
    "api:product_amounts": Row(given={"year": 2025}),
    "api:keep_evidence": Row(sends={"POST": _file("paper.txt", "kept by a program")}),
    "api:get_evidence": Row(),
}  # fmt: skip

OWNED: dict[str, Callable[[Any], Any]] = {
    **{
        f"activity.{name}": lambda of: Q(organisation=of)
        for name in ("Evidence", "Grant", "Facility", "Product", "Meter", "Good", "Upload", "AllocationKey", "Report", "Plan", "SourceChoice", "Taking")
    },
    "activity.Calibration": lambda of: Q(meter__organisation=of),
    "activity.Reading": lambda of: Q(upload__organisation=of),
    "activity.ReportLine": lambda of: Q(report__organisation=of),
    "activity.PlanLine": lambda of: Q(plan__organisation=of),
    "activity.Share": lambda of: Q(key__organisation=of),
}  # fmt: skip
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {
    "activity.Evidence.kind": "one of ten",
    "activity.Product.unit": "a unit",
    "activity.Good.kind": "one of five",
    "activity.Good.unit": "a unit",
    "activity.Meter.carrier": "one of nine",
    "activity.Meter.kind": "one of two",
    "activity.Meter.unit": "a unit",
    "activity.Upload.kind": "one of three",
    "activity.Reading.what": "one of five",
    "activity.Reading.event": "one of two, or none",
    "activity.AllocationKey.method": "one of three",
    "activity.Report.kind": "one of two",
    "activity.Report.state": "one of four",
    "activity.ReportLine.carrier": "one of nine, or none",
    "activity.ReportLine.unit": "a unit",
    "activity.Plan.state": "one of three",
    "activity.PlanLine.way": "one of five",
    "activity.PlanLine.frequency": "one of six",
}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A works with a meter, readings, a ledger, a key, papers with access, a report, a plan and a taking."""
    from tanzuji.activity import queries, services
    from tanzuji.activity.uploads.statements import Stated
    from tanzuji.activity.uploads.tables import Line
    from tanzuji.activity.uploads.times import span_of
    from tanzuji.parties import services as parties

    editor = office.people["editor"]
    words = said()[:60]
    facility = services.register_facility(editor, code=words, name_zh=said(), name_en=said())
    meter = services.register_meter(
        editor,
        facility.id,
        code="M1",
        carrier="electricity",
        unit="kWh",
        kind="interval",
        name_zh=said(),
        name_en=said(),
    )
    product = services.register_product(
        editor, facility.id, code="P1", unit="t", name_zh=said(), name_en=said()
    )
    good = services.register_good(
        editor, facility.id, code="G1", kind="fuel", unit="t", name_zh=said(), name_en=said()
    )
    table = f"月份,表号,用量(kWh),备注\n2025-01,M1,10,{said()}\n".encode()
    paper = services.keep_evidence(
        editor, data=table, name=f"{said()}.csv", kind="readings", title=said(), dated=None
    )
    batch = services.store_lines(
        editor, "readings", [Line(place=said(), subject="M1", span=span_of("2025-01"), value=10.0, written=said()[:60], note=said())]
    )  # fmt: skip
    services.calibrate(
        editor,
        meter.id,
        done_on=date(2025, 1, 1),
        due_on=date(2026, 1, 1),
        certificate=said(),
        laboratory=said(),
        evidence_id=paper.id,
    )
    services.set_key(
        editor, meter, method="direct", weights={product.id: 1.0}, reason=said(), valid_from=date(2025, 1, 1)
    )
    partner = parties.found("verifier", zh="查阅单位", en=f"Partner {uuid4()}")
    given = services.grant(editor, paper.id, partner.id, reason=said())
    report = services.keep_report(
        editor, facility.id, kind="ghg", title=said(), first=date(2025, 1, 1), last=date(2025, 12, 31), evidence_id=paper.id,
        verifier=said(), lines=[Stated(said(), 5.0, "kWh", 1.0, "electricity", said())],
    )  # fmt: skip
    plan = services.write_plan(
        editor, product.id, [services.Planned(said(), "meter", "month", meter=str(meter.id), accuracy=said()[:20], specification=said(), responsible=said())]
    )  # fmt: skip
    told = {"zh": said(), "en": said()}
    taking = services.take(editor, office.study.id, queries.year(2025), [_told(told, said())])
    services.remember_sources(editor, office.study.id, {said(): said()[:60]})
    return {
        "facility_id": facility.id, "meter_id": meter.id, "good_id": good.id, "product_id": product.id,
        "measuring_plan_id": plan.id, "batch_id": batch.id, "evidence_id": paper.id, "grant_id": given.id,
        "report_id": report.id, "taking_id": taking.id,
    }  # fmt: skip


def _told(name: dict[str, str], words: str) -> dict[str, Any]:
    return {
        "line": words, "name": name, "amount": 1.0, "unit": "kWh", "source": "carrier:electricity", "whole": 1.0,
        "whole_unit": "kWh", "scale": 1.0, "output": 1.0, "output_unit": "t", "run": 1.0, "run_unit": "t", "covered": 1.0,
        "filled": False, "quality": {}, "pieces": [],
    }  # fmt: skip


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    of, person = office.organisation, office.people["editor"].person

    def more(name: str, **given: Any) -> Any:
        return filled(apps.get_model(f"activity.{name}"), **given)

    paper = more("Evidence", organisation=of, person=person, kind="other", size=1)
    facility = more("Facility", organisation=of)
    product = more("Product", organisation=of, facility=facility, unit="t")
    meter = more(
        "Meter",
        organisation=of,
        facility=facility,
        carrier="water",
        kind="interval",
        unit="m3",
        retired_on=date(2025, 2, 1),
    )
    good = more("Good", organisation=of, facility=facility, kind="fuel", unit="t")
    more("Grant", organisation=of, evidence=paper, grantee=of, person=person)
    more(
        "Calibration",
        meter=meter,
        done_on=date(2025, 1, 1),
        due_on=date(2026, 1, 1),
        evidence=paper,
        person=person,
    )
    hidden = paper.title
    upload = more(
        "Upload", organisation=of, kind="purchases", person=person, evidence=paper,
        mapping=json.dumps({"sheet": hidden}),
        report=json.dumps({"counts": {}, "lines": [], "empty": [hidden], "sums": [], "converted": 0, "replace": None}),
    )  # fmt: skip
    more("Reading", good=good, upload=upload, what="received", at=timezone.now(), value=1.0)
    key = more(
        "AllocationKey",
        organisation=of,
        meter=meter,
        method="direct",
        valid_from=date(2025, 1, 1),
        person=person,
    )
    more("Share", key=key, product=product, weight=1.0)
    report = more(
        "Report", organisation=of, facility=facility, kind="ghg", state="returned", start=date(2024, 1, 1),
        end=date(2024, 12, 31), evidence=paper, person=person,
    )  # fmt: skip
    more("ReportLine", report=report, carrier="electricity", unit="kWh", amount=1.0)
    plan = more("Plan", organisation=of, product=product, state="approved", number=1, written_by=person)
    more("PlanLine", plan=plan, way="estimate", frequency="year")
    more("SourceChoice", organisation=of, study=uuid4())
    more(
        "Taking", organisation=of, study=uuid4(), start=date(2024, 1, 1), end=date(2024, 12, 31), person=person,
        lines=json.dumps([_told({"zh": hidden}, hidden)]),
    )  # fmt: skip
