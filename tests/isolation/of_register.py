"""Addresses and tables of the register room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from url_shapes import LISTS, PAGES, Row, as_form

TENANTS: set[str] = set()

_PUBLIC = {"number": "CFP-2026-999999-X"}
_NONE = {"GET": 404, "HEAD": 404}
_BODY = "6f1f0a52-1111-4222-8333-944455556666"

ROWS: dict[str, Row] = {
    "register:home": Row(
        queries=(*PAGES, "q=LEAK", "status=valid", "status=x", "origin=external", "filed=1")
    ),
    **{
        f"open:{name}": Row(_PUBLIC, answers=_NONE)
        for name in ("certificate", "certificate_page", "credential", "token", "facts", "bundle", "label")
    },
    "open:trade_item": Row({"gtin": "6901234567892"}, answers=_NONE),
    "open:trade_item_page": Row({"gtin": "6901234567892"}, answers=_NONE),
    "open:verifier": Row(),
    "open:status_list": Row({"purpose": "revocation", "number": 9}, answers={"GET": 422}),
    "open:did": Row(),
    "open:issuer_did": Row({"body": _BODY}, answers=_NONE),
    "open:context": Row(),
    "public:certificate": Row(_PUBLIC, answers=_NONE),
    "public:paper": Row(_PUBLIC, answers=_NONE),
    "public:report": Row(
        _PUBLIC, {"GET": as_form(), "POST": as_form(kind="forged", text="seen")}, answers={"POST": 422}
    ),
    "public:verify": Row(),
    "public:log": Row(queries=("q=LEAK", "q=0", "before=1")),
    "public:log_entry": Row({"index": 999999}, answers=_NONE),
    "open:log": Row(answers={"GET": 302}),
    "api:look_up_certificate": Row(_PUBLIC, answers=_NONE),
    "api:look_up_certificates": Row(
        asks="numbers=CFP-2026-999999-X", queries=("numbers=", "numbers=LEAK,LEAK")
    ),
    "api:search_register": Row(queries=(*LISTS, "q=LEAK", "status=valid", "filed=true")),
}

OWNED: dict[str, Callable[[Any], Any]] = {}

SHARED: dict[str, str] = {"register.Entry": "the index of what is public"}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """What an office owns here; ids by the parameter of addresses that name them."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
