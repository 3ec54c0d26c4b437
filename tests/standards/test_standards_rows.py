"""Rows of the policy matrix (DOMAIN A.0, A.2) that the standards room answers, one test a row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from standard_cases import TODAY, Cast, accepted, proposal, published, registered

from tanzuji.documents.errors import CodedError
from tanzuji.parties import services as parties
from tanzuji.standards import kinds, overview, paths, procedures, queries, services
from tanzuji.standards.catalogue import codes, groups, matching
from tanzuji.standards.crosswalk import CLAUSES, crosswalk
from tanzuji.standards.finding import Asked
from tanzuji.standards.models import Standard
from tanzuji.web.verdicts import Refused


def code_of(act: Any, *arguments: Any, **named: Any) -> str:
    """The code with which an action is refused."""
    with pytest.raises(CodedError) as refused:
        act(*arguments, **named)
    return refused.value.code


def a_list(people: Cast, *wanted: str, place: str = "cn-js") -> Any:
    listed = services.begin_list(people.authority.editor, title="优先清单", jurisdiction=place)
    for group in wanted:
        services.add_item(people.authority.editor, listed.id, group=group, purpose="export", reason="出口多")
    return listed


def test_a_priority_list_is_drawn_up_published_and_revised_as_a_new_edition(people: Cast) -> None:
    """1-00: priority product list per jurisdiction, versioned: draft → published → revised."""
    first = a_list(people, "battery-li")
    assert code_of(services.publish_list, people.authority.editor, first.id) == "standards.needs-role"
    services.publish_list(people.authority.reviewer, first.id)
    second = a_list(people, "pv-module")
    services.publish_list(people.authority.reviewer, second.id)
    states = {row.edition: row.state for row in overview.priority_lists("cn-js", drafts=True)}
    assert states == {1: "revised", 2: "published"}
    assert {item.group for item in second.items.all()} == {"battery-li", "pv-module"}, "it began as the first"


def test_a_priority_list_keeps_why_a_product_came_and_went(people: Cast) -> None:
    """ZJ-103: scores by three criteria, and a change log with reasons."""
    for criterion, value in (("export", 5), ("market", 3), ("key_sector", 4)):
        services.score(
            people.authority.editor,
            group="battery-li",
            criterion=criterion,
            value=value,
            basis="统计",
            jurisdiction="cn-zj",
        )
    row = next(r for r in overview.scored("cn-zj") if r.group.id == "battery-li")
    assert row.mean() == pytest.approx((5 + 3 + 4) / 3)
    listed = a_list(people, "battery-li", place="cn-zj")
    assert (
        code_of(services.remove_item, people.authority.editor, listed.id, group="battery-li", reason=" ")
        == "standards.needed"
    )
    services.remove_item(people.authority.editor, listed.id, group="battery-li", reason="已有国家标准")
    assert [(c.action, c.reason) for c in listed.changes.order_by("id")] == [
        ("add", "出口多"),
        ("remove", "已有国家标准"),
    ]


def test_a_product_with_a_national_rule_is_not_a_priority(people: Cast) -> None:
    """NX-101: the list is checked against the national rules, and other departments are asked."""
    registered(people)
    listed = services.begin_list(people.authority.editor, title="清单", jurisdiction="cn-nx")
    refused = code_of(services.add_item, people.authority.editor, listed.id, group="cement", reason="重要")
    assert refused == "standards.has-national"
    services.add_item(people.authority.editor, listed.id, group="ferroalloy", reason="本区重点")
    other = parties.found("regulator", zh="工信厅", en="Industry department")
    parties.charge(other, ["authority"])
    from standard_cases import somebody

    clerk = somebody("clerk@industry.example", other, "editor")
    assert code_of(services.give_opinion, clerk, listed.id, agrees=False) == "standards.reason-needed"
    services.give_opinion(clerk, listed.id, agrees=False, text="范围过大")
    assert code_of(services.publish_list, people.authority.reviewer, listed.id) == "standards.disagreed"
    services.give_opinion(clerk, listed.id, agrees=True)
    assert services.publish_list(people.authority.reviewer, listed.id).state == "published"


def test_a_pilot_states_sector_method_and_target(people: Cast) -> None:
    """1-02: pilot programme object: sector × methodology × target."""
    form = {
        "title_zh": "钢铁试点", "sector": "ferrous", "methodology": "GB/T 24067", "target": "100 家企业",
        "begins_on": "2026-01-01", "ends_on": "2026-12-31",
    }  # fmt: skip
    assert code_of(services.begin_pilot, people.authority.editor, form | {"target": ""}) == "standards.needed"
    pilot = services.begin_pilot(people.authority.editor, form)
    assert services.finish_pilot(people.authority.editor, pilot.id, outcome="完成 102 家").state == "finished"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("cn-sh", {"sector": "closed", "provincial": "closed", "national": "open"}),
        ("cn-js", {"sector": "open", "provincial": "open", "national": "open"}),
        ("cn-zj", {"sector": "open", "provincial": "open", "national": "open"}),
        ("cn-sd", {"sector": "not_stated", "provincial": "not_stated", "national": "not_stated"}),
        ("cn-nx", {"provincial": "open", "national": "closed"}),
    ],
)
def test_conversion_follows_the_path_of_the_jurisdiction(
    people: Cast, place: str, expected: dict[str, str]
) -> None:
    """1-01, SH-103: the table of DOMAIN A.8, one row each; a closed path says why."""
    made = published(people, in_force=date(2026, 6, 1), jurisdiction=place)
    found = {way.target: way for way in paths.paths(made, place)}
    assert {target: found[target].stated for target in expected} == expected
    for target, stated in expected.items():
        asked = {"target": target, "reason": "用的企业多"}
        if stated == "closed":
            assert (
                code_of(services.request_conversion, people.association.editor, made.id, **asked)
                == "standards.path-closed"
            )
            assert found[target].problem is not None
        else:
            assert (
                services.request_conversion(people.association.editor, made.id, **asked).state == "requested"
            )


def test_a_conversion_is_screened_recommended_accepted_and_ends_in_a_linked_standard(people: Cast) -> None:
    """JS-102, ZJ-105: 转化 with a scorecard (技术领先, 市场成熟度), and a new id that is tied to the old one."""
    made = published(people, in_force=date(2026, 6, 1), jurisdiction="cn-zj")
    asked = services.request_conversion(people.association.editor, made.id, target="national", reason="领先")
    authority = people.authority
    low = {"technology": "6", "maturity": "3", "reason": "调查"}
    assert (
        code_of(services.act_on_conversion, authority.editor, asked.id, "screen", low)
        == "standards.out-of-range"
    )
    services.act_on_conversion(authority.editor, asked.id, "screen", low | {"technology": "5"})
    assert (
        code_of(services.act_on_conversion, authority.editor, asked.id, "recommend", {"reason": "好"})
        == "standards.needs-role"
    )
    services.act_on_conversion(authority.reviewer, asked.id, "recommend", {"reason": "好"})
    assert (
        code_of(services.act_on_conversion, authority.reviewer, asked.id, "convert", {"reason": "好"})
        == "state.not-now"
    )
    services.act_on_conversion(people.curators.editor, asked.id, "accept", {"reason": "国标委〔2026〕1 号"})
    done = services.act_on_conversion(
        people.curators.editor, asked.id, "convert",
        {"reason": "已发布", "number": "GB/T 99002-2026", "in_force_on": "2026-06-01"}, today=date(2026, 6, 2),
    )  # fmt: skip
    assert done.result is not None and done.result.state == "in_force" and done.result.level == "national"
    tie = done.result.relations.get(kind="converted_from")
    assert tie.other_id == made.id and made.id != done.result.id


def test_a_standard_may_be_on_an_adoption_list(people: Cast) -> None:
    """ZJ-105: 纳入国家规则标准采信清单 as a flag with the list it is on."""
    made = published(people, in_force=date(2026, 6, 1))
    listed = services.register_list(
        people.curators.editor,
        {"number": "示例〔2026〕1号", "title_zh": "推荐清单", "issuer": "工信部", "batch": "4"},
    )
    services.adopt(people.curators.editor, made.id, listed.id)
    assert list(queries.standards(None, Asked(adopted=True))) == [made]
    assert code_of(services.adopt, people.curators.editor, made.id, listed.id) == "standards.already"
    assert code_of(services.adopt, people.works.editor, made.id, listed.id) == "standards.needs-mandate"


def test_the_gap_finder_ranks_products_without_a_national_rule(people: Cast) -> None:
    """SH-102: no national rule × cluster × pull; what was not scored is last and not low."""
    registered(people)  # cement has a national rule
    for group, cluster, pull in (("steel", 5, 4), ("battery-li", 5, 5), ("tyre", 1, 1)):
        services.score(
            people.authority.editor,
            group=group,
            criterion="cluster",
            value=cluster,
            basis="统计",
            jurisdiction="cn-sh",
        )
        services.score(
            people.authority.editor,
            group=group,
            criterion="pull",
            value=pull,
            basis="统计",
            jurisdiction="cn-sh",
        )
    services.score(
        people.authority.editor,
        group="cement",
        criterion="cluster",
        value=5,
        basis="统计",
        jurisdiction="cn-sh",
    )
    ranked = [row.group.id for row in overview.gaps("cn-sh")]
    assert ranked[:3] == ["battery-li", "steel", "tyre"] and "cement" not in ranked
    assert len(ranked) == len(groups()) - 1


def test_a_metering_specification_is_tied_to_the_rule_whose_data_it_meters(people: Cast) -> None:
    """SH-104: metering-specification document type."""
    rule = registered(people)
    meter = accepted(people, kind="metering", title_zh="水泥企业碳足迹计量规范")
    services.relate(people.association.editor, meter.id, rule.id, "meters")
    assert [(tie.kind, other.id, here) for tie, other, here in queries.relations(None, rule)] == [
        ("meters", meter.id, False)
    ]


def test_accounting_rule_and_certification_rule_are_two_kinds_tied_together(people: Cast) -> None:
    """JS-101: 核算规则 (PCR) and 认证规则, linked."""
    rule = registered(people)
    certification = accepted(people, kind="certification", title_zh="水泥认证规则")
    services.relate(people.association.editor, certification.id, rule.id, "certifies")
    assert (
        code_of(services.relate, people.association.editor, certification.id, rule.id, "certifies")
        == "standards.already"
    )
    assert (
        code_of(services.relate, people.association.editor, certification.id, rule.id, "replaces")
        == "standards.not-known"
    )


def test_the_map_shows_general_sector_and_product_rules_with_their_coverage(people: Cast) -> None:
    """JS-103: standards-system map, coverage of product groups; a rule that only certifies does not cover."""
    registered(people)
    registered(people, kind="certification", group="tyre", number="CNCA 1", hs="4011")
    services.propose(people.works.editor, proposal(group="steel", codes={}), today=TODAY)
    tree = overview.tree("cn-js")
    assert tree.covered == 1 and tree.total == len(groups())
    node = {g.group.id: g for s in tree.sectors for g in s.groups}
    assert node["cement"].covered and not node["tyre"].covered and node["tyre"].valid


def test_a_provincial_rule_covers_its_own_province_alone(people: Cast) -> None:
    """JS-103: the map of another province."""
    made = published(
        people,
        level="provincial",
        group="tyre",
        codes={"hs": "4011"},
        in_force=date(2026, 6, 1),
        number="DB32/T 1-2026",
    )
    assert made.state == "in_force"
    assert overview.tree("cn-js").covered == 1 and overview.tree("cn-zj").covered == 0


def test_a_yearly_plan_names_one_or_two_sectors_a_quota_and_participants(people: Cast) -> None:
    """JS-104: annual work plan: consulted → decided → running → closed."""
    authority = people.authority
    wrong = code_of(
        services.make_plan, authority.editor, year=2027, sectors_=["battery", "rubber", "textiles"], quota=200
    )
    assert wrong == "standards.too-many-sectors"
    plan = services.make_plan(
        authority.editor,
        year=2027,
        sectors_=["battery", "building-materials"],
        quota=200,
        participants=[people.works.id],
    )
    assert code_of(services.act_on_plan, authority.editor, plan.id, "decide") == "standards.needs-role"
    assert code_of(services.act_on_plan, authority.reviewer, plan.id, "run") == "state.not-now"
    services.act_on_plan(authority.reviewer, plan.id, "decide")
    services.act_on_plan(authority.editor, plan.id, "run")
    assert services.act_on_plan(authority.editor, plan.id, "close").state == "closed"
    assert (
        code_of(services.make_plan, authority.editor, year=2027, sectors_=["battery"], quota=1)
        == "standards.already"
    )


def test_standards_stand_in_three_layers(people: Cast) -> None:
    """ZJ-101: 通则 + 行业 + 产品: a product rule names its group, a sector rule its sector, a general rule neither."""
    assert code_of(services.propose, people.works.editor, proposal(group="")) == "standards.no-group"
    assert (
        code_of(services.propose, people.works.editor, proposal(layer="sector", group=""))
        == "standards.no-sector"
    )
    general = services.propose(people.works.editor, proposal(layer="general", group="", codes={}))
    assert (general.group, general.sector) == ("", "")
    assert services.propose(people.works.editor, proposal()).sector == "building-materials"


LOOSE = """format: tanzuji/rule-pack/1
id: x.loose
version: "1"
layer: product
level: T
title: {zh: 宽, en: Loose}
inherits: gbt-24067-2024
source: {zh: 测试, en: Test}
parameters:
  cutoff.total_max: {value: 0.2, source_tag: D}
"""


def test_a_draft_whose_rule_loosens_the_one_above_is_not_consulted_on(people: Cast) -> None:
    """ZJ-101, NX-102: child may tighten, never loosen; the crosswalk names the line."""
    made = accepted(people)
    services.add_draft(people.association.editor, made.id, text="1 范围", rule_text=LOOSE)
    with pytest.raises(Refused) as refused:
        services.act(people.association.editor, made.id, "consult", today=TODAY)
    assert refused.value.code == "standards.not-conforming"
    held = crosswalk("1 范围", LOOSE)
    assert held.problems[0].code == "rules.loosens-parent"
    tight = LOOSE.replace("0.2", "0.03")
    assert crosswalk("1 范围", tight).problems == ()


def test_the_crosswalk_finds_the_clauses_of_the_base_standard_and_names_what_is_missing() -> None:
    """NX-102: 对照产品碳足迹核算基础通用国家标准."""
    text = "\n".join(f"{n} {clause.name.zh}" for n, clause in enumerate(CLAUSES, 1))
    assert crosswalk(text).missing == ()
    without = text.replace("15 产品碳足迹报告", "")
    assert [row.clause.id for row in crosswalk(without).missing] == ["report"]


def test_evaluation_is_a_kind_of_its_own_beside_accounting(people: Cast) -> None:
    """ZJ-106, SD-103: 评价 ≠ 核算; an evaluation rule does not make a product covered."""
    rule = registered(people)
    evaluation = accepted(people, kind="evaluation", title_zh="水泥碳足迹评价规则")
    services.relate(people.association.editor, evaluation.id, rule.id, "evaluates")
    assert kinds.KINDS["evaluation"] != kinds.KINDS["pcr"]
    assert list(queries.in_force(group="cement", kind="evaluation")) == []


def test_a_certification_rule_prescribes_its_steps(people: Cast) -> None:
    """ZJ-107: steps, documents, man-days, surveillance; a line that cannot be read is named."""
    rule = accepted(people, kind="certification")
    form = {
        "procedure": "认证委托 | 委托书、营业执照\n现场检查 | 记录 | 2.5", "surveillance_months": "12", "validity_months": "24",
    }  # fmt: skip
    services.describe(people.association.editor, rule.id, form)
    rule.refresh_from_db()
    kept = procedures.kept(rule.procedure)
    assert kept is not None and [s.man_days for s in kept.steps] == [None, 2.5]
    assert kept.steps[0].documents == ("委托书", "营业执照") and kept.validity_months == 24
    wrong = {"procedure": "一 | 二 | 三天"}
    assert code_of(services.describe, people.association.editor, rule.id, wrong) == "standards.bad-procedure"


def test_the_framework_has_three_families() -> None:
    """SD-101: 通用技术标准、不同类型产品技术标准、数据质量评价技术标准."""
    assert kinds.family("standard", "general") == "general"
    assert kinds.family("pcr", "product") == "product"
    assert kinds.family("data_quality", "general") == "data_quality"


def test_the_products_of_shandongs_waves_are_in_the_catalogue() -> None:
    """SD-104: the sectors named for accounting, each with its group."""
    named = ("钢铁", "电解铝", "水泥", "化肥", "塑料", "甲醇", "合成氨", "轮胎", "烧碱")
    for word in named:
        assert matching(word), word


def test_a_complaint_is_seen_by_the_authority_alone_and_decided_by_a_second_person(people: Cast) -> None:
    """SD-105: 监督管理机制 on the side of standards: complaint, finding, consequence."""
    made = published(people, in_force=date(2026, 6, 1))
    said = services.complain(people.mill.editor, made.id, text="分配方法与上层规则不符")
    assert list(queries.complaints(people.mill.reviewer)) == [said]
    assert list(queries.complaints(people.works.editor)) == []
    refused = code_of(
        services.decide_complaint, people.authority.editor, said.id, upheld=True, finding="属实"
    )
    assert refused == "standards.needs-role"
    services.decide_complaint(people.authority.reviewer, said.id, upheld=True, finding="属实")
    assert (
        code_of(services.decide_complaint, people.authority.reviewer, said.id, upheld=False, finding="x")
        == "standards.already"
    )
    assert services.act(people.authority.editor, made.id, "revise", reason="投诉成立").state == "accepted"


def test_targets_count_rules_in_force_and_the_authority_confirms(people: Cast) -> None:
    """N-07: 100 by 2027, 200 by 2030, counted from the registry; Ningxia has none."""
    registered(people)
    registered(people, number="GB/T 99003-2026", in_force_on="2030-01-01", group="tyre", hs="4011")
    rows = {row.target.id: row for row in overview.progress("cn")}
    assert (rows["cn-2027"].target.value, rows["cn-2030"].target.value) == (100, 200)
    assert (rows["cn-2027"].counted, rows["cn-2027"].coming) == (1, 1)
    assert rows["cn-2027"].share == pytest.approx(0.01)
    assert rows["cn-db-2027"].counted is None, "not this room's to count"
    assert services.confirm_target(people.authority.reviewer, "cn", "cn-2027", note="核对无误").counted == 1
    assert overview.progress("cn-nx") == []


def test_shanghai_counts_provincial_enterprise_and_association_standards_of_its_own(people: Cast) -> None:
    """N-07: T-SH-25 count(level ∈ {地方, 企业, 团体}, issuer = SH)."""
    published(people, jurisdiction="cn-sh", in_force=date(2026, 6, 1))
    published(people, jurisdiction="cn-js", in_force=date(2026, 6, 1), number="T/JS 2-2026")
    row = next(r for r in overview.progress("cn-sh") if r.target.id == "sh-2025-standards")
    assert row.counted == 1


def test_codes_find_products_from_either_side(people: Cast) -> None:
    """1-00: product codes (CPC, HS, GB/T 7635) with search."""
    made = registered(people)
    for asked in ("2523", "252329", "37440", "水泥", "cement"):
        assert "cement" in matching(asked), asked
        assert made in queries.standards(None, Asked(text=asked)), asked
    assert matching("9999") == frozenset()
    assert list(queries.in_force(product_code="2523.29")) == [made]
    assert {c.scheme for c in codes()} == {"cpc", "hs", "gbt7635"}


def test_what_ships_is_registered_once_with_its_sources(db: None) -> None:
    """N-05: the registry begins with what was read, each with its tag; adoption list of 73 items, five of them here."""
    made = services.seed()
    assert services.seed() == []
    assert all(s.source_ref and s.source_tag in "SVG" for s in made)
    aluminium = Standard.objects.get(number="GB/T 44905-2024")
    assert (aluminium.state, aluminium.in_force_on, aluminium.rule) == (
        "in_force",
        date(2025, 5, 1),
        "cn.aluminium.primary",
    )
    listed = queries.adoption_lists().get()
    assert listed.items == 73 and listed.adoptions.count() == 5


def test_a_standard_without_a_date_is_published_and_does_not_claim_to_be_in_force(people: Cast) -> None:
    made = registered(people, number="T/X 1-2025", level="association", in_force_on="")
    assert made.state == "published"
