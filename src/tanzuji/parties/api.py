"""The API of the parties room: who acts, the organisation, its people and invitations, tokens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from tanzuji.parties import policy, queries, services
from tanzuji.parties.access import acting
from tanzuji.parties.kinds import KINDS, ROLES, Role
from tanzuji.parties.models import Invitation, Membership, Token
from tanzuji.parties.pages.people import deliver
from tanzuji.parties.services import MAX_DAYS, Offer, role_set
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router()


class OrganisationAnswer(Schema):
    """An organisation."""

    id: UUID
    kind: str = Field(description=", ".join(KINDS))
    name: BothLanguages
    code: str = Field(description="unified social credit code, or the identifier of another country")
    region: str


class Me(Schema):
    """Who acts, for which organisation, with what."""

    id: UUID
    name: str
    email: str
    language: str = Field(description="zh, en, or empty where none was chosen")
    organisation: OrganisationAnswer
    roles: list[Role]
    program: str = Field(description="name of the token; empty for a person in the browser")
    may_write: bool


class Person(Schema):
    """A member of the organisation."""

    id: UUID
    name: str
    email: str
    roles: list[Role]
    since: datetime


class People(Schema):
    """Part of the list of people."""

    items: list[Person]
    count: int


class Roles(Schema):
    """Roles a member shall hold instead of theirs."""

    roles: list[Role] = Field(min_length=1)


class InvitationAnswer(Schema):
    """An offer to join that has no answer yet."""

    id: UUID
    email: str
    roles: list[Role]
    invited_by: str
    expires_at: datetime


class Invitations(Schema):
    """Part of the list of invitations."""

    items: list[InvitationAnswer]
    count: int


class NewInvitation(Roles):
    """Whom to invite. The same address again renews the offer."""

    email: str = Field(max_length=254)


class Offered(Schema):
    """An invitation with its link, which is not told again."""

    invitation: InvitationAnswer
    link: str
    mailed: bool = Field(description="whether the mail server took the mail")


class TokenAnswer(Schema):
    """A token without its secret."""

    id: UUID
    name: str
    starts_with: str = Field(description="the first characters of the secret")
    owner: str
    may_write: bool
    signs: bool = Field(description="may make decisions that take a person's second factor")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class Tokens(Schema):
    """Part of the list of tokens."""

    items: list[TokenAnswer]
    count: int


class NewToken(Schema):
    """A token to create."""

    name: str = Field(max_length=120)
    days: int = Field(90, ge=1, le=MAX_DAYS)
    may_write: bool = False
    signs: bool = Field(False, description="may make decisions that take a second factor; writes as well")


class IssuedAnswer(Schema):
    """A token with its secret, which is not told again."""

    token: TokenAnswer
    secret: str


def _roles(kept: str) -> list[Role]:
    held = role_set(kept)
    return [role for role in ROLES if role in held]


def _person(of: Membership) -> Person:
    return Person(
        id=of.person_id, name=of.person.name, email=of.person.email, roles=_roles(of.roles), since=of.since
    )


def _invitation(of: Invitation) -> InvitationAnswer:
    return InvitationAnswer(
        id=of.id,
        email=of.email,
        roles=_roles(of.roles),
        invited_by=of.invited_by.name,
        expires_at=of.expires_at,
    )


def _token(of: Token) -> TokenAnswer:
    return TokenAnswer(
        id=of.id,
        name=of.name,
        starts_with=of.shown,
        owner=of.person.name,
        may_write=of.may_write,
        signs=of.signs,
        created_at=of.created_at,
        expires_at=of.expires_at,
        used_at=of.used_at,
    )


def _offered(request: HttpRequest, offer: Offer) -> HttpResponse:
    link, mailed = deliver(request, offer)
    return answer(Offered(invitation=_invitation(offer.invitation), link=link, mailed=mailed), 201)


@router.get("/me", response={200: Me, **refusals()}, url_name="me", summary="Say who acts")
def me(request: HttpRequest) -> Me:
    """Who acts in this request."""
    who = acting(request)
    return Me(
        id=who.person.id,
        name=who.person.name,
        email=who.person.email,
        language=who.person.language,
        organisation=organisation(request),
        roles=[role for role in ROLES if role in who.roles],
        program=who.program,
        may_write=who.may_write,
    )


@router.get(
    "/organisation", response={200: OrganisationAnswer, **refusals()}, summary="Read the organisation"
)
def organisation(request: HttpRequest) -> OrganisationAnswer:
    """The organisation that is acted for."""
    found = acting(request).organisation
    return OrganisationAnswer(
        id=found.id, kind=found.kind, name=both(found.name), code=found.code, region=found.region
    )


@router.get("/people", response={200: People, **refusals()}, summary="List people")
def people(request: HttpRequest, paging: Paging = PAGING) -> People:
    """The people of the organisation, by name; for its administrators."""
    who = acting(request)
    policy.may_see_people(who).enforce()
    rows, count = part(queries.people(who.organisation_id), paging)
    return People(items=[_person(row) for row in rows], count=count)


@router.put(
    "/people/{uuid:person_id}/roles",
    response={200: Person, **refusals(404)},
    summary="Give a member other roles",
)
def change_roles(request: HttpRequest, person_id: UUID, body: Roles) -> Person:
    """Give a member other roles; by an administrator who is signed in."""
    return _person(services.change_roles(acting(request), person_id, body.roles))


@router.delete("/people/{uuid:person_id}", response={204: None, **refusals(404)}, summary="End a membership")
def end_membership(request: HttpRequest, person_id: UUID) -> Status[None]:
    """End a membership, or leave."""
    services.end_membership(acting(request), person_id)
    return Status(204, None)


@router.get("/invitations", response={200: Invitations, **refusals()}, summary="List open invitations")
def invitations(request: HttpRequest, paging: Paging = PAGING) -> Invitations:
    """Invitations without an answer, newest first, expired ones among them."""
    who = acting(request)
    policy.may_see_people(who).enforce()
    rows, count = part(queries.open_invitations(who.organisation_id), paging)
    return Invitations(items=[_invitation(row) for row in rows], count=count)


@router.post("/invitations", response={201: Offered, **refusals()}, summary="Invite somebody")
def invite(request: HttpRequest, body: NewInvitation) -> HttpResponse:
    """Invite somebody; the link is mailed and told once."""
    return _offered(request, services.invite(acting(request), body.email, body.roles))


@router.post(
    "/invitations/{uuid:invitation_id}/resend",
    response={201: Offered, **refusals(404)},
    summary="Send an invitation again",
)
def resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Send an invitation again with a new link."""
    return _offered(request, services.resend(acting(request), invitation_id))


@router.delete(
    "/invitations/{uuid:invitation_id}",
    response={204: None, **refusals(404)},
    summary="Withdraw an invitation",
)
def withdraw_invitation(request: HttpRequest, invitation_id: UUID) -> Status[None]:
    """Take an invitation back."""
    services.withdraw_invitation(acting(request), invitation_id)
    return Status(204, None)


@router.get("/tokens", response={200: Tokens, **refusals()}, summary="List tokens")
def tokens(request: HttpRequest, paging: Paging = PAGING) -> Tokens:
    """One's own tokens, newest first; an administrator sees everybody's."""
    rows, count = part(queries.tokens(acting(request)), paging)
    return Tokens(items=[_token(row) for row in rows], count=count)


@router.post("/tokens", response={201: IssuedAnswer, **refusals()}, summary="Create a token")
def issue_token(request: HttpRequest, body: NewToken) -> HttpResponse:
    """Create a token in one's own name; its secret is told once. A token cannot create another."""
    issued = services.issue_token(
        acting(request), body.name, days=body.days, may_write=body.may_write, signs=body.signs
    )
    return answer(
        IssuedAnswer(token=_token(issued.token), secret=issued.secret), 201, Cache_Control="no-store"
    )


@router.delete("/tokens/{uuid:token_id}", response={204: None, **refusals(404)}, summary="Withdraw a token")
def withdraw_token(request: HttpRequest, token_id: UUID) -> Status[None]:
    """End a token at once."""
    services.withdraw_token(acting(request), token_id)
    return Status(204, None)
