"""3 scope: unit, boundary, cut-off, data, time, use and end of life, allocation, gases, limitations."""

from __future__ import annotations

from tanzuji.documents.lines import Stage
from tanzuji.documents.models import Process
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import percent
from tanzuji.figures.parts import OUTSIDE, absent_reason
from tanzuji.reports import wording
from tanzuji.reports.blocks import (
    Block,
    Bullets,
    Column,
    Fact,
    Facts,
    Paragraph,
    Row,
    Section,
    Statement,
    Table,
)
from tanzuji.reports.opening import period
from tanzuji.reports.study import Study


def scope(study: Study) -> Section:
    """3 Scope, in the order of the general rules."""
    say = study.say
    return Section(
        "scope",
        say("范围", "Scope"),
        sections=(
            Section("unit", say("功能单位或声明单位与基准流", "Functional or declared unit, reference flow"), (_unit(study),), clause="6.3.3"),
            Section("boundary", say("系统边界", "System boundary"), _boundary(study), clause="6.3.4"),
            Section("cut-off", say("取舍准则与舍去项", "Cut-off criteria and cut-offs"), _cut_off(study), clause="6.3.4.3"),
            Section("data-requirements", say("数据与数据质量要求", "Data and data-quality requirements"), (_stated(study, say("数据质量", "Data quality"), study.text(study.model.scope.data_quality)),), clause="6.3.5"),
            Section("time", say("时间边界", "Time boundary"), _time(study), clause="6.3.6"),
            Section("life-cycle-scenarios", say("使用与生命末期假设", "Assumptions on use and end of life"), _assumptions(study), clause="6.3.7, 6.3.8"),
            Section("allocation", say("分配", "Allocation"), _allocation(study), clause="6.4.6"),
            Section("ghg", say("温室气体与特征化", "Greenhouse gases and characterisation"), _gases(study), clause="6.4.9, 6.5"),
            Section("limitations", say("局限与变更", "Limitations and changes"), _limits(study), clause="6.3.2"),
        ),
    )  # fmt: skip


def _stated(study: Study, name: str, text: str | None) -> Statement:
    return Statement(name, text)


def _unit(study: Study) -> Facts:
    unit, say = study.model.unit, study.say
    amount = f"{figure(unit.amount).rstrip('0').rstrip('.') if unit.amount % 1 else f'{unit.amount:,.0f}'} {study.unit_name(unit.unit)}"
    return Facts(
        (
            Fact(say("单位的种类", "Kind of unit"), study.word(wording.UNIT_KINDS, unit.kind)),
            Fact(say("单位", "Unit"), amount),
            Fact(say("说明", "Description"), unit.description.to(study.language)),
            Fact(say("基准流", "Reference flow"), reference_flow(study)),
        )
    )


def reference_flow(study: Study) -> str | None:
    """The reference flow as stated; with a declared unit and nothing stated it is that unit itself."""
    unit = study.model.unit
    if unit.reference_flow is None and unit.kind == "declared":
        return study.say("即声明单位本身", "the declared unit itself")
    return study.text(unit.reference_flow)


def outside(study: Study, stage: Stage) -> bool:
    """Whether the type of boundary leaves a stage out."""
    return stage in OUTSIDE[study.footprint.boundary]


def _boundary(study: Study) -> tuple[Block, ...]:
    f, b, say = study.footprint, study.model.boundary, study.say
    rows = []
    for stage in f.stages:
        mine = [c for c in f.contributions if c.stage == stage.stage]
        gaps = sum(gap.stage == stage.stage for gap in study.missing)
        treated = absent_reason(f, stage, study.language) or say("计入", "counted")
        processes = [p.name.to(study.language) for p in study.model.processes if p.stage == stage.stage]
        rows.append(
            Row(
                (
                    stage.name.to(study.language),
                    treated,
                    study.joined(processes) or "–",
                    str(len(mine)),
                    str(gaps),
                )
            )
        )
    return (
        Facts(
            (
                Fact(say("边界类型", "Type of boundary"), study.word(wording.BOUNDARIES, b.type)),
                Fact(say("结果的名称", "Name of the result"), study.result_name),
                Fact(say("说明", "Description"), study.text(b.description)),
                Fact(say("地理边界", "Geographical boundary"), b.geography or None),
            )
        ),
        Table(
            say("生命周期阶段与边界", "Life-cycle stages and the boundary"),
            (
                Column(say("阶段", "Stage"), weight=1.2),
                Column(say("处理", "Treatment")),
                Column(say("单元过程", "Unit processes"), weight=3),
                Column(say("计入行数", "Lines"), "number", 0.6),
                Column(say("缺口", "Gaps"), "number", 0.5),
            ),
            tuple(rows),
        ),
        Paragraph(
            say(
                "哪些流纳入边界，按“取舍准则与舍去项”判定；没有用量或因子的流列为缺口。",
                "Which flows are inside follows from “Cut-off criteria and cut-offs”; flows without amount or factor are "
                "listed as gaps.",
            ),
            "note",
        ),
    )


def _cut_off(study: Study) -> tuple[Block, ...]:
    say, items = study.say, study.model.exclusions
    stated = Statement(say("取舍准则", "Cut-off criteria"), study.text(study.model.scope.cut_off))
    if not items:
        return (
            stated,
            Paragraph(say("模型没有列出舍去项。", "The model lists no cut-offs."), "note"),
        )
    known = [item.share for item in items if item.share is not None]
    rows = [
        Row(
            (
                item.name.to(study.language),
                study.text(item.reason),
                study.word(wording.CUT_OFF_BASES, item.basis) if item.basis else None,
                percent(item.share) if item.share is not None else None,
            )
        )
        for item in items
    ]
    rows.append(
        Row(
            (say("已估计项合计", "Sum of those estimated"), "", "", percent(sum(known)) if known else None),
            "total",
        )
    )
    return (
        stated,
        Table(
            say("舍去项", "Cut-offs"),
            (
                Column(say("舍去的内容", "Left out"), weight=2),
                Column(say("理由", "Reason"), weight=2.5),
                Column(say("依据", "Basis")),
                Column(say("估计占比", "Estimated share"), "number", 0.9),
            ),
            tuple(rows),
        ),
    )


def _time(study: Study) -> tuple[Block, ...]:
    span, say = study.model.period, study.say
    return (
        Facts(
            (
                Fact(say("数据期间", "Data period"), period(study)),
                Fact(
                    say("不是一个自然年的理由", "Why it is not one calendar year"),
                    study.text(span.reason) if span else None,
                ),
                Fact(say("背景数据年份", "Years of background data"), _background_years(study)),
            )
        ),
        Paragraph(
            say(
                "计算时把各年的排放与清除都当作发生在评价期开始；没有因延迟排放或暂时储碳而扣减。",
                "All emissions and removals count as if they happened at the start of the assessment period; nothing is "
                "deducted for delayed emissions or temporary storage.",
            )
        ),
    )


def _background_years(study: Study) -> str | None:
    known = [year for f in study.factors for year in (f.year_from, f.year_to) if year is not None]
    return wording.years(min(known), max(known)) if known else None


def _assumptions(study: Study) -> tuple[Block, ...]:
    s, say = study.model.scope, study.say
    blocks: list[Block] = [
        Statement(say("使用阶段", "Use stage"), assumption(study, "use", s.assumptions_use)),
        Statement(say("生命末期", "End of life"), assumption(study, "end_of_life", s.assumptions_end_of_life)),
        Facts((Fact(say("回收的处理", "Treatment of recycling"), study.word(wording.LOOPS, study.footprint.method.end_of_life)),)),
    ]  # fmt: skip
    if study.model.materials:
        blocks.append(_loops(study))
    return tuple(blocks)


def assumption(study: Study, stage: Stage, text: Text | None) -> str | None:
    """What is assumed of a stage; a stage that the boundary leaves out needs no assumption."""
    if text is None and outside(study, stage):
        return study.say("不在系统边界内，没有假设。", "Outside the boundary; nothing is assumed.")
    return study.text(text)


def _loops(study: Study) -> Table:
    say = study.say
    rows = [
        Row(
            (
                m.name.to(study.language),
                study.entered(m.amount),
                study.unit_name(m.unit),
                *(
                    wording.plain(v)
                    for v in (
                        m.recycled_content,
                        m.recycling_rate,
                        m.recovery_rate,
                        m.allocation_material,
                        m.quality_in,
                        m.quality_out,
                    )
                ),
            )
        )
        for m in study.model.materials
    ]
    return Table(
        say("材料循环的参数", "Parameters of material loops"),
        (
            Column(say("材料", "Material"), weight=2),
            Column(say("用量", "Amount"), "number", 2.4),
            Column(say("单位", "Unit"), weight=0.7),
            *(Column(head, "number", 0.6) for head in ("R1", "R2", "R3", "A", "Qin/Qp", "Qout/Qp")),
        ),
        tuple(rows),
        note=say(
            "R1 再生成分，R2 回收率，R3 能量回收率，A 负担与收益的分配系数，Q 质量比。",
            "R1 recycled content, R2 recycling rate, R3 energy recovery, A allocation factor, Q quality ratios.",
        ),
    )


def _allocation(study: Study) -> tuple[Block, ...]:
    say = study.say
    shared = [p for p in study.model.processes if p.coproducts or p.allocation.method != "none"]
    stated = Statement(say("分配原则", "Allocation rule"), study.text(study.model.scope.allocation))
    if not shared:
        return (
            stated,
            Paragraph(say("没有过程产出共生产品。", "No process of the model has co-products."), "note"),
        )
    return (
        stated,
        Table(
            say("有共生产品的过程", "Processes with co-products"),
            (
                Column(say("过程", "Process"), weight=1.3),
                Column(say("共生产品", "Co-products"), weight=1.6),
                Column(say("方法", "Method")),
                Column(say("理由", "Reason"), weight=2),
                Column(say("换一种方法", "With another method"), weight=1.6),
            ),
            tuple(_shared_row(study, p) for p in shared),
        ),
    )


def _shared_row(study: Study, process: Process) -> Row:
    waste = study.say("（废物）", " (waste)")
    products = [c.name.to(study.language) + (waste if c.is_waste else "") for c in process.coproducts]
    return Row(
        (
            process.name.to(study.language),
            study.joined(products) or "–",
            study.word(wording.ALLOCATIONS, process.allocation.method),
            study.text(process.allocation.reason),
            study.text(process.allocation.sensitivity),
        )
    )


def _gases(study: Study) -> tuple[Block, ...]:
    method, say = study.footprint.method, study.say
    return (
        Facts(
            (
                Fact(
                    say("温室气体", "Greenhouse gases"),
                    say(
                        "CO₂、CH₄、N₂O、HFCs、PFCs、SF₆、NF₃；出现的气体见“温室气体”。",
                        "CO₂, CH₄, N₂O, HFCs, PFCs, SF₆ and NF₃; the ones that occur are listed under “Greenhouse gases”.",
                    ),
                ),
                Fact(say("特征化因子", "Characterisation"), f"GWP100, IPCC {method.gwp_set}"),
                Fact(say("生物源碳", "Biogenic carbon"), study.word(wording.BIOGENIC, method.biogenic)),
            )
        ),
        Bullets(
            (
                say("化石、生物源排放、生物源清除、土地利用变化、航空排放分列，都在总量内。", "Fossil emissions, biogenic emissions, biogenic removals, land-use change and aircraft are separate lines, all inside the total."),
                say("间接土地利用变化、延迟排放的影响和 GTP 未计算，不在总量内。", "Indirect land-use change, the effect of delayed emissions and GTP are not calculated and not in the total."),
                say("碳抵消不属于碳足迹，一律不计。", "Carbon offsets are not part of a footprint and are never counted."),
            )
        ),
    )  # fmt: skip


def _limits(study: Study) -> tuple[Block, ...]:
    s, say = study.model.scope, study.say
    return (
        Statement(say("局限", "Limitations"), study.text(s.limitations)),
        Statement(say("研究过程中的变更", "Changes of scope during the study"), study.text(s.changes)),
    )
