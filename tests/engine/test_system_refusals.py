"""What cannot be answered is refused, with a code and the names of the culprits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_systems import random_triplets, system_of

from tanzuji.documents.errors import CodedError
from tanzuji.engine.diagnosis import NonSquare, SingularTechnosphere
from tanzuji.engine.system import System
from tanzuji.engine.triplets import BadShape, NonFinite, Unknown

NAMES = {"product_ids": ["coal", "power"], "process_ids": ["mine", "plant"]}


def refusal(technosphere: Any, interventions: Any = ((1, 1),), **ids: Any) -> CodedError:
    system = system_of(technosphere, interventions, **(ids or NAMES))
    with pytest.raises(CodedError) as caught:
        system.intensities()
    with pytest.raises(CodedError):
        system.inventory({"coal": 1})
    return caught.value


def test_a_loop_that_uses_all_it_makes_is_refused_by_name() -> None:
    """Gain 1 · 1 = 1: nothing is left over, the matrix is singular."""
    error = refusal([[1, -1], [-1, 1]])
    assert isinstance(error, SingularTechnosphere)
    assert error.codes == ("engine.singular-loop",)
    for language in ("zh", "en"):
        assert "coal → power → coal" in error.render(language)
        assert "mine, plant" in error.render(language)


def test_a_loop_that_uses_more_than_it_makes_is_refused_though_it_can_be_solved() -> None:
    """Gain 2: the solution is a supply of (−1, −2), which no factory can run."""
    error = refusal([[1, -2], [-1, 1]])
    assert error.code == "engine.singular-loop"
    assert "gain a turn 2" in str(error)


def test_a_loop_is_refused_in_any_order_of_processes() -> None:
    error = refusal(
        [[-2, 0, 1], [1, 0, -1], [0, 1, 0]],
        [[1, 1, 1]],
        product_ids=["coal", "power", "salt"],
        process_ids="abc",
    )
    assert error.code == "engine.singular-loop"
    assert "salt" not in str(error)


def test_a_loop_without_emissions_is_refused_too() -> None:
    assert refusal([[1, -1], [-1, 1]], [[0, 0]]).code == "engine.singular-loop"


def test_many_small_loops_may_add_up_to_one() -> None:
    """Each of 3 products takes 0.5 of both others: every loop gains 0.25 or 0.125, together exactly 1."""
    table = np.eye(3) - 0.5 * (1 - np.eye(3))
    assert refusal(table, [[1, 1, 1]], product_ids=["coal", "b", "c"]).code == "engine.singular-loop"
    assert system_of(np.eye(3) - 0.49 * (1 - np.eye(3)), [[1, 1, 1]]).intensities() == pytest.approx(50)


@pytest.mark.parametrize("own_use", [1.0, 1.5])
def test_a_process_that_uses_up_its_own_product_is_refused(own_use: float) -> None:
    technosphere = ([0, 0, 1], [0, 0, 1], [1.0, -own_use, 1.0])
    system = System.from_triplets(technosphere, ([0], [0], [1.0]), {"fossil": [1.0]}, **NAMES)
    with pytest.raises(SingularTechnosphere, match="coal → coal") as caught:
        system.intensities()
    assert caught.value.code == "engine.singular-loop"


def test_self_use_that_cancels_up_to_rounding_leaves_nothing() -> None:
    """0.1 + 0.2 − 0.3 is 5.6e-17 in float64; nothing is left over all the same."""
    technosphere = ([0, 0, 0, 1], [0, 0, 0, 1], [0.1, 0.2, -0.3, 1.0])
    system = System.from_triplets(technosphere, ([0], [0], [1.0]), {"fossil": [1.0]}, **NAMES)
    with pytest.raises(SingularTechnosphere, match="coal → coal"):
        system.intensities()


def test_credits_that_cancel_a_process_are_refused() -> None:
    """Both processes make one of each: no combination makes one coal alone."""
    assert refusal([[1, 1], [1, 1]]).code == "engine.singular-loop"


def test_a_product_nobody_makes_is_named_with_the_process_left_over() -> None:
    error = refusal(
        [[1, 1, 0], [-0.2, -0.3, 1], [0, 0, 0]],
        [[1, 1, 1]],
        product_ids=["car", "coal", "tyre"],
        process_ids=["works", "twin", "mine"],
    )
    assert error.codes == ("engine.unmatched-product", "engine.unmatched-process")
    assert error.problems[0].fields == {"product": "tyre"}
    assert error.problems[1].fields["process"] in {"works", "twin"}


def test_of_products_that_compete_for_a_process_the_one_without_producer_is_named() -> None:
    """Only the works touch car and tyre, and it makes cars: the tyre lacks a producer, the spare process a product."""
    error = refusal(
        [[1, 0, 0], [-4, 0, 0], [0, 0, 1]],
        [[1, 1, 1]],
        product_ids=["car", "tyre", "coal"],
        process_ids=["works", "spare", "mine"],
    )
    assert error.problems[0].fields == {"product": "tyre"}
    assert error.problems[1].fields == {"process": "spare"}


def test_more_processes_than_products_are_refused_and_the_surplus_named() -> None:
    error = refusal(
        [[1, -0.5, 0], [0, 1, 0]], [[1, 1, 1]], product_ids=["coal", "power"], process_ids=["a", "b", "third"]
    )
    assert isinstance(error, NonSquare)
    assert error.code == "engine.not-square"
    assert error.problems[0].fields == {"products": 2, "processes": 3, "surplus": "third"}


def test_more_products_than_processes_are_refused_and_the_surplus_named() -> None:
    error = refusal([[1], [-2]], [[1]], product_ids=["coal", "lost"])
    assert error.problems[0].fields == {"products": 2, "processes": 1, "surplus": "lost"}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_is_refused_where_it_stands(value: float) -> None:
    with pytest.raises(NonFinite) as caught:
        System.from_triplets(
            ([0, 1, 1], [0, 0, 1], [1.0, value, 1.0]), ([0], [0], [1.0]), {"a": [1.0]}, **NAMES
        )
    problem = caught.value.problems[0]
    assert (problem.code, problem.path) == ("engine.not-finite", "technosphere.values[1]")
    assert problem.fields["place"] == "technosphere [product power, process mine]"
    with pytest.raises(NonFinite) as caught:
        System.from_triplets(([0], [0], [1.0]), ([0], [0], [value]), {"a": [1.0]}, flow_ids=["CO2"])
    assert caught.value.problems[0].fields["place"] == "interventions [flow CO2, process 0]"
    with pytest.raises(NonFinite) as caught:
        System.from_triplets(([0], [0], [1.0]), ([0], [0], [1.0]), {"a": [value]}, flow_ids=["CO2"])
    assert caught.value.problems[0].path == "characterization.a[0]"


def test_a_result_beyond_float64_is_refused_and_not_returned_as_infinite() -> None:
    with pytest.raises(NonFinite):
        system_of([[1, -1e200], [0, 1]], [[1e200, 0]]).intensities()


GOOD = {
    "technosphere": ([0], [0], [1.0]),
    "interventions": ([0], [0], [1.0]),
    "characterization": {"a": [1.0]},
}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"technosphere": ([0, 1], [0], [1.0])}, "technosphere"),
        ({"technosphere": ([0], [0])}, "technosphere"),
        ({"technosphere": ([0], [0], ["much"])}, "technosphere"),
        ({"technosphere": ([[0]], [[0]], [[1.0]])}, "technosphere"),
        ({"technosphere": ([0.5], [0], [1.0])}, "technosphere.rows"),
        ({"technosphere": ([0], [-1], [1.0])}, "technosphere.cols[0]"),
        ({"technosphere": ([3], [0], [1.0]), "product_ids": ["only"]}, "technosphere.rows[0]"),
        ({"interventions": ([0], [5], [1.0]), "process_ids": ["only"]}, "interventions.cols[0]"),
        ({"characterization": {"a": [1.0, 2.0], "b": [1.0]}}, "characterization.b"),
        ({"characterization": {"a": [[1.0]]}}, "characterization.a"),
        ({"characterization": {"a": ["x"]}}, "characterization.a"),
        ({"product_ids": ["twin", "twin"]}, "product_ids"),
    ],
)
def test_what_does_not_fit_together_is_refused_with_its_path(change: dict[str, Any], path: str) -> None:
    System.from_triplets(**GOOD)
    with pytest.raises(BadShape) as caught:
        System.from_triplets(**(GOOD | change))
    assert (caught.value.code, caught.value.problems[0].path) == ("engine.bad-shape", path)


def test_an_unknown_product_is_named_with_those_near_it() -> None:
    system = system_of([[1, 0], [0, 1]], [[1, 1]], **NAMES)
    for ask in (system.score, system.inventory, system.tree, system.contributions, system.sensitivities):
        with pytest.raises(Unknown) as caught:
            ask({"powr": 1})
        assert caught.value.code == "engine.unknown-product"
        assert caught.value.problems[0].path == "demand[powr]"
        assert "Near it: power" in str(caught.value)


@pytest.mark.parametrize(
    ("amount", "code"), [(float("nan"), "engine.not-finite"), ("two", "engine.bad-shape")]
)
def test_an_amount_that_is_no_number_is_refused(amount: Any, code: str) -> None:
    with pytest.raises(CodedError) as caught:
        system_of([[1, 0], [0, 1]], [[1, 1]], **NAMES).score({"coal": amount})
    assert caught.value.code == code
    assert caught.value.problems[0].path == "demand[coal]"


def test_a_wrong_choice_lists_the_right_ones() -> None:
    system = system_of([[1]], [[1]])
    with pytest.raises(ValueError, match="process, flow, line, product"):
        system.contributions({0: 1}, by="country")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cutoff"):
        system.tree({0: 1}, cutoff=-1)
    with pytest.raises(KeyError, match="fossil"):
        system.score({0: 1})["fosil"]


def test_a_broken_loop_in_a_large_database_is_named() -> None:
    """600 sound processes, and two of them made to need 2 and 3 of each other's product: gain 6."""
    (rows, cols, values), interventions = random_triplets(600, 1)
    made = dict(zip(cols[:600].tolist(), values[:600].tolist(), strict=True))
    broken = (
        np.append(rows, [7, 400]),
        np.append(cols, [400, 7]),
        np.append(values, [-2.0 * made[400], -3.0 * made[7]]),
    )
    system = System.from_triplets(broken, interventions, {"a": [1, 1, 1, 1]})
    with pytest.raises(SingularTechnosphere) as caught:
        system.intensities()
    loop = str(caught.value.problems[0].fields["loop"])
    assert {"7", "400"} <= set(loop.split(" → "))
