"""Signing in and what belongs to it: limits, second factor, mails, the language of the answer, the ledger."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from party_cases import PASSWORD, Works

from tanzuji.ledger import queries as ledger
from tanzuji.parties import services
from tanzuji.parties.acting import Acting


def at(name: str, language: str = "zh", **kwargs: Any) -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return reverse(name, kwargs=kwargs or None)


def sign_in(
    client: Client, acting: Acting, password: str = PASSWORD, language: str = "zh", **more: str
) -> Any:
    given = {"login": acting.person.email, "password": password, **more}
    return client.post(at("account_login", language), given)


def kinds(acting: Acting) -> list[str]:
    return [event.kind for event in ledger.of_organisation(acting.organisation_id)]


def test_signing_in_leads_to_the_page_that_was_asked_for(works: Works, client: Client) -> None:
    asked = client.get(at("parties:people"))
    assert asked.status_code == 302 and asked["Location"].startswith(at("account_login"))
    answer = client.post(asked["Location"], {"login": works.editor.person.email, "password": PASSWORD})
    assert answer["Location"] == at("parties:people")
    assert kinds(works.editor)[0] == "parties.person.signed-in"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(works: Works, client: Client, elsewhere: str) -> None:
    assert sign_in(client, works.editor, next=elsewhere)["Location"] == "/"


def test_capitals_in_the_address_do_not_matter(works: Works, client: Client) -> None:
    answer = client.post(at("account_login"), {"login": "EDITOR@Works.Example", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    works: Works, client: Client, language: str
) -> None:
    wrong = sign_in(client, works.editor, "wrong-kiln-1450", language).content.decode()
    unknown = client.post(
        at("account_login", language), {"login": "nobody@works.example", "password": "wrong-kiln-1450"}
    ).content.decode()
    told = {"zh": "邮箱或密码不对。", "en": "The e-mail address or the password is wrong."}[language]
    assert told in wrong and "parties.wrong-password" in wrong
    hidden = re.compile(r'value="[^"]*"')
    assert hidden.sub("", wrong) == hidden.sub("", unknown)


def test_five_failures_pause_an_address_and_say_so(works: Works, client: Client) -> None:
    for _ in range(5):
        assert "parties.wrong-password" in sign_in(client, works.editor, "wrong-kiln-1450").content.decode()
    paused = sign_in(client, works.editor)  # even with the right password
    assert paused.status_code == 200
    assert "parties.too-many-attempts" in paused.content.decode()
    assert "试错的次数太多" in paused.content.decode()
    assert sign_in(client, works.reader).status_code == 302  # another address from the same place
    assert kinds(works.editor).count("parties.person.sign-in-failed") == 5


def test_too_many_requests_are_answered_with_a_coded_page(works: Works, client: Client) -> None:
    answers = [
        client.post(at("account_reset_password", "en"), {"email": "nobody@works.example"}) for _ in range(6)
    ]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "parties.too-many-requests" in answers[-1].content.decode()
    assert "There were too many requests." in answers[-1].content.decode()


def test_an_account_that_was_closed_cannot_sign_in(works: Works, client: Client) -> None:
    type(works.editor.person).objects.filter(id=works.editor.person.id).update(is_active=False)
    assert "_auth_user_id" not in client.session
    sign_in(client, works.editor)
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_post(works: Works, client: Client) -> None:
    sign_in(client, works.editor)
    assert client.get(at("account_logout")).status_code == 200
    assert client.get(at("parties:organisation")).status_code == 200
    client.post(at("account_logout"))
    assert client.get(at("parties:organisation")).status_code == 302
    assert kinds(works.editor)[0] == "parties.person.signed-out"


def test_nobody_signs_up_or_changes_their_address_by_themselves(works: Works, client: Client) -> None:
    sign_in(client, works.editor)
    for path in ("account/signup/", "account/email/", "account/confirm-email/", "account/2fa/"):
        assert client.get(f"/zh/{path}").status_code == 404


# ── password ────────────────────────────────────────────────────────────────────────────────


def test_a_forgotten_password_is_reset_by_mail(works: Works, client: Client) -> None:
    services.choose_language(works.editor.person, "en")
    client.post(at("account_reset_password"), {"email": works.editor.person.email})
    [sent] = mail.outbox
    assert sent.subject == "Reset your password" and sent.to == [works.editor.person.email]
    assert re.search("[\u3400-\u9fff]", sent.body) is None and "Dear Editor," in sent.body
    found = re.search(r"http://testserver(\S+)", sent.body)
    assert found is not None
    page = client.get(found[1], follow=True)
    address = page.request["PATH_INFO"]
    refused = client.post(address, {"password1": "password1234", "password2": "password1234"})
    assert refused.status_code == 200 and 'role="alert"' in refused.content.decode()
    done = client.post(address, {"password1": "amber-kiln-2026", "password2": "amber-kiln-2026"}, follow=True)
    assert done.status_code == 200
    assert sign_in(Client(), works.editor).status_code == 200  # the old one
    assert sign_in(Client(), works.editor, "amber-kiln-2026").status_code == 302
    assert "parties.person.password-reset" in kinds(works.editor)
    assert mail.outbox[-1].subject == "Your password was reset"
    again = client.get(found[1], follow=True).content.decode()
    assert "parties.bad-reset-link" in again


def test_asking_for_a_reset_tells_nobody_who_has_an_account(works: Works, client: Client) -> None:
    pages = []
    for address in (works.editor.person.email, "nobody@works.example"):
        answer = client.post(at("account_reset_password"), {"email": address}, follow=True)
        pages.append(answer.content.decode())
    assert pages[0] == pages[1]
    known, unknown = mail.outbox
    assert unknown.to == ["nobody@works.example"]
    assert "没有账号" in unknown.body and "no account" in unknown.body  # its reader's language is not known
    assert "/password/reset/key/" not in unknown.body and "/password/reset/key/" in known.body


def test_a_changed_password_signs_other_devices_out(works: Works, client: Client) -> None:
    other = Client()
    sign_in(other, works.editor)
    sign_in(client, works.editor)
    given = {"oldpassword": PASSWORD, "password1": "amber-kiln-2026", "password2": "amber-kiln-2026"}
    answer = client.post(at("account_change_password"), given)
    assert answer["Location"] == at("parties:account")
    assert client.get(at("parties:account")).status_code == 200
    assert other.get(at("parties:account")).status_code == 302
    assert mail.outbox[-1].subject == "密码已更改"
    assert "127.0.0.1" in mail.outbox[-1].body


def test_a_mail_that_cannot_be_sent_undoes_nothing(works: Works, client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    sign_in(client, works.admin)
    page = client.post(at("parties:people"), {"email": "new@works.example", "roles": ["reader"]})
    assert "邮件没有发出去" in page.content.decode()
    assert "/organisation/invitation/" in page.content.decode()


# ── second factor ───────────────────────────────────────────────────────────────────────────


def digits(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def turn_on(client: Client, acting: Acting, commits: Any) -> str:
    """Turn the authenticator app on through the pages; the key it shows."""
    sign_in(client, acting)
    led = client.get(at("mfa_activate_totp"))
    assert led["Location"].startswith(at("account_reauthenticate"))  # a session alone is not enough
    wrong = client.post(led["Location"], {"password": "wrong-kiln-1450"})
    assert "parties.wrong-current-password" in wrong.content.decode()
    client.post(led["Location"], {"password": PASSWORD})
    page = client.get(at("mfa_activate_totp")).content.decode()
    found = re.search(r'id="totp-key">(\w+)<', page)
    assert found is not None
    assert '<svg class="qr"' in page and "style=" not in page
    bad = client.post(at("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "parties.wrong-code" in bad
    with commits(execute=True):
        answer = client.post(at("mfa_activate_totp"), {"code": digits(found[1])})
    assert answer["Location"] == at("mfa_view_recovery_codes")
    return found[1]


def test_the_second_factor_is_asked_for_after_the_password(
    works: Works, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    secret = turn_on(client, works.editor, django_capture_on_commit_callbacks)
    assert "parties.person.factor-added" in kinds(works.editor)
    assert any(sent.subject == "验证器应用已启用" for sent in mail.outbox)
    codes = re.findall(r"<li><code>(\w+)</code>", client.get(at("mfa_view_recovery_codes")).content.decode())
    assert len(codes) == 10
    assert client.get(at("mfa_download_recovery_codes")).content.decode().split() == codes

    fresh = Client()
    answer = sign_in(fresh, works.editor, next=at("parties:people"))
    assert answer["Location"] == at("mfa_authenticate")
    assert fresh.get(at("parties:organisation")).status_code == 302  # not in yet
    wrong = fresh.post(at("mfa_authenticate"), {"code": "000000"})
    assert "parties.wrong-code" in wrong.content.decode()
    assert kinds(works.editor)[0] == "parties.person.factor-failed"
    from django.core.cache import cache

    cache.clear()  # a code works once; the test cannot wait for the next half minute
    assert fresh.post(at("mfa_authenticate"), {"code": digits(secret)})["Location"] == at("parties:people")

    third = Client()
    sign_in(third, works.editor)
    third.post(at("mfa_authenticate"), {"code": codes[0]})
    assert third.get(at("parties:organisation")).status_code == 200
    fourth = Client()
    sign_in(fourth, works.editor)
    used = fourth.post(at("mfa_authenticate"), {"code": codes[0]})
    assert "parties.wrong-code" in used.content.decode()  # each works once


def test_a_reset_password_does_not_get_round_the_second_factor(
    works: Works, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    turn_on(client, works.editor, django_capture_on_commit_callbacks)
    mail.outbox.clear()
    finder = Client()
    finder.post(at("account_reset_password"), {"email": works.editor.person.email})
    found = re.search(r"http://testserver(\S+/password/reset/key/\S+)", mail.outbox[-1].body)
    assert found is not None
    address = finder.get(found[1], follow=True).request["PATH_INFO"]
    finder.post(address, {"password1": "amber-kiln-2026", "password2": "amber-kiln-2026"}, follow=True)
    assert finder.get(at("parties:organisation")).status_code == 302  # the reset itself lets nobody in
    assert sign_in(finder, works.editor, "amber-kiln-2026")["Location"] == at("mfa_authenticate")
    assert finder.get(at("parties:organisation")).status_code == 302


def test_a_factor_is_turned_off_by_a_post_after_confirming(
    works: Works, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    turn_on(client, works.editor, django_capture_on_commit_callbacks)
    assert client.get(at("mfa_deactivate_totp")).status_code == 200
    client.post(at("mfa_deactivate_totp"))
    assert "parties.person.factor-removed" in kinds(works.editor)
    assert sign_in(Client(), works.editor)["Location"] == "/"


# ── language ────────────────────────────────────────────────────────────────────────────────


def home_of(client: Client, accept: str = "") -> str:
    return str(client.get("/", headers={"Accept-Language": accept} if accept else {})["Location"])


def test_the_prefix_goes_before_everything(works: Works, client: Client) -> None:
    services.choose_language(works.editor.person, "en")
    sign_in(client, works.editor)
    page = client.get("/zh/organisation/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-Hans">' in page


def test_the_person_goes_before_cookie_and_browser(works: Works, client: Client) -> None:
    services.choose_language(works.editor.person, "en")
    client.cookies["language"] = "zh-hans"
    sign_in(client, works.editor)
    assert home_of(client, "zh-CN") == "/en/"


def test_the_cookie_goes_before_the_browser_and_remembers_what_was_read(db: None, client: Client) -> None:
    assert home_of(client, "en-GB,en;q=0.9") == "/en/"
    client.get("/zh/account/login/")
    assert client.cookies["language"].value == "zh-hans"
    assert client.cookies["language"]["httponly"] and client.cookies["language"]["samesite"] == "Lax"
    assert home_of(client, "en-GB,en;q=0.9") == "/zh/"


@pytest.mark.parametrize(
    ("accept", "home"),
    [("", "/zh/"), ("fr-FR", "/zh/"), ("en-US", "/en/"), ("zh-TW", "/zh/"), ("*;q=x,\x00", "/zh/")],
)
def test_without_a_choice_the_browser_decides_and_chinese_is_first(
    db: None, client: Client, accept: str, home: str
) -> None:
    assert home_of(client, accept) == home


def test_the_first_sign_in_is_remembered_as_the_persons_language(works: Works, client: Client) -> None:
    sign_in(client, works.editor, language="en")
    works.editor.person.refresh_from_db()
    assert works.editor.person.language == "en"
    sign_in(Client(), works.editor, language="zh")
    works.editor.person.refresh_from_db()
    assert works.editor.person.language == "en"  # later pages in Chinese do not change it


def test_a_chosen_language_holds_from_then_on(works: Works, client: Client) -> None:
    sign_in(client, works.editor)
    answer = client.post(at("parties:language"), {"language": "en"})
    assert answer["Location"] == at("parties:account", "en")
    assert home_of(client, "zh-CN") == "/en/"
    refused = client.post(at("parties:language"), {"language": "de"})
    assert refused.status_code == 422 and "parties.bad-language" in refused.content.decode()
    works.editor.person.refresh_from_db()
    assert works.editor.person.language == "en"


def test_somebody_who_was_away_for_an_hour_is_signed_out(
    works: Works, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GB/T 22239 section 8.1.4.1: sign-out when idle; every request counts as being there."""
    import time

    sign_in(client, works.editor)
    start = time.time()
    for minutes, status in ((0, 200), (59, 200), (118, 200), (179, 302), (180, 302)):
        monkeypatch.setattr(time, "time", lambda later=start + 60 * minutes: later)
        assert client.get(at("parties:organisation")).status_code == status, minutes
    assert kinds(works.editor)[0] == "parties.person.signed-out"
