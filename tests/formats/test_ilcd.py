"""ILCD and eILCD packages: what each field means, what is left open, and what is refused.

Expected values are read off the packages by hand (`ilcd_packages`); meanings of fields are those of the
documentation inside the ILCD schemas, quoted where they decide.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ilcd_packages import (
    CO2,
    MAKING,
    MINING,
    ORE,
    SLAG,
    STEEL,
    exchange,
    flow,
    packed,
    process,
    read,
    read_one,
    two_processes,
)

from tanzuji.documents.errors import CodedError
from tanzuji.formats.doors import open_any, sniff
from tanzuji.formats.ilcd import read_database
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.losses import LOSSES
from tanzuji.formats.lci.records import Database


def losses(database: Database) -> dict[str, int]:
    return {loss.what: loss.count for loss in database.losses}


def test_a_package_comes_out_as_its_footprints(tmp_path: Path) -> None:
    """1 kg of steel: 2 + 1.5 · 0.1 = 2.15 kg CO2."""
    database = read(packed(tmp_path / "two.zip", two_processes()))
    release = import_database(database, name="two", home=tmp_path).release
    assert dict(zip(release.ids, release.intensities("AR6").sum(axis=1), strict=True)) == pytest.approx(
        {MAKING: 2.15, MINING: 0.1}
    )


def test_names_stand_in_both_languages_and_amounts_in_reference_units(tmp_path: Path) -> None:
    database = read(packed(tmp_path / "two.zip", two_processes()))
    making = next(each for each in database.processes if each.id == MAKING)
    assert making.names and (making.names.zh, making.names.en) == ("制造", "Making")
    assert (making.name, making.location, making.version) == ("Making", "CN", "01.00.000")
    assert [(e.amount, e.unit_name, e.is_input, e.is_reference) for e in making.exchanges] == [
        (1.0, "kg", False, True),
        (1.5, "kg", True, False),
        (2.0, "kg", False, False),
    ]
    assert losses(database) == {"standard-properties": 1}, "mass is known without its data set"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16"])
def test_files_in_chinese_encodings_read_the_same(tmp_path: Path, encoding: str) -> None:
    members: dict[str, str | bytes] = dict(two_processes())
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + members["ILCD/processes/making.xml"]
    members["ILCD/processes/making.xml"] = text.encode(encoding)
    assert (
        read(packed(tmp_path / "gbk.zip", members)).processes
        == read(packed(tmp_path / "utf8.zip", two_processes())).processes
    )


def test_a_folder_reads_like_its_archive(tmp_path: Path) -> None:
    for name, content in two_processes().items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    archive = read(packed(tmp_path / "two.zip", two_processes()))
    assert {p.id: p for p in read(tmp_path / "folder").processes} == {p.id: p for p in archive.processes}


def test_data_sets_are_found_in_folders_of_any_name(tmp_path: Path) -> None:
    members = {f"export/{name.split('/')[-1]}": content for name, content in two_processes().items()}
    assert len(read(packed(tmp_path / "flat.zip", members)).processes) == 2


def test_archives_side_by_side_are_one_database(tmp_path: Path) -> None:
    """A database downloaded in parts: the process that takes ore and the one that makes it, flows in both."""
    folder = tmp_path / "parts"
    folder.mkdir()
    whole = two_processes()
    for part in ("making", "mining"):
        other = {"making": "mining", "mining": "making"}[part]
        packed(folder / f"{part}.zip", {n: c for n, c in whole.items() if other not in n})
    (folder / "README.md").write_text("two parts")
    with open_any(folder) as package:
        assert sniff(package) == "ilcd"
        database = read_database(package, lambda *told: None)
    release = import_database(database, name="parts", home=tmp_path).release
    assert release.intensities("AR6").sum() == pytest.approx(2.15 + 0.1)


def test_parts_that_differ_under_one_name_are_both_read_and_the_newer_counts(tmp_path: Path) -> None:
    whole = two_processes()
    newer = process(MAKING, exchange(0, STEEL, "Output", "2.0"), version="01.02.000", name="Newer")
    first = packed(tmp_path / "a.zip", whole)
    second = packed(tmp_path / "b.zip", {"ILCD/processes/making.xml": newer})
    for order in ([first, second], [second, first]):
        with open_any(order) as package:
            database = read_database(package, lambda *told: None)
        assert next(p.name for p in database.processes if p.id == MAKING) == "Newer"


def test_of_several_versions_of_a_data_set_the_newest_is_read(tmp_path: Path) -> None:
    newer = process(MAKING, exchange(0, STEEL, "Output", "2.0"), version="01.02.000", name="Newer")
    older = process(MAKING, exchange(0, STEEL, "Output", "3.0"), version="01.01.999", name="Older")
    members = two_processes() | {"ILCD/processes/b.xml": newer, "ILCD/processes/c.xml": older}
    database = read(packed(tmp_path / "v.zip", members))
    assert next(p.name for p in database.processes if p.id == MAKING) == "Newer"
    assert losses(database)["older-versions"] == 2


def test_a_copy_of_a_data_set_counts_once(tmp_path: Path) -> None:
    members = two_processes()
    members["copy/processes/making.xml"] = members["ILCD/processes/making.xml"]
    assert len(read(packed(tmp_path / "copy.zip", members)).processes) == 2


def test_reminder_flows_are_no_part_of_the_inventory(tmp_path: Path) -> None:
    """ILCD: a reminder flow is information beside the inventory, e.g. what a system expansion left out."""
    reminder = exchange(1, CO2, "Output", "99.0", first="<functionType>General reminder flow</functionType>")
    found = read_one(tmp_path, exchange(0, STEEL, "Output", "1.0") + reminder)
    assert [e.amount for e in found.exchanges] == [1.0]


def test_the_resulting_amount_counts_where_a_variable_scales_the_mean(tmp_path: Path) -> None:
    """ILCD: resulting amount = mean amount × variable."""
    variable = "<referenceToVariable>load</referenceToVariable>"
    scaled = exchange(1, ORE, "Input", "8.0", first=variable).replace(
        "<meanAmount>8.0</meanAmount>", "<meanAmount>4.0</meanAmount>"
    )
    head = (
        '<mathematicalRelations><variableParameter name="load"><formula>1+1</formula><meanValue>2.0</meanValue>'
        "</variableParameter></mathematicalRelations>"
    )
    found = read_one(tmp_path, exchange(0, STEEL, "Output", "1.0") + scaled, head=head)
    assert (found.exchanges[1].amount, found.exchanges[1].formula) == (8.0, True)


def test_an_exchange_without_an_amount_is_left_out_and_told(tmp_path: Path) -> None:
    empty = exchange(1, ORE, "Input", "").replace(
        "<meanAmount></meanAmount><resultingAmount></resultingAmount>", ""
    )
    members = two_processes(
        **{"ILCD/processes/making.xml": process(MAKING, exchange(0, STEEL, "Output", "1") + empty)}
    )
    database = read(packed(tmp_path / "x.zip", members))
    assert losses(database)["no-amount"] == 1
    assert [e.flow for e in next(p for p in database.processes if p.id == MAKING).exchanges] == [STEEL]


def test_a_process_without_reference_flow_is_left_out_not_guessed(tmp_path: Path) -> None:
    members = two_processes(
        **{"ILCD/processes/making.xml": process(MAKING, exchange(0, STEEL, "Output", "1"), reference="")}
    )
    database = read(packed(tmp_path / "x.zip", members))
    assert [p.id for p in database.processes] == [MINING] and losses(database)["no-reference-flow"] == 1


def test_a_reference_flow_listed_twice_counts_once(tmp_path: Path) -> None:
    """TianGong lists one flow as two reference flows; two outputs of 1 000 kg would halve the footprint."""
    twice = exchange(0, STEEL, "Output", "1000.0") + exchange(1, STEEL, "Output", "1000.0")
    found = read_one(tmp_path, twice + exchange(2, CO2, "Output", "5.0"), reference="0 1")
    assert [e.amount for e in found.exchanges] == [1000.0, 5.0]


def test_of_different_reference_flows_the_first_is_the_product(tmp_path: Path) -> None:
    several = exchange(0, STEEL, "Output", "1.0") + exchange(1, SLAG, "Output", "0.3")
    more = {"ILCD/flows/slag.xml": flow(SLAG, "Slag")}
    found = read_one(tmp_path, several, more, reference="1 0")
    assert found.reference.flow == SLAG


def test_allocation_in_percent_becomes_shares_of_one(tmp_path: Path) -> None:
    """80 % of the ore to steel, 20 % to slag: 1 kg of steel stands for 0.8 · 1.5 kg of ore, 0.12 kg CO2 of mining."""

    def shares(first: str, second: str) -> str:
        return (
            f'<allocations><allocation internalReferenceToCoProduct="0" allocatedFraction="{first}"/>'
            f'<allocation internalReferenceToCoProduct="1" allocatedFraction="{second}"/></allocations>'
        )

    exchanges = (
        exchange(0, STEEL, "Output", "1.0")
        + exchange(1, SLAG, "Output", "0.3")
        + exchange(2, ORE, "Input", "1.5", more=shares("80", "20"))
        + exchange(3, CO2, "Output", "2.0", more=shares("100", "0"))
    )
    members = two_processes(
        **{
            "ILCD/flows/slag.xml": flow(SLAG, "Slag"),
            "ILCD/processes/making.xml": process(MAKING, exchanges),
        }
    )
    database = read(packed(tmp_path / "x.zip", members))
    release = import_database(database, name="shared", home=tmp_path, allocation="as-stated").release
    scores = dict(zip(release.ids, release.intensities("AR6").sum(axis=1), strict=True))
    assert scores[MAKING] == pytest.approx(2.0 + 0.8 * 1.5 * 0.1)
    assert scores[f"{MAKING}:{SLAG}"] == pytest.approx(0.2 * 1.5 * 0.1 / 0.3)


SPREADS: dict[str, tuple[str, dict[str, object]]] = {
    "square of the geometric standard deviation": (
        "<uncertaintyDistributionType>log-normal</uncertaintyDistributionType>"
        "<relativeStandardDeviation95In>1.44</relativeStandardDeviation95In>",
        {"distribution": "lognormal", "convention": "median", "sigma": math.log(1.2)},
    ),
    "97.5 % value of a log-normal": (
        "<minimumAmount>1.0</minimumAmount><maximumAmount>4.0</maximumAmount>"
        "<uncertaintyDistributionType>log-normal</uncertaintyDistributionType>",
        {"distribution": "lognormal", "sigma": math.log(2) / 2},
    ),
    "twice the standard deviation": (
        "<uncertaintyDistributionType>normal</uncertaintyDistributionType>"
        "<relativeStandardDeviation95In>0.5</relativeStandardDeviation95In>",
        {"distribution": "normal", "sd": 0.25},
    ),
    "bounds": (
        "<minimumAmount>1.0</minimumAmount><maximumAmount>3.0</maximumAmount>"
        "<uncertaintyDistributionType>uniform</uncertaintyDistributionType>",
        {"distribution": "uniform", "minimum": 1.0, "maximum": 3.0},
    ),
    "bounds around a mean": (  # mean of a triangle = (minimum + mode + maximum) / 3, so mode = 6 − 1 − 4
        "<minimumAmount>1.0</minimumAmount><maximumAmount>4.0</maximumAmount>"
        "<uncertaintyDistributionType>triangular</uncertaintyDistributionType>",
        {"distribution": "triangular", "minimum": 1.0, "mode": 1.0, "maximum": 4.0},
    ),
}


@pytest.mark.parametrize("case", SPREADS)
def test_uncertainty_means_what_the_schema_says(tmp_path: Path, case: str) -> None:
    """“Mean value times SDg^2 equals the 97.5% value (= Maximum value)”; “the doubled standard deviation value”."""
    more, expected = SPREADS[case]
    found = read_one(
        tmp_path, exchange(0, STEEL, "Output", "1.0") + exchange(1, ORE, "Input", "2.0", more=more)
    )
    spread = found.exchanges[1].uncertainty
    assert spread is not None
    for name, value in expected.items():
        assert getattr(spread, name) == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize(("low", "high", "kind"), [("0.0", "9.7", "uniform"), ("2.5", "3.0", "uniform")])
def test_bounds_that_do_not_belong_to_the_amount_are_taken_and_told(
    tmp_path: Path, low: str, high: str, kind: str
) -> None:
    """The middle of 0 … 9.7 is 2.4 times the amount, which lies outside of 2.5 … 3."""
    more = (
        f"<minimumAmount>{low}</minimumAmount><maximumAmount>{high}</maximumAmount>"
        f"<uncertaintyDistributionType>{kind}</uncertaintyDistributionType>"
    )
    body = exchange(0, STEEL, "Output", "1.0") + exchange(1, ORE, "Input", "2.0", more=more)
    database = read(
        packed(tmp_path / "x.zip", two_processes(**{"ILCD/processes/making.xml": process(MAKING, body)}))
    )
    assert "uncertainty-off-centre" in {loss.what for loss in database.losses}
    spreads = [e.uncertainty for p in database.processes for e in p.exchanges if e.uncertainty]
    assert [(s.minimum, s.maximum) for s in spreads] == [(float(low), float(high))]


def test_a_distribution_without_figures_is_no_distribution_and_is_told(tmp_path: Path) -> None:
    more = "<uncertaintyDistributionType>uniform</uncertaintyDistributionType>"
    body = exchange(0, STEEL, "Output", "1.0") + exchange(1, ORE, "Input", "2.0", more=more)
    members = two_processes(**{"ILCD/processes/making.xml": process(MAKING, body)})
    database = read(packed(tmp_path / "x.zip", members))
    assert losses(database)["incomplete-uncertainty"] == 1


def test_openlca_keeps_provider_credit_and_unit_in_attributes_of_its_own(tmp_path: Path) -> None:
    group = (
        '<unitGroupDataSet version="1.1" xmlns="http://lca.jrc.it/ILCD/UnitGroup" '
        'xmlns:common="http://lca.jrc.it/ILCD/Common" xmlns:olca="http://openlca.org/ilcd-extensions">'
        "<unitGroupInformation><dataSetInformation><common:UUID>93a60a57-a4c8-11da-a746-0800200c9a66</common:UUID>"
        "</dataSetInformation><quantitativeReference><referenceToReferenceUnit>0</referenceToReferenceUnit>"
        "</quantitativeReference></unitGroupInformation><units>"
        '<unit dataSetInternalID="0" olca:unitId="u-kg"><name>kg</name><meanValue>1.0</meanValue></unit>'
        '<unit dataSetInternalID="1" olca:unitId="u-t"><name>t</name><meanValue>1000.0</meanValue></unit>'
        "</units></unitGroupDataSet>"
    )
    held = (
        '<flowPropertyDataSet version="1.1" xmlns="http://lca.jrc.it/ILCD/FlowProperty" '
        'xmlns:common="http://lca.jrc.it/ILCD/Common"><flowPropertiesInformation><dataSetInformation><common:UUID>'
        "93a60a56-a3c8-11da-a746-0800200b9a66</common:UUID><common:name>Mass</common:name></dataSetInformation>"
        '<quantitativeReference><referenceToReferenceUnitGroup type="unit group data set" '
        'refObjectId="93a60a57-a4c8-11da-a746-0800200c9a66"/></quantitativeReference></flowPropertiesInformation>'
        "</flowPropertyDataSet>"
    )
    own = (
        f'olca:unitId="u-t" olca:propertyId="93a60a56-a3c8-11da-a746-0800200b9a66" olca:amount="1.5" '
        f'olca:defaultProvider="{MINING}" olca:avoidedProduct="true"'
    )
    stale = own.replace('"1.5"', '"7.0"')
    body = (
        exchange(0, STEEL, "Output", "1.0")
        + exchange(1, ORE, "Input", "1500.0", attributes=own)
        + exchange(2, ORE, "Input", "1500.0", attributes=stale)
    )
    more = {"ILCD/unitgroups/mass.xml": group, "ILCD/flowproperties/mass.xml": held}
    found = read_one(tmp_path, body, more)
    kept, changed = found.exchanges[1:]
    assert (kept.amount, kept.unit_name, kept.provider, kept.is_avoided) == (1.5, "t", MINING, True)
    assert (changed.amount, changed.unit_name) == (1500.0, "kg"), (
        "the format's own amount wins where they differ"
    )


def test_life_cycle_models_say_who_supplies(tmp_path: Path) -> None:
    other = "00000000-0000-4000-8000-000000000013"
    model = (
        '<lifeCycleModelDataSet version="1.1" xmlns="http://eplca.jrc.ec.europa.eu/ILCD/LifeCycleModel/2017" '
        'xmlns:common="http://lca.jrc.it/ILCD/Common"><lifeCycleModelInformation><dataSetInformation>'
        "<common:UUID>00000000-0000-4000-8000-000000000021</common:UUID></dataSetInformation><technology><processes>"
        f'<processInstance dataSetInternalID="0"><referenceToProcess refObjectId="{MAKING}"/></processInstance>'
        f'<processInstance dataSetInternalID="1"><referenceToProcess refObjectId="{other}"/><connections>'
        f'<outputExchange flowUUID="{ORE}"><downstreamProcess id="0" flowUUID="{ORE}"/></outputExchange>'
        "</connections></processInstance></processes></technology></lifeCycleModelInformation></lifeCycleModelDataSet>"
    )
    second = process(
        other, exchange(0, ORE, "Output", "1.0") + exchange(1, CO2, "Output", "0.7"), name="Import"
    )
    members = two_processes() | {"ILCD/processes/z.xml": second, "ILCD/lifecyclemodels/m.xml": model}
    release = import_database(read(packed(tmp_path / "m.zip", members)), name="m", home=tmp_path).release
    scores = dict(zip(release.ids, release.intensities("AR6").sum(axis=1), strict=True))
    assert scores[MAKING] == pytest.approx(2.0 + 1.5 * 0.7)


# what the files leave open ───────────────────────────────────────────────────


def test_a_process_per_tonne_taken_in_is_a_service_that_links_to_nothing(tmp_path: Path) -> None:
    """Beneficiation stated per kg of ore it takes in: 0.4 kg CO2 for treating 1 kg; steel still buys mined ore."""
    treating = "00000000-0000-4000-8000-000000000014"
    members = two_processes(
        **{
            "ILCD/processes/a.xml": process(
                treating,
                exchange(0, ORE, "Input", "2.0") + exchange(1, CO2, "Output", "0.8"),
                name="Beneficiation",
            )
        }
    )
    database = read(packed(tmp_path / "x.zip", members))
    release = import_database(database, name="x", home=tmp_path).release
    scores = dict(zip(release.ids, release.intensities("AR6").sum(axis=1), strict=True))
    assert scores == pytest.approx({MAKING: 2.15, MINING: 0.1, treating: 0.4})
    assert losses(database)["references-taken-in"] == 1
    assert release.dataset(treating).boundary == "waste_treatment"


def test_a_product_under_the_name_of_an_elementary_flow_gets_a_product_of_its_own(tmp_path: Path) -> None:
    iron = "08a91e70-3ddc-11dd-9594-0050c2490048"
    smelting = "00000000-0000-4000-8000-000000000015"
    members = two_processes(
        **{
            "ILCD/flows/iron.xml": flow(iron, "iron", "Elementary flow", compartment="Emissions to water"),
            "ILCD/processes/a.xml": process(
                smelting, exchange(0, iron, "Output", "10.0") + exchange(1, CO2, "Output", "20.0")
            ),
        }
    )
    database = read(packed(tmp_path / "x.zip", members))
    release = import_database(database, name="x", home=tmp_path).release
    assert release.intensities("AR6").sum(axis=1)[release.index(smelting)] == pytest.approx(2.0)
    assert losses(database)["elementary-references"] == 1


def test_a_process_per_kilogram_of_its_own_emission_is_left_to_the_report(tmp_path: Path) -> None:
    leaking = "00000000-0000-4000-8000-000000000016"
    members = two_processes(**{"ILCD/processes/a.xml": process(leaking, exchange(0, CO2, "Output", "1.0"))})
    result = import_database(read(packed(tmp_path / "x.zip", members)), name="x", home=tmp_path)
    assert [(row["id"], row["reason"]) for row in result.report["skipped"]] == [
        (leaking, "reference-elementary")
    ]


def test_a_gas_whose_flow_is_not_in_the_package_counts_by_its_name(tmp_path: Path) -> None:
    """Packages refer to flows of the ILCD reference list without holding them; emissions there are in kilograms."""
    methane = "08a91e70-3ddc-11dd-960e-0050c2490048"
    emitted = exchange(1, methane, "Output", "1.0").replace("flow 8", "methane (fossil)")
    members = two_processes(
        **{
            "ILCD/processes/mining.xml": process(
                MINING, exchange(0, ORE, "Output", "1.0") + emitted, name="Mining"
            )
        }
    )
    database = read(packed(tmp_path / "x.zip", members))
    release = import_database(database, name="x", home=tmp_path).release
    assert release.intensities("AR6").sum(axis=1)[release.index(MINING)] == pytest.approx(29.8)
    assert losses(database)["absent-gases"] == 1


def test_an_absent_flow_is_a_product_where_it_is_taken_in_and_goes_to_nature_where_not(
    tmp_path: Path,
) -> None:
    coal, dust = "00000000-0000-4000-8000-0000000000aa", "00000000-0000-4000-8000-0000000000bb"
    body = (
        exchange(0, STEEL, "Output", "1.0")
        + exchange(1, coal, "Input", "2.0")
        + exchange(2, dust, "Output", "3.0")
    )
    members = two_processes(**{"ILCD/processes/making.xml": process(MAKING, body)})
    database = read(packed(tmp_path / "x.zip", members))
    assert (database.flows[coal].type, database.flows[dust].type) == ("PRODUCT_FLOW", "ELEMENTARY_FLOW")
    report = import_database(database, name="x", home=tmp_path).report
    assert [row["flow"] for row in report["linking"]["unlinked"]["flows"]] == [coal]


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("ZG-SC-CN", "CN-SC"),
        ("NMG-CN", "CN-NM"),
        ("SAX-CN", "CN-SN"),
        ("RER", "RER"),
        ("CN-GD", "CN-GD"),
        ("XX-CN", "XX-CN"),
    ],
)
def test_provinces_are_told_by_their_iso_codes(tmp_path: Path, stated: str, code: str) -> None:
    found = read_one(tmp_path, exchange(0, STEEL, "Output", "1.0"), location=stated)
    assert found.location == code


def test_every_loss_that_is_told_has_words_in_both_languages(tmp_path: Path) -> None:
    members = two_processes(
        **{
            "ILCD/processes/making.xml": process(
                MAKING, exchange(0, STEEL, "Input", "1"), location="ZG-SC-CN"
            ),
            "ILCD/processes/a.xml": process("00000000-0000-4000-8000-0000000000cc", "", reference=""),
        }
    )
    told = read(packed(tmp_path / "x.zip", members)).losses
    assert len(told) >= 3
    for loss in told:
        assert LOSSES[loss.what].zh and LOSSES[loss.what].en


# what is refused ─────────────────────────────────────────────────────────────

ECOSPOLD = '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"><dataset number="1"/></ecoSpold>'
BODY = exchange(0, STEEL, "Output", "1.0")

REFUSED: dict[str, tuple[str, Callable[[], dict[str, str]]]] = {
    "EcoSpold in the place of a process": (
        "ilcd.wrong-root",
        lambda: two_processes(**{"ILCD/processes/x.xml": ECOSPOLD}),
    ),
    "a process in another namespace": (
        "ilcd.wrong-root",
        lambda: two_processes(
            **{
                "ILCD/processes/x.xml": process(MAKING, BODY).replace(
                    "lca.jrc.it/ILCD/Process", "example.org/p"
                )
            }
        ),
    ),
    "a flow among the processes": (
        "ilcd.wrong-root",
        lambda: two_processes(**{"ILCD/processes/x.xml": flow(SLAG, "Slag")}),
    ),
    "one UUID for two processes": (
        "ilcd.repeated-id",
        lambda: two_processes(**{"ILCD/processes/x.xml": process(MAKING, BODY, name="Another")}),
    ),
    "one UUID for two flows": (
        "ilcd.repeated-id",
        lambda: two_processes(**{"ILCD/flows/x.xml": flow(STEEL, "Another")}),
    ),
    "no UUID": ("ilcd.no-uuid", lambda: two_processes(**{"ILCD/processes/x.xml": process("", BODY)})),
    "no process": ("ilcd.no-processes", lambda: {"ILCD/flows/steel.xml": flow(STEEL, "Steel")}),
    "no reference flow anywhere": (
        "ilcd.no-reference-flows",
        lambda: {
            "ILCD/flows/steel.xml": flow(STEEL, "Steel"),
            "ILCD/processes/x.xml": process(MAKING, BODY, reference="7"),
        },
    ),
    "a type of flow nobody knows": (
        "ilcd.unknown-flow-type",
        lambda: two_processes(**{"ILCD/flows/x.xml": flow(SLAG, "Slag", "Some flow")}),
    ),
    "a DOCTYPE": (
        "xml.doctype",
        lambda: two_processes(
            **{"ILCD/processes/x.xml": '<!DOCTYPE p SYSTEM "file:///etc/passwd">' + process(MAKING, BODY)}
        ),
    ),
}
for written in ("1,5", "NaN", "INF", "1e400", "0x10", "1_000", "１", "--1", "1 000"):
    REFUSED[f"the amount {written}"] = (
        "ilcd.wrong-number",
        lambda written=written: two_processes(
            **{"ILCD/processes/making.xml": process(MAKING, exchange(0, STEEL, "Output", written))}
        ),
    )


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_understood_is_refused_with_its_place(tmp_path: Path, case: str) -> None:
    code, members = REFUSED[case]
    with pytest.raises(CodedError) as caught:
        read(packed(tmp_path / "x.zip", members()))
    assert caught.value.code == code
    problem = caught.value.problems[0]
    assert problem.text("zh") and problem.text("en") and problem.remedy("zh") and problem.remedy("en")
    assert code in {"ilcd.no-processes", "ilcd.no-reference-flows"} or problem.path.startswith("ILCD/")


def test_the_place_of_a_wrong_number_leads_to_its_element(tmp_path: Path) -> None:
    body = BODY + exchange(1, ORE, "Input", "1,5")
    with pytest.raises(CodedError) as caught:
        read(
            packed(tmp_path / "x.zip", two_processes(**{"ILCD/processes/making.xml": process(MAKING, body)}))
        )
    assert caught.value.problems[0].path == "ILCD/processes/making.xml.exchanges.exchange[1].resultingAmount"


def test_minus_zero_is_zero(tmp_path: Path) -> None:
    found = read_one(tmp_path, BODY + exchange(1, ORE, "Input", "-0"))
    assert math.copysign(1.0, found.exchanges[1].amount) == 1.0


def test_processes_that_need_themselves_or_each_other_are_solved_or_named(tmp_path: Path) -> None:
    """A process that takes all it makes cannot supply itself; a loop of three that gains is left out and named."""
    a, b, c = (f"00000000-0000-4000-8000-0000000000{n}" for n in ("a1", "a2", "a3"))
    fa, fb, fc = (f"00000000-0000-4000-8000-0000000000{n}" for n in ("b1", "b2", "b3"))

    def loop(amount: str) -> dict[str, str]:
        return {
            f"ILCD/processes/{own[-2:]}.xml": process(
                own,
                exchange(0, made, "Output", "1")
                + exchange(1, used, "Input", amount)
                + exchange(2, CO2, "Output", "1"),
                name=own[-2:],
            )
            for own, made, used in ((a, fa, fb), (b, fb, fc), (c, fc, fa))
        } | {f"ILCD/flows/{f[-2:]}.xml": flow(f, f"Flow {f[-2:]}") for f in (fa, fb, fc)}

    own = {
        "ILCD/processes/own.xml": process(
            MINING, exchange(0, ORE, "Output", "1") + exchange(1, ORE, "Input", "1")
        )
    }
    members = two_processes(**loop("0.5")) | {"ILCD/processes/mining.xml": own["ILCD/processes/own.xml"]}
    result = import_database(read(packed(tmp_path / "x.zip", members)), name="half", home=tmp_path)
    scores = dict(zip(result.release.ids, result.release.intensities("AR6").sum(axis=1), strict=True))
    assert scores[a] == pytest.approx(1 / (1 - 0.5))  # 1 + ½ + ¼ + …
    assert [
        (use["process"], use["share"], use["supplier"]) for use in result.report["linking"]["own_use"]
    ] == [(MINING, 1.0, "")]
    result = import_database(
        read(packed(tmp_path / "y.zip", two_processes(**loop("1.0")))), name="gain", home=tmp_path
    )
    skipped = [row for row in result.report["skipped"] if row["reason"] == "loop-gain"]
    assert len(skipped) == 1 and skipped[0]["id"] in {a, b, c}
    scores = dict(zip(result.release.ids, result.release.intensities("AR6").sum(axis=1), strict=True))
    assert sorted(scores[each] for each in {a, b, c} & scores.keys()) == pytest.approx([1.0, 2.0])


def test_a_footprint_of_zero_that_states_no_gas_says_so(tmp_path: Path) -> None:
    silent = "00000000-0000-4000-8000-0000000000dd"
    members = two_processes(
        **{"ILCD/processes/a.xml": process(silent, exchange(0, SLAG, "Output", "1"), name="Silent")}
    )
    result = import_database(read(packed(tmp_path / "x.zip", members)), name="x", home=tmp_path)
    assert result.report["gases"]["silent"] == ["Silent"]
    dataset = result.release.dataset(silent)
    assert dataset.confidence == "low" and dataset.note is not None and "zero" in (dataset.note.en or "")
    assert result.release.dataset(MAKING).note is None


def test_a_package_of_reminders_alone_is_refused(shared: Path) -> None:
    """The ILCD sample of pyilcd, whose folders have other names: both of its exchanges are reminder flows."""
    with pytest.raises(CodedError, match=r"ilcd\.no-reference-flows"):
        read(shared / "samples/ilcd/pyilcd/data")


@pytest.mark.parametrize("owner", ["environdec", "epditaly", "ibu", "oekobau"])
def test_an_epd_is_read_for_its_product_and_says_that_its_results_are_not(shared: Path, owner: str) -> None:
    """ILCD+EPD states indicators a module as reminder flows and impact results; neither is an inventory."""
    path = shared / f"samples/ilcd-epd/ilcdlib/src/test_data/{owner}_with_dependencies.zip"
    database = read(path)
    assert [len(process.exchanges) for process in database.processes] == [1]
    assert {"reminder-flows", "impact-results"} <= losses(database).keys()


@given(
    at=st.floats(0, 1, exclude_max=True),
    cut=st.integers(0, 40),
    put=st.one_of(
        st.binary(max_size=12),
        st.sampled_from(
            [b"<", b">", b"&", b'"', b"]]>", b"<!--", b"\xff\xfe", b"-", b"e", b"0" * 400, b"<exchange/>"]
        ),
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_read_or_refused_with_a_code(
    tmp_path: Path, at: float, cut: int, put: bytes
) -> None:
    members: dict[str, str | bytes] = dict(two_processes())
    whole = str(members["ILCD/processes/making.xml"]).encode()
    start = int(at * len(whole))
    members["ILCD/processes/making.xml"] = whole[:start] + put + whole[start + cut :]
    try:
        database = read(packed(tmp_path / "x.zip", members))
        import_database(database, name="x", home=tmp_path / "home", replace=True)
    except CodedError as error:
        assert all(problem.text("zh") and problem.text("en") for problem in error.problems)
