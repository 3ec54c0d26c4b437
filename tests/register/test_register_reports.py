"""Reports of the public (SH-302 misuse report, WALK 9): without an account, within limits, to the authority."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tanzuji.register import limits, reporting
from tanzuji.supervision.models import Complaint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    cache.clear()


def _form(number: str, **other: str) -> dict[str, str]:
    page = Client().get(f"/zh/c/{number}/report/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return {"token": found[1], "kind": "misuse", "placement": "packaging", "text": "货架上的水泥", **other}


def test_a_report_reaches_the_authority_without_an_account(case: Any) -> None:
    view = case.issue()
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/zh/c/{view.number}/report/", _form(view.number, contact="13800000000"))
    made = Complaint.objects.get()
    assert response.status_code == 200 and made.number in response.content.decode()
    assert (made.certificate, made.kind, made.placement) == (view.number, "misuse", "packaging")
    assert "sessionid" not in response.cookies


def test_a_label_with_an_unknown_number_may_be_reported(case: Any) -> None:
    response = Client().post("/zh/c/FORGED-1/report/", _form("FORGED-1", kind="forged"))
    assert response.status_code == 200 and Complaint.objects.get().certificate == "FORGED-1"


def test_what_is_wrong_is_said_and_what_was_written_is_kept(case: Any) -> None:
    view = case.issue()
    response = Client().post(f"/zh/c/{view.number}/report/", _form(view.number, text="", contact="a@b.c"))
    assert response.status_code == 422 and "supervision.no-words" in response.content.decode()
    assert "a@b.c" in response.content.decode() and not Complaint.objects.exists()


@pytest.mark.parametrize("other", [{"token": ""}, {"token": "x:y:z"}, {"website": "http://spam"}])
def test_forms_that_did_not_come_from_the_page_are_refused(case: Any, other: dict[str, str]) -> None:
    view = case.issue()
    response = Client().post(f"/zh/c/{view.number}/report/", _form(view.number) | other)
    assert response.status_code == 422 and not Complaint.objects.exists()


def test_a_form_that_was_open_for_too_long_is_refused(case: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    view = case.issue()
    form = _form(view.number)
    monkeypatch.setattr(reporting, "OLDEST", -1)
    response = Client().post(f"/zh/c/{view.number}/report/", form)
    assert response.status_code == 422 and not Complaint.objects.exists()


def test_one_address_cannot_flood_the_authority(case: Any) -> None:
    """Five an hour from one address; another address is still heard. The sixth is answered 429."""
    view = case.issue()
    form = _form(view.number)
    answers = [
        Client(REMOTE_ADDR="192.0.2.1").post(f"/zh/c/{view.number}/report/", form).status_code
        for _ in range(7)
    ]
    assert answers == [200] * limits.OF_ONE + [429, 429]
    again = Client(REMOTE_ADDR="192.0.2.1").post(f"/zh/c/{view.number}/report/", form)
    assert again["Retry-After"] == str(limits.HOUR)
    assert Client(REMOTE_ADDR="192.0.2.2").post(f"/zh/c/{view.number}/report/", form).status_code == 200
    assert Complaint.objects.count() == limits.OF_ONE + 1
