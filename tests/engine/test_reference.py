"""Which process supplies a product when the diagonal does not say."""

from __future__ import annotations

import pytest
from small_systems import system_of

from tanzuji.engine.diagnosis import SingularTechnosphere
from tanzuji.engine.triplets import Unknown


def test_a_waste_that_a_treatment_leaves_is_no_reference_product() -> None:
    """Incinerator and landfill are the second and third process, but listed in reverse.

    1 kg of product leaves 0.5 kg of waste; burning 1 kg leaves 0.2 kg of ash; burning takes no product, dumping
    0.1 kg of it. Ash a = 3 + 0.1 p, waste w = 2 + 0.2 a, product p = 1 + 0.5 w = 1 + 1 + 0.1 (3 + 0.1 p):
    p = 2.3 / 0.99.
    """
    system = system_of(
        [[-0.1, 0, 1], [0, -1, 0.5], [-1, 0.2, 0]],
        [[3, 2, 1]],
        product_ids=["product", "waste", "ash"],
        process_ids=["landfill", "incinerator", "factory"],
    )
    assert [system.process_ids[at] for at in system.reference_processes] == [
        "factory",
        "incinerator",
        "landfill",
    ]
    assert list(system.is_waste) == [False, True, True]
    assert system.score({"product": 1}).total == pytest.approx(2.3 / 0.99)
    assert system.score({"ash": -1}).total == pytest.approx(3 + 0.1 * 2.3 / 0.99)


SLUDGE = {
    "interventions": [[0.3, 0.8]],
    "product_ids": ["wastewater", "sludge"],
    "process_ids": ["treatment", "drying"],
}


def test_wastes_that_treat_one_another_are_believed_on_the_diagonal() -> None:
    """Treating 1 m3 leaves 0.01 t of sludge; drying 1 t leaves 0.9 m3: w = 0.3 + 0.01 s, s = 0.8 + 0.9 w."""
    system = system_of([[-1, 0.9], [0.01, -1]], **SLUDGE)
    assert system.is_waste.all()
    assert system.score({"wastewater": -1}).total == pytest.approx((0.3 + 0.01 * 0.8) / (1 - 0.009))


def test_off_the_diagonal_the_doubt_is_refused_until_the_references_are_stated() -> None:
    """The same two processes in the other order could be products with a gain of 1 / 0.009 a turn."""
    swapped = {**SLUDGE, "process_ids": ["drying", "treatment"], "interventions": [[0.8, 0.3]]}
    with pytest.raises(SingularTechnosphere, match="references") as caught:
        system_of([[0.9, -1], [-1, 0.01]], **swapped).intensities()
    assert caught.value.code == "engine.singular-loop"
    stated = {"wastewater": "treatment", "sludge": "drying"}
    system = system_of([[0.9, -1], [-1, 0.01]], **swapped, references=stated)
    assert system.score({"wastewater": -1}).total == pytest.approx((0.3 + 0.01 * 0.8) / (1 - 0.009))


def test_a_byproduct_larger_than_the_product_is_no_reference_when_another_process_makes_only_it() -> None:
    """Chlorine cell: 1 chlorine, 40 hydrogen, 10 kg CO2e; hydrogen alone: 1, 0.2 kg. Chlorine: 10 − 40·0.2 = 2."""
    system = system_of(
        [[0, 1], [1, 40]], [[0.2, 10]], product_ids=["chlorine", "hydrogen"], process_ids=["H", "Cl"]
    )
    assert [system.process_ids[at] for at in system.reference_processes] == ["Cl", "H"]
    assert system.score({"chlorine": 1}).total == pytest.approx(2)


def test_statements_that_do_not_fit_are_refused() -> None:
    table = {"technosphere": [[1, -0.5], [0, 1]], "interventions": [[1, 1]], "product_ids": ["coal", "power"]}
    with pytest.raises(Unknown):
        system_of(**table, references={"coal": 0, "power": "nowhere"}).intensities()
    for references in ({"coal": 0}, {"coal": 0, "power": 0}):
        with pytest.raises(SingularTechnosphere, match="power") as caught:
            system_of(**table, references=references).intensities()
        assert caught.value.code == "engine.unmatched-product"
