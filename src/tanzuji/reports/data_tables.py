"""The sheets of the data workbook: every number of a footprint with its unit, place and source."""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.documents.datasets import Quality
from tanzuji.documents.exchanges import Transport
from tanzuji.documents.footprints import Contribution, FactorUse, Lines
from tanzuji.documents.lines import LINES
from tanzuji.reports import wording
from tanzuji.reports.certainty_tables import certainty_sheets
from tanzuji.reports.opening import method_line, period, rules
from tanzuji.reports.sheets import Cell, Sheet, widths
from tanzuji.reports.study import Study


def sheets(study: Study) -> list[Sheet]:
    """Every sheet, in the order of the workbook."""
    return [
        _result(study),
        _stages(study),
        _contributions(study),
        _factors(study),
        _inputs(study),
        _gaps(study),
        _gases(study),
        _sensitivities(study),
        *certainty_sheets(study),
        _scenarios(study),
        _findings(study),
    ]


def _line_heads(study: Study) -> tuple[str, ...]:
    return tuple(f"{study.line(line)}, {study.unit}" for line in LINES)


def _line_cells(lines: Lines) -> tuple[Cell, ...]:
    return tuple(lines.get(line) for line in LINES)


def _result(study: Study) -> Sheet:
    f, m, say = study.footprint, study.model, study.say
    language = study.language
    rows: list[tuple[Cell, ...]] = [
        (study.result_name, f.total, study.unit),
        *((study.line(line), f.lines.get(line), study.unit) for line in LINES),
        (say("净生物源", "Net biogenic"), f.lines.biogenic + f.lines.removal, study.unit),
        (say("排放合计", "Gross emissions"), f.gross_emissions, study.unit),
        (say("清除与避免合计", "Gross removals and credits"), f.gross_credits, study.unit),
        (say("按电网平均计算的结果", "Result with the grid average"), f.grid_average_total if f.grid_average_total is not None else say("不适用", "not applicable"), study.unit),
        (say("产品含生物源碳", "Biogenic carbon in the product"), study.value(m.biogenic_carbon_content) if m.biogenic_carbon_content is not None else study.not_stated, "kg C"),
        (say("产品", "Product"), m.product.name.to(language), ""),
        (say("单位", "Unit"), m.unit.description.to(language), f"{m.unit.amount:g} {study.unit_name(m.unit.unit)}"),
        (say("边界", "Boundary"), study.word(wording.BOUNDARIES, f.boundary), ""),
        (say("声明", "Standing"), say("自我声明（未经核查）", "Self-declared (not verified)"), ""),
        (say("数据期间", "Data period"), period(study) or study.not_stated, ""),
        (say("规则", "Rules"), rules(study) or study.not_stated, ""),
        (say("方法", "Method"), method_line(study), ""),
        (say("质量评分", "Data-quality rating"), f.data_quality.rating if f.data_quality.rating is not None else study.not_stated, "1–5"),
        (say("有评分的份额", "Share rated"), f.data_quality.rated_share, "1"),
        (say("初级数据份额", "Primary data share"), f.data_quality.primary_share, "1"),
        (say("估计或低可信度份额", "Low-confidence share"), f.data_quality.low_confidence_share, "1"),
        (say("研究编号", "Study id"), f.id, ""),
        (say("模型摘要", "Model digest"), f.model_digest, ""),
        (say("结果摘要", "Result digest"), f.result_digest, ""),
        (say("引擎版本", "Engine version"), f.engine_version, ""),
        (say("随机种子", "Seed"), f.seed, ""),
        *((f"{say('数据库', 'Library')} {r.name} {r.version}", r.digest, "") for r in f.releases),
    ]  # fmt: skip
    heads = (say("项", "Item"), say("值", "Value"), say("单位", "Unit"))
    return Sheet(say("结果", "Result"), heads, (34.0, 70.0, 16.0), tuple(rows))


def _stages(study: Study) -> Sheet:
    say = study.say
    heads = (
        say("阶段", "Stage"),
        "id",
        say("通用阶段", "Canonical stage"),
        study.unit,
        say("占比", "Share"),
        *_line_heads(study),
    )
    rows = tuple(
        (s.name.to(study.language), s.stage, s.canonical, s.total, s.share, *_line_cells(s.lines))
        for s in study.footprint.stages
    )
    return Sheet(say("阶段", "Stages"), heads, widths(heads, {0: 24.0}), rows, frozenset({4}))  # fmt: skip


def _contributions(study: Study) -> Sheet:
    """One row a factor: a contribution with two factors stands in two rows that add up to it."""
    say = study.say
    heads = (
        say("在模型中", "Path"), say("阶段", "Stage"), say("过程", "Process"), say("项", "Item"), say("种类", "Kind"),
        say("用量", "Amount"), say("单位", "Unit"), say("因子", "Factor id"), say("因子版本", "Factor version"),
        say("因子值", "Factor value"), say("因子单位", "Factor unit"), study.unit, say("占比", "Share"),
        say("数据", "Data kind"), say("可信度", "Confidence"), say("评分", "Rating"), say("出处", "Source"), say("备注", "Note"),
    )  # fmt: skip
    rows = tuple(row for c in study.footprint.contributions for row in _contribution(study, c))
    wide = {0: 30.0, 2: 24.0, 3: 32.0, 7: 32.0, 16: 50.0, 17: 40.0}
    return Sheet(say("贡献", "Contributions"), heads, widths(heads, wide), rows, frozenset({12}))


def _contribution(study: Study, c: Contribution) -> Iterator[tuple[Cell, ...]]:
    head = (
        c.path,
        study.stage(c.stage),
        c.process_name.to(study.language),
        c.name.to(study.language),
        study.word(wording.KINDS, c.kind),
        c.amount,
        study.unit_name(c.unit),
    )
    tail = (
        study.word(wording.DATA_KINDS, c.data_kind),
        c.confidence,
        _rating(c.quality),
        c.citation,
        study.text(c.note),
    )
    if not c.factors:
        yield (*head, c.gas, None, None, None, c.total, c.share, *tail)
    for factor in c.factors:
        share = c.share * factor.kg_co2e / c.total if c.share is not None and c.total else None
        per = study.per(factor.unit)
        yield (*head, factor.dataset, factor.version, factor.value, per, factor.kg_co2e, share, *tail)


def _rating(quality: Quality | None) -> float | None:
    return quality.rating if quality is not None else None


def _factors(study: Study) -> Sheet:
    say = study.say
    heads = (
        say("标识", "Id"), say("版本", "Version"), say("数据库", "Library"), say("名称", "Name"), say("值", "Value"),
        say("单位", "Unit"), say("地域", "Region"), say("起始年", "From year"), say("截止年", "To year"), say("边界", "Boundary"),
        say("气体", "Gas basis"), "GWP", say("按研究的 GWP 换算", "Recalculated"), say("含输配损耗", "Losses included"),
        say("可信度", "Confidence"), say("来源", "Source"), say("许可", "Licence"), say("网址", "Address"),
    )  # fmt: skip
    rows = tuple(_factor(study, factor) for factor in study.factors)
    wide = {0: 34.0, 2: 24.0, 3: 40.0, 15: 60.0, 16: 40.0, 17: 40.0}
    return Sheet(say("因子", "Factors"), heads, widths(heads, wide), rows)


def _factor(study: Study, f: FactorUse) -> tuple[Cell, ...]:
    return (
        f.dataset,
        f.version,
        study.release(f.release),
        f.name.to(study.language),
        f.value,
        study.per(f.unit),
        f.geography or study.not_stated,
        f.year_from,
        f.year_to,
        study.word(wording.FACTOR_BOUNDARIES, f.boundary),
        study.word(wording.GAS_BASES, f.gas_basis),
        f.gwp_set or study.not_stated,
        f.recharacterised,
        f.includes_losses,
        study.word(wording.CONFIDENCES, f.confidence),
        f.source or study.not_stated,
        f.licence or study.not_stated,
        f.url or None,
    )


def _inputs(study: Study) -> Sheet:
    """The lines of the model as they were entered, per run of their process."""
    say = study.say
    heads = (
        say("在模型中", "Path"), say("过程", "Process"), say("种类", "Kind"), say("项", "Item"), say("用量或公式", "Amount or formula"),
        say("单位", "Unit"), say("因子或供应过程", "Factors or supplying process"), say("数据", "Data kind"), say("出处", "Source"),
        say("读到的文件", "File or record read"), say("地域", "Region"), say("起始年", "From year"), say("截止年", "To year"), say("备注", "Note"),
    )  # fmt: skip
    wide = {0: 30.0, 1: 24.0, 3: 32.0, 4: 24.0, 6: 36.0, 8: 50.0, 9: 40.0, 13: 40.0}
    return Sheet(say("输入", "Inputs"), heads, widths(heads, wide), tuple(_lines(study)))


def _lines(study: Study) -> Iterator[tuple[Cell, ...]]:
    groups = (
        ("inputs", "input"),
        ("energy", "energy"),
        ("transports", "transport"),
        ("wastes", "waste"),
        ("emissions", "emission"),
    )
    for i, process in enumerate(study.model.processes):
        for group, kind in groups:
            for j, item in enumerate(getattr(process, group)):
                amount, unit = item.amount, item.unit
                if isinstance(item, Transport) and amount is None and item.mass is not None:
                    amount = f"{wording.entered(item.mass)} {item.mass_unit} × {wording.entered(item.distance)} {item.distance_unit}"
                behind = (
                    ", ".join(getattr(item, "datasets", ()))
                    or getattr(item, "process", None)
                    or getattr(item, "gas", None)
                )
                yield (
                    f"processes[{i}].{group}[{j}]", process.name.to(study.language), study.word(wording.KINDS, kind),
                    item.name.to(study.language), amount if amount is not None else study.say("未知", "unknown"), unit, behind,
                    study.word(wording.DATA_KINDS, item.data.kind), item.data.citation, item.data.read_in,
                    item.data.geography, item.data.year_from, item.data.year_to, study.text(item.note),
                )  # fmt: skip


def _gaps(study: Study) -> Sheet:
    say = study.say
    heads = (say("在模型中", "Path"), say("阶段", "Stage"), say("过程", "Process"), say("项", "Item"), say("原因", "Reason"), say("用量", "Amount"), say("单位", "Unit"), say("备注", "Note"))  # fmt: skip
    rows = tuple(
        (
            g.path,
            study.stage(g.stage),
            study.process(g.process),
            g.name.to(study.language),
            study.word(wording.GAP_REASONS, g.reason),
            g.amount,
            study.unit_name(g.unit) if g.unit else g.unit,
            study.text(g.note),
        )
        for g in study.footprint.gaps
    )
    return Sheet(say("缺口", "Gaps"), heads, widths(heads, {0: 30.0, 3: 32.0, 4: 30.0, 7: 50.0}), rows)


def _gases(study: Study) -> Sheet:
    say = study.say
    heads = (say("气体", "Gas"), say("报告项", "Line"), "kg", study.unit)
    rows = tuple((g.gas, study.line(g.line), g.kg, g.kg_co2e) for g in study.footprint.gases)
    return Sheet(say("气体", "Gases"), heads, widths(heads, {}), rows)


def _sensitivities(study: Study) -> Sheet:
    say = study.say
    heads = (say("在模型中", "Path"), say("用量", "Amount"), say("过程", "Process"), say("种类", "Kind"), say("弹性（% / %）", "Elasticity (% per %)"), say(f"用量增加 10 % 的变化，{study.unit}", f"Change for 10 % more, {study.unit}"))  # fmt: skip
    total = study.footprint.total
    rows = tuple(
        (
            s.path,
            s.name.to(study.language),
            study.process(s.process),
            say("中间产品", "intermediate product") if s.link else say("外部取得", "from outside"),
            s.elasticity,
            total * s.elasticity * 0.1,
        )
        for s in study.footprint.sensitivities
    )
    return Sheet(
        say("敏感性", "Sensitivities"),
        heads,
        widths(heads, {0: 30.0, 1: 32.0, 2: 24.0, 3: 20.0, 4: 16.0, 5: 24.0}),
        rows,
    )


def _scenarios(study: Study) -> Sheet:
    say, f = study.say, study.footprint
    stages = tuple(s.stage for s in f.stages)
    heads = (say("情景", "Scenario"), "id", say("种类", "Kind"), study.unit, say("与基准之差", "Difference"), *_line_heads(study), *(study.stage(s) for s in stages))  # fmt: skip
    rows = tuple(
        (
            s.name.to(study.language),
            s.id,
            study.word(wording.SCENARIO_KINDS, s.kind),
            s.total,
            s.difference,
            *_line_cells(s.lines),
            *(s.stages.get(stage) for stage in stages),
        )
        for s in f.scenarios
    )
    return Sheet(say("情景", "Scenarios"), heads, widths(heads, {0: 32.0}), rows)


def _findings(study: Study) -> Sheet:
    say = study.say
    heads = (say("规则", "Rule"), say("规则包", "Pack"), say("版本", "Version"), say("级别", "Severity"), say("在模型中", "Path"), say("发现", "Finding"), say("补救", "Remedy"), say("依据", "Authority"))  # fmt: skip
    found = study.check.findings if study.check is not None else ()
    rows = tuple(
        (
            x.rule,
            x.pack,
            x.pack_version,
            study.word(wording.SEVERITIES, x.severity),
            x.path,
            x.message.to(study.language),
            x.remedy.to(study.language),
            x.standing.to(study.language),
        )
        for x in found
    )
    return Sheet(say("发现", "Findings"), heads, widths(heads, {1: 20.0, 4: 30.0, 5: 70.0, 6: 50.0, 7: 36.0}), rows)  # fmt: skip
