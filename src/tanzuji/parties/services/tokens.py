"""Keys of programs to the API. A secret is shown once; its digest is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.ledger.services import record
from tanzuji.parties import events, messages, policy, queries, rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Token
from tanzuji.parties.services import wording
from tanzuji.web.answers import absent

PREFIX = "tzj_"
MAX_DAYS = 366
MAX_TOKENS = 20
_USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """A token with its secret, which cannot be had again."""

    token: Token
    secret: str


def issue_token(
    acting: Acting, name: str, *, days: int, may_write: bool = False, signs: bool = False
) -> Issued:
    """A token in the acting person's name for the organisation they act for.

    It can do what its owner can at the time it is used, or only read. One that `signs` makes decisions of legal
    weight, and writes; only somebody who has just shown a second factor creates it. Raises `parties.no-name`,
    `parties.bad-days`, `parties.too-many-tokens`, `parties.confirm-again`.
    """
    policy.may_issue(acting).enforce()
    if signs:
        rights.may_sign(acting).enforce()
    kept = wording.name(name)
    if not 1 <= days <= MAX_DAYS:
        raise messages.BAD_DAYS.error("days", limit=MAX_DAYS, value=days)
    own = queries.good_tokens(acting.organisation_id).filter(person=acting.person)
    secret = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        if own.count() >= MAX_TOKENS:
            raise messages.TOO_MANY_TOKENS.error(limit=MAX_TOKENS)
        made = Token.objects.create(
            organisation=acting.organisation,
            person=acting.person,
            name=kept,
            shown=secret[: len(PREFIX) + 4],
            secret=queries.digest_of(secret),
            may_write=may_write or signs,
            signs=signs,
            expires_at=timezone.now() + timedelta(days=days),
        )
        record(
            events.TOKEN_ISSUED, acting, "token", made.id, name=kept,
            may_write=made.may_write, signs=signs, days=days,
        )  # fmt: skip
    return Issued(made, secret)


def withdraw_token(acting: Acting, token_id: UUID | str) -> None:
    """The token of no more use, at once. Raises `web.absent` for one the acting person may not know of."""
    found = queries.tokens(acting).filter(id=token_id).first()
    if found is None:
        raise absent()
    policy.may_withdraw(acting, found.person_id).enforce()
    with transaction.atomic():
        if Token.objects.filter(id=found.id, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            record(
                events.TOKEN_WITHDRAWN, acting, "token", found.id, name=found.name, owner=found.person.name
            )


def mark_used(token: Token) -> None:
    """Note that a token was used, at most once in five minutes."""
    if token.used_at is None or timezone.now() - token.used_at > _USED_EVERY:
        Token.objects.filter(id=token.id).update(used_at=timezone.now())
