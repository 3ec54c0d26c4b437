"""Carbon score and grade of a footprint against limit, reference and best value (DOMAIN C.5).

No numeric scheme has been published; this one is the platform's own default [D] and is shown as such. Its points and
bounds are those of the shipped evaluation rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tanzuji.benchmarks import messages
from tanzuji.documents.rules import EvaluationMethod
from tanzuji.documents.text import Text
from tanzuji.rules.evaluation import Evaluated, judged
from tanzuji.rules.load import parse_pack, shipped_texts

GRADES: tuple[Text, ...] = (
    Text(zh="一级", en="Grade 1"),
    Text(zh="二级", en="Grade 2"),
    Text(zh="三级", en="Grade 3"),
    Text(zh="四级", en="Grade 4"),
    Text(zh="五级", en="Grade 5"),
)
"""Best first; the fifth lies above the limit."""

OWN_DEFAULT = Text(
    zh="得分和等级的算法没有公布的规定，这里用的是本系统自己的默认算法。",
    en="No public rule gives a formula for score and grade; this is the system's own default.",
)


@dataclass(frozen=True, slots=True)
class Values:
    """Best < reference < limit, in kg CO2e per unit."""

    best: float
    reference: float
    limit: float

    @classmethod
    def of(cls, best: Decimal | float, reference: Decimal | float, limit: Decimal | float) -> Values:
        """Raises `benchmarks.not-rising`."""
        if not 0 < best < reference < limit:
            raise messages.NOT_RISING.error("values", best=best, reference=reference, limit=limit)
        return cls(float(best), float(reference), float(limit))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Upper limits of grades 1 to 4: B, half-way to M, M, L."""
        return self.best, (self.best + self.reference) / 2, self.reference, self.limit

    def scaled(self, factor: float) -> Values:
        """The same in another unit."""
        return Values(self.best * factor, self.reference * factor, self.limit * factor)


@cache
def _method() -> EvaluationMethod:
    method = parse_pack(shipped_texts()["cn.evaluation.general"]).evaluation
    assert method is not None
    return method


def _judged(value: float, values: Values, low: float | None = None, high: float | None = None) -> Evaluated:
    return judged(
        value,
        _method(),
        best=values.best,
        reference=values.reference,
        limit=values.limit,
        low=low,
        high=high,
    )


def score(value: float, values: Values) -> float:
    """0 at the limit and above, 60 at the reference, 100 at the best value and below; linear in between."""
    return _judged(value, values).score


def grade(value: float, values: Values) -> int:
    """1 to 5: up to B, up to half-way to M, up to M, up to L, above L."""
    return _judged(value, values).grade


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade with the uncertainty guard: where the interval straddles a bound the worse grade is shown, as borderline."""

    grade: int
    of_value: int
    """The grade of the value alone."""
    borderline: bool
    score: float

    @property
    def name(self) -> Text:
        return GRADES[self.grade - 1]


def graded(value: float, values: Values, *, low: float | None = None, high: float | None = None) -> Graded:
    """Score and grade; `low` and `high` are the 90 % interval of the value, where it is known."""
    found = _judged(value, values, low, high)
    return Graded(found.grade, found.of_value, found.borderline, found.score)
