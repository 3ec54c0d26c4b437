"""Annexes: data as collected, GWP, parameters, factors and licences, contents against the standard, reproduction."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from tanzuji.documents.exchanges import DataOrigin, Emission, Transport
from tanzuji.documents.gases import gases
from tanzuji.documents.models import Process
from tanzuji.documents.text import Text
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Column, Fact, Facts, Paragraph, Row, Section, Table
from tanzuji.reports.impact import gas_name
from tanzuji.reports.opening import method_line
from tanzuji.reports.study import Study

MAIN_GASES = ("CO2", "CH4-fossil", "CH4-biogenic", "N2O", "SF6", "NF3", "HFC-134a", "PFC-14")


def annexes(study: Study) -> tuple[Section, ...]:
    """Annexes A to D and F; E tells item by item what a report has to hold."""
    say = study.say
    return (
        Section(
            "annex-data",
            say("数据收集表", "Data collection table"),
            (_data(study), *_origins(study)),
            clause="6.4.2",
        ),
        Section("annex-gwp", say("全球变暖潜势", "Global warming potentials"), (_gwp(study),), clause="6.5"),
        Section("annex-parameters", say("参数", "Parameters"), _parameters(study), clause="7.3"),
        Section("annex-factors", say("因子与许可", "Factors and licences"), _factors(study), clause="6.3.5"),
    )


def _data(study: Study) -> Table:
    say, rows = study.say, []
    for process in study.model.processes:
        items = _items(study, process)
        if items or process.output:
            rows.append(Row((_head(study, process), "", "", "", ""), "group"))
            rows += items
    for i, material in enumerate(study.model.materials):
        if i == 0:
            rows.append(
                Row((say("材料循环（每单位）", "Material loops (per unit)"), "", "", "", ""), "group")
            )
        amount = study.measured(material.amount, material.unit)
        rows.append(_row(study, material.name, amount, "material", material.data, material.note))
    return Table(
        say(
            "模型中的各行，按过程每次运行的收集量", "Lines of the model as collected, per run of each process"
        ),
        (
            Column(say("项", "Item"), weight=1.9),
            Column(say("用量", "Amount"), "number", 1.5),
            Column(say("数据", "Data"), weight=1.2),
            Column(say("出处", "Source"), weight=1.4),
            Column(say("备注", "Note"), weight=2.2),
        ),
        tuple(rows),
        note=say(
            "用量照录模型，不修约；每单位产品的用量见“投入、排放与因子”。以“=”开头的是公式，所用参数见附录“参数”。",
            "Amounts stand as entered, not rounded; amounts per unit of the study: “Inputs, emissions and factors”. A text "
            "that starts with “=” is a formula; see annex “Parameters”.",
        ),
    )


def _origins(study: Study) -> tuple[Block, ...]:
    say = study.say
    if not study.references:
        return ()
    rows = [
        Row((f"[{number}]", citation or None, read_in or None))
        for (citation, read_in), number in study.references.items()
    ]
    return (
        Table(
            say("出处", "Sources of amounts"),
            (
                Column(say("编号", "No."), weight=0.4),
                Column(say("出处", "Source"), weight=3),
                Column(say("读到的文件或记录", "File or record read"), weight=3),
            ),
            tuple(rows),
        ),
    )


def _head(study: Study, process: Process) -> str:
    name = f"{process.name.to(study.language)}{study.say('，', ', ')}{study.stage(process.stage)}"
    if process.output is None:
        return name + study.say("，每单位一次", ", once per unit")
    amount = f"{_head_amount(study, process.output.amount)} {study.unit_name(process.output.unit)}"
    return name + study.say(f"，每次运行产出 {amount}", f", {amount} a run")


def _head_amount(study: Study, amount: float | str) -> str:
    """The amount of one run in a head of one line: a formula only by its value."""
    return wording.plain(study.value(amount)) if isinstance(amount, str) else wording.entered(amount) or ""


def _items(study: Study, process: Process) -> list[Row]:
    found = [
        _row(study, item.name, _amount(study, item.amount, item.unit), kind, item.data, item.note)
        for kind, group in (("input", process.inputs), ("energy", process.energy), ("waste", process.wastes))
        for item in group
    ]
    found.extend(
        _row(study, item.name, _carried(study, item), "transport", item.data, item.note)
        for item in process.transports
    )
    found.extend(
        _row(study, item.name, _amount(study, item.amount, item.unit), _released(item), item.data, item.note)
        for item in process.emissions
    )
    return found


def _released(emission: Emission) -> str:
    return "emission" if emission.category != "offset" else "offset"


def _amount(study: Study, amount: float | str | None, unit: str) -> str | None:
    return None if amount is None else study.measured(amount, unit)


def _carried(study: Study, transport: Transport) -> str | None:
    """Mass × distance as collected; formulas stand below, in the same order."""
    if transport.amount is None and transport.mass is not None and transport.distance is not None:
        mass, *of_mass = study.measured(transport.mass, transport.mass_unit).split("\n", 1)
        distance, *of_distance = study.measured(transport.distance, transport.distance_unit).split("\n", 1)
        return "\n".join((f"{mass} × {distance}", *of_mass, *of_distance))
    return _amount(study, transport.amount, transport.unit)


def _row(study: Study, name: Text, amount: str | None, kind: str, data: DataOrigin, note: Text | None) -> Row:
    number = study.references.get((data.citation, data.read_in))
    where = (data.geography, wording.years(data.year_from, data.year_to) or "")
    told_where = study.say("，", ", ").join(part for part in where if part)
    origin = " ".join(part for part in (f"[{number}]" if number else "", told_where) if part)
    told = study.word(wording.KINDS, kind)
    said = study.word(wording.DATA_KINDS, data.kind)
    return Row(
        (
            name.to(study.language),
            amount if amount is not None else study.say("未知", "unknown"),
            f"{told}{study.say('，', ', ')}{said}" if kind != "input" else said,
            origin or None,
            study.text(note) or "–",
        )
    )


def _gwp(study: Study) -> Table:
    say, method = study.say, study.footprint.method
    known = gases()
    used = [g.gas for g in study.footprint.gases if g.gas in known]
    rows = []
    for id in dict.fromkeys([*MAIN_GASES, *used]):
        value = known[id].gwp.get(method.gwp_set)
        rows.append(
            Row(
                (
                    gas_name(study, id),
                    known[id].cas or "–",
                    wording.plain(value) if value is not None else None,
                    say("是", "yes") if id in used else say("否", "no"),
                    known[id].source.get(method.gwp_set) or None,
                )
            )
        )
    return Table(
        say(f"GWP100，{method.gwp_set}", f"GWP100, {method.gwp_set}"),
        (
            Column(say("气体", "Gas"), weight=2.2),
            Column("CAS", "code", 0.9),
            Column("kg CO₂e/kg", "number", 0.8),
            Column(say("本研究出现", "In this study"), weight=0.8),
            Column(say("来源", "Source"), weight=2.2),
        ),
        tuple(rows),
    )


def _parameters(study: Study) -> tuple[Block, ...]:
    say = study.say
    if not study.model.parameters:
        return (Paragraph(say("模型没有参数。", "The model has no parameters."), "note"),)
    rows = [
        Row(
            (
                p.name,
                study.entered(p.value),
                study.unit_name(p.unit) or "–",
                study.text(p.description) or "–",
                p.citation or None,
            )
        )
        for p in study.model.parameters
    ]
    return (
        Table(
            say("模型的参数", "Parameters of the model"),
            (
                Column(say("名称", "Name"), "code", 1.3),
                Column(say("数值或公式", "Value or formula"), "number", 1.6),
                Column(say("单位", "Unit"), weight=0.9),
                Column(say("说明", "Description"), weight=2),
                Column(say("出处", "Source"), weight=1.6),
            ),
            tuple(rows),
        ),
    )


def _factors(study: Study) -> tuple[Block, ...]:
    say = study.say
    if not study.factors:
        return (Paragraph(say("没有使用背景因子。", "No background factor is used."), "note"),)
    publications: dict[tuple[str, str, str], int] = {}  # publication, licence, address → its number
    rows = []
    for release, group in groupby(study.factors, key=lambda f: f.release):
        if len(study.footprint.releases) > 1:
            rows.append(Row((study.release(release), "", "", "", ""), "group"))
        for f in group:
            publication, _, location = f.source.partition("; ")
            number = publications.setdefault((publication, f.licence, f.url), len(publications) + 1)
            cells = (
                f"{f.name.to(study.language)}\n{study.identity(f)}",
                f"{wording.plain(f.value)}\n{study.per(f.unit)}",
                f"{study.where_when(f)}\n{study.word(wording.FACTOR_BOUNDARIES, f.boundary)}",
                f"{study.gas_basis(f)}\n{say('可信度：', 'confidence: ')}{study.word(wording.CONFIDENCES, f.confidence)}",
                f"[{number}] {location}".strip(),
            )
            rows.append(Row(cells, sources=(study.factor_source(f),)))
    return (
        Table(
            say("所用的因子", "Factors used"),
            (
                Column(say("因子，标识与版本", "Factor, id and version"), weight=2.4),
                Column(say("数值", "Value"), "number", 1.2),
                Column(say("地域、年份、边界", "Region, year, boundary"), weight=1.3),
                Column(say("气体，GWP，可信度", "Gases, GWP, confidence"), weight=1.3),
                Column(say("来源，其中位置", "Source, place in it"), weight=1.5),
            ),
            tuple(rows),
        ),
        _publications(study, publications),
    )


def _publications(study: Study, publications: Mapping[tuple[str, str, str], int]) -> Table:
    """What the numbers in the table of factors stand for."""
    say = study.say
    return Table(
        say("因子的来源与许可", "Sources and licences of the factors"),
        (
            Column(say("编号", "No."), weight=0.4),
            Column(say("来源", "Source"), weight=4),
            Column(say("许可", "Licence"), weight=2.2),
        ),
        tuple(
            Row(
                (
                    f"[{number}]",
                    "\n".join(filter(None, (publication or study.not_stated, url))),
                    licence or study.not_stated,
                )
            )
            for (publication, licence, url), number in publications.items()
        ),
    )


def reproduction(study: Study) -> Section:
    """The inputs that fix the result, in full: whoever has them gets the same number."""
    f, say = study.footprint, study.say
    return Section(
        "annex-reproduction",
        say("复算", "Reproduction"),
        (
            Paragraph(
                say(
                    "结果由模型、数据库版本、方法、引擎版本和随机种子完全确定；研究编号是它们的摘要。",
                    "The result is fixed by model, library releases, method, engine version and seed; the study id is "
                    "their digest.",
                )
            ),
            Facts(
                (
                    Fact(say("研究编号", "Study id"), f.id),
                    Fact(say("模型摘要", "Digest of the model"), f.model_digest),
                    Fact(say("结果摘要", "Digest of the results"), f.result_digest),
                    Fact(say("方法", "Method"), method_line(study)),
                    Fact(say("引擎版本", "Engine version"), f.engine_version),
                    Fact(say("随机种子", "Seed"), str(f.seed)),
                    *(Fact(f"{r.name} {r.version}", r.digest) for r in f.releases),
                )
            ),
        ),
    )
