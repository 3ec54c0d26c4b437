"""People of the standards room: an association that drafts, the authority that decides, curators, reviewers, enterprises."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tanzuji.parties import queries
from tanzuji.parties import services as parties
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind, Mandate, Role
from tanzuji.standards import services
from tanzuji.standards.models import Standard
from tanzuji.standards.services import Proposal

TODAY = date(2026, 3, 2)
TEXT = """1 范围
本文件规定了水泥的产品碳足迹核算。
2 规范性引用文件
3 术语和定义
4 量化目的
5.1 产品描述
5.2 声明单位
5.3 系统边界
5.4 取舍准则
5.5 数据质量要求
5.6 数据地理边界
6 清单分析
6.1 分配
7 影响评价
8 结果解释
9 报告
10 声明
"""


def somebody(email: str, organisation: Any, *roles: Role) -> Acting:
    """A new person with roles in an organisation."""
    person = parties.register(email=email, name=email.partition("@")[0].title(), password=None)
    parties.join(person, organisation, roles)
    return queries.required_for(person, organisation.id)


def office(kind: Kind, zh: str, en: str, host: str, mandates: tuple[Mandate, ...] = ()) -> Office:
    """An organisation with an editor and a reviewer."""
    made = parties.found(kind, zh=zh, en=en)
    if mandates:
        parties.charge(made, mandates)
    return Office(
        somebody(f"editor@{host}.example", made, "editor"),
        somebody(f"reviewer@{host}.example", made, "reviewer"),
    )


@dataclass
class Office:
    editor: Acting
    reviewer: Acting

    @property
    def id(self) -> Any:
        return self.editor.organisation_id


@dataclass
class Cast:
    """Who takes part; `works` and `mill` are enterprises, `panel` five people of bodies that draft nothing."""

    association: Office
    authority: Office
    curators: Office
    works: Office
    mill: Office
    institute: Office
    panel: list[Acting] = field(default_factory=list)


def cast() -> Cast:
    """Everybody, in the database."""
    institute = office("research", "示例建材研究院", "Materials institute", "institute")
    made = Cast(
        office("association", "示例建材联合会", "Materials association", "materials"),
        office("regulator", "示例省发展改革委", "Provincial commission", "authority", ("authority",)),
        office("research", "示例省数据中心", "Data centre", "centre", ("standards",)),
        office("enterprise", "澜石水泥", "Lanshi Cement", "works"),
        office("enterprise", "白桥钢铁", "Baiqiao Steel", "mill"),
        institute,
    )
    organisation = institute.editor.organisation
    made.panel = [somebody(f"expert{n}@institute.example", organisation, "reader") for n in range(5)]
    return made


def proposal(**other: Any) -> Proposal:
    """A proposal of an association standard for cement in Jiangsu."""
    plain: dict[str, Any] = {
        "kind": "pcr", "level": "association", "layer": "product", "group": "cement", "jurisdiction": "cn-js",
        "title_zh": "产品碳足迹 核算规则 水泥", "title_en": "Footprint rules for cement", "reason": "出口和采购都在问。",
        "codes": {"hs": "2523", "cpc": "37440"},
    }  # fmt: skip
    return Proposal(**(plain | other))


def accepted(people: Cast, **other: Any) -> Standard:
    """A project that was accepted and is being drafted."""
    made = services.propose(people.association.editor, proposal(**other), today=TODAY)
    services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
    return services.act(people.association.editor, made.id, "begin", today=TODAY)


def consulted(people: Cast, **other: Any) -> Standard:
    """A project whose first draft is open for thirty days (sixty where national)."""
    made = accepted(people, **other)
    services.add_draft(people.association.editor, made.id, text=TEXT)
    return services.act(people.association.editor, made.id, "consult", today=TODAY)


def reviewed(people: Cast, votes: str = "fff", **other: Any) -> Standard:
    """A project under review with a panel that voted: f for, a against, x abstained, - not yet."""
    made = consulted(people, **other)
    after = TODAY + timedelta(days=90)
    services.act(people.association.editor, made.id, "review", today=after)
    for person, letter in zip(people.panel, votes, strict=False):
        services.convene(
            people.authority.editor,
            made.id,
            organisation_id=person.organisation_id,
            email=person.person.email,
        )
        if letter != "-":
            choice = {"f": "for", "a": "against", "x": "abstain"}[letter]
            services.vote(person, made.id, choice=choice, reason="理由 a reason")
    made.refresh_from_db()
    return made


def published(
    people: Cast, number: str = "T/JSXX 001-2026", in_force: date = date(2026, 9, 1), **other: Any
) -> Standard:
    """A project that went the whole way; in force where its day is past."""
    made = reviewed(people, **other)
    after = TODAY + timedelta(days=91)
    services.act(people.authority.reviewer, made.id, "approve", today=after)
    publisher = people.association.reviewer if made.level == "association" else people.authority.reviewer
    return services.act(
        publisher, made.id, "publish", {"number": number, "in_force_on": in_force.isoformat()}, today=after
    )


def registered(people: Cast, **other: str) -> Standard:
    """A standard that was issued elsewhere."""
    plain = {
        "kind": "standard", "level": "national", "layer": "product", "group": "cement", "number": "GB/T 99001-2026",
        "title_zh": "温室气体 产品碳足迹 量化方法与要求 水泥", "issued_on": "2026-01-01", "in_force_on": "2026-02-01",
        "source_tag": "V", "source_ref": "公告", "hs": "2523",
    }  # fmt: skip
    return services.register(people.curators.editor, plain | other, today=TODAY)
