"""What the sections of a report read: the footprint, its findings, the language, and one way to print amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from tanzuji.documents.errors import Language
from tanzuji.documents.exchanges import DataOrigin
from tanzuji.documents.footprints import Contribution, FactorUse, Footprint, Gap
from tanzuji.documents.lines import LINE_NAMES, Line
from tanzuji.documents.models import Process, ProductModel
from tanzuji.documents.rules import CheckResult
from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.engine.formulas import evaluate_parameters, parse
from tanzuji.figures import DRAWERS, Figure
from tanzuji.figures.amounts import amount, has_shares, interval_of, percent, unit_name, unit_of
from tanzuji.reports import wording
from tanzuji.reports.blocks import Drawing, Fact, Source
from tanzuji.reports.wording import Pair

NARROW = 340
"""Width of a figure for a telephone, in drawing units."""


def origins(process: Process) -> list[DataOrigin]:
    """The origin of every amount of a process."""
    exchanges = (*process.inputs, *process.energy, *process.wastes, *process.transports)
    return [*(item.data for item in exchanges), *(item.data for item in process.emissions)]


def _definition(amount: float | str) -> float | str:
    """A number, or a formula's text without its sign `=`."""
    return amount.removeprefix("=") if isinstance(amount, str) else float(amount)


@dataclass(frozen=True)
class Study:
    """A footprint as it is reported in one language."""

    footprint: Footprint
    check: CheckResult | None
    language: Language
    date: date | None = None
    uncertainty: FootprintUncertainty | None = None

    @property
    def model(self) -> ProductModel:
        return self.footprint.model

    def say(self, zh: str, en: str) -> str:
        """The sentence in the report's language."""
        return zh if self.language == "zh" else en

    def word(self, words: Mapping[str, Pair], key: str) -> str:
        """The name of a kind; the kind itself where it has none."""
        return self.say(*words[key]) if key in words else key

    def text(self, text: Text | None) -> str | None:
        """A statement of the model, None where it makes none."""
        return None if text is None else text.to(self.language)

    @property
    def not_stated(self) -> str:
        return self.say(*wording.NOT_STATED)

    @property
    def not_calculated(self) -> str:
        return self.say(*wording.NOT_CALCULATED)

    @cached_property
    def unit(self) -> str:
        """`kgCO₂e/t` or `kg CO₂e/t`."""
        return unit_of(self.footprint, self.language)

    @property
    def kilograms(self) -> str:
        return self.say("kgCO₂e", "kg CO₂e")

    @cached_property
    def interval(self) -> Decimal:
        """The place of the total's fourth digit, to which all parts are rounded."""
        return interval_of(self.footprint)

    @cached_property
    def has_shares(self) -> bool:
        """Whether shares of the total mean something."""
        return has_shares(self.footprint)

    def kg(self, value: float) -> str:
        """kg CO2e rounded to the place of the total's fourth digit, as the figures print it."""
        return amount(value, self.interval)

    def share(self, value: float | None) -> str:
        """A share of the total in per cent, or why there is none."""
        return self.say("无意义", "not meaningful") if value is None else percent(value)

    def share_of_total(self, value: float) -> str:
        """`value` as a share of the total."""
        return self.share(value / self.footprint.total if self.has_shares else None)

    def line(self, line: Line) -> str:
        return self.say(*LINE_NAMES[line])

    def stage(self, stage: str) -> str:
        """The name of a stage of the model."""
        return next((s.name.to(self.language) for s in self.footprint.stages if s.stage == stage), stage)

    def process(self, id: str) -> str:
        """The name of a process of the model."""
        return next((p.name.to(self.language) for p in self.model.processes if p.id == id), id)

    def joined(self, parts: Sequence[str]) -> str:
        """Words in a row."""
        return self.say("、", ", ").join(parts)

    def sentences(self, *parts: str) -> str:
        """Sentences in a row, the empty ones left out."""
        return self.say("", " ").join(part for part in parts if part)

    @property
    def digest(self) -> str:
        """The study id, short: 12 hexadecimal digits."""
        return self.footprint.id.removeprefix("sha256:")[:12]

    @property
    def result_name(self) -> str:
        """A footprint that is not cradle to grave is never called a product carbon footprint."""
        if self.footprint.partial:
            return self.say("产品部分碳足迹", "Partial product carbon footprint (partial CFP)")
        return self.say("产品碳足迹", "Product carbon footprint (CFP)")

    @cached_property
    def figures(self) -> dict[str, Drawing]:
        """The figures that have something to show, by id."""
        found: dict[str, Drawing] = {}
        for draw in DRAWERS:
            wide: Figure | None = draw(self.footprint, self.language, width=720)
            if wide is not None:
                found[wide.id] = Drawing(wide, draw(self.footprint, self.language, width=NARROW))
        return found

    def drawing(self, id: str) -> tuple[Drawing, ...]:
        """The figure of that id, if it has something to show."""
        return (self.figures[id],) if id in self.figures else ()

    def sources(self, item: Contribution) -> tuple[Source, ...]:
        """What stands behind a contribution: its amount and each of its factors."""
        head = Source(
            self.say("用量", "Amount"),
            (
                Fact(self.say("用量", "Amount"), self.amount(item.amount, item.unit)),
                Fact(self.say("数据", "Data"), self.word(wording.DATA_KINDS, item.data_kind)),
                Fact(self.say("出处", "Source"), item.citation or None),
                *(
                    (Fact(self.say("可信度", "Confidence"), self.word(wording.CONFIDENCES, item.confidence)),)
                    if item.confidence
                    else ()
                ),
                Fact(self.say("在模型中", "In the model"), item.path),
                *((Fact(self.say("备注", "Note"), self.text(item.note)),) if item.note else ()),
            ),
        )
        return (head, *(self.factor_source(factor) for factor in item.factors))

    def factor_source(self, factor: FactorUse) -> Source:
        """Value, version, publisher, table, year and licence of a factor."""
        return Source(
            self.say("因子", "Factor"),
            (
                Fact(self.say("名称", "Name"), factor.name.to(self.language)),
                Fact(self.say("数值", "Value"), self.factor_value(factor)),
                Fact(self.say("带来", "Adds"), f"{wording.printed(factor.kg_co2e)} {self.unit}"),
                Fact(self.say("标识与版本", "Id and version"), self.identity(factor)),
                Fact(self.say("数据库", "Library"), self.release(factor.release)),
                Fact(self.say("来源", "Source"), factor.source or None),
                Fact(self.say("地域与年份", "Region and year"), self.where_when(factor)),
                Fact(self.say("边界", "Boundary"), self.word(wording.FACTOR_BOUNDARIES, factor.boundary)),
                Fact(self.say("气体", "Gases"), self.gas_basis(factor)),
                Fact(self.say("可信度", "Confidence"), self.word(wording.CONFIDENCES, factor.confidence)),
                Fact(self.say("许可", "Licence"), factor.licence or None),
                *((Fact(self.say("网址", "Address"), factor.url),) if factor.url else ()),
            ),
        )

    def unit_name(self, unit: str) -> str:
        """A unit as it is written in the report's language."""
        return unit_name(unit, self.language)

    @cached_property
    def parameters(self) -> dict[str, float]:
        """The value of every parameter of the model; a footprint exists only where they have one."""
        return evaluate_parameters({p.name: _definition(p.value) for p in self.model.parameters})

    def value(self, amount: float | str) -> float:
        """An amount of the model as a number, a formula evaluated with the model's parameters."""
        definition = _definition(amount)
        if isinstance(definition, str):
            return float(parse(definition).evaluate(self.parameters))
        return definition

    def entered(self, amount: float | str | None) -> str | None:
        """An amount as it stands in the model; a formula by its value, the formula below it."""
        if isinstance(amount, str):
            return f"{wording.plain(self.value(amount))}\n{amount}"
        return wording.entered(amount)

    def measured(self, amount: float | str, unit: str) -> str:
        """An amount as it stands in the model with its unit; a formula stands below its value."""
        value, *formula = (self.entered(amount) or "").split("\n", 1)
        return "\n".join((f"{value} {self.unit_name(unit)}", *formula))

    @cached_property
    def missing(self) -> list[Gap]:
        """The gaps that could change the result: no amount or no factor."""
        return [gap for gap in self.footprint.gaps if gap.reason in ("no_amount", "no_factor")]

    def amount(self, value: float, unit: str) -> str:
        """`1,418 kg`: four significant digits."""
        return f"{wording.printed(value)} {self.unit_name(unit)}"

    def per(self, unit: str) -> str:
        """`kgCO₂e/kWh`."""
        return f"{self.kilograms}/{self.unit_name(unit)}"

    def published_unit(self, unit: str) -> str:
        """The unit of a published value, written as the result's own."""
        kilograms, _, of = unit.partition("/")
        named = kilograms.replace("kg CO2e", self.kilograms).replace("CO2e", "CO₂e")
        return f"{named}/{self.unit_name(of)}" if of else named

    def factor_value(self, factor: FactorUse) -> str:
        """`0.5777 kgCO₂e/kWh`."""
        return f"{wording.plain(factor.value)} {self.per(factor.unit)}"

    def identity(self, factor: FactorUse) -> str:
        """Id and version of a dataset."""
        return f"{factor.dataset}{self.say('，版本 ', ', version ')}{factor.version}"

    def where_when(self, factor: FactorUse) -> str:
        """`CN，2024`."""
        year = wording.years(factor.year_from, factor.year_to) or self.say("年份未说明", "year not stated")
        where = factor.geography or self.say("地域未说明", "region not stated")
        return f"{where}{self.say('，', ', ')}{year}"

    def gas_basis(self, factor: FactorUse) -> str:
        """Which gases a factor tells, and in which GWP set it was weighted."""
        basis = self.word(wording.GAS_BASES, factor.gas_basis)
        gwp = factor.gwp_set or self.say("GWP 未说明", "GWP set not stated")
        return f"{basis}{self.say('，', ', ')}{gwp}"

    def release(self, name: str) -> str:
        """Name and version of a release."""
        version = next((r.version for r in self.footprint.releases if r.name == name), "")
        return f"{name} {version}".strip()

    @cached_property
    def factors(self) -> list[FactorUse]:
        """Every factor used, once, by id."""
        found = {
            (f.dataset, f.version, f.release): f for c in self.footprint.contributions for f in c.factors
        }
        return [found[key] for key in sorted(found)]

    @cached_property
    def references(self) -> dict[tuple[str, str], int]:
        """Where amounts were read, numbered in the order of the model: (citation, file or record) → number."""
        found: dict[tuple[str, str], int] = {}
        m = self.model
        for data in (*(d for p in m.processes for d in origins(p)), *(x.data for x in m.materials)):
            if data.citation or data.read_in:
                found.setdefault((data.citation, data.read_in), len(found) + 1)
        return found

    def cited(self, citation: str) -> list[int]:
        """The numbers under which a citation is listed."""
        return [number for (cited, _), number in self.references.items() if cited == citation]

    @cached_property
    def gross(self) -> float:
        """Sum of all contributions regardless of sign, kg CO2e per unit."""
        return sum(abs(c.total) for c in self.footprint.contributions)
