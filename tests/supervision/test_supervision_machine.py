"""No order of actions gets past a step, lets one person do both, or leaves certificate, measures and log disagreeing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from supervision_cases import World, opened, world

from tanzuji.certificates import queries as certificates
from tanzuji.documents.errors import CodedError
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.supervision import queries, services
from tanzuji.supervision.models import Inspection, Measure
from tanzuji.supervision.services import MeasureGiven
from tanzuji.supervision.states import ENDED, INSPECTION

PEOPLE = ("ann", "bob", "cyd", "head", "planner", "works", "other")
ACTIONS = tuple(INSPECTION.actions)


class Supervising(RuleBasedStateMachine):
    """An inspection of one certificate, pushed about by everybody in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.who: World = world(1)
        self.one = opened(self.who)
        self.number = self.who.views[0].number
        self.states = ["drawn"]
        self.decided: set[str] = set()
        self.worked: set[str] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def _acting(self, name: str) -> Any:
        if name == "works":
            return self.who.works[0]["editor"]
        return self.who.body["decider"] if name == "other" else self.who.bureau[name]

    def _try(self, function: Any, *args: Any, **more: Any) -> bool:
        """Whether it was allowed; what is refused leaves everything as it was."""
        before = self._seen()
        try:
            function(*args, **more)
        except CodedError:
            assert self._seen() == before
            return False
        return True

    def _seen(self) -> tuple[Any, ...]:
        now = Inspection.objects.get(id=self.one.id)
        view = certificates.by_number(self.number)
        assert view is not None
        return now.state, now.outcome, view.status, log.size(), Measure.objects.count(), now.findings.count()

    @rule(name=st.sampled_from(PEOPLE), conflict=st.booleans())
    def declare(self, name: str, conflict: bool) -> None:
        if self._try(services.declare, self._acting(name), self.one.id, conflict=conflict, reason="x"):
            self.worked.add(name)

    @rule(name=st.sampled_from(PEOPLE), wrong=st.booleans())
    def fill_in(self, name: str, wrong: bool) -> None:
        for at, item in enumerate(queries.items(self.one)):
            answer = "no" if wrong and at == 0 else "yes"
            if self._try(
                services.check,
                self._acting(name),
                self.one.id,
                item["code"],
                answer,
                note="看到",
                severity="minor",
            ):
                self.worked.add(name)

    @rule(
        name=st.sampled_from(PEOPLE),
        action=st.sampled_from(ACTIONS),
        kind=st.sampled_from(("suspension", "revocation", "blacklist")),
    )
    def step(self, name: str, action: str, kind: str) -> None:
        measures = [MeasureGiven(kind, Text(zh="不符"), certificate=self.number)]
        given = {"reason": "理由", "summary": "情况", "measures": measures}
        if self._try(services.step, self._acting(name), self.one.id, action, **given):
            self.states.append(Inspection.objects.get(id=self.one.id).state)
            if action in ("close_clean", "close_corrected", "order", "escalate", "reopen"):
                self.decided.add(name)

    @precondition(lambda self: self.states[-1] in ("rectification", "under_review"))
    @rule(name=st.sampled_from(PEOPLE), accepted=st.booleans())
    def correct(self, name: str, accepted: bool) -> None:
        for finding in queries.findings(self.one):
            self._try(services.answer_finding, self._acting(name), finding.id, "改正")
            self._try(services.review_finding, self._acting(name), finding.id, accepted=accepted, text="看过")

    @precondition(lambda self: self.states[-1] == "escalated")
    @rule(name=st.sampled_from(PEOPLE))
    def lift(self, name: str) -> None:
        for measure in Measure.objects.all():
            self._try(services.lift, self._acting(name), measure.id, reason="整改完成")

    @invariant()
    def nobody_decides_on_what_they_inspected(self) -> None:
        assert not self.decided & {"ann", "bob"}
        assert self.decided <= {"head", "cyd"}
        assert not self.worked & {"head", "planner", "works", "other"}

    @invariant()
    def the_road_was_walked_step_by_step(self) -> None:
        road = list(zip(self.states, self.states[1:], strict=False))
        allowed = {(state, row.to) for row in INSPECTION.table for state in row.states}
        assert set(road) <= allowed
        if self.states[-1] in ENDED and self.states[-1] != "dropped":
            assert "under_way" in self.states and "inspected" in self.states

    @invariant()
    def certificate_measures_and_log_agree(self) -> None:
        view = certificates.by_number(self.number)
        assert view is not None
        open_ = {m.kind for m in queries.in_force() if m.certificate == self.number}
        expected = "revoked" if "revocation" in open_ else "suspended" if "suspension" in open_ else "valid"
        assert view.status == expected
        for measure in Measure.objects.all():
            entries = log.entries("measure", measure.id)
            events = [json.loads(each.leaf.split(b"\n", 1)[1])["event"] for each in entries]
            assert events == ["measure-ordered"] + ["measure-ended"] * hasattr(measure, "end")
        now = Inspection.objects.get(id=self.one.id)
        assert len(log.entries("inspection", now.id)) == (now.outcome not in ("", "dropped"))
        ordered = {m.kind for m in queries.in_force() if m.kind == "rectification"}
        assert bool(ordered) == (now.state in ("rectification", "under_review"))


@pytest.mark.django_db
def test_no_order_of_actions_breaks_supervision() -> None:
    """A.7.7 and A.11, driven by Hypothesis."""
    from hypothesis.stateful import run_state_machine_as_test

    health = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Supervising,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=health
        ),
    )
