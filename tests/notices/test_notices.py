"""Who is told what: by role and person, once each, in the system and by mail."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tanzuji.documents.text import Text
from tanzuji.notices import queries, services
from tanzuji.parties import queries as parties
from tanzuji.parties import services as founding
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role

pytestmark = pytest.mark.django_db

RETURNED = services.declare("notices.of-a-test", zh="退回", en="Returned")


@pytest.fixture
def office() -> dict[str, Acting]:
    made = founding.found("enterprise", zh="甲", en="A")
    people: dict[str, Acting] = {}
    for role in ("editor", "reviewer"):
        person = founding.register(email=f"{role}@told.example", name=role, password=None)
        roles: tuple[Role, ...] = (role,)  # type: ignore[assignment]
        founding.join(person, made, roles)
        people[role] = parties.required_for(person, made.id)
    return people


def _tell(office: dict[str, Acting], **more: Any) -> None:
    services.tell(
        [office["editor"].organisation, office["editor"].organisation_id], RETURNED,
        Text(zh="数据被退回", en="Data returned"), Text(zh="缺少许可", en="No licence"), page="/contributions/1/", **more,
    )  # fmt: skip


def test_an_organisation_named_twice_is_told_once(office: dict[str, Acting]) -> None:
    _tell(office)
    assert queries.unread(office["editor"]).count() == 1


def test_a_notice_for_a_role_or_a_person_is_not_shown_to_others(office: dict[str, Acting]) -> None:
    _tell(office, roles=["reviewer"])
    _tell(office, person=office["editor"].person)
    assert [n.roles for n in queries.notices(office["editor"])] == [""]
    assert [n.roles for n in queries.notices(office["reviewer"])] == ["reviewer"]


def test_reading_is_each_persons_own(office: dict[str, Acting]) -> None:
    _tell(office)
    services.read_all(office["editor"])
    assert not queries.unread(office["editor"]).exists()
    assert queries.unread(office["reviewer"]).exists()


def test_a_mail_goes_to_whom_it_is_for_in_their_language_unless_muted(
    office: dict[str, Acting], settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SENDS_MAIL, settings.ADDRESS = True, "https://carbon.example"
    founding.choose_language(office["editor"].person, "en")
    with django_capture_on_commit_callbacks(execute=True):
        _tell(office)
    assert sorted((m.to[0], m.subject) for m in mail.outbox) == [
        ("editor@told.example", "Data returned"),
        ("reviewer@told.example", "数据被退回"),
    ]
    assert "https://carbon.example/en/contributions/1/" in mail.outbox[0].body + mail.outbox[1].body
    mail.outbox.clear()
    services.mute(office["editor"], True)
    with django_capture_on_commit_callbacks(execute=True):
        _tell(office)
    assert [m.to[0] for m in mail.outbox] == ["reviewer@told.example"]


def test_an_undeclared_kind_is_refused(office: dict[str, Acting]) -> None:
    with pytest.raises(ValueError, match="not declared"):
        services.tell([office["editor"].organisation], "nobody.knows", Text(en="x"))


def test_the_page_counts_what_is_unread_and_leads_where_it_says(
    office: dict[str, Acting], client: Client
) -> None:
    _tell(office)
    client.force_login(office["editor"].person, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get("/en/notices/").content.decode()
    assert "1 unread" in shown and "Data returned" in shown and "No licence" in shown
    notice = queries.notices(office["editor"]).get()
    answer = client.post(f"/en/notices/{notice.id}/")
    assert answer.status_code == 302 and answer["Location"] == "/en/contributions/1/"
    assert "0 unread" in client.get("/en/notices/").content.decode()
