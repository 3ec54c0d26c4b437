"""Two versions compared: hand calculations of every step, what is refused, and laws over the demo products."""

from __future__ import annotations

from math import fsum
from typing import Any

import pytest

from tanzuji.documents import Dataset, Footprint, Method, ProductModel, Text
from tanzuji.documents.canonical import canonical_json
from tanzuji.documents.comparisons import Comparison, LineEffect, Step
from tanzuji.documents.editing import Insert, Remove, Set, apply
from tanzuji.engine import compute, write_release
from tanzuji.engine.comparison import compare
from tanzuji.engine.release import Release
from tanzuji.formats.demo_models import demo_models
from tanzuji.formats.starter import starter_datasets

SOURCE = {"title": "hand-made", "publisher": "tests", "year": 2024}


def dataset(id_: str, unit: str, *amounts: dict[str, Any], **more: object) -> Dataset:
    return Dataset.parse(
        {"id": id_, "name": id_, "unit": unit, "amounts": list(amounts), "source": SOURCE, **more}
    )


def release(tmp_path_factory: pytest.TempPathFactory, version: str, *datasets: Dataset) -> Release:
    return write_release(
        tmp_path_factory.mktemp("releases") / "hand" / version,
        name="hand",
        version=version,
        title=Text(en="hand-made"),
        licence="CC0",
        datasets=list(datasets),
    )


COAL = dataset(
    "coal", "GJ", {"gas": "CO2", "amount": 90.0}, {"gas": "CH4-fossil", "amount": 1.0}, gas_basis="gases"
)
METAL = dataset("metal", "kg", {"gas": "CO2e", "amount": 10.0})


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Release:
    grid = dataset("grid", "kWh", {"gas": "CO2e", "amount": 0.6})
    return release(
        tmp_path_factory, "1", grid, COAL, METAL, dataset("lime", "kg", {"gas": "CO2e", "amount": 2.0})
    )


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The grid became cleaner, lime is no longer there."""
    grid = dataset("grid", "kWh", {"gas": "CO2e", "amount": 0.5}, version="2")
    return release(tmp_path_factory, "2", grid, COAL, METAL)


PLAIN: dict[str, Any] = ProductModel.parse(
    {
        "id": "thing",
        "product": {"name": "thing"},
        "unit": {"kind": "declared", "unit": "t", "description": "1 t of thing"},
        "boundary": {"type": "cradle_to_gate"},
        "method": {"gwp_set": "AR5"},
        "processes": [
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "energy": [
                    {"id": "power", "name": "power", "amount": 100, "unit": "kWh", "datasets": ["grid"]},
                    {"id": "coal", "name": "coal", "amount": 2, "unit": "GJ", "datasets": ["coal"]},
                ],
                "inputs": [{"id": "steam", "name": "steam", "amount": 4, "unit": "GJ", "process": "boiler"}],
            },
            {
                "id": "boiler",
                "name": "boiler",
                "stage": "manufacturing",
                "output": {"amount": 2, "unit": "GJ"},
                "energy": [{"id": "fuel", "name": "fuel", "amount": 3, "unit": "GJ", "datasets": ["coal"]}],
            },
        ],
    }
).plain()
POWER = "processes[make].energy[power]"


def model(*operations: Any) -> ProductModel:
    return ProductModel.parse(apply(PLAIN, operations).plain)


def line(step: Step | None, place: str) -> LineEffect:
    assert step is not None
    return next(found for found in step.lines if found.place == place)


def sums_up(found: Comparison) -> None:
    """Every level sums to the one above, to 12 digits of the larger total."""
    assert found.real is not None
    assert found.change is not None
    scale = 1e-12 * max(abs(found.total_before or 0), abs(found.total_after or 0), 1e-9)
    assert fsum([*(step.effect for step in found.method), found.real.effect]) == pytest.approx(
        found.change, abs=scale
    )
    for step in (*found.method, found.real):
        if step.kind == "engine":
            continue
        gross = 1e-12 * max(fsum(abs(x.before) + abs(x.after) for x in step.lines), scale)
        assert fsum(x.effect for x in step.lines) == pytest.approx(step.effect, abs=gross)
        assert [abs(x.effect) for x in step.lines] == sorted(
            (abs(x.effect) for x in step.lines), reverse=True
        )
        for x in step.lines:
            if x.kind in ("changed", "replaced"):
                parts = fsum((x.by_amount, x.by_factor, x.by_runs, x.jointly))
                assert parts == pytest.approx(x.effect, abs=1e-12 * max(abs(x.before), abs(x.after)))
    assert Comparison.model_validate_json(canonical_json(found)) == found


def test_background_method_and_real_change_are_told_apart(old: Release, new: Release) -> None:
    """Per unit: 100 kWh, 2 GJ coal, and the boiler runs twice: 6 GJ coal. Coal in AR5 is 90 + 30 = 120, in AR6 119.8.

    Before: 60 + 240 + 720 = 1020. New library: 100 × (0.5 − 0.6) = −10. AR6: 8 × (119.8 − 120) = −1.6.
    Real: 20 kWh less, −20 × 0.5 = −10. After: 40 + 8 × 119.8 = 998.4.
    """
    before = compute(model(), old)
    after = compute(
        model(Set(place=f"{POWER}.amount", value=80), Set(place="method.gwp_set", value="AR6")), new
    )
    found = compare(before, after, old, new)
    assert (found.total_before, found.total_after) == (pytest.approx(1020), pytest.approx(998.4))
    assert [step.kind for step in found.method] == ["library", "gwp_set"]
    assert [step.effect for step in found.method] == pytest.approx([-10, -1.6])
    assert found.method[0].detail == Text(zh="hand 1 → hand 2", en="hand 1 → hand 2")
    assert found.method_change == pytest.approx(-11.6)
    assert found.real is not None
    assert found.real.effect == pytest.approx(-10)
    assert found.unseparated == ()
    power = line(found.method[0], POWER)
    assert (power.factor_before, power.factor_after) == (pytest.approx(0.6), pytest.approx(0.5))
    assert (power.datasets_before, power.datasets_after) == (("grid@1",), ("grid@2",))
    assert (power.by_factor, power.by_amount) == (pytest.approx(-10), 0)
    assert line(found.real, POWER).by_amount == pytest.approx(-10)
    sums_up(found)


def test_amount_factor_and_both_together_are_told_apart_in_a_line(old: Release) -> None:
    """100 kWh × 0.6 = 60 become 80 kWh × 1 kg/kWh × 10 = 800: by amount −20 × 0.6 = −12; by factor 100 × 9.4 = 940; jointly −20 × 9.4 = −188; together 740."""
    conversion = {"amount": 1, "unit": "kg/kWh"}
    after = model(
        Set(place=f"{POWER}.amount", value=80),
        Set(place=f"{POWER}.datasets", value=["metal"]),
        Set(place=f"{POWER}.conversion", value=conversion),
    )
    found = compare(compute(model(), old), compute(after, old), old, old)
    power = line(found.real, POWER)
    assert [power.by_amount, power.by_factor, power.by_runs, power.jointly] == pytest.approx(
        [-12, 940, 0, -188]
    )
    assert power.effect == pytest.approx(740)
    assert found.method == ()
    sums_up(found)


def test_a_process_that_runs_less_lowers_its_lines_by_runs(old: Release) -> None:
    """3 GJ of steam in place of 4: the boiler runs 1.5 times in place of 2; 0.5 × 3 GJ × 120 = 180 less."""
    after = model(Set(place="processes[make].inputs[steam].amount", value=3))
    found = compare(compute(model(), old), compute(after, old))
    assert found.real is not None
    [fuel] = found.real.lines
    assert fuel.place == "processes[boiler].energy[fuel]"
    assert (fuel.by_runs, fuel.by_amount, fuel.by_factor, fuel.jointly) == (pytest.approx(-180), 0, 0, 0)
    sums_up(found)


def test_another_unit_of_the_same_kind_is_no_change(old: Release) -> None:
    """100 kWh are 360 MJ."""
    after = model(Set(place=f"{POWER}.amount", value=360), Set(place=f"{POWER}.unit", value="MJ"))
    found = compare(compute(model(), old), compute(after, old))
    power = line(found.real, POWER)
    assert power.kind == "changed"
    assert (power.by_amount, power.by_factor, power.jointly) == (0, 0, 0)
    assert abs(power.effect) < 1e-9


def test_amounts_in_units_of_another_kind_are_replaced_not_compared(old: Release) -> None:
    """60 kg CO2e of electricity give way to 5 kg × 10 = 50."""
    after = model(
        Set(place=f"{POWER}.amount", value=5),
        Set(place=f"{POWER}.unit", value="kg"),
        Set(place=f"{POWER}.datasets", value=["metal"]),
    )
    found = compare(compute(model(), old), compute(after, old))
    power = line(found.real, POWER)
    assert (power.kind, power.jointly) == ("replaced", pytest.approx(-10))
    sums_up(found)


def test_lines_that_came_and_went_and_gaps_that_closed_have_a_name_of_their_own(old: Release) -> None:
    """Metal 3 kg × 10 added; coal 2 GJ × 120 removed; lime was without an amount, then 1 kg × 2."""
    lime = {"id": "lime", "name": "lime", "unit": "kg", "datasets": ["lime"]}
    before = model(Insert(place="processes[make].inputs", item=lime))
    metal = {"id": "metal", "name": "metal", "amount": 3, "unit": "kg", "datasets": ["metal"]}
    changed = apply(
        before.plain(),
        (
            Insert(place="processes[make].inputs", item=metal, at=0),
            Remove(place="processes[make].energy[coal]"),
            Set(place="processes[make].inputs[lime].amount", value=1),
        ),
    ).plain
    found = compare(compute(before, old), compute(ProductModel.parse(changed), old))
    assert found.real is not None
    told = [(x.place, x.kind, x.effect) for x in found.real.lines]
    assert told == [
        ("processes[make].energy[coal]", "removed", pytest.approx(-240)),
        ("processes[make].inputs[metal]", "added", pytest.approx(30)),
        ("processes[make].inputs[lime]", "filled", pytest.approx(2)),
    ]
    backwards = compare(compute(ProductModel.parse(changed), old), compute(before, old))
    assert line(backwards.real, "processes[make].inputs[lime]").kind == "emptied"
    sums_up(found)


def test_a_dataset_that_the_later_library_lacks_keeps_its_earlier_factor(old: Release, new: Release) -> None:
    """Lime, 5 kg × 2, is only in the earlier library: the library step is the grid's −10 alone, and −10 is real."""
    lime = {"id": "lime", "name": "lime", "amount": 5, "unit": "kg", "datasets": ["lime"]}
    before = compute(model(Insert(place="processes[make].inputs", item=lime)), old)
    found = compare(before, compute(model(), new), old, new)
    assert [(step.kind, step.effect) for step in found.method] == [("library", pytest.approx(-10))]
    assert found.method[0].detail is not None
    assert "沿用原值" in found.method[0].detail.to("zh")
    assert line(found.real, "processes[make].inputs[lime]").effect == pytest.approx(-10)
    without = compare(before, compute(model(), new), None, new)
    assert without.method == ()
    assert [reason.code for reason in without.unseparated] == ["comparison.library-missing"]
    assert without.real is not None
    assert without.real.effect == pytest.approx(-20)
    assert "could not be set apart" in without.real.name.to("en")
    sums_up(without)


def test_a_library_that_is_no_longer_at_hand_is_told_and_not_guessed(old: Release, new: Release) -> None:
    before = compute(model(), old)
    after = compute(model(Set(place="method.gwp_set", value="AR6")), new)
    nothing = compare(before, after)
    assert [reason.code for reason in nothing.unseparated] == ["comparison.library-missing"] * 2
    assert "hand 2" in nothing.unseparated[0].text.to("zh")
    sums_up(nothing)
    # the method can be told apart on the earlier library alone
    half = compare(before, after, old)
    assert [step.kind for step in half.method] == ["gwp_set"]
    assert [reason.code for reason in half.unseparated] == ["comparison.library-missing"]
    sums_up(half)
    # the earlier one is not needed where the later one holds every dataset
    assert compare(before, after, None, new).unseparated == ()


def test_end_of_life_biogenic_and_allocation_are_steps_of_their_own(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """1 kg of metal at end of life, all of it recycled: cut-off 0, substitution 1 × (1 − 10) = −9.

    Wood: 1.8 − 1.5 = 0.3 under −1/+1, of which the output carries 3/(3+1) by mass; 0 under 0/0: −0.225.
    By price the output carries 1/(1+1) of the metal's 40 in place of 3/4: −10.
    """
    wood = dataset(
        "wood",
        "kg",
        {"gas": "CO2", "amount": 1.8, "line": "biogenic"},
        {"gas": "CO2", "amount": -1.5, "line": "removal"},
        gas_basis="gases",
    )
    recycling = dataset("recycling", "kg", {"gas": "CO2e", "amount": 1.0})
    library = release(tmp_path_factory, "3", wood, recycling, METAL)
    plain: dict[str, Any] = {
        "id": "thing",
        "product": {"name": "thing"},
        "unit": {"kind": "declared", "unit": "kg", "description": "1 kg", "amount": 3},
        "boundary": {"type": "cradle_to_grave"},
        "deliver": "make",
        "processes": [
            {
                "id": "make",
                "name": "make",
                "stage": "manufacturing",
                "output": {"amount": 3, "unit": "kg", "price": 1},
                "coproducts": [{"id": "rest", "name": "rest", "amount": 1, "unit": "kg", "price": 1}],
                "allocation": {"method": "mass"},
                "inputs": [
                    {"id": "metal", "name": "metal", "amount": 4, "unit": "kg", "datasets": ["metal"]},
                    {"id": "wood", "name": "wood", "amount": 1, "unit": "kg", "datasets": ["wood"]},
                ],
            }
        ],
        "materials": [
            {
                "id": "metal",
                "name": "metal",
                "amount": 1,
                "recycling_rate": 1,
                "datasets": {"recycling": ["recycling"], "substituted": ["metal"], "disposal": ["recycling"]},
            }
        ],
    }
    after = {
        **plain,
        "method": {"end_of_life": "substitution", "biogenic": "0/0"},
        "processes": [{**plain["processes"][0], "allocation": {"method": "economic"}}],
    }
    before_, after_ = (compute(ProductModel.parse(p), library) for p in (plain, after))
    found = compare(before_, after_, library, library)
    assert [step.kind for step in found.method] == ["end_of_life", "biogenic", "allocation"]
    assert [step.effect for step in found.method] == pytest.approx([-9, -0.225, -10])
    assert found.method[0].detail == Text(zh="截断法 → 替代法", en="Cut-off → Substitution")
    assert found.real is not None
    assert found.real.effect == pytest.approx(0, abs=1e-9)
    assert {x.place for x in found.method[0].lines} == {"materials[metal]"}
    sums_up(found)


def test_a_choice_of_method_that_the_earlier_model_cannot_follow_is_told(old: Release) -> None:
    """Allocation by price where the earlier version states none."""
    coproduct = {"id": "rest", "name": "rest", "amount": 1, "unit": "GJ"}
    before = model(
        Insert(place="processes[boiler].coproducts", item=coproduct),
        Set(place="processes[boiler].allocation.method", value="energy"),
    )
    after = apply(
        before.plain(),
        (
            Set(place="processes[boiler].allocation.method", value="economic"),
            Set(place="processes[boiler].output.price", value=3),
            Set(place="processes[boiler].coproducts[rest].price", value=1),
        ),
    ).plain
    found = compare(compute(before, old), compute(ProductModel.parse(after), old), old, old)
    assert found.method == ()
    [reason] = found.unseparated
    assert reason.code == "comparison.step-not-computed"
    assert "processes[boiler].allocation" in reason.text.to("zh")
    sums_up(found)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Set(place="unit.unit", value="kg"), "comparison.other-unit"),
        (Set(place="unit.kind", value="functional"), "comparison.other-unit"),
        (Set(place="boundary.type", value="cradle_to_grave"), "comparison.other-boundary"),
        (Set(place="rules", value=["pas-2050"]), "comparison.other-rules"),
    ],
)
def test_versions_that_differ_in_unit_boundary_or_rules_show_a_reason_and_no_number(
    old: Release, change: Set, code: str
) -> None:
    found = compare(compute(model(), old), compute(model(change), old), old, old)
    assert not found.comparable
    assert [reason.code for reason in found.reasons] == [code]
    assert (found.total_before, found.total_after, found.change, found.real) == (None, None, None, None)
    assert found.reasons[0].text.zh
    assert found.reasons[0].text.en


def test_one_tonne_is_a_thousand_kilograms_and_another_product_is_another(old: Release) -> None:
    kilograms = model(Set(place="unit.unit", value="kg"), Set(place="unit.amount", value=1000))
    assert compare(compute(model(), old), compute(kilograms, old)).comparable
    other = model(Set(place="id", value="other"), Set(place="product.name.en", value="other"))
    assert [r.code for r in compare(compute(model(), old), compute(other, old)).reasons] == [
        "comparison.other-product"
    ]


def test_an_earlier_engine_is_a_step_of_its_own_where_its_result_can_be_computed_again(old: Release) -> None:
    """A result of 1000 by an engine of version 0, where this one finds 1020."""
    before = compute(model(), old).model_copy(update={"engine_version": "0", "total": 1000.0})
    after = compute(
        model(Set(place=f"{POWER}.amount", value=50), Set(place="method.gwp_set", value="AR6")), old
    )
    found = compare(before, after, old, old)
    assert [(step.kind, step.effect) for step in found.method] == [
        ("engine", pytest.approx(20)),
        ("gwp_set", pytest.approx(-1.6)),
    ]
    assert found.real is not None
    assert found.real.effect == pytest.approx(-30)
    sums_up(found)
    lost = compare(before, after)
    assert {reason.code for reason in lost.unseparated} == {"comparison.library-missing"}
    assert len(lost.unseparated) == 2


DEMOS = demo_models()


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release]:
    """The starter library, and an edition in which every third factor is a tenth higher."""
    datasets = starter_datasets()
    dearer = [
        d.model_copy(
            update={"amounts": tuple(a.model_copy(update={"amount": a.amount * 1.1}) for a in d.amounts)}
        )
        if i % 3 == 0
        else d
        for i, d in enumerate(datasets)
    ]
    return release(tmp_path_factory, "a", *datasets), release(tmp_path_factory, "b", *dearer)


@pytest.mark.parametrize("name", sorted(DEMOS))
def test_the_steps_of_every_demo_product_sum_to_the_whole_difference(
    name: str, libraries: tuple[Release, Release]
) -> None:
    """Another library, another GWP set, 0/0 for biogenic carbon, and another amount of one line."""
    one, other = libraries
    before = compute(DEMOS[name], one)
    plain = DEMOS[name].plain()
    process = next(p for p in plain["processes"] if p.get("inputs") or p.get("energy"))
    kind = "energy" if process.get("energy") else "inputs"
    place = f"processes[{process['id']}].{kind}[{process[kind][0]['id']}]"
    method = {**plain.get("method", {}), "gwp_set": "AR5", "biogenic": "0/0"}
    edited = apply(plain, (Set(place=f"{place}.amount", value=1.5), Set(place="method", value=method))).plain
    after = compute(ProductModel.parse(edited), other)
    found = compare(before, after, one, other)
    assert found.comparable
    assert found.unseparated == ()
    assert found.method[0].kind == "library"
    sums_up(found)
    assert compare(before, before, one, one).change == 0
    assert compare(before, before).method == ()


def test_the_footprint_itself_is_left_as_it_was(old: Release, new: Release) -> None:
    before: Footprint = compute(model(), old)
    kept = canonical_json(before)
    compare(before, compute(model(), new, method=Method(gwp_set="AR4")), old, new)
    assert canonical_json(before) == kept
