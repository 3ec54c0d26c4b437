"""Addresses and tables of the public log for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from url_shapes import Row

TENANTS: set[str] = set()

ROWS: dict[str, Row] = {
    "log:checkpoint": Row(answers={"GET": 404}),
    "log:keys": Row(),
    "log:proof": Row({"index": 999999}, answers={"GET": 404}),
    "log:tile": Row(given={"path": "0/000"}, answers={"GET": 404}),
}
"""The log of these worlds is empty; what it serves otherwise is the same for everybody."""

OWNED: dict[str, Callable[[Any], Any]] = {}

SHARED: dict[str, str] = {
    "ledger.Leaf": "the public log; what is confidential in it is read by those who are shown it in its own room",
    "ledger.Node": "hashes of the public log",
    "ledger.SignedHead": "checkpoints of the public log",
    "ledger.Cosigned": "witnesses' lines below them",
    "ledger.Stamped": "time stamps over them",
}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """An office owns nothing here."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """There is no table of an office's own here."""
