"""The contribution tree: stages, their processes and what those take in, each with its bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import (
    above,
    amount,
    below,
    either,
    gross,
    has_shares,
    interval_of,
    percent,
    total_text,
    unit_name,
    unit_of,
)
from tanzuji.figures.bars import Row, draw_rows
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import in_stage_order, line_parts, stage_role, whole_parts
from tanzuji.figures.stages import columns, total_sentence
from tanzuji.figures.svg import drawing

TREE = Text(zh="贡献树", en="Contribution tree")
CUT = 0.01
"""Branches below this share of the gross footprint are gathered."""
_BRANCHES = 12


def size(contribution: Contribution) -> float:
    """Emissions and credits of a contribution without their signs: what decides whether it is seen."""
    return above(contribution) - below(contribution)


def grouped(contributions: Iterable[Contribution]) -> list[tuple[str, list[Contribution]]]:
    """Contributions by process, the largest process first."""
    found: dict[str, list[Contribution]] = {}
    for contribution in contributions:
        found.setdefault(contribution.process, []).append(contribution)
    return sorted(found.items(), key=lambda item: -sum(size(c) for c in item[1]))


def contribution_tree(
    footprint: Footprint, language: Language = "zh", *, width: float = 720
) -> Figure | None:
    """Stage → process → contribution, cut at 1 % of the gross footprint. None without contributions."""
    if not any(size(c) for c in footprint.contributions):
        return None
    tree = _Tree(footprint, language)
    for stage in in_stage_order(footprint):
        own = [c for c in footprint.contributions if c.stage == stage.stage]
        if own:
            tree.add(0, stage.name.to(language), own, stage_role(stage))
            tree.processes(own, stage_role(stage))
    tree.total()
    unit = unit_of(footprint, language)
    heads = (unit, either(language, "占比", "Share")) if has_shares(footprint) else (unit,)
    name = either(language, "阶段、过程、投入", "Stage, process, input")
    marks, height = draw_rows(tree.rows, width, heads, name, unit)
    summary = total_sentence(footprint, language)
    svg = drawing(marks, width, height, title=TREE.to(language), summary=summary)
    head, *others = columns(name, footprint, language, shares=has_shares(footprint))
    level = Column(either(language, "层级", "Level"))
    table = Table((level, head, *others), tuple(tree.cells), interval_of(footprint))
    caption = either(language, "不足 1 % 的分支合为“其他”。", "Branches below 1 % are gathered as others.")
    return Figure("contribution-tree", language, TREE, svg, table, summary, caption)


class _Tree:
    """The rows of the drawing and the table, which grow together."""

    def __init__(self, footprint: Footprint, language: Language) -> None:
        self.rows: list[Row] = []
        self.cells: list[tuple[Cell, ...]] = []
        self._footprint, self._language = footprint, language
        self._interval, self._cut = interval_of(footprint), CUT * gross(footprint)
        self._levels = either(language, "阶段 过程 投入", "Stage Process Input").split()

    def add(self, level: int, name: str, of: Sequence[Contribution], role: str) -> None:
        """A row for the sum of `of`, emissions and what is below zero side by side."""
        value = sum(c.total for c in of)
        parts = tuple(whole_parts(line_parts(of, self._language), role, name))
        numbers: tuple[str, ...] = (amount(value, self._interval),)
        cells: tuple[Cell, ...] = (self._levels[level], name, value)
        if has_shares(self._footprint):
            numbers += (percent(value / self._footprint.total),)
            cells += (value / self._footprint.total,)
        self.rows.append(
            Row(
                name,
                parts,
                numbers,
                level=level,
                net=value if parts and parts[0].value > 0 and len(parts) > 1 else None,
            )
        )
        self.cells.append(cells)

    def processes(self, own: Sequence[Contribution], role: str) -> None:
        rest: list[Contribution] = []
        left_out = 0
        for shown, (_, of) in enumerate(grouped(own)):
            if sum(size(c) for c in of) < self._cut or shown >= _BRANCHES:
                rest, left_out = rest + of, left_out + 1
                continue
            self.add(1, of[0].process_name.to(self._language), of, role)
            self._contributions(of, role)
        if rest:
            name = either(self._language, f"其他 {left_out} 个过程", f"{left_out} other processes")
            if left_out == 1:
                name = rest[0].process_name.to(self._language)
            self.add(1, name, rest, role)

    def _contributions(self, of: Sequence[Contribution], role: str) -> None:
        ordered = sorted(of, key=lambda c: -size(c))
        shown = [c for c in ordered if size(c) >= self._cut][:_BRANCHES]
        rest = ordered[len(shown) :]
        if len(rest) == 1:  # “1 other” says less than its name
            shown, rest = ordered, []
        for contribution in shown:
            name = contribution.name.to(self._language)
            quantity = f"{figure(contribution.amount)} {unit_name(contribution.unit, self._language)}"
            self.add(
                2, either(self._language, f"{name}，{quantity}", f"{name}, {quantity}"), [contribution], role
            )
        if rest:
            self.add(2, either(self._language, f"其他 {len(rest)} 项", f"{len(rest)} others"), rest, role)

    def total(self) -> None:
        name, total = either(self._language, "合计", "Total"), self._footprint.total
        shares = has_shares(self._footprint)
        numbers = (total_text(self._footprint), percent(1.0)) if shares else (total_text(self._footprint),)
        self.rows.append(Row(name, numbers=numbers, total=True))
        self.cells.append(("", name, total, 1.0) if shares else ("", name, total))
