"""The total by reporting line, by gas and by scenario."""

from __future__ import annotations

from collections.abc import Sequence

from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint, GasResult
from tanzuji.documents.gases import gas as find_gas
from tanzuji.documents.lines import LINES
from tanzuji.documents.text import Text
from tanzuji.figures.amounts import (
    amount,
    either,
    has_shares,
    interval_of,
    percent,
    rounding_note,
    sentences,
    signed,
    total_text,
    unit_of,
)
from tanzuji.figures.bars import Bars, Row, draw_rows, keys
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.parts import LINE_ROLES, Part, in_stage_order, line_name, stage_role
from tanzuji.figures.stages import columns, total_sentence
from tanzuji.figures.svg import drawing

LINE_BARS = Text(zh="分列报告", en="Reporting lines")
GAS_BARS = Text(zh="温室气体", en="Greenhouse gases")
SCENARIO_BARS = Text(zh="情景比较", en="Scenarios")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _numbers(value: float, footprint: Footprint) -> tuple[str, ...]:
    shown = amount(value, interval_of(footprint))
    return (shown, percent(value / footprint.total)) if has_shares(footprint) else (shown,)


def _heads(footprint: Footprint, language: Language) -> tuple[str, ...]:
    unit = unit_of(footprint, language)
    return (unit, either(language, "占比", "Share")) if has_shares(footprint) else (unit,)


def _share(value: float, footprint: Footprint) -> tuple[Cell, ...]:
    return (value / footprint.total,) if has_shares(footprint) else ()


def _total_row(total: str, footprint: Footprint, language: Language) -> Row:
    numbers = (total, percent(1.0)) if has_shares(footprint) else (total,)
    return Row(either(language, "合计", "Total"), numbers=numbers, total=True)


def line_bars(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure:
    """The five reporting lines, which are never summed in silence (GB/T 24067, ISO 14067 6.4.9)."""
    unit, interval = unit_of(footprint, language), interval_of(footprint)
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = []
    for line in LINES:
        name, value = line_name(line, language), footprint.lines.get(line)
        own = [c.lines.get(line) for c in footprint.contributions]
        above, below = sum(v for v in own if v > 0), sum(v for v in own if v < 0)
        if not own:
            above, below = max(value, 0.0), min(value, 0.0)
        lower = "f-removal" if line == "removal" else "f-credit"
        parts = (Part(above, LINE_ROLES[line], name), Part(below, lower, name))
        drawn = tuple(part for part in parts if part.value)
        rows.append(Row(name, drawn, _numbers(value, footprint), net=value if len(drawn) > 1 else None))
        cells.append((name, value, *_share(value, footprint)))
    rows.append(_total_row(total_text(footprint), footprint, language))
    cells.append((rows[-1].label, footprint.total, *_share(footprint.total, footprint)))
    head = either(language, "报告项", "Line")
    marks, height = draw_rows(rows, width, _heads(footprint, language), head, unit)
    shown = [
        f"{line_name(line, language)} {amount(footprint.lines.get(line), interval)}"
        for line in LINES
        if footprint.lines.get(line)
    ]
    listed = either(language, "、", ", ").join(shown) or either(language, "各项均为 0", "every line is 0")
    summary = either(
        language,
        f"合计 {total_text(footprint)} {unit}：{listed}。",
        f"The total is {total_text(footprint)} {unit}: {listed}.",
    )
    caption = sentences(
        rounding_note([footprint.lines.get(line) for line in LINES], footprint.total, interval, language),
        either(
            language,
            "斜线为零以下的部分，竖线为净值。",
            "Hatched: what is below zero; the upright mark is the net value.",
        )
        if any(part.value < 0 for row in rows for part in row.parts)
        else "",
        language=language,
    )
    svg = drawing(marks, width, height, title=LINE_BARS.to(language), summary=summary)
    table = Table(columns(head, footprint, language, shares=has_shares(footprint)), tuple(cells), interval)
    bars = Bars(head, _heads(footprint, language), tuple(rows))
    return Figure("line-bars", language, LINE_BARS, svg, table, summary, caption, bars)


def gas_name(gas: str, language: Language) -> str:
    """`甲烷（化石源） CH₄`; what factors do not tell apart is named so."""
    if gas == "CO2e":
        return either(language, "未分气体 CO₂e", "Not split by gas, CO₂e")
    try:
        known = find_gas(gas)
    except CodedError:
        return gas
    name = either(language, known.name_zh or known.name, known.name)
    formula = known.formula.translate(_SUBSCRIPTS)
    return f"{name} {formula}" if formula and known.formula != name else name


def gas_bars(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure | None:
    """The total by gas. None where no factor tells its gases."""
    known = [result for result in footprint.gases if result.kg_co2e]
    if not any(result.gas != "CO2e" for result in known):
        return None
    unit, interval = unit_of(footprint, language), interval_of(footprint)
    by_gas: dict[str, list[GasResult]] = {}
    for result in known:
        by_gas.setdefault(result.gas, []).append(result)
    # What is not told apart stands last: it is no gas.
    order = sorted(by_gas, key=lambda gas: (gas == "CO2e", -abs(sum(r.kg_co2e for r in by_gas[gas]))))
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = []
    for gas in order:
        name, value = gas_name(gas, language), sum(result.kg_co2e for result in by_gas[gas])
        parts = tuple(
            Part(r.kg_co2e, _line_role(r), f"{name}, {line_name(r.line, language)}") for r in by_gas[gas]
        )
        both = len({part.value > 0 for part in parts}) > 1
        rows.append(Row(name, parts, _numbers(value, footprint), net=value if both else None))
        cells.extend(
            (name, line_name(r.line, language), r.kg, r.kg_co2e, *_share(r.kg_co2e, footprint))
            for r in by_gas[gas]
        )
    whole = sum(result.kg_co2e for result in known)
    rows.append(_total_row(amount(whole, interval), footprint, language))
    cells.append((rows[-1].label, "", None, whole, *_share(whole, footprint)))
    head = either(language, "气体", "Gas")
    marks, height = draw_rows(rows, width, _heads(footprint, language), head, unit)
    lines = [line for line in LINES if any(r.line == line for r in known)]
    legend = ""
    if len(lines) > 1:
        legend, height = keys([(LINE_ROLES[x], line_name(x, language), "") for x in lines], width, height + 8)
    summary = _gas_sentence(footprint, by_gas, order, language)
    svg = drawing(marks + legend, width, height, title=GAS_BARS.to(language), summary=summary)
    name_column, *others = columns(head, footprint, language, shares=has_shares(footprint))
    mass = Column(either(language, "质量", "Mass"), "number", unit.replace("CO₂e", ""))
    table = Table(
        (name_column, Column(either(language, "报告项", "Line")), mass, *others), tuple(cells), interval
    )
    gwp = footprint.method.gwp_set
    caption = either(language, f"按 {gwp} 的 GWP100 特征化。", f"Characterised with GWP100 of {gwp}.")
    bars = Bars(head, _heads(footprint, language), tuple(rows))
    return Figure("gas-bars", language, GAS_BARS, svg, table, summary, caption, bars)


def _line_role(result: GasResult) -> str:
    return "f-credit" if result.kg_co2e < 0 and result.line != "removal" else LINE_ROLES[result.line]


def _gas_sentence(
    footprint: Footprint, by_gas: dict[str, list[GasResult]], order: Sequence[str], language: Language
) -> str:
    interval, unit = interval_of(footprint), unit_of(footprint, language)
    first = order[0]
    value = amount(sum(r.kg_co2e for r in by_gas[first]), interval)
    name = gas_name(first, language)
    said = either(
        language,
        f"已知气体中{name} 最多，为 {value} {unit}。",
        f"{name} is the largest of the known gases: {value} {unit}.",
    )
    apart = sum(r.kg_co2e for r in by_gas.get("CO2e", []))
    rest = amount(apart, interval)
    more = either(language, f"另有 {rest} 的因子未分气体。", f"Factors that are not split by gas add {rest}.")
    return sentences(said, more if apart else "", language=language)


def scenario_bars(footprint: Footprint, language: Language = "zh", *, width: float = 720) -> Figure | None:
    """The base case and every scenario, stacked by stage. None where there are no scenarios."""
    if not footprint.scenarios:
        return None
    unit, interval, stages = unit_of(footprint, language), interval_of(footprint), in_stage_order(footprint)
    base = either(language, "基准", "Base case")
    cases = [(base, footprint.total, 0.0, {stage.stage: stage.total for stage in stages})]
    cases += [(s.name.to(language), s.total, s.difference, s.stages) for s in footprint.scenarios]
    rows: list[Row] = []
    cells: list[tuple[Cell, ...]] = []
    for index, (name, total, difference, amounts) in enumerate(cases):
        parts = tuple(
            Part(value, stage_role(stage) if value > 0 else "f-credit", stage.name.to(language))
            for stage in stages
            if (value := amounts.get(stage.stage, 0.0))
        )
        both = len({part.value > 0 for part in parts}) > 1
        change = signed(difference, interval) if index else ""
        rows.append(Row(name, parts, (amount(total, interval), change), net=total if both else None))
        cells.append(
            (name, total, difference if index else None, *(amounts.get(stage.stage, 0.0) for stage in stages))
        )
    heads = (unit, either(language, "与基准之差", "Difference"))
    head = either(language, "情景", "Scenario")
    marks, height = draw_rows(rows, width, heads, head, unit)
    used = [stage for stage in stages if any(case[3].get(stage.stage) for case in cases)]
    items = [
        (
            stage_role(s) if any(case[3].get(s.stage, 0) > 0 for case in cases) else "f-credit",
            s.name.to(language),
            "",
        )
        for s in used
    ]
    legend, height = keys(items, width, height + 8)
    spread = [s.total for s in footprint.scenarios]
    low, high = amount(min(spread), interval), amount(max(spread), interval)
    summary = sentences(
        total_sentence(footprint, language).split("。" if language == "zh" else ". ")[0].rstrip(".。")
        + either(language, "。", "."),
        either(language, f"各情景为 {low}–{high}。", f"Scenarios give {low} to {high}.")
        if low != high
        else either(language, f"情景为 {low}。", f"The scenario gives {low}."),
        language=language,
    )
    svg = drawing(marks + legend, width, height, title=SCENARIO_BARS.to(language), summary=summary)
    heading = (
        Column(head),
        Column(either(language, "碳足迹", "Footprint"), "amount", unit),
        Column(heads[1], "amount", unit),
        *(Column(stage.name.to(language), "amount", unit) for stage in stages),
    )
    below = any(row.net is not None for row in rows)
    caption = sentences(
        either(language, "按阶段堆叠。", "Stacked by stage."),
        either(
            language,
            "斜线为低于零的阶段，竖线为合计。",
            "Hatched: stages below zero; the upright mark is the total.",
        )
        if below
        else "",
        language=language,
    )
    table = Table(heading, tuple(cells), interval)
    bars = Bars(head, heads, tuple(rows))
    return Figure("scenario-bars", language, SCENARIO_BARS, svg, table, summary, caption, bars)
