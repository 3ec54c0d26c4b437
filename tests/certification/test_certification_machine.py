"""No order of actions issues a certificate without verification, evaluation and a decision by somebody else (A.7.3, CERT-10)."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from certification_cases import DETAILS, FEES, FILE, World, staff_of, world
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanzuji.certificates import queries as certificates
from tanzuji.certification import queries, services
from tanzuji.certification.models import Application
from tanzuji.certification.states import APPLICATION
from tanzuji.documents.errors import CodedError
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

PEOPLE = ("lin", "zhou", "heng", "mei", "jue", "fang")
FORM = {"text": "x", "recommends": "yes", "lines": FEES, "reason": "理由"}
WAY = ("file", "apply", "accept", "sign", "team", "plan", "pass_documents", "visit", "pass_onsite", "verify",
       "pass_footprint", "evaluate", "approve")  # fmt: skip
"""What leads from a draft to a certificate, in its order."""
RIGHT = {
    "apply": "lin", "accept": "heng", "sign": "lin", "plan": "heng", "pass_documents": "mei", "pass_onsite": "mei",
    "pass_footprint": "heng", "evaluate": "heng", "approve": "jue",
}  # fmt: skip


class Rolled(Exception):
    """Takes an example back."""


def _file(office: World, of: Application) -> None:
    services.describe(office.lin, of.id, DETAILS)
    for item in FILE:
        services.attach(office.lin, of.id, item, data=item.encode(), file=f"{item}.pdf")


def _team(office: World, of: Application) -> None:
    for who, task in ((office.heng, "lead"), (office.mei, "inspector")):
        entry = next(row for row in staff_of(office) if row.person_id == who.person.id)
        services.call(office.heng, of.id, entry.id, task)
        services.declare_impartial(who, of.id)
    services.plan(office.heng, of.id, visit_from="2026-12-01", visit_until="2026-12-02", site="厂区")


def _visit(office: World, of: Application) -> None:
    visit = services.inspect(office.mei, of.id)
    for _, questions in queries.questions_of(visit):
        for one in questions:
            services.answer(office.mei, visit.id, one.id, "conforms", data=b"p" if one.photo else b"")
    services.conclude(office.mei, visit.id, "符合")


def _verify(office: World, of: Application) -> None:
    of.refresh_from_db()
    if of.version_id is not None:
        office.statements.sign(of.version_id)


def _unverify(office: World, of: Application) -> None:
    for row in office.statements.rows:
        row.verified = False


def _nonconformity(office: World, of: Application) -> None:
    services.raise_nonconformity(office.mei, of.id, severity="minor", text="缺台账")


def _correct(office: World, of: Application) -> None:
    for one in queries.nonconformities(of):
        services.correct(office.lin, one.id, cause="忘", correction="补")
        services.judge(office.mei, one.id, accepted=True)


SIDE = {"file": _file, "team": _team, "visit": _visit, "verify": _verify, "unverify": _unverify,
        "nonconformity": _nonconformity, "correct": _correct}  # fmt: skip

moves = st.one_of(
    st.just(("forward", "")),
    st.just(("forward", "")),
    st.just(("forward", "")),
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(sorted(APPLICATION.actions))),
    st.tuples(st.just("side"), st.sampled_from(sorted(SIDE))),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, min_size=4, max_size=24))
def test_no_order_of_actions_certifies_without_what_it_takes(
    office: World, taken: list[tuple[str, str]]
) -> None:
    with suppress(Rolled), transaction.atomic():
        of = office.begin()
        ahead = list(WAY)
        for who, action in taken:
            _move(office, of, who, action, ahead)
            _hold(office, of.id)
        office.statements.rows.clear()
        raise Rolled


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> World:
    return world(monkeypatch)


def test_the_way_itself_leads_to_a_certificate(office: World) -> None:
    """What the machine above is allowed to find: thirteen steps forward certify."""
    of = office.begin()
    ahead = list(WAY)
    for _ in WAY:
        _move(office, of, "forward", "", ahead)
        _hold(office, of.id)
    assert Application.objects.get(id=of.id).state == "certified"


def _move(office: World, of: Application, who: str, action: str, ahead: list[str]) -> None:
    """One move; whatever is refused leaves everything as it was."""
    forward = who == "forward"
    if forward:
        if not ahead:
            return
        action = ahead[0]
        who = RIGHT.get(action, "side")
    try:
        with transaction.atomic():
            if who == "side":
                SIDE[action](office, of)
            else:
                acting: Acting = getattr(office, who)
                services.act(acting, of.id, action, FORM)
    except CodedError:
        return
    if forward:
        ahead.pop(0)


def _hold(office: World, application_id: Any) -> None:
    """What has to hold after every move."""
    of = Application.objects.get(id=application_id)
    steps = list(of.steps.order_by("number"))
    for before, after in pairwise(steps):
        assert before.after == after.before
    for step in steps:
        row = APPLICATION.find(step.before, step.action)
        assert row is not None and row.to == step.after
    held = certificates.of_holder(office.lin)
    assert bool(held) == (of.state == "certified") and len(held) <= 1
    if not held:
        return
    actions = [step.action for step in steps]
    for needed in (
        "apply",
        "accept",
        "sign",
        "plan",
        "pass_documents",
        "pass_onsite",
        "pass_footprint",
        "evaluate",
    ):
        assert needed in actions
    decided = next(step.person_id for step in steps if step.action == "approve")
    assert decided not in queries.examined(of)
    evaluation = queries.newest_evaluation(of)
    assert evaluation is not None and evaluation.recommends and evaluation.by_id != decided
    assert held[0].statement == of.statement is not None
    assert not of.nonconformities.filter(surveillance=None).exclude(state="closed").exists()
