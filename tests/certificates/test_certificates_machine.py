"""No order of actions by anybody issues without verification and decision, revives what ended, or parts page and log.

Events, the current standing and the leaves of the log are compared after every action, allowed or refused.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from certificate_cases import TODAY, Case, leaves_of, made
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanzuji.certificates import queries, services, statuses
from tanzuji.certificates.models import Certificate, Event, Request
from tanzuji.certificates.services.terms import statement_withdrawn
from tanzuji.documents.errors import CodedError
from tanzuji.ledger.kinds import CERTIFICATE
from tanzuji.ledger.models import Leaf
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db

ACTORS = ("holder", "evaluator", "decider", "second", "rival", "inspector")
ACTIONS = (
    "issue", "issue_alone", "suspend", "resume", "revoke", "cancel", "renew", "correct", "order", "lift",
    "order_end", "withdraw", "verify", "expire",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTORS), st.sampled_from(ACTIONS), st.integers(0, 3)), min_size=5, max_size=20
)
ENDED = ("revoked", "cancelled", "superseded", "expired")


class World:
    """The case, the day, and which keys were used."""

    def __init__(self, case: Case) -> None:
        self.case, self.day, self.keys = case, TODAY, 0

    def number(self, place: int) -> str:
        numbers = list(Certificate.objects.order_by("status_index").values_list("number", flat=True))
        return numbers[place % len(numbers)] if numbers else "none"

    def do(self, acting: Acting, action: str, place: int) -> None:
        case, number, day = self.case, self.number(place), self.day
        self.keys += 1
        people = {"decided_by": acting.person.id, "evaluated_by": case.who.evaluator.person.id}
        facts = replace(case.facts, statement=case.statements.rows[place % len(case.statements.rows)].id)
        if action == "issue":
            services.issue(acting, facts, key=f"k{self.keys}", today=day, **people)
        elif action == "issue_alone":
            both = {"decided_by": acting.person.id, "evaluated_by": acting.person.id}
            services.issue(acting, facts, key=f"k{self.keys}", today=day, **both)
        elif action == "renew":
            services.renew(acting, number, facts, key=f"k{self.keys}", today=day, **people)
        elif action == "correct":
            new = {"models": (f"型号 {self.keys}",)}
            services.correct(acting, number, reason="写错", changes=new, key=f"k{self.keys}", today=day)
        elif action in ("order", "lift", "order_end"):
            act = {
                "order": services.suspend_by_authority,
                "lift": services.lift_by_authority,
                "order_end": services.revoke_by_authority,
            }
            act[action](acting, number, "抽查", "1 号", today=day)
        elif action == "withdraw":
            self.withdraw(place)
        elif action == "verify":
            case.statements.sign(case.version)
        elif action == "expire":
            self.day += timedelta(days=200)
            services.expire_due(today=self.day)
        else:
            getattr(services, action)(acting, number, reason="原因", today=day)

    def withdraw(self, place: int) -> None:
        row = self.case.statements.rows[place % len(self.case.statements.rows)]
        row.verified, row.status = False, "withdrawn"
        told = {"subject_id": str(row.id), "detail": json.dumps({"version": self.case.version.id})}
        statement_withdrawn(type("News", (), told))  # type: ignore[arg-type]


def holds(world: World, before: dict[str, Any]) -> None:
    """What must be true after every action."""
    who = world.case.who
    bits = {purpose: statuses.bits(purpose) for purpose in ("suspension", "revocation")}  # type: ignore[arg-type]
    rows = list(queries.rows().order_by("status_index"))
    for series in {row.series for row in rows}:  # a new year begins a new one
        serials = sorted(row.serial for row in rows if row.series == series)
        assert serials == list(range(1, len(serials) + 1))
    assert sorted(row.status_index for row in rows) == list(range(len(rows)))
    assert Request.objects.count() == len(rows)
    logged: dict[str, list[Any]] = {row.number: [] for row in rows}
    for entry in Leaf.objects.filter(kind=CERTIFICATE).order_by("index"):
        logged[entry.subject_id].append((entry.index, json.loads(bytes(entry.leaf).split(b"\n", 1)[1])))
    assert Event.objects.count() == sum(map(len, logged.values()))
    assert queries.disagreeing() == []
    for row in rows:
        assert row.standing.status != "valid" or world.case.statements.valid(row.version_id)
        events, leaves = list(row.events.all()), [leaf for _, leaf in logged[row.number]]
        assert [(e.log_index, e.kind, e.after, e.sequence) for e in events] == [
            (index, leaf["event"], leaf["status"], leaf["sequence"]) for index, leaf in logged[row.number]
        ]
        assert row.standing.status == events[-1].after
        assert {row.evaluated_by_id, row.decided_by_id} == {who.evaluator.person.id, row.decided_by_id}
        assert row.evaluated_by_id != row.decided_by_id
        assert row.issued_by_id != row.evaluated_by_id
        for one, other in pairwise(events):
            assert one.after == other.before
            assert one.after not in ENDED, "something happened to a certificate that had ended"
        view = queries.view(row, today=world.day)
        expired = row.standing.status in ("valid", "suspended") and row.expires_on < world.day
        assert view.status == ("expired" if expired else leaves[-1]["status"])
        place = row.status_index
        marked = {purpose: bool(found[place // 8] & 0x80 >> place % 8) for purpose, found in bits.items()}
        assert marked == {
            "suspension": row.standing.status == "suspended",
            "revocation": row.standing.status in ("revoked", "cancelled", "superseded"),
        }
        if row.number in before:
            assert [e.id for e in events][: len(before[row.number])] == before[row.number]
        if row.standing.status == "valid":
            assert not queries.holds(row)
            first_ = world.case.statements.of(row.version_id)  # type: ignore[arg-type]
            assert any(s.verified for s in first_) or _later(world, row), "valid without any verification"


def _later(world: World, row: Certificate) -> bool:
    """Its own statement still counts."""
    return any(s.id == row.statement and s.verified for s in world.case.statements.rows)


@given(steps=STEPS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_order_of_actions_revives_what_ended_or_parts_page_and_log(
    steps: list[tuple[str, str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A.7.3: any actors, any actions, in any order; the log, the table and the page always tell the same."""
    with transaction.atomic():
        world = World(made(monkeypatch))
        for actor, action, place in [("decider", "issue", 0), *steps]:
            before = {
                row.number: [e.id for e in row.events.all()]
                for row in queries.rows().order_by("status_index")
            }
            acting = getattr(world.case.who, actor)
            had = sum(s.verified for s in world.case.statements.rows)
            count = Certificate.objects.count()
            try:
                with transaction.atomic():
                    world.do(acting, action, place)
            except CodedError:
                pass  # refused: nothing may have changed
            if not had and action in ("issue", "issue_alone", "renew"):
                assert Certificate.objects.count() == count, "issued without a verification"
            if action == "issue_alone" or (action == "issue" and actor not in ("decider", "second")):
                assert Certificate.objects.count() == count, "issued without a decision of another person"
            holds(world, before)
        transaction.set_rollback(True)


def test_the_day_after_its_last_a_certificate_is_expired_on_page_and_in_the_next_leaf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page knows at midnight; the leaf follows with the hourly chore and says the same."""
    case = made(monkeypatch)
    number = case.issue().number
    after = date(2028, 11, 28)
    shown = queries.by_number(number, today=after)
    assert shown is not None
    services.expire_due(today=after)
    told = queries.by_number(number, today=after)
    assert told is not None
    assert (shown.status, shown.version_stamp) == (told.status, told.version_stamp) == ("expired", 2)
    assert leaves_of(number)[-1]["status"] == "expired"
