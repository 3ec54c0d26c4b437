"""Drawings of uncertainty: bars as tall as their counts, the table with the same numbers, words that say the result."""

from __future__ import annotations

import pytest
import sample
from drawn import marks, words

from tanzuji.documents.text import Text
from tanzuji.documents.uncertainty import (
    Analytic,
    BasisShares,
    Effect,
    Errors,
    FootprintUncertainty,
    Histogram,
    Interval,
    Spread,
    UncertaintyComparison,
)
from tanzuji.figures import difference_distribution, distribution, effect_bars

SPREAD = Spread(mean=86, median=85, sd=8, interval=Interval(low=72, high=104))
ERRORS = Errors(mean=0.25, median=0.3, low=0.5, high=0.9)
HISTOGRAM = Histogram(edges=(65, 75, 85, 95, 105), counts=(100, 400, 350, 150))


def effect(key: str, **more: object) -> Effect:
    return Effect.parse(
        {
            "key": key,
            "kind": "amount",
            "name": key,
            "basis": "stated",
            "deviation": 0.2,
            "variance_share": 0.5,
        }
        | more
    )


def found(**changes: object) -> FootprintUncertainty:
    base = FootprintUncertainty(
        footprint_id="sha256:0",
        iterations=1000,
        seed=0,
        scheme=None,
        derive=False,
        total=84.89,
        spread=SPREAD,
        errors=ERRORS,
        analytic=Analytic(mean=86, sd=8, distribution="lognormal", interval=Interval(low=71, high=103)),
        histogram=HISTOGRAM,
        stages=(),
        lines=(),
        effects=(
            effect("cells", first_order=0.6, total_order=0.65),
            effect("grid", kind="factor", first_order=0.3, total_order=0.28, elasticity=0.2),
        ),
        effects_known=2,
        basis=BasisShares(stated=1, scores=0, derived=0, samples=0, certain=0),
    )
    return base.model_copy(update=changes)


@pytest.mark.parametrize("width", [340, 720, 1080])
def test_the_bars_of_a_histogram_are_as_tall_as_their_counts(width: float) -> None:
    figure = distribution(sample.battery(), found(), "en", width=width)
    assert figure is not None
    bars = [m for m in marks(figure.svg) if m.title.rpartition(": ")[2].isdigit()]
    assert [int(m.title.rpartition(": ")[2]) for m in bars] == [100, 400, 350, 150]
    heights = [m.height for m in bars]
    assert heights == pytest.approx([heights[1] * n / 400 for n in (100, 400, 350, 150)], abs=0.02)
    # bins whose middle lies outside 72–104 are grey: 70 does, 80, 90 and 100 do not
    assert ["f-accent" in m.roles for m in bars] == [False, True, True, True]
    assert all(m.x >= 0 and m.x + m.width <= width for m in bars)


def test_the_histogram_says_interval_mean_and_draws_in_both_languages() -> None:
    zh, en = (distribution(sample.battery(), found(), language) for language in ("zh", "en"))  # type: ignore[arg-type]
    assert zh is not None and en is not None
    assert zh.summary == "95 % 区间 72.00–104.0 kgCO₂e/kWh，均值 86.00，中位数 85.00。"
    assert en.summary == "95 % interval 72.00–104.0 kg CO₂e/kWh, mean 86.00, median 85.00."
    assert "1,000 次" in zh.caption and "1,000 Monte Carlo draws" in en.caption
    assert [row[2] for row in en.table.rows] == [100, 400, 350, 150]
    assert sum(row[3] for row in en.table.rows) == pytest.approx(1)  # type: ignore[misc]


def test_one_certain_number_has_no_histogram_and_nothing_that_moves_it() -> None:
    certain = found(histogram=Histogram(edges=(84.89, 84.89), counts=(1000,)), effects=())
    assert distribution(sample.battery(), certain) is None
    assert effect_bars(sample.battery(), certain) is None


def test_an_input_shows_what_it_brings_alone_and_what_through_interactions() -> None:
    figure = effect_bars(sample.battery(), found(), "en")
    assert figure is not None and figure.bars is not None
    cells, grid = figure.bars.rows
    assert [part.value for part in cells.parts] == pytest.approx([0.6, 0.05])
    # an estimate of the total below the one of the first order is no negative interaction
    assert [part.value for part in grid.parts] == pytest.approx([0.3])
    assert cells.numbers == ("60.0\u00a0%", "65.0\u00a0%")
    assert figure.summary == "cells (amount) brings most of the variance: 60.0\u00a0%."
    assert figure.table.rows[1][3] == 0.2


def test_without_sobol_indices_the_shares_of_the_derivatives_are_shown() -> None:
    figure = effect_bars(sample.battery(), found(effects=(effect("cells"), effect("grid"))), "en")
    assert figure is not None and figure.bars is not None
    assert figure.bars.heads == ("Of variance",)
    assert [row.numbers for row in figure.bars.rows] == [("50.0\u00a0%",), ("50.0\u00a0%",)]


def test_a_difference_is_split_at_zero_and_tells_the_probability() -> None:
    difference = UncertaintyComparison(
        before="a",
        after="b",
        iterations=1000,
        seed=0,
        scheme=None,
        derive=True,
        difference=-5,
        spread=Spread(mean=-4, median=-4.5, sd=4, interval=Interval(low=-12, high=3)),
        errors=ERRORS,
        histogram=Histogram(edges=(-15, -10, -5, 0, 5), counts=(100, 400, 350, 150)),
        lower=0.85,
        lower_error=0.011,
    )
    figure = difference_distribution(sample.battery(), difference, "en")
    assert figure is not None
    bars = [m for m in marks(figure.svg) if m.title.rpartition(": ")[2].isdigit()]
    assert ["f-accent" in m.roles for m in bars] == [True, True, True, False]
    assert "probability of 85.0\u00a0%" in figure.summary
    assert "−12.00 … 3.000" in figure.summary
    assert any("85.0" in w.text for w in words(figure.svg))


def test_names_shared_by_two_lines_carry_their_process() -> None:
    both = (effect("pack/power", name=Text(en="power")), effect("cells/power", name=Text(en="power")))
    figure = effect_bars(sample.battery(), found(effects=both), "en")
    assert figure is not None
    assert [row[0] for row in figure.table.rows] == [
        "power (Pack assembly, amount)",
        "power (Cell manufacturing, amount)",
    ]
