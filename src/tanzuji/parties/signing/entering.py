"""Signing somebody in without a password: after an invitation, or in the demonstration."""

from __future__ import annotations

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.utils import get_next_redirect_url, perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tanzuji.parties.models import Person
from tanzuji.parties.services import person_by_address


def enter(request: HttpRequest, person: Person) -> HttpResponse:
    """Sign the person in and lead to `next`, where that is an address of this site, or to the start page."""
    return cast(HttpResponse, perform_login(request, person, redirect_url=_next(request)))


def enter_without_password(request: HttpRequest, email: str) -> HttpResponse | None:
    """Sign in who has this address and no password; None where nobody has, or they set a password since."""
    person = person_by_address(email)
    if person is None or person.has_usable_password():
        return None
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    return enter(request, person)


def lead_on(request: HttpRequest) -> HttpResponse:
    """To `next`, or to the start page."""
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or reverse("home")
