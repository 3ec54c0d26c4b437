"""The command about how sure a footprint is."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from tanzuji.documents.base import Document
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.errors import CodedError, Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import figure
from tanzuji.documents.uncertainty import FootprintUncertainty, UncertaintyComparison
from tanzuji.engine.samples.release_samples import NO_SAMPLES
from tanzuji.figures.amounts import amount, interval_of, percent
from tanzuji.figures.spread import effect_names, interval_text
from tanzuji.site.language import chosen, pick, say
from tanzuji.site.options import (
    AsJson,
    GwpOption,
    Lang,
    ModelFile,
    Releases,
    method_of,
    model_of,
    releases_of,
)
from tanzuji.site.results import per
from tanzuji.site.terminal import out, table

LISTED = 10
"""Inputs and lines listed one by one."""


class SchemeChoice(StrEnum):
    """Data-quality schemes, and none."""

    pedigree = "pedigree"
    ilcd_dqr4 = "ilcd_dqr4"
    cn_dqi5 = "cn_dqi5"
    cn_site_background = "cn_site_background"
    clcd_q = "clcd_q"
    none = "none"


def uncertainty(
    model: ModelFile,
    release: Releases = None,
    gwp: GwpOption = None,
    iterations: Annotated[
        int, typer.Option("--iterations", metavar="N", help=pick("抽样次数 / how many draws"))
    ] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help=pick("随机种子 / seed of the draws"))] = 0,
    scheme: Annotated[
        SchemeChoice,
        typer.Option(
            "--scheme",
            help=pick(
                "没有陈述分布时，按哪个方案由数据质量评分得出方差 / scheme that turns data-quality scores into variances where no distribution is stated"
            ),
        ),
    ] = SchemeChoice.pedigree,
    derive: Annotated[
        bool,
        typer.Option(
            "--derive/--no-derive",
            help=pick(
                "没有写的评分由数据类型、年份、地域推定 / derive scores that nobody stated from kind, years and area"
            ),
        ),
    ] = True,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            metavar="MODEL",
            help=pick(
                "在共同样本上与另一个产品比较：MODEL 更低的概率 / compare with this product on common samples: how likely the first is lower"
            ),
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """结果的不确定性：区间、来源、Sobol 指数、数据质量。/ How sure a footprint is: interval, sources, Sobol indices, data quality."""
    from tanzuji.engine.comparability import obstacles_between_products
    from tanzuji.engine.uncertainty.monte_carlo import Sampled, compared, sample, told

    language, releases = chosen(lang), releases_of(release)

    def drawn(path: Path) -> Sampled:
        document = model_of(path, language)
        return sample(
            document,
            releases,
            method=method_of(document, gwp),
            iterations=iterations,
            seed=seed,
            scheme=None if scheme is SchemeChoice.none else scheme.value,
            derive=derive,
        )

    first = drawn(model)
    if against is not None:
        other = drawn(against)
        if obstacles := obstacles_between_products(other.footprint.model, first.footprint.model):
            raise CodedError(obstacles)
        difference = compared(other, first)
        if as_json:
            _print_json(difference)
        else:
            _print_difference(first.footprint, other.footprint, difference, language)
        return
    found = told(first)
    if as_json:
        _print_json(found)
    else:
        _print(first.footprint, found, language)


def _print_json(document: Document) -> None:
    sys.stdout.buffer.write(canonical_json(document) + b"\n")
    sys.stdout.buffer.flush()


def _print(footprint: Footprint, found: FootprintUncertainty, language: Language) -> None:
    unit, spread, analytic = per(footprint, language), found.spread, found.analytic
    out.print(f"\n[bold]{escape(footprint.model.product.name.to(language))}[/]")
    out.print(f"[bold]{figure(found.total)} {unit}[/]")
    words = say(language, "95 % 区间", "95 % interval")
    out.print(f"{words} [bold]{interval_text(spread.interval.low, spread.interval.high)}[/] {unit}\n")
    out.print(_figures(footprint, found, language))
    told = say(
        language,
        f"蒙特卡洛 {found.iterations:,} 次，种子 {found.seed}"
        + (f"，略去 {found.void} 次" if found.void else ""),
        f"{found.iterations:,} Monte Carlo draws, seed {found.seed}"
        + (f", {found.void} left out" if found.void else ""),
    )
    out.print(f"[dim]{told}[/]")
    if found.effects:
        out.print()
        out.print(_effects(footprint, found, language))
    out.print(f"\n[dim]{escape(_basis(found, language))}[/]")
    for release in found.unsampled:
        problem = NO_SAMPLES.problem(release=release)
        out.print(f"[yellow]{escape(problem.text(language))}[/] {escape(problem.remedy(language))}")
    if found.quality is not None and found.quality.rating is not None:
        scale = say(language, "1 最好，5 最差", "1 best, 5 worst")
        rated = f"{figure(found.quality.rating, 3)} ({found.quality.scheme}; {scale})"
        out.print(f"[dim]{say(language, '数据质量评分', 'data-quality rating')} {rated}[/]")
    if analytic is not None and analytic.sd == 0:
        nothing = say(language, "没有一个输入带有分布或评分。", "No input carries a distribution or scores.")
        out.print(nothing)


def _figures(footprint: Footprint, found: FootprintUncertainty, language: Language) -> Table:
    interval, spread, errors, analytic = interval_of(footprint), found.spread, found.errors, found.analytic
    mean, middle, sd, low, high = analytic.figures() if analytic is not None else (None,) * 5
    rows = table(
        (per(footprint, language), "left"),
        (say(language, "蒙特卡洛", "Monte Carlo"), "right"),
        (say(language, "标准误差", "standard error"), "right"),
        (say(language, "解析估计", "estimate"), "right"),
    )
    for zh, en, drawn, error, estimate in (
        ("均值", "mean", spread.mean, errors.mean, mean),
        ("中位数", "median", spread.median, errors.median, middle),
        ("标准差", "standard deviation", spread.sd, None, sd),
        ("2.5 %", "2.5 %", spread.interval.low, errors.low, low),
        ("97.5 %", "97.5 %", spread.interval.high, errors.high, high),
    ):
        off = "" if error is None else f"± {amount(error, interval)}"
        estimated = "" if estimate is None else amount(estimate, interval)
        rows.add_row(say(language, zh, en), amount(drawn, interval), off, estimated)
    return rows


def _effects(footprint: Footprint, found: FootprintUncertainty, language: Language) -> Table:
    effects = found.effects[:LISTED]
    rows = table(
        (say(language, "不确定性从哪来", "where the uncertainty comes from"), "text"),
        (say(language, "相对标准差", "deviation"), "right"),
        (say(language, "弹性", "elasticity"), "right"),
        (say(language, "Sobol 一阶", "Sobol first"), "right"),
        (say(language, "Sobol 总", "Sobol total"), "right"),
    )
    for effect, name in zip(effects, effect_names(footprint, effects, language), strict=True):
        rows.add_row(
            escape(name),
            "" if effect.deviation is None else percent(effect.deviation),
            "" if effect.elasticity is None else figure(effect.elasticity, 3),
            "" if effect.first_order is None else percent(max(effect.first_order, 0.0)),
            "" if effect.total_order is None else percent(max(effect.total_order, 0.0)),
        )
    return rows


def _basis(found: FootprintUncertainty, language: Language) -> str:
    b = found.basis
    parts = (
        (b.stated, "陈述的分布", "stated distributions"),
        (b.samples, "联合样本", "joint samples"),
        (b.scores, "数据质量评分", "data-quality scores"),
        (b.derived, "推定的评分", "derived scores"),
        (b.certain, "视为确定", "taken as certain"),
    )
    shown = [f"{say(language, zh, en)} {percent(share)}" for share, zh, en in parts if share >= 5e-4]
    return say(language, "依据：", "rests on: ") + say(language, "，", ", ").join(shown)


def _print_difference(
    first: Footprint, other: Footprint, found: UncertaintyComparison, language: Language
) -> None:
    names = [escape(f.model.product.name.to(language)) for f in (first, other)]
    unit, inside = per(first, language), found.spread.interval
    out.print(f"\n[bold]{names[0]}[/] {figure(first.total)} {unit}")
    out.print(f"[bold]{names[1]}[/] {figure(other.total)} {unit}\n")
    lower = percent(found.lower)
    out.print(
        say(
            language,
            f"前者更低的概率 [bold]{lower}[/]（± {percent(found.lower_error)}）",
            f"The first is lower with a probability of [bold]{lower}[/] (± {percent(found.lower_error)})",
        )
    )
    words = say(language, "差值", "difference")
    span = interval_text(inside.low, inside.high)
    out.print(f"{words} {figure(found.difference)} {unit}, 95 %: {span}")
    draws = found.iterations - found.void
    out.print(f"[dim]{say(language, f'共同样本 {draws:,} 次', f'{draws:,} common samples')}[/]")
