"""A data-quality rule at work: every indicator scored on what makes up most of a footprint, and the rating.

Rating = arithmetic mean of the indicators, each the mean of its scores weighted by |kg CO2e| over the largest
contributions that make up the scheme's coverage. 1 is best, 5 worst; what no row of an indicator fits scores 5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from tanzuji.documents.errors import define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import QualityIndicator, QualityScheme, RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.lines import Item
from tanzuji.rules.load import effective
from tanzuji.rules.predicates import Scope
from tanzuji.rules.subject import subject_of

WORST = 5

NO_SCHEME = define(
    "rules.no-quality-scheme",
    zh="规则 {pack} 没有数据质量评价方法。",
    en="The rule {pack} holds no data-quality scheme.",
    remedy_zh="请选类别为“数据质量评价”的规则。",
    remedy_en="Choose a rule of the kind data quality.",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """An indicator: its mean score, and the share of what was scored in each row."""

    indicator: QualityIndicator
    score: float
    shares: tuple[tuple[int, Text | None, float], ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a footprint by a rule; `covered` is the share of the gross footprint that was scored."""

    pack: RulePack
    indicators: tuple[Scored, ...]
    rating: float
    band: Text
    covered: float
    accepted: bool


def rate(footprint: Footprint, pack: RulePack) -> Rating | None:
    """The rating; None where the footprint has no contributions. Raises `rules.no-quality-scheme`, `rules.not-evaluated`."""
    whole = effective(pack)
    scheme = whole.quality
    if scheme is None:
        raise NO_SCHEME.error("kind", pack=pack.id)
    subject = subject_of(footprint)
    gross = math.fsum(abs(c.total) for c in footprint.contributions)
    if not gross:
        return None
    largest, reached = _largest(footprint, scheme.coverage * gross)
    scored = tuple(
        _scored(
            indicator, subject.study, [i for i in subject.collections[indicator.each] if i["path"] in largest]
        )
        for indicator in scheme.indicators
    )
    rating = math.fsum(s.score for s in scored) / len(scored)
    limit = scheme.accepted_up_to
    return Rating(
        pack, scored, rating, _band(scheme, rating), reached / gross, limit is None or rating <= limit
    )


def _largest(footprint: Footprint, enough: float) -> tuple[set[str], float]:
    """Places of the largest contributions that together reach `enough`, and what they reach."""
    reached, found = 0.0, set()
    for contribution in sorted(footprint.contributions, key=lambda c: -abs(c.total)):
        if reached >= enough:
            break
        found.add(contribution.path)
        reached += abs(contribution.total)
    return found, reached


def _scored(indicator: QualityIndicator, study: Item, items: list[Item]) -> Scored:
    scope = Scope({"study": study}, *(level.when for level in indicator.levels))
    weights: dict[int, float] = {}
    for item in items:
        scope.item(item)
        row = next((i for i, level in enumerate(indicator.levels) if scope.holds(level.when)), -1)
        weights[row] = weights.get(row, 0.0) + abs(item["kg_co2e"])
    total = math.fsum(weights.values())
    shares = tuple(
        (
            indicator.levels[row].score if row >= 0 else WORST,
            indicator.levels[row].text if row >= 0 else None,
            weight / total,
        )
        for row, weight in sorted(weights.items())
        if total
    )
    score = math.fsum(points * share for points, _, share in shares) if total else float(WORST)
    return Scored(indicator, score, shares)


def _band(scheme: QualityScheme, rating: float) -> Text:
    return next(b.name for b in scheme.bands if b.up_to is None or rating <= b.up_to)
