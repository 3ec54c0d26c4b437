"""Library releases leave as ILCD and TIDAS and come back with the same footprints."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from ilcd_packages import schemas
from lxml import etree

from tanzuji.engine.release import Release
from tanzuji.formats import ilcd, tidas
from tanzuji.formats.archive import open_package
from tanzuji.formats.doors import read_any, write_any
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.from_release import database_of
from tanzuji.formats.lci.losses import LOSSES
from tanzuji.formats.lci.reference import uuid_of
from tanzuji.formats.olca import import_olca
from tanzuji.formats.starter import starter_release

FORMATS = ("ilcd", "tidas")
USLCI = "data/databases/uslci/uslci_olca1_5_0_json_ld.zip"


def assert_same_footprints(one: Release, other: Release) -> None:
    """Dataset by dataset and line by line, where the first knows a footprint."""
    back = dict(zip(other.ids, other.intensities("AR6"), strict=True))
    known = 0
    for identifier, expected in zip(one.ids, one.intensities("AR6"), strict=True):
        if not np.isnan(expected).any():
            assert back[uuid_of("process", identifier)] == pytest.approx(expected, rel=1e-9, abs=1e-15)
            known += 1
    assert known > 0


def through(release: Release, format: str, folder: Path) -> Release:
    path = folder / f"{format}.zip"
    write_any(database_of(release), path, format)
    database = read_any(path, lambda *told: None)
    assert database.kind == format
    return import_database(database, name="back", home=folder).release


@pytest.mark.parametrize("format", FORMATS)
def test_the_starter_library_comes_back_with_every_footprint(tmp_path: Path, format: str) -> None:
    release = starter_release()
    assert_same_footprints(release, through(release, format, tmp_path))


@pytest.fixture(scope="module")
def uslci(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    return import_olca(shared / USLCI, name="uslci", home=tmp_path_factory.mktemp("uslci")).release


@pytest.mark.parametrize("format", FORMATS)
def test_uslci_comes_back_with_every_footprint(tmp_path: Path, uslci: Release, format: str) -> None:
    """766 unit processes with their loops, wastes and credits, linked anew by the providers that were written."""
    assert_same_footprints(uslci, through(uslci, format, tmp_path))


def test_a_whole_database_is_valid_by_the_schemas_of_ilcd(
    shared: Path, tmp_path: Path, uslci: Release
) -> None:
    folder = shared / "samples/tidas/tools/assets/eilcd/schemas"
    path = tmp_path / "uslci.zip"
    ilcd.write_ilcd(database_of(uslci), path)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            schema = schemas(folder)[name.split("/")[1]]
            assert schema.validate(etree.fromstring(archive.read(name))), (name, schema.error_log[0])


def test_every_loss_the_code_can_tell_has_words() -> None:
    """Keys as they stand in the sources of both formats."""
    keys: set[str] = set()
    for module in (ilcd, tidas):
        for source in Path(str(module.__file__)).parent.glob("*.py"):
            text = source.read_text("utf-8")
            keys.update(re.findall(r"(?:leave_out|losses\.add)\(\s*\"([a-z-]+)\"", text))
            keys.update(re.findall(r"left_out\[\"([a-z-]+)\"\]", text))
    assert len(keys) > 20
    assert keys <= LOSSES.keys(), keys - LOSSES.keys()
    assert {
        "unknown-distribution",
        "incomplete-uncertainty",
        "uncertainty",
        "lognormal-mean",
    } <= LOSSES.keys()


def test_a_package_of_impact_methods_alone_is_no_database(shared: Path) -> None:
    with (
        open_package(shared / "data/databases/ef31_lcia.zip") as package,
        pytest.raises(ValueError, match="no-processes"),
    ):
        ilcd.read_database(package, lambda *told: None)
