"""What an enterprise sees of benchmarks: on its result, in its gap report, as limits of its grades."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from benchmark_cases import KEY, VALUES, Houses, houses, published, trade, verified
from django.test import Client

from tanzuji.benchmarks.models import Benchmark
from tanzuji.documents.editing import Set
from tanzuji.footprints import queries, services
from tanzuji.footprints.benchmarking import subject_of
from tanzuji.footprints.models import Limits, Study
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Houses:
    return houses()


@pytest.fixture
def study(who: Houses) -> Study:
    return services.create(who.works, demo_models()["cement_po425"], [starter_release()])


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch, who: Houses, study: Study) -> Benchmark:
    """Of twelve works around the study's own value, for just the kind of footprint that it is."""
    result = queries.draft_result(study)
    assert result.footprint is not None
    subject = subject_of(result.footprint, result.check)
    rule = next(one for one in subject.rules if one.startswith("cn.cement@"))
    key = replace(
        KEY,
        rule=rule,
        boundary=subject.boundary,
        electricity=subject.electricity,
        allocation=subject.allocation,
    )
    middle = sum(VALUES) / len(VALUES)
    verified(monkeypatch, trade(12, key=key, factor=result.footprint.total / middle))
    monkeypatch.setattr("benchmark_cases.KEY", key)
    return published(who)


def page(who: Houses, address: str) -> str:
    client = Client()
    client.force_login(who.works.person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_gap_report_tells_distance_grade_peers_and_levers(
    who: Houses, study: Study, benchmark: Benchmark
) -> None:
    """ZJ-404: 对照自身产品碳足迹情况，挖掘自身节能降碳潜力: the gap to L, M and B, the peers, the largest lines."""
    for language, words in (
        (
            "en",
            (
                "Gap report",
                "Limit value",
                "Reference value",
                "Best value",
                "Against its peers",
                "calcination",
            ),
        ),
        ("zh", ("对标报告", "限定值", "基准值", "标杆值", "与同行相比", "单靠它要减少")),
    ):
        shown = page(who, f"/{language}/studies/{study.id}/benchmark/")
        for word in words:
            assert word in shown
        assert benchmark.number in shown
        assert "default" in shown or "默认" in shown  # C.5: the formula is the system's own


def test_the_result_page_says_grade_and_distance(who: Houses, study: Study, benchmark: Benchmark) -> None:
    """ZJ-404: on the result itself, with a way to the report."""
    shown = page(who, f"/en/studies/{study.id}/result/")
    assert f"/en/studies/{study.id}/benchmark/" in shown
    assert "off the reference value by" in shown


def test_without_a_benchmark_the_result_is_silent_and_the_report_says_why(who: Houses, study: Study) -> None:
    assert "off the reference value by" not in page(who, f"/en/studies/{study.id}/result/")
    assert "No comparable benchmark yet" in page(who, f"/en/studies/{study.id}/benchmark/")


def test_a_study_by_another_gwp_set_is_told_what_differs_and_gets_no_distance(
    who: Houses, study: Study, benchmark: Benchmark
) -> None:
    """DOMAIN CM-01."""
    services.edit(who.works, study.id, [Set(place="method.gwp_set", value="AR5", was=None)], force=True)
    shown = page(who, f"/en/studies/{study.id}/benchmark/")
    assert "Not comparable" in shown
    assert "GWP set" in shown
    assert "Against its peers" not in shown


def test_the_bands_of_a_benchmark_become_the_limits_of_the_product(
    who: Houses, study: Study, benchmark: Benchmark
) -> None:
    """Grade bands hang on a decided benchmark: B, (B+M)/2, M, L, each named with its grade and number."""
    services.take_over_bands(who.works, study.id, benchmark.id)
    kept: list[dict[str, Any]] = json.loads(Limits.objects.get(study=study).values)
    best, middle, limit = (float(v) for v in benchmark.values)
    assert [one["limit"] for one in kept] == [best, (best + middle) / 2, middle, limit]
    assert kept[0]["name"] == f"一级 Grade 1（{benchmark.number}）"


def test_no_bands_are_taken_over_from_what_is_not_published(who: Houses, study: Study) -> None:
    with pytest.raises(ValueError, match=r"footprints\.no-such-benchmark"):
        services.take_over_bands(who.works, study.id, uuid4())
