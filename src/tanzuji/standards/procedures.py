"""What a certification rule prescribes: steps with their documents and man-days, surveillance, validity (ZJ-107)."""

from __future__ import annotations

import json
import re

from tanzuji.documents.base import Document
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.standards import messages


class ProcedureStep(Document):
    """One step of certification; man-days are None where the rule leaves them open."""

    name: str
    documents: tuple[str, ...] = ()
    man_days: float | None = None


class Procedure(Document):
    """The workflow of a certification rule; None where the rule does not say."""

    steps: tuple[ProcedureStep, ...] = ()
    surveillance_months: int | None = None
    validity_months: int | None = None


def kept(text: str) -> Procedure | None:
    """The procedure a table keeps as JSON; None where there is none."""
    return Procedure.parse(json.loads(text)) if text else None


def written(lines: str, surveillance: int | None, validity: int | None) -> Procedure:
    """A procedure from lines `step | documents | man-days`. Raises `standards.bad-procedure` with every bad line."""
    steps: list[ProcedureStep] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        parts = [part.strip() for part in re.split(r"[|｜]", line)]
        days = parts[2] if len(parts) > 2 else ""
        if not parts[0] or len(parts) > 3 or not re.fullmatch(r"\d{0,4}(\.\d{1,2})?", days):
            problems.append(messages.BAD_PROCEDURE.problem("procedure", line=number))
            continue
        documents = re.split(r"[、,，;；]", parts[1]) if len(parts) > 1 else []
        steps.append(
            ProcedureStep(
                name=parts[0][:120],
                documents=tuple(d.strip()[:120] for d in documents if d.strip()),
                man_days=float(days) if days and days != "." else None,
            )
        )
    if problems:
        raise CodedError(problems)
    return Procedure(steps=tuple(steps[:40]), surveillance_months=surveillance, validity_months=validity)


def as_lines(procedure: Procedure | None) -> str:
    """The steps as they are edited in a form."""
    if procedure is None:
        return ""
    return "\n".join(
        " | ".join((s.name, "、".join(s.documents), "" if s.man_days is None else f"{s.man_days:g}")).rstrip(
            " |"
        )
        for s in procedure.steps
    )
