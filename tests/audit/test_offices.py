"""The three administrators (GB/T 22239 section 8.1.4, TRUST section 6): none does another's work."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanzuji.audit.models import Act
from tanzuji.documents.errors import CodedError
from tanzuji.ledger.models import Event
from tanzuji.parties import queries, services
from tanzuji.parties.acting import Acting

WORK = {"system": "system", "security": "parties:security", "audit": "audit:home"}


def at(name: str, *args: Any, language: str = "zh-hans") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("office", WORK)
@pytest.mark.parametrize("work", WORK)
def test_nine_cells_three_are_open(officers: dict[str, Any], office: str, work: str) -> None:
    answer = browser(officers[office]).get(at(WORK[work]))
    assert answer.status_code == (200 if office == work else 404)


@pytest.mark.parametrize("work", WORK)
def test_members_of_organisations_see_none_of_them(editor: Acting, work: str) -> None:
    """The answer is that of a page that does not exist."""
    client = browser(editor.person)
    assert client.get(at(WORK[work])).status_code == 404
    assert Client().get(at(WORK[work])).status_code == 302


def test_an_officer_acts_for_no_organisation(officers: dict[str, Any], editor: Acting) -> None:
    for office, person in officers.items():
        assert browser(person).get(at("home"))["Location"] == at(WORK[office])
        assert browser(person).get(at("footprints:studies")).status_code == 302
        with pytest.raises(CodedError) as refused:
            services.join(person, editor.organisation, ("reader",))
        assert refused.value.code == "parties.officer-joins-nothing"


@pytest.mark.parametrize(
    ("office", "code"),
    [("audit", "parties.one-office"), ("chief", "parties.no-such-office")],
)
def test_nobody_holds_two_offices(officers: dict[str, Any], office: str, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        services.appoint(officers["system"], office)
    assert refused.value.code == code
    services.appoint(officers["system"], "")
    services.appoint(officers["system"], "audit")  # one after the other is no two at once


def test_a_member_of_an_organisation_becomes_no_officer(editor: Acting) -> None:
    with pytest.raises(CodedError) as refused:
        services.appoint(editor.person, "audit")
    assert refused.value.code == "parties.officer-elsewhere"


def test_a_blocked_account_stops_at_once_with_its_tokens(officers: dict[str, Any], editor: Acting) -> None:
    secret = services.issue_token(editor, "erp", days=1).secret
    inside = browser(editor.person)
    assert inside.get(at("parties:organisation")).status_code == 200
    guard = browser(officers["security"])
    empty = guard.post(at("parties:block", editor.person.id), {"reason": " "})
    assert "parties.reason-needed" in empty.content.decode() and empty.status_code == 422
    guard.post(at("parties:block", editor.person.id), {"reason": "离职"})
    assert inside.get(at("parties:organisation")).status_code == 302
    assert queries.acting_by_token(secret) is None
    kept = Event.objects.get(kind="parties.person.blocked")
    assert kept.reason == "离职" and "Security" in kept.detail
    guard.post(at("parties:unblock", editor.person.id))
    assert browser(editor.person).get(at("parties:organisation")).status_code == 200
    assert queries.acting_by_token(secret) is None  # a token that was withdrawn stays so


def test_officers_do_not_block_themselves_and_others_block_nobody(
    officers: dict[str, Any], editor: Acting
) -> None:
    own = browser(officers["security"]).post(at("parties:block", officers["security"].id), {"reason": "x"})
    assert "parties.not-oneself" in own.content.decode()
    for other in ("system", "audit"):
        assert (
            browser(officers[other]).post(at("parties:block", editor.person.id), {"reason": "x"}).status_code
            == 404
        )
    editor.person.refresh_from_db()
    assert editor.person.is_active


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_auditor_finds_what_was_refused_and_exports_it(
    officers: dict[str, Any], editor: Acting, language: str
) -> None:
    browser(editor.person).post(at("parties:tokens"), {"name": "=HYPERLINK(1)", "days": "0"})
    auditor = browser(officers["audit"])
    page = auditor.get(at("audit:home", language=language), {"outcome": "refused"}).content.decode()
    assert "/organisation/tokens/" in page and "Editor" in page
    none = auditor.get(at("audit:home", language=language), {"outcome": "failed"}).content.decode()
    assert "/organisation/tokens/" not in none
    wrong = auditor.get(at("audit:home", language=language), {"since": "yesterday"})
    assert wrong.status_code == 422 and "audit.bad-day" in wrong.content.decode()
    table = auditor.get(at("audit:export")).content.decode("utf-8-sig").splitlines()
    assert (
        table[0].startswith("id,at,outcome") and len(table) == 1 + Act.objects.filter(phase="ended").count()
    )
    assert auditor.get(at("audit:verify", language=language)).status_code == 200
