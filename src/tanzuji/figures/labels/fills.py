"""What fills a stage of the core: its colour, or in monochrome a hatch that ink, laser and stamp can make."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tanzuji.figures.labels.marks import INK, PAPER, Mark, Outline, Point, box, strokes
from tanzuji.figures.palette import TOKENS

_COLOURS = {
    "f-raw": "stage-raw", "f-manufacturing": "stage-manufacturing", "f-distribution": "stage-distribution",
    "f-use": "stage-use", "f-eol": "stage-end-of-life", "f-recycling": "stage-recycling",
}  # fmt: skip
_LIGHT = frozenset({"f-use", "f-recycling"})
"""Fills below 3:1 on paper: they bear an ink edge."""

Area = tuple[float, float, float, float]
"""x, y, width, height, mm."""


def filled(area: Area, role: str, *, mono: bool) -> list[Mark]:
    """The marks of a stage's area."""
    if mono:
        return [box(*area, _GROUND.get(role, PAPER), edge=0.2), *_HATCH.get(role, _other)(area)]
    colour = TOKENS["light"][_COLOURS.get(role, "control")]
    return [box(*area, colour, edge=0.15 if role in _LIGHT else 0.0)]


def subtracted(area: Area) -> list[Mark]:
    """What is taken off the sum: hatched, in colour as in monochrome."""
    return [box(*area, PAPER, edge=0.15), *_slanted(area)]


def _nothing(_: Area) -> list[Mark]:
    return []


def _slanted(area: Area, step: float = 1.0, rising: bool = True) -> list[Mark]:
    return [strokes(_diagonals(area, step, rising), 0.22)]


def _diagonals(area: Area, step: float, rising: bool) -> Iterator[tuple[Point, Point]]:
    """Lines at 45° cut to the area: x + y = c where they rise, x − y = c where they fall."""
    x, y, width, height = area
    count = int((width + height) / step)
    for index in range(1, count + 1):
        offset = index * step
        start, end = max(0.0, offset - height), min(width, offset)
        if end - start < 0.05:
            continue
        if rising:
            yield (x + start, y + offset - start), (x + end, y + offset - end)
        else:
            yield (x + start, y + height - offset + start), (x + end, y + height - offset + end)


def _dotted(area: Area) -> list[Mark]:
    x, y, width, height = area
    side, step = 0.4, 1.0
    across, down = max(1, int(width / step)), max(1, int(height / step))
    left, top = x + (width - (across - 1) * step - side) / 2, y + (height - (down - 1) * step - side) / 2
    if height < side * 1.5:  # too thin for dots: a rule says that something is there
        return [strokes([((x, y + height / 2), (x + width, y + height / 2))], 0.2)]
    dots = [
        ((a, b), (a + side, b), (a + side, b + side), (a, b + side))
        for a in (left + i * step for i in range(across))
        for b in (top + j * step for j in range(down))
    ]
    return [Outline(tuple(dots), INK)]


def _level(area: Area) -> list[Mark]:
    x, y, width, height = area
    count = int(height / 0.8)
    return [strokes([((x, y + 0.8 * i), (x + width, y + 0.8 * i)) for i in range(1, count + 1)], 0.2)]


def _crossed(area: Area) -> list[Mark]:
    return [*_slanted(area, 1.2), *_slanted(area, 1.2, rising=False)]


def _other(area: Area) -> list[Mark]:
    return _slanted(area, 1.8, rising=False)


_GROUND = {"f-manufacturing": INK}
_HATCH: dict[str, Callable[[Area], list[Mark]]] = {
    "f-raw": _slanted, "f-manufacturing": _nothing, "f-distribution": _dotted,
    "f-use": _nothing, "f-eol": _crossed, "f-recycling": _level,
}  # fmt: skip
