"""A statement stands on a sample that was examined: ISO 14064-3:2019, 5.4.2 asks evidence that suffices for the level."""

from __future__ import annotations

import pytest
import verification_cases as cases
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting
from tanzuji.verification import examined, queries, services
from tanzuji.verification.models import Engagement, Examination
from tanzuji.verification.papers import StatementPaper
from tanzuji.web.verdicts import Refused

pytestmark = pytest.mark.django_db
QUALIFIED = {"opinion": "qualified", "reservations": {"zh": "除……外"}}
DISCLAIMED = {"opinion": "disclaimer", "reservations": {"zh": "取不到凭证"}}


COAL, LIMESTONE = "processes[clinker].energy[coal]", "processes[raw_materials].inputs[limestone]"
"""Two lines of the cement's sample: the one does not bear on the other."""


@pytest.fixture
def houses() -> cases.Houses:
    return cases.Houses.built()


def ready(houses: cases.Houses, level: str, name: str = "rice_paddy") -> Engagement:
    """Planned and recomputed, with nothing of the sample examined."""
    of = cases.examined(houses, cases.submitted(houses, name), level=level)
    cases.recomputed(houses, of)
    return of


def states(of: Engagement) -> list[str]:
    return [line.state for line in queries.sample(of)]


def refusal(houses: cases.Houses, of: Engagement, **paper: object) -> CodedError:
    with pytest.raises(Refused) as refused:
        services.draft(houses.lead, of.id, cases.PAPER | paper)
    return refused.value


@pytest.mark.parametrize("opinion", [{}, QUALIFIED])
def test_reasonable_assurance_is_not_stated_while_a_sampled_line_is_unexamined(
    houses: cases.Houses, opinion: dict[str, object]
) -> None:
    of = ready(houses, "reasonable")
    lines = queries.sample(of)
    assert len(lines) > 1 and set(states(of)) == {"open"}
    said = refusal(houses, of, **opinion)
    assert said.code == "verification.unexamined"
    (problem,) = said.problems
    assert str(len(lines)) in problem.text("zh") and lines[0].item.name.to("zh") in problem.text("zh")
    *most, last = [line.item.place for line in lines]
    services.examine(houses.member, of.id, [(place, "examined", "与台账一致") for place in most])
    services.examine(houses.member, of.id, [(last, "left", "凭证遗失")])
    assert refusal(houses, of, **opinion).code == "verification.unexamined", (
        "a reason does not stand for evidence"
    )
    services.examine(houses.member, of.id, [(last, "examined", "凭证补齐")])
    services.draft(houses.lead, of.id, cases.PAPER | opinion)
    assert services.sign(houses.reviewer, of.id).verified


def test_limited_assurance_tells_in_the_statement_why_a_line_was_left(houses: cases.Houses) -> None:
    of = ready(houses, "limited")
    said = refusal(houses, of)
    assert said.code == "verification.left-without-reason"
    first, *others = [line.item.place for line in queries.sample(of)]
    services.examine(houses.member, of.id, [(place, "examined", "与台账一致") for place in others])
    assert refusal(houses, of).code == "verification.left-without-reason"
    services.examine(houses.member, of.id, [(first, "left", "计量表在检定，取上年数")])
    services.draft(houses.lead, of.id, cases.PAPER)
    signed = services.sign(houses.reviewer, of.id)
    of.refresh_from_db()
    draft = queries.current_draft(of)
    assert draft is not None
    paper = queries.paper_of(draft)
    assert [(line.place, line.reason) for line in paper.left] == [(first, "计量表在检定，取上年数")]
    assert paper.sampled == len(others) + 1
    browser = Client()
    browser.force_login(houses.editor.person)
    with translation.override("en"):
        shown = browser.get(reverse("verification:statement", args=[of.id])).content.decode()
    assert "计量表在检定，取上年数" in shown and f"{len(others)} of {len(others) + 1} lines examined" in shown
    assert signed.verified


def test_where_evidence_is_not_to_be_had_an_opinion_may_still_be_disclaimed(houses: cases.Houses) -> None:
    of = ready(houses, "reasonable")
    services.draft(houses.lead, of.id, cases.PAPER | DISCLAIMED)
    assert not services.sign(houses.reviewer, of.id).verified


def test_checked_evidence_and_a_finding_on_a_line_examine_it(houses: cases.Houses) -> None:
    of = ready(houses, "limited", "cement_po425")
    first, second, third = (line.item.place for line in queries.sample(of)[:3])
    asked = services.ask(houses.member, of.id, "台账", place=f"{first}.amount")
    services.answer(houses.editor, of.id, asked.id, text="见附件")
    assert states(of)[0] == "open", "asked for is not examined"
    services.check(houses.member, of.id, asked.id)
    services.find(houses.member, of.id, "无出处", severity="observation", place=second)
    services.find(houses.member, of.id, "总体", severity="observation")
    found = {line.item.place: line for line in queries.sample(of)}
    assert (found[first].state, found[first].papers) == ("examined", ("E1",))
    assert (found[second].state, found[second].papers) == ("examined", ("F1",))
    assert found[third].state == "open", "a finding on the whole examines no line"


def test_a_line_that_comes_out_otherwise_in_a_new_submission_is_examined_anew(houses: cases.Houses) -> None:
    """50 GJ of coal for the kiln's 3.57: its line comes out otherwise, that of the quarry is as it was examined."""
    study = cases.submitted(houses, "cement_po425")
    of = cases.examined(houses, study)
    cases.looked_at(houses, of)
    assert set(states(of)) == {"examined"}
    version = cases.next_version(houses, study, f"{COAL}.amount", 50.0)
    services.submit(houses.editor, of.id)
    found = {line.item.place: line for line in queries.sample(of)}
    assert (found[COAL].state, found[COAL].outdated) == ("open", True)
    assert found[LIMESTONE].state == "examined"
    services.examine(houses.member, of.id, [(COAL, "examined", "按更正的台账")])
    assert {line.item.place: line.state for line in queries.sample(of)}[COAL] == "examined"
    assert version.number == 2
    plan = queries.plan_of(queries.current_plan(of))
    before = next(item.total for item in plan.items if item.place == COAL)
    items, interval = examined.as_now(plan, queries.newest(of))
    assert next(item.total for item in items if item.place == COAL) == pytest.approx(
        before * 50 / (166.326 * 21.477 / 1000)
    )
    assert interval > plan.interval > 0, "an error is projected with the interval of what is judged"


def test_a_line_that_a_new_submission_makes_large_is_in_the_sample_though_the_plan_had_it_not(
    houses: cases.Houses,
) -> None:
    """Limestone of 7.5 kg lay under no hit; a thousandfold it is most of the result, and no sample leaves it out."""
    study = cases.submitted(houses, "cement_po425")
    of = cases.examined(houses, study, level="reasonable")
    cases.looked_at(houses, of)
    assert LIMESTONE not in {line.item.place for line in queries.sample(of)}
    cases.next_version(houses, study, f"{LIMESTONE}.amount", 1e6)
    services.submit(houses.editor, of.id)
    cases.recomputed(houses, of)
    *_, added = queries.sample(of)
    assert (added.item.place, added.item.reason, added.state) == (LIMESTONE, "certain", "open")
    assert refusal(houses, of).code == "verification.unexamined"
    services.examine(houses.member, of.id, [(LIMESTONE, "examined", "与磅单一致")])
    cases.looked_at(houses, of)
    services.draft(houses.lead, of.id, cases.PAPER)


def test_only_the_team_puts_down_what_was_examined_and_the_reviewer_who_did_may_not_sign(
    houses: cases.Houses,
) -> None:
    of = ready(houses, "limited")
    place = queries.sample(of)[0].item.place
    for who in (houses.editor, houses.reviewer):
        with pytest.raises(Refused):
            services.examine(who, of.id, [(place, "examined", "看过")])
    assert not Examination.objects.exists()
    for lines, code in (
        ([("processes[none]", "examined", "看过")], "verification.not-sampled"),
        ([(place, "seen", "看过")], "verification.bad-choice"),
        ([(place, "examined", " ")], "verification.text-needed"),
        ([(place, "left", "")], "verification.text-needed"),
        ([(place, "left", "x" * 1001)], "verification.text-needed"),
        ([(place, "examined", "看过"), ("unit", "examined", "看过")], "verification.not-sampled"),
        ([], "verification.lines-needed"),
    ):
        with pytest.raises(CodedError) as error:
            services.examine(houses.member, of.id, lines)
        assert error.value.code == code
    assert not Examination.objects.exists(), "nothing is stored when input is refused"
    services.examine(houses.member, of.id, [(place, "examined", "看过")])
    assert houses.member.person.id in queries.workers(of)


def test_a_disclaimer_counts_no_line_as_examined_that_nobody_looked_at(houses: cases.Houses) -> None:
    """Its statement says which lines were not examined, with the reason only where one was given."""
    of = ready(houses, "limited")
    places = [line.item.place for line in queries.sample(of)]
    services.examine(houses.member, of.id, [(places[0], "left", "凭证遗失")])
    paper = queries.paper_of(services.draft(houses.lead, of.id, cases.PAPER | DISCLAIMED))
    assert paper.sampled == len(places)
    assert [(line.place, line.reason) for line in paper.left] == [
        (places[0], "凭证遗失"),
        *[(place, "") for place in places[1:]],
    ]


def test_what_was_put_down_is_only_added_to(houses: cases.Houses) -> None:
    of = ready(houses, "limited")
    cases.looked_at(houses, of)
    with pytest.raises(DatabaseError), transaction.atomic():
        Examination.objects.update(text="另写")
    with pytest.raises(DatabaseError), transaction.atomic():
        Examination.objects.all().delete()


def test_statements_of_before_samples_were_kept_read_as_they_were_signed() -> None:
    """A document without the two fields says nothing of a sample, and its digest is over its own text."""
    held = StatementPaper.parse(cases.PAPER | {"level": "limited", "materiality": 0.05})
    assert (held.sampled, held.left) == (0, ())


def test_the_form_keeps_what_was_typed_where_it_is_refused(houses: cases.Houses) -> None:
    of = ready(houses, "limited")
    places = [line.item.place for line in queries.sample(of)]
    browser = _browser(houses.member)
    with translation.override("zh-hans"):
        address = reverse("verification:plan", args=[of.id])
    sent = {"action": "examine", "line": places, "outcome": ["left"] * len(places)}
    answer = browser.post(address, sent | {"done": ["长" * 1001, *[""] * (len(places) - 1)]})
    assert answer.status_code == 422
    assert "长" * 1001 in answer.content.decode() and not Examination.objects.exists()
    assert browser.post(address, sent | {"done": [""] * len(places)}).status_code == 422
    assert browser.post(address, sent | {"done": ["无法取得", *[""] * (len(places) - 1)]}).status_code == 302
    assert states(of)[0] == "left" and "无法取得" in browser.get(address).content.decode()


def _browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client
