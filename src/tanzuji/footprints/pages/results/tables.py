"""Tables of a footprint that no figure holds: processes, every contribution with its factor, gaps."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.lines import LINES
from tanzuji.figures.amounts import either, has_shares, interval_of, unit_of
from tanzuji.figures.figure import Cell, Column, Table
from tanzuji.figures.parts import line_name
from tanzuji.reports import wording


def outside_processes(footprint: Footprint) -> float:
    """kg CO2e of what no process of the model holds (material loops): the total less the direct footprints."""
    rest = footprint.total - fsum(p.total for p in footprint.processes)
    size = max(abs(footprint.total), footprint.gross_emissions, -footprint.gross_credits)
    return rest if abs(rest) > 1e-9 * size else 0.0


def processes(footprint: Footprint, language: Language) -> Table:
    """Every process: how often it runs, its direct and its cumulative footprint; the direct ones add up."""
    unit, shares = unit_of(footprint, language), has_shares(footprint)
    stages = {stage.stage: stage.name.to(language) for stage in footprint.stages}
    total = footprint.total

    def share(value: float) -> Cell:
        return value / total if shares else None

    rows: list[tuple[Cell, ...]] = [
        (p.name.to(language), stages.get(p.stage, p.stage), p.runs, p.total, share(p.total), p.cumulative)
        for p in footprint.processes
    ]
    rest = outside_processes(footprint)
    if rest:
        name = either(language, "材料循环（不属于任何过程）", "Material loops (outside the processes)")
        rows.append((name, "", None, rest, share(rest), None))
    rows.append((either(language, "合计", "Total"), "", None, total, share(total), None))
    return Table(
        (
            Column(either(language, "过程", "Process")),
            Column(either(language, "阶段", "Stage")),
            Column(either(language, "运行次数", "Runs"), "number"),
            Column(either(language, "直接", "Direct"), "amount", unit),
            Column(either(language, "占比", "Share"), "percent"),
            Column(either(language, "累计", "Cumulative"), "amount", unit),
        ),
        tuple(rows),
        interval_of(footprint),
    )


def contributions(footprint: Footprint, language: Language) -> Table:
    """Every contribution with its amount, lines and factors, in the order of the model; they add up to the total."""
    unit = unit_of(footprint, language)
    stages = {stage.stage: stage.name.to(language) for stage in footprint.stages}
    rows = [_contribution(c, stages.get(c.stage, c.stage), language) for c in footprint.contributions]
    names = (
        ("阶段", "Stage"), ("过程", "Process"), ("项", "Item"), ("模型中的位置", "Place in the model"),
    )  # fmt: skip
    return Table(
        (
            *(Column(either(language, *name)) for name in names),
            Column(either(language, "用量", "Amount"), "number"),
            Column(either(language, "单位", "Unit")),
            *(Column(line_name(line, language), "amount", unit) for line in LINES),
            Column(either(language, "合计", "Total"), "amount", unit),
            Column(either(language, "数据类别", "Kind of data")),
            Column(either(language, "因子", "Factors")),
            Column(either(language, "因子数值", "Values of the factors")),
            Column(either(language, "因子出处", "Sources of the factors")),
        ),
        tuple(rows),
        interval_of(footprint),
    )


def _contribution(c: Contribution, stage: str, language: Language) -> tuple[Cell, ...]:
    return (
        stage,
        c.process_name.to(language),
        c.name.to(language),
        c.path,
        c.amount,
        c.unit,
        *(c.lines.get(line) for line in LINES),
        c.total,
        either(language, *wording.DATA_KINDS[c.data_kind]),
        "; ".join(f"{f.release}:{f.dataset}@{f.version}" for f in c.factors),
        "; ".join(f"{f.value:.10g} kg CO2e/{f.unit}" for f in c.factors),
        "; ".join(f.source for f in c.factors),
    )


def gaps(footprint: Footprint, language: Language) -> Table:
    """What the model holds and the result does not, with the reason."""
    names = {p.process: p.name.to(language) for p in footprint.processes}
    rows: list[tuple[Cell, ...]] = [
        (
            names.get(gap.process, gap.process),
            gap.name.to(language),
            gap.amount,
            gap.unit,
            either(language, *wording.GAP_REASONS[gap.reason]),
            gap.note.to(language) if gap.note else "",
            gap.path,
        )
        for gap in footprint.gaps
    ]
    heads = (
        ("过程", "Process"), ("项", "Item"), ("用量", "Amount"), ("单位", "Unit"), ("原因", "Reason"),
        ("备注", "Note"), ("模型中的位置", "Place in the model"),
    )  # fmt: skip
    columns = [Column(either(language, *head), "number" if head[1] == "Amount" else "text") for head in heads]
    return Table(tuple(columns), tuple(rows), interval_of(footprint))


TABLES: dict[str, Callable[[Footprint, Language], Table]] = {
    "processes": processes,
    "contributions": contributions,
    "gaps": gaps,
}
"""Tables by the name under which they are downloaded."""
