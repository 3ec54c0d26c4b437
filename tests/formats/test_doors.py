"""Formats are told by what is in a package; several archives are one; everything has its name in both languages."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.formats import doors
from tanzuji.formats.names import FORMATS

ILCD = '<?xml version="1.0"?>\n<!-- <a xmlns="x"> -->\n<p:processDataSet xmlns:p="http://lca.jrc.it/ILCD/Process" version="1.1"/>'
SPOLD1 = '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"/>'
SPOLD2 = '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>'

CASES: dict[str, tuple[str, dict[str, str | bytes]]] = {
    "ilcd": ("ilcd", {"ILCD/processes/a.xml": ILCD, "ILCD/readme.txt": "x"}),
    "ilcd in UTF-16": ("ilcd", {"processes/a.xml": ILCD.replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16")}),
    "tidas": ("tidas", {"processes/a.json": json.dumps({"processDataSet": {}}), "flows/b.json": "{}"}),
    "openLCA": ("openlca-json-ld", {"uslci/processes/a.json": '{"@type": "Process"}'}),
    "EcoSpold 1 called ecospold2": ("ecospold1", {"ecospold2/EcoSpold02.xml": SPOLD1}),
    "EcoSpold 2": ("ecospold2", {"datasets/a.spold": SPOLD2, "MasterData/Units.xml": "<validUnits/>"}),
    "SimaPro": ("simapro-csv", {"a.csv": "\ufeff{SimaPro 9.4.0.2}\n{processes}\n"}),
    "Brightway": ("brightway", {"datapackage.json": "{}", "a.npy": b"\x93NUMPY"}),
    "workbook": ("excel", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}),
}  # fmt: skip


def packed(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("case", CASES)
def test_a_format_is_told_by_its_content_in_an_archive_and_in_a_folder(tmp_path: Path, case: str) -> None:
    expected, members = CASES[case]
    with doors.open_any(packed(tmp_path / "called-anything.zip", members)) as package:
        assert doors.sniff(package) == expected
    folder = tmp_path / "folder"
    for name, content in members.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    with doors.open_any(folder) as package:
        assert doors.sniff(package) == expected


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("a.spold", SPOLD2, "ecospold2"), ("a.xml", SPOLD1, "ecospold1"), ("a.csv", "名称,单位,kgCO2e\n", "csv"),
    ("a.csv", "{SimaPro 8}\n", "simapro-csv"), ("a.txt", "name\tunit\tkgCO2e\n", "csv"),
])  # fmt: skip
def test_a_file_alone_is_a_package_of_one(tmp_path: Path, name: str, content: str, expected: str) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with doors.open_any(path) as package:
        assert (doors.sniff(package), package.names) == (expected, (name,))


@pytest.mark.parametrize(
    "members",
    [{"a.txt": "x", "b.txt": "y"}, {"a.xml": "<html/>"}, {"x/flows/a.json": "{}"}, {"a.png": b"\x89PNG"}],
)
def test_what_is_no_database_is_named_with_what_could_be_read(
    tmp_path: Path, members: dict[str, str | bytes]
) -> None:
    with doors.open_any(packed(tmp_path / "a.zip", members)) as package, pytest.raises(CodedError) as caught:
        doors.sniff(package)
    assert caught.value.code == "import.unknown-format"
    assert "ILCD" in caught.value.problems[0].remedy("en") and "天工" in caught.value.problems[0].remedy("zh")


def test_parts_of_a_database_are_one_and_what_they_share_counts_once(tmp_path: Path) -> None:
    """A member that two parts hold alike is one; where they differ both stand there, and the reader decides."""
    shared = {"ILCD/flows/f.xml": "same"}
    one = packed(tmp_path / "one.zip", {"ILCD/processes/a.xml": ILCD, **shared, "ILCD/flows/g.xml": "first"})
    two = packed(tmp_path / "two.zip", {"ILCD/processes/b.xml": ILCD, **shared, "ILCD/flows/g.xml": "second"})
    with doors.open_any([one, two]) as package:
        assert package.names.count("ILCD/flows/f.xml") == 1
        assert {"ILCD/processes/a.xml", "ILCD/processes/b.xml"} < set(package.names)
        assert package.read("ILCD/flows/g.xml") == b"first"
        assert package.read("two.zip/ILCD/flows/g.xml") == b"second"
        assert (package.file, doors.sniff(package)) == ("one.zip + two.zip", "ilcd")
    with pytest.raises(CodedError):
        doors.open_any([one, tmp_path / "absent.zip"])


def test_a_list_of_factors_has_no_unit_processes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,unit,kgCO2e\n", "utf-8")
    with pytest.raises(CodedError) as caught:
        doors.read_any(path, lambda *step: None)
    assert caught.value.code == "import.factor-list"


def test_every_format_that_is_read_or_written_has_its_module() -> None:
    from importlib import import_module

    for form in FORMATS.values():
        module = import_module(f"tanzuji.formats.{form.module}")
        if form.reads and not form.is_list:
            assert callable(module.read_database), form.key
        if form.writes and not form.is_list:
            assert callable(getattr(module, f"write_{form.module}")), form.key


@pytest.mark.parametrize("database", [
    "uslci/uslci_olca1_5_0_json_ld.zip", "uslci/uslci_fy20_q4_01_olca1_10_3_ecospold.zip",
    "uslci/uslci_fy21_q3_01_olca_10_3_ecospold2.zip", "tiangong_lca_v0.2/tiangong_ceeio_ilcd.zip", "volca_min/SAMPLE.min",
])  # fmt: skip
def test_published_databases_are_recognised(shared: Path, database: str) -> None:
    """The USLCI file called ecospold2 holds EcoSpold 1, as its root says."""
    expected = {
        "uslci_olca1_5_0_json_ld.zip": "openlca-json-ld",
        "tiangong_ceeio_ilcd.zip": "ilcd",
        "SAMPLE.min": "ecospold2",
    }
    with doors.open_any(shared / "data/databases" / database) as package:
        assert doors.sniff(package) == expected.get(database.rsplit("/", 1)[1], "ecospold1")
