"""One model under several standards: a bar each, stacked by stage."""

from __future__ import annotations

from tanzuji.documents.errors import Language
from tanzuji.documents.lines import STAGES
from tanzuji.documents.models import ProductModel
from tanzuji.documents.profiles import Bridge, ProfileComparison, ProfileResult
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import amount, either, sentences, signed
from tanzuji.figures.bars import Bars, Row, draw_rows, keys
from tanzuji.figures.bridge import MARK, Move, bridge, interval_of_totals, marked
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import Part, role_of
from tanzuji.figures.svg import drawing

PROFILE_BARS = Text(zh="各标准的结果", en="Results by standard")
PROFILE_BRIDGE = Text(zh="差别逐步说明", en="The difference step by step")


def profile_bars(
    comparison: ProfileComparison,
    model: ProductModel,
    unit: str,
    language: Language = "zh",
    *,
    width: float = 720,
) -> Figure:
    """The study as it stands and under each profile; what is only estimated is a part of its own."""
    interval = interval_of_totals(*(result.total for result in comparison.results))
    stages = sorted(model.stages(), key=lambda stage: STAGES.index(stage.canonical))
    estimated = either(language, "估计的舍弃项", "Estimated exclusions")
    own = comparison.results[0].total
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = []
    notes: dict[str, str] = {}
    for at, result in enumerate(comparison.results):
        parts = [
            Part(
                value,
                role_of(stage.id, stage.canonical) if value > 0 else "f-credit",
                stage.name.to(language),
            )
            for stage in stages
            if (value := result.stages.get(stage.id, 0.0))
        ]
        if result.estimated:
            parts.append(Part(result.estimated, "f-wash", estimated))
        difference = result.total - own
        both = len({part.value > 0 for part in parts}) > 1
        name, note = result.name.to(language), too_low(result, language)
        notes[name] = note
        total = amount(result.total, interval) + (MARK if note else "")
        numbers = total, signed(difference, interval) if at else ""
        rows.append(Row(name, tuple(parts), numbers, net=result.total if both else None))
        cells.append(
            (name, result.total, difference if at else None, result.estimated or None,
             *(result.stages.get(stage.id) for stage in stages))
        )  # fmt: skip
    heads = unit, either(language, "与本研究之差", "Difference")
    head = either(language, "标准", "Standard")
    marks, height = draw_rows(rows, width, heads, head, unit)
    seen = {part.name: part.role for row in rows for part in row.parts}
    legend, height = keys([(role, name, "") for name, role in seen.items()], width, height + 8)
    totals = [result.total for result in comparison.results]
    low, high = amount(min(totals), interval), amount(max(totals), interval)
    summary = either(
        language,
        f"各标准下为 {low} {unit}。" if low == high else f"各标准下为 {low} 至 {high} {unit}。",
        f"{low} {unit} under every standard." if low == high else f"From {low} to {high} {unit}.",
    )
    caption = sentences(
        either(language, "按阶段堆叠。", "Stacked by stage."),
        either(language, "斜线为低于零的阶段，竖线为合计。", "Hatched: stages below zero; the upright mark is the total.")
        if any(row.net is not None for row in rows)
        else "",
        either(language, "估计的舍弃项在合计里，不属于任何阶段。", "Estimated exclusions are in the total and in no stage.")
        if any(result.estimated for result in comparison.results)
        else "",
        marked(notes, language),
        language=language,
    )  # fmt: skip
    columns = (
        Column(head),
        Column(either(language, "碳足迹", "Footprint"), "amount", unit),
        Column(heads[1], "amount", unit),
        Column(estimated, "amount", unit),
        *(Column(stage.name.to(language), "amount", unit) for stage in stages),
    )
    if any(notes.values()):
        columns = (*columns, Column(either(language, "须知", "Note")))
        cells = [(*row, note) for row, note in zip(cells, notes.values(), strict=True)]
    svg = drawing(marks + legend, width, height, title=PROFILE_BARS.to(language), summary=summary)
    table = Table(columns, tuple(cells), interval)
    return Figure(
        "profile-bars", language, PROFILE_BARS, svg, table, summary, caption, Bars(head, heads, tuple(rows))
    )


def too_low(result: ProfileResult, language: Language) -> str:
    """That a result counts a credit without its burden, in a sentence; nothing where it does not."""
    return result.too_low.text.to(language) if result.too_low else ""


def profile_bridge(
    found: Bridge,
    names: tuple[str, str],
    unit: str,
    language: Language = "zh",
    *,
    width: float = 720,
    notes: tuple[str, str] = ("", ""),
) -> Figure:
    """The steps from one profile to another, `names` and `notes` those of the two results; steps without effect are
    left to the table."""
    moves = [
        Move(
            step.name.to(language),
            step.effect,
            f"{step.before_text.to(language)} → {step.after_text.to(language)}",
        )
        for step in found.steps
        if step.effect
    ]
    start, end = (names[0], found.total_before), (names[1], found.total_after)
    return bridge(
        start, moves, end, unit, language, width=width, title=PROFILE_BRIDGE, id="profile-bridge", notes=notes
    )
