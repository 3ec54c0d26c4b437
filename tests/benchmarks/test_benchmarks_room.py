"""Limit, reference and best value from snapshot to retirement, by the people who do it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from benchmark_cases import (
    KEY,
    YEAR,
    Houses,
    consulted,
    houses,
    last_day,
    proposed,
    published,
    somebody,
    trade,
    verified,
)
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tanzuji.benchmarks import queries, services
from tanzuji.benchmarks.comparing import Subject
from tanzuji.benchmarks.models import Benchmark, Snapshot
from tanzuji.documents.errors import CodedError
from tanzuji.notices import queries as notices
from tanzuji.parties.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Houses:
    return houses()


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    verified(monkeypatch, trade(owners=(who.works.organisation_id,)))


def refused(code: str) -> Any:
    return pytest.raises(CodedError, match=code)


def test_benchmarks_are_proposed_consulted_decided_and_published(panel: None, who: Houses) -> None:
    """JS-108: draft → consultation → published → retired; the comment is answered, two persons decide and publish."""
    of = proposed(who)
    assert of.state == "draft"
    consulted(who.proposer, of)
    said = services.comment(who.works, of.id, "限定值太严 Too strict", today=last_day())
    with refused("benchmarks.unanswered"):
        services.act(who.judge, of.id, "decide")
    services.answer(who.proposer, of.id, said.id, adopted="no", text="与可比数据一致 As the data say")
    assert services.act(who.judge, of.id, "decide").state == "decided"
    done = services.act(who.clerk, of.id, "publish")
    assert done.state == "published"
    assert done.published_on == timezone.localdate()
    assert [s.action for s in queries.steps(done)] == ["propose", "consult", "decide", "publish"]
    assert services.act(who.judge, of.id, "retire", reason="标准改版").state == "retired"
    assert [
        n.title.to("en") for n in notices.notices(who.works)
    ]  # the works was counted: it is told of all of it


def test_values_are_the_percentiles_and_the_mean_by_output_of_the_groups(panel: None, who: Houses) -> None:
    """JS-108, DOMAIN C.5: B = P10, M = Σ value·output / Σ output, L = P90; by hand, M = 7 411.0 Mt·kg/t / 12.0 Mt = 617.6."""
    from scipy.stats.mstats import hdquantiles

    rows = trade()
    of = proposed(who)
    p10, p90 = hdquantiles([r.value for r in rows], [0.1, 0.9])
    assert float(of.best) == float(f"{p10:.3g}")
    assert float(of.limit) == float(f"{p90:.3g}")
    assert of.reference == "618"


def test_fewer_than_ten_groups_give_no_benchmarks_and_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, who: Houses
) -> None:
    """JS-108, DOMAIN C.5: nine groups; a snapshot that would freeze the year for nothing is not taken."""
    verified(monkeypatch, trade(9))
    with refused("benchmarks.few-for-percentiles"):
        services.take_snapshot(who.proposer, KEY, YEAR)
    assert not Snapshot.objects.exists()
    assert [c.ready for c in queries.candidates()] == [False]


def test_companies_of_one_group_count_as_one(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    """TRUST §2: by group company, not by site: twelve works of nine groups are nine."""
    rows = trade(9) + trade(3, value=600.0)
    verified(monkeypatch, rows)
    with refused("benchmarks.few-for-percentiles"):
        services.take_snapshot(who.proposer, KEY, YEAR)


def test_footprints_by_another_method_are_another_panel(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    """DOMAIN CM-01: six by AR6 and six by AR5 are no twelve."""
    verified(monkeypatch, trade(6) + trade(12, gwp_set="AR5")[6:])
    with refused("benchmarks.few-for-percentiles"):
        services.take_snapshot(who.proposer, KEY, YEAR)
    assert len(queries.candidates()) == 2


def test_a_year_is_counted_once_and_not_before_it_is_over(panel: None, who: Houses) -> None:
    """TRUST §2: frozen yearly snapshots."""
    services.take_snapshot(who.proposer, KEY, YEAR)
    with refused("benchmarks.frozen"):
        services.take_snapshot(who.proposer, KEY, YEAR)
    with refused("benchmarks.year-not-over"):
        services.take_snapshot(who.proposer, KEY, timezone.localdate().year)
    assert queries.candidates() == []


def test_a_year_with_one_newcomer_holds_it_back(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    """TRUST §2, differencing: thirteen after twelve; the thirteenth waits until five have joined."""
    verified(monkeypatch, trade(12) + trade(13, year=YEAR + 1, factor=0.97))
    services.take_snapshot(who.proposer, KEY, YEAR)
    second = services.take_snapshot(who.proposer, KEY, YEAR + 1)
    assert (second.cells.groups, second.held_back) == (12, 1)


def test_a_year_in_which_one_left_is_not_published(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    """TRUST §2, differencing: eleven after twelve would show the twelfth."""
    verified(monkeypatch, trade(12) + trade(11, year=YEAR + 1, factor=0.97))
    services.take_snapshot(who.proposer, KEY, YEAR)
    with refused("benchmarks.differencing"):
        services.take_snapshot(who.proposer, KEY, YEAR + 1)


def test_a_snapshot_and_the_record_never_change(panel: None, who: Houses) -> None:
    """Neither by the ORM nor in SQL: the tables are append-only."""
    of = published(who)
    for sql in (
        "UPDATE benchmarks_snapshot SET published = '{}'",
        "DELETE FROM benchmarks_step",
        "UPDATE benchmarks_comment SET text = ''",
        "DELETE FROM benchmarks_answer",
    ):
        services_rows = of.steps.count()
        if sql.startswith(("UPDATE benchmarks_comment", "DELETE FROM benchmarks_answer")):
            continue  # without a row there is nothing a trigger could refuse
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert of.steps.count() == services_rows


def test_no_figure_of_a_single_works_leaves_the_room(
    monkeypatch: pytest.MonkeyPatch, who: Houses, client: Any
) -> None:
    """DOMAIN A.11: public, but not the underlying rows: neither pages nor API hold a group, a value or an output."""
    rows = trade(factor=1.000_123_4, output=1_234_567.0)
    verified(monkeypatch, rows)
    of = published(who)
    pages = [f"/zh/benchmarks/{of.id}/", "/zh/benchmarks/", f"/api/benchmarks/{of.id}", "/api/benchmarks"]
    client.force_login(who.proposer.person)
    shown = " ".join(client.get(page).content.decode() for page in [*pages, "/zh/benchmarks/candidates/"])
    assert of.reference in shown
    assert "1234567" not in shown.replace(",", "")
    for row in rows:
        assert row.group not in shown
        assert f"{row.value:.5g}" not in shown


def test_whoever_prepared_the_values_does_not_decide_on_them(
    monkeypatch: pytest.MonkeyPatch, who: Houses
) -> None:
    """DOMAIN A.11: REG proposes and decides; that takes two persons, and a third step takes another again."""
    verified(monkeypatch, trade())
    both = somebody(who.judge.organisation, "both", "editor", "reviewer")
    snapshot = services.take_snapshot(both, KEY, YEAR)
    of = services.propose(both, snapshot.id, name_zh="水泥")
    consulted(both, of)
    with refused("benchmarks.four-eyes"):
        services.act(both, of.id, "decide")
    services.act(who.judge, of.id, "decide")
    with refused("benchmarks.four-eyes"):
        services.act(who.judge, of.id, "publish")
    assert services.act(both, of.id, "publish").state == "published"


@pytest.mark.parametrize("action", ["decide", "return", "publish", "retire"])
def test_the_association_cannot_do_what_is_the_authoritys(panel: None, who: Houses, action: str) -> None:
    """DOMAIN A.11: IND creates and edits, REG decides and publishes."""
    of = proposed(who)
    state = {"decide": "consultation", "return": "consultation", "publish": "decided", "retire": "published"}
    Benchmark.objects.filter(id=of.id).update(state=state[action])
    with refused("benchmarks.not-authority"):
        services.act(who.colleague, of.id, action, reason="因为")


def test_an_enterprise_does_not_propose(panel: None, who: Houses) -> None:
    with refused("benchmarks.not-proposer"):
        services.take_snapshot(who.works, KEY, YEAR)


def test_it_is_not_decided_before_the_last_day_for_comments(panel: None, who: Houses) -> None:
    of = proposed(who)
    today = timezone.localdate()
    services.consult(who.proposer, of.id, closes_on=today, today=today - timedelta(days=30))
    with refused("benchmarks.still-open"):
        services.act(who.judge, of.id, "decide")
    services.comment(who.works, of.id, "今天还来得及")


def test_a_consultation_lasts_thirty_days_and_takes_no_comment_afterwards(panel: None, who: Houses) -> None:
    """Decisions rest on comments that there was time to make: 1 March to 31 March are thirty days, 30 March is short."""
    of = proposed(who)
    with refused("benchmarks.too-short"):
        services.consult(who.proposer, of.id, closes_on="2026-03-30", today=date(2026, 3, 1))
    with refused("benchmarks.too-short"):
        services.consult(who.proposer, of.id, closes_on=timezone.localdate())
    services.consult(who.proposer, of.id, closes_on="2026-03-31", today=date(2026, 3, 1))
    services.comment(who.works, of.id, "最后一天", today=date(2026, 3, 31))
    with refused("benchmarks.not-open"):
        services.comment(who.works, of.id, "迟了", today=date(2026, 4, 1))


def test_what_is_sent_back_keeps_its_comments_and_is_opened_again(panel: None, who: Houses) -> None:
    """A comment is never lost, and its answer may follow while the values are reworked."""
    of = proposed(who)
    consulted(who.proposer, of)
    said = services.comment(who.works, of.id, "请说明样本", today=last_day())
    with refused("benchmarks.reason-needed"):
        services.act(who.judge, of.id, "return")
    services.act(who.judge, of.id, "return", reason="先答复意见")
    services.answer(who.proposer, of.id, said.id, adopted="yes", text="已补充")
    services.change(
        who.proposer, of.id, name_zh="水泥", values={"limit": "720", "reference": "618", "best": "530"},
        reasons="协会建议收紧限定值 A tighter limit",
    )  # fmt: skip
    consulted(who.proposer, of)
    assert services.act(who.judge, of.id, "decide").limit == "720"
    assert queries.comments(of).count() == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"limit": "600", "reference": "618", "best": "530"}, "benchmarks.not-rising"),
        ({"limit": "abc"}, "benchmarks.not-a-value"),
        ({"limit": "1e400"}, "benchmarks.not-a-value"),
        ({"limit": "NaN"}, "benchmarks.not-a-value"),
        ({"limit": "720.55"}, "benchmarks.too-fine"),
        ({"limit": "720"}, "benchmarks.reasons-needed"),
    ],
)
def test_values_that_will_not_do_are_refused_and_nothing_is_kept(
    panel: None, who: Houses, values: dict[str, str], code: str
) -> None:
    snapshot = services.take_snapshot(who.proposer, KEY, YEAR)
    with refused(code):
        services.propose(who.proposer, snapshot.id, name_zh="水泥", values=values)
    assert not Benchmark.objects.exists()


def test_the_newer_year_takes_the_place_of_the_older(monkeypatch: pytest.MonkeyPatch, who: Houses) -> None:
    """JS-108: per year; the page of the one before stays and says so."""
    verified(monkeypatch, trade(12) + trade(12, year=YEAR + 1, factor=0.97))
    old, new = published(who), published(who, year=YEAR + 1)
    old.refresh_from_db()
    assert old.state == "retired"
    assert new.replaces_id == old.id
    assert [one.id for one in queries.published(KEY.rule, KEY.unit, KEY.boundary)] == [new.id]


def test_somebody_who_saw_an_older_state_does_not_act_on_the_newer(panel: None, who: Houses) -> None:
    of = proposed(who)
    seen = of.edition
    consulted(who.proposer, of)
    with refused("benchmarks.changed-meanwhile"):
        services.act(who.judge, of.id, "decide", edition=seen)


def test_a_draft_is_absent_for_others(panel: None, who: Houses) -> None:
    of = proposed(who)
    stranger = somebody(
        Organisation.objects.create(kind="association", name_zh="乙", name_en="B"), "b", "editor"
    )
    for acting in (stranger, None):
        with refused("web.absent"):
            queries.benchmark(acting, of.id)


def test_a_footprint_is_held_only_against_what_it_is_comparable_with(panel: None, who: Houses) -> None:
    """DOMAIN CM-01: per kg instead of per t is the same; another GWP set or boundary is not, and is named."""
    of = published(who)
    subject = Subject(
        ["gbt-24067-2024@1", KEY.rule], "1 kg", "cradle_to_gate", "AR6", "as_modelled", "cutoff", "none"
    )
    (found,) = queries.gaps(subject, 0.7)
    assert found.gap is not None
    assert found.gap.values.limit == pytest.approx(float(of.limit) / 1000)
    assert found.gap.to_reference == pytest.approx(0.7 - float(of.reference) / 1000)
    other = Subject([KEY.rule], "1 kg", "cradle_to_grave", "AR5", "as_modelled", "cutoff", "none")
    (found,) = queries.gaps(other, 0.7)
    assert found.gap is None
    assert [text.to("en") for text in found.differs] == ["boundary", "GWP set"]


def test_the_api_tells_anybody_the_gap_of_a_value(panel: None, who: Houses, client: Any) -> None:
    """JS-108, C.5: halfway between M and L is 30 points, grade 4; an interval across L makes it grade 5, borderline."""
    of = published(who)
    middle = (float(of.reference) + float(of.limit)) / 2
    body = {"unit": "1 t", "value": middle, "low": middle - 5, "high": float(of.limit) + 5}
    answer = client.post(f"/api/benchmarks/{of.id}/gap", json.dumps(body), content_type="application/json")
    told = answer.json()
    assert answer.status_code == 200, told
    assert told["score"] == pytest.approx(30.0)
    assert (told["grade"], told["grade_of_value"], told["borderline"]) == (5, 4, True)
    wrong = client.post(
        f"/api/benchmarks/{of.id}/gap", json.dumps(body | {"unit": "1 kWh"}), content_type="application/json"
    )
    assert wrong.status_code == 422
    assert wrong.json()["problems"][0]["code"] == "benchmarks.not-comparable"
