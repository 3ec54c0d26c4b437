"""Which figures of several enterprises may be published, rule by rule; each beside its bound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from panel_attacker import KEY
from scipy.stats.mstats import hdquantiles

from tanzuji.benchmarks.disclosure import THRESHOLDS, Cells, Panel, Taken, Thresholds, disclose
from tanzuji.benchmarks.disclosure.cells import cells, percentile
from tanzuji.benchmarks.disclosure.panels import Key, panel
from tanzuji.documents.errors import CodedError


def trade(
    count: int,
    *,
    first: float = 500.0,
    step: float = 25.0,
    outputs: list[float] | None = None,
    year: int = 2024,
) -> Panel:
    """Groups whose values rise in equal steps; outputs of 1 unless given."""
    return Panel.from_groups(
        KEY, year, {f"G{i:02d}": (first + step * i, outputs[i] if outputs else 1.0) for i in range(count)}
    )


def codes(of: Panel, former: list[Taken] | None = None) -> list[str]:
    return [problem.code for problem in disclose(of, former or []).reasons]


@pytest.mark.parametrize("count", [10, 11, 17, 40])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_percentiles_are_those_of_harrell_and_davis(count: int, share: float) -> None:
    """Harrell and Davis 1982; SciPy's `hdquantiles` is the peer."""
    values = np.random.default_rng(count).lognormal(6.4, 0.3, count)
    assert percentile(values.tolist(), share) == pytest.approx(
        float(hdquantiles(values, [share])[0]), rel=1e-9
    )


@pytest.mark.parametrize("count", range(10, 30))
def test_no_percentile_is_one_firms_value(count: int) -> None:
    """TRUST §2. Of 1000, 2000, … the common interpolation hits a firm's value for many n; a mean of all does not."""
    values = [1000.0 * (i + 1) + 7 * i * i for i in range(count)]
    for share in (0.1, 0.5, 0.9):
        if count % 2 and share == 0.5:
            continue  # symmetric weights around a middle value may give that value by chance of symmetry
        assert min(abs(percentile(values, share) - v) for v in values) > 1e-3


def test_four_groups_give_nothing_and_five_a_mean() -> None:
    assert codes(trade(4)) == ["benchmarks.too-few"]
    five = disclose(trade(5))
    assert five.cells is not None
    assert five.cells.p10 is None
    assert [p.code for p in five.reasons] == ["benchmarks.few-for-percentiles"]


def test_nine_groups_give_no_percentiles_and_ten_do() -> None:
    assert not disclose(trade(9)).complete
    assert disclose(trade(10)).complete


def test_one_group_with_more_than_seventy_percent_or_two_with_more_than_eighty_five_keep_all_silent() -> None:
    """TRUST §2, after sdcLog: 71 of 100; 45 + 41 of 100."""
    assert "benchmarks.dominant" in codes(trade(10, outputs=[71.0] + [29 / 9] * 9))
    assert "benchmarks.dominant" in codes(trade(10, outputs=[45.0, 41.0] + [14 / 8] * 8))
    assert "benchmarks.dominant" not in codes(trade(10, outputs=[45.0, 39.0] + [16 / 8] * 8))


def test_one_group_with_more_than_half_of_the_output_keeps_benchmarks_from_being_set() -> None:
    """DOMAIN C.5."""
    found = disclose(trade(12, outputs=[52.0] + [48 / 11] * 11))
    assert "benchmarks.dominant-for-benchmarks" in [p.code for p in found.reasons]
    assert found.cells is None or found.cells.p10 is None


def test_the_p_percent_rule_keeps_the_largest_emitter_from_the_second() -> None:
    """p = 10: 600 + 300 + 3 × 15 = 45 left, below 60. Outputs are 60, 30, 1.5 …; value 10 each in the mean."""
    of = Panel.from_groups(
        KEY, 2024, {"A": (10.0, 60.0), "B": (10.0, 30.0), **{f"C{i}": (10.0, 1.5) for i in range(3)}}
    )
    assert "benchmarks.estimable" in codes(of)


@pytest.mark.parametrize("joined", [1, 2, 3, 4])
def test_up_to_four_newcomers_are_held_back_and_five_are_counted(joined: int) -> None:
    """TRUST §2, differencing."""
    before = trade(12)
    taken = Taken(before, cells(before, digits=3, percentiles=True))
    later = disclose(trade(12 + joined, year=2025, first=490.0), [taken])
    assert (len(later.panel), later.held_back) == (12, joined)
    five = disclose(trade(17, year=2025, first=490.0), [taken])
    assert (len(five.panel), five.held_back) == (17, 0)


@pytest.mark.parametrize("left", [1, 4])
def test_a_year_in_which_one_to_four_left_is_refused(left: int) -> None:
    before = trade(16)
    taken = Taken(before, cells(before, digits=3, percentiles=True))
    assert codes(trade(16 - left, year=2025, first=490.0), [taken]) == ["benchmarks.differencing"]


def test_a_year_in_which_one_firm_alone_changed_its_value_is_refused() -> None:
    """The difference of the means times the output is what it changed by."""
    before = trade(12)
    told = before.told() | {"G03": (480.0, 1.0)}
    after = Panel.from_groups(KEY, 2025, told)
    assert codes(after, [Taken(before, cells(before, digits=3, percentiles=True))]) == [
        "benchmarks.differencing"
    ]


def test_values_that_lie_close_together_give_no_percentiles() -> None:
    """Ten values within 600 ± 5 %: any percentile would tell each of them."""
    found = disclose(trade(10, first=580.0, step=4.0))
    assert "benchmarks.pinned" in [p.code for p in found.reasons]
    assert found.cells is None or found.cells.p10 is None


def test_a_jurisdiction_tightens_the_bounds_and_cannot_loosen_them() -> None:
    stricter = Thresholds.of(replace(THRESHOLDS, groups=8, top_one=0.9, p_percent=5.0))
    assert (stricter.groups, stricter.top_one, stricter.p_percent) == (8, 0.70, 10.0)


def test_cells_come_back_as_they_were_written() -> None:
    found = cells(trade(12), digits=3, percentiles=True)
    assert Cells.parse(found.plain()) == found


class Row:
    """A verified footprint of the one kind, with some fields otherwise."""

    def __init__(self, **other: object) -> None:
        self.__dict__.update({**{n: getattr(KEY, n) for n in Key.__dataclass_fields__}, "group": "A", "year": 2024,
                              "value": 600.0, "output": 1.0, **other})  # fmt: skip


@pytest.mark.parametrize("field", [*Key.__dataclass_fields__, "year"])
def test_footprints_that_differ_in_anything_that_must_agree_are_no_panel(field: str) -> None:
    """DOMAIN CM-01: rule and version, unit, boundary, GWP set, electricity, end of life, allocation, year."""
    with pytest.raises(CodedError, match=r"benchmarks\.not-comparable"):
        panel([Row(), Row(**{field: 2023 if field == "year" else "other"})])


def test_companies_of_a_group_become_their_mean_by_output() -> None:
    """(600·1 + 700·3)/4 = 675."""
    of = panel([Row(), Row(value=700.0, output=3.0), Row(group="B")])
    assert of.told() == {"A": (675.0, 4.0), "B": (600.0, 1.0)}
