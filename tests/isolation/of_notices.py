"""Addresses and tables of the notices room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Q
from url_shapes import PAGES, Row, as_form, nothing

TENANTS: set[str] = {"notice_id"}

ROWS: dict[str, Row] = {
    "notices:home": Row(queries=PAGES),
    "notices:read_all": Row(sends={"POST": nothing}),
    "notices:mute": Row(sends={"POST": as_form(mails="on")}),
    "notices:open": Row(sends={"POST": nothing}),
}

OWNED: dict[str, Callable[[Any], Any]] = {
    "notices.Notice": lambda of: Q(organisation=of),
    "notices.Reading": lambda of: Q(notice__organisation=of),
    "notices.Mailing": lambda of: Q(person__memberships__organisation=of),
}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """A notice to everybody, read by one person."""
    from tanzuji.documents.text import Text
    from tanzuji.notices import services

    kind = services.declare("notices.for-the-matrix", zh="矩阵", en="Matrix")
    made = services.tell(
        [office.organisation], kind, Text(zh=said(), en=said()), Text(zh=said(), en=said()), page="/notices/"
    )
    services.read(office.people["reader"], made[0].id)
    services.mute(office.people["reader"], True)
    return {"notice_id": made[0].id}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more notice with a canary in every text column."""
    filled(apps.get_model("notices.Notice"), organisation=office.organisation)
