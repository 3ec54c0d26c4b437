"""How lately somebody showed their second factor: what a decision of legal weight rests on."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from tanzuji.parties.kinds import Factor

FRESH = 600
"""Seconds for which a second factor counts."""


def factor(request: HttpRequest) -> Factor:
    """Whether the signed-in person showed a second factor within `FRESH`, earlier in this session, or never.

    Somebody who has one and has not shown it in this session (it was added after signing in) counts as `old`.
    """
    shown = [
        one["at"] for one in get_authentication_records(request, request.user) if one.get("method") == "mfa"
    ]
    if shown and 0 <= time.time() - max(shown) < FRESH:
        return "fresh"
    return "old" if shown or is_mfa_enabled(request.user) else "none"


def address(request: HttpRequest) -> str:
    """The page on which the signed-in person shows the factor they have, or adds one."""
    key = Authenticator.Type.WEBAUTHN
    if is_mfa_enabled(request.user, types=[Authenticator.Type.TOTP]):
        return reverse("mfa_reauthenticate")
    if is_mfa_enabled(request.user, types=[key]):
        return reverse("mfa_reauthenticate_webauthn")
    return reverse("mfa_index")
