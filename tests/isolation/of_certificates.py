"""Addresses and tables of the certificates room for the isolation matrix.

What was certified and how it stands is public. The pages of one certificate are for its holder, its body and the
authority; that others are answered as if there were none is shown in tests/certificates, with certificates that exist.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from url_shapes import LISTS, PAGES, Row, as_form, as_json

TENANTS: set[str] = set()

_PUBLIC = {"number": "CFP-2026-999999-X"}
_OWN = {"certificate_number": "CFP-2026-999999-X"}
_NONE = {"GET": 404, "HEAD": 404, "POST": 404}

ROWS: dict[str, Row] = {
    "certificates:home": Row(queries=(*PAGES, "q=LEAK", "status=valid", "status=x")),
    "certificates:pdf": Row(_PUBLIC, answers=_NONE),
    "certificates:facts": Row(_PUBLIC, answers=_NONE),
    "certificates:certificate": Row(_OWN, answers=_NONE),
    "certificates:act": Row(_OWN, {"POST": as_form(action="suspend", reason="because")}, answers=_NONE),
    "certificates:correct": Row(_OWN, {"POST": as_form(gtin="", reason="because")}, answers=_NONE),
    "api:list_certificates": Row(queries=(*LISTS, "q=LEAK", "gtin=LEAK", "status=valid")),
    "api:list_own_certificates": Row(queries=LISTS),
    "api:get_certificate": Row(_PUBLIC, answers=_NONE),
    "api:decide_on_certificate": Row(
        _OWN, {"POST": as_json(action="suspend", reason="because")}, answers=_NONE
    ),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "certificates.Request": lambda of: Q(body=of),
}

SHARED: dict[str, str] = {
    "certificates.Certificate": "what was certified is public; what is not, no page and no answer shows",
    "certificates.Event": "how a certificate stands, and why, is public",
    "certificates.Standing": "how a certificate stands is public",
    "certificates.Counter": "the last serial of each series",
    "certificates.Reminder": "that holder and body were told",
}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """What an office owns here; ids by the parameter of addresses that name them."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
    from tanzuji.certificates.models import Request

    filled(Request, body=office.organisation)
