"""Addresses and tables of the supervision room for the isolation matrix.

An enterprise plans and inspects nothing: it sees the inspections of itself once it was told what was found. Draws and
measures are public; what of a draw is not public before its day is shown in tests/supervision.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = {"plan_id", "inspection_id", "finding_id", "picture_id", "complaint_id"}

_REFUSED = {"GET": 403, "HEAD": 403, "POST": 403}
_NONE = {"GET": 404, "HEAD": 404, "POST": 404}
_DRAW = {"draw_id": uuid4()}
_PLAN = {
    "year": 2026, "title": {"zh": "甲", "en": "A"}, "pool": "certificates", "sample": 1, "due": "2099-01-01",
}  # fmt: skip

ROWS: dict[str, Row] = {
    "supervision:home": Row(),
    "supervision:plans": Row(answers=_REFUSED),
    "supervision:new_plan": Row(sends={"POST": as_form(title_zh="甲")}, answers=_REFUSED),
    "supervision:plan": Row(answers=_NONE),
    "supervision:edit_plan": Row(sends={"POST": as_form(title_zh="甲")}, answers=_NONE),
    "supervision:step_plan": Row(sends={"POST": as_form(action="decide")}, answers=_NONE),
    "supervision:commit": Row(sends={"POST": as_form(after="1")}, answers=_NONE),
    "supervision:draw": Row(_DRAW, answers=_NONE),
    "supervision:make_draw": Row(_DRAW, {"POST": as_form(beacon="7")}, answers=_NONE),
    "supervision:draw_file": Row(_DRAW, answers=_NONE),
    "supervision:program": Row(),
    "supervision:inspectors": Row(answers=_REFUSED),
    "supervision:change_inspectors": Row(sends={"POST": as_form(email="x@x.example")}, answers=_REFUSED),
    "supervision:inspections": Row(queries=(*PAGES, "state=drawn"), answers=_REFUSED),
    "supervision:new_inspection": Row(sends={"POST": as_form(target="bodies")}, answers=_REFUSED),
    "supervision:inspection": Row(),
    "supervision:staff": Row(sends={"POST": as_form(action="declare")}, answers=_REFUSED),
    "supervision:check": Row(sends={"POST": as_form(item="records", answer="yes")}, answers=_REFUSED),
    "supervision:step": Row(sends={"POST": as_form(action="report")}, answers=_REFUSED),
    "supervision:finding": Row(sends={"POST": as_form(text="已改正")}),
    "supervision:picture": Row(),
    "supervision:complaints": Row(queries=(*PAGES, "state=received"), answers=_REFUSED),
    "supervision:follow": Row(
        sends={"POST": as_form(number="TS-2026-000001", code="x")}, answers={"POST": 404}
    ),
    "supervision:complaint": Row(answers=_NONE),
    "supervision:act": Row(sends={"POST": as_form(action="assign")}, answers=_NONE),
    "supervision:sightings": Row(
        sends={"POST": as_form(place="x")}, queries=(*PAGES, "placement=product", "q=x"), answers=_REFUSED
    ),
    "supervision:measures": Row(queries=(*PAGES, "part=draws", "part=inspections", "part=x")),
    "supervision:order": Row(
        sends={"POST": as_form(certificate="x", kind="suspension")},
        queries=("certificate=LEAK",),
        answers=_REFUSED,
    ),
    "supervision:lift": Row({"measure_id": uuid4()}, {"POST": as_form(reason="x")}, answers=_NONE),
    "api:list_measures": Row(queries=LISTS),
    "api:post_measure": Row(
        sends={"POST": as_json(kind="suspension", certificate="x", reason={"zh": "x", "en": ""}, order="1")},
        answers={"POST": 403},
    ),
    "api:post_measure_end": Row(
        {"measure_id": uuid4()}, {"POST": as_json(reason={"zh": "x", "en": ""})}, answers={"POST": 404}
    ),
    "api:list_conclusions": Row(queries=LISTS),
    "api:list_draws": Row(queries=LISTS),
    "api:get_draw": Row(_DRAW, answers=_NONE),
    "api:list_inspections": Row(queries=(*LISTS, "state=drawn")),
    "api:get_inspection": Row(),
    "api:post_inspection_check": Row(
        sends={"POST": as_json(item="records", answer="yes")}, answers={"POST": 403}
    ),
    "api:post_inspection_step": Row(sends={"POST": as_json(action="report")}, answers={"POST": 403}),
    "api:post_finding_answer": Row(sends={"POST": as_json(text="已改正")}),
    "api:post_inspection_plan": Row(sends={"POST": as_json(**_PLAN)}, answers={"POST": 403}),
    "api:list_complaints": Row(queries=(*LISTS, "state=received"), answers=_REFUSED),
    "api:post_complaint_step": Row(sends={"POST": as_json(action="reject", text="x")}, answers=_NONE),
    "api:get_oversight": Row(answers=_REFUSED),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "supervision.Plan": lambda of: Q(organisation=of),
    "supervision.PlanStep": lambda of: Q(plan__organisation=of),
    "supervision.Inspector": lambda of: Q(organisation=of),
    "supervision.Conflict": lambda of: Q(inspector__organisation=of),
    "supervision.Inspection": lambda of: Q(subject=of),
    "supervision.Member": lambda of: Q(inspection__subject=of),
    "supervision.Check": lambda of: Q(inspection__subject=of),
    "supervision.Finding": lambda of: Q(inspection__subject=of),
    "supervision.InspectionStep": lambda of: Q(inspection__subject=of),
    "supervision.Complaint": lambda of: Q(organisation=of),
    "supervision.ComplaintStep": lambda of: Q(complaint__organisation=of),
    "supervision.Sighting": lambda of: Q(organisation=of),
    "supervision.Picture": lambda of: Q(finding__inspection__subject=of),
}

SHARED: dict[str, str] = {
    "supervision.Draw": "public: the commitment at once, its lists from the day that it names",
    "supervision.DrawResult": "public with its draw",
    "supervision.Measure": "public",
    "supervision.MeasureEnd": "public",
    "supervision.Serial": "counts",
    "supervision.Reminder": "that something was reminded of, by its id",
}

KEPT: dict[str, str] = {
    "supervision.Plan.state": "one of three",
    "supervision.Plan.pool": "one of three",
    "supervision.PlanStep.action": "one of two",
    "supervision.Inspection.state": "one of eight",
    "supervision.Inspection.cause": "one of four",
    "supervision.Inspection.target": "one of three",
    "supervision.Inspection.outcome": "one of four",
    "supervision.Inspection.checklist": "the shipped list",
    "supervision.Inspection.reserves": "ids",
    "supervision.Member.role": "one of three",
    "supervision.Member.state": "one of three",
    "supervision.Check.answer": "one of three",
    "supervision.Check.severity": "one of three",
    "supervision.Finding.severity": "one of three",
    "supervision.Finding.state": "one of three",
    "supervision.InspectionStep.action": "one of eleven",
    "supervision.Complaint.kind": "one of six",
    "supervision.Complaint.placement": "one of three",
    "supervision.Complaint.state": "one of five",
    "supervision.ComplaintStep.action": "one of five",
    "supervision.Sighting.placement": "one of three",
    "supervision.Sighting.badge": "one of four",
    "supervision.Sighting.verdicts": "codes",
    "supervision.Picture.kind": "one of three",
}


def _inspection(office: Any, bureau: Any, said: Callable[[], str], **more: Any) -> Any:
    from tanzuji.supervision import checking

    return apps.get_model("supervision.Inspection").objects.create(
        number=said()[:24], organisation=bureau, subject=office.organisation, cause="other", target="certificates",
        certificate=said(), checklist=checking.frozen("certificates"), due=timezone.localdate(), summary=said(),
        created_by=office.people["editor"].person, **more,
    )  # fmt: skip


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """An inspection of the office that is being corrected; a plan and a complaint, as only an authority has them."""
    from tanzuji.parties import services as parties

    person, of = office.people["editor"].person, office.organisation
    bureau = parties.found("regulator", zh="主管部门", en="Authority")
    one = _inspection(office, bureau, said, state="rectification")
    wrong = {"severity": "major", "by": person, "answer": said(), "review": said()}
    one.findings.create(position=1, item="records", text=said(), **wrong)
    finding = one.findings.create(position=0, item="identity", text=said(), due=timezone.localdate(), **wrong)
    picture = finding.pictures.create(kind="png", digest=said(), size=8, content=said().encode(), by=person)
    plan = apps.get_model("supervision.Plan").objects.create(
        organisation=of, year=2026, title_zh=said(), title_en=said(), basis=said(), pool="certificates", sample=1,
        due=timezone.localdate(), created_by=person, edited_by=person, edited_at=timezone.now(),
    )  # fmt: skip
    complaint = apps.get_model("supervision.Complaint").objects.create(
        number=said()[:24], receipt=said(), certificate=said(), kind="other", text=said(), contact=said(), source=said(),
        organisation=of, state="assigned", answer=said(),
    )  # fmt: skip
    return {
        "inspection_id": one.id, "finding_id": finding.id, "picture_id": picture.id, "plan_id": plan.id,
        "complaint_id": complaint.id,
    }  # fmt: skip


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    person, of, now = office.people["editor"].person, office.organisation, timezone.now()

    def row(name: str, **given: Any) -> Any:
        return filled(apps.get_model(f"supervision.{name}"), **given)

    plan = row(
        "Plan", organisation=of, state="draft", year=2026, pool="bodies", sample=1, due=now.date(), created_by=person,
        edited_by=person, edited_at=now,
    )  # fmt: skip
    row("PlanStep", plan=plan, action="decide", by=person)
    inspector = row("Inspector", organisation=of, person=person)
    row("Conflict", inspector=inspector, subject=of, by=person)
    from tanzuji.supervision import checking

    one = row(
        "Inspection", organisation=of, subject=of, state="drawn", cause="other", target="bodies", outcome="",
        checklist=checking.frozen("bodies"), reserves="[]", due=now.date(), created_by=person,
    )  # fmt: skip
    row(
        "Member",
        inspection=one,
        person=person,
        organisation=of,
        inspector=inspector,
        role="lead",
        state="asked",
    )
    row("Check", inspection=one, answer="yes", severity="", by=person, at=now)
    finding = row("Finding", inspection=one, position=0, severity="minor", state="open", by=person)
    row("InspectionStep", inspection=one, action="begin", by=person)
    complaint = row("Complaint", organisation=of, kind="other", placement="", state="received")
    row("ComplaintStep", complaint=complaint, action="note", by=person)
    row("Sighting", organisation=of, seen_on=now.date(), placement="", badge="", verdicts="[]", by=person)
    row("Picture", finding=finding, kind="png", size=1, by=person)
