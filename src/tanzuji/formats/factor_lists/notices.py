"""What a person should know of the reading of a list, though nothing in it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tanzuji.documents.errors import Message, Problem
from tanzuji.formats.factor_lists import messages
from tanzuji.formats.factor_lists.headers import Header
from tanzuji.formats.factor_lists.sheets import Table, TableFile
from tanzuji.formats.workbook.cells import is_empty
from tanzuji.formats.workbook.messages import FORMULA_CELL

SHOWN = 10
"""Cells or names a notice lists."""


@dataclass
class Notes:
    """What is told though the list was read: places and names by message."""

    places: dict[Message, list[str]] = field(default_factory=dict)

    def add(self, message: Message, place: str) -> None:
        self.places.setdefault(message, []).append(place)

    def problems(self) -> Iterator[Problem]:
        for message, places in self.places.items():
            distinct = list(dict.fromkeys(places))
            shown = ", ".join(distinct[:SHOWN]) + (" …" if len(distinct) > SHOWN else "")
            yield message.problem(places[0], count=len(distinct), cells=shown, names=shown)


def asides(tables: TableFile, table: Table, header: Header, used: set[int]) -> Iterator[Problem]:
    """Columns and sheets that were not read, formulas whose stored results were."""
    first = header.row + header.rows
    for at, name in enumerate(header.names):
        if at not in used and any(not is_empty(table.cell(r, at)) for r in range(first, len(table.rows))):
            yield messages.COLUMN_IGNORED.problem(table.place(header.row, at), header=name[:80])
    others = [t.name for t in tables.tables if t.name != table.name]
    if others:
        yield messages.SHEETS_LEFT.problem("", sheet=table.name, others="、".join(others[:SHOWN]))
    if table.formulas:
        shown = ", ".join(table.formulas[:SHOWN]) + (" …" if len(table.formulas) > SHOWN else "")
        yield FORMULA_CELL.problem("", sheet=table.name, count=len(table.formulas), cells=shown)
