"""What goes around every answer: request numbers, security headers, languages, coded errors."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from tanzuji.web import numerals
from tanzuji.web.templating import environment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "kept"), [("abc-123.DEF_4", True), ("short", False), ("x" * 65, False), ("a b\r\nc: d", False)]
)
def test_a_request_number_is_taken_over_only_where_it_is_a_sane_one(
    client: Client, given: str, kept: bool
) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": given})
    number = answer["X-Request-ID"]
    assert (number == given) is kept
    assert kept or re.fullmatch(r"[0-9a-f]{32}", number)


@pytest.mark.parametrize(
    "path", ["/zh/", "/en/account/login/", "/health/live", "/zh/nothing-here/", "/api/docs"]
)
def test_every_answer_forbids_what_is_inline_and_what_is_from_elsewhere(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_page_that_does_not_exist_is_answered_in_the_language_of_its_address(client: Client) -> None:
    zh, en = client.get("/zh/nothing-here/"), client.get("/en/nothing-here/")
    assert zh.status_code == en.status_code == 404
    assert "没有这个页面" in zh.content.decode() and 'lang="zh-Hans"' in zh.content.decode()
    assert "No such page" in en.content.decode() and 'lang="en"' in en.content.decode()


def test_a_machine_is_told_of_an_error_in_both_languages(client: Client) -> None:
    answer = client.get("/zh/studies/", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    (problem,) = answer.json()["problems"]
    assert problem["code"] == "web.sign-in"
    assert problem["message"] == {"zh": "需要先登录。", "en": "Sign in first."}


def test_a_form_without_the_sites_token_is_refused_and_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/zh/account/login/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert "没有保存任何改动" in answer.content.decode()


def test_a_forged_host_is_refused(client: Client) -> None:
    assert client.get("/zh/", headers={"Host": "evil.example"}).status_code == 400


def test_numbers_units_and_dates_are_written_as_each_language_writes_them() -> None:
    """PAGES §5."""
    with translation.override("zh-hans"):
        assert numerals.unit("t") == "kgCO₂e/t"
        assert numerals.day(date(2026, 11, 22)) == "2026\u00a0年\u00a011\u00a0月\u00a022\u00a0日"
    with translation.override("en"):
        assert numerals.unit("t") == "kg\u00a0CO₂e/t"
        assert numerals.day(date(2026, 11, 22)) == "22\u00a0Nov\u00a02026"
    assert numerals.percent(0.0288) == "2.88\u00a0%"
    assert numerals.signed(-0.2) == "\u22120.2000" and numerals.signed(3.1, 2) == "+3.1"
    assert numerals.number(1000.0) == "1000" and numerals.number(0.1 + 0.2) == "0.30000000000000004"
    assert numerals.number("=a*2") == "=a*2" and numerals.number(None) == ""


def test_a_template_compiled_for_one_language_speaks_the_other_to_the_next_reader() -> None:
    """Jinja evaluates filters of constants while it compiles."""
    with translation.override("zh-hans"):
        compiled = environment().from_string('{{ ""|unit }} {{ none|percent }}')
        assert compiled.render() == "kgCO₂e 未计算"
    with translation.override("en"):
        assert compiled.render() == "kg\u00a0CO₂e not calculated"
