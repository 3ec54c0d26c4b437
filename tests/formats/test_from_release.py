"""A release as records of unit processes, and back: the door through which every format is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from drawn_databases import databases
from hypothesis import HealthCheck, given, settings

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.errors import CodedError
from tanzuji.documents.gases import gases
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_writer import write_release
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.from_release import database_of
from tanzuji.formats.lci.records import Database, Exchange, Process
from tanzuji.formats.lci.reference import ReferenceUnits, gas_flow, is_uuid, reads_as, uuid_of
from tanzuji.formats.starter import starter_datasets


def factor(identifier: str, **fields: object) -> Dataset:
    plain = {"id": identifier, "name": identifier, "unit": "kg", "source": {"title": "made"}}
    plain |= {"boundary": "cradle_to_gate", **fields}
    return Dataset.parse(plain)


def list_of(folder: Path, *datasets: Dataset) -> Release:
    return write_release(
        folder / "list", name="list", version="1", title=Text(en="list"), licence="", datasets=datasets
    )


def exchanges(process: Process) -> list[tuple[str, float, bool, bool, str]]:
    return [(e.flow, e.amount, e.is_input, e.is_avoided, e.provider) for e in process.exchanges]


def test_a_factor_becomes_a_process_that_emits_its_gases(tmp_path: Path) -> None:
    release = list_of(
        tmp_path,
        factor("coal", unit="t", geography="CN", year_from=2022, year_to=2023, amounts=[
            {"gas": "CO2", "amount": 2000}, {"gas": "CO2", "amount": -3, "line": "removal"}]),
    )  # fmt: skip
    database = database_of(release)
    (process,) = database.processes
    assert (process.id, process.kind, process.location) == ("coal", "LCI_RESULT", "CN")
    assert (process.valid_from, process.valid_to) == ("2022-01-01", "2023-12-31")
    made, emitted, taken_up = process.exchanges
    assert (made.is_reference, made.is_input, made.amount, made.unit_name) == (True, False, 1.0, "t")
    assert (emitted.amount, emitted.is_input, emitted.unit_name) == (2000.0, False, "kg")
    assert (taken_up.amount, taken_up.is_input) == (3.0, True), "an uptake is a positive input"


def test_a_treatment_of_waste_takes_the_waste_in(tmp_path: Path) -> None:
    release = list_of(
        tmp_path, factor("tip", boundary="waste_treatment", amounts=[{"gas": "CO2e", "amount": 0.5}])
    )
    database = database_of(release)
    reference = database.processes[0].reference
    assert reference.is_input and database.flows[reference.flow].type == "WASTE_FLOW"


def test_an_unknown_footprint_is_left_out_and_told_because_it_would_be_read_as_zero(tmp_path: Path) -> None:
    database = database_of(list_of(tmp_path, factor("nothing-known"), factor("known", amounts=[
        {"gas": "CO2", "amount": 1}])))  # fmt: skip
    assert [process.id for process in database.processes] == ["known"]
    assert [(loss.what, loss.count, loss.examples) for loss in database.losses] == [
        ("unknown-footprint", 1, ("nothing-known",))
    ]


def small() -> Database:
    """Steel from electricity, with slag sent to a landfill and heat credited: 2 kg of steel from 3 kWh."""
    units = ReferenceUnits()
    flows = {}

    def made(name: str, unit: str, kind: str, amount: float, *more: Exchange) -> Process:
        from tanzuji.formats.lci.records import Flow

        place = units.place(unit)
        flows[name] = Flow(
            name, name, kind, reference_property=place.property, properties={place.property: 1.0}
        )  # type: ignore[arg-type]
        reference = Exchange(
            "1", name, amount, place.id, place.name, place.property, kind == "WASTE_FLOW", True, False, "", False
        )  # fmt: skip
        return Process(
            name, name, "", "UNIT_PROCESS", "CN", (), "", "", "", "1", None, (reference, *more), ()
        )

    def uses(
        name: str, amount: float, unit: str, *, is_input: bool = True, avoided: bool = False
    ) -> Exchange:
        place = units.place(unit)
        return Exchange(
            "9", name, amount, place.id, place.name, place.property, is_input, False, avoided, name, False
        )

    carbon = gas_flow("CO2", "fossil")
    flows[carbon.id] = carbon
    kg = units.place("kg")

    def emits(amount: float) -> Exchange:
        return Exchange("8", carbon.id, amount, kg.id, kg.name, kg.property, False, False, False, "", False)

    processes = (
        made("power", "kWh", "PRODUCT_FLOW", 1.0, emits(0.5)),
        made("heat", "MJ", "PRODUCT_FLOW", 1.0, emits(0.1)),
        made("landfill", "kg", "WASTE_FLOW", 1.0, emits(0.2)),
        made("steel", "kg", "PRODUCT_FLOW", 2.0, uses("power", 3.0, "kWh"), uses("heat", 4.0, "MJ", avoided=True),
             uses("landfill", 0.5, "kg", is_input=False), emits(1.0)),
    )  # fmt: skip
    return Database(
        "small",
        "",
        processes,
        flows,
        units.groups,
        units.group_of,
        units.property_groups,
        units.property_names,
    )


def test_unit_processes_keep_inputs_credits_and_wastes_with_their_signs(tmp_path: Path) -> None:
    """Steel by hand: (3 × 0.5 − 4 × 0.1 + 0.5 × 0.2 + 1.0) / 2 = 1.1 kg CO2e per kg."""
    release = import_database(small(), name="small", home=tmp_path).release
    assert release.intensity("steel").sum() == pytest.approx(1.1, rel=1e-12)
    back = database_of(release)
    steel = next(process for process in back.processes if process.id == "steel")
    assert sorted(exchanges(steel)[1:-1]) == [
        ("heat#product", 4.0, True, True, "heat"),
        ("landfill#product", 0.5, False, False, "landfill"),
        ("power#product", 3.0, True, False, "power"),
    ]
    again = import_database(back, name="again", home=tmp_path).release
    assert again.intensity("steel").sum() == pytest.approx(1.1, rel=1e-12)


def test_a_choice_of_unit_processes_brings_what_it_stands_on_and_nothing_else(tmp_path: Path) -> None:
    release = import_database(small(), name="small", home=tmp_path).release
    assert {p.id for p in database_of(release, ["power"]).processes} == {"power"}
    assert {p.id for p in database_of(release, ["steel"]).processes} == {"steel", "power", "heat", "landfill"}
    with pytest.raises(CodedError) as caught:
        database_of(release, ["absent"])
    assert caught.value.code == "release.no-dataset"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(database=databases(kinds=("lognormal", "normal", "uniform", "triangular", "pert")))
def test_a_release_of_what_comes_out_of_a_release_is_the_same(database: Database, tmp_path: Path) -> None:
    """Law: masses of every gas, units and distributions of a release survive the way through records."""
    first = import_database(database, name="first", home=tmp_path, replace=True).release
    second = import_database(database_of(first), name="second", home=tmp_path, replace=True).release
    assert second.ids == first.ids
    assert [d.unit for d in second.datasets()] == [d.unit for d in first.datasets()]
    for gwp_set in ("AR4", "AR5", "AR6"):
        assert second.intensities(gwp_set) == pytest.approx(first.intensities(gwp_set), rel=1e-9, abs=1e-12)  # type: ignore[arg-type]
    for matrix in ("technosphere", "interventions"):
        one, other = first.uncertainty, second.uncertainty
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            mine = np.sort(np.sqrt(getattr(one, matrix).variance()))
            assert np.sort(np.sqrt(getattr(other, matrix).variance())) == pytest.approx(
                mine, rel=1e-9, abs=1e-12
            )


@pytest.mark.parametrize("line", ["fossil", "aircraft"])
def test_every_gas_has_a_flow_that_is_read_as_that_gas(line: str) -> None:
    """309 gases of the table; biogenic methane is biogenic on whatever line, which is its own."""
    wrong = [
        gas
        for gas in [*gases(), "CO2e"]
        if gas != "CH4-biogenic" and reads_as(gas_flow(gas, line), False) != (gas, line)  # type: ignore[arg-type]
    ]
    assert wrong == []


def test_every_gas_and_line_of_the_starter_library_has_a_flow_that_is_read_as_both() -> None:
    pairs = {(a.gas, a.line) for dataset in starter_datasets() for a in dataset.amounts}
    assert len(pairs) == 99
    assert [pair for pair in pairs if reads_as(gas_flow(*pair), pair[1] == "removal") != pair] == []


def test_flows_carry_the_identifiers_of_the_environmental_footprint_package() -> None:
    """EF 3.1: carbon dioxide (fossil) to air, unspecified; ILCD and openLCA share the property Mass."""
    carbon = gas_flow("CO2", "fossil")
    assert carbon.id == "08a91e70-3ddc-11dd-923d-0050c2490048"
    assert carbon.reference_property == "93a60a56-a3c8-11da-a746-0800200b9a66"


def test_an_identifier_that_is_no_uuid_gets_the_same_one_every_time() -> None:
    made = uuid_of("process", "cn-elec-2024")
    assert is_uuid(made) and made == uuid_of("process", "cn-elec-2024") != uuid_of("flow", "cn-elec-2024")
    assert uuid_of("process", made) == made


def test_the_shipped_tables_of_flows_and_units_are_what_the_script_makes_of_the_open_data(
    shared: Path,
) -> None:
    import csv
    import importlib.util

    import tanzuji.formats.lci as lci

    script = Path(__file__).resolve().parents[2] / "tools/build_lci_reference.py"
    spec = importlib.util.spec_from_file_location("build_lci_reference", script)
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    for file, made in (
        ("gas_flows.csv", build.gas_flows(shared)),
        ("reference_units.csv", build.reference_units(shared)),
    ):
        kept = Path(lci.__file__).with_name(file).read_text("utf-8")
        rows = list(csv.DictReader(kept.splitlines()))
        assert sorted(rows, key=str) == sorted(({k: str(v) for k, v in row.items()} for row in made), key=str)
