"""Versions and review: no order of actions passes review by, and nobody reviews their own work.

Origin of the rules: DOMAIN A.7.5 (draft → calculated → internally reviewed → submitted; four eyes).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from review_cases import demo, edit, organisation, release, somebody, study_of

from tanzuji.documents.errors import CodedError

if TYPE_CHECKING:
    from tanzuji.footprints.models import Study
    from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Team:
    editor: Acting
    reviewer: Acting
    both: Acting
    reader: Acting
    admin: Acting


@pytest.fixture
def team() -> Team:
    works = organisation()
    return Team(
        somebody(works, "editor", "editor"),
        somebody(works, "reviewer", "reviewer"),
        somebody(works, "both", "editor", "reviewer"),
        somebody(works, "reader", "reader"),
        somebody(works, "admin", "admin"),
    )


@pytest.fixture
def study(team: Team) -> Study:
    return study_of(team.editor)


def code_of(act: Any, *arguments: Any, **named: Any) -> str:
    """The code with which an action is refused."""
    with pytest.raises(CodedError) as refused:
        act(*arguments, **named)
    return refused.value.code


def state_of(study: Study) -> str:
    study.refresh_from_db()
    return study.state


def test_the_way_from_draft_to_submission_passes_a_second_person(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    assert study.state == "draft"
    assert make_version(team.editor, study.id).number == 1
    assert state_of(study) == "calculated"
    decide(team.reviewer, study.id, "approve", number=1)
    assert state_of(study) == "internally_reviewed"
    decide(team.editor, study.id, "submit", number=1)
    assert state_of(study) == "submitted"
    decide(team.editor, study.id, "reopen", number=1, reason="数据要改")
    assert state_of(study) == "draft"


def test_every_decision_is_kept_with_who_when_and_why_and_told_to_the_ledger(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints import queries
    from tanzuji.footprints.services import decide, make_version
    from tanzuji.ledger.queries import history

    make_version(team.editor, study.id)
    decide(team.reviewer, study.id, "return", number=1, reason="  煤的用量没有出处  ")
    kept = queries.decisions(study).get()
    assert (kept.action, kept.reason, kept.by_id) == ("return", "煤的用量没有出处", team.reviewer.person.id)
    event = history("study", study.id).first()
    assert event is not None
    assert (event.kind, event.reason) == ("footprints.version.returned", "煤的用量没有出处")
    assert json.loads(event.detail)["version"] == 1


def test_nothing_is_decided_where_there_is_no_version(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide

    for action in ("approve", "return", "submit", "reopen"):
        assert (
            code_of(decide, team.reviewer, study.id, action, number=1, reason="x") == "footprints.no-version"
        )


def test_a_draft_is_neither_approved_nor_submitted(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    edit(team.editor, study, "42.5R")
    assert code_of(decide, team.reviewer, study.id, "approve", number=1) == "state.not-now"
    assert code_of(decide, team.editor, study.id, "submit", number=1) == "state.not-now"


def test_a_calculated_version_is_not_submitted_without_review(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    assert code_of(decide, team.editor, study.id, "submit", number=1) == "state.not-now"
    assert state_of(study) == "calculated"


@pytest.mark.parametrize("action", ["edit", "calculate", "frobnicate", ""])
def test_only_decisions_can_be_decided(team: Team, study: Study, action: str) -> None:
    from tanzuji.footprints import queries
    from tanzuji.footprints.services import decide, make_version

    make_version(team.both, study.id)
    assert code_of(decide, team.both, study.id, action, number=1) == "footprints.unknown-decision"
    assert not queries.decisions(study).exists()


def test_whoever_made_the_version_does_not_review_it(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.both, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=1) == "footprints.own-work"
    assert code_of(decide, team.both, study.id, "return", number=1, reason="x") == "footprints.own-work"


def test_whoever_edited_the_draft_does_not_review_it_though_another_made_the_version(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.services import decide, make_version

    edit(team.both, study, "42.5R")
    make_version(team.editor, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=1) == "footprints.own-work"


def test_whoever_created_the_study_does_not_review_its_first_version(team: Team) -> None:
    from tanzuji.footprints.services import decide, make_version

    study = study_of(team.both)
    make_version(team.editor, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=1) == "footprints.own-work"


def test_whoever_chose_the_library_release_does_not_review_the_version_on_it(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.services import choose_releases, decide, make_version

    choose_releases(team.both, study.id, [release()])
    make_version(team.editor, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=1) == "footprints.own-work"


def test_work_that_was_sent_back_stays_its_authors_own_in_the_next_version(team: Team, study: Study) -> None:
    """A edits, B sends it back and makes the next version as it stands: that is still A's work."""
    from tanzuji.footprints.services import decide, make_version

    second = somebody(team.editor.organisation, "second", "editor", "reviewer")
    edit(team.both, study, "42.5R")
    make_version(team.editor, study.id)
    decide(second, study.id, "return", number=1, reason="请核对")
    make_version(second, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=2) == "footprints.own-work"
    decide(team.reviewer, study.id, "approve", number=2)


def test_work_of_an_unreviewed_version_stays_its_authors_own_in_the_next_one(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.services import decide, make_version

    edit(team.both, study, "42.5R")
    make_version(team.both, study.id)
    edit(team.editor, study, "42.5")
    make_version(team.editor, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=2) == "footprints.own-work"


def test_an_author_of_approved_work_may_review_what_others_changed_since(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    edit(team.both, study, "42.5R")
    make_version(team.both, study.id)
    decide(team.reviewer, study.id, "approve", number=1)
    edit(team.editor, study, "42.5")
    make_version(team.editor, study.id)
    decide(team.both, study.id, "approve", number=2)
    assert state_of(study) == "internally_reviewed"


def test_an_approval_that_was_taken_back_frees_nobody(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    edit(team.both, study, "42.5R")
    make_version(team.both, study.id)
    decide(team.reviewer, study.id, "approve", number=1)
    decide(team.reviewer, study.id, "return", number=1, reason="我看错了")
    edit(team.editor, study, "42.5")
    make_version(team.editor, study.id)
    assert code_of(decide, team.both, study.id, "approve", number=2) == "footprints.own-work"


@pytest.mark.parametrize("who", ["editor", "reader", "admin"])
def test_only_reviewers_review(team: Team, study: Study, who: str) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    assert code_of(decide, getattr(team, who), study.id, "approve", number=1) == "footprints.needs-role"
    assert (
        code_of(decide, getattr(team, who), study.id, "return", number=1, reason="x")
        == "footprints.needs-role"
    )


@pytest.mark.parametrize("who", ["reviewer", "reader", "admin"])
def test_only_editors_make_versions_submit_and_withdraw(team: Team, study: Study, who: str) -> None:
    from tanzuji.footprints.services import decide, make_version

    acting = getattr(team, who)
    assert code_of(make_version, acting, study.id) == "footprints.needs-role"
    make_version(team.editor, study.id)
    decide(team.reviewer, study.id, "approve", number=1)
    assert code_of(decide, acting, study.id, "submit", number=1) == "footprints.needs-role"
    decide(team.editor, study.id, "submit", number=1)
    assert code_of(decide, acting, study.id, "reopen", number=1) == "footprints.needs-role"


def test_a_token_that_only_reads_decides_nothing(team: Team, study: Study) -> None:
    from dataclasses import replace

    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    reading = replace(team.reviewer, program="nightly", may_write=False)
    assert code_of(decide, reading, study.id, "approve", number=1) == "footprints.read-only-token"
    assert (
        code_of(make_version, replace(team.editor, may_write=False), study.id) == "footprints.read-only-token"
    )


def test_sending_back_needs_a_reason_and_blanks_are_none(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    for reason in ("", "   \n\t "):
        assert (
            code_of(decide, team.reviewer, study.id, "return", number=1, reason=reason)
            == "footprints.reason-needed"
        )
    assert state_of(study) == "calculated"


def test_a_version_with_rule_errors_is_not_approved(team: Team) -> None:
    from tanzuji.footprints import services

    plain = demo("cement_po425").plain()
    plain["rules"] = ["no-such-pack"]  # an unknown pack is an error finding
    from tanzuji.documents.models import ProductModel

    study = services.create(team.editor, ProductModel.parse(plain), [release()])
    version = services.make_version(team.editor, study.id)
    assert version.errors == 1
    assert code_of(services.decide, team.reviewer, study.id, "approve", number=1) == "footprints.has-errors"


def test_an_open_comment_holds_up_approval_and_submission(team: Team, study: Study) -> None:
    from tanzuji.footprints import services

    services.make_version(team.editor, study.id)
    said = services.comment(team.reviewer, study.id, "煤耗从哪里读的？", place="processes[clinker]")
    assert (
        code_of(services.decide, team.reviewer, study.id, "approve", number=1) == "footprints.open-comments"
    )
    services.settle(team.reviewer, study.id, said.id)
    services.decide(team.reviewer, study.id, "approve", number=1)
    again = services.comment(team.editor, study.id, "还有一处")
    assert code_of(services.decide, team.editor, study.id, "submit", number=1) == "footprints.open-comments"
    services.settle(team.editor, study.id, again.id)
    services.decide(team.editor, study.id, "submit", number=1)


def test_a_decision_on_an_older_version_is_refused_with_the_newest(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    edit(team.editor, study, "42.5R")
    make_version(team.editor, study.id)
    with pytest.raises(CodedError) as refused:
        decide(team.reviewer, study.id, "approve", number=1)
    assert refused.value.code == "footprints.other-version"
    assert refused.value.problems[0].fields == {"number": 2}


def test_what_is_submitted_is_frozen_until_it_is_withdrawn(team: Team, study: Study) -> None:
    from tanzuji.footprints import services

    services.make_version(team.editor, study.id)
    services.decide(team.reviewer, study.id, "approve", number=1)
    services.decide(team.editor, study.id, "submit", number=1)
    study.refresh_from_db()
    digest = study.digest
    refused = [
        code_of(edit, team.editor, study, "x"),
        code_of(services.undo, team.editor, study.id),
        code_of(services.choose_releases, team.editor, study.id, [release()]),
        code_of(services.replace, team.editor, study.id, demo("cement_po425"), base_revision=1),
        code_of(services.archive, team.editor, study.id),
    ]
    assert refused == ["footprints.submitted"] * 5
    assert code_of(services.decide, team.reviewer, study.id, "approve", number=1) == "state.not-now"
    study.refresh_from_db()
    assert (study.state, study.digest) == ("submitted", digest)
    services.decide(team.editor, study.id, "reopen", number=1)
    assert edit(team.editor, study, "42.5R").state == "draft"


def test_withdrawing_does_not_bring_back_an_approval(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    decide(team.reviewer, study.id, "approve", number=1)
    decide(team.editor, study.id, "submit", number=1)
    decide(team.editor, study.id, "reopen", number=1)
    assert code_of(decide, team.editor, study.id, "submit", number=1) == "state.not-now"
    assert make_version(team.editor, study.id).number == 2
    assert code_of(decide, team.editor, study.id, "submit", number=2) == "state.not-now"


def test_an_unchanged_draft_is_its_version_again_and_keeps_its_review(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    first = make_version(team.editor, study.id)
    assert make_version(team.editor, study.id).pk == first.pk
    decide(team.reviewer, study.id, "approve", number=1)
    assert make_version(team.editor, study.id).pk == first.pk
    assert state_of(study) == "internally_reviewed"


def test_an_edit_that_is_taken_back_leaves_the_study_as_it_was_decided(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version, redo, undo

    make_version(team.editor, study.id)
    edit(team.editor, study, "42.5R")
    assert state_of(study) == "draft"
    undo(team.editor, study.id)
    assert state_of(study) == "calculated"
    decide(team.reviewer, study.id, "approve", number=1)
    redo(team.editor, study.id)
    assert state_of(study) == "draft"
    undo(team.editor, study.id)
    assert state_of(study) == "internally_reviewed"
    decide(team.editor, study.id, "submit", number=1)


def test_an_edit_and_its_undo_bring_back_nothing_that_was_sent_back_or_withdrawn(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.services import decide, make_version, undo

    make_version(team.editor, study.id)
    decide(team.reviewer, study.id, "return", number=1, reason="请核对")
    edit(team.editor, study, "42.5R")
    undo(team.editor, study.id)
    assert state_of(study) == "draft"
    assert make_version(team.editor, study.id).number == 2
    decide(team.reviewer, study.id, "approve", number=2)
    decide(team.editor, study.id, "submit", number=2)
    decide(team.editor, study.id, "reopen", number=2)
    edit(team.editor, study, "42.5R")
    undo(team.editor, study.id)
    assert state_of(study) == "draft"


def test_no_second_version_of_the_same_though_it_was_edited_and_changed_back(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.models import Study as Table
    from tanzuji.footprints.services import make_version

    first = make_version(team.editor, study.id)
    Table.objects.filter(id=study.id).update(state="draft")  # as an edit by somebody else left it
    assert make_version(team.editor, study.id) == first
    assert state_of(study) == "calculated"


def test_notes_and_reasons_hold_no_character_that_no_database_keeps(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    assert make_version(team.editor, study.id, note="首\x00次").note == "首次"
    assert code_of(decide, team.reviewer, study.id, "return", number=1, reason="\x00 ") == (
        "footprints.reason-needed"
    )


def test_a_reviewers_comment_is_settled_by_its_author_a_reviewer_or_once_answered(
    team: Team, study: Study
) -> None:
    from tanzuji.footprints.services import answer, comment, settle

    first = comment(team.reviewer, study.id, "电耗从哪里来？")
    assert code_of(settle, team.editor, study.id, first.id) == "footprints.answer-first"
    assert code_of(settle, team.admin, study.id, first.id) == "footprints.answer-first"
    answer(team.editor, study.id, first.id, "电表")
    assert settle(team.editor, study.id, first.id).settled_by == team.editor.person
    own = comment(team.editor, study.id, "待查")
    assert settle(team.editor, study.id, own.id).settled_at
    other = comment(team.editor, study.id, "再查")
    assert settle(team.both, study.id, other.id).settled_at


@pytest.mark.parametrize(
    "place", ["nonsense[[[", "nonsense", "processes[", "processes[a].x\x00", "name" * 100]
)
def test_a_comment_on_what_is_no_place_is_refused(team: Team, study: Study, place: str) -> None:
    from tanzuji.footprints.services import comment

    assert code_of(comment, team.reviewer, study.id, "？", place=place) == "footprints.bad-place"
    assert not study.comments.exists()


def test_ones_own_comment_does_not_wait_for_oneself(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import answer, comment
    from tanzuji.site.waiting import tasks

    def waits() -> bool:
        return any("批注" in task.words for task in tasks(team.editor))

    comment(team.editor, study.id, "待查")
    assert not waits()
    asked = comment(team.reviewer, study.id, "电耗从哪里来？")
    assert waits()
    answer(team.editor, study.id, asked.id, "电表")
    assert not waits()


def test_a_version_never_changes(team: Team, study: Study) -> None:
    from django.db import DatabaseError, transaction

    from tanzuji.footprints.services import make_version

    version = make_version(team.editor, study.id)
    version.note = "nachträglich"
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_a_version_holds_the_draft_its_result_and_its_findings(team: Team, study: Study) -> None:
    from tanzuji.documents.canonical import digest
    from tanzuji.footprints import queries
    from tanzuji.footprints.services import make_version

    version = make_version(team.editor, study.id, note="第一稿")
    footprint = queries.footprint(version)
    assert version.digest == study.digest == digest(json.loads(version.document)) == footprint.model_digest
    assert (footprint.id, footprint.total) == (version.footprint_id, version.total)
    assert len(footprint.scenarios) == len(footprint.model.scenarios) == 5
    assert queries.findings(version).count("warning") == version.warnings


def test_a_draft_that_cannot_be_computed_makes_no_version(team: Team) -> None:
    from tanzuji.documents.models import ProductModel
    from tanzuji.footprints import queries, services

    plain = demo("cement_po425").plain()
    plain["processes"][0]["inputs"][0]["datasets"] = ["no-such-dataset"]
    study = services.create(team.editor, ProductModel.parse(plain), [release()])
    with pytest.raises(CodedError) as refused:
        services.make_version(team.editor, study.id)
    assert refused.value.codes[0] == "footprints.not-computed"
    assert refused.value.problems[1].path.startswith("processes[0].inputs[0]")
    assert queries.newest(study) is None


def test_anothers_study_is_absent_to_every_decision(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import decide, make_version

    make_version(team.editor, study.id)
    stranger = somebody(organisation("别家", "Other"), "stranger", "admin", "editor", "reviewer")
    assert code_of(make_version, stranger, study.id) == "web.absent"
    for action in ("approve", "return", "submit", "reopen"):
        assert code_of(decide, stranger, study.id, action, number=1, reason="x") == "web.absent"


def test_an_archived_study_is_not_decided_on(team: Team, study: Study) -> None:
    from tanzuji.footprints.services import archive, decide, make_version

    make_version(team.editor, study.id)
    archive(team.editor, study.id)
    assert code_of(decide, team.reviewer, study.id, "approve", number=1) == "web.absent"
    assert code_of(make_version, team.editor, study.id) == "web.absent"


def test_what_is_edited_or_rebased_while_a_version_is_computed_stays_a_draft(
    team: Team, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version holds what was computed; the draft that went on is not taken for it."""
    from tanzuji.footprints import services
    from tanzuji.footprints.models import Study as Table
    from tanzuji.footprints.services import deciding

    computed = deciding.live
    for meanwhile in ("edit", "releases"):
        Table.objects.filter(id=study.id).update(state="draft")

        def slow(*arguments: Any, meanwhile: str = meanwhile, **named: Any) -> Any:
            found = computed(*arguments, **named)
            if meanwhile == "edit":
                edit(team.editor, study, "42.5R")
            else:
                Table.objects.filter(id=study.id).update(releases="[]")
            return found

        monkeypatch.setattr(deciding, "live", slow)
        version = services.make_version(team.editor, study.id)
        study.refresh_from_db()
        assert study.state == "draft"
        assert (version.digest, version.releases) != (study.digest, study.releases)


class Review(RuleBasedStateMachine):
    """Any order of what four people may try; a plain model beside it says what has to come of it."""

    def __init__(self) -> None:
        super().__init__()
        works = organisation()
        self.people = {
            "editor": somebody(works, "editor", "editor"),
            "reviewer": somebody(works, "reviewer", "reviewer"),
            "both": somebody(works, "both", "editor", "reviewer"),
            "other": somebody(works, "other", "editor", "reviewer"),
        }
        self.study = study_of(self.people["editor"])
        self.state = "draft"
        self.number = 0
        self.as_decided = ""
        """The state of the newest version."""
        self.content = {0: ""}
        """What the draft and each version say; 0 is the draft."""
        self.unapproved = {"editor"}
        """Who took part in work that nobody has approved since."""
        self.in_version: set[str] = set()
        self.decided: list[tuple[str, int]] = []

    who = st.sampled_from(["editor", "reviewer", "both", "other"])

    def attempt(self, expected: bool, act: Any, *arguments: Any, **named: Any) -> None:
        if not expected:
            assert code_of(act, *arguments, **named)
            return
        act(*arguments, **named)

    @rule(who=who, text=st.sampled_from(["a", "b"]))
    def edit(self, who: str, text: str) -> None:
        allowed = who != "reviewer" and self.state != "submitted"
        self.attempt(allowed, edit, self.people[who], self.study, text)
        if allowed:
            self.content[0] = text
            again = self.number and self.content[self.number] == text
            self.state = self.as_decided if again else "draft"
            self.unapproved.add(who)

    @rule(who=who)
    def make_version(self, who: str) -> None:
        from tanzuji.footprints.services import make_version

        allowed = who != "reviewer"  # what is submitted is its version again
        self.attempt(allowed, make_version, self.people[who], self.study.id)
        if allowed and self.state == "draft":
            self.number += 1
            self.content[self.number] = self.content[0]
            self.unapproved.add(who)
            self.in_version = set(self.unapproved)
            self.state = self.as_decided = "calculated"

    @rule(
        who=who, behind=st.integers(0, 1), action=st.sampled_from(["approve", "return", "submit", "reopen"])
    )
    def decide(self, who: str, behind: int, action: str) -> None:
        from tanzuji.footprints.services import decide

        number = self.number - behind
        reviews = who != "editor" and who not in self.in_version
        allowed = self.number > 0 and not behind and {
            "approve": self.state == "calculated" and reviews,
            "return": self.state in ("calculated", "internally_reviewed") and reviews,
            "submit": self.state == "internally_reviewed" and who != "reviewer",
            "reopen": self.state == "submitted" and who != "reviewer",
        }[action]  # fmt: skip
        self.attempt(allowed, decide, self.people[who], self.study.id, action, number=number, reason="因为")
        if not allowed:
            return
        self.decided.append((action, number))
        self.state = {"approve": "internally_reviewed", "submit": "submitted"}.get(action, "draft")
        self.as_decided = self.state
        if action == "approve":
            self.before_approval = set(self.unapproved)
            self.unapproved = set()
        elif action == "return" and (("approve", number) in self.decided):
            self.unapproved |= self.before_approval

    @invariant()
    def what_was_submitted_was_approved_last(self) -> None:
        for place, (action, number) in enumerate(self.decided):
            if action == "submit":
                reviews = [a for a, n in self.decided[:place] if n == number and a in ("approve", "return")]
                assert reviews[-1] == "approve"

    @invariant()
    def it_stands_where_the_model_says(self) -> None:
        from tanzuji.footprints import queries

        self.study.refresh_from_db()
        assert self.study.state == self.state
        if self.state == "submitted":
            newest = queries.newest(self.study)
            assert newest is not None
            assert (newest.number, newest.digest) == (self.number, self.study.digest)


def test_no_order_of_actions_leads_past_review() -> None:
    run_state_machine_as_test(
        Review, settings=settings(max_examples=40, stateful_step_count=14, deadline=None)
    )


def test_many_who_decide_at_once_decide_one_after_the_other(installation: dict[str, str]) -> None:
    """Six make a version and six reviewers decide on it in the same moment, each on a connection of their own."""
    script = Path(__file__).with_name("deciding_process.py")
    done = subprocess.run(
        [sys.executable, str(script)],
        env=installation,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["made"] == {"1": 6}
    assert told["versions"] == 1
    # An approved version may still be sent back; after that nothing can be decided on the draft.
    assert told["decisions"] in (["return"], ["approve", "return"])
    assert told["decided"]["draft"] == 1
    assert told["decided"].get("internally_reviewed", 0) == len(told["decisions"]) - 1
    assert told["decided"]["state.not-now"] == 6 - len(told["decisions"])
    assert told["state"] == "draft"
