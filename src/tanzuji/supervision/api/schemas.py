"""What the API of supervision takes and answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tanzuji.web.api import BothLanguages


class MeasureRow(Schema):
    """A measure of an authority; public."""

    id: UUID
    number: str
    kind: str
    subject: BothLanguages
    certificate: str
    reason: BothLanguages
    order: str
    starts: date
    until: date | None
    ended: bool
    ended_at: datetime | None = Field(description="when it was lifted, or its correction accepted")
    ended_order: str = Field(description="document number that lifted it")
    ended_log_index: int | None
    log_index: int


class MeasureList(Schema):
    items: list[MeasureRow]
    count: int


class ConclusionRow(Schema):
    """How an inspection ended; public."""

    number: str
    cause: str
    subject: BothLanguages
    certificate: str
    outcome: str
    ended_at: datetime | None


class ConclusionList(Schema):
    items: list[ConclusionRow]
    count: int


class DrawRow(Schema):
    """A random draw: its commitment, and whether its lists are public."""

    id: UUID
    number: str
    plan: BothLanguages
    digest: str
    log_index: int
    drawn: bool
    public_from: date


class DrawList(Schema):
    items: list[DrawRow]
    count: int


class InspectionRow(Schema):
    """An inspection as far as whoever acts may see it."""

    id: UUID
    number: str
    state: str
    cause: str
    target: str
    subject: BothLanguages
    certificate: str
    due: date
    outcome: str


class InspectionList(Schema):
    items: list[InspectionRow]
    count: int


class FindingRow(Schema):
    id: UUID
    severity: str
    text: str
    state: str
    due: date | None
    answer: str
    review: str


class InspectionDetail(InspectionRow):
    """With what was found; checklist and answers for those inside."""

    findings: list[FindingRow]
    checklist: list[dict[str, Any]] = Field(description="empty for the inspected")
    answers: dict[str, str]


class CheckBody(Schema):
    item: str = Field(max_length=40)
    answer: str = Field(description="yes, no or not_applicable")
    note: str = Field("", max_length=4000)
    severity: str = Field("", description="minor, major or critical, where the answer is no")


class MeasureBody(Schema):
    kind: str = Field(description="suspension, revocation or blacklist")
    reason: BothLanguages
    order: str = Field("", max_length=80)
    until: date | None = None
    certificate: str = Field("", max_length=64)


class OrderBody(Schema):
    """A certificate suspended or revoked without an inspection."""

    kind: str = Field(description="suspension or revocation")
    certificate: str = Field(max_length=64)
    reason: BothLanguages
    order: str = Field(max_length=80, description="document number")
    until: date | None = Field(None, description="to be put right by, of a suspension")


class LiftBody(Schema):
    reason: BothLanguages
    order: str = Field("", max_length=80, description="document number")


class StepBody(Schema):
    action: str = Field(description="begin, hand_in, reopen, close_clean, order, report, send_back, …")
    reason: str = Field("", max_length=4000)
    summary: str = Field("", max_length=4000)
    visited_on: date | None = None
    due: date | None = None
    measures: list[MeasureBody] = Field([], max_length=5)


class AnswerBody(Schema):
    text: str = Field(max_length=4000)


class PlanBody(Schema):
    """A draft of a plan of inspections."""

    year: int
    title: BothLanguages
    pool: str = Field(description="certificates, enterprises or bodies")
    sample: int
    due: date
    sample_raised: int = 0
    team: int = 2
    basis: str = Field("", max_length=4000)


class PlanMade(Schema):
    id: UUID
    state: str


class ComplaintRow(Schema):
    id: UUID
    number: str
    state: str
    kind: str
    certificate: str
    text: str
    at: datetime
    due: date


class ComplaintList(Schema):
    items: list[ComplaintRow]
    count: int


class ComplaintStepBody(Schema):
    action: str = Field(description="assign, merge, reject, answer or note")
    text: str = Field("", max_length=4000)
    person: UUID | None = None
    into: UUID | None = None
    upheld: bool = False


class CountRow(Schema):
    """Counts of a step by month; null where fewer than five stay hidden."""

    name: BothLanguages
    now: int | None
    by_month: list[int | None]


class Oversight(Schema):
    """What the authority's first page shows."""

    months: list[str]
    applications: list[CountRow]
    certificates: list[CountRow]
    late_inspections: int
    open_complaints: int
    days_to_triage: float | None
    days_to_answer: float | None
