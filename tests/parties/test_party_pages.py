"""The room's pages: in both languages, for every role, safe against forms from elsewhere, told in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from party_cases import PASSWORD, Works
from reading import untranslated

from tanzuji.parties import queries, services
from tanzuji.parties import urls as party_urls
from tanzuji.parties.acting import Acting
from tanzuji.parties.signing import urls as signing_urls

OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive"]
OPEN += ["account_reset_password_from_key_done"]
SIGNED = ["parties:organisation", "parties:people", "parties:tokens", "parties:account"]
SIGNED += [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]
CONFIRMED = ["mfa_activate_totp", "mfa_add_webauthn"]


def at(name: str, language: str = "zh", *args: Any) -> str:
    with translation.override("zh-hans" if language == "zh" else "en"):
        return reverse(name, args=args or None)


def signed_in(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", OPEN)
def test_pages_of_signing_in_are_in_the_language_of_their_address(db: None, name: str, language: str) -> None:
    answer = Client().get(at(name, language))
    assert answer.status_code == 200
    assert untranslated(text(answer), language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [*SIGNED, "parties:activity"])
def test_pages_of_people_are_in_the_language_of_their_address(works: Works, name: str, language: str) -> None:
    named(works, language)
    services.invite(works.admin, "new@works.example", ["reader"])
    services.issue_token(works.admin, "meters", days=30)
    answer = signed_in(works.admin).get(at(name, language))
    assert answer.status_code == 200
    assert untranslated(text(answer), language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", CONFIRMED)
def test_pages_of_the_second_factor_are_in_the_language_of_their_address(
    works: Works, name: str, language: str
) -> None:
    named(works, language)
    client = signed_in(works.admin)
    client.post(at("account_reauthenticate"), {"password": PASSWORD})
    page = text(client.get(at(name, language)))
    assert untranslated(page, language) == []
    assert "style=" not in page and "onclick" not in page
    for script in re.findall(r"<script([^>]*)>", page):
        assert "src=" in script or 'type="application/json"' in script  # the policy lets nothing else run


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("account_login", {"login": "", "password": ""}),
        ("account_login", {"login": "noaddress", "password": "x"}),
        ("account_login", {"login": "admin@works.example", "password": "wrong"}),
        ("account_reset_password", {"email": "noaddress"}),
        ("account_change_password", {"oldpassword": "x", "password1": "short", "password2": "other"}),
        ("account_reauthenticate", {"password": "wrong"}),
        ("parties:people", {"email": "noaddress", "roles": ["reader"]}),
        ("parties:people", {"email": "new@works.example"}),
        ("parties:tokens", {"name": "", "days": "30"}),
        ("parties:tokens", {"name": "meters", "days": "９９"}),
    ],
)
def test_what_is_wrong_is_said_in_the_language_of_the_page(
    works: Works, name: str, given: dict[str, Any], language: str
) -> None:
    named(works, language)
    client = Client() if name in OPEN else signed_in(works.admin)
    answer = client.post(at(name, language), given)
    assert answer.status_code in (200, 422)
    page = text(answer)
    assert 'role="alert"' in page and 'id="problems"' in page
    assert untranslated(page, language) == []
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        for each in described.split():
            assert f'id="{each}"' in page


def named(works: Works, language: str) -> None:
    """Names of the test's people and organisation as they would be written in the language."""
    if language == "zh":
        for number, who in enumerate((works.admin, works.editor, works.reviewer, works.reader)):
            type(who.person).objects.filter(id=who.person.id).update(name="林周沈陶"[number])


# ── forms from elsewhere ────────────────────────────────────────────────────────────────────

ZERO = "00000000-0000-0000-0000-000000000000"


def posts() -> list[str]:
    """Every address of the room and of signing in, from the tables of addresses."""
    found = []
    with translation.override("zh-hans"):
        for prefix, patterns in (("parties:", party_urls.urlpatterns), ("", signing_urls.urlpatterns)):
            for pattern in patterns:
                wanted = pattern.pattern.regex.groupindex
                values = {"pk": 1, "secret": "x", "uidb36": "1", "key": "set-password"}
                try:
                    found.append(
                        reverse(prefix + pattern.name, kwargs={k: values.get(k, ZERO) for k in wanted})
                    )
                except NoReverseMatch as error:  # pragma: no cover
                    raise AssertionError(pattern.name) from error
    return [*found, "/zh/demo/sign-in/"]


def test_every_form_needs_the_sites_token(works: Works) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(works.admin.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = list(queries.people(works.admin.organisation_id).values_list("roles", flat=True))
    for address in posts():
        answer = client.post(address, {"roles": ["admin"], "email": "x@x.example"})
        assert answer.status_code == 403, address
        assert "web.csrf" in text(answer), address
    assert list(queries.people(works.admin.organisation_id).values_list("roles", flat=True)) == before


# ── people ──────────────────────────────────────────────────────────────────────────────────


def test_an_invitation_is_mailed_and_its_link_shown_once(works: Works) -> None:
    client = signed_in(works.admin)
    page = text(client.post(at("parties:people", "en"), {"email": "new@works.example", "roles": ["editor"]}))
    [sent] = mail.outbox
    found = re.search(r"http://testserver/en/organisation/invitation/[\w-]+/", sent.body)
    assert found is not None and found[0] in page
    assert "邀请您加入" in sent.body and "invites you to" in sent.body  # its reader's language is not known
    assert found[0] not in text(client.get(at("parties:people", "en")))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_person_joins_through_the_page(works: Works, language: str) -> None:
    named(works, language)
    offer = services.invite(works.admin, "new@works.example", ["editor"])
    client = Client()
    address = at("parties:invitation", language, offer.secret)
    assert untranslated(text(client.get(address)), language) == []
    refused = client.post(address, {"name": "New", "password": "short", "again": "short"})
    assert refused.status_code == 422 and "parties.weak-password" in text(refused)
    assert 'value="short"' not in text(refused)  # a password is never sent back
    answer = client.post(address, {"name": "New", "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code == 302
    person = services.person_by_address("new@works.example")
    assert person is not None and person.language == language
    assert client.get(at("parties:organisation")).status_code == 200
    assert Client().get(address).status_code == 404


def test_an_existing_person_signs_in_and_accepts(works: Works, elsewhere: Acting) -> None:
    offer = services.invite(works.admin, elsewhere.person.email, ["reader"])
    address = at("parties:invitation", "en", offer.secret)
    page = text(Client().get(address))
    assert "sign in to accept" in page and 'type="password"' not in page
    client = signed_in(elsewhere)
    assert client.post(address).status_code == 302
    assert "Lanshi Cement" in text(client.get(at("parties:organisation", "en")))
    switched = client.post(at("parties:switch", "en", elsewhere.organisation_id))
    assert switched.status_code == 302
    assert "<h1>Jiangping Bank</h1>" in text(client.get(at("parties:organisation", "en")))


def test_an_invitation_for_another_address_asks_to_sign_out(works: Works) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    address = at("parties:invitation", "en", offer.secret)
    client = signed_in(works.editor)
    assert "Sign out first" in text(client.get(address))
    assert client.post(address).status_code == 422


@pytest.mark.parametrize(
    ("how", "code"), [("used", "parties.invitation-gone"), ("wrong", "parties.invitation-gone")]
)
def test_a_dead_link_says_what_to_do(works: Works, how: str, code: str) -> None:
    offer = services.invite(works.admin, "new@works.example", ["reader"])
    secret = offer.secret if how == "used" else offer.secret[:-1]
    if how == "used":
        services.accept(secret, None, name="New", password=PASSWORD, again=PASSWORD)
    answer = Client().get(at("parties:invitation", "en", secret))
    assert answer.status_code == 404 and code in text(answer)


def test_members_see_colleagues_but_not_their_addresses(works: Works) -> None:
    page = text(signed_in(works.editor).get(at("parties:people", "en")))
    assert "Reviewer" in page and "reviewer@works.example" not in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert signed_in(works.editor).get(at("parties:activity")).status_code == 403
    assert (
        signed_in(works.editor)
        .post(at("parties:people"), {"email": "x@x.cn", "roles": ["admin"]})
        .status_code
        == 403
    )


def test_whoever_leaves_the_last_organisation_keeps_an_account(works: Works) -> None:
    client = signed_in(works.editor)
    answer = client.post(at("parties:end", "en", works.editor.person.id), follow=True)
    assert "You belong to no organisation now." in text(answer)
    assert client.get(at("parties:people", "en"))["Location"] == at("parties:account", "en")


def test_a_role_is_changed_on_the_page_with_the_reason_where_not(works: Works) -> None:
    client = signed_in(works.admin)
    client.post(at("parties:roles", "en", works.reader.person.id), {"roles": ["reviewer", "reader"]})
    assert queries.membership(works.admin, works.reader.person.id).role_set == {"reviewer", "reader"}
    refused = client.post(at("parties:roles", "en", works.admin.person.id), {"roles": ["reader"]})
    assert refused.status_code == 422
    assert "Admin is the only administrator of this organisation." in text(refused)


def test_a_token_is_shown_in_one_answer_only(works: Works) -> None:
    client = signed_in(works.editor)
    answer = client.post(at("parties:tokens", "en"), {"name": "meters", "days": "90", "may": "write"})
    found = re.search(r'id="secret">(tzj_[\w-]+)<', text(answer))
    assert found is not None
    assert "no-store" in answer["Cache-Control"]
    assert found[1] not in text(client.get(at("parties:tokens", "en")))
    me = Client().get("/api/parties/me", headers={"Authorization": f"Bearer {found[1]}"})
    assert me.json()["may_write"] is True


def test_the_activity_names_who_did_what_with_the_number_of_the_request(works: Works) -> None:
    client = signed_in(works.admin)
    number = "a1b2c3d4-number-of-a-request"
    client.post(
        at("parties:people"),
        {"email": "new@works.example", "roles": ["reader"]},
        headers={"X-Request-ID": number},
    )
    page = text(client.get(at("parties:activity")))
    assert "邀请成员" in page and "new@works.example" in page and number in page
    for _ in range(60):
        services.resend(works.admin, queries.open_invitations(works.admin.organisation_id)[0].id)
    assert 'rel="next"' in text(client.get(at("parties:activity")))
    assert "new@works.example" in text(client.get(at("parties:activity") + "?page=2"))
    for odd in ("0", "-1", "x", "９", "1e9", "9" * 40):
        assert client.get(at("parties:activity"), {"page": odd}).status_code == 200


def test_two_organisations_have_activities_of_their_own(works: Works, elsewhere: Acting) -> None:
    services.invite(elsewhere, "canary@bank.example", ["reader"])
    assert "canary" not in text(signed_in(works.admin).get(at("parties:activity")))


# ── the API ─────────────────────────────────────────────────────────────────────────────────


def test_people_and_invitations_through_the_api(works: Works) -> None:
    client = signed_in(works.admin)
    assert client.get("/api/parties/people").json()["count"] == 4
    made = client.post(
        "/api/parties/invitations",
        {"email": "new@works.example", "roles": ["editor"]},
        content_type="application/json",
    )
    assert made.status_code == 201
    offered = made.json()
    assert offered["invitation"]["roles"] == ["editor"] and offered["mailed"] is True
    [listed] = client.get("/api/parties/invitations").json()["items"]
    assert listed["id"] == offered["invitation"]["id"] and listed["email"] == "new@works.example"
    changed = client.put(
        f"/api/parties/people/{works.reader.person.id}/roles",
        {"roles": ["editor", "admin"]},
        content_type="application/json",
    )
    assert changed.json()["roles"] == ["admin", "editor"]
    assert client.delete(f"/api/parties/invitations/{offered['invitation']['id']}").status_code == 204
    assert client.delete(f"/api/parties/people/{works.reviewer.person.id}").status_code == 204
    assert client.delete(f"/api/parties/people/{works.reviewer.person.id}").status_code == 404
    wrong = client.post(
        "/api/parties/invitations", {"email": "x@x.cn", "roles": ["root"]}, content_type="application/json"
    )
    assert wrong.status_code == 422 and "roles" in wrong.json()["problems"][0]["path"]
    assert signed_in(works.editor).get("/api/parties/people").status_code == 403
    assert Client().get("/api/parties/me").status_code == 401
