"""What happens when somebody signs in: the ledger keeps it, and their language is remembered."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factor
from django.contrib.auth import signals as auth
from django.dispatch import receiver
from django.http import HttpRequest

from tanzuji.ledger.services import record
from tanzuji.parties import events, queries, services
from tanzuji.parties.models import Person
from tanzuji.web.language import code_of, language
from tanzuji.web.middleware import SESSION_LANGUAGE


@receiver(auth.user_logged_in)
def signed_in(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    """Somebody who never chose a language keeps the one they first sign in with."""
    if not user.language:
        services.choose_language(user, language())
    request.session[SESSION_LANGUAGE] = code_of("en" if user.language == "en" else "zh")
    _keep(events.SIGNED_IN, request, user)


@receiver(auth.user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **kwargs: Any) -> None:
    if user is not None:
        _keep(events.SIGNED_OUT, request, user)


@receiver(auth.user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Kept for people there are; an unknown address may be a password in the wrong field, and is not kept."""
    user = services.person_by_address(str(credentials.get("email", "")))
    if user is not None and request is not None:
        _keep(events.SIGN_IN_FAILED, request, user)


@receiver(account.password_changed)
@receiver(account.password_set)
def password_changed(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    _keep(events.PASSWORD_CHANGED, request, user)


@receiver(account.password_reset)
def password_reset(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    _keep(events.PASSWORD_RESET, request, user)


@receiver(factor.authenticator_added)
def factor_added(request: HttpRequest, user: Person, authenticator: Any, **kwargs: Any) -> None:
    _keep(events.FACTOR_ADDED, request, user, factor=str(authenticator.type))


@receiver(factor.authenticator_removed)
def factor_removed(request: HttpRequest, user: Person, authenticator: Any, **kwargs: Any) -> None:
    _keep(events.FACTOR_REMOVED, request, user, factor=str(authenticator.type))


@receiver(factor.authenticator_reset)
def codes_renewed(request: HttpRequest, user: Person, **kwargs: Any) -> None:
    _keep(events.CODES_RENEWED, request, user)


@receiver(factor.authentication_failed)
def factor_failed(request: HttpRequest, user: Person, authenticator: Any, **kwargs: Any) -> None:
    _keep(events.FACTOR_FAILED, request, user, factor=str(authenticator.type))


def _keep(kind: str, request: HttpRequest, user: Person, **detail: Any) -> None:
    acting = queries.acting_for(user, request.session.get(queries.SESSION_KEY, ""))
    # a sign-in made by a program of ours (a command, a test) comes from no address
    address = get_adapter(request).get_client_ip(request) if request.META.get("REMOTE_ADDR") else ""
    record(kind, acting, "person", user.id, name=user.name, address=address, **detail)
