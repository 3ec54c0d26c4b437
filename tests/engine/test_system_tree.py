"""The supply-chain tree by hand."""

from __future__ import annotations

import numpy as np
import pytest
from small_systems import random_system, system_of


def test_a_tree_by_hand() -> None:
    """Car: 300 itself, 900 kg steel at 1.15 = 1035; steel: 900 itself, 1350 kg ore at 0.1 = 135. Total 1335."""
    system = system_of(
        [[1, -1.5, 0], [0, 1, -900], [0, 0, 1]],
        [[0.1, 1, 300]],
        product_ids=["ore", "steel", "car"],
        process_ids=["mine", "mill", "works"],
    )
    car, steel, ore = system.tree({"car": 1}, cutoff=1e-4)
    assert (car.product, car.process, car.depth, car.parent) == ("car", "works", 0, None)
    assert (steel.product, steel.process, steel.depth, steel.parent) == ("steel", "mill", 1, 0)
    assert (ore.product, ore.process, ore.depth, ore.parent) == ("ore", "mine", 2, 1)
    assert [node.id for node in (car, steel, ore)] == [0, 1, 2]
    assert [node.amount for node in (car, steel, ore)] == pytest.approx([1, 900, 1350])
    assert [node.direct.total for node in (car, steel, ore)] == pytest.approx([300, 900, 135])
    assert [node.cumulative["fossil"] for node in (car, steel, ore)] == pytest.approx([1335, 1035, 135])
    assert system.tree({"car": 1}).edges == ((0, 1, pytest.approx(1035)), (1, 2, pytest.approx(135)))


def test_what_is_below_the_cutoff_stays_with_its_parent() -> None:
    """Ore is 135 / 1335 = 10.1 % of the car: hidden at 11 %, its 135 kg are the remainder of steel."""
    system = system_of([[1, -1.5, 0], [0, 1, -900], [0, 0, 1]], [[0.1, 1, 300]])
    tree = system.tree({2: 1}, cutoff=0.11)
    assert [node.product for node in tree] == [2, 1]
    assert [node.remainder.total for node in tree] == pytest.approx([0, 135], abs=1e-9)
    assert tree.below_cutoff.total == pytest.approx(135)
    assert not tree.truncated


def test_a_loop_is_unrolled_until_the_cutoff() -> None:
    """Power needs 0.5 coal, coal 0.1 power: each turn is worth 0.05. At 0.1 % there are 0, 1, 2 turns and no third.

    Of 1 kWh of power, a turn further weighs 0.05^k: 5 %, 0.25 %, 0.0125 %; coal within them 13.6 % of that.
    """
    system = system_of([[1, -0.5], [-0.1, 1]], [[0.2, 1]], product_ids=["coal", "power"])
    tree = system.tree({"power": 1}, cutoff=1e-3)
    assert [node.product for node in tree] == ["power", "coal", "power", "coal", "power"]
    assert [node.amount for node in tree] == pytest.approx([1, 0.5, 0.05, 0.025, 0.0025])


def test_hidden_credits_do_not_hide_what_they_cancel() -> None:
    """Part: 100 of its own against a credit of −100 from a by-product; net 0, gross 200. Product: 1 of its own.

    The part's net score is nothing, and still it is shown: its branches are nearly the whole of the gross scale.
    """
    system = system_of(
        [[1, 0, 0], [-1, 1, 0], [0, 10, 1]],
        [[1, 100, 10]],
        product_ids=["product", "part", "heat"],
    )
    tree = system.tree({"product": 1}, cutoff=0.01)
    assert tree.total.total == pytest.approx(1)
    assert tree.gross == pytest.approx(201)
    assert [node.product for node in tree] == ["product", "part", "heat"]
    assert [node.cumulative.total for node in tree] == pytest.approx([1, 0, -100], abs=1e-12)


def test_waste_handed_on_is_a_negative_amount_with_a_positive_score() -> None:
    """1 kg of product leaves 0.5 kg of waste, 2 kg CO2e a kg treated: amount −0.5, score 1."""
    system = system_of([[1, 0], [0.5, -1]], [[3, 2]], product_ids=["good", "waste"])
    _, waste = system.tree({"good": 1})
    assert (waste.product, waste.amount) == ("waste", pytest.approx(-0.5))
    assert waste.cumulative.total == pytest.approx(1)


def test_a_truncated_tree_keeps_the_heaviest_nodes_and_says_so() -> None:
    system = random_system(60, 8, inputs=6.0)
    whole = system.tree({0: 1}, cutoff=1e-5)
    part = system.tree({0: 1}, cutoff=1e-5, max_nodes=40)
    assert part.truncated and not whole.truncated
    assert 30 <= len(part) <= 40
    worth = system._gross_intensities
    weights = np.sort(np.abs(whole.amount) * worth[whole.product])[::-1][: len(part)]
    assert np.sort(np.abs(part.amount) * worth[part.product])[::-1] == pytest.approx(weights)
    again = system.tree({0: 1}, cutoff=part.cutoff)
    assert sorted(again.amount) == pytest.approx(sorted(part.amount))


def test_a_lower_cutoff_only_adds_nodes() -> None:
    system = random_system(50, 3, inputs=5.0, credits=True)
    sizes = [len(system.tree({0: 1}, cutoff=cutoff)) for cutoff in (0.5, 0.1, 0.01, 0.001)]
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1]
