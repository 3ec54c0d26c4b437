"""What is wrong with a rule as it is written, line by line, while it is being written."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.rules import RulePack
from tanzuji.formats import safe_yaml
from tanzuji.rules.load import parse_pack, problems_of, with_lines


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem with the line it stands in (from 1) and what is written there."""

    line: int
    text: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The pack where it can be read, and everything that keeps it from being a sound rule, in the order of lines."""

    pack: RulePack | None
    remarks: tuple[Remark, ...]

    @property
    def sound(self) -> bool:
        return self.pack is not None and not self.remarks

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(remark.problem for remark in self.remarks)


def diagnose(text: str) -> Diagnosis:
    """Read a rule as far as it goes: syntax, then fields, then soundness and inheritance. Raises nothing."""
    pack: RulePack | None = None
    try:
        pack = parse_pack(text)
        problems = problems_of(pack)
        found = (
            with_lines(CodedError(problems), safe_yaml.load_with_places(text)[1]).problems if problems else ()
        )
    except CodedError as error:
        found = error.problems
    lines = text.splitlines()
    remarks = (Remark(line, _written(lines, line), each) for each in found for line in (_line(each, text),))
    return Diagnosis(pack, tuple(sorted(remarks, key=lambda remark: remark.line)))


def _line(problem: Problem, text: str) -> int:
    """The line a problem names, else that of its place, else the first."""
    line = problem.fields.get("line")
    if isinstance(line, int):
        return line
    try:
        place = safe_yaml.load_with_places(text)[1].find(problem.path)
    except CodedError:
        return 1
    return place[0] if place else 1


def _written(lines: list[str], line: int) -> str:
    return lines[line - 1].strip()[:120] if 0 < line <= len(lines) else ""
