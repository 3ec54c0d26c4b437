"""Offers to join: made, renewed, withdrawn, accepted. A secret is handed out once; its digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.ledger.services import record
from tanzuji.parties import events, messages, policy, queries
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Invitation, Membership, Person
from tanzuji.parties.services import wording
from tanzuji.parties.services.people import lock
from tanzuji.web.answers import absent

LASTS = timedelta(days=14)
MAX_OPEN = 200


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation with its secret, which cannot be had again."""

    invitation: Invitation
    secret: str


def invite(acting: Acting, email: str, roles: Collection[str]) -> Offer:
    """An offer to an address, good for 14 days. Inviting it again renews the offer; the older link is dead then.

    Raises `parties.bad-address`, `parties.no-role`, `parties.already-member`, `parties.too-many-invitations`.
    """
    policy.may_manage(acting).enforce()
    address = wording.address(email)
    kept = wording.written(roles)
    with transaction.atomic():
        lock(acting.organisation_id)
        if queries.people(acting.organisation_id).filter(person__email=address).exists():
            raise messages.ALREADY_MEMBER.error("email", email=address)
        waiting = queries.open_invitations(acting.organisation_id)
        earlier = waiting.filter(email=address).first()
        if earlier is not None:
            return _renewed(acting, earlier, kept)
        if waiting.count() >= MAX_OPEN:
            raise messages.TOO_MANY_INVITATIONS.error(limit=MAX_OPEN)
        secret = secrets.token_urlsafe(32)
        made = Invitation.objects.create(
            organisation=acting.organisation,
            email=address,
            roles=kept,
            secret=queries.digest_of(secret),
            invited_by=acting.person,
            expires_at=timezone.now() + LASTS,
        )
        record(events.INVITED, acting, "invitation", made.id, email=address, roles=kept)
    return Offer(made, secret)


def resend(acting: Acting, invitation_id: UUID | str) -> Offer:
    """The offer with a new secret and 14 more days, expired or not."""
    policy.may_manage(acting).enforce()
    with transaction.atomic():
        lock(acting.organisation_id)
        found = _open(acting, invitation_id)
        return _renewed(acting, found, found.roles)


def withdraw_invitation(acting: Acting, invitation_id: UUID | str) -> None:
    """The offer taken back; its link is dead."""
    policy.may_manage(acting).enforce()
    with transaction.atomic():
        lock(acting.organisation_id)
        found = _open(acting, invitation_id)
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        record(events.WITHDRAWN, acting, "invitation", found.id, email=found.email)


def accept(
    secret: str,
    person: Person | None,
    *,
    name: str = "",
    password: str = "",
    again: str = "",
    language: str = "",
) -> Membership:
    """Membership by an invitation: of `person` who is signed in, or of a new person with name and password.

    Raises `parties.invitation-gone`, `parties.invitation-expired`; `parties.other-address` where somebody else is
    signed in, `parties.sign-in-to-accept` where the address has an account already.
    """
    with transaction.atomic():
        offer = queries.invitation_by_secret(secret)
        lock(offer.organisation_id)
        offer = queries.invitation_by_secret(secret)  # used meanwhile?
        if person is None:
            if queries.has_account(offer.email):
                raise messages.SIGN_IN_TO_ACCEPT.error()
            person = _new_person(offer.email, name, password, again, language)
        elif person.email != offer.email:
            raise messages.OTHER_ADDRESS.error(email=person.email)
        offer.accepted_at = timezone.now()
        offer.save(update_fields=["accepted_at"])
        if person.office:
            raise messages.OFFICER_JOINS_NOTHING.error(name=person.name)
        membership = queries.memberships(person).filter(organisation_id=offer.organisation_id).first()
        if membership is None:
            membership = Membership.objects.create(
                person=person, organisation=offer.organisation, roles=offer.roles
            )
        record(
            events.ACCEPTED, Acting(person, offer.organisation, membership.role_set), "invitation", offer.id,
            email=offer.email, roles=membership.roles, person=str(person.id),
        )  # fmt: skip
    return membership


def _renewed(acting: Acting, offer: Invitation, roles: str) -> Offer:
    secret = secrets.token_urlsafe(32)
    offer.secret = queries.digest_of(secret)
    offer.roles = roles
    offer.invited_by = acting.person
    offer.expires_at = timezone.now() + LASTS
    offer.save(update_fields=["secret", "roles", "invited_by", "expires_at"])
    record(events.RENEWED, acting, "invitation", offer.id, email=offer.email, roles=roles)
    return Offer(offer, secret)


def _new_person(email: str, name: str, password: str, again: str, language: str) -> Person:
    draft = Person(email=email, name=wording.name(name))
    password = wording.password(password, again, draft)
    return Person.objects.create_user(email, password, name=draft.name, language=language)


def _open(acting: Acting, invitation_id: UUID | str) -> Invitation:
    found = queries.open_invitations(acting.organisation_id).filter(id=invitation_id).first()
    if found is None:
        raise absent()
    return found
