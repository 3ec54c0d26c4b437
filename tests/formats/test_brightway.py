"""Brightway datapackages: Brightway's own programs compute ours with our result, and what they write is read."""

from __future__ import annotations

import io
import json
import math
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_databases import databases, uncertainties
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanzuji.documents.datasets import Uncertainty
from tanzuji.documents.errors import CodedError
from tanzuji.engine.samples.distributions import Factors
from tanzuji.formats.archive import open_package
from tanzuji.formats.brightway import layout, read_database, write_brightway
from tanzuji.formats.brightway.distributions import DTYPE, from_record, records, to_record
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.from_release import database_of
from tanzuji.formats.lci.records import Database
from tanzuji.formats.olca import import_olca

USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"
KINDS = ("lognormal", "normal", "uniform", "triangular", "pert")
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def read(path: Path) -> Database:
    with open_package(path) as package:
        return read_database(package, lambda step, done, total: None)


def brightway(path: Path) -> Any:
    """The package as Brightway loads it, and its calculator."""
    bwp = pytest.importorskip("bw_processing", reason="bw_processing is not installed")
    zipped = pytest.importorskip("fsspec.implementations.zip", reason="fsspec is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends a solver on import
        bw2calc = pytest.importorskip("bw2calc", reason="bw2calc is not installed")
    return bwp.load_datapackage(zipped.ZipFileSystem(str(path))), bw2calc


@settings(max_examples=25, suppress_health_check=QUIET)
@given(database=databases(kinds=KINDS))
def test_a_release_written_as_a_datapackage_is_read_back_with_the_same_results(
    database: Database, tmp_path: Path
) -> None:
    """Law: footprints, units, names and the spread of every exchange."""
    first = import_database(database, name="first", home=tmp_path, replace=True).release
    write_brightway(database_of(first), tmp_path / "bw.zip")
    second = import_database(read(tmp_path / "bw.zip"), name="second", home=tmp_path, replace=True).release
    assert second.ids == first.ids
    assert second.intensities("AR6") == pytest.approx(first.intensities("AR6"), rel=1e-9, abs=1e-12)
    assert [(d.unit, d.name, d.category) for d in second.datasets()] == [
        (d.unit, d.name, d.category) for d in first.datasets()
    ]
    one, other = first.uncertainty, second.uncertainty
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        for mine, theirs in (
            (one.technosphere, other.technosphere),
            (one.interventions, other.interventions),
        ):
            assert np.sort(theirs.variance()) == pytest.approx(np.sort(mine.variance()), rel=1e-6, abs=1e-12)


def test_bw2calc_scores_uslci_as_we_do(shared: Path, tmp_path: Path) -> None:
    """766 processes; scores of every 20th with the characterisation matrix of the package."""
    release = import_olca(shared / USLCI, name="uslci", home=tmp_path).release
    database = database_of(release)
    assert write_brightway(database, tmp_path / "uslci.zip") == ()
    package, bw2calc = brightway(tmp_path / "uslci.zip")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lca = bw2calc.LCA({1: 1.0}, data_objs=[package])
        for at in range(0, len(database.processes), 20):
            lca.lci({at + 1: 1.0})
            lca.lcia()
            ours = float(release.intensity(database.processes[at].id).sum())
            assert lca.score == pytest.approx(ours, rel=1e-9, abs=1e-12)
    second = import_database(read(tmp_path / "uslci.zip"), name="again", home=tmp_path).release
    assert second.intensities("AR6") == pytest.approx(release.intensities("AR6"), rel=1e-9, abs=1e-15)


def test_bw2calc_draws_from_the_distributions_that_were_written(tmp_path: Path) -> None:
    """One process that emits 2 kg CO2, lognormal around its median with σ 0.3: mean 2 exp(0.045) = 2.0921."""
    from test_from_release import small

    database = small()
    power = next(p for p in database.processes if p.id == "power")
    from dataclasses import replace

    uncertain = replace(
        power.exchanges[1], amount=2.0, uncertainty=Uncertainty(distribution="lognormal", sigma=0.3)
    )
    only = replace(database, processes=(replace(power, exchanges=(power.exchanges[0], uncertain)),))
    write_brightway(only, tmp_path / "mc.zip")
    package, bw2calc = brightway(tmp_path / "mc.zip")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lca = bw2calc.LCA({1: 1.0}, data_objs=[package], use_distributions=True, seed_override=1)
        lca.lci()
        lca.lcia()
        drawn = []
        for _ in range(2000):
            next(lca)
            drawn.append(lca.score)
    error = 2.0921 * 0.31 / math.sqrt(2000)
    assert np.mean(drawn) == pytest.approx(2 * math.exp(0.045), abs=4 * error)
    assert np.median(drawn) == pytest.approx(2.0, abs=0.06)


@settings(max_examples=100)
@given(data=st.data(), amount=st.floats(1e-3, 1e3))
def test_a_distribution_as_a_record_of_stats_arrays_is_read_back(data: st.DataObject, amount: float) -> None:
    """Law; and stats_arrays' own means agree with ours to 1e-6."""
    uncertainty = data.draw(uncertainties(amount, KINDS))
    row = to_record(uncertainty, amount)
    assert row is not None
    found, lost = from_record(records([row])[0], amount)
    assert lost == ""
    if uncertainty is None:
        assert found is None
        return
    mine, theirs = Factors.of([uncertainty, found], [amount, amount]).mean()
    assert theirs == pytest.approx(mine, rel=1e-9)
    stats = pytest.importorskip("stats_arrays", reason="stats_arrays is not installed")
    if found is not None and found.distribution != "none":
        choice = stats.uncertainty_choices[int(row[0])]
        params = np.array([row], dtype=DTYPE)
        assert choice.statistics(params)["mean"] == pytest.approx(mine * amount, rel=1e-6)


def test_a_discrete_distribution_is_told_and_left_out(tmp_path: Path) -> None:
    assert to_record(Uncertainty(distribution="discrete", values=(1.0, 2.0)), 1.0) is None


def test_a_negative_lognormal_keeps_its_sign() -> None:
    row = to_record(Uncertainty(distribution="lognormal", sigma=0.2), -3.0)
    assert row is not None and row[1] == pytest.approx(math.log(3)) and row[6] is True


# what others write ───────────────────────────────────────────────────────────


def made_by_brightway(path: Path, *, labels: bool = True, more: Callable[[Any], None] | None = None) -> Path:
    """Steel from power, written by bw_processing itself, with the table of names that people attach."""
    bwp = pytest.importorskip("bw_processing", reason="bw_processing is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    zipped = pytest.importorskip("fsspec.implementations.zip", reason="fsspec is not installed")
    package = bwp.create_datapackage(fs=zipped.ZipFileSystem(str(path), mode="w"), name="made")
    places = np.array([(1, 1), (2, 2), (1, 2)], dtype=bwp.INDICES_DTYPE)
    package.add_persistent_vector(
        matrix="technosphere_matrix", name="t", indices_array=places, data_array=np.array([1.0, 2.0, 3.0]),
        flip_array=np.array([False, False, True]),
    )  # fmt: skip
    places = np.array([(9, 1), (9, 2)], dtype=bwp.INDICES_DTYPE)
    package.add_persistent_vector(
        matrix="biosphere_matrix", name="b", indices_array=places, data_array=np.array([0.5, 1.0])
    )
    if labels:
        package.add_csv_metadata(
            dataframe=pandas.DataFrame([
                {"id": 1, "name": "power", "unit": "kilowatt hour", "location": "CN", "categories": ""},
                {"id": 2, "name": "steel", "unit": "kilogram", "location": "GLO", "categories": "metals::iron"},
                {"id": 9, "name": "Carbon dioxide, fossil", "unit": "kilogram", "location": "", "categories": "('air',)"},
            ]), valid_for=[("t", "rows"), ("t", "cols"), ("b", "rows")], name="names",
        )  # fmt: skip
    if more:
        more(package)
    package.finalize_serialization()
    return path


def test_a_datapackage_of_bw_processing_is_read_by_its_table_of_names(tmp_path: Path) -> None:
    """By hand: (3 × 0.5 + 1.0) / 2 = 1.25 kg CO2e per kg of steel."""
    release = import_database(read(made_by_brightway(tmp_path / "x.zip")), name="x", home=tmp_path).release
    steel = release.dataset("2")
    assert (steel.name.en, steel.unit, steel.category) == ("steel", "kg", ("metals", "iron"))
    assert release.dataset("1").unit == "kWh"
    assert release.intensity("2").sum() == pytest.approx(1.25)


def test_numbers_without_names_are_refused_because_no_gas_can_be_known(tmp_path: Path) -> None:
    with pytest.raises(CodedError) as caught:
        read(made_by_brightway(tmp_path / "x.zip", labels=False))
    assert caught.value.code == "brightway.no-labels"


def test_scenario_arrays_have_no_single_value_and_are_refused(tmp_path: Path) -> None:
    def scenarios(package: Any) -> None:
        places = np.array([(1, 1)], dtype=[("row", np.int64), ("col", np.int64)])
        package.add_persistent_array(
            matrix="technosphere_matrix", name="s", indices_array=places, data_array=np.ones((1, 5))
        )

    with pytest.raises(CodedError) as caught:
        read(made_by_brightway(tmp_path / "x.zip", more=scenarios))
    assert caught.value.code == "brightway.not-static"


def header(shape: str, descr: str = "'<f8'") -> bytes:
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    text += b" " * (117 - len(text)) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text


def pickled() -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.array([{"a": 1}, 2], dtype=object), allow_pickle=True)
    return stream.getvalue()


@pytest.mark.parametrize("array", [
    header("(1000000000000,)") + b"\0" * 8, header("(3,)") + b"\0" * 8, header("(3, 1)") + b"\0" * 24, pickled(), b"", b"PK",
    header("(3,)", "'|O'") + b"\0" * 24, header("(3,)") + np.array([1.0, math.nan, 1.0]).tobytes(),
    header("(3,)") + np.array([1.0, math.inf, 1.0]).tobytes(), b"\x93NUMPY\x09\x00" + b"\0" * 40,
    header("(-3,)") + b"\0" * 8, header("(3,)", "[('a', '<f8')]") + b"\0" * 24,
], ids=range(12))  # fmt: skip
def test_hostile_arrays_are_refused_by_name(array: bytes, tmp_path: Path) -> None:
    good = made_by_brightway(tmp_path / "good.zip")
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, array if name == "t.data.npy" else source.read(name))
    with pytest.raises(CodedError) as caught:
        read(bad)
    assert caught.value.code == "brightway.bad-resource"


@pytest.mark.parametrize(("low", "high", "amount", "lost"), [
    (0.0, 9.7, 1e-6, "uncertainty-off-centre"), (1.0, 3.0, 5.0, "uncertainty-off-centre"), (1.0, 3.0, 1.5, ""),
    (-3.0, -1.0, -2.0, ""), (-1.0, 3.0, -0.5, "uncertainty-off-centre"), (1.0, 3.0, 3.0009, ""),
])  # fmt: skip
def test_bounds_that_do_not_belong_to_the_amount_are_told(
    low: float, high: float, amount: float, lost: str
) -> None:
    """Of stats_arrays' kind 4, uniform."""
    row = (4, amount, math.nan, math.nan, low, high, False)
    found, told = from_record(records([row])[0], amount)
    assert found is not None and (found.minimum, found.maximum, told) == (low, high, lost)


def repeated(groups: int, *, arrays: bool = True) -> dict[str, Any]:
    """A head whose resources name the same files again and again."""
    return {
        "resources": [
            {
                "matrix": "technosphere_matrix",
                "kind": kind,
                "path": path,
                "group": f"g{g if arrays else 0}",
                "name": path,
            }
            if arrays
            else {"mediatype": "text/csv", "path": "names.csv"}
            for g in range(groups)
            for kind, path in (("indices", "i.npy"), ("data", "d.npy"))
        ]
    }


@pytest.mark.parametrize("case", ["arrays", "tables", "groups", "entries"])
def test_a_small_package_stays_a_small_matrix(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member is read once, and groups and entries are bounded, before anything is converted."""
    many = 1001 if case == "groups" else 2
    head = repeated(many, arrays=case != "tables")
    if case == "entries":
        monkeypatch.setattr(layout, "MAX_ENTRIES", 99)
        head["resources"] = head["resources"][:2]
    places = np.ones(100, dtype=[("row", np.int32), ("col", np.int32)])
    members = {
        "i.npy": layout.npy(places),
        "d.npy": layout.npy(np.zeros(100, np.uint8)),
        "names.csv": b"id,name\n",
    }
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as target:
        for name, content in {"datapackage.json": json.dumps(head).encode(), **members}.items():
            target.writestr(name, content)
    with pytest.raises(CodedError) as caught:
        read(tmp_path / "x.zip")
    assert caught.value.code == "brightway.bad-resource"
    why = {
        "arrays": "two resources",
        "tables": "two resources",
        "groups": "1000 groups",
        "entries": "99 entries",
    }[case]
    assert why in str(caught.value)


@pytest.mark.parametrize(("head", "code"), [
    ({"resources": 3}, "brightway.bad-resource"), ([], "brightway.bad-resource"), ({"resources": []}, "brightway.no-matrix"),
    ({"resources": [{"matrix": "technosphere_matrix", "kind": "indices", "path": "../../etc/passwd"}]}, "brightway.bad-resource"),
    ({"resources": [{"mediatype": "text/csv", "path": "absent.csv"}]}, "brightway.bad-resource"),
])  # fmt: skip
def test_a_head_that_says_nonsense_is_refused(head: Any, code: str, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("datapackage.json", json.dumps(head))
    with pytest.raises(CodedError) as caught:
        read(path)
    assert caught.value.code == code


def test_a_process_that_makes_nothing_is_named(tmp_path: Path) -> None:
    good = made_by_brightway(tmp_path / "good.zip")
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "t.indices.npy":
                stream = io.BytesIO()
                np.save(
                    stream, np.array([(1, 1), (1, 2), (1, 2)], dtype=[("row", np.int64), ("col", np.int64)])
                )
                content = stream.getvalue()
            if name == "t.flip.npy":
                stream = io.BytesIO()
                np.save(stream, np.array([False, True, True]))
                content = stream.getvalue()
            target.writestr(name, content)
    with pytest.raises(CodedError) as caught:
        read(bad)
    assert (caught.value.code, "steel" in str(caught.value)) == ("brightway.no-product", True)


def test_names_that_a_spreadsheet_would_compute_are_quoted_in_the_tables_and_read_back(
    tmp_path: Path,
) -> None:
    from dataclasses import replace

    from test_from_release import small

    database = small()
    named = replace(database, processes=(replace(database.processes[0], name='=HYPERLINK("x")'),))
    write_brightway(named, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert "'=HYPERLINK" in archive.read("processes.csv").decode()
    assert read(tmp_path / "x.zip").processes[0].name == '=HYPERLINK("x")'
