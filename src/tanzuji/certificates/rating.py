"""Carbon score and grade of a version against published limit, reference and best values (ZJ-302, DOMAIN C.5).

They exist only where the version may be compared with the published values at all (DOMAIN B.8, CM-01): same rule and
version, unit, boundary, method and allocation, a period that overlaps their year, and a verified result. Elsewhere
there is none, and the note says what differs.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tanzuji.benchmarks.comparing import Against, Gap
from tanzuji.benchmarks.disclosure.panels import FIELDS
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import round_to_digits, round_to_interval
from tanzuji.documents.text import Text
from tanzuji.footprints import benchmarking, queries, verifying

LETTERS = "ABCDE"
"""The five grades as a label shows them: A is 一级 (up to the best value), E is 五级 (above the limit)."""
COMPARABLE_LEVELS = frozenset({"limited", "reasonable"})

NOT_VERIFIED = Text(
    zh="没有达到有限保证以上的核查，不能与公布的值相比，因此没有得分和等级。",
    en="Without a verification of at least limited assurance it may not be compared with published values, so there "
    "is no score and no grade.",
)
NOT_PUBLISHED = Text(
    zh="所依据的规则还没有公布限定值、基准值和标杆值，因此没有得分和等级。",
    en="No limit, reference and best values are published for its rule, so there is no score and no grade.",
)


@dataclass(frozen=True, slots=True)
class Rating:
    """`score` from 0 to 100, rounded once to whole points; `grade` one of A to E; both absent where nothing compares.

    `note`: the values they were read from, or why there are none.
    """

    score: Decimal | None
    grade: str
    note: Text | None


def rate(version_id: int, *, level: str) -> Rating:
    """Score and grade of a version that was verified at `level` (`limited`, `reasonable`). Raises `web.absent`.

    The newest comparable values count. Where the 90 % interval of the result straddles a bound, the worse grade is given
    and the note says so.
    """
    version = verifying.version(version_id)
    if level not in COMPARABLE_LEVELS:
        return Rating(None, "", NOT_VERIFIED)
    footprint = queries.footprint(version)
    found, _ = benchmarking.held_against(footprint, queries.findings(version), version.releases)
    years = _years(footprint, made_in=version.made_at.year)
    for one in found:
        if one.gap is not None and one.benchmark.snapshot.year in years:
            return _rated(one.gap)
    return Rating(None, "", _why_not(found))


def _years(footprint: Footprint, *, made_in: int) -> range:
    """The calendar years its data are from; the year it was made in where it says nothing of them."""
    period = footprint.model.period
    if period is None:
        return range(made_in, made_in + 1)
    return range(period.start.year, period.end.year + 1)


def _rated(gap: Gap) -> Rating:
    graded = gap.graded
    # Decimal of the shortest repr: the float's own tail would decide ties otherwise.
    score = round_to_interval(repr(graded.score), "1")
    return Rating(score, LETTERS[graded.grade - 1], _scale(gap))


def _scale(gap: Gap) -> Text:
    """What they were read from: `标杆 66　基准 78　限定 96（2025 年度值）`, per unit of the footprint."""
    best, reference, limit = (
        f"{round_to_digits(repr(value), 4):f}"
        for value in (gap.values.best, gap.values.reference, gap.values.limit)
    )
    year = gap.benchmark.snapshot.year
    near_zh, near_en = ("，临界", ", borderline") if gap.graded.borderline else ("", "")
    return Text(
        zh=f"标杆 {best}　基准 {reference}　限定 {limit}（{year} 年度值{near_zh}）",
        en=f"Best {best}, reference {reference}, limit {limit} ({year}{near_en})",
    )


def _why_not(found: list[Against]) -> Text:
    """What keeps the version from being compared with the newest values of its rules."""
    if not found:
        return NOT_PUBLISHED
    nearest = found[0]
    differs = nearest.differs or (FIELDS["year"],)
    zh, en = "、".join(one.to("zh") for one in differs), ", ".join(one.to("en") for one in differs)
    of = nearest.benchmark.number
    return Text(
        zh=f"与公布的值 {of} 不可比（不同之处：{zh}），因此没有得分和等级。",
        en=f"Not comparable with the published values {of} (they differ in: {en}), so there is no score and no grade.",
    )
