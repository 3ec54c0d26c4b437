"""How far a result may stray: its distribution, the difference of two, and what brings the variance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import erf, log, sqrt

from tanzuji.documents.errors import Language
from tanzuji.documents.footprints import Footprint
from tanzuji.documents.rounding import figure
from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import (
    Analytic,
    Effect,
    FootprintUncertainty,
    Histogram,
    UncertaintyComparison,
)
from tanzuji.figures.amounts import either, interval_of, percent, unit_of
from tanzuji.figures.bars import Bars, Row, draw_rows, keys
from tanzuji.figures.figure import Cell, Column, Figure, Table
from tanzuji.figures.gauge import Ruler, ruler_marks, ticks
from tanzuji.figures.parts import Part
from tanzuji.figures.svg import drawing, label, line, rect, text_width

DISTRIBUTION = Text(zh="结果的分布", en="Distribution of the result")
DIFFERENCE = Text(zh="差值的分布", en="Distribution of the difference")
EFFECTS = Text(zh="不确定性从哪来", en="Where the uncertainty comes from")

HEIGHT = 150.0
"""Drawing units of the tallest bar."""
SHOWN = 12


def interval_text(low: float, high: float) -> str:
    """`148.2–189.4`, with `…` between where a minus sign would meet the dash."""
    joint = " … " if low < 0 or high < 0 else "–"
    return f"{figure(low)}{joint}{figure(high)}"


def distribution(
    footprint: Footprint, found: FootprintUncertainty, language: Language = "zh", *, width: float = 720
) -> Figure | None:
    """The histogram of the draws with the result, its interval and the first-order estimate. None where nothing varies."""
    if len(found.histogram.counts) < 2:
        return None
    unit, spread = unit_of(footprint, language), found.spread
    inside = spread.interval.low, spread.interval.high
    marks = _Marks(found.histogram, width, unit)
    drawn = marks.bars(lambda middle: "f-accent" if inside[0] <= middle <= inside[1] else "f-grey")
    drawn += marks.curve(_expected(found.histogram, found.analytic, found.iterations - found.void))
    drawn += marks.mark(found.total, f"{either(language, '结果', 'Result')} {figure(found.total)}")
    legend, height = keys(
        (
            ("f-accent", either(language, "95 % 区间内", "Within the 95 % interval"), ""),
            ("f-grey", either(language, "区间外", "Outside"), ""),
        ),
        width,
        marks.bottom,
    )
    summary = either(
        language,
        f"95 % 区间 {interval_text(*inside)} {unit}，均值 {figure(spread.mean)}，中位数 {figure(spread.median)}。",
        f"95 % interval {interval_text(*inside)} {unit}, mean {figure(spread.mean)}, median {figure(spread.median)}.",
    )
    caption = either(
        language,
        f"蒙特卡洛 {found.iterations - found.void:,} 次；折线为一阶解析估计。两端的柱含更远的抽样。",
        f"{found.iterations - found.void:,} Monte Carlo draws; the line is the first-order analytic estimate. "
        "The end bars hold what lies beyond.",
    )
    svg = drawing(drawn + legend, width, height, title=DISTRIBUTION.to(language), summary=summary)
    table = _table(found.histogram, footprint, unit, language)
    return Figure("distribution", language, DISTRIBUTION, svg, table, summary, caption)


def difference_distribution(
    footprint: Footprint, found: UncertaintyComparison, language: Language = "zh", *, width: float = 720
) -> Figure | None:
    """The histogram of the difference of two results on common samples; `footprint` is the later one's."""
    if len(found.histogram.counts) < 2:
        return None
    unit, inside = unit_of(footprint, language), found.spread.interval
    marks = _Marks(found.histogram, width, unit)
    drawn = marks.bars(lambda middle: "f-accent" if middle < 0 else "f-grey")
    drawn += marks.mark(
        found.difference, f"{either(language, '差值', 'Difference')} {figure(found.difference)}"
    )
    legend, height = keys(
        (
            ("f-accent", either(language, "后者更低", "The later one is lower"), percent(found.lower)),
            ("f-grey", either(language, "后者更高", "The later one is higher"), percent(1 - found.lower)),
        ),
        width,
        marks.bottom,
    )
    summary = either(
        language,
        f"后者更低的概率为 {percent(found.lower)}；差值的 95 % 区间为 {interval_text(inside.low, inside.high)} {unit}。",
        f"The later one is lower with a probability of {percent(found.lower)}; 95 % interval of the difference: "
        f"{interval_text(inside.low, inside.high)} {unit}.",
    )
    caption = either(
        language,
        f"共同样本 {found.iterations - found.void:,} 次：两者共用的数据同时变动，在差值里相互抵消。",
        f"{found.iterations - found.void:,} common samples: data that both share move together and cancel.",
    )
    svg = drawing(drawn + legend, width, height, title=DIFFERENCE.to(language), summary=summary)
    table = _table(found.histogram, footprint, unit, language)
    return Figure("difference", language, DIFFERENCE, svg, table, summary, caption)


class _Marks:
    """Bars of a histogram over a ruler, which need not begin at zero."""

    def __init__(self, histogram: Histogram, width: float, unit: str) -> None:
        self.histogram, self.width = histogram, width
        edges = histogram.edges
        steps, step = ticks(edges[0], edges[-1], max(3, int(width / 100)))
        side = min(24.0, width * 0.05)
        self.ruler = Ruler(steps[0], steps[-1], side, width - side)
        self.tallest = max(histogram.counts) or 1
        self.base = 34.0 + HEIGHT
        self.frame = label(width, 13, unit, role="t2", anchor="end")
        self.frame += ruler_marks(self.ruler, steps, step, self.base)
        self.bottom = self.base + 34.0

    def bars(self, role: Callable[[float], str]) -> str:
        """The bars, coloured by `role` of their middle, and the ruler."""
        edges, drawn = self.histogram.edges, ""
        for low, high, count in zip(edges, edges[1:], self.histogram.counts, strict=False):
            if not count:
                continue
            left, right = self.ruler.at(low), self.ruler.at(high)
            tall = HEIGHT * count / self.tallest
            title = f"{interval_text(low, high)}: {count}"
            drawn += rect(
                left + 0.5,
                self.base - tall,
                max(right - left - 1, 0.75),
                tall,
                role((low + high) / 2),
                title,
            )
        return drawn + self.frame

    def curve(self, expected: Sequence[float]) -> str:
        edges = self.histogram.edges
        points = [
            (self.ruler.at((low + high) / 2), self.base - min(HEIGHT * 1.1, HEIGHT * count / self.tallest))
            for low, high, count in zip(edges, edges[1:], expected, strict=False)
        ]
        return "".join(line(*a, *b, "baseline") for a, b in pairwise(points))

    def mark(self, value: float, words: str) -> str:
        """A line at a value with its name above, where it lies on the ruler."""
        if not self.ruler.first <= value <= self.ruler.last:
            return ""
        at, half = self.ruler.at(value), text_width(words) * 0.53
        drawn = rect(at - 1, 30, 2, self.base - 30, "f-ink", words)
        return drawn + label(min(max(at, half), self.width - half), 26, words, role="strong", anchor="middle")


def _expected(histogram: Histogram, analytic: Analytic | None, draws: int) -> list[float]:
    """How many draws the first-order estimate puts between the edges."""
    if analytic is None or not analytic.sd > 0:
        return []
    reached = [_reached(analytic, edge) for edge in histogram.edges]
    return [draws * (b - a) for a, b in pairwise(reached)]


def _reached(analytic: Analytic, value: float) -> float:
    if analytic.distribution == "normal":
        return _normal((value - analytic.mean) / analytic.sd)
    if value <= 0:
        return 0.0
    variance = log(1 + (analytic.sd / analytic.mean) ** 2)
    return _normal((log(value) - log(analytic.mean) + variance / 2) / sqrt(variance))


def _normal(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2


def _table(histogram: Histogram, footprint: Footprint, unit: str, language: Language) -> Table:
    draws = sum(histogram.counts)
    rows: list[tuple[Cell, ...]] = [
        (low, high, float(count), count / draws)
        for low, high, count in zip(histogram.edges, histogram.edges[1:], histogram.counts, strict=False)
    ]
    return Table(
        (
            Column(either(language, "从", "From"), "number", unit),
            Column(either(language, "到", "To"), "number", unit),
            Column(either(language, "次数", "Draws"), "number"),
            Column(either(language, "占比", "Share"), "percent"),
        ),
        tuple(rows),
        interval_of(footprint),
    )


def effect_names(footprint: Footprint, effects: Sequence[Effect], language: Language) -> list[str]:
    """What each input is called: its name, with its process or kind where two share a name."""
    processes = {p.process: p.name.to(language) for p in footprint.processes}
    plain = [e.name.to(language) for e in effects]
    repeated = {name for name, count in Counter(plain).items() if count > 1}
    found = []
    for effect, name in zip(effects, plain, strict=True):
        place = (
            processes.get(effect.key.partition("/")[0], "") if effect.kind in ("amount", "conversion") else ""
        )
        kind = either(language, *KINDS[effect.kind])
        about = f"{place}{either(language, '，', ', ')}{kind}" if place and name in repeated else kind
        found.append(either(language, f"{name}（{about}）", f"{name} ({about})"))
    return found


KINDS: dict[str, tuple[str, str]] = {
    "parameter": ("参数", "parameter"),
    "amount": ("用量", "amount"),
    "conversion": ("换算", "conversion"),
    "factor": ("因子", "factor"),
    "background": ("背景数据库", "background database"),
}


def effect_bars(
    footprint: Footprint,
    found: FootprintUncertainty,
    language: Language = "zh",
    *,
    width: float = 720,
    top: int = SHOWN,
) -> Figure | None:
    """The `top` inputs that bring most of the variance: alone, and through interactions where Sobol indices are known."""
    effects = found.effects[:top]
    if not effects:
        return None
    names = effect_names(footprint, effects, language)
    known = all(e.first_order is not None for e in effects)
    rows = tuple(_row(effect, name, language) for effect, name in zip(effects, names, strict=True))
    heads = (
        (either(language, "单独", "Alone"), either(language, "含交互", "With interactions"))
        if known
        else (either(language, "占方差", "Of variance"),)
    )
    bars = Bars(either(language, "输入", "Input"), heads, rows)
    marks, height = draw_rows(rows, width, heads, bars.head, "%")
    first = effects[0]
    brought = first.first_order if first.first_order is not None else first.variance_share
    share = "–" if brought is None else percent(max(brought, 0.0))
    summary = either(
        language,
        f"{names[0]}带来的方差最多：{share}。",
        f"{names[0]} brings most of the variance: {share}.",
    )
    caption = either(
        language,
        "单独：这项输入自己解释的方差（Sobol 一阶指数）；含交互：连同与别的输入的交互（总指数）。"
        if known
        else "按一阶导数估计，各项相加为 100 %。",
        "Alone: variance explained by the input itself (first-order Sobol index); with interactions: total index."
        if known
        else "Estimated from first derivatives; all inputs add up to 100 %.",
    )
    svg = drawing(marks, width, height, title=EFFECTS.to(language), summary=summary)
    table = _effect_table(
        found.effects, effect_names(footprint, found.effects, language), footprint, language
    )
    return Figure("effects", language, EFFECTS, svg, table, summary, caption, bars)


def _row(effect: Effect, name: str, language: Language) -> Row:
    if effect.first_order is None or effect.total_order is None:
        value = effect.variance_share
        if value is None:
            return Row(name, (), ("–",))
        return Row(name, (Part(value, "f-accent", percent(value)),), (percent(value),))
    # both are estimates and may fall a little below 0 or beside each other
    alone, whole = max(effect.first_order, 0.0), max(effect.total_order, effect.first_order, 0.0)
    parts = [Part(alone, "f-accent", percent(alone))]
    if whole > alone:
        parts.append(Part(whole - alone, "f-grey", either(language, "交互", "interactions")))
    return Row(name, tuple(parts), (percent(alone), percent(max(effect.total_order, 0.0))))


def _effect_table(
    effects: Sequence[Effect], names: Sequence[str], footprint: Footprint, language: Language
) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            name,
            e.path or e.key,
            e.deviation,
            e.elasticity,
            e.variance_share,
            e.first_order,
            e.first_order_error,
            e.total_order,
            e.total_order_error,
        )
        for e, name in zip(effects, names, strict=True)
    ]
    return Table(
        (
            Column(either(language, "输入", "Input")),
            Column(either(language, "在模型中", "In the model")),
            Column(either(language, "相对标准差", "Relative standard deviation"), "percent"),
            Column(either(language, "弹性，% 每 %", "Elasticity, % per %"), "number"),
            Column(either(language, "占方差（一阶导数）", "Of variance (derivatives)"), "percent"),
            Column(either(language, "Sobol 一阶", "Sobol first order"), "percent"),
            Column(either(language, "一阶的标准误差", "Standard error, first order"), "percent"),
            Column(either(language, "Sobol 总指数", "Sobol total"), "percent"),
            Column(either(language, "总指数的标准误差", "Standard error, total"), "percent"),
        ),
        tuple(rows),
        interval_of(footprint),
    )
