"""Annex: what a study report has to hold, where it stands here, and whether the study states it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from tanzuji.documents.lines import Stage
from tanzuji.reports.blocks import Column, Row, Section, Table
from tanzuji.reports.scope import outside, reference_flow
from tanzuji.reports.study import Study
from tanzuji.reports.wording import Pair

State = Literal["stated", "not_stated", "calculated", "not_calculated", "not_applicable"]

STATES: dict[State, Pair] = {
    "stated": ("已说明", "stated"),
    "not_stated": ("未说明", "not stated"),
    "calculated": ("已计算", "calculated"),
    "not_calculated": ("未计算", "not calculated"),
    "not_applicable": ("不适用", "not applicable"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something the standard asks a report to hold, and the section where it stands."""

    name: Pair
    section: str
    state: Callable[[Study], State]


def _stated(what: Callable[[Study], object]) -> Callable[[Study], State]:
    return lambda study: "stated" if what(study) else "not_stated"


def _always(state: State) -> Callable[[Study], State]:
    return lambda study: state


def _where(there: Callable[[Study], object], state: State, otherwise: State) -> Callable[[Study], State]:
    return lambda study: state if there(study) else otherwise


def _assumed(stage: Stage, what: Callable[[Study], object]) -> Callable[[Study], State]:
    """Stated, not stated, or not applicable where the boundary leaves the stage out."""

    def state(study: Study) -> State:
        if what(study):
            return "stated"
        return "not_applicable" if outside(study, stage) else "not_stated"

    return state


ITEMS: tuple[Item, ...] = (
    Item(("目的与用途", "Goal and intended application"), "goal", _stated(lambda s: s.model.goal.application and s.model.goal.reasons and s.model.goal.audience)),
    Item(("功能单位或声明单位", "Functional or declared unit"), "unit", _always("stated")),
    Item(("基准流", "Reference flow"), "unit", _stated(reference_flow)),
    Item(("系统边界", "System boundary"), "boundary", _stated(lambda s: s.model.boundary.description)),
    Item(("边界判定准则", "Decision criteria for the boundary"), "boundary", _stated(lambda s: s.model.scope.cut_off)),
    Item(("取舍准则与舍去项", "Cut-off criteria and cut-offs"), "cut-off", _stated(lambda s: s.model.scope.cut_off)),
    Item(("重要单元过程", "Important unit processes"), "processes", _always("stated")),
    Item(("数据来源", "Data sources"), "data-sources", _where(lambda s: any(c.citation for c in s.footprint.contributions), "stated", "not_stated")),
    Item(("数据说明与数据质量评价", "Description of data and data quality"), "data-quality", _stated(lambda s: s.model.scope.data_quality)),
    Item(("温室气体清单", "List of greenhouse gases"), "gases", _always("calculated")),
    Item(("GWP 与特征化因子", "Characterisation factors"), "annex-gwp", _always("stated")),
    Item(("分配", "Allocation"), "allocation", _stated(lambda s: s.model.scope.allocation or any(p.allocation.reason for p in s.model.processes))),
    Item(("排放与清除的时间", "Timing of emissions and removals"), "time", _always("stated")),
    Item(("数据期间", "Data period"), "time", _stated(lambda s: s.model.period)),
    Item(("总量与各阶段的绝对值和占比", "Total and stages, absolute and in per cent"), "stages", _always("calculated")),
    Item(("净化石排放", "Net fossil emissions"), "lines", _always("calculated")),
    Item(("净生物源排放与清除", "Net biogenic emissions and removals"), "lines", _always("calculated")),
    Item(("直接土地利用变化", "Direct land-use change"), "lines", _always("calculated")),
    Item(("航空排放", "Aircraft emissions"), "lines", _always("calculated")),
    Item(("产品含生物源碳", "Biogenic carbon in the product"), "lines", _stated(lambda s: s.model.biogenic_carbon_content is not None)),
    Item(("间接土地利用变化、延迟排放、GTP", "Indirect land-use change, delayed emissions, GTP"), "lines", _always("not_calculated")),
    Item(("电力的处理与电力因子", "Treatment of electricity and grid factors"), "electricity", _where(lambda s: any(c.electricity for c in s.footprint.contributions), "stated", "not_applicable")),
    Item(("按电网平均计算的结果", "Result with the grid average"), "lines", _where(lambda s: s.footprint.grid_average_total is not None, "calculated", "not_applicable")),
    Item(("使用阶段假设", "Assumptions on use"), "life-cycle-scenarios", _assumed("use", lambda s: s.model.scope.assumptions_use)),
    Item(("生命末期假设", "Assumptions on end of life"), "life-cycle-scenarios", _assumed("end_of_life", lambda s: s.model.scope.assumptions_end_of_life)),
    Item(("情景的影响", "Influence of scenarios"), "scenarios", _where(lambda s: s.footprint.scenarios, "calculated", "not_calculated")),
    Item(("敏感性", "Sensitivity"), "sensitivity", _where(lambda s: s.footprint.sensitivities, "calculated", "not_calculated")),
    Item(("不确定性", "Uncertainty"), "sensitivity", _where(lambda s: s.uncertainty, "calculated", "not_calculated")),
    Item(("结果解释（累计不低于 80 %）", "Interpretation (80 % or more)"), "significant", _where(lambda s: s.footprint.contributions, "calculated", "not_calculated")),
    Item(("与已发表结果比较", "Comparison with published values"), "comparison", _stated(lambda s: s.model.comparisons)),
    Item(("结论", "Conclusions"), "conclusions", _always("stated")),
    Item(("局限", "Limitations"), "limitations", _stated(lambda s: s.model.scope.limitations)),
    Item(("价值选择", "Value choices"), "value-choices", _always("stated")),
    Item(("范围的变更", "Changes of scope"), "limitations", _stated(lambda s: s.model.scope.changes)),
    Item(("有效期", "Time period of validity"), "study", _always("not_stated")),
    Item(("产品种类规则", "Product category rules"), "study", _stated(lambda s: s.model.rules)),
    Item(("绩效追踪", "Performance tracking"), "tracking", _always("not_stated")),
    Item(("评审或核查声明", "Statement of review or verification"), "study", _stated(lambda s: s.model.scope.review_type)),
)  # fmt: skip
"""The contents that ISO 14067:2018, 7.2 and 7.3, and GB/T 24067-2024 ask for, as generally understood."""


def checklist(study: Study, sections: Sequence[Section]) -> Section:
    """Each item with its number in this report, the clause it answers, and its state."""
    say = study.say
    known = {section.id: section for top in sections for section in top.walk()}
    rows = []
    for item in ITEMS:
        section = known[item.section]
        rows.append(
            Row(
                (
                    say(*item.name),
                    f"{section.number} {section.title}",
                    section.clause or "–",
                    say(*STATES[item.state(study)]),
                )
            )
        )
    return Section(
        "annex-contents",
        say("报告内容对照表", "Contents of the report, item by item"),
        (
            Table(
                say("研究报告应有的内容（通行理解）", "Contents of a study report, as generally understood"),
                (
                    Column(say("内容", "Item"), weight=2.2),
                    Column(say("在本报告", "In this report"), weight=2.4),
                    Column(say("条款提示", "Clause hint"), weight=0.9),
                    Column(say("状态", "State"), weight=0.9),
                ),
                tuple(rows),
                note=say(
                    "条款提示为 ISO 14067:2018 的条号（GB/T 24067-2024 与其结构一致），属通行理解，未与原文逐条核对。",
                    "Clause hints are numbers of ISO 14067:2018, whose structure GB/T 24067-2024 follows; general "
                    "understanding, not compared with the text clause by clause.",
                ),
            ),
        ),
    )
