"""Times as people write them into tables: a day, a month, a year, a moment, a span."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils import timezone

from tanzuji.formats.factor_lists.numbers import tidy
from tanzuji.formats.workbook.cells import Cell

DayIs = Literal["end", "start"]
"""Whether a register that was read on a day was read at its end (24:00, the usual way) or at its start."""

Span = tuple[datetime, datetime]

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?"
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(0[1-9]|1[0-2])")
_MONTH_ALONE = re.compile(r"(\d{1,2})\s*月份?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_BETWEEN = re.compile(r"\s*(?:至|到|~|～|—|–|\bto\b)\s*")
_EPOCH = date(1899, 12, 30)
_ENGLISH = {name: at for at, name in enumerate(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
)}  # fmt: skip
_NAMED_MONTH = re.compile(r"([a-z]{3})[a-z]*\.?[ -]*(\d{4})?", re.I)


def midnight(day: date) -> datetime:
    """The begin of a day, where the platform is."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def span_of(cell: Cell, *, year: int | None = None) -> Span | None:
    """The span a cell names: a day, a month (`2025-01`, `2025年1月`, with `year` also `1月`), a year, `a 至 b`; else None.

    A moment with a time of day is a span of no length.
    """
    if isinstance(cell, datetime):
        moment = timezone.make_aware(cell)
        return (moment, moment) if cell.time() != datetime.min.time() else _day(cell.date())
    if isinstance(cell, date):
        return _day(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _number(float(cell))
    text = tidy(str(cell or ""))
    ends = _BETWEEN.split(text)
    if len(ends) == 2:
        low, high = _text(ends[0], year), _text(ends[1], year)
        return (low[0], high[1]) if low and high and low[0] < high[1] else None
    return _text(text, year)


def _number(value: float) -> Span | None:
    """A number is a year, a month written 202501, or the count of days of a spreadsheet."""
    if value != int(value):
        return None
    whole = int(value)
    if 1990 <= whole <= 2100:
        return _months(whole, 1, 12)
    if 199001 <= whole <= 210012:
        return _months(whole // 100, whole % 100, 1)
    return _day(_EPOCH + timedelta(days=whole)) if 32_874 <= whole <= 73_415 else None


def _text(text: str, year: int | None) -> Span | None:
    found = _DAY.fullmatch(text)
    if found:
        return _written_day(*found.groups())
    found = _MONTH.fullmatch(text)
    if found:
        return _months(int(found[1] or found[3]), int(found[2] or found[4]), 1)
    found = _YEAR.fullmatch(text)
    if found and 1990 <= int(found[1]) <= 2100:
        return _months(int(found[1]), 1, 12)
    found = _MONTH_ALONE.fullmatch(text)
    if found:
        return _months(year, int(found[1]), 1) if year else None
    found = _NAMED_MONTH.fullmatch(text)
    if found and found[1].lower() in _ENGLISH and (found[2] or year):
        return _months(int(found[2] or year or 0), _ENGLISH[found[1].lower()], 1)
    return None


def _written_day(year: str, month: str, day: str, hour: str | None, minute: str | None) -> Span | None:
    try:
        on = date(int(year), int(month), int(day))
    except ValueError:
        return None
    if hour is None:
        return _day(on)
    if int(hour) > 24 or int(minute or 0) > 59 or (int(hour) == 24 and int(minute or 0)):
        return None
    moment = midnight(on) + timedelta(hours=int(hour), minutes=int(minute or 0))
    return moment, moment


def _day(day: date) -> Span | None:
    return (midnight(day), midnight(day + timedelta(days=1))) if 1990 <= day.year <= 2100 else None


def _months(year: int | None, month: int, count: int) -> Span | None:
    if year is None or not 1990 <= year <= 2100 or not 1 <= month <= 12:
        return None
    after = year * 12 + month - 1 + count
    return midnight(date(year, month, 1)), midnight(date(after // 12, after % 12 + 1, 1))


def moment_of(span: Span, day_is: DayIs) -> datetime:
    """When a register was read that is dated with a span: at its end, or where days mean their start, at its start."""
    return span[1] if day_is == "end" else span[0]
