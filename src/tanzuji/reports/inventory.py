"""4 inventory analysis: unit processes, amounts with their factors, data sources, electricity, gaps."""

from __future__ import annotations

from tanzuji.figures.amounts import percent
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Column, Fact, Facts, Paragraph, Row, Section, Table
from tanzuji.reports.electricity import electricity, factor_words
from tanzuji.reports.study import Study


def inventory(study: Study) -> Section:
    """4 Life-cycle inventory."""
    say = study.say
    return Section(
        "inventory",
        say("清单分析", "Inventory analysis"),
        sections=(
            Section("processes", say("重要单元过程", "Important unit processes"), (_processes(study),), clause="6.4.2"),
            Section("amounts", say("投入、排放与因子", "Inputs, emissions and factors"), _amounts(study), clause="6.4.2, 6.4.4"),
            Section("data-sources", say("数据来源", "Data sources"), (_sources(study),), clause="6.3.5, 6.4.2"),
            Section("electricity", say("电力的处理", "Treatment of electricity"), electricity(study), clause="6.4.9.4"),
            Section("gaps", say("数据缺口", "Data gaps"), _gaps(study), clause="6.4.2"),
        ),
    )  # fmt: skip


def _processes(study: Study) -> Table:
    say = study.say
    model = {p.id: p for p in study.model.processes}
    rows = []
    for result in study.footprint.processes:
        process = model[result.process]
        rows.append(
            Row(
                (
                    result.name.to(study.language),
                    study.stage(result.stage),
                    process.site or None,
                    say("是", "yes") if process.controlled else say("否", "no"),
                    wording.printed(result.runs),
                    study.kg(result.total),
                    study.share(result.share),
                    study.kg(result.cumulative),
                )
            )
        )
    return Table(
        say("单元过程", "Unit processes"),
        (
            Column(say("过程", "Process"), weight=2),
            Column(say("阶段", "Stage"), weight=1.2),
            Column(say("地点", "Site")),
            Column(say("受控", "Controlled"), weight=1),
            Column(say("运行次数", "Runs"), "number", 0.95),
            Column(say("直接", "Direct"), "number", 0.9),
            Column(say("占比", "Share"), "number", 0.8),
            Column(say("累积", "Cumulative"), "number", 0.95),
        ),
        tuple(rows),
        note=say(
            f"碳足迹为 {study.unit}。直接：该过程自己的投入与排放；累积：交付物从摇篮起的碳足迹。受控：在企业运营控制下。",
            f"Footprints in {study.unit}. Direct: the process's own inputs and emissions; cumulative: what it delivers, from "
            "the cradle. Controlled: under the maker's operational control.",
        ),
    )


def _amounts(study: Study) -> tuple[Block, ...]:
    say, rows = study.say, []
    if not study.footprint.contributions:
        return (Paragraph(say("没有计入任何投入或排放。", "No input or emission is counted."), "note"),)
    for process in dict.fromkeys(c.process for c in study.footprint.contributions):
        items = [c for c in study.footprint.contributions if c.process == process]
        head = f"{items[0].process_name.to(study.language)}{say('，', ', ')}{study.stage(items[0].stage)}"
        rows.append(Row((head, "", "", "", "", ""), "group"))
        rows += [
            Row(
                (
                    c.name.to(study.language),
                    study.amount(c.amount, c.unit),
                    study.word(wording.DATA_KINDS, c.data_kind),
                    factor_words(study, c),
                    wording.printed(c.total),
                    study.share(c.share),
                ),
                sources=study.sources(c),
            )
            for c in items
        ]
    total = study.footprint.total
    rows.append(
        Row((say("合计", "Total"), "", "", "", wording.printed(total), study.share_of_total(total)), "total")
    )
    return (
        Table(
            say("每单位的用量、因子与碳足迹", "Amounts, factors and footprint per unit"),
            (
                Column(say("投入或排放", "Input or emission"), weight=2.6),
                Column(say("用量", "Amount"), "number", 1.5),
                Column(say("数据", "Data"), weight=1.2),
                Column(say("因子", "Factor"), "number", 2),
                Column(study.unit, "number", 1.1),
                Column(say("占比", "Share"), "number", 0.85),
            ),
            tuple(rows),
            note=say(
                "每行修约到 4 位有效数字，合计以总量为准。按过程每次运行收集的用量见附录“数据收集表”，因子的来源见附录“因子与许可”。",
                "Lines are rounded to four significant digits and may not add up; the total is decisive. Amounts as collected, per run of a process: annex “Data collection table”; sources of factors: annex “Factors and licences”.",
            ),
        ),
    )


def _sources(study: Study) -> Table:
    say = study.say
    rows = []
    for kind in ("primary", "secondary", "estimate", "unknown"):
        items = [c for c in study.footprint.contributions if c.data_kind == kind]
        if items:
            cited = dict.fromkeys(n for c in items for n in study.cited(c.citation))
            share = sum(abs(c.total) for c in items) / study.gross if study.gross else None
            rows.append(
                Row(
                    (
                        study.word(wording.DATA_KINDS, kind),
                        str(len(items)),
                        study.share(share),
                        " ".join(f"[{n}]" for n in cited) or None,
                    )
                )
            )
    return Table(
        say("活动数据的种类与出处", "Activity data by kind and source"),
        (
            Column(say("种类", "Kind"), weight=0.8),
            Column(say("行数", "Lines"), "number", 0.6),
            Column(say("占总贡献", "Of all contributions"), "number", 0.9),
            Column(say("出处", "Source"), weight=4.5),
        ),
        tuple(rows),
        note=say(
            "占总贡献：按绝对值。方括号内为附录“数据收集表”中出处的编号。",
            "Shares are of the sum of absolute contributions. Numbers in brackets refer to the sources in annex “Data "
            "collection table”.",
        ),
    )


def _gaps(study: Study) -> tuple[Block, ...]:
    say, gaps = study.say, study.footprint.gaps
    if not gaps:
        return (Paragraph(say("模型的每一行都计入了结果。", "Every line of the model is in the result.")),)
    names = {p.id: p.name.to(study.language) for p in study.model.processes}
    rows = [
        Row(
            (
                gap.name.to(study.language),
                names.get(gap.process, gap.process),
                study.stage(gap.stage),
                study.word(wording.GAP_REASONS, gap.reason),
                study.amount(gap.amount, gap.unit) if gap.amount is not None else say("未知", "unknown"),
                study.text(gap.note) or "–",
            )
        )
        for gap in gaps
    ]
    return (
        Paragraph(
            say(
                "下列各项不在结果内。没有用量或因子的项未按零计算；按截断不带负担的项也列出，以便查看这一选择。",
                "These items are not in the result. Items without amount or factor are not counted as zero; items that enter "
                "without burden are listed so that the choice can be seen.",
            )
        ),
        Table(
            say("结果不含的各项", "Items that are not in the result"),
            (
                Column(say("项", "Item"), weight=1.5),
                Column(say("过程", "Process"), weight=1.2),
                Column(say("阶段", "Stage")),
                Column(say("原因", "Reason"), weight=1.3),
                Column(say("用量", "Amount"), "number"),
                Column(say("备注", "Note"), weight=2),
            ),
            tuple(rows),
        ),
    )


def quality(study: Study) -> tuple[Block, ...]:
    """Assessment of data quality: rating, how far it reaches, primary share, weak share."""
    q, say = study.footprint.data_quality, study.say
    rating = wording.printed(q.rating) if q.rating is not None else None
    return (
        Facts(
            (
                Fact(say("质量评分（1 最好，5 最差）", "Rating (1 best, 5 worst)"), rating),
                Fact(say("有评分的份额", "Share with a rating"), percent(q.rated_share)),
                Fact(say("初级数据份额（PDS）", "Share of primary data (PDS)"), percent(q.primary_share)),
                Fact(
                    say("估计或低可信度的份额", "Estimates or low-confidence factors"),
                    percent(q.low_confidence_share),
                ),
            )
        ),
        Paragraph(
            say(
                "份额按各行碳足迹的绝对值加权。评分为技术、地域、时间、精度得分的均值，按贡献加权；没有评分的行不推测。",
                "Shares are weighted by the absolute footprint of each line. The rating is the mean of the scores for technology, "
                "geography, time and precision, weighted by contribution; lines without scores are left out, not guessed.",
            ),
            "note",
        ),
    )
