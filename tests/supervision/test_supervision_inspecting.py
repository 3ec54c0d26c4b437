"""Inspections from the draw to their end, measures, and what of them is public (DOMAIN A.7.7, SD-105)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from supervision_cases import (
    PNG,
    another_entry,
    certificate,
    drawn,
    house,
    inspected,
    opened,
    plan,
    under_way,
    world,
)

from tanzuji.certificates import queries as certificates
from tanzuji.certificates import services as certificate_services
from tanzuji.certification import barring
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.notices import queries as notices
from tanzuji.supervision import queries, services
from tanzuji.supervision.models import Check, Inspection, Measure
from tanzuji.supervision.services import MeasureGiven
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The error has this code, whatever its words."""
    with pytest.raises(CodedError) as caught:
        yield
    assert code in caught.value.codes


def test_a_walk_from_the_years_plan_to_a_correction_that_is_accepted() -> None:
    """SD-105, A.7.7: plan → drawn → inspected → findings → rectification → closed."""
    who = world()
    one = drawn(who)[0]
    team = {m.person.name: who.bureau[m.person.name] for m in queries.team(one)}
    assert len(team) == 2
    first, second = team.values()
    with refused("supervision.undeclared"):
        services.step(first, one.id, "begin")
    services.declare(first, one.id, conflict=False)
    services.declare(second, one.id, conflict=False)
    services.step(first, one.id, "begin")
    with refused("supervision.unanswered-items"):
        services.step(first, one.id, "hand_in", summary="一天")
    for item in queries.items(one):
        services.check(second, one.id, item["code"], "yes")
    with refused("supervision.note-needed"):
        services.check(second, one.id, "label_place", "no", severity="minor")
    services.check(second, one.id, "label_place", "no", note="广告未经授权", severity="minor", picture=PNG)
    services.step(first, one.id, "hand_in", summary="现场检查一天")
    with refused("supervision.has-findings"):
        services.step(who.bureau["head"], one.id, "close_clean")
    due = timezone.localdate() + timedelta(days=15)
    services.step(who.bureau["head"], one.id, "order", due=due)
    said = queries.notice_for(one.certificate)
    assert len(said) == 1 and "责令限期整改" in said[0].to("zh")
    works = next(w for w in who.works if w["editor"].organisation_id == one.subject_id)["editor"]
    assert next(n.kind for n in notices.notices(works)) == "supervision.inspection-moved"
    finding = queries.findings(queries.inspection(works, one.id)).get()
    assert (finding.due, finding.severity) == (due, "minor")
    with refused("supervision.not-answered"):
        services.step(works, one.id, "report")
    services.answer_finding(works, finding.id, "已撤下广告，培训了销售", picture=PNG)
    services.step(works, one.id, "report")
    services.review_finding(first, finding.id, accepted=False, text="照片看不清日期")
    with refused("supervision.not-corrected"):
        services.step(who.bureau["head"], one.id, "close_corrected")
    services.step(first, one.id, "send_back", reason="补照片")
    services.answer_finding(works, finding.id, "补照片")
    services.step(works, one.id, "report")
    services.review_finding(first, finding.id, accepted=True)
    done = services.step(who.bureau["head"], one.id, "close_corrected")
    assert (done.state, done.outcome) == ("closed", "corrected")
    assert queries.notice_for(one.certificate) == []
    told = [each.payload for each in log.entries("inspection", one.id)]
    assert [(p["event"], p["outcome"], p["findings"]) for p in told] == [
        ("inspection-concluded", "corrected", 1)
    ]
    assert done in queries.conclusions()


def test_an_escalation_suspends_the_certificate_and_lists_the_firm() -> None:
    """A.7.7: findings → escalated (suspend, revoke, blacklist); the certificate changes in the same transaction."""
    who = world()
    one = inspected(who)
    reason = Text(zh="标出的数值与证书不符", en="The value differs from the certificate")
    done = services.step(
        who.bureau["head"], one.id, "escalate", reason="拒不整改",
        measures=[MeasureGiven("suspension", reason, "市监〔2026〕1 号", certificate=one.certificate), MeasureGiven("blacklist", reason)],
    )  # fmt: skip
    view = certificates.by_number(one.certificate)
    assert view is not None and (view.status, view.history[-1].kind) == ("suspended", "suspended")
    assert done.outcome == "escalated"
    assert [m.kind for m in queries.blacklist()] == ["blacklist"]
    assert queries.holder_is_listed(one.subject_id) and barring.is_barred(one.subject_id)
    said = queries.notice_for(one.certificate)
    assert len(said) == 1 and "失信名单" in said[0].to("zh") and reason.to("en") in said[0].to("en")
    other = certificate(who.body, who.works[0]["editor"])
    assert len(queries.notice_for(other.number)) == 1, (
        "the listing is about the holder, so about all it holds"
    )
    assert queries.notice_for(who.views[1].number) == []


def test_a_certificate_of_somebody_else_is_not_suspended_with_it() -> None:
    who = world()
    one = inspected(who)
    words = Text(zh="不符")
    with refused("supervision.no-such-certificate"):
        services.step(
            who.bureau["head"], one.id, "escalate", reason="x",
            measures=[MeasureGiven("suspension", words, certificate=who.views[1].number)],
        )  # fmt: skip
    with refused("supervision.measure-needed"):
        services.step(who.bureau["head"], one.id, "escalate", reason="x")
    assert Inspection.objects.get(id=one.id).state == "inspected" and not Measure.objects.exists()


def test_a_suspension_is_lifted_by_the_authority_with_a_reason_and_a_revocation_never() -> None:
    who = world()
    words = Text(zh="不符")
    one, two = inspected(who), inspected(who, 1)
    services.step(
        who.bureau["head"],
        one.id,
        "escalate",
        reason="x",
        measures=[MeasureGiven("suspension", words, certificate=one.certificate)],
    )
    services.step(
        who.bureau["head"],
        two.id,
        "escalate",
        reason="x",
        measures=[MeasureGiven("revocation", words, certificate=two.certificate)],
    )
    kept = {m.kind: m for m in queries.measures()}
    with refused("supervision.needs-role"):
        services.lift(who.bureau["planner"], kept["suspension"].id, reason="整改完成")
    services.lift(who.bureau["head"], kept["suspension"].id, reason="整改完成")
    view = certificates.by_number(one.certificate)
    assert view is not None and view.status == "valid"
    with refused("supervision.measure-ended"):
        services.lift(who.bureau["head"], kept["suspension"].id, reason="再次")
    with refused("supervision.not-liftable"):
        services.lift(who.bureau["head"], kept["revocation"].id, reason="改主意")
    gone = certificates.by_number(two.certificate)
    assert gone is not None and gone.status == "revoked"


def test_the_team_never_decides_and_one_reviewer_alone_never_inspects() -> None:
    who = world()
    one = opened(who, inspectors=["J-001", "J-003"])  # Cyd is a reviewer as well
    for name in ("ann", "cyd"):
        services.declare(who.bureau[name], one.id, conflict=False)
    services.step(who.bureau["cyd"], one.id, "begin")
    for item in queries.items(one):
        services.check(who.bureau["cyd"], one.id, item["code"], "not_applicable")
    services.step(who.bureau["cyd"], one.id, "hand_in", summary="一天")
    with refused("supervision.on-team"):
        services.step(who.bureau["cyd"], one.id, "close_clean")
    with refused("supervision.not-on-team"):
        services.check(who.bureau["head"], one.id, "identity", "yes")
    services.step(who.bureau["head"], one.id, "close_clean")


def test_a_member_who_stands_aside_is_replaced_by_the_next_of_the_draw() -> None:
    who = world()
    one = drawn(who)[0]
    members = list(queries.team(one))
    gone = who.bureau[members[0].person.name]
    with refused("supervision.reason-needed"):
        services.declare(gone, one.id, conflict=True)
    services.declare(gone, one.id, conflict=True, reason="配偶在该企业")
    now = [m for m in queries.team(one) if m.state != "declined"]
    assert len(now) == 2 and gone.person.id not in {m.person_id for m in now}
    assert {m.role for m in now} == {"lead", "member"}
    with refused("supervision.not-on-team"):
        services.step(gone, one.id, "begin")


def test_an_expert_sees_the_one_inspection_and_nothing_else() -> None:
    who = world()
    guild = house("research", "guild", expert=("reader",))["expert"]
    one, other = opened(who), opened(who, 1)
    with pytest.raises(Absent):
        queries.inspection(guild, one.id)
    services.invite_expert(who.bureau["planner"], one.id, guild.person.email)
    assert list(queries.inspections(guild)) == [one]
    with pytest.raises(Absent):
        queries.inspection(guild, other.id)
    assert not queries.complaints(guild).exists() and not queries.plans(guild).exists()
    services.declare(guild, one.id, conflict=False)
    member = one.team.get(person=guild.person)
    assert (
        (member.role, member.state) == ("expert", "declared")
        and "利益" not in member.said
        and "关系" in member.said
    )


def test_whoever_belongs_to_the_inspected_is_no_expert() -> None:
    who = world()
    one = opened(who)
    with refused("supervision.no-inspector"):
        services.invite_expert(who.bureau["planner"], one.id, "editor@works0.example")
    with refused("supervision.no-inspector"):
        services.invite_expert(who.bureau["planner"], one.id, "head@bureau.example")


def test_the_inspected_learns_of_it_when_it_is_told_and_never_sees_team_and_checklist() -> None:
    """A visit is not announced."""
    who = world()
    works = who.works[0]["editor"]
    one = inspected(who)
    with pytest.raises(Absent):
        queries.inspection(works, one.id)
    services.step(who.bureau["head"], one.id, "order")
    seen = queries.inspection(works, one.id)
    assert not queries.inside(works, seen)
    assert not list(queries.inspections(who.works[1]["editor"]))


def test_the_result_may_be_sent_back_and_its_findings_are_derived_anew() -> None:
    who = world()
    one = inspected(who, wrong=("label_value", "records"))
    assert [f.item for f in queries.findings(one)] == ["records", "label_value"]
    with refused("supervision.reason-needed"):
        services.step(who.bureau["head"], one.id, "reopen")
    services.step(who.bureau["head"], one.id, "reopen", reason="台账看错了年份")
    services.check(who.bureau["ann"], one.id, "records", "yes")
    services.step(who.bureau["ann"], one.id, "hand_in", summary="补查")
    assert [f.item for f in queries.findings(one)] == ["label_value"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "supervision.not-a-picture",
        ),
        (b"%PDF-1.7", "supervision.not-a-picture"),
        (PNG + b"0" * (5 * 1024 * 1024), "supervision.picture-too-large"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_stored(data: bytes, code: str) -> None:
    who = world(1)
    one = under_way(who)
    with refused(code):
        services.check(who.bureau["ann"], one.id, "identity", "yes", picture=data)
    assert not Check.objects.exists()


def test_only_an_authority_supervises() -> None:
    who = world(1)
    from tanzuji.supervision.services import PlanGiven

    given = PlanGiven(2026, Text(zh="计划"), "certificates", 1, timezone.localdate())
    for acting in (who.works[0]["editor"], who.body["evaluator"]):
        with pytest.raises(Refused):
            services.draft(acting, given)
        assert not queries.complaints(acting).exists() and not queries.sightings(acting).exists()
    buyer = house("buyer", "mandated", "authority", editor=("editor",))["editor"]
    with refused("supervision.not-authority"):
        services.draft(buyer, given)


def test_whoever_drafted_a_plan_does_not_decide_it_and_it_closes_when_its_work_is_done() -> None:
    who = world()
    from tanzuji.supervision.services import PlanGiven

    given = PlanGiven(2026, Text(zh="计划"), "bodies", 1, timezone.localdate() + timedelta(days=9))
    made = services.draft(who.bureau["clerk"], given)
    with refused("supervision.own-draft"):
        services.step_plan(who.bureau["clerk"], made.id, "decide")
    services.step_plan(who.bureau["head"], made.id, "decide")
    with refused("supervision.not-draft"):
        services.redraft(who.bureau["clerk"], made.id, given)
    of = drawn(who)[0]
    with refused("supervision.plan-open-work"):
        services.step_plan(who.bureau["planner"], of.plan_id, "close", reason="年底")
    for one in Inspection.objects.filter(plan=of.plan):
        services.step(who.bureau["head"], one.id, "drop", reason="并入专项")
    assert services.step_plan(who.bureau["planner"], of.plan_id, "close", reason="年底").state == "closed"


def test_a_raised_class_is_made_of_measures_and_upheld_complaints() -> None:
    from tanzuji.supervision.pools import pool_of

    who = world()
    one = inspected(who)
    words = Text(zh="不符")
    services.step(
        who.bureau["head"], one.id, "escalate", reason="x", measures=[MeasureGiven("blacklist", words)]
    )
    made = services.complain(number=who.views[1].number, kind="other", text="x", contact="", source="")
    services.assign(who.bureau["clerk"], made.id, who.bureau["clerk"].person.id)
    services.answer(who.bureau["clerk"], made.id, text="属实", upheld=True)
    found = {
        each.code: each.attention for each in pool_of("certificates", who.bureau["head"].organisation_id)
    }
    assert found == {
        who.views[0].number: "raised",
        who.views[1].number: "raised",
        who.views[2].number: "ordinary",
    }


def test_what_was_ordered_and_drawn_cannot_be_changed_in_the_database() -> None:
    who = world()
    one = inspected(who)
    services.step(who.bureau["head"], one.id, "order")
    drawn_ = plan(who)
    services.commit(who.bureau["planner"], drawn_.id)
    another_entry()
    for statement in (
        "UPDATE supervision_measure SET kind = 'x'",
        "DELETE FROM supervision_inspectionstep",
        "UPDATE supervision_draw SET digest = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_certificate_under_two_orders_stays_suspended_until_the_last_is_lifted() -> None:
    """Two inspections of it, each ended with an order; the second writes the number in small letters."""
    who = world()
    number = who.views[0].number
    for order, typed in (("1 号", number), ("2 号", number.lower())):
        given = MeasureGiven("suspension", Text(zh="不符"), order, certificate=typed)
        services.step(who.bureau["head"], inspected(who).id, "escalate", reason="x", measures=[given])
    first, second = Measure.objects.filter(kind="suspension").order_by("number")

    def status() -> str:
        view = certificates.by_number(number)
        assert view is not None
        return view.status

    services.lift(who.bureau["head"], first.id, reason="整改完成")
    assert status() == "suspended", "the second order stands"
    services.lift(who.bureau["head"], second.id, reason="整改完成")
    assert status() == "valid"


def test_an_expired_suspension_of_the_body_does_not_undo_that_of_the_authority() -> None:
    who = world()
    one = inspected(who)
    services.step(
        who.bureau["head"],
        one.id,
        "escalate",
        reason="x",
        measures=[MeasureGiven("suspension", Text(zh="不符"), certificate=one.certificate)],
    )
    with pytest.raises(CodedError):
        certificate_services.resume(who.body["decider"], one.certificate, reason="恢复")
