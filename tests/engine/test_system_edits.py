"""Sensitivities against finite differences, and edits against systems built afresh."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from small_systems import FACTORS, random_system, random_triplets, system_of

from tanzuji.documents.errors import CodedError
from tanzuji.engine.diagnosis import SingularTechnosphere
from tanzuji.engine.system import System


def test_sensitivity_by_hand() -> None:
    """Car: 300 + 900 kg of steel at 1.15 = 1335. One kilogram of steel more (−901) adds 1.15: d score / d a = −1.15.

    Elasticity of the steel input: −900 / 1335 · −1.15 = 1035 / 1335.
    """
    system = system_of(
        [[1, -1.5, 0], [0, 1, -900], [0, 0, 1]], [[0.1, 1, 300]], product_ids=["ore", "steel", "car"]
    )
    steel = next(
        s for s in system.sensitivities({"car": 1}).largest() if (s.product, s.process) == ("steel", 2)
    )
    assert steel.amount == -900
    assert steel.score.total == pytest.approx(-1.15)
    assert steel.elasticity == pytest.approx(1035 / 1335)


@pytest.mark.parametrize("options", [{}, {"credits": True}, {"wastes": True}], ids=str)
def test_sensitivities_equal_finite_differences(options: dict[str, Any]) -> None:
    """Central differences of ±1e-5 of each exchange, all exchanges of a system of twelve."""
    system = random_system(12, 21, **options)
    demand = {0: 2.0, 5: -1.0}
    found = system.sensitivities(demand)
    assert len(found) == system.technosphere.nnz
    total = system.score(demand).total
    for at in range(len(found)):
        step = 1e-5 * found.amount[at]
        cell = (int(found.rows[at]), int(found.cols[at]))
        up = system.with_edits([(*cell, found.amount[at] + step)]).score(demand)
        down = system.with_edits([(*cell, found.amount[at] - step)]).score(demand)
        for line, value in zip(found.lines, found.values[at], strict=True):
            scale = 1e-6 * abs(found.values[at]).max() + 1e-9 * abs(total / found.amount[at])
            assert (up[line] - down[line]) / (2 * step) == pytest.approx(value, rel=1e-6, abs=scale)
        assert found.elasticity[at] == pytest.approx(found.total[at] * found.amount[at] / total)


def test_largest_sensitivities_come_first_by_reach() -> None:
    found = random_system(30, 2).sensitivities({0: 1.0})
    reach = [abs(s.score.total * s.amount) for s in found.largest(10)]
    assert reach == sorted(reach, reverse=True)
    assert reach[0] == pytest.approx(np.abs(found.total * found.amount).max())


@pytest.mark.parametrize("n", [40, 600])
def test_an_edited_system_equals_one_built_afresh(n: int) -> None:
    (rows, cols, values), (flows, at, amounts) = random_triplets(n, 6)
    old = System.from_triplets((rows, cols, values), (flows, at, amounts), FACTORS)
    before = old.intensities().copy()
    row, col = int(rows[-1]), int(cols[-1])
    new_cell = next((i, j) for i in range(n) for j in range(n) if old.technosphere[i, j] == 0)
    small = -1e-6 * abs(
        old.technosphere[new_cell[1], new_cell[1]] / max(old.intensities()[new_cell[0]].sum(), 1e-6)
    )
    flow, process = int(flows[4]), int(at[4])
    new = old.with_edits(
        [(row, col, 0.5 * old.technosphere[row, col]), (*new_cell, small)],
        interventions=[(flow, process, 7.0)],
    )
    A, B = old.technosphere.toarray(), old.interventions.toarray()
    A[row, col] *= 0.5
    A[new_cell], B[flow, process] = small, 7.0
    fresh = system_of(A, B, FACTORS)
    assert new.intensities() == pytest.approx(fresh.intensities(), rel=1e-11)
    assert new.inventory({1: 1.0})[1] == pytest.approx(fresh.inventory({1: 1.0})[1], rel=1e-10)
    assert np.array_equal(old.intensities(), before)
    assert old.technosphere[row, col] != new.technosphere[row, col]


def test_an_edit_of_emissions_alone_shares_the_technology() -> None:
    old = random_system(300, 1)
    old.intensities()
    new = old.with_edits(interventions=[(0, 0, 123.0)])
    assert new._technology is old._technology
    B = old.interventions.toarray()
    B[0, 0] = 123.0
    assert new.intensities() == pytest.approx(
        system_of(old.technosphere.toarray(), B, FACTORS).intensities(), rel=1e-11
    )


def test_zero_takes_an_exchange_away_and_the_last_of_two_edits_holds() -> None:
    """Steel without ore: 1; with 3 kg of ore at 0.1: 1.3."""
    system = system_of([[1, -1.5], [0, 1]], [[0.1, 1]], product_ids=["ore", "steel"])
    assert system.with_edits([("ore", 1, 0.0)]).technosphere.nnz == 2
    assert system.with_edits([("ore", 1, 0.0)]).score({"steel": 1}).total == pytest.approx(1)
    assert system.with_edits([("ore", 1, 0.0), ("ore", 1, -3.0)]).score({"steel": 1}).total == pytest.approx(
        1.3
    )


@pytest.mark.parametrize("asked_before", [False, True])
def test_an_edit_that_breaks_the_system_is_refused_by_name(asked_before: bool) -> None:
    system = system_of([[1, -0.5], [-0.1, 1]], [[0.2, 1]], product_ids=["coal", "power"])
    if asked_before:
        system.intensities()
    with pytest.raises(SingularTechnosphere, match="coal → power → coal"):
        system.with_edits([("power", 0, -2.0)]).intensities()
    with pytest.raises(SingularTechnosphere, match="power") as caught:
        system.with_edits([("power", 0, 0.0), ("power", 1, 0.0)]).intensities()
    assert caught.value.code == "engine.unmatched-product"


@pytest.mark.parametrize(
    ("edits", "code", "path"),
    [
        ({"technosphere": [("gas", 0, 1.0)]}, "engine.unknown-product", "edits[0]"),
        ({"technosphere": [("coal", 0, 1.0), ("coal", 9, 1.0)]}, "engine.unknown-process", "edits[1]"),
        ({"interventions": [(4, 0, 1.0)]}, "engine.unknown-flow", "interventions[0]"),
        ({"technosphere": [("coal", 0, float("nan"))]}, "engine.not-finite", "edits[0]"),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(edits: dict[str, Any], code: str, path: str) -> None:
    system = system_of([[1, -0.5], [0, 1]], [[0.2, 1]], product_ids=["coal", "power"])
    with pytest.raises(CodedError) as caught:
        system.with_edits(**edits)
    assert (caught.value.code, caught.value.problems[0].path) == (code, path)
