"""The bridge: from one total to another, every step standing where the one before it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import round_to_digits
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import amount, either, sentences, signed
from tanzuji.figures.bars import Axis, Row, heads_line, keys, layout
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import Part
from tanzuji.figures.svg import drawing, label, line, rect, text_width

BRIDGE = Text(zh="差别从何而来", en="Where the difference comes from")
RISES, FALLS, WHOLE = "f-accent", "f-grey", "f-ink"
MARK = "*"
"""At a number of which something should be known."""


@dataclass(frozen=True, slots=True)
class Move:
    """A step: what it is called, from what to what, and what it adds, kg CO2e per unit."""

    name: str
    effect: float
    detail: str = ""


def interval_of_totals(*totals: float) -> Decimal:
    """The place of the fourth significant digit of the larger total: parts are rounded to it as well."""
    scale = max(map(abs, totals), default=0.0)
    return Decimal("0.01") if scale == 0 else Decimal(1).scaleb(round_to_digits(scale, 4).adjusted() - 3)


def bridge(
    start: tuple[str, float],
    moves: Sequence[Move],
    end: tuple[str, float],
    unit: str,
    language: Language = "zh",
    *,
    width: float = 720,
    title: Text = BRIDGE,
    id: str = "bridge",
    notes: tuple[str, str] = ("", ""),
) -> Figure:
    """A row for either total and one for each step; the zero line is always inside.

    `notes` say what should be known of a total: it carries a mark, and the note stands in caption and table.
    """
    interval = interval_of_totals(start[1], end[1])
    rows, spans, reached = [_whole(*start, interval, notes[0])], [(0.0, start[1])], start[1]
    for move in moves:
        role = RISES if move.effect > 0 else FALLS
        rows.append(Row(move.name, (Part(move.effect, role, move.detail or move.name),),
                        (amount(reached + move.effect, interval), signed(move.effect, interval))))  # fmt: skip
        spans.append((reached, reached + move.effect))
        reached += move.effect
    rows.append(_whole(*end, interval, notes[1]))
    spans.append((0.0, end[1]))
    heads = unit, either(language, "变化", "Change")
    head = either(language, "步骤", "Step")
    marks, height = _draw(rows, spans, heads, head, width)
    roles = (
        (RISES, either(language, "升高", "Rise"), ""),
        (FALLS, either(language, "降低", "Fall"), ""),
    )
    if any(move.effect for move in moves):
        legend, height = keys(roles, width, height + 8)
        marks += legend
    summary = _summary(start, moves, end, unit, interval, language)
    table = Table(
        (
            Column(head),
            Column(either(language, "改动", "From and to")),
            Column(either(language, "变化", "Change"), "amount", unit),
            Column(either(language, "此后", "After it"), "amount", unit),
            *([Column(either(language, "须知", "Note"))] if any(notes) else []),
        ),
        _cells(start, moves, end, notes),
        interval,
    )
    caption = sentences(
        either(
            language,
            "每一步只改一种选择，其余不变，整个模型重新计算；各步之和就是两个结果之差。",
            "Each step changes one choice and computes the whole model again; the steps sum to the difference.",
        ),
        marked({start[0]: notes[0], end[0]: notes[1]}, language),
        language=language,
    )
    svg = drawing(marks, width, height, title=title.to(language), summary=summary)
    return Figure(id, language, title, svg, table, summary, caption)


def marked(notes: Mapping[str, str], language: Language) -> str:
    """What the mark at a number means: `* EU PEF: …`, each note once with the names that it holds for."""
    names: dict[str, list[str]] = {}
    for name, note in notes.items():
        if note:
            names.setdefault(note, []).append(name)
    between, after = either(language, "、", ", "), either(language, "：", ": ")
    told = [f"{MARK} {between.join(whose)}{after}{note}" for note, whose in names.items()]
    return sentences(*told, language=language)


def _whole(name: str, value: float, interval: Decimal, note: str) -> Row:
    number = amount(value, interval) + (MARK if note else "")
    return Row(name, (Part(value, WHOLE, name),), (number, ""), total=True)


def _cells(
    start: tuple[str, float], moves: Sequence[Move], end: tuple[str, float], notes: tuple[str, str]
) -> tuple[tuple[Cell, ...], ...]:
    cells: list[tuple[Cell, ...]] = [(start[0], "", None, start[1])]
    reached = start[1]
    for move in moves:
        reached += move.effect
        cells.append((move.name, move.detail, move.effect, reached))
    cells.append((end[0], "", end[1] - start[1], end[1]))
    if not any(notes):
        return tuple(cells)
    last = (notes[0], *("" for _ in moves), notes[1])
    return tuple((*row, note) for row, note in zip(cells, last, strict=True))


def _summary(
    start: tuple[str, float],
    moves: Sequence[Move],
    end: tuple[str, float],
    unit: str,
    interval: Decimal,
    language: Language,
) -> str:
    before, after = amount(start[1], interval), amount(end[1], interval)
    said = either(
        language,
        f"{start[0]}为 {before}，{end[0]}为 {after} {unit}。",
        f"{start[0]}: {before}; {end[0]}: {after} {unit}.",
    )
    largest = max(moves, key=lambda move: abs(move.effect), default=None)
    if largest is None or not largest.effect:
        return sentences(
            said,
            either(language, "各项选择没有带来差别。", "The choices make no difference."),
            language=language,
        )
    by = signed(largest.effect, interval)
    more = either(
        language, f"影响最大的是{largest.name}（{by}）。", f"The largest step is {largest.name} ({by})."
    )
    return sentences(said, more, language=language)


def _draw(
    rows: Sequence[Row],
    spans: Sequence[tuple[float, float]],
    heads: Sequence[str],
    head: str,
    width: float,
) -> tuple[str, float]:
    place = layout(width, rows, heads, head if width >= 480 else "")
    ends = [value for span in spans for value in span]
    axis = Axis(min(ends), max(ends), place.left, place.right)
    drawn, y, joint = heads_line(place, heads, head), 23.0, 0.0
    for at, (row, (low, high)) in enumerate(zip(rows, spans, strict=True)):
        height, top, thickness = (48.0, 25.0, 14.0) if place.narrow else (34.0, 9.0, 16.0)
        if at:
            drawn += line(0, y, width, y, "baseline" if row.total else "grid")
        baseline = y + (17 if place.narrow else height / 2 + 4.5)
        heavy = "strong" if row.total else ""
        first = place.ends[0] - text_width(row.numbers[0]) * 1.06 - 14
        drawn += label(0, baseline, row.label, width=first if place.narrow else place.labels, role=heavy)
        for text, end in zip(row.numbers, place.ends, strict=True):
            drawn += label(end, baseline, text, anchor="end", role=heavy)
        x, wide = axis.at(min(low, high)), max(axis.length(high - low), 0.75)
        drawn += rect(x, y + top, wide, thickness, row.parts[0].role, f"{row.label}: {row.parts[0].name}")
        drawn += line(axis.at(0), y + top - 3, axis.at(0), y + top + thickness + 3, "axis")
        if at:  # a line down from where the row above ended
            here = axis.at(high if row.total else low)
            drawn += line(here, joint, here, y + top, "axis")
        joint = y + top + thickness
        y += height
    return drawn, y + 2
