"""The standards room of the demonstration: projects in every stage, remarks with and without answers, a conversion.

Consultations take weeks; the story is told on the days on which it would have happened.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from tanzuji.parties.acting import Acting
from tanzuji.standards import queries, services
from tanzuji.standards.services import Proposal

_CLAUSES = """1 范围
本文件规定了{product}的产品碳足迹核算要求，适用于生产、采购和评价。
2 规范性引用文件
GB/T 24067 温室气体 产品碳足迹 量化要求和指南
3 术语和定义
4 量化目的
5 量化范围
5.1 产品描述
5.2 声明单位
以 1 t 出厂产品为声明单位。
5.3 系统边界
从摇篮到大门，含原料开采、运输和厂内生产。
5.4 取舍准则
单项不超过 1 %，合计不超过 5 %。
5.5 数据质量要求
5.6 数据地理边界
6 清单分析
6.1 分配
能拆分的先拆分，其次按质量。
7 影响评价
8 结果解释
9 报告
10 声明
"""

_RULE = """format: tanzuji/rule-pack/1
id: jp.cement.low-carbon
version: "1"
layer: product
level: T
title: {zh: 低碳水泥, en: Low-carbon cement}
inherits: cn.cement
source: {zh: 示例省建材行业协会草案, en: Draft of the association}
confidence: low
parameters:
  cutoff.total_max: {value: 0.03, source_tag: D, confidence: low}
"""


def tell(people: dict[str, Acting]) -> None:
    """Let happen what is told; people by the e-mail address of the cast."""
    services.seed()
    who = {address.partition("@")[0]: acting for address, acting in people.items()}
    _consulted(who)
    _in_force_and_converting(who)
    _under_review(who)
    _proposed(who)
    _plans(who)


def _project(who: dict[str, Acting], on: date, **said: str) -> UUID:
    """A project of the association that was accepted and is drafted."""
    plain = {"kind": "pcr", "level": "association", "layer": "product", "jurisdiction": "cn-js", **said}
    made = services.propose(who["shi.lei"], Proposal(**plain), today=on)  # type: ignore[arg-type]
    services.act(
        who["fang.zheng"], made.id, "accept", reason="符合优先清单 It is on the priority list", today=on
    )
    return services.act(who["shi.lei"], made.id, "begin", today=on).id


def _draft(who: dict[str, Acting], standard: UUID, product: str, rule: str = "") -> None:
    services.add_draft(who["shi.lei"], standard, text=_CLAUSES.format(product=product), rule_text=rule)


def _consulted(who: dict[str, Acting]) -> None:
    """Open for remarks today: one answered, one not."""
    began = timezone.localdate() - timedelta(days=9)
    made = _project(
        who, began, group="cement", title_zh="产品碳足迹 核算规则 低碳水泥", title_en="Footprint rules for low-carbon cement",
        scope_zh="熟料替代率较高的通用水泥。", scope_en="Common cements with much of their clinker replaced.",
        reason="采购方按低碳水泥招标，通用规则没有混合材的分配方法。 Tenders ask for it; the general rule does not allocate additions.",
    )  # fmt: skip
    services.add_party(who["shi.lei"], made, who["lin.lan"].organisation_id)
    _draft(who, made, "低碳水泥", _RULE)
    services.act(
        who["shi.lei"], made, "consult",
        {"notice": "请重点看 6.1 混合材的分配。 Please look at 6.1, allocation of additions."}, today=began,
    )  # fmt: skip
    today = timezone.localdate()
    first = services.remark(
        who["he.chuan"], made, clause="6.1", today=today,
        text="矿渣由钢厂产生，应说明系统边界从哪里开始。 Slag comes from the steelworks: say where the boundary begins.",
        proposal="矿渣自离开钢厂堆场起计入。 Slag counts from leaving the yard of the steelworks.",
    )  # fmt: skip
    services.answer(
        who["shi.lei"], first.id, disposition="accepted", text="采纳，写入 5.3。 Accepted, see 5.3."
    )
    services.remark(
        who["fang.shi"], made, clause="9", today=today,
        text="采购需要在报告里单列熟料系数。 Buyers need the clinker ratio in the report.",
    )  # fmt: skip


def _in_force_and_converting(who: dict[str, Acting]) -> None:
    """An association standard that went the whole way and asks to become a national one."""
    began = timezone.localdate() - timedelta(days=400)
    made = _project(
        who, began, group="wood-panel", title_zh="产品碳足迹 核算规则 人造板", title_en="Footprint rules for wood-based panels",
        reason="出口板材按客户要求核算。 Exported panels are accounted as customers ask.",
    )  # fmt: skip
    _draft(who, made, "人造板")
    services.act(who["shi.lei"], made, "consult", today=began)
    _review(who, made, began + timedelta(days=60), ("ming.yuan", "heng.an", "ge.wen"), "for")
    decided = began + timedelta(days=80)
    services.act(who["fang.zheng"], made, "approve", today=decided)
    services.act(
        who["yan.shi"], made, "publish",
        {"number": "T/SLJC 003-2025", "in_force_on": (decided + timedelta(days=30)).isoformat()}, today=decided,
    )  # fmt: skip
    services.bring_into_force()
    asked = services.request_conversion(
        who["shi.lei"], made, target="national",
        reason="三十家企业已按它核算，两年没有修改。 Thirty makers use it, unchanged for two years.",
    )  # fmt: skip
    services.act_on_conversion(
        who["lu.ming"], asked.id, "screen", {"technology": "4", "maturity": "4", "reason": "企业使用情况调查 Survey of its users"}
    )  # fmt: skip


def _review(who: dict[str, Acting], standard: UUID, on: date, names: tuple[str, ...], choice: str) -> None:
    services.act(who["shi.lei"], standard, "review", today=on)
    for name in names:
        expert = who[name]
        services.convene(
            who["lu.ming"], standard, organisation_id=expert.organisation_id, email=expert.person.email
        )
        if choice:
            services.vote(expert, standard, choice=choice)


def _under_review(who: dict[str, Acting]) -> None:
    """Waits for the votes of its panel."""
    began = timezone.localdate() - timedelta(days=70)
    made = _project(
        who, began, kind="certification", group="cement", title_zh="水泥产品碳足迹 认证实施规则",
        title_en="Certification rules for the footprint of cement",
        reason="认证流程各机构不一。 Bodies certify differently.",
    )  # fmt: skip
    services.describe(
        who["shi.lei"], made,
        {
            "procedure": "认证委托 | 认证委托书、营业执照、原辅材料清单\n文件评审 | 核算报告、能源台账 | 2\n现场检查 | 检查记录 | 3\n认证决定 | | 0.5",
            "validity_months": "24", "surveillance_months": "12", "hs": "2523",
        },
    )  # fmt: skip
    general = queries.in_force(kind="certification").first()
    if general is not None:
        rule = queries.in_force(kind="standard").first()
        services.relate(who["shi.lei"], made, (rule or general).id, "certifies")
    _draft(who, made, "水泥认证")
    services.act(who["shi.lei"], made, "consult", today=began)
    _review(who, made, began + timedelta(days=40), ("ming.yuan", "heng.an", "ge.wen"), "")


def _proposed(who: dict[str, Acting]) -> None:
    """A call, and an enterprise's proposal that waits for acceptance."""
    call = services.publish_call(
        who["lu.ming"], title="征集 2027 年产品碳足迹标准项目 Call for standards of 2027",
        text="电池、光伏、钢铁和建材优先；请写明数据基础。 Batteries, photovoltaics, steel and building materials first.",
        closes_on=timezone.localdate() + timedelta(days=45), jurisdiction="cn-js",
    )  # fmt: skip
    services.propose(
        who["xu.ke"],
        Proposal(
            kind="pcr", level="association", layer="product", group="battery-li", jurisdiction="cn-js", call=str(call.id),
            title_zh="产品碳足迹 核算规则 储能用磷酸铁锂电池", title_en="Footprint rules for LFP storage batteries",
            reason="出口客户要求按交付电量核算。 Customers abroad ask for it per energy delivered.", codes={"hs": "8507.60"},
        ),
    )  # fmt: skip


def _plans(who: dict[str, Acting]) -> None:
    """Scores, the priority list with a department's word, next year's plan, a pilot."""
    for group, criterion, value, basis in (
        ("battery-li", "cluster", 5, "2025 年产量占全国三成 A third of the nation's output in 2025"),
        ("battery-li", "export", 5, "2025 年海关统计 Customs statistics of 2025"),
        ("pv-module", "cluster", 5, "2025 年产量统计 Output of 2025"),
        ("pv-module", "pull", 4, "上下游企业名录 Register of suppliers"),
        ("steel", "pull", 5, "投入产出表 Input-output table"),
        ("cement", "feasible", 4, "试点企业的计量条件 Metering of pilot works"),
    ):
        services.score(
            who["lu.ming"], group=group, criterion=criterion, value=value, basis=basis, jurisdiction="cn-js"
        )
    listed = services.begin_list(
        who["lu.ming"],
        title="优先制定核算规则的产品清单 Products whose rules come first",
        jurisdiction="cn-js",
    )
    for group, purpose, why in (
        ("battery-li", "export", "出口量最大 The largest export"),
        ("pv-module", "cluster", "产业集聚 A cluster of makers"),
        ("steel", "pull", "带动下游 It pulls its users along"),
    ):
        services.add_item(who["lu.ming"], listed.id, group=group, purpose=purpose, reason=why)
    services.publish_list(who["fang.zheng"], listed.id)
    services.make_plan(
        who["lu.ming"], year=timezone.localdate().year + 1, sectors_=["building-materials", "battery"], quota=200,
        text="建材和电池 Building materials and batteries", participants=[who["lin.lan"].organisation_id, who["xu.ke"].organisation_id],
        jurisdiction="cn-js",
    )  # fmt: skip
    services.begin_pilot(
        who["lu.ming"],
        {
            "title_zh": "钢铁行业碳足迹评价试点", "title_en": "Pilot of footprint evaluation in steel", "sector": "ferrous",
            "jurisdiction": "cn-sd", "methodology": "GB/T 24067，全生命周期评价 GB/T 24067, life cycle assessment",
            "target": "100 家重点企业完成核算 100 key enterprises accounted", "begins_on": f"{timezone.localdate().year}-01-01",
            "ends_on": f"{timezone.localdate().year}-12-31",
        },
    )  # fmt: skip
