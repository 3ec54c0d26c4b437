"""A preview is the footprint without its scenarios: to the last bit, findings included, and known as a preview."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tanzuji import check, demo_models, starter_release
from tanzuji.documents import CodedError, Method, ProductModel
from tanzuji.engine import Release, compute, is_preview, preview

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))
from generated_models import enlarged, rows_in

DEMOS = sorted(demo_models())


@pytest.fixture(scope="module")
def library() -> Release:
    return starter_release()


@pytest.mark.parametrize("name", DEMOS)
def test_a_preview_differs_from_the_footprint_in_id_and_scenarios_alone(name: str, library: Release) -> None:
    model = demo_models()[name]
    full, live = compute(model, library), preview(model, library)
    assert full.scenarios and not live.scenarios
    assert live.id == f"preview:{full.id}"
    assert live.model_copy(update={"id": full.id, "scenarios": full.scenarios}) == full
    assert live.model_dump_json(exclude={"id", "scenarios"}) == full.model_dump_json(
        exclude={"id", "scenarios"}
    )


@pytest.mark.parametrize("name", DEMOS)
def test_a_preview_is_found_to_conform_and_to_fail_as_the_footprint_is(name: str, library: Release) -> None:
    """Rules ask which scenarios the model has (DQ-07.sensitivity, AL-03), never what they came to."""
    model = demo_models()[name]
    assert check(preview(model, library)) == check(compute(model, library))


def test_another_method_and_seed_reach_the_preview(library: Release) -> None:
    model = demo_models()["cement_po425"]
    method = Method(gwp_set="AR5", biogenic="0/0")
    full = compute(model, library, method=method, seed=7)
    assert preview(model, library, method=method, seed=7).id == f"preview:{full.id}"
    assert preview(model, library, method=method).total == full.total


def test_only_a_preview_is_known_as_one(library: Release) -> None:
    model = demo_models()["cement_po425"]
    assert is_preview(preview(model, library))
    assert not is_preview(compute(model, library))


def test_a_fault_that_only_a_scenario_has_does_not_stop_the_preview(library: Release) -> None:
    plain = demo_models()["lfp_battery_pack"].plain()
    plain["scenarios"][1]["datasets"] = {"cell/renamed": ["cn-elec-cf-2024-cn-042"]}
    model = ProductModel.parse(plain)
    with pytest.raises(CodedError) as caught:
        compute(model, library)
    assert caught.value.code == "footprint.unknown-exchange"
    assert preview(model, library).total == compute(demo_models()["lfp_battery_pack"], library).total


def test_a_fault_of_the_model_stops_the_preview_at_the_same_place(library: Release) -> None:
    plain = demo_models()["lfp_battery_pack"].plain()
    plain["processes"][0]["inputs"][0]["datasets"] = ["no-such-dataset"]
    model = ProductModel.parse(plain)
    problems = []
    for run in (compute, preview):
        with pytest.raises(CodedError) as caught:
            run(model, library)
        problems.append(caught.value.problems)
    assert problems[0] == problems[1]
    assert problems[0][0].path == "processes[0].inputs[0].datasets"


def test_a_generated_model_of_a_thousand_rows_runs_every_process(library: Release) -> None:
    """Copy k is scaled by 1 + k/1000 and one kWh of its service is added to the 480 kWh the original delivers."""
    model = enlarged(demo_models()["lfp_battery_pack"], 1000)
    live = preview(model, library)
    assert 1000 <= rows_in(model) <= 1060
    assert all(process.runs > 0 for process in live.processes)
    assert live.model_dump_json(exclude={"id", "scenarios"}) == compute(model, library).model_dump_json(
        exclude={"id", "scenarios"}
    )
