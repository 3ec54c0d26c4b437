"""A value that lies at a tie of its rounding is never rounded silently (TRUST §5, the tie guard)."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from certification_cases import World, world
from django.test import Client
from django.urls import reverse

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.checking import check, close
from tanzuji.certificates.facts import parse, plain
from tanzuji.certification import facts, queries, services
from tanzuji.documents.errors import CodedError
from tanzuji.documents.rounding import near_tie_at_digits, round_to_digits


@pytest.mark.parametrize(
    ("value", "digits", "shown", "near"),
    [
        ("0.12345", 4, "0.1234", True),
        ("0.1234500001", 4, "0.1235", True),
        ("0.1234500002", 4, "0.1235", False),
        ("0.1234499999", 4, "0.1234", True),
        ("0.1234499998", 4, "0.1234", False),
        ("1.050", 2, "1.0", True),
        ("2500", 1, "2000", True),
        ("-0.0365", 2, "-0.036", True),
        ("612.3456789", 3, "612", False),
        ("0", 3, "0", False),
    ],
)
def test_a_value_within_a_billionth_of_a_tie_is_near_it(
    value: str, digits: int, shown: str, near: bool
) -> None:
    """By hand, for 4 digits of 0.1234…: the tie is 0.12345. 0.1234500001 lies 1e-10 away, 8.1e-10 of the value, and is
    near; 0.1234500002 lies 2e-10 away, 1.6e-9 of it, and is not. The others are ties of GB/T 8170-2008."""
    assert (round_to_digits(value, digits), near_tie_at_digits(value, digits)) == (Decimal(shown), near)
    if Decimal(value):
        assert close(value, f"digits:{digits}") is near


def test_an_interval_has_its_ties_as_well() -> None:
    """Half way between 0.2 and 0.3 is 0.25; 0.2500000003 is 3e-10 from it, 1.2e-9 of the value."""
    assert close("0.25", "interval:0.1") and close("0.2500000002", "interval:0.1")
    assert not close("0.2500000003", "interval:0.1")


@pytest.fixture
def office(db: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    return world(monkeypatch)


def tied(office: World) -> tuple[Any, str]:
    """An application whose verified total ends half way between two values of four digits, within one per cent."""
    of = office.inspected()
    digits = Decimal(f"{of.version.total:.5g}")
    total = Decimal(f"{of.version.total:.4g}") + Decimal(5).scaleb(digits.adjusted() - 4)
    office.statements.sign(of.version_id, total=f"{total:f}")
    services.act(office.heng, of.id, "pass_footprint", {"text": "采信"})
    return services.act(office.heng, of.id, "evaluate", {"text": "符合", "recommends": "yes"}), f"{total:f}"


def test_evaluator_and_decider_are_told_and_the_certificate_keeps_it(office: World) -> None:
    of, total = tied(office)
    (told,) = (one for one in queries.checked(of) if one.code == "CERT-09")
    assert told.flagged and told.problem is None and told.note is not None
    assert total in (told.note.zh or "") and total in (told.note.en or "")
    evaluation = queries.newest_evaluation(of)
    assert evaluation is not None
    (kept,) = (one for one in json.loads(evaluation.checks) if one["code"] == "CERT-09")
    assert kept["flagged"] and total in kept["note"]["zh"]
    browser = Client()
    for who in (office.heng, office.jue):
        browser.force_login(who.person)
        page = browser.get(reverse("certification:application", args=[of.id])).content.decode()
        assert "进舍临界点" in page
    services.act(office.jue, of.id, "approve")
    of.refresh_from_db()
    view = certificates.by_number(of.certificate)
    assert view is not None and view.near_tie
    assert view.document["near_tie"] is True
    assert "进舍临界点" in browser.get(f"/zh/c/{view.number}/").content.decode()


def test_an_ordinary_value_is_not_flagged_and_its_document_is_as_before(office: World) -> None:
    of = office.certified()
    (told,) = (one for one in queries.checked(of) if one.code == "CERT-09")
    assert not told.flagged
    view = certificates.by_number(of.certificate)
    assert view is not None and "near_tie" not in view.document


def test_facts_that_hide_a_tie_or_tell_of_one_that_is_not_there_are_refused(office: World) -> None:
    of, _ = tied(office)
    true = facts.facts_of(of)
    assert parse(plain(true)) == true
    check(true)
    with pytest.raises(CodedError) as hidden:
        check(replace(true, near_tie=False))
    assert hidden.value.code == "certificates.tie-untold"
