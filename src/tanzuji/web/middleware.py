"""What happens around every request: a number for it, a strict content security policy, coded errors as answers."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from tanzuji.documents.errors import CodedError
from tanzuji.web import answers

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request being answered; empty outside of one. Ledger events carry it."""

SESSION_LANGUAGE = "language"
"""Where the session keeps the language of who is signed in, as Django's code (`zh-hans`, `en`)."""

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No inline script, no inline style, nothing from elsewhere."""


class RequestNumber:
    """Gives every request a number: the caller's `X-Request-ID` where it is a sane one, else a new one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if re.fullmatch(r"[A-Za-z0-9._-]{8,64}", given) else uuid.uuid4().hex
        token = request_id.set(number)
        structlog.contextvars.bind_contextvars(request_id=number)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
            structlog.contextvars.unbind_contextvars("request_id")
        response["X-Request-ID"] = number
        return response


class Security:
    """Headers that every answer carries."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # what TRACE sends back, cookies among it, is nobody's to read
        response = HttpResponse(status=405) if request.method == "TRACE" else self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
            # what somebody reads who said who they are stays in no cache
            response.setdefault("Cache-Control", "private, no-store")
        if "public" in response.get("Cache-Control", ""):
            _for_everybody(response)
        return response


def _for_everybody(response: HttpResponse) -> None:
    """What is the same for everybody by its own word bears no cookie, and is not kept once for every cookie: caches in
    front hand it on, and a session's cookie would go with it."""
    response.cookies.clear()
    if response.has_header("Vary"):
        kept = [name for name in re.split(r"\s*,\s*", response["Vary"]) if name.lower() != "cookie"]
        response["Vary"] = ", ".join(kept)
        if not kept:
            del response["Vary"]


class CodedErrors:
    """A coded error that a view lets through becomes its answer; nothing of the request is kept.

    So does that the database gave it up for another one: it changed meanwhile (409), or it was not its turn (503).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        coded = error if isinstance(error, CodedError) else answers.at_once(error)
        if coded is None:
            return None
        if answers.wants_json(request):
            return answers.as_json(coded)
        return answers.as_page(request, coded)


class PersonLanguage:
    """Addresses without a language are answered in the person's own, else in the one they read last, else in the
    browser's. What somebody who is not signed in reads is remembered in a cookie; it holds nothing else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = settings.LANGUAGE_COOKIE_NAME
        chosen = request.session.get(SESSION_LANGUAGE)
        if chosen:
            request.COOKIES[name] = chosen
        response = self.get_response(request)
        read = translation.get_language_from_path(request.path_info)
        told = chosen or request.COOKIES.get(name) == read
        if read and not told and response.status_code == 200:
            response.set_cookie(
                name,
                read,
                max_age=31536000,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response
