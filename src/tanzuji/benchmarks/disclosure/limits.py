"""The rules of thumb of disclosure control: how many, how dominant, how estimable, how different from before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Protocol

from tanzuji.benchmarks import messages
from tanzuji.benchmarks.disclosure.cells import Cells
from tanzuji.benchmarks.disclosure.panels import Panel
from tanzuji.documents.errors import Problem
from tanzuji.documents.text import Text


class Stated(Protocol):
    """What a jurisdiction's pack states (`jurisdictions.documents.BenchmarkRules`)."""

    @property
    def groups(self) -> int: ...
    @property
    def top_one(self) -> float: ...
    @property
    def top_two(self) -> float: ...
    @property
    def p_percent(self) -> float: ...
    @property
    def percentiles_from(self) -> int: ...
    @property
    def largest_output(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When figures of several enterprises may be published together.

    Five groups, 70 and 85 % of the output, p = 10 and ten groups for percentiles follow sdcLog (five entities, two
    largest 85 %) and sdcTable (p% rule); half of the output behind benchmarks is this platform's own default.
    """

    groups: int = 5
    top_one: float = 0.70
    top_two: float = 0.85
    p_percent: float = 10.0
    percentiles_from: int = 10
    largest_output: float = 0.50

    @classmethod
    def of(cls, stated: Stated) -> Thresholds:
        """What a jurisdiction states, where that is stricter than these; it cannot loosen them."""
        own = cls()
        return cls(
            max(own.groups, stated.groups),
            min(own.top_one, stated.top_one),
            min(own.top_two, stated.top_two),
            max(own.p_percent, stated.p_percent),
            max(own.percentiles_from, stated.percentiles_from),
            min(own.largest_output, stated.largest_output),
        )

    @property
    def width(self) -> float:
        """How far the highest possible value of a firm lies above the lowest, as a ratio, before it is not pinned.

        Somebody who names one number is within p % of everything between a and b if 0.9 b ≤ 1.1 a (p = 10).
        """
        return (1 + self.p_percent / 100) / (1 - self.p_percent / 100)


THRESHOLDS = Thresholds()


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot that was taken earlier of footprints of the same kind, and what somebody has seen of it."""

    panel: Panel
    cells: Cells


def refused(panel: Panel, former: Sequence[Taken], limits: Thresholds) -> Iterator[Problem]:
    """Why nothing of the panel may be published. No sentence says how many there are, or who."""
    if len(panel) < limits.groups:
        yield messages.TOO_FEW.problem(least=limits.groups)
        return
    shares = sorted((output / fsum(panel.outputs) for output in panel.outputs), reverse=True)
    if shares[0] > limits.top_one:
        yield messages.DOMINANT.problem(
            who=Text(zh="一家企业集团", en="one group would"), most=f"{limits.top_one * 100:g}"
        )
    elif shares[0] + shares[1] > limits.top_two:
        yield messages.DOMINANT.problem(
            who=Text(zh="两家企业集团合计", en="two groups together would"), most=f"{limits.top_two * 100:g}"
        )
    if estimable(panel.values, panel.outputs, limits):
        yield messages.ESTIMABLE.problem(percent=f"{limits.p_percent:g}")
    if any(differs_by_few(panel, taken.panel, limits) for taken in former):
        yield messages.DIFFERENCING.problem(least=limits.groups)


def estimable(values: Sequence[float], outputs: Sequence[float], limits: Thresholds) -> bool:
    """The p% rule: what remains of the emissions without the two largest is less than p % of the largest."""
    emissions = sorted((v * o for v, o in zip(values, outputs, strict=True)), reverse=True)
    return fsum(emissions[2:]) < limits.p_percent / 100 * emissions[0]


def newcomers(panel: Panel, taken: Taken) -> set[str]:
    return set(panel.groups) - set(taken.panel.groups)


def differs_by_few(panel: Panel, former: Panel, limits: Thresholds) -> bool:
    """Whether 1 to 4 groups joined or left since, or where none did, 1 to 4 have another value."""
    now, before = panel.told(), former.told()
    other = len(now.keys() ^ before.keys())
    changed = sum(now[group][0] != before[group][0] for group in now.keys() & before.keys())
    return 0 < other < limits.groups or (other == 0 and 0 < changed < limits.groups)
