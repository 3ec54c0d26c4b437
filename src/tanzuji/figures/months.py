"""A value a month as bars, with the mean of the year as a line; months without a value are marked, not drawn as zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanzuji.documents.errors import Language
from tanzuji.documents.rounding import figure as rounded
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import either
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.svg import drawing, element, label, line, rect

_HEIGHT, _TOP, _FOOT, _LEFT = 168.0, 18.0, 22.0, 4.0


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its value; `flagged` where it stands out from the others."""

    name: str
    value: float | None
    flagged: bool = False


def months(
    id_: str,
    title: Text,
    found: Sequence[Month],
    unit: str,
    language: Language = "zh",
    *,
    mean: float | None = None,
    width: float = 720,
) -> Figure:
    """Bars of the months over a common zero; `mean` is drawn as a line. The table holds the same numbers."""
    known = [month.value for month in found if month.value is not None]
    summary = _summary(found, unit, language, mean)
    rows: list[tuple[Cell, ...]] = [
        (
            month.name,
            month.value if month.value is not None else either(language, "未知", "unknown"),
            either(language, "偏离", "stands out") if month.flagged else "",
        )
        for month in found
    ]
    columns = (
        Column(either(language, "月份", "Month")),
        Column(either(language, "数值", "Value"), "number", unit),
        Column(either(language, "提示", "Note")),
    )
    return Figure(
        id=id_,
        language=language,
        title=title,
        svg=drawing(
            _marks(found, max([*known, mean or 0.0], default=0.0), mean, width, language),
            width, _HEIGHT, title=title.to(language), summary=summary,
        ),
        table=Table(columns, tuple(rows), Decimal(1)),
        summary=summary,
        caption=either(
            language,
            "每柱一个月，横线为全期平均；没有读数的月份写“未知”。",
            "A bar a month, the line is the mean of the period; months without readings say “unknown”.",
        ),
    )  # fmt: skip


def _summary(found: Sequence[Month], unit: str, language: Language, mean: float | None) -> str:
    known = [month for month in found if month.value is not None]
    if not known:
        return either(language, "没有可画的月份", "no month can be drawn")
    low = min(known, key=lambda month: month.value or 0.0)
    high = max(known, key=lambda month: month.value or 0.0)
    flagged = [month.name for month in found if month.flagged]
    said = either(
        language,
        f"最低 {rounded(low.value or 0.0)}（{low.name}），最高 {rounded(high.value or 0.0)}（{high.name}）{unit}",
        f"lowest {rounded(low.value or 0.0)} ({low.name}), highest {rounded(high.value or 0.0)} ({high.name}) {unit}",
    )
    if mean is not None:
        said += either(language, f"，平均 {rounded(mean)}", f", mean {rounded(mean)}")
    if flagged:
        names = either(language, "、", ", ").join(flagged)
        said += either(language, f"；{names} 偏离", f"; {names} stands out")
    return said


def _marks(found: Sequence[Month], top: float, mean: float | None, width: float, language: Language) -> str:
    base = _HEIGHT - _FOOT
    room = (width - 2 * _LEFT) / max(len(found), 1)
    scale = (base - _TOP) / top if top > 0 else 0.0
    marks = []
    narrow = room < 44
    for at, month in enumerate(found):
        x, wide = _LEFT + at * room + room * 0.16, room * 0.68
        middle = x + wide / 2
        name = month.name if not narrow else month.name.split("-")[-1]
        marks.append(label(middle, _HEIGHT - 6, name, width=room, role="t2", anchor="middle"))
        if month.value is None:
            marks.append(
                label(middle, base - 6, either(language, "未知", "?"), width=room, role="t2", anchor="middle")
            )
            continue
        tall = max(month.value * scale, 0.0)
        role = "f-manufacturing" if month.flagged else "f-ink-2"
        marks.append(rect(x, base - tall, wide, tall, role, f"{month.name}: {rounded(month.value)}"))
        shown = rounded(month.value, 3) + ("!" if month.flagged else "")
        if not narrow or month.flagged:
            marks.append(
                label(middle, base - tall - 4, shown, width=room + 6, role="t2" + (" strong" if month.flagged else ""), anchor="middle")
            )  # fmt: skip
    marks.append(line(_LEFT, base, width - _LEFT, base, "baseline"))
    if mean is not None and scale:
        y = base - mean * scale
        marks.append(
            element("line", class_="axis", x1=_LEFT, y1=y, x2=width - _LEFT, y2=y, stroke_dasharray="4 3")
        )
    return "".join(marks)
