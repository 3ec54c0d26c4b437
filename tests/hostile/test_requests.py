"""Requests that are not what a browser or a program of ours sends: ids, bodies, lists, keys, headers, forms."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern
from doors import PASSWORD, House, Knock, plain, refused, refused_page, send, stored, words

from tanzuji.footprints.models import Comment, Study, Version
from tanzuji.ledger.models import Event
from tanzuji.parties.models import Invitation, Membership, Person, Token

pytestmark = pytest.mark.django_db

# ids ─────────────────────────────────────────────────────────────────────────

IDS = ["1e0", "0x1", "%201", "９", str(2**63), "-1", "null", "{upper}", "{hex}", "{braces}", "urn:uuid:{id}", "%00", "..%2f..",
       "a" * 4_000, "{id}%0a", "{id}%20", "{fullwidth}"]  # fmt: skip


@pytest.mark.parametrize("written", IDS)
@pytest.mark.parametrize("path", ["/zh/studies/{}/", "/zh/studies/{}/result/", "/zh/jobs/{}/", "/api/studies/{}", "/api/jobs/{}/result",
                                  "/zh/studies/{}/export.yaml", "/zh/studies/{}/figures/stage-bars.csv"])  # fmt: skip
def test_56_an_id_has_one_way_to_be_written(house: House, path: str, written: str) -> None:
    id_ = str(house.study.id)
    wide = id_.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    filled = written.format(
        id=id_, upper=id_.upper(), hex=house.study.id.hex, braces=f"{{{id_}}}", fullwidth=wide
    )
    if filled == id_ or id_.upper() == id_:
        pytest.skip("an id without letters")
    client = house.browser()
    with Knock():
        answer = client.get(path.format(filled))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "number", ["0", "-1", "01x", "1e0", str(2**31), str(2**63), "9" * 4_000, "%EF%BC%91", "1.0", "+1", "1%20"]
)
def test_56_a_version_has_one_way_to_be_written(house: House, number: str) -> None:
    client, id_ = house.browser(), house.study.id
    send(client, "POST", f"/api/studies/{id_}/versions", "{}")
    paths = (f"/zh/studies/{id_}/versions/{number}/", f"/api/studies/{id_}/versions/{number}",
             f"/zh/studies/{id_}/checks/?version={number}", f"/zh/studies/{id_}/compare/?before={number}&after=1",
             f"/api/studies/{id_}/result?version={number}", f"/zh/studies/{id_}/report/?version={number}")  # fmt: skip
    for path in paths:
        with Knock():
            answer = client.get(path)
        if path.startswith("/api/") and number in ("1.0", "+1", "1%20") and answer.status_code == 200:
            assert answer.json()["version"] == 1  # a query says the same number in more than one way
            continue
        assert answer.status_code in (404, 422), path
    with Knock():
        answer = client.post(
            f"/zh/studies/{id_}/decide/",
            {"action": "approve", "number": number.replace("%20", " "), "reason": ""},
        )
    assert answer.status_code in (403, 404, 422)


# more than was asked ─────────────────────────────────────────────────────────


def test_57_fields_that_nobody_asked_for_change_nothing(house: House) -> None:
    """Organisation, state, maker, reviewer, roles and owner are never read from a form."""
    other = house.people["admin"].person
    more = {"organisation": "x", "organisation_id": "x", "state": "submitted", "created_by": str(other.id), "verified_by": "x",
            "revision": "99", "serial": "1", "is_staff": "1", "is_superuser": "1", "total": "0", "digest": "x"}  # fmt: skip
    client, id_ = house.browser(), house.study.id
    client.post(f"/zh/studies/{id_}/change/", {**more, "page": "scope", "base": "1", "product.model": "M"})
    client.post(
        f"/zh/studies/{id_}/make-version/", {**more, "note": "n", "made_by": str(other.id), "number": "7"}
    )
    study, version = Study.objects.get(), Version.objects.get()
    assert (study.state, study.revision, study.created_by_id) == (
        "calculated",
        2,
        house.people["editor"].person.id,
    )
    assert (version.number, version.made_by_id) == (1, house.people["editor"].person.id)
    client.post(
        "/zh/organisation/tokens/",
        {**more, "name": "t", "days": "30", "person": str(other.id), "secret": "x"},
    )
    token = Token.objects.get()
    assert (token.person_id, token.may_write) == (house.people["editor"].person.id, False)
    client.post(
        "/zh/organisation/account/language/", {**more, "language": "en", "email": "new@works.example"}
    )
    person = Person.objects.get(id=house.people["editor"].person.id)
    assert (person.email, person.is_staff, person.is_superuser) == ("editor@works.example", False, False)


def test_57_an_invited_person_gets_the_roles_of_the_invitation(house: House) -> None:
    send(
        house.browser("admin"),
        "POST",
        "/api/parties/invitations",
        '{"email": "new@works.example", "roles": ["reader"]}',
    )
    link = mail.outbox[-1].body.split("http://testserver", 1)[1].split()[0]
    answer = Client().post(link, {"name": "New", "password": "kiln-violet-77!", "again": "kiln-violet-77!", "roles": "admin",
                                  "email": "other@works.example", "is_staff": "1", "organisation": "x"})  # fmt: skip
    assert answer.status_code == 302
    joined = Membership.objects.get(person__email="new@works.example")
    assert joined.roles == "reader" and not joined.person.is_staff


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "extra", ["organisation", "state", "status", "verified_by", "serial", "made_by", "number", "id"]
)
def test_57_a_body_with_more_than_was_asked_is_refused(house: House, extra: str) -> None:
    client, id_ = house.browser(), house.study.id
    bodies: dict[str, dict[str, Any]] = {
        "/api/studies": plain(), f"/api/studies/{id_}/versions": {"note": ""}, f"/api/studies/{id_}/comments": {"text": "好"},
        f"/api/studies/{id_}/edits": {"operations": [{"kind": "set", "place": "product.model", "value": "x"}]},
        f"/api/studies/{id_}/reports": {"form": "json"},
    }  # fmt: skip
    for path, body in bodies.items():
        if path == "/api/studies" and extra == "id":
            continue  # a model has an id of its own
        with Knock():
            assert refused(send(client, "POST", path, json.dumps({**body, extra: "x"})), 422) == [
                "document.unknown-field"
            ], path


# JSON ────────────────────────────────────────────────────────────────────────

JSON = {
    "repeated key": '{"text": "a", "text": "b"}',
    "10 000 levels": "[" * 10_000 + "]" * 10_000,
    "10 000 levels, open": '{"text":' * 10_000,
    "1e999": '{"text": 1e999}',
    "a number of 100 kB": '{"text": ' + "9" * 100_000 + "}",
    "NaN": '{"text": NaN}',
    "lone surrogate": '{"text": "\\ud800"}',
    "U+0000": '{"text": "a\\u0000"}',
    "not UTF-8": b'{"text": "\xff\xfe"}',
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "byte order mark and more": b'\xef\xbb\xbf{"text": "a"} {}',
    "two values": "{}{}",
    "cut off": '{"text": "a',
    "a comment": '{"text": "a" /* */}',
    "a list": "[]",
    "a word": '"text"',
    "null": "null",
    "true": "true",
    "a key of 1 MB": '{"' + "k" * 1_000_000 + '": 1}',
    "100 000 keys": "{" + ",".join(f'"k{i}": 1' for i in range(100_000)) + "}",
}
DOORS = [
    ("POST", "/api/studies"), ("POST", "/api/studies/{}/edits"), ("POST", "/api/studies/{}/comments"),
    ("POST", "/api/studies/{}/versions"), ("POST", "/api/studies/{}/decisions"), ("POST", "/api/studies/{}/reports"),
    ("PUT", "/api/studies/{}/model"), ("PUT", "/api/studies/{}/releases"), ("POST", "/api/parties/tokens"),
    ("POST", "/api/parties/invitations"), ("POST", "/zh/studies/{}/edits/"), ("POST", "/en/studies/{}/edits/"),
]  # fmt: skip


@pytest.mark.one_engine
@pytest.mark.parametrize("case", JSON)
def test_58_json_has_one_meaning_or_is_refused_at_every_door(house: House, case: str) -> None:
    for method, path in DOORS:
        client = house.browser("admin" if "parties" in path else "editor")
        with Knock():
            answer = send(client, method, path.format(house.study.id), JSON[case], If_Match='"1"')
        refused(answer, 400, 413, 422)
        assert len(answer.content) < 200_000, (
            path
        )  # two hundred problems at most, each with the fields there are


@pytest.mark.one_engine
@pytest.mark.parametrize("path", ["/zh/studies/{}/undo/", "/zh/studies/{}/redo/"])
@pytest.mark.parametrize("case", ["repeated key", "10 000 levels", "NaN", "a list", "cut off"])
def test_58_undo_reads_as_strictly(house: House, path: str, case: str) -> None:
    client = house.browser()
    with Knock():
        refused(send(client, "POST", path.format(house.study.id), JSON[case], Accept="application/json"), 422)


# words and lists ─────────────────────────────────────────────────────────────

WORDS = ["' OR 1=1 --", '"; DROP TABLE footprints_study; --', "%", "_", "\\", "$filter=name eq 'x'", "(" * 2_000, "x" * 10_000,
         "\x00", "a\x00b", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "\u202e", "水" * 3_000, "*", "AND OR NOT NEAR",
         '"', "a" + " b" * 4_000, "{{7*7}}", "<script>alert(1)</script>", "-" * 5_000, "😀" * 1_000]  # fmt: skip
SEARCHED = ["/zh/studies/?name={}", "/en/studies/?name={}", "/api/studies?name={}", "/zh/library/?q={}", "/zh/library/choices/?q={}",
            "/api/library/datasets?q={}", "/zh/studies/new/blank/rules/?product.name.zh={}", "/zh/library/?topic={}&q=x",
            "/zh/studies/?state={}&sort={}", "/zh/jobs/?page={}", "/zh/organisation/activity/?page={}",
            "/api/library/datasets?release={}", "/zh/library/choices/?unit={}&geography={}&kind={}"]  # fmt: skip


@pytest.mark.parametrize("word", range(len(WORDS)))
def test_59_any_word_may_be_looked_for(house: House, word: int) -> None:
    from urllib.parse import quote

    client = house.browser("admin")
    for path in SEARCHED:
        with Knock():
            answer = client.get(path.replace("{}", quote(WORDS[word], safe="")))
        assert answer.status_code in (200, 404, 422), (path, answer.content[:500])
        text = answer.content.decode()
        assert "<script>alert" not in text and "OperationalError" not in text
        if answer.status_code == 422 and path.startswith("/api"):
            refused(answer, 422)


LISTS = ["/api/studies", "/api/studies/{}/edits", "/api/studies/{}/comments", "/api/studies/{}/versions", "/api/studies/{}/decisions",
         "/api/jobs", "/api/parties/people", "/api/parties/invitations", "/api/parties/tokens"]  # fmt: skip


@pytest.mark.parametrize("query", ["limit=-1", "limit=1000000000", "limit=0", "limit=1e0", "limit=%EF%BC%91", "limit=", "limit=NaN",
                                   "offset=-1", f"offset={2**63}", "offset=" + "9" * 5_000, "limit=1&offset=x", "limit=true"])  # fmt: skip
def test_60_a_part_of_a_list_is_asked_for_in_numbers(house: House, query: str) -> None:
    client = house.browser("admin")
    for path in LISTS:
        with Knock():
            refused(client.get(f"{path.format(house.study.id)}?{query}"), 422)


@pytest.mark.parametrize("page", ["-1", "0", "1e3", "x", "９", str(2**63), "9" * 5_000, "%00", "1;2"])
def test_60_a_page_that_is_not_there_is_the_first_or_the_last(house: House, page: str) -> None:
    client, id_ = house.browser("admin"), house.study.id
    for path in ("/zh/studies/", "/zh/jobs/", "/zh/organisation/activity/", "/zh/library/", f"/zh/studies/{id_}/history/",
                 f"/zh/studies/{id_}/versions/"):  # fmt: skip
        with Knock():
            assert client.get(f"{path}?page={page}").status_code == 200, path


# who asks ────────────────────────────────────────────────────────────────────


def test_63_a_token_is_a_header_and_nothing_else(house: House) -> None:
    secret = house.program()["Authorization"].removeprefix("Bearer ")
    client = Client(raise_request_exception=False)
    for name in ("token", "access_token", "api_key", "Authorization", "key", "auth"):
        with Knock():
            refused(client.get(f"/api/studies?{name}={secret}"), 401)
            refused(client.get(f"/api/studies?{name}=Bearer%20{secret}"), 401)
    client.cookies["Authorization"] = f"Bearer {secret}"
    refused(client.get("/api/studies"), 401)
    assert Client().get("/api/studies", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x", "Basic YTpi", "bearer", "Bearer " + "x" * 20_000, "Bearer tzj_\x00",
                                    "Bearer é", "Bearer a b c", "Token x", "Bearer ' OR 1=1 --", "Bearer eyJhbGciOiJub25lIn0.e30."])  # fmt: skip
def test_61_63_a_token_that_is_none_lets_nobody_in(house: House, header: str) -> None:
    with Knock():
        refused(
            Client(raise_request_exception=False).get("/api/studies", headers={"Authorization": header}), 401
        )


def test_63_a_reading_token_writes_nothing(house: House) -> None:
    client, headers, id_ = Client(), house.program(may_write=False), house.study.id
    for method, path in (("POST", f"/api/studies/{id_}/undo"), ("DELETE", f"/api/studies/{id_}"), ("POST", "/api/studies"),
                         ("PUT", f"/api/studies/{id_}/model"), ("POST", "/api/parties/tokens"), ("PATCH", f"/api/studies/{id_}")):  # fmt: skip
        with Knock():
            answer = send(client, method, path, json.dumps(plain()), **headers)
        assert answer.status_code in (403, 405), (method, path)
    for method in ("X-HTTP-Method-Override", "X-Method-Override"):
        with Knock():
            assert client.get(f"/api/studies/{id_}", headers={**headers, method: "DELETE"}).status_code == 200


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "127.0.0.1:x", "a\tb", "[::1", "", "testserver@evil.example"],
)
def test_64_a_forged_host_is_refused(house: House, host: str) -> None:
    client = house.browser("admin")
    for path in ("/zh/", "/en/studies/", "/api/studies", "/zh/organisation/people/"):
        with Knock():
            answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 400, path
        if path.startswith("/api/"):
            refused(answer, 400)
        else:
            refused_page(answer, path[1:3], 400)


def test_64_forged_headers_of_a_proxy_are_not_believed(house: House) -> None:
    """Neither the link of an invitation nor the address in the ledger comes from them."""
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https",
              "Forwarded": "host=evil.example", "X-Original-URL": "/zh/organisation/activity/", "X-Rewrite-URL": "/x",
              "X-Real-IP": "203.0.113.9", "Client-IP": "203.0.113.9", "True-Client-IP": "203.0.113.9"}  # fmt: skip
    house.browser("admin").post(
        "/zh/organisation/people/", {"email": "new@works.example", "roles": ["reader"]}, headers=forged
    )
    Client().post("/zh/account/password/reset/", {"email": "editor@works.example"}, headers=forged)
    assert len(mail.outbox) == 2
    assert all("evil.example" not in m.body and "http://testserver/" in m.body for m in mail.outbox)
    Client().post(
        "/zh/account/login/", {"login": "editor@works.example", "password": "wrong"}, headers=forged
    )
    failed = Event.objects.filter(subject="person").order_by("-id").first()
    assert failed is not None and json.loads(failed.detail)["address"] == "127.0.0.1"
    assert house.browser("reader").get("/zh/", headers=forged).status_code == 200


def test_62_64_guessing_a_password_ends_soon_whatever_a_proxy_is_said_to_say(house: House) -> None:
    answers = []
    for attempt in range(12):
        client = Client(raise_request_exception=False)
        with Knock(stores=True):
            answers.append(client.post("/zh/account/login/", {"login": "editor@works.example", "password": f"guess {attempt}"},
                                       headers={"X-Forwarded-For": f"203.0.113.{attempt}"}))  # fmt: skip
    stopped = [
        a
        for a in answers
        if a.status_code == 429 or "次数" in words(a.content.decode()) or "太多" in words(a.content.decode())
    ]
    assert stopped, [a.status_code for a in answers]
    held = Client().post("/zh/account/login/", {"login": "editor@works.example", "password": PASSWORD})
    assert held.status_code != 302, "the right password is not let in either while the limit holds"


def test_62_guessing_at_many_addresses_does_not_wipe_out_the_counts(house: House) -> None:
    for attempt in range(6):
        Client().post("/zh/account/login/", {"login": "editor@works.example", "password": f"guess {attempt}"})
    for other in range(600):  # what as many addresses and networks leave behind
        cache.set(f"somebody-else-{other}", [1.0], 300)
    held = Client().post("/zh/account/login/", {"login": "editor@works.example", "password": PASSWORD})
    assert held.status_code != 302


@pytest.mark.parametrize("form", [
    {"login": "editor@works.example\x00", "password": PASSWORD}, {"login": "editor@works.example", "password": PASSWORD + "\x00"},
    {"login": "x" * 100_000, "password": "x"}, {"login": "editor@works.example", "password": "x" * 1_000_000},
    {"login": "' OR 1=1 --", "password": "' OR 1=1 --"}, {"login": ["a@b.example", "editor@works.example"], "password": "x"},
    {}, {"login": "editor@works.example"}, {"login": "\u202eeditor@works.example", "password": PASSWORD},
    {"login": "ｅditor@works.example", "password": PASSWORD}, {"login": "editor@works.example\r\nBcc: x@y.example", "password": PASSWORD},
])  # fmt: skip
@pytest.mark.parametrize("language", ["zh", "en"])
def test_62_a_form_of_signing_in_lets_nobody_in(house: House, language: str, form: dict[str, Any]) -> None:
    client = Client(raise_request_exception=False)
    with Knock(stores=True):
        answer = client.post(f"/{language}/account/login/", form)
    assert (
        answer.status_code in (200, 422, 429) and "sessionid" not in client.cookies
    ) or not client.session.get("_auth_user_id")
    with Knock(stores=True):
        assert (
            client.post(f"/{language}/account/password/reset/", {"email": form.get("login", "")}).status_code
            < 500
        )
    assert not [m for m in mail.outbox if len(m.to) != 1 or "\n" in m.to[0]]


@pytest.mark.parametrize("where", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\x00/",
                                   "http:evil.example", "https:///evil.example"])  # fmt: skip
def test_64_nobody_is_led_away(house: House, where: str) -> None:
    """After signing in, undo or a choice of language, only to pages of the site."""
    client = Client(raise_request_exception=False)
    from urllib.parse import quote

    signed = client.post(
        f"/zh/account/login/?next={quote(where)}",
        {"login": "editor@works.example", "password": PASSWORD, "next": where},
    )
    editor = house.browser()
    send(editor, "POST", f"/api/studies/{house.study.id}/edits",
         json.dumps({"operations": [{"kind": "set", "place": "product.model", "value": "x"}], "force": True}))  # fmt: skip
    undone = editor.post(f"/zh/studies/{house.study.id}/undo/", {"here": where})
    for answer in (signed, undone):
        assert (
            answer.status_code == 302
            and answer["Location"].startswith("/")
            and answer["Location"][1:2] not in ("/", "\\")
        )


# forms from elsewhere ────────────────────────────────────────────────────────


def _posts() -> list[str]:
    """Addresses of pages that change something."""
    from tanzuji.footprints import urls as footprints
    from tanzuji.jobs import urls as jobs
    from tanzuji.parties import urls as parties

    found = []
    for space, patterns in (
        ("studies", footprints.urlpatterns),
        ("jobs", jobs.urlpatterns),
        ("organisation", parties.urlpatterns),
    ):
        found += [f"/{space}/{pattern.pattern}" for pattern in patterns if isinstance(pattern, URLPattern)]
    return [path for path in found if "secret" not in path]


def test_65_a_form_without_the_sites_token_changes_nothing(house: House) -> None:
    client, before = house.browser("admin", enforce_csrf_checks=True), stored()
    for route in _posts():
        named = re.sub(r"<uuid:\w+>", str(house.study.id), route)
        path = re.sub(r"<\w+:\w+>", "x", re.sub(r"<int:\w+>", "1", named))
        for language in ("zh", "en"):
            sent = {"text": "x", "email": "a@b.example", "roles": "reader"}
            page = refused_page(client.post(f"/{language}{path}", sent), language, 403)
            assert "web.csrf" in page, path
    assert stored() == before


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://testserver.evil.example", "https://testserver:444", "x"],
)
def test_65_a_form_from_elsewhere_changes_nothing_even_with_the_token(house: House, origin: str) -> None:
    client = house.browser(enforce_csrf_checks=True)
    page = client.get("/zh/studies/new/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    with Knock():
        answer = client.post(
            "/zh/studies/new/examples/rice_paddy/", {"csrfmiddlewaretoken": token}, headers={"Origin": origin}
        )
    refused_page(answer, "zh", 403)
    with Knock():
        answer = send(client, "POST", "/api/studies/examples/rice_paddy", X_CSRFToken=token, Origin=origin)
    refused(answer, 403)
    assert (
        client.post("/zh/studies/new/examples/rice_paddy/", {"csrfmiddlewaretoken": token}).status_code == 302
    )


def test_65_a_session_writes_through_the_api_only_with_the_token(house: House) -> None:
    client = house.browser(enforce_csrf_checks=True)
    with Knock():
        refused(send(client, "POST", "/api/studies", json.dumps(plain())), 403)
        refused(send(client, "DELETE", f"/api/studies/{house.study.id}"), 403)
    bearer = Client(enforce_csrf_checks=True)
    made = send(bearer, "POST", "/api/studies", json.dumps(plain()), **house.program())
    assert made.status_code == 201


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_65_nothing_is_shared_with_other_origins(house: House, origin: str) -> None:
    client = house.browser()
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    for path in (
        "/api/studies",
        f"/api/studies/{house.study.id}",
        "/zh/studies/",
        "/api/openapi.json",
        "/health/ready",
    ):
        for method in ("GET", "OPTIONS", "POST"):
            answer = client.generic(method, path, headers=asked)
            assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
            assert "frame-ancestors 'none'" in answer["Content-Security-Policy"] or path.startswith(
                "/api/docs"
            )


# repeating, and out of turn ──────────────────────────────────────────────────

REPEATED: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "edits": (
        {"operations": [{"kind": "set", "place": "product.model", "value": "x"}], "force": True},
        {"operations": [{"kind": "set", "place": "product.model", "value": "y"}], "force": True},
    ),
    "comments": ({"text": "a"}, {"text": "b"}),
    "versions": ({"note": "a"}, {"note": "b"}),
    "reports": ({"form": "json"}, {"form": "xlsx"}),
}


@pytest.mark.parametrize("door", REPEATED)
def test_66_a_key_stands_for_one_request(house: House, door: str) -> None:
    client, (first, second) = house.browser(), REPEATED[door]
    path = f"/api/studies/{house.study.id}/{door}"
    done = send(client, "POST", path, json.dumps(first), Idempotency_Key="k")
    assert done.status_code in (200, 201, 202), done.content
    with Knock():
        again = send(client, "POST", path, json.dumps(first), Idempotency_Key="k")
    assert (again.status_code, again.content) == (done.status_code, done.content)
    with Knock():
        assert refused(send(client, "POST", path, json.dumps(second), Idempotency_Key="k"), 422) == [
            "footprints.key-reused"
        ]


def _decide(client: Client, house: House, action: str, number: int = 1, reason: str = "weil") -> Any:
    return send(client, "POST", f"/api/studies/{house.study.id}/decisions",
                json.dumps({"action": action, "version": number, "reason": reason}))  # fmt: skip


def test_67_68_no_step_is_skipped_and_nobody_reviews_their_own(house: House) -> None:
    from tanzuji.parties import services as parties

    editor, reviewer, admin = (house.browser(role) for role in ("editor", "reviewer", "admin"))
    for client, action in (
        (editor, "submit"),
        (reviewer, "approve"),
        (reviewer, "return"),
        (editor, "reopen"),
    ):
        with Knock():
            refused(_decide(client, house, action), 403, 409, 422)
    send(editor, "POST", f"/api/studies/{house.study.id}/versions", "{}")
    for client, action in ((editor, "submit"), (editor, "approve"), (admin, "approve"), (editor, "reopen")):
        with Knock():
            refused(_decide(client, house, action), 403, 409)
    parties.change_roles(house.people["admin"], house.people["editor"].person.id, ["editor", "reviewer"])
    with Knock():
        assert refused(_decide(editor, house, "approve"), 403) == ["footprints.own-work"]
        page = editor.post(f"/zh/studies/{house.study.id}/decide/", {"action": "approve", "number": "1"})
    assert "由您参与编制" in words(refused_page(page, "zh", 403))
    for number in (0, 2, 2**31, -1):
        with Knock():
            refused(_decide(reviewer, house, "approve", number), 409, 422)
    assert _decide(reviewer, house, "approve").status_code == 201
    for client, action in ((reviewer, "approve"), (reviewer, "submit")):
        with Knock():
            refused(_decide(client, house, action), 403, 409)
    assert _decide(editor, house, "submit").status_code == 201
    for client, action in ((editor, "submit"), (reviewer, "approve"), (reviewer, "return")):
        with Knock():
            refused(_decide(client, house, action), 403, 409)


def test_68_what_was_submitted_is_not_edited(house: House) -> None:
    editor, id_ = house.browser(), house.study.id
    send(editor, "POST", f"/api/studies/{id_}/edits",
         json.dumps({"operations": [{"kind": "set", "place": "product.model", "value": "x"}], "force": True}))  # fmt: skip
    send(editor, "POST", f"/api/studies/{id_}/versions", "{}")
    assert _decide(house.browser("reviewer"), house, "approve").status_code == 201
    assert _decide(editor, house, "submit").status_code == 201
    operation = {"operations": [{"kind": "set", "place": "product.model", "value": "y"}], "force": True}
    for method, path, body in (
        ("POST", "edits", json.dumps(operation)), ("POST", "undo", "{}"), ("POST", "redo", "{}"), ("DELETE", "", ""),
        ("PUT", "model", json.dumps(plain())), ("PUT", "releases", '{"releases": ["starter"]}'), 
    ):  # fmt: skip
        with Knock():
            refused(
                send(editor, method, f"/api/studies/{id_}/{path}".rstrip("/"), body, If_Match='"2"'),
                403,
                409,
                422,
            )
    for path, form in (
        ("change", {"page": "scope", "base": "2", "product.model": "y"}),
        ("undo", {}),
        ("archive", {}),
    ):
        with Knock():
            refused_page(editor.post(f"/zh/studies/{id_}/{path}/", form), "zh", 403, 409, 422)
    with Knock():
        again = send(
            editor, "POST", f"/api/studies/{id_}/versions", "{}"
        )  # nothing has changed: it is that version
    assert again.json()["number"] == 1
    assert Study.objects.get().revision == 2 and Version.objects.count() == 1


# small forms ─────────────────────────────────────────────────────────────────

TEXTS = ["", " ", "x" * 5_000, "\x00", "\u202e\u2066", "\x1b[2J", "a\x00b"]


@pytest.mark.parametrize("text", range(len(TEXTS)))
def test_names_and_addresses_are_checked_at_their_doors(house: House, text: int) -> None:
    given = TEXTS[text]
    admin = house.browser("admin")
    for language in ("zh", "en"):
        with Knock():
            page = admin.post(f"/{language}/organisation/people/", {"email": given, "roles": ["reader"]})
        refused_page(page, language, 422)
        with Knock():
            page = admin.post(f"/{language}/organisation/tokens/", {"name": given, "days": "30"})
        refused_page(page, language, 422)
    for path, body in (("invitations", {"email": given, "roles": ["reader"]}), ("tokens", {"name": given}),
                       ("invitations", {"email": "a@b.example", "roles": [given]}), ("tokens", {"name": "t", "days": given})):  # fmt: skip
        with Knock():
            refused(send(admin, "POST", f"/api/parties/{path}", json.dumps(body)), 422)
    assert not Invitation.objects.exists() and not Token.objects.exists()


@pytest.mark.parametrize("days", ["0", "-1", "367", "1e3", "９", "9" * 5_000, "", "NaN", "30\x00"])
def test_a_token_ends_within_a_year(house: House, days: str) -> None:
    client = house.browser()
    with Knock():
        refused_page(client.post("/zh/organisation/tokens/", {"name": "t", "days": days}), "zh", 422)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4_001, "\n\n"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_comment_says_something_and_not_too_much(house: House, text: str, language: str) -> None:
    client = house.browser()
    with Knock():
        refused_page(
            client.post(f"/{language}/studies/{house.study.id}/comments/new/", {"text": text}), language, 422
        )


@pytest.mark.parametrize(
    "place",
    ["x" * 5_000, "\x00", "processes[", "__class__", "processes[#999999999]", "<script>alert(1)</script>"],
)
def test_a_comment_on_any_place_is_shown_safely(house: House, place: str) -> None:
    client, id_ = house.browser(), house.study.id
    answer = client.post(
        f"/zh/studies/{id_}/comments/new/", {"text": "a\x00b <script>alert(1)</script>", "place": place}
    )
    assert answer.status_code in (302, 422)
    send(client, "POST", f"/api/studies/{id_}/comments", json.dumps({"text": "c", "place": place}))
    for page in ("comments", "inventory", "scope", "history"):
        text = client.get(f"/zh/studies/{id_}/{page}/")
        assert text.status_code == 200 and "<script>alert" not in text.content.decode()
    assert client.get(f"/zh/studies/{id_}/comments/", {"place": place}).status_code == 200
    assert client.get(f"/api/studies/{id_}/comments").status_code == 200
    assert Comment.objects.count() <= 2
