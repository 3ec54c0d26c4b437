"""No order of actions makes a statement that was not offered, accepted, planned, recomputed, and signed by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import verification_cases as cases
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tanzuji.documents.errors import CodedError
from tanzuji.footprints.models import Study
from tanzuji.verification import queries, services
from tanzuji.verification.models import Engagement, Statement
from tanzuji.verification.states import ENGAGEMENT

pytestmark = pytest.mark.django_db

WHO = ("editor", "chief", "lead", "member", "reviewer", "other", "stranger")
people = st.sampled_from(WHO)


class Verifying(RuleBasedStateMachine):
    """Anybody tries anything at any time; what is refused changes nothing."""

    def __init__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        super().__init__()

    @initialize(stage=st.sampled_from((cases.asked, cases.accepted, cases.examined, cases.drafted)))
    def begun(self, stage: Callable[..., Engagement]) -> None:
        """Somewhere along the road, so that its end is met as often as its beginning."""
        self.houses = cases.Houses.built()
        self.study = cases.submitted(self.houses)
        self.of = stage(self.houses, self.study)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def tried(self, step: object, *args: object, **more: object) -> bool:
        before = self.of.steps.count()
        try:
            step(*args, **more)  # type: ignore[operator]
        except CodedError:
            assert self.of.steps.count() == before
            return False
        return True

    @rule(who=people)
    def offer(self, who: str) -> None:
        self.tried(services.offer, getattr(self.houses, who), self.of.id, self.houses.team)

    @rule(who=people)
    def accept(self, who: str) -> None:
        self.tried(services.accept, getattr(self.houses, who), self.of.id)

    @rule(who=people)
    def declare(self, who: str) -> None:
        self.tried(services.declare, getattr(self.houses, who), self.of.id, cases.DECLARED)

    @rule(who=people)
    def plan(self, who: str) -> None:
        self.tried(services.plan, getattr(self.houses, who), self.of.id)

    @rule(who=people)
    def find(self, who: str) -> None:
        self.tried(services.find, getattr(self.houses, who), self.of.id, "x", severity="major")

    @rule(who=people, action=st.sampled_from(("answer", "close", "leave", "reopen")))
    def settle(self, who: str, action: str) -> None:
        finding = self.of.findings.order_by("number").last()
        if finding is not None:
            self.tried(services.settle, getattr(self.houses, who), self.of.id, finding.id, action, text="x")

    @rule()
    def recompute(self) -> None:
        cases.recomputed(self.houses, self.of)

    @rule(who=people)
    def draft(self, who: str) -> None:
        self.tried(services.draft, getattr(self.houses, who), self.of.id, cases.PAPER)

    @rule(who=people)
    def send_back(self, who: str) -> None:
        self.tried(services.send_back, getattr(self.houses, who), self.of.id, reason="x")

    @rule(who=people)
    def sign(self, who: str) -> None:
        self.tried(services.sign, getattr(self.houses, who), self.of.id)

    @rule(who=people)
    def withdraw_statement(self, who: str) -> None:
        for row in Statement.objects.filter(engagement=self.of):
            self.tried(services.withdraw_statement, getattr(self.houses, who), row.id, reason="x")

    @invariant()
    def a_statement_has_everything_behind_it(self) -> None:
        of = Engagement.objects.get(id=self.of.id)
        signed = Statement.objects.filter(engagement=of).first()
        assert (signed is not None) == (of.state == "stated")
        if signed is not None:
            taken = set(of.steps.values_list("action", flat=True))
            assert {"offer", "accept", "plan", "draft", "sign"} <= taken
            assert signed.drafted_by_id != signed.signed_by_id
            assert signed.signed_by_id not in queries.workers(of)
            assert signed.recomputation.outcome == "equal"
            assert not of.findings.filter(severity="major", state__in=("open", "answered", "left")).exists()

    @invariant()
    def the_study_is_verified_exactly_while_a_statement_stands(self) -> None:
        study = Study.objects.get(id=self.study.id)
        version = study.versions.get()
        assert (study.state == "verified") == (queries.valid_statement(version.id) is not None)

    @invariant()
    def steps_follow_the_machine(self) -> None:
        state = "requested"
        for step in self.of.steps.order_by("sequence")[1:]:
            row = ENGAGEMENT.find(state, step.action)
            assert row is not None and (step.before, step.after) == (state, row.to)
            state = step.after


def test_no_order_of_actions_makes_a_statement_without_what_it_rests_on() -> None:
    """A.7.5, A.11: four eyes, independence, recomputation; whoever does what in whatever order."""
    run_state_machine_as_test(
        Verifying,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
