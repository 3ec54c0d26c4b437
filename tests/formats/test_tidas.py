"""TIDAS, ILCD as JSON: read like its mirror, written for the schemas of the format.

The schemas are those of the TIDAS tools. TianGong's own sample process fails them (`test_what_fails_upstream`), so
validity is held against the schemas, not against samples.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ilcd_packages import CO2, MAKING, ORE, STEEL, packed, read, two_processes
from referencing import Registry, Resource

from tanzuji.documents.errors import CodedError
from tanzuji.formats.archive import open_package
from tanzuji.formats.doors import open_any, sniff
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database
from tanzuji.formats.tidas import read_database, write_tidas
from tanzuji.formats.tidas.classes import classified

KINDS = ("processes", "flows", "flowproperties", "unitgroups", "contacts", "sources")


@lru_cache(maxsize=1)
def validators(folder: Path) -> dict[str, jsonschema.Draft7Validator]:
    held = {each.name: Resource.from_contents(json.loads(each.read_text())) for each in folder.glob("*.json")}
    registry = Registry().with_resources([(prefix + n, r) for n, r in held.items() for prefix in ("", "./")])
    return {
        kind: jsonschema.Draft7Validator(held[f"tidas_{kind}.json"].contents, registry=registry)
        for kind in KINDS
    }


def faults(path: Path, folder: Path) -> list[tuple[str, str]]:
    """Where the documents of an archive break the schemas: kind of document and place."""
    found = []
    with open_package(path) as package:
        for name in package.names:
            kind = name.split("/")[0]
            errors = validators(folder)[kind].iter_errors(json.loads(package.read(name)))
            found += [(kind, ".".join(part for part in e.path if isinstance(part, str))) for e in errors]
    return found


def back(path: Path) -> Database:
    with open_package(path) as package:
        return read_database(package, lambda step, done, total: None)


@pytest.fixture
def two(tmp_path: Path) -> Database:
    """The two processes of the ILCD tests, in classes TIDAS knows, in a year that is known."""
    members = two_processes()
    isic = "".join(
        f'<common:class level="{at}">{name}</common:class>'
        for at, name in enumerate(
            (
                "Manufacturing",
                "Manufacture of basic metals",
                "Manufacture of basic iron and steel",
                "Manufacture of basic iron and steel",
            )
        )
    )
    cpc = "".join(
        f'<common:class level="{at}">{name}</common:class>'
        for at, name in enumerate(
            (
                "Ores and minerals; electricity, gas and water",
                "Metal ores",
                "Iron ores and concentrates, other than roasted iron pyrites",
                "Iron ores and concentrates, other than roasted iron pyrites",
                "Iron ores and concentrates, other than roasted iron pyrites",
            )
        )
    )
    for name, content in members.items():
        classes = isic if "/processes/" in name else cpc
        if "<common:elementaryFlowCategorization>" not in content:
            content = content.replace(
                "</name>",
                "</name><classificationInformation><common:classification>"
                f"{classes}</common:classification></classificationInformation>",
                1,
            )
        members[name] = content.replace(
            "<geography>", "<time><common:referenceYear>2021</common:referenceYear></time><geography>"
        ).replace(
            '<common:category level="1">Emissions to air</common:category>',
            '<common:category level="1">Emissions to air</common:category>'
            '<common:category level="2">Emissions to air, unspecified</common:category>',
        )
    return read(packed(tmp_path / "two.zip", members))


@pytest.fixture(scope="session")
def schema_folder(shared: Path) -> Path:
    return shared / "samples/tidas/tools/assets/tidas/schemas"


def test_a_database_in_the_classes_of_tidas_is_valid_by_its_schemas(
    tmp_path: Path, schema_folder: Path, two: Database
) -> None:
    assert write_tidas(two, tmp_path / "o.zip") == two.losses
    assert faults(tmp_path / "o.zip", schema_folder) == []


def test_other_categories_and_years_nobody_knows_are_told_and_nothing_else_is_wrong(
    tmp_path: Path, schema_folder: Path
) -> None:
    database = read(packed(tmp_path / "two.zip", two_processes()))
    told = write_tidas(database, tmp_path / "o.zip")
    assert {loss.what for loss in told} == {"standard-properties", "tidas-classes", "tidas-required"}
    places = {place.rsplit(".", 1)[-1] for _, place in faults(tmp_path / "o.zip", schema_folder)}
    assert places <= {"classificationInformation", "common:classification", "dataSetInformation", "time",
                      "common:elementaryFlowCategorization", "common:category"}  # fmt: skip


def test_it_reads_back_with_the_same_footprints(tmp_path: Path, two: Database) -> None:
    write_tidas(two, tmp_path / "o.zip")
    with open_any(tmp_path / "o.zip") as package:
        assert sniff(package) == "tidas"
    release = import_database(back(tmp_path / "o.zip"), name="o", home=tmp_path).release
    assert release.intensities("AR6").sum(axis=1)[release.index(MAKING)] == pytest.approx(2.15)


def test_chinese_and_english_stand_under_their_own_language(tmp_path: Path, two: Database) -> None:
    write_tidas(two, tmp_path / "o.zip")
    with open_package(tmp_path / "o.zip") as package:
        made = json.loads(package.read(f"processes/{MAKING}.json"))["processDataSet"]
    names = made["processInformation"]["dataSetInformation"]["name"]["baseName"]
    assert {each["@xml:lang"]: each["#text"] for each in names} == {"en": "Making", "zh": "制造"}


def test_what_is_not_known_is_said_in_the_words_of_the_format_and_not_read_back(
    tmp_path: Path, two: Database
) -> None:
    write_tidas(two, tmp_path / "o.zip")
    with open_package(tmp_path / "o.zip") as package:
        made = json.loads(package.read(f"processes/{MAKING}.json"))["processDataSet"]
    assert made["modellingAndValidation"]["validation"] == {"review": {"@type": "Not reviewed"}}
    compliance = made["modellingAndValidation"]["complianceDeclarations"]["compliance"]
    assert compliance["common:approvalOfOverallCompliance"] == "Not defined"
    again = next(p for p in back(tmp_path / "o.zip").processes if p.id == MAKING)
    assert (again.name, again.publisher, again.comment, again.licence) == ("Making", "", "", "")


def test_classes_carry_the_numbers_of_their_lists() -> None:
    """ISIC Rev. 4 class 2410; CPC 2.1 class 14100, “Iron ores and concentrates …”, has one name from group down."""
    steel = ["Manufacturing", "Manufacture of basic metals", "Manufacture of basic iron and steel"]
    assert [each["@classId"] for each in classified("process", steel) or ()] == ["C", "24", "241"]
    air = ["Emissions", "Emissions to air", "Emissions to air, unspecified"]
    assert [each["@catId"] for each in classified("compartment", air) or ()] == ["1", "1.3", "1.3.4"]
    assert classified("process", ["Manufacturing", "Cereals"]) is None
    assert classified("process", []) is None


def test_the_samples_of_tidas_are_read(tmp_path: Path, shared: Path) -> None:
    """The SDK's example process: 432 MJ of electricity and 0.029 75 kg of diesel to compost a tonne of dry sludge."""
    for kind in ("process", "flow", "model"):
        folder = {"process": "processes", "flow": "flows", "model": "lifecyclemodels"}[kind]
        target = tmp_path / "package" / folder / f"{kind}.json"
        target.parent.mkdir(parents=True)
        target.write_bytes((shared / f"samples/tidas/sdk/test-data/tidas-example-{kind}.json").read_bytes())
    found = back(tmp_path / "package").processes[0]
    assert [(e.amount, e.is_input, e.is_reference) for e in found.exchanges[:3]] == [
        (432.0, True, False),
        (0.029750000000000002, True, False),
        (1000.0, True, True),
    ]
    assert found.names and found.names.zh == "市政污泥处理与处置; 干污泥, 好氧堆肥; 在工厂"


def test_what_fails_upstream(shared: Path, schema_folder: Path) -> None:
    """The sample process of the SDK breaks the schemas of the tools of the same project."""
    sample = json.loads((shared / "samples/tidas/sdk/test-data/tidas-example-process.json").read_text())
    assert any(True for _ in validators(schema_folder)["processes"].iter_errors(sample))


def document(**changed: Any) -> dict[str, Any]:
    return {
        "processDataSet": {
            "processInformation": {
                "dataSetInformation": {"common:UUID": MAKING, "name": {"baseName": "Making"}},
                "quantitativeReference": {"referenceToReferenceFlow": "0"},
            },
            "exchanges": {
                "exchange": {
                    "@dataSetInternalID": "0",
                    "referenceToFlowDataSet": {"@refObjectId": STEEL},
                    "exchangeDirection": "Output",
                    "resultingAmount": 1.5,
                }
            },
        }
        | changed
    }


def test_one_item_stands_for_a_list_of_one_and_numbers_for_their_text(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.zip", {"processes/x.json": json.dumps(document())})
    assert [e.amount for e in back(path).processes[0].exchanges] == [1.5]


REFUSED: dict[str, tuple[str, str]] = {
    "two roots": ("tidas.wrong-shape", json.dumps(document() | {"flowDataSet": {}})),
    "a list": ("tidas.wrong-shape", "[]"),
    "a root that is a text": ("tidas.wrong-shape", '{"processDataSet": "x"}'),
    "a key that is no name": ("tidas.wrong-shape", json.dumps(document(**{"a b<": 1}))),
    "a list within a list": ("tidas.wrong-shape", json.dumps(document(exchanges={"exchange": [[1]]}))),
    "another data set": ("ilcd.wrong-root", '{"flowDataSet": {}}'),
    "a comma for a point": (
        "ilcd.wrong-number",
        json.dumps(document(exchanges={"exchange": {"@dataSetInternalID": "0", "resultingAmount": "1,5"}})),
    ),
    "not a number": ("json.not-finite", '{"processDataSet": NaN}'),
    "the same key twice": ("json.duplicate-key", '{"processDataSet": {"a": 1, "a": 2}}'),
    "5 000 levels": ("json.too-deep", '{"processDataSet":' + '{"a":' * 5_000 + "1" + "}" * 5_001),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_tidas_is_refused_with_its_place(tmp_path: Path, case: str) -> None:
    code, content = REFUSED[case]
    with pytest.raises(CodedError) as caught:
        back(packed(tmp_path / "x.zip", {"processes/x.json": content}))
    assert caught.value.code == code
    assert caught.value.problems[0].path.startswith("processes/x.json")
    assert caught.value.problems[0].text("zh")


def test_control_characters_in_texts_do_not_break_the_mirror(tmp_path: Path) -> None:
    made = document()
    made["processDataSet"]["processInformation"]["dataSetInformation"]["name"] = {"baseName": "a\x0bb\ufffe"}
    path = packed(tmp_path / "x.zip", {"processes/x.json": json.dumps(made)})
    assert back(path).processes[0].name == "a b"


def test_prefixes_nobody_declared_are_no_obstacle(tmp_path: Path) -> None:
    made = document(**{"acme:note": {"@acme:kind": "x", "#text": "y"}, "xsi:thing": None})
    path = packed(tmp_path / "x.zip", {"processes/x.json": json.dumps(made)})
    assert len(back(path).processes) == 1


def test_both_forms_of_a_package_hold_the_same(tmp_path: Path, two: Database) -> None:
    write_tidas(two, tmp_path / "o.zip")
    again = back(tmp_path / "o.zip")
    assert {p.id: p.exchanges for p in again.processes} == {p.id: p.exchanges for p in two.processes}
    assert again.flows[CO2] == two.flows[CO2] and again.flows[ORE] == two.flows[ORE]


@pytest.mark.parametrize(
    ("stated", "written", "told"),
    [
        ("CN-SC", "CN-SC", False),
        ("CN-HK", "HK", False),  # one place, two codes
        ("US-CA", "US", True),
        ("WECC", "NULL", True),
        ("", "NULL", False),
    ],
)
def test_a_place_tidas_does_not_know_becomes_the_one_around_it_and_is_told(
    tmp_path: Path, schema_folder: Path, two: Database, stated: str, written: str, told: bool
) -> None:
    """In processes and in flows; what is written is valid by the schemas."""
    database = replace(
        two,
        processes=tuple(replace(each, location=stated) for each in two.processes),
        flows={key: replace(each, location=stated) for key, each in two.flows.items()},
    )
    losses = {loss.what: loss for loss in write_tidas(database, tmp_path / "o.zip")}
    assert ("tidas-locations" in losses) == told
    if told:
        assert any(f"{stated} → " in example for example in losses["tidas-locations"].examples)
    assert faults(tmp_path / "o.zip", schema_folder) == []
    with open_package(tmp_path / "o.zip") as package:
        made = json.loads(package.read(f"processes/{MAKING}.json"))["processDataSet"]["processInformation"]
    assert made["geography"]["locationOfOperationSupplyOrProduction"]["@location"] == written
