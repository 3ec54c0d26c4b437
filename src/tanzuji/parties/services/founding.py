"""Organisations and their first people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger.services import Actor, record
from tanzuji.parties import events, messages, queries
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import MANDATES, Kind, Mandate, Role
from tanzuji.parties.models import Membership, Organisation, Person
from tanzuji.parties.services.wording import role_set, written


def found(
    kind: Kind,
    *,
    zh: str = "",
    en: str = "",
    code: str = "",
    region: str = "",
    group_code: str = "",
    by: Actor | None = None,
) -> Organisation:
    """A new organisation."""
    with transaction.atomic():
        made = Organisation.objects.create(
            kind=kind, name_zh=zh, name_en=en, code=code, region=region, group_code=group_code
        )
        record(events.FOUNDED, by, "organisation", made.id, organisation=made.id, kind=kind)
    return made


def charge(organisation: Organisation, mandates: Iterable[Mandate], *, by: Actor | None = None) -> None:
    """Charge an organisation with these mandates and no others; the operator's act. Raises `parties.no-such-mandate`."""
    wanted = set(mandates)
    for each in sorted(wanted - MANDATES.keys()):
        raise CodedError([messages.NO_SUCH_MANDATE.problem(value=each, mandates=", ".join(MANDATES))])
    with transaction.atomic():
        kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
        before = kept.mandates
        kept.mandates = ",".join(each for each in MANDATES if each in wanted)
        kept.save(update_fields=["mandates"])
        record(
            events.CHARGED, by, "organisation", kept.id,
            organisation=kept.id, before=before, mandates=kept.mandates,
        )  # fmt: skip
    organisation.mandates = kept.mandates


def place_under(
    organisation: Organisation, superior: Organisation | None, *, by: Actor | None = None
) -> None:
    """Say which authority stands above an organisation, None for none; the operator's act.

    Above one that is an authority no longer as well: somebody has to be able to lift what it ordered. Raises
    `parties.superior-no-authority`, `parties.superior-ring`.
    """
    with transaction.atomic():
        # all are locked, in one order: two that are placed under each other at once would close a ring
        every = Organisation.objects.select_for_update().filter(~Q(mandates="") | Q(pk=organisation.pk))
        rows = {one.pk: one for one in every.order_by("pk")}
        kept, above = rows[organisation.pk], None
        if superior is not None:
            above = rows.get(superior.pk)
            if above is None or "authority" not in above.mandate_set:
                raise messages.SUPERIOR_NO_AUTHORITY.error("superior", name=superior.name)
            if kept.pk in {above.pk, *queries.superiors(above.pk)}:
                raise messages.SUPERIOR_RING.error("superior", name=kept.name, superior=above.name)
        before, kept.superior = kept.superior_id, above
        kept.save(update_fields=["superior"])
        record(
            events.PLACED, by, "organisation", kept.id,
            organisation=kept.id, before=str(before or ""), superior=str(above.pk if above else ""),
        )  # fmt: skip
    organisation.superior = kept.superior


def join(
    person: Person, organisation: Organisation, roles: Iterable[Role], *, by: Actor | None = None
) -> Membership:
    """The person as a member with these roles."""
    kept = written(roles)
    if person.office:
        raise messages.OFFICER_JOINS_NOTHING.error(name=person.name)
    with transaction.atomic():
        made = Membership.objects.create(person=person, organisation=organisation, roles=kept)
        record(
            events.JOINED, by or Acting(person, organisation, role_set(kept)), "person", person.id,
            organisation=organisation.id, name=person.name, roles=kept,
        )  # fmt: skip
    return made


def register(
    *,
    email: str,
    name: str,
    password: str | None,
    operator: bool = False,
    organisation: str = "",
    kind: Kind = "enterprise",
) -> Person:
    """A person made by the operator; with `organisation`, a new one whose administrator and editor they are.

    Without a password nobody can sign in as them until they reset it by mail.
    """
    with transaction.atomic():
        person = Person.objects.create_user(email, password, name=name, is_staff=operator)
        if organisation:
            named = Text.model_validate(organisation)
            made = found(kind, zh=named.zh or "", en=named.en or "")
            join(person, made, ("admin", "editor"))
    return person
