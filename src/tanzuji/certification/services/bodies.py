"""Qualification and staff of bodies: declared by them, confirmed by the authority."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.certification import bodies, events, messages, policy
from tanzuji.certification.models import Competence, Field, Qualification, Staff
from tanzuji.certification.services.keeping import LONGEST, needed, needed_day
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean

DECIDED = declare_notice(
    "certification.qualification", zh="认证机构资质与人员", en="Qualification and staff of bodies"
)


def declare(
    acting: Acting,
    *,
    approval: str,
    pilot: bool,
    projects: int | str,
    standards: str,
    fields: Sequence[Mapping[str, Any]],
    accreditations: str = "",
) -> Qualification:
    """What a body is qualified for, as the next declaration; it counts once the authority confirmed it.

    Raises `certification.not-body`, `.text-needed`, `.no-fields`, `.bad-number`, `.bad-date`.
    """
    policy.may_declare(acting).enforce()
    number = needed("approval", approval, Text(zh="批准书编号", en="The number of the approval"), 120)
    count = str(projects or "0").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 7):
        raise messages.BAD_NUMBER.error("projects", value=count[:40])
    held = {clean(str(one.get("item") or ""), 80): needed_day("since", one.get("since")) for one in fields}
    held.pop("", None)
    if not held:
        raise messages.NO_FIELDS.error("fields")
    with transaction.atomic():
        last = Qualification.objects.filter(organisation_id=acting.organisation_id).aggregate(
            last=Max("number")
        )
        made = Qualification.objects.create(
            organisation=acting.organisation, number=(last["last"] or 0) + 1, approval=number, pilot=pilot,
            projects=int(count), standards=clean(standards.replace("\r\n", "\n"), LONGEST),
            accreditations=clean(accreditations, LONGEST), declared_by=acting.person,
        )  # fmt: skip
        Field.objects.bulk_create(
            [Field(qualification=made, item=item, since=since) for item, since in held.items()]
        )
        record(events.DECLARED, acting, "certification-body", acting.organisation_id, declaration=made.number)
    return made


def decide(
    acting: Acting, qualification_id: UUID | str, *, confirmed: bool, reason: str = ""
) -> Qualification:
    """The authority confirms a declaration, which ends the one before, or refuses it with a reason."""
    policy.may_confirm(acting).enforce()
    known = bodies.declaration(qualification_id)
    said = clean(reason, LONGEST)
    if not confirmed and not said:
        raise messages.REASON_NEEDED.error("reason", action=Text(zh="不予确认", en="Not confirmed"))
    with transaction.atomic():
        row = Qualification.objects.select_for_update().get(id=known.id)
        if row.state != "declared":
            raise messages.DECIDED_ALREADY.error()
        if confirmed:
            former = Qualification.objects.filter(organisation_id=row.organisation_id, state="confirmed")
            former.update(state="ended")
        row.state = "confirmed" if confirmed else "refused"
        row.decided_by, row.decided_at, row.reason = acting.person, timezone.now(), said
        row.save()
        record(events.CONFIRMED if confirmed else events.NOT_CONFIRMED, acting, "certification-body",
               row.organisation_id, organisation=row.organisation_id, reason=said, declaration=row.number)  # fmt: skip
        _told(row.organisation_id, confirmed, Text(zh="资质申报", en="Qualification"), said)
    return row


def register(
    acting: Acting,
    *,
    name: str,
    competences: Sequence[Mapping[str, Any]],
    fulltime: bool = True,
    number: str = "",
    email: str = "",
) -> Staff:
    """Somebody in the staff register with their fields; it counts once the authority confirmed it.

    `email`: of their account in the body, where they have one. Raises `certification.no-staff-name`, `.no-fields`,
    `.no-account`, `.staff-twice`.
    """
    policy.may_declare(acting).enforce()
    called = clean(name, 120)
    if not called:
        raise messages.NO_STAFF_NAME.error("name")
    person = None
    if clean(email, 254):
        members = parties.people(acting.organisation_id).filter(person__email=clean(email, 254).lower())
        found = members.first()
        if found is None:
            raise messages.NO_ACCOUNT.error("email", name=clean(email, 254))
        person = found.person
    held = {
        clean(str(one.get("item") or ""), 80): (
            needed_day("since", one.get("since")),
            clean(str(one.get("basis") or ""), 300),
        )
        for one in competences
    }
    held.pop("", None)
    if not held:
        raise messages.NO_FIELDS.error("competences")
    try:
        with transaction.atomic():
            made = Staff.objects.create(
                organisation=acting.organisation, person=person, name=called, register=clean(number, 60),
                fulltime=fulltime, declared_by=acting.person,
            )  # fmt: skip
            Competence.objects.bulk_create(
                [
                    Competence(staff=made, item=item, since=since, basis=basis)
                    for item, (since, basis) in held.items()
                ]
            )
            record(
                events.STAFF_DECLARED,
                acting,
                "certification-body",
                acting.organisation_id,
                staff=str(made.id),
            )
    except IntegrityError:
        raise messages.STAFF_TWICE.error("email") from None
    return made


def decide_staff(acting: Acting, staff_id: UUID | str, *, confirmed: bool, reason: str = "") -> Staff:
    """The authority confirms somebody of a staff register, or refuses with a reason."""
    policy.may_confirm(acting).enforce()
    known = bodies.staff_entry(staff_id)
    said = clean(reason, LONGEST)
    if not confirmed and not said:
        raise messages.REASON_NEEDED.error("reason", action=Text(zh="不予确认", en="Not confirmed"))
    with transaction.atomic():
        row = Staff.objects.select_for_update().get(id=known.id)
        if row.state != "declared":
            raise messages.DECIDED_ALREADY.error()
        row.state = "confirmed" if confirmed else "refused"
        row.decided_by, row.decided_at, row.reason = acting.person, timezone.now(), said
        row.save()
        record(events.STAFF_CONFIRMED if confirmed else events.STAFF_REFUSED, acting, "certification-body",
               row.organisation_id, organisation=row.organisation_id, reason=said, staff=str(row.id))  # fmt: skip
        _told(row.organisation_id, confirmed, Text(zh=f"人员 {row.name}", en=f"Staff {row.name}"), said)
    return row


def leave(acting: Acting, staff_id: UUID | str) -> None:
    """Somebody left the body; what they did stays theirs."""
    policy.may_declare(acting).enforce()
    known = bodies.own_staff(acting, staff_id)
    with transaction.atomic():
        Staff.objects.filter(id=known.id).update(state="left")
        record(events.STAFF_LEFT, acting, "certification-body", acting.organisation_id, staff=str(known.id))


def _told(body: UUID, confirmed: bool, what: Text, reason: str) -> None:
    title = Text(
        zh=f"{what.to('zh')}{'已确认' if confirmed else '未确认'}",
        en=f"{what.to('en')}: {'confirmed' if confirmed else 'not confirmed'}",
    )
    tell([body], DECIDED, title, Text(zh=reason, en=reason) if reason else None, page="/certification/body/")
