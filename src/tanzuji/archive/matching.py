"""Whom an item is for: the rule as data, and why a product meets it or does not (SD-205). Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.text import Text

Kind = Literal["policy", "financing"]
KINDS: dict[Kind, Text] = {
    "policy": Text(zh="政策优惠", en="Policy benefit"),
    "financing": Text(zh="融资信息", en="Financing"),
}
CADENCES: dict[str, tuple[Text, timedelta]] = {
    "daily": (Text(zh="每天", en="every day"), timedelta(days=1)),
    "weekly": (Text(zh="每周", en="every week"), timedelta(days=7)),
    "monthly": (Text(zh="每月", en="every month"), timedelta(days=30)),
}
"""How often a digest is sent, at most."""

Below = Literal["", "limit", "reference", "best"]
BELOW: dict[Below, Text] = {
    "": Text(zh="不限", en="any"),
    "limit": Text(zh="不高于限定值", en="not above the limit"),
    "reference": Text(zh="不高于基准值", en="not above the reference"),
    "best": Text(zh="不高于标杆值", en="not above the best value"),
}
_STATES = {
    "in_catalogue": Text(zh="在目录库中", en="in the catalogue"),
    "suspended": Text(zh="已暂停列入", en="suspended from the catalogue"),
}


class MatchRule(Document):
    """Which catalogued products an item is for; what is left empty does not matter."""

    words: tuple[str, ...] = Field(
        (), max_length=50, description="one of them in the product's name, model or rules"
    )
    codes: tuple[str, ...] = Field(
        (), max_length=50, description="product codes beginning with one of these, of any system"
    )
    regions: tuple[str, ...] = Field((), max_length=50, description="one of them in the maker's region")
    boundary: str = Field("", max_length=40)
    year_from: int | None = Field(None, ge=1990, le=2100, description="data of this year or later")
    grade: int | None = Field(None, ge=1, le=5, description="this grade or better against a benchmark")
    below: Below = Field("", description="value not above this value of a published benchmark")
    states: tuple[Literal["in_catalogue", "suspended"], ...] = Field(("in_catalogue",), min_length=1)


class Why(Document):
    """A product by which an enterprise was found, and what it meets."""

    file: UUID
    number: str
    name: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """A product's place against a published benchmark: its grade (1 best), and which values it is not above."""

    grade: int
    not_above: Collection[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A product of the catalogue as a rule sees it. `against` is None where no benchmark is comparable."""

    file: UUID
    number: str
    name: Text
    model: str
    codes: Mapping[str, str]
    region: str
    boundary: str
    year: int | None
    state: str
    rules: Collection[str]
    against: Against | None = None


def judge(rule: MatchRule, of: Candidate) -> Why | None:
    """Why the product meets the rule, a reason for everything the rule asks; None where it does not."""
    reasons: list[Text] = []
    for meets, reason in (_listed(rule, of), _worded(rule, of), _coded(rule, of), _near(rule, of),
                          _bounded(rule, of), _recent(rule, of), _graded(rule, of), _below(rule, of)):  # fmt: skip
        if not meets:
            return None
        if reason is not None:
            reasons.append(reason)
    return Why(file=of.file, number=of.number, name=of.name, reasons=tuple(reasons))


_Told = tuple[bool, Text | None]


def _listed(rule: MatchRule, of: Candidate) -> _Told:
    return of.state in rule.states, _STATES.get(of.state)


def _worded(rule: MatchRule, of: Candidate) -> _Told:
    if not rule.words:
        return True, None
    where = " ".join([of.name.zh or "", of.name.en or "", of.model, *of.rules]).casefold()
    found = next((word for word in rule.words if word.casefold() in where), None)
    return found is not None, Text(zh=f"产品含“{found}”", en=f"the product says “{found}”")


def _coded(rule: MatchRule, of: Candidate) -> _Told:
    if not rule.codes:
        return True, None
    for system, code in of.codes.items():
        if any(_plain(code).startswith(_plain(asked)) for asked in rule.codes):
            return True, Text(zh=f"{system} 编码 {code}", en=f"{system} code {code}")
    return False, None


def _plain(code: str) -> str:
    """A code without the dots and spaces people put into it."""
    return code.replace(".", "").replace(" ", "").casefold()


def _near(rule: MatchRule, of: Candidate) -> _Told:
    if not rule.regions:
        return True, None
    met = any(region.casefold() in of.region.casefold() for region in rule.regions)
    return met, Text(zh=f"企业在{of.region}", en=f"the maker is in {of.region}")


def _bounded(rule: MatchRule, of: Candidate) -> _Told:
    if not rule.boundary:
        return True, None
    return rule.boundary == of.boundary, Text(zh="系统边界相符", en="the boundary agrees")


def _recent(rule: MatchRule, of: Candidate) -> _Told:
    if rule.year_from is None:
        return True, None
    met = of.year is not None and of.year >= rule.year_from
    return met, Text(zh=f"数据年份 {of.year}", en=f"data of {of.year}")


def _graded(rule: MatchRule, of: Candidate) -> _Told:
    if rule.grade is None:
        return True, None
    met = of.against is not None and of.against.grade <= rule.grade
    reached = of.against.grade if of.against else 0
    return met, Text(zh=f"等级 {reached}", en=f"grade {reached}")


def _below(rule: MatchRule, of: Candidate) -> _Told:
    if not rule.below:
        return True, None
    met = of.against is not None and rule.below in of.against.not_above
    return met, BELOW[rule.below]
