"""Whoever leaves the screen is signed out after a while (GB/T 22239 section 8.1.4.1); nothing stays in the browser."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

SEEN = "seen"
"""Where the session keeps when its owner was last there, in seconds since 1970."""
_NOTED_EVERY = 60


class IdleSignOut:
    """Ends a session in which nothing was asked for `TANZUJI_IDLE_MINUTES`; the next page asks to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
        if signed_in:
            now, seen = time.time(), request.session.get(SEEN)
            if seen is not None and now - seen > settings.IDLE_SECONDS:
                logout(request)
                signed_in = False  # what was typed and is not saved yet waits for them
            elif seen is None or now - seen > _NOTED_EVERY:
                request.session[SEEN] = now
        response = self.get_response(request)
        if signed_in and SESSION_KEY not in request.session:
            # pages are kept in no cache; this empties what scripts kept
            response["Clear-Site-Data"] = '"storage"'
        return response
