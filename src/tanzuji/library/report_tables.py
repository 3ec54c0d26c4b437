"""What a part of an import's report is made of: a heading, words, and a table with its first rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.text import Text

SHOWN = 25
"""Rows of a table that stand on the page; all are in the report itself."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: a text, or a number in its unit; `dataset` where it leads to one."""

    text: Text | str
    number: bool = False
    dataset: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report; `kind` is ok, warn, bad or empty, `more` how many rows are not shown."""

    id: str
    name: Text
    words: Text
    kind: str = ""
    heads: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    more: int = 0


class Tables:
    """Makes tables of one report; `datasets` are the ids that have a page."""

    def __init__(self, report: Mapping[str, Any], datasets: frozenset[str]) -> None:
        self.report = report
        self.datasets = datasets

    def _name(self, name: str, dataset: str = "") -> Cell:
        return Cell(name or dataset, dataset=dataset if dataset in self.datasets else "")

    def _table(
        self,
        identifier: str,
        name: Text,
        words: Text,
        heads: Sequence[tuple[str, str, bool]],
        rows: Sequence[Any],
        cells: Callable[[Any], tuple[Cell, ...]],
        *,
        kind: str = "",
        shown: int = SHOWN,
    ) -> Section | None:
        if not rows:
            return None
        return Section(
            identifier,
            name,
            words,
            kind,
            tuple(Cell(Text(zh=zh, en=en), number) for zh, en, number in heads),
            tuple(cells(row) for row in rows[:shown]),
            max(0, len(rows) - shown),
        )
