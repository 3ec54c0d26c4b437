"""Who may do what in an organisation, role by role, and the reason where they may not."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from tanzuji.parties import policy
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import ROLES, Role
from tanzuji.parties.policy import Member


@dataclass
class Somebody:
    """A person as far as policies look at them."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    name: str = "林岚"


def acting(*roles: Role, program: str = "", may_write: bool = True) -> Acting:
    return Acting(cast(Any, Somebody()), cast(Any, None), frozenset(roles), program, may_write)


def code(verdict: policy.Verdict) -> str:
    return verdict.problem.code if verdict.problem else ""


MANAGING = [
    ("admin", "", ""),
    ("editor", "", "parties.needs-admin"),
    ("reviewer", "", "parties.needs-admin"),
    ("reader", "", "parties.needs-admin"),
    ("admin", "a program", "parties.people-only"),
    ("editor", "a program", "parties.people-only"),
]


@pytest.mark.parametrize(("role", "program", "reason"), MANAGING)
def test_only_an_administrator_who_is_a_person_manages(role: Role, program: str, reason: str) -> None:
    who = acting(role, program=program)
    other = Member(uuid.uuid4(), "周宁", frozenset({"reader"}), admins=1)
    assert code(policy.may_manage(who)) == reason
    assert code(policy.may_give(who, other, {"editor"})) == reason
    assert code(policy.may_end(who, other)) == reason


@pytest.mark.parametrize(("role", "sees"), [(role, role == "admin") for role in ROLES])
def test_addresses_and_the_activity_are_for_administrators(role: Role, sees: bool) -> None:
    assert policy.may_see_people(acting(role)).allowed is sees
    assert (
        policy.may_see_people(acting(role, program="a program")).allowed is sees
    )  # reading lets a program in


@pytest.mark.parametrize(
    ("admins", "given", "reason"),
    [
        (1, {"editor"}, "parties.last-admin"),
        (1, {"admin", "editor"}, ""),
        (2, {"editor"}, ""),
    ],
)
def test_the_last_administrator_keeps_the_role(admins: int, given: set[Role], reason: str) -> None:
    who = acting("admin")
    own = Member(who.person.id, "林岚", frozenset({"admin"}), admins)
    assert code(policy.may_give(who, own, given)) == reason


@pytest.mark.parametrize(
    ("role", "admins", "reason"),
    [("admin", 1, "parties.last-admin"), ("admin", 2, ""), ("editor", 1, ""), ("reader", 1, "")],
)
def test_everybody_may_leave_but_the_last_administrator(role: Role, admins: int, reason: str) -> None:
    who = acting(role)
    assert code(policy.may_end(who, Member(who.person.id, "林岚", frozenset({role}), admins))) == reason


def test_an_administrator_may_give_any_role_to_themselves_as_well() -> None:
    who = acting("admin")
    own = Member(who.person.id, "林岚", frozenset({"admin"}), admins=1)
    assert policy.may_give(who, own, set(ROLES))


@pytest.mark.parametrize(
    ("role", "own", "may_write", "reason"),
    [
        ("reader", True, True, ""),
        ("reader", False, True, "parties.needs-admin"),
        ("admin", False, True, ""),
        ("admin", True, False, "parties.read-only-token"),
    ],
)
def test_a_token_is_withdrawn_by_its_owner_or_an_administrator(
    role: Role, own: bool, may_write: bool, reason: str
) -> None:
    who = acting(role, may_write=may_write)
    assert code(policy.may_withdraw(who, who.person.id if own else uuid.uuid4())) == reason


def test_a_token_cannot_create_another() -> None:
    assert code(policy.may_issue(acting("admin", program="a program"))) == "parties.people-only"
    assert policy.may_issue(acting("reader"))


def test_every_reason_is_given_in_both_languages() -> None:
    problem = policy.may_give(
        acting("admin"), Member(uuid.uuid4(), "周宁", frozenset({"admin"}), 1), {"reader"}
    ).problem
    assert problem is not None
    assert problem.text("zh") == "周宁是本单位唯一的管理员。"
    assert problem.text("en") == "周宁 is the only administrator of this organisation."
    assert problem.remedy("zh") and problem.remedy("en")
