"""Supervision in the demonstration: a complaint that leads to a suspension, and a random draw of whom to inspect.

It needs valid certificates: those that the story of certification issued.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.site.demonstration.cast import LANSHI
from tanzuji.supervision import queries, services
from tanzuji.supervision.searching import Met
from tanzuji.supervision.services import CauseGiven, MeasureGiven, PlanGiven, SightingGiven


def tell(people: dict[str, Acting]) -> None:
    """Lu Ming plans, Xun Cha inspects with him, Fang Zheng draws and decides."""
    planner, inspector = people["lu.ming@authority.example"], people["xun.cha@authority.example"]
    decider = people["fang.zheng@authority.example"]
    services.add_inspector(planner, inspector.person.email, fields="水泥、电池")
    services.add_inspector(planner, planner.person.email, fields="冶金")
    valid = [view for view in certificates.current() if view.status == "valid"]
    others = [view for view in valid if view.holder_code != LANSHI]
    _strangers(inspector, valid)
    if not valid:
        return
    plan = _plan(planner, decider)
    suspended = _after_a_complaint(planner, inspector, others[0]) if others else None
    draw = services.commit(planner, plan, public_from=timezone.localdate() + timedelta(days=30))
    if suspended is not None:
        _suspend(decider, suspended)  # its entries in the log come between the commitment and the seed
    if len(others) > 1:
        _revoke(planner, inspector, decider, others[1])
    if suspended is not None:
        services.draw(decider, draw.id)
        drawn = queries.inspections(inspector).filter(draw=draw.id).first()
        if drawn is not None:
            services.declare(inspector, drawn.id, conflict=False)


def _plan(planner: Acting, decider: Acting) -> str:
    year = timezone.localdate().year
    made = services.draft(
        planner,
        PlanGiven(
            year=year,
            title=Text(
                zh=f"{year} 年获证产品“双随机”抽查", en=f"Random inspections of certified products, {year}"
            ),
            pool="certificates",
            sample=2,
            sample_raised=1,
            due=timezone.localdate() + timedelta(days=45),
            basis="建立健全碳足迹核算评价监督管理机制（示例）。",
        ),
    )
    services.step_plan(decider, made.id, "decide")
    return str(made.id)


def _strangers(inspector: Acting, valid: list[CertificateView]) -> None:
    """What came in from the public, and what an inspector met in a shop."""
    services.complain(
        number="CFP-2026-999999-0",
        kind="forged",
        text="网店商品页上的碳标识，扫码打不开，编号也查不到。",
        contact="",
        source="公开页面",
        placement="advertising",
    )
    number = valid[0].number if valid else ""
    services.sight(
        inspector,
        SightingGiven(
            Met(number=number, placement="advertising", badge="certified", value="580", unit="kgCO2e/t"),
            "江屏市建材市场 3 号展位",
            "展板上的数值与证书不一致，请核实。",
        ),
    )


def _after_a_complaint(planner: Acting, inspector: Acting, view: CertificateView) -> Any:
    """A complaint, assigned and looked into on site; the result waits for its decision."""
    made = services.complain(
        number=view.number,
        kind="wrong_value",
        text="包装上的数值比公示的低，客服说是去年的标签。",
        contact="shopper@mail.example",
        source="公开页面",
        placement="packaging",
    )
    services.assign(planner, made.id, inspector.person.id)
    codes = [each.code for each in queries.inspectors(planner)]
    one = services.open_for_cause(
        planner,
        CauseGiven(
            "certificates", view.number, timezone.localdate() + timedelta(days=10), codes, complaint=made.id
        ),
    )
    _inspect(planner, inspector, one, {"label_value": "两个批次的包装仍印着上一版数值，库存约 4 000 件。"})
    text = "已到现场检查：两个批次的包装用了旧标签，已责令停用。"
    services.answer(inspector, made.id, text=text, upheld=True)
    return one


def _inspect(planner: Acting, inspector: Acting, one: Any, wrong: dict[str, str]) -> None:
    for acting in (inspector, planner):
        services.declare(acting, one.id, conflict=False)
    services.step(inspector, one.id, "begin")
    for item in queries.items(one):
        note = wrong.get(item["code"], "")
        services.check(
            inspector,
            one.id,
            item["code"],
            "no" if note else "yes",
            note=note,
            severity="major" if note else "",
        )
    services.step(inspector, one.id, "hand_in", summary="到生产现场和成品库检查，查阅台账，拍照留存。")


def _suspend(decider: Acting, one: Any) -> None:
    reason = Text(
        zh="包装所标数值与证书不符，限期改正",
        en="The value on the packaging differs from the certificate; to be put right",
    )
    measure = MeasureGiven(
        "suspension", reason, "示监〔2026〕12 号", timezone.localdate() + timedelta(days=60), one.certificate
    )
    services.step(decider, one.id, "escalate", reason="已出厂的产品继续流通，先暂停。", measures=[measure])


def _revoke(planner: Acting, inspector: Acting, decider: Acting, view: CertificateView) -> None:
    """An inspection for cause whose findings cannot be put right."""
    codes = [each.code for each in queries.inspectors(planner)]
    one = services.open_for_cause(
        planner,
        CauseGiven(
            "certificates",
            view.number,
            timezone.localdate() + timedelta(days=10),
            codes,
            reason="年度监督中发现台账缺失。",
        ),
    )
    _inspect(planner, inspector, one, {"records": "全年电力计量记录缺失，碳足迹的主要输入无法追溯。"})
    reason = Text(zh="活动数据无法追溯", en="The activity data cannot be traced")
    services.step(
        decider,
        one.id,
        "escalate",
        reason="无法整改。",
        measures=[MeasureGiven("revocation", reason, "示监〔2026〕13 号", certificate=view.number)],
    )
