"""What was found at places of a draft: by the rules, by the engine, and what is unknown; and where these places are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tanzuji.documents.editing.places import Item, write_place
from tanzuji.documents.errors import Problem
from tanzuji.documents.exchanges import Exchange
from tanzuji.documents.footprints import Gap
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rules import Finding
from tanzuji.web.language import language, say

PATH = re.compile(r"processes\[(\d+)\](?:\.([a-z]+)\[(\d+)\])?")
"""A path by positions: process, list of lines, line."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the rules found, or what keeps the draft from being computed, at one place."""

    severity: str
    text: str
    remedy: str
    rule: str
    standing: str
    path: str


def why_gap(gap: Gap, line: Any = None) -> str:
    """Why a line adds nothing to the result, in a few words."""
    words = {
        "no_amount": say("用量未知", "amount unknown"),
        "no_factor": say("因子未知", "factor unknown"),
        "burden_free": say("不带负担", "burden-free"),
        "offset_not_counted": say("抵销，不计入", "offset, not counted"),
    }
    if gap.reason == "no_factor" and isinstance(line, Exchange) and line.process:
        return say("计入上游过程", "in the supplying process")
    return words[gap.reason]


def row_path(path: str) -> str:
    """The part of a path by positions that names a row, or a process; else the path itself."""
    match = PATH.match(path)
    return match[0] if match else path


def place_of_path(model: ProductModel, path: str) -> str:
    """The place, with ids, of the row or process that a path by positions stands in; the path itself elsewhere."""
    match = PATH.match(path)
    if match is None or int(match[1]) >= len(model.processes):
        return path.partition(" (")[0]
    process = model.processes[int(match[1])]
    steps: list[Any] = ["processes", Item(process.id)]
    rest = path[match.end(1) + 1 :].lstrip(".")
    if match[2]:
        lines = getattr(process, match[2], ())
        if int(match[3]) >= len(lines):
            return write_place(steps)
        steps += [match[2], Item(lines[int(match[3])].id)]
        rest = path[match.end() :].lstrip(".")
    tail = rest.partition(" (")[0]
    return write_place(steps) + (f".{tail}" if tail and not tail.startswith("[") else "")


def of_finding(finding: Finding) -> Trouble:
    return Trouble(
        severity=finding.severity,
        text=finding.message.to(language()),
        remedy=finding.remedy.to(language()),
        rule=finding.rule,
        standing=finding.standing.to(language()),
        path=finding.path,
    )


def of_problem(problem: Problem) -> Trouble:
    return Trouble(
        "error", problem.text(language()), problem.remedy(language()), problem.code, "", problem.path
    )
