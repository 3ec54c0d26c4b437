"""The tornado: how far the total moves when one amount is 10 % larger or smaller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint, Sensitivity
from tanzuji.documents.rounding import round_to_digits
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import amount, either, gross, signed
from tanzuji.figures.bars import Axis, Bars, Row, heads_line, keys, layout
from tanzuji.figures.figure import Column, Figure, Table
from tanzuji.figures.parts import Part
from tanzuji.figures.svg import drawing, label, line, rect, text_width

TORNADO = Text(zh="哪些用量最要紧", en="Which amounts matter most")
CHANGE = 0.1
"""The change of each amount: ±10 %."""


def _interval(ranked: Sequence[Sensitivity]) -> Decimal:
    """0.1 % where the largest swing is 1 % or more, else two digits of it."""
    largest = abs(ranked[0].elasticity) * CHANGE * 100
    return Decimal(1).scaleb(min(0, round_to_digits(largest, 2).adjusted()) - 1)


def names(footprint: Footprint, language: Language) -> dict[str, str]:
    """Path → name of the amount; with its process where two amounts share a name."""
    processes = {process.process: process.name.to(language) for process in footprint.processes}
    count = Counter(s.name.to(language) for s in footprint.sensitivities)
    found = {}
    for s in footprint.sensitivities:
        name, process = s.name.to(language), processes.get(s.process, s.process)
        if count[name] > 1 and process:
            name = either(language, f"{name}（{process}）", f"{name} ({process})")
        found[s.path] = name
    return found


def tornado(
    footprint: Footprint, language: Language = "zh", *, width: float = 720, top: int = 10
) -> Figure | None:
    """The `top` amounts taken from outside, by elasticity; what the model's processes hand on is left out. None where none is known or the total is near zero."""
    ranked = sorted(
        (s for s in footprint.sensitivities if s.elasticity and not s.link), key=lambda s: -abs(s.elasticity)
    )[:top]
    if not ranked or abs(footprint.total) <= 1e-6 * gross(footprint):
        return None
    called = names(footprint, language)
    # Per cent of the size of the total: where it is below zero, more uptake still moves it down.
    sign = 1 if footprint.total > 0 else -1
    swings = [(called[s.path], -_swing(s, sign), _swing(s, sign)) for s in ranked]
    interval = _interval(ranked)
    bars = _bars(swings, interval, language)
    marks, height = _draw(bars, width)
    roles = (("f-grey", either(language, "用量减少 10 %", "10 % less"), ""),
             ("f-accent", either(language, "用量增加 10 %", "10 % more"), ""))  # fmt: skip
    legend, height = keys(roles, width, height + 8)
    summary = _sentence(*swings[0], interval, language)
    svg = drawing(marks + legend, width, height, title=TORNADO.to(language), summary=summary)
    unit = either(language, "占总量 %", "% of the total")
    table = Table(
        (
            Column(either(language, "用量", "Amount")),
            Column(either(language, "减少 10 %", "10 % less"), "amount", unit),
            Column(either(language, "增加 10 %", "10 % more"), "amount", unit),
        ),
        tuple(swings),
        interval,
    )
    caption = either(
        language,
        "每次只变一个用量，其余不变；这是敏感性，不是不确定度。",
        "One amount at a time, all others held; this is sensitivity, not uncertainty.",
    )
    return Figure("tornado", language, TORNADO, svg, table, summary, caption, bars)


def _swing(sensitivity: Sensitivity, sign: int) -> float:
    """The move of the total for +10 % of the amount, in per cent of its size."""
    return sensitivity.elasticity * CHANGE * 100 * sign


def _sentence(name: str, _: float, swing: float, interval: Decimal, language: Language) -> str:
    size = f"{amount(abs(swing), interval)}\u00a0%"
    return either(
        language,
        f"{name}的影响最大：增加 10 %，总量{'升高' if swing > 0 else '降低'} {size}。",
        f"Most sensitive to {name}: 10 % more of it {'raises' if swing > 0 else 'lowers'} the total by {size}.",
    )


def _bars(swings: list[tuple[str, float, float]], interval: Decimal, language: Language) -> Bars:
    rows = []
    for name, low, high in swings:
        numbers = signed(low, interval), signed(high, interval)
        parts = Part(low, "f-grey", f"{numbers[0]} %"), Part(high, "f-accent", f"{numbers[1]} %")
        rows.append(Row(name, parts, numbers))
    head = either(language, "用量；总量的变化，%", "Amount; change of the total, %")
    return Bars(head, ("−10 %", "+10 %"), tuple(rows))


def _draw(bars: Bars, width: float) -> tuple[str, float]:
    rows, heads, head = bars.rows, bars.heads, bars.head
    place = layout(width, rows, heads, head if width >= 480 else "")
    axis = Axis(bars.low, bars.high, place.left, place.right)
    drawn, y = heads_line(place, heads, head), 23.0
    for index, row in enumerate(rows):
        height, top, thickness = (48.0, 25.0, 14.0) if place.narrow else (34.0, 9.0, 16.0)
        if index:
            drawn += line(0, y, width, y, "grid")
        baseline = y + (17 if place.narrow else height / 2 + 4.5)
        room = place.labels if not place.narrow else place.ends[0] - text_width(row.numbers[0]) - 14
        drawn += label(0, baseline, row.label, width=room)
        for text, end in zip(row.numbers, place.ends, strict=True):
            drawn += label(end, baseline, text, anchor="end")
        for part in row.parts:
            x, wide = axis.at(min(part.value, 0.0)), max(axis.length(part.value), 0.75)
            drawn += rect(x, y + top, wide, thickness, part.role, f"{row.label}: {part.name}")
        drawn += line(axis.at(0), y + top - 3, axis.at(0), y + top + thickness + 3, "baseline")
        y += height
    return drawn, y + 2
