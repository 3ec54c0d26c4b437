"""The treemap: every emission as an area, contributions within processes within stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import (
    above,
    amount,
    below,
    either,
    interval_of,
    percent,
    sentences,
    total_text,
    unit_of,
)
from tanzuji.figures.bars import keys
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import in_stage_order, stage_role
from tanzuji.figures.svg import SMALL, TEXT, drawing, fit, label, rect
from tanzuji.figures.tree import grouped

TREEMAP = Text(zh="排放构成图", en="Treemap of emissions")
_SMALL = 0.004
"""Cells below this share of all emissions are gathered: they could be neither read nor hit."""
_BELOW = 6


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the map: its amount, its place, and the places of its process and stage."""

    stage: str
    process: str
    name: str
    value: float
    role: str
    place: Rectangle
    process_place: Rectangle
    stage_place: Rectangle


def squarified(values: Sequence[float], place: Rectangle) -> list[Rectangle]:
    """Rectangles with areas proportional to `values` (positive, falling) that fill `place`, nearly square.

    Rows are filled along the shorter side as long as the worst aspect ratio falls.
    Bruls, Huizing & van Wijk (2000), Squarified Treemaps.
    """
    found: list[Rectangle] = []
    rest, left = list(values), place
    while rest:
        if left.area <= 0:
            found += [Rectangle(left.x, left.y, 0.0, 0.0)] * len(rest)
            break
        unit = left.area / sum(rest)
        side = min(left.width, left.height)
        count = 1
        while count < len(rest) and _worst(rest[: count + 1], unit, side) <= _worst(rest[:count], unit, side):
            count += 1
        row, rest = rest[:count], rest[count:]
        depth = sum(row) * unit / side if rest else max(left.width, left.height)
        offset = 0.0
        for value in row:
            length = side * value / sum(row)
            if left.width >= left.height:
                found.append(Rectangle(left.x, left.y + offset, depth, length))
            else:
                found.append(Rectangle(left.x + offset, left.y, length, depth))
            offset += length
        if left.width >= left.height:
            left = Rectangle(left.x + depth, left.y, max(left.width - depth, 0.0), left.height)
        else:
            left = Rectangle(left.x, left.y + depth, left.width, max(left.height - depth, 0.0))
    return found


def _worst(row: Sequence[float], unit: float, side: float) -> float:
    """The worst aspect ratio of a row of areas along `side`."""
    total = sum(row) * unit
    return max(max(side**2 * v * unit / total**2, total**2 / (side**2 * v * unit)) for v in row)


def cells_of(footprint: Footprint, language: Language, place: Rectangle) -> list[Area]:
    """The areas of all emissions; what is below zero has none."""
    emitting = [c for c in footprint.contributions if above(c)]
    least = _SMALL * _sum(emitting)
    stages = [(s, [c for c in emitting if c.stage == s.stage]) for s in in_stage_order(footprint)]
    stages = sorted([item for item in stages if item[1]], key=lambda item: -_sum(item[1]))
    cells: list[Area] = []
    for (stage, own), stage_place in zip(
        stages, squarified([_sum(own) for _, own in stages], place), strict=True
    ):
        branches = _processes(own, least, language)
        places = squarified([_sum(of) for _, of in branches], stage_place)
        for (process, of), process_place in zip(branches, places, strict=True):
            leaves = _leaves(process, of, least, language)
            for (name, value), leaf_place in zip(
                leaves, squarified([value for _, value in leaves], process_place), strict=True
            ):
                cells.append(
                    Area(stage.name.to(language), process, name, value, stage_role(stage),
                          leaf_place, process_place, stage_place)
                )  # fmt: skip
    return cells


def _sum(contributions: Sequence[Contribution]) -> float:
    """Their emissions, kg CO2e."""
    return sum(above(c) for c in contributions)


def _processes(
    own: Sequence[Contribution], least: float, language: Language
) -> list[tuple[str, list[Contribution]]]:
    branches, rest, count = [], list[Contribution](), 0
    for _, of in sorted(grouped(own), key=lambda item: -_sum(item[1])):
        if _sum(of) >= least:
            branches.append((of[0].process_name.to(language), of))
        else:
            rest, count = rest + of, count + 1
    if rest:
        several = either(language, f"其他 {count} 个过程", f"{count} other processes")
        branches.append((several if count > 1 else rest[0].process_name.to(language), rest))
    return sorted(branches, key=lambda branch: -_sum(branch[1]))


def _leaves(
    process: str, of: Sequence[Contribution], least: float, language: Language
) -> list[tuple[str, float]]:
    if _sum(of) < least:
        return [(process, _sum(of))]
    leaves = [(c.name.to(language), above(c)) for c in of if above(c) >= least]
    rest = [c for c in of if above(c) < least]
    if len(rest) == 1:
        leaves.append((rest[0].name.to(language), above(rest[0])))
    elif rest:
        leaves.append((either(language, f"其他 {len(rest)} 项", f"{len(rest)} others"), _sum(rest)))
    return sorted(leaves, key=lambda leaf: -leaf[1])


def treemap(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure | None:
    """Areas of emissions; what is below zero is listed under the map. None with fewer than two."""
    if sum(above(c) > 0 for c in footprint.contributions) < 2:
        return None
    interval, unit = interval_of(footprint), unit_of(footprint, language)
    height = 400.0 if width < 480 else min(max(0.5 * width, 300.0), 480.0)
    cells = cells_of(footprint, language, Rectangle(0, 0, width, height))
    whole = sum(cell.value for cell in cells)
    marks = "".join(_area(cell, amount(cell.value, interval), unit) for cell in cells)
    words = "".join(_words(cell, amount(cell.value, interval)) for cell in cells)
    stages = {cell.stage: cell.role for cell in cells}
    sums = {stage: sum(cell.value for cell in cells if cell.stage == stage) for stage in stages}
    items = [(role, stage, amount(sums[stage], interval)) for stage, role in stages.items()]
    subtracted = sorted((c for c in footprint.contributions if below(c)), key=below)
    items += [
        ("f-removal" if c.lines.removal < 0 else "f-credit", c.name.to(language), amount(below(c), interval))
        for c in subtracted[:_BELOW]
    ]
    if len(subtracted) > _BELOW:
        more = either(language, f"其他 {len(subtracted) - _BELOW} 项", f"{len(subtracted) - _BELOW} others")
        items.append(("f-credit", more, amount(sum(below(c) for c in subtracted[_BELOW:]), interval)))
    legend, bottom = keys(items, width, height + 10)
    summary = _sentence(cells, whole, footprint, language)
    caption = sentences(
        either(language, "面积与排放成比例。", "Areas are proportional to emissions."),
        either(language, "零以下的各项没有面积，以斜线列在图下。",
               "What is below zero has no area and is listed hatched below the map.") if subtracted else "",
        language=language,
    )  # fmt: skip
    svg = drawing(marks + words + legend, width, bottom, title=TREEMAP.to(language), summary=summary)
    table = Table(_columns(unit, language), _rows(cells, subtracted, whole, footprint, language), interval)
    return Figure("treemap", language, TREEMAP, svg, table, summary, caption)


def _columns(unit: str, language: Language) -> tuple[Column, ...]:
    names = either(language, "阶段 过程 投入", "Stage Process Input").split()
    return (
        *(Column(name) for name in names),
        Column(either(language, "碳足迹", "Footprint"), "amount", unit),
        Column(either(language, "占排放", "Share of emissions"), "percent"),
    )


def _rows(
    cells: Sequence[Area],
    subtracted: Sequence[Contribution],
    whole: float,
    footprint: Footprint,
    language: Language,
) -> tuple[tuple[Cell, ...], ...]:
    stages = {stage.stage: stage.name.to(language) for stage in footprint.stages}
    rows: list[tuple[Cell, ...]] = [(c.stage, c.process, c.name, c.value, c.value / whole) for c in cells]
    rows.append((either(language, "排放合计", "All emissions"), "", "", whole, 1.0))
    rows += [
        (stages.get(c.stage, c.stage), c.process_name.to(language), c.name.to(language), below(c), None)
        for c in subtracted
    ]
    return (*rows, (either(language, "合计", "Total"), "", "", footprint.total, None))


def _sentence(cells: Sequence[Area], whole: float, footprint: Footprint, language: Language) -> str:
    first, interval, unit = (
        max(cells, key=lambda cell: cell.value),
        interval_of(footprint),
        unit_of(footprint, language),
    )
    value, share = amount(first.value, interval), percent(first.value / whole)
    total = total_text(footprint)
    return either(
        language,
        f"最大的一项是{first.name}（{first.process}）：{value} {unit}，占排放的 {share}。合计 {total}。",
        f"The largest is {first.name} ({first.process}): {value} {unit}, {share} of all emissions. "
        f"The total is {total}.",
    )


def _drawn(cell: Area) -> Rectangle:
    """The cell without the gaps: 1.5 between inputs, 2.5 between processes, 5 between stages."""
    place = cell.place
    sides = []
    for axis in ("x", "y"):
        low, size = (place.x, place.width) if axis == "x" else (place.y, place.height)
        gaps = []
        for end in (low, low + size):
            gap = 0.75
            for outer, wide in ((cell.process_place, 1.25), (cell.stage_place, 2.5)):
                start = outer.x if axis == "x" else outer.y
                span = outer.width if axis == "x" else outer.height
                if min(abs(end - start), abs(end - start - span)) < 1e-6:
                    gap = wide
            gaps.append(gap)
        rest = size - sum(gaps)
        sides.append((low + gaps[0], rest) if rest > 0.5 else (low + size / 2 - 0.25, 0.5))
    (x, width), (y, height) = sides
    return Rectangle(x, y, width, height)


def _area(cell: Area, value: str, unit: str) -> str:
    place = _drawn(cell)
    title = f"{cell.stage}, {cell.process}, {cell.name}: {value} {unit}"
    return rect(place.x, place.y, place.width, place.height, f"flow {cell.role}", title)


def _words(cell: Area, value: str) -> str:
    """Name, process and amount as far as they fit; nothing rather than a stump."""
    place = _drawn(cell)
    room = place.width - 14
    if place.height < 22 or not _legible(cell.name, room):
        return ""
    x, y = place.x + 7, place.y + 18
    drawn = label(x, y, cell.name, width=room)
    lines = [value] if place.height >= 40 else []
    if place.height >= 58 and cell.process != cell.name and _legible(cell.process, room):
        lines.insert(0, cell.process)
    for line in lines:
        y += TEXT + 3
        if fit(line, room, SMALL) == line or line != value:  # a number is never cut
            drawn += label(x, y, line, role="t2", width=room)
    return drawn


def _legible(text: str, room: float) -> bool:
    """Whether `room` holds the text, or enough of it to be told from others."""
    return room >= 52 or (room > 10 and fit(text, room) == text)
