"""Bars in the rows of a table: places in per cent of the cell, on one axis for all rows."""

from __future__ import annotations

import html
import re
from math import fsum

import pytest
import sample

from tanzuji.figures import gas_bars, line_bars, scenario_bars, stage_bars, tornado
from tanzuji.figures.bars import cell_bar
from tanzuji.figures.parts import Part

RECT = re.compile(r'<rect class="([^"]+)" x="(-?[\d.]+)%" y="[\d.]+" width="([\d.]+)%"')


def test_a_bar_is_as_long_as_its_share_of_the_axis_and_starts_at_zero() -> None:
    """On −25 … 75, zero stands at 25 %; 30 is 30 % long, −10 lies between 15 % and 25 %."""
    drawn = cell_bar([Part(30.0, "f-raw", "a"), Part(-10.0, "f-credit", "b")], -25.0, 75.0, net=20.0)
    assert RECT.findall(drawn) == [("f-raw", "25", "30"), ("f-credit", "15", "10")]
    assert '<line class="axis" x1="25%" x2="25%"' in drawn
    assert '<line class="net" x1="45%" x2="45%"' in drawn


def test_parts_of_one_sign_are_stacked() -> None:
    drawn = cell_bar([Part(10.0, "f-raw", "a"), Part(40.0, "f-use", "b")], 0.0, 100.0)
    assert RECT.findall(drawn) == [("f-raw", "0", "10"), ("f-use", "10", "40")]
    assert "axis" not in drawn, "where nothing is below zero the edge of the cell is the zero line"


def test_nothing_is_drawn_where_there_is_nothing_and_what_is_tiny_is_still_seen() -> None:
    assert cell_bar([], 0.0, 1.0) == ""
    assert RECT.findall(cell_bar([Part(1e-9, "f-raw", "a")], 0.0, 1.0)) == [("f-raw", "0", "0.25")]


def test_names_in_a_bar_are_escaped() -> None:
    assert "&lt;script&gt;" in cell_bar([Part(1.0, "f-raw", "<script>")], 0.0, 1.0)


@pytest.mark.parametrize("draw", [stage_bars, line_bars, gas_bars, tornado, scenario_bars])
def test_the_rows_of_a_bar_figure_say_what_its_drawing_and_its_table_say(draw: object) -> None:
    figure = draw(sample.battery())  # type: ignore[operator]
    if figure is None:
        return
    bars = figure.bars
    assert bars is not None
    for row in bars.rows:
        for number in row.numbers:
            assert number.replace("\xa0", " ") in html.unescape(figure.svg)  # blanks are plain in a drawing
        assert RECT.findall(bars.drawn(row)) or not row.parts
    assert bars.low <= 0 <= bars.high


def test_the_rows_of_the_stages_add_up_to_the_total_calculated_by_hand() -> None:
    """59.76 + 20.41 + 0.63 + 4.08 = 84.89 (sample.py; the parts as rounded give 84.88)."""
    bars = stage_bars(sample.battery()).bars
    assert bars is not None
    top = [row for row in bars.rows if row.level == 0]
    assert fsum(part.value for row in top for part in row.parts) == pytest.approx(84.89, abs=0.006)
