"""What answers ask of browsers: nothing kept of who is signed in, nothing sent back, every text with its encoding."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanzuji.parties import services

pytestmark = pytest.mark.django_db
PASSWORD = "violet-kiln-1450"


@pytest.fixture
def browser(client: Client) -> Client:
    """Of somebody who is signed in."""
    house = services.found("enterprise", zh="澜石水泥有限公司", en="Lanshi Cement", code="91X")
    person = services.register(email="a@works.example", name="A", password=PASSWORD)
    services.join(person, house, ["admin"])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    "path", ["/zh/", "/en/organisation/people/", "/zh/studies/", "/api/parties/me", "/api/studies"]
)
def test_what_somebody_reads_who_is_signed_in_is_kept_in_no_cache(browser: Client, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_what_a_program_reads_is_kept_in_no_cache(client: Client) -> None:
    answer = client.get("/api/studies", headers={"Authorization": "Bearer tzj_none"})
    assert "no-store" in answer["Cache-Control"]


def test_signing_out_empties_what_scripts_kept_in_the_browser(browser: Client) -> None:
    with translation.override("zh-hans"):
        out = reverse("account_logout")
    assert "Clear-Site-Data" not in browser.get("/zh/")
    assert browser.post(out)["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in browser.get("/zh/")


@pytest.mark.parametrize(
    "path", ["/zh/", "/api/parties/me", "/health/live", "/log/keys", "/zh/nothing-here/"]
)
def test_trace_sends_nothing_back(browser: Client, path: str) -> None:
    answer = browser.generic("TRACE", path, headers={"X-Secret": "do not send back"})
    assert answer.status_code == 405 and answer.content == b""


def test_windows_of_other_sites_have_no_hold_on_ours(client: Client) -> None:
    assert client.get("/zh/")["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/zh/", "text/html; charset=utf-8"),
        ("/zh/nothing-here/", "text/html; charset=utf-8"),
        ("/zh/account/login/", "text/html; charset=utf-8"),
        ("/log/keys", "text/plain; charset=utf-8"),
        ("/verify.py", "text/x-python; charset=utf-8"),
        ("/api/openapi.json", "application/json"),  # always UTF-8: RFC 8259 section 8.1
        ("/health/live", "application/json"),
    ],
)
def test_every_text_says_what_it_is_and_its_encoding(client: Client, path: str, kind: str) -> None:
    said = client.get(path)["Content-Type"].lower()
    assert said in (kind, f"{kind}; charset=utf-8")


@pytest.mark.parametrize("path", ["/zh/", "/en/organisation/people/", "/zh/studies/", "/zh/certificates/"])
def test_every_page_of_who_is_signed_in_leads_out(browser: Client, path: str) -> None:
    with translation.override("zh-hans" if path.startswith("/zh") else "en"):
        out = reverse("account_logout")
    assert out in browser.get(path).content.decode()
