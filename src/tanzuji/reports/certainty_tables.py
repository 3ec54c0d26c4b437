"""The sheets of the data workbook about uncertainty: the distribution in figures, its histogram, the inputs."""

from __future__ import annotations

from tanzuji.figures import effect_bars
from tanzuji.reports.sheets import Cell, Sheet, widths
from tanzuji.reports.study import Study


def certainty_sheets(study: Study) -> list[Sheet]:
    """None where nothing was drawn."""
    return [_spread(study), _effects(study)] if study.uncertainty is not None else []


def _spread(study: Study) -> Sheet:
    found, say, unit = study.uncertainty, study.say, study.unit
    assert found is not None  # asked above
    s, e = found.spread, found.errors
    mean, _, sd, low, high = found.analytic.figures() if found.analytic is not None else (None,) * 5
    heads = (say("数", "Figure"), say("蒙特卡洛", "Monte Carlo"), say("标准误差", "Standard error"), say("一阶解析估计", "First-order estimate"), say("单位", "Unit"))  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (say("结果", "Result"), found.total, None, None, unit),
        (say("均值", "Mean"), s.mean, e.mean, mean, unit),
        (say("中位数", "Median"), s.median, e.median, None, unit),
        (say("标准差", "Standard deviation"), s.sd, None, sd, unit),
        (say("2.5 % 分位数", "2.5 percentile"), s.interval.low, e.low, low, unit),
        (say("97.5 % 分位数", "97.5 percentile"), s.interval.high, e.high, high, unit),
        (say("抽样次数", "Draws"), found.iterations, None, None, ""),
        (say("略去的抽样", "Draws left out"), found.void, None, None, ""),
        (say("种子", "Seed"), found.seed, None, None, ""),
    ]
    rows += [
        (f"{stage.name.to(study.language)}{say('，95 % 区间下限', ', 95 % interval from')}", stage.spread.interval.low, None, None, unit)
        for stage in found.stages
    ]  # fmt: skip
    rows += [
        (f"{stage.name.to(study.language)}{say('，95 % 区间上限', ', 95 % interval to')}", stage.spread.interval.high, None, None, unit)
        for stage in found.stages
    ]  # fmt: skip
    edges = found.histogram.edges
    rows += [
        (f"{say('次数，从', 'Draws from')} {low:.6g} {say('到', 'to')} {high:.6g}", count, None, None, "")
        for low, high, count in zip(edges, edges[1:], found.histogram.counts, strict=False)
    ]
    return Sheet(say("不确定性", "Uncertainty"), heads, widths(heads, {0: 40.0, 3: 20.0}), tuple(rows))


def _effects(study: Study) -> Sheet:
    found, say = study.uncertainty, study.say
    assert found is not None
    drawn = effect_bars(study.footprint, found, study.language)
    title = say("不确定性的来源", "Sources of uncertainty")
    if drawn is None:
        return Sheet(title, (say("输入", "Input"),), (40.0,), ())
    heads = tuple(column.name for column in drawn.table.columns)
    shares = frozenset(at for at, column in enumerate(drawn.table.columns) if column.kind == "percent")
    return Sheet(title, heads, widths(heads, {0: 44.0, 1: 34.0}), drawn.table.rows, shares)
