"""What a bar is made of: the roles of stages and lines, and what stands above and below zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Contribution, Footprint, StageResult
from tanzuji.documents.footprints import Lines as LineAmounts
from tanzuji.documents.lines import LINE_NAMES, LINES, STAGES, Line, Stage
from tanzuji.figures.amounts import either

_STAGE_ROLES: dict[Stage, str] = {
    "raw_materials": "f-raw",
    "manufacturing": "f-manufacturing",
    "distribution": "f-distribution",
    "use": "f-use",
    "end_of_life": "f-eol",
}

LINE_ROLES: dict[Line, str] = {
    "fossil": "f-fossil",
    "biogenic": "f-biogenic",
    "removal": "f-removal",
    "land_use_change": "f-luc",
    "aircraft": "f-aircraft",
}

OUTSIDE: dict[str, frozenset[Stage]] = {
    "cradle_to_grave": frozenset(),
    "cradle_to_gate": frozenset({"distribution", "use", "end_of_life"}),
    "gate_to_gate": frozenset({"raw_materials", "distribution", "use", "end_of_life"}),
    "gate_to_grave": frozenset({"raw_materials"}),
}
"""The canonical stages that each type of boundary leaves out."""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a bar: kg CO2e with its role and name."""

    value: float
    role: str
    name: str


def stage_role(stage: StageResult) -> str:
    """The role class of a stage."""
    return role_of(stage.stage, stage.canonical)


def role_of(stage: str, canonical: Stage) -> str:
    """The role class of a stage by its id; a rule's own recycling stage has its own colour."""
    if canonical == "end_of_life" and "recycl" in stage.casefold():
        return "f-recycling"
    return _STAGE_ROLES[canonical]


def stage_roles(footprint: Footprint) -> dict[str, str]:
    """Stage id → role class."""
    return {stage.stage: stage_role(stage) for stage in footprint.stages}


def in_stage_order(footprint: Footprint) -> list[StageResult]:
    """The stages along the life cycle; a rule's own stages stay in their order within a canonical one."""
    return sorted(footprint.stages, key=lambda stage: STAGES.index(stage.canonical))


def line_name(line: Line, language: Language) -> str:
    return either(language, *LINE_NAMES[line])


def absent_reason(footprint: Footprint, stage: StageResult, language: Language) -> str:
    """Why a stage has no number, empty where it has one: unknown, outside and zero are different things."""
    if stage.total != 0 or any(c.stage == stage.stage for c in footprint.contributions):
        return ""
    if any(gap.stage == stage.stage for gap in footprint.gaps):
        return either(language, "未计算", "not calculated")
    if stage.canonical in OUTSIDE[footprint.boundary]:
        return either(language, "不在边界内", "not in the boundary")
    return either(language, "未建模", "not modelled")


def line_parts(contributions: Iterable[Contribution], language: Language) -> list[Part]:
    """Emissions by reporting line, then removals, then avoided emissions; only what is not zero.

    A negative amount on the removal line is a removal, on any other line a credit (an avoided emission).
    """
    up = dict.fromkeys(LINES, 0.0)
    removed = avoided = 0.0
    for contribution in contributions:
        for line in LINES:
            value = contribution.lines.get(line)
            if value >= 0:
                up[line] += value
            elif line == "removal":
                removed += value
            else:
                avoided += value
    parts = [Part(value, LINE_ROLES[line], line_name(line, language)) for line, value in up.items()]
    parts.append(Part(removed, "f-removal", line_name("removal", language)))
    parts.append(Part(avoided, "f-credit", either(language, "避免的排放", "Avoided emissions")))
    return [part for part in parts if part.value != 0]


def whole_parts(parts: Iterable[Part], role: str, name: str) -> list[Part]:
    """The same parts with everything above zero in one colour, e.g. that of the stage."""
    parts = list(parts)
    above = sum(part.value for part in parts if part.value > 0)
    kept = [Part(above, role, name)] if above else []
    return kept + [part for part in parts if part.value < 0]


def amounts_parts(lines: LineAmounts, language: Language) -> list[Part]:
    """The parts of a result of which only the lines are known (a process, a scenario)."""
    found = [
        Part(
            lines.get(line),
            LINE_ROLES[line] if lines.get(line) > 0 or line == "removal" else "f-credit",
            line_name(line, language),
        )
        for line in LINES
    ]
    return [part for part in found if part.value != 0]
