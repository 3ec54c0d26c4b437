"""What differs between two versions of a reference model: parameters with their ranges, lines, what must be one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanzuji.documents.models import Parameter, Process
from tanzuji.documents.reference_models import ParameterGuide, ReferenceModel
from tanzuji.documents.text import Text

LINE_KINDS = ("inputs", "energy", "transports", "wastes", "emissions")


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """A parameter that came, went or differs in default, range or sources."""

    name: str
    before: tuple[Parameter, ParameterGuide] | None
    after: tuple[Parameter, ParameterGuide] | None


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that came, went or differs in amount or datasets."""

    process: Text
    name: Text
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs; nothing where all three are empty."""

    parameters: tuple[ParameterChange, ...]
    lines: tuple[LineChange, ...]
    own: tuple[tuple[str, bool], ...]
    """`process/line`, and whether it has to be one's own now."""
    rest: tuple[str, ...]
    """Other parts that differ: `coverage`, `principles`, `stages`, `about`, `model`."""


def between(before: ReferenceModel, after: ReferenceModel) -> Changes:
    """The differences from one version to another."""
    one, other = _parameters(before), _parameters(after)
    parameters = [
        ParameterChange(name, one.get(name), other.get(name))
        for name in [*one, *(name for name in other if name not in one)]
        if one.get(name) != other.get(name)
    ]
    left, right = _lines(before), _lines(after)
    lines = [
        LineChange(
            *(left.get(place) or right[place])[:2],
            _told(left[place][2]) if place in left else "",
            _told(right[place][2]) if place in right else "",
        )
        for place in [*left, *(place for place in right if place not in left)]
        if (left.get(place) or (0, 0, None))[2] != (right.get(place) or (0, 0, None))[2]
    ]
    places = [*before.own_lines, *(p for p in after.own_lines if p not in before.own_lines)]
    own = [(p, p in after.own_lines) for p in places if (p in before.own_lines) != (p in after.own_lines)]
    return Changes(tuple(parameters), tuple(lines), tuple(own), _rest(before, after))


def _parameters(of: ReferenceModel) -> dict[str, tuple[Parameter, ParameterGuide]]:
    return {p.name.casefold(): (p, of.guide(p.name)) for p in of.model.parameters}


def _lines(of: ReferenceModel) -> dict[str, tuple[Text, Text, Any]]:
    found: dict[str, tuple[Text, Text, Any]] = {}
    for process in of.model.processes:
        for kind in LINE_KINDS:
            for at, line in enumerate(getattr(process, kind)):
                found[f"{process.id}/{line.id or f'{kind}-{at}'}"] = (process.name, line.name, line)
    return found


def _told(line: Any) -> str:
    """`98 kWh · cn-elec-cf-2024-cn-041`."""
    amount = (
        "" if line.amount is None else f"{line.amount:g}" if isinstance(line.amount, float) else line.amount
    )
    if amount == "" and getattr(line, "mass", None) is not None:
        amount = f"{line.mass} × {line.distance}"
    parts = [f"{amount or '?'} {line.unit}", " + ".join(getattr(line, "datasets", ()) or ())]
    return " · ".join(part for part in parts if part)


def _rest(before: ReferenceModel, after: ReferenceModel) -> tuple[str, ...]:
    found = [
        part
        for part in ("group", "coverage", "about", "principles", "stages")
        if getattr(before, part) != getattr(after, part)
    ]
    return (*found, *(("model",) if _frame(before) != _frame(after) else ()))


def _frame(of: ReferenceModel) -> dict[str, Any]:
    """The model without what is told line by line."""
    plain = of.model.plain()
    plain.pop("parameters", None)
    plain["processes"] = [_bare(process) for process in of.model.processes]
    return plain


def _bare(process: Process) -> dict[str, Any]:
    plain = process.plain()
    for kind in LINE_KINDS:
        plain.pop(kind, None)
    return plain
