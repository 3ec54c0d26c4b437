"""Published ILCD packages: TianGong v0.2 in three archives, and the impact methods of EF 3.1.

Expected counts are those of the publisher's own index of processes (`process_index.csv`) and of the catalogue kept
with the shared databases, which counted 716 unit processes with an output that EF 3.1 characterises as a greenhouse
gas, by UUID. Emission factors are those of the EF 3.1 method data set.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tanzuji.formats.archive import open_package
from tanzuji.formats.doors import read_any
from tanzuji.formats.greenhouse_flows import Characterised, classify
from tanzuji.formats.ilcd.impact_methods import GasCheck, check_gases, read_flows, read_impact_methods
from tanzuji.formats.lci import ImportResult, import_database, report_text
from tanzuji.formats.lci.records import Database

TIANGONG = "data/databases/tiangong_lca_v0.2"
EF = "data/databases/ef31_lcia.zip"


@pytest.fixture(scope="module")
def tiangong(shared: Path) -> Database:
    """The folder as it is downloaded: three archives beside a readme and an index."""
    return read_any(shared / TIANGONG, lambda step, done, total: None)


@pytest.fixture(scope="module")
def imported(tiangong: Database, tmp_path_factory: pytest.TempPathFactory) -> ImportResult:
    return import_database(tiangong, name="tiangong", home=tmp_path_factory.mktemp("tiangong"))


@pytest.fixture(scope="module")
def index(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / TIANGONG / "process_index.csv").open(encoding="utf-8-sig") as file:
        return {row["uuid"]: row for row in csv.DictReader(file)}


def test_every_process_of_the_publishers_index_is_read_but_those_without_reference_flow(
    tiangong: Database, index: dict[str, dict[str, str]]
) -> None:
    """17 data sets state no reference flow, and 10 state one without an amount."""
    read = {process.id for process in tiangong.processes}
    missing = index.keys() - read
    assert read <= index.keys() and len(index) == 4133
    lost = {loss.what: loss.count for loss in tiangong.losses}
    assert len(missing) == lost["no-reference-flow"] == 27


def test_places_and_years_are_those_of_the_index(
    tiangong: Database, index: dict[str, dict[str, str]]
) -> None:
    for process in tiangong.processes:
        row = index[process.id]
        assert process.valid_from == row["reference_year"].split(".")[0]
        assert process.location == row["location"] or process.location.startswith("CN-")
        assert process.category[0] == row["class0"]


def test_as_many_unit_processes_emit_greenhouse_gases_as_ef_counts_by_uuid(tiangong: Database) -> None:
    """716 by the UUIDs of EF 3.1; by name and CAS number three more, whose flows the package refers to only."""

    def emits(process_flow: str) -> bool:
        flow = tiangong.flows[process_flow]
        if flow.type != "ELEMENTARY_FLOW":
            return False
        return isinstance(classify(flow.name, cas=flow.cas, category=flow.category), Characterised)

    counted = Counter(
        process.category[0]
        for process in tiangong.processes
        if any(not exchange.is_input and emits(exchange.flow) for exchange in process.exchanges)
    )
    assert counted["CEEIO"] == 153
    assert 716 <= counted["Unit processes"] <= 720


def test_parts_refer_to_one_another_and_repeat_what_they_share(tiangong: Database) -> None:
    """3 230 flow data sets: 218 stand in two archives, 10 of these in all three, so that 3 022 flows are left."""
    held = [flow for flow in tiangong.flows.values() if flow.held and ":" not in flow.id]
    assert len(held) == 3022
    assert not any(loss.what == "older-versions" for loss in tiangong.losses)


def test_it_becomes_a_release_with_a_report_that_names_what_is_wrong(imported: ImportResult) -> None:
    report = imported.report
    reasons = Counter(row["reason"] for row in report["skipped"])
    # The input-output table states inputs of whole sectors for 10 000 CNY of their output.
    gone = [row["process"] for row in report["skipped"] if row["reason"] == "loop-gain"]
    assert len(gone) == reasons["loop-gain"] and all("CEEIO" in name for name in gone) and len(gone) > 140
    assert report["datasets"] == len(imported.release) > 3900
    assert report["linking"]["unlinked"]["share_of_inputs"] > 0.5
    assert len(report["gases"]["silent"]) > 2000
    for language in ("zh", "en"):
        text = report_text(report, language)
        assert len(text) > 3000 and "None" not in text


def test_no_dataset_is_zero_without_saying_that_no_gas_is_stated(imported: ImportResult) -> None:
    release = imported.release
    totals = release.intensities("AR6").sum(axis=1)
    for dataset, total in zip(release.datasets(), totals, strict=True):
        if total == 0 and not release.gas_amounts[release.index(dataset.id)].any():
            assert dataset.confidence == "low"


def test_processes_without_inputs_score_what_their_sheet_adds_up_to(
    tiangong: Database, imported: ImportResult
) -> None:
    """Fossil carbon dioxide alone, divided by the amount of the reference flow, added up from the records by hand."""
    release = imported.release
    totals = dict(zip(release.ids, release.intensities("AR6").sum(axis=1), strict=True))
    checked = 0
    for process in tiangong.processes:
        inputs = [
            e
            for e in process.exchanges
            if not e.is_reference and tiangong.flows[e.flow].type != "ELEMENTARY_FLOW"
        ]
        gases = [
            (e, found)
            for e in process.exchanges
            if tiangong.flows[e.flow].held
            and tiangong.flows[e.flow].type == "ELEMENTARY_FLOW"
            and not e.is_input
            and isinstance(
                found := classify(
                    tiangong.flows[e.flow].name,
                    cas=tiangong.flows[e.flow].cas,
                    category=tiangong.flows[e.flow].category,
                ),
                Characterised,
            )
        ]
        plain = all(found.gas == "CO2" and found.line == "fossil" for _, found in gases)
        if inputs or not gases or not plain or process.id not in totals or "CEEIO" in process.name:
            continue
        expected = sum(e.amount for e, _ in gases) / process.reference.amount
        unit = release.dataset(process.id).unit
        if unit == process.reference.unit_name:
            assert totals[process.id] == pytest.approx(expected)
            checked += 1
    assert checked >= 10


# EF 3.1 ──────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def checks(shared: Path) -> list[GasCheck]:
    with open_package(shared / EF) as package:
        methods = {method.name: method for method in read_impact_methods(package)}
        flows = read_flows(package)
    return list(check_gases(methods["Climate change"], flows))


def test_all_flows_of_the_climate_method_are_held(checks: list[GasCheck]) -> None:
    assert len(checks) == 1099 and not any(check.why == "absent" for check in checks)


def test_gases_told_by_name_and_cas_number_have_the_factor_of_their_uuid(checks: list[GasCheck]) -> None:
    """Three departures are meant: EF counts biogenic CO2 as 0/0 (here −1/+1), and methane of land use change as
    fossil (29.8), where the origin of its carbon, and so IPCC's 27.0, is biogenic."""
    told = [check for check in checks if check.gwp is not None]
    differing = {check.factor.name.split(" (Mass")[0] for check in told if not check.agrees}
    assert differing == {"carbon dioxide (biogenic)", "methane (land use change)"}
    assert sum(check.agrees for check in told) >= 940


def test_a_flow_that_warms_and_is_not_told_is_named_as_a_suspect(checks: list[GasCheck]) -> None:
    """What is left are rare fluorinated substances without a CAS number; none of them passes in silence."""
    silent = [check for check in checks if check.why == "not-recognised" and check.factor.value != 0]
    assert silent == []
    untold = [check for check in checks if check.gwp is None and check.factor.value != 0]
    assert len(untold) < 150
    assert {check.why for check in untold} == {"not-in-table", "no-gwp"}
