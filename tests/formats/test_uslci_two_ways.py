"""USLCI as openLCA JSON-LD (FY17/18, 766 processes) and as EcoSpold 1 (FY20, 631 processes).

The two publications are two and a half years apart, and in between the database moved to the Federal elementary flow
list. What both carry unchanged has the same footprint; this module finds what that is, and counts why the rest differs:

* the emission of a process itself was revised (or its unit, which hides a revision of the amounts);
* one of its inputs was: another product, another amount, or a link that the other edition does not have. 26 grids had
  names of their own; now 81 processes make “Electricity, at grid”, and EcoSpold 1 has no default provider that would
  say which of them is meant;
* its own data are the same and a supplier's are not.

Besides, the newer edition writes “Carbon dioxide” and “Methane” without their origin, so biogenic and fossil gases
cannot be told apart in it; masses of the three gases are compared, not the lines. Conversions between properties of a
flow (m3 of a gas counted in kg) do not fit into EcoSpold 1: 25 inputs count as zero there, and the report says so.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from lxml import etree
from numpy.typing import NDArray

from tanzuji.documents.quantities import convertible, factor
from tanzuji.engine.release import Release
from tanzuji.formats.archive import open_package
from tanzuji.formats.ecospold1 import read_database as read_ecospold1
from tanzuji.formats.ecospold2 import read_database as read_ecospold2
from tanzuji.formats.ecospold2 import write_ecospold2
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.olca import read_database as read_openlca

FOLDER = "data/databases/uslci/"
JSON_LD = FOLDER + "uslci_olca1_5_0_json_ld.zip"
ECOSPOLD = FOLDER + "uslci_fy20_q4_01_olca1_10_3_ecospold.zip"
NAMED_ECOSPOLD2 = FOLDER + "uslci_fy21_q3_01_olca_10_3_ecospold2.zip"
SCHEMA = "samples/ecospold/pyecospold/schemas/v2/EcoSpold02.xsd"
GASES = ("CO2", "CH4", "N2O")
EXACT = 1e-6
GRID = "electricity, at grid"


@dataclass
class Edition:
    """One edition, linked and solved: what each process emits and asks for per kg, MJ … of its product."""

    database: Database
    release: Release
    products: list[str]
    units: list[str]
    emitted: NDArray[np.float64]  # (n, 3) kg of each gas, of the process itself
    caused: NDArray[np.float64]  # (n, 3) kg of each gas, with everything behind it
    inputs: list[dict[str, float]]  # amounts by the supplier's product


def _read(path: Path, read: Callable[..., Database]) -> Database:
    with open_package(path) as package:
        return read(package, lambda *told: None)


def _edition(database: Database, home: Path, name: str) -> Edition:
    release = import_database(database, name=name, home=home).release
    datasets = release.datasets()
    processes = {process.id: process for process in database.processes}
    products = [_plain(database.flows[processes[d.id].reference.flow].name) for d in datasets]
    rows, cols, values = (np.load(release.folder / f"technosphere-{part}.npy") for part in _PARTS)
    own = np.zeros(len(datasets))
    np.add.at(own, cols[rows == cols], values[rows == cols])
    inputs: list[dict[str, float]] = [{} for _ in datasets]
    for row, column, value in zip(rows, cols, values, strict=True):
        if row != column:
            asked = -value / own[column]
            inputs[column][products[row]] = inputs[column].get(products[row], 0.0) + asked
    emitted = np.zeros((len(datasets), len(GASES)))
    for row, column, value in zip(
        *(np.load(release.folder / f"interventions-{part}.npy") for part in _PARTS), strict=True
    ):
        gas = (release.flows[row].gas or "").split("-")[0]
        if gas in GASES:
            emitted[column, GASES.index(gas)] += value / own[column]
    of_gas = [[column.gas.split("-")[0] == gas for column in release.columns] for gas in GASES]
    caused = np.stack([np.nansum(release.gas_amounts[:, chosen], axis=1) for chosen in of_gas], axis=1)
    return Edition(database, release, products, [d.unit for d in datasets], emitted, caused, inputs)


_PARTS = ("rows", "cols", "values")


def _plain(name: str) -> str:
    return name.strip().casefold().removeprefix("cutoff ").strip()


@pytest.fixture(scope="module")
def older(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    database = _read(shared / JSON_LD, read_openlca)
    return _edition(database, tmp_path_factory.mktemp("older"), "uslci-json-ld")


@pytest.fixture(scope="module")
def newer(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    database = _read(shared / ECOSPOLD, read_ecospold1)
    return _edition(database, tmp_path_factory.mktemp("newer"), "uslci-ecospold")


@dataclass
class Pair:
    """A product that both editions make in exactly one process; everything per unit of the older one."""

    name: str
    emitted: tuple[NDArray[np.float64], NDArray[np.float64]]
    caused: tuple[NDArray[np.float64], NDArray[np.float64]]
    inputs: tuple[Mapping[str, float], Mapping[str, float]]
    why: str = ""


@pytest.fixture(scope="module")
def pairs(older: Edition, newer: Edition) -> dict[str, Pair]:
    return _pairs(older, newer)


def _pairs(older: Edition, newer: Edition) -> dict[str, Pair]:
    found: dict[str, Pair] = {}
    times = Counter(older.products), Counter(newer.products)
    units = dict(zip(older.products, older.units, strict=True))
    size = {}  # units of the newer edition in one of the older, by product
    for product, unit in zip(newer.products, newer.units, strict=True):
        if times[0][product] == times[1][product] == 1 and convertible(units[product], unit):
            size[product] = factor(units[product], unit)
    for at, product in enumerate(older.products):
        if product in size:
            other, times_size = newer.products.index(product), size[product]
            inputs = {
                name: amount * times_size / size.get(name, 1.0)
                for name, amount in newer.inputs[other].items()
            }
            found[product] = Pair(
                product,
                (older.emitted[at], newer.emitted[other] * times_size),
                (older.caused[at], newer.caused[other] * times_size),
                (older.inputs[at], inputs),
            )
    _explain(found)
    return found


def _same(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return one.keys() == other.keys() and all(
        abs(one[name] - other[name]) <= EXACT * abs(one[name]) for name in one
    )


def _merged(inputs: Mapping[str, float]) -> dict[str, float]:
    """Inputs with all grid mixes under the one name they have in the newer edition."""
    found: dict[str, float] = {}
    for name, amount in inputs.items():
        key = GRID if name.startswith(GRID) else name
        found[key] = found.get(key, 0.0) + amount
    return found


def _explain(pairs: dict[str, Pair]) -> None:
    for pair in pairs.values():
        if not np.allclose(*pair.emitted, rtol=EXACT, atol=1e-15):
            pair.why = "emission revised"
        elif not _same(*pair.inputs):
            only_grid = _same(*map(_merged, pair.inputs))
            pair.why = "grids merged" if only_grid else "inputs revised"
    while True:  # what stands on something that differs, differs
        moved = [
            pair
            for pair in pairs.values()
            if not pair.why and any(name not in pairs or pairs[name].why for name in pair.inputs[0])
        ]
        if not moved:
            return
        for pair in moved:
            pair.why = "supplier differs"


def test_what_both_editions_carry_unchanged_has_the_same_footprint(pairs: dict[str, Pair]) -> None:
    """Three masses per unit of product, the whole supply chain, to 1e-6: the digits the two files share."""
    same = [pair for pair in pairs.values() if not pair.why]
    for pair in same:
        assert pair.caused[1] == pytest.approx(pair.caused[0], rel=EXACT, abs=1e-15), pair.name
    assert (len(same), sum(bool(pair.caused[0].any()) for pair in same)) == (54, 45)


def test_the_processes_that_both_editions_carry_unchanged_solve_the_same_among_themselves(
    older: Edition, newer: Edition, pairs: dict[str, Pair], tmp_path: Path
) -> None:
    """Cut out of both, so that no revised supplier stands behind them: 108 processes in chains of their own."""
    unchanged = {name for name, pair in pairs.items() if pair.why in {"", "supplier differs"}}
    cut = [_only(edition, unchanged, tmp_path / str(at)) for at, edition in enumerate((older, newer))]
    again = _pairs(*cut)
    assert again.keys() == unchanged and len(unchanged) == 108
    for pair in again.values():
        assert pair.caused[1] == pytest.approx(pair.caused[0], rel=EXACT, abs=1e-15), pair.name
    assert sum(bool(pair.inputs[0]) for pair in again.values()) == 44  # with suppliers
    assert sum(bool(pair.caused[0].any()) for pair in again.values()) == 95  # with emissions


def _only(edition: Edition, products: set[str], home: Path) -> Edition:
    flows = edition.database.flows
    kept = tuple(
        process
        for process in edition.database.processes
        if _plain(flows[process.reference.flow].name) in products
    )
    return _edition(replace(edition.database, processes=kept), home, "uslci-cut")


def test_every_other_product_that_both_carry_has_a_reason_to_differ(pairs: dict[str, Pair]) -> None:
    """Each reason is seen in the data of the two editions themselves, not in their footprints."""
    assert Counter(pair.why or "unchanged" for pair in pairs.values()) == {
        "unchanged": 54,
        "emission revised": 11,
        "grids merged": 29,
        "inputs revised": 108,
        "supplier differs": 54,
    }


def test_the_newer_edition_states_neither_the_origin_of_carbon_nor_who_supplies_electricity(
    older: Edition, newer: Edition
) -> None:
    """Origins are in the names of the older edition; 26 grids have names of their own in it, one in the newer."""
    elementary = [
        {_plain(f.name) for f in edition.database.flows.values() if f.type == "ELEMENTARY_FLOW"}
        for edition in (older, newer)
    ]
    carbon = [{name for name in names if name.startswith("carbon dioxide")} for names in elementary]
    assert {"carbon dioxide, fossil", "carbon dioxide, biogenic"} < carbon[0]
    assert carbon[1] == {"carbon dioxide"}
    assert sum(product.startswith(GRID + ",") for product in older.products) == 26
    assert newer.products.count(GRID) == 81
    assert {e.provider for p in newer.database.processes for e in p.exchanges} == {""}


def test_both_editions_state_the_same_years_but_for_two_products(
    older: Edition, newer: Edition, pairs: dict[str, Pair]
) -> None:
    """The year 9999 of the older edition says that there is none."""
    years = [
        {
            _plain(edition.database.flows[process.reference.flow].name): process.valid_from[:4].replace(
                "9999", ""
            )
            for process in edition.database.processes
        }
        for edition in (older, newer)
    ]
    different = {name: (years[0][name], years[1][name]) for name in pairs if years[0][name] != years[1][name]}
    assert different == {  # the two whose data were revised altogether
        "containerboard, average production, at mill": ("2006", "2014"),
        "propylene, at plant": ("2003", "2014"),
    }


def test_amounts_that_only_a_flow_property_converts_are_named_where_ecospold_1_lost_it(
    newer: Edition,
) -> None:
    """Natural gas asked for in m3 and made in kg; openLCA's package holds 1.357 m3/kg, EcoSpold 1 cannot."""
    unconverted = newer.release.report["linking"]["unconverted"]
    assert sum(row["count"] for row in unconverted) == 25
    assert {row["unit"] for row in unconverted} == {"m3", "l"}


def test_the_file_that_is_named_ecospold_2_is_ecospold_1_and_read_as_such(shared: Path) -> None:
    with open_package(shared / NAMED_ECOSPOLD2) as package:
        database = read_ecospold1(package, lambda *told: None)
    assert len(database.processes) == 639
    assert sum(len(process.exchanges) for process in database.processes) == 45_656


LOST = {
    "older": {"causal-allocation", "formulas", "compartments", "long-texts"},
    "newer": {"identifiers", "long-texts", "data-quality"},
}


@pytest.mark.parametrize("edition", LOST)
def test_uslci_written_as_ecospold_2_is_valid_and_has_all_footprints_again(
    edition: str, request: pytest.FixtureRequest, shared: Path, tmp_path: Path
) -> None:
    """The same edition in both formats: nothing is revised, so every line of every dataset is the same to 1e-9: of 766
    with 132 of several products and gas asked for in m3 and made in kg; of 630 with 195 wastes handed over."""
    before: Edition = request.getfixturevalue(edition)
    written = tmp_path / "uslci-ecospold2.zip"
    losses = {loss.what for loss in write_ecospold2(before.database, written)}
    assert losses == LOST[edition]
    schema = etree.XMLSchema(etree.parse(shared / SCHEMA))
    with zipfile.ZipFile(written) as archive:
        for name in archive.namelist():
            schema.assertValid(etree.fromstring(archive.read(name)))
    with open_package(written) as package:
        database = read_ecospold2(package, lambda *told: None)
    again = import_database(database, name="uslci-again", home=tmp_path).release
    found = dict(zip([d.id for d in again.datasets()], again.intensities("AR6"), strict=True))
    units = {d.id: d.unit for d in again.datasets()}
    assert len(found) == len(before.products)
    for dataset, row in zip(before.release.datasets(), before.release.intensities("AR6"), strict=True):
        identifier = uuid_of("process", dataset.id)
        size = factor(dataset.unit, units[identifier])
        assert found[identifier] * size == pytest.approx(row, rel=1e-9, abs=1e-9 * np.abs(row).sum())
