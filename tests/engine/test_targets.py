"""Measures that reach a target: the smallest set, the least change, all alike; and an honest no."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from test_footprint import DATASETS, model, one

from tanzuji.documents import CodedError, ProductModel, Text
from tanzuji.documents.what_if import Measure, Plan
from tanzuji.engine import Release, compute, write_release
from tanzuji.engine.what_if import Ground, reach, scenario_of

HEAD: dict[str, Any] = {"name": "hand", "version": "1", "title": Text(en="hand-made"), "licence": "CC0"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(tmp_path_factory.mktemp("releases") / "hand" / "1", datasets=DATASETS, **HEAD)


def materials(*kg: float) -> ProductModel:
    """Lines of aluminium at 10 kg CO2e a kilogram: a total of ten times their sum."""
    return one(
        inputs=[
            {"id": f"m{i}", "name": f"m{i}", "amount": amount, "unit": "kg", "dataset": "aluminium"}
            for i, amount in enumerate(kg)
        ]
    )


def less(i: int, factor: float, **more: object) -> Measure:
    return Measure.parse(
        {
            "id": f"less-{i}",
            "name": f"less {i}",
            "kind": "amount",
            "place": f"make/m{i}",
            "factor": factor,
            **more,
        }
    )


def doses(plan: Plan) -> dict[str, float]:
    return {dose.measure: dose.level for dose in plan.doses}


def holds(plan: Plan, of: ProductModel, library: Release) -> None:
    """What a plan says is what the model comes to when its scenario is computed from scratch."""
    whole = compute(of.model_copy(update={"scenarios": (plan.scenario,)}), library)
    assert whole.scenarios[0].total == pytest.approx(plan.reached, rel=1e-12)
    assert plan.base + sum(dose.effect for dose in plan.doses) == pytest.approx(plan.reached, rel=1e-9)
    if plan.reachable:
        assert plan.reached <= plan.target * (1 + 1e-8)


def test_the_smallest_set_reaches_a_target_in_the_fewest_measures(library: Release) -> None:
    """100 + 50 + 30 = 180; −20 % is 144, 36 less. Half the first is 50: it alone does, to 72 % of the way."""
    of = materials(10, 5, 3)
    plan = reach(Ground(of, library), [less(0, 0.5), less(1, 0.5), less(2, 0.2)], 144)
    assert plan.reachable and plan.exact
    assert doses(plan) == pytest.approx({"less-0": 0.72})
    assert plan.unused == ("less-1", "less-2")
    assert plan.reached == pytest.approx(144)
    assert plan.lowest == pytest.approx(50 + 25 + 6)
    holds(plan, of, library)


def test_the_least_change_takes_the_largest_effect_of_a_percent_first(library: Release) -> None:
    """A percent of the first line is worth 1 kg, of the second 0.5, of the third 0.3: 30 kg from the first (its
    range is 30 %), then 6 kg of the second, 12 % of it. The linear programme agrees."""
    of = materials(10, 5, 3)
    measures = [less(0, 0.7), less(1, 0.4), less(2, 0.2)]
    plan = reach(Ground(of, library), measures, 144, strategy="least")
    assert doses(plan) == pytest.approx({"less-0": 1.0, "less-1": 0.2})
    effects, weights = np.array([30, 30, 24]), np.array([0.3, 0.6, 0.8])
    best = linprog(weights, A_ub=[-effects], b_ub=[-36], bounds=[(0, 1)] * 3)
    used = sum(weights[int(dose.measure[-1])] * dose.level for dose in plan.doses)
    assert used == pytest.approx(best.fun, rel=1e-9)
    holds(plan, of, library)


def test_all_alike_goes_the_same_part_of_the_way_everywhere(library: Release) -> None:
    """Together 99 less at full strength, 36 wanted: each 36/99 of the way."""
    of = materials(10, 5, 3)
    plan = reach(Ground(of, library), [less(0, 0.5), less(1, 0.5), less(2, 0.2)], 144, strategy="even")
    assert list(doses(plan).values()) == pytest.approx([36 / 99] * 3)
    holds(plan, of, library)


@pytest.mark.parametrize("strategy", ["fewest", "least", "even"])
def test_a_target_out_of_reach_is_said_to_be_so_and_how_near_one_comes(
    library: Release, strategy: Any
) -> None:
    """Half of 180 is 90; all measures together leave 81, of the first two only 105."""
    of = materials(10, 5, 3)
    plan = reach(Ground(of, library), [less(0, 0.5), less(1, 0.5)], 90, strategy=strategy)
    assert not plan.reachable
    assert plan.reached == plan.lowest == pytest.approx(105)
    assert doses(plan) == {"less-0": 1.0, "less-1": 1.0}
    holds(plan, of, library)


def test_later_priorities_are_touched_only_where_earlier_ones_do_not_do(library: Release) -> None:
    """The first two together save 40: for 36 the third, although larger, stays alone; for 60 it adds 20."""
    of = materials(10, 5, 3)
    measures = [less(0, 0.5, priority=2), less(1, 0.5), less(2, 0.5)]
    near = reach(Ground(of, library), measures, 144)
    assert doses(near) == pytest.approx({"less-1": 1.0, "less-2": 11 / 15})
    far = reach(Ground(of, library), measures, 120)
    assert doses(far) == pytest.approx({"less-1": 1.0, "less-2": 1.0, "less-0": 0.4})
    holds(far, of, library)


def test_a_measure_that_raises_the_total_is_named_and_never_used(library: Release) -> None:
    plan = reach(Ground(materials(10, 5), library), [less(0, 0.9), less(1, 1.2)], 145)
    assert plan.against == ("less-1",)
    assert doses(plan) == pytest.approx({"less-0": 0.5})


def test_all_or_nothing_is_not_done_by_halves(library: Release) -> None:
    """36 wanted of 50, whole or not at all: 50 is saved, and nobody claims that no better plan exists."""
    of = materials(10, 5, 3)
    plan = reach(Ground(of, library), [less(0, 0.5, whole=True), less(1, 0.5), less(2, 0.2)], 144)
    assert doses(plan) == {"less-0": 1.0} and not plan.exact
    assert plan.reached == pytest.approx(130)


def test_nothing_is_done_where_the_target_is_met(library: Release) -> None:
    plan = reach(Ground(materials(10), library), [less(0, 0.5)], 100)
    assert plan.reachable and not plan.doses and plan.reached == plan.base


def power(amount: float = 100) -> ProductModel:
    return one(
        energy=[{"id": "p", "name": "power", "amount": amount, "unit": "kWh", "dataset": "grid"}],
        inputs=[{"id": "al", "name": "al", "amount": 1, "unit": "kg", "dataset": "aluminium"}],
    )


GREEN = {"id": "green", "name": "green", "kind": "datasets", "place": "make/p", "datasets": ["solar"]}
LESS_POWER = {"id": "less-power", "name": "less", "kind": "amount", "place": "make/p", "factor": 0.5}


def test_measures_that_meet_on_one_line_are_solved_on_the_total_itself(library: Release) -> None:
    """100 kWh at 0.5 + 10. Power x-fold and a share s of it at 0.05: f = 10 + 100 (1 − x/2)(0.5 − 0.45 s).
    To 15 both are needed fully but for a part: after all green, 10 + 5 (1 − x/2) = 13 asks for x = 0.8."""
    of = power()
    measures = [Measure.parse(GREEN), Measure.parse(LESS_POWER)]
    plan = reach(Ground(of, library), measures, 13)
    assert plan.reachable and not plan.exact
    assert doses(plan) == pytest.approx({"green": 1.0, "less-power": 0.8})
    holds(plan, of, library)


def electrified() -> ProductModel:
    """40 kg from coal, or 100 kWh: 50 kg from the grid, 5 kg from solar power; `s` of the way."""
    return model(
        parameters=[{"name": "s", "value": 0}],
        processes=[
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "emissions": [{"id": "coal", "name": "coal", "gas": "CO2", "amount": "=40*(1-s)"}],
                "energy": [
                    {"id": "p", "name": "power", "amount": "=100*s", "unit": "kWh", "dataset": "grid"}
                ],
            }
        ],
    )


ELECTRIFY = {"id": "electrify", "name": "electrify", "kind": "parameter", "place": "s", "value": 1}


@pytest.mark.parametrize("strategy", ["fewest", "least", "even"])
@pytest.mark.parametrize("late", [{}, {"priority": 2}])
def test_measures_that_help_only_together_are_found(
    library: Release, strategy: Any, late: dict[str, int]
) -> None:
    """Electrification alone comes to 50, green power alone stays at 40, both reach 5. With all power green 20 asks
    for 40 − 35 s = 20. Neither is against it: at the best plan both are done."""
    of = electrified()
    measures = [Measure.parse(ELECTRIFY), Measure.parse({**GREEN, **late})]
    plan = reach(Ground(of, library), measures, 20, strategy=strategy)
    assert plan.reachable and plan.lowest == pytest.approx(5)
    assert plan.reached == pytest.approx(20)
    assert not plan.against and not plan.unused
    if strategy != "even":
        assert doses(plan) == pytest.approx({"green": 1.0, "electrify": 4 / 7})
    holds(plan, of, library)


def test_a_pair_is_found_among_others_that_do_harm_or_nothing(library: Release) -> None:
    """All measures taken come to 5 + 30 of more aluminium; the pair alone is lower, and what is idle stays out."""
    base = electrified().plain()
    base["processes"][0]["inputs"] = [
        {"id": f"m{i}", "name": f"m{i}", "amount": kg, "unit": "kg", "dataset": "aluminium"}
        for i, kg in enumerate((1, 0))
    ]
    of = ProductModel.parse(base)
    measures = [less(0, 4.0), Measure.parse(ELECTRIFY), less(1, 0.5), Measure.parse(GREEN)]
    plan = reach(Ground(of, library), measures, 15)
    assert plan.reachable and plan.lowest == pytest.approx(15)
    assert doses(plan) == {"electrify": 1.0, "green": 1.0}
    assert plan.against == ("less-0",) and plan.unused == ("less-1",)


def test_two_that_help_only_together_are_found_where_all_together_do_harm(library: Release) -> None:
    """A third lowers the total at first and raises it once the pair is done: 40 − 30 x (1 − 2 s)."""
    base = electrified().plain()
    base["parameters"].append({"name": "x", "value": 0})
    base["processes"][0]["emissions"].append(
        {"id": "heat", "name": "heat", "gas": "CO2", "amount": "=60-30*x*(1-2*s)"}
    )
    of = ProductModel.parse(base)
    burner = {"id": "burner", "name": "burner", "kind": "parameter", "place": "x", "value": 1}
    plan = reach(Ground(of, library), [Measure.parse(m) for m in (ELECTRIFY, GREEN, burner)], 66)
    assert plan.lowest == pytest.approx(65)
    assert plan.against == ("burner",)
    holds(plan, of, library)


def test_every_plan_is_as_small_as_any_that_a_fine_grid_finds(library: Release) -> None:
    """Three measures that meet; the grid of 21 levels each is tried out whole."""
    of = power().model_copy()
    ground = Ground(of, library)
    measures = [
        Measure.parse(GREEN),
        Measure.parse(LESS_POWER),
        Measure.parse({"id": "al", "name": "al", "kind": "amount", "place": "make/al", "factor": 0.3}),
    ]
    levels = [i / 20 for i in range(21)]
    totals = {at: ground.answer(scenario_of(ground, measures, at)).total for at in product(levels, repeat=3)}
    for target in (55, 40, 25, 12, 9):
        plan = reach(ground, measures, target)
        fewest = min(
            (sum(x > 0 for x in at) for at, total in totals.items() if total <= target), default=None
        )
        assert plan.reachable == (fewest is not None)
        if fewest is not None:
            assert len(plan.doses) == fewest
        assert plan.lowest == pytest.approx(min(totals.values()))


def test_a_formula_that_bends_back_is_followed_to_its_lowest_point(library: Release) -> None:
    """(p − 3)² + 1 kg of aluminium: from 50 at p = 5 down to 10 at p = 3, not to 20 at the end, p = 2."""
    of = model(
        parameters=[{"name": "p", "value": 5.0}],
        processes=[
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "inputs": [
                    {"id": "al", "name": "al", "amount": "=(p-3)^2 + 1", "unit": "kg", "dataset": "aluminium"}
                ],
            }
        ],
    )
    measures = [Measure.parse({"id": "p", "name": "p", "kind": "parameter", "place": "P", "value": 2})]
    plan = reach(Ground(of, library), measures, 12)
    assert plan.reachable and not plan.exact
    assert plan.reached == pytest.approx(12, rel=1e-6)
    holds(plan, of, library)
    out = reach(Ground(of, library), measures, 5)
    assert not out.reachable
    assert out.lowest == pytest.approx(10, rel=1e-6)


def test_a_formula_that_is_scaled_still_answers_to_its_parameters(library: Release) -> None:
    """2x kg at 0.9 with x = 3 instead of 5: 5.4 kg, 54 kg CO2e."""
    of = model(
        parameters=[{"name": "x", "value": 5.0}],
        processes=[
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "inputs": [
                    {"id": "al", "name": "al", "amount": "=2*x", "unit": "kg", "dataset": "aluminium"}
                ],
            }
        ],
    )
    measures = [
        Measure.parse({"id": "a", "name": "a", "kind": "amount", "place": "make/al", "factor": 0.9}),
        Measure.parse({"id": "x", "name": "x", "kind": "parameter", "place": "x", "value": 3}),
    ]
    ground = Ground(of, library)
    scenario = scenario_of(ground, measures, (1.0, 1.0))
    assert ground.answer(scenario).total == pytest.approx(54)
    assert scenario.amounts["make/al"] == "=(2*x)*0.9"


@pytest.mark.parametrize(
    ("measures", "code", "path"),
    [
        ([{**LESS_POWER, "place": "make/x"}], "what-if.unknown-place", "measures[0].place"),
        ([{**LESS_POWER, "kind": "parameter"}], "what-if.unknown-place", "measures[0].place"),
        ([{**LESS_POWER, "kind": "material"}], "what-if.unknown-place", "measures[0].place"),
        ([{**LESS_POWER, "place": "make"}], "what-if.unknown-place", "measures[0].place"),
        ([{**LESS_POWER, "factor": None}], "what-if.nothing-to-do", "measures[0]"),
        ([{**GREEN, "datasets": []}], "what-if.nothing-to-do", "measures[0]"),
        ([LESS_POWER, {**LESS_POWER, "id": "again"}], "what-if.same-place", "measures[1].place"),
        ([LESS_POWER, {**GREEN, "id": "less-power"}], "what-if.repeated-measure", "measures[1].id"),
        ([{**GREEN, "id": f"g{i}"} for i in range(61)], "what-if.too-many-measures", "measures"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_measures_that_cannot_be_are_refused_with_their_place(
    library: Release, measures: list[dict[str, object]], code: str, path: str
) -> None:
    with pytest.raises(CodedError) as caught:
        reach(Ground(power(), library), [Measure.parse(m) for m in measures], 1)
    assert (caught.value.code, caught.value.problems[0].path) == (code, path)
