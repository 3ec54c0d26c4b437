"""Addresses and tables of the rulebook for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from url_shapes import Row

TENANTS: set[str] = set()
"""Parameters of addresses that name what belongs to somebody."""

ROWS: dict[str, Row] = {}

OWNED: dict[str, Callable[[Any], Any]] = {}
"""Tables with rows of an organisation, and which rows those are (a Q for the organisation)."""

SHARED: dict[str, str] = {}
"""Tables without rows of an organisation, and why."""

KEPT: dict[str, str] = {}
"""Text columns of owned tables that hold no text of anybody's, and why."""


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """What an office owns here, made through the services; ids by the parameter of addresses that name them."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
