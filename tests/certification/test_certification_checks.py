"""The checks CERT-01 … CERT-11 and tracking (TR-01) as pure functions, by hand calculation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tanzuji.certification import checks
from tanzuji.certification.checks import Check, Expert, Qualified, Subject, Target
from tanzuji.certification.services.surveying import months_on
from tanzuji.certification.tracking import Tracked
from tanzuji.rules.schemes import load_scheme

TODAY = date(2026, 11, 27)
FIELDS = frozenset({"cement", "cn.cement"})


def staff(count: int, since: date, *, fulltime: bool = True, item: str = "cement") -> tuple[Expert, ...]:
    return tuple(Expert(uuid4(), fulltime, {item: since}) for _ in range(count))


def subject(**given: object) -> Subject:
    told: dict[str, object] = {
        "scheme": load_scheme("cn.footprint-label"), "today": TODAY, "item": "cement", "boundary": "cradle_to_gate",
        "rules": ("cn.cement",), "legal_person": True, "management_since": TODAY - timedelta(days=90),
        "papers": frozenset({"request", "licence", "flow-diagram", "materials", "data-list", "reduction-plan", "management-system"}),
        "target": Target("t", "kg", 2024, Decimal(10), 2028, Decimal(8)), "models": ("A",), "fields": FIELDS,
        "body": Qualified(True, 50, ("GB/T 27065", "GB/T 27029"), {"cement": date(2023, 11, 1)}, staff(10, date(2024, 11, 1))),
    }  # fmt: skip
    return Subject(**{**told, **given})  # type: ignore[arg-type]


def code(check: Check) -> str:
    return check.problem.code.removeprefix("certification.") if check.problem else ""


def test_a_complete_application_meets_every_check() -> None:
    seen = subject()
    assert all(check.problem is None for check in (*checks.of_application(seen), *checks.of_body(seen)))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"item": ""}, "no-analogy"),
        ({"item": "", "analogy": "与水泥同类"}, ""),
        ({"item": "bread"}, "unknown-item"),
        ({"rules": ("cn.tyre",)}, "other-product"),
        ({"boundary": "gate_to_gate"}, "outside-boundary"),
        ({"variant": "grade"}, "variant-closed"),
        ({"gtin_ok": False}, "bad-gtin"),
    ],
)
def test_a_product_is_in_the_catalogue_or_follows_by_analogy(given: dict[str, object], expected: str) -> None:
    """CERT-01."""
    assert code(checks.in_catalogue(subject(**given))) == expected


def test_where_no_analogy_is_allowed_the_catalogue_is_all() -> None:
    seen = subject(scheme=load_scheme("cn-js.carbon-label"), item="", analogy="同类", rules=())
    assert code(checks.in_catalogue(seen)) == "not-in-catalogue"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"pilot": False}, "body-no-pilot"),
        ({"fields": {"tyre": date(2010, 1, 1)}}, "body-no-field"),
        ({"fields": {"cement": date(2024, 11, 27)}}, "body-young"),
        ({"projects": 49}, "body-few-projects"),
        ({"standards": ("GB/T 27065",)}, "body-no-standard"),
    ],
)
def test_a_body_is_approved_with_the_product_in_its_scope(changes: dict[str, object], expected: str) -> None:
    """CERT-02: pilot, three years in the field, 50 projects, both standards."""
    seen = subject()
    assert seen.body is not None
    assert code(checks.body_qualified(replace(seen, body=replace(seen.body, **changes)))) == expected  # type: ignore[arg-type]


def test_an_unconfirmed_body_is_not_qualified() -> None:
    assert code(checks.body_qualified(subject(body=None))) == "body-unconfirmed"
    assert code(checks.body_staffed(subject(body=None))) == "few-staff"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (
            staff(10, date(2024, 11, 27)),
            "few-staff",
        ),  # 730 days are two years less half a day, by years of 365.25
        (staff(10, date(2024, 11, 26)), ""),
        (staff(9, date(2020, 1, 1)), "few-staff"),
        ((*staff(9, date(2020, 1, 1)), *staff(1, date(2020, 1, 1), fulltime=False)), "few-staff"),
        ((*staff(9, date(2020, 1, 1)), *staff(1, date(2020, 1, 1), item="tyre")), "few-staff"),
    ],
)
def test_ten_full_time_staff_with_two_years_in_the_field(people: tuple[Expert, ...], expected: str) -> None:
    """CERT-03."""
    seen = subject()
    assert seen.body is not None
    assert code(checks.body_staffed(replace(seen, body=replace(seen.body, staff=people)))) == expected


@pytest.mark.parametrize(("days", "expected"), [(89, "management-young"), (90, ""), (-5, "management-young")])
def test_the_management_system_has_run_three_months(days: int, expected: str) -> None:
    """CERT-04: 90 days."""
    assert code(checks.applicant_ready(subject(management_since=TODAY - timedelta(days=days)))) == expected


def test_an_applicant_is_a_legal_person() -> None:
    assert code(checks.applicant_ready(subject(legal_person=False))) == "no-legal-person"
    assert code(checks.applicant_ready(subject(management_since=None))) == "no-management-date"


def test_a_missing_paper_is_named() -> None:
    """CERT-05."""
    found = checks.file_complete(subject(papers=frozenset({"request"})))
    assert code(found) == "papers-missing"
    assert (
        found.problem is not None
        and "营业执照" in found.problem.text("zh")
        and "Business licence" in found.problem.text("en")
    )


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (None, "no-target"),
        (Target("t", "kg", 2024, Decimal(10), 2028, Decimal(10)), "no-target"),
        (Target("t", "kg", 2024, Decimal(10), 2024, Decimal(8)), "no-target"),
        (Target("t", "", 2024, Decimal(10), 2028, Decimal(8)), "no-target"),
        (Target("t", "kg", 2024, None, 2028, Decimal(8)), "no-target"),
        (Target("t", "kg", 2024, Decimal(10), 2025, Decimal(0)), ""),
    ],
)
def test_a_reduction_plan_has_a_measurable_target(target: Target | None, expected: str) -> None:
    """CERT-06."""
    assert code(checks.plan_measurable(subject(target=target))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"models": ()}, "no-models"),
        ({"models": ("A", "A")}, "model-twice"),
        ({"models": ("A", "B")}, "no-family"),
        ({"models": ("A", "B"), "family": "同一熟料、同一粉磨线"}, ""),
        ({"models_taken": ("A",)}, "model-taken"),
    ],
)
def test_one_certificate_is_one_model_family(given: dict[str, object], expected: str) -> None:
    """CERT-11."""
    assert code(checks.one_family(subject(**given))) == expected


def test_method_changes_are_no_reduction() -> None:
    """TR-01 by hand: 12 964 → 12 358 is −606, of which −571 is another factor: −35 is real, 0.27 %."""
    found = Tracked(Decimal(12964), Decimal(12358), Decimal(-571))
    assert found.change == -606 and found.real == -35
    assert found.percent == Decimal("-0.270")
    assert found.meets(Decimal(0), 1)
    assert not found.meets(Decimal(2), 1)
    assert not Tracked(Decimal(12964), Decimal(12358), Decimal(-606)).meets(Decimal(0), 1)


def test_a_reduction_of_two_per_cent_a_year_is_asked_of_two_years() -> None:
    """1 000 → 960 is 4 % in two years: met; 961 is not."""
    assert Tracked(Decimal(1000), Decimal(960)).meets(Decimal(2), 2)
    assert not Tracked(Decimal(1000), Decimal(961)).meets(Decimal(2), 2)


def test_a_change_above_ten_per_cent_asks_for_a_new_verification() -> None:
    assert not Tracked(Decimal(100), Decimal(110)).departs(Decimal(10))
    assert Tracked(Decimal(100), Decimal("110.1")).departs(Decimal(10))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 27), 12, date(2027, 11, 27)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
    ],
)
def test_surveillance_falls_on_the_same_day(day: date, months: int, expected: date) -> None:
    """CERT-08: at most twelve months on."""
    assert months_on(day, months) == expected
