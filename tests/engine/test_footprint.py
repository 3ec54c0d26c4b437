"""A product's footprint against hand calculations: units, parameters, allocation, loops, gaps, identity."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tanzuji.documents import CodedError, Dataset, ProductModel, Text
from tanzuji.engine import compute, write_release
from tanzuji.engine.release import Release

SOURCE = {"title": "hand-made", "publisher": "tests", "year": 2024}


def dataset(id_: str, unit: str, *amounts: dict, **more: object) -> Dataset:
    return Dataset.parse(
        {"id": id_, "name": id_, "unit": unit, "amounts": list(amounts), "source": SOURCE, **more}
    )


DATASETS = [
    dataset("grid", "kWh", {"gas": "CO2e", "amount": 0.5}),
    dataset("solar", "kWh", {"gas": "CO2e", "amount": 0.05}),
    dataset(
        "coal",
        "GJ",
        {"gas": "CO2", "amount": 90.0},
        {"gas": "CH4-fossil", "amount": 0.1},
        {"gas": "N2O", "amount": 0.01},
        gas_basis="gases",
    ),
    dataset("coal-supply", "GJ", {"gas": "CO2e", "amount": 10.0}),
    dataset(
        "wood",
        "kg",
        {"gas": "CO2", "amount": 1.8, "line": "biogenic"},
        {"gas": "CO2", "amount": -1.8, "line": "removal"},
        {"gas": "CH4-biogenic", "amount": 0.001, "line": "biogenic"},
        gas_basis="gases",
    ),
    dataset("road", "t*km", {"gas": "CO2e", "amount": 0.1}),
    dataset("aluminium", "kg", {"gas": "CO2e", "amount": 10.0}),
    dataset("recycled", "kg", {"gas": "CO2e", "amount": 1.0}),
    dataset("odd-gas", "kg", {"gas": "HFC-1234ze(E)", "amount": 1.0}, gas_basis="gases"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(
        tmp_path_factory.mktemp("releases") / "hand" / "1",
        name="hand",
        version="1",
        title=Text(en="hand-made"),
        licence="CC0",
        datasets=DATASETS,
    )


def model(**changes: object) -> ProductModel:
    base: dict = {
        "id": "thing",
        "product": {"name": "thing"},
        "unit": {"kind": "declared", "unit": "t", "description": "1 t of thing"},
        "boundary": {"type": "cradle_to_gate"},
        "processes": [],
    }
    return ProductModel.parse(base | changes)


def one(**process: object) -> ProductModel:
    return model(processes=[{"id": "make", "name": "make", "stage": "manufacturing", **process}])


def test_an_amount_times_a_factor(library):
    """100 kWh × 0.5 = 50 kg CO2e."""
    result = compute(
        one(energy=[{"name": "power", "amount": 100, "unit": "kWh", "dataset": "grid"}]), library
    )
    assert result.total == pytest.approx(50)
    assert result.contributions[0].factors[0].dataset == "grid"
    assert result.contributions[0].share == pytest.approx(1)


def test_units_convert_to_the_datasets_own(library):
    """360 MJ = 100 kWh → 50; 0.2 MWh = 200 kWh → 100."""
    energy = [
        {"name": "a", "amount": 360, "unit": "MJ", "dataset": "grid"},
        {"name": "b", "amount": 0.2, "unit": "MWh", "dataset": "grid"},
    ]
    assert compute(one(energy=energy), library).total == pytest.approx(150)


def test_two_factors_of_one_activity_add_up_and_the_mass_becomes_energy(library):
    """500 kg × 20 MJ/kg = 10 GJ; 10 × (90 + 0.1×29.8 + 0.01×273) + 10 × 10 = 957.1 + 100 = 1 057.1 (AR6)."""
    coal = {
        "name": "coal",
        "amount": 500,
        "unit": "kg",
        "conversion": {"amount": 20, "unit": "MJ/kg"},
        "datasets": ["coal", "coal-supply"],
    }
    result = compute(one(energy=[coal]), library)
    assert result.total == pytest.approx(1057.1)
    assert [f.kg_co2e for f in result.contributions[0].factors] == pytest.approx([957.1, 100])


def test_masses_per_gas_follow_the_gwp_set_and_characterised_totals_do_not(library):
    """AR5: 10 × (90 + 0.1×30 + 0.01×265) + 100 = 956.5 + 100; AR4: 10 × (90 + 0.1×25 + 0.01×298) + 100."""
    coal = {"name": "coal", "amount": 10, "unit": "GJ", "datasets": ["coal", "coal-supply"]}
    base = one(energy=[coal])
    for gwp_set, expected in (("AR5", 1056.5), ("AR4", 1054.8)):
        method = base.method.model_copy(update={"gwp_set": gwp_set})
        result = compute(base, library, method=method)
        assert result.total == pytest.approx(expected)
        assert [f.recharacterised for f in result.contributions[0].factors] == [True, False]


def test_the_gases_are_told_where_they_are_known(library):
    coal = {"name": "coal", "amount": 10, "unit": "GJ", "datasets": ["coal", "coal-supply"]}
    gases = {gas.gas: gas for gas in compute(one(energy=[coal]), library).gases}
    assert gases["CH4-fossil"].kg == pytest.approx(1.0)
    assert gases["CH4-fossil"].kg_co2e == pytest.approx(29.8)
    assert gases["CO2e"].kg is None
    assert gases["CO2e"].kg_co2e == pytest.approx(100)


def test_biogenic_emissions_and_removals_stand_on_lines_of_their_own(library):
    """N-03. 1 000 kg wood: biogenic 1 800 + 1×27 = 1 827; removal −1 800; net 27. Under 0/0 only the methane is left."""
    wood = one(inputs=[{"name": "wood", "amount": 1, "unit": "t", "dataset": "wood"}])
    result = compute(wood, library)
    assert result.lines.biogenic == pytest.approx(1827)
    assert result.lines.removal == pytest.approx(-1800)
    assert result.total == pytest.approx(27)
    assert (result.gross_emissions, result.gross_credits) == pytest.approx((1827, -1800))
    neutral = compute(wood, library, method=wood.method.model_copy(update={"biogenic": "0/0"}))
    assert (neutral.lines.biogenic, neutral.lines.removal) == pytest.approx((27, 0))


def test_transport_is_mass_times_distance_times_mode(library):
    """1 200 kg × 50 km = 60 t·km × 0.1 = 6."""
    transports = [{"name": "truck", "mass": 1200, "mass_unit": "kg", "distance": 50, "dataset": "road"}]
    assert compute(one(transports=transports), library).total == pytest.approx(6)


def test_an_unknown_amount_or_factor_is_a_gap_and_never_zero(library):
    inputs = [
        {"name": "red mud", "unit": "t", "dataset": "road"},
        {"name": "solvent", "amount": 3, "unit": "kg"},
        {"name": "scrap", "amount": 5, "unit": "kg", "burden_free": "cut-off of recycled content"},
    ]
    result = compute(one(inputs=[*inputs[1:], {**inputs[0], "unit": "t*km"}]), library)
    assert {(gap.name.to("en"), gap.reason) for gap in result.gaps} == {
        ("solvent", "no_factor"),
        ("scrap", "burden_free"),
        ("red mud", "no_amount"),
    }
    assert result.contributions == ()
    assert result.sensitivities == ()


def test_an_offset_never_enters(library):
    emissions = [
        {"name": "stack", "gas": "CO2", "amount": 10},
        {"name": "forest credits", "gas": "CO2", "amount": -10, "category": "offset"},
    ]
    result = compute(one(emissions=emissions), library)
    assert result.total == pytest.approx(10)
    assert result.gaps[0].reason == "offset_not_counted"


def test_parameters_and_formulas_are_evaluated(library):
    """ratio 0.8, kwh = 100 × ratio = 80 → 40 kg."""
    thing = model(
        parameters=[{"name": "ratio", "value": 0.8}, {"name": "kwh", "value": "=100 * Ratio"}],
        processes=[
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "energy": [{"name": "power", "amount": "=kwh", "unit": "kWh", "dataset": "grid"}],
            }
        ],
    )
    assert compute(thing, library).total == pytest.approx(40)


CHAIN = {
    "deliver": "mill",
    "processes": [
        {
            "id": "kiln",
            "name": "kiln",
            "stage": "raw_materials",
            "output": {"amount": 2, "unit": "t"},
            "emissions": [{"name": "stack", "gas": "CO2", "amount": 1000}],
        },
        {
            "id": "mill",
            "name": "mill",
            "stage": "manufacturing",
            "output": {"amount": 1, "unit": "t"},
            "inputs": [{"id": "clinker", "name": "clinker", "amount": 800, "unit": "kg", "process": "kiln"}],
            "energy": [{"id": "power", "name": "power", "amount": 40, "unit": "kWh", "dataset": "grid"}],
        },
    ],
}


def test_processes_supply_each_other_at_any_scale(library):
    """Kiln: 1 000 kg CO2 per 2 t → 500/t; 0.8 t × 500 = 400; mill: 40 × 0.5 = 20; total 420."""
    result = compute(model(**CHAIN), library)
    assert result.total == pytest.approx(420)
    assert {p.process: p.runs for p in result.processes} == pytest.approx({"kiln": 0.4, "mill": 1})
    assert {p.process: p.cumulative for p in result.processes} == pytest.approx({"kiln": 400, "mill": 420})
    assert {s.stage: s.total for s in result.stages if s.total} == pytest.approx(
        {"raw_materials": 400, "manufacturing": 20}
    )
    assert {(t.source, t.target): t.kg_co2e for t in result.trails} == pytest.approx(
        {("kiln", "mill"): 400, ("mill", "·"): 420}
    )


def test_a_trail_holds_both_what_is_delivered_and_what_a_process_of_the_unit_takes(library):
    """Mill 420 a tonne delivered, and 0.1 t more taken by a use process: 420 + 42 = 462 from mill to the unit."""
    chain = model(**CHAIN).plain()
    taken = {"name": "spare", "amount": 0.1, "unit": "t", "process": "mill"}
    chain["processes"].append({"id": "use", "name": "use", "stage": "use", "inputs": [taken]})
    result = compute(ProductModel.parse(chain), library)
    assert {(t.source, t.target): t.kg_co2e for t in result.trails}["mill", "·"] == pytest.approx(462)
    assert result.total == pytest.approx(462)


def test_sensitivities_are_finite_differences(library):
    """Raising one amount by 1 % moves the total by elasticity × 1 %."""
    base = compute(model(**CHAIN), library)
    for place, (i, kind) in {
        "processes[1].inputs[0]": (1, "inputs"),
        "processes[1].energy[0]": (1, "energy"),
    }.items():
        plain = model(**CHAIN).plain()
        plain["processes"][i][kind][0]["amount"] *= 1.01
        moved = compute(ProductModel.parse(plain), library).total / base.total - 1
        elasticity = next(s.elasticity for s in base.sensitivities if s.path == place)
        assert moved == pytest.approx(0.01 * elasticity, rel=1e-9)


def test_a_loop_between_processes_is_solved(library):
    """Mill needs 0.8 t clinker; kiln needs 0.1 t of mill product per 2 t clinker.

    Per t: mill m, clinker c = 0.8 m, m = 1 + 0.1·c/2 = 1 + 0.04 m → m = 1/0.96;
    total = m × (20 + 0.8 × 500) = 420/0.96 = 437.5.
    """
    chain = model(**CHAIN).plain()
    chain["processes"][0]["inputs"] = [{"name": "dust", "amount": 0.1, "unit": "t", "process": "mill"}]
    assert compute(ProductModel.parse(chain), library).total == pytest.approx(437.5)


def test_a_loop_without_end_is_refused_by_name(library):
    chain = model(**CHAIN).plain()
    chain["processes"][0]["inputs"] = [{"name": "dust", "amount": 3, "unit": "t", "process": "mill"}]
    with pytest.raises(CodedError) as caught:
        compute(ProductModel.parse(chain), library)
    assert caught.value.code == "engine.singular-loop"
    assert "kiln" in caught.value.render("en")


@pytest.mark.parametrize(
    ("method", "share"),
    [("mass", 0.8), ("economic", 0.9), ("energy", 0.5), ("given", 0.7)],
)
def test_co_products_share_the_burden(library, method, share):
    """Main 800 kg, by-product 200 kg; prices 900 : 100; energies 50 : 50; stated 0.7 : 0.3; burden 1 000 kg."""
    process = {
        "output": {"amount": 800, "unit": "kg", "price": 900, "energy": 50, "share": 0.7},
        "emissions": [{"name": "stack", "gas": "CO2", "amount": 1000}],
        "coproducts": [
            {"id": "by", "name": "by", "amount": 200, "unit": "kg", "price": 100, "energy": 50, "share": 0.3}
        ],
        "allocation": {"method": method},
    }
    thing = model(
        deliver="make", processes=[{"id": "make", "name": "make", "stage": "manufacturing", **process}]
    )
    assert compute(thing, library).total == pytest.approx(1000 * share / 0.8)
    both = model(
        processes=[
            {"id": "make", "name": "make", "stage": "manufacturing", **process},
            {
                "id": "use",
                "name": "use",
                "stage": "use",
                "inputs": [
                    {"name": "main", "amount": 800, "unit": "kg", "process": "make"},
                    {"name": "by", "amount": 200, "unit": "kg", "process": "make:by"},
                ],
            },
        ]
    )
    assert compute(both, library).total == pytest.approx(1000)


def test_stated_shares_that_do_not_sum_to_one_are_refused_at_their_place(library):
    process = {
        "output": {"amount": 800, "unit": "kg", "share": 0.7},
        "coproducts": [{"id": "by", "name": "by", "amount": 200, "unit": "kg", "share": 0.2}],
        "allocation": {"method": "given"},
    }
    with pytest.raises(CodedError) as caught:
        compute(
            model(deliver="make", processes=[{"id": "make", "name": "m", "stage": "use", **process}]), library
        )
    assert caught.value.code == "allocation.shares-do-not-sum"
    assert caught.value.problems[0].path.startswith("processes[0].allocation")


def test_substitution_credits_what_the_co_product_replaces(library):
    """1 000 kg CO2 − 30 kg aluminium × 10 = 700; gross and credit are told apart."""
    process = {
        "output": {"amount": 1, "unit": "t"},
        "emissions": [{"name": "stack", "gas": "CO2", "amount": 1000}],
        "coproducts": [{"id": "al", "name": "al", "amount": 30, "unit": "kg", "datasets": ["aluminium"]}],
        "allocation": {"method": "substitution"},
    }
    result = compute(
        model(deliver="make", processes=[{"id": "make", "name": "m", "stage": "use", **process}]), library
    )
    assert result.total == pytest.approx(700)
    assert (result.gross_emissions, result.gross_credits) == pytest.approx((1000, -300))


def test_a_material_loop_credits_as_the_method_says(library):
    """2 kg aluminium, R2 = 0.5, A = 0.2: CFF 2 × 0.8 × 0.5 × (1 − 10) = −7.2; cut-off 0; substitution 2 × 0.5 × −9."""
    thing = one(inputs=[{"name": "al", "amount": 2, "unit": "kg", "dataset": "aluminium"}]).plain()
    thing["materials"] = [
        {
            "id": "al",
            "name": "al",
            "amount": 2,
            "recycling_rate": 0.5,
            "recovery_rate": 0.5,
            "allocation_material": 0.2,
            "datasets": {
                "recycling": ["recycled"],
                "substituted": ["aluminium"],
                "energy_recovery": ["road"],
            },
        }
    ]
    thing["materials"][0]["recovery_rate"] = 0
    thing["materials"][0]["datasets"]["disposal"] = ["recycled"]
    base = ProductModel.parse(thing)
    disposal = 2 * 0.5 * 1.0
    for method, expected in (("cutoff", 0), ("cff", -7.2), ("substitution", -9.0)):
        chosen = base.method.model_copy(update={"end_of_life": method})
        assert compute(base, library, method=chosen).total == pytest.approx(20 + disposal + expected)


def test_scenarios_stand_beside_the_base_case(library):
    """40 kWh grid 20 → solar 2: −18; clinker 0.8 → 0.7 t is not a parameter here."""
    chain = model(**CHAIN).plain()
    chain["scenarios"] = [{"id": "pv", "name": "pv", "datasets": {"mill/power": ["solar"]}}]
    result = compute(ProductModel.parse(chain), library)
    assert result.total == pytest.approx(420)
    assert result.scenarios[0].difference == pytest.approx(-18)


def test_a_scenario_that_names_no_exchange_is_refused(library):
    chain = model(**CHAIN).plain()
    chain["scenarios"] = [{"id": "pv", "name": "pv", "datasets": {"mill/pwer": ["solar"]}}]
    with pytest.raises(CodedError) as caught:
        compute(ProductModel.parse(chain), library)
    assert caught.value.problems[0].path == "scenarios[0].datasets.mill/pwer"


def test_a_problem_of_a_scenario_names_the_scenario(library):
    chain = model(**CHAIN).plain()
    chain["scenarios"] = [{"id": "pv", "name": "pv", "datasets": {"mill/power": ["no-such"]}}]
    with pytest.raises(CodedError) as caught:
        compute(ProductModel.parse(chain), library)
    assert caught.value.problems[0].path == "processes[1].energy[0].datasets (scenarios[0])"


def test_the_grid_average_stands_beside_an_instrument(library):
    """100 kWh solar by certificate 5; grid 50."""
    energy = [
        {
            "name": "green power",
            "amount": 100,
            "unit": "kWh",
            "dataset": "solar",
            "electricity": "certificate",
            "grid_datasets": ["grid"],
        }
    ]
    result = compute(one(energy=energy), library)
    assert (result.total, result.grid_average_total) == pytest.approx((5, 50))


def test_every_wrong_place_is_told_at_once(library):
    energy = [
        {"name": "a", "amount": 1, "unit": "kWh", "dataset": "gird"},
        {"name": "b", "amount": 1, "unit": "kg", "dataset": "grid"},
        {"name": "c", "amount": "=nothing", "unit": "kWh", "dataset": "grid"},
    ]
    with pytest.raises(CodedError) as caught:
        compute(one(energy=energy), library)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("release.no-dataset", "processes[0].energy[0].datasets"),
        ("quantity.unit-mismatch", "processes[0].energy[1].unit"),
        ("formula.unknown-name", "processes[0].energy[2].amount"),
    ]
    assert "grid" in caught.value.problems[0].remedy("en")


def test_a_model_that_delivers_nothing_is_refused(library):
    chain = dict(CHAIN)
    chain.pop("deliver")
    with pytest.raises(CodedError) as caught:
        compute(model(**chain), library)
    assert caught.value.code == "footprint.nothing-delivered"


def test_net_near_zero_has_no_percentages(library):
    """+10 and −10: shares of nothing are not numbers."""
    emissions = [
        {"name": "stack", "gas": "CO2", "amount": 10},
        {"name": "uptake", "gas": "CO2", "amount": 10, "category": "removal"},
    ]
    result = compute(one(emissions=emissions), library)
    assert result.total == 0
    assert all(c.share is None for c in result.contributions)


def test_a_gas_the_set_does_not_know_is_refused_and_not_zero(library):
    thing = one(inputs=[{"name": "agent", "amount": 1, "unit": "kg", "dataset": "odd-gas"}])
    with pytest.raises(CodedError) as caught:
        compute(thing, library, method=thing.method.model_copy(update={"gwp_set": "AR4"}))
    assert caught.value.code == "footprint.unknown-value"


def test_the_id_is_that_of_the_inputs(library, tmp_path):
    """Same inputs, same id; another amount, method, seed or library: another id. Dataset order does not matter."""
    chain = model(**CHAIN)
    base = compute(chain, library)
    assert compute(chain, library).id == base.id
    assert compute(chain, library, seed=1).id != base.id
    assert compute(chain, library, method=chain.method.model_copy(update={"gwp_set": "AR5"})).id != base.id
    shuffled = write_release(
        tmp_path / "r",
        name="hand",
        version="1",
        title=Text(en="hand-made"),
        licence="CC0",
        datasets=DATASETS[::-1],
    )
    assert shuffled.digest == library.digest
    again = compute(chain, shuffled)
    assert (again.id, again.result_digest) == (base.id, base.result_digest)


def test_threads_and_blas_settings_do_not_change_ten_digits():
    """The aluminium demo in fresh processes with 1 and 2 threads and another BLAS kernel: one id, one digest."""
    script = (
        "from tanzuji import compute, demo_models, starter_release\n"
        "f = compute(demo_models()['aluminium_primary'], starter_release())\nprint(f.id, f.result_digest)"
    )
    answers = set()
    for settings in ({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}, {"OMP_NUM_THREADS": "2"},
                     {"OPENBLAS_CORETYPE": "Prescott"}):  # fmt: skip
        environment = {**os.environ, **settings, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        answers.add(done.stdout)
    assert len(answers) == 1
