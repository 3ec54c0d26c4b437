"""What if: an answer equals the scenario computed from scratch, whatever it changes; marginals are derivatives."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_footprint import DATASETS, dataset, model, one

from tanzuji import demo_models, starter_release
from tanzuji.documents import CodedError, Method, ProductModel, Text
from tanzuji.documents.models import Scenario
from tanzuji.documents.what_if import BackgroundEdit
from tanzuji.engine import FlowGas, ProcessArrays, Release, compute, write_release
from tanzuji.engine.what_if import Ground, electricity_alternatives, marginals

HEAD: dict[str, Any] = {"name": "hand", "version": "1", "title": Text(en="hand-made"), "licence": "CC0"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return write_release(tmp_path_factory.mktemp("releases") / "hand" / "1", datasets=DATASETS, **HEAD)


def tried(**changes: object) -> Scenario:
    return Scenario.parse({"id": "tried", "name": "tried", **changes})


def from_scratch(
    base: ProductModel, scenario: Scenario, releases: Release, method: Method | None = None
) -> Any:
    """The scenario's result as `compute` gives it: everything built and solved anew."""
    return compute(base.model_copy(update={"scenarios": (scenario,)}), releases, method=method).scenarios[0]


def agree(ground: Ground, scenario: Scenario) -> None:
    answer = ground.answer(scenario)
    expected = from_scratch(ground.model, scenario, ground.releases[0], ground.method)
    gross = sum(abs(v) for v in expected.stages.values()) + abs(expected.total)
    assert answer.total == pytest.approx(expected.total, rel=1e-12, abs=1e-12 * gross)
    assert answer.difference == pytest.approx(expected.difference, rel=1e-9, abs=1e-12 * gross)
    assert answer.stages == pytest.approx(expected.stages, rel=1e-12, abs=1e-12 * gross)
    for line in ("fossil", "biogenic", "removal", "land_use_change", "aircraft"):
        expected_line = expected.lines.get(line)
        assert answer.lines.get(line) == pytest.approx(expected_line, rel=1e-12, abs=1e-12 * gross)


# the law ─────────────────────────────────────────────────────────────────────


def drawn(of: ProductModel, dice: random.Random) -> Scenario:
    """A scenario that changes a few things of a model, of every kind."""
    lines = [
        (process, line, name)
        for process in of.processes
        for name in ("inputs", "energy", "transports", "wastes", "emissions")
        for line in getattr(process, name)
        if line.id
    ]
    changes: dict[str, Any] = {"parameters": {}, "datasets": {}, "shares": {}, "amounts": {}, "materials": {}}
    for process, line, name in dice.sample(lines, min(3, len(lines))):
        place = f"{process.id}/{line.id}"
        if name != "emissions" and line.datasets and dice.random() < 0.6:
            changes["datasets"][place] = list(line.datasets) * dice.choice([1, 2])
            if dice.random() < 0.5:
                changes["shares"][place] = dice.random()
        if isinstance(line.amount, float) and dice.random() < 0.6:
            changes["amounts"][place] = line.amount * dice.uniform(0.5, 1.5)
    for parameter in of.parameters:
        if isinstance(parameter.value, float) and dice.random() < 0.4:
            changes["parameters"][parameter.name] = parameter.value * dice.uniform(0.8, 1.2)
    for process in of.processes:
        if process.output and isinstance(process.output.amount, float) and dice.random() < 0.3:
            changes["amounts"][process.id] = process.output.amount * dice.uniform(0.9, 1.1)
    for material in of.materials:
        if dice.random() < 0.5:
            changes["materials"][f"{material.id}/recycling_rate"] = dice.random() * (
                1 - material.recovery_rate
            )
    changes["end_of_life"] = dice.choice([None, "cff", "substitution", "fifty_fifty"])
    changes["gwp_set"] = dice.choice([None, None, "AR5"])
    changes["biogenic"] = dice.choice([None, None, "0/0"])
    return tried(**{key: value for key, value in changes.items() if value})


@pytest.mark.parametrize("name", sorted(demo_models()))
def test_an_answer_equals_the_scenario_computed_from_scratch(name: str) -> None:
    """Twelve drawn scenarios a product, on one ground that keeps what it has solved."""
    of, releases = demo_models()[name], starter_release()
    ground, dice = Ground(of, releases), random.Random(f"what-if {name}")
    assert ground.base.total == pytest.approx(compute(of, releases).total, rel=1e-13)
    for _ in range(12):
        agree(ground, drawn(of, dice))
    for scenario in of.scenarios:
        agree(ground, scenario)


def chain(**more: object) -> ProductModel:
    """Two processes that feed each other, a third with a co-product, and a parameter in every kind of formula."""
    return model(
        unit={"kind": "declared", "amount": 2, "unit": "t", "description": "2 t"},
        deliver="c",
        parameters=[
            {"name": "x", "value": 2.0},
            {"name": "y", "value": "=x/4"},
            {"name": "batch", "value": 10.0},
        ],
        processes=[
            {
                "id": "a",
                "name": "a",
                "stage": "raw_materials",
                "output": {"amount": "=x + 1", "unit": "kg"},
                "inputs": [
                    {"id": "al", "name": "al", "amount": "=x", "unit": "kg", "dataset": "aluminium"},
                    {"id": "self", "name": "a", "amount": 500, "unit": "g", "process": "a"},
                    {"id": "b", "name": "b", "amount": "=0.0014*y", "unit": "t", "process": "b"},
                ],
            },
            {
                "id": "b",
                "name": "b",
                "stage": "manufacturing",
                "output": {"amount": 4, "unit": "kg"},
                "inputs": [{"id": "a", "name": "a", "amount": 0.3, "unit": "kg", "process": "a"}],
                "energy": [
                    {
                        "id": "power",
                        "name": "power",
                        "amount": 36,
                        "unit": "MJ",
                        "dataset": "grid",
                        "electricity": "grid",
                    },
                    {
                        "id": "heat",
                        "name": "heat",
                        "amount": "=y",
                        "unit": "GJ",
                        "datasets": ["coal", "coal-supply"],
                    },
                ],
                "emissions": [
                    {"id": "ch4", "name": "methane", "gas": "CH4-fossil", "amount": 20, "unit": "g"}
                ],
                "coproducts": [
                    {"id": "k", "name": "k", "amount": "=batch/10", "unit": "kg", "price": "=batch"},
                ],
                "allocation": {"method": "mass"},
            },
            {
                "id": "c",
                "name": "c",
                "stage": "manufacturing",
                "output": {"amount": 10, "unit": "kg"},
                "inputs": [
                    {"id": "a", "name": "a", "amount": 6, "unit": "kg", "process": "a"},
                    {"id": "b", "name": "b", "amount": 5, "unit": "kg", "process": "b"},
                    {"id": "k", "name": "k", "amount": 1, "unit": "kg", "process": "b:k"},
                ],
                "transports": [
                    {
                        "id": "road",
                        "name": "t",
                        "mass": 11,
                        "mass_unit": "kg",
                        "distance": "=150*x",
                        "dataset": "road",
                    }
                ],
                "wastes": [{"id": "scrap", "name": "scrap", "amount": None, "unit": "kg"}],
            },
        ],
        **more,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"parameters": {"x": 3}},
        {"parameters": {"batch": 20}},
        {"parameters": {"X": "=batch/5", "batch": 14}},
        {"amounts": {"c/b": 4, "a/self": 100}},
        {"amounts": {"a": 3.5}},
        {"amounts": {"b": 5}},
        {"amounts": {"c/road": 9.0}},
        {"amounts": {"b/ch4": 0, "a/al": "=x*y"}},
        {"datasets": {"c/b": ["recycled"]}},
        {"datasets": {"c/b": ["recycled"], "b/power": ["solar"]}, "shares": {"c/b": 0.25, "b/power": 0.5}},
        {"datasets": {"c/scrap": ["recycled"]}, "amounts": {"c/scrap": 3}},
        {"datasets": {"b/power": ["solar"]}, "shares": {"b/power": 0.0}},
        {"gwp_set": "AR5", "biogenic": "0/0", "parameters": {"x": 2.5}},
    ],
    ids=str,
)  # fmt: skip
def test_links_outputs_shares_and_gaps_answer_as_the_whole_model_does(
    library: Release, changes: dict[str, object]
) -> None:
    agree(Ground(chain(), library), tried(**changes))


def test_part_of_a_line_from_another_supplier(library: Release) -> None:
    """100 kWh: 60 at 0.5 and 40 at 0.05 are 32 kg; the whole at 0.05 would be 5."""
    of = one(energy=[{"id": "p", "name": "power", "amount": 100, "unit": "kWh", "dataset": "grid"}])
    ground = Ground(of, library)
    part = tried(datasets={"make/p": ["solar"]}, shares={"make/p": 0.4})
    assert ground.answer(part).total == pytest.approx(32)
    assert from_scratch(of, part, library).total == pytest.approx(32)
    assert ground.answer(tried(datasets={"make/p": ["solar"]})).total == pytest.approx(5)


def test_another_release_answers_with_its_own_factors(library: Release, tmp_path: Path) -> None:
    """The next year's grid at 0.45: 100 kWh are 45 kg."""
    of = one(energy=[{"id": "p", "name": "power", "amount": 100, "unit": "kWh", "dataset": "grid"}])
    later = write_release(
        tmp_path / "2",
        datasets=[dataset("grid", "kWh", {"gas": "CO2e", "amount": 0.45})],
        **HEAD | {"version": "2"},
    )
    answer = Ground(of, library).answer(tried(), releases=later)
    assert (answer.total, answer.difference) == pytest.approx((45, -5))


# the background ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """coal 1 kWh: 1 kg CO2. wind 1 kWh: 0.02 kg CO2. steel 1 kg: 3 kWh of coal, 0.5 kg CO2, 0.1 kg biogenic CO2.
    machine 1 piece: 10 kg of steel, 5 kWh of coal."""
    unit_of = {"coal": "kWh", "machine": "piece", "steel": "kg", "wind": "kWh"}
    ids = sorted(unit_of)
    at = {name: i for i, name in enumerate(ids)}
    cells = [(n, n, 1.0) for n in ids]
    cells += [("coal", "steel", -3.0), ("steel", "machine", -10.0), ("coal", "machine", -5.0)]
    gases = [("co2", "coal", 1.0), ("co2", "wind", 0.02), ("co2", "steel", 0.5), ("bio", "steel", 0.1)]
    flows = [FlowGas("co2", "carbon dioxide", "CO2"), FlowGas("bio", "carbon dioxide", "CO2", "biogenic")]
    arrays = ProcessArrays(
        technosphere=tuple(np.array(x) for x in zip(*((at[p], at[c], v) for p, c, v in cells), strict=True)),
        interventions=tuple(
            np.array(x) for x in zip(*((0 if f == "co2" else 1, at[c], v) for f, c, v in gases), strict=True)
        ),
        flows=flows,
    )  # type: ignore[arg-type]
    return write_release(
        tmp_path_factory.mktemp("releases") / "unit" / "1",
        datasets=[dataset(name, unit_of[name], kind="process") for name in ids],
        processes=arrays,
        **HEAD | {"name": "unit"},
    )


def machine() -> ProductModel:
    return one(inputs=[{"id": "m", "name": "machine", "amount": 1, "unit": "piece", "dataset": "machine"}])


@pytest.mark.parametrize(
    ("edit", "total"),
    [
        ({}, 10 * 3.6 + 5),
        ({"dataset": "coal", "instead": "wind"}, 10 * (3 * 0.02 + 0.6) + 5 * 0.02),
        (
            {"dataset": "coal", "instead": "wind", "share": 0.5},
            10 * (1.5 + 1.5 * 0.02 + 0.6) + 2.5 + 2.5 * 0.02,
        ),
        ({"dataset": "coal", "instead": "wind", "within": ["steel"]}, 10 * (3 * 0.02 + 0.6) + 5),
    ],
    ids=str,
)
def test_a_dataset_replaced_inside_the_background_reaches_everything_that_stands_on_it(
    processes: Release, edit: dict[str, Any], total: float
) -> None:
    """Steel is 3 kWh × 1 + 0.5 + 0.1 = 3.6 kg a kilogram; the machine 10 kg of it and 5 kWh."""
    edits = [BackgroundEdit.parse(edit)] if edit else []
    ground = Ground(machine(), processes)
    assert ground.answer(tried(), background=edits).total == pytest.approx(total, rel=1e-12)


def test_the_convention_for_biogenic_carbon_holds_in_an_edited_background(processes: Release) -> None:
    """Without the 0.1 kg of biogenic CO2 a kilogram of steel: 10 × (0.06 + 0.5) + 0.1."""
    edits = [BackgroundEdit(dataset="coal", instead="wind")]
    ground = Ground(machine(), processes)
    answer = ground.answer(tried(biogenic="0/0"), background=edits)
    assert answer.total == pytest.approx(10 * 0.56 + 0.1, rel=1e-12)
    assert answer.lines.biogenic == 0


def test_a_list_of_factors_has_no_inside_and_releases_do_not_mix(
    library: Release, processes: Release
) -> None:
    ground = Ground(machine(), [processes, library])
    for edit, code in (
        (BackgroundEdit(dataset="grid", instead="solar"), "what-if.not-unit-processes"),
        (BackgroundEdit(dataset="coal", instead="solar"), "what-if.other-release"),
        (BackgroundEdit(dataset="cole", instead="wind"), "release.no-dataset"),
    ):
        with pytest.raises(CodedError) as caught:
            ground.answer(tried(), background=[edit])
        assert caught.value.code == code
        assert caught.value.problems[0].path.startswith("background[0].")


# the marginal table ──────────────────────────────────────────────────────────


def test_marginals_are_the_slopes_of_the_total(library: Release) -> None:
    """Against differences of the whole model computed anew, for every amount of a model with loops."""
    ground = Ground(chain(), library)
    found = marginals(ground, links=True)
    assert {m.kind for m in found} == {"line", "output", "parameter"}
    for each in found:
        if each.kind == "output" and each.place == "b":
            raise AssertionError("an output that shares its burden has no slope of its own")
        step = each.amount * 1e-5
        key = "parameters" if each.kind == "parameter" else "amounts"
        above, below = (
            from_scratch(ground.model, tried(**{key: {each.place: each.amount + d}}), library).total
            for d in (step, -step)
        )
        slope = (above - below) / (2 * step)
        assert each.per_unit == pytest.approx(slope, rel=1e-5, abs=1e-9)
        assert each.per_percent == pytest.approx(slope * each.amount / 100, rel=1e-5, abs=1e-9)


def test_a_share_of_a_material_is_told_for_a_percentage_point(library: Release) -> None:
    """2 kg, substitution: each point more of recycling is 0.01 × 2 × (1 − 10) = −0.18 kg."""
    of = model(
        processes=[{"id": "make", "name": "make", "stage": "manufacturing"}],
        boundary={"type": "cradle_to_grave"},
        method={"end_of_life": "substitution"},
        materials=[
            {
                "id": "al",
                "name": "al",
                "amount": 2,
                "recycling_rate": 0.5,
                "datasets": {"recycling": ["recycled"], "substituted": ["aluminium"]},
            }
        ],
    )
    [found] = [
        m for m in marginals(Ground(of, library)) if m.kind == "material" and m.place == "al/recycling_rate"
    ]
    assert found.per_percent == pytest.approx(-0.18)
    assert found.amount == 0.5


def test_marginals_come_largest_first_and_links_only_when_asked_for(library: Release) -> None:
    ground = Ground(chain(), library)
    sizes = [abs(m.per_percent) for m in marginals(ground)]
    assert sizes == sorted(sizes, reverse=True)
    assert not any(m.link for m in marginals(ground))
    assert any(m.link for m in marginals(ground, links=True))


# another electricity ─────────────────────────────────────────────────────────


def test_other_electricity_of_the_region_is_told_with_its_effect() -> None:
    """The cell plant's power from coal (0.924) instead of the average of 2024 (0.5777 kg CO2e/kWh): the effect is
    that of the scenario which says so; carbon dioxide alone, factors that a newer one replaces and other countries are not offered."""
    of, releases = demo_models()["lfp_battery_pack"], starter_release()
    ground = Ground(of, releases)
    options = [a for a in electricity_alternatives(ground) if a.place == "cell/cell-electricity"]
    assert options[0].current and options[0].datasets == ("cn-elec-cf-2024-cn-041",)
    others = {a.datasets[0]: a for a in options[1:]}
    assert not any("co2" in name or "cf-2023" in name for name in others)
    assert {releases.dataset(name).geography for name in others} == {"CN"}
    for name in ("cn-elec-cf-2024-cn-042", "cn-elec-cf-2024-cn-046"):
        change = from_scratch(of, tried(datasets={"cell/cell-electricity": [name]}), releases).difference
        assert others[name].effect == pytest.approx(change, rel=1e-9)
    effects = [a.effect for a in options[1:]]
    assert effects == sorted(effects)


# refusals ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"datasets": {"c/bb": ["grid"]}}, "footprint.unknown-exchange", "scenarios[0].datasets.c/bb"),
        ({"datasets": {"b/ch4": ["grid"]}}, "footprint.unknown-exchange", "scenarios[0].datasets.b/ch4"),
        ({"amounts": {"d": 1}}, "footprint.unknown-exchange", "scenarios[0].amounts.d"),
        ({"shares": {"b/power": 0.5}}, "footprint.unknown-exchange", "scenarios[0].shares.b/power"),
        (
            {"datasets": {"b/power": ["solar"]}, "shares": {"b/power": 1.5}},
            "footprint.share-out-of-range",
            "scenarios[0].shares.b/power",
        ),
        ({"materials": {"al/colour": 1}}, "footprint.unknown-material-parameter", "scenarios[0].materials.al/colour"),
        ({"parameters": {"z": 1}}, "footprint.unknown-parameter", "scenarios"),
        ({"datasets": {"b/power": ["gird"]}}, "release.no-dataset", "processes[1].energy[0].datasets"),
        ({"amounts": {"a": 0}}, "footprint.not-positive", "processes[0].output.amount"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_in_the_model_is_refused_with_its_place(
    library: Release, changes: dict[str, object], code: str, path: str
) -> None:
    with pytest.raises(CodedError) as caught:
        Ground(chain(), library).answer(tried(**changes))
    assert (caught.value.code, caught.value.problems[0].path) == (code, path)
    with pytest.raises(CodedError) as whole:
        from_scratch(chain(), tried(**changes), library)
    assert whole.value.code == code
