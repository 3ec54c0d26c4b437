"""How sure the result is, in the report: interval, distribution, where the uncertainty comes from, what it rests on."""

from __future__ import annotations

from tanzuji.documents.quality_schemes import INDICATOR_NAMES, scheme_named, schemes
from tanzuji.documents.rounding import figure
from tanzuji.documents.uncertainty import FootprintUncertainty
from tanzuji.engine.samples.release_samples import NO_SAMPLES
from tanzuji.engine.uncertainty.data_quality import rate
from tanzuji.figures import Figure, distribution, effect_bars
from tanzuji.figures.amounts import percent
from tanzuji.figures.spread import effect_names, interval_text
from tanzuji.reports.blocks import Block, Column, Drawing, Paragraph, Row, Table
from tanzuji.reports.study import NARROW, Study

EFFECTS = 12
"""Inputs in the report's table; the data workbook holds those that bring most."""


def uncertainty(study: Study) -> tuple[Block, ...]:
    """The blocks about uncertainty; a sentence where nothing was drawn or nothing varies."""
    found, say = study.uncertainty, study.say
    if found is None:
        text = say("不确定度：未计算。", "Uncertainty: not calculated.")
        return (Paragraph(text, "note"),)
    if not found.spread.sd > 0:
        text = say(
            "不确定度：没有一个输入带有分布或评分，结果没有区间。",
            "Uncertainty: no input carries a distribution or scores; the result has no interval.",
        )
        return (Paragraph(text, "note"),)
    return (
        _figures(study, found),
        *_drawings(study, found),
        _effects(study, found),
        Paragraph(_basis(study, found), "note"),
    )


def interval_sentence(study: Study) -> str:
    """The interval in a sentence, empty where there is none."""
    found = study.uncertainty
    if found is None or not found.spread.sd > 0:
        return ""
    low, high = found.spread.interval.low, found.spread.interval.high
    return study.say(
        f"95 % 区间为 {interval_text(low, high)} {study.unit}（蒙特卡洛 {found.iterations - found.void:,} 次）。",
        f"95 % interval: {interval_text(low, high)} {study.unit} "
        f"({found.iterations - found.void:,} Monte Carlo draws).",
    )


def _figures(study: Study, found: FootprintUncertainty) -> Table:
    say, spread, errors, analytic = study.say, found.spread, found.errors, found.analytic
    mean, middle, sd, low, high = analytic.figures() if analytic is not None else (None,) * 5
    rows = (
        (say("均值", "Mean"), spread.mean, errors.mean, mean),
        (say("中位数", "Median"), spread.median, errors.median, middle),
        (say("标准差", "Standard deviation"), spread.sd, None, sd),
        (say("2.5 % 分位数", "2.5 percentile"), spread.interval.low, errors.low, low),
        (say("97.5 % 分位数", "97.5 percentile"), spread.interval.high, errors.high, high),
    )
    return Table(
        say("结果的分布", "Distribution of the result"),
        (
            Column(study.unit, weight=1.6),
            Column(say("蒙特卡洛", "Monte Carlo"), "number"),
            Column(say("标准误差", "Standard error"), "number"),
            Column(say("一阶解析估计", "First-order estimate"), "number", 1.2),
        ),
        tuple(
            Row(
                (
                    name,
                    study.kg(drawn),
                    "–" if error is None else f"± {study.kg(error)}",
                    "–" if estimate is None else study.kg(estimate),
                )
            )
            for name, drawn, error, estimate in rows
        ),
        note=say(
            f"抽样 {found.iterations:,} 次，种子 {found.seed}"
            + (f"，其中 {found.void} 次模型没有数值，略去" if found.void else "")
            + "。解析估计用来核对，不靠抽样。",
            f"{found.iterations:,} draws, seed {found.seed}"
            + (f"; {found.void} of them, in which the model has no value, are left out" if found.void else "")
            + ". The estimate is a check that needs no draws.",
        ),
    )


def _drawings(study: Study, found: FootprintUncertainty) -> list[Drawing]:
    drawn = []
    for draw in (distribution, effect_bars):
        wide: Figure | None = draw(study.footprint, found, study.language, width=720)
        narrow: Figure | None = draw(study.footprint, found, study.language, width=NARROW)
        if wide is not None:
            drawn.append(Drawing(wide, narrow))
    return drawn


def _effects(study: Study, found: FootprintUncertainty) -> Table:
    say, effects = study.say, found.effects[:EFFECTS]
    names = effect_names(study.footprint, effects, study.language)

    def share(value: float | None) -> str:
        return "–" if value is None else percent(max(value, 0.0))  # an estimate may fall a little below 0

    return Table(
        say("局部与全局敏感性", "Local and global sensitivity"),
        (
            Column(say("输入", "Input"), weight=2.6),
            Column(say("相对标准差", "Relative deviation"), "number", 1.1),
            Column(say("弹性", "Elasticity"), "number"),
            Column(say("Sobol 一阶", "Sobol first"), "number"),
            Column(say("Sobol 总", "Sobol total"), "number"),
        ),
        tuple(
            Row(
                (
                    name,
                    "–" if e.deviation is None else percent(e.deviation),
                    "–" if e.elasticity is None else figure(e.elasticity, 3),
                    share(e.first_order),
                    share(e.total_order),
                )
            )
            for e, name in zip(effects, names, strict=True)
        ),
        note=say(
            "弹性：输入变 1 %，结果变百分之几。Sobol 指数：输入单独（一阶）、连同交互（总）解释的方差。",
            "Elasticity: per cent of the result per per cent of the input. Sobol indices: variance explained by the "
            "input alone (first) and with its interactions (total).",
        ),
    )


def _basis(study: Study, found: FootprintUncertainty) -> str:
    say, b = study.say, found.basis
    parts = (
        (b.stated, say("陈述的分布", "stated distributions")),
        (b.samples, say("背景数据库的联合样本", "joint samples of the background database")),
        (b.scores, say("数据质量评分", "data-quality scores")),
        (b.derived, say("由数据类型、年份、地域推定的评分", "scores derived from kind, years and area of the data")),
        (b.certain, say("视为确定", "taken as certain")),
    )  # fmt: skip
    told = study.joined([f"{name} {percent(share)}" for share, name in parts if share >= 5e-4])
    without = "".join(
        NO_SAMPLES.problem(release=r).text(study.language) + say("", " ") for r in found.unsampled
    )
    scheme = scheme_named(found.scheme).name.to(study.language) if found.scheme else say("无", "none")
    return say(
        f"区间的依据（按碳足迹加权）：{told}。数据质量方案：{scheme}。{without}不在结果里的项也不在区间里。",
        f"The interval rests on (weighted by footprint): {told}. Data-quality scheme: {scheme}. {without}What is not in the "
        "result is not in the interval either.",
    )


def ratings(study: Study) -> Table:
    """Data quality under every scheme, weighted by contribution."""
    say, rows = study.say, []
    for id, scheme in schemes().items():
        found = rate(study.model, study.footprint.contributions, scheme_named(id))
        rows.append(
            Row(
                (
                    scheme.name.to(study.language),
                    None if found.rating is None else figure(found.rating, 3),
                    found.grade.to(study.language) if found.grade else "–",
                    study.joined(
                        [
                            f"{INDICATOR_NAMES[name].to(study.language)} {figure(found.indicators[name], 2)}"
                            for name in scheme.indicators
                            if name in found.indicators
                        ]
                    ),
                    percent(found.derived_share),
                )
            )
        )
    return Table(
        say("数据质量，按方案（1 最好，5 最差）", "Data quality by scheme (1 best, 5 worst)"),
        (
            Column(say("方案", "Scheme"), weight=2),
            Column(say("评分", "Rating"), "number", 0.7),
            Column(say("等级", "Grade"), weight=0.7),
            Column(say("指标", "Indicators"), weight=2.4),
            Column(say("推定的份额", "Derived share"), "number", 1),
        ),
        tuple(rows),
        note=say(
            "没有写的评分由数据类型、年份、地域推定，推定的份额列在最后；上面的评分只用写出的。",
            "Scores nobody stated are derived from kind, years and area of the data; their share stands last. The "
            "rating above uses stated scores alone.",
        ),
    )
