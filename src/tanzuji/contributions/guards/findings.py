"""What the guards look at, and what they find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import fsum, isfinite
from typing import Any, Literal

from tanzuji.contributions.papers import Comparable, Declarations, Provenance
from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.gases import gwp
from tanzuji.web.answers import plain

Level = Literal["error", "warning"]

LEFT_OUT = ("biogenic", "removal")
"""Lines that may rightly make a total negative."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A dataset with its papers, as the guards see it."""

    dataset: Dataset
    declarations: Declarations = field(default_factory=Declarations)
    provenance: Provenance = field(default_factory=Provenance)
    comparable: Comparable | None = None
    kind: str = "factor"


@dataclass(frozen=True, slots=True)
class Finding:
    """An error, which keeps an offer from being submitted, or a warning, which a verifier looks at."""

    level: Level
    problem: Problem


def value_of(dataset: Dataset, *, judged: bool = False) -> float | None:
    """kg CO2e per unit: as stated, or with AR6 (or the set it names) from its gases; None without amounts.

    `judged` leaves out biogenic carbon and removals. None too where a gas has no GWP.
    """
    amounts = [a for a in dataset.amounts if not (judged and a.line in LEFT_OUT)]
    if not amounts:
        return None
    try:
        total = fsum(a.amount * gwp(a.gas, dataset.gwp_set or "AR6") for a in amounts)
    except CodedError:
        return None
    return total if isfinite(total) else None


def plain_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As JSON: level, code, place, sentence and remedy in both languages."""
    return [{"level": found.level, **plain(found.problem)} for found in findings]
