"""Laws that hold for every productive system, and each rung of the ladder against the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_systems import FACTORS, random_system, random_triplets

from tanzuji.engine import kernels
from tanzuji.engine.solve import NotSolvedError, Solver, backward_error, balance_error
from tanzuji.engine.system import System

SYSTEMS = {
    "n": st.integers(1, 60),
    "seed": st.integers(0, 2**32 - 1),
    "credits": st.booleans(),
    "wastes": st.booleans(),
}
ROOT = Path(__file__).resolve().parents[2]


def demand_of(n: int, seed: int) -> dict[int, float]:
    rng = np.random.default_rng(seed)
    return {int(p): float(rng.normal()) for p in rng.choice(n, min(n, 3), replace=False)}


@settings(max_examples=60, deadline=None)
@given(**SYSTEMS)
def test_supply_meets_demand_and_both_ways_give_one_score(
    n: int, seed: int, credits: bool, wastes: bool
) -> None:
    """A s = f, and λ · f = (c B) · s, each to rounding beside the gross scale of its own sum."""
    system = random_system(n, seed, credits=credits, wastes=wastes)
    demand = demand_of(n, seed)
    supply, flows = system.inventory(demand)
    f = np.zeros(n)
    f[list(demand)] = list(demand.values())
    assert balance_error(system.technosphere, supply, f) < 1e-12
    score = system.score(demand)
    forward = system.direct_scores.T @ supply
    # Forward and adjoint meet only as closely as credits let them: their sums cancel, |M| bounds by how much.
    gross = system.tree(demand, cutoff=1.0).gross
    assert np.abs(forward - list(score.values())).max() <= 1e-10 * gross
    assert np.array(list(FACTORS.values())) @ flows == pytest.approx(forward, rel=1e-9, abs=1e-10 * gross)


@settings(max_examples=60, deadline=None)
@given(
    **SYSTEMS,
    cutoff=st.sampled_from([0.0, 1e-5, 1e-3, 0.1, 1.0]),
    max_nodes=st.sampled_from([1, 7, 50, 2000]),
)
def test_a_tree_adds_up_to_the_total_at_any_cutoff(
    n: int, seed: int, credits: bool, wastes: bool, cutoff: float, max_nodes: int
) -> None:
    system = random_system(n, seed, credits=credits, wastes=wastes)
    demand = demand_of(n, seed)
    tree = system.tree(demand, cutoff=cutoff, max_nodes=max_nodes)
    tolerance = 1e-11 * tree.gross * max(tree.depth.max() + 1, 1)
    parts = tree.direct.sum(axis=0) + tree.remainder.sum(axis=0)
    assert np.abs(parts - list(system.score(demand).values())).max() <= tolerance
    roots = tree.cumulative[tree.parent < 0].sum(axis=0)
    assert np.abs(roots - list(tree.total.values())).max() <= tolerance
    assert len(tree) <= max(max_nodes, len(demand))
    assert (tree.parent < np.arange(len(tree))).all()
    below = tree.parent >= 0
    assert (tree.depth[below] == tree.depth[tree.parent[below]] + 1).all()


@settings(max_examples=40, deadline=None)
@given(**SYSTEMS)
def test_contributions_add_up_to_the_score_however_they_are_grouped(
    n: int, seed: int, credits: bool, wastes: bool
) -> None:
    system = random_system(n, seed, credits=credits, wastes=wastes)
    demand = demand_of(n, seed)
    score, gross = system.score(demand), system.tree(demand, cutoff=1.0).gross
    for by in ("process", "flow", "line", "product"):
        table = system.contributions(demand, by=by)  # type: ignore[arg-type]
        assert np.abs(table.values.sum(axis=0) - list(score.values())).max(initial=0) <= 1e-10 * gross
        assert table.net == pytest.approx(score.total, abs=1e-10 * gross)
        assert table.gross_positive + table.gross_negative == pytest.approx(table.net, abs=1e-12 * gross)
        assert (np.diff(np.abs(table.total)) <= 0).all()
        assert np.abs(table.share_of_gross).sum() == pytest.approx(1) or len(table) == 0


@settings(max_examples=25, deadline=None)
@given(n=st.integers(2, 40), seed=st.integers(0, 2**32 - 1), wastes=st.booleans())
def test_the_reference_is_found_however_processes_are_ordered(n: int, seed: int, wastes: bool) -> None:
    """Shuffled columns have no diagonal; the loops' gains below one still single out the reference.

    With wastes a ring of treatments may stay in doubt and is then refused, so the order is stated instead.
    """
    (rows, cols, values), (flows, at, amounts) = random_triplets(n, seed, wastes=wastes)
    order = np.random.default_rng(seed).permutation(n)
    plain = System.from_triplets((rows, cols, values), (flows, at, amounts), FACTORS)
    stated = {p: int(order[p]) for p in range(n)} if wastes else None
    mixed = System.from_triplets(
        (rows, order[cols], values), (flows, order[at], amounts), FACTORS,
        product_ids=range(n), process_ids=range(n), references=stated,
    )  # fmt: skip
    assert list(mixed.reference_processes) == list(order)
    assert mixed.intensities() == pytest.approx(plain.intensities(), rel=1e-10)
    assert list(mixed.is_waste) == list(plain.is_waste)


RUNGS = ["lapack", "krylov", "superlu"] + (["gauss_seidel"] if kernels.gauss_seidel() else [])


@pytest.mark.parametrize("rung", RUNGS)
@pytest.mark.parametrize("options", [{}, {"credits": True}, {"wastes": True, "inputs": 8.0}], ids=str)
def test_every_rung_gives_the_same_answer_both_ways(rung: str, options: dict[str, Any]) -> None:
    system = random_system(700, 5, **options)
    technology = system._technology
    solver = Solver(technology.requirements, technology.solver.worth, (rung,))
    b = technology.requirements.burdens(system.direct_scores)[:, 0]
    f = np.zeros(700)
    f[3] = 1.0
    dense = np.eye(700) - technology.requirements.direct.toarray()
    for right, transposed, matrix in ((b, False, dense), (f, True, dense.T)):
        x = solver.solve(right, transposed=transposed)
        assert solver.solved_by == rung
        expected = np.linalg.solve(matrix, right)
        assert np.abs(x - expected).max() <= 1e-9 * np.abs(expected).max()
        assert backward_error(*solver._pair(transposed), x, right) <= 1e-12


def test_without_numba_that_rung_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tanzuji.engine.solve.gauss_seidel", lambda: None)
    system = random_system(300, 2)
    technology = system._technology
    with pytest.raises(NotSolvedError):
        Solver(technology.requirements, technology.solver.worth, ("gauss_seidel",)).solve(np.ones(300))
    solver = Solver(technology.requirements, technology.solver.worth, ("gauss_seidel", "superlu"))
    solver.solve(np.ones(300))
    assert solver.solved_by == "superlu"


def test_an_answer_that_fails_the_check_is_not_handed_out() -> None:
    """A rung that is a millionth off in one of 300 products is passed over."""

    class Careless(Solver):
        def _krylov(self, b: Any, transposed: bool, guess: Any) -> Any:
            x = super()._superlu(b, transposed, guess)
            assert x is not None
            x[17] *= 1 + 1e-6
            return x

    technology = random_system(300, 2)._technology
    solver = Careless(technology.requirements, technology.solver.worth, ("krylov", "superlu"))
    solver.solve(np.ones(300))
    assert solver.solved_by == "superlu"


def test_a_large_loop_is_solved_by_the_first_rung() -> None:
    system = random_system(3000, 9, inputs=9.0)
    system.intensities()
    assert system._technology.solver.solved_by == "krylov"
    system.inventory({5: 1.0})
    assert system._technology.solver.solved_by == "krylov"


def test_credits_too_strong_for_a_proof_are_solved_directly() -> None:
    """Every process gives back more than it takes: |M| has no finite sum, the system itself has an answer."""
    n = 400
    at = np.arange(n)
    technosphere = (
        np.concatenate([at, (at + 1) % n, (at + 3) % n]),
        np.concatenate([at, at, at]),
        np.concatenate([np.ones(n), np.full(n, 0.9), np.full(n, 0.8)]),
    )
    system = System.from_triplets(technosphere, (np.zeros(n, int), at, np.ones(n)), {"a": [1.0]})
    # By symmetry every λ is the same: λ (1 + 0.9 + 0.8) = 1.
    assert system.intensities()[:, 0] == pytest.approx(np.full(n, 1 / 2.7), rel=1e-10)
    assert system._technology.solver.worth is None
    assert system._technology.solver.solved_by == "superlu"
    tree = system.tree({0: 1.0}, cutoff=1e-2, max_nodes=500)
    assert tree.direct.sum() + tree.remainder.sum() == pytest.approx(1 / 2.7, rel=1e-9)


@pytest.mark.parametrize("n", [80, 900])
def test_the_order_of_triplets_never_reaches_a_digit(n: int) -> None:
    """Every exchange is split in three parts whose sum depends on the order; shuffled, the results are identical."""
    (rows, cols, values), interventions = random_triplets(n, 3, credits=True)
    parts = (np.tile(rows, 3), np.tile(cols, 3), np.concatenate([0.1 * values, 0.2 * values, 0.7 * values]))
    first = System.from_triplets(parts, interventions, FACTORS)
    order = np.random.default_rng(0).permutation(parts[0].size)
    other = np.random.default_rng(1).permutation(interventions[0].size)
    second = System.from_triplets(
        tuple(part[order] for part in parts), tuple(part[other] for part in interventions), FACTORS
    )
    assert np.array_equal(first.intensities(), second.intensities())
    assert np.array_equal(first.inventory({1: 1.0})[1], second.inventory({1: 1.0})[1])


_PRINT = """
import sys
sys.path[:0] = [{src!r}, {tests!r}]
from small_systems import random_system
system = random_system(2500, 4, inputs=8.0)
for row in system.intensities():
    print(*(format(value, ".10g") for value in row))
print(*(format(value, ".10g") for value in system.inventory({{9: 1.0}})[0]))
"""


def test_one_thread_and_two_give_the_same_ten_digits() -> None:
    program = _PRINT.format(src=str(ROOT / "src"), tests=str(Path(__file__).parent))
    outputs = []
    for threads in ("1", "2"):
        settings_ = {"OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        run = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **settings_},
            capture_output=True,
            text=True,
            check=True,
        )
        outputs.append(run.stdout)
    assert outputs[0].count("\n") == 2501
    assert outputs[0] == outputs[1]
