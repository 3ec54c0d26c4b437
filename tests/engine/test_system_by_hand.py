"""Footprints of systems small enough to compute by hand."""

from __future__ import annotations

import numpy as np
import pytest
from small_systems import system_of

from tanzuji.engine.system import System

CLOSE = {"rel": 1e-12, "abs": 1e-12}


def test_heijungs_and_suh_electricity_and_fuel() -> None:
    """Heijungs & Suh 2002, The Computational Structure of Life Cycle Assessment, §2.2 and 2.3.

    Electricity: 2 l of fuel make 10 kWh and emit 1 kg CO2 and 0.1 kg SO2. Fuel: 50 l of crude oil make 100 l and
    emit 10 kg CO2 and 2 kg SO2. 1000 kWh: the power plant runs 100 times, the refinery 2 times;
    100 + 20 = 120 kg CO2, 10 + 4 = 14 kg SO2, −100 l of crude oil.
    """
    system = system_of(
        [[-2, 100], [10, 0]],
        [[1, 10], [0.1, 2], [0, -50]],
        {"CO2": [1, 0, 0], "SO2": [0, 1, 0], "crude oil": [0, 0, 1]},
        product_ids=["fuel", "electricity"],
        process_ids=["power plant", "refinery"],
        flow_ids=["CO2", "SO2", "crude oil"],
    )
    supply, flows = system.inventory({"electricity": 1000})
    assert supply == pytest.approx([100, 2])
    assert flows == pytest.approx([120, 14, -100])
    assert dict(system.score({"electricity": 1000})) == pytest.approx(
        {"CO2": 120, "SO2": 14, "crude oil": -100}
    )
    assert list(system.reference_processes) == [1, 0]


def test_a_chain_of_three_with_two_lines() -> None:
    """Ore 1 kg: 0.1 fossil. Steel 1 kg: 1.5 ore, 1 fossil, 0.2 biogenic. Car 1: 900 steel, 300 fossil.

    λ ore = 0.1 | 0; steel = 1 + 1.5·0.1 = 1.15 | 0.2; car = 300 + 900·1.15 = 1335 | 900·0.2 = 180.
    """
    system = system_of(
        [[1, -1.5, 0], [0, 1, -900], [0, 0, 1]],
        [[0.1, 1, 300], [0, 0.2, 0]],
        {"fossil": [1, 0], "biogenic": [0, 1]},
        product_ids=["ore", "steel", "car"],
    )
    assert system.lines == ("fossil", "biogenic")
    assert system.intensities() == pytest.approx(np.array([[0.1, 0], [1.15, 0.2], [1335, 180]]))
    score = system.score({"car": 2, "ore": 10})
    assert score["fossil"] == pytest.approx(2671)
    assert score["biogenic"] == pytest.approx(360)
    assert score.total == pytest.approx(3031)


def test_a_process_that_makes_a_thousand_is_divided_by_a_thousand() -> None:
    """500 kg CO2 and 20 t of steel (2 kg CO2 a kg, by process of 1 kg) for 1000 pieces: (500 + 40 000) / 1000 = 40.5."""
    system = system_of([[1, -20_000], [0, 1000]], [[2, 500]])
    assert system.intensities()[:, 0] == pytest.approx([2, 40.5])


def test_own_use_is_netted_and_not_dropped() -> None:
    """A plant makes 100 kWh, uses 8 kWh itself and emits 46 kg: 46 / 92 = 0.5 kg CO2e a net kWh."""
    system = System.from_triplets(([0, 0], [0, 0], [100.0, -8.0]), ([0], [0], [46.0]), {"fossil": [1.0]})
    assert system.intensities()[0, 0] == pytest.approx(0.5, **CLOSE)
    assert system.inventory({0: 1})[0][0] == pytest.approx(1 / 92, **CLOSE)


def test_a_loop_is_solved_and_not_cut() -> None:
    """Coal 1 kg: 0.1 kWh, 0.2 kg CO2e. Power 1 kWh: 0.5 kg coal, 1 kg CO2e.

    p = 1 + 0.5 c and c = 0.2 + 0.1 p: p = 1.1 / 0.95, c = 0.3 / 0.95.
    """
    system = system_of([[1, -0.5], [-0.1, 1]], [[0.2, 1]])
    assert system.intensities()[:, 0] == pytest.approx([0.3 / 0.95, 1.1 / 0.95], **CLOSE)


def test_treating_waste_scores_positive_under_either_convention() -> None:
    """Making 1 kg leaves 0.5 kg of waste, whose treatment emits 2 kg a kg and takes 0.1 kg of the product.

    Treatment t = 2 + 0.1 p, product p = 1 + 0.5 t: p = 2 / 0.95, t = 2.1 + ... = 2 + 0.2 / 0.95.
    Waste as a flow: the treatment holds −1, the producer +0.5. Waste as a service: +1 and −0.5.
    """
    product, treatment = 2 / 0.95, 2 + 0.2 / 0.95
    names = {"product_ids": ["good", "waste"], "process_ids": ["factory", "incinerator"]}
    flow = system_of([[1, -0.1], [0.5, -1]], [[1, 2]], **names)
    assert flow.score({"good": 1}).total == pytest.approx(product, **CLOSE)
    assert flow.score({"waste": -1}).total == pytest.approx(treatment, **CLOSE)
    assert flow.intensities()[1, 0] == pytest.approx(-treatment, **CLOSE)
    assert list(flow.is_waste) == [False, True]
    assert (flow.inventory({"good": 1})[0] > 0).all()
    service = system_of([[1, -0.1], [-0.5, 1]], [[1, 2]], **names)
    assert service.score({"good": 1}).total == pytest.approx(product, **CLOSE)
    assert service.score({"waste": 1}).total == pytest.approx(treatment, **CLOSE)
    assert not service.is_waste.any()


def test_avoided_production_is_credited() -> None:
    """A cogeneration plant makes 1 kWh, gives 2 MJ of heat and emits 0.9; heat alone emits 0.07 a MJ.

    Power: 0.9 − 2·0.07 = 0.76; the boiler's supply is −2.
    """
    system = system_of([[1, 0], [2, 1]], [[0.9, 0.07]], product_ids=["power", "heat"])
    assert system.score({"power": 1}).total == pytest.approx(0.76, **CLOSE)
    assert system.inventory({"power": 1})[0] == pytest.approx([1, -2])
    shares = system.contributions({"power": 1})
    assert (shares.gross_positive, shares.gross_negative) == pytest.approx((0.9, -0.14))
    assert shares.net == pytest.approx(0.76)
    assert shares.share_of_gross == pytest.approx([0.9 / 1.04, -0.14 / 1.04])
    assert shares.share_of_total == pytest.approx([0.9 / 0.76, -0.14 / 0.76])


def test_a_credit_in_a_loop_may_supply_its_own_input() -> None:
    """1 p takes 5 q, and every q gives 0.3 p back: s_p + 0.3·5 s_p = 1, so s = (0.4, 2); score 0.4 + 2 = 2.4."""
    system = system_of([[1, 0.3], [-5, 1]], [[1, 1]])
    assert system.inventory({0: 1})[0] == pytest.approx([0.4, 2])
    assert system.score({0: 1}).total == pytest.approx(2.4, **CLOSE)


def test_a_total_of_nothing_has_no_shares_of_the_total_but_shares_of_the_gross() -> None:
    """As cogeneration, but the heat credit is just as large as the emission: 0.14 − 2·0.07 = 0."""
    system = system_of([[1, 0], [2, 1]], [[0.14, 0.07]])
    assert system.score({0: 1}).total == pytest.approx(0, abs=1e-15)
    shares = system.contributions({0: 1})
    assert np.isnan(shares.share_of_total).all()
    assert [row.share_of_total for row in shares] == [None, None]
    assert shares.share_of_gross == pytest.approx([0.5, -0.5])
    assert np.isnan(system.sensitivities({0: 1}).elasticity).all()
    tree = system.tree({0: 1}, cutoff=0.1)
    assert len(tree) == 2 and tree.gross == pytest.approx(0.28)


def test_no_demand_scores_nothing() -> None:
    system = system_of([[1, -0.5], [-0.1, 1]], [[0.2, 1]])
    for demand in ({}, {0: 0.0}):
        assert system.score(demand).total == 0
        assert not system.inventory(demand)[0].any()
        assert len(system.contributions(demand)) == 0
        assert system.contributions(demand).net == 0
        assert len(system.tree(demand)) == len(demand)
        assert system.tree(demand).below_cutoff.total == 0


def test_a_product_without_any_emission_scores_zero_beside_one_that_has() -> None:
    assert system_of([[1, 0], [0, 1]], [[0, 3]]).intensities()[:, 0].tolist() == [0, 3]


def test_ids_are_positions_where_none_are_given() -> None:
    system = system_of([[1, -0.5], [0, 1]], [[0.2, 1]])
    assert system.score({np.int64(1): 1}).total == pytest.approx(1.1, **CLOSE)
    assert list(system.product_ids) == [0, 1]


def test_cached_arrays_cannot_be_written_to() -> None:
    system = system_of([[1, -0.5], [0, 1]], [[0.2, 1]])
    with pytest.raises(ValueError, match="read-only"):
        system.intensities()[0, 0] = 7
    with pytest.raises(ValueError, match="read-only"):
        system.inventory({0: 1})[0][0] = 7
