"""Reference models: true product models whose parameters say their range, their default and where both were read.

A reference model is what an enterprise begins its accounting from. Nothing in it is the enterprise's own: every
parameter names the source of its default, and the places that have to hold the enterprise's own data are listed.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from tanzuji.documents.base import Document
from tanzuji.documents.errors import CodedError, Problem, define
from tanzuji.documents.exchanges import Id
from tanzuji.documents.models import Parameter, ProductModel
from tanzuji.documents.text import Text

NO_SUCH_PARAMETER = define(
    "reference.no-such-parameter",
    zh="模型里没有名为“{name}”的参数。",
    en="The model has no parameter “{name}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)
NO_SOURCE = define(
    "reference.no-source",
    zh="参数“{name}”的缺省值没有写出处。",
    en="The default of the parameter “{name}” names no source.",
    remedy_zh="请写明缺省值读自哪里；属假设的，写明是谁的假设。",
    remedy_en="Say where the default was read; where it is an assumption, say whose.",
)
NO_RANGE_SOURCE = define(
    "reference.no-range-source",
    zh="参数“{name}”的范围没有写出处。",
    en="The range of the parameter “{name}” names no source.",
    remedy_zh="请写明范围的出处；由定义决定的（如比例在 0 与 1 之间）选“由定义”；没有出处就不写范围。",
    remedy_en="Say where the range was read; where the definition gives it, as for a share, choose “by definition”; "
    "without a source leave the range out.",
)
BAD_RANGE = define(
    "reference.bad-range",
    zh="参数“{name}”的下限 {low} 高于上限 {high}。",
    en="The low end {low} of the parameter “{name}” is above its high end {high}.",
    remedy_zh="请把两头对调或改正。",
    remedy_en="Exchange them or correct them.",
)
DEFAULT_OUTSIDE = define(
    "reference.default-outside",
    zh="参数“{name}”的缺省值 {value} 在范围 {low}–{high} 之外。",
    en="The default {value} of the parameter “{name}” lies outside its range {low}–{high}.",
    remedy_zh="请改正缺省值或范围。",
    remedy_en="Correct the default or the range.",
)
REPEATED_GUIDE = define(
    "reference.repeated-parameter",
    zh="参数“{name}”写了两次范围。",
    en="The parameter “{name}” is given a range twice.",
    remedy_zh="请只留一处。",
    remedy_en="Keep one of them.",
)
NO_SUCH_PLACE = define(
    "reference.no-such-place",
    zh="模型里没有“{place}”这一行。",
    en="The model has no line “{place}”.",
    remedy_zh="请写成“过程/行”，用模型里的标识，如 clinker/coal。",
    remedy_en="Write `process/line` with the ids of the model, such as clinker/coal.",
)
NO_SUCH_PROCESS = define(
    "reference.no-such-process",
    zh="模型里没有过程“{process}”。",
    en="The model has no process “{process}”.",
    remedy_zh="可用：{known}。",
    remedy_en="Must be one of: {known}.",
)

RangeKind = Literal["published", "rule", "scenario", "definition", "expert"]

RANGE_KINDS: dict[RangeKind, Text] = {
    "published": Text(zh="公开发表的范围", en="a published range"),
    "rule": Text(zh="产品规则的检查范围", en="the range a product rule checks"),
    "scenario": Text(zh="出处各值之间", en="between the values of the sources"),
    "definition": Text(zh="由定义", en="by definition"),
    "expert": Text(zh="编制者的判断", en="the author's judgement"),
}

Coverage = Literal["full", "partial", "thin"]

COVERAGES: dict[Coverage, Text] = {
    "full": Text(zh="各阶段都有数", en="Figures for every stage inside the boundary"),
    "partial": Text(zh="主要部分有数，有缺口", en="Figures for the main parts, with gaps"),
    "thin": Text(zh="薄：只有框架，数由您填", en="Thin: a frame; the figures are yours to fill in"),
}

STANDARD_LINES = ("inputs", "energy", "transports", "wastes", "emissions")


class ParameterGuide(Document):
    """What a reference model says of one of its parameters beyond name, default, unit and source of the default."""

    name: str
    low: float | None = Field(
        None, description="least value the model is meant for; absent: no sourced bound"
    )
    high: float | None = None
    range_kind: RangeKind | None = None
    range_source: str = ""
    own: bool = Field(False, description="whoever accounts a product has to give their own value")
    note: Text | None = None


class Principle(Document):
    """A rule of boundary or calculation for this kind of product, and where it was read (SD-203)."""

    text: Text
    source: str


class ReferenceModel(Document):
    """A product model to begin from, with ranges and sources of its parameters and what must be one's own."""

    format: Literal["tanzuji/reference-model/1"] = "tanzuji/reference-model/1"
    code: Id
    group: str = Field(description="rule pack of the product group, e.g. `cn.cement`")
    coverage: Coverage
    about: Text = Field(description="the process route and what the figures stand for")
    model: ProductModel
    parameters: tuple[ParameterGuide, ...] = ()
    own_lines: tuple[str, ...] = Field((), description="`process/line` that must hold one's own data")
    principles: tuple[Principle, ...] = ()
    stages: dict[str, dict[str, str]] = Field(
        {},
        description="stage vocabulary → process → its stage there, where the canonical stage does not decide it",
    )

    @property
    def name(self) -> Text:
        return self.model.product.name

    def guide(self, name: str) -> ParameterGuide:
        """What is said of a parameter; an empty guide where nothing is."""
        wanted = name.casefold()
        return next((g for g in self.parameters if g.name.casefold() == wanted), ParameterGuide(name=name))

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of the model with this name."""
        wanted = name.casefold()
        return next((p for p in self.model.parameters if p.name.casefold() == wanted), None)

    @model_validator(mode="after")
    def _holds_together(self) -> ReferenceModel:
        problems = [*_sources(self.model), *_ranges(self), *_places(self)]
        if problems:
            raise CodedError(problems)
        return self


def _sources(model: ProductModel) -> list[Problem]:
    """A default without a source; a formula of other parameters needs none."""
    return [
        NO_SOURCE.problem(f"model.parameters[{p.name}].citation", name=p.name)
        for p in model.parameters
        if not isinstance(p.value, str) and not p.citation
    ]


def _ranges(of: ReferenceModel) -> list[Problem]:
    found: list[Problem] = []
    known = {p.name.casefold(): p for p in of.model.parameters}
    seen: set[str] = set()
    for guide in of.parameters:
        place, key = f"parameters[{guide.name}]", guide.name.casefold()
        if key not in known:
            names = ", ".join(p.name for p in of.model.parameters) or "–"
            found.append(NO_SUCH_PARAMETER.problem(place, name=guide.name, known=names))
            continue
        if key in seen:
            found.append(REPEATED_GUIDE.problem(place, name=guide.name))
        seen.add(key)
        found += _range(guide, known[key], place)
    return found


def _range(guide: ParameterGuide, parameter: Parameter, place: str) -> list[Problem]:
    low, high = guide.low, guide.high
    if low is None and high is None:
        return []
    shown = {"name": guide.name, "low": "–∞" if low is None else low, "high": "∞" if high is None else high}
    found = []
    if guide.range_kind is None or (guide.range_kind != "definition" and not guide.range_source):
        found.append(NO_RANGE_SOURCE.problem(f"{place}.range_source", name=guide.name))
    if low is not None and high is not None and low > high:
        found.append(BAD_RANGE.problem(f"{place}.low", **shown))
    elif not isinstance(parameter.value, str) and not inside(parameter.value, guide):
        found.append(DEFAULT_OUTSIDE.problem(f"{place}.low", value=parameter.value, **shown))
    return found


def inside(value: float, guide: ParameterGuide) -> bool:
    """Whether a value lies in the range; without a bound it does."""
    return (guide.low is None or value >= guide.low) and (guide.high is None or value <= guide.high)


def _places(of: ReferenceModel) -> list[Problem]:
    lines = {
        f"{process.id}/{line.id}"
        for process in of.model.processes
        for kind in STANDARD_LINES
        for line in getattr(process, kind)
        if line.id
    }
    processes = [process.id for process in of.model.processes]
    found = [
        NO_SUCH_PLACE.problem(f"own_lines[{i}]", place=place)
        for i, place in enumerate(of.own_lines)
        if place not in lines
    ]
    found += [
        NO_SUCH_PROCESS.problem(f"stages.{name}", process=process, known=", ".join(processes))
        for name, assigned in of.stages.items()
        for process in assigned
        if process not in processes
    ]
    return found
