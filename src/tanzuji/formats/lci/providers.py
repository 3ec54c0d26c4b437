"""Who supplies an input: its default provider, a supplier chosen by hand, or one found by rule.

Without a default provider an input goes, by the rule `first`, to the first process, in the order of the package's
files, whose quantitative reference is the flow, then to the first co-product that allocation has made a supplier.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.quantities import convertible, factor
from tanzuji.formats.lci.columns import Column
from tanzuji.formats.lci.options import BAD_CHOICE, LinkOptions
from tanzuji.formats.lci.records import Exchange
from tanzuji.formats.lci.units import Converter, spelled

GLOBAL = ("GLO", "RoW", "ROW", "World", "")


@dataclass(frozen=True, slots=True)
class Supplier:
    """A row that supplies `share` of an input; `scale` turns its reference unit into that of the row's flow."""

    row: int
    share: float = 1.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """The suppliers of an input, all rows that could supply it, and why these were taken."""

    suppliers: tuple[Supplier, ...]
    candidates: tuple[int, ...]
    by_default: bool = False
    by_hand: bool = False


class Providers:
    """Suppliers by flow: main products first, each group in the order of the package's files."""

    def __init__(self, converter: Converter, columns: Sequence[Column], options: LinkOptions) -> None:
        """Raises `import.bad-choice` for a choice that cannot be followed."""
        self.converter = converter
        self.columns = columns
        self.options = options
        by_flow: dict[str, list[int]] = {}
        self.by_process: dict[tuple[str, str], int] = {}
        for at, column in enumerate(columns):
            by_flow.setdefault(column.flow, []).append(at)
            self.by_process[column.process.id, column.flow] = at
        self.by_flow = {flow: tuple(rows) for flow, rows in by_flow.items()}
        self.mains = {column.process.id: at for at, column in enumerate(columns) if column.is_main}
        self._nearest: dict[tuple[str, str], int] = {}
        self.chosen = self._choices()

    def _choices(self) -> dict[str, Supplier]:
        found: dict[str, Supplier] = {}
        problems: list[Problem] = []
        for flow, process in self.options.choices.items():
            try:
                found[flow] = self._choice(flow, process)
            except CodedError as error:
                problems += error.problems
        if problems:
            raise CodedError(problems[:20])
        return found

    def _choice(self, flow: str, process: str) -> Supplier:
        database = self.converter.database
        row = self.by_process.get((process, flow), self.mains.get(process))
        if flow not in database.flows or row is None:
            why = (
                ("the database has no such flow", "数据库里没有这个流")
                if flow not in database.flows
                else ("it supplies nothing", "它不供应任何产品，或不在数据库里")
            )
            raise BAD_CHOICE.error("choices", process=process[:60], flow=flow[:60], why=why[0], why_zh=why[1])
        if self.columns[row].flow == flow:
            return Supplier(row)
        asked = spelled(self.converter.reference_unit(database.flows[flow]))
        made = spelled(self.converter.reference_unit(database.flows[self.columns[row].flow]))
        if not asked or not made or not convertible(asked, made):
            raise BAD_CHOICE.error(
                "choices",
                process=self.columns[row].process.name[:60],
                flow=database.flows[flow].name[:60],
                why=f"{asked or '?'} does not convert to {made or '?'}",
                why_zh=f"{asked or '?'} 不能换算为 {made or '?'}",
            )
        return Supplier(row, scale=factor(asked, made))

    def of(self, exchange: Exchange, location: str) -> Found:
        """The suppliers of an input that a process at `location` asks for; none where it is cut off."""
        candidates = self.by_flow.get(exchange.flow, ())
        named = self.by_process.get((exchange.provider, exchange.flow))
        if named is not None:
            return Found((Supplier(named),), candidates, by_default=True)
        chosen = self.chosen.get(exchange.flow)
        if chosen is not None:
            return Found((chosen,), candidates, by_hand=True)
        if not candidates or self.options.linking == "stated":
            return Found((), candidates)
        if self.options.linking == "mean":
            share = 1.0 / len(candidates)
            return Found(tuple(Supplier(row, share) for row in candidates), candidates)
        if self.options.linking == "nearest":
            return Found((Supplier(self._near(exchange.flow, location)),), candidates)
        return Found((Supplier(candidates[0]),), candidates)

    def _near(self, flow: str, location: str) -> int:
        key = (flow, location)
        if key not in self._nearest:
            rows = self.by_flow[flow]
            self._nearest[key] = min(
                rows, key=lambda row: _distance(location, self.columns[row].process.location)
            )
        return self._nearest[key]


def _distance(one: str, other: str) -> int:
    """How far a supplier's place is: the same 0, within it or around it 1, the world 2, elsewhere 3."""
    if one == other:
        return 0
    if one and other and (one.startswith(f"{other}-") or other.startswith(f"{one}-")):
        return 1
    if one.partition("-")[0] == other.partition("-")[0] and one not in GLOBAL:
        return 1
    return 2 if other in GLOBAL else 3
