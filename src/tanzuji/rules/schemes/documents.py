"""A certification scheme as one document with four parts: scope, pattern, process, management (ZJ-301: 适用范围、标识式样、
认证流程、管理要求).

Every number and list of a part names its source in `sources` of that part; what no public paper states is tagged as a
default. Nothing in a scheme draws an official mark: a scheme knows the platform's own patterns only.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.exchanges import Id
from tanzuji.documents.models import BoundaryType
from tanzuji.documents.rounding import round_to_digits, round_to_interval
from tanzuji.documents.rule_sources import Sourced
from tanzuji.documents.text import Text

Family = Literal["footprint", "reduction", "neutrality", "efficiency"]
FAMILIES: dict[Family, Text] = {
    "footprint": Text(zh="碳足迹标识", en="Footprint label"),
    "reduction": Text(zh="减碳低碳标识", en="Reduction label"),
    "neutrality": Text(zh="碳中和标识", en="Neutrality label"),
    "efficiency": Text(zh="碳效评价", en="Carbon-efficiency rating"),
}
"""The three branches of the national system, and the rating that SH-301 asks for beside it."""

Variant = Literal["numeric", "score", "grade"]
VARIANTS: dict[Variant, Text] = {
    "numeric": Text(zh="数值型", en="Numeric"),
    "score": Text(zh="碳得分", en="Score"),
    "grade": Text(zh="碳等级", en="Grade"),
}

Size = Literal["l", "m", "s"]

Placement = Literal["product", "packaging", "advertisement"]
PLACEMENTS: dict[Placement, Text] = {
    "product": Text(zh="产品", en="Product"),
    "packaging": Text(zh="包装物", en="Packaging"),
    "advertisement": Text(zh="广告", en="Advertisement"),
}

Step = Literal[
    "acceptance",
    "planning",
    "document_review",
    "onsite",
    "footprint_check",
    "evaluation",
    "decision",
]
STEPS: dict[Step, Text] = {
    "acceptance": Text(zh="受理", en="Acceptance"),
    "planning": Text(zh="认证策划", en="Planning"),
    "document_review": Text(zh="文件评审", en="Document review"),
    "onsite": Text(zh="现场检查", en="On-site inspection"),
    "footprint_check": Text(zh="产品碳足迹核查", en="Footprint verification"),
    "evaluation": Text(zh="评价", en="Evaluation"),
    "decision": Text(zh="批准", en="Decision"),
}
"""What the body does after an application came (认证委托), in its order; what follows the decision is surveillance."""

Tag = Literal["export", "farming", "state_owned"]
TAGS: dict[Tag, Text] = {
    "export": Text(zh="有碳标识需求的外贸企业", en="Exporter that needs a carbon label"),
    "farming": Text(zh="农产品生产企业", en="Producer of farm products"),
    "state_owned": Text(zh="省属国有企业", en="State-owned enterprise of the province"),
}
"""Enterprises a policy lets go first (ZJ-306)."""

Occasion = Literal["application", "surveillance", "renewal"]

Days = Annotated[int, Field(ge=1, le=3660)]
Months = Annotated[int, Field(ge=1, le=120)]


class Part(Document):
    """What all four parts share: where each of their fields comes from, by the field's name."""

    sources: dict[str, Sourced] = Field(default_factory=dict)


class CatalogueItem(Sourced):
    """A product class of the scheme's catalogue; `groups` are ids of product rules that account such products."""

    id: Id
    name: Text
    groups: tuple[str, ...] = ()
    number: str = Field("", description="how the catalogue counts it")


class Pilot(Sourced):
    """A city or district that pilots the scheme with a product scope of its own (JS-302)."""

    area: Text
    items: tuple[str, ...] = Field(min_length=1, description="ids of catalogue items")


class FastLane(Sourced):
    """Enterprises that are taken first: their steps are due in `percent` of the days (ZJ-306)."""

    tag: Tag
    percent: int = Field(50, ge=10, le=100)


class Scope(Part):
    """适用范围: which products, by catalogue or by analogy, under which boundary, where."""

    text: Text
    jurisdiction: str = "cn"
    catalogue: tuple[CatalogueItem, ...] = ()
    by_analogy: bool = False
    boundaries: tuple[BoundaryType, ...] = Field(min_length=1)
    pilots: tuple[Pilot, ...] = ()
    fast_lane: tuple[FastLane, ...] = ()

    def item(self, id_: str) -> CatalogueItem | None:
        """The item of the catalogue with this id."""
        return next((item for item in self.catalogue if item.id == id_), None)

    def item_for(self, rules: tuple[str, ...]) -> CatalogueItem | None:
        """The first item whose product rules are among `rules`."""
        return next((item for item in self.catalogue if not set(rules).isdisjoint(item.groups)), None)


class Gate(Sourced):
    """From when, and for which products, a variant of the label may be used (ZJ-302: 分阶段推进)."""

    variant: Variant
    opens: date
    closes: date | None = None
    items: tuple[str, ...] = Field((), description="ids of catalogue items; none named: all products")

    def open_for(self, item: str, on: date) -> bool:
        """Whether the variant is enabled for a catalogue item on a day."""
        inside = self.opens <= on and (self.closes is None or on <= self.closes)
        return inside and (not self.items or item in self.items)


class Pattern(Part):
    """标识式样: variants with their stage gates, grades, sizes, places, and what the pattern is called."""

    name: Text
    gates: tuple[Gate, ...] = Field(min_length=1)
    grades: Literal["1-5", "A-E"] = "1-5"
    sizes: tuple[Size, ...] = ("l", "m", "s")
    placements: tuple[Placement, ...] = ("product", "packaging", "advertisement")

    def variants(self, item: str, on: date) -> tuple[Variant, ...]:
        """The variants enabled for a catalogue item on a day, in the order of VARIANTS."""
        found = {gate.variant for gate in self.gates if gate.open_for(item, on)}
        return tuple(variant for variant in VARIANTS if variant in found)


class StepRule(Sourced):
    """A step of the process with the days it may take."""

    step: Step
    days: Days
    remind: int = Field(3, ge=0, le=60, description="days before the due date at which somebody is reminded")


class FileItem(Sourced):
    """A paper of the application file (CERT-05)."""

    id: Id
    name: Text
    hint: Text | None = None
    occasions: tuple[Occasion, ...] = ("application",)
    required: bool = True
    plan: bool = Field(False, description="the reduction plan: needs a measurable target as well (CERT-06)")


class Question(Sourced):
    """A line of the checklist of an inspection."""

    id: Id
    text: Text
    look_at: Text | None = Field(None, description="what to look at on site")
    occasions: tuple[Occasion, ...] = ("application", "surveillance")
    photo: bool = Field(False, description="an answer needs a photograph")


class Topic(Document):
    """Questions that belong together."""

    id: Id
    title: Text
    questions: tuple[Question, ...] = Field(min_length=1)


class StaffRules(Sourced):
    """What the staff of a body must be (CERT-03)."""

    fulltime: int = Field(10, ge=0, le=1000)
    years: float = Field(2, ge=0, le=60, description="experience of each in the field of the product")


class BodyRules(Sourced):
    """What a body must be (CERT-02)."""

    pilot: bool = Field(True, description="named for the pilot, with a scope that holds the product")
    field_years: float = Field(0, ge=0, description="years the body has worked in the field of the product")
    projects: int = Field(0, ge=0, description="footprint projects done")
    standards: tuple[str, ...] = Field((), description="standards it is managed by")


class ApplicantRules(Sourced):
    """What an applicant must be (CERT-04)."""

    legal_person: bool = True
    management_days: int = Field(90, ge=0, description="how long its management system has run")


class Nonconformities(Sourced):
    """How long a nonconformity may stay open."""

    major_days: Days = 90
    minor_days: Days = 90


class Process(Part):
    """认证流程: steps, application file, checklist, who may take part, what is verified."""

    steps: tuple[StepRule, ...] = Field(min_length=len(STEPS))
    file: tuple[FileItem, ...] = Field(min_length=1)
    checklist: tuple[Topic, ...] = Field(min_length=1)
    body: BodyRules
    staff: StaffRules
    applicant: ApplicantRules
    nonconformities: Nonconformities
    level: Literal["limited", "reasonable"] = Field(description="assurance of the verification statement")
    appeal_days: Days = 30

    def days_of(self, step: Step) -> StepRule:
        """The rule of a step; a sound scheme has one for each."""
        return next(rule for rule in self.steps if rule.step == step)

    def file_for(self, occasion: Occasion) -> tuple[FileItem, ...]:
        """The papers of an application, a surveillance or a renewal."""
        return tuple(item for item in self.file if occasion in item.occasions)

    def questions_for(self, occasion: Occasion) -> tuple[tuple[Topic, tuple[Question, ...]], ...]:
        """The checklist of an inspection on this occasion, by topic."""
        by_topic = (
            (topic, tuple(q for q in topic.questions if occasion in q.occasions)) for topic in self.checklist
        )
        return tuple((topic, questions) for topic, questions in by_topic if questions)


class Fee(Document):
    """A line of the price list; without an amount it is agreed in the contract."""

    id: Id
    name: Text
    per: Literal["application", "person_day", "certificate", "year"]
    amount: Decimal | None = Field(None, ge=0)


class Rounding(Document):
    """How the value of a certificate is rounded, once (GB/T 8170): to digits or to an interval (CERT-09)."""

    digits: int | None = Field(None, ge=1, le=10)
    interval: Decimal | None = Field(None, gt=0)

    def round(self, value: float | str | Decimal) -> Decimal:
        """`value` rounded once, half to even."""
        if self.interval is not None:
            return round_to_interval(value, self.interval)
        return round_to_digits(value, self.digits or 3)

    @property
    def rule(self) -> str:
        """As a certificate keeps it: `digits:4` or `interval:0.1`."""
        return f"interval:{self.interval:f}" if self.interval is not None else f"digits:{self.digits or 3}"


class Reduction(Document):
    """What continuous reduction asks at surveillance: TR-01 figures, method changes apart from real ones."""

    required: bool = True
    percent_a_year: Decimal = Field(
        Decimal(0), ge=0, le=100, description="least real reduction a year; 0: some"
    )


class Management(Part):
    """管理要求: validity, surveillance, number, rounding, fees, publication, and when a certificate is touched."""

    months: Months = 24
    surveillance_months: Months = 12
    renewal_days: Days = Field(90, description="how long before expiry a renewal may be asked for")
    number: str = Field(
        "CFP-{year}-{serial:6}-{check}",
        description="capitals, digits and hyphens with {year}, {month}, one {serial:digits}, {check} at the end",
    )
    rounding: Rounding
    fees: tuple[Fee, ...] = ()
    publication: tuple[str, ...] = Field((), description="what of a certificate is published")
    change_percent: Decimal = Field(
        Decimal(10), gt=0, le=100, description="change of the value that asks for a new verification"
    )
    reduction: Reduction = Reduction()
    suspension_days: Days = Field(180, description="longest suspension before revocation is weighed")
    suspends: tuple[Text, ...] = Field((), description="grounds of suspension")
    revokes: tuple[Text, ...] = Field((), description="grounds of revocation")


class Paper(Document):
    """A public paper the scheme was read from."""

    number: str = ""
    title: str
    dated: date | None = None


class Scheme(Document):
    """A certification scheme in one version."""

    format: Literal["tanzuji/scheme/1"] = "tanzuji/scheme/1"
    code: Id
    version: int = Field(ge=1, le=9999)
    name: Text
    family: Family
    owner: Text
    parent: str | None = Field(
        None, description="a shipped scheme whose parts stand where this one says nothing"
    )
    rule: str = Field("", description="id of the certification rule it rests on")
    papers: tuple[Paper, ...] = ()
    note: Text | None = None
    scope: Scope
    pattern: Pattern
    process: Process
    management: Management

    @property
    def id(self) -> str:
        """code@version."""
        return f"{self.code}@{self.version}"
