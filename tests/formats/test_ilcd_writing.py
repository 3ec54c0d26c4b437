"""What is written as ILCD is valid by the schemas of the format, and reads back as what it was."""

from __future__ import annotations

import math
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from drawn_databases import shared_out
from drawn_ilcd import databases
from hypothesis import HealthCheck, given, settings
from ilcd_packages import MAKING, ORE, STEEL, exchange, packed, process, read, schemas, two_processes
from lxml import etree

from tanzuji.documents.datasets import Uncertainty
from tanzuji.formats.archive import open_package
from tanzuji.formats.ilcd import write_ilcd
from tanzuji.formats.lci.allocation import share
from tanzuji.formats.lci.losses import LOSSES
from tanzuji.formats.lci.records import Database, Process, Unit
from tanzuji.formats.lci.units import Converter
from tanzuji.formats.tidas import read_database as read_tidas
from tanzuji.formats.tidas import write_tidas

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large]


@pytest.fixture(scope="session")
def schema_folder(shared: Path) -> Path:
    return shared / "samples/tidas/tools/assets/eilcd/schemas"


def invalid(path: Path, folder: Path) -> list[str]:
    """What the schemas have to say about the data sets of an archive."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            schema = schemas(folder)[name.split("/")[-2]]
            if not schema.validate(etree.fromstring(archive.read(name))):
                found.append(f"{name}: {schema.error_log[0].message}")
    return found


def assert_same(one: Database, other: Database) -> None:
    """Equal but for the files they came from; numbers to 12 digits, since amounts pass through reference units."""
    assert {p.id for p in one.processes} == {p.id for p in other.processes}
    read_back = {p.id: p for p in other.processes}
    for process_ in one.processes:
        _assert_same_process(process_, read_back[process_.id])
    assert other.flows == one.flows
    assert (other.property_groups, other.property_names) == (one.property_groups, one.property_names)
    assert other.unit_groups == one.unit_groups


def _assert_same_process(one: Process, other: Process) -> None:
    plain = {"member": "", "exchanges": (), "factors": ()}
    assert replace(other, **plain) == replace(one, **plain)
    assert len(other.factors) == len(one.factors)
    for a, b in zip(one.factors, other.factors, strict=True):
        assert replace(b, value=0) == replace(a, value=0) and math.isclose(a.value, b.value, abs_tol=5e-6)
    for mine, theirs in zip(one.exchanges, other.exchanges, strict=True):
        assert replace(theirs, uncertainty=None) == replace(mine, uncertainty=None)
        a, b = mine.uncertainty, theirs.uncertainty
        assert (a is None) == (b is None)
        for name in (
            ("distribution", "convention", "sigma", "sd", "minimum", "mode", "maximum") if a and b else ()
        ):
            first, second = getattr(a, name), getattr(b, name)
            scale = abs(mine.amount) + 1e-3
            same = first == second or math.isclose(first, second, rel_tol=1e-9, abs_tol=1e-9 * scale)
            assert same, (name, first, second)


@given(database=shared_out(both=False))
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_causal_factors_of_a_flow_are_read_back_with_the_same_shares(
    tmp_path: Path, database: Database
) -> None:
    """Law: they concern the exchanges of that flow, each of them, and no others; percent have three decimals."""
    write_ilcd(database, tmp_path / "x.zip")
    back = read(tmp_path / "x.zip")
    mine, theirs = (share(of.processes[0], Converter(of), "as-stated") for of in (database, back))
    assert mine is not None and theirs is not None and mine.method == theirs.method == "causal"
    assert theirs.by_exchange == pytest.approx(dict(mine.by_exchange), abs=5e-6)


@given(database=databases())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_what_ilcd_can_carry_reads_back_as_it_was(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "drawn.zip"
    losses = write_ilcd(database, path)
    assert losses == ()
    assert_same(database, read(path))


@given(database=databases())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_what_is_written_is_valid_by_the_schemas_of_the_format(
    tmp_path: Path, schema_folder: Path, database: Database
) -> None:
    path = tmp_path / "drawn.zip"
    write_ilcd(database, path)
    assert invalid(path, schema_folder) == []


@given(database=databases())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_what_tidas_can_carry_reads_back_as_it_was(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "drawn.zip"
    assert {loss.what for loss in write_tidas(database, path)} <= {"tidas-classes"}
    with open_package(path) as package:
        back = read_tidas(package, lambda *told: None)
    assert_same(database, back)


def test_the_same_database_is_written_in_the_same_bytes(tmp_path: Path) -> None:
    database = read(packed(tmp_path / "two.zip", two_processes()))
    write_ilcd(database, tmp_path / "a.zip")
    write_ilcd(database, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_the_format_cannot_hold_is_told(tmp_path: Path) -> None:
    """Identifiers that are no UUID, a beta-PERT, scores, a name of 600 characters: each under its own key."""
    database = read(packed(tmp_path / "two.zip", two_processes()))
    first = database.processes[0]
    spread = Uncertainty(distribution="pert", minimum=1, mode=1.5, maximum=2)
    changed = replace(
        first,
        id="steel works",
        names=None,
        name="x" * 600,
        exchanges=(first.exchanges[0], replace(first.exchanges[1], uncertainty=spread, pedigree=(1, 2, 3))),
    )
    told = write_ilcd(replace(database, processes=(changed,), losses=()), tmp_path / "o.zip")
    assert {loss.what for loss in told} == {"identifiers", "uncertainty", "data-quality", "long-texts"}
    assert all(LOSSES[loss.what].zh and LOSSES[loss.what].en for loss in told)
    assert len(read(tmp_path / "o.zip").processes[0].name) == 500


def test_an_amount_that_nothing_converts_is_left_out_and_told(tmp_path: Path) -> None:
    database = read(packed(tmp_path / "two.zip", two_processes()))
    first = database.processes[0]
    odd = replace(first.exchanges[1], unit="?", unit_name="bushel of light", property="")
    told = write_ilcd(
        replace(database, processes=(replace(first, exchanges=(first.exchanges[0], odd)),), losses=()),
        tmp_path / "o.zip",
    )
    assert [loss.what for loss in told] == ["unconverted-amounts"]


def test_other_programs_find_amounts_in_the_reference_unit(tmp_path: Path) -> None:
    """A reader that knows nothing of openLCA's attributes sees 1 500 kg where 1.5 t were stated."""
    database = read(packed(tmp_path / "two.zip", two_processes()))
    first = next(p for p in database.processes if p.id == MAKING)
    group = next(iter(database.unit_groups.values()))
    tonne = Unit("t-id", "t", 1000.0)
    grown = replace(group, units={**group.units, tonne.id: tonne})
    stated = replace(first.exchanges[1], unit=tonne.id, unit_name="t")
    path = tmp_path / "o.zip"
    write_ilcd(
        replace(
            database,
            processes=(replace(first, exchanges=(first.exchanges[0], stated)),),
            unit_groups={group.id: grown},
            unit_group_of=dict.fromkeys(grown.units, group.id),
        ),
        path,
    )
    with zipfile.ZipFile(path) as archive:
        name = next(n for n in archive.namelist() if MAKING in n)
        root = etree.fromstring(archive.read(name))
    amounts = [float(e.text) for e in root.iterfind(".//{*}resultingAmount")]
    assert amounts == [1.0, 1500.0]


def test_hostile_names_stay_inside_their_element(tmp_path: Path, schema_folder: Path) -> None:
    body = exchange(0, STEEL, "Output", "1.0") + exchange(1, ORE, "Input", "1.0")
    members = two_processes(**{"ILCD/processes/making.xml": process(MAKING, body)})
    database = read(packed(tmp_path / "two.zip", members))
    name = "</baseName><!ENTITY x SYSTEM 'file:///etc/passwd'>&x; =HYPERLINK(\"x\") \x0b\x00 ]]>"
    evil = replace(
        database.processes[0], name=name, names=None, category=(name,), comment=name, publisher=name
    )
    write_ilcd(replace(database, processes=(evil,)), tmp_path / "o.zip")
    assert invalid(tmp_path / "o.zip", schema_folder) == []
    read_back = read(tmp_path / "o.zip").processes[0]
    assert read_back.name == " ".join(name.replace("\x0b", " ").replace("\x00", " ").split())
