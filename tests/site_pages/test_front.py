"""The public front page, the start page of people, and the way from `/`."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import KINDS, Kind, Role
from tanzuji.site.front import KIND_WORDS


def somebody(kind: Kind, *roles: Role, email: str = "a@works.example") -> Acting:
    organisation = services.found(kind, zh="澜石", en="Lanshi")
    person = services.register(email=email, name="Lin", password=None)
    services.join(person, organisation, roles)
    return queries.required_for(person, organisation.id)


def read(acting: Acting | None, path: str = "/en/") -> str:
    client = Client()
    if acting is not None:
        client.force_login(acting.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.django_db
def test_a_stranger_sees_what_this_is_and_no_demonstration() -> None:
    page = read(None)
    assert "where every number comes from" in page
    assert "demo/sign-in" not in page
    assert 'name="q"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"enterprise"}))
def test_kinds_without_a_desk_are_told_what_they_can_do_today(kind: Kind) -> None:
    page = html.unescape(read(somebody(kind, "admin", "reader")))
    assert "What can be done today" in page and KIND_WORDS[kind].to("en") in page


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "button"), [("editor", True), ("reader", False)])
def test_an_empty_organisation_gets_one_button_if_somebody_may_press_it(role: Role, button: bool) -> None:
    page = read(somebody("enterprise", role)).partition("<main")[2].partition("</main>")[0]
    assert "No study yet" in page
    assert page.count("btn-primary") == int(button)


@pytest.mark.django_db
def test_names_are_shown_as_text() -> None:
    acting = somebody("enterprise", "editor")
    type(acting.organisation).objects.update(name_en='<script>alert("x")</script>', region="<b>")
    page = read(acting)
    assert "<script>alert" not in page and "<b>" not in page.partition("<h1>")[2].partition("</div>")[0]


def test_the_policy_of_scripts_and_styles_is_strict(db: None) -> None:
    answer: Any = Client().get("/zh/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "style=" not in answer.content.decode() and "<script>" not in answer.content.decode()
