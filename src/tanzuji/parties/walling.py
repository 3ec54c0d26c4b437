"""Every request is answered within the walls of the organisation that acts (`tanzuji.web.walls`)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tanzuji.parties.queries import acting_of
from tanzuji.web import walls


class Walls:
    """Sees the rows of the acting organisation, and of nobody where nobody acts, until the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        acting = acting_of(request)
        with walls.within(acting.organisation_id if acting else None):
            return self.get_response(request)
