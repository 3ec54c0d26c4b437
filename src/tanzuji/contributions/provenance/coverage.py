"""How much of a result its traced inputs account for.

With r_i the result of input i (kg CO2e per declared unit) and v the value, what is not explained at all is v − Σ r_i.
The coverage is Σ |r_i| over the traced inputs, divided by Σ |r_i| + |v − Σ r_i|: magnitudes, so that a credit cannot hide
an input without a source, and neither can inputs that add up to more than the value. An input that others explain
further counts by those, which share its result in proportion; a loop of explanations counts as untraced.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from math import fsum

from tanzuji.contributions.papers import Input, Provenance
from tanzuji.contributions.provenance.resolving import ReferenceKind, kind_of

BEST: tuple[ReferenceKind, ...] = ("meter", "evidence", "dataset", "estimate")
"""From the firmest ground to the weakest: an input with several references stands on the firmest."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the result between 0 and 1: traced, by kind of ground, and not explained by any input."""

    share: float
    by_kind: Mapping[ReferenceKind, float] = field(default_factory=dict)
    unexplained: float = 0.0
    traced: frozenset[str] = frozenset()
    """Ids of inputs that are traced themselves."""


def coverage(
    of: Provenance,
    value: float | None,
    resolved: Mapping[str, bool],
    confirmed: Collection[str] | None = None,
) -> Coverage:
    """What a trail covers of `value` (kg CO2e per unit; None: the sum of its inputs).

    `resolved` says which references lead somewhere; where `confirmed` is given, only inputs of these ids count.
    """
    tops = [each for each in of.inputs if not each.feeds]
    rest = abs(
        (value if value is not None else fsum(each.result for each in tops)) - fsum(e.result for e in tops)
    )
    explained = fsum(abs(each.result) for each in tops)
    if rest <= 1e-9 * explained:
        rest = 0.0  # a sum of floats
    whole = explained + rest
    ground = {each.id: _ground(each, resolved) for each in of.inputs}
    traced = frozenset(
        each.id for each in of.inputs if ground[each.id] and (confirmed is None or each.id in confirmed)
    )
    shares: dict[ReferenceKind, float] = dict.fromkeys(BEST, 0.0)
    if whole:
        for top in tops:
            for kind, part in _shares(of, top, ground, traced, frozenset()).items():
                shares[kind] += part * abs(top.result) / whole
    by_kind = {kind: share for kind, share in shares.items() if share}
    return Coverage(min(1.0, fsum(by_kind.values())), by_kind, rest / whole if whole else 0.0, traced)


def _shares(
    of: Provenance,
    at: Input,
    ground: Mapping[str, ReferenceKind | None],
    traced: Collection[str],
    above: frozenset[str],
) -> dict[ReferenceKind, float]:
    """How much of an input is traced, as parts of one by kind of ground."""
    if at.id in above:
        return {}
    below = [each for each in of.inputs if each.feeds == at.id]
    whole = fsum(abs(each.result) for each in below)
    if not below or not whole:
        kind = ground[at.id]
        return {kind: 1.0} if kind and at.id in traced else {}
    found: dict[ReferenceKind, float] = {}
    for each in below:
        for kind, part in _shares(of, each, ground, traced, above | {at.id}).items():
            found[kind] = found.get(kind, 0.0) + part * abs(each.result) / max(whole, abs(at.result))
    return found


def _ground(of: Input, resolved: Mapping[str, bool]) -> ReferenceKind | None:
    """The firmest ground that its references lead to."""
    kinds = {kind_of(each) for each in of.references if resolved.get(each)}
    return next((kind for kind in BEST if kind in kinds), None)
