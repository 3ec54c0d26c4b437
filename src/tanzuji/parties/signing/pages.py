"""Pages of signing in that allauth's own lead nowhere from."""

from __future__ import annotations

from typing import cast

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def password_set(request: HttpRequest) -> HttpResponse:
    """Setting a first password asks who is there once more. Who has neither password nor second factor cannot show
    it: they are led to their account's page, which tells the other way, a link by mail."""
    person = request.user
    bare = person.is_authenticated and not person.has_usable_password()
    if bare and not get_adapter(request).get_reauthentication_methods(person):
        return HttpResponseRedirect(reverse("parties:account") + "#safety")
    return cast(HttpResponse, account.password_set(request))
