"""Reads of the rulebook."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.documents.errors import CodedError
from tanzuji.documents.rules import KIND_NAMES, LAYERS, RulePack
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.rulebook import policy
from tanzuji.rulebook.models import Draft, RuleVersion, Trial
from tanzuji.rules import parse_pack
from tanzuji.rules.cases import Case
from tanzuji.rules.load import parsed_pack, shipped_texts
from tanzuji.rules.shipped_cases import shipped_cases
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id

PUBLIC = ("active", "superseded")
"""States in which a version that held once is there for everybody to read."""

WAITING = ("ready", "offered")
"""States in which a version has not held yet, and still may."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A version of a rule as it is read: shipped, or kept here in `row`."""

    pack: RulePack
    text: str
    row: RuleVersion | None = None

    @property
    def id(self) -> str:
        return self.pack.id

    @property
    def version(self) -> str:
        return self.pack.version

    @property
    def name(self) -> str:
        return f"{self.pack.id}@{self.pack.version}"

    @property
    def title(self) -> Text:
        return self.pack.title

    @property
    def state(self) -> str:
        return self.row.state if self.row else "active"

    def cases(self) -> tuple[Case, ...]:
        """The studies it is tried with."""
        if self.row is None:
            return shipped_cases(self.pack.id)
        return tuple(Case.parse(plain) for plain in self.row.case_list)


def active() -> list[Rule]:
    """The rules that hold here, accounting rules first and general ones before others: those activated, and the shipped ones they did not replace."""
    rows = RuleVersion.objects.filter(state="active").order_by("rule")
    held = {row.rule: _of_row(row) for row in rows}
    for rule, text in shipped_texts().items():
        held.setdefault(rule, Rule(parse_pack(text), text))
    kinds, layers = list(KIND_NAMES), list(LAYERS)
    return sorted(
        held.values(),
        key=lambda rule: (
            kinds.index(rule.pack.kind),
            layers.index(rule.pack.layer),
            rule.pack.inherits is not None,
            rule.id,
        ),
    )


def rule(id_: str, version: str | None = None, *, owner: UUID | None = None) -> Rule:
    """A rule that holds, or this version of it: one that holds or held, or a ready or offered one of `owner`.

    For other rooms, since a standard names its rule before either is in force; what is not public is there for its
    owner alone. Pages use `public_rule`, which asks who reads. Raises `web.absent`.
    """
    rows = RuleVersion.objects.filter(rule=id_)
    if version is None:
        found = rows.filter(state="active").first()
        return _of_row(found) if found is not None else _shipped(id_, None)
    held = rows.filter(version=version, state__in=PUBLIC).first()
    if held is not None:
        return _of_row(held)
    own = rows.filter(version=version, state__in=WAITING, organisation_id=owner).first() if owner else None
    return _of_row(own) if own is not None else _shipped(id_, version)


def _shipped(id_: str, version: str | None) -> Rule:
    """A rule that ships with the software. Raises `web.absent`."""
    text = shipped_texts().get(id_)
    found = Rule(parsed_pack(text), text) if text is not None else None
    if found is None or version not in (None, found.version):
        raise absent()
    return found


def public_rule(id_: str, version: str | None = None, *, acting: Acting | None = None) -> Rule:
    """A rule as a page shows it: what holds or held to everybody, the rest to its organisation and, once it is
    offered, to curators. Raises `web.absent`."""
    found = _readable(acting).filter(rule=id_)
    found = found.filter(state="active") if version is None else found.filter(version=version)
    row = found.order_by("state", "made_at").first()
    return _of_row(row) if row is not None else _shipped(id_, version)


def versions(id_: str, acting: Acting | None = None) -> list[Rule]:
    """Every version of a rule they may read, the shipped one among them, newest first."""
    found = [_of_row(row) for row in _readable(acting).filter(rule=id_).order_by("-made_at", "id")]
    text = shipped_texts().get(id_)
    if text is not None:
        found.append(Rule(parse_pack(text), text))
    return found


def holds(rule: Rule) -> bool:
    """Whether this is the version that studies are checked against."""
    try:
        return public_rule(rule.id).name == rule.name and rule.state == "active"
    except CodedError:
        return False


def _readable(acting: Acting | None) -> QuerySet[RuleVersion]:
    """What held once is public; the rest is its organisation's, and what is offered a curator's as well."""
    seen = Q(state__in=PUBLIC)
    if acting is not None:
        seen |= Q(organisation_id=acting.organisation_id)
        if policy.is_curator(acting):
            seen |= Q(state="offered")
    return RuleVersion.objects.filter(seen)


def row(acting: Acting | None, version_id: UUID | str) -> RuleVersion:
    """A version they may read. Raises `web.absent`."""
    return by_id(_readable(acting).select_related("organisation", "made_by"), version_id)


def of_row(row: RuleVersion) -> Rule:
    """The rule in a row."""
    return _of_row(row)


def _of_row(row: RuleVersion) -> Rule:
    return Rule(parse_pack(row.text), row.text, row)


def own_versions(acting: Acting) -> QuerySet[RuleVersion]:
    """The versions of whoever acts, newest first."""
    return RuleVersion.objects.filter(organisation_id=acting.organisation_id).order_by("-made_at", "id")


def version_of(acting: Acting, pack: RulePack) -> RuleVersion | None:
    """The version of this id and number among those of whoever acts; None while it was not made."""
    return own_versions(acting).filter(rule=pack.id, version=pack.version).first()


def offered(acting: Acting) -> QuerySet[RuleVersion]:
    """What waits for a curator's decision; nothing for others."""
    if not policy.is_curator(acting):
        return RuleVersion.objects.none()
    return (
        RuleVersion.objects.filter(state="offered").select_related("organisation").order_by("made_at", "id")
    )


def drafts(acting: Acting) -> QuerySet[Draft]:
    """The drafts of whoever acts, the last changed first."""
    return (
        Draft.objects.filter(organisation_id=acting.organisation_id, removed_at=None)
        .select_related("changed_by")
        .order_by("-changed_at", "id")
    )


def draft(acting: Acting, draft_id: UUID | str) -> Draft:
    """A draft of theirs. Raises `web.absent`."""
    return by_id(drafts(acting), draft_id)


def trials(draft: Draft) -> list[tuple[Trial, Case]]:
    """The cases kept with a draft, in the order they were added."""
    return [(trial, Case.parse(json.loads(trial.case))) for trial in Trial.objects.filter(draft=draft)]


def children(rule: str, among: Iterable[Rule] | None = None) -> list[Rule]:
    """The rules that hold and inherit from this one directly."""
    return [each for each in (active() if among is None else among) if each.pack.inherits == rule]


def title_of(name: str) -> Text | None:
    """The title of the rule `id@version` that documents name; None where it is not known here to everybody."""
    id_, _, version = name.partition("@")
    try:
        return public_rule(id_, version or None).title
    except CodedError:
        return None


def public_rule_name(id_: str) -> str:
    """id@version of what holds, or a blank where nothing of that id does."""
    try:
        return public_rule(id_).name
    except CodedError:
        return ""
