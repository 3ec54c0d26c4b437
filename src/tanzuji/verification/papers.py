"""The papers of a verification: declaration of independence, plan, statement. Frozen values with one JSON form."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from tanzuji.documents.base import Document
from tanzuji.documents.text import Text

Level = Literal["limited", "reasonable"]
Opinion = Literal["unmodified", "qualified", "adverse", "disclaimer"]
Severity = Literal["major", "minor", "observation"]
Conclusion = Literal["conforms", "with_remarks", "does_not_conform"]
TeamRole = Literal["lead", "member", "reviewer"]

LEVELS: dict[str, Text] = {
    "limited": Text(zh="有限保证", en="Limited assurance"),
    "reasonable": Text(zh="合理保证", en="Reasonable assurance"),
}
OPINIONS: dict[str, Text] = {
    "unmodified": Text(zh="无保留意见", en="Unmodified opinion"),
    "qualified": Text(zh="保留意见", en="Qualified opinion"),
    "adverse": Text(zh="否定意见", en="Adverse opinion"),
    "disclaimer": Text(zh="无法表示意见", en="Disclaimer of opinion"),
}
POSITIVE = ("unmodified", "qualified")
"""Opinions under which a study counts as verified."""
OUTCOMES: dict[str, Text] = {
    "examined": Text(zh="已审查", en="Examined"),
    "left": Text(zh="不审查", en="Left"),
}
"""What is put down of a line of the sample."""
SEVERITIES: dict[str, Text] = {
    "major": Text(zh="严重不符合", en="Major"),
    "minor": Text(zh="一般不符合", en="Minor"),
    "observation": Text(zh="观察项", en="Observation"),
}
CONCLUSIONS: dict[str, Text] = {
    "conforms": Text(zh="符合", en="Conforms"),
    "with_remarks": Text(zh="按意见修改后符合", en="Conforms once the remarks are heeded"),
    "does_not_conform": Text(zh="不符合", en="Does not conform"),
}
ROLES: dict[str, Text] = {
    "lead": Text(zh="核查组长", en="Lead verifier"),
    "member": Text(zh="核查员", en="Verifier"),
    "reviewer": Text(zh="独立技术复核人", en="Independent technical reviewer"),
}


class Independence(Document):
    """What somebody declares before they verify. Each of the four is needed; threats are told with their safeguards."""

    no_interest: bool = False
    no_advice: bool = False
    no_kin: bool = False
    confidential: bool = False
    threats: str = Field("", max_length=2000)

    @property
    def whole(self) -> bool:
        """Whether all four were declared."""
        return self.no_interest and self.no_advice and self.no_kin and self.confidential


DECLARED: dict[str, Text] = {
    "no_interest": Text(
        zh="本人及所在机构与委托方没有投资、股权或其他经济利益关系",
        en="Neither I nor my organisation hold an interest in the client, by shares or otherwise",
    ),
    "no_advice": Text(
        zh="本人及所在机构没有参与编制这项核算，也没有为其提供咨询",
        en="Neither I nor my organisation took part in the study or advised on it",
    ),
    "no_kin": Text(
        zh="本人与委托方的负责人和编制人没有亲属或雇佣关系",
        en="I am neither kin to nor employed with those who answer for the study or made it",
    ),
    "confidential": Text(
        zh="本人对核查中知悉的商业秘密保密", en="I keep what I learn in the verification confidential"
    ),
}
"""The four things that are declared, in words."""


class SampleItem(Document):
    """A line of the model that is examined, and why it was chosen."""

    place: str
    name: Text
    process: Text
    total: float = Field(description="kg CO2e per unit of the study")
    share: float = Field(description="of the sum of magnitudes")
    reason: Literal["certain", "drawn", "added"]
    procedure: str = ""


class Plan(Document):
    """How a verification goes about it: materiality, sample, risks, visits."""

    level: Level
    materiality: float = Field(
        gt=0, le=0.5, description="share of the total up to which errors do not matter"
    )
    confidence: float = Field(gt=0, lt=1, description="of the sample")
    size: int = Field(ge=0, description="hits that were drawn for")
    interval: float = Field(ge=0, description="kg CO2e between two hits")
    seed: str = ""
    submission: int = 1
    lines: int = Field(0, description="lines of the model that bear on the result")
    covered: float = Field(0.0, description="share of the sum of magnitudes that the sample covers")
    items: tuple[SampleItem, ...] = ()
    risks: str = Field("", max_length=4000)
    visit: str = Field("", max_length=2000)
    criteria: str = Field("", max_length=1000)


class LineLeft(Document):
    """A line of the sample that was not examined, and why."""

    place: str
    name: Text
    process: Text
    reason: str = Field("", max_length=1000)


class StatementPaper(Document):
    """What a statement says, apart from number, dates and signatures."""

    level: Level
    opinion: Opinion
    criteria: str = Field(max_length=1000)
    scope: Text
    basis: Text = Field(description="what was done")
    reservations: Text | None = None
    materiality: float
    months: int = Field(24, ge=1, le=60)
    uncorrected: float | None = Field(None, description="projected error left, share of the total")
    sampled: int = Field(0, ge=0, description="lines of the sample")
    left: tuple[LineLeft, ...] = Field((), description="lines of the sample that were not examined")
