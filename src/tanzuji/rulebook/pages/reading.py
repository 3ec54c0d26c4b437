"""Pages that read rules: the tree of all, one rule with its inheritance and cases, two held against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.rules import BOUND_NAMES, PLACE_NAMES, STEP_BY
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import messages, policy, presenting, queries
from tanzuji.rulebook.queries import Rule
from tanzuji.rulebook.states import STATES
from tanzuji.rules.cases import run_all
from tanzuji.rules.compare import TURN_NAMES, compare
from tanzuji.rules.items import PART_NAMES, shown
from tanzuji.rules.load import chain, text_of
from tanzuji.rules.pcr import pcr_markdown
from tanzuji.rules.tree import RELATION_NAMES, inheritance
from tanzuji.web.downloads import attachment
from tanzuji.web.language import language, say


def names() -> dict[str, Any]:
    """The words that every page of rules needs."""
    return {
        "room": "rulebook",
        "kinds": presenting.KINDS,
        "layers": presenting.LAYERS,
        "levels": presenting.LEVELS,
        "tags": presenting.TAGS,
        "severities": presenting.SEVERITY,
        "note_kinds": presenting.NOTE_KINDS,
        "parts": PART_NAMES,
        "states": STATES,
        "step_by": STEP_BY,
        "bounds": BOUND_NAMES,
        "places": PLACE_NAMES,
        "authority": presenting.authority,
        "called": lambda codes: say("、", ", ").join(presenting.called(c).to(language()) for c in codes),
        "parameter": lambda name: presenting.called(name, presenting.PARAMETER_NAMES),
        "shown": lambda key, value: shown(key, value, language()),
    }


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The rules that hold as a tree, and what whoever acts is writing."""
    acting = parties.acting_of(request)
    kind = request.GET.get("kind", "")
    rules = [rule for rule in queries.active() if kind not in presenting.KINDS or rule.pack.kind == kind]
    context = {
        **names(),
        "kind": kind if kind in presenting.KINDS else "",
        "forest": presenting.forest(rules),
        "count": len(rules),
        "drafts": list(queries.drafts(acting)[:20]) if acting else [],
        "own": list(queries.own_versions(acting)[:20]) if acting else [],
        "offered": list(queries.offered(acting)[:50]) if acting else [],
        "may_write": policy.may_write(acting) if acting else None,
    }
    return render(request, "rulebook/home.html", context)


def _asked(request: HttpRequest, rule_id: str) -> tuple[Rule, Acting | None]:
    """The version that is asked for, or the one that holds. Raises `web.absent`."""
    acting = parties.acting_of(request)
    return queries.public_rule(rule_id, request.GET.get("version") or None, acting=acting), acting


def frame(one: Rule, acting: Acting | None, tab: str) -> dict[str, Any]:
    """What the head of a rule's pages needs."""
    holds = queries.holds(one)
    return {
        **names(),
        "one": one,
        "tab": tab,
        "holds": holds,
        "query": "" if holds else f"?version={one.version}",
        "may_write": policy.may_write(acting) if acting else None,
    }


@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    """A rule in both languages, on whose authority each item stands, and the clauses it answers to."""
    one, acting = _asked(request, rule_id)
    problems: Sequence[Problem] = ()
    try:
        packs = [*chain(one.pack)]
    except CodedError as error:
        packs, problems = [one.pack], error.problems
    clauses = presenting.crosswalk(packs) if one.pack.kind == "accounting" else []
    context = {**frame(one, acting, "rule"), "pack": one.pack, "clauses": clauses, "problems": problems}
    return render(request, "rulebook/rule.html", context)


@require_safe
def inherited(request: HttpRequest, rule_id: str) -> HttpResponse:
    """Which line of which rule sets, tightens or adds what."""
    one, acting = _asked(request, rule_id)
    found = inheritance(one.text, text_of)
    bent = [s for s in found.strands if s.bends]
    own = [s for s in found.strands if not s.bends and s.steps[0].rule == one.id]
    taken = [s for s in found.strands if not s.bends and s.steps[0].rule != one.id]
    context = {
        **frame(one, acting, "inheritance"),
        "packs": found.packs,
        "groups": (("bent", bent), ("own", own), ("taken", taken)),
        "relations": RELATION_NAMES,
        "children": queries.children(one.id),
    }
    return render(request, "rulebook/inheritance.html", context)


@require_safe
def cases(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The studies a rule is tried with, and how they come out now."""
    one, acting = _asked(request, rule_id)
    context = {**frame(one, acting, "cases"), "outcomes": run_all(one.pack, one.cases())}
    return render(request, "rulebook/cases.html", context)


@require_safe
def history(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The versions of a rule, to be read and compared."""
    one, acting = _asked(request, rule_id)
    versions = queries.versions(rule_id, acting)
    context = {
        **frame(one, acting, "history"),
        "versions": versions,
        "held": queries.public_rule_name(rule_id),
    }
    return render(request, "rulebook/history.html", context)


@require_safe
def download(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The rule as it is written."""
    one, _ = _asked(request, rule_id)
    return attachment(one.text.encode(), f"{one.id}-{one.version}.yaml", "application/yaml")


@require_safe
def pcr(request: HttpRequest, rule_id: str) -> HttpResponse:
    """The draft text of a product standard drawn from the rule."""
    one, _ = _asked(request, rule_id)
    text = pcr_markdown(one.pack, language())
    return attachment(text.encode(), f"{one.id}-{one.version}-pcr.{language()}.md", "text/markdown")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two rules or two versions, item by item and line by line."""
    acting = parties.acting_of(request)
    first, second = request.GET.get("first", "").strip(), request.GET.get("second", "").strip()
    context = {
        **names(),
        "first": first,
        "second": second,
        "known": [rule.name for rule in queries.active()],
        "turns": TURN_NAMES,
        "found": None,
        "problems": (),
    }
    if first or second:
        try:
            context["found"] = compare(_named(first, acting).text, _named(second, acting).text)
        except CodedError as error:
            context["problems"] = error.problems
    return render(request, "rulebook/compare.html", context, status=422 if context["problems"] else 200)


def _named(name: str, acting: Acting | None) -> Rule:
    """The rule `id` or `id@version`. Raises `rulebook.nothing-to-compare` for one that they cannot read or that is none."""
    id_, _, version = name.partition("@")
    try:
        return queries.public_rule(id_, version or None, acting=acting)
    except CodedError:
        raise messages.NOTHING_TO_COMPARE.error(name[:120]) from None
