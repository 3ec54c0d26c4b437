"""Who may sign in to a demonstration account: somebody at this machine, while the demonstration is on."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from tanzuji.site.demonstration.cast import OFFICERS, PLAYERS

_FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""Headers of a proxy: behind one, everybody seems to sit at this machine."""


def offered(request: HttpRequest) -> bool:
    """Whether this request may sign in to a demonstration account.

    The address it comes from and the name it asks for are both this machine's, and no proxy has passed it on; so
    neither a server that somebody made public by mistake nor a page from elsewhere (DNS rebinding) gets in.
    """
    if not settings.DEMO or settings.HTTPS or any(name in request.headers for name in _FORWARDED):
        return False
    host = split_domain_port(request.get_host())[0].strip("[]")
    return _loopback(request.META.get("REMOTE_ADDR", "")) and (host == "localhost" or _loopback(host))


def may_become(request: HttpRequest, email: str) -> bool:
    """Whether the request may be signed in as the demonstration person with this address."""
    people = {player.email for player in PLAYERS} | {officer.email for officer in OFFICERS}
    return offered(request) and email in people


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
