"""Checking a footprint against rule packs: findings with their place, authority and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import Any

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rules import (
    SEVERITIES,
    Check,
    CheckOutcome,
    CheckResult,
    Finding,
    Flow,
    PackReference,
    Range,
    RulePack,
    Severity,
)
from tanzuji.documents.text import Text
from tanzuji.rules.flows import flow_view
from tanzuji.rules.lines import Item, both
from tanzuji.rules.load import NO_PACK, available, matching, problems_of
from tanzuji.rules.predicates import NOT_EVALUATED, Scope
from tanzuji.rules.ruleset import RuleSet, rule_set
from tanzuji.rules.subject import Subject, subject_of
from tanzuji.rules.tables import Table
from tanzuji.rules.wording import fill, filled, standing, used

GENERAL = "gbt-24067-2024"
"""The general rules, which hold for every study whether it names them or not."""

MAX_FINDINGS = 200
"""Findings one check lists; the outcome counts them all."""


def check(footprint: Footprint, packs: Sequence[str | RulePack] | None = None) -> CheckResult:
    """Findings of a footprint, gravest first, against `packs` (default: the general rules and those
    its model claims to follow).

    A pack given as a document is linted first. Raises `rules.unknown-pack` for an id that was asked for, and
    the linter's codes; a pack that only the model names and nobody knows is a finding. A predicate that
    cannot be evaluated is an error finding of its own, never a pass.
    """
    rules, findings = _rules(footprint, packs)
    subject = subject_of(footprint, _unused(footprint, rules))
    run = _Run(rules, subject, rules.view(footprint.model.unit))
    for pack, flow in rules.flows():
        run.flow(pack, flow)
    for pack, each in rules.checks():
        run.check(pack, each)
    for pack, range_ in rules.ranges():
        run.range(pack, range_)
    findings += run.findings
    status = [outcome.status for outcome in run.outcomes]
    return CheckResult(
        findings=tuple(sorted(findings, key=lambda f: -SEVERITIES.index(f.severity))),
        passed=status.count("passed"),
        not_applicable=status.count("not_applicable"),
        packs=tuple(
            PackReference(id=p.id, version=p.version, title=p.title, number=p.number, layer=p.layer)
            for p in rules.packs
        ),
        outcomes=tuple(run.outcomes),
        notes=tuple(note for _, note in rules.notes() if note.kind == "person"),
    )


def _rules(footprint: Footprint, packs: Sequence[str | RulePack] | None) -> tuple[RuleSet, list[Finding]]:
    if packs is not None:
        for pack in packs:
            if isinstance(pack, RulePack):
                _prove(pack)
        return rule_set(packs), []
    known = {pack.id for pack in available()}
    claimed = footprint.model.rules
    rules = rule_set([GENERAL, *(pack for pack in claimed if pack in known)])
    findings = [
        _problem_finding(
            NO_PACK.problem(f"rules[{i}]", pack=pack, known=", ".join(sorted(known))), "platform", "1"
        )
        for i, pack in enumerate(claimed)
        if pack not in known
    ]
    return rules, findings


def _prove(pack: RulePack) -> None:
    problems = problems_of(pack)
    if problems:
        raise CodedError(problems)


def _unused(footprint: Footprint, rules: RuleSet) -> list[Item]:
    """Packs made for this product that the study does not follow (GS-05)."""
    model = footprint.model
    used_ids = {pack.id for pack in rules.packs}
    said = " ".join(
        text
        for part in (model.notes, model.scope.limitations, model.scope.changes)
        if part is not None
        for text in both(part).values()
    )
    return [
        {
            "id": pack.id,
            "title": both(pack.title),
            "number": pack.number,
            "in_force": pack.in_force is not None and bool(pack.number),
            "justified": pack.id in said or (bool(pack.number) and pack.number in said),
        }
        for pack in matching(model.product)
        if pack.id not in used_ids
    ]


class _Run:
    """One evaluation: the scope predicates see, and what came out so far."""

    def __init__(self, rules: RuleSet, subject: Subject, view: dict[str, Any]) -> None:
        self.tables = {name: Table(items) for name, items in subject.collections.items()}
        self.tables["study"] = Table([{}])
        lines = subject.collections["lines"]
        self.flows = {flow.id: flow_view(flow, lines) for _, flow in rules.flows()}
        self.values: dict[str, Any] = {"study": subject.study, "rules": view, "flows": self.flows}
        self.findings: list[Finding] = []
        self.outcomes: list[CheckOutcome] = []

    def check(self, pack: RulePack, check: Check) -> None:
        """Every item of the check's collection, one finding a failing item."""
        table = self.tables[check.each]
        scope = Scope(self.values, check.when, check.require)
        answers, error = table.answers(scope, check.when, check.require)
        failing = [item for item, met in zip(table.items, answers, strict=False) if met is False]
        found = [self._finding(pack, check, item) for item in failing[:MAX_FINDINGS]]
        applied, failed = len(answers) - answers.count(None), len(failing)
        if error is not None:
            found.append(self._unevaluated(error, pack, check))
            applied, failed = applied + 1, failed + 1
        self._close(pack, check.id, check.title, check.severity, applied, found, failed)

    def _finding(self, pack: RulePack, check: Check, item: Item) -> Finding:
        values = {**self.values, "item": item}
        templates = [check.message.to("en"), check.remedy.to("en")]
        return Finding(
            rule=check.id,
            pack=pack.id,
            pack_version=pack.version,
            layer=pack.layer,
            severity=check.severity,
            path=filled(check.path, values),
            title=check.title,
            message=fill(check.message, values),
            remedy=fill(check.remedy, values),
            values=used(templates, values),
            clause=check.clause,
            source_tag=check.source_tag,
            source_ref=check.source_ref,
            confidence=check.confidence,
            standing=standing(pack, check),
        )

    def flow(self, pack: RulePack, flow: Flow) -> None:
        """A flow the model has to hold, with an amount. Severity `info` is only read, never asked for."""
        view = self.flows[flow.id]
        if flow.severity == "info":
            return
        try:
            applies = Scope(self.values, flow.when).holds(flow.when)
        except CodedError as error:
            self._close(pack, flow.id, flow.name, "error", 1, [self._unevaluated(error, pack, flow)])
            return
        if not applies or view["known"]:
            self._close(pack, flow.id, flow.name, flow.severity, int(applies), [])
            return
        name = flow.name
        if view["present"]:
            message = Text(
                zh=f"“{name.to('zh')}”写在模型里，但没有用量。",
                en=f"“{name.to('en')}” stands in the model without an amount.",
            )
        else:
            message = Text(
                zh=f"模型里没有“{name.to('zh')}”，而这类产品必须有。",
                en=f"The model lacks “{name.to('en')}”, which a product of this kind has to hold.",
            )
        path = view["paths"][0] if view["paths"] else "processes"
        finding = _native(pack, flow, flow.name, flow.severity, path, message, flow.remedy, flow.clause)
        self._close(pack, flow.id, flow.name, flow.severity, 1, [finding])

    def range(self, pack: RulePack, range_: Range) -> None:
        """A figure that usually lies between two bounds."""
        try:
            scope = Scope(self.values, range_.when, range_.quantity)
            if not scope.holds(range_.when):
                self._close(pack, range_.id, range_.title, range_.severity, 0, [])
                return
            value = float(scope.value(range_.quantity))
            if not isfinite(value):  # CEL divides 0.0 by 0.0 without a word
                raise ValueError(f"{value} is not a finite number")
        except (CodedError, TypeError, ValueError) as error:
            found = [self._unevaluated(error, pack, range_)]
            self._close(pack, range_.id, range_.title, "error", 1, found)
            return
        inside = (range_.low is None or value >= range_.low) and (range_.high is None or value <= range_.high)
        values = {"value": value, "low": range_.low, "high": range_.high, "unit": range_.unit}
        title = {"title": both(range_.title)}
        message = fill(
            Text(
                zh="{title}为 {value} {unit}，通常在 {low} 与 {high} 之间。",
                en="{title} is {value} {unit}; it usually lies between {low} and {high}.",
            ),
            {**values, **title},
        )
        finding = _native(
            pack, range_, range_.title, range_.severity, range_.path, message, range_.remedy, "", values
        )
        self._close(pack, range_.id, range_.title, range_.severity, 1, [] if inside else [finding])

    def _unevaluated(self, error: Exception, pack: RulePack, item: Check | Flow | Range) -> Finding:
        if isinstance(error, CodedError):
            problem = error.problems[0]
        else:
            problem = NOT_EVALUATED.problem(predicate=getattr(item, "quantity", ""), detail=str(error)[:120])
        finding = _problem_finding(problem, pack.id, pack.version)
        return finding.model_copy(update={"values": {"check": item.id}, "layer": pack.layer})

    def _close(
        self,
        pack: RulePack,
        rule: str,
        title: Text,
        severity: Severity,
        applied: int,
        found: list[Finding],
        failed: int | None = None,
    ) -> None:
        """Keep the findings and how the check ended; `failed` counts those not listed as well."""
        self.findings += found[:MAX_FINDINGS]
        self.outcomes.append(
            CheckOutcome(
                rule=rule,
                pack=pack.id,
                title=title,
                severity=severity,
                status="failed" if found else "passed" if applied else "not_applicable",
                findings=len(found) if failed is None else failed,
            )
        )


def _native(
    pack: RulePack,
    item: Flow | Range,
    title: Text,
    severity: Severity,
    path: str,
    message: Text,
    remedy: Text,
    clause: str,
    values: dict[str, Any] | None = None,
) -> Finding:
    return Finding(
        rule=item.id,
        pack=pack.id,
        pack_version=pack.version,
        layer=pack.layer,
        severity=severity,
        path=path,
        title=title,
        message=message,
        remedy=remedy,
        values={name: value for name, value in (values or {}).items() if value is not None},
        clause=clause,
        source_tag=item.source_tag,
        source_ref=item.source_ref,
        confidence=item.confidence,
        standing=standing(pack, item),
    )


def _problem_finding(problem: Problem, pack: str, version: str) -> Finding:
    """A coded problem of the rules themselves as an error finding."""
    return Finding(
        rule=problem.code,
        pack=pack,
        pack_version=version,
        layer="general",
        severity="error",
        path=problem.path,
        title=Text(zh="规则未能检查", en="A rule could not be checked"),
        message=Text(zh=problem.text("zh"), en=problem.text("en")),
        remedy=Text(zh=problem.remedy("zh"), en=problem.remedy("en")),
        source_tag="D",
        confidence="high",
        standing=Text(zh="平台默认", en="platform default"),
    )
