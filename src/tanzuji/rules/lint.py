"""The linter of rule packs: a pack is sound in itself, and a child only tightens its parent.

What is proved, item by item: numbers move only in their tightening direction; sets of what is allowed only
shrink and sets of what is forbidden only grow; a restated check keeps its condition and is never milder; every
check, flow and range of the parent is still there; boundary, unit and stages stay within the parent's.
A changed condition is refused even where it might be stricter: that cannot be proved by comparing texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.quantities import convertible
from tanzuji.documents.rules import (
    KIND_NAMES,
    LAYERS,
    PARAMETERS,
    SEVERITIES,
    BoundaryRule,
    Check,
    Flow,
    Range,
    RulePack,
    UnitRule,
)
from tanzuji.documents.text import Text
from tanzuji.rules.fields import FIELDS, RULES_FIELDS
from tanzuji.rules.lint_sections import OTHER_KIND, lint_sections, section_problems
from tanzuji.rules.predicates import UNKNOWN_NAME, Words, compiled, fields_used
from tanzuji.rules.skeleton import untouched

LOOSENS_PARENT = define(
    "rules.loosens-parent",
    zh="{child} 的 {item} 放松了 {parent} 的规定：{was} → {now}。",
    en="{item} of {child} loosens what {parent} asks: {was} → {now}.",
    remedy_zh="下层规则只能收紧上层规则，请改回或改得更严。",
    remedy_en="A child may only tighten its parent: restore it, or make it stricter.",
)
LAYER_ORDER = define(
    "rules.layer-order",
    zh="{child}（{own}）不能继承更具体的 {parent}（{inherited}）。",
    en="{child} ({own}) cannot inherit from the more specific {parent} ({inherited}).",
    remedy_zh="请按 通则 → 行业 → 产品 的顺序继承。",
    remedy_en="Inherit in the order general → sector → product.",
)
NOT_BILINGUAL = define(
    "rules.not-bilingual",
    zh="“{item}”缺少{language}文本。",
    en="“{item}” has no text in {language}.",
    remedy_zh="规则的文字须同时有中文和英文。",
    remedy_en="Texts of rules exist in Chinese and English.",
)
REPEATED_RULE = define(
    "rules.repeated-id",
    zh="标识“{id}”在规则包里出现了两次。",
    en="The id “{id}” stands twice in the pack.",
    remedy_zh="请给其中一个换个标识。",
    remedy_en="Give one of them another id.",
)
UNKNOWN_COLLECTION = define(
    "rules.unknown-collection",
    zh="没有名为“{each}”的集合可逐项检查。",
    en="There is no collection “{each}” to check item by item.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
UNNAMED_SOURCE = define(
    "rules.unnamed-source",
    zh="“{item}”标为已查阅（V）或政策原文（S），却没有写出处。",
    en="“{item}” is marked as read (V) or stated (S), but names no source.",
    remedy_zh="请写 source_ref，或改标 G、D。",
    remedy_en="Fill in `source_ref`, or mark it G or D.",
)


def lint_pack(pack: RulePack) -> list[Problem]:
    """What is wrong with a pack by itself: ids, both languages, sources, collections, predicates and their
    names, and texts that are still the template's."""
    problems = list(_repeated(pack)) + list(_languages(pack.model_dump(), ""))
    for place, item in _items(pack):
        if item.source_tag in ("V", "S") and not item.source_ref:
            problems.append(UNNAMED_SOURCE.problem(place, item=getattr(item, "id", place)))
    for i, check in enumerate(pack.checks):
        if check.each not in FIELDS:
            problems.append(
                UNKNOWN_COLLECTION.problem(f"checks[{i}].each", each=check.each, known=", ".join(FIELDS))
            )
            continue
        for name in ("when", "require"):
            problems += _predicate(f"checks[{i}].{name}", getattr(check, name), check.each)
    for i, flow in enumerate(pack.flows):
        problems += _predicate(f"flows[{i}].when", flow.when, "study")
        problems += _patterns(f"flows[{i}].match", flow.match.names + flow.match.in_processes)
    for i, range_ in enumerate(pack.ranges):
        for name in ("when", "quantity"):
            problems += _predicate(f"ranges[{i}].{name}", getattr(range_, name), "study")
    for i, indicator in enumerate(pack.quality.indicators if pack.quality else ()):
        for j, level in enumerate(indicator.levels):
            problems += _predicate(f"quality.indicators[{i}].levels[{j}].when", level.when, indicator.each)
    return problems + list(section_problems(pack)) + list(untouched(pack))


def _items(pack: RulePack) -> Iterator[tuple[str, Any]]:
    for name in ("checks", "flows", "ranges", "notes", "metering"):
        yield from ((f"{name}[{i}]", item) for i, item in enumerate(getattr(pack, name)))
    yield from ((f"parameters.{name}", value) for name, value in pack.parameters.items())
    singles = ("unit", "boundary", "certification", "evaluation", "quality")
    yield from ((name, rule) for name in singles if (rule := getattr(pack, name)) is not None)
    if pack.certification is not None:
        for name in ("steps", "applicant", "body"):
            own = enumerate(getattr(pack.certification, name))
            yield from ((f"certification.{name}[{i}]", item) for i, item in own)
    if pack.quality is not None:
        yield from ((f"quality.indicators[{i}]", item) for i, item in enumerate(pack.quality.indicators))


def _repeated(pack: RulePack) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, item in _items(pack):
        identity = getattr(item, "id", None)
        if identity is not None and identity in seen:
            yield REPEATED_RULE.problem(f"{place}.id", id=identity)
        seen.add(identity or "")


def _languages(value: Any, path: str) -> Iterator[Problem]:
    """Texts that exist in one language only; `value` is the pack as plain data."""
    if isinstance(value, dict):
        if set(value) == set(Text.model_fields):
            for key, name in (("zh", "中文"), ("en", "English")):
                if not value[key]:
                    yield NOT_BILINGUAL.problem(path, item=value["zh"] or value["en"], language=name)
            return
        for key, inner in value.items():
            yield from _languages(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for i, inner in enumerate(value):
            yield from _languages(inner, f"{path}[{i}]")


def _predicate(place: str, source: str, each: str) -> list[Problem]:
    try:
        compiled(source)
    except CodedError as error:
        return list(error.at(place).problems)
    problems = []
    known = {"study": set(FIELDS["study"]), "rules": set(RULES_FIELDS), "item": set(FIELDS[each])}
    for name, field in sorted(fields_used(source)):
        if name in known and (field not in known[name] or (name == "item" and each == "study")):
            problems.append(
                UNKNOWN_NAME.problem(place, name=f"{name}.{field}", known=", ".join(sorted(known[name])))
            )
    return problems


def _patterns(place: str, patterns: Iterable[str]) -> list[Problem]:
    problems: list[Problem] = []
    for pattern in patterns:
        try:
            Words([pattern]).found_in("x")
        except CodedError as error:
            problems += error.at(place).problems
    return problems


def lint(child: RulePack, parent: RulePack) -> list[Problem]:
    """Where `child` is looser than `parent`, which is given with all it inherits; empty where it only tightens.

    A child that inherits may leave anything out; one that stands alone has to hold all its parent asks.
    """
    case = _Case(child, parent)
    if LAYERS.index(child.layer) < LAYERS.index(parent.layer):
        case.problems.append(
            LAYER_ORDER.problem(
                "layer", child=child.id, parent=parent.id, own=child.layer, inherited=parent.layer
            )
        )
    if child.inherits is not None and child.kind != parent.kind:
        names = {"own": KIND_NAMES[child.kind], "inherited": KIND_NAMES[parent.kind]}
        case.problems.append(OTHER_KIND.problem("kind", parent=parent.id, **names))
    _parameters(case)
    _unit(case, child.unit, parent.unit)
    _boundary(case, child.boundary, parent.boundary)
    _checks(case)
    _flows(case)
    _ranges(case)
    lint_sections(child, parent, case.loosened)
    return case.problems


class _Case:
    """One comparison: collects what is looser."""

    def __init__(self, child: RulePack, parent: RulePack) -> None:
        self.child, self.parent = child, parent
        self.inherits = child.inherits is not None
        self.problems: list[Problem] = []

    def loosened(self, place: str, item: str, was: object, now: object) -> None:
        self.problems.append(
            LOOSENS_PARENT.problem(
                place, child=self.child.id, parent=self.parent.id, item=item, was=_shown(was), now=_shown(now)
            )
        )

    def dropped(self, place: str, item: str, was: object) -> None:
        if not self.inherits:
            self.loosened(place, item, was, "–")

    def severity(self, place: str, item: Check | Flow | Range, was: Check | Flow | Range) -> None:
        if SEVERITIES.index(item.severity) < SEVERITIES.index(was.severity):
            self.loosened(f"{place}.severity", f"{item.id} severity", was.severity, item.severity)

    def same(self, place: str, identity: str, name: str, now: object, was: object) -> None:
        if now != was:
            self.loosened(f"{place}.{name}", f"{identity} {name}", was, now)


def _shown(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return "[" + ", ".join(sorted(str(v) for v in value)) + "]"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 120 else text[:117] + "…"


def _parameters(case: _Case) -> None:
    for name, was in case.parent.parameters.items():
        place, now = f"parameters.{name}", case.child.parameters.get(name)
        if now is None:
            case.dropped(place, name, was.value)
        elif not _tighter(name, now.value, was.value):
            case.loosened(f"{place}.value", name, was.value, now.value)


def _tighter(name: str, now: float | tuple[str, ...], was: float | tuple[str, ...]) -> bool:
    """Whether `now` asks at least as much as `was`."""
    if isinstance(now, tuple) or isinstance(was, tuple):
        if not (isinstance(now, tuple) and isinstance(was, tuple)):
            return False
        return set(now) <= set(was) if PARAMETERS[name] == "subset" else set(now) >= set(was)
    return now <= was if PARAMETERS[name] == "lower" else now >= was


def _unit(case: _Case, now: UnitRule | None, was: UnitRule | None) -> None:
    if was is None:
        return
    if now is None:
        case.dropped("unit", "unit", was.kinds)
        return
    if not set(now.kinds) <= set(was.kinds):
        case.loosened("unit.kinds", "unit.kinds", was.kinds, now.kinds)
    narrowed = now.units and all(any(convertible(u, w) for w in was.units) for u in now.units)
    if was.units and not narrowed:
        case.loosened("unit.units", "unit.units", was.units, now.units)


def _boundary(case: _Case, now: BoundaryRule | None, was: BoundaryRule | None) -> None:
    if was is None:
        return
    if now is None:
        case.dropped("boundary", "boundary", was.types)
        return
    if not set(now.types) <= set(was.types):
        case.loosened("boundary.types", "boundary.types", was.types, now.types)
    if not set(now.required_stages) >= set(was.required_stages):
        case.loosened(
            "boundary.required_stages", "boundary.required_stages", was.required_stages, now.required_stages
        )
    left_out = set(now.excluded_stages) & set(was.required_stages)
    if left_out:
        case.loosened("boundary.excluded_stages", "boundary.excluded_stages", was.required_stages, left_out)
    if (
        was.stages
        and now.stages
        and not {s.canonical for s in now.stages} >= {s.canonical for s in was.stages}
    ):
        case.loosened(
            "boundary.stages",
            "boundary.stages",
            {s.canonical for s in was.stages},
            {s.canonical for s in now.stages},
        )


def _checks(case: _Case) -> None:
    own = {check.id: (i, check) for i, check in enumerate(case.child.checks)}
    for was in case.parent.checks:
        if was.id not in own:
            case.dropped("checks", was.id, was.require)
            continue
        i, now = own[was.id]
        place = f"checks[{i}]"
        case.severity(place, now, was)
        for name in ("each", "when", "require"):
            case.same(place, was.id, name, getattr(now, name), getattr(was, name))


def _flows(case: _Case) -> None:
    own = {flow.id: (i, flow) for i, flow in enumerate(case.child.flows)}
    for was in case.parent.flows:
        if was.id not in own:
            case.dropped("flows", was.id, was.name.to("en"))
            continue
        i, now = own[was.id]
        place = f"flows[{i}]"
        case.severity(place, now, was)
        for name in ("match", "when", "unit"):
            case.same(place, was.id, name, getattr(now, name), getattr(was, name))


def _ranges(case: _Case) -> None:
    own = {range_.id: (i, range_) for i, range_ in enumerate(case.child.ranges)}
    for was in case.parent.ranges:
        if was.id not in own:
            case.dropped("ranges", was.id, was.quantity)
            continue
        i, now = own[was.id]
        place = f"ranges[{i}]"
        case.severity(place, now, was)
        for name in ("quantity", "when"):
            case.same(place, was.id, name, getattr(now, name), getattr(was, name))
        if was.low is not None and (now.low is None or now.low < was.low):
            case.loosened(f"{place}.low", f"{was.id} low", was.low, now.low)
        if was.high is not None and (now.high is None or now.high > was.high):
            case.loosened(f"{place}.high", f"{was.id} high", was.high, now.high)
