"""Around every request that may change something: a line before it, a line after it. No line, no change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog
from allauth.account.adapter import get_adapter
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from tanzuji.audit import messages, services
from tanzuji.audit.services import Attempt
from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import acting_of, person_of
from tanzuji.web import answers
from tanzuji.web.middleware import request_id

READS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SECRETS = frozenset({"secret", "key", "token", "uidb36"})
"""Parameters of addresses that let somebody in; the trail shows an ellipsis instead."""
_log = structlog.get_logger("tanzuji.audit")


class Trail:
    """Keeps every attempt to change something. Where the first line cannot be written, the request is not answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = None if request.method in READS else _match(request)
        if match is None:
            return self.get_response(request)
        attempt = _attempt(request, match)
        try:
            services.begin(attempt)
        except DatabaseError:
            _log.exception("the audit trail cannot be written")
            return _not_kept(request)
        response = self.get_response(request)
        services.end(_named(attempt, request), response.status_code, answers.codes_of(response))
        return response


def _match(request: HttpRequest) -> ResolverMatch | None:
    """Where the request leads; None where there is nothing."""
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _attempt(request: HttpRequest, match: ResolverMatch) -> Attempt:
    path = request.path
    for name, value in match.kwargs.items():
        if name in _SECRETS and str(value):
            path = path.replace(str(value), "…")
    attempt = Attempt(
        request=request_id.get(),
        method=request.method or "",
        path=path,
        view=match.view_name or "",
        address=get_adapter(request).get_client_ip(request) if request.META.get("REMOTE_ADDR") else "",
    )
    return _named(attempt, request)


def _named(attempt: Attempt, request: HttpRequest) -> Attempt:
    """With who acts, as far as it is known: a program is known once its token was read."""
    who = getattr(request, "auth", None)
    acting = who if isinstance(who, Acting) else acting_of(request)
    if acting is not None:
        return replace(
            attempt,
            person=str(acting.person.id),
            person_name=acting.person.name,
            program=acting.program,
            organisation=acting.organisation_id,
        )
    person = person_of(request)
    return replace(attempt, person=str(person.id), person_name=person.name) if person else attempt


def _not_kept(request: HttpRequest) -> HttpResponse:
    error = CodedError([messages.NOT_KEPT.problem(request=request_id.get())])
    if answers.wants_json(request):
        return answers.as_json(error, status=503)
    return answers.as_page(request, error, status=503)
