"""Complaints of the public, labels met in the market, reminders (SD-105, SH-302, JS-301, A.7.7)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from supervision_cases import PNG, World, house, inspected, under_way, world

from tanzuji.certificates import services as certificates
from tanzuji.documents.errors import CodedError
from tanzuji.filings.from_certificates import facts_of
from tanzuji.notices import queries as notices
from tanzuji.supervision import queries, services, statistics
from tanzuji.supervision.models import Complaint, Picture
from tanzuji.supervision.searching import Met, status_on, verdicts
from tanzuji.supervision.services import SightingGiven

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The error has this code, whatever its words."""
    with pytest.raises(CodedError) as caught:
        yield
    assert code in caught.value.codes


def complained(number: str = "CFP-1", **other: str) -> Complaint:
    given = {"kind": "misuse", "text": "包装上有标识", "contact": "a@b.example", "source": "page", **other}
    return services.complain(number=number, **given)


def test_a_stranger_reports_a_problem_and_follows_it_with_the_receipt() -> None:
    who = world(0)
    made = services.complain(
        number=" CFP-2026-000001-5 ", kind="wrong_value", text="数值不符", contact="", source="page",
        placement="packaging", picture=PNG,
    )  # fmt: skip
    assert made.number.startswith(f"TS-{timezone.localdate().year}-") and len(made.code) == 10
    assert made.code not in Complaint.objects.get(id=made.id).receipt
    assert Picture.objects.get().complaint_id == made.id
    assert queries.progress(made.number.lower(), made.code.upper()).state == "received"
    for number, code in ((made.number, "0" * 10), ("TS-2026-999999", made.code), ("", "")):
        with refused("supervision.receipt-unknown"):
            queries.progress(number, code)
    clerk = who.bureau["clerk"]
    assert [n.kind for n in notices.notices(clerk)] == ["supervision.complaint-came"]
    with refused("state.not-now"):
        services.answer(clerk, made.id, text="查过", upheld=True)
    services.assign(clerk, made.id, who.bureau["ann"].person.id)
    with refused("supervision.not-assignee"):
        services.answer(clerk, made.id, text="查过", upheld=True)
    with refused("supervision.reason-needed"):
        services.answer(who.bureau["ann"], made.id, text=" ", upheld=True)
    services.answer(who.bureau["ann"], made.id, text="属实，已责令改正", upheld=True)
    told = queries.progress(made.number, made.code)
    assert (told.state, told.answer, told.upheld) == ("answered", "属实，已责令改正", True)
    with refused("state.not-now"):
        services.reject(who.bureau["ann"], made.id, reason="x")


def test_everything_wrong_with_a_report_is_said_at_once_and_nothing_is_stored() -> None:
    with pytest.raises(CodedError) as caught:
        services.complain(
            number="x",
            kind="spam",
            text="\x00 ",
            contact="",
            source="",
            placement="tattoo",
            picture=b"GIF89a",
        )
    assert caught.value.codes == (
        "supervision.unknown-choice", "supervision.unknown-choice", "supervision.no-words", "supervision.not-a-picture",
    )  # fmt: skip
    assert [p.path for p in caught.value.problems] == ["kind", "placement", "text", "picture"]
    assert not Complaint.objects.exists()


def test_numbers_have_no_gaps_though_a_report_fails_between() -> None:
    first = complained()
    with pytest.raises(RuntimeError), transaction.atomic():
        complained()
        raise RuntimeError
    second = complained()
    assert int(second.number[-6:]) == int(first.number[-6:]) + 1


def test_complaints_about_the_same_are_merged_and_answered_together() -> None:
    who = world(0)
    clerk = who.bureau["clerk"]
    first, second, third = complained(), complained(), complained()
    with refused("supervision.not-mergeable"):
        services.merge(clerk, second.id, first.id)  # nobody has taken the first
    services.assign(clerk, first.id, clerk.person.id)
    services.assign(clerk, second.id, clerk.person.id)
    services.merge(clerk, third.id, second.id)
    services.merge(clerk, second.id, first.id)
    with refused("supervision.not-mergeable"):
        services.merge(clerk, first.id, first.id)
    services.answer(clerk, first.id, text="已查处", upheld=True)
    for one in (first, second, third):
        assert queries.progress(one.number, one.code).answer == "已查处"


def test_one_authority_does_not_see_what_another_has_taken() -> None:
    who = world(0)
    other = house("regulator", "other", "authority", clerk=("editor",))["clerk"]
    made = complained()
    assert list(queries.complaints(other)) == [made]
    services.assign(who.bureau["clerk"], made.id, who.bureau["clerk"].person.id)
    assert not queries.complaints(other).exists()
    with refused("web.absent"):
        services.assign(other, made.id, other.person.id)
    with refused("web.absent"):
        services.assign(who.bureau["clerk"], made.id, other.person.id)


def test_what_was_reported_cannot_be_changed_in_the_database() -> None:
    made = complained()
    for change in ({"text": "x"}, {"certificate": "x"}, {"number": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Complaint.objects.filter(id=made.id).update(**change)
    Complaint.objects.filter(id=made.id).update(contact="")  # may be erased when it is not needed any more


# ── market surveillance ────────────────────────────────────────────────────


@pytest.fixture
def market(db: None) -> World:
    return world(2)


def test_a_label_as_the_register_has_it_is_confirmed(market: World) -> None:
    view = market.views[0]
    today = timezone.localdate()
    assert verdicts(Met(view.number, seen_on=today, badge="certified", value="612", unit="kg CO₂e/t")) == []
    assert verdicts(Met(view.number.lower(), seen_on=today, value="612.0")) == []


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ({"number": "CFP-2026-999999-0", "badge": "certified"}, ["unknown_number", "overstated"]),
        ({"number": "", "badge": "certified"}, ["no_number", "overstated"]),
        ({"number": "", "badge": "self"}, []),
        ({"number": "", "badge": "self", "national_mark": True}, ["national_mark"]),
        ({"value": "580"}, ["value_differs"]),
        ({"value": "6.12", "unit": "kgCO2e/kg"}, ["value_differs", "unit_differs"]),
        ({"value": "六百"}, ["value_differs"]),
        ({"placement": "advertising"}, ["placement"]),
    ],
)
def test_what_a_label_claims_wrongly_is_found(
    market: World, met: dict[str, object], expected: list[str]
) -> None:
    """JS-301: value, unit and boundary as certified; SH-302: only in authorised places; A.11: who says so."""
    given: dict[str, object] = {"number": market.views[0].number, "seen_on": timezone.localdate(), **met}
    assert verdicts(Met(**given)) == expected  # type: ignore[arg-type]


def test_a_label_in_use_after_its_certificate_was_revoked_is_found(market: World) -> None:
    view = market.views[0]
    certificates.revoke(market.body["decider"], view.number, reason="不符")
    assert verdicts(Met(view.number, seen_on=timezone.localdate())) == ["not_valid"]


def test_how_a_certificate_stood_on_a_day_is_read_from_its_history(market: World) -> None:
    view = market.views[0]
    assert status_on(view, view.issued_on - timedelta(days=1)) == "not_issued"
    assert status_on(view, view.issued_on) == "valid"
    assert status_on(view, view.expires_on) == "valid"
    assert status_on(view, view.expires_on + timedelta(days=1)) == "expired"


def test_days_are_those_of_the_installation_and_not_of_greenwich(market: World) -> None:
    """Suspended at 07:00 in Beijing, it was valid all of the day before, to whose evening 23:00 UTC belongs."""
    view = market.views[0]
    day = view.issued_on + timedelta(days=10)
    at = datetime.combine(day, time(7), ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    suspended = replace(view.history[0], kind="suspended", status="suspended", at=at)
    view = replace(view, status="suspended", status_since=at, history=(*view.history, suspended))
    assert status_on(view, day - timedelta(days=1)) == "valid"
    assert status_on(view, day) == "suspended"
    assert facts_of(view).status_since == day


def test_a_sighting_keeps_what_the_register_said_then(market: World) -> None:
    clerk = market.bureau["clerk"]
    with pytest.raises(CodedError) as caught:
        services.sight(
            clerk, SightingGiven(Met("x", badge="gold", seen_on=timezone.localdate() + timedelta(days=1)), "")
        )
    assert [p.path for p in caught.value.problems] == ["place", "badge", "seen_on"]
    made = services.sight(clerk, SightingGiven(Met(market.views[0].number, value="580"), "建材市场"))
    assert made.verdicts == '["value_differs"]'
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(id=made.id).update(verdicts="[]")


# ── reminders and figures ──────────────────────────────────────────────────


def test_what_falls_due_is_reminded_of_once_and_once_more_when_it_is_late() -> None:
    who = world(2)
    one, two = under_way(who), inspected(who, 1)
    services.step(who.bureau["head"], two.id, "order", due=timezone.localdate() + timedelta(days=30))
    made = complained()
    assert services.remind_due() == 0, "the visit is due in 20 days, the correction in 30"
    soon = one.due - timedelta(days=3)
    assert services.remind_due(today=soon) == 2 + 1, "both of the team, and the triage is late by then"
    assert services.remind_due(today=soon) == 0
    late = timezone.localdate() + timedelta(days=31)
    assert services.remind_due(today=late) == 2 + 1, "both of the team again, and the correction"
    works = who.works[1]["editor"]
    assert "supervision.reminded" in {n.kind for n in notices.notices(works)}
    services.assign(who.bureau["clerk"], made.id, who.bureau["clerk"].person.id)
    assert services.remind_due(today=timezone.localdate() + timedelta(days=61)) == 1


def test_counts_of_firms_under_five_stay_hidden_and_none_is_no_count_to_hide() -> None:
    """TRUST §2: five enterprises or more."""
    assert [statistics.shown(n) for n in (0, 1, 4, 5, 612)] == [0, None, None, 5, 612]


def test_the_last_months_run_over_a_new_year() -> None:
    from datetime import date

    assert statistics.months(date(2027, 2, 28), 4) == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_complaint_times_are_medians_of_what_was_done() -> None:
    who = world(0)
    clerk = who.bureau["clerk"]
    made = [complained() for _ in range(3)]
    for one in made[:2]:
        services.assign(clerk, one.id, clerk.person.id)
    services.answer(clerk, made[0].id, text="属实", upheld=True)
    begun = made[0].at
    Complaint.objects.filter(id=made[0].id).update(
        triaged_at=begun + timedelta(days=2), answered_at=begun + timedelta(days=20)
    )
    Complaint.objects.filter(id=made[1].id).update(triaged_at=begun + timedelta(days=4))
    found = statistics.complaint_figures(clerk)
    assert (found.received, found.open, found.upheld) == (3, 2, 1)
    assert found.days_to_triage == pytest.approx(3, abs=0.001)
    assert found.days_to_answer == pytest.approx(20, abs=0.001)
    later = timezone.localdate() + timedelta(days=8)
    assert statistics.complaint_figures(clerk, today=later).late_triage == 1
