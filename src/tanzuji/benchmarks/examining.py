"""What may be published, found once: the search for a proof takes seconds for large panels, its outcome is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.core.cache import cache

from tanzuji.benchmarks.disclosure import Panel, Taken, Thresholds, disclose, open_question
from tanzuji.documents.canonical import digest
from tanzuji.documents.errors import Problem

KEPT = 30 * 24 * 3600
"""Seconds. The figures are part of the key, so that an outcome never grows stale; it is only forgotten."""
AT_ONCE = 2 * 60**3
"""What one page proves, in cubes of values: two trades of sixty groups, about half a second."""


@dataclass(frozen=True, slots=True)
class Examined:
    """Whether limit, reference and best value may be published, with the reasons where not. No figures."""

    ready: bool
    reasons: tuple[Problem, ...]


def examined(panel: Panel, former: Sequence[Taken], limits: Thresholds) -> Examined:
    """The outcome, from the cache where the same figures were looked at before."""
    name = _name(panel, former, limits)
    known: Examined | None = cache.get(name)
    if known is None:
        found = disclose(panel, former, limits)
        known = Examined(found.complete, found.reasons)
        cache.set(name, known, KEPT)
    return known


def effort(panel: Panel, former: Sequence[Taken], limits: Thresholds) -> int:
    """What it takes to find the outcome: the cube of the values there are; 0 where it is known or refused at once."""
    if cache.get(_name(panel, former, limits)) is not None or not open_question(panel, former, limits):
        return 0
    return int((len(panel) + sum(len(one.panel) for one in former)) ** 3)


def _name(panel: Panel, former: Sequence[Taken], limits: Thresholds) -> str:
    seen = [[one.panel.told(), one.cells.plain()] for one in former]
    told = {
        "key": asdict(panel.key),
        "year": panel.year,
        "of": panel.told(),
        "former": seen,
        "by": asdict(limits),
    }
    return f"benchmarks:examined:1:{digest(told)}"
