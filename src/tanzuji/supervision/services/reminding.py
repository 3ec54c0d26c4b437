"""Reminders of what falls due: visits, corrections, complaints, draws, plans; each cause once, in the system and by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.kinds import Role
from tanzuji.supervision.kinds import ANSWER_DAYS, SOON_DAYS, TRIAGE_DAYS
from tanzuji.supervision.models import Complaint, Draw, Inspection, Reminder

REMINDED = declare_notice("supervision.reminded", zh="监督事项提醒", en="Reminder of a supervision matter")


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be reminded of: what, why, whom, where it is read."""

    subject: str
    subject_id: str
    cause: str
    organisations: tuple[UUID, ...]
    title: Text
    page: str
    roles: tuple[Role, ...] = ("editor", "reviewer")
    person: Any = None


def remind_due(*, today: date | None = None) -> int:
    """Everything that falls due within a week or is late, each of the two once; how many were told.

    Workers call it every hour, and `tanzuji remind`.
    """
    today = today or timezone.localdate()
    told = 0
    for due in (*_visits(today), *_corrections(today), *_complaints(today), *_draws(today)):
        with transaction.atomic():
            _, fresh = Reminder.objects.get_or_create(
                subject=due.subject, subject_id=due.subject_id, cause=due.cause
            )
            if fresh:
                roles = None if due.person is not None else due.roles
                tell(due.organisations, REMINDED, due.title, page=due.page, roles=roles, person=due.person)
                told += 1
    return told


def _when(due: date, today: date) -> tuple[str, str, str] | None:
    """Cause with the date, and words; None where it is neither soon nor late."""
    if due < today:
        return f"late {due}", f"已于 {due} 到期", f"was due on {due}"
    if due <= today + timedelta(days=SOON_DAYS):
        return f"soon {due}", f"将于 {due} 到期", f"is due on {due}"
    return None


def _visits(today: date) -> Iterator[Due]:
    open_ = Inspection.objects.filter(state__in=("drawn", "under_way")).order_by("id")
    for one in open_.prefetch_related("team__person"):
        when = _when(one.due, today)
        if when is None:
            continue
        title = Text(zh=f"检查 {one.number} {when[1]}", en=f"Inspection {one.number} {when[2]}")
        for member in one.team.all():
            if member.state != "declined":
                cause = f"{when[0]} {member.id}"
                page = f"/supervision/inspections/{one.id}/"
                yield Due(
                    "visit", str(one.id), cause, (member.organisation_id,), title, page, person=member.person
                )


def _corrections(today: date) -> Iterator[Due]:
    for one in Inspection.objects.filter(state="rectification").order_by("id"):
        dates = one.findings.exclude(state="accepted").exclude(due=None).values_list("due", flat=True)
        due = min((each for each in dates if each is not None), default=None)
        when = _when(due, today) if due is not None else None
        if when is not None:
            title = Text(
                zh=f"检查 {one.number} 的整改{when[1]}", en=f"The correction of {one.number} {when[2]}"
            )
            page = f"/supervision/inspections/{one.id}/"
            told = (one.subject_id, one.organisation_id) if when[0].startswith("late") else (one.subject_id,)
            yield Due("correction", str(one.id), when[0], told, title, page, ("editor", "reviewer", "admin"))


def _complaints(today: date) -> Iterator[Due]:
    authorities = tuple(each.id for each in parties.organisations(mandate="authority"))
    for one in Complaint.objects.filter(state="received").order_by("id"):
        when = _when(timezone.localdate(one.at) + timedelta(days=TRIAGE_DAYS), today)
        if when is not None and when[0].startswith("late"):
            title = Text(zh=f"投诉 {one.number} 的分派{when[1]}", en=f"The triage of {one.number} {when[2]}")
            yield Due(
                "triage", str(one.id), when[0], authorities, title, f"/supervision/complaints/{one.id}/"
            )
    for one in Complaint.objects.filter(state="assigned").select_related("assigned_to").order_by("id"):
        when = _when(timezone.localdate(one.at) + timedelta(days=ANSWER_DAYS), today)
        if when is not None and one.organisation_id is not None:
            title = Text(zh=f"投诉 {one.number} 的答复{when[1]}", en=f"The answer to {one.number} {when[2]}")
            page = f"/supervision/complaints/{one.id}/"
            yield Due(
                "answer", str(one.id), when[0], (one.organisation_id,), title, page, person=one.assigned_to
            )


def _draws(today: date) -> Iterator[Due]:
    waiting = Draw.objects.filter(result=None, at__date__lt=today - timedelta(days=SOON_DAYS))
    for one in waiting.select_related("plan").order_by("id"):
        title = Text(zh=f"抽取 {one.number} 已承诺，还没有抽", en=f"{one.number} is committed and not drawn")
        page = f"/supervision/draws/{one.id}/"
        yield Due("draw", str(one.id), "undrawn", (one.plan.organisation_id,), title, page)
