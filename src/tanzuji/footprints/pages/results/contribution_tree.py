"""The contribution tree of a page: stage → process → line → factor, each with its bar, down to the publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import fsum

from markupsafe import Markup

from tanzuji.documents.footprints import Contribution, FactorUse
from tanzuji.figures.amounts import above, below, gross
from tanzuji.figures.bars import cell_bar
from tanzuji.figures.parts import in_stage_order, line_parts, stage_role, whole_parts
from tanzuji.figures.tree import CUT, grouped, size
from tanzuji.footprints.pages.links import dataset_address
from tanzuji.reports import wording
from tanzuji.reports.blocks import Source
from tanzuji.reports.study import Study as Told

INLINE = 250
"""Contributions a page holds with all their sources; of larger models the small ones come when asked for."""
SHOWN = 12
"""Branches shown of one process or stage before the small ones are gathered."""
PAGE = 100
"""Contributions that one page of a process lists."""


@dataclass(frozen=True, slots=True)
class FactorShown:
    """A factor behind a contribution: its name, where the library shows it, and everything known of it."""

    name: str
    value: str
    address: str
    url: str
    source: Source


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with its amount and bar; a leaf has the sources of its contribution.

    `later` is the address of what stands below it where the page does not hold it.
    """

    name: str
    value: str
    share: str
    bar: Markup
    origin: str = ""
    branches: tuple[Branch, ...] = ()
    working: str = ""
    amount: Source | None = None
    factors: tuple[FactorShown, ...] = ()
    path: str = ""
    later: str = ""
    opened: bool = False

    @property
    def leaf(self) -> bool:
        return self.amount is not None


Later = Callable[[str, str, int], str]
"""(stage, process, how many are shown already) → the address of the rest."""


class Tree:
    """Makes branches that share one axis: from the most negative to the most positive stage."""

    def __init__(self, told: Told, later: Later) -> None:
        self.told, self._later = told, later
        f = told.footprint
        stages = [[c for c in f.contributions if c.stage == s.stage] for s in f.stages]
        self._low = min([0.0, *(fsum(map(below, own)) for own in stages)])
        self._high = max([0.0, *(fsum(map(above, own)) for own in stages)])
        self._cut = CUT * gross(f)
        self._all = len(f.contributions) <= INLINE
        self._roles = {stage.stage: stage_role(stage) for stage in f.stages}

    def stages(self) -> list[Branch]:
        """The stages that hold something, along the life cycle; the largest stands open."""
        found = []
        largest: tuple[float, int] | None = None
        for stage in in_stage_order(self.told.footprint):
            own = [c for c in self.told.footprint.contributions if c.stage == stage.stage]
            if not own:
                continue
            branch = self._sum(stage.name.to(self.told.language), own, stage.stage)
            found.append(replace(branch, branches=self._processes(stage.stage, own)))
            whole = fsum(map(size, own))
            if largest is None or whole > largest[0]:
                largest = (whole, len(found) - 1)
        if largest is not None:
            first = found[largest[1]]
            opened = tuple(replace(b, opened=i == 0) for i, b in enumerate(first.branches))
            found[largest[1]] = replace(first, opened=True, branches=opened)
        return found

    def _processes(self, stage: str, own: Sequence[Contribution]) -> tuple[Branch, ...]:
        shown: list[Branch] = []
        small: list[Branch] = []
        rest: list[Contribution] = []
        for key, of in grouped(own):
            branch = self._sum(of[0].process_name.to(self.told.language), of, stage)
            lines = self._lines(stage, key, of)
            branch = replace(branch, branches=lines, later="" if lines else self._later(stage, key, 0))
            if len(shown) < SHOWN and (fsum(map(size, of)) >= self._cut or not shown):
                shown.append(branch)
            else:
                small.append(branch)
                rest += of
        if len(small) == 1:  # “1 other” says less than its name
            return (*shown, *small)
        if small:
            name = self.told.say(f"其他 {len(small)} 个过程", f"{len(small)} other processes")
            shown.append(replace(self._sum(name, rest, stage), branches=tuple(small)))
        return tuple(shown)

    def _lines(self, stage: str, process: str, of: Sequence[Contribution]) -> tuple[Branch, ...]:
        """The lines of a process, the small ones gathered; none where the page holds none of them."""
        ordered = in_order(of)
        count = sum(size(c) >= self._cut for c in ordered[:SHOWN])
        rest = ordered[count:]
        if self._all and (len(rest) <= 1 or not count):
            count, rest = len(ordered), []
        found = [self.line(c) for c in ordered[:count]]
        if rest and found:
            name = self.told.say(f"其他 {len(rest)} 项", f"{len(rest)} others")
            gathered = self._sum(name, rest, stage)
            if self._all:
                gathered = replace(gathered, branches=tuple(map(self.line, rest)))
            else:
                gathered = replace(gathered, later=self._later(stage, process, count))
            found.append(gathered)
        return tuple(found)

    def line(self, c: Contribution) -> Branch:
        """One contribution with its amount and the factors behind it."""
        told = self.told
        head = told.sources(c)[0]
        name = f"{c.name.to(told.language)}{told.say('，', ', ')}{told.amount(c.amount, c.unit)}"
        return replace(
            self._sum(name, [c], c.stage),
            origin=self._origin(c),
            working=self._working(c),
            amount=_without(head, c.path),  # the page links to the place
            factors=tuple(map(self._factor, c.factors)),
            path=c.path,
        )

    def _factor(self, factor: FactorUse) -> FactorShown:
        told = self.told
        name = factor.name.to(told.language)
        source = _without(told.factor_source(factor), name, factor.url)  # both are links
        return FactorShown(
            name, told.factor_value(factor), dataset_address(told.footprint, factor), factor.url, source
        )

    def _origin(self, c: Contribution) -> str:
        """`电力平均碳足迹因子 0.5777 kgCO₂e/kWh，CN，2024`, or what it is that rests on no factor."""
        told = self.told
        if not c.factors:
            return told.word(wording.KINDS, c.kind)
        first = c.factors[0]
        if len(c.factors) > 1:
            names = told.joined([f.name.to(told.language) for f in c.factors[:2]])
            more = told.say(f"等 {len(c.factors)} 个因子", f" and {len(c.factors) - 2} more factors")
            return names + (more if len(c.factors) > 2 else "")
        return told.say("，", ", ").join(
            (first.name.to(told.language), told.factor_value(first), told.where_when(first))
        )

    def _working(self, c: Contribution) -> str:
        """`0.00441 kg × 7.354 kgCO₂e/kg = 0.0324`, where the amount is in the factor's own unit."""
        told = self.told
        if len(c.factors) != 1 or c.factors[0].unit != c.unit:
            return ""
        product = c.amount * c.factors[0].value
        if abs(product - c.factors[0].kg_co2e) > 1e-9 * abs(product):
            return ""  # a conversion or losses stand between
        left = f"{wording.plain(c.amount)} {told.unit_name(c.unit)} × {told.factor_value(c.factors[0])}"
        return f"{left} = {wording.plain(product)} {told.unit}"

    def _sum(self, name: str, of: Iterable[Contribution], stage: str) -> Branch:
        of = list(of)
        value = fsum(c.total for c in of)
        told = self.told
        parts = whole_parts(line_parts(of, told.language), self._roles[stage], name)
        net = value if len(parts) > 1 and parts[0].value > 0 else None
        bar = Markup(cell_bar(parts, self._low, self._high, net=net, thin=True))
        return Branch(name, told.kg(value), told.share_of_total(value), bar)


def in_order(of: Iterable[Contribution]) -> list[Contribution]:
    """Contributions as the tree lists them: the largest first, those of one size by their place."""
    return sorted(of, key=lambda c: (-size(c), c.path))


def _without(source: Source, *values: str) -> Source:
    """The source without the facts that say these values."""
    return replace(source, facts=tuple(fact for fact in source.facts if fact.value not in values))
