"""What a label says, in one language, before it is drawn. Nothing of it is typed by hand: it comes from a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.rounding import printed
from tanzuji.documents.text import Text
from tanzuji.figures.labels import messages

Variant = Literal["numeric", "score", "grade"]
Evidence = Literal["self", "verified", "certified"]
Size = Literal["l", "m", "s"]

SIZES: dict[Size, tuple[float, float]] = {"l": (60, 92), "m": (90, 36), "s": (38, 18)}
"""Width and height in mm."""

EVIDENCE: dict[Evidence, Text] = {
    "self": Text(zh="自我声明", en="SELF-DECLARED"),
    "verified": Text(zh="已核查", en="VERIFIED"),
    "certified": Text(zh="已认证", en="CERTIFIED"),
}
"""Who stands behind the number: the words of the tag. The frame says the same: dashed, thin, thick."""

_ISSUER: dict[Evidence, tuple[Text, Text]] = {
    "self": (Text(zh="声明编号", en="Declaration"), Text(zh="声明人", en="Declared by")),
    "verified": (Text(zh="核查编号", en="Statement"), Text(zh="核查机构", en="Verified by")),
    "certified": (Text(zh="证书编号", en="Certificate"), Text(zh="认证机构", en="Certified by")),
}
LETTERS, NUMERALS = "ABCDE", "12345"
_PLACE = (
    Text(zh="五级中的第一级", en="best of five"),
    Text(zh="五级中的第二级", en="second of five"),
    Text(zh="五级中的第三级", en="third of five"),
    Text(zh="五级中的第四级", en="fourth of five"),
    Text(zh="五级中的第五级", en="last of five"),
)


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stage in the core. `role` is its colour role (`f-raw`, `f-use` …), `share` of the total; below 0 for credits."""

    role: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Label:
    """All a label shows, each text in the label's language.

    `value` is the certified one, rounded once; `unit` as `kgCO2e`, `per` the declared or functional unit in words;
    `address` the status page of the number, `link` its GS1 Digital Link where the product has a GTIN.
    """

    language: Language
    variant: Variant
    evidence: Evidence
    value: Decimal
    unit: str
    per: str
    boundary: str
    product: str
    maker: str
    valid_until: date
    number: str
    issuer: str
    address: str
    link: str = ""
    strata: tuple[Stratum, ...] = ()
    score: Decimal | None = None
    grade: str = ""
    scale: str = ""
    """What score or grade are held against, e.g. `标杆 66　基准 78　限定 96（2025 年度值）`."""

    @property
    def figure(self) -> str:
        """The value with its thousands parted and a true minus: `12,360`, `−0.36`."""
        return printed(self.value)

    @property
    def unit_line(self) -> str:
        """Unit with the declared unit in words: `kgCO₂e / 吨水泥`, `kg CO₂e / t cement`."""
        unit = self.unit.replace("CO2", "CO₂").replace(" ", "")
        if self.language == "en":
            unit = unit.replace("CO₂", " CO₂")
        return f"{unit} / {self.per}"

    @property
    def heading(self) -> tuple[str, str]:
        """The name of the thing, in the label's language and in the other one."""
        return (
            ("产品碳足迹", "CARBON FOOTPRINT")
            if self.language == "zh"
            else ("Carbon footprint", "产品碳足迹")
        )

    @property
    def hero(self) -> str:
        """What is large: value, score or grade."""
        if self.variant == "grade":
            return self.grade
        return f"{self.score:f}" if self.variant == "score" else self.figure

    @property
    def aside(self) -> tuple[str, str]:
        """Beside a grade or score: what it is, and out of how many."""
        zh = self.language == "zh"
        if self.variant == "score":
            return ("碳得分", "满分 100") if zh else ("Carbon score", "out of 100")
        place = _PLACE[scale_of(self.grade).index(self.grade)]
        return "碳等级" if zh else "Carbon grade", place.to(self.language)

    @property
    def evidence_word(self) -> str:
        return EVIDENCE[self.evidence].to(self.language)

    @property
    def until_word(self) -> str:
        return "有效至" if self.language == "zh" else "Valid until"

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Validity, number and issuer, each with its name."""
        number, issuer = _ISSUER[self.evidence]
        return (
            (self.until_word, self.valid_until.isoformat()),
            (number.to(self.language), self.number),
            (issuer.to(self.language), self.issuer),
        )

    @property
    def title(self) -> str:
        """The label in one sentence, for those who do not see it."""
        zh = self.language == "zh"
        parted = "，" if zh else ", "
        rated = () if self.variant == "numeric" else (f"{self.aside[0]} {self.hero}",)
        said = parted.join(
            (self.product, *rated, f"{self.figure} {self.unit_line}", self.boundary, self.evidence_word.capitalize(),
             self.number, f"{self.until_word} {self.valid_until.isoformat()}")
        )  # fmt: skip
        return f"{self.heading[0]}{'：' if zh else ': '}{said}"


def scale_of(grade: str) -> str:
    """The five signs a grade is one of, best first."""
    return NUMERALS if grade in NUMERALS else LETTERS


def checked(label: Label, size: str) -> None:
    """Raises `label.incomplete`, `label.no-rating`, `label.unknown-kind`: nothing is drawn without what must be shown."""
    _known("variant", label.variant, get_args(Variant))
    _known("size", size, tuple(SIZES))
    _known("evidence", label.evidence, tuple(EVIDENCE))
    problems = [
        messages.INCOMPLETE.problem(field, what=what)
        for field, what in _ALWAYS.items()
        if not str(getattr(label, field)).strip()
    ]
    if not label.value.is_finite():
        problems.append(messages.INCOMPLETE.problem("value", what=_ALWAYS["value"]))
    if label.variant == "score" and not (label.score is not None and 0 <= label.score <= 100):
        problems.append(messages.NO_RATING.problem("score", what=Text(zh="碳得分", en="carbon score")))
    if label.variant == "grade" and not (len(label.grade) == 1 and label.grade in scale_of(label.grade)):
        problems.append(messages.NO_RATING.problem("grade", what=Text(zh="碳等级", en="carbon grade")))
    if label.variant != "numeric" and not label.scale:
        problems.append(messages.INCOMPLETE.problem("scale", what=_SCALE))
    if problems:
        raise CodedError(problems)


def _known(what: str, given: str, known: tuple[str, ...]) -> None:
    if given not in known:
        raise messages.UNKNOWN_KIND.error(what, given=given, what=_KINDS[what], known=", ".join(known))


_KINDS = {
    "variant": Text(zh="形式", en="variant"),
    "size": Text(zh="尺寸", en="size"),
    "evidence": Text(zh="凭据", en="kind of evidence"),
}
_SCALE = Text(
    zh="得分或等级所依据的标杆值、基准值和限定值",
    en="the best, reference and limit values behind score or grade",
)
_ALWAYS = {
    "value": Text(zh="数值", en="the value"),
    "unit": Text(zh="单位", en="the unit"),
    "per": Text(zh="声明单位或功能单位", en="the declared or functional unit"),
    "boundary": Text(zh="系统边界", en="the boundary"),
    "product": Text(zh="产品名称", en="the name of the product"),
    "number": Text(zh="编号", en="the number"),
    "issuer": Text(zh="出具者", en="the issuer"),
    "address": Text(zh="状态页的网址", en="the address of the status page"),
}
