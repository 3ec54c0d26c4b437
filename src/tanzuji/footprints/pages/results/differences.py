"""Two editions of a study beside each other: why the total changed, step by step and line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from tanzuji.documents.comparisons import Comparison, EffectKind, LineEffect, Step
from tanzuji.documents.errors import CodedError
from tanzuji.documents.rounding import round_to_digits, round_to_interval
from tanzuji.documents.text import Text
from tanzuji.engine.comparison import compare
from tanzuji.engine.release import Release
from tanzuji.figures.amounts import (
    either,
    interval_of,
    percent,
    rounding_note,
    sentences,
    signed,
    unit_name,
    unit_of,
)
from tanzuji.figures.bars import cell_bar
from tanzuji.figures.figure import Cell, Column, Table
from tanzuji.figures.parts import Part
from tanzuji.footprints.live import opened
from tanzuji.footprints.pages.editing.panel import place_address
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.footprints.pages.results.kept import Kept
from tanzuji.reports import wording
from tanzuji.web.language import language, say

KINDS: dict[EffectKind, Text] = {
    "changed": Text(zh="改了", en="changed"),
    "replaced": Text(zh="换了单位", en="in another unit"),
    "added": Text(zh="新增", en="added"),
    "removed": Text(zh="删去", en="removed"),
    "filled": Text(zh="补上缺口", en="gap filled"),
    "emptied": Text(zh="成为缺口", en="became a gap"),
}
CAUSES = (
    ("by_amount", Text(zh="用量", en="amount")),
    ("by_factor", Text(zh="因子", en="factor")),
    ("by_runs", Text(zh="运行次数", en="runs")),
    ("jointly", Text(zh="一同变化", en="all of them together")),
)
"""What an effect of a line is made of."""

LISTED = 12
"""Lines of a step that stand open; the others unfold."""
FOLDED = 300
"""Lines and changes a page holds; the CSV has all of them."""

_compared: Kept[Comparison] = Kept(64)


@dataclass(frozen=True, slots=True)
class LineShown:
    """What one line of the model adds to the difference, as it is shown."""

    name: str
    process: str
    kind: str
    address: str
    before: str
    after: str
    factor_before: str
    factor_after: str
    causes: str
    effect: str
    bar: Markup
    place: str = ""


@dataclass(frozen=True, slots=True)
class StepShown:
    """One step from the earlier total to the later one."""

    kind: str
    name: str
    detail: str
    effect: str
    share: str
    bar: Markup
    lines: tuple[LineShown, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Difference:
    """The comparison of two editions as a page shows it; without numbers where they are not comparable."""

    comparison: Comparison
    unit: str
    before: str
    after: str
    change: str
    share: str
    method: str
    real: str
    steps: tuple[StepShown, ...]
    note: str

    @property
    def direction(self) -> str:
        """`rise`, `fall` or `none`."""
        change = self.comparison.change or 0.0
        return "rise" if change > 0 else "fall" if change < 0 else "none"


def compared(before: Edition, after: Edition) -> Comparison | None:
    """The two footprints compared by the engine; None where one of them could not be computed."""
    one, other = before.footprint, after.footprint
    if one is None or other is None:
        return None
    key = (one.id, one.result_digest, other.id, other.result_digest)
    return _compared.get(key, lambda: compare(one, other, _opened(before), _opened(after)))


def _opened(shown: Edition) -> tuple[Release, ...] | None:
    """The releases an edition stands on, where they are still here."""
    try:
        return opened(shown.releases)
    except CodedError:
        return None


def total(shown: Edition) -> str:
    """The total with its unit, empty where it could not be computed or nothing of it is known."""
    if shown.footprint is None or not shown.footprint.contributions:
        return ""
    return f"{wording.printed(shown.footprint.total)} {unit_of(shown.footprint, language())}"


def difference(before: Edition, after: Edition) -> Difference | None:
    """What a page shows of two editions; None where one of them could not be computed."""
    found = compared(before, after)
    if found is None or after.footprint is None or before.footprint is None:
        return None
    unit, interval = unit_of(after.footprint, language()), interval_of(after.footprint)
    if not found.comparable or found.real is None or found.change is None:
        return Difference(found, unit, "", "", "", "", "", "", (), "")
    steps = [*found.method, found.real]
    effects = [step.effect for step in steps]
    effects += [line.effect for step in steps for line in step.lines[:FOLDED]]
    low, high = min(0.0, *effects, 0.0), max(0.0, *effects, 0.0)

    def drawn(value: float, role: str, *, thin: bool = False) -> Markup:
        parts = [Part(value, role, signed(value, interval))] if value else []
        # The zero line is drawn where bars go both ways or to the left.
        return Markup(cell_bar(parts, low, high, thin=thin))

    names = dataset_names(before, after)

    def shown(step: Step) -> StepShown:
        role = "f-accent" if step.kind == "real" else "f-grey"
        return StepShown(
            step.kind,
            step.name.to(language()),
            step.detail.to(language()) if step.detail else "",
            signed(step.effect, interval),
            _share(step.effect, before.footprint.total if before.footprint else 0.0),
            drawn(step.effect, role),
            tuple(
                _line(line, after, names, lambda value: drawn(value, role, thin=True))
                for line in step.lines[:FOLDED]
            ),
            max(0, len(step.lines) - FOLDED),
        )

    return Difference(
        found,
        unit,
        wording.printed(before.footprint.total),
        wording.printed(after.footprint.total),
        signed(found.change, interval),
        _share(found.change, before.footprint.total),
        signed(found.method_change or 0.0, interval),
        signed(found.real.effect, interval),
        tuple(map(shown, steps)),
        sentences(
            rounding_note([step.effect for step in steps], found.change, interval, language()),
            _unlike_printed(before.footprint.total, after.footprint.total, interval),
            language=language(),
        ),
    )


def _unlike_printed(before: float, after: float, interval: Decimal) -> str:
    """A sentence where the totals as they are printed differ by something else than the printed change."""
    printed = round_to_digits(after, 4) - round_to_digits(before, 4)
    if printed == round_to_interval(after - before, interval):
        return ""
    return say("变化由未修约的总量算得。", "The change is of the totals before rounding.")


def _share(value: float, of: float) -> str:
    """A change in per cent of the earlier total, with its sign."""
    if not of:
        return ""
    shown = percent(value / abs(of))
    return f"+{shown}" if value > 0 and shown[:1].isdigit() else shown


def _line(
    line: LineEffect, after: Edition, names: Mapping[str, str], drawn: Callable[[float], Markup]
) -> LineShown:
    assert after.footprint is not None  # only footprints are compared
    interval = interval_of(after.footprint)
    causes = [
        f"{name.to(language())} {signed(value, interval)}"
        for field, name in CAUSES
        if (value := getattr(line, field))
    ]
    same_factor = (line.factor_before, line.datasets_before) == (line.factor_after, line.datasets_after)
    return LineShown(
        line.name.to(language()),
        line.process_name.to(language()),
        kind_name(line),
        place_address(after.study, line.place),
        _amount(line.amount_before, line.unit_before),
        _amount(line.amount_after, line.unit_after),
        "" if same_factor else _factor(line.factor_before, line.unit_before, line.datasets_before, names),
        "" if same_factor else _factor(line.factor_after, line.unit_after, line.datasets_after, names),
        say("，", ", ").join(causes) if len(causes) > 1 else "",
        signed(line.effect, interval),
        drawn(line.effect),
        line.place,
    )


def kind_name(line: LineEffect) -> str:
    """What happened to a line; `in another unit` where its amount only reads otherwise, t for kg."""
    kind = line.kind
    if kind == "changed" and line.unit_before and line.unit_after and line.unit_before != line.unit_after:
        kind = "replaced"
    return KINDS[kind].to(language())


def _amount(value: float | None, unit: str) -> str:
    return "" if value is None else f"{wording.printed(value)} {unit_name(unit, language())}"


def _factor(value: float | None, unit: str, datasets: Sequence[str], names: Mapping[str, str]) -> str:
    """`0.5777 kgCO₂e/kWh 2024 年全国电力平均碳足迹因子`; datasets are ids with versions."""
    kilograms = say("kgCO₂e", "kg CO₂e")
    said = "" if value is None else f"{wording.plain(value)} {kilograms}/{unit_name(unit, language())}"
    called = [names.get(dataset.rpartition("@")[0], dataset) for dataset in datasets]
    return f"{said} {' + '.join(called)}".strip()


def dataset_names(*shown: Edition) -> dict[str, str]:
    """The names of the datasets behind these footprints, by id."""
    return {
        use.dataset: use.name.to(language())
        for one in shown
        if one.footprint
        for c in one.footprint.contributions
        for use in c.factors
    }


def table(before: Edition, after: Edition) -> Table | None:
    """The steps and their lines at full precision; the steps add up to the later total."""
    found = compared(before, after)
    if found is None or not found.comparable or found.real is None or after.footprint is None:
        return None
    lang = language()
    steps = (*found.method, found.real)
    rows = [_total_row(either(lang, "先前的总量", "Earlier total"), found.total_before)]
    rows += [_step_row(step) for step in steps]
    rows += [_total_row(either(lang, "现在的总量", "Later total"), found.total_after)]
    rows += [_line_row(step, line) for step in steps for line in step.lines]
    columns = (
        Column(either(lang, "步骤", "Step")),
        Column(either(lang, "项", "Item")),
        Column(either(lang, "变化", "Change")),
        Column(either(lang, "先前用量", "Earlier amount"), "number"),
        Column(either(lang, "先前单位", "Earlier unit")),
        Column(either(lang, "现在用量", "Later amount"), "number"),
        Column(either(lang, "现在单位", "Later unit")),
        Column(either(lang, "先前因子（kgCO2e/单位）", "Earlier factor (kg CO2e per unit)"), "number"),
        Column(either(lang, "先前数据集", "Earlier datasets")),
        Column(either(lang, "现在因子（kgCO2e/单位）", "Later factor (kg CO2e per unit)"), "number"),
        Column(either(lang, "现在数据集", "Later datasets")),
        Column(either(lang, "对总量", "Effect"), "amount", unit_of(after.footprint, lang)),
    )
    return Table(columns, tuple(rows), interval_of(after.footprint))


def _total_row(name: str, value: float | None) -> tuple[Cell, ...]:
    return (name, "", "", *_NO_LINE, value)


def _step_row(step: Step) -> tuple[Cell, ...]:
    detail = step.detail.to(language()) if step.detail else ""
    return (step.name.to(language()), detail, "", *_NO_LINE, step.effect)


_NO_LINE: tuple[Cell, ...] = (None, "", None, "", None, "", None, "")
"""Amounts, units, factors and datasets, in rows that are no line of the model."""


def _line_row(step: Step, line: LineEffect) -> tuple[Cell, ...]:
    lang = language()
    return (
        step.name.to(lang),
        f"{line.process_name.to(lang)} › {line.name.to(lang)}",
        kind_name(line),
        line.amount_before,
        line.unit_before,
        line.amount_after,
        line.unit_after,
        line.factor_before,
        "; ".join(line.datasets_before),
        line.factor_after,
        "; ".join(line.datasets_after),
        line.effect,
    )
