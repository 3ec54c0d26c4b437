"""The second factor before a decision of legal weight: shown within ten minutes, or the decision is refused."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.account.internal.flows import login as allauth_login
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from party_cases import Works

from tanzuji.documents.errors import CodedError
from tanzuji.parties import queries, rights, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Factor


@pytest.fixture(autouse=True)
def _asked_for(settings: Any) -> None:
    settings.SECOND_FACTOR = True


def at(name: str) -> str:
    with translation.override("zh-hans"):
        return reverse(name)


def inside(client: Client, acting: Acting, *records: dict[str, Any]) -> Acting:
    """Who acts in a session with these records of how they signed in."""
    client.force_login(acting.person)
    session = client.session
    session[allauth_login.AUTHENTICATION_METHODS_SESSION_KEY] = list(records)
    session[allauth_login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(acting.person.id)
    session.save()
    request = RequestFactory().get("/")
    request.session, request.user = session, acting.person
    found = queries.acting_of(request)
    assert found is not None
    return found


def shown(seconds: float, method: str = "mfa") -> dict[str, Any]:
    return {"method": method, "at": time.time() - seconds}


@pytest.mark.parametrize(
    ("records", "has_factor", "expected"),
    [
        ([(0, "password")], False, "none"),
        ([(0, "password")], True, "old"),  # a password is no second factor
        ([(9000, "password"), (598, "mfa")], True, "fresh"),
        ([(9000, "password"), (601, "mfa")], True, "old"),
        ([(9000, "mfa"), (5, "password")], True, "old"),  # the password shown again does not renew it
        ([(-3600, "mfa")], True, "old"),  # a clock that was set back opens nothing
    ],
)
def test_a_factor_counts_for_ten_minutes(
    works: Works, client: Client, records: list[tuple[float, str]], has_factor: bool, expected: Factor
) -> None:
    """A.11, TRUST section 6: two factors, and the second again before a decision."""
    if has_factor:
        TOTP.activate(works.editor.person, "A" * 32)
    acting = inside(client, works.editor, *(shown(*one) for one in records))
    assert acting.factor == expected
    assert rights.may_sign(acting).allowed == (expected == "fresh")


def test_what_is_missing_is_said_with_its_remedy(works: Works, client: Client) -> None:
    codes = {"none": "parties.no-second-factor", "old": "parties.confirm-again"}
    for records, has_factor in (([], False), ([shown(601)], True)):
        if has_factor:
            TOTP.activate(works.editor.person, "A" * 32)
        acting = inside(client, works.editor, *records)
        problem = rights.may_sign(acting).problem
        assert problem is not None and problem.code == codes[acting.factor]
        assert problem.remedy("zh") and problem.remedy("en")


def test_confirming_leads_to_the_factor_and_back(works: Works, client: Client) -> None:
    client.force_login(works.editor.person)
    first = client.get(at("parties:confirm"), {"next": "/zh/verification/"})
    assert first["Location"].startswith(at("mfa_index"))  # none yet: to the page that adds one
    TOTP.activate(works.editor.person, "A" * 32)
    second = client.get(at("parties:confirm"), {"next": "/zh/verification/"})
    assert second["Location"] == f"{at('mfa_reauthenticate')}?next=%2Fzh%2Fverification%2F"
    away = client.get(at("parties:confirm"), {"next": "https://evil.example/"})
    assert "evil" not in away["Location"]


def test_a_program_signs_with_a_token_that_may_and_with_no_other(works: Works, client: Client) -> None:
    with pytest.raises(CodedError) as refused:
        services.issue_token(works.editor, "erp", days=1, signs=True)  # no second factor shown
    assert refused.value.code == "parties.no-second-factor"
    TOTP.activate(works.editor.person, "A" * 32)
    owner = inside(client, works.editor, shown(1))
    secrets = {
        signs: services.issue_token(owner, "erp", days=1, may_write=True, signs=signs).secret
        for signs in (True, False)
    }
    for signs, secret in secrets.items():
        found = queries.acting_by_token(secret)
        assert found is not None
        verdict = rights.may_sign(found[0])
        assert verdict.allowed is signs
        assert signs or (
            verdict.problem is not None and verdict.problem.code == "parties.token-does-not-sign"
        )


def test_the_page_of_tokens_offers_signing_only_to_who_has_confirmed(works: Works, client: Client) -> None:
    inside(client, works.editor)
    page = client.get(at("parties:tokens")).content.decode()
    assert 'value="sign" disabled' in page and at("parties:confirm") in page
    refused = client.post(at("parties:tokens"), {"name": "erp", "days": "30", "may": "sign"})
    assert refused.status_code == 403 or "parties.no-second-factor" in refused.content.decode()
    TOTP.activate(works.editor.person, "A" * 32)
    inside(client, works.editor, shown(1))
    made = client.post(at("parties:tokens"), {"name": "erp", "days": "30", "may": "sign"})
    assert "tzj_" in made.content.decode()
