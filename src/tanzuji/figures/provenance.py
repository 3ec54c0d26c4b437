"""Where a value comes from: sources at the left, the inputs read there, the value at the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import either, percent, sentences
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.svg import SMALL, drawing, element, label, rect, text_width, tooltip

PROVENANCE = Text(zh="来源图", en="Provenance graph")

_ROW = 46.0
_TOP = 30.0
_BAR = 96.0
"""Length of the bar of an input that is the whole result."""
_DOT = 12.0
_GAP = 60.0
"""Room for the lines between two columns."""


@dataclass(frozen=True, slots=True)
class TrailSource:
    """A meter, document, dataset or estimate that inputs were read from; `there` says whether it could be followed."""

    id: str
    kind: Text
    name: Text
    there: bool = True


@dataclass(frozen=True, slots=True)
class TrailInput:
    """An input with its share of the result (magnitudes), where it was read, and what it explains further."""

    id: str
    name: Text
    quantity: str
    share: float
    sources: tuple[str, ...] = ()
    feeds: str = ""
    traced: bool = True


def provenance_graph(
    value: Text,
    inputs: Sequence[TrailInput],
    sources: Sequence[TrailSource],
    *,
    coverage: float,
    language: Language = "zh",
    width: float = 1080,
) -> Figure | None:
    """Lines from each source to the inputs read there and from those to the value; dashed where one leads nowhere.

    `coverage` is the traced share of the result. None without an input.
    """
    if not inputs:
        return None
    depth = _depths(inputs)
    columns = max(depth.values()) + 1
    width = max(width, 260.0 * (columns + 1) + 160)
    step = (width - 160) / (columns + 1)
    places = _places(inputs, sources, depth, columns, step)
    height = _TOP + max(place[1] for place in places.values()) + _ROW
    known = {each.id: each for each in sources}
    end = (width - 150, (_TOP + height - 10) / 2)
    marks = _heads(columns, step, width, language)
    ends = _ends(inputs, sources, step, language)
    for each in inputs:
        x, y = places[f"i:{each.id}"]
        parent = places.get(f"i:{each.feeds}") if each.feeds else None
        to = (parent[0] - 6, parent[1] + _DOT / 2) if parent else (end[0] - 6, end[1])
        marks += _line(
            (x + ends[f"i:{each.id}"], y + _DOT + 4),
            to,
            "axis" if each.traced else "pace",
            each.name.to(language),
        )
        for source in each.sources:
            if f"s:{source}" in places:
                sx, sy = places[f"s:{source}"]
                role = "axis" if known[source].there else "pace"
                title = f"{known[source].name.to(language)} → {each.name.to(language)}"
                marks += _line((sx + ends[f"s:{source}"], sy + _DOT / 2), (x - 6, y + _DOT / 2), role, title)
    marks += "".join(_source(each, *places[f"s:{each.id}"], step, language) for each in sources)
    marks += "".join(_input(each, *places[f"i:{each.id}"], step, language) for each in inputs)
    marks += rect(end[0], end[1] - 14, 6, 28, "f-ink", value.to(language))
    marks += label(end[0] + 14, end[1] - 2, value.to(language), width=132, role="strong")
    marks += label(end[0] + 14, end[1] + 14, _covered(coverage, language), width=132, role="t2")
    summary = _summary(inputs, sources, coverage, language)
    caption = either(
        language,
        "每一项的横条是它占结果的份额；虚线和斜线方块：没有追溯到来源。",
        "The bar of an input is its share of the result. Dashed and hatched: not traced to a source.",
    )
    svg = drawing(marks, width, height, title=PROVENANCE.to(language), summary=summary, wide=True)
    return Figure("provenance", language, PROVENANCE, svg, _table(inputs, known, language), summary, caption)


def _depths(inputs: Sequence[TrailInput]) -> dict[str, int]:
    """How many inputs stand between each and the value; a loop stops at itself."""
    by_id = {each.id: each for each in inputs}
    found = {}
    for each in inputs:
        seen, at = {each.id}, each
        while at.feeds in by_id and at.feeds not in seen:
            seen.add(at.feeds)
            at = by_id[at.feeds]
        found[each.id] = len(seen) - 1
    return found


def _places(
    inputs: Sequence[TrailInput],
    sources: Sequence[TrailSource],
    depth: Mapping[str, int],
    columns: int,
    step: float,
) -> dict[str, tuple[float, float]]:
    """Corners of all nodes: what explains others at their left, each column in the order of the trail."""
    found: dict[str, tuple[float, float]] = {}
    rows = dict.fromkeys(range(columns), 0)
    for each in inputs:
        level = depth[each.id]
        found[f"i:{each.id}"] = ((columns - level) * step, _TOP + rows[level] * _ROW)
        rows[level] += 1
    for row, source in enumerate(sources):
        found[f"s:{source.id}"] = (0.0, _TOP + row * _ROW)
    tallest = max(*rows.values(), len(sources))
    counts = {**{(columns - level) * step: count for level, count in rows.items()}, 0.0: len(sources)}
    return {
        key: (x, y + (tallest - counts[x]) * _ROW / 2) for key, (x, y) in found.items()
    }  # columns stand in the middle of the tallest


def _ends(
    inputs: Sequence[TrailInput], sources: Sequence[TrailSource], step: float, language: Language
) -> dict[str, float]:
    """Where the words of each node end, from its corner: lines begin behind them."""
    found = {f"s:{each.id}": _DOT + 14 + text_width(each.name.to(language)) for each in sources}
    for each in inputs:
        words = max(text_width(each.name.to(language)), text_width(_quantity(each), SMALL))
        found[f"i:{each.id}"] = max(words, min(1.0, abs(each.share)) * _BAR) + 8
    return {key: min(end, step - _GAP) for key, end in found.items()}


def _quantity(of: TrailInput) -> str:
    return f"{of.quantity} · {percent(of.share)}"


def _heads(columns: int, step: float, width: float, language: Language) -> str:
    drawn = label(0, 13, either(language, "来源", "Source"), role="t2")
    drawn += label(step, 13, either(language, "输入", "Input"), role="t2")
    return drawn + label(width - 150, 13, either(language, "数值", "Value"), role="t2")


def _line(start: tuple[float, float], end: tuple[float, float], role: str, title: str) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = max((x2 - x1) / 2, 24.0)
    path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return element("path", tooltip(title), class_=role, d=path, fill="none")


def _source(of: TrailSource, x: float, y: float, step: float, language: Language) -> str:
    name = of.name.to(language)
    room = step - _GAP - _DOT - 12
    drawn = rect(x, y, _DOT, _DOT, "f-grey" if of.there else "f-credit", name)
    drawn += label(x + _DOT + 6, y + 10, name, width=room)
    said = of.kind.to(language) + ("" if of.there else either(language, "，找不到", ", not found"))
    return drawn + label(x + _DOT + 6, y + 26, said, width=room, role="t2")


def _input(of: TrailInput, x: float, y: float, step: float, language: Language) -> str:
    name, room = of.name.to(language), step - _GAP
    length = max(2.0, min(1.0, abs(of.share)) * min(_BAR, room))
    drawn = rect(x, y, length, 5, "f-accent" if of.traced else "f-credit", name)
    drawn += label(x, y + 20, name, width=room)
    return drawn + label(x, y + 35, _quantity(of), width=room, role="t2")


def _covered(coverage: float, language: Language) -> str:
    return either(language, f"可追溯 {percent(coverage)}", f"{percent(coverage)} traced")


def _summary(
    inputs: Sequence[TrailInput], sources: Sequence[TrailSource], coverage: float, language: Language
) -> str:
    lost = sum(not each.there for each in sources)
    return sentences(
        either(
            language,
            f"{len(inputs)} 个输入、{len(sources)} 个来源，可追溯结果的 {percent(coverage)}。",
            f"{len(inputs)} inputs from {len(sources)} sources; {percent(coverage)} of the result is traced.",
        ),
        either(language, f"{lost} 个来源找不到。", f"{lost} of the sources cannot be found.") if lost else "",
        language=language,
    )


def _table(inputs: Sequence[TrailInput], known: Mapping[str, TrailSource], language: Language) -> Table:
    columns = (
        Column(either(language, "输入", "Input")),
        Column(either(language, "数量", "Amount")),
        Column(either(language, "占结果", "Of the result"), "percent"),
        Column(either(language, "来源", "Source")),
        Column(either(language, "可追溯", "Traced")),
    )
    joined = either(language, "；", "; ")
    rows: list[tuple[Cell, ...]] = [
        (
            each.name.to(language),
            each.quantity,
            each.share,
            joined.join(
                f"{known[s].kind.to(language)} {known[s].name.to(language)}"
                for s in each.sources
                if s in known
            ),
            either(language, "是", "yes") if each.traced else either(language, "否", "no"),
        )
        for each in inputs
    ]
    return Table(columns, tuple(rows), Decimal(1))
