"""Addresses and tables of the audit room for the isolation matrix. No tenant sees them: they are an officer's."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone
from url_shapes import Row

TENANTS: set[str] = set()

_NOBODY = {"GET": 404}
ROWS: dict[str, Row] = {
    "audit:home": Row(answers=_NOBODY),
    "audit:verify": Row(answers=_NOBODY),
    "audit:export": Row(answers=_NOBODY),
}

OWNED: dict[str, Callable[[Any], Any]] = {"audit.Act": lambda of: Q(organisation=of.id)}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {
    "audit.Act.phase": "one of two",
    "audit.Act.method": "a word of HTTP",
    "audit.Act.chain": "a digest",
}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """Nothing that an address names."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more line with a canary in every text column."""
    filled(
        apps.get_model("audit.Act"),
        organisation=office.organisation.id,
        at=timezone.now(),
        chain=secrets.token_hex(32),
    )
