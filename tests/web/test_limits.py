"""Guessing secrets from outside ends soon, and says when to come back."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from tanzuji.parties import queries, services
from tanzuji.parties.services import issue_token
from tanzuji.web import limits
from tanzuji.web.limits import GUESSES, GUESSING_SECONDS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def token() -> str:
    """The secret of a good token."""
    house = services.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement", code="91X")
    person = services.register(email="a@works.example", name="A", password="violet-kiln-1450")
    services.join(person, house, ["admin"])
    return issue_token(queries.required_for(person, house.id), "meter", days=30).secret


def asked(client: Client, secret: str, address: str = "192.0.2.1") -> int:
    return client.get(
        "/api/parties/me", headers={"Authorization": f"Bearer {secret}"}, REMOTE_ADDR=address
    ).status_code


def test_guessing_tokens_ends_after_ten_and_another_address_goes_on(client: Client, token: str) -> None:
    """TRUST 62, for programs."""
    assert [asked(client, f"tzj_{number}") for number in range(GUESSES)] == [401] * GUESSES
    answer = client.get("/api/parties/me", headers={"Authorization": "Bearer tzj_x"}, REMOTE_ADDR="192.0.2.1")
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(GUESSING_SECONDS)
    (problem,) = answer.json()["problems"]
    assert problem["code"] == "web.too-often" and "5 分钟" in problem["remedy"]["zh"]
    assert asked(client, token) == 429, "a guess that is right is not told either"
    assert asked(client, token, "192.0.2.2") == 200


def test_a_program_with_an_old_token_does_not_shut_out_its_neighbours(client: Client, token: str) -> None:
    assert [asked(client, "tzj_old") for _ in range(3 * GUESSES)] == [401] * 3 * GUESSES
    assert asked(client, token) == 200


def test_an_address_that_a_caller_writes_down_does_not_help(client: Client, token: str) -> None:
    for number in range(GUESSES):
        client.get(
            "/api/parties/me",
            headers={"Authorization": f"Bearer tzj_{number}", "X-Forwarded-For": f"203.0.113.{number}"},
            REMOTE_ADDR="192.0.2.1",
        )
    assert asked(client, token) == 429


@pytest.mark.parametrize(
    "address", ["/zh/verification/review/{guess}/", "/en/organisation/invitation/{guess}/"]
)
def test_guessing_links_of_strangers_ends_after_ten(client: Client, address: str) -> None:
    answers = [client.get(address.format(guess=f"link-{number}")) for number in range(GUESSES + 1)]
    assert [answer.status_code for answer in answers] == [404] * GUESSES + [429]
    assert answers[-1]["Retry-After"] == str(GUESSING_SECONDS)
    assert "web.too-often" in answers[-1].content.decode()


def test_guessing_receipts_of_complaints_ends_after_ten(client: Client) -> None:
    """Over the same form that answers the holder of a receipt."""
    answers = [
        client.post("/zh/supervision/complaints/follow/", {"number": "TS-2026-1", "code": f"code{number}"})
        for number in range(GUESSES + 1)
    ]
    assert [answer.status_code for answer in answers] == [404] * GUESSES + [429]
    assert answers[-1]["Retry-After"] == str(GUESSING_SECONDS)


def test_an_hour_is_an_hour_from_the_first_however_slowly_somebody_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The cache forgets what has no time of its own after five minutes, and would count from each time anew."""
    request, now = RequestFactory().get("/"), time.time()
    for minute, expected in ((0, 1), (6, 2), (20, 3), (59, 4), (61, 1)):
        monkeypatch.setattr(time, "time", lambda at=now + 60 * minute: at)
        assert limits.counted(request, "reports", 3600) == expected
