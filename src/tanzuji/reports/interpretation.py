"""6 interpretation: what matters, sensitivity, scenarios, data quality, comparison, findings, conclusions."""

from __future__ import annotations

from tanzuji.documents.rounding import figure
from tanzuji.figures.amounts import interval_of, percent, signed
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Bullets, Column, Notice, Paragraph, Row, Section, Statement, Table
from tanzuji.reports.certainty import interval_sentence, ratings, uncertainty
from tanzuji.reports.findings import findings
from tanzuji.reports.inventory import quality
from tanzuji.reports.opening import gap_sentences, method_line, quality_sentence, significant
from tanzuji.reports.study import Study

BOUGHT, HANDED_ON = 10, 5
"""Amounts listed in the sensitivity table: from outside, and between processes; the data workbook holds all."""


def interpretation(study: Study) -> Section:
    """6 Interpretation."""
    say = study.say
    return Section(
        "interpretation",
        say("结果解释", "Interpretation"),
        sections=(
            Section("significant", say("重要的投入与过程（累计不低于 80 %）", "Significant inputs and processes (80 % or more)"), _significant(study), clause="6.6"),
            Section("sensitivity", say("敏感性与不确定性", "Sensitivity and uncertainty"), _sensitivity(study), clause="6.6, 7.3"),
            Section("scenarios", say("情景及其影响", "Scenarios and their influence"), _scenarios(study), clause="6.3.7, 7.3"),
            Section("data-quality", say("数据质量评价", "Assessment of data quality"), (*quality(study), ratings(study)), clause="6.3.5"),
            Section("consistency", say("一致性", "Consistency"), _consistency(study), clause="6.6"),
            Section("comparison", say("与已发表结果比较", "Comparison with published values"), _comparison(study), clause="6.6"),
            Section("value-choices", say("价值选择", "Value choices"), (_choices(study),), clause="7.3"),
            Section("tracking", say("绩效追踪", "Performance tracking"), (Paragraph(say("未说明：本研究没有指明可比的以往研究。", "Not stated: no earlier comparable study is named."), "note"),), clause="6.4.7"),
            Section("findings", say("规则检查", "Rule check"), findings(study), clause="8"),
            Section("conclusions", say("结论与局限", "Conclusions and limitations"), _conclusions(study), clause="6.6"),
        ),
    )  # fmt: skip


def _significant(study: Study) -> tuple[Block, ...]:
    say = study.say
    rows, reached = [], 0.0
    for c in significant(study):
        reached += abs(c.total)
        rows.append(
            Row(
                (
                    c.name.to(study.language),
                    c.process_name.to(study.language),
                    wording.printed(c.total),
                    study.share(c.share),
                    percent(reached / study.gross),
                ),
                sources=study.sources(c),
            )
        )
    if not rows:
        return (Paragraph(say("没有计入任何投入或排放。", "No input or emission is counted."), "note"),)
    return (
        Table(
            say("由大到小，累计到 80 %", "Largest first, until 80 % is reached"),
            (
                Column(say("投入或排放", "Input or emission"), weight=2.4),
                Column(say("过程", "Process"), weight=1.8),
                Column(study.unit, "number", 1.1),
                Column(say("占比", "Share"), "number", 0.8),
                Column(say("累计", "Cumulative"), "number", 0.9),
            ),
            tuple(rows),
            note=say(
                "累计按各行碳足迹的绝对值。",
                "Cumulative shares are of the sum of absolute contributions.",
            ),
        ),
    )


def _sensitivity(study: Study) -> tuple[Block, ...]:
    f, say, unsure = study.footprint, study.say, uncertainty(study)
    if not f.sensitivities:
        return (Paragraph(say("敏感性：未计算。", "Sensitivity: not calculated."), "note"), *unsure)
    rows = _sensitivity_rows(study)
    return (
        Table(
            say("用量增加 10 % 时总量的变化", "Change of the total when an amount is 10 % higher"),
            (
                Column(say("用量", "Amount"), weight=2.4),
                Column(say("过程", "Process"), weight=2),
                Column(say("总量变化", "Change"), "number"),
                Column(study.unit, "number"),
            ),
            tuple(rows),
            note=say(
                "每次只变一个用量，其余不变；只列影响最大的各项，全部见数据工作簿。",
                "One amount at a time, all others held; the largest only. The data workbook lists all.",
            ),
        ),
        *study.drawing("tornado"),
        *unsure,
    )


def _sensitivity_rows(study: Study) -> list[Row]:
    """Amounts taken from outside, then those handed on between processes, which hold the former again."""
    f, say = study.footprint, study.say
    names = {p.id: p.name.to(study.language) for p in study.model.processes}
    groups = (
        (False, BOUGHT, say("从外部取得的投入与直接排放", "Inputs from outside and direct emissions")),
        (True, HANDED_ON, say("过程之间交付的中间产品（包含上面的投入）", "Intermediate products between processes (they contain the inputs above)")),
    )  # fmt: skip
    rows = []
    for link, most, head in groups:
        items = [s for s in f.sensitivities if s.link is link and s.elasticity][:most]
        if items:
            rows.append(Row((head, "", "", ""), "group"))
        rows += [
            Row(
                (
                    s.name.to(study.language),
                    names.get(s.process, s.process),
                    percent(s.elasticity * 0.1),
                    signed(f.total * s.elasticity * 0.1, interval_of(f)),
                )
            )
            for s in items
        ]
    return rows


def _scenarios(study: Study) -> tuple[Block, ...]:
    f, say = study.footprint, study.say
    if not f.scenarios:
        return (Paragraph(say("模型没有写情景。", "The model has no scenarios."), "note"),)
    notes = {s.id: s.note for s in study.model.scenarios}
    rows = [Row((say("基准", "Base case"), "–", figure(f.total), "–", "–"))]
    rows += [
        Row(
            (
                s.name.to(study.language),
                study.word(wording.SCENARIO_KINDS, s.kind),
                wording.printed(s.total),
                signed(s.difference, interval_of(f)),
                study.text(notes.get(s.id)) or "–",
            )
        )
        for s in f.scenarios
    ]
    return (
        Table(
            say("情景", "Scenarios"),
            (
                Column(say("情景", "Scenario"), weight=2),
                Column(say("种类", "Kind"), weight=0.9),
                Column(study.unit, "number"),
                Column(say("与基准之差", "Difference"), "number"),
                Column(say("备注", "Note"), weight=2),
            ),
            tuple(rows),
        ),
        *study.drawing("scenario-bars"),
    )


def _consistency(study: Study) -> tuple[Block, ...]:
    """Factors in another GWP set, and factors of carbon dioxide alone."""
    f, say = study.footprint, study.say
    other = [x for x in study.factors if x.gwp_set != f.method.gwp_set and x.gas_basis == "co2e"]
    carbon = [x for x in study.factors if x.gas_basis == "co2"]
    blocks: list[Block] = []
    if other:
        sets = study.joined(sorted({x.gwp_set or say("未说明", "not stated") for x in other}))
        share = _share_of(study, {x.dataset for x in other})
        blocks.append(
            Notice(
                say(
                    f"{len(other)} 个因子不是按 {f.method.gwp_set} 特征化的",
                    f"Factors not characterised with {f.method.gwp_set}: {len(other)}",
                ),
                say(
                    f"这些因子只给 CO₂e 总量（GWP：{sets}），不能换算；它们占总贡献的 {share}。见附录“因子与许可”。",
                    f"They give CO₂e totals only (GWP set: {sets}) and cannot be recalculated; they carry {share} of all "
                    "contributions. See annex “Factors and licences”.",
                ),
                "warn",
            )
        )
    if carbon:
        blocks.append(
            Notice(
                say(f"{len(carbon)} 个因子只含 CO₂", f"Factors that hold CO₂ alone: {len(carbon)}"),
                study.joined([x.name.to(study.language) for x in carbon]),
                "warn",
            )
        )
    if not blocks:
        blocks.append(
            Paragraph(
                say(
                    f"全部因子按 {f.method.gwp_set} 特征化。",
                    f"Every factor is characterised with {f.method.gwp_set}.",
                )
            )
        )
    return tuple(blocks)


def _share_of(study: Study, datasets: set[str]) -> str:
    carried = sum(
        abs(x.kg_co2e) for c in study.footprint.contributions for x in c.factors if x.dataset in datasets
    )
    return study.share(carried / study.gross if study.gross else None)


def _comparison(study: Study) -> tuple[Block, ...]:
    m, say = study.model, study.say
    if not m.comparisons:
        text = say("未说明：模型没有列出已发表的结果。", "Not stated: the model lists no published values.")
        return (Paragraph(text, "note"),)
    rows = [
        Row(
            (
                c.name.to(study.language),
                wording.published(c.low)
                if c.high is None
                else f"{wording.published(c.low)}–{wording.published(c.high)}",
                study.published_unit(c.unit),
                c.citation,
            )
        )
        for c in m.comparisons
    ]
    return (
        Table(
            say("已发表的结果", "Published values"),
            (
                Column(say("结果", "Result"), weight=2.4),
                Column(say("数值", "Value"), "number"),
                Column(say("单位", "Unit")),
                Column(say("出处", "Source"), weight=2),
            ),
            (
                Row((say("本研究", "This study"), figure(study.footprint.total), study.unit, "–")),
                *rows,
            ),
        ),
        Statement(say("为什么不同", "Why they differ"), study.text(m.comparison_reason)),
        *study.drawing("gauge"),
        Paragraph(
            say(
                "只作背景，不是比较性声明：各研究的规则、边界和数据不同。",
                "For orientation, not a comparative claim: rules, boundaries and data differ between studies.",
            ),
            "note",
        ),
    )  # fmt: skip


def _choices(study: Study) -> Bullets:
    m, say = study.model, study.say
    shared = sorted({p.allocation.method for p in m.processes if p.coproducts})
    methods = study.joined([study.word(wording.ALLOCATIONS, x) for x in shared])
    return Bullets(
        (
            say(f"特征化与方法：{method_line(study)}；时间跨度 100 年。", f"Characterisation and method: {method_line(study)}; time horizon 100 years."),
            say(f"分配：{methods}。", f"Allocation: {methods}.") if methods else say("分配：没有共生产品。", "Allocation: no co-products."),
            say("碳足迹只说明气候变化一项影响，不代表产品的全部环境影响。", "A footprint covers climate change alone, not every environmental impact of the product."),
        )
    )  # fmt: skip


def _conclusions(study: Study) -> tuple[Block, ...]:
    f, say = study.footprint, study.say
    items = [
        say(
            f"{study.result_name}为 {figure(f.total)} {study.unit}。",
            f"{study.result_name}: {figure(f.total)} {study.unit}.",
        )
    ]
    if interval_sentence(study):
        items.append(interval_sentence(study))
    chosen = significant(study)
    if chosen:
        names = study.joined([c.name.to(study.language) for c in chosen[:3]])
        items.append(
            say(f"贡献最大的各项：{names}。", f"The largest contributions: {names}."),
        )
    items.append(quality_sentence(study))
    items += gap_sentences(study)
    return (
        Bullets(tuple(items)),
        Statement(say("局限", "Limitations"), study.text(study.model.scope.limitations)),
    )
