"""What the drawings claim about the numbers: lengths, areas and widths are proportional, order is by size."""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict

import pytest
import sample
from drawn import bands, marks, words
from hypothesis import given, settings
from hypothesis import strategies as st

from tanzuji.documents.footprints import Footprint
from tanzuji.documents.models import Comparison
from tanzuji.figures import (
    contribution_tree,
    gas_bars,
    gauge,
    lifecycle_strip,
    line_bars,
    sankey,
    scenario_bars,
    stage_bars,
    tornado,
    treemap,
)
from tanzuji.figures.gauge import in_study_unit, ticks
from tanzuji.figures.sankey import graph_of
from tanzuji.figures.treemap import Rectangle, cells_of, squarified

STAGES = {"原材料获取": 59.76, "制造": 20.41, "分销": 0.63, "生命末期": 4.08}
"""kg CO2e/kWh, calculated by hand from the inventory (sample.py)."""


def test_the_battery_shows_the_hand_calculated_stages() -> None:
    figure = stage_bars(sample.battery())
    shown = {row[0]: row[1] for row in figure.table.shown()}
    assert {name: float(shown[name]) for name in STAGES} == STAGES
    assert shown["合计"] == "84.89" and shown["使用"] == "未建模"
    assert figure.heads == ["阶段", "碳足迹（kgCO₂e/kWh）", "占比（%）"]
    assert figure.summary == "合计 84.89 kgCO₂e/kWh。原材料获取最多，为 59.76（70.4\u00a0%）。"
    english = stage_bars(sample.battery(), "en")
    assert english.heads[1] == "Footprint (kg CO₂e/kWh)"
    assert english.summary.startswith("The total is 84.89 kg CO₂e/kWh.")


@pytest.mark.parametrize("width", [340, 720, 1080])
def test_bars_are_as_long_as_their_values(width: float) -> None:
    bars = {m.title: m for m in marks(stage_bars(sample.battery(), width=width).svg)}
    scale = bars["原材料获取"].width / 59.7597
    for name, value in {"制造": 20.4082, "生命末期": 4.0836}.items():
        assert bars[name].width == pytest.approx(value * scale, abs=0.02)
    assert len({round(bars[name].x, 2) for name in STAGES}) == 1  # one zero for all


def test_credits_are_hatched_left_of_zero_and_as_long_as_their_value() -> None:
    """Recovered aluminium 5.3458 and copper 2.9444: −8.2902 beside 4.0836 of treatment."""
    found = marks(stage_bars(sample.battery(credits=True)).svg)
    raw = next(m for m in found if m.title == "原材料获取")
    credit = next(m for m in found if m.title == "生命末期: 避免的排放")
    assert credit.roles == ("f-credit",)
    assert credit.x + credit.width == pytest.approx(raw.x, abs=0.02)
    assert credit.width / raw.width == pytest.approx(8.2902 / 59.7597, rel=2e-3)
    net = next(m for m in found if m.roles == ("f-ink",))
    assert net.x + net.width / 2 == pytest.approx(raw.x - raw.width * (8.2902 - 4.0836) / 59.7597, abs=0.1)


def test_a_stage_with_several_lines_is_split_and_the_parts_add_up() -> None:
    """Distribution of the battery: 0.3748 fossil by road, rail, sea and van, 0.2595 by aircraft."""
    rows = [row for row in stage_bars(sample.battery()).table.rows if "其中" in str(row[0])]
    assert [(row[0], row[1]) for row in rows] == [
        ("其中 化石排放", pytest.approx(0.3748)),
        ("其中 航空排放", pytest.approx(0.2595)),
    ]


def test_parts_that_do_not_add_up_say_so() -> None:
    """59.76 + 20.41 + 0.63 − 4.21 is 76.59, printed over a total of 76.60."""
    assert "分项已修约" in stage_bars(sample.battery(credits=True)).caption
    assert "rounded" in stage_bars(sample.battery(credits=True), "en").caption
    assert "分项已修约" not in stage_bars(sample.shirt()).caption  # 0.660 + 1.500 + 1.390 + 0.540 = 4.090


def test_unknown_outside_and_zero_are_different_words() -> None:
    shown = {row[0]: row[1] for row in stage_bars(sample.zero()).table.rows}
    assert shown == {"原材料获取": "未建模", "制造": "未计算", "分销": "不在边界内", "使用": "不在边界内", "生命末期": "不在边界内", "合计": 0.0}  # fmt: skip


def test_a_total_of_zero_has_no_shares_and_no_division() -> None:
    for footprint in (sample.zero(), sample.cancelling()):
        assert [c.kind for c in stage_bars(footprint).table.columns] == ["text", "amount"]
    figure = stage_bars(sample.cancelling())
    up, down = (
        m for m in marks(figure.svg) if m.roles in {("f-manufacturing",), ("f-credit",)} and m.height > 10
    )
    assert up.width == pytest.approx(down.width, abs=0.02)


def test_a_negative_total_keeps_its_sign_and_has_no_shares() -> None:
    """−900 of uptake against 40 + 57.77 released: −802.23."""
    figure = stage_bars(sample.negative())
    assert figure.table.shown()[-1] == ["合计", "−802.2"]
    assert "排放 97.8 与清除和避免的排放 −900.0" in figure.summary
    removal = next(m for m in marks(figure.svg) if m.roles == ("f-removal",))
    assert removal.x < next(m for m in marks(figure.svg) if m.roles == ("f-manufacturing",)).x


def test_the_strip_holds_every_stage_end_to_end() -> None:
    bars = [m for m in marks(lifecycle_strip(sample.battery()).svg) if m.height == 28]  # type: ignore[union-attr]
    assert sum(m.width for m in bars) == pytest.approx(719, abs=0.1)
    for left, right in itertools.pairwise(bars):
        assert left.x + left.width == pytest.approx(right.x, abs=0.02)
    assert [m.width / 719 for m in bars] == pytest.approx([v / 84.8848 for v in (59.7597, 20.4082, 0.6343, 4.0826)], abs=5e-4)  # fmt: skip


@pytest.mark.parametrize(
    "make", [sample.battery, sample.shirt, sample.many, lambda: sample.battery(credits=True)]
)
def test_what_flows_into_a_node_flows_out_of_it(make) -> None:  # type: ignore[no-untyped-def]
    footprint = make()
    graph = graph_of(footprint, "zh")
    for node in graph.nodes.values():
        into = sum(f.value for f in graph.flows.values() if f.target == node.key)
        out = sum(f.value for f in graph.flows.values() if f.source == node.key)
        if 0 < node.column < 3:
            assert into == pytest.approx(out, rel=1e-12)
        assert node.value == pytest.approx(max(into, out), rel=1e-12)
    for column in graph.columns():
        assert sum(node.value for node in column) == pytest.approx(footprint.gross_emissions, rel=1e-9)


def test_drawn_bands_are_as_thick_as_their_flows_and_fill_their_nodes() -> None:
    footprint = sample.battery(credits=True)
    figure = sankey(footprint)
    assert figure is not None
    drawn, values = bands(figure.svg), {(r[0], r[1]): r[2] for r in figure.table.rows}
    into, out = defaultdict(float), defaultdict(float)
    widest = max(drawn, key=lambda b: b.thickness)
    scale = widest.thickness / values[widest.source, widest.target]
    for band in drawn:
        assert band.thickness == pytest.approx(values[band.source, band.target] * scale, abs=0.03)
        into[band.target] += band.thickness
        out[band.source] += band.thickness
    nodes = {m.title.rsplit(": ", 1)[0]: m for m in marks(figure.svg) if m.width == 12}
    for name, node in nodes.items():
        assert max(into[name], out[name]) == pytest.approx(node.height, abs=0.8)
    notch = next(m for m in marks(figure.svg) if m.roles == ("f-credit",))
    assert notch.height == pytest.approx(8.2902 * scale, abs=0.03)


def test_bands_of_a_node_do_not_overlap() -> None:
    drawn = bands(sankey(sample.many()).svg)  # type: ignore[union-attr]
    for end in ("source", "target"):
        by_node = defaultdict(list)
        for b in drawn:
            by_node[getattr(b, end)].append((b.y0 if end == "source" else b.y1, b.thickness))
        for stack in by_node.values():
            stack.sort()
            for (y, thickness), (following, _) in itertools.pairwise(stack):
                assert y + thickness == pytest.approx(following, abs=0.05)


@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=60))
@settings(max_examples=80, deadline=None)
def test_treemap_areas_are_proportional_and_fill_the_place(values: list[float]) -> None:
    values = sorted(values, reverse=True)
    place = Rectangle(0, 0, 720, 360)
    found = squarified(values, place)
    unit = place.area / sum(values)
    for value, area in zip(values, found, strict=True):
        assert area.area == pytest.approx(value * unit, rel=1e-6, abs=1e-3)
        assert area.x >= -1e-6 and area.y >= -1e-6
        assert area.x + area.width <= 720 + 1e-6 and area.y + area.height <= 360 + 1e-6


def test_squarified_is_the_published_example() -> None:
    """Bruls, Huizing & van Wijk (2000), figure 4: areas 6 6 4 3 2 2 1 in a 6 × 4 rectangle.

    First row 6, 6 at the left (3 × 2 each), then 4, 3 above (12/7 and 9/7 wide, 7/3 high), then 2.
    """
    found = squarified([6, 6, 4, 3, 2, 2, 1], Rectangle(0, 0, 6, 4))
    sizes = [(round(r.width, 3), round(r.height, 3)) for r in found]
    assert sizes[:2] == [(3.0, 2.0), (3.0, 2.0)]
    assert sizes[2:4] == [(1.714, 2.333), (1.286, 2.333)]
    assert sizes[4] == (1.2, 1.667)


def test_treemap_cells_sum_to_all_emissions_and_nest() -> None:
    for footprint in (sample.battery(credits=True), sample.many(), sample.shirt()):
        place = Rectangle(0, 0, 720, 360)
        cells = cells_of(footprint, "zh", place)
        assert sum(cell.value for cell in cells) == pytest.approx(footprint.gross_emissions)
        for cell in cells:
            assert cell.place.area / place.area == pytest.approx(cell.value / footprint.gross_emissions)
            for outer in (cell.process_place, cell.stage_place):
                assert (
                    outer.x - 1e-6 <= cell.place.x
                    and cell.place.x + cell.place.width <= outer.x + outer.width + 1e-6
                )
                assert outer.y - 1e-6 <= cell.place.y and cell.place.y + cell.place.height <= outer.y + outer.height + 1e-6  # fmt: skip


def test_drawn_treemap_areas_are_the_cells_less_their_gaps() -> None:
    footprint = sample.battery()
    drawn = [m for m in marks(treemap(footprint, width=1080).svg) if "flow" in m.roles]  # type: ignore[union-attr]
    aluminium = next(m for m in drawn if "铝（壳体、端板、模组）" in m.title)
    cathode = next(m for m in drawn if "磷酸铁锂" in m.title)
    ratio = (aluminium.width + 2) * (aluminium.height + 2) / ((cathode.width + 2) * (cathode.height + 2))
    assert ratio == pytest.approx(21.3941 / 16.7167, rel=0.01)


def test_treemap_lists_what_is_below_zero_and_draws_no_area_for_it() -> None:
    figure = treemap(sample.battery(credits=True))
    assert figure is not None
    assert not any("再生铝" in m.title for m in marks(figure.svg))
    assert any(found.text == "再生铝" for found in words(figure.svg))
    assert ("生命末期", "湿法回收", "再生铝", -5.3458, None) in figure.table.rows


def test_the_tornado_is_ordered_and_ten_per_cent_of_the_share() -> None:
    """The model is linear: 10 % more aluminium (21.3941 of 84.8849) adds 2.5 % to the total."""
    figure = tornado(sample.battery())
    assert figure is not None
    swings = [row[2] for row in figure.table.rows]
    assert len(swings) == 10
    assert swings == sorted(swings, key=lambda s: -abs(s))  # type: ignore[arg-type]
    assert figure.table.rows[0][0] == "铝（壳体、端板、模组）"
    assert swings[0] == pytest.approx(2.1394 / 84.8849 * 100, abs=1e-3)
    assert "2.5\u00a0%" in figure.summary
    bars = [m for m in marks(figure.svg) if m.title]
    for less, more, swing in zip(bars[::2], bars[1::2], swings, strict=True):
        assert less.width == pytest.approx(more.width, abs=0.02) and less.x + less.width == pytest.approx(
            more.x, abs=0.02
        )
        assert more.width / bars[1].width == pytest.approx(swing / swings[0], rel=2e-2)  # type: ignore[operator]


def test_in_the_tornado_more_of_a_credit_lowers_the_total() -> None:
    figure = tornado(sample.battery(credits=True))
    row = next(row for row in figure.table.rows if row[0] == "再生铝")  # type: ignore[union-attr]
    assert row[1] > 0 > row[2]  # type: ignore[operator]


def test_below_zero_more_uptake_still_lowers_the_total() -> None:
    """−802.23 with 900 of uptake: 10 % more uptake takes another 90, 11.2 % of the size of the total."""
    figure = tornado(sample.negative())
    assert figure is not None
    assert figure.table.rows[0] == (
        "树木吸收",
        pytest.approx(11.2187, abs=1e-3),
        pytest.approx(-11.2187, abs=1e-3),
    )
    assert "总量降低 11.2" in figure.summary


def test_emissions_are_not_netted_with_removals_of_the_same_input() -> None:
    """100 released and 1,000 taken up in one input (−900) stand apart, as in the gross sums of the footprint."""
    plain = sample.negative().model_dump(mode="json")
    plain["contributions"][1] |= {"lines": {"fossil": 100.0, "removal": -1000.0}}
    footprint = Footprint.parse(plain)
    cells = cells_of(footprint, "zh", Rectangle(0, 0, 720, 360))
    assert sum(cell.value for cell in cells) == pytest.approx(40 + 57.77 + 100)
    assert sum(
        f.value for f in graph_of(footprint, "zh").flows.values() if f.target == "product"
    ) == pytest.approx(197.77)


def test_amounts_that_share_a_name_are_told_apart_by_their_process() -> None:
    names = [row[0] for row in tornado(sample.battery(), top=40).table.rows]  # type: ignore[union-attr]
    assert "电力（电芯制造）" in names and "电力（湿法回收）" in names and "电力" not in names
    assert len(set(names)) == len(names)


def test_the_tree_adds_up_at_every_level() -> None:
    """Stages add up to the total, and the branches below each stage and process to it."""
    for footprint in (sample.battery(credits=True), sample.many(), sample.shirt()):
        rows = contribution_tree(footprint).table.rows  # type: ignore[union-attr]
        assert sum(row[2] for row in rows if row[0] == "阶段") == pytest.approx(footprint.total)  # type: ignore[misc]
        for upper, lower in (("阶段", "过程"), ("过程", "投入")):
            value, below, seen = 0.0, 0.0, False
            for row in [*rows, (upper, "", 0.0)]:
                if row[0] == upper or (row[0] in {"阶段", ""} and seen):
                    if seen and below:
                        assert below == pytest.approx(value)
                    value, below, seen = row[2], 0.0, row[0] == upper  # type: ignore[assignment]
                elif row[0] == lower:
                    below += row[2]  # type: ignore[operator]


def test_the_tree_names_no_branch_below_one_per_cent_of_a_large_process() -> None:
    rows = contribution_tree(sample.battery()).table.rows  # type: ignore[union-attr]
    assert any(re.fullmatch("其他 4 项", str(row[1])) for row in rows)  # steel, copper, coolant, polyethylene
    assert not any("高密度聚乙烯" in str(row[1]) for row in rows)


def test_lines_show_all_five_even_where_zero() -> None:
    rows = line_bars(sample.shirt()).table.rows
    assert [row[0] for row in rows] == [
        "化石排放",
        "生物源排放",
        "生物源清除",
        "土地利用变化",
        "航空排放",
        "合计",
    ]
    assert [row[1] for row in rows] == pytest.approx([3.51, 0.81, -0.28, 0.05, 0.0, 4.09])
    assert next(m for m in marks(line_bars(sample.shirt()).svg) if m.roles == ("f-removal",)).width > 1


def test_gases_keep_their_names_and_the_unknown_rest_stands_last() -> None:
    figure = gas_bars(sample.battery())
    assert figure is not None
    assert [row[0] for row in figure.table.rows][-2:] == ["未分气体 CO₂e", "合计"]
    assert figure.table.rows[-1][3] == pytest.approx(sample.battery().total)
    assert "甲烷（化石源） CH₄" in [row[0] for row in figure.table.rows]
    assert gas_bars(sample.shirt()) is None


def test_scenarios_stand_under_the_base_case_with_their_difference() -> None:
    figure = scenario_bars(sample.battery())
    assert figure is not None
    shown = figure.table.shown()
    assert [row[:3] for row in shown] == [
        ["基准", "84.89", ""], ["自备燃煤电厂供电", "93.55", "8.66"], ["风电直供", "70.89", "−14.00"]
    ]  # fmt: skip
    assert {"+8.66", "−14.00"} <= {found.text for found in words(figure.svg)}


def test_the_gauge_places_the_result_among_the_published() -> None:
    """84.89 lies between 41 and 109.3; on a linear ruler its place is that of the value."""
    figure = gauge(sample.battery())
    assert figure is not None
    assert "在已发表的 41.00–109.3 之内" in figure.summary
    found = {m.title.split(":")[0]: m for m in marks(figure.svg)}
    low, high = found["Xu 等，8 种化学体系的电芯"].x, found["Xu 等，8 种化学体系的电芯"]
    per_kg = high.width / (89.0 - 41.0)
    mark = next(m for m in marks(figure.svg) if m.roles == ("f-ink",))
    assert mark.x + mark.width / 2 == pytest.approx(low + (84.8849 - 41.0) * per_kg, abs=0.3)


def test_published_values_are_compared_only_in_units_that_convert() -> None:
    """0.0735 t CO2e/kWh is 73.5 kg/kWh; 20 kg/MJ is 72 kg/kWh; kg/t says nothing about a kWh."""
    footprint = sample.battery()

    def placed(low: float, unit: str) -> float | None:
        found = in_study_unit(footprint, Comparison(name="x", low=low, unit=unit, citation="x"))
        return found and found.low

    assert placed(0.0735, "t CO2e/kWh") == pytest.approx(73.5)
    assert placed(20, "kgCO₂e/MJ") == pytest.approx(72.0)
    assert placed(70, "kg CO2e") == 70 and placed(70, "kg/kWh") == 70
    assert (
        placed(6308, "kg CO2e/t") is None
        and placed(1, "points") is None
        and placed(1, "kg CO2e/foo bar") is None
    )
    figure = gauge(footprint)
    assert "另有 1 项" in figure.caption  # type: ignore[union-attr]
    assert any("6,308 kg CO2e/t" in str(row[1]) for row in figure.table.rows)  # type: ignore[union-attr]


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(3, 12))
def test_ticks_are_round_and_span_the_range(low: float, span: float, count: int) -> None:
    high = low + max(span, abs(low) * 1e-6)  # a narrower range is lost in the digits of a float
    found, step = ticks(low, high, count)
    assert found[0] <= low + 1e-6 * step and found[-1] >= high - 1e-6 * step
    assert round(step / 10 ** math.floor(math.log10(step) + 1e-9), 6) in {1, 2, 5}
    assert len(found) <= 3 * count + 3


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.floats(min_value=0, exclude_min=True, allow_infinity=False, allow_nan=False),
)
def test_no_amount_and_no_share_is_too_large_or_too_small_to_be_printed(value: float, scale: float) -> None:
    from decimal import Decimal

    from tanzuji.documents.rounding import round_to_digits
    from tanzuji.figures.amounts import adds_up, amount, percent, signed

    interval = Decimal(1).scaleb(round_to_digits(scale, 4).adjusted() - 3)
    for printed in (amount(value, interval), signed(value, interval), percent(value)):
        assert 0 < len(printed) < 40, printed
    assert adds_up([value], value, interval) in (True, False)
