"""A bridge: every step stands where the one before it ended, and the drawing says what its table says."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from drawn import marks, words

from tanzuji import compute, demo_models, starter_release
from tanzuji.documents.errors import Language
from tanzuji.engine.profiles import available, profile_results
from tanzuji.figures import Figure, Move, bridge, profile_bars, profile_bridge, standalone, table_csv

START, END = ("A", 100.0), ("B", 64.0)
MOVES = (Move("boundary", -50.0), Move("electricity", 30.0, "market → location"), Move("gwp", -16.0))


@pytest.mark.parametrize("width", [340.0, 720.0, 1080.0])
def test_every_step_begins_where_the_one_before_it_ended(width: float) -> None:
    """100 − 50 + 30 − 16 = 64: spans 0…100, 50…100, 50…80, 64…80, 0…64 on one axis."""
    drawn = bridge(START, MOVES, END, "kg", "en", width=width)
    bars = [m for m in marks(drawn.svg) if ": " in m.title or m.title in ("A", "B")][:5]
    scale = bars[0].width / 100
    zero = bars[0].x
    spans = [((bar.x - zero) / scale, (bar.x + bar.width - zero) / scale) for bar in bars]
    expected = [(0, 100), (50, 100), (50, 80), (64, 80), (0, 64)]
    for span, wanted in zip(spans, expected, strict=True):
        assert span == pytest.approx(wanted, abs=0.1)
    assert [bar.roles for bar in bars[1:4]] == [("f-grey",), ("f-accent",), ("f-grey",)]


def test_a_bridge_that_goes_below_zero_keeps_its_zero_line_inside() -> None:
    drawn = bridge(("A", 5.0), (Move("credit", -12.0),), ("B", -7.0), "kg", "en")
    first, step, last = [m for m in marks(drawn.svg) if ": " in m.title or m.title in ("A", "B")][:3]
    zero = first.x
    assert step.x < zero < step.x + step.width
    assert last.x + last.width == pytest.approx(zero, abs=0.05)


def test_the_table_tells_every_step_and_ends_at_the_other_total() -> None:
    rows = list(csv.reader(io.StringIO(table_csv(bridge(START, MOVES, END, "kg", "en")))))
    assert rows[0] == ["Step", "From and to", "Change (kg)", "After it (kg)"]
    assert [row[3] for row in rows[1:]] == ["100", "50", "80", "64", "64"]
    assert rows[3][1] == "market → location"
    assert float(rows[-1][2]) == -36


def test_a_bridge_without_steps_says_so() -> None:
    drawn = bridge(("A", 5.0), (), ("B", 5.0), "kg", "en")
    assert drawn.summary.endswith("The choices make no difference.")


def every() -> list[tuple[Figure, Language]]:
    found: list[tuple[Figure, Language]] = []
    model = demo_models()["lfp_battery_pack"]
    results = profile_results(model, starter_release(), [p.id for p in available()])
    for language in ("zh", "en"):
        for width in (340.0, 720.0, 1080.0):
            found.append((profile_bars(results, model, "kg/kWh", language, width=width), language))
            for one, (a, b) in zip(results.bridges, pairwise(results.results), strict=True):
                names = a.name.to(language), b.name.to(language)
                found.append((profile_bridge(one, names, "kg/kWh", language, width=width), language))
    return found


def test_figures_of_standards_stay_inside_their_width_and_stand_alone() -> None:
    for figure, _ in every():
        width = float(figure.svg.split('viewBox="0 0 ')[1].split()[0])
        assert "style=" not in figure.svg
        for bar in marks(figure.svg):
            assert bar.x >= -0.5 and bar.x + bar.width <= width + 0.5
        for text in words(figure.svg):
            assert 0 <= text.x <= width + 0.5
        assert "<style" in standalone(figure.svg)


def test_a_bar_for_every_standard_with_its_difference_to_the_study() -> None:
    """PACT ends at the gate: less by what the study has in distribution, use and end of life."""
    figure = next(f for f, language in every() if f.id == "profile-bars" and language == "en")
    assert figure.bars is not None
    names = [row.label for row in figure.bars.rows]
    assert names == [
        "This study",
        "GB/T 24067",
        "ISO 14067",
        "PACT 3",
        "EU PEF",
        "EU battery",
        "GHG Protocol product",
    ]
    rows = list(csv.DictReader(io.StringIO(table_csv(figure))))
    pact = next(row for row in rows if row["Standard"] == "PACT 3")
    stages = compute(demo_models()["lfp_battery_pack"], starter_release()).stages
    beyond = sum(s.total for s in stages if s.canonical in ("distribution", "use", "end_of_life"))
    assert float(pact["Difference (kg/kWh)"]) == pytest.approx(-beyond, rel=1e-9)
