"""The road of a verification, VR-01 and A.7.5: asked for, planned, examined, recomputed, stated, withdrawn."""

from __future__ import annotations

from datetime import date

import pytest
import verification_cases as cases

from tanzuji.documents.errors import CodedError
from tanzuji.footprints.models import Study
from tanzuji.ledger import log
from tanzuji.ledger.services import listen
from tanzuji.verification import events, queries, services
from tanzuji.verification.services.stating import months_later
from tanzuji.web.verdicts import Absent, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def houses() -> cases.Houses:
    return cases.Houses.built()


def test_a_study_becomes_verified_by_a_statement_that_two_people_of_the_verifier_made(
    houses: cases.Houses,
) -> None:
    """A.7.5 submitted → verified(level): drafted by the lead, signed by the technical reviewer."""
    study = cases.submitted(houses)
    of = cases.drafted(houses, study)
    signed = services.sign(houses.reviewer, of.id)
    version = study.versions.get()
    assert (signed.level, signed.opinion, signed.status) == ("limited", "unmodified", "valid")
    assert (signed.version_id, signed.result_digest) == (version.id, version.result_digest)
    assert float(signed.total) == pytest.approx(version.total, rel=1e-9)
    assert signed.rule.count("@") == 1
    assert Study.objects.get(id=study.id).state == "verified"
    assert queries.valid_statement(version.id) == queries.statement(signed.id)
    (entry,) = log.entries("statement", signed.id)
    assert entry.payload["event"] == "signed"
    assert b"VS-" not in entry.leaf  # salted: the number is not public


def test_nobody_signs_what_they_drafted_or_worked_on(houses: cases.Houses) -> None:
    of = cases.drafted(houses)
    for who in (houses.lead, houses.member, houses.editor, houses.chief):
        with pytest.raises(Refused):
            services.sign(who, of.id)
    services.change_team(
        houses.lead, of.id,
        [(houses.member.person.email, "lead"), (houses.lead.person.email, "reviewer")], reason="换人",
    )  # fmt: skip
    services.declare(houses.lead, of.id, cases.DECLARED)
    with pytest.raises(Refused) as refused:
        services.sign(houses.lead, of.id)
    assert refused.value.code == "verification.own-draft"


def test_a_withdrawn_statement_takes_the_state_back_and_rooms_above_hear_of_it(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    of = cases.drafted(houses, study)
    signed = services.sign(houses.reviewer, of.id)
    heard: list[str] = []
    listen(events.WITHDRAWN, lambda event: heard.append(event.reason))
    again = services.withdraw_statement(houses.reviewer, signed.id, reason="电表倍率记错")
    assert (again.status, again.withdrawn_because) == ("withdrawn", "电表倍率记错")
    assert "电表倍率记错" in heard
    assert queries.valid_statement(signed.version_id) is None
    assert queries.statements_of(signed.version_id) == [again]
    assert Study.objects.get(id=study.id).state == "submitted"
    assert [e.payload["event"] for e in log.entries("statement", signed.id)] == ["signed", "withdrawn"]
    with pytest.raises(CodedError) as error:
        services.withdraw_statement(houses.reviewer, signed.id, reason="again")
    assert error.value.code == "verification.statement-withdrawn"


def test_a_correction_is_a_new_version_within_the_same_verification(houses: cases.Houses) -> None:
    """The statement is on the version that was recomputed, not on the one the finding was made on."""
    study = cases.submitted(houses)
    of = cases.examined(houses, study)
    cases.recomputed(houses, of)
    finding = services.find(
        houses.member, of.id, "化肥用量与台账不符", severity="major", place="processes[growing].inputs"
    )
    with pytest.raises(Refused) as refused:
        services.draft(houses.lead, of.id, cases.PAPER)
    assert refused.value.code == "verification.open-findings"
    second = cases.next_version(houses, study, "product.model", "B")
    services.submit(houses.editor, of.id, note="已更正")
    services.settle(houses.editor, of.id, finding.id, "answer", text="已按台账更正", cause="抄错")
    services.settle(houses.member, of.id, finding.id, "close", text="与台账一致")
    with pytest.raises(Refused) as refused:
        services.draft(houses.lead, of.id, cases.PAPER)
    assert refused.value.code == "verification.no-recomputation"
    cases.recomputed(houses, of)
    cases.looked_at(houses, of)
    services.draft(houses.lead, of.id, cases.PAPER)
    assert services.sign(houses.reviewer, of.id).version_id == second.id


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ({}, "verification.still-wrong"),
        ({"opinion": "qualified"}, "verification.needs-reservations"),
        ({"reservations": {"zh": "除……外"}}, "verification.no-reservations"),
        ({"opinion": "qualified", "reservations": {"zh": "除……外"}}, "verification.beyond-materiality"),
    ],
)
def test_an_error_left_beyond_materiality_bears_an_adverse_opinion_only(
    houses: cases.Houses, paper: dict[str, object], code: str
) -> None:
    study = cases.submitted(houses)
    of = cases.examined(houses, study)
    cases.recomputed(houses, of)
    total = study.versions.get().total
    finding = services.find(houses.lead, of.id, "漏计甲烷", severity="major", effect=0.3 * total)
    services.settle(houses.lead, of.id, finding.id, "leave", text="企业不纠正")
    with pytest.raises(Refused) as refused:
        services.draft(houses.lead, of.id, cases.PAPER | paper)
    assert refused.value.code == code
    services.draft(
        houses.lead, of.id, cases.PAPER | {"opinion": "adverse", "reservations": {"zh": "漏计甲烷"}}
    )
    signed = services.sign(houses.reviewer, of.id)
    assert (signed.opinion, signed.verified) == ("adverse", False)
    assert queries.valid_statement(signed.version_id) is None
    assert Study.objects.get(id=study.id).state == "submitted"


def test_a_result_that_recomputes_otherwise_bears_no_positive_opinion(houses: cases.Houses) -> None:
    of = cases.examined(houses)
    cases.recomputed(houses, of, equal=False)
    with pytest.raises(Refused) as refused:
        services.draft(houses.lead, of.id, cases.PAPER)
    assert refused.value.code == "verification.not-recomputed"


def test_who_asks_and_who_verifies_are_not_related(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    for party in (houses.editor.organisation, houses.lead.organisation):
        party.group_code = "ONE-GROUP"
        party.save()
    with pytest.raises(Refused) as refused:
        services.request(houses.editor, study.id, houses.lead.organisation_id, level="limited")
    assert refused.value.code == "verification.same-group"
    with pytest.raises(Refused) as refused:
        services.request(houses.editor, study.id, houses.stranger.organisation_id, level="limited")
    assert refused.value.code == "verification.no-verifier"


def test_somebody_who_made_the_study_is_on_no_team(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    cases.joined(houses.editor.person, houses.lead.organisation, "reviewer")
    with pytest.raises(CodedError) as refused:
        services.offer(houses.lead, of.id, [*houses.team, (houses.editor.person.email, "member")])
    assert refused.value.code == "verification.conflict"


def test_without_a_declaration_of_all_four_points_nobody_plans(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    services.offer(houses.lead, of.id, houses.team)
    services.accept(houses.editor, of.id)
    with pytest.raises(Refused) as refused:
        services.plan(houses.lead, of.id)
    assert refused.value.code == "verification.not-declared"
    with pytest.raises(CodedError) as error:
        services.declare(houses.lead, of.id, cases.DECLARED | {"no_kin": False})
    assert error.value.code == "verification.declaration-incomplete"


def test_a_verifier_sees_that_one_study_and_only_once_its_offer_is_accepted(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    with pytest.raises(Absent):
        queries.readable_edition(houses.lead, of)
    with pytest.raises(Absent):
        queries.engagement(houses.other, of.id)
    with pytest.raises(Absent):
        queries.engagement(houses.stranger, of.id)
    services.offer(houses.lead, of.id, houses.team)
    services.accept(houses.editor, of.id)
    assert queries.readable_edition(houses.lead, queries.engagement(houses.lead, of.id)).number == 1
    services.terminate(houses.editor, of.id, reason="不再需要")
    with pytest.raises(Absent):
        queries.readable_edition(houses.lead, queries.engagement(houses.lead, of.id))


def test_evidence_is_opened_for_the_verification_and_closed_with_its_end(houses: cases.Houses) -> None:
    from tanzuji.activity import queries as activity
    from tanzuji.activity import services as vault

    paper = vault.keep_evidence(houses.editor, data=b"ledger", name="a.csv", kind="other", title="台账")
    of = cases.examined(houses)
    asked = services.ask(houses.member, of.id, "请提供化肥台账", place="processes[growing].inputs")
    with pytest.raises(Absent):
        activity.readable_evidence(houses.lead, paper.id)
    services.answer(houses.editor, of.id, asked.id, evidence=paper.digest)
    assert activity.readable_evidence(houses.lead, paper.id).digest == paper.digest
    services.check(houses.member, of.id, asked.id)
    services.terminate(houses.lead, of.id, reason="资料不足")
    with pytest.raises(Absent):
        activity.readable_evidence(houses.lead, paper.id)


def test_the_same_key_asks_once_and_another_request_under_it_is_refused(houses: cases.Houses) -> None:
    study = cases.submitted(houses)
    first = services.request(houses.editor, study.id, houses.lead.organisation_id, level="limited", key="k")
    assert (
        services.request(houses.editor, study.id, houses.lead.organisation_id, level="limited", key="k")
        == first
    )
    with pytest.raises(CodedError) as error:
        services.request(houses.editor, study.id, houses.lead.organisation_id, level="reasonable", key="k")
    assert error.value.code == "verification.key-reused"
    with pytest.raises(CodedError) as error:
        services.request(houses.editor, study.id, houses.lead.organisation_id, level="limited", key="l")
    assert error.value.code == "verification.open-already"


def test_a_decision_on_what_has_moved_on_is_refused(houses: cases.Houses) -> None:
    of = cases.asked(houses)
    seen = of.number_of_steps
    services.offer(houses.lead, of.id, houses.team, seen=seen)
    services.offer(houses.lead, of.id, houses.team, seen=seen)  # the same once more
    with pytest.raises(Stale):
        services.decline(houses.lead, of.id, reason="no", seen=seen)


def test_a_draft_study_is_not_handed_to_a_verifier(houses: cases.Houses) -> None:
    from tanzuji.footprints import services as footprints
    from tanzuji.formats.starter import starter_release

    study = footprints.create(houses.editor, cases.models()["rice_paddy"], [starter_release()])
    with pytest.raises(CodedError) as error:
        services.request(houses.editor, study.id, houses.lead.organisation_id, level="limited")
    assert error.value.code == "footprints.not-submitted"


def test_a_verified_study_may_be_edited_and_the_statement_stays_with_its_version(
    houses: cases.Houses,
) -> None:
    from tanzuji.documents.editing import Set
    from tanzuji.footprints import services as footprints

    study = cases.submitted(houses)
    of = cases.drafted(houses, study)
    signed = services.sign(houses.reviewer, of.id)
    footprints.edit(houses.editor, study.id, [Set(place="product.model", value="C")], force=True)
    assert Study.objects.get(id=study.id).state == "draft"
    assert queries.valid_statement(signed.version_id) is not None


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 11, 27), 24, date(2028, 11, 27)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_validity_ends_on_the_same_day_or_the_last_of_the_month(day: date, months: int, until: date) -> None:
    """By the calendar."""
    assert months_later(day, months) == until


def test_signing_needs_a_second_factor(houses: cases.Houses, settings: object) -> None:
    settings.SECOND_FACTOR = True  # type: ignore[attr-defined]
    of = cases.drafted(houses)
    with pytest.raises(Refused) as refused:
        services.sign(houses.reviewer, of.id)
    assert refused.value.code.startswith("parties.")
