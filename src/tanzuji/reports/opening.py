"""The cover, the summary, 1 basic information and 2 goal."""

from __future__ import annotations

from tanzuji.documents.footprints import Contribution
from tanzuji.documents.names import TREATMENTS
from tanzuji.documents.rounding import figure
from tanzuji.reports import wording
from tanzuji.reports.blocks import Block, Bullets, Cover, Fact, Facts, Notice, Section, Source, Value
from tanzuji.reports.certainty import interval_sentence
from tanzuji.reports.study import Study


def result(study: Study) -> Value:
    """The one headline value, with its unit, what one unit is, and how it came about."""
    f, say = study.footprint, study.say
    digits = say("按 GB/T 8170 修约到 4 位有效数字", "four significant digits, GB/T 8170")
    facts = (
        Fact(say("未修约", "Unrounded"), f"{f.total:.10g} {study.unit}".replace("-", "\u2212")),
        Fact(say("修约", "Rounding"), digits),
        *_one_run(study),
        Fact(say("排放", "Emissions"), f"{study.kg(f.gross_emissions)} {study.unit}"),
        Fact(say("清除与避免", "Removed and avoided"), f"{study.kg(f.gross_credits)} {study.unit}"),
        Fact(say("方法", "Method"), method_line(study)),
        Fact(say("数据库", "Libraries"), study.joined([study.release(r.name) for r in f.releases]) or None),
        Fact(say("研究编号", "Study id"), f.id),
    )
    return Value(
        name=study.result_name,
        number=figure(f.total),
        unit=study.unit,
        per=study.model.unit.description.to(study.language),
        sources=(Source(say("这个数怎么来的", "How this number came about"), facts),),
    )


def _one_run(study: Study) -> tuple[Fact, ...]:
    """The footprint of one run of the delivering process, where that is not one unit of the study.

    A battery's unit is 1 kWh delivered; one run of its last process is a kilowatt-hour of capacity over its life.
    """
    unit = study.model.unit
    process = next((p for p in study.model.processes if p.id == study.model.deliver), None)
    if process is None or process.output is None or process.output.unit != unit.unit:
        return ()
    runs = study.value(process.output.amount) / unit.amount
    if runs <= 1:
        return ()
    name = process.name.to(study.language)
    made = f"{wording.plain(runs * unit.amount)} {study.unit_name(unit.unit)}"
    value = f"{wording.printed(study.footprint.total * runs)} {study.kilograms}"
    return (
        Fact(
            study.say("交付过程运行一次", "One run of the delivering process"),
            study.say(f"{value}（{name}，产出 {made}）", f"{value} ({name}, gives {made})"),
        ),
    )


def method_line(study: Study) -> str:
    """GWP set, treatment of recycling, of biogenic carbon and, where it is not the model's own, of electricity."""
    method = study.footprint.method
    told = [
        f"GWP100, {method.gwp_set}",
        study.word(wording.LOOPS, method.end_of_life),
        study.word(wording.BIOGENIC, method.biogenic),
    ]
    if method.electricity != "as_modelled":
        power = study.say(*TREATMENTS[method.electricity])
        told.append(study.say(f"电力{power}", f"electricity: {power[0].lower()}{power[1:]}"))
    return study.say("；", "; ").join(told)


def period(study: Study) -> str | None:
    """The period the data stand for."""
    span = study.model.period
    return None if span is None else f"{span.start.isoformat()} \u2013 {span.end.isoformat()}"


def rules(study: Study) -> str | None:
    """The rule packs the study claims to follow, by number and title where they are known."""
    known = {pack.id: pack for pack in study.check.packs} if study.check else {}
    found = []
    for id in study.model.rules:
        pack = known.get(id)
        found.append(f"{pack.number or pack.id} {pack.title.to(study.language)}" if pack else id)
    return study.say("；", "; ").join(found) or None


def title(study: Study) -> str:
    """What kind of report this is; a partial footprint is named so."""
    if study.footprint.partial:
        return study.say("产品部分碳足迹研究报告", "Partial product carbon footprint study report")
    return study.say("产品碳足迹研究报告", "Product carbon footprint study report")


def cover(study: Study) -> Cover:
    """Product, one number, unit, boundary, who says so, and what identifies the study."""
    f, m, say = study.footprint, study.model, study.say
    facts = [
        Fact(say("企业", "Maker"), study.text(m.product.maker)),
        Fact(say("型号", "Model"), m.product.model or None),
        Fact(say("数据期间", "Data period"), period(study)),
        Fact(say("规则", "Rules"), rules(study)),
        Fact(say("特征化", "Characterisation"), f"GWP100, {f.method.gwp_set}"),
        Fact(say("研究编号", "Study id"), study.digest),
        *(
            Fact(say("数据库", "Library"), f"{r.name} {r.version} ({r.digest.removeprefix('sha256:')[:12]})")
            for r in f.releases
        ),
        Fact(say("计算引擎", "Engine"), f"tanzuji {f.engine_version}"),
    ]
    if study.date is not None:
        facts.append(Fact(say("报告日期", "Date of report"), study.date.isoformat()))
    return Cover(
        kind=title(study),
        product=m.product.name.to(study.language),
        value=result(study),
        boundary=study.word(wording.BOUNDARIES, f.boundary),
        badge=say("自我声明（未经核查）", "Self-declared (not verified)"),
        facts=tuple(facts),
        notices=_notices(study),
        strip=next(iter(study.drawing("lifecycle-strip")), None),
    )


def _notices(study: Study) -> tuple[Notice, ...]:
    f, say = study.footprint, study.say
    found = []
    gaps = len(study.missing)
    if f.partial:
        found.append(
            Notice(
                say("这是产品部分碳足迹", "This is a partial footprint"),
                say(
                    f"系统边界为{study.word(wording.BOUNDARIES, f.boundary)}，不是完整的生命周期；不得与摇篮到坟墓的结果比较。",
                    f"The boundary is {study.word(wording.BOUNDARIES, f.boundary)}, not the whole life cycle; "
                    "not comparable with cradle-to-grave results.",
                ),
            )
        )
    if gaps:
        found.append(
            Notice(
                say(f"结果缺 {gaps} 项", f"{gaps} item{'s' if gaps > 1 else ''} missing from the result"),
                say(
                    "这些项没有用量或没有因子，未按零计算。见“数据缺口”。",
                    "They have no amount or no factor and are not counted as zero. See “Data gaps”.",
                ),
                "warn",
            )
        )
    return tuple(found)


def summary(study: Study) -> Section:
    """The findings in a few sentences, before the body."""
    f, say = study.footprint, study.say
    items = [
        say(
            f"{study.result_name}为 {figure(f.total)} {study.unit}（{study.word(wording.UNIT_KINDS, study.model.unit.kind)}："
            f"{_per(study)}；边界：{study.word(wording.BOUNDARIES, f.boundary)}）。",
            f"{study.result_name}: {figure(f.total)} {study.unit} "
            f"({study.word(wording.UNIT_KINDS, study.model.unit.kind)}: {_per(study)}; "
            f"boundary: {study.word(wording.BOUNDARIES, f.boundary)}).",
        )
    ]
    if interval_sentence(study):
        items.append(interval_sentence(study))
    if f.contributions:
        items += _largest(study)
    items.append(quality_sentence(study))
    items += gap_sentences(study)
    if study.check is not None:
        items.append(check_sentence(study))
    items.append(
        say(
            "本报告为自我声明，未经第三方核查。",
            "This report is self-declared; no third party has verified it.",
        )
    )
    return Section("summary", say("摘要", "Summary"), (Bullets(tuple(items)),))


def gap_sentences(study: Study) -> list[str]:
    """How many items the result lacks, and how many enter it without burden."""
    say, missing = study.say, len(study.missing)
    free = sum(gap.reason == "burden_free" for gap in study.footprint.gaps)
    found = []
    if missing:
        found.append(
            say(
                f"结果缺 {missing} 项（没有用量或没有因子，未按零计算），补齐后结果可能变化，见“数据缺口”。",
                f"{_items(missing)} missing from the result (no amount or no factor, not counted as zero); the result "
                "may change once they are known. See “Data gaps”.",
            )
        )
    if free:
        found.append(
            say(
                f"另有 {free} 项按截断不带负担，见“数据缺口”。",
                f"{free} item{' enters' if free == 1 else 's enter'} without burden by cut-off. See “Data gaps”.",
            )
        )
    return found


def _items(count: int) -> str:
    return f"{count} item is" if count == 1 else f"{count} items are"


def _per(study: Study) -> str:
    return study.model.unit.description.to(study.language)


def _largest(study: Study) -> list[str]:
    f, say = study.footprint, study.say
    stage = max(f.stages, key=lambda s: s.total)
    chosen = significant(study)
    share = study.share(stage.share)
    return [
        say(
            f"贡献最大的阶段是{stage.name.to('zh')}：{study.kg(stage.total)} {study.unit}，占 {share}。",
            f"The largest stage is {stage.name.to('en').lower()} with {study.kg(stage.total)} {study.unit} ({share}).",
        ),
        say(
            f"{len(chosen)} 项投入或排放合计占总贡献的 80 % 以上，其中最大的是"
            f"{chosen[0].name.to('zh')}（{chosen[0].process_name.to('zh')}）。",
            f"{'1 input or emission makes' if len(chosen) == 1 else f'{len(chosen)} inputs or emissions make'} up "
            f"80 % or more of all contributions; the largest is {chosen[0].name.to('en')} ({chosen[0].process_name.to('en')}).",
        ),
    ]


def significant(study: Study, cover: float = 0.8) -> list[Contribution]:
    """The largest contributions that together reach `cover` of the sum of absolute contributions."""
    ranked = sorted(study.footprint.contributions, key=lambda c: (-abs(c.total), c.path))
    found: list[Contribution] = []
    reached = 0.0
    for item in ranked:
        if reached >= cover * study.gross:
            break
        found.append(item)
        reached += abs(item.total)
    return found


def quality_sentence(study: Study) -> str:
    """How much of the footprint rests on primary data and on weak factors."""
    q = study.footprint.data_quality
    primary, low = study.share(q.primary_share), study.share(q.low_confidence_share)
    return study.say(
        f"碳足迹中，初级数据占 {primary}；估计数据或低可信度因子占 {low}。",
        f"Primary data cover {primary} of the footprint; estimates or low-confidence factors cover {low}.",
    )


def check_sentence(study: Study) -> str:
    """What the rule check found, counted."""
    assert study.check is not None
    errors, warnings = study.check.count("error"), study.check.count("warning")
    return study.say(
        f"规则检查：{errors} 项错误，{warnings} 项提醒，{study.check.passed} 项通过。",
        f"Rule check: {errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}, "
        f"{study.check.passed} checks passed.",
    )


def basics(study: Study) -> Section:
    """1 Basic information: product, maker, study."""
    p, say = study.model.product, study.say
    product: list[Block] = [
        Facts(
            (
                Fact(say("产品名称", "Product"), p.name.to(study.language)),
                Fact(say("型号", "Model"), p.model or None),
                Fact(say("规格", "Specification"), study.text(p.specification)),
                Fact(say("描述", "Description"), study.text(p.description)),
                Fact(
                    say("分类编码", "Codes"),
                    say("；", "; ").join(f"{k} {v}" for k, v in p.codes.items()) or None,
                ),
                Fact(say("企业", "Maker"), study.text(p.maker)),
                Fact(say("生产地点", "Site"), study.text(p.site)),
            )
        )
    ]
    return Section(
        "basics",
        say("基本情况", "Basic information"),
        sections=(
            Section("product", say("产品", "Product"), tuple(product), clause="6.3.2"),
            Section("study", say("研究", "Study"), (_study_facts(study),), clause="7.3"),
        ),
    )


def _study_facts(study: Study) -> Facts:
    f, m, say = study.footprint, study.model, study.say
    return Facts(
        (
            Fact(say("报告类型", "Kind of report"), study.text(m.scope.report_type)),
            Fact(
                say("依据的标准与产品种类规则", "Standards and product category rules"),
                rules(study),
            ),
            Fact(say("鉴定性评审或核查", "Critical review or verification"), study.text(m.scope.review_type)),
            Fact(
                say("谁作出声明", "Who stands behind it"),
                say("自我声明（未经核查）", "Self-declared (not verified)"),
            ),
            Fact(say("报告日期", "Date of report"), study.date.isoformat() if study.date else None),
            Fact(say("有效期", "Time period of validity"), None),
            Fact(
                say("模型", "Model"),
                f"{m.id}，{m.version}" if study.language == "zh" else f"{m.id}, version {m.version}",
            ),
            Fact(say("研究编号", "Study id"), f.id),
        )
    )


def goal(study: Study) -> Section:
    """2 Goal: what the study is for, why, for whom, and whether it is told to the public."""
    g, say = study.model.goal, study.say
    told = {True: say("是", "yes"), False: say("否", "no"), None: None}[g.communicated]
    return Section(
        "goal",
        say("目的", "Goal"),
        (
            Facts(
                (
                    Fact(say("预期用途", "Intended application"), study.text(g.application)),
                    Fact(say("开展研究的理由", "Reasons for the study"), study.text(g.reasons)),
                    Fact(say("目标受众", "Intended audience"), study.text(g.audience)),
                    Fact(say("是否对外公布", "Results communicated to the public"), told),
                )
            ),
        ),
        clause="6.3.1",
    )
