"""The blocks of a SimaPro export: processes with their sections, lists of units and substances, parameters.

A block begins with its name alone on a row and ends with `End`; inside, a label stands alone and its rows follow up to
an empty one. Exports of SimaPro 7 have no `End` and keep short values beside their label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tanzuji.formats.simapro.rows import Row, Sheet

SECTIONS = {
    "Products", "Waste treatment", "Waste scenario", "Avoided products", "Resources", "Materials/fuels",
    "Electricity/heat", "Emissions to air", "Emissions to water", "Emissions to soil", "Final waste flows",
    "Non material emissions", "Social issues", "Economic issues", "Waste to treatment", "Separated waste",
    "Remaining waste", "Input parameters", "Calculated parameters", "Materials/assemblies", "Processes",
    "Assembly", "Reference assembly", "Waste/Disposal scenario", "Additional life cycles", "Waste scenarios",
    "Disposal scenarios", "Disassemblies", "Reuses",
}  # fmt: skip
"""Tables inside a process or a product stage."""

_STARTS = {"Process", "Product stage"}
_LISTS = {
    "Quantities", "Units", "Raw materials", "Airborne emissions", "Waterborne emissions",
    "Database Input parameters", "Database Calculated parameters", "Project Input parameters",
    "Project Calculated parameters",
}  # fmt: skip
"""Blocks that no section of a process shares its name with: where one begins, a process has ended."""
_OUTSIDE = _LISTS | {
    "Final waste flows", "Emissions to soil", "Non material emissions", "Social issues", "Economic issues",
    "System description", "Literature reference", "Method", "Impact category", "Damage category",
    "Normalization-Weighting set",
}  # fmt: skip
_END = "End"


@dataclass
class Block:
    """A block: `labels` with their texts, `sections` with their rows. `line` is where it begins."""

    kind: str
    line: int
    labels: dict[str, str] = field(default_factory=dict)
    sections: dict[str, list[Row]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)  # of a list, which has no sections
    unknown: list[str] = field(default_factory=list)  # labels whose rows look like a table nobody knows


def blocks(sheet: Sheet) -> Iterator[Block]:
    """The blocks in the order of the file."""
    rows = [row for row in sheet.rows if not _is_header(row)]
    at = 0
    while at < len(rows):
        name = _alone(rows[at])
        if name in _STARTS or name in _OUTSIDE:
            block = Block(name, rows[at][0])
            at = _inside(rows, at + 1, block) if name in _STARTS else _list(rows, at + 1, block)
            yield block
        else:
            at += 1


def _is_header(row: Row) -> bool:
    return row[1][:1] != () and row[1][0].startswith("{")


def _alone(row: Row) -> str:
    """The text of a row that has only its first cell; empty else."""
    cells = row[1]
    return cells[0] if cells and cells[0] and not any(cells[1:]) else ""


def _is_empty(row: Row) -> bool:
    return not any(row[1])


def _list(rows: list[Row], at: int, block: Block) -> int:
    """Rows up to `End`, or to the next block where there is no `End`."""
    while at < len(rows):
        name = _alone(rows[at])
        if name == _END:
            return at + 1
        if name in _STARTS or name in _LISTS:
            return at
        if not _is_empty(rows[at]):
            block.rows.append(rows[at])
        at += 1
    return at


def _inside(rows: list[Row], at: int, block: Block) -> int:
    """Labels and sections of a process or product stage."""
    while at < len(rows):
        if _is_empty(rows[at]):
            at += 1
            continue
        _, cells = rows[at]
        name = _alone(rows[at])
        if name == _END:
            return at + 1
        if name in _STARTS or name in _LISTS:
            return at
        if name:
            at = _labelled(rows, at + 1, block, name)
        else:  # SimaPro 7: the value beside its label, perhaps with more lines below it
            block.labels.setdefault(cells[0], next(cell for cell in cells[1:] if cell) if cells[0] else "")
            at += 1
    return at


def _labelled(rows: list[Row], at: int, block: Block, name: str) -> int:
    """The rows below a label, up to an empty row or, where there is none, the next section."""
    found: list[Row] = []
    while at < len(rows) and not _is_empty(rows[at]):
        below = _alone(rows[at])
        if found and below == _END:
            break
        if name in SECTIONS and (below in SECTIONS or below in _STARTS or below == _END):
            break
        found.append(rows[at])
        at += 1
    if name in SECTIONS:
        _continue(block.sections.setdefault(name, []), found)
    else:
        block.labels.setdefault(name, "\n".join(cells[0] for _, cells in found if cells and cells[0]))
        if any(sum(map(bool, cells)) > 3 for _, cells in found):
            block.unknown.append(name)
    return at


def _continue(section: list[Row], found: list[Row]) -> None:
    """Add rows; one that has no name goes on with the comment of the row before it."""
    for line, cells in found:
        if cells[0] or not section:
            section.append((line, cells))
        else:
            before, own = section[-1]
            more = next(cell for cell in cells if cell)
            section[-1] = (before, (*own[:-1], f"{own[-1]}\n{more}" if own[-1] else more))
