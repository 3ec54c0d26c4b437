"""What forms of the verification room hold, and what becomes of one that was sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.verification import messages
from tanzuji.web.answers import status_of
from tanzuji.web.typed import clean

Posted = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a form: nothing to say, or what is wrong with it and the status that says so."""

    problems: tuple[Problem, ...] = ()
    status: int = 200

    def __bool__(self) -> bool:
        return not self.problems


def tried(make: Callable[[], object]) -> Tried:
    """`make` done, or the problems of the form; what is absent or has moved on is raised on, as an answer of its own."""
    try:
        make()
    except CodedError as error:
        if status_of(error) in (401, 404, 409):
            raise
        return Tried(error.problems, status_of(error))
    return Tried()


def text(posted: Posted, name: str) -> str:
    """The text of a field; empty where it is not there."""
    return posted.get(name, "").strip()


def number(posted: Posted, name: str) -> float | None:
    """The number of a field; None where it is empty. Raises `verification.bad-number`."""
    written = text(posted, name).replace("，", "").replace(",", "").replace("\u2212", "-")
    if not written:
        return None
    try:
        if not written.isascii() or "_" in written:
            raise ValueError(written)
        return float(written)
    except ValueError:
        raise messages.BAD_NUMBER.error(name, value=clean(written)[:40], low="…", high="…") from None


def day(posted: Posted, name: str) -> date | None:
    """The day of a field; None where it is empty. Raises `verification.bad-date`."""
    written = text(posted, name)
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise messages.BAD_DATE.error(name, value=clean(written)[:40], days=400) from None


def whole(written: str) -> int | None:
    """A number of a row or of steps; None for what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else None


def team(posted: QueryDict) -> list[tuple[str, str]]:
    """E-mail and role of each line of the form for a team; lines without either are left out."""
    pairs = zip(posted.getlist("email"), posted.getlist("role"), strict=False)
    return [(email, role) for email, role in pairs if email.strip() and role.strip()]
