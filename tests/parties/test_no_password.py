"""An account without a password: made for a demonstration, or by an operator who set none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from party_cases import Works


def at(name: str, language: str = "zh") -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return reverse(name)


@pytest.fixture
def signed_in(works: Works, client: Client) -> Any:
    person = get_user_model().objects.get(pk=works.editor.person.pk)
    person.set_unusable_password()
    person.save()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_page_leads_to_setting_one_and_that_works(works: Works, signed_in: Client, language: str) -> None:
    page = signed_in.get(at("parties:account", language)).content.decode()
    assert at("account_reset_password", language) in page
    assert at("account_change_password", language) not in page
    signed_in.post(at("account_reset_password", language), {"email": works.editor.person.email})
    link = re.search(r"http://testserver(/\S*/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link
    form = signed_in.get(link[1], follow=True)
    given = {"password1": "kiln-grinding-2031", "password2": "kiln-grinding-2031"}
    signed_in.post(form.redirect_chain[-1][0], given)
    works.editor.person.refresh_from_db()
    assert works.editor.person.check_password("kiln-grinding-2031")


def test_asking_to_change_what_it_has_not_leads_to_the_page_that_says_why(signed_in: Client) -> None:
    answer = signed_in.get(at("account_change_password"), follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == at("parties:account") + "#safety"


def test_a_demonstration_account_is_told_why_it_has_none(signed_in: Client, settings: Any) -> None:
    settings.DEMO = True
    page = signed_in.get(at("parties:account")).content.decode()
    assert "没有密码" in page and at("account_reset_password") not in page
