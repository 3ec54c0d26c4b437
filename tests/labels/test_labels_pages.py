"""Pages and API of labels: the designer's page, files by authorisation, pictures for shops that die with the label."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from label_cases import PNG, Labelled, labelled

from tanzuji.labels.models import Authorisation
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Labelled:
    return labelled(monkeypatch)


@pytest.fixture
def by() -> Callable[[Acting], Client]:
    def client(acting: Acting) -> Client:
        found = Client()
        found.force_login(acting.person)
        return found

    return client


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_a_holder_asks_a_body_authorises_and_the_designer_takes_the_files(it: Labelled, by: Any) -> None:
    """WALK 5: a label in every size for the packaging designer; SH-302 artwork follows the authorisation."""
    holder, body = by(it.case.who.holder), by(it.case.who.decider)
    page = f"/zh/labels/of/{it.number}/"
    first = text(holder.get(page))
    assert "612" in first or "preview.svg" in first
    assert "可下载" in first or "获得授权后即可下载" in first
    assert holder.get(f"{page}download/?format=svg").status_code == 422
    assert holder.get(f"{page}parcel.zip").status_code == 422
    preview = holder.get(f"{page}preview.svg?size=m&ink=mono")
    assert (preview.status_code, preview["Content-Type"]) == (200, "image/svg+xml")
    assert "sandbox" in preview["Content-Security-Policy"]
    sent = holder.post(f"{page}request/", {"placement": "packaging", "where": "50 kg 编织袋正面"})
    assert sent.status_code == 302
    of = Authorisation.objects.get()
    assert "待授权" in text(body.get("/zh/labels/"))
    decided = body.post(
        f"/zh/labels/uses/{of.id}/decide/", {"action": "authorise", "reason": "M 号以上", "edition": "1"}
    )
    assert decided.status_code == 302
    for format, start in (("svg", b"<svg"), ("pdf", b"%PDF-"), ("png", b"\x89PNG")):
        file = holder.get(f"{page}download/?format={format}&size=s&lang=en")
        assert file.content.startswith(start)
        assert f"{it.number}-numeric-s-en.{format}" in file["Content-Disposition"]
    parcel = zipfile.ZipFile(io.BytesIO(holder.get(f"{page}parcel.zip").content))
    names = set(parcel.namelist())
    assert {
        f"{it.number}/zh/numeric-{size}.{kind}" for size in "lms" for kind in ("svg", "pdf", "png")
    } <= names
    assert f"{it.number}/en/numeric-l-mono.svg" in names
    assert "不是国家产品碳足迹标识" in parcel.read(f"{it.number}/README.txt").decode()
    shown = holder.post(
        f"/zh/labels/uses/{of.id}/show/",
        {"file": SimpleUploadedFile("袋.png", PNG), "words": "首批", "edition": "2"},
    )
    assert shown.status_code == 302
    story = text(holder.get(f"/zh/labels/uses/{of.id}/"))
    assert "使用中" in story and "首批" in story and "日志第" in story


def test_a_body_that_holds_no_label_is_not_told_that_it_has_none(it: Labelled, by: Any) -> None:
    assert "本单位的标识" in text(by(it.case.who.holder).get("/zh/labels/"))
    body = text(by(it.case.who.decider).get("/zh/labels/"))
    assert "本单位的标识" not in body and "使用授权" in body


def test_refused_forms_say_where_and_keep_what_was_typed(it: Labelled, by: Any) -> None:
    holder = by(it.case.who.holder)
    wrong = holder.post(f"/en/labels/of/{it.number}/request/", {"placement": "advertising", "where": " "})
    assert wrong.status_code == 422
    assert "labels.no-where" in text(wrong) and 'href="#where"' in text(wrong)
    of = it.requested()
    refused = by(it.case.who.decider).post(
        f"/en/labels/uses/{of.id}/decide/", {"action": "decline", "reason": ""}
    )
    assert refused.status_code == 422
    assert "labels.reason-needed" in text(refused)
    stale = by(it.case.who.decider).post(
        f"/en/labels/uses/{of.id}/decide/", {"action": "decline", "reason": "x", "edition": "7"}
    )
    assert stale.status_code == 409


@pytest.mark.parametrize("path", ("", "preview.svg", "download/?format=pdf", "parcel.zip"))
def test_others_find_no_page_of_the_label(it: Labelled, by: Any, path: str) -> None:
    """The label of another firm answers as one that is not there."""
    it.authorised()
    rival = by(it.case.who.rival)
    theirs = rival.get(f"/zh/labels/of/{it.number}/{path}")
    absent = rival.get(f"/zh/labels/of/CFP-2026-999999-9/{path}")
    assert theirs.status_code == absent.status_code == 404
    assert Client().get(f"/zh/labels/of/{it.number}/{path}").status_code == 302


def test_a_dead_certificate_gives_no_artwork_anywhere(it: Labelled, by: Any) -> None:
    it.authorised("advertising")
    it.certificate("suspend")
    holder, page = by(it.case.who.holder), f"/zh/labels/of/{it.number}/"
    shown = text(holder.get(page))
    assert "不出具标识" in shown and "监督发现" in shown and "preview.svg" not in shown
    for path in ("preview.svg", "download/?format=svg", "parcel.zip"):
        assert holder.get(page + path).status_code == 422
        assert b"<svg" not in holder.get(page + path).content[:5]


def test_the_picture_of_a_shop_turns_plain_by_itself(it: Labelled) -> None:
    """Anybody may show it where advertising is authorised; the tag changes with the status, so caches let go."""
    art, stranger = f"/zh/labels/art/{it.number}/numeric-m.svg", Client()
    assert stranger.get(art).status_code == 422  # packaging alone would not do either
    it.authorised("advertising")
    live = stranger.get(art)
    assert live.status_code == 200
    assert "612 kgCO₂e / 吨水泥" in text(live)
    assert live["Cache-Control"] == "public, max-age=300"
    assert live["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not live.cookies
    assert stranger.get(art, headers={"If-None-Match": live["ETag"]}).status_code == 304
    it.certificate("suspend")
    dead = stranger.get(art, headers={"If-None-Match": live["ETag"]})
    assert dead.status_code == 200
    assert "已暂停" in text(dead) and "612" not in text(dead).split("</title>")[0]
    it.certificate("revoke")
    assert "已撤销" in text(stranger.get(art))
    for wrong in ("numeric-x", "numeric", "-", "m"):
        assert stranger.get(f"/zh/labels/art/{it.number}/{wrong}.svg").status_code == 404
    assert stranger.get("/zh/labels/art/none/numeric-m.svg").status_code == 404


def test_programs_read_a_label_and_its_embed_code(it: Labelled, by: Any) -> None:
    """The lookup of shops and apps: value with unit, declared unit and boundary, status, code without script."""
    stranger, address = Client(), f"/api/labels/{it.number}"
    before = stranger.get(address).json()
    assert (before["value"], before["unit"], before["boundary"]) == ("612", "kgCO2e/t", "cradle_to_gate")
    assert before["declared_unit"]["zh"] == "1 吨水泥"
    assert (before["in_force"], before["pictures"], before["placements"]) == (True, [], [])
    it.authorised("advertising")
    after = stranger.get(address).json()
    assert after["placements"] == ["advertising"]
    assert len(after["pictures"]) == 6
    code = after["pictures"][2]["html"]
    assert re.fullmatch(
        r'<a href="[^"]+" rel="noopener"><img src="[^"]+" width="\d+" height="\d+" alt="[^"]+" loading="lazy"></a>',
        code,
    )
    assert f"/c/{it.number}" in code
    path = re.search(r'src="https?://[^/]+([^"]+)"', code)
    assert path is not None
    assert stranger.get(path[1]).status_code == 200
    page = text(by(it.case.who.holder).get(f"/zh/labels/of/{it.number}/"))
    assert 'rel="noopener"><img src=' in page
    it.certificate("revoke")
    dead = stranger.get(address).json()
    assert (dead["in_force"], dead["status"], dead["pictures"]) == (False, "revoked", [])
    assert stranger.get("/api/labels/none").status_code == 404


def test_programs_go_the_same_way_as_people(it: Labelled, by: Any) -> None:
    holder, body = by(it.case.who.holder), by(it.case.who.decider)

    def send(client: Client, path: str, **told: Any) -> Any:
        return client.post(path, json.dumps(told), content_type="application/json")

    made = send(holder, f"/api/labels/{it.number}/uses", placement="product", where="铭牌")
    assert made.status_code == 201
    use = made.json()["id"]
    assert send(holder, f"/api/labels/uses/{use}/decisions", action="authorise").status_code == 403
    assert (
        send(body, f"/api/labels/uses/{use}/decisions", action="authorise", edition=1).json()["state"]
        == "authorised"
    )
    shown = holder.post(f"/api/labels/uses/{use}/proofs", {"file": SimpleUploadedFile("a.png", PNG)})
    assert (shown.status_code, shown.json()["state"]) == (201, "in_use")
    assert [row["id"] for row in holder.get("/api/labels/uses").json()["items"]] == [use]
    assert by(it.case.who.rival).get("/api/labels/uses").json()["count"] == 0


@pytest.mark.parametrize("lang", ("zh", "en"))
def test_the_patterns_are_shown_to_anybody(lang: str) -> None:
    """Three kinds, three sizes, three frames, one ink; and that none is the national mark."""
    page = text(Client().get(f"/{lang}/labels/patterns/"))
    names = re.findall(r"patterns/([a-z-]+)\.svg", page)
    assert len(set(names)) == 16
    assert ("不得替代国家标识" if lang == "zh" else "national mark") in page
    assert Client().get(f"/{lang}/labels/patterns/one-ink.svg").content.startswith(b"<svg")
    assert Client().get(f"/{lang}/labels/patterns/nothing.svg").status_code == 404


def test_a_proof_is_given_as_a_file_and_only_to_both_sides(it: Labelled, by: Any) -> None:
    of = it.in_use()
    proof = of.proofs.get()
    file = by(it.case.who.decider).get(f"/zh/labels/proofs/{proof.id}/")
    assert file.content == PNG + b"packaging"
    assert file["Content-Disposition"].startswith("attachment")
    assert by(it.case.who.rival).get(f"/zh/labels/proofs/{proof.id}/").status_code == 404
