"""The life cycle in bars: every stage on one axis, and the whole life cycle in one strip."""

from __future__ import annotations

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint, StageResult
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import (
    amount,
    below,
    either,
    has_shares,
    interval_of,
    percent,
    rounding_note,
    sentences,
    total_text,
    unit_of,
)
from tanzuji.figures.bars import Axis, Bars, Row, draw_rows, keys, stacked
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import (
    Part,
    absent_reason,
    amounts_parts,
    in_stage_order,
    line_parts,
    stage_role,
    whole_parts,
)
from tanzuji.figures.svg import drawing, line

STAGE_BARS = Text(zh="生命周期阶段", en="Life-cycle stages")
STRIP = Text(zh="生命周期构成", en="Make-up of the life cycle")


def parts_of(footprint: Footprint, stage: StageResult, language: Language) -> list[Part]:
    """A stage by line and sign; by lines alone where no contribution is listed."""
    own = [c for c in footprint.contributions if c.stage == stage.stage]
    return line_parts(own, language) if own else amounts_parts(stage.lines, language)


def total_sentence(footprint: Footprint, language: Language) -> str:
    """`合计 84.89 kgCO₂e/kWh`, what is subtracted in it, and the stage that gives most."""
    unit, interval = unit_of(footprint, language), interval_of(footprint)
    total = f"{total_text(footprint)} {unit}"
    said = either(language, f"合计 {total}", f"The total is {total}")
    subtracted = sum(below(c) for c in footprint.contributions)
    if subtracted:
        up, down = amount(footprint.total - subtracted, interval), amount(subtracted, interval)
        said += either(language, f"，即排放 {up} 与清除和避免的排放 {down}",
                       f": emissions of {up}, removals and avoided emissions of {down}")  # fmt: skip
    said += either(language, "。", ".")
    most = max(footprint.stages, key=lambda stage: stage.total, default=None)
    if most is None or most.total <= 0 or sum(stage.total != 0 for stage in footprint.stages) < 2:
        return said
    name, value = most.name.to(language), _with_share(most.total, footprint, language)
    more = either(language, f"{name}最多，为 {value}。", f"The largest stage is {name} with {value}.")
    return sentences(said, more, language=language)


def _with_share(value: float, footprint: Footprint, language: Language) -> str:
    """`59.76（70.4 %）`; without the share where shares mean nothing."""
    shown = amount(value, interval_of(footprint))
    if not has_shares(footprint):
        return shown
    share = percent(value / footprint.total)
    return either(language, f"{shown}（{share}）", f"{shown} ({share})")


def _stage_rows(footprint: Footprint, language: Language) -> tuple[list[Row], list[tuple[Cell, ...]]]:
    interval, shares = interval_of(footprint), has_shares(footprint)
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = []
    for stage in in_stage_order(footprint):
        name, reason = stage.name.to(language), absent_reason(footprint, stage, language)
        if reason:
            rows.append(Row(name, numbers=(reason,)))
            cells.append((name, reason, None) if shares else (name, reason))
            continue
        parts = parts_of(footprint, stage, language)
        whole = whole_parts(parts, stage_role(stage), name)
        both = any(p.value > 0 for p in parts) and any(p.value < 0 for p in parts)
        rows.append(
            Row(
                name,
                tuple(whole),
                _numbers(footprint, stage.total, shares),
                net=stage.total if both else None,
            )
        )
        cells.append(_cells(name, stage.total, footprint, shares))
        if len(parts) > 1:
            for part in parts:
                of = either(language, f"其中 {part.name}", f"of which {part.name[0].lower()}{part.name[1:]}")
                rows.append(Row(of, (part,), (amount(part.value, interval),), level=1))
                cells.append(_cells(of, part.value, footprint, shares))
    all_of_it = either(language, "合计", "Total")
    numbers = (total_text(footprint), percent(1.0))[: 2 if shares else 1]
    rows.append(Row(all_of_it, numbers=numbers, total=True))
    cells.append(_cells(all_of_it, footprint.total, footprint, shares))
    return rows, cells


def _numbers(footprint: Footprint, value: float, shares: bool) -> tuple[str, ...]:
    shown = amount(value, interval_of(footprint))
    return (shown, percent(value / footprint.total)) if shares else (shown,)


def _cells(name: str, value: float, footprint: Footprint, shares: bool) -> tuple[Cell, ...]:
    return (name, value, value / footprint.total) if shares else (name, value)


def columns(first: str, footprint: Footprint, language: Language, *, shares: bool) -> tuple[Column, ...]:
    """Name, amount in the unit of the study and, where it means something, the share of the total."""
    found = (
        Column(first),
        Column(either(language, "碳足迹", "Footprint"), "amount", unit_of(footprint, language)),
    )
    return (*found, Column(either(language, "占比", "Share"), "percent")) if shares else found


def stage_bars(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure:
    """Every stage on one axis; split by reporting line, removals and avoided emissions."""
    unit, interval, shares = unit_of(footprint, language), interval_of(footprint), has_shares(footprint)
    rows, cells = _stage_rows(footprint, language)
    head = either(language, "阶段", "Stage")
    heads = (unit, either(language, "占比", "Share"))[: 2 if shares else 1]
    marks, height = draw_rows(rows, width, heads, head, unit)
    summary = total_sentence(footprint, language)
    hatched = any(part.value < 0 for row in rows for part in row.parts)
    caption = sentences(
        rounding_note([s.total for s in footprint.stages], footprint.total, interval, language),
        either(language, "斜线为清除或避免的排放，与排放分开列示，不是碳抵消。",
               "Hatched: removals or avoided emissions, shown apart from emissions; they are not offsets.")
        if hatched else "",
        either(language, "竖线为净值。", "The upright mark is the net value.")
        if any(row.net is not None for row in rows) else "",
        language=language,
    )  # fmt: skip
    svg = drawing(marks, width, height, title=STAGE_BARS.to(language), summary=summary)
    table = Table(columns(head, footprint, language, shares=shares), tuple(cells), interval)
    bars = Bars(head, heads, tuple(rows))
    return Figure("stage-bars", language, STAGE_BARS, svg, table, summary, caption, bars)


def _strip_parts(footprint: Footprint, language: Language) -> list[Part]:
    parts: list[Part] = []
    for stage in in_stage_order(footprint):
        name = stage.name.to(language)
        for part in whole_parts(parts_of(footprint, stage, language), stage_role(stage), name):
            lower = part.name[:1].lower() + part.name[1:]
            of = either(language, f"{name}：{part.name}", f"{name}: {lower}")
            parts.append(part if part.value > 0 else Part(part.value, part.role, of))
    return parts


def lifecycle_strip(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure | None:
    """One stacked bar: stages side by side, what is below zero hatched at the left. None where nothing is."""
    parts = _strip_parts(footprint, language)
    if not parts:
        return None
    interval, shares = interval_of(footprint), has_shares(footprint)
    axis = Axis(sum(min(p.value, 0) for p in parts), sum(max(p.value, 0) for p in parts), 0.5, width - 0.5)
    marks = stacked(parts, axis, 4, 28, [f"{p.name}: {amount(p.value, interval)}" for p in parts])
    if axis.low < 0:
        marks += line(axis.at(0), 0, axis.at(0), 36, "baseline")
    legend, height = keys(
        [(p.role, p.name, _with_share(p.value, footprint, language)) for p in parts], width, 42
    )
    summary = total_sentence(footprint, language)
    caption = rounding_note([p.value for p in parts], footprint.total, interval, language)
    svg = drawing(marks + legend, width, height, title=STRIP.to(language), summary=summary)
    cells = [_cells(part.name, part.value, footprint, shares) for part in parts]
    cells.append(_cells(either(language, "合计", "Total"), footprint.total, footprint, shares))
    head = either(language, "阶段", "Stage")
    table = Table(columns(head, footprint, language, shares=shares), tuple(cells), interval)
    return Figure("lifecycle-strip", language, STRIP, svg, table, summary, caption)
