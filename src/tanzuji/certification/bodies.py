"""What is known of certification bodies: their confirmed qualification, their confirmed staff, and who is competent."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.certification.checks import Expert, Qualified, competent
from tanzuji.certification.models import Qualification, Staff
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind
from tanzuji.web.lookup import by_id

_BODY: tuple[Kind, ...] = ("certification_body",)


def bodies() -> QuerySet[Any]:
    """Every certification body there is, by name; nobody is put first (3-00: no default body)."""
    return parties.organisations(kinds=_BODY)


def body(body_id: UUID | str) -> Any:
    """One of them. Raises `web.absent`."""
    return by_id(bodies(), body_id)


def declarations(body_id: UUID) -> QuerySet[Qualification]:
    """What a body declared, newest first."""
    return (
        Qualification.objects.filter(organisation_id=body_id)
        .select_related("declared_by", "decided_by", "organisation")
        .prefetch_related("fields")
        .order_by("-number")
    )


def waiting_declarations() -> QuerySet[Qualification]:
    """Declarations that wait for the authority, oldest first."""
    return (
        Qualification.objects.filter(state="declared")
        .select_related("organisation", "declared_by")
        .prefetch_related("fields")
        .order_by("declared_at")
    )


def declaration(qualification_id: UUID | str) -> Qualification:
    """One declaration, for the authority. Raises `web.absent`."""
    return by_id(Qualification.objects.select_related("organisation", "declared_by"), qualification_id)


def staff(body_id: UUID) -> QuerySet[Staff]:
    """The staff register of a body without those who left, confirmed ones first."""
    return (
        Staff.objects.filter(organisation_id=body_id)
        .exclude(state="left")
        .select_related("person", "declared_by", "decided_by")
        .prefetch_related("competences")
        .order_by("state", "name", "id")
    )


def waiting_staff() -> QuerySet[Staff]:
    """People who wait for the authority, oldest first."""
    return (
        Staff.objects.filter(state="declared")
        .select_related("organisation")
        .prefetch_related("competences")
        .order_by("declared_at", "id")
    )


def staff_entry(staff_id: UUID | str) -> Staff:
    """One entry, for the authority. Raises `web.absent`."""
    return by_id(Staff.objects.select_related("organisation", "person"), staff_id)


def own_staff(acting: Acting, staff_id: UUID | str) -> Staff:
    """An entry of one's own register. Raises `web.absent`."""
    return by_id(staff(acting.organisation_id), staff_id)


def confirmed(body_id: UUID) -> Qualification | None:
    """The qualification that counts; None where none was confirmed."""
    return declarations(body_id).filter(state="confirmed").first()


def qualified(body_id: UUID) -> Qualified | None:
    """A body as the scheme's checks see it; None without a confirmed qualification."""
    found = confirmed(body_id)
    if found is None:
        return None
    return Qualified(
        pilot=found.pilot,
        projects=found.projects,
        standards=tuple(line.strip() for line in found.standards.splitlines() if line.strip()),
        fields={one.item: one.since for one in found.fields.all()},
        staff=tuple(experts(body_id)),
    )


def experts(body_id: UUID) -> list[Expert]:
    """The confirmed staff with their fields."""
    rows = staff(body_id).filter(state="confirmed")
    return [
        Expert(row.id, row.fulltime, {one.item: one.since for one in row.competences.all()}) for row in rows
    ]


def competent_staff(body_id: UUID, fields: Collection[str]) -> list[Staff]:
    """Confirmed staff with competence in one of the fields, whatever their years."""
    fit = {one.id for one in competent(experts(body_id), fields, 0, timezone.localdate(), fulltime=False)}
    return [row for row in staff(body_id).filter(state="confirmed") if row.id in fit]


def competent_people(body_id: UUID, fields: Collection[str]) -> frozenset[UUID]:
    """The accounts of such staff."""
    return frozenset(row.person_id for row in competent_staff(body_id, fields) if row.person_id is not None)


def years(since: date, today: date) -> int:
    """Whole years since a day."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
