"""The three offices of an installation: who holds which, and what the security administrator does with accounts."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.ledger.services import Actor, record
from tanzuji.parties import events, messages
from tanzuji.parties.kinds import OFFICES
from tanzuji.parties.models import Membership, Person, Token
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id


def appoint(person: Person, office: str, *, by: Actor | None = None) -> None:
    """The person in this office and in no other; blank takes it from them. The operator's act, on the machine.

    Raises `parties.no-such-office`, `parties.officer-elsewhere` where they belong to an organisation,
    `parties.one-office`, where they hold another.
    """
    if office and office not in OFFICES:
        raise CodedError([messages.NO_SUCH_OFFICE.problem(value=office[:40], offices=", ".join(OFFICES))])
    with transaction.atomic():
        kept = Person.objects.select_for_update().get(pk=person.pk)
        if office:
            if kept.office not in ("", office):
                raise messages.ONE_OFFICE.error(name=kept.name, office=OFFICES[kept.office])  # type: ignore[index]
            if Membership.objects.filter(person=kept, ended_at=None).exists():
                raise messages.OFFICER_ELSEWHERE.error(name=kept.name)
        before, kept.office = kept.office, office
        kept.save(update_fields=["office"])
        record(events.APPOINTED, by, "person", kept.id, name=kept.name, before=before, office=office)
    person.office = office


def block(officer: Person, person_id: UUID | str, *, reason: str) -> Person:
    """The account shut: sessions and tokens of it stop at once. Raises `parties.reason-needed`, `parties.not-oneself`."""
    if not reason.strip():
        raise messages.REASON_NEEDED.error("reason")
    return _set(officer, person_id, active=False, reason=reason.strip())


def unblock(officer: Person, person_id: UUID | str) -> Person:
    """The account open again; its tokens stay withdrawn."""
    return _set(officer, person_id, active=True, reason="")


def _set(officer: Person, person_id: UUID | str, *, active: bool, reason: str) -> Person:
    if officer.office != "security":
        raise absent()
    with transaction.atomic():
        kept = by_id(Person.objects.select_for_update(), person_id)
        if kept.id == officer.id:
            raise messages.NOT_ONESELF.error()
        if kept.is_active == active:
            return kept
        kept.is_active = active
        kept.save(update_fields=["is_active"])
        tokens = 0
        if not active:
            own = Token.objects.filter(person=kept, withdrawn_at=None)
            tokens = own.update(withdrawn_at=timezone.now())
        kind = events.UNBLOCKED if active else events.BLOCKED
        record(
            kind, None, "person", kept.id,
            reason=reason, name=kept.name, by=str(officer.id), by_name=officer.name, tokens=tokens,
        )  # fmt: skip
    return kept
