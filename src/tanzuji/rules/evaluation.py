"""An evaluation rule at work: score and grade of a result against limit, reference and best value (L, M, B).

Linear between the points of the rule: at L and above `points_limit`, at M `points_reference`, at B and below
`points_best`.
"""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.errors import define
from tanzuji.documents.rules import EvaluationMethod, Grade, RulePack
from tanzuji.documents.text import Text
from tanzuji.rules.load import effective

NO_METHOD = define(
    "rules.no-evaluation-method",
    zh="规则 {pack} 没有评价方法。",
    en="The rule {pack} holds no evaluation method.",
    remedy_zh="请选类别为“评价”的规则。",
    remedy_en="Choose a rule of the kind evaluation.",
)
NOT_ORDERED = define(
    "rules.benchmarks-not-ordered",
    zh="标杆值、基准值、限定值应依次增大：{best}、{reference}、{limit}。",
    en="Best, reference and limit value must rise: {best}, {reference}, {limit}.",
    remedy_zh="请核对三个值和单位。",
    remedy_en="Check the three values and their unit.",
)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How a result is judged; `borderline` where its interval straddles a bound and the worse grade is given."""

    score: float
    grade: int
    of_value: int
    """The grade of the value alone."""
    name: Text
    borderline: bool


def evaluate(
    value: float,
    pack: RulePack,
    *,
    best: float,
    reference: float,
    limit: float,
    low: float | None = None,
    high: float | None = None,
) -> Evaluated:
    """The score and grade (from 1) of `value`, all in the same unit; `low` and `high` bound its interval.

    Raises `rules.no-evaluation-method`, `rules.benchmarks-not-ordered`.
    """
    method = effective(pack).evaluation
    if method is None:
        raise NO_METHOD.error("kind", pack=pack.id)
    if not best < reference < limit:
        raise NOT_ORDERED.error("reference", best=best, reference=reference, limit=limit)
    return judged(value, method, best=best, reference=reference, limit=limit, low=low, high=high)


def judged(
    value: float,
    method: EvaluationMethod,
    *,
    best: float,
    reference: float,
    limit: float,
    low: float | None = None,
    high: float | None = None,
) -> Evaluated:
    """`evaluate` by a method that is at hand, for values that rise from `best` to `limit`."""
    bounds = {"best": best, "half_way": (best + reference) / 2, "reference": reference, "limit": limit}
    own = _grade(value, method.grades, bounds)
    ends = [own, *(_grade(end, method.grades, bounds) for end in (low, high) if end is not None)]
    borderline = len(set(ends)) > 1
    given = max(ends) if borderline and method.worse_where_unsure else own
    score = _score(value, method, best, reference, limit)
    return Evaluated(score, given + 1, own + 1, method.grades[given].name, borderline)


def _grade(value: float, grades: tuple[Grade, ...], bounds: dict[str, float]) -> int:
    return next(i for i, grade in enumerate(grades) if grade.up_to is None or value <= bounds[grade.up_to])


def _score(value: float, method: EvaluationMethod, best: float, reference: float, limit: float) -> float:
    if value >= limit:
        return method.points_limit
    if value <= best:
        return method.points_best
    if value >= reference:
        part = (limit - value) / (limit - reference)
        return method.points_limit + (method.points_reference - method.points_limit) * part
    part = (reference - value) / (reference - best)
    return method.points_reference + (method.points_best - method.points_reference) * part
