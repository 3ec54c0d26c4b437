"""What a page finds out about panels, and what it leaves to a job."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from benchmark_cases import KEY, YEAR, Houses, houses, trade, verified
from django.core.cache import cache
from django.test import Client

from tanzuji.benchmarks import examining, queries
from tanzuji.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(monkeypatch: pytest.MonkeyPatch) -> Houses:
    cache.clear()
    made = houses()
    verified(monkeypatch, trade())
    return made


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the panels of which a proof was looked for."""
    found: list[int] = []
    search = examining.disclose

    def counted(panel: Any, *rest: Any) -> Any:
        found.append(len(panel))
        return search(panel, *rest)

    monkeypatch.setattr(examining, "disclose", counted)
    return found


def test_a_proof_is_looked_for_once_for_the_same_figures(
    who: Houses, proofs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking again costs nothing; where one figure is another the question is another."""
    assert [queries.candidates()[0].ready for _ in range(3)] == [True] * 3
    assert proofs == [12]
    verified(monkeypatch, trade(factor=1.01))
    assert queries.candidates()[0].ready
    assert proofs == [12, 12]


def test_a_large_panel_is_examined_in_a_job_and_the_page_then_knows(
    who: Houses, proofs: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve groups are 12³ = 1 728: a page that may prove 1 727 leaves them to a job."""
    monkeypatch.setattr(queries, "AT_ONCE", 1727)
    assert [one.examined for one in queries.candidates()] == [False]
    browser = Client()
    browser.force_login(who.proposer.person)
    page = browser.get("/en/benchmarks/candidates/").content.decode()
    assert "To be examined" in page
    assert "Take the snapshot" not in page
    assert proofs == []
    sent = browser.post("/en/benchmarks/candidates/examine/", {**asdict(KEY), "year": YEAR})
    assert sent.status_code == 302, sent.content.decode()
    job = Job.objects.get()
    from tanzuji.jobs.services import run

    run(job.id)
    job.refresh_from_db()
    assert job.state == "done", job
    assert proofs == [12]
    assert "Take the snapshot" in browser.get("/en/benchmarks/candidates/").content.decode()
    assert proofs == [12]


def test_whoever_does_not_propose_starts_no_search(who: Houses) -> None:
    browser = Client()
    browser.force_login(who.works.person)
    sent = browser.post("/en/benchmarks/candidates/examine/", {**asdict(KEY), "year": YEAR})
    assert sent.status_code == 403
    assert not Job.objects.exists()


def test_the_verdict_does_not_hang_on_how_firms_are_called() -> None:
    """Ten works of one trade under other codes: the same figures end the same way, whatever the order of the codes."""
    import random

    from tanzuji.benchmarks.disclosure import Panel, disclose

    values = (595.9, 634.4, 656.5, 705.9, 724.7, 747.6, 766.4, 792.1, 823.0, 899.7)
    outputs = (1.45, 0.82, 1.9, 1.12, 2.3, 0.76, 1.38, 0.98, 0.54, 0.42)
    ended = set()
    for seed in range(20):
        codes = random.Random(seed)
        told = {f"{codes.getrandbits(64):x}": each for each in zip(values, outputs, strict=True)}
        ended.add(disclose(Panel.from_groups(KEY, YEAR, told)).complete)
    assert ended == {True}
