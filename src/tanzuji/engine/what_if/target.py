"""Which measures reach a target, and how far each has to be taken.

The total answers to measures in a straight line where they touch different amounts, and in products of straight
lines where they meet (less electricity, and greener). So every step solves the straight line through two points of
the total and looks again; what comes out is checked on the total itself, never on its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb, inf

from tanzuji.documents.errors import CodedError
from tanzuji.documents.what_if import Dose, Measure, Plan, Strategy
from tanzuji.engine.what_if.ground import Ground
from tanzuji.engine.what_if.measures import Measures

TOLERANCE = 1e-9
"""Of the base case: how near a target counts as reached, and what counts as a straight line."""
SETS_TRIED = 3000
"""Sets of measures tried one by one before the search goes by the largest effect."""
ROUNDS = 8
"""Times all measures are looked at again for their best level."""
PAIRS_TRIED = 1000
"""Changes of two measures at once that are tried where single ones help no more."""

Levels = tuple[float, ...]


def reach(
    ground: Ground, measures: Sequence[Measure], target: float, *, strategy: Strategy = "fewest"
) -> Plan:
    """Levels of measures that bring the total down to `target`, kg CO2e per unit of the study.

    Measures of a later priority are used only where the earlier ones together do not reach it; those are then
    taken as far as they help. Within the last priority `strategy` decides. Where the target is out of reach the
    plan holds what comes down furthest, and says so. Raises `what-if.*`.
    """
    return _Search(ground, Measures(ground, measures), target, strategy).plan()


class _Search:
    def __init__(self, ground: Ground, measures: Measures, target: float, strategy: Strategy) -> None:
        self.ground, self.measures, self.target, self.strategy = ground, measures, target, strategy
        self.base = ground.base.total
        self.slack = TOLERANCE * max(abs(self.base), abs(target), 1e-300)
        self._known: dict[Levels, float] = {}
        self.nothing: Levels = (0.0,) * len(measures)

    def total(self, levels: Levels) -> float:
        found = self._known.get(levels)
        if found is None:
            found = self._known[levels] = self.ground.answer(self.measures.scenario(levels)).total
        return found

    def _tried(self, levels: Levels) -> float:
        """The total; infinite where measures together are nothing that can be computed."""
        try:
            return self.total(levels)
        except CodedError:
            return inf

    def plan(self) -> Plan:
        lowest = self._lowest(range(len(self.measures)), self.nothing)
        if self.base <= self.target + self.slack:
            return self._told(self.nothing, lowest, [])
        reached, order = self.nothing, list[int]()
        for group in self._groups():
            best = self._lowest(group, reached)
            if self.total(best) <= self.target + self.slack:
                levels, own = self._within(group, reached, best)
                return self._told(levels, lowest, order + own)
            order += self._by_effect(group, reached, best)
            reached = best
        if (
            self.total(lowest) <= self.target + self.slack
        ):  # measures of several priorities help together only
            levels, own = self._within(range(len(self.measures)), self.nothing, lowest)
            return self._told(levels, lowest, own)
        return self._told(lowest, lowest, self._by_effect(range(len(self.measures)), self.nothing, lowest))

    def _groups(self) -> Iterator[list[int]]:
        listed = self.measures.listed
        for priority in sorted({m.priority for m in listed}):
            yield [i for i, m in enumerate(listed) if m.priority == priority]

    # as far down as it goes

    def _lowest(self, group: Sequence[int], start: Levels) -> Levels:
        """The levels of a group with the lowest total that is found, others as in `start`.

        Descents from `start`, from all measures taken and from the best pair, and on by pairs from the lowest of
        them; what makes no difference goes back to `start`.
        """
        plain = self._descended(group, start)
        if len(group) < 2:
            return plain
        everything = _all(start, group, (1.0,) * len(start))
        found = [plain, self._descended(group, everything), self._by_pairs(group, start)]
        found.append(self._by_pairs(group, min(found, key=self.total)))
        best = self._needed(group, start, min(found, key=self.total))
        return plain if self.total(plain) - self.total(best) <= self.slack else best

    def _by_pairs(self, group: Sequence[int], here: Levels) -> Levels:
        """The descent from the best change of two measures at once, each not at all or all the way, until none helps."""
        left = PAIRS_TRIED
        while True:
            moves = [
                _at(_at(here, i, one), j, other)
                for one, other in ((1.0, 1.0), (0.0, 1.0), (1.0, 0.0), (0.0, 0.0))
                for i, j in combinations(group, 2)
                if here[i] != one and here[j] != other
            ][:left]
            left -= len(moves)
            there = min(moves, key=self._tried, default=here)
            if self.total(here) - self._tried(there) <= self.slack:
                return here
            here = self._descended(group, there)

    def _needed(self, group: Sequence[int], start: Levels, here: Levels) -> Levels:
        """`here` without what makes no difference there."""
        for i in group:
            without = _at(here, i, start[i])
            if self.total(without) - self.total(here) <= self.slack:
                here = without
        return here

    def _descended(self, group: Sequence[int], here: Levels) -> Levels:
        """One measure after another at its best level, until none helps."""
        for _ in range(ROUNDS):
            before = self.total(here)
            for i in group:
                here = self._best_level(i, here)
            if before - self.total(here) <= self.slack:
                break
        return here

    def _best_level(self, i: int, here: Levels) -> Levels:
        ends = [_at(here, i, 0.0), _at(here, i, 1.0)]
        middle = (self.total(ends[0]) + self.total(ends[1])) / 2
        bent = _at(here, i, 0.5)
        if not self.measures.listed[i].whole and abs(self.total(bent) - middle) > self.slack:
            ends += [self._valley(i, here)]
        best = min(ends, key=lambda levels: (self.total(levels), levels[i]))
        # what makes no difference is not done
        return here if self.total(here) - self.total(best) <= self.slack else best

    def _valley(self, i: int, here: Levels) -> Levels:
        """The lowest point of a bent response: the lowest of seventeen levels, then between its neighbours."""
        grid = [_at(here, i, k / 16) for k in range(17)]
        lowest = min(grid, key=self.total)[i]
        low, high = max(lowest - 1 / 16, 0.0), min(lowest + 1 / 16, 1.0)
        for _ in range(20):  # golden section: to 1e-5 of the range
            third = (high - low) * 0.381966011250105
            if self.total(_at(here, i, low + third)) <= self.total(_at(here, i, high - third)):
                high -= third
            else:
                low += third
        return min((_at(here, i, (low + high) / 2), *grid), key=self.total)

    def _by_effect(self, group: Sequence[int], start: Levels, best: Levels) -> list[int]:
        """The measures of a group that help, largest effect first, each on top of those before it."""
        left = [i for i in group if best[i] != start[i]]
        here, found = start, list[int]()
        while left:
            i = min(left, key=lambda j: (self.total(_at(here, j, best[j])), j))
            here = _at(here, i, best[i])
            found.append(i)
            left.remove(i)
        return found

    # just far enough

    def _within(self, group: Sequence[int], start: Levels, best: Levels) -> tuple[Levels, list[int]]:
        """Levels of a group that just reach the target, and the order in which they are taken."""
        helps = [i for i in group if best[i] != start[i]]
        if self.strategy == "even":
            return self._even(helps, start, best), self._by_effect(helps, start, best)
        if self.strategy == "least":
            return self._one_by_one(self._by_effort(helps, start, best), start, best)
        return self._one_by_one(self._by_effect(self._fewest(helps, start, best), start, best), start, best)

    def _fewest(self, helps: list[int], start: Levels, best: Levels) -> list[int]:
        """The smallest set that reaches the target; of several, the one that comes down furthest."""
        tried = 0
        for size in range(1, len(helps) + 1):
            if tried + comb(len(helps), size) > SETS_TRIED:
                break
            tried += comb(len(helps), size)
            sets = combinations(helps, size)
            lowest = min(sets, key=lambda chosen: (self.total(_all(start, chosen, best)), chosen))
            if self.total(_all(start, lowest, best)) <= self.target + self.slack:
                return list(lowest)
        ordered = self._by_effect(helps, start, best)
        for size in range(1, len(ordered) + 1):
            if self.total(_all(start, ordered[:size], best)) <= self.target + self.slack:
                return ordered[:size]
        return ordered

    def _by_effort(self, helps: list[int], start: Levels, best: Levels) -> list[int]:
        """By the effect of a relative change, each on top of those before it."""
        left, here, found = list(helps), start, list[int]()
        while left:
            now = self.total(here)
            i = max(
                left,
                key=lambda j: (
                    (now - self.total(_at(here, j, best[j]))) / (self.measures.weight(j) * (best[j] or 1.0)),
                    -j,
                ),
            )
            here = _at(here, i, best[i])
            found.append(i)
            left.remove(i)
        return found

    def _one_by_one(self, order: list[int], start: Levels, best: Levels) -> tuple[Levels, list[int]]:
        """Each in its order to its best level, the last only as far as it takes."""
        here = start
        for at, i in enumerate(order):
            full = _at(here, i, best[i])
            if self.total(full) > self.target + self.slack:
                here = full
                continue
            if not self.measures.listed[i].whole:
                full = self._just(here, full)
            return full, order[: at + 1]
        return here, order

    def _even(self, helps: list[int], start: Levels, best: Levels) -> Levels:
        """All measures at one part of their best level; those that are all or nothing are done first."""
        whole = [i for i in helps if self.measures.listed[i].whole]
        full = _all(start, helps, best)
        low = _all(start, whole, best)
        if self.total(low) <= self.target + self.slack:
            return self._one_by_one(self._by_effect(whole, start, best), start, best)[0]
        return self._just(low, full)

    def _just(self, start: Levels, end: Levels) -> Levels:
        """The first point on the way where the total is at the target: by chords, halved where they fail."""

        def along(t: float) -> Levels:
            return end if t == 1 else _between(start, end, t)

        low, high = 0.0, 1.0
        for step in range(60):
            above, below = self.total(along(low)) - self.target, self.target - self.total(along(high))
            if abs(below) <= self.slack:
                break
            t = low + (high - low) * (above / (above + below) if step % 2 == 0 else 0.5)
            if not low < t < high:
                break
            if self.total(along(t)) <= self.target + self.slack:
                high = t
            else:
                low = t
        return along(high)

    # what is told

    def _told(self, levels: Levels, lowest: Levels, order: Sequence[int]) -> Plan:
        listed = self.measures.listed
        here, doses = self.nothing, list[Dose]()
        for i in order:
            if not levels[i]:
                continue
            then = _at(here, i, levels[i])
            doses.append(
                Dose(
                    measure=listed[i].id,
                    name=listed[i].name,
                    level=levels[i],
                    value=self.measures.value(i, levels[i]),
                    effect=self.total(then) - self.total(here),
                )
            )
            here = then
        reached = self.total(levels)
        alone = [self.total(_at(self.nothing, i, 1.0)) - self.base for i in range(len(listed))]
        best, taken = self.total(lowest), {dose.measure for dose in doses}
        against = tuple(
            m.id
            for i, m in enumerate(listed)
            if not lowest[i] and m.id not in taken and self.total(_at(lowest, i, 1.0)) - best > self.slack
        )
        used = taken | set(against)
        return Plan(
            base=self.base,
            target=self.target,
            reached=reached,
            reachable=reached <= self.target + self.slack,
            lowest=self.total(lowest),
            strategy=self.strategy,
            doses=tuple(doses),
            unused=tuple(m.id for m in listed if m.id not in used),
            against=against,
            exact=self._straight(levels, alone) and not any(m.whole for m in listed),
            scenario=self.measures.scenario(levels),
        )

    def _straight(self, levels: Levels, alone: Sequence[float]) -> bool:
        """Whether the total answers to all measures in a straight line: at the plan, halfway, and all the way."""
        points = (levels, tuple(level / 2 for level in levels), (1.0,) * len(levels))
        return all(
            abs(self.total(at) - self.base - sum(x * effect for x, effect in zip(at, alone, strict=True)))
            <= 10 * self.slack
            for at in points
        )


def _at(levels: Levels, i: int, level: float) -> Levels:
    return (*levels[:i], level, *levels[i + 1 :])


def _all(levels: Levels, chosen: Sequence[int], best: Levels) -> Levels:
    found = list(levels)
    for i in chosen:
        found[i] = best[i]
    return tuple(found)


def _between(low: Levels, high: Levels, t: float) -> Levels:
    return tuple(a + t * (b - a) for a, b in zip(low, high, strict=True))
