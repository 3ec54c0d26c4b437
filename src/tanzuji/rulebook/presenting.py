"""Rules as pages show them: sections of a preview in both languages, the tree of all rules, the crosswalk of clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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
