"""An attacker who does not know how panels are protected: linear programming on everything that was published.

Knows every published figure of every year, who was counted with which output, which values stayed the same, between
which values the whole trade lies, and everything of one firm. Shares no code with what it attacks but the weights of
Harrell and Davis, which it takes from their definition as SciPy computes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.optimize import linprog
from scipy.stats import beta

from tanzuji.benchmarks.disclosure import Cells, Key, Panel

KEY = Key("cn.cement@1", "1 t", "cradle_to_gate", "AR6", "as_modelled", "cutoff", "none")
RANGE = (300.0, 1200.0)
"""Between which every value of the trade lies, as everybody knows."""
TEN_PERCENT = 1.1 / 0.9
"""One number is within 10 % of all between a and b if b ≤ 1.1/0.9 a."""


@dataclass(frozen=True)
class Seen:
    """What was published of a year, and the panel behind it; the attacker reads its groups and outputs."""

    panel: Panel
    cells: Cells


def pins(seen: Sequence[Seen], own: str, target: str) -> bool:
    """Whether `own`, who knows their values of all years, can name a value of `target` within 10 %, for certain."""
    return any(high <= TEN_PERCENT * low for low, high in bounds(seen, own, target))


def bounds(seen: Sequence[Seen], own: str, target: str) -> list[tuple[float, float]]:
    """Between which the values of `target` must lie, one pair for each value it had."""
    names = sorted({(g, v) for s in seen for g, v in zip(s.panel.groups, s.panel.values, strict=True)})
    place = {name: i for i, name in enumerate(names)}
    low, high = np.full(len(names), RANGE[0]), np.full(len(names), RANGE[1])
    rows, limits = [], []
    for year in seen:
        lowest, highest = _extremes(year.cells)
        shares = np.zeros(len(names))
        for group, value, output in zip(
            year.panel.groups, year.panel.values, year.panel.outputs, strict=True
        ):
            i = place[group, value]
            low[i], high[i] = max(low[i], lowest), min(high[i], highest)
            shares[i] = output / sum(year.panel.outputs)
        least, most = rounded_from(year.cells.mean, year.cells.digits)
        rows += [shares, -shares]
        limits += [most, -least]
    for (group, value), i in place.items():
        if group == own:
            low[i] = high[i] = value
    found = []
    for (group, _), i in place.items():
        if group == target:
            aim = np.zeros(len(names))
            aim[i] = 1
            ends = [
                linprog(sign * aim, rows, limits, bounds=np.column_stack([low, high])).fun for sign in (1, -1)
            ]
            found.append((float(ends[0]), float(-ends[1])))
    return found


def rounded_from(value: Decimal, digits: int) -> tuple[float, float]:
    """What a published number may have been before it was rounded."""
    step = Decimal(1).scaleb(value.adjusted() - digits + 1)
    return float(value - step / 2), float(value + step / 2)


def _extremes(cells: Cells) -> tuple[float, float]:
    """The least the lowest value can be, and the most the highest can, by the published percentiles."""
    if cells.p10 is None or cells.median is None or cells.p90 is None:
        return RANGE
    n = cells.groups
    rows, limits = [], []
    for share, value in ((0.1, cells.p10), (0.5, cells.median), (0.9, cells.p90)):
        weights = np.diff(beta.cdf(np.arange(n + 1) / n, (n + 1) * share, (n + 1) * (1 - share)))
        least, most = rounded_from(value, cells.digits)
        rows += [weights, -weights]
        limits += [most, -least]
    for i in range(n - 1):
        rising = np.zeros(n)
        rising[i], rising[i + 1] = 1, -1
        rows.append(rising)
        limits.append(0.0)
    first, last = np.eye(n)[0], np.eye(n)[-1]
    return tuple(  # type: ignore[return-value]
        float(sign * linprog(sign * aim, rows, limits, bounds=[RANGE] * n).fun)
        for sign, aim in ((1, first), (-1, last))
    )


def histories(seed: int) -> list[Panel]:
    """One to four years of a trade: firms join, leave and stay, with the same value as before or another."""
    rng = np.random.default_rng(seed)
    spread, inequality = rng.uniform(0.05, 0.45), rng.uniform(0.1, 1.3)
    made = 0

    def firm() -> tuple[str, float, float]:
        nonlocal made
        made += 1
        value = 600 * float(np.exp(np.clip(rng.normal(0, spread), -0.6, 0.6)))
        return f"G{made:03d}", value, float(1e6 * np.exp(rng.normal(0, inequality)))

    firms = [firm() for _ in range(rng.integers(4, 19))]
    panels = []
    for year in range(2021, 2021 + int(rng.choice([1, 1, 1, 2, 3, 4]))):
        if panels:
            kept = [f for f in firms if rng.random() > rng.choice([0.0, 0.0, 0.2])]
            stays = rng.choice([0.0, 0.5, 1.0])
            firms = [
                (name, value if rng.random() < stays else max(value * float(rng.uniform(0.8, 1.05)), RANGE[0]), output)
                for name, value, output in kept
            ]  # fmt: skip
            if rng.random() < 0.5:
                firms = [(n, v, o * float(rng.uniform(0.8, 1.25))) for n, v, o in firms]
            firms += [firm() for _ in range(rng.choice([0, 0, 1, 2, 5, 7]))]
        if firms:
            panels.append(Panel.from_groups(KEY, year, {name: (v, o) for name, v, o in firms}))
    return panels
