"""What a footprint means where modelling is easily wrong: signs, credits, co-products, scenarios, instruments."""

from __future__ import annotations

import numpy as np
import pytest
from test_footprint import DATASETS, model, one

from tanzuji.documents import CodedError, Method, Text
from tanzuji.engine import Release, compute, write_release


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(
        tmp_path_factory.mktemp("releases") / "semantics" / "1",
        name="semantics",
        version="1",
        title=Text(en="hand-made"),
        licence="CC0",
        datasets=DATASETS,
    )


def process(id_: str, **lists: object) -> dict:
    return {"id": id_, "name": id_, "stage": "manufacturing", **lists}


def aluminium(amount: float | str, **more: object) -> dict:
    return {"name": "aluminium", "amount": amount, "unit": "kg", "dataset": "aluminium", **more}


def taking(product: str, amount: float, unit: str = "kg", **more: object) -> dict:
    return {"name": product, "amount": amount, "unit": unit, "process": product, **more}


def refused(model_, library, code: str) -> str:
    with pytest.raises(CodedError) as caught:
        compute(model_, library)
    assert [p.code for p in caught.value.problems] == [code]
    return caught.value.problems[0].path


def test_a_loop_with_self_use_is_the_solution_of_its_matrix(library):
    """Columns a, b, c; 2 t of c. A = [[3−0.5, −0.3, −6], [−0.7, 4, −5], [0, 0, 10]] kg,
    b = [2×10, 10 kWh×0.5 + 0.02 kg CH4×29.8, 0.011 t×300 km×0.1]."""
    chain = model(
        unit={"kind": "declared", "amount": 2, "unit": "t", "description": "2 t"},
        deliver="c",
        processes=[
            process(
                "a",
                output={"amount": 3, "unit": "kg"},
                inputs=[aluminium(2), taking("a", 500, "g"), taking("b", 0.0007, "t")],
            ),
            process(
                "b",
                output={"amount": 4, "unit": "kg"},
                inputs=[taking("a", 0.3)],
                energy=[{"name": "power", "amount": 36, "unit": "MJ", "dataset": "grid"}],
                emissions=[{"name": "methane", "gas": "CH4-fossil", "amount": 20, "unit": "g"}],
            ),
            process(
                "c",
                output={"amount": 10, "unit": "kg"},
                inputs=[taking("a", 6), taking("b", 5)],
                transports=[{"name": "t", "mass": 11, "mass_unit": "kg", "distance": 300, "dataset": "road"}],
            ),
        ],
    )
    supply = np.linalg.solve([[2.5, -0.3, -6], [-0.7, 4, -5], [0, 0, 10]], [0, 0, 2000])
    expected = supply @ [20, 5 + 0.02 * 29.8, 0.011 * 300 * 0.1]
    assert compute(chain, library).total == pytest.approx(expected, rel=1e-12)


def test_an_allocated_share_holds_for_emissions_transports_and_wastes_and_feeds_back(library):
    """Per run of j: 5×10 + 4 (CO2) + 10 t·km×0.1 + 1×1 = 56, shared 30:10 by price; j also takes 0.1 of f.

    A = [[8, 0, −2], [0, 2, −0.5], [−0.075, −0.025, 1]], b = [42, 14, 0.5] for j (8 kg), j:k (2 kWh), f.
    """
    shared = model(
        unit={"kind": "declared", "unit": "kg", "description": "1 kg"},
        deliver="f",
        processes=[
            process(
                "j",
                output={"amount": 8, "unit": "kg", "price": 30},
                coproducts=[{"id": "k", "name": "k", "amount": 2, "unit": "kWh", "price": 10}],
                allocation={"method": "economic"},
                inputs=[aluminium(5), taking("f", 0.1)],
                emissions=[{"name": "CO2", "gas": "CO2", "amount": 4}],
                transports=[{"name": "t", "amount": 10, "dataset": "road"}],
                wastes=[{"name": "w", "amount": 1, "unit": "kg", "dataset": "recycled"}],
            ),
            process(
                "f",
                output={"amount": 1, "unit": "kg"},
                inputs=[taking("j", 2)],
                energy=[
                    taking("j:k", 1.8, "MJ"),
                    {"name": "g", "amount": 1, "unit": "kWh", "dataset": "grid"},
                ],
            ),
        ],
    )
    supply = np.linalg.solve([[8, 0, -2], [0, 2, -0.5], [-0.075, -0.025, 1]], [0, 0, 1])
    assert compute(shared, library).total == pytest.approx(supply @ [42, 14, 0.5], rel=1e-12)


def joint(method: str, coproduct: dict, **more: object) -> dict:
    return process(
        "j",
        output={"amount": 1, "unit": "t"},
        inputs=[aluminium(1)],
        allocation={"method": method},
        coproducts=[{"id": "k", "name": "k", "amount": 1, "unit": "t", **coproduct}],
        **more,
    )


@pytest.mark.parametrize(
    ("made_by", "code"),
    [
        (joint("none", {}), "footprint.carries-nothing"),
        (joint("mass", {"is_waste": True}), "footprint.carries-nothing"),
        ({**joint("mass", {}), "output": None}, "footprint.carries-nothing"),
        (joint("substitution", {"datasets": ["aluminium"]}), "footprint.substituted-and-used"),
    ],
)
def test_a_co_product_without_burden_can_neither_be_used_nor_delivered(library, made_by, code):
    """Its burden stays with the first product; taking it in would count nothing, and in silence."""
    used = model(processes=[made_by, process("u", inputs=[taking("j:k", 1, "t")])])
    assert refused(used, library, code) == "processes[1].inputs[0].process"
    assert refused(model(processes=[made_by], deliver="j:k"), library, code) == "deliver"


def test_a_credit_without_dataset_is_a_gap_and_a_negative_co_product_is_refused(library):
    """1 kg × 10; nothing is credited for k, and the result says so."""
    result = compute(model(processes=[joint("substitution", {})], deliver="j"), library)
    assert result.total == pytest.approx(10)
    assert [(g.path, g.reason) for g in result.gaps] == [("processes[0].coproducts[0]", "no_factor")]
    turned = model(processes=[joint("substitution", {"amount": -1, "datasets": ["aluminium"]})], deliver="j")
    assert refused(turned, library, "footprint.not-positive") == "processes[0].coproducts[0].amount"


@pytest.mark.parametrize("way", [{"line": "removal"}, {"category": "removal"}])
@pytest.mark.parametrize("amount", [5, -5])
def test_a_removal_counts_minus_one_however_it_is_written(library, way, amount):
    """5 kg CO2 taken up: −5 on the line of removals, 0 under the 0/0 convention."""
    uptake = one(emissions=[{"name": "uptake", "gas": "CO2", "amount": amount, **way}])
    assert compute(uptake, library).lines.removal == pytest.approx(-5)
    assert compute(uptake, library, method=Method(biogenic="0/0")).total == 0


def test_a_scenario_takes_the_place_of_the_own_supplier_and_of_burden_free(library):
    """Own aluminium 10 → recycled 1, not 11; cut-off scrap 0 → aluminium 10."""
    study = model(
        processes=[
            process("s", output={"amount": 1, "unit": "kg"}, inputs=[aluminium(1)]),
            process("u", inputs=[taking("s", 1, id="own"), aluminium(1, id="scrap", burden_free="cut-off")]),
        ],
        scenarios=[
            {"id": "bought", "name": "bought", "datasets": {"u/own": ["recycled"]}},
            {"id": "burdened", "name": "burdened", "datasets": {"u/scrap": ["aluminium"]}},
        ],
    )
    result = compute(study, library)
    assert result.total == pytest.approx(10)
    assert [s.total for s in result.scenarios] == pytest.approx([1, 20])


def test_the_grid_average_replaces_power_of_the_models_own_plant_too(library):
    """10 kWh own (0.01 kg × 10 each) and 10 kWh solar: 1 + 0.5; from the grid 20 × 0.5 = 10, not 11."""
    study = model(
        processes=[
            process("pv", output={"amount": 1, "unit": "kWh"}, inputs=[aluminium(0.01)]),
            process(
                "u",
                energy=[
                    taking("pv", 10, "kWh", electricity="on_site", grid_datasets=["grid"]),
                    {
                        "name": "certificate",
                        "amount": 10,
                        "unit": "kWh",
                        "dataset": "solar",
                        "electricity": "certificate",
                        "grid_datasets": ["grid"],
                    },
                ],
            ),
        ]
    )
    result = compute(study, library)
    assert (result.total, result.grid_average_total) == pytest.approx((1.5, 10))


def test_a_conversion_holds_for_the_models_own_supplier(library):
    """10 kg × 0.5 pieces/kg = 5 pieces of 10 kg CO2e each; the link's elasticity is 1."""
    study = model(
        processes=[
            process("s", output={"amount": 1, "unit": "piece"}, inputs=[aluminium(1)]),
            process("u", inputs=[taking("s", 10, conversion={"amount": 0.5, "unit": "piece/kg"})]),
        ]
    )
    result = compute(study, library)
    assert result.total == pytest.approx(50)
    assert [s.elasticity for s in result.sensitivities] == pytest.approx([1.0, 1.0])
    assert [t.kg_co2e for t in result.trails] == pytest.approx([50])


def test_a_transport_that_says_two_amounts_is_refused_and_a_wrong_unit_has_its_place(library):
    """5 t·km stated, 1 t × 100 km = 100; where both agree, either will do."""
    both = {"name": "t", "amount": 5, "mass": 1, "distance": 100, "dataset": "road"}
    assert refused(one(transports=[both]), library, "footprint.two-amounts") == "processes[0].transports[0]"
    assert compute(one(transports=[{**both, "amount": 100}]), library).total == pytest.approx(10)
    volume = {"name": "t", "mass": 1, "mass_unit": "m3", "distance": 100, "dataset": "road"}
    at = refused(one(transports=[volume]), library, "quantity.unit-mismatch")
    assert at == "processes[0].transports[0].mass_unit"


def test_a_scenario_may_change_parameter_end_of_life_and_gwp_set_at_once(library):
    """Base 2×10 + 2×½×1 = 21. Scenario: 3×10 + 3×(½×(1 − 10) + ½×1) = 18."""
    study = model(
        parameters=[{"name": "M", "value": 2}],
        processes=[process("u", inputs=[aluminium("=m")])],
        materials=[
            {
                "id": "a",
                "name": "a",
                "amount": "=M",
                "recycling_rate": 0.5,
                "datasets": {
                    "recycling": ["recycled"],
                    "substituted": ["aluminium"],
                    "disposal": ["recycled"],
                },
            }
        ],
        scenarios=[
            {
                "id": "s",
                "name": "s",
                "parameters": {"m": 3},
                "end_of_life": "substitution",
                "gwp_set": "AR5",
            }
        ],
    )
    result = compute(study, library)
    assert (result.total, result.scenarios[0].total) == pytest.approx((21, 18))


def test_a_dataset_used_in_several_processes_adds_up(library):
    """Grid 10 + 2×5 kWh (×0.5) = 10, aluminium 1 kg = 10, CO2 3 of no dataset: together 23."""
    power = {"name": "power", "unit": "kWh", "dataset": "grid"}
    study = model(
        processes=[
            process("s", output={"amount": 1, "unit": "kg"}, energy=[{**power, "amount": 5}]),
            process(
                "u",
                inputs=[taking("s", 2), aluminium(1)],
                energy=[{**power, "amount": 10}],
                emissions=[{"name": "CO2", "gas": "CO2", "amount": 3}],
            ),
        ]
    )
    result = compute(study, library)
    assert result.by_dataset() == pytest.approx({"aluminium": 10, "grid": 10})
    assert result.total - sum(result.by_dataset().values()) == pytest.approx(3)
