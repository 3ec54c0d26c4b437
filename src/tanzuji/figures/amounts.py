"""How amounts are printed: one rounding interval, one unit, and a word where parts do not add up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Context, Decimal, localcontext
from math import isfinite

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.lines import LINES
from tanzuji.documents.rounding import exact, figure, round_to_digits, round_to_interval, written


def either(language: Language, zh: str, en: str) -> str:
    """The sentence in `language`."""
    return zh if language == "zh" else en


def above(contribution: Contribution) -> float:
    """The emissions in a contribution: its lines above zero, not netted with what it removes."""
    return sum(max(contribution.lines.get(line), 0.0) for line in LINES)


def below(contribution: Contribution) -> float:
    """The removals and credits in a contribution: its lines below zero; ≤ 0."""
    return sum(min(contribution.lines.get(line), 0.0) for line in LINES)


def gross(footprint: Footprint) -> float:
    """The larger of emissions and credits, kg CO2e per unit, ≥ 0: what bars are measured against."""
    return max(footprint.gross_emissions, -footprint.gross_credits, abs(footprint.total))


def has_shares(footprint: Footprint) -> bool:
    """Whether shares of the total mean something: not where credits cancel or outweigh emissions."""
    return footprint.total > 1e-6 * gross(footprint)


def interval_of(footprint: Footprint) -> Decimal:
    """The place of the fourth significant digit of the total (of the gross where the total is small).

    Parts are rounded to the same place, so that 59.76 + 20.41 + 0.63 stand under 80.80.
    """
    scale = abs(footprint.total) if abs(footprint.total) >= 0.1 * gross(footprint) else gross(footprint)
    if scale == 0:
        return Decimal("0.01")
    return Decimal(1).scaleb(round_to_digits(scale, 4).adjusted() - 3)


def amount(value: float, interval: Decimal) -> str:
    """`value` rounded to `interval`; what would vanish by rounding keeps one digit or says it is smaller."""
    rounded = round_to_interval(value, interval)
    if rounded == 0 and value != 0:
        if abs(exact(value)) >= interval / 100:
            return figure(value, 1)
        return f"< {_plain(interval / 100)}" if value > 0 else f"> −{_plain(interval / 100)}"
    if not rounded:
        return "0"
    # All the digits down to the interval's last one, or as many as a float tells.
    return written(rounded, min(15, rounded.adjusted() - int(interval.as_tuple().exponent) + 1))


def _plain(value: Decimal) -> str:
    return written(value, 1)


def total_text(footprint: Footprint) -> str:
    """The total as it is printed everywhere: four significant digits."""
    return figure(footprint.total)


def signed(value: float, interval: Decimal) -> str:
    """A difference: always with its sign, also within `< +0.001`."""
    shown = amount(value, interval)
    if value <= 0:
        return shown
    return shown.replace("< ", "< +") if shown.startswith("<") else f"+{shown}"


def percent(share: float) -> str:
    """A share, 0.704 → `70.4 %` with a space that does not break."""
    if abs(share) > 1e7:  # of next to nothing; what runs over is without end
        shown = figure(share * 100) if isfinite(share * 100) else "∞" if share > 0 else "−∞"
        return f"{shown}\u00a0%"
    rounded = round_to_interval(share * 100, Decimal("0.1"))
    if rounded == 0 and share != 0:
        return "< 0.1\u00a0%" if share > 0 else "> −0.1\u00a0%"
    return f"{amount(share * 100, Decimal('0.1'))}\u00a0%"


_CHINESE_UNITS = {"piece": "件", "pieces": "件", "bag": "袋", "bags": "袋", "CNY": "元", "CNY10k": "万元"}
_RAISED = re.compile(r"(?<=m)[23](?![0-9])")


def unit_name(unit: str, language: Language) -> str:
    """A unit as a reader writes it: `t·km` for `t*km`, `m³` for `m3`, in Chinese `件` for `piece`."""
    if language == "zh":
        unit = _CHINESE_UNITS.get(unit, unit)
    return _RAISED.sub(lambda digit: "²³"[int(digit[0]) - 2], unit.replace("*", "·"))


def unit_of(footprint: Footprint, language: Language) -> str:
    """`kgCO₂e/t` in Chinese, `kg CO₂e/t` in English; the unit's own words where they are short."""
    of = footprint.unit_label.to(language).strip()
    if footprint.model.unit.amount == 1:
        of = of.removeprefix("1").strip() or footprint.model.unit.unit
    if len(of) > 16:
        unit = footprint.model.unit
        of = unit.unit if unit.amount == 1 else f"{figure(unit.amount).rstrip('0').rstrip('.')} {unit.unit}"
    return f"{either(language, 'kgCO₂e', 'kg CO₂e')}/{of}"


def adds_up(parts: Iterable[float], total: float, interval: Decimal) -> bool:
    """Whether the rounded parts give the total as it is printed (four significant digits)."""
    with localcontext(Context(prec=800)):  # parts may lie many powers of ten apart
        printed = sum((round_to_interval(part, interval) for part in parts), Decimal(0))
    return printed == (round_to_digits(total, 4) if total else Decimal(0))


def rounding_note(parts: Iterable[float], total: float, interval: Decimal, language: Language) -> str:
    """A sentence where rounded parts do not give the printed total, else empty."""
    if adds_up(parts, total, interval):
        return ""
    return either(language, "分项已修约，合计以总量为准。", "Parts are rounded; the total is decisive.")


def sentences(*parts: str, language: Language) -> str:
    """Sentences in a row, the empty ones left out."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)
