"""Score and grade exist only where a verified result may be held against published values (ZJ-302, CM-01, C.5)."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tanzuji.benchmarks.disclosure import Cells
from tanzuji.benchmarks.models import Benchmark, Snapshot
from tanzuji.certificates.rating import NOT_PUBLISHED, NOT_VERIFIED, Rating, rate
from tanzuji.footprints import benchmarking, queries
from tanzuji.footprints.models import Version
from tanzuji.footprints.services import create, make_version
from tanzuji.parties.acting import Acting
from tanzuji.site.demonstration.of_benchmarks import WORKS, YEAR, model_of
from tanzuji.web.verdicts import Absent

sys.path.append(str(Path(__file__).resolve().parents[1] / "footprints"))
from review_cases import organisation, release, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Acting:
    return somebody(organisation("水泥厂", "Works"), "editor", "editor")


@pytest.fixture
def version(editor: Acting) -> Version:
    study = create(editor, model_of(WORKS[0]), [release()])
    make_version(editor, study.id)
    newest = queries.newest(study)
    assert newest is not None
    return newest


def publish(
    editor: Acting, version: Version, *, factors: tuple[float, float, float] = (0.5, 2, 3), **other: Any
) -> Benchmark:
    """Values at so many times the version's own result, of its own kind, as an authority publishes them."""
    full = Version.objects.get(id=version.id)
    subject = benchmarking.subject_of(queries.footprint(full), queries.findings(full))
    rule = next(rule for rule in subject.rules if rule.startswith("cn.cement@"))
    key = {
        "rule": rule, "unit": subject.unit, "boundary": subject.boundary, "gwp_set": subject.gwp_set,
        "electricity": subject.electricity, "end_of_life": subject.end_of_life, "allocation": subject.allocation,
        "year": YEAR,
    } | other  # fmt: skip
    by = {"organisation": editor.organisation, "by": editor.person}
    snapshot = Snapshot.objects.create(
        contributors="{}", published=json.dumps({"groups": 12, "digits": 3, "mean": "618", "p10": "531", "median": "622", "p90": "729"}),
        thresholds="{}", digest="x", **key, **by,
    )  # fmt: skip
    assert Cells.parse(json.loads(snapshot.published))
    best, reference, limit = (f"{full.total * factor:.6f}" for factor in factors)
    return Benchmark.objects.create(
        sequence=1, snapshot=snapshot, organisation=editor.organisation, state="published", best=best,
        reference=reference, limit=limit, name_zh="水泥", name_en="Cement", since=timezone.now(),
    )  # fmt: skip


def test_a_comparable_result_is_scored_and_graded(editor: Acting, version: Version) -> None:
    """C.5 by hand with B = 0.5x, M = 2x, L = 3x: s = 60 + 40 (M−x)/(M−B) = 60 + 40/1.5 = 86.67 → 87; B < x ≤ (B+M)/2 = 1.25x: 二级."""
    publish(editor, version)
    found = rate(version.id, level="reasonable")
    assert (found.score, found.grade) == (Decimal(87), "B")
    assert found.note is not None
    assert f"（{YEAR} 年度值）" in found.note.to("zh")
    assert found.note.to("zh").startswith("标杆 ")


@pytest.mark.parametrize(
    ("factors", "score", "grade"),
    (((1.5, 2, 3), 100, "A"), ((0.5, 0.9, 3), 57, "D"), ((0.2, 0.4, 0.6), 0, "E")),
)
def test_the_ends_of_the_scale(
    editor: Acting, version: Version, factors: Any, score: int, grade: str
) -> None:
    """x ≤ B: 100, 一级. L = 3x, M = 0.9x: 60·(3−1)/(3−0.9) = 57.1 → 57, 四级. x ≥ L: 0, 五级."""
    publish(editor, version, factors=factors)
    found = rate(version.id, level="limited")
    assert (found.score, found.grade) == (Decimal(score), grade)


def test_without_published_values_there_is_none(version: Version) -> None:
    assert rate(version.id, level="reasonable") == Rating(None, "", NOT_PUBLISHED)


@pytest.mark.parametrize("level", ("", "none"))
def test_without_a_verification_nothing_is_compared(editor: Acting, version: Version, level: str) -> None:
    """CM-01: verification level ≥ limited."""
    publish(editor, version)
    assert rate(version.id, level=level) == Rating(None, "", NOT_VERIFIED)


@pytest.mark.parametrize(
    ("other", "what"),
    (
        ({"boundary": "cradle_to_grave"}, "系统边界"), ({"gwp_set": "AR5"}, "GWP"), ({"allocation": "mass"}, "分配"),
        ({"electricity": "market"}, "电力方法"), ({"end_of_life": "substitution"}, "生命末期方法"),
        ({"unit": "1 m3"}, "单位"), ({"year": YEAR - 5}, "年份"),
    ),
)  # fmt: skip
def test_what_is_not_comparable_is_not_rated_and_says_what_differs(
    editor: Acting, version: Version, other: dict[str, Any], what: str
) -> None:
    """CM-01: boundary, GWP set, allocation, electricity, end of life, unit and period have to agree."""
    publish(editor, version, **other)
    found = rate(version.id, level="reasonable")
    assert (found.score, found.grade) == (None, "")
    assert found.note is not None and what in found.note.to("zh")


def test_a_version_that_is_not_there_is_absent() -> None:
    with pytest.raises(Absent):
        rate(987654321, level="reasonable")
