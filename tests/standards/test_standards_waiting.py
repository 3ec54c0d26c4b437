"""What waits for whom (DOMAIN A.11: an editor prepares, a second person decides), and who hears of a step."""

from __future__ import annotations

from typing import Any

from standard_cases import TODAY, Cast, consulted, proposal, published, reviewed

from tanzuji.notices.models import Notice
from tanzuji.parties.acting import Acting
from tanzuji.standards import queries, services


def to_do(acting: Acting) -> list[str]:
    return [what.to("zh") for _, _, what in queries.waiting(acting)]


def test_a_project_waits_for_the_authoritys_reviewer_alone(people: Cast) -> None:
    made = services.propose(people.association.editor, proposal(), today=TODAY)
    assert queries.waiting(people.authority.reviewer)[0][0].endswith(f"/standards/{made.id}/")
    assert to_do(people.authority.reviewer) == ["等待立项决定"]
    for other in (people.authority.editor, people.association.reviewer, people.works.reviewer):
        assert to_do(other) == []


def test_a_remark_waits_for_every_drafter_until_it_is_answered(people: Cast) -> None:
    made = consulted(people)
    services.add_party(people.association.editor, made.id, people.works.id)
    said = services.remark(people.mill.editor, made.id, text="单位应为吨", today=TODAY)
    services.remark(people.mill.editor, made.id, text="另一条", today=TODAY)
    assert to_do(people.association.editor) == to_do(people.works.editor) == ["2 条意见待答复"]
    assert to_do(people.mill.editor) == to_do(people.association.reviewer) == []
    services.answer(people.works.editor, said.id, disposition="accepted", text="已改")
    assert to_do(people.association.editor) == ["1 条意见待答复"]


def test_a_vote_waits_for_the_member_who_has_not_voted(people: Cast) -> None:
    reviewed(people, votes="f-")
    assert to_do(people.panel[1]) == ["等您投票"] and to_do(people.panel[0]) == []
    assert to_do(people.authority.reviewer) == ["等待审查组和审查结论"]


def test_a_conversion_goes_from_screening_to_a_second_persons_recommendation(people: Cast) -> None:
    rule = published(people)
    made = services.request_conversion(people.association.editor, rule.id, target="national", reason="要用")
    assert to_do(people.authority.editor) == ["转化申请待筛选打分"]
    scores = {"technology": "4", "maturity": "4", "reason": "领先"}
    services.act_on_conversion(people.authority.reviewer, made.id, "screen", scores)
    assert to_do(people.authority.reviewer) == [] == to_do(people.association.editor)


def test_a_plan_waits_for_whoever_did_not_draw_it_up(people: Cast) -> None:
    services.make_plan(people.authority.editor, year=2027, sectors_=["ferrous"], quota=3, participants=[])
    assert to_do(people.authority.reviewer) == ["等待确定"] and to_do(people.authority.editor) == []


def test_at_most_five_things_wait_and_few_questions_are_asked(
    people: Cast, django_assert_max_num_queries: Any
) -> None:
    for n in range(7):
        services.propose(people.association.editor, proposal(title_zh=f"水泥 {n}"), today=TODAY)
    with django_assert_max_num_queries(5):
        assert len(queries.waiting(people.authority.reviewer)) == 5


def test_whoever_takes_a_step_is_not_told_of_it(people: Cast) -> None:
    made = services.propose(people.association.editor, proposal(), today=TODAY)
    services.act(people.authority.reviewer, made.id, "accept", today=TODAY)
    services.add_party(people.association.editor, made.id, people.works.id)
    before = set(Notice.objects.values_list("id", flat=True))
    services.act(people.association.editor, made.id, "begin", today=TODAY)
    told = Notice.objects.exclude(id__in=before)
    assert [notice.organisation_id for notice in told] == [people.works.id]
