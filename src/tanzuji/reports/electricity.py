"""How electricity is treated: supply, factors, losses, contractual instruments and the grid average beside them."""

from __future__ import annotations

from tanzuji.documents.exchanges import Energy
from tanzuji.documents.footprints import Contribution
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Column, Notice, Paragraph, Row, Table
from tanzuji.reports.study import Study


def factor_words(study: Study, item: Contribution) -> str:
    """`0.5777 kgCO₂e/kWh`; several of one unit as a sum; a gas by its own potential."""
    if item.factors:
        units = dict.fromkeys(f.unit for f in item.factors)
        if len(units) == 1:
            values = " + ".join(wording.plain(f.value, 5) for f in item.factors)
            apart = " " if len(item.factors) == 1 else "\n"
            return f"{values}{apart}{study.per(item.factors[0].unit)}"
        return " +\n".join(study.factor_value(f) for f in item.factors)
    if item.gas:
        return study.say(f"{item.gas} 的 GWP", f"GWP of {item.gas}")
    return "–"


def electricity(study: Study) -> tuple[Block, ...]:
    """Every use of electricity with its factor, the instruments, and the result with the grid average (SG-08 to SG-13)."""
    f, say = study.footprint, study.say
    items = [c for c in f.contributions if c.electricity]
    if not items:
        return (Paragraph(say("没有标明为电力的投入。", "No input is marked as electricity."), "note"),)
    rows = [
        Row(
            (
                f"{c.name.to(study.language)}{say('，', ', ')}{c.process_name.to(study.language)}",
                study.word(wording.ELECTRICITY, c.electricity or ""),
                study.amount(c.amount, c.unit),
                factor_words(study, c),
                say("；", "; ").join(study.where_when(x) for x in c.factors) or None,
                _losses(study, c),
            ),
            sources=study.sources(c),
        )
        for c in items
    ]
    blocks: list[Block] = [
        Table(
            say("用电与电力因子", "Electricity and its factors"),
            (
                Column(say("用电", "Use"), weight=2.2),
                Column(say("来源", "Supply"), weight=0.9),
                Column(say("用量", "Amount"), "number", 1.2),
                Column(say("电力因子", "Grid factor"), "number", 1.7),
                Column(say("地域与年份", "Region and year"), weight=1.3),
                Column(say("含输配损耗", "Losses included"), weight=0.9),
            ),
            tuple(rows),
        )
    ]
    blocks += _instruments(study)
    return tuple(blocks)


def _losses(study: Study, item: Contribution) -> str | None:
    told = {factor.includes_losses for factor in item.factors if factor.boundary != "upstream"}
    if told == {True}:
        return study.say("是", "yes")
    return study.say("否", "no") if told == {False} else None


def _instruments(study: Study) -> list[Block]:
    say = study.say
    used = [e for p in study.model.processes for e in p.energy if e.instrument is not None]
    beside = study.footprint.grid_average_total
    blocks: list[Block] = []
    if used:
        blocks.append(_criteria(study, used))
    else:
        text = say(
            "没有使用合同凭证（绿证、购电协议）；电力按上表的因子计算。",
            "No contractual instrument (green certificate, power purchase agreement) is used; electricity is calculated "
            "with the factors above.",
        )
        blocks.append(Paragraph(text))
    if beside is not None:
        blocks.append(
            Notice(
                say("按电网平均计算的结果", "Result with the grid average"),
                say(
                    f"不使用凭证时为 {wording.printed(beside)} {study.unit}。",
                    f"Without instruments the result is {wording.printed(beside)} {study.unit}.",
                ),
            )
        )
    return blocks


def _criteria(study: Study, used: list[Energy]) -> Table:
    say = study.say

    def met(value: bool) -> str:
        return say("是", "yes") if value else say("未证明", "not shown")

    rows = [
        Row(
            (
                e.name.to(study.language),
                study.word(wording.INSTRUMENTS, e.instrument.kind),
                e.instrument.number or None,
                met(e.instrument.conveys_generator),
                met(e.instrument.unique_claim),
                met(e.instrument.cancelled_for_user),
                met(e.instrument.same_period),
                met(e.instrument.same_market),
            )
        )
        for e in used
        if e.instrument is not None
    ]
    return Table(
        say("合同凭证与五项条件", "Contractual instruments and the five conditions"),
        (
            Column(say("用电", "Use"), weight=1.4),
            Column(say("凭证", "Instrument"), weight=1.2),
            Column(say("编号", "Number"), "code", 1.2),
            Column(say("说明发电方", "Tells the generator")),
            Column(say("唯一主张", "Unique claim")),
            Column(say("已为用户注销", "Cancelled for the user")),
            Column(say("同期", "Same period"), weight=0.8),
            Column(say("同一市场", "Same market"), weight=0.8),
        ),
        tuple(rows),
    )
