"""The chain of the trail: each line's digest holds the digest of the line before. Pure but for the shape of a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from tanzuji.documents.canonical import canonical_json

FIRST = "0" * 64
"""What stands before the first line."""


class Line(Protocol):
    """The values a line's digest is made of."""

    @property
    def at(self) -> datetime: ...
    @property
    def phase(self) -> str: ...
    @property
    def request(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def program(self) -> str: ...
    @property
    def organisation(self) -> UUID | None: ...
    @property
    def address(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def view(self) -> str: ...
    @property
    def status(self) -> int | None: ...
    @property
    def codes(self) -> str: ...
    @property
    def chain(self) -> str: ...


def link(before: str, line: Line) -> str:
    """The digest of a line that follows `before`, in hex: SHA-256(before ‖ canonical JSON of the line)."""
    values = {
        "at": line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "phase": line.phase,
        "request": line.request,
        "person": line.person,
        "person_name": line.person_name,
        "program": line.program,
        "organisation": str(line.organisation) if line.organisation else "",
        "address": line.address,
        "method": line.method,
        "path": line.path,
        "view": line.view,
        "status": line.status,
        "codes": line.codes,
    }
    return hashlib.sha256(bytes.fromhex(before) + canonical_json(values)).hexdigest()


def first_broken(lines: Iterable[Line], before: str = FIRST) -> int | None:
    """The position (from 0) of the first line whose digest does not follow from those before it; None where all do."""
    for position, line in enumerate(lines):
        expected = link(before, line)
        if line.chain != expected:
            return position
        before = expected
    return None
