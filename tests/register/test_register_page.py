"""The public page of a number (WALK 6, JS-301, SH-302): verdict first, value with unit and boundary, no cookie, no script."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanzuji.certificates import services
from tanzuji.register import queries
from tanzuji.register.models import Entry
from tanzuji.rulebook.queries import title_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("impatient")]


def _read(number: str, language: str = "zh", **headers: str) -> Any:
    return Client().get(f"/{language}/c/{number}/", headers=headers)


def _words(response: Any) -> str:
    """The text a person reads, without tags."""
    body = re.sub(r"(?s)<svg.*?</svg>|<head>.*?</head>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_a_valid_certificate_shows_value_unit_and_boundary_after_the_verdict(case: Any) -> None:
    """JS-301: the quantified value with unit, declared unit and boundary; the verdict stands before all."""
    view = case.issue()
    said = _words(_read(view.number))
    found = [
        said.index(words)
        for words in ("标识有效", "612", "kgCO₂e/t", "1 吨水泥", "从摇篮到大门", "谁对这个数负责")
    ]
    assert found == sorted(found)
    for words in ("水泥厂", "恒证", "度衡", "GB/T 24067-2024", view.number, "不在边界内", "这张证书没有说的"):
        assert words in said
    english = _words(_read(view.number, "en"))
    assert "This label is valid" in english and "kg CO₂e/t" in english and "outside the boundary" in english


def test_a_rule_is_named_by_its_title_and_an_unknown_one_by_its_code(case: Any) -> None:
    view = case.issue()
    for language, title in (("zh", "水泥"), ("en", "Cement")):
        text = _read(view.number, language).content.decode()
        assert f'<dd>{title} <code class="small muted">cn.cement@1</code></dd>' in text
    assert title_of("cn.cement@1") is not None
    assert title_of("cn.cement@99") is title_of("nobody.knows@1") is title_of("") is None


def test_a_row_of_the_register_says_who_stands_behind_it_while_it_is_in_force(case: Any) -> None:
    view = case.issue()
    assert "已认证" in Client().get("/zh/register/").content.decode()
    assert "Certified" in Client().get("/en/register/").content.decode()
    Entry.objects.filter(number=view.number).update(status="revoked")
    assert "已认证" not in Client().get("/zh/register/").content.decode()


def test_the_verification_is_told_by_the_statements_number_and_day(case: Any) -> None:
    view = case.issue()
    day = str(timezone.localdate())
    for language, words in (("zh", "合理保证，声明 V-1"), ("en", "statement V-1")):
        text = Client().get(f"/{language}/c/{view.number}/").content.decode()
        (line,) = (one for one in text.split("<li>") if words in one)
        assert day in line


def test_public_pages_set_no_cookie_and_hold_no_script(case: Any) -> None:
    """Nothing is asked of who reads: no session, no cookie; the strict policy stands; the page works without script."""
    view = case.issue()
    client = Client()
    for path in (f"/zh/c/{view.number}/", f"/c/{view.number}", f"/api/register/certificates/{view.number}"):
        response = client.get(path)
        assert response.status_code == 200 and not response.cookies
        assert "script" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "DENY" and response.headers["X-Request-ID"]
    assert not client.cookies
    assert b"<script" not in _read(view.number).content and b" style=" not in _read(view.number).content


def test_the_page_and_all_it_needs_weigh_less_than_a_hundred_kilobytes(case: Any) -> None:
    from django.contrib.staticfiles import finders

    response = _read(case.issue().number)
    needed = re.findall(r'(?:href|src)="/static/([^"]+)"', response.content.decode())
    assert needed
    weight = len(response.content)
    for name in needed:
        path = finders.find(name)
        assert path
        weight += Path(str(path)).stat().st_size
    assert weight < 100_000


def test_a_revoked_certificate_keeps_its_page_with_reason_and_day(case: Any) -> None:
    """WALK 6: another day finds the label revoked and why."""
    view = case.issue()
    assert "标识有效" in _words(_read(view.number))
    services.revoke(case.who.decider, view.number, reason="窑用燃料改变，企业没有报告")
    response = _read(view.number)
    said = _words(response)
    today = timezone.localdate()
    assert response.status_code == 200
    assert "已撤销，不再有效" in said and "窑用燃料改变，企业没有报告" in said
    assert f"{today.year} 年 {today.month} 月 {today.day} 日起，不得再使用本标识" in said
    assert said.index("已撤销") < said.index("为什么撤销") < said.index("612")
    assert 'class="section void"' in response.content.decode(), "the value is struck"
    assert "产品上的标识长这样" not in said, "no artwork of a revoked label"


def test_a_suspended_certificate_says_so_and_comes_back(case: Any) -> None:
    view = case.issue()
    services.suspend(case.who.decider, view.number, reason="监督未按期")
    assert "已暂停，目前不得使用" in _words(_read(view.number))
    services.resume(case.who.second, view.number, reason="已整改")
    said = _words(_read(view.number))
    assert "标识有效" in said and "监督未按期" in said, "the history stays"


def test_an_expired_certificate_is_expired_on_its_page_before_any_chore_wrote_it_down(case: Any) -> None:
    """CERT-07: two years; the day after its last the page says so."""
    today = timezone.localdate()
    view = case.issue(today=today - timedelta(days=800))
    assert view.expires_on < today
    said = _words(_read(view.number))
    assert "已到期，不再有效" in said
    answer = Client().get(f"/api/register/certificates/{view.number}").json()
    assert answer["status"] == "expired" and answer["may_be_shown"] is False


def test_a_corrected_certificate_leads_to_the_one_that_takes_its_place(case: Any) -> None:
    view = case.issue()
    new = services.correct(
        case.who.decider, view.number, reason="型号录错", changes={"models": ("P·O 42.5R",)}, key="k2"
    )
    old = _words(_read(view.number))
    assert "已换发新证书" in old and new.number in old and "型号录错" in old
    assert view.number in _words(_read(new.number)), "the new one names the one it replaces"


def test_a_number_is_found_however_it_is_typed_and_an_unknown_one_is_named(case: Any) -> None:
    view = case.issue()
    assert _read(view.number.lower()).status_code == 200
    assert queries.standing(view.number.replace("-", "－")) == queries.standing(view.number)
    response = _read("CFP-2026-999999-X")
    assert response.status_code == 404 and "这个编号查不到" in _words(response)
    hostile = _read("<script>alert(1)<")
    assert hostile.status_code == 404 and b"<script>" not in hostile.content


def test_the_plain_address_speaks_the_browsers_language(case: Any) -> None:
    """`/c/<number>` is what codes on goods lead to."""
    view = case.issue()
    client = Client()
    english = client.get(f"/c/{view.number}", headers={"Accept-Language": "fr, en;q=0.8, zh;q=0.5"})
    assert '<html lang="en">' in english.content.decode() and english.headers["Vary"] == "Accept-Language"
    assert '<html lang="zh-Hans">' in client.get(f"/c/{view.number}").content.decode()
    asked = client.get(f"/c/{view.number}?lang=en", headers={"Accept-Language": "zh-CN"})
    assert '<html lang="en">' in asked.content.decode()


def test_an_unchanged_page_is_answered_without_its_body(case: Any) -> None:
    view = case.issue()
    first = _read(view.number)
    assert first.headers["Cache-Control"].startswith("public, max-age=1")
    again = _read(view.number, **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.content
    assert "Content-Length" not in again, "caches would take it for the length of what they keep"
    services.revoke(case.who.decider, view.number, reason="r")
    assert _read(view.number, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_every_act_changes_the_stamp_in_its_own_transaction(case: Any) -> None:
    from django.db import transaction

    view = case.issue()
    before = queries.standing(view.number)
    with pytest.raises(RuntimeError), transaction.atomic():
        services.suspend(case.who.decider, view.number, reason="r")
        raise RuntimeError
    assert queries.standing(view.number) == before
    services.suspend(case.who.decider, view.number, reason="r")
    assert queries.standing(view.number) != before
    assert queries.disagreeing() == []
    assert Entry.objects.get(number=view.number).status == "suspended"


def test_a_revoked_certificate_shows_within_a_second_though_pages_are_kept(
    case: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is read again after half a second; the clock is the test's."""
    from tanzuji.register import keeping

    clock = [1000.0]
    monkeypatch.setattr(keeping._STANDINGS, "_seconds", keeping.FRESH)
    monkeypatch.setattr(keeping.time, "monotonic", lambda: clock[0])
    view = case.issue()
    _read(view.number)
    services.revoke(case.who.decider, view.number, reason="r")
    clock[0] += keeping.FRESH + 0.01
    assert keeping.FRESH < 1 and "已撤销" in _words(_read(view.number))


def test_a_trade_item_leads_to_its_certificate(case: Any) -> None:
    """GS1 Digital Link: /01/<GTIN>, with and without leading zeros; what is no GTIN is absent."""
    view = case.issue()
    for gtin in ("6901234567892", "06901234567892"):
        response = Client().get(f"/01/{gtin}")
        assert response.status_code == 302 and response.headers["Location"] == f"/zh/c/{view.number}/"
    assert Client().get("/01/6901234567893").status_code == 404
    assert Client().get("/01/6291041500213").status_code == 404
    second = case.issue("k2")
    both = Client().get("/01/6901234567892")
    assert (
        both.status_code == 200
        and second.number in both.content.decode()
        and view.number in both.content.decode()
    )


def test_the_register_is_searched_by_product_maker_number_and_status(case: Any) -> None:
    view = case.issue()
    client = Client()
    for words in ("硅酸盐 水泥厂", "portland", "6901234567892", "hengzheng"):
        assert view.number in client.get("/zh/register/", {"q": words}).content.decode(), words
    assert view.number not in client.get("/zh/register/", {"q": "钢"}).content.decode()
    assert view.number not in client.get("/zh/register/", {"status": "revoked"}).content.decode()
    whole = client.get("/zh/register/", {"q": view.number.lower()})
    assert whole.status_code == 302 and whole.headers["Location"] == f"/zh/c/{view.number}/"
    assert client.get("/zh/register/", {"q": "a" * 500, "status": "x", "page": "x"}).status_code == 200


def test_public_files_of_a_certificate(case: Any) -> None:
    """PDF, credential, token, proof and facts may be downloaded by anybody; the proof follows its own tests."""
    from tanzuji.documents.canonical import digest

    view = case.issue()
    client = Client()
    facts = client.get(f"/c/{view.number}/certificate.json")
    assert digest(facts.json()) == view.facts_digest
    assert client.get(f"/c/{view.number}/credential.json").headers["Content-Type"] == "application/vc"
    assert client.get(f"/c/{view.number}/credential.jwt").content.count(b".") == 2
    assert client.get(f"/zh/c/{view.number}/certificate.pdf").content.startswith(b"%PDF-")
    assert client.get("/c/CFP-2026-999999-X/credential.json").status_code == 404


def test_the_index_can_be_made_again(case: Any) -> None:
    from tanzuji.register import indexing

    view = case.issue()
    Entry.objects.all().delete()
    assert queries.standing(view.number) is None
    assert indexing.rebuild() == 1
    assert queries.standing(view.number) is not None
    assert Entry.objects.get().issued == date(2026, 11, 27)


def test_every_stage_has_a_colour_of_the_kit() -> None:
    from django.contrib.staticfiles import finders

    from tanzuji.register import presenting

    kit = Path(finders.find("tanzuji/kit.css") or "").read_text("utf-8")
    for role in {*presenting._CANONICAL.values(), *presenting._ORDER}:
        assert f".f-{role} " in kit, role


def test_what_was_verified_only_is_not_passed_off_as_certified(case: Any) -> None:
    """Four badges are four things: the page of a verified label says who looked and what nobody checked."""
    said = _words(_read(case.issue(gate="verified").number))
    for words in ("标识有效（已核查，未认证）", "已核查", "没有经过认证", "度衡"):
        assert words in said
    assert "已认证" not in said and "认证制度" in said
    assert "标识有效（" not in _words(_read(case.issue(key="k2").number))


def test_the_code_of_a_label_of_lower_evidence_opens_the_page_of_its_certificate(case: Any) -> None:
    """A self-declared or verified frame is drawn from a certificate alone, and bears its number and its address."""
    from tanzuji.documents.errors import CodedError
    from tanzuji.labels import drawing
    from tanzuji.labels import queries as labels

    view = case.issue()
    for badge in ("self", "verified", "certified"):
        label = drawing.label_of(view, "zh", badge=badge)
        assert (label.evidence, label.number) == (badge, view.number)
        assert Client().get(label.address.removeprefix("http://localhost:8000")).status_code == 200
    with pytest.raises(CodedError, match=r"web\.absent"):
        labels.artwork(str(case.version.id), badge="self")
