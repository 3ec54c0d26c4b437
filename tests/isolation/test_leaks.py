"""Where a tenant could be met beside the addresses: words, caches, files, entity tags, mails, jobs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from canaries import MARK, told
from django.core import mail
from django.test import Client
from matrix import undone
from tenants import PASSWORD, Caller, World
from url_rows import ROWS, addresses

from tanzuji.documents.models import ProductModel
from tanzuji.footprints import services
from tanzuji.footprints.models import Study
from tanzuji.footprints.tasks import FORMS
from tanzuji.formats.starter import starter_release
from tanzuji.jobs import services as jobs
from tanzuji.jobs.models import Job
from tanzuji.ledger.models import Event
from tanzuji.parties.models import Person

pytestmark = pytest.mark.django_db


# words ───────────────────────────────────────────────────────────────────────

SEARCHES = ("/api/studies?name={}", "/zh/studies/?name={}", "/api/library/datasets?q={}", "/zh/library/?q={}",
            "/zh/library/choices/?q={}", "/zh/studies/new/blank/rules/?product.name.zh={}")  # fmt: skip


@pytest.mark.parametrize("address", SEARCHES)
@pytest.mark.parametrize("role", ["editor", "admin", "verifier", "reading token"])
def test_a_word_that_only_another_tenant_uses_finds_what_no_word_finds(
    tenants: World, address: str, role: str
) -> None:
    assert tenants.theirs.study is not None
    used = tenants.theirs.study.name_en
    unused = used[:-4] + "0000"
    told_of = [
        _said(tenants.clients[role], address.format(word)).replace(word, "WORD") for word in (used, unused)
    ]
    assert told_of[0] == told_of[1]
    assert _said(tenants.clients[role], address.format(used)).count(used) == told_of[0].count("WORD")


def _said(caller: Caller, path: str) -> str:
    import re

    answer = caller.ask("GET", path)
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode())


def test_the_owner_finds_it(tenants: World) -> None:
    """The words are there to be found."""
    assert tenants.theirs.study is not None
    client = Client()
    client.force_login(
        tenants.theirs.people["editor"].person, backend="django.contrib.auth.backends.ModelBackend"
    )
    found = client.get(f"/api/studies?name={tenants.theirs.study.name_en}").json()
    assert str(tenants.theirs.study.id) in {row["id"] for row in found["items"]}


# caches ──────────────────────────────────────────────────────────────────────


def _pages(study: Study) -> list[str]:
    """Every address of a study that is read, with and without a version."""
    paths = []
    for address in addresses():
        if "study_id" in address.parameters and address.tenants == ["study_id"]:
            path = address.path({"study_id": study.id})
            asks = {ROWS[name].asks for name in address.names} - {""}
            paths += [f"{path}?{ask}" for ask in asks or {""}] + [f"{path}?version=1"]
    return paths


def _twin(tenants: World, plain: dict[str, Any], role: str) -> Study:
    """A study of ours with a version, made of a document."""
    editor = tenants.own.people[role]
    study = services.create(editor, ProductModel.parse(plain), [starter_release()])
    services.make_version(editor, study.id)
    return study


@pytest.mark.parametrize("twin", ["the same numbers", "the same document"])
def test_what_is_kept_in_memory_tells_nothing_of_who_made_it(tenants: World, twin: str) -> None:
    """Their pages are drawn first; then ours, of a study that differs in its words, or in nothing at all."""
    theirs = tenants.theirs.study
    assert theirs is not None
    document = json.loads(theirs.document)
    reader = Client(raise_request_exception=False)
    reader.force_login(
        tenants.theirs.people["everything"].person, backend="django.contrib.auth.backends.ModelBackend"
    )
    for path in _pages(theirs):
        reader.get(path)
    plain = document if twin == "the same document" else _worded(document)
    ours = _twin(tenants, plain, "editor")
    people = [p.actor_name for p in tenants.theirs.people.values()]
    for path in _pages(ours):
        text = told(tenants.clients["editor"].ask("GET", path))
        if twin == "the same numbers":
            assert MARK not in text.upper(), (path, tenants.watch.found_in(text))
        hidden = [
            str(theirs.id),
            theirs.id.hex,
            tenants.theirs.organisation.name_zh,
            tenants.theirs.organisation.name_en,
        ]
        assert not [word for word in (*hidden, *people) if word in text], path


def _worded(document: dict[str, Any]) -> dict[str, Any]:
    """The document in words of our own, every number as it was."""
    import re

    return json.loads(re.sub(rf"(?i){MARK}[0-9a-f]{{12}}", "ours", json.dumps(document)))  # type: ignore[no-any-return]


# entity tags ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["model", "versions/1/model", "footprint?version=1"])
def test_an_entity_tag_of_another_tenant_is_no_way_to_ask_whether_something_is_there(
    tenants: World, path: str
) -> None:
    """304 would say that the document is theirs still."""
    theirs = tenants.theirs.study
    assert theirs is not None
    version = theirs.versions.get(number=1)
    for tag in (f'"{theirs.revision}"', f'"{version.digest}"', f'"{version.result_digest}"', "*"):
        for caller in (tenants.clients["editor"], tenants.clients["reading token"]):
            answer = caller.ask("GET", f"/api/studies/{theirs.id}/{path}", If_None_Match=tag, If_Match=tag)
            assert answer.status_code == 404 and "ETag" not in answer


# jobs ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_a_job_that_is_told_to_read_another_tenants_study_finds_nothing(tenants: World, form: str) -> None:
    """Even where its parameters were forged, work reads as whoever it is done for."""
    theirs = tenants.theirs.study
    assert theirs is not None
    for version, revision in ((1, 1), (None, theirs.revision)):
        job = Job.objects.create(
            organisation=tenants.own.organisation, owner=tenants.own.people["everything"].person, kind="footprints.report",
            title_zh="x", title_en="x", parameters=json.dumps({
                "study": str(theirs.id), "version": version, "revision": revision, "releases": theirs.releases,
                "form": form, "language": "zh"}),
        )  # fmt: skip
        jobs.run(job.id)
        job.refresh_from_db()
        assert (job.state, job.result) == ("failed", None)
        assert [p["code"] for p in json.loads(job.problems)] == ["web.absent"]
        assert not tenants.watch.found_in(f"{job.problems} {job.title_zh} {job.step_zh} {job.result_name}")


@pytest.mark.parametrize("form", FORMS)
def test_a_report_of_ours_holds_nothing_of_theirs(tenants: World, form: str) -> None:
    study = tenants.own.study
    assert study is not None
    started = tenants.clients["editor"].ask(
        "POST", f"/api/studies/{study.id}/reports", json.dumps({"form": form}).encode(), "application/json"
    )
    job = Job.objects.get(id=started.json()["id"])
    jobs.run(job.id)
    answer = tenants.clients["editor"].ask("GET", f"/api/jobs/{job.id}/result")
    assert answer.status_code == 200
    assert not tenants.watch.found_in(_words(answer.content, form) + str(answer.headers))


def _words(body: bytes, form: str) -> str:
    from canaries import opened

    if form != "pdf":
        return opened(body)
    import pypdfium2

    pages = pypdfium2.PdfDocument(body)
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages) + str(
        pages.get_metadata_dict()
    )


def test_a_job_of_somebody_who_left_reads_nothing(tenants: World) -> None:
    """A report that waited in the queue while its owner's membership ended."""
    study, editor = tenants.own.study, tenants.own.people["editor"]
    assert study is not None
    with undone():
        started = tenants.clients["editor"].ask(
            "POST", f"/api/studies/{study.id}/reports", b'{"form": "json"}', "application/json"
        )
        tenants.clients["admin"].ask("POST", f"/zh/organisation/people/{editor.person.id}/end/", {})
        job = Job.objects.get(id=started.json()["id"])
        jobs.run(job.id)
        job.refresh_from_db()
        assert (job.state, job.result) == ("failed", None)


def test_whoever_left_is_a_stranger_at_once(tenants: World) -> None:
    """Session and token of a member whose membership ended meet nothing of what was theirs."""
    study, editor = tenants.own.study, tenants.own.people["editor"]
    assert study is not None
    tenants.clients["admin"].ask("POST", f"/zh/organisation/people/{editor.person.id}/end/", {})
    for who in ("editor", "reading token", "writing token"):
        answer = tenants.clients[who].ask("GET", f"/api/studies/{study.id}/model")
        assert answer.status_code == 401 and "LAN" not in answer.content.decode().upper()
    page = tenants.clients["editor"].ask("GET", f"/zh/studies/{study.id}/result/")
    assert page.status_code == 302


# mails and the ledger ────────────────────────────────────────────────────────


def test_mails_to_others_hold_nothing_of_a_tenant(tenants: World) -> None:
    """Invitation, reset of a password and its end, sent for ours and for nobody, while theirs exist."""
    caller = tenants.clients["admin"]
    caller.ask("POST", "/zh/organisation/people/", {"email": "new@works.example", "roles": ["reader"]})
    for address in ("editor@works.example", "nobody@works.example"):
        tenants.clients["anonymous"].ask("POST", "/zh/account/password/reset/", {"email": address})
    assert len(mail.outbox) >= 2
    for message in mail.outbox:
        assert not tenants.watch.found_in(
            f"{message.to} {message.subject} {message.body} {message.extra_headers}"
        )


def test_an_invitation_of_their_member_tells_only_what_the_invited_wrote(tenants: World) -> None:
    """We invite somebody who has an account with them: neither page nor mail to others names them."""
    theirs = tenants.theirs.people["editor"].person
    answer = tenants.clients["admin"].ask(
        "POST", "/zh/organisation/people/", {"email": theirs.email, "roles": ["reader"]}
    )
    text = told(answer).replace(theirs.email, "…")
    assert answer.status_code == 200 and theirs.name not in text and not tenants.watch.found_in(text)


def test_a_person_of_two_organisations_meets_one_at_a_time(tenants: World) -> None:
    """What somebody does for one organisation is not told in the other's activity."""
    from tanzuji.parties import services as parties

    person = Person.objects.get(id=tenants.theirs.people["editor"].person.id)
    parties.join(person, tenants.own.organisation, ("reader",))
    client = Client()
    client.post("/zh/account/login/", {"login": person.email, "password": PASSWORD})
    page = told(tenants.clients["admin"].ask("GET", "/zh/organisation/activity/"))
    assert "login" not in page
    signed_in = Event.objects.filter(kind="parties.person.signed-in", subject_id=str(person.id))
    assert not signed_in.filter(organisation=tenants.own.organisation.id).exists()
    for path in ("/zh/studies/", "/api/studies", "/zh/jobs/", "/zh/"):
        answer = client.get(path)  # for the organisation they joined first: theirs
        assert tenants.own.study is not None and str(tenants.own.study.id) not in answer.content.decode()
    client.post(f"/zh/organisation/switch/{tenants.own.organisation.id}/")
    for path in ("/zh/studies/", "/api/studies", "/zh/jobs/"):
        text = client.get(path).content.decode().replace(person.name, "")
        assert str(tenants.theirs.ids["study_id"]) not in text and MARK not in text.upper()
