"""Problems of a file that was read, each with the sheet and cell, or the line, where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tanzuji.documents.errors import Problem
from tanzuji.web.language import language

_CELL = re.compile(r"^(?P<sheet>.+)!(?P<cell>[A-Z]{1,3}[0-9]*(?::[A-Z]{1,3}[0-9]*)?|[0-9]+(?::[0-9]+)?)$")
_LINE = re.compile(r"^(?P<place>.*?) ?\((?P<line>\d+):(?P<column>\d+)\)$")


@dataclass(frozen=True, slots=True)
class Wrong:
    """One problem: in a workbook its sheet and cell, in a text its line and column, and the place in the model."""

    sheet: str
    cell: str
    line: str
    place: str
    found: str
    remedy: str
    code: str

    @property
    def where(self) -> str:
        """In one word, as a person would look for it: `能源!F3`, `12:5`, `unit.amount`."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.line or self.sheet or self.place


def wrong_places(problems: Iterable[Problem]) -> list[Wrong]:
    """The problems in the language of the request."""
    return [_wrong(problem) for problem in problems]


def _wrong(problem: Problem) -> Wrong:
    sheet = cell = line = ""
    place = problem.path
    if found := _CELL.match(place):
        sheet, cell, place = found["sheet"], found["cell"], ""
    elif found := _LINE.match(place):
        line, place = f"{found['line']}:{found['column']}", found["place"]
    return Wrong(sheet, cell, line, place, problem.text(language()), problem.remedy(language()), problem.code)
