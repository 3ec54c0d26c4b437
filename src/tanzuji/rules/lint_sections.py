"""The linter of what is not accounting: each kind of rule holds its own section, and a child only tightens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tanzuji.documents.errors import Problem, define
from tanzuji.documents.rule_sections import KIND_NAMES, PackKind
from tanzuji.documents.rules import RulePack

Loosened = Callable[[str, str, object, object], None]

SECTIONS: dict[PackKind, str] = {
    "certification": "certification",
    "evaluation": "evaluation",
    "data_quality": "quality",
    "metering": "metering",
}
"""The section that a kind of rule holds; accounting rules hold none of them."""

NO_SECTION = define(
    "rules.kind-without-section",
    zh="“{kind}”类的规则要有 {section} 一节。",
    en="A rule of the kind “{kind}” holds a section `{section}`.",
    remedy_zh="请补上这一节，或改正 kind。",
    remedy_en="Add the section, or correct `kind`.",
)
OTHER_SECTION = define(
    "rules.section-of-another-kind",
    zh="“{kind}”类的规则不含 {section} 一节。",
    en="A rule of the kind “{kind}” holds no section `{section}`.",
    remedy_zh="核算、评价、认证分开写：请另建一个规则，用 accounts_by 关联。",
    remedy_en="Accounting, evaluation and certification stand apart: write another rule and link it with `accounts_by`.",
)
NOT_LINKED = define(
    "rules.not-linked",
    zh="认证规则没有写明按哪个核算规则核算。",
    en="The certification rule does not name the accounting rule it rests on.",
    remedy_zh="请在 accounts_by 里写核算规则的标识。",
    remedy_en="Name the accounting rules under `accounts_by`.",
)
GRADES_NOT_RISING = define(
    "rules.grades-not-rising",
    zh="等级的上限应从标杆值到限定值递增，最后一级没有上限。",
    en="Grades rise from the best value to the limit, and the last has no bound.",
    remedy_zh="请按 best、half_way、reference、limit 的顺序写 up_to。",
    remedy_en="Write `up_to` in the order best, half_way, reference, limit.",
)
OTHER_KIND = define(
    "rules.inherits-another-kind",
    zh="“{own}”类的规则不能继承“{inherited}”类的 {parent}。",
    en="A rule of the kind “{own}” cannot inherit from {parent}, which is of the kind “{inherited}”.",
    remedy_zh="请继承同一类的规则，用 accounts_by 关联核算规则。",
    remedy_en="Inherit from a rule of its own kind, and link accounting rules with `accounts_by`.",
)
UNKNOWN_STEP = define(
    "rules.unknown-step",
    zh="步骤“{step}”不在它之前的步骤里。",
    en="“{step}” is none of the steps before it.",
    remedy_zh="apart_from 只能写前面步骤的 id。",
    remedy_en="`apart_from` names ids of earlier steps.",
)

_BOUNDS = ("best", "half_way", "reference", "limit")


def section_problems(pack: RulePack) -> Iterator[Problem]:
    """What is wrong with the sections of a pack by themselves."""
    kind = KIND_NAMES[pack.kind]
    for of, section in SECTIONS.items():
        there = bool(getattr(pack, section))
        if of == pack.kind and not there and pack.inherits is None:
            yield NO_SECTION.problem("kind", kind=kind, section=section)
        if of != pack.kind and there:
            yield OTHER_SECTION.problem(section, kind=kind, section=section)
    if pack.kind == "certification" and pack.layer == "product" and not pack.accounts_by:
        yield NOT_LINKED.problem("kind")
    if pack.evaluation is not None:
        bounds = [grade.up_to for grade in pack.evaluation.grades]
        rising = [b for b in _BOUNDS if b in bounds]
        if bounds[-1] is not None or bounds[:-1] != rising:
            yield GRADES_NOT_RISING.problem("evaluation.grades")
    yield from _steps(pack)


def _steps(pack: RulePack) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, step in enumerate(pack.certification.steps if pack.certification else ()):
        for other in step.apart_from:
            if other not in seen:
                yield UNKNOWN_STEP.problem(f"certification.steps[{i}].apart_from", step=other)
        seen.add(step.id)


def lint_sections(child: RulePack, parent: RulePack, loosened: Loosened) -> None:
    """Where a section of `child` is looser than its parent's; `loosened(place, item, was, now)` is told."""
    if child.certification and parent.certification:
        _certification(child.certification, parent.certification, loosened)
    if child.evaluation and parent.evaluation:
        _evaluation(child.evaluation, parent.evaluation, loosened)
    if child.quality and parent.quality:
        _quality(child.quality, parent.quality, loosened)
    own = {meter.id: (i, meter) for i, meter in enumerate(child.metering)}
    for was in parent.metering:
        if was.id in own:
            i, now = own[was.id]
            for name in ("class_max", "calibration_months"):
                _not_above(
                    f"metering[{i}].{name}",
                    f"{was.id} {name}",
                    getattr(was, name),
                    getattr(now, name),
                    loosened,
                )
            if not set(now.carriers) >= set(was.carriers):
                loosened(f"metering[{i}].carriers", f"{was.id} carriers", was.carriers, now.carriers)


def _not_above(place: str, item: str, was: float | None, now: float | None, loosened: Loosened) -> None:
    if was is not None and (now is None or now > was):
        loosened(place, item, was, "–" if now is None else now)


def _certification(now: Any, was: Any, loosened: Loosened) -> None:
    for name in ("surveillance_months", "validity_months"):
        _not_above(f"certification.{name}", name, getattr(was, name), getattr(now, name), loosened)
    own = {step.id: step for step in now.steps}
    order = [step.id for step in now.steps if step.id in {s.id for s in was.steps}]
    if order != [step.id for step in was.steps]:
        loosened("certification.steps", "steps", [s.id for s in was.steps], order)
        return
    for step in was.steps:
        mine = own[step.id]
        if not {d.to("zh") for d in mine.documents} >= {d.to("zh") for d in step.documents}:
            loosened("certification.steps", f"{step.id} documents", len(step.documents), len(mine.documents))
        if not set(mine.apart_from) >= set(step.apart_from):
            loosened("certification.steps", f"{step.id} apart_from", step.apart_from, mine.apart_from)
    for name in ("applicant", "body"):
        kept = {r.id for r in getattr(now, name)}
        missing = [r.id for r in getattr(was, name) if r.id not in kept]
        if missing:
            loosened(f"certification.{name}", name, missing, "–")


def _evaluation(now: Any, was: Any, loosened: Loosened) -> None:
    for name in ("points_limit", "points_reference", "points_best"):
        _not_above(f"evaluation.{name}", name, getattr(was, name), getattr(now, name), loosened)
    if was.worse_where_unsure and not now.worse_where_unsure:
        loosened("evaluation.worse_where_unsure", "worse_where_unsure", True, False)
    if now.confidence_level < was.confidence_level:
        loosened(
            "evaluation.confidence_level", "confidence_level", was.confidence_level, now.confidence_level
        )
    if [g.up_to for g in now.grades] != [g.up_to for g in was.grades]:
        loosened("evaluation.grades", "grades", len(was.grades), len(now.grades))


def _quality(now: Any, was: Any, loosened: Loosened) -> None:
    if now.coverage < was.coverage:
        loosened("quality.coverage", "coverage", was.coverage, now.coverage)
    _not_above("quality.accepted_up_to", "accepted_up_to", was.accepted_up_to, now.accepted_up_to, loosened)
    own = {indicator.id: (i, indicator) for i, indicator in enumerate(now.indicators)}
    for before in was.indicators:
        if before.id not in own:
            loosened("quality.indicators", before.id, before.name.to("en"), "–")
            continue
        i, mine = own[before.id]
        rows = [(level.score, level.when) for level in before.levels]
        if mine.each != before.each or [(level.score, level.when) for level in mine.levels] != rows:
            loosened(f"quality.indicators[{i}].levels", before.id, "levels", "changed")
