"""Members of an organisation: roles and leaving; what people choose for themselves."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.ledger.services import record
from tanzuji.parties import events, messages, policy, queries
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Membership, Organisation, Person, Token
from tanzuji.parties.services.wording import role_set, written


def person_by_address(email: str) -> Person | None:
    """Whose address this is."""
    return Person.objects.filter(email=email.strip().lower()).first()


def change_roles(acting: Acting, person_id: UUID | str, roles: Collection[str]) -> Membership:
    """The member with these roles instead of theirs. Raises `parties.last-admin`, `web.absent`."""
    kept = written(roles)
    with transaction.atomic():
        membership = _locked(acting, person_id)
        member = queries.member(membership)
        policy.may_give(acting, member, role_set(kept)).enforce()
        if membership.roles != kept:
            before, membership.roles = membership.roles, kept
            membership.save(update_fields=["roles"])
            record(
                events.ROLES_CHANGED, acting, "person", membership.person_id,
                name=membership.person.name, roles=kept, before=before,
            )  # fmt: skip
    return membership


def end_membership(acting: Acting, person_id: UUID | str) -> Membership:
    """The member gone from the organisation, with their tokens; what they did stays. Raises `parties.last-admin`."""
    with transaction.atomic():
        membership = _locked(acting, person_id)
        policy.may_end(acting, queries.member(membership)).enforce()
        now = timezone.now()
        membership.ended_at = now
        membership.save(update_fields=["ended_at"])
        tokens = Token.objects.filter(
            person_id=membership.person_id, organisation_id=acting.organisation_id, withdrawn_at=None
        ).update(withdrawn_at=now)
        record(
            events.ENDED, acting, "person", membership.person_id,
            name=membership.person.name, roles=membership.roles, tokens=tokens,
        )  # fmt: skip
    return membership


def choose_language(person: Person, language: str) -> None:
    """The language the person is answered in, and mails are written in. Raises `parties.bad-language`."""
    if language not in ("zh", "en"):
        raise messages.BAD_LANGUAGE.error("language", value=language[:20])
    Person.objects.filter(id=person.id).update(language=language)
    person.language = language


def lock(organisation_id: UUID) -> None:
    """Nobody else changes people of the organisation until the transaction ends: two administrators who
    demote each other at once are taken one after the other."""
    Organisation.objects.select_for_update().get(id=organisation_id)


def _locked(acting: Acting, person_id: UUID | str) -> Membership:
    lock(acting.organisation_id)
    return queries.membership(acting, person_id)
