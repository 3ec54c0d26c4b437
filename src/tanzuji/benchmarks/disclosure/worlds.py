"""Proof that published figures give nobody away: other worlds, in which they would be the same.

Whoever knows every published figure, every output, which values stayed the same over the years, and everything about
one firm, still cannot tell those worlds from the real one. If among them a firm's value spreads wider than p % around
any number, nobody can name that value within p %. Where no such worlds are found, nothing is published: the search
may miss a proof, it never invents one.

Two ways of finding worlds:
- values change places among firms that were seen in the same snapshots. Percentiles stay as they are to the last
  digit; the weighted means must round to the same figure.
- where only a mean is published, one value grows or shrinks and the others make up for it; none comes to lie below two
  thirds of the mean or above one and a half times the mean that was not there before: so much everybody may know of a
  trade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from tanzuji.benchmarks.disclosure.limits import Taken, Thresholds

Floats = NDArray[np.float64]

DRAWS = 128
"""Arrangements tried at a time."""
ROUNDS = 64
"""Of such arrangements for each colluder; a colluder from whom all others are hidden takes one or two."""
MOVES = (2.0, 1.7, 1.45, 1.25, 0.8, 0.7, 0.6, 0.5)
"""Factors by which a single value is moved where only the mean is known."""
KNOWN_RANGE = (0.67, 1.5)
"""Of the mean: what everybody knows of a trade without any publication."""


@dataclass(frozen=True, slots=True)
class _Entries:
    """Distinct values that firms had: `weights[s, e]` is the share of the output in snapshot s, 0 where it is not in it."""

    groups: NDArray[np.str_]
    values: Floats
    weights: Floats
    classes: NDArray[np.int_]
    """Entries of one class were in the same snapshots: whoever compares the years sees them only together."""
    low: Floats
    high: Floats
    """Between which the exact mean of each snapshot lies."""
    ordered: NDArray[np.bool_]
    """Of which snapshots percentiles were published."""


def pinned(snapshots: Sequence[Taken], limits: Thresholds) -> frozenset[tuple[str, str]]:
    """The first pairs (who knows their own value, whose value is then not shown to be open); empty if all are safe."""
    entries = _entries(snapshots)
    for colluder in sorted(set(entries.groups.tolist())):
        lowest, highest = entries.values.copy(), entries.values.copy()
        others = entries.groups != colluder
        if (near := _too_near(entries, others, limits)).any():
            return frozenset((colluder, str(group)) for group in entries.groups[near])
        for found in _worlds(entries, others, limits):
            np.minimum(lowest, found.min(axis=0, initial=np.inf), out=lowest)
            np.maximum(highest, found.max(axis=0, initial=-np.inf), out=highest)
            if np.all(highest[others] > limits.width * lowest[others]):
                break
        tight = others & (highest <= limits.width * lowest)
        if tight.any():
            return frozenset((colluder, str(group)) for group in entries.groups[tight])
    return frozenset()


def _too_near(of: _Entries, free: NDArray[np.bool_], limits: Thresholds) -> NDArray[np.bool_]:
    """Entries of classes whose values lie too close for any arrangement to open them, and that nothing else moves."""
    near = np.zeros(len(of.values), dtype=bool)
    for kind in np.unique(of.classes[free]):
        members = np.flatnonzero(free & (of.classes == kind))
        if (
            not _only_mean(of, members)
            and of.values[members].max() <= limits.width * of.values[members].min()
        ):
            near[members] = True
    return near


def _only_mean(of: _Entries, members: NDArray[np.int_]) -> bool:
    """Whether the firms of a class were seen in one snapshot, of which only the mean was published."""
    touched = np.flatnonzero(of.weights[:, members[0]] > 0)
    return len(touched) == 1 and not of.ordered[touched[0]]


def worlds(snapshots: Sequence[Taken], colluder: str, limits: Thresholds) -> Iterator[Floats]:
    """Worlds that the colluder cannot tell from the real one, as values in the order of `entry_names`."""
    of = _entries(snapshots)
    for found in _worlds(of, of.groups != colluder, limits):
        yield from found


def _worlds(of: _Entries, free: NDArray[np.bool_], limits: Thresholds) -> Iterator[Floats]:
    """The same by the score, a row a world; moved values first, then one round of arrangements after another."""
    kinds = [np.flatnonzero(free & (of.classes == kind)) for kind in np.unique(of.classes[free])]
    for members in kinds:
        if _only_mean(of, members):
            yield _moved(of, members, int(np.flatnonzero(of.weights[:, members[0]])[0]), limits)
    kinds = [m for m in kinds if of.values[m].max() > limits.width * of.values[m].min()]
    if not kinds:
        return
    rng = np.random.default_rng(8170)
    for _ in range(ROUNDS):
        for members in kinds:
            yield _rearranged(of, [members], rng, limits)
        if len(kinds) > 1:
            yield _rearranged(of, kinds, rng, limits)


def entry_names(snapshots: Sequence[Taken]) -> list[tuple[str, float]]:
    """Group and real value of each entry of a world."""
    of = _entries(snapshots)
    return list(zip(of.groups.tolist(), of.values.tolist(), strict=True))


def _entries(snapshots: Sequence[Taken]) -> _Entries:
    seen: dict[tuple[str, float], dict[int, float]] = {}
    for s, taken in enumerate(snapshots):
        total = sum(taken.panel.outputs)
        for group, (value, output) in taken.panel.told().items():
            seen.setdefault((group, value), {})[s] = output / total
    # by value, not by code: what is found depends on the figures alone, and the same figures end the same way
    names = sorted(seen, key=lambda name: (name[1], *sorted(seen[name].items()), name[0]))
    weights = np.zeros((len(snapshots), len(names)))
    for e, name in enumerate(names):
        for s, share in seen[name].items():
            weights[s, e] = share
    patterns = {pattern: i for i, pattern in enumerate(sorted({tuple(sorted(seen[n])) for n in names}))}
    bounds = [_interval(taken.cells.mean, taken.cells.digits) for taken in snapshots]
    return _Entries(
        groups=np.array([group for group, _ in names]),
        values=np.array([value for _, value in names]),
        weights=weights,
        classes=np.array([patterns[tuple(sorted(seen[n]))] for n in names]),
        low=np.array([low for low, _ in bounds]),
        high=np.array([high for _, high in bounds]),
        ordered=np.array([taken.cells.p10 is not None for taken in snapshots]),
    )


def _interval(rounded: Decimal, digits: int) -> tuple[float, float]:
    """Between which a number lies that rounds to this one; a hair inside, so that a tie is never met.

    Below a power of ten numbers are rounded ten times as finely.
    """
    half = float(Decimal(1).scaleb(rounded.adjusted() - digits + 1)) / 2 * (1 - 1e-6)
    power = rounded == Decimal(1).scaleb(rounded.adjusted())
    return float(rounded) - (half / 10 if power else half), float(rounded) + half


def _rearranged(
    of: _Entries, kinds: list[NDArray[np.int_]], rng: np.random.Generator, limits: Thresholds
) -> Floats:
    """Worlds in which firms of a class have each other's values."""
    tried = np.tile(of.values, (DRAWS, 1))
    for members in kinds:
        order = rng.random((DRAWS, len(members))).argsort(axis=1)
        tried[:, members] = of.values[members][order]
    for members in kinds:
        _mend(of, members, tried)
    return _same_figures(of, tried, limits)


def _mend(of: _Entries, members: NDArray[np.int_], tried: Floats) -> None:
    """In each arrangement the one exchange of two firms that brings the means nearest to what was published."""
    touched = np.flatnonzero(of.weights[:, members[0]] > 0)
    one, other = np.triu_indices(len(members), 1)
    if len(one) == 0:
        return
    middle, half = (of.low + of.high)[touched] / 2, (of.high - of.low)[touched] / 2
    weights = of.weights[touched]
    off = (tried @ weights.T - middle) / half  # (draws, snapshots), within ±1 where the figure stays
    gain = tried[:, members[other]] - tried[:, members[one]]  # what the first of a pair gains, (draws, pairs)
    share = (weights[:, members[one]] - weights[:, members[other]]) / half[:, None]  # (snapshots, pairs)
    worst = np.max([np.abs(off[:, [s]] + gain * share[s]) for s in range(len(touched))], axis=0)
    best = worst.argmin(axis=1)
    rows = np.flatnonzero(worst[np.arange(len(tried)), best] < np.abs(off).max(axis=1))
    first, second = members[one[best[rows]]], members[other[best[rows]]]
    tried[rows, first], tried[rows, second] = tried[rows, second].copy(), tried[rows, first].copy()


def _moved(of: _Entries, members: NDArray[np.int_], snapshot: int, limits: Thresholds) -> Floats:
    """Worlds in which one value of a class grows or shrinks, and the rest of the class makes up for it."""
    weights = of.weights[snapshot, members]
    mean = float(of.weights[snapshot] @ of.values)
    low = np.minimum(KNOWN_RANGE[0] * mean, of.values[members])
    high = np.maximum(KNOWN_RANGE[1] * mean, of.values[members])
    held = weights * of.values[members]
    tried = []
    for t in range(len(members)):
        rest = held.sum() - held[t]
        for factor in MOVES:
            if rest <= 0:
                continue
            world = of.values.copy()
            world[members] *= 1 - held[t] * (factor - 1) / rest
            world[members[t]] = of.values[members[t]] * factor
            if np.all((world[members] >= low) & (world[members] <= high)):
                tried.append(world)
    return _same_figures(of, np.array(tried).reshape(-1, len(of.values)), limits)


def _same_figures(of: _Entries, tried: Floats, limits: Thresholds) -> Floats:
    """Those worlds in which every mean is published as it was, and the p% rule would have let it be."""
    means = tried @ of.weights.T
    same = tried[np.all((means > of.low) & (means < of.high), axis=1)]
    for shares in of.weights:
        emissions = np.sort(same * shares, axis=1)
        rest = emissions[:, :-2].sum(axis=1)
        same = same[rest >= limits.p_percent / 100 * emissions[:, -1]]
    return same
