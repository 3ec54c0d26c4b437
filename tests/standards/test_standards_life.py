"""The life of a standard: who may take which step, and what stands in the way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from standard_cases import TEXT, TODAY, Cast, accepted, consulted, proposal, published, registered, reviewed

from tanzuji.documents.errors import CodedError
from tanzuji.ledger.models import Event
from tanzuji.standards import queries, services
from tanzuji.web.verdicts import Absent, Refused

AFTER = TODAY + timedelta(days=90)


def test_any_registered_body_may_open_a_project_and_the_authority_accepts_it(people: Cast) -> None:
    """SH-101, JS-102, ZJ-104, SD-102: enterprise, association and institute propose; the authority accepts."""
    for office in (people.works, people.association, people.institute):
        made = services.propose(office.editor, proposal(), today=TODAY)
        assert made.state == "proposed" and not made.public
        done = services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
        assert done.state == "accepted" and done.public


def test_a_proposal_is_nobody_elses_to_see_until_it_is_accepted(people: Cast) -> None:
    made = services.propose(people.works.editor, proposal(), today=TODAY)
    assert queries.standard(people.works.editor, made.id) == made
    assert queries.standard(people.authority.editor, made.id) == made
    for stranger in (people.mill.editor, None):
        with pytest.raises(Absent):
            queries.standard(stranger, made.id)
    services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
    assert queries.standard(None, made.id) == made


def test_whoever_proposed_does_not_accept(people: Cast) -> None:
    made = services.propose(people.works.editor, proposal(), today=TODAY)
    with pytest.raises(Refused) as refused:
        services.act(people.works.reviewer, made.id, "accept", today=TODAY)
    assert refused.value.code == "standards.needs-mandate"
    with pytest.raises(Refused) as refused:
        services.act(people.authority.editor, made.id, "accept", today=TODAY)
    assert refused.value.code == "standards.needs-role"


def test_a_call_is_answered_by_proposals_until_it_closes(people: Cast) -> None:
    """SH-101: the public call."""
    call = services.publish_call(
        people.authority.editor,
        title="征集 2026 年标准项目",
        text="水泥、轮胎",
        closes_on="2026-04-01",
        today=TODAY,
    )
    made = services.propose(people.works.editor, proposal(call=str(call.id)), today=TODAY)
    assert made.call == call
    with pytest.raises(CodedError) as late:
        services.propose(people.works.editor, proposal(call=str(call.id)), today=date(2026, 4, 2))
    assert late.value.code == "standards.call-closed"


def test_several_organisations_draft_and_an_outsider_does_not(people: Cast) -> None:
    """JS-102: multi-party drafting."""
    made = accepted(people)
    with pytest.raises(Refused) as refused:
        services.add_draft(people.works.editor, made.id, text=TEXT)
    assert refused.value.code == "standards.not-drafter"
    services.add_party(people.association.editor, made.id, people.works.id)
    assert services.add_draft(people.works.editor, made.id, text=TEXT).number == 1
    assert services.add_draft(people.association.editor, made.id, text=TEXT).number == 2
    services.drop_party(people.works.editor, made.id, people.works.id)
    with pytest.raises(Refused):
        services.add_draft(people.works.editor, made.id, text=TEXT)
    assert made.drafts.count() == 2, "what it wrote stays"


def test_a_consultation_lasts_thirty_days_and_for_a_national_standard_sixty(people: Cast) -> None:
    made = accepted(people)
    services.add_draft(people.association.editor, made.id, text=TEXT)
    with pytest.raises(CodedError) as short:
        services.act(people.association.editor, made.id, "consult", {"closes_on": "2026-03-31"}, today=TODAY)
    assert short.value.code == "standards.consultation-too-short"
    services.act(people.association.editor, made.id, "consult", {"closes_on": "2026-04-01"}, today=TODAY)
    national = consulted(people, level="national", jurisdiction="cn")
    assert queries.last_consultation(national).closes_on == TODAY + timedelta(days=60)  # type: ignore[union-attr]


def test_every_remark_is_answered_before_review(people: Cast) -> None:
    """JS-102: comments, answered one by one; anybody registered may make them."""
    made = consulted(people)
    first = services.remark(people.mill.editor, made.id, text="分配应按质量。", clause="6.1", today=TODAY)
    second = services.remark(people.works.reviewer, made.id, text="单位应为吨。", clause="5.2", today=TODAY)
    with pytest.raises(Refused) as early:
        services.act(people.association.editor, made.id, "review", today=TODAY)
    assert early.value.code == "standards.still-open"
    services.answer(people.association.editor, first.id, disposition="accepted", text="已改。")
    with pytest.raises(Refused) as open_:
        services.act(people.association.editor, made.id, "review", today=AFTER)
    assert open_.value.code == "standards.unanswered"
    services.answer(people.association.editor, second.id, disposition="rejected", text="声明单位已是吨。")
    assert services.act(people.association.editor, made.id, "review", today=AFTER).state == "technical_review"


def test_an_outsider_does_not_answer_and_a_remark_after_the_last_day_is_refused(people: Cast) -> None:
    made = consulted(people)
    said = services.remark(people.mill.editor, made.id, text="分配应按质量。", today=TODAY)
    with pytest.raises(Refused):
        services.answer(people.mill.editor, said.id, disposition="accepted", text="好")
    with pytest.raises(CodedError) as late:
        services.remark(people.mill.editor, made.id, text="还有", today=TODAY + timedelta(days=31))
    assert late.value.code == "standards.not-open"


def test_the_same_draft_is_not_consulted_on_twice_and_remarks_of_the_first_round_stay(people: Cast) -> None:
    made = consulted(people)
    said = services.remark(people.mill.editor, made.id, text="分配应按质量。", today=TODAY)
    services.act(people.association.editor, made.id, "redraft", reason="补充附录", today=TODAY)
    with pytest.raises(Refused) as same:
        services.act(people.association.editor, made.id, "consult", today=TODAY)
    assert same.value.code == "standards.old-draft"
    services.add_draft(people.association.editor, made.id, text=TEXT)
    services.act(people.association.editor, made.id, "consult", today=TODAY)
    assert queries.remarks(made) == [said]
    assert queries.unanswered(made) == 1, "a remark of the first round is still to be answered"


@pytest.mark.parametrize(
    ("votes", "code"),
    [
        ("ff", "standards.small-panel"),
        ("fff--", "standards.no-quorum"),  # 3 of 5 is fewer than two thirds
        ("ffax", "standards.no-majority"),  # 2 of 4 is fewer than three quarters
        ("fffa", ""),  # 3 of 4 is three quarters
        ("ffff-", ""),
    ],
)
def test_two_thirds_vote_and_three_quarters_of_those_are_in_favour(
    people: Cast, votes: str, code: str
) -> None:
    """JS-102: votes."""
    made = reviewed(people, votes)
    if not code:
        assert services.act(people.authority.reviewer, made.id, "approve", today=AFTER).state == "approved"
        return
    with pytest.raises(Refused) as refused:
        services.act(people.authority.reviewer, made.id, "approve", today=AFTER)
    assert refused.value.code == code


def test_a_drafter_is_not_on_the_panel_and_nobody_votes_twice(people: Cast) -> None:
    made = reviewed(people, "f")
    with pytest.raises(CodedError) as own:
        services.convene(
            people.authority.editor,
            made.id,
            organisation_id=people.association.id,
            email="reviewer@materials.example",
        )
    assert own.value.code == "standards.own-organisation"
    with pytest.raises(CodedError) as twice:
        services.vote(people.panel[0], made.id, choice="for")
    assert twice.value.code == "standards.voted"
    with pytest.raises(CodedError) as outside:
        services.vote(people.mill.editor, made.id, choice="for")
    assert outside.value.code == "standards.not-on-panel"


def test_a_draft_that_was_sent_back_is_voted_on_anew(people: Cast) -> None:
    made = reviewed(people, "faa")
    services.act(people.authority.reviewer, made.id, "return", reason="请补不确定度", today=AFTER)
    services.add_draft(people.association.editor, made.id, text=TEXT)
    services.act(people.association.editor, made.id, "review", today=AFTER)
    assert queries.tally(queries.newest_draft(made)).voted == 0


def test_a_standard_comes_into_force_on_its_day_and_not_before(people: Cast) -> None:
    made = published(people, in_force=date(2026, 9, 1))
    assert made.state == "published"
    assert services.bring_into_force(date(2026, 8, 31)) == []
    assert [s.id for s in services.bring_into_force(date(2026, 9, 1))] == [made.id]
    made.refresh_from_db()
    assert made.state == "in_force"
    assert services.bring_into_force(date(2026, 9, 2)) == [], "once"
    assert Event.objects.filter(kind="standards.standard.in-force", subject_id=str(made.id)).count() == 1


def test_the_next_edition_supersedes_the_old_one_when_it_comes_into_force(people: Cast) -> None:
    old = published(people, in_force=date(2026, 6, 1))
    assert old.state == "in_force"
    new = services.act(people.association.editor, old.id, "revise", reason="按 2026 版通则修订", today=AFTER)
    old.refresh_from_db()
    assert old.state == "under_revision" and new.state == "accepted" and new.group == old.group
    services.act(people.association.editor, new.id, "begin", today=AFTER)
    services.add_draft(people.association.editor, new.id, text=TEXT)
    services.act(people.association.editor, new.id, "consult", today=AFTER)
    later = AFTER + timedelta(days=40)
    services.act(people.association.editor, new.id, "review", today=later)
    for expert in people.panel:
        services.convene(
            people.authority.editor, new.id, organisation_id=expert.organisation_id, email=expert.person.email
        )
        services.vote(expert, new.id, choice="for")
    services.act(people.authority.reviewer, new.id, "approve", today=later)
    services.act(
        people.association.reviewer, new.id, "publish",
        {"number": "T/JSXX 001-2027", "in_force_on": "2027-01-01"}, today=later,
    )  # fmt: skip
    services.bring_into_force(date(2027, 1, 1))
    old.refresh_from_db()
    assert old.state == "superseded" and old.ended_on == date(2027, 1, 1)


def test_an_abandoned_revision_leaves_the_old_edition_in_force(people: Cast) -> None:
    old = published(people, in_force=date(2026, 6, 1))
    new = services.act(people.association.editor, old.id, "revise", reason="修订", today=AFTER)
    services.act(people.association.editor, new.id, "withdraw", reason="不再需要", today=AFTER)
    old.refresh_from_db()
    assert old.state == "in_force"


def test_an_abolished_standard_keeps_its_page_and_its_reason(people: Cast) -> None:
    made = published(people, in_force=date(2026, 6, 1))
    with pytest.raises(CodedError) as silent:
        services.act(people.association.reviewer, made.id, "abolish", today=AFTER)
    assert silent.value.code == "standards.reason-needed"
    services.act(people.association.reviewer, made.id, "abolish", reason="已由国家标准代替", today=AFTER)
    assert queries.standard(None, made.id).state == "abolished"
    assert made.steps.get(action="abolish").reason == "已由国家标准代替"


def test_a_national_standard_in_force_flags_the_sector_standard_of_its_product(people: Cast) -> None:
    """JS-101, A.7.2: 行标应予废止; found by product group or by a product code that meets."""
    by_group = registered(
        people, level="sector", number="HJ/T 1-2024", in_force_on="2024-02-01", issued_on="2024-01-01"
    )
    other = registered(
        people,
        level="sector",
        number="HJ/T 2-2024",
        group="tyre",
        hs="4011",
        in_force_on="2024-02-01",
        issued_on="2024-01-01",
    )
    by_code = registered(
        people,
        level="sector",
        number="HJ/T 3-2024",
        group="wood-panel",
        hs="252329",
        in_force_on="2024-02-01",
        issued_on="2024-01-01",
    )
    registered(people)
    for row in (by_group, other, by_code):
        row.refresh_from_db()
    assert by_group.to_be_abolished and by_code.to_be_abolished and not other.to_be_abolished
    assert by_group.state == "in_force", "flagged; abolishing it is the authority's to do"
    assert Event.objects.filter(kind="standards.standard.to-be-abolished").count() == 2


def test_no_provincial_standard_where_a_national_or_sector_one_exists(people: Cast) -> None:
    """JS-101, A.7.2: 不再制定地方标准."""
    registered(people, level="sector", number="HJ/T 1-2024")
    with pytest.raises(Refused) as refused:
        services.propose(people.works.editor, proposal(level="provincial"), today=TODAY)
    assert refused.value.code == "standards.higher-exists"
    assert services.propose(
        people.works.editor, proposal(level="provincial", group="tyre", codes={}), today=TODAY
    )
    assert services.propose(people.works.editor, proposal(level="association"), today=TODAY)


def test_a_provincial_project_stops_when_a_national_standard_comes_meanwhile(people: Cast) -> None:
    made = reviewed(people, "fff", level="provincial")
    registered(people)
    with pytest.raises(Refused) as refused:
        services.act(people.authority.reviewer, made.id, "approve", today=AFTER)
    assert refused.value.code == "standards.higher-exists"
    services.act(people.authority.reviewer, made.id, "decline", reason="已有国家标准", today=AFTER)


def test_a_provincial_general_rule_may_stand_beside_the_national_one(people: Cast) -> None:
    """ZJ-101, ZJ-102: 通则 of a province is in accord with the national one and stands beside it."""
    registered(people, layer="general", group="", hs="", number="GB/T 24067-2024")
    made = services.propose(
        people.authority.editor, proposal(level="provincial", layer="general", group="", codes={}, jurisdiction="cn-zj"),
        today=TODAY,
    )  # fmt: skip
    assert made.layer == "general"
    assert services.act(people.authority.reviewer, made.id, "accept", today=TODAY).state == "accepted"


def test_ningxia_applies_for_a_national_standard_directly_and_jiangsu_does_not(people: Cast) -> None:
    """NX-103: 条件成熟的可直接申请制定国家标准或行业标准."""
    assert services.propose(
        people.works.editor, proposal(level="national", jurisdiction="cn-nx"), today=TODAY
    )
    with pytest.raises(Refused) as refused:
        services.propose(people.works.editor, proposal(level="national", jurisdiction="cn-js"), today=TODAY)
    assert refused.value.code == "standards.no-direct-path"
    assert services.propose(
        people.works.editor, proposal(level="national", jurisdiction="cn-sd"), today=TODAY
    )


def test_an_enterprise_decides_on_its_own_standard_with_two_persons(people: Cast) -> None:
    made = services.propose(people.works.editor, proposal(level="enterprise"), today=TODAY)
    assert services.act(people.works.reviewer, made.id, "accept", today=TODAY).state == "accepted"


def test_nothing_is_kept_of_a_refused_proposal(people: Cast) -> None:
    with pytest.raises(CodedError) as wrong:
        services.propose(people.works.editor, proposal(codes={"hs": "25-X", "cpc": "123456"}), today=TODAY)
    assert wrong.value.codes == ("standards.bad-code", "standards.bad-code")
    assert queries.standards(people.works.editor).count() == 0
