"""A campaign planned: drafted, opened for comments, answered, decided by a second person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from campaign_cases import SECTORS, authority, decided, house, plan, works
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tanzuji.campaigns import queries, services
from tanzuji.campaigns.planning import SectorGiven
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.notices import queries as notices
from tanzuji.web.verdicts import Absent, Refused

pytestmark = pytest.mark.django_db


def refused(code: str) -> Any:
    return pytest.raises(CodedError, match=code.replace(".", r"\."))


def test_a_years_plan_is_consulted_decided_run_and_closed() -> None:
    """JS-104: 定期商定…每年优选1-2个行业; plan: consulted→decided→running→closed, with quota and participants."""
    bureau, firm = authority(), works()
    made = decided(bureau)
    assert [(s.name_zh, s.quota) for s in queries.sectors(made)] == [("锂电池", 2), ("钢材", 3)]
    with refused("campaigns.no-tasks"):
        services.decide(bureau["planner"], made.id, "start")
    services.assign_list(
        bureau["planner"], made.id, [services.Assigned(firm["editor"].organisation.code, "钢材", "HRB400E")]
    )
    assert services.decide(bureau["planner"], made.id, "start").state == "running"
    with refused("campaigns.reason-needed"):
        services.decide(bureau["planner"], made.id, "close")
    assert services.decide(bureau["planner"], made.id, "close", reason="year over").state == "closed"
    assert [d.action for d in queries.decisions(made)] == ["close", "start", "decide", "consult"]


def test_the_focus_of_a_year_has_two_sectors_at_most_and_a_wave_any_number() -> None:
    """JS-104: 每年优选1-2个行业; SD-104: waves of many sectors."""
    bureau = authority()
    third = (*SECTORS, SectorGiven(Text(zh="水泥", en="Cement"), 1))
    with refused("campaigns.too-many-sectors"):
        services.draft(bureau["planner"], plan(sectors=third))
    assert services.draft(bureau["planner"], plan(kind="wave", wave=1, sectors=third)).kind == "wave"


def test_waves_follow_each_other_over_sectors_and_years() -> None:
    """SD-104: 选取钢铁、电解铝、水泥、化肥、塑料…逐步扩大到有机化学品、橡胶轮胎、烧碱; 100, 200, 300 家企业."""
    bureau = authority()
    follows, waves = None, []
    for wave, (names, quota) in enumerate(
        (
            (("钢铁", "电解铝", "水泥", "化肥", "塑料"), 20),
            (("甲醇", "轮胎", "烧碱"), 66),
            (("龙头企业",), 300),
        ),
        start=1,
    ):
        sectors = tuple(SectorGiven(Text(zh=name), quota) for name in names)
        made = services.draft(
            bureau["planner"],
            plan(
                kind="wave",
                wave=wave,
                year=2022 + wave,
                follows=follows,
                counts="enterprises",
                sectors=sectors,
            ),
        )
        follows = made.id
        waves.append(made)
    assert [w.id for w in queries.series(waves[1], bureau["planner"])] == [w.id for w in waves]
    assert queries.progress(waves[0]).whole.quota == 100


def test_whoever_drafted_a_plan_does_not_decide_it() -> None:
    bureau = authority()
    made = services.draft(bureau["both"], plan())
    services.decide(bureau["both"], made.id, "consult")
    with refused("campaigns.own-draft"):
        services.decide(bureau["both"], made.id, "decide")
    services.decide(bureau["decider"], made.id, "decide")


def test_every_comment_is_answered_before_the_plan_is_decided() -> None:
    """JS-104: 定期商定; comments by associations and enterprises, answered one by one."""
    bureau, firm = authority(), works()
    guild = house("association", "guild", secretary=("editor",))["secretary"]
    made = services.draft(bureau["planner"], plan())
    services.decide(bureau["planner"], made.id, "consult")
    assert [n.kind for n in notices.notices(guild)] == ["campaigns.consulted"]
    opinion = services.give_opinion(guild, made.id, "take cement as well")
    services.give_opinion(firm["editor"], made.id, "later, please")
    with refused("campaigns.unanswered"):
        services.decide(bureau["decider"], made.id, "decide")
    services.answer_opinion(bureau["planner"], opinion.id, "next year", adopted=False)
    with refused("campaigns.answered-already"):
        services.answer_opinion(bureau["planner"], opinion.id, "again", adopted=True)
    with pytest.raises(Absent):
        services.answer_opinion(firm["editor"], opinion.id, "mine", adopted=True)
    other = queries.opinions(made).last()
    assert other is not None
    services.answer_opinion(bureau["planner"], other.id, "no", adopted=False)
    services.decide(bureau["decider"], made.id, "decide")
    with refused("campaigns.not-in-consultation"):
        services.give_opinion(guild, made.id, "too late")


def test_nothing_is_decided_while_comments_are_still_invited() -> None:
    bureau = authority()
    made = services.draft(bureau["planner"], plan())
    until = timezone.localdate() + timedelta(days=3)
    services.decide(bureau["planner"], made.id, "consult", comments_until=until)
    with refused("campaigns.comments-open"):
        services.decide(bureau["decider"], made.id, "decide")


def test_a_draft_is_its_authoritys_alone_and_a_plan_in_consultation_everybodys() -> None:
    bureau, firm, other = authority(), works(), authority("other bureau")
    made = services.draft(bureau["planner"], plan())
    for stranger in (firm["editor"], other["planner"]):
        with pytest.raises(Absent):
            queries.campaign(stranger, made.id)
    services.decide(bureau["planner"], made.id, "consult")
    assert queries.campaign(firm["editor"], made.id).id == made.id
    with pytest.raises(Absent):
        services.decide(other["decider"], made.id, "decide")


def test_what_was_decided_is_not_changed() -> None:
    bureau = authority()
    made = decided(bureau)
    with refused("campaigns.not-draft"):
        services.redraft(bureau["planner"], made.id, plan(year=2027))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM campaigns_plandecision")


def test_an_enterprise_plans_no_campaign() -> None:
    with pytest.raises(Refused, match=r"campaigns\.not-authority"):
        services.draft(works()["editor"], plan())
