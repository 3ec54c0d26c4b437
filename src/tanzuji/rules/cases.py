"""Test cases kept with a rule: a study it has to pass and one it has to refuse, run whenever the rule changes.

A case begins with a product model of its own, a footprint that was computed elsewhere, or one of the shipped examples,
and changes places in it: `changes: {"processes[electrolysis].emissions[0]": null}` takes that line out. Models are
computed on the starter library, so that a case means the same everywhere.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.rules import RulePack
from tanzuji.documents.text import Text
from tanzuji.engine.footprint import compute
from tanzuji.formats import safe_yaml
from tanzuji.formats.starter import starter_folder, starter_release
from tanzuji.rules.evaluate import check
from tanzuji.rules.load import matching
from tanzuji.rules.ruleset import rule_set

MAX_CASES = 60

NO_STUDY = define(
    "rules.case-without-study",
    zh="用例没有写研究：请给出 example 或 study。",
    en="The case names no study: give `example` or `study`.",
    remedy_zh="example 是自带示例产品的名称；study 是产品模型或碳足迹文件的内容。",
    remedy_en="`example` is the name of a shipped product; `study` holds a product model or a footprint.",
)
NO_EXAMPLE = define(
    "rules.unknown-example",
    zh="没有名为“{example}”的示例产品。",
    en="There is no example product “{example}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_PLACE = define(
    "rules.case-place",
    zh="研究里没有“{place}”这个位置。",
    en="The study has no place “{place}”.",
    remedy_zh="位置写作 processes[0].inputs[2].amount，方括号里可写序号或标识。",
    remedy_en="A place reads processes[0].inputs[2].amount, with an index or an id in brackets.",
)
UNKNOWN_RULE = define(
    "rules.case-unknown-rule",
    zh="规则里没有“{rule}”这一条。",
    en="The rule has no item “{rule}”.",
    remedy_zh="请对照规则的 checks、flows、ranges 的 id。",
    remedy_en="Compare with the ids of checks, flows and ranges.",
)
OUTSIDE = define(
    "rules.case-outside-rule",
    zh="研究的产品“{product}”不是本规则适用的产品（{names}），这个用例证明不了规则。",
    en="The study's product “{product}” is not one this rule is for ({names}); the case proves nothing about the rule.",
    remedy_zh="请换一项本规则产品的研究，或改正 product_match。",
    remedy_en="Take a study of a product the rule is for, or correct `product_match`.",
)
TOO_MANY = define(
    "rules.too-many-cases",
    zh="一个规则最多 {limit} 个用例。",
    en="A rule keeps {limit} cases at most.",
    remedy_zh="请删去重复的用例。",
    remedy_en="Remove those that repeat each other.",
)


class Case(Document):
    """A study and how it has to come out; `rules` limits what is looked at to these items of the rule.

    Without `rules`, `pass` means that no finding is an error and `fail` that at least one is. With `rules`, `pass`
    means that none of them failed, and `fail` that each of them did.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,60}$")
    title: Text
    expects: Literal["pass", "fail"]
    rules: tuple[str, ...] = ()
    example: str = ""
    study: Mapping[str, Any] | None = None
    changes: Mapping[str, Any] = Field({}, description="place → value; null takes it out")

    @model_validator(mode="after")
    def _has_study(self) -> Case:
        if not self.example and self.study is None:
            raise NO_STUDY.error("study", id=self.id)
        return self


class CaseBook(Document):
    """The cases of a rule, as a file beside it."""

    format: Literal["tanzuji/rule-cases/1"] = "tanzuji/rule-cases/1"
    rule: str
    studies: Mapping[str, Mapping[str, Any]] = Field(
        {}, description="models that several cases begin with, by name"
    )
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """How a case came out; `failed` are the items of the rule that found something, gravest first.

    `deciding` are those among them that found an error; the others remind, and decide nothing by themselves. A case
    that is `outside` studies a product the rule is not for: it proves nothing, and cannot pass.
    """

    case: Case
    met: bool
    failed: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    errors: int = 0
    outside: bool = False
    total: float | None = None
    unit: Text | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def reminding(self) -> tuple[str, ...]:
        """Items that found something that is no error."""
        return tuple(item for item in self.failed if item not in self.deciding)


def read_cases(text: str | bytes) -> tuple[Case, ...]:
    """The cases of a book, written in YAML; a `study` that is a name takes one of its `studies`. Raises coded errors."""
    plain = safe_yaml.load(text)
    if (
        isinstance(plain, dict)
        and isinstance(plain.get("studies"), dict)
        and isinstance(plain.get("cases"), list)
    ):
        for case in plain["cases"]:
            if isinstance(case, dict) and isinstance(case.get("study"), str):
                case["study"] = plain["studies"].get(case["study"])
    book = CaseBook.parse(plain)
    if len(book.cases) > MAX_CASES:
        raise TOO_MANY.error("cases", limit=MAX_CASES)
    return book.cases


def run(pack: RulePack, case: Case) -> CaseOutcome:
    """How a case comes out under a rule. A study that cannot be computed, or a rule that is not sound, is told."""
    try:
        wrong = tuple(
            UNKNOWN_RULE.problem(f"rules[{i}]", rule=rule)
            for i, rule in enumerate(case.rules)
            if rule not in _items(pack)
        )
        if wrong:
            return CaseOutcome(case, False, problems=wrong)
        footprint = _footprint(json.dumps(_study(case), ensure_ascii=False, sort_keys=True))
        found = check(footprint, [pack])
    except CodedError as error:
        return CaseOutcome(case, False, problems=error.problems)
    failed = tuple(dict.fromkeys(finding.rule for finding in found.findings))
    if case.rules:
        met = not set(case.rules) & set(failed) if case.expects == "pass" else set(case.rules) <= set(failed)
    else:
        met = found.conforms == (case.expects == "pass")
    outside = _outside(pack, footprint)
    return CaseOutcome(
        case,
        met and not (outside and case.expects == "pass"),
        failed,
        tuple(dict.fromkeys(finding.rule for finding in found.findings if finding.severity == "error")),
        found.count("error"),
        bool(outside),
        footprint.total,
        footprint.unit_label,
        outside,
    )


def _outside(pack: RulePack, footprint: Footprint) -> tuple[Problem, ...]:
    """What is to be said of a study of a product the rule is not for; nothing where the rule names no products."""
    asked = pack.product_match
    if pack.kind != "accounting" or not (asked.names or asked.codes):
        return ()
    product = footprint.model.product
    if matching(product, [pack]):
        return ()
    codes = [f"{system} {code}" for system, each in asked.codes.items() for code in each]
    names = ", ".join([*asked.names, *codes])
    shown = product.name.zh or product.name.en or ""
    return (OUTSIDE.problem("study.product", product=shown[:80], names=names[:200]),)


def run_all(pack: RulePack, cases: Sequence[Case]) -> tuple[CaseOutcome, ...]:
    """Every case in its order."""
    return tuple(run(pack, case) for case in cases)


def _items(pack: RulePack) -> set[str]:
    rules = rule_set([pack])
    return {
        *(check.id for _, check in rules.checks()),
        *(flow.id for _, flow in rules.flows()),
        *(range_.id for _, range_ in rules.ranges()),
    }


def examples() -> tuple[str, ...]:
    """Names of the shipped product models that a case may begin with."""
    folder = starter_folder().joinpath("products")
    return tuple(sorted(f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml")))


@lru_cache(maxsize=16)
def _example(name: str) -> Any:
    if name not in examples():
        raise NO_EXAMPLE.error("example", example=name[:60], known=", ".join(examples()))
    return safe_yaml.load(starter_folder().joinpath("products", f"{name}.yaml").read_text("utf-8"))


def _study(case: Case) -> Any:
    """The study of a case as plain data, with its changes made."""
    plain = copy.deepcopy(_example(case.example) if case.example else _plain(case.study))
    for place, value in case.changes.items():
        _put(plain, place, _plain(value))
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


_STEP = re.compile(r"([A-Za-z_]\w*)|\[([^\[\]]+)\]")
_PLACE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\[\]]+\])*")


def _put(plain: Any, place: str, value: Any) -> None:
    """Set a place to a value, or take it out (None). Raises `rules.case-place`."""
    steps = [name or inner for name, inner in _STEP.findall(place)]
    if not _PLACE.fullmatch(place):
        raise NO_PLACE.error(f"changes.{place}", place=place[:120])
    here = plain
    for step in steps[:-1]:
        here = _inside(here, step, place)
    last = steps[-1]
    if isinstance(here, list):
        index = _index(here, last, place, end=value is not None)
        if value is None:
            here.pop(index)
        elif index == len(here):
            here.append(value)
        else:
            here[index] = value
    elif isinstance(here, dict):
        if value is None:
            here.pop(last, None)
        else:
            here[last] = value
    else:
        raise NO_PLACE.error(f"changes.{place}", place=place[:120])


def _inside(here: Any, step: str, place: str) -> Any:
    if isinstance(here, list):
        return here[_index(here, step, place)]
    if isinstance(here, dict):
        return here.setdefault(step, {})
    raise NO_PLACE.error(f"changes.{place}", place=place[:120])


def _index(rows: list[Any], step: str, place: str, *, end: bool = False) -> int:
    """The place of an item by number or by its `id`; one behind the last where something may be added."""
    if step.isascii() and step.isdigit() and len(step) < 6 and int(step) < len(rows) + end:
        return int(step)
    for i, row in enumerate(rows):
        if isinstance(row, dict) and row.get("id") == step:
            return i
    raise NO_PLACE.error(f"changes.{place}", place=place[:120])


@lru_cache(maxsize=64)
def _footprint(study: str) -> Footprint:
    """A footprint as it was exported, or a model computed on the starter library. Raises coded errors."""
    plain = json.loads(study)
    if "model" in plain and "contributions" in plain:
        return Footprint.parse(plain)
    return compute(ProductModel.parse(plain), [_starter()])


@lru_cache(maxsize=1)
def _starter() -> Any:
    return starter_release()
