"""Brightway and tanzuji on the same generated database."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from small_systems import FACTORS, random_triplets

from tanzuji.engine.system import System

bwp = pytest.importorskip("bw_processing", reason="bw_processing is not installed")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it recommends a solver on import
    bw2calc = pytest.importorskip("bw2calc", reason="bw2calc is not installed")

N = 300


def places(rows: Any, cols: Any) -> Any:
    indices = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
    indices["row"], indices["col"] = rows, cols
    return indices


@pytest.mark.parametrize("options", [{"inputs": 6.0}, {"credits": True}, {"wastes": True}], ids=str)
def test_scores_supply_and_inventory_equal_brightways(options: dict[str, Any]) -> None:
    """bw2calc 3.1, on a datapackage of the same exchanges: all to 1e-9 of the largest entry."""
    technosphere, interventions = random_triplets(N, 17, **options)
    factors = np.array(list(FACTORS.values())).sum(axis=0)
    package = bwp.create_datapackage()
    package.add_persistent_vector(
        matrix="technosphere_matrix",
        indices_array=places(*technosphere[:2]),
        data_array=np.abs(technosphere[2]),
        flip_array=technosphere[2] < 0,
    )
    package.add_persistent_vector(
        matrix="biosphere_matrix",
        indices_array=places(interventions[0] + N, interventions[1]),
        data_array=interventions[2],
    )
    package.add_persistent_vector(
        matrix="characterization_matrix",
        indices_array=places(np.arange(4) + N, np.zeros(4, int)),
        data_array=factors,
        global_index=0,
    )
    system = System.from_triplets(technosphere, interventions, FACTORS)
    lca = bw2calc.LCA({0: 1.0}, data_objs=[package])
    for product in (0, 13, 150, 299):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            lca.lci({product: 2.5})
            lca.lcia()
        assert system.score({product: 2.5}).total == pytest.approx(lca.score, rel=1e-9)
        supply, flows = system.inventory({product: 2.5})
        theirs = np.array([lca.supply_array[lca.dicts.activity[j]] for j in range(N)])
        assert supply == pytest.approx(theirs, rel=1e-9, abs=1e-9 * np.abs(theirs).max())
        inventory = np.asarray(lca.inventory.sum(axis=1)).ravel()
        assert flows == pytest.approx([inventory[lca.dicts.biosphere[N + k]] for k in range(4)], rel=1e-9)
