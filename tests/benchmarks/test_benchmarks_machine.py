"""No sequence of actions by anybody skips a step, decides on one's own values, or loses a comment."""

from __future__ import annotations

from typing import Any

import pytest
from benchmark_cases import Houses, consulted, houses, last_day, proposed, somebody, trade, verified
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanzuji.benchmarks import queries, services
from tanzuji.benchmarks.models import Answer, Benchmark, Comment
from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting
from tanzuji.parties.models import Membership

pytestmark = pytest.mark.django_db

ACTORS = ("proposer", "colleague", "clerk", "judge", "works", "both", "turncoat")
ACTIONS = ("change", "consult", "comment", "answer", "decide", "return", "publish", "retire", "drop")
STEPS = st.lists(st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTIONS)), min_size=4, max_size=24)


def cast(who: Houses) -> dict[str, Acting]:
    """`both` holds every role at the authority; `turncoat` is the proposer, who reviews for the authority as well."""
    authority = who.judge.organisation
    Membership.objects.create(person=who.proposer.person, organisation=authority, roles="editor,reviewer")
    turncoat = Acting(who.proposer.person, authority, frozenset({"editor", "reviewer"}))
    both = somebody(authority, "both", "editor", "reviewer", "admin")
    return {name: getattr(who, name) for name in ACTORS[:5]} | {"both": both, "turncoat": turncoat}


def do(acting: Acting, of: Benchmark, action: str) -> None:
    if action == "change":
        services.change(acting, of.id, name_zh="水泥", values={"limit": "800"}, reasons="放宽")
    elif action == "consult":
        consulted(acting, of)
    elif action == "comment":
        services.comment(acting, of.id, "意见", today=last_day())
    elif action == "answer":
        open_one = Comment.objects.filter(benchmark=of, answer=None).first()
        if open_one is not None:
            services.answer(acting, of.id, open_one.id, adopted="no", text="答复")
    else:
        services.act(acting, of.id, action, reason="因为")


def holds(of: Benchmark, before: dict[str, Any]) -> None:
    """What must be true after every action, allowed or refused."""
    of.refresh_from_db()
    steps = list(queries.steps(of))
    assert [s.after for s in steps[:-1]] == [s.before for s in steps[1:]]
    assert steps[-1].after == of.state
    assert [s.action for s in steps[: len(before["steps"])]] == before["steps"]
    assert Comment.objects.filter(benchmark=of).count() >= before["comments"]
    assert Answer.objects.filter(comment__benchmark=of).count() >= before["answers"]
    preparers = {s.by_id for s in steps if s.action in ("propose", "change", "consult")}
    for place, step in enumerate(steps):
        if step.action == "decide":
            assert step.before == "consultation"
            assert step.by_id not in preparers
        if step.action == "publish":
            assert steps[place - 1].action == "decide"
            assert steps[place - 1].by_id != step.by_id
            assert step.values == steps[place - 1].values
        if step.action in ("decide", "return", "publish", "retire"):
            assert "authority" in step.organisation.mandate_set
    if of.state in ("decided", "published"):
        assert not Comment.objects.filter(benchmark=of, answer=None).exists()


@given(steps=STEPS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_sequence_of_actions_skips_a_step_or_loses_a_comment(
    steps: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """JS-108: draft → consultation → decided → published → retired by any actors in any order."""
    with transaction.atomic():
        who = houses()
        verified(monkeypatch, trade())
        of, actors = proposed(who), cast(who)
        for actor, action in steps:
            before = {
                "steps": [s.action for s in queries.steps(of)],
                "comments": Comment.objects.filter(benchmark=of).count(),
                "answers": Answer.objects.filter(comment__benchmark=of).count(),
            }
            try:
                with transaction.atomic():
                    do(actors[actor], of, action)
            except CodedError:
                pass  # refused: nothing may have changed but what `holds` allows
            holds(of, before)
        transaction.set_rollback(True)
