"""The look-up for shops and apps (SH-408 ff. build on it): one number, up to a hundred, the same answers on both ways."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanzuji.certificates import services
from tanzuji.web.answers import CURRENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]

_ONE = "/api/register/certificates/"


def test_a_number_is_looked_up_with_everything_a_label_has_to_say(case: Any) -> None:
    """JS-301: value, unit, declared unit and boundary together; numbers are text, so that no digit is lost."""
    view = case.issue()
    response = Client().get(_ONE + view.number)
    assert response.headers["Access-Control-Allow-Origin"] == "*" and response.headers["ETag"]
    told = response.json()
    expected = {
        "number": view.number, "status": "valid", "may_be_shown": True, "origin": "own", "value": "612", "unit": "kgCO2e/t",
        "unit_words": {"zh": "1 吨水泥", "en": "1 t of cement"}, "badges": ["certified"], "gtin": "6901234567892",
        "valid_until": view.expires_on.isoformat(), "reason": None, "models": ["P·O 42.5"],
    }  # fmt: skip
    assert {key: told[key] for key in expected} == expected
    assert told["page"].endswith(f"/c/{view.number}")


def test_a_revoked_number_says_that_it_may_not_be_shown(case: Any) -> None:
    view = case.issue()
    before = Client().get(_ONE + view.number).json()
    services.revoke(case.who.decider, view.number, reason="标注的数值不再代表产品")
    told = Client().get(_ONE + view.number).json()
    assert (told["status"], told["may_be_shown"]) == ("revoked", False)
    assert told["reason"]["zh"] == "标注的数值不再代表产品" and told["version"] != before["version"]


def test_up_to_a_hundred_numbers_are_looked_up_in_the_order_asked(case: Any) -> None:
    first, second = case.issue(), case.issue("k2")
    client = Client()
    response = client.get("/api/register/certificates", {"numbers": f"{second.number},NONE-1,{first.number}"})
    results = response.json()["results"]
    assert [one["asked"] for one in results] == [second.number, "NONE-1", first.number]
    assert [bool(one["certificate"]) for one in results] == [True, False, True]
    assert results[2]["certificate"] == client.get(_ONE + first.number).json()
    many = client.get("/api/register/certificates", {"numbers": ",".join(f"N{i}" for i in range(101))})
    assert many.status_code == 422 and many.json()["problems"][0]["code"] == "register.too-many-numbers"
    for nothing in ("", ",,, "):
        assert client.get("/api/register/certificates", {"numbers": nothing}).status_code == 422


@pytest.mark.parametrize(
    "number", ["", "1e0", "0x1", "９", "%00", "a" * 3000, "..%2f..", "'; drop table--", "\ud7ff", "‮"]
)
def test_odd_numbers_are_absent_and_break_nothing(case: Any, number: str) -> None:
    """TRUST §4, 56 and 59."""
    case.issue()
    response = Client(raise_request_exception=False).get(_ONE + number)
    assert response.status_code in (404, 422)


def test_the_fast_way_and_the_described_way_answer_alike(case: Any, settings: Any) -> None:
    """Without the register's middleware the API answers the same bytes."""
    view = case.issue()
    paths = (
        _ONE + view.number,
        f"/api/register/certificates?numbers={view.number},X",
        f"/zh/c/{view.number}/",
        _ONE + "X",
    )
    fast = [Client().get(path) for path in paths]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("PublicRegister")]
    slow = [Client().get(path) for path in paths]
    assert [r.status_code for r in fast] == [r.status_code for r in slow] == [200, 200, 200, 404]
    assert [r.content for r in fast] == [r.content for r in slow]


def test_the_search_of_the_api_pages_through_the_register(case: Any) -> None:
    view = case.issue()
    case.issue("k2")
    told = Client().get("/api/register/search", {"q": "水泥", "limit": 1}).json()
    assert told["count"] == 2 and len(told["rows"]) == 1
    assert Client().get("/api/register/search", {"q": view.number}).json()["rows"][0]["value"] == "612"


def test_whoever_asks_is_not_asked_who_they_are(case: Any, django_assert_num_queries: Any) -> None:
    """One read of the index a request where the page is kept; no session, no sign-in."""
    view = case.issue()
    client = Client()
    client.get(f"/zh/c/{view.number}/")
    with django_assert_num_queries(1):
        client.get(f"/zh/c/{view.number}/")
    assert CURRENT.startswith("public")
