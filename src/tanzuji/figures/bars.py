"""Rows of horizontal bars on one axis: label, bar, numbers; on narrow drawings labels stand above bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tanzuji.figures.parts import Part
from tanzuji.figures.svg import SMALL, TEXT, element, label, line, number, rect, text_width, tooltip

NARROW = 480.0
"""Below this width labels stand above their bars."""
GAP = 14.0
_INDENT = 14.0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a bar figure. `numbers` are printed at the right, one a column."""

    label: str
    parts: tuple[Part, ...] = ()
    numbers: tuple[str, ...] = ()
    level: int = 0
    total: bool = False
    net: float | None = None

    @property
    def above(self) -> float:
        return sum(part.value for part in self.parts if part.value > 0)

    @property
    def below(self) -> float:
        return sum(part.value for part in self.parts if part.value < 0)


@dataclass(frozen=True, slots=True)
class Bars:
    """The rows of a bar figure with their heads (`head` over the labels) and one axis for all of them."""

    head: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def low(self) -> float:
        """The left end of the axis, in the unit of the parts; never above zero."""
        return min([row.below for row in self.rows], default=0.0)

    @property
    def high(self) -> float:
        """The right end of the axis, in the unit of the parts; never below zero."""
        return max([row.above for row in self.rows], default=0.0)

    def drawn(self, row: Row) -> str:
        """The bar of one row for a table cell, as `cell_bar` draws it."""
        return cell_bar(row.parts, self.low, self.high, net=row.net, thin=row.level > 0)


def cell_bar(
    parts: Sequence[Part], low: float, high: float, *, net: float | None = None, thin: bool = False
) -> str:
    """A bar for a table cell on an axis from `low` to `high`: places in per cent, so that it fills any width.

    A zero line is drawn where anything on the axis is below zero. Empty where there is nothing to draw.
    """
    axis = Axis(low, high, 0.0, 100.0)
    top, thickness = (5.0, 8.0) if thin else (2.0, 14.0)
    drawn, right, left = "", 0.0, 0.0
    for part in parts:
        if part.value >= 0:
            x, right = axis.at(right), right + part.value
        else:
            left += part.value
            x = axis.at(left)
        # A bar that is there is seen: never thinner than a hairline.
        drawn += element(
            "rect",
            tooltip(part.name),
            class_=part.role,
            x=_percent(x),
            y=top,
            width=_percent(max(axis.length(part.value), 0.25)),
            height=thickness,
        )
    if drawn and axis.low < 0:
        zero = _percent(axis.at(0.0))
        drawn += element("line", class_="axis", x1=zero, x2=zero, y1=-4.0, y2=22.0)
    if drawn and net is not None:
        at = _percent(axis.at(net))
        drawn += element("line", class_="net", x1=at, x2=at, y1=top - 4, y2=top + thickness + 4)
    return element("svg", drawn, class_="bar", aria_hidden="true") if drawn else ""


def _percent(value: float) -> str:
    return f"{number(value)}%"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand: `labels` is the room for labels, `ends` the right edge of each number column."""

    width: float
    labels: float
    left: float
    right: float
    ends: tuple[float, ...]
    narrow: bool

    def heights(self, row: Row) -> tuple[float, float, float]:
        """Row height, top of the bar and its thickness."""
        if row.total:
            return 32.0, 9.0, 14.0
        if self.narrow:
            if not row.parts:
                return 30.0 if row.level == 0 else 24.0, 0.0, 0.0
            return (48.0, 25.0, 13.0) if row.level == 0 else (37.0, 22.0, 8.0)
        return (34.0, 10.0, 14.0) if row.level == 0 else (26.0, 8.0, 9.0)


def layout(width: float, rows: Sequence[Row], heads: Sequence[str], label_head: str = "") -> Layout:
    """Columns for `rows`: numbers take what they need, labels at most two fifths, bars the rest."""
    columns = [
        max(
            [text_width(head, SMALL)]
            + [text_width(row.numbers[i]) * 1.06 for row in rows if i < len(row.numbers)]
        )
        for i, head in enumerate(heads)
    ]
    ends: list[float] = []
    edge = width
    for column in reversed(columns):
        ends.insert(0, edge)
        edge -= column + GAP
    if width < NARROW:
        return Layout(width, max(edge, 80.0), 0.0, width, tuple(ends), narrow=True)
    wanted = max(
        [text_width(label_head, SMALL)] + [text_width(row.label) * 1.06 + row.level * _INDENT for row in rows]
    )
    labels = min(wanted + 2, 0.4 * width)
    return Layout(width, labels, labels + GAP, max(edge, labels + GAP + 60), tuple(ends), narrow=False)


class Axis:
    """kg CO2e → place between `left` and `right`, with zero always inside."""

    def __init__(self, low: float, high: float, left: float, right: float) -> None:
        self.low, self.high = min(low, 0.0), max(high, 0.0)
        span = self.high - self.low
        self._left, self._step = left, (right - left) / span if span else 0.0

    def at(self, value: float) -> float:
        return self._left + (value - self.low) * self._step

    def length(self, value: float) -> float:
        return abs(value) * self._step


def axis_for(rows: Sequence[Row], place: Layout) -> Axis:
    """One axis for all rows."""
    return Axis(
        min([row.below for row in rows], default=0.0),
        max([row.above for row in rows], default=0.0),
        place.left,
        place.right,
    )


def stacked(parts: Sequence[Part], axis: Axis, top: float, thickness: float, titles: Sequence[str]) -> str:
    """Parts above zero to the right of it, parts below to the left."""
    drawn, right, left = "", 0.0, 0.0
    for part, title in zip(parts, titles, strict=True):
        if part.value >= 0:
            x, right = axis.at(right), right + part.value
        else:
            left += part.value
            x = axis.at(left)
        # A bar that is there is seen: never thinner than a hairline.
        drawn += rect(x, top, max(axis.length(part.value), 0.75), thickness, part.role, title)
    return drawn


def heads_line(place: Layout, heads: Sequence[str], label_head: str) -> str:
    """The heads of the columns and the rule under them."""
    room = place.labels if not place.narrow else max(place.ends[0] - text_width(heads[0], SMALL) - GAP, 40)
    drawn = label(0, 13, label_head, role="t2", width=room)
    for head, end in zip(heads, place.ends, strict=True):
        drawn += label(end, 13, head, role="t2", anchor="end")
    return drawn + line(0, 22, place.width, 22, "baseline")


def draw_rows(
    rows: Sequence[Row], width: float, heads: Sequence[str], label_head: str, unit: str
) -> tuple[str, float]:
    """The marks of a bar figure and its height."""
    place = layout(width, rows, heads, label_head)
    axis = axis_for(rows, place)
    drawn, y = heads_line(place, heads, label_head), 23.0
    marks, zero = "", axis.at(0.0)
    for index, row in enumerate(rows):
        height, top, thickness = place.heights(row)
        if row.total:
            drawn += line(0, y, width, y, "baseline")
        elif index and row.level == 0:
            drawn += line(0, y, width, y, "grid")
        drawn += _words(row, place, y, height)
        if row.parts:
            titles = [
                row.label if part.name == row.label else f"{row.label}: {part.name}" for part in row.parts
            ]
            marks += stacked(row.parts, axis, y + top, thickness, titles)
            marks += line(zero, y + top - 3, zero, y + top + thickness + 3, "axis")
            if row.net is not None:
                x = axis.at(row.net)
                marks += rect(x - 1, y + top - 4, 2, thickness + 8, "f-ink", f"{row.numbers[0]} {unit}")
        y += height
    return drawn + marks, y + 2


def _words(row: Row, place: Layout, y: float, height: float) -> str:
    baseline = y + (17 if place.narrow and row.parts else height / 2 + 4.5)
    indent = row.level * _INDENT
    heavy = "strong" if row.total else ""
    minor = "t2" if row.level else heavy
    room = place.labels - indent
    if place.narrow and row.numbers:
        # Only the numbers of this row are in the way.
        first = next((i for i, text in enumerate(row.numbers) if text), None)
        if first is not None:
            room = place.ends[first] - text_width(row.numbers[first], TEXT) * 1.06 - GAP - indent
    drawn = label(indent, baseline, row.label, width=room, role=minor)
    for i, (text, end) in enumerate(zip(row.numbers, place.ends, strict=False)):
        strength = minor if row.level or i else heavy or "strong"
        drawn += label(end, baseline, text, role=strength if i == 0 or row.total else "t2", anchor="end")
    return drawn


def keys(items: Sequence[tuple[str, str, str]], width: float, top: float) -> tuple[str, float]:
    """A legend of (role, name, value) that flows into as many lines as it needs; marks and bottom edge."""
    drawn, x, y = "", 0.0, top + 12
    for role, name, value in items:
        tail = text_width(value, SMALL) * 1.06 + 8 if value else 0.0
        need = 18 + text_width(name) + tail
        if x and x + need > width:
            x, y = 0.0, y + 22
        room = min(text_width(name), max(width - x - 18 - tail, 40.0))
        drawn += rect(x + 0.5, y - 10, 11, 11, role) + label(x + 18, y, name, width=room + 0.01)
        drawn += label(x + 18 + room + 8, y, value, role="t2") if value else ""
        x += need + 22
    return drawn, y + 6
