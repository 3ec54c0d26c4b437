"""Certification in the demonstration: a body that was confirmed, three products certified, two on their way.

It needs the story of verification before it: a study with a valid statement becomes a certificate, or waits for the
decision; one without stays where it comes to. What becomes of the certificates is told by the stories after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tanzuji.certification import bodies, queries, services
from tanzuji.footprints import queries as footprints
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries as verification

SCHEME = "cn.footprint-label"
_SINCE = date(2018, 3, 1)
_FIELDS = ("cement", "cn.cement", "battery-traction", "cn.battery.li.ev", "aluminium", "cn.aluminium.primary",
           "steel-bf-bof", "cn.steel.crude_rebar", "pv-module", "cn.pv.module.csi")  # fmt: skip
_NAMES = ("安澜", "白榆", "陈砚", "丁未", "方舟", "顾南", "何川", "江月", "乔木")
_PHOTO = bytes.fromhex("89504e470d0a1a0a") + "示例照片".encode()

Cast = dict[str, Acting]


def tell(people: Cast) -> None:
    """The body declares itself, the authority confirms; makers apply, and what is verified is certified.

    A steel waits for whoever decides, and a photovoltaic module for its maker to correct what the visit found.
    """
    heng, jue = people["heng.an@hengzheng.example"], people["jue.ding@hengzheng.example"]
    _body(heng, jue, people["fang.zheng@authority.example"])
    products = (
        ("lin.lan@lanshi.example", "cement", ("P·O 42.5",), ("812", "760", "kgCO2e/t")),
        ("xu.ke@ningtu.example", "battery-traction", ("NT-60",), ("0.181", "0.160", "kgCO2e/kWh")),
        ("jiang.che@qingling.example", "aluminium", ("Al99.70",), ("14600", "12900", "kgCO2e/t")),
    )
    for email, item, models, target in products:
        maker = people[email]
        study, statement = _study(maker)
        if study is None:
            continue
        of = _led(maker, heng, study, item, models, target)
        _visit(maker, heng, of, "meters")
        services.act(heng, of, "pass_onsite", {"text": "现场与申请一致，不符合项已关闭。"})
        if statement:
            _evaluated(heng, of)
            services.act(jue, of, "approve")
    _under_way(people, heng)


def _under_way(people: Cast, heng: Acting) -> None:
    """The two that are not certified yet."""
    he, yun = people["he.chuan@baiqiao.example"], people["yun.fan@yunxu.example"]
    coil, statement = _study(he)
    if coil is not None and statement:
        of = _led(he, heng, coil, "steel-bf-bof", ("SPHC",), ("2400", "2150", "kgCO2e/t"))
        _visit(he, heng, of, "output")
        services.act(heng, of, "pass_onsite", {"text": "现场与申请一致，不符合项已关闭。"})
        _evaluated(heng, of)
    module, _ = _study(yun)
    if module is not None:
        of = _led(yun, heng, module, "pv-module", ("YX-M10-550",), ("580", "500", "kgCO2e/kWp"))
        _visit(yun, heng, of, "meters", closed=False)


def _body(heng: Acting, jue: Acting, authority: Acting) -> None:
    declared = services.declare(
        heng, approval="CNCA-R-DEMO-012", pilot=True, projects=86, standards="GB/T 27065\nGB/T 27029",
        fields=[{"item": item, "since": _SINCE} for item in _FIELDS],
    )  # fmt: skip
    services.decide(authority, declared.id, confirmed=True)
    competences = [{"item": item, "since": _SINCE, "basis": "产品碳足迹核查员培训与考试"} for item in _FIELDS]
    staff = [
        (heng.person.name, heng.person.email),
        (jue.person.name, jue.person.email),
        *((n, "") for n in _NAMES),
    ]
    for name, email in staff:
        entry = services.register(heng, name=name, email=email, competences=competences)
        services.decide_staff(authority, entry.id, confirmed=True)


def _study(maker: Acting) -> tuple[UUID | None, bool]:
    """A submitted study of theirs, one with a valid statement before others."""
    found = [one for one in footprints.studies(maker) if one.state in ("submitted", "verified")]
    for one in found:
        newest = footprints.newest(one)
        if newest is not None and verification.valid_statement(newest.id) is not None:
            return one.id, True
    return (found[0].id, False) if found else (None, False)


def _led(
    maker: Acting, heng: Acting, study: UUID, item: str, models: tuple[str, ...], target: tuple[str, str, str]
) -> UUID:
    """From the application to the visit."""
    of = _applied(maker, heng, study, item, models, target)
    services.act(heng, of.id, "accept", {"lines": _FEES, "terms": "合同签订后 10 日内付清（示例）。"})
    services.act(maker, of.id, "sign")
    lead = next(row for row in bodies.staff(heng.organisation_id) if row.person_id == heng.person.id)
    services.call(heng, of.id, lead.id, "lead")
    services.declare_impartial(heng, of.id)
    day = timezone.localdate() + timedelta(days=7)
    services.plan(
        heng,
        of.id,
        visit_from=day,
        visit_until=day,
        site="厂区、中控室、化验室",
        programme="上午看数据，下午看现场",
    )
    services.act(heng, of.id, "plan")
    services.act(heng, of.id, "pass_documents", {"text": "资料齐全，工艺流程图与核算模型一致。"})
    found: UUID = of.id
    return found


def _evaluated(heng: Acting, application_id: UUID) -> None:
    services.act(heng, application_id, "pass_footprint", {"text": "采信核查声明，复算一致。"})
    services.act(heng, application_id, "evaluate", {"text": "符合认证制度的要求。", "recommends": "yes"})


_FEES: tuple[Mapping[str, Any], ...] = (
    {"name": "申请费 Application", "quantity": "1", "price": "800"},
    {"name": "审核费 Review", "quantity": "3", "price": "3000"},
    {"name": "批准与注册费 Approval and registration", "quantity": "1", "price": "1200"},
)


def _applied(
    maker: Acting, heng: Acting, study: UUID, item: str, models: tuple[str, ...], target: tuple[str, str, str]
) -> Any:
    of = services.begin(maker, body=heng.organisation_id, scheme=SCHEME, study=study, key=f"demo {item}")
    base, goal, unit = target
    services.describe(
        maker,
        of.id,
        {
            "item": item, "models_text": "\n".join(models), "legal_person": "on", "management_since": date(2025, 3, 1),
            "target_name": "单位产品碳足迹", "target_unit": unit, "target_base_year": "2024", "target_base": base,
            "target_year": "2028", "target_value": goal,
        },
    )  # fmt: skip
    for one in queries.document(of).process.file_for("application"):
        text = f"{one.name.to('zh')}（示例） {of.number}".encode()
        services.attach(maker, of.id, one.id, data=text, file=f"{one.id}.txt")
    return services.act(maker, of.id, "apply")


_WRONG = {
    "meters": ("2 号电表的检定证书上月到期。", "检定计划漏列。", "已检定合格，计划已补列。"),
    "output": ("9 月的产量记录与库存差 12 t。", "盘点表记错一行。", "已更正并复盘，差额为零。"),
}
"""By question: what was found, why it was so, and what was done about it."""


def _visit(maker: Acting, heng: Acting, application_id: UUID, wrong: str, *, closed: bool = True) -> None:
    """The checklist, with one nonconformity; it is corrected and closed, or waits for its maker."""
    visit = services.inspect(heng, application_id)
    finding, cause, correction = _WRONG[wrong]
    for _, questions in queries.questions_of(visit):
        for one in questions:
            services.answer(
                heng, visit.id, one.id, "not" if one.id == wrong else "conforms",
                note=finding if one.id == wrong else "", data=_PHOTO if one.photo else b"", file=f"{one.id}.png",
            )  # fmt: skip
    services.conclude(heng, visit.id, "一项轻微不符合，其余符合。")
    if not closed:
        return
    for found in queries.nonconformities(queries.application(heng, application_id)):
        services.correct(maker, found.id, cause=cause, correction=correction)
        services.judge(heng, found.id, accepted=True, remark="整改材料已核对。")
