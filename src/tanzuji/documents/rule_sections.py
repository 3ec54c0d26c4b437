"""What rules hold that do not account: certification, evaluation, data quality and metering, each as data that runs.

Accounting (核算) says what a footprint is; evaluation (评价) how good it is; certification (认证) who attests it and by
which steps. A rule is of one kind and holds the section of its kind; `accounts_by` names the accounting rules it is for.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.rule_sources import Severity, Sourced
from tanzuji.documents.text import Text

PackKind = Literal["accounting", "certification", "evaluation", "data_quality", "metering"]
KIND_NAMES: dict[PackKind, Text] = {
    "accounting": Text(zh="核算规则", en="Accounting rules"),
    "certification": Text(zh="认证规则", en="Certification rules"),
    "evaluation": Text(zh="评价规则", en="Evaluation rules"),
    "data_quality": Text(zh="数据质量评价规则", en="Data-quality rules"),
    "metering": Text(zh="计量规范", en="Metering specification"),
}

StepBy = Literal["applicant", "body", "reviewer", "inspector", "verifier", "decision_maker"]
STEP_BY: dict[StepBy, Text] = {
    "applicant": Text(zh="认证委托人", en="Applicant"),
    "body": Text(zh="认证机构", en="Certification body"),
    "reviewer": Text(zh="文件评审人员", en="Document reviewer"),
    "inspector": Text(zh="检查员", en="Inspector"),
    "verifier": Text(zh="核查员", en="Footprint verifier"),
    "decision_maker": Text(zh="认证决定人员", en="Decision maker"),
}


class CertificationStep(Sourced):
    """A step of certification: who takes it, what papers it needs, how many person-days are planned for it."""

    id: str
    name: Text
    by: StepBy
    documents: tuple[Text, ...] = ()
    person_days: float | None = Field(None, gt=0, description="unknown where it is not given")
    apart_from: tuple[str, ...] = Field((), description="steps whose person may not take this one")


class Requirement(Sourced):
    """Something asked of an applicant or a body, in words."""

    id: str
    text: Text


class CertificationProcess(Sourced):
    """The process of a certification rule (认证流程、管理要求): steps in their order, surveillance, validity."""

    steps: tuple[CertificationStep, ...] = Field(min_length=1)
    surveillance_months: float | None = Field(None, gt=0, description="at most so long between surveillances")
    validity_months: float | None = Field(None, gt=0)
    applicant: tuple[Requirement, ...] = ()
    body: tuple[Requirement, ...] = ()


Bound = Literal["best", "half_way", "reference", "limit"]
BOUND_NAMES: dict[Bound, Text] = {
    "best": Text(zh="标杆值 B", en="best value B"),
    "half_way": Text(zh="标杆值与基准值的中点", en="half-way between B and M"),
    "reference": Text(zh="基准值 M", en="reference value M"),
    "limit": Text(zh="限定值 L", en="limit value L"),
}


class Grade(Document):
    """A grade (等级); it reaches up to a bound, the last one beyond all of them."""

    name: Text
    up_to: Bound | None = None


class EvaluationMethod(Sourced):
    """How a result is judged against limit, reference and best value: points at each, linear between, and grades."""

    points_limit: float = Field(0.0, description="score at the limit and above")
    points_reference: float = 60.0
    points_best: float = Field(100.0, description="score at the best value and below")
    grades: tuple[Grade, ...] = Field(min_length=2, description="best first")
    worse_where_unsure: bool = Field(
        True, description="where the interval straddles a bound, the worse grade is given, as borderline"
    )
    confidence_level: float = Field(0.9, gt=0, lt=1, description="of the interval of the result")


class QualityLevel(Document):
    """A row of an indicator's table: the score where `when` holds first."""

    score: int = Field(ge=1, le=5, description="1 is best")
    when: str = Field("true", description="CEL over `item` and `study`")
    text: Text


class QualityIndicator(Sourced):
    """One aspect of quality, scored item by item; the worst score where no row holds."""

    id: str
    name: Text
    each: Literal["lines", "factors"] = "factors"
    levels: tuple[QualityLevel, ...] = Field(min_length=1)


class QualityBand(Document):
    """What a rating is called up to a figure; the last one beyond all of them."""

    name: Text
    up_to: float | None = None


class QualityScheme(Sourced):
    """A data-quality evaluation as it runs: indicators scored on what makes up `coverage` of the gross footprint,
    weighted by contribution, their arithmetic mean the rating."""

    indicators: tuple[QualityIndicator, ...] = Field(min_length=1)
    coverage: float = Field(0.8, gt=0, le=1)
    bands: tuple[QualityBand, ...] = Field(min_length=1, description="best first")
    accepted_up_to: float | None = Field(None, description="a rating above is a finding; none: only told")


MeterPlace = Literal["site", "unit", "equipment"]
PLACE_NAMES: dict[MeterPlace, Text] = {
    "site": Text(zh="进出单位", en="At the site's boundary"),
    "unit": Text(zh="进出主要次级单位", en="At main sub-units"),
    "equipment": Text(zh="主要用能设备", en="At main equipment"),
}


class MeterRequirement(Sourced):
    """What a meter has to be where it measures certain activity data."""

    id: str
    name: Text
    carriers: tuple[str, ...] = Field(min_length=1, description="electricity, natural_gas, coal, steam …")
    place: MeterPlace = "site"
    class_max: float | None = Field(None, gt=0, description="accuracy class, %; a larger one is not accepted")
    calibration_months: float | None = Field(None, gt=0)
    severity: Severity = "error"
    remedy: Text
