"""What forms of the base data room hold: texts, numbers and days, refused with the name of their field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import HttpRequest
from django.utils import timezone

from tanzuji.activity import messages
from tanzuji.activity.queries import Period, year
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats.factor_lists.numbers import split_number
from tanzuji.web.answers import status_of

Made = TypeVar("Made")

Posted = Mapping[str, str]


def text(posted: Posted, name: str) -> str:
    """The text of a field; empty where it is not there."""
    return posted.get(name, "").strip()


def number(posted: Posted, name: str) -> float | None:
    """The number of a field; None where it is empty. Raises `activity.bad-number`."""
    written = text(posted, name)
    if not written:
        return None
    found = split_number(written, ".")
    if found is None or found[1]:
        raise messages.BAD_NUMBER.error(name, value=written[:60])
    return found[0]


def whole(posted: Posted, name: str) -> int | None:
    """A whole number of a field; None where it is empty. Raises `activity.bad-number`."""
    found = number(posted, name)
    if found is not None and (found != int(found) or not 0 < found < 1200):
        raise messages.BAD_NUMBER.error(name, value=text(posted, name)[:60])
    return int(found) if found is not None else None


def day(posted: Posted, name: str) -> date | None:
    """The day of a field; None where it is empty. Raises `activity.bad-date`."""
    written = text(posted, name)
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise messages.BAD_DATE.error(name, value=written[:60]) from None


def required_day(posted: Posted, name: str) -> date:
    """The day of a field. Raises `activity.needed`, `activity.bad-date`."""
    found = day(posted, name)
    if found is None:
        raise messages.NEEDED.error(name)
    return found


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a form: what was made, or what is wrong with it and the status that says so."""

    problems: tuple[Problem, ...] = ()
    status: int = 200

    def __bool__(self) -> bool:
        return not self.problems


def tried(make: Callable[[], object]) -> Tried:
    """`make` done, or the problems of the form. Refusals and absent things are raised on, as answers of their own."""
    try:
        make()
    except CodedError as error:
        if status_of(error) in (401, 403, 404, 409):
            raise
        return Tried(error.problems, status_of(error))
    return Tried()


def asked_year(request: HttpRequest, *, otherwise: int | None = None) -> Period:
    """The calendar year that is asked for; the last whole one where none, or none that can be, is."""
    written = request.GET.get("year", "")
    if written.isascii() and written.isdigit() and 1990 <= int(written) <= 2100:
        return year(int(written))
    return year(otherwise or timezone.localdate().year - 1)


def years(period: Period) -> list[int]:
    """Years to choose from, around the one that is shown."""
    this = timezone.localdate().year
    return sorted({this, this - 1, this - 2, this - 3, period.first.year}, reverse=True)
