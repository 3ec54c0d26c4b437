"""How often strangers may report: counted for an address and for everybody."""

from __future__ import annotations

from django.http import HttpRequest

from tanzuji.web.limits import counted, counted_of_all

HOUR = 3600
OF_ONE, OF_ALL = 5, 300
"""Reports an hour from one address, and from all of them."""


def within(request: HttpRequest, what: str) -> bool:
    """Whether one more is within the limits; it is counted."""
    return all([counted(request, what, HOUR) <= OF_ONE, counted_of_all(what, HOUR) <= OF_ALL])
