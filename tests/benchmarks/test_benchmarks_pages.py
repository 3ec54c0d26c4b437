"""The pages of benchmarks, as their people use them."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from benchmark_cases import KEY, YEAR, Houses, houses, last_day, trade, verified
from django.test import Client
from django.utils import timezone

from tanzuji.benchmarks.models import Benchmark
from tanzuji.parties.acting import Acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(monkeypatch: pytest.MonkeyPatch) -> Houses:
    made = houses()
    verified(monkeypatch, trade())
    return made


def browser(acting: Acting) -> Client:
    client = Client()
    client.force_login(acting.person)
    return client


def test_a_benchmark_goes_its_whole_way_through_the_forms(who: Houses) -> None:
    """JS-108: snapshot, values, consultation, comment, answer, decision and publication in the browser."""
    proposer = browser(who.proposer)
    assert "Take the snapshot" in proposer.get("/en/benchmarks/candidates/").content.decode()
    taken = proposer.post("/en/benchmarks/snapshots/", {**asdict(KEY), "year": YEAR})
    assert taken.status_code == 302, taken.content.decode()
    form = proposer.get(taken["Location"]).content.decode()
    assert 'value="618"' in form  # the computed reference value stands in the field
    values = {"name_zh": "水泥", "name_en": "Cement", "limit": "720", "reference": "618", "best": "530"}
    wrong = proposer.post(taken["Location"], values)
    assert wrong.status_code == 422
    assert "benchmarks.reasons-needed" in wrong.content.decode()
    assert 'value="720"' in wrong.content.decode()  # what was typed is kept
    made = proposer.post(taken["Location"], values | {"reasons": "收紧限定值"})
    page = made["Location"]
    assert browser(who.works).get(page).status_code == 404  # a draft
    short = proposer.post(f"{page}consult/", {"closes_on": timezone.localdate().isoformat()})
    assert short.status_code == 422
    assert "benchmarks.too-short" in short.content.decode()
    closes = timezone.localdate() + timedelta(days=30)
    proposer.post(f"{page}consult/", {"closes_on": closes.isoformat()})
    browser(who.works).post(f"{page}comments/", {"text": "限定值太严 <script>"})
    shown = Client().get(page).content.decode()
    assert "限定值太严 &lt;script&gt;" in shown
    opinion = Benchmark.objects.get().comments.get()
    early = browser(who.judge).post(f"{page}act/", {"action": "decide", "reason": "可"})
    assert early.status_code == 403
    assert "benchmarks.still-open" in early.content.decode()
    Benchmark.objects.update(closes_on=last_day())  # thirty-one days later
    early = browser(who.judge).post(f"{page}act/", {"action": "decide", "reason": "可"})
    assert early.status_code == 403
    assert "benchmarks.unanswered" in early.content.decode()
    proposer.post(f"{page}comments/{opinion.id}/answer/", {"adopted": "no", "text": "按数据"})
    browser(who.judge).post(f"{page}act/", {"action": "decide", "reason": "可"})
    browser(who.clerk).post(f"{page}act/", {"action": "publish"})
    assert "Published" in Client().get(page).content.decode()
    assert "Cement" in Client().get("/en/benchmarks/?q=cement").content.decode()
    assert "Nothing found" in Client().get("/en/benchmarks/?q=steel").content.decode()


@pytest.mark.parametrize("given", [{"year": "x"}, {"year": "2024", "rule": "other"}, {"year": "9" * 30}])
def test_a_snapshot_of_nothing_says_why(who: Houses, given: dict[str, Any]) -> None:
    answer = browser(who.proposer).post("/en/benchmarks/snapshots/", {**asdict(KEY), **given})
    assert answer.status_code == 422
    assert "benchmarks." in answer.content.decode()


def test_whoever_is_not_signed_in_may_read_and_is_led_to_sign_in_to_comment(who: Houses) -> None:
    client = Client()
    assert client.get("/zh/benchmarks/").status_code == 200
    assert client.get("/api/benchmarks").json() == {"items": [], "count": 0}
    assert client.get("/zh/benchmarks/candidates/").status_code == 302
    assert client.get("/api/benchmarks/candidates").status_code == 401
