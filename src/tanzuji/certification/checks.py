"""The checks of a scheme (DOMAIN C.1, CERT-01 … CERT-11) as pure functions over what is known of an application."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tanzuji.certificates.checking import close
from tanzuji.certification import messages
from tanzuji.documents.errors import Problem
from tanzuji.documents.text import Text
from tanzuji.rules.schemes import Occasion, Scheme
from tanzuji.web.verdicts import Verdict

NAMES: dict[str, Text] = {
    "CERT-01": Text(zh="产品在目录内，或已说明参照执行", en="Product in the catalogue, or by analogy"),
    "CERT-02": Text(zh="认证机构有资质，范围含该产品", en="Body qualified, with the product in its scope"),
    "CERT-03": Text(zh="认证机构的专职人员和年限", en="Full-time staff of the body and their years"),
    "CERT-04": Text(
        zh="委托人的管理体系已运行满期", en="Management system of the applicant has run long enough"
    ),
    "CERT-05": Text(zh="申请资料齐全", en="Application file complete"),
    "CERT-06": Text(zh="降碳计划有可衡量的目标", en="Reduction plan with a measurable target"),
    "CERT-07": Text(zh="证书有效期按制度", en="Validity as in the scheme"),
    "CERT-08": Text(zh="监督按期进行", en="Surveillance in time"),
    "CERT-09": Text(
        zh="标识数值即证书数值，修约一次", en="Label shows the certificate's value, rounded once"
    ),
    "CERT-10": Text(zh="评价与批准由不同的人做", en="Evaluation and decision by different people"),
    "CERT-11": Text(zh="一份证书一个型号系列", en="One certificate, one model family"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """A check and the problem it found; None where it is met."""

    code: str
    problem: Problem | None = None
    note: Text | None = None
    flagged: bool = False
    """Met, but something the people who decide have to look at."""

    @property
    def name(self) -> Text:
        return NAMES[self.code]

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.problem)


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody of the confirmed staff register: whether full time, and since when in which field."""

    id: UUID
    fulltime: bool
    fields: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Qualified:
    """A body as the authority confirmed it."""

    pilot: bool
    projects: int
    standards: tuple[str, ...]
    fields: Mapping[str, date]
    staff: tuple[Expert, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """The measurable target of a reduction plan."""

    name: str
    unit: str
    base_year: int | None
    base: Decimal | None
    year: int | None
    value: Decimal | None

    @property
    def measurable(self) -> bool:
        """An indicator with its unit, a base year and value, and a lower value in a later year."""
        if not (self.name and self.unit) or None in (self.base_year, self.base, self.year, self.value):
            return False
        assert self.base_year is not None and self.year is not None  # said above
        assert self.base is not None and self.value is not None
        return self.year > self.base_year and self.value < self.base


@dataclass(frozen=True, slots=True)
class Subject:
    """What the checks look at."""

    scheme: Scheme
    today: date
    item: str = ""
    analogy: str = ""
    boundary: str = ""
    rules: tuple[str, ...] = ()
    body: Qualified | None = None
    legal_person: bool = False
    management_since: date | None = None
    papers: frozenset[str] = frozenset()
    target: Target | None = None
    models: tuple[str, ...] = ()
    family: str = ""
    models_taken: tuple[str, ...] = ()
    """Models of this product that another application or certificate of the scheme covers."""
    variant: str = "numeric"
    gtin_ok: bool = True
    occasion: Occasion = "application"
    fields: frozenset[str] = field(default_factory=frozenset)
    """Fields that stand for the product: its catalogue item and its product rules."""


def in_catalogue(of: Subject) -> Check:
    """CERT-01, with the boundary the scheme takes and the stage gate of the variant (ZJ-302)."""
    scope = of.scheme.scope
    if of.boundary and of.boundary not in scope.boundaries:
        return Check("CERT-01", messages.OUTSIDE_BOUNDARY.problem("study", boundary=of.boundary))
    if of.variant not in of.scheme.pattern.variants(of.item, of.today):
        return Check("CERT-01", messages.VARIANT_CLOSED.problem("variant"))
    if not of.gtin_ok:
        return Check("CERT-01", messages.BAD_GTIN.problem("gtin"))
    item = scope.item(of.item)
    if item is not None:
        if of.rules and item.groups and set(of.rules).isdisjoint(item.groups):
            return Check(
                "CERT-01", messages.OTHER_PRODUCT.problem("item", item=item.name, rule=", ".join(of.rules))
            )
        return Check("CERT-01", note=item.name)
    if of.item:
        return Check("CERT-01", messages.UNKNOWN_ITEM.problem("item", item=of.item[:80]))
    if not scope.by_analogy:
        return Check("CERT-01", messages.NOT_IN_CATALOGUE.problem("item"))
    if not of.analogy.strip():
        return Check("CERT-01", messages.NO_ANALOGY.problem("analogy"))
    return Check("CERT-01", note=Text(zh="参照执行", en="by analogy"))


def body_qualified(of: Subject) -> Check:
    """CERT-02: confirmed, named for the pilot, years in the field, projects, standards, scope."""
    rules, body = of.scheme.process.body, of.body
    if body is None:
        return Check("CERT-02", messages.BODY_UNCONFIRMED.problem())
    if rules.pilot and not body.pilot:
        return Check("CERT-02", messages.BODY_NO_PILOT.problem())
    since = min((day for name, day in body.fields.items() if name in of.fields), default=None)
    if since is None:
        return Check("CERT-02", messages.BODY_NO_FIELD.problem())
    if _years(since, of.today) < rules.field_years:
        return Check("CERT-02", messages.BODY_YOUNG.problem(since=since, years=f"{rules.field_years:g}"))
    if body.projects < rules.projects:
        return Check("CERT-02", messages.BODY_FEW_PROJECTS.problem(count=body.projects, least=rules.projects))
    missing = [number for number in rules.standards if number not in body.standards]
    if missing:
        return Check("CERT-02", messages.BODY_NO_STANDARD.problem(standards="、".join(missing)))
    return Check("CERT-02")


def body_staffed(of: Subject) -> Check:
    """CERT-03: so many full-time people, each with so many years in the field of the product."""
    rules = of.scheme.process.staff
    count = len(competent(of.body.staff, of.fields, rules.years, of.today)) if of.body is not None else 0
    note = Text(zh=f"{count} 人，要求 {rules.fulltime} 人", en=f"{count} people, {rules.fulltime} asked for")
    if count < rules.fulltime:
        return Check(
            "CERT-03",
            messages.FEW_STAFF.problem(count=count, least=rules.fulltime, years=f"{rules.years:g}"),
            note,
        )
    return Check("CERT-03", note=note)


def competent(
    staff: Sequence[Expert], fields: Collection[str], years: float, today: date, *, fulltime: bool = True
) -> list[Expert]:
    """Those of the staff who have worked so many years in one of the fields."""
    return [
        one
        for one in staff
        if (one.fulltime or not fulltime)
        and any(name in fields and _years(since, today) >= years for name, since in one.fields.items())
    ]


def applicant_ready(of: Subject) -> Check:
    """CERT-04: a legal person whose management system has run so many days."""
    rules = of.scheme.process.applicant
    if rules.legal_person and not of.legal_person:
        return Check("CERT-04", messages.NO_LEGAL_PERSON.problem("legal_person"))
    if of.management_since is None:
        return Check("CERT-04", messages.NO_MANAGEMENT_DATE.problem("management_since"))
    days = (of.today - of.management_since).days
    if days < rules.management_days:
        return Check(
            "CERT-04",
            messages.MANAGEMENT_YOUNG.problem(
                "management_since",
                days=max(days, 0),
                least=rules.management_days,
                ready=of.management_since + timedelta(days=rules.management_days),
            ),
        )
    return Check("CERT-04", note=Text(zh=f"已运行 {days} 天", en=f"has run {days} days"))


def file_complete(of: Subject) -> Check:
    """CERT-05: every required paper of the occasion is there."""
    missing = [
        item for item in of.scheme.process.file_for(of.occasion) if item.required and item.id not in of.papers
    ]
    if missing:
        names = Text(
            zh="、".join(item.name.to("zh") for item in missing),
            en=", ".join(item.name.to("en") for item in missing),
        )
        return Check("CERT-05", messages.PAPERS_MISSING.problem("papers", names=names))
    return Check("CERT-05")


def plan_measurable(of: Subject) -> Check:
    """CERT-06: a reduction plan with a measurable target, where the scheme asks for continuous reduction."""
    if not of.scheme.management.reduction.required:
        return Check("CERT-06", note=Text(zh="制度不要求", en="not asked for"))
    if of.target is None or not of.target.measurable:
        return Check("CERT-06", messages.NO_TARGET.problem("target_value"))
    return Check("CERT-06")


def one_family(of: Subject) -> Check:
    """CERT-11: models are named, are one family, and no other certificate or application covers them."""
    if not of.models:
        return Check("CERT-11", messages.NO_MODELS.problem("models"))
    if len(set(of.models)) != len(of.models):
        return Check("CERT-11", messages.MODEL_TWICE.problem("models"))
    if len(of.models) > 1 and not of.family.strip():
        return Check("CERT-11", messages.NO_FAMILY.problem("family"))
    if of.models_taken:
        return Check("CERT-11", messages.MODEL_TAKEN.problem("models", models="、".join(of.models_taken)))
    return Check("CERT-11")


def rounded_once(of: Scheme, total: str) -> Check:
    """CERT-09: the value a certificate will show, and whether it lies within 1e-9 of a tie, where the last digit decides."""
    rounding = of.management.rounding
    shown = f"{rounding.round(total):f}"
    plain = f"{Decimal(total):f}"
    note = Text(zh=f"{plain} 修约为 {shown}", en=f"{plain} is rounded to {shown}")
    if not close(total, rounding.rule):
        return Check("CERT-09", note=note)
    zh = f"{plain} 距修约的进舍临界点不到十亿分之一，末位数字决定标识显示 {shown}；请复核结果，证书会写明这一点"
    en = (
        f"{plain} lies within 1e-9 of a tie of its rounding, so that its last digit decides that the label shows {shown}; "
        "look at the result again – the certificate will say so"
    )
    return Check("CERT-09", note=Text(zh=zh, en=en), flagged=True)


def of_application(of: Subject) -> tuple[Check, ...]:
    """What an applicant has to meet before a body sees the application."""
    return (in_catalogue(of), applicant_ready(of), file_complete(of), plan_measurable(of), one_family(of))


def of_body(of: Subject) -> tuple[Check, ...]:
    """What a body has to meet before it accepts."""
    return (body_qualified(of), body_staffed(of))


def _years(since: date, today: date) -> float:
    """Whole years and the part of one since a day."""
    return (today - since).days / 365.25
