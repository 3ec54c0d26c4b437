"""The router of the library room, and who asks."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router
from ninja.constants import NOT_SET

from tanzuji.parties.access import API_AUTH
from tanzuji.parties.acting import Acting


def anybody(request: HttpRequest) -> str:
    """Lets a request in that does not say who asks; it sees public libraries only."""
    return "anybody"


router = Router(auth=[*API_AUTH, anybody])


def asking(request: HttpRequest) -> Acting | None:
    """Who asks; None for somebody who does not say so."""
    who = getattr(request, "auth", NOT_SET)
    return who if isinstance(who, Acting) else None
