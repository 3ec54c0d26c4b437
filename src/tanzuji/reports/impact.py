"""5 impact assessment: total, stages, the lines kept apart, gases, and where emissions come from."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.footprints import Contribution
from tanzuji.documents.gases import gas
from tanzuji.documents.lines import LINES
from tanzuji.figures.amounts import interval_of, rounding_note
from tanzuji.figures.parts import absent_reason
from tanzuji.reports import wording
from tanzuji.reports.blocks import Column, Fact, Row, Section, Source, Table
from tanzuji.reports.opening import result
from tanzuji.reports.study import Study

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

LISTED = 12
"""Contributions that a stage or a line unfolds to; the rest is told as a number of further ones."""


def impact(study: Study) -> Section:
    """5 Life-cycle impact assessment."""
    say = study.say
    return Section(
        "impact",
        say("影响评价", "Impact assessment"),
        sections=(
            Section("total", say("结果", "Result"), (result(study),), clause="6.5, 7.2"),
            Section("stages", say("各生命周期阶段", "By life-cycle stage"), (_stages(study), *study.drawing("stage-bars")), clause="7.2"),
            Section("lines", say("分列报告", "Results reported apart"), (_lines(study), *study.drawing("line-bars")), clause="6.4.9, 7.2"),
            Section("gases", say("温室气体", "Greenhouse gases"), (_gases(study), *study.drawing("gas-bars")), clause="6.5"),
            Section(
                "flows",
                say("排放从哪里来", "Where emissions come from"),
                (*study.drawing("sankey"), *study.drawing("treemap"), *study.drawing("contribution-tree")),
                clause="6.5",
            ),
        ),
    )  # fmt: skip


def _unfolded(study: Study, items: Sequence[Contribution], value: float | None = None) -> tuple[Source, ...]:
    """The contributions behind a sum, largest first."""
    say = study.say
    ranked = sorted(items, key=lambda c: (-abs(c.total), c.path))
    facts = [
        Fact(
            f"{c.name.to(study.language)}{say('（', ' (')}{c.process_name.to(study.language)}{say('）', ')')}",
            f"{wording.printed(c.total)} {study.unit}",
        )
        for c in ranked[:LISTED]
    ]
    if len(ranked) > LISTED:
        rest = sum(c.total for c in ranked[LISTED:])
        facts.append(
            Fact(
                say(f"其余 {len(ranked) - LISTED} 项", f"{len(ranked) - LISTED} more"),
                f"{wording.printed(rest)} {study.unit}",
            )
        )
    if value is not None:
        facts.append(Fact(say("未修约", "Unrounded"), f"{value:.10g}".replace("-", "\u2212")))
    return (Source(say("由这些组成", "Made up of"), tuple(facts)),) if facts else ()


def _stages(study: Study) -> Table:
    """Each stage with its share; by reporting line too where more than one line is not zero."""
    f, say = study.footprint, study.say
    lines = [line for line in LINES if any(c.lines.get(line) for c in f.contributions)]
    lines = lines if len(lines) > 1 else []
    rows = []
    for stage in f.stages:
        absent = absent_reason(f, stage, study.language)
        name = stage.name.to(study.language)
        items = [c for c in f.contributions if c.stage == stage.stage]
        if absent:
            rows.append(Row((name, *("–" for _ in lines), absent, "–")))
            continue
        rows.append(
            Row(
                (
                    name,
                    *(study.kg(stage.lines.get(line)) for line in lines),
                    study.kg(stage.total),
                    study.share(stage.share),
                ),
                sources=_unfolded(study, items, stage.total),
            )
        )
    sums = (study.kg(f.lines.get(line)) for line in lines)
    rows.append(
        Row((say("合计", "Total"), *sums, wording.printed(f.total), study.share_of_total(f.total)), "total")
    )
    return Table(
        say("各阶段的碳足迹", "Footprint by life-cycle stage"),
        (
            Column(say("阶段", "Stage"), weight=1.4 if lines else 2.2),
            *(Column(study.line(line), "number") for line in lines),
            Column(study.unit, "number"),
            Column(say("占比", "Share"), "number", 0.8),
        ),
        tuple(rows),
        note=_rounding(study, [s.total for s in f.stages]),
    )


def _rounding(study: Study, parts: list[float]) -> str:
    return rounding_note(parts, study.footprint.total, interval_of(study.footprint), study.language)


def _lines(study: Study) -> Table:
    f, say = study.footprint, study.say
    inside, outside = say("是", "yes"), say("否", "no")
    rows = [
        Row(
            (study.line(line), study.kg(f.lines.get(line)), study.share_of_total(f.lines.get(line)), inside),
            sources=_unfolded(study, _on(f.contributions, line), f.lines.get(line)),
        )
        for line in LINES
    ]
    net = f.lines.biogenic + f.lines.removal
    rows.insert(
        3,
        Row(
            (say("净生物源（排放加清除）", "Net biogenic (emissions and removals)"), study.kg(net), study.share_of_total(net), inside),
            "sub",
        ),
    )  # fmt: skip
    rows.append(
        Row((say("合计", "Total"), wording.printed(f.total), study.share_of_total(f.total), inside), "total")
    )
    content = study.model.biogenic_carbon_content
    carbon = f"{wording.plain(study.value(content), 4)} kg C" if content is not None else None
    rows += [
        Row((say("产品含生物源碳", "Biogenic carbon in the product"), carbon, "–", outside)),
        Row((say("间接土地利用变化", "Indirect land-use change"), study.not_calculated, "–", outside)),
        Row((say("延迟排放的影响", "Effect of delayed emissions"), study.not_calculated, "–", outside)),
        Row((say("按电网平均计算的结果", "Result with the grid average"), _grid(study), "–", outside)),
    ]  # fmt: skip
    return Table(
        say("分列的排放与清除", "Emissions and removals reported apart"),
        (
            Column(say("项", "Line"), weight=2.2),
            Column(study.unit, "number"),
            Column(say("占比", "Share"), "number", 0.8),
            Column(say("在总量内", "In the total"), weight=0.8),
        ),
        tuple(rows),
        note=say(
            "化石排放为净值：已减去避免的化石排放（若有）。",
            "Fossil emissions are net: avoided fossil emissions, where there are any, are taken off.",
        ),
    )


def _on(items: Sequence[Contribution], line: str) -> list[Contribution]:
    return [c for c in items if getattr(c.lines, line) != 0]


def _grid(study: Study) -> str:
    value = study.footprint.grid_average_total
    if value is None:
        return study.say("不适用：未用凭证", "not applicable: no instrument used")
    return wording.printed(value)


def gas_name(study: Study, id: str) -> str:
    """`二氧化碳 CO₂`; factors that do not tell their gases have a name of their own."""
    if id == "CO2e":
        return study.say("未分气体（因子只给总量）", "Not split by gas (factors give totals only)")
    known = gas(id)
    formula = known.formula if len(known.formula) <= 8 else known.id
    return f"{study.say(known.name_zh or known.name, known.name)} {formula.translate(_LOWERED)}"


def _gases(study: Study) -> Table:
    f, say = study.footprint, study.say
    largest = max((g.kg for g in f.gases if g.kg is not None), default=0.0)
    mass, per_kg = ("g", 1000.0) if 0 < largest < 0.1 else ("kg", 1.0)
    rows = [
        Row(
            (
                gas_name(study, g.gas),
                study.line(g.line),
                wording.printed(g.kg * per_kg) if g.kg is not None else "–",
                wording.plain(gas(g.gas).gwp[f.method.gwp_set])
                if g.gas != "CO2e" and f.method.gwp_set in gas(g.gas).gwp
                else "–",
                wording.printed(g.kg_co2e),
                study.share_of_total(g.kg_co2e),
            )
        )
        for g in f.gases
    ]
    rows.append(
        Row(
            (say("合计", "Total"), "", "", "", wording.printed(f.total), study.share_of_total(f.total)),
            "total",
        )
    )
    return Table(
        say("各种温室气体", "Footprint by greenhouse gas"),
        (
            Column(say("气体", "Gas"), weight=2.4),
            Column(say("报告项", "Line"), weight=1.2),
            Column(say(f"质量（{mass}）", f"Mass ({mass})"), "number"),
            Column(f"GWP100, {f.method.gwp_set}", "number", 0.9),
            Column(study.unit, "number"),
            Column(say("占比", "Share"), "number", 0.8),
        ),
        tuple(rows),
    )
