"""Addresses and tables of the certification room for the isolation matrix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from url_shapes import Row

TENANTS: set[str] = set()

ROWS: dict[str, Row] = {}

OWNED: dict[str, Callable[[Any], Any]] = {}

SHARED: dict[str, str] = {}

KEPT: dict[str, str] = {}


def furnish(office: Any, said: Callable[[], str]) -> dict[str, Any]:
    """What an office owns here; ids by the parameter of addresses that name them."""
    return {}


def fill(office: Any, filled: Callable[..., Any]) -> None:
    """One more row of every table with a canary in every text column."""
