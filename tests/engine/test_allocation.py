"""Allocation: factors against hand calculations, and what cannot be allocated."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanzuji.documents.errors import CodedError
from tanzuji.engine.allocation import CoProduct, allocate

# Chlor-alkali: 2 NaCl + 2 H2O → 2 NaOH + Cl2 + H2. Molar masses 39.997, 70.906 and 2.016 g/mol, so that 1 t of
# chlorine comes with 2 · 39.997 / 70.906 = 1.12817 t of caustic soda and 2.016 / 70.906 = 0.028432 t of hydrogen.
CAUSTIC = CoProduct(name="氢氧化钠", amount=79.994, unit_mass=1.0, price=239.982, energy=0.0, share=0.5)
CHLORINE = CoProduct(name="氯气", amount=70.906, unit_mass=1.0, price=141.812, energy=0.0, share=0.4)
HYDROGEN = CoProduct(name="氢气", amount=2.016, unit_mass=1.0, price=20.16, energy=241.92, share=0.1)
BRINE = CoProduct(name="淡盐水", amount=500.0, unit_mass=1.0, price=-50.0, is_waste=True)
CELL = (CAUSTIC, CHLORINE, HYDROGEN)


def refusal(outputs: Any, method: Any) -> CodedError:
    with pytest.raises(CodedError) as caught:
        allocate(outputs, method)
    return caught.value


def test_chlor_alkali_by_mass() -> None:
    """Of 152.916 g: 79.994 / 152.916 = 0.523124, 70.906 / 152.916 = 0.463692, 2.016 / 152.916 = 0.013184."""
    assert allocate(CELL, "mass") == pytest.approx((0.523124, 0.463692, 0.013184), abs=5e-7)


def test_chlor_alkali_by_revenue() -> None:
    """At 3, 2 and 10 a gram: 239.982 + 141.812 + 20.16 = 401.954, shares 0.597038, 0.352807, 0.050155."""
    assert allocate(CELL, "economic") == pytest.approx((0.597038, 0.352807, 0.050155), abs=5e-7)


def test_heat_and_power_by_energy() -> None:
    """1 000 kWh of power, 3 600 MJ, and 6.4 GJ of heat: 3 600 of 10 000 MJ, so 0.36 and 0.64."""
    power = CoProduct(name="电力", amount=1000.0, energy=3600.0)
    heat = CoProduct(name="热力", amount=6.4, energy=6400.0)
    assert allocate([power, heat], "energy") == pytest.approx((0.36, 0.64), rel=1e-15)


def test_a_total_mass_serves_where_the_unit_has_none() -> None:
    """Milk 3 m³ of 1 030 kg/m³ = 3 090 kg, and 1 030 kg of cream: 0.75 and 0.25."""
    milk = CoProduct(name="milk", amount=3.0, unit_mass=1030.0, mass=3090.0)
    cream = CoProduct(name="cream", amount=10.0, mass=1030.0)
    assert allocate([milk, cream], "mass") == (0.75, 0.25)
    error = refusal([replace(milk, mass=3000.0), cream], "mass")
    assert (error.code, error.problems[0].path) == ("allocation.masses-disagree", "outputs[0].mass")


@pytest.mark.parametrize("method", ["causal", "given"])
def test_stated_shares_are_taken_as_they_are(method: Any) -> None:
    assert allocate(CELL, method) == (0.5, 0.4, 0.1)


@pytest.mark.parametrize("method", ["mass", "economic", "energy", "given"])
def test_a_waste_carries_nothing_and_changes_nothing(method: Any) -> None:
    """The brine has five times the mass of the products and a negative price."""
    without = allocate(CELL, method)
    assert allocate((CAUSTIC, BRINE, CHLORINE, HYDROGEN), method) == (without[0], 0.0, *without[1:])


def test_a_single_product_carries_everything() -> None:
    assert allocate([HYDROGEN, BRINE], "mass") == (1.0, 0.0)


def test_prices_that_are_missing_are_named_all_at_once() -> None:
    error = refusal((replace(CAUSTIC, price=None), CHLORINE, replace(HYDROGEN, price=None)), "economic")
    assert error.codes == ("allocation.basis-missing",) * 2
    assert [problem.path for problem in error.problems] == ["outputs[0].price", "outputs[2].price"]
    assert "氢氧化钠" in error.problems[0].text("zh") and "price" in error.problems[0].text("en")


@pytest.mark.parametrize(
    ("change", "method", "code", "path"),
    [
        ({"price": -1.0}, "economic", "allocation.negative-basis", "outputs[0].price"),
        ({"unit_mass": -1.0}, "mass", "allocation.negative-basis", "outputs[0].unit_mass"),
        ({"amount": -1.0, "unit_mass": -1.0}, "mass", "allocation.negative-basis", "outputs[0].amount"),
        ({"energy": -1.0}, "energy", "allocation.negative-basis", "outputs[0].energy"),
        ({"share": -0.5}, "given", "allocation.negative-basis", "outputs[0].share"),
        ({"price": math.nan}, "economic", "allocation.not-a-number", "outputs[0].price"),
        ({"unit_mass": 1e308, "amount": 1e308}, "mass", "allocation.not-a-number", "outputs[0].mass"),
        ({"unit_mass": math.inf}, "mass", "allocation.not-a-number", "outputs[0].unit_mass"),
        ({"unit_mass": None}, "mass", "allocation.basis-missing", "outputs[0].mass"),
        ({"energy": None}, "energy", "allocation.basis-missing", "outputs[0].energy"),
        ({"share": None}, "causal", "allocation.basis-missing", "outputs[0].share"),
        ({"share": 0.6}, "given", "allocation.shares-do-not-sum", "outputs"),
        ({"share": 50.0}, "given", "allocation.shares-do-not-sum", "outputs"),
        ({"share": 0.5 + 2e-9}, "given", "allocation.shares-do-not-sum", "outputs"),
    ],
)
def test_a_basis_that_cannot_be_shared_by_is_refused_where_it_stands(
    change: Any, method: Any, code: str, path: str
) -> None:
    error = refusal((replace(CAUSTIC, **change), CHLORINE, HYDROGEN), method)
    assert (error.code, error.problems[0].path) == (code, path)


def test_shares_may_miss_one_by_rounding_only() -> None:
    shares = allocate((replace(CAUSTIC, share=0.5 + 5e-10), CHLORINE, HYDROGEN), "given")
    assert sum(shares) == pytest.approx(1, abs=1e-9)


def test_a_waste_has_no_share() -> None:
    error = refusal((*CELL, replace(BRINE, share=0.1)), "given")
    assert (error.code, error.problems[0].path) == ("allocation.waste-has-share", "outputs[3].share")


def test_nothing_can_be_shared_by_zero() -> None:
    assert refusal((CAUSTIC, CHLORINE), "energy").code == "allocation.all-zero"


@pytest.mark.parametrize("outputs", [(), (BRINE,)])
def test_a_process_without_a_product_is_refused(outputs: Any) -> None:
    assert refusal(outputs, "mass").code == "allocation.no-co-product"


@pytest.mark.parametrize("method", ["none", "substitution", ""])
def test_substitution_is_no_allocation(method: str) -> None:
    error = refusal(CELL, method)
    assert error.code == "allocation.unknown-method" and "economic" in error.problems[0].remedy("en")


@given(st.lists(st.floats(0, 1e308), min_size=1, max_size=30).filter(any))
def test_factors_sum_to_one_and_follow_the_basis(masses: list[float]) -> None:
    outputs = [CoProduct(name=str(i), amount=1.0, mass=mass) for i, mass in enumerate(masses)]
    factors = allocate(outputs, "mass")
    assert math.fsum(factors) == pytest.approx(1, abs=1e-9)
    assert all(0 <= factor <= 1 for factor in factors)
    assert sorted(range(len(masses)), key=masses.__getitem__) == sorted(
        range(len(masses)), key=lambda i: (factors[i], masses[i])
    )
