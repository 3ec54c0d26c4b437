"""Whether a footprint may be held against a benchmark at all, and what comes out where it may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tanzuji.benchmarks.disclosure.panels import FIELDS
from tanzuji.benchmarks.scoring import Graded, Values, graded
from tanzuji.documents.quantities import convertible, factor
from tanzuji.documents.text import Text

if TYPE_CHECKING:
    from tanzuji.benchmarks.models import Benchmark


@dataclass(frozen=True, slots=True)
class Subject:
    """What a footprint is comparable by. `rules` are all it follows, as `id@version`; `unit` as `1 t`."""

    rules: Collection[str]
    unit: str
    boundary: str
    gwp_set: str
    electricity: str
    end_of_life: str
    allocation: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """How far a footprint is from a benchmark, in kg CO2e per unit of the footprint; above is positive."""

    benchmark: Benchmark
    value: float
    values: Values
    """Best, reference and limit per unit of the footprint."""
    graded: Graded

    @property
    def to_limit(self) -> float:
        return self.value - self.values.limit

    @property
    def to_reference(self) -> float:
        return self.value - self.values.reference

    @property
    def to_best(self) -> float:
        return self.value - self.values.best


@dataclass(frozen=True, slots=True)
class Against:
    """A footprint and a benchmark of its rule: the gap, or what differs so that there is none."""

    benchmark: Benchmark
    gap: Gap | None
    differs: tuple[Text, ...] = ()


def parted(unit: str) -> tuple[float, str] | None:
    """`1 t` → 1 and `t`; None where it is not written like that."""
    amount, _, name = unit.partition(" ")
    try:
        number = float(amount)
    except ValueError:
        return None
    return (number, name.strip()) if number > 0 and name.strip() else None


def ratio(unit: str, other: str) -> float | None:
    """How many of `other` there are in `unit`: `1 t` holds 1000 of `1 kg`; None where they are not of one kind."""
    if unit == other:
        return 1.0
    one, two = parted(unit), parted(other)
    if one is None or two is None or not convertible(one[1], two[1]):
        return None
    return one[0] * factor(one[1], two[1]) / two[0]


def against(
    benchmark: Benchmark,
    subject: Subject,
    value: float,
    *,
    low: float | None = None,
    high: float | None = None,
) -> Against:
    """The gap of a footprint, where everything that has to agree agrees (DOMAIN CM-01)."""
    of = benchmark.snapshot
    scale = ratio(subject.unit, of.unit)
    differs = [
        FIELDS[name]
        for name in ("boundary", "gwp_set", "electricity", "end_of_life", "allocation")
        if getattr(subject, name) != getattr(of, name)
    ]
    differs += [FIELDS["rule"]] if of.rule not in subject.rules else []
    differs += [FIELDS["unit"]] if scale is None else []
    if differs or scale is None:
        return Against(benchmark, None, tuple(differs))
    values = Values.of(*benchmark.values).scaled(scale)
    return Against(benchmark, Gap(benchmark, value, values, graded(value, values, low=low, high=high)))
