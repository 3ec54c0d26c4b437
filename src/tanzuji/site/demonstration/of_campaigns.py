"""The campaigns of the demonstration: a year's focus that runs, a first wave closed and a second in consultation."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tanzuji.campaigns import queries, services
from tanzuji.campaigns.assigning import Assigned
from tanzuji.campaigns.planning import Plan, SectorGiven
from tanzuji.documents.text import Text
from tanzuji.footprints import queries as footprints
from tanzuji.parties.acting import Acting


def tell(people: dict[str, Acting]) -> None:
    """The bureau plans with two persons, an association comments, works take part in their own ways."""
    planner, decider = people["lu.ming@authority.example"], people["fang.zheng@authority.example"]
    _focus(people, planner, decider)
    _waves(people, planner, decider)


def _focus(people: dict[str, Acting], planner: Acting, decider: Acting) -> None:
    today = timezone.localdate()
    plan = services.draft(
        planner,
        Plan(
            kind="focus",
            year=today.year,
            title=Text(
                zh=f"{today.year} 年重点行业产品碳足迹核算",
                en=f"Product footprints of {today.year}: two sectors in focus",
            ),
            due=today + timedelta(days=90),
            sectors=(
                SectorGiven(Text(zh="锂电池", en="Lithium batteries"), 3, "cn.battery.li.ev"),
                SectorGiven(Text(zh="钢材", en="Steel"), 3, "cn.steel.crude_rebar"),
            ),
            basis="每年优选 1-2 个行业重点开展产品碳足迹核算工作；每年组织完成约 200 个产品碳足迹核算和数据归集（示例，数量从简）。",
        ),
    )
    services.decide(planner, plan.id, "consult")
    association = people["shi.lei@materials.example"]
    opinion = services.give_opinion(association, plan.id, "建议下一年度列入水泥，本协会可以组织会员参加。")
    services.answer_opinion(planner, opinion.id, "下一年度计划中考虑。", adopted=False)
    services.decide(decider, plan.id, "decide")
    near, past = today + timedelta(days=10), today - timedelta(days=5)
    services.assign_list(
        planner,
        plan.id,
        [
            Assigned("宁途电池有限公司", "锂电池", "磷酸铁锂电池包 NT-60"),
            Assigned("宁途电池有限公司", "锂电池", "磷酸铁锂电池包 NT-80", near),
            Assigned("柏桥钢铁有限公司", "钢材", "热轧卷板 Q235B"),
            Assigned("柏桥钢铁有限公司", "钢材", "螺纹钢 HRB400E", past),
            Assigned("青岭铝业有限公司", "锂电池", "电池用铝箔"),
        ],
    )
    services.decide(planner, plan.id, "start")
    battery, steel = people["xu.ke@ningtu.example"], people["he.chuan@baiqiao.example"]
    for acting in (battery, steel):
        mine = list(queries.my_tasks(acting))
        own = list(footprints.studies(acting).order_by("created_at")[: len(mine)])
        for task, study in zip(mine, own, strict=False):
            services.link(acting, task.id, study.id)
    for task in queries.my_tasks(people["jiang.che@qingling.example"]):
        services.respond(
            people["jiang.che@qingling.example"], task.id, "decline", reason="本单位不生产电池箔。"
        )
    services.remind(planner, plan.id)


def _waves(people: dict[str, Acting], planner: Acting, decider: Acting) -> None:
    today = timezone.localdate()
    first = services.draft(
        planner,
        Plan(
            kind="wave",
            year=today.year - 1,
            wave=1,
            counts="enterprises",
            title=Text(zh="第一批：水泥、电解铝", en="First wave: cement and primary aluminium"),
            due=today - timedelta(days=30),
            sectors=(
                SectorGiven(Text(zh="水泥", en="Cement"), 1, "cn.cement"),
                SectorGiven(Text(zh="电解铝", en="Primary aluminium"), 1, "cn.aluminium.primary"),
            ),
            basis="选取钢铁、电解铝、水泥、化肥、塑料等行业企业开展产品碳足迹评价（示例，行业和数量从简）。",
        ),
    )
    services.decide(planner, first.id, "consult")
    services.decide(decider, first.id, "decide")
    services.assign_list(
        planner,
        first.id,
        [
            Assigned("青岭铝业有限公司", "电解铝", "重熔用铝锭 Al99.70"),
            Assigned("澜石水泥有限公司", "水泥", "普通硅酸盐水泥 P·O 42.5"),
        ],
    )
    services.decide(planner, first.id, "start")
    for acting in (people["jiang.che@qingling.example"], people["lin.lan@lanshi.example"]):
        for task in queries.my_tasks(acting).filter(campaign_id=first.id):
            own = footprints.studies(acting).order_by("created_at").first()
            if own is not None:
                services.link(acting, task.id, own.id)
    services.decide(planner, first.id, "close", reason="第一批到期；未完成的转入第二批。")
    second = services.draft(
        planner,
        Plan(
            kind="wave",
            year=today.year,
            wave=2,
            follows=first.id,
            counts="enterprises",
            title=Text(
                zh="第二批：合成氨、甲醇、轮胎、烧碱",
                en="Second wave: ammonia, methanol, tyres, caustic soda",
            ),
            due=today + timedelta(days=300),
            sectors=(
                SectorGiven(Text(zh="合成氨", en="Ammonia"), 5, "cn.chem.ammonia"),
                SectorGiven(Text(zh="甲醇", en="Methanol"), 5, "cn.chem.methanol"),
                SectorGiven(Text(zh="轮胎", en="Tyres"), 5, "cn.tyre"),
                SectorGiven(Text(zh="烧碱", en="Caustic soda"), 5, "cn.causticsoda"),
            ),
            basis="逐步扩大到有机化学品（含甲醇、合成氨等）、橡胶轮胎、烧碱等产品（示例，数量从简）。",
        ),
    )
    services.decide(planner, second.id, "consult", comments_until=today + timedelta(days=20))
    services.give_opinion(
        people["shi.lei@materials.example"], second.id, "轮胎企业多为出口型，建议同时按目的地市场的规则核算。"
    )
