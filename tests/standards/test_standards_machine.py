"""No order of actions by any roles skips a gate, decides on one's own work, or loses a remark.

Origin of the rules: DOMAIN A.7.2 (the life of a standard), A.11 (who creates, edits, decides, publishes).
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tanzuji.documents.errors import CodedError

if TYPE_CHECKING:
    from standard_cases import Cast

pytestmark = pytest.mark.django_db

ACTIONS = st.sampled_from([
    "accept", "begin", "consult", "redraft", "review", "return", "approve", "publish", "take_effect", "abolish",
    "decline", "withdraw", "keep", "supersede",
])  # fmt: skip


class Life(RuleBasedStateMachine):
    """Everybody tries everything, as the days go by; what succeeds is held against what has to have happened before."""

    people: Cast
    level = "association"

    @initialize(level=st.sampled_from(["association", "provincial", "national"]))
    def begins(self, level: str) -> None:
        from standard_cases import TODAY, proposal

        from tanzuji.standards import services

        self.today = TODAY
        self.said: set[Any] = set()
        jurisdiction = "cn-nx" if level == "national" else "cn-js"
        made = services.propose(
            self.people.works.editor, proposal(level=level, jurisdiction=jurisdiction), today=self.today
        )
        self.id = made.id

    def _actors(self) -> list[Any]:
        people = self.people
        offices = (people.works, people.association, people.authority, people.curators, people.mill)
        return [a for office in offices for a in (office.editor, office.reviewer)] + people.panel[:4]

    def _try(self, act: Any) -> Any:
        from django.db import transaction

        try:
            with transaction.atomic():
                return act()
        except CodedError:
            return None

    @rule(who=st.integers(0, 13), action=ACTIONS, reason=st.booleans())
    def anybody_acts(self, who: int, action: str, reason: bool) -> None:
        from tanzuji.standards import services

        number = {
            "number": f"T/X {self.id}"[:60],
            "in_force_on": (self.today + timedelta(days=20)).isoformat(),
        }
        actor = self._actors()[who]
        self._try(
            lambda: services.act(
                actor, self.id, action, number, reason="因为" if reason else "", today=self.today
            )
        )

    @rule()
    def the_right_one_goes_on(self) -> None:
        """So that the runs get far: whoever may takes the first step forward that is possible."""
        from tanzuji.standards import queries, services, states
        from tanzuji.standards.models import Standard

        of = Standard.objects.get(id=self.id)
        backward = ("withdraw", "decline", "redraft", "return", "abolish", "revise")
        form = {"number": f"T/X {self.id}"[:60], "in_force_on": (self.today + timedelta(days=20)).isoformat()}
        for actor in self._actors():
            standing = queries.standing(actor, of, self.today)
            for action, verdict in states.STANDARD.next(of.state, standing):
                if verdict and action not in backward:
                    services.act(actor, self.id, action, form, today=self.today)
                    return

    @rule(who=st.integers(0, 13))
    def anybody_drafts(self, who: int) -> None:
        from standard_cases import TEXT

        from tanzuji.standards import services

        self._try(lambda: services.add_draft(self._actors()[who], self.id, text=TEXT))

    @rule(who=st.integers(0, 13))
    def anybody_remarks(self, who: int) -> None:
        from tanzuji.standards import services

        made = self._try(lambda: services.remark(self._actors()[who], self.id, text="意见", today=self.today))
        if made is not None:
            self.said.add(made.id)

    @rule(who=st.integers(0, 13))
    def anybody_answers(self, who: int) -> None:
        from tanzuji.standards import services

        for id_ in sorted(self.said, key=str):
            self._try(
                lambda id_=id_: services.answer(self._actors()[who], id_, disposition="accepted", text="好")
            )

    @rule(choice=st.sampled_from(["for", "against"]))
    def the_panel_votes(self, choice: str) -> None:
        from tanzuji.standards import services

        for expert in self.people.panel[:4]:
            self._try(
                lambda expert=expert: services.convene(
                    self.people.authority.editor, self.id, organisation_id=expert.organisation_id,
                    email=expert.person.email,
                )
            )  # fmt: skip
            self._try(lambda expert=expert: services.vote(expert, self.id, choice=choice, reason="因为"))

    @rule(days=st.sampled_from([1, 31, 70]))
    def days_go_by(self, days: int) -> None:
        from tanzuji.standards import services

        self.today += timedelta(days=days)
        services.bring_into_force(self.today)

    @invariant()
    def no_gate_was_skipped(self) -> None:
        from tanzuji.standards import queries, states
        from tanzuji.standards.models import Draft, Remark, Standard, Step

        if not hasattr(self, "id"):
            return
        of = Standard.objects.get(id=self.id)
        steps = list(
            Step.objects.filter(standard=of)
            .order_by("id")
            .values_list("action", "before", "after", "by_id", "organisation_id")
        )
        assert steps[-1][2] == of.state, "the state is what the last step says"
        for earlier, later in pairwise(steps):
            assert later[1] == earlier[2], "the history has no holes"
        done = [action for action, *_ in steps]
        issued = of.state in ("approved", "published", "in_force", "abolished")
        authority = self.people.authority.id
        makers = queries.makers(of)
        for action, _, _, by, office in steps:
            if action in ("accept", "decline", "approve", "return"):
                assert office == authority and by not in makers, f"{action} by whoever made it"
        assert of.public == ("accept" in done)
        if issued:
            for gate in ("accept", "begin", "consult", "review", "approve"):
                assert gate in done, f"{of.state} without {gate}"
            newest = Draft.objects.filter(standard=of).order_by("-number").first()
            counted = queries.tally(newest)
            assert counted.panel >= 3 and counted.voted * 3 >= counted.panel * 2
            assert counted.favour * 4 >= counted.voted * 3
            assert queries.unanswered(of) == 0
        if of.state == "in_force":
            assert of.in_force_on is not None and of.in_force_on <= self.today and of.number
        kept = set(Remark.objects.filter(consultation__standard=of).values_list("id", flat=True))
        assert kept == self.said, "a remark was lost"
        assert of.state in states.STANDARD.states


def test_no_order_of_actions_skips_a_gate_or_loses_a_remark(people: Cast) -> None:
    from django.db import transaction

    class Run(Life):
        def __init__(self) -> None:
            super().__init__()
            self.people = people
            self._point = transaction.atomic()
            self._point.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self._point.__exit__(None, None, None)

    run_state_machine_as_test(Run, settings=settings(max_examples=12, stateful_step_count=40, deadline=None))
