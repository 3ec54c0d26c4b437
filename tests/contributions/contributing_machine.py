"""The laws of the way into the library under any order of actions by any roles, for Hypothesis."""

from __future__ import annotations

from typing import Any

from contribution_cases import DECLARED, Houses, grid, joined, organisation, somebody, trail
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tanzuji.contributions import queries, services
from tanzuji.contributions.models import Contribution, Revision, Step
from tanzuji.documents.errors import CodedError

GATE_OF = {"verify": "verified", "check_provenance": "provenance_ok"}
WAY = {
    "self_checked": {"draft"},
    "submitted": {"self_checked"},
    "format_checked": {"submitted"},
    "under_verification": {"format_checked", "under_verification"},
    "verified": {"under_verification"},
    "under_provenance_check": {"verified", "under_provenance_check"},
    "provenance_ok": {"under_provenance_check"},
    "entry_queue": {"provenance_ok"},
    "in_library": {"entry_queue", "suspended"},
}
"""DOMAIN A.7.1: from which states alone each may be entered."""

ACTORS = st.integers(0, 9)
ACTIONS = st.sampled_from(
    [
        "self_check",
        "submit",
        "resume",
        "assign",
        "verify",
        "check_provenance",
        "return",
        "reject",
        "queue",
        "withdraw",
        "supersede",
        "suspend",
        "reinstate",
        "enter",
        "edit",
    ]
)


class ContributingMachine(RuleBasedStateMachine):
    """Ten people of six organisations, some with two hats, do whatever they like with two contributions."""

    @initialize()
    def houses(self) -> None:
        houses = Houses.built()
        self.houses_ = houses
        rival = somebody(organisation("verifier", "第三验证所"), "editor", "reviewer", "admin")
        owner = houses.author.organisation
        self.actors = [
            houses.author,
            houses.curator,
            houses.second,
            houses.verifier,
            houses.checker,
            houses.stranger,
            rival,
            somebody(owner, "reviewer", "admin"),
            joined(houses.author.person, houses.verifier.organisation, "editor", "reviewer", "admin"),
            joined(houses.verifier.person, houses.checker.organisation, "editor", "reviewer"),
        ]
        self.ids = [
            services.offer(
                houses.author, grid(), kind="factor", declarations=DECLARED, provenance=trail(0.4, 0.2)
            ).id
            for _ in range(2)
        ]
        self.said: list[tuple[Any, str]] = []
        self.frozen: dict[tuple[Any, int], tuple[str, str]] = {}
        self.kept_steps: dict[Any, list[tuple[Any, ...]]] = {}

    @rule(who=ACTORS, which=st.integers(0, 1), action=ACTIONS, to=ACTORS, all_inputs=st.booleans())
    def act(self, who: int, which: int, action: str, to: int, all_inputs: bool) -> None:
        """Somebody does something; refusals are as good as deeds."""
        acting, id_ = self.actors[who], self.ids[which]
        try:
            if action == "enter":
                services.enter(acting, [id_], "example@1")
            elif action == "edit":
                of = Contribution.objects.get(id=id_)
                services.edit(
                    acting,
                    id_,
                    edition=of.edition,
                    document=of.dataset.plain() | {"note": f"v{of.edition}"},
                    declarations=of.declarations.plain(),
                    provenance=of.provenance.plain(),
                )
            else:
                asked = services.Asked(
                    reason="因为",
                    organisation=str(self.actors[to].organisation_id),
                    confirmed=("i0", "i1") if all_inputs else ("i0",),
                    reasons=(("dataset.unit", "改"),),
                )
                services.act(acting, id_, action, asked)
                if action == "return":
                    self.said.append((id_, "改"))
        except CodedError:
            return

    @rule(which=st.integers(0, 1), stop=st.integers(1, 8))
    def forward(self, which: int, stop: int) -> None:
        """Those whose turn it is do it, some steps on: so that deep states are met."""
        h, id_ = self.houses_, self.ids[which]
        turns: dict[str, Any] = {
            "draft": lambda: services.self_check(h.author, id_),
            "self_checked": lambda: services.submit(h.author, id_),
            "returned": lambda: services.resume(h.author, id_),
            "format_checked": lambda: services.assign(h.curator, id_, h.verifier.organisation_id),
            "under_verification": lambda: services.verify(h.verifier, id_, reason="好"),
            "verified": lambda: services.assign(h.curator, id_, h.checker.organisation_id),
            "under_provenance_check": lambda: services.check_provenance(
                h.checker, id_, confirmed=["i0", "i1"], reason="好"
            ),
            "provenance_ok": lambda: services.queue(h.curator, id_),
        }
        for _ in range(stop):
            state = Contribution.objects.get(id=id_).state
            if state not in turns:
                return
            try:
                turns[state]()
            except CodedError:
                return

    @rule(who=ACTORS, which=st.integers(0, 1), answers=st.booleans())
    def speak(self, who: int, which: int, answers: bool) -> None:
        """Somebody remarks, or answers the first remark."""
        acting, id_ = self.actors[who], self.ids[which]
        text = f"说 {len(self.said)}"
        try:
            first = Contribution.objects.get(id=id_).remarks.filter(answers=None).order_by("at").first()
            if answers and first is not None:
                services.answer(acting, id_, first.id, text)
            else:
                services.remark(acting, id_, text, place="dataset.unit")
        except CodedError:
            return
        self.said.append((id_, text))

    @invariant()
    def no_gate_is_skipped(self) -> None:
        for id_ in getattr(self, "ids", []):
            state = "draft"
            for step in Step.objects.filter(contribution_id=id_).order_by("sequence"):
                assert step.before == state
                assert step.before in WAY.get(step.after, {step.before}) or step.after not in WAY
                state = step.after
            assert Contribution.objects.get(id=id_).state == state

    @invariant()
    def what_enters_passed_both_gates_on_what_was_submitted(self) -> None:
        for id_ in getattr(self, "ids", []):
            of = Contribution.objects.get(id=id_)
            if of.state not in ("entry_queue", "in_library", "suspended"):
                continue
            newest = Revision.objects.filter(contribution=of).order_by("-number").first()
            assert newest is not None
            assert newest.digest == of.digest, "the library holds what was submitted"
            passed = {
                s.action: s
                for s in Step.objects.filter(contribution=of, revision=newest.number).order_by("sequence")
            }
            verified, checked = passed["verify"], passed["check_provenance"]
            hands = {of.organisation_id, verified.organisation_id, checked.organisation_id}
            assert len(hands) == 3, "contributor, verifier and checker are three organisations"
            makers = queries.makers(of)
            assert verified.by_id not in makers
            assert checked.by_id not in makers
            assert verified.by_id != checked.by_id

    @invariant()
    def what_was_submitted_and_done_does_not_change(self) -> None:
        for id_ in getattr(self, "ids", []):
            for row in Revision.objects.filter(contribution_id=id_):
                papers = (row.digest, row.document)
                assert self.frozen.setdefault((id_, row.number), papers) == papers
            steps = list(Step.objects.filter(contribution_id=id_).order_by("sequence").values_list())
            before = self.kept_steps.get(id_, [])
            assert steps[: len(before)] == before
            self.kept_steps[id_] = steps

    @invariant()
    def no_remark_is_lost(self) -> None:
        for id_ in getattr(self, "ids", []):
            kept = sorted(Contribution.objects.get(id=id_).remarks.values_list("text", flat=True))
            assert kept == sorted(text for of, text in self.said if of == id_)
