"""Rule documents: what a standard asks of a study, as data that a person can read and a machine can check.

A pack belongs to a layer (general 通则, sector 行业, product 产品) and inherits from the layer above.
It may only tighten what it inherits; `tanzuji.rules.lint` proves that. Every item says where it comes from:
`S` stated in a policy document, `V` read in the document named, `G` general professional knowledge that was
not compared with the standard's text, `D` a default of this platform. G and D are never shown as the
standard's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.datasets import Confidence, Unit
from tanzuji.documents.errors import define
from tanzuji.documents.exchanges import Id
from tanzuji.documents.lines import Stage
from tanzuji.documents.models import BoundaryType, StageDefinition
from tanzuji.documents.rule_parameters import PARAMETERS as PARAMETERS
from tanzuji.documents.rule_parameters import Direction as Direction
from tanzuji.documents.rule_parameters import check_parameter
from tanzuji.documents.rule_sections import BOUND_NAMES as BOUND_NAMES
from tanzuji.documents.rule_sections import KIND_NAMES as KIND_NAMES
from tanzuji.documents.rule_sections import PLACE_NAMES as PLACE_NAMES
from tanzuji.documents.rule_sections import STEP_BY as STEP_BY
from tanzuji.documents.rule_sections import CertificationProcess as CertificationProcess
from tanzuji.documents.rule_sections import EvaluationMethod as EvaluationMethod
from tanzuji.documents.rule_sections import Grade as Grade
from tanzuji.documents.rule_sections import MeterPlace as MeterPlace
from tanzuji.documents.rule_sections import MeterRequirement as MeterRequirement
from tanzuji.documents.rule_sections import PackKind as PackKind
from tanzuji.documents.rule_sections import QualityIndicator as QualityIndicator
from tanzuji.documents.rule_sections import QualityScheme as QualityScheme
from tanzuji.documents.rule_sources import SEVERITIES as SEVERITIES
from tanzuji.documents.rule_sources import SOURCE_NAMES as SOURCE_NAMES
from tanzuji.documents.rule_sources import Severity as Severity
from tanzuji.documents.rule_sources import Sourced as Sourced
from tanzuji.documents.rule_sources import SourceTag as SourceTag
from tanzuji.documents.text import Text

Layer = Literal["general", "sector", "product"]
LAYERS: tuple[Layer, ...] = ("general", "sector", "product")
LAYER_NAMES: dict[Layer, tuple[str, str]] = {
    "general": ("通则", "General rules"),
    "sector": ("行业", "Sector rules"),
    "product": ("产品", "Product rules"),
}

Level = Literal["GB", "HB", "DB", "T", "Q"]
LEVEL_NAMES: dict[Level, tuple[str, str]] = {
    "GB": ("国家标准", "National standard"),
    "HB": ("行业标准", "Sector standard"),
    "DB": ("地方标准", "Local standard"),
    "T": ("团体标准", "Association standard"),
    "Q": ("企业标准或平台规则", "Enterprise standard or platform rule"),
}

BAD_RANGE = define(
    "rules.bad-range",
    zh="范围“{id}”没有界限，或下限高于上限。",
    en="The range “{id}” has no bound, or its low bound is above its high bound.",
    remedy_zh="请给出 low、high 中至少一个，且 low ≤ high。",
    remedy_en="Give low, high or both, with low ≤ high.",
)
NO_MATCH = define(
    "rules.flow-matches-nothing",
    zh="必备流“{id}”没有说明怎样在模型里认出它。",
    en="The flow “{id}” does not say how to recognise it in a model.",
    remedy_zh="请在 match 里给出 ids、gases、datasets、processes 或 names 之一。",
    remedy_en="Give ids, gases, datasets, processes or names under `match`.",
)


class RuleParameter(Sourced):
    """The value of one parameter of PARAMETERS."""

    value: float | tuple[str, ...]


class Check(Sourced):
    """A condition every item of a collection must meet.

    `when` and `require` are predicates in CEL over `study`, `rules`, `flows` and, in a collection, `item`; the
    names are listed in `tanzuji.rules.fields`. `path`, `message` and `remedy` may hold `{item.name}`.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,60}$")
    title: Text
    clause: str = Field("", description="hint at the clause; to be confirmed with the standard's text")
    severity: Severity
    each: str = Field("study", description="`study`, or the collection whose items are checked one by one")
    when: str = Field("true", description="CEL: whether the check applies")
    require: str = Field(description="CEL: what must be true")
    path: str = Field("", description="place in the model a finding points at")
    message: Text
    remedy: Text


class FlowMatch(Document):
    """How a flow is recognised among the lines of a model.

    Any of ids, gases, datasets, processes and names finds a line; `kinds` and `in_processes` narrow the search.
    """

    ids: tuple[str, ...] = Field((), description="ids of lines")
    gases: tuple[str, ...] = Field((), description="gases of direct emissions, e.g. PFC-14")
    datasets: tuple[str, ...] = Field((), description="ids of datasets")
    processes: tuple[str, ...] = Field((), description="ids of the model's own supplying processes")
    names: tuple[str, ...] = Field((), description="regular expressions found in either name, case ignored")
    kinds: tuple[str, ...] = Field((), description="input, energy, transport, waste, emission, material")
    in_processes: tuple[str, ...] = Field((), description="regular expressions found in the process")


class Flow(Sourced):
    """A flow that a model of this product has to hold, or (severity info) is read where it is there."""

    id: str
    name: Text
    match: FlowMatch
    stage: Stage | None = None
    severity: Severity = "error"
    when: str = "true"
    unit: Unit | None = Field(None, description="unit in which `flows[id].amount` is summed")
    clause: str = ""
    remedy: Text

    @model_validator(mode="after")
    def _matches_something(self) -> Flow:
        found = self.match
        if not (found.ids or found.gases or found.datasets or found.processes or found.names):
            raise NO_MATCH.error("match", id=self.id)
        return self


class Range(Sourced):
    """Where a figure usually lies. Outside is a question to the reader, never a default for a result."""

    id: str
    title: Text
    quantity: str = Field(description="CEL: a number over `study` and `flows`")
    when: str = Field("true", description="CEL: whether the quantity can be told")
    unit: str = ""
    low: float | None = None
    high: float | None = None
    severity: Severity = "warning"
    path: str = ""
    remedy: Text

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if (self.low is None and self.high is None) or (
            self.low is not None and self.high is not None and self.low > self.high
        ):
            raise BAD_RANGE.error(id=self.id)
        return self


class UnitRule(Sourced):
    """The unit a study must refer to."""

    kinds: tuple[Literal["functional", "declared"], ...] = ("functional", "declared")
    units: tuple[Unit, ...] = Field((), description="the study's unit converts to one of these; empty: any")
    description: Text | None = None


class BoundaryRule(Sourced):
    """Boundary types, the rule's own stages, and canonical stages that must or must not be counted."""

    types: tuple[BoundaryType, ...]
    stages: tuple[StageDefinition, ...] = ()
    required_stages: tuple[Stage, ...] = ()
    excluded_stages: tuple[Stage, ...] = ()


class ProductMatch(Document):
    """Which products a pack is for."""

    names: tuple[str, ...] = Field((), description="words found in the zh or en name of the product")
    codes: Mapping[str, tuple[str, ...]] = Field({}, description="code list → beginnings of codes")


class RuleNote(Sourced):
    """A requirement that no check here can settle, and who settles it."""

    id: str
    title: Text
    text: Text
    kind: Literal["person", "construction", "elsewhere"] = Field(
        description="a reader decides; cannot be broken by construction; checked in another place"
    )


class RulePack(Document):
    """One set of rules: its own items, on top of what it inherits."""

    format: Literal["tanzuji/rule-pack/1"] = "tanzuji/rule-pack/1"
    id: Id
    version: str
    kind: PackKind = "accounting"
    layer: Layer
    level: Level
    title: Text
    number: str = Field("", description="number of the standard")
    in_force: date | None = None
    inherits: str | None = None
    accounts_by: tuple[str, ...] = Field(
        (), description="certification and evaluation rules: the accounting rules they are for"
    )
    thin: bool = Field(False, description="a beginning: unit, boundary and a few sanity checks only")
    source: Text | None = Field(None, description="what was read to write this pack")
    confidence: Confidence = "low"
    product_match: ProductMatch = ProductMatch()
    unit: UnitRule | None = None
    boundary: BoundaryRule | None = None
    parameters: Mapping[str, RuleParameter] = {}
    flows: tuple[Flow, ...] = ()
    ranges: tuple[Range, ...] = ()
    checks: tuple[Check, ...] = ()
    notes: tuple[RuleNote, ...] = ()
    certification: CertificationProcess | None = None
    evaluation: EvaluationMethod | None = None
    quality: QualityScheme | None = None
    metering: tuple[MeterRequirement, ...] = ()

    @model_validator(mode="after")
    def _parameters(self) -> RulePack:
        for name, parameter in self.parameters.items():
            check_parameter(name, parameter.value)
        return self


class PackReference(Document):
    """The pack and version a finding or a result rests on."""

    id: str
    version: str
    title: Text
    number: str = ""
    layer: Layer


class Finding(Document):
    """One thing a check found: where, how grave, why, what to do, and on whose authority."""

    rule: str
    pack: str
    pack_version: str
    layer: Layer
    severity: Severity
    path: str = Field("", description="place in the product model")
    title: Text
    message: Text
    remedy: Text
    values: Mapping[str, float | int | bool | str] = Field({}, description="the figures behind the sentence")
    clause: str = ""
    source_tag: SourceTag
    source_ref: str = ""
    confidence: Confidence = "low"
    standing: Text = Field(description="on whose authority, as it is shown")


class CheckOutcome(Document):
    """How one check ended."""

    rule: str
    pack: str
    title: Text
    severity: Severity
    status: Literal["passed", "failed", "not_applicable"]
    findings: int = 0


class CheckResult(Document):
    """Findings of a study, gravest first, and what was checked to find them."""

    format: Literal["tanzuji/check-result/1"] = "tanzuji/check-result/1"
    findings: tuple[Finding, ...]
    passed: int
    not_applicable: int
    packs: tuple[PackReference, ...]
    outcomes: tuple[CheckOutcome, ...] = ()
    notes: tuple[RuleNote, ...] = Field((), description="what a person still has to look at")

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """No finding is an error. Says nothing about what only a person can judge."""
        return self.count("error") == 0
