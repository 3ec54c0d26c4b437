"""Published openLCA databases: USLCI (766 processes) and the US FPL lumber package.

The six figures come from an independent solution of the same file, noted with the shared databases: carbon
dioxide, methane (fossil 30, other 28) and nitrous oxide (265), first-provider linking, no allocation. Two of
them belong to datasets whose short names are shared by several: polyethylene is the one ending in “CTR”
(1.968; without it 1.829) and primary aluminium is “… ingot, at plant, 1998” (10.63; the newer one is 8.30).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tanzuji.documents.gases import gwp
from tanzuji.documents.lines import LINES
from tanzuji.formats.archive import open_package
from tanzuji.formats.lci import ImportResult, intensities_rows, report_text
from tanzuji.formats.olca import import_olca

USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"
LUMBER = "data/databases/us_fpl_lumber_jsonld.zip"
SIX = {
    "Electricity, at grid, US, 2000": (0.793, "kWh"),
    "Electricity, bituminous coal, at power plant": (1.100, "kWh"),
    "Polyethylene, high density, resin, at plant, CTR": (1.97, "kg"),
    "Hot rolled sheet, steel, at plant": (2.30, "kg"),
    "Aluminum, primary, ingot, at plant, 1998": (10.6, "kg"),
    "Portland cement, at plant": (1.37, "kg"),
}
THREE_GASES = {"CO2", "CH4", "CH4-fossil", "CH4-biogenic", "N2O"}


@pytest.fixture(scope="module")
def uslci(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> ImportResult:
    return import_olca(shared / USLCI, name="uslci", home=tmp_path_factory.mktemp("uslci"))


@pytest.fixture(scope="module")
def three_gases(uslci: ImportResult) -> dict[str, tuple[float, float, str]]:
    """By name: the fossil line and all lines together of CO2, CH4 and N2O, and the declared unit."""
    release = uslci.release
    factors = np.array([gwp(c.gas, "AR5") if c.gas in THREE_GASES else 0.0 for c in release.columns])
    fossil = factors * [c.line == "fossil" for c in release.columns]
    return {
        (dataset.name.en or ""): (float(row @ fossil), float(row @ factors), dataset.unit)
        for dataset, row in zip(release.datasets(), release.gas_amounts, strict=True)
    }


@pytest.mark.parametrize("name", SIX)
def test_the_six_published_figures_of_uslci_come_out_within_half_a_percent(
    three_gases: dict[str, tuple[float, float, str]], name: str
) -> None:
    """Three digits are given, so half a unit of the last: at most 0.4 %. Biogenic carbon taken up and given off
    balances in all six to 0.1 %, so that the fossil line and the total of all lines both agree."""
    expected, unit = SIX[name]
    fossil, total, declared = three_gases[name]
    assert declared == unit
    assert fossil == pytest.approx(expected, rel=0.005)
    assert total == pytest.approx(expected, rel=0.005)


def test_every_process_of_uslci_becomes_a_dataset_and_every_unlinked_input_is_named(
    uslci: ImportResult,
) -> None:
    """766 processes, 4 239 cells, 2 755 unlinked inputs of products and 132 processes with several products,
    as the independent solution counted; 74 wastes go to no treatment besides."""
    report = uslci.report
    assert len(uslci.release) == report["datasets"] == report["read"]["processes"] == 766
    assert report["read"]["exchanges"] == 32_526
    unlinked = report["linking"]["unlinked"]
    assert (unlinked["products"], unlinked["wastes"]) == (2755, 74)
    assert sum(flow["count"] for flow in unlinked["flows"]) == unlinked["count"] == 2829
    assert report["linking"]["linked"] + unlinked["count"] == report["linking"]["inputs"] == 6554
    assert report["allocation"]["multi_output_processes"] == 132
    assert report["skipped"] == []
    system = uslci.release.system("AR5")
    assert system is not None
    rows = np.load(uslci.release.folder / "technosphere-rows.npy")
    cols = np.load(uslci.release.folder / "technosphere-cols.npy")
    assert len(set(zip(rows.tolist(), cols.tolist(), strict=True))) == 4239


def test_the_trailing_blank_of_carbon_dioxide_costs_nothing(uslci: ImportResult, shared: Path) -> None:
    """The file says “Carbon dioxide, fossil ” in 283 exchanges; taken literally, the grid falls to 0.05 kg."""
    with open_package(shared / USLCI) as package:
        flows = [n for n in package.names if n.startswith("flows/")]
        assert any(b'"Carbon dioxide, fossil "' in package.read(name) for name in flows)
    fossil = next(
        row
        for row in uslci.report["gases"]["characterised"]
        if (row["gas"], row["line"]) == ("CO2", "fossil")
    )
    assert "Carbon dioxide, fossil" in fossil["names"] and fossil["exchanges"] > 283


def test_the_grids_score_equals_the_gases_of_its_solved_supply_chain(uslci: ImportResult) -> None:
    """A law that joins two ways: λ of the transposed system, and g = B s of A s = f, characterised flow by flow."""
    grid = next(d for d in uslci.release.datasets() if d.name.en == "Electricity, at grid, US, 2000")
    system = uslci.release.system("AR6")
    assert system is not None
    _, emitted = system.inventory({grid.id: 1.0})
    flows = uslci.release.flows
    summed = sum(
        gwp(flow.gas or "", "AR6") * flow.unit_kg * amount
        for flow, amount in zip(flows, emitted, strict=True)
    )
    assert summed == pytest.approx(float(uslci.release.intensity(grid.id, "AR6").sum()), rel=1e-9)


def test_uslci_has_nothing_that_looks_like_a_greenhouse_gas_and_weighs_more_than_two_percent(
    uslci: ImportResult,
) -> None:
    gases = uslci.report["gases"]
    assert gases["uncharacterised_share_of_mass"] < 0.02
    assert gases["uncharacterised"][0]["name"] == "Carbon monoxide, fossil"
    assert {row["why"] for row in gases["uncharacterised"]} <= {
        "precursor", "carbon-stock", "unspecified-gas", "not-in-table", "not-to-air",
    }  # fmt: skip


def test_a_table_of_uslci_has_a_finite_number_on_every_line(uslci: ImportResult) -> None:
    rows = list(intensities_rows(uslci.release, "AR6", "en"))
    assert len(rows) == 766
    assert np.isfinite([[row[line] for line in LINES] for row in rows]).all()  # type: ignore[arg-type]


def test_the_lumber_package_imports_solves_and_says_that_it_states_no_greenhouse_gas(
    shared: Path, tmp_path: Path
) -> None:
    """Four processes of gate-to-gate technosphere data without one elementary flow; the zeros must not pass
    for footprints. 1 t of briquettes takes 1 t of chips, whose declared unit is the kilogram."""
    result = import_olca(shared / LUMBER, name="lumber", home=tmp_path)
    assert len(result.release) == 4
    assert result.report["linking"]["linked"] == 3
    assert result.report["gases"]["elementary_exchanges"] == 0
    assert "every score is zero" in report_text(result.report, "en")
    assert "所有得分为零" in report_text(result.report, "zh")
    system = result.release.system("AR5")
    assert system is not None
    datasets = result.release.datasets()
    briquettes = next(d for d in datasets if "briquette" in (d.name.en or ""))
    chips = next(at for at, d in enumerate(datasets) if (d.name.en or "").startswith("Whole tree chips"))
    assert briquettes.unit == "t" and briquettes.confidence == "low"
    supply, _ = system.inventory({briquettes.id: 1.0})
    assert supply[chips] == pytest.approx(1000)


def test_the_lumber_package_is_allocated_as_its_datasets_say_or_says_why_not(
    shared: Path, tmp_path: Path
) -> None:
    """Pyrolysis asks for causal factors, which are all zero, and has physical ones that sum to one; the
    torrefier's are all zero and its second product is a gas in m3, so it stays whole."""
    allocation = import_olca(
        shared / LUMBER, name="lumber", home=tmp_path, allocation="as-stated"
    ).report["allocation"]  # fmt: skip
    [allocated], [whole] = allocation["allocated"], allocation["not_allocated"]
    assert allocated["process"].startswith("Wood chip pyrolysis") and allocated["method"] == "physical"
    assert sum(share["share"] for share in allocated["shares"]) == pytest.approx(1)
    assert whole["process"].startswith("Torrefied chips")
    assert any("refused" in note for note in (*allocated["notes"], *whole["notes"]))
