"""Amounts of a period by hand: registers, exchanges, roll-overs, gaps, stocks, sub-meters, keys, scores."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.activity.amounts import calibration, scores, sharing, stocks
from tanzuji.activity.amounts.series import Interval, Point, counted, total


def day(month: int, on: int = 1, year: int = 2025) -> datetime:
    return datetime(year, month, on, tzinfo=UTC)


def test_a_register_is_differenced_and_multiplied() -> None:
    """A transformer ratio of 40: (1 250.5 − 1 000) × 40 = 10 020 kWh."""
    found = counted([Point(day(1), 1000.0), Point(day(2), 1250.5)], multiplier=40)
    assert [i.amount for i in found.intervals] == [pytest.approx(10020.0)]


def test_an_exchanged_meter_counts_with_both_registers() -> None:
    """Old meter 9 500 → 9 800 (300), new meter 20 → 150 (130): 430."""
    points = [Point(day(1), 9500), Point(day(2), 150, event="exchange", closing=9800, opening=20)]
    assert counted(points).intervals[0].amount == 430


def test_a_register_that_rolled_over_counts_past_its_range() -> None:
    """Range 100 000: 99 900 → 250 is 100 + 250 = 350."""
    found = counted([Point(day(1), 99900), Point(day(2), 250, reading=7)], rolls_over_at=100000)
    assert found.intervals[0].amount == 350
    assert found.rollovers == (7,)


def test_a_fall_nobody_explained_stays_unknown() -> None:
    """50 000 → 40 000 of 100 000 would be 90 000 counted, more than half the range: nothing is guessed."""
    for range_ in (None, 100000.0):
        found = counted(
            [Point(day(1), 50000), Point(day(2), 40000), Point(day(3), 41000)], rolls_over_at=range_
        )
        assert [i.amount for i in found.intervals] == [1000]
        assert [(fall.before, fall.after) for fall in found.falls] == [(50000, 40000)]
        assert total(found.intervals, day(1), day(3)).gaps == ((day(1), day(2)),)


def test_a_missing_month_is_a_gap_and_not_zero() -> None:
    """31 + 31 of the 90 days of January to March; scaled up (100 + 130) × 90 / 62 = 333.87."""
    found = total([Interval(day(1), day(2), 100), Interval(day(3), day(4), 130)], day(1), day(4))
    assert (found.amount, found.gaps, found.complete) == (230, ((day(2), day(3)),), False)
    assert found.covered == pytest.approx(62 / 90)
    assert found.filled() == pytest.approx(333.871, abs=0.001)


def test_an_interval_beyond_the_period_is_cut_by_time() -> None:
    """20 December to 20 January holds 310; 19 of its 31 days are in the year: 190."""
    found = total([Interval(day(12, 20, 2024), day(1, 20), 310)], day(1), day(1, 20))
    assert found.amount == pytest.approx(190)
    assert found.split == pytest.approx(1.0)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=24))
def test_months_add_up_to_their_year(amounts: list[float]) -> None:
    intervals = [
        Interval(day(1) + timedelta(days=30 * n), day(1) + timedelta(days=30 * (n + 1)), a)
        for n, a in enumerate(amounts)
    ]
    end = intervals[-1].end
    found = total(intervals, day(1), end)
    assert found.amount == pytest.approx(sum(amounts))
    assert found.complete and found.covered == pytest.approx(1.0)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=24), st.floats(0.1, 100))
def test_a_rising_register_gives_the_difference_of_its_ends(steps: list[float], multiplier: float) -> None:
    values = [sum(steps[: n + 1]) for n in range(len(steps))]
    points = [Point(day(1) + timedelta(days=n), value) for n, value in enumerate(values)]
    found = counted(points, multiplier=multiplier)
    assert sum(i.amount for i in found.intervals) == pytest.approx(
        (values[-1] - values[0]) * multiplier, abs=1e-3
    )


def test_coal_used_is_received_plus_opening_less_closing_stock() -> None:
    """Received 900 + 1 100, stock 300 → 450: 1 850 t; mean distance (900·50 + 1 100·150)/2 000 = 105 km."""
    deliveries = [stocks.Delivery(day(1, 10), 900, 50), stocks.Delivery(day(6), 1100, 150)]
    counts = [stocks.Count(day(1), 300), stocks.Count(day(12, 31), 450)]
    found = stocks.used(deliveries, counts, day(1), day(1, year=2026))
    assert (found.amount, found.received, found.counted) == (1850, 2000, True)
    assert found.distance == pytest.approx(105)


def test_without_both_stocks_what_came_in_stands_for_what_was_used() -> None:
    found = stocks.used([stocks.Delivery(day(2), 500)], [stocks.Count(day(1), 300)], day(1), day(12))
    assert (found.amount, found.counted) == (500, False)


def test_a_sub_meter_is_not_counted_twice() -> None:
    """1 000 at the gate, kiln 600, mill 250: 150 are counted by no sub-meter."""
    nodes = [
        sharing.Node("gate", None, 1000),
        sharing.Node("kiln", "gate", 600),
        sharing.Node("mill", "gate", 250),
        sharing.Node("spare", "gate", None),
    ]
    assert sharing.own_amounts(nodes) == {"gate": 150, "kiln": 600, "mill": 250, "spare": None}


def test_a_machine_below_an_unread_meter_comes_off_the_next_meter_above() -> None:
    """1 000 at the gate, shop unread, machine 300: 700 + 300, the gate's 1 000 once."""
    nodes = [
        sharing.Node("gate", None, 1000),
        sharing.Node("shop", "gate", None, ((day(1), day(1, year=2026)),)),
        sharing.Node("machine", "shop", 300),
    ]
    assert sharing.own_amounts(nodes) == {"gate": 700, "shop": None, "machine": 300}


def test_a_meter_read_for_less_time_than_its_sub_meters_has_no_own_amount() -> None:
    """Gate read from January to June, 500; kiln all year, 800: not −300, but unknown; a meter above both gives 1 200 − 800."""
    half = ((day(7), day(1, year=2026)),)
    gate, kiln = sharing.Node("gate", None, 500, half), sharing.Node("kiln", "gate", 800)
    assert sharing.own_amounts([gate, kiln]) == {"gate": None, "kiln": 800}
    nodes = [sharing.Node("grid", None, 1200), sharing.Node("gate", "grid", 500, half), kiln]
    assert sharing.own_amounts(nodes) == {"grid": 400, "gate": None, "kiln": 800}
    other = sharing.Node("kiln", "gate", 300, ((day(1), day(7)),))
    assert sharing.own_amounts([gate, other])["gate"] is None  # read in the other half of the year


def test_a_ledger_is_known_whole_by_its_stocks_or_by_every_month() -> None:
    """One delivery in January: 1 of 12 months; a sum stated for the whole year, or stocks at both ends: all of it."""
    end = day(1, year=2026)
    months = [(day(n), day(n + 1) if n < 12 else end) for n in range(1, 13)]
    one = stocks.Delivery(day(1, 10), 900)
    assert stocks.used([one], [], day(1), end, months).covered == pytest.approx(1 / 12)
    counts = [stocks.Count(day(1), 300), stocks.Count(day(12, 31), 450)]
    assert stocks.used([one], counts, day(1), end, months).covered == 1
    whole = stocks.Delivery(day(1), 3650, until=end)
    assert stocks.used([whole], [], day(1), end, months).covered == 1
    assert stocks.used([whole], [], day(1), day(2)).amount == pytest.approx(310)  # 31 of 365 days


def test_shares_by_output_follow_outputs_and_factors() -> None:
    """3 000 t × 1 and 1 000 t × 2: 3/5 and 2/5."""
    key = sharing.Key("output", {"P·O 42.5": 1.0, "P·II 52.5": 2.0})
    assert sharing.fractions(key, {"P·O 42.5": 3000, "P·II 52.5": 1000}) == {
        "P·O 42.5": 0.6,
        "P·II 52.5": 0.4,
    }
    assert sharing.fractions(key, {"P·O 42.5": 3000, "P·II 52.5": None}) is None


def test_a_calibration_is_valid_from_its_day_to_its_due_day() -> None:
    """SH-105: due on 30 June: 181 of 365 days; a failed calibration ends it at once."""
    one = calibration.Certificate(date(2024, 7, 1), date(2025, 6, 30))
    assert calibration.calibrated([one], date(2025, 1, 1), date(2025, 12, 31)) == pytest.approx(181 / 365)
    failed = calibration.Certificate(date(2025, 3, 1), date(2026, 2, 28), passed=False)
    assert calibration.calibrated([one, failed], date(2025, 1, 1), date(2025, 12, 31)) == pytest.approx(
        59 / 365
    )


@pytest.mark.parametrize(
    ("certificates", "needs", "retired", "state"),
    [
        ([], True, None, "uncalibrated"),
        ([], False, None, "exempt"),
        ([calibration.Certificate(date(2025, 1, 1), date(2025, 12, 31))], True, None, "active"),
        ([calibration.Certificate(date(2023, 1, 1), date(2023, 12, 31))], True, None, "overdue"),
        ([calibration.Certificate(date(2025, 1, 1), date(2025, 12, 31))], True, date(2025, 5, 1), "retired"),
    ],
)
def test_a_meter_is_active_overdue_or_retired(
    certificates: list[calibration.Certificate], needs: bool, retired: date | None, state: str
) -> None:
    """SH-105: meter: active/overdue/retired."""
    assert calibration.state(certificates, needs=needs, retired_on=retired, day=date(2025, 6, 1)) == state


def test_an_uncalibrated_meter_lowers_the_precision_by_its_amount() -> None:
    """SH-105: 300 kWh calibrated (1) and 100 kWh never (4): (300·1 + 100·4)/400 = 1.75."""
    found = scores.rated(
        [(300, scores.precision(1, needs=True)), (100, scores.precision(0, needs=True))], 1.0, shared=False
    )
    assert found.precision == 1.75
    assert scores.rated([(300, 1.0)], 1.0, shared=True).precision == 2.0
    assert [scores.completeness(c) for c in (1, 0.96, 0.9, 0.6, 0.2)] == [1, 2, 3, 4, 5]
