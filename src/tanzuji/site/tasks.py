"""A thing to do, as the start page lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: where, what, how urgent, and why or what next."""

    address: str
    words: str
    mark: Literal["bad", "warn", "now", "ok", ""]
    status: str
    note: str = ""
