"""openLCA JSON-LD as we write it: read back the same, and computed by openLCA's own rules with the same result."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_databases import databases, shared_out
from hypothesis import HealthCheck, given, settings

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.text import Text
from tanzuji.engine.release import Release
from tanzuji.engine.release_writer import write_release
from tanzuji.formats.archive import open_package
from tanzuji.formats.lci.allocation import share
from tanzuji.formats.lci.from_release import database_of
from tanzuji.formats.lci.records import Database, Process
from tanzuji.formats.lci.units import Converter
from tanzuji.formats.olca import import_olca, read_database, write_olca
from tanzuji.formats.starter import starter_datasets

USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"


def through(database: Database, folder: Path) -> Database:
    path = folder / "written.zip"
    write_olca(database, path)
    with open_package(path) as package:
        return read_database(package, lambda step, done, total: None)


def files(path: Path, folder: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(path) as archive:
        return [json.loads(archive.read(n)) for n in archive.namelist() if n.startswith(f"{folder}/")]


def plain(process: Process) -> Process:
    """A process without the name of the file it stood in."""
    return replace(process, member="")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(database=databases())
def test_what_is_written_is_read_back_the_same(database: Database, tmp_path: Path) -> None:
    """Law: processes, exchanges, distributions, names in both languages, flows and units."""
    back = through(database, tmp_path)
    for mine, theirs in zip(database.processes, back.processes, strict=True):
        assert plain(theirs) == replace(plain(mine), exchanges=theirs.exchanges)
        for one, other in zip(mine.exchanges, theirs.exchanges, strict=True):
            assert replace(other, uncertainty=None) == replace(one, uncertainty=None)
            assert_same_spread(one.uncertainty, other.uncertainty)
    assert back.flows == database.flows
    assert back.unit_groups == database.unit_groups
    assert back.property_groups == database.property_groups
    assert back.losses == ()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(database=shared_out())
def test_causal_factors_are_read_back_with_the_same_shares(database: Database, tmp_path: Path) -> None:
    """Law: whatever a factor names, an exchange or a flow, also one that stands several times in the process."""
    back = through(database, tmp_path)
    mine, theirs = (share(of.processes[0], Converter(of), "as-stated") for of in (database, back))
    assert mine is not None and theirs is not None and mine.method == theirs.method == "causal"
    assert theirs.by_exchange == mine.by_exchange


def assert_same_spread(one: Uncertainty | None, other: Uncertainty | None) -> None:
    if one is None or other is None:
        assert one is other
        return
    assert (one.distribution, one.mode, one.minimum, one.maximum) == (
        other.distribution, other.mode, other.minimum, other.maximum,
    )  # fmt: skip
    assert other.sigma == (pytest.approx(one.sigma, rel=1e-9) if one.sigma else one.sigma)
    assert other.spread == (pytest.approx(one.spread, rel=1e-9) if one.spread else one.spread)
    assert one.convention == other.convention


def test_the_same_database_gives_the_same_bytes(tmp_path: Path) -> None:
    release = starter(tmp_path)
    one, other = tmp_path / "one.zip", tmp_path / "other.zip"
    write_olca(database_of(release), one)
    write_olca(database_of(release), other)
    assert one.read_bytes() == other.read_bytes()


def starter(folder: Path) -> Release:
    return write_release(
        folder / "starter", name="starter", version="1", title=Text(en="starter"), licence="",
        datasets=starter_datasets(),
    )  # fmt: skip


def test_the_starter_library_keeps_every_footprint_and_both_names(tmp_path: Path) -> None:
    """Of 3 035 factors 13 values change, each told: the GWP set knows no value for their gas, which a factor calls
    unknown and a unit process counts as zero."""
    release = starter(tmp_path)
    losses = write_olca(database_of(release), tmp_path / "starter.zip")
    told = {loss.what: loss.count for loss in losses}
    back = import_olca(tmp_path / "starter.zip", name="back", home=tmp_path).release
    assert back.ids == release.ids
    assert told["unknown-gwp"] == 12
    for gwp_set in ("AR4", "AR5", "AR6"):
        mine, theirs = release.intensities(gwp_set), back.intensities(gwp_set)  # type: ignore[arg-type]
        known = ~np.isnan(mine)
        assert theirs[known] == pytest.approx(mine[known], rel=1e-12)
        assert (~known).any(axis=1).sum() <= 12
    for mine, theirs in zip(release.datasets(), back.datasets(), strict=True):
        assert (mine.name, mine.unit, mine.geography, mine.category, mine.year_from, mine.year_to) == (
            theirs.name, theirs.unit, theirs.geography, theirs.category, theirs.year_from, theirs.year_to,
        )  # fmt: skip


def test_uslci_written_and_read_again_has_the_same_footprints(shared: Path, tmp_path: Path) -> None:
    first = import_olca(shared / USLCI, name="uslci", home=tmp_path).release
    assert write_olca(database_of(first), tmp_path / "uslci.zip") == ()
    second = import_olca(tmp_path / "uslci.zip", name="again", home=tmp_path).release
    assert second.ids == first.ids
    assert second.intensities("AR6") == pytest.approx(first.intensities("AR6"), rel=1e-9, abs=1e-15)
    assert [d.unit for d in second.datasets()] == [d.unit for d in first.datasets()]


def test_the_impact_method_in_the_package_gives_the_footprint(tmp_path: Path) -> None:
    """openLCA's rule: result = Σ amount × factor, inputs with a factor of their own sign. Steel of 1 kg CO2, 0.1 kg CH4
    and 0.3 kg taken up: AR6 1 + 0.1 × 27.9 − 0.3 by hand."""
    release = write_release(
        tmp_path / "made", name="made", version="1", title=Text(en="made"), licence="",
        datasets=[type(starter_datasets()[0]).parse({
            "id": "steel", "name": "steel", "unit": "kg", "source": {"title": "x"}, "amounts": [
                {"gas": "CO2", "amount": 1}, {"gas": "CH4", "amount": 0.1}, {"gas": "CO2", "amount": -0.3, "line": "removal"}]})],
    )  # fmt: skip
    path = tmp_path / "made.zip"
    write_olca(database_of(release), path)
    (process,) = files(path, "processes")
    total = next(c for c in files(path, "lcia_categories") if c["name"].startswith("GWP100 AR6, total"))
    factors = {f["flow"]["@id"]: f["value"] for f in total["impactFactors"]}
    result = sum(e["amount"] * factors.get(e["flow"]["@id"], 0.0) for e in process["exchanges"])
    assert result == pytest.approx(release.intensity("steel").sum()) == pytest.approx(1 + 0.1 * 27.9 - 0.3)
    (method,) = files(path, "lcia_methods")
    assert total["@id"] in {c["@id"] for c in method["impactCategories"]}


def test_a_location_has_the_identifier_openlca_gives_it(tmp_path: Path) -> None:
    """As published in USLCI: US is 0b3b97fa-…, CN is 7efdfc94-…."""
    release = starter(tmp_path)
    write_olca(database_of(release, release.ids[:3000:100]), tmp_path / "x.zip")
    codes = {place["code"]: place["@id"] for place in files(tmp_path / "x.zip", "locations")}
    assert codes["US"] == "0b3b97fa-6688-3c56-88ee-4ae80ec0c3c2"
    assert codes.get("CN", "7efdfc94-655a-35dc-aa3e-c85e9bb703fa") == "7efdfc94-655a-35dc-aa3e-c85e9bb703fa"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(database=databases(kinds=("pert",)))
def test_a_distribution_openlca_does_not_know_is_told_and_left_out(
    database: Database, tmp_path: Path
) -> None:
    uncertain = sum(e.uncertainty is not None for p in database.processes for e in p.exchanges)
    losses = write_olca(database, tmp_path / "pert.zip")
    assert sum(loss.count for loss in losses if loss.what == "uncertainty-kind") == uncertain


@pytest.mark.parametrize(("stated", "amount", "expected", "lost"), [
    ({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 2.0, "geomSd": 1.2}, 2.0, ("lognormal", "median"), ""),
    ({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.9673, "geomSd": 1.2}, 2.0, ("lognormal", "mean"), ""),
    ({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.5, "geomSd": 1.2}, 2.0, ("lognormal", "median"), "uncertainty-off-centre"),
    ({"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomMean": 1.5}, 2.0, None, "incomplete-uncertainty"),
    ({"distributionType": "NORMAL_DISTRIBUTION", "mean": 2.0, "sd": 0.1}, 2.0, ("normal", "median"), ""),
    ({"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 1, "maximum": 3}, 2.0, ("uniform", "median"), ""),
    ({"distributionType": "UNIFORM_DISTRIBUTION", "minimum": 0, "maximum": 9.7}, 1e-6, ("uniform", "median"), "uncertainty-off-centre"),
    ({"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 3, "mode": 4, "maximum": 5}, 2.0, ("triangular", "median"), "uncertainty-off-centre"),
    ({"distributionType": "WEIRD"}, 2.0, None, "unknown-distribution"),
    ({"distributionType": "TRIANGLE_DISTRIBUTION", "minimum": 3, "mode": 2, "maximum": 4}, 2.0, None, "incomplete-uncertainty"),
])  # fmt: skip
def test_distributions_are_read_around_the_amount(
    stated: dict[str, Any], amount: float, expected: tuple[str, str] | None, lost: str
) -> None:
    """ln 1.2 = 0.182; the mean of a lognormal is exp(σ²/2) = 1.0166 times its median: 1.9673 × 1.0166 = 2."""
    from tanzuji.formats.olca.fields import Record
    from tanzuji.formats.olca.uncertainty import read_uncertainty

    found, loss = read_uncertainty(Record(stated, "x"), amount)
    assert loss == lost
    assert (found and (found.distribution, found.convention)) == expected
