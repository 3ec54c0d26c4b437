"""Best, reference and limit value on a ruler with the grades between them, and footprints marked across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import figure, round_to_digits
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import either, sentences
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.gauge import Ruler, ruler_marks, ticks
from tanzuji.figures.svg import SMALL, drawing, label, line, rect, text_width

BANDS = Text(zh="限定值、基准值和标杆值", en="Limit, reference and best value")


@dataclass(frozen=True, slots=True)
class Bound:
    """A value that parts two grades, kg CO2e per unit; those without a name part them only."""

    value: float
    name: Text | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A footprint on the ruler, with its interval where that is known."""

    name: Text
    value: float
    low: float | None = None
    high: float | None = None


def bands(
    bounds: Sequence[Bound],
    grades: Sequence[Text],
    unit: str,
    language: Language = "zh",
    *,
    marked: Marked | None = None,
    width: float = 720,
) -> Figure:
    """`bounds` rise; `grades` name the bands below, between and above them, one more than bounds."""
    digits = 3
    shown = [figure(b.value, digits) for b in bounds]
    summary = _sentence(bounds, unit, language, marked)
    cells: list[tuple[Cell, ...]] = [
        (b.name.to(language) if b.name else either(language, "等级界限", "Bound of grades"), b.value)
        for b in bounds
    ]
    if marked:
        cells.append((marked.name.to(language), marked.value))
    interval = Decimal(1).scaleb(round_to_digits(bounds[-1].value, digits + 1).adjusted() - digits)
    columns = (Column(either(language, "值", "Value")), Column("CO₂e", "number", unit))
    caption = (
        either(language, "细线是 90 % 区间。", "The thin bar is the 90 % interval.")
        if marked and marked.low is not None
        else ""
    )
    svg = _draw(bounds, grades, shown, unit, language, marked, width)
    return Figure(
        "bands",
        language,
        BANDS,
        drawing(svg, width, 150, title=BANDS.to(language), summary=summary),
        Table(columns, tuple(cells), interval),
        summary,
        caption,
    )


def _sentence(bounds: Sequence[Bound], unit: str, language: Language, marked: Marked | None) -> str:
    named = [b for b in bounds if b.name]
    joined = ("，" if language == "zh" else ", ").join(
        f"{b.name.to(language)} {figure(b.value, 3)}" for b in named if b.name
    )
    end = "。" if language == "zh" else "."
    own = f"{marked.name.to(language)} {figure(marked.value)} {unit}{end}" if marked else ""
    return sentences(f"{joined} {unit}{end}", own, language=language)


def _draw(
    bounds: Sequence[Bound],
    grades: Sequence[Text],
    shown: Sequence[str],
    unit: str,
    language: Language,
    marked: Marked | None,
    width: float,
) -> str:
    values = [b.value for b in bounds]
    ends = [marked.value] if marked else []
    pad = 0.35 * (values[-1] - values[0])
    low, high = min([values[0] - pad, *ends]), max([values[-1] + pad, *ends])
    steps, step = ticks(max(low, 0.0), high, max(3, int(width / 110)))
    ruler = Ruler(steps[0], steps[-1], 16, width - 20)
    top, height = 44.0, 24.0
    edges = [ruler.first, *values, ruler.last]
    drawn, words = "", label(width, 13, unit, role="t2", anchor="end")
    for grade, start, end in zip(grades, edges, edges[1:], strict=False):
        x, wide = ruler.at(start), ruler.at(end) - ruler.at(start)
        name = grade.to(language)
        drawn += rect(x, top, wide, height, "f-wash", name)
        if text_width(name, 12) + 6 <= wide:
            words += label(x + wide / 2, top + 16, name, role="t2", anchor="middle")
    named = [(b, text) for b, text in zip(bounds, shown, strict=True) if b.name]
    for bound in bounds:
        x = ruler.at(bound.value)
        drawn += line(
            x, top - (4 if bound.name else 0), x, top + height + (4 if bound.name else 0), "baseline"
        )
    taken = [-1.0, -1.0]
    for place, (bound, text) in enumerate(named):
        # The first name ends at its line and the last begins there; one that would touch another goes a row down.
        name = f"{bound.name.to(language) if bound.name else ''} {text}"
        wide, x = text_width(name, SMALL), ruler.at(bound.value)
        start = x - wide if place == 0 else x if place == len(named) - 1 else x - wide / 2
        start = min(max(start, 0.0), width - wide)
        row = 0 if start > taken[0] else 1
        taken[row] = start + wide + 4
        words += label(start, top + height + 18 + 16 * row, name, role="t2")
    return (
        drawn
        + ruler_marks(ruler, steps, step, 122)
        + _marked(marked, ruler, top, height, width, language)
        + words
    )


def _marked(
    marked: Marked | None, ruler: Ruler, top: float, height: float, width: float, language: Language
) -> str:
    if marked is None:
        return ""
    x = ruler.at(marked.value)
    words = f"{marked.name.to(language)} {figure(marked.value)}"
    half = text_width(words) * 0.53
    drawn = ""
    if marked.low is not None and marked.high is not None:
        start, end = (min(max(ruler.at(v), ruler.left), ruler.right) for v in (marked.low, marked.high))
        drawn += rect(start, top - 7, max(end - start, 1), 4, "f-accent", words)
    drawn += rect(x - 1.5, top - 10, 3, height + 14, "f-ink", words)
    return drawn + label(min(max(x, half), width - half), 32, words, role="strong", anchor="middle")
