"""Passwords: long, of any characters, taken as they were typed, and none that everybody would guess."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from party_cases import Works

from tanzuji.parties.models import Person

LONG = "窑炉 " * 40 + "violet kiln"
ODD = [
    LONG,
    "只用汉字作密码也是可以的",
    "  窑 . 炉  1450  ",
    'tab\tand 🏭 and "quotes" <b>',
    "aaaaaaaaaaaaaaaaaaaaaaab",
]


@pytest.mark.parametrize("password", ODD)
def test_any_characters_and_any_length_are_allowed(works: Works, password: str) -> None:
    validate_password(password, works.editor.person)


@pytest.mark.parametrize(
    "password", ["short-9ch", "password123456", "1234567890", "qwertyuiop", "iloveyou123"]
)
def test_short_and_common_ones_are_refused(works: Works, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, works.editor.person)


@pytest.mark.parametrize(
    "password",
    ["tanzuji2026", "Tanzuji-Carbon", "碳足迹碳足迹碳足迹1", "carbonfootprint1", "CARBON-tanzuji!"],
)
def test_names_of_the_system_make_no_password(works: Works, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, works.editor.person)
    assert "password_local" in {error.code for error in refused.value.error_list}


def test_names_of_the_person_make_no_password(works: Works) -> None:
    with pytest.raises(ValidationError):
        validate_password("editor@works.example", works.editor.person)


@pytest.mark.parametrize("password", ODD)
def test_a_password_is_taken_as_it_was_typed(works: Works, client: Client, password: str) -> None:
    """Neither cut nor trimmed nor in other letters."""
    person = Person.objects.get(pk=works.editor.person.pk)
    person.set_password(password)
    person.save()

    def enters(typed: str) -> bool:
        client.logout()
        return (
            client.post("/zh/account/login/", {"login": person.email, "password": typed}).status_code == 302
        )

    assert enters(password)
    assert not enters(password[:-1]) and not enters(password + " ")
    assert password.upper() == password or not enters(password.upper())


def test_fields_of_passwords_hide_what_is_typed_and_let_it_be_pasted(client: Client) -> None:
    page = client.get("/zh/account/login/").content.decode()
    assert 'type="password"' in page and 'autocomplete="current-password"' in page
    scripts = Path(__file__).resolve().parents[2] / "src" / "tanzuji" / "web" / "static" / "tanzuji"
    assert not [
        file.name
        for file in scripts.glob("*.js")
        if "paste" in file.read_text("utf-8") and "password" in file.read_text("utf-8")
    ]


def test_passwords_have_no_end_and_no_hints() -> None:
    """Nothing is kept of a password but its hash: neither an age that could end it nor a question that could replace it."""
    kept = {field.name for field in Person._meta.get_fields()}
    assert {name for name in kept if re.search("password|question|answer|hint", name)} == {"password"}
