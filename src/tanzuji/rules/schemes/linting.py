"""What keeps a scheme from being sound: sources, steps, gates, numbers, and the families' own demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tanzuji.documents.errors import Problem
from tanzuji.documents.text import Text
from tanzuji.rules.schemes import messages
from tanzuji.rules.schemes.documents import STEPS, Part, Scheme

_UNSOURCED = {
    "sources", "text", "name", "jurisdiction", "catalogue", "pilots", "fast_lane", "gates", "steps", "file",
    "checklist", "body", "staff", "applicant", "nonconformities",
}  # fmt: skip
"""Fields of parts that carry their source themselves or are a name."""

_NUMBER = re.compile(r"([A-Z0-9-]|\{year\}|\{month\})+\{serial:[1-9]\}-?\{check\}")
_LONGEST_NUMBER = 40


def lint(scheme: Scheme, *, rules: Iterable[str] = ()) -> list[Problem]:
    """Every problem of a scheme that can be read; `rules` are the ids of rules there are (none: not looked at)."""
    known = set(rules)
    return [
        *_sources(scheme),
        *_scope(scheme, known),
        *_pattern(scheme),
        *_process(scheme),
        *_management(scheme),
    ]


def _sources(scheme: Scheme) -> Iterator[Problem]:
    parts: dict[str, Part] = {
        "scope": scheme.scope,
        "pattern": scheme.pattern,
        "process": scheme.process,
        "management": scheme.management,
    }
    for name, part in parts.items():
        fields = sorted(set(type(part).model_fields) - _UNSOURCED)
        for field in fields:
            if field not in part.sources:
                yield messages.NO_SOURCE.problem(f"{name}.{field}", field=field)
        for field in part.sources:
            if field not in fields:
                yield messages.UNKNOWN_SOURCE.problem(
                    f"{name}.sources.{field}", field=field, known=", ".join(fields)
                )


def _scope(scheme: Scheme, rules: set[str]) -> Iterator[Problem]:
    scope = scheme.scope
    yield from _twice("scope.catalogue", [item.id for item in scope.catalogue])
    if not scope.catalogue and not scope.by_analogy:
        yield messages.NO_PRODUCTS.problem("scope.catalogue")
    for i, pilot in enumerate(scope.pilots):
        yield from _items(scheme, f"scope.pilots[{i}].items", pilot.items)
    if rules:
        for i, item in enumerate(scope.catalogue):
            for j, group in enumerate(item.groups):
                if group not in rules:
                    yield messages.UNKNOWN_RULE.problem(f"scope.catalogue[{i}].groups[{j}]", rule=group[:80])
        if scheme.rule and scheme.rule not in rules:
            yield messages.UNKNOWN_RULE.problem("rule", rule=scheme.rule[:80])


def _pattern(scheme: Scheme) -> Iterator[Problem]:
    for i, gate in enumerate(scheme.pattern.gates):
        yield from _items(scheme, f"pattern.gates[{i}].items", gate.items)
        if gate.closes is not None and gate.closes < gate.opens:
            yield messages.GATE_ENDS.problem(f"pattern.gates[{i}].closes")
    rated = any(gate.variant in ("score", "grade") for gate in scheme.pattern.gates)
    if scheme.family == "efficiency" and not rated:
        yield messages.NO_BENCHMARK_FAMILY.problem("pattern.gates")


def _process(scheme: Scheme) -> Iterator[Problem]:
    process = scheme.process
    steps = [rule.step for rule in process.steps]
    yield from _twice("process.steps", steps)
    for step, name in STEPS.items():
        if step not in steps:
            yield messages.MISSING_STEP.problem("process.steps", step=name)
    if len(set(steps)) == len(steps) == len(STEPS) and steps != list(STEPS):
        zh, en = (" → ".join(name.to(language) for name in STEPS.values()) for language in ("zh", "en"))
        yield messages.STEP_ORDER.problem("process.steps", order=Text(zh=zh, en=en))
    yield from _twice("process.file", [item.id for item in process.file])
    yield from _twice("process.checklist", [topic.id for topic in process.checklist])
    yield from _twice("process.checklist", [q.id for topic in process.checklist for q in topic.questions])


def _management(scheme: Scheme) -> Iterator[Problem]:
    management = scheme.management
    if management.surveillance_months > management.months:
        yield messages.LONG_SURVEILLANCE.problem(
            "management.surveillance_months",
            surveillance=management.surveillance_months,
            months=management.months,
        )
    if (management.rounding.digits is None) == (management.rounding.interval is None):
        yield messages.BAD_ROUNDING.problem("management.rounding")
    if management.reduction.required and not any(item.plan and item.required for item in scheme.process.file):
        yield messages.NO_PLAN.problem("process.file")
    if not _NUMBER.fullmatch(management.number) or len(management.number) > _LONGEST_NUMBER:
        yield messages.BAD_NUMBER.problem("management.number", number=management.number[:80])


def _items(scheme: Scheme, path: str, items: Iterable[str]) -> Iterator[Problem]:
    known = [item.id for item in scheme.scope.catalogue]
    for j, item in enumerate(items):
        if item not in known:
            yield messages.UNKNOWN_ITEM.problem(f"{path}[{j}]", item=item[:80], known=", ".join(known) or "–")


def _twice(path: str, ids: Iterable[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, id_ in enumerate(ids):
        if id_ in seen:
            yield messages.TWICE.problem(f"{path}[{i}]" if path != "process.checklist" else path, id=id_)
        seen.add(id_)
