"""Rules as pages show them: sections of a preview in both languages, the tree of all rules, the crosswalk of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tanzuji.documents.names import BOUNDARIES, LOOPS, STAGES, UNIT_KINDS, Names
from tanzuji.documents.rules import (
    KIND_NAMES,
    LAYER_NAMES,
    LEVEL_NAMES,
    SOURCE_NAMES,
    RulePack,
    Sourced,
)
from tanzuji.documents.text import Text
from tanzuji.rulebook.queries import Rule
from tanzuji.rules.wording import standing

SEVERITY: dict[str, Text] = {
    "error": Text(zh="错误", en="error"),
    "warning": Text(zh="提醒", en="warning"),
    "info": Text(zh="说明", en="information"),
}
KINDS = KIND_NAMES
LAYERS = {key: Text(zh=zh, en=en) for key, (zh, en) in LAYER_NAMES.items()}
LEVELS = {key: Text(zh=zh, en=en) for key, (zh, en) in LEVEL_NAMES.items()}
TAGS = {key: Text(zh=zh, en=en) for key, (zh, en) in SOURCE_NAMES.items()}

PARAMETER_NAMES: Names = {
    "cutoff.per_item_max": ("单项取舍上限", "Cut-off, each item at most"),
    "cutoff.total_max": ("取舍合计上限", "Cut-off, together at most"),
    "period.months_min": ("数据期间，月，不少于", "Months of data at least"),
    "background_age_max_years": ("背景数据年限，年，不超过", "Age of background data, years, at most"),
    "background_age_preferred_years": ("背景数据宜不超过，年", "Age of background data preferred, years"),
    "validity_years": ("有效期，年，不超过", "Validity, years, at most"),
    "low_confidence_share_max": ("低可信数据占比上限", "Share of weak data at most"),
    "primary_share_expected": ("初级数据占比期望", "Share of primary data expected"),
    "mass_balance_tolerance": ("物料平衡容差", "Tolerance of the mass balance"),
    "gwp_sets": ("可用的 GWP 数据集", "GWP sets allowed"),
    "end_of_life_methods": ("可用的生命末期方法", "End-of-life methods allowed"),
    "allocation_methods": ("可用的分配方法", "Allocation methods allowed"),
    "electricity.allow": ("可用的电力来源", "Sources of electricity allowed"),
    "forbidden_gas_bases": ("不得使用的气体口径", "Gas bases forbidden"),
}
"""What the parameters of rules are called; each of `documents.rule_parameters.PARAMETERS`."""

_CHOICES = {**UNIT_KINDS, **BOUNDARIES, **STAGES, **LOOPS}


def called(code: str, names: Names | None = None) -> Text:
    """What a choice or, with `names`, a key of that table is called; the code itself where it has no name."""
    zh, en = (_CHOICES if names is None else names).get(code, (code, code))
    return Text(zh=zh, en=en)


NOTE_KINDS: dict[str, Text] = {
    "person": Text(zh="由人判断", en="a person decides"),
    "construction": Text(zh="由系统保证", en="holds by construction"),
    "elsewhere": Text(zh="在别处核对", en="checked elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A rule in the tree with those that inherit from it."""

    rule: Rule
    children: tuple[Node, ...] = ()

    @property
    def size(self) -> int:
        return 1 + sum(child.size for child in self.children)


def forest(rules: Sequence[Rule]) -> tuple[Node, ...]:
    """The rules as trees by what they inherit; one whose parent is not there stands at the top."""
    ids = {rule.id for rule in rules}

    def grown(parent: str | None) -> tuple[Node, ...]:
        mine = [r for r in rules if (r.pack.inherits if r.pack.inherits in ids else None) == parent]
        return tuple(Node(rule, grown(rule.id)) for rule in mine)

    return grown(None)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause of the international or national standard and what of a rule answers to it."""

    clause: str
    items: list[tuple[str, Text]] = field(default_factory=list)


def crosswalk(packs: Sequence[RulePack]) -> list[ClauseRow]:
    """Items of a rule and of what it inherits by the clause they are hinted at, in the clauses' order."""
    rows: dict[str, ClauseRow] = {}
    for pack in packs:
        for check in pack.checks:
            if check.clause:
                rows.setdefault(check.clause, ClauseRow(check.clause)).items.append((check.id, check.title))
        for flow in pack.flows:
            if flow.clause:
                rows.setdefault(flow.clause, ClauseRow(flow.clause)).items.append((flow.id, flow.name))
    return sorted(rows.values(), key=lambda row: _order(row.clause))


def _order(clause: str) -> tuple[str, list[int]]:
    document, _, number = clause.partition(",")
    digits = [int(part) for part in number.replace(";", " ").split(" ")[-1].split(".") if part.isdigit()]
    first = [int(p) for p in number.strip().split(";")[0].split(".") if p.isdigit()]
    return document, first or digits


def authority(pack: RulePack, item: Sourced) -> Text:
    """On whose authority an item stands; G and D never as the standard's own words."""
    return standing(pack, item)
