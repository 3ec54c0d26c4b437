"""Numbers, units and dates as they are written in each language (PAGES §5)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from tanzuji.documents import rounding
from tanzuji.web.language import language, say

_CO2E = "CO₂e"


def figure(value: float, digits: int = 4) -> str:
    """A result: significant digits by GB/T 8170, thousands parted, a true minus: `1,084`, `−0.0365`."""
    return rounding.figure(value, digits)


def ten(compared: str) -> str:
    """A number written for comparison (`8.077812345e+02`) as it is read: ten significant digits, `807.7812345`.

    What is no number stays as it is.
    """
    try:
        return rounding.figure(Decimal(compared), 10)
    except ArithmeticError:
        return compared


def number(value: float | str | None) -> str:
    """An amount as somebody wrote it, for a field: no rounding, no thousands; formulas stay as they are."""
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)


def percent(share: float | None, digits: int = 3) -> str:
    """A fraction of one as per cent, with a no-break space: `2.9 %`."""
    return say("未计算", "not calculated") if share is None else f"{figure(share * 100, digits)}\u00a0%"


def signed(value: float, digits: int = 4) -> str:
    """A difference with its sign: `+3.1`, `−0.2`."""
    return ("+" if value > 0 else "") + figure(value, digits)


def unit(declared: str = "") -> str:
    """The unit of a footprint: `kgCO₂e/t` in Chinese, `kg CO₂e/t` in English."""
    mass = say(f"kg{_CO2E}", f"kg\u00a0{_CO2E}")
    return f"{mass}/{declared}" if declared else mass


def spelled(written: str) -> str:
    """A unit of emissions as pages spell it: `kgCO2e/t` → `kgCO₂e/t`, in English `kg CO₂e/t`."""
    return written.replace("kgCO2e", unit(), 1)


def day(value: date | None) -> str:
    """A date in running text: `2026 年 11 月 22 日`, `22 Nov 2026`."""
    if value is None:
        return ""
    if language() == "zh":
        return f"{value.year}\u00a0年\u00a0{value.month}\u00a0月\u00a0{value.day}\u00a0日"
    return f"{value.day}\u00a0{value:%b}\u00a0{value.year}"


def moment(value: datetime | None) -> str:
    """A time in a table, local: `2026-11-22 14:32`."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
