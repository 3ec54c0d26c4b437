"""Nobody can be pinned: what an attacker with all published figures and one firm's own values makes of them."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from panel_attacker import KEY, Seen, bounds, histories, pins

from tanzuji.benchmarks.disclosure import THRESHOLDS, Panel, Taken, disclose
from tanzuji.benchmarks.disclosure.cells import cells
from tanzuji.benchmarks.disclosure.worlds import entry_names, worlds

PANELS = 1000


def _published(panels: list[Panel], *, guarded: bool = True) -> list[Seen]:
    """What comes out of the years one after another; unguarded, each year as if there had been none before."""
    seen: list[Seen] = []
    for panel in panels:
        former = [Taken(s.panel, s.cells) for s in seen]
        found = disclose(panel, former if guarded else ())
        if found.cells is not None:
            seen.append(Seen(found.panel, found.cells))
    return seen


def _attacks(seen: list[Seen], seed: int) -> list[tuple[str, str]]:
    """Who attacks whom: the second largest the largest of the newest year, and three pairs by chance."""
    rng = np.random.default_rng(seed)
    newest = seen[-1].panel
    by_size = [newest.groups[i] for i in np.argsort(newest.outputs)[::-1]]
    everybody = sorted({g for s in seen for g in s.panel.groups})
    return [(by_size[1], by_size[0]), *(tuple(rng.choice(everybody, 2, replace=False)) for _ in range(3))]


def test_no_firm_of_a_thousand_panels_is_pinned_within_ten_percent_by_one_colluding_firm() -> None:
    """JS-108: all published cells over the years, all outputs and one firm's own values: 0 breaches in 1 000."""
    breaches, told, panels = [], Counter[str](), 0
    seed = 0
    while panels < PANELS:
        seed += 1
        years = histories(seed)
        panels += len(years)
        seen = _published(years)
        told["refused"] += len(years) - len(seen)
        for year in seen:
            told["mean" if year.cells.p10 is None else "all"] += 1
        if seen:
            breaches += [
                (seed, own, target) for own, target in _attacks(seen, seed) if pins(seen, own, target)
            ]
    assert not breaches
    # It is no feat to keep silent: of a thousand panels most are published, with percentiles where there are ten firms.
    assert told["all"] > 200, told
    assert told["mean"] > 150, told


def test_every_publication_has_a_proof_that_anybody_can_check() -> None:
    """JS-108: for every colluder there are other panels that publish the same, in which each other value is wide off."""
    checked = 0
    for seed in range(1, 40):
        seen = _published(histories(seed)[:1])
        if not seen or seen[0].cells.p10 is None:
            continue
        checked += 1
        taken, real = Taken(seen[0].panel, seen[0].cells), seen[0].panel
        names = [group for group, _ in entry_names([taken])]
        for colluder in real.groups:
            low, high = dict(real.told()), dict(real.told())
            for number, world in enumerate(worlds([taken], colluder, THRESHOLDS)):
                other = Panel.from_groups(
                    KEY,
                    real.year,
                    {g: (float(v), real.told()[g][1]) for g, v in zip(names, world, strict=True)},
                )
                if number < 5:
                    assert cells(other, digits=taken.cells.digits, percentiles=True) == taken.cells
                assert other.told()[colluder] == real.told()[colluder]
                for group, told in other.told().items():
                    low[group], high[group] = min(low[group], told), max(high[group], told)
                if number > 200:
                    break
            wide = [g for g in real.groups if g != colluder and high[g][0] > 1.1 / 0.9 * low[g][0]]
            assert len(wide) >= len(real) - 2  # of 200 worlds; the module itself looks until all are wide
    assert checked > 8


def test_a_mean_of_five_and_then_of_six_would_give_the_sixth_away() -> None:
    """TRUST §2: mean of five, then of six; 6 × m₆ − 5 × m₅ is the sixth firm's value, 6.66. The second is refused."""
    first = {f"G{i}": (value, 1.0) for i, value in enumerate((4.0, 5.5, 6.0, 7.5, 9.0))}
    five, six = (
        Panel.from_groups(KEY, y, {**first, **more}) for y, more in ((2023, {}), (2024, {"G9": (6.66, 1.0)}))
    )
    exact = [cells(p, digits=12, percentiles=False).mean for p in (five, six)]
    assert float(6 * exact[1] - 5 * exact[0]) == pytest.approx(6.66, abs=1e-9)
    taken = disclose(five)
    assert taken.cells is not None
    later = disclose(six, [Taken(taken.panel, taken.cells)])
    assert later.held_back == 1  # the newcomer is left out until five have joined
    assert later.panel.groups == five.groups


def test_the_attacker_does_breach_years_that_are_published_without_looking_back() -> None:
    """The attack has teeth: where years are published without the guard against differences it pins somebody."""
    breached = False
    for seed in range(1, 2000):
        years = histories(seed)
        seen = _published(years, guarded=False) if len(years) > 1 else []
        if len(seen) > 1:
            changing = set(seen[-1].panel.groups) ^ set(seen[-2].panel.groups)
            own = next(g for g in seen[-1].panel.groups if g not in changing)
            breached = any(pins(seen, own, group) for group in changing)
        if breached:
            break
    assert breached


def test_the_attacker_pins_whoever_dominates_an_unprotected_mean() -> None:
    """The attack has teeth: one firm with 97 % of the output is the mean, to a hair."""
    told = {"BIG": (600.0, 97.0)} | {f"G{i}": (400.0 + 100 * i, 0.6) for i in range(5)}
    panel = Panel.from_groups(KEY, 2024, told)
    bare = Seen(panel, cells(panel, digits=3, percentiles=False))
    assert pins([bare], "G0", "BIG")
    ((low, high),) = bounds([bare], "G0", "BIG")
    assert low < 600 < high
    assert disclose(panel).cells is None
