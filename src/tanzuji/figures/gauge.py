"""The result on a ruler beside published footprints of the same kind."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import Comparison, Unitage
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import either, interval_of, sentences, total_text, unit_of
from tanzuji.figures.bars import Row, layout
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.svg import drawing, label, line, rect, text_width

GAUGE = Text(zh="与已发表结果比较", en="Comparison with published results")


@dataclass(frozen=True, slots=True)
class Range:
    """A published range in kg CO2e per unit of the study."""

    comparison: Comparison
    low: float
    high: float


def in_study_unit(footprint: Footprint, comparison: Comparison) -> Range | None:
    """The comparison in the unit of the study, or None where its unit is of another kind; see `in_unit`."""
    return in_unit(footprint.model.unit, comparison)


def in_unit(unit: Unitage, comparison: Comparison) -> Range | None:
    """The comparison per `unit`, or None where its unit is of another kind.

    Understands `kg CO2e/t`, `kgCO₂e/t`, `t CO2e/t`, `kg/kWh`, and `kg CO2e` for one unit of the study.
    """
    match = re.fullmatch(
        r"\s*(kg|g|t)\s*(?:CO(?:2|₂)(?:e|-?eq)?\.?)?\s*(?:/\s*(.+?))?\s*", comparison.unit, re.IGNORECASE
    )
    if match is None:
        return None
    scale = factor(match[1].casefold(), "kg")
    if match[2]:
        try:
            if not convertible(unit.unit, match[2]):
                return None
            scale *= unit.amount * factor(unit.unit, match[2])
        except CodedError:
            return None
    high = comparison.low if comparison.high is None else comparison.high
    return Range(comparison, comparison.low * scale, high * scale)


def ticks(low: float, high: float, count: int) -> tuple[list[float], float]:
    """About `count` round numbers (1, 2 or 5 times a power of ten) that span low … high, and their step."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / count))
    step = min((f * power for f in (1, 2, 5, 10)), key=lambda s: abs(span / s - count))
    first, last = math.floor(low / step), math.ceil(high / step)
    return [i * step for i in range(first, last + 1)], step


def gauge(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure | None:
    """Published ranges on a ruler with the result across them. None where nothing comparable is published."""
    found = [(c, in_study_unit(footprint, c)) for c in footprint.model.comparisons]
    ranges = [placed for _, placed in found if placed is not None]
    if not ranges:
        return None
    interval, unit = interval_of(footprint), unit_of(footprint, language)
    marks, height = _draw(footprint, ranges, width, language)
    summary = _sentence(footprint, ranges, language)
    cells: list[tuple[Cell, ...]] = [
        (either(language, "本结果", "This result"), footprint.total, footprint.total, "")
    ]
    for comparison, placed in found:
        name = comparison.name.to(language)
        if placed is None:
            published = f"{_printed(comparison.low, comparison.high)} {comparison.unit}"
            cells.append((name, published, published, comparison.citation))
        else:
            cells.append((name, placed.low, placed.high, comparison.citation))
    table = Table(
        (
            Column(either(language, "结果", "Result")),
            Column(either(language, "低", "Low"), "number", unit),
            Column(either(language, "高", "High"), "number", unit),
            Column(either(language, "出处", "Source")),
        ),
        tuple(cells),
        interval,
    )
    others = len(found) - len(ranges)
    reason = footprint.model.comparison_reason
    caption = sentences(
        either(language, f"另有 {others} 项的单位与本结果不同，只列在表中。",
               f"{others} more in units of another kind stand in the table only.") if others else "",
        reason.to(language) if reason else "",
        language=language,
    )  # fmt: skip
    svg = drawing(marks, width, height, title=GAUGE.to(language), summary=summary)
    return Figure("gauge", language, GAUGE, svg, table, summary, caption)


def _printed(low: float, high: float | None) -> str:
    return figure(low) if high is None or high == low else f"{figure(low)}–{figure(high)}"


def _sentence(footprint: Footprint, ranges: list[Range], language: Language) -> str:
    low, high = min(r.low for r in ranges), max(r.high for r in ranges)
    unit = unit_of(footprint, language)
    if footprint.total < low:
        where = either(language, "低于", "below")
    elif footprint.total > high:
        where = either(language, "高于", "above")
    else:
        where = either(language, "在", "within")
    total, span = total_text(footprint), _printed(low, high)
    within = "之内" if where == "在" else ""
    return either(
        language,
        f"结果 {total} {unit}，{where}已发表的 {span} {within}".rstrip() + "。",
        f"The result, {total} {unit}, is {where} the published {span}.",
    )


def _draw(footprint: Footprint, ranges: list[Range], width: float, language: Language) -> tuple[str, float]:
    rows = [Row(r.comparison.name.to(language), numbers=(_printed(r.low, r.high),)) for r in ranges]
    unit, total = unit_of(footprint, language), footprint.total
    place = layout(width, rows, (unit,), "")
    left, right = place.left + 14, place.right - 14
    low, high = min([total, *(r.low for r in ranges)]), max([total, *(r.high for r in ranges)])
    # Zero is shown where it is not far.
    steps, step = ticks(0.0 if 0 < low < 0.5 * high else low, high, max(3, int((right - left) / 90)))
    ruler = Ruler(steps[0], steps[-1], left, right)
    bars, y = "", 44.0
    words = label(0, 13, either(language, "已发表", "Published"), role="t2")
    words += label(width, 13, unit, role="t2", anchor="end")
    for row, published in zip(rows, ranges, strict=True):
        bars += _bar(row, published, ruler, y + (25 if place.narrow else 9))
        baseline = y + (17 if place.narrow else 20)
        room = place.labels if not place.narrow else width - text_width(row.numbers[0]) - 14
        words += label(0, baseline, row.label, width=room)
        words += label(width, baseline, row.numbers[0], anchor="end", role="t2")
        y += 44 if place.narrow else 32
    value = f"{either(language, '本结果', 'This result')} {total_text(footprint)}"
    half, at = text_width(value) * 0.53, ruler.at(total)
    words += label(min(max(at, half), width - half), 32, value, role="strong", anchor="middle")
    # On narrow drawings the numbers stand above the bars, where the mark would run through them: it spans bars only.
    spans = [(y - 44 * k + 21, 23) for k in range(len(rows), 0, -1)] if place.narrow else [(38.0, y + 4 - 38)]
    mark = "".join(rect(at - 1.5, top, 3, height, "f-ink", f"{value} {unit}") for top, height in spans)
    # Words last: where the mark crosses a label, the label's halo keeps it legible.
    return bars + ruler_marks(ruler, steps, step, y + 4) + mark + words, y + 30


@dataclass(frozen=True, slots=True)
class Ruler:
    """kg CO2e → place on a ruler that need not begin at zero."""

    first: float
    last: float
    left: float
    right: float

    def at(self, value: float) -> float:
        return self.left + (value - self.first) / (self.last - self.first) * (self.right - self.left)


def _bar(row: Row, published: Range, ruler: Ruler, top: float) -> str:
    start, end = ruler.at(published.low), ruler.at(published.high)
    if end - start < 4:  # a single value is a mark, not a bar
        start, end = (start + end) / 2 - 2, (start + end) / 2 + 2
    title = f"{row.label}: {row.numbers[0]}. {published.comparison.citation}"
    return rect(start, top, end - start, 13, "f-grey", title)


def ruler_marks(ruler: Ruler, steps: list[float], step: float, y: float) -> str:
    """The line of a ruler at `y` with its ticks, and numbers at `steps`."""
    drawn = line(ruler.left, y, ruler.right, y, "baseline")
    for index, value in enumerate(steps):
        x = ruler.at(value)
        drawn += line(x, y, x, y + 8, "axis")
        drawn += label(x, y + 22, _tick(value, step), role="t2", anchor="middle")
        if index + 1 < len(steps):
            drawn += "".join(
                line(m, y, m, y + 4, "axis") for m in (ruler.at(value + step * k / 5) for k in range(1, 5))
            )
    return drawn


def _tick(value: float, step: float) -> str:
    places = max(0, -math.floor(math.log10(step)))
    return f"{value:,.{places}f}".replace("-", "−") if abs(value) > step * 1e-9 else "0"
