"""Reads of the parties room."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.parties import messages
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Factor, Kind, Mandate
from tanzuji.parties.models import Invitation, Membership, Organisation, Person, Token
from tanzuji.parties.policy import Member
from tanzuji.parties.signing import confirming
from tanzuji.web.answers import SIGN_IN, absent
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Absent

SESSION_KEY = "organisation"
FORM_FIELD = "acting_for"
"""Hidden in forms that create something: the organisation the page was opened for."""


def digest_of(secret: str) -> str:
    """What is kept of a secret that was handed out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def memberships(person: Person) -> QuerySet[Membership]:
    """The organisations somebody belongs to now."""
    return person.memberships.filter(ended_at=None).select_related("organisation").order_by("since", "id")


def person_of(request: HttpRequest) -> Person | None:
    """Who is signed in, member of an organisation or not."""
    return request.user if isinstance(request.user, Person) else None


def acting_of(request: HttpRequest) -> Acting | None:
    """Who acts in a signed-in request, for the organisation chosen in the session; None where nobody does."""
    cached = getattr(request, "_acting", None)
    if isinstance(cached, Acting):
        return cached
    person = person_of(request)
    if person is None:
        return None
    acting = acting_for(person, request.session.get(SESSION_KEY, ""))
    if acting is not None:
        acting = replace(acting, factor=confirming.factor(request))
        request._acting = acting  # type: ignore[attr-defined]
    return acting


def named_another(request: HttpRequest, acting: Acting) -> bool:
    """Whether the page, or else the session, was opened for another organisation than the one acted for now.

    Somebody left it, or chose another in the meantime; what they wrote there is not to be kept here.
    """
    opened_for = request.POST.get(FORM_FIELD) or request.session.get(SESSION_KEY) or acting.organisation_id
    return str(opened_for) != str(acting.organisation_id)


def acting_for(person: Person, organisation: str = "") -> Acting | None:
    """The person acting for this organisation, or for the one they joined first."""
    found = list(memberships(person))
    if not found:
        return None
    membership = next((m for m in found if str(m.organisation_id) == organisation), found[0])
    return Acting(person, membership.organisation, membership.role_set)


def required_for(person: Person, organisation: UUID) -> Acting:
    """The person acting for an organisation they belong to. Raises `web.sign-in` where they do not."""
    membership = memberships(person).filter(organisation_id=organisation).first()
    if membership is None:
        raise CodedError([SIGN_IN.problem()])
    return Acting(person, membership.organisation, membership.role_set)


def organisations(
    *, kinds: Collection[Kind] | None = None, mandate: Mandate | None = None, text: str = ""
) -> QuerySet[Organisation]:
    """The directory: who is registered, by name. Names, kinds and mandates are public; nothing else is."""
    found = Organisation.objects.order_by("name_zh", "name_en", "id")
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    if mandate is not None:
        found = found.filter(mandates__regex=rf"(^|,){mandate}(,|$)")
    if text.strip():
        found = found.filter(Q(name_zh__icontains=text.strip()) | Q(name_en__icontains=text.strip()))
    return found


def organisation(id_: UUID | str) -> Organisation:
    """An organisation of the directory. Raises `web.absent`."""
    return by_id(Organisation.objects.all(), id_)


def superiors(organisation_id: UUID) -> list[UUID]:
    """The authorities that stand above an organisation, the next one first."""
    found: list[UUID] = []
    above = Organisation.objects.filter(pk=organisation_id).values_list("superior", flat=True).first()
    while above is not None and above not in found:
        found.append(above)
        above = Organisation.objects.filter(pk=above).values_list("superior", flat=True).first()
    return found


def under(acting: Acting) -> list[UUID]:
    """The organisations that the acting one stands above, at any distance."""
    found: list[UUID] = []
    below = [acting.organisation_id]
    while below:
        rows = Organisation.objects.filter(superior__in=below).exclude(pk__in=found)
        below = list(rows.values_list("pk", flat=True))
        found += below
    return found


def groups(organisations: Iterable[UUID]) -> list[tuple[str, UUID]]:
    """What tells the group company of each of these organisations apart, with the organisation's id."""
    return [(one.group, one.id) for one in Organisation.objects.filter(id__in=list(organisations))]


def organisation_by_code(code: str) -> Organisation:
    """The organisation with this code. Raises `web.absent`, where several bear it as well."""
    found = list(Organisation.objects.filter(code=code.strip())[:2]) if code.strip() else []
    if len(found) != 1:
        raise absent()
    return found[0]


def organisation_called(written: str) -> Organisation | None:
    """The one organisation with this code or exactly this name; None where there is none, or several."""
    wanted = clean(written)
    if not wanted:
        return None
    found = list(Organisation.objects.filter(Q(code=wanted) | Q(name_zh=wanted) | Q(name_en=wanted))[:2])
    return found[0] if len(found) == 1 else None


def organisation_exists(organisation: UUID) -> bool:
    """Whether there is an organisation of this number."""
    return Organisation.objects.filter(id=organisation).exists()


def is_registered(code: str) -> bool:
    """Whether an organisation with this code is there."""
    return Organisation.objects.filter(code=code).exists()


def required(request: HttpRequest) -> Acting:
    """Who acts. Raises `web.sign-in`."""
    acting = acting_of(request)
    if acting is None:
        raise CodedError([SIGN_IN.problem()])
    return acting


def acting_by_token(secret: str) -> tuple[Acting, Token] | None:
    """Who a token speaks for, while it is good, its owner active and still a member."""
    token = (
        Token.objects.select_related("person", "organisation")
        .filter(
            secret=digest_of(secret), withdrawn_at=None, expires_at__gt=timezone.now(), person__is_active=True
        )
        .first()
    )
    if token is None:
        return None
    membership = Membership.objects.filter(
        person=token.person, organisation=token.organisation, ended_at=None
    ).first()
    if membership is None:
        return None
    signs: Factor = "fresh" if token.signs else "none"
    return (
        Acting(token.person, token.organisation, membership.role_set, token.name, token.may_write, signs),
        token,
    )


def acting_as(person_id: str, organisation: UUID | None) -> Acting | None:
    """The person of this id acting for an organisation they belong to; none where there is no such person or place."""
    if organisation is None:
        return None
    try:
        found = Membership.objects.filter(person_id=person_id, organisation_id=organisation, ended_at=None)
        of = found.select_related("person", "organisation").first()
    except (ValidationError, ValueError):
        return None
    return Acting(of.person, of.organisation, of.role_set) if of else None


def people(organisation: UUID) -> QuerySet[Membership]:
    """Who belongs to an organisation now."""
    return (
        Membership.objects.filter(organisation_id=organisation, ended_at=None)
        .select_related("person")
        .order_by("person__name", "id")
    )


def membership(acting: Acting, person_id: UUID | str) -> Membership:
    """Somebody's membership of the organisation that is acted for. Raises `web.absent`."""
    found = people(acting.organisation_id).filter(person_id=person_id).first()
    if found is None:
        raise absent()
    return found


def member(of: Membership) -> Member:
    """A membership as the policies see it."""
    held = Membership.objects.filter(organisation_id=of.organisation_id, ended_at=None)
    admins = sum("admin" in roles.split(",") for roles in held.values_list("roles", flat=True))
    return Member(of.person_id, of.person.name, of.role_set, admins)


def open_invitations(organisation: UUID) -> QuerySet[Invitation]:
    """Offers that were neither accepted nor withdrawn; expired ones among them."""
    return (
        Invitation.objects.filter(organisation_id=organisation, accepted_at=None, withdrawn_at=None)
        .select_related("invited_by")
        .order_by("-created_at")
    )


def invitation_by_secret(secret: str) -> Invitation:
    """The open offer a link leads to. Raises `parties.invitation-gone` and `parties.invitation-expired`, as 404."""
    found = (
        Invitation.objects.filter(secret=digest_of(secret), accepted_at=None, withdrawn_at=None)
        .select_related("organisation", "invited_by")
        .first()
    )
    if found is None:
        raise Absent([messages.INVITATION_GONE.problem()])
    if found.expires_at <= timezone.now():
        ended = timezone.localdate(found.expires_at)
        said = Text(zh=f"{ended.year} 年 {ended.month} 月 {ended.day} 日", en=f"{ended.day} {ended:%b %Y}")
        raise Absent([messages.INVITATION_EXPIRED.problem(day=said)])
    return found


def has_account(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return Person.objects.filter(email=email).exists()


def good_tokens(organisation: UUID) -> QuerySet[Token]:
    """Tokens that were neither withdrawn nor have expired."""
    return Token.objects.filter(
        organisation_id=organisation, withdrawn_at=None, expires_at__gt=timezone.now()
    ).select_related("person")


def tokens(acting: Acting) -> QuerySet[Token]:
    """The tokens of the acting person in this organisation; an administrator sees everybody's."""
    found = Token.objects.filter(organisation=acting.organisation, withdrawn_at=None).select_related("person")
    return (found if acting.has("admin") else found.filter(person=acting.person)).order_by("-created_at")


def accounts(text: str = "") -> QuerySet[Person]:
    """Every account of the installation, for its security administrator, by name; `text` looks in name and address."""
    found = Person.objects.order_by("name", "email").prefetch_related("memberships__organisation")
    wanted = text.strip()
    return found.filter(Q(name__icontains=wanted) | Q(email__icontains=wanted)) if wanted else found
