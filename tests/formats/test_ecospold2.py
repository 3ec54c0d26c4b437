"""EcoSpold 2: what an activity states becomes records, by hand-made files and published samples."""

from __future__ import annotations

from math import sqrt
from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.formats.archive import Member, Package, open_package
from tanzuji.formats.ecospold2 import read_database
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database, Exchange, Process
from tanzuji.formats.lci.units import Converter

SAMPLES = "samples/ecospold/data/v2"
SELF_LOOP = "data/databases/volca_min/SAMPLE.min"
LINKED = "data/databases/volca_min/SAMPLE.min2"
NAMESPACE = "http://www.EcoInvent.org/EcoSpold02"


def uid(letter: str) -> str:
    return f"{letter * 8}-{letter * 4}-{letter * 4}-{letter * 4}-{letter * 12}"


def package(*files: str) -> Package:
    held = {f"{at}.spold": content.encode() for at, content in enumerate(files)}
    members = tuple(Member(name, len(content)) for name, content in held.items())
    return Package("made.zip", members, held.__getitem__)


def activity(letter: str, name: str, exchanges: str, *, more: str = "", kind: str = "1") -> str:
    return f"""<ecoSpold xmlns="{NAMESPACE}"><activityDataset><activityDescription>
      <activity id="{uid(letter)}" activityNameId="{uid(letter)}" type="{kind}" specialActivityType="0" {more}>
        <activityName xml:lang="en">{name}</activityName><activityName xml:lang="zh">活动{letter}</activityName>
        <generalComment><text xml:lang="en" index="2">second</text><text xml:lang="en" index="1">first</text>
          <text xml:lang="de" index="1">erster</text></generalComment></activity>
      <classification classificationId="{uid("0")}">
        <classificationSystem xml:lang="en">ISIC rev.4 ecoinvent</classificationSystem>
        <classificationValue xml:lang="en">2410:Manufacture of iron</classificationValue></classification>
      <geography geographyId="{uid("0")}"><shortname xml:lang="en">CN</shortname></geography>
      <timePeriod startDate="2019-01-01" endDate="2021-12-31" isDataValidForEntirePeriod="true"/>
    </activityDescription><flowData>{exchanges}</flowData>
    <administrativeInformation>
      <dataGeneratorAndPublication personName="A. Person" publishedSourceFirstAuthor="Author" publishedSourceYear="2020"/>
      <fileAttributes majorRelease="3" minorRelease="1"/></administrativeInformation>
    </activityDataset></ecoSpold>"""


def product(
    letter: str,
    group: str,
    amount: object,
    *,
    unit: str = "kg",
    link: str = "",
    inside: str = "",
    more: str = "",
) -> str:
    side = "inputGroup" if group.startswith("in") else "outputGroup"
    linked = f'activityLinkId="{uid(link)}"' if link else ""
    return f"""<intermediateExchange id="{uid("1")}" unitId="{uid("2")}" amount="{amount}"
      intermediateExchangeId="{uid(letter)}" {linked} {more}>
      <name xml:lang="en">product {letter}</name><unitName xml:lang="en">{unit}</unitName>{inside}
      <{side}>{group[-1]}</{side}></intermediateExchange>"""


def emission(letter: str, name: str, amount: object, *, group: str = "out4", compartment: str = "air") -> str:
    side = "inputGroup" if group.startswith("in") else "outputGroup"
    return f"""<elementaryExchange id="{uid("1")}" unitId="{uid("2")}" amount="{amount}" casNumber="000124-38-9"
      elementaryExchangeId="{uid(letter)}"><name xml:lang="en">{name}</name><unitName xml:lang="en">kg</unitName>
      <compartment subcompartmentId="{uid("3")}"><compartment xml:lang="en">{compartment}</compartment>
      <subcompartment xml:lang="en">unspecified</subcompartment></compartment>
      <{side}>{group[-1]}</{side}></elementaryExchange>"""


def prop(letter: str, name: str, amount: float, unit: str = "kg") -> str:
    return f"""<property propertyId="{uid(letter)}" amount="{amount}" unitId="{uid("2")}">
      <name xml:lang="en">{name}</name><unitName xml:lang="en">{unit}</unitName></property>"""


CO2 = emission("9", "Carbon dioxide, fossil", 2)


def read(*files: str) -> Database:
    return read_database(package(*files), lambda *told: None)


def only(database: Database) -> Process:
    (process,) = database.processes
    return process


def of(database: Database, process: Process, letter: str) -> Exchange:
    return next(e for e in process.exchanges if e.flow == uid(letter))


def footprints(database: Database, home: Path, **options: str) -> dict[str, float]:
    release = import_database(database, name="made", home=home, **options).release  # type: ignore[arg-type]
    return {d.id: float(release.intensity(d.id).sum()) for d in release.datasets()}


def test_an_activity_keeps_what_it_states_about_itself() -> None:
    process = only(read(activity("a", "iron production", product("b", "out0", 1))))
    assert (process.id, process.name, process.location, process.version) == (
        uid("a"), "iron production", "CN", "3.1",
    )  # fmt: skip
    assert process.names is not None and process.names.zh == "活动a"
    assert process.comment == "first\nsecond"
    assert process.category == ("2410:Manufacture of iron",)
    assert (process.valid_from, process.valid_to) == ("2019-01-01", "2021-12-31")
    assert (process.publisher, process.source) == ("A. Person", "Author, 2020")


def test_the_published_mini_databases_come_out_as_computed_by_hand(shared: Path, tmp_path: Path) -> None:
    """D emits 2 kg; C takes 0.4 D: 0.8; B takes 0.4 C: 0.32; A takes 0.8 B and 0.1 of itself: 0.256 / 0.9.
    In the other one Z emits 3 kg and X takes 0.5 Z."""
    with open_package(shared / SELF_LOOP) as files:
        loop = footprints(read_database(files, lambda *told: None), tmp_path / "loop")
    assert list(loop.values()) == pytest.approx([0.256 / 0.9, 0.32, 0.8, 2.0])
    with open_package(shared / LINKED) as files:
        linked = footprints(read_database(files, lambda *told: None), tmp_path / "linked")
    assert list(linked.values()) == pytest.approx([1.5, 3.0])


def test_a_link_names_the_activity_and_the_product_its_part(tmp_path: Path) -> None:
    """A system model has divided activity a by product: two datasets of one id, 1 and 5 kg CO2 a kg."""
    database = read(
        activity("a", "joint", product("b", "out0", 1) + emission("9", "Carbon dioxide, fossil", 1)),
        activity("a", "joint", product("c", "out0", 1) + emission("9", "Carbon dioxide, fossil", 5)),
        activity("d", "user", product("e", "out0", 1) + product("c", "in5", 0.5, link="a")),
    )
    ids = [f"{uid('a')}_{uid('b')}", f"{uid('a')}_{uid('c')}", uid("d")]
    assert [process.id for process in database.processes] == ids
    assert of(database, database.processes[2], "c").provider == ids[1]
    assert footprints(database, tmp_path)[uid("d")] == pytest.approx(2.5)


def test_a_product_of_negative_amount_is_a_waste_that_is_treated(tmp_path: Path) -> None:
    """Treating 1 kg emits 2 kg CO2; the maker states an input of −0.3 kg and bears 0.6 kg. Both score positive."""
    database = read(
        activity("a", "treatment", product("b", "out0", -1) + CO2),
        activity("c", "maker", product("d", "out0", 1) + product("b", "in5", -0.3, link="a")),
    )
    treatment, maker = database.processes
    assert database.flows[uid("b")].type == "WASTE_FLOW"
    assert (treatment.reference.amount, treatment.reference.is_input) == (1.0, True)
    handed = of(database, maker, "b")
    assert (handed.amount, handed.is_input) == (0.3, False)
    assert footprints(database, tmp_path) == pytest.approx({uid("a"): 2.0, uid("c"): 0.6})


def test_a_market_for_waste_passes_the_treatment_on(tmp_path: Path) -> None:
    """Makers link to the market (−1 in, −1 out), which links to the treatment, as cut-off databases do."""
    database = read(
        activity("a", "treatment", product("b", "out0", -1) + CO2),
        activity("e", "market", product("b", "out0", -1) + product("b", "in5", -1, link="a")),
        activity("c", "maker", product("d", "out0", 1) + product("b", "in5", -0.3, link="e")),
    )
    assert footprints(database, tmp_path) == pytest.approx({uid("a"): 2.0, uid("e"): 2.0, uid("c"): 0.6})


def test_a_waste_by_product_of_an_undivided_activity_asks_for_treatment(tmp_path: Path) -> None:
    waste = """<classification classificationId="x"><classificationSystem xml:lang="en">By-product classification
    </classificationSystem><classificationValue xml:lang="en">Waste</classificationValue></classification>"""
    database = read(
        activity("a", "treatment", product("b", "out0", -1) + CO2),
        activity("c", "maker", product("d", "out0", 1) + product("b", "out2", 0.3, inside=waste)),
    )
    assert footprints(database, tmp_path)[uid("c")] == pytest.approx(0.6)


def test_bounds_around_a_negative_input_turn_with_it() -> None:
    inside = '<uncertainty><uniform minValue="-0.5" maxValue="-0.1"/></uncertainty>'
    database = read(
        activity("a", "treatment", product("b", "out0", -1)),
        activity("c", "maker", product("d", "out0", 1) + product("b", "in5", -0.3, inside=inside)),
    )
    found = of(database, database.processes[1], "b").uncertainty
    assert found and (found.minimum, found.maximum) == (0.1, 0.5)


def test_undivided_activities_are_shared_out_by_their_master_property(tmp_path: Path) -> None:
    """1 kg at 3 EUR and 4 kg at 0.5 EUR: 60 % and 40 % of 2 kg CO2, so 1.2 and 0.2 kg a kg."""
    database = read(
        activity(
            "a",
            "joint",
            product("b", "out0", 1, inside=prop("5", "price", 3, "EUR2005"))
            + product("c", "out2", 4, inside=prop("5", "price", 0.5, "EUR2005"))
            + CO2,
            more=f'masterAllocationPropertyId="{uid("5")}"',
        )
    )
    process = only(database)
    assert process.default_allocation == "economic"
    assert [round(factor.value, 12) for factor in process.factors] == [0.6, 0.4]
    found = footprints(database, tmp_path, allocation="as-stated")
    assert found == pytest.approx({uid("a"): 1.2, f"{uid('a')}:{uid('c')}": 0.2})


def test_distributions_follow_the_format_s_definitions() -> None:
    """The variance with pedigree uncertainty counts, of ln for lognormal, of the amount for normal."""

    def around(kind: str) -> str:
        return f"<uncertainty>{kind}<pedigreeMatrix reliability='1' completeness='2' temporalCorrelation='3' \
            geographicalCorrelation='4' furtherTechnologyCorrelation='5'/></uncertainty>"

    kinds = {
        "2": '<lognormal meanValue="4" mu="1.386" variance="0.01" varianceWithPedigreeUncertainty="0.04"/>',
        "3": '<normal meanValue="4" variance="0.01" varianceWithPedigreeUncertainty="0.09"/>',
        "4": '<triangular minValue="1" mostLikelyValue="3" maxValue="8"/>',
        "5": '<beta minValue="1" mostFrequentValue="3" maxValue="8"/>',
        "6": '<uniform minValue="1" maxValue="8"/>',
        "7": '<gamma shape="2" scale="1" minValue="0"/>',
        "8": '<undefined minValue="1" maxValue="8" standardDeviation95="2"/>',
        "0": '<lognormal meanValue="4" mu="1.3662943611198906" varianceWithPedigreeUncertainty="0.04"/>',
    }
    inputs = "".join(product(letter, "in5", 4, inside=around(kind)) for letter, kind in kinds.items())
    database = read(activity("a", "iron", product("b", "out0", 1) + inputs))
    process = only(database)
    found = {letter: of(database, process, letter).uncertainty for letter in kinds}
    assert found["2"] and (found["2"].distribution, found["2"].convention) == ("lognormal", "median")
    assert found["2"].sigma == pytest.approx(0.2)
    assert found["3"] and found["3"].sd == pytest.approx(0.3)
    assert found["4"] and (found["4"].distribution, found["4"].mode) == ("triangular", 3.0)
    assert found["5"] and (found["5"].distribution, found["5"].maximum) == ("pert", 8.0)
    assert found["6"] and (found["6"].distribution, found["6"].minimum) == ("uniform", 1.0)
    assert found["7"] is None and found["8"] is None
    assert found["0"] and found["0"].convention == "mean"  # mu = ln 4 − 0.04/2 to every digit
    assert of(database, process, "2").pedigree == (1, 2, 3, 4, 5)
    losses = {loss.what: loss.count for loss in database.losses}
    assert losses == {"unknown-distribution": 1, "incomplete-uncertainty": 1}


def test_the_mass_of_a_product_comes_from_its_properties() -> None:
    """A cubic metre of board: 1 200 kg wet, 1 176 kg dry."""
    inside = prop("6", "dry mass", 1176) + prop("5", "wet mass", 1200)
    database = read(activity("a", "board", product("b", "out0", 2, unit="m3", inside=inside)))
    assert Converter(database).mass(only(database).reference) == pytest.approx(2400)


def test_units_in_the_format_s_spelling_are_known(tmp_path: Path) -> None:
    """1 metric ton*km and m2*year are what we write t*km and m2*a."""
    database = read(
        activity("a", "haul", product("b", "out0", 1, unit="metric ton*km") + CO2),
        activity(
            "c", "land", product("d", "out0", 1, unit="m2*year") + product("b", "in5", 500, unit="kg*km")
        ),
        activity("e", "work", product("f", "out0", 1, unit="hour")),
    )
    release = import_database(database, name="made", home=tmp_path).release
    assert [d.unit for d in release.datasets()] == ["t*km", "m2*a", "h"]
    assert float(release.intensity(uid("c")).sum()) == pytest.approx(1.0)


def test_several_reference_products_and_stock_additions_are_told() -> None:
    database = read(
        activity("a", "joint", product("b", "out0", 1) + product("c", "out0", 2) + product("d", "out5", 3))
    )
    assert only(database).reference.flow == uid("b")
    assert {loss.what for loss in database.losses} == {"several-reference-products", "stock-additions"}
    assert uid("d") not in {e.flow for e in only(database).exchanges}


def test_an_activity_without_reference_product_is_refused_with_its_place() -> None:
    with pytest.raises(CodedError) as refused:
        read(activity("a", "iron", product("b", "in5", 1)))
    assert refused.value.code == "import.no-product"
    assert refused.value.problems[0].path == "0.spold"


def test_the_same_activity_and_product_twice_is_refused() -> None:
    same = activity("a", "iron", product("b", "out0", 1))
    with pytest.raises(CodedError) as refused:
        read(same, same)
    assert refused.value.code == "import.repeated-process"


@pytest.mark.parametrize(
    ("amount", "code"),
    [("1,5", "import.not-a-number"), ("NaN", "import.not-finite"), ("1e400", "import.not-finite")],
)
def test_an_amount_that_is_no_number_is_refused_with_its_place(amount: str, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        read(activity("a", "iron", product("b", "out0", amount)))
    assert refused.value.code == code
    assert refused.value.problems[0].path == f"0.spold.intermediateExchange[{uid('1')}]"


def test_ecospold_1_in_the_place_of_ecospold_2_is_named() -> None:
    with pytest.raises(CodedError) as refused:
        read('<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01"/>')
    assert refused.value.code == "ecospold2.no-activities"
    assert "EcoSpold01" in str(refused.value)


def test_the_published_samples_are_read(shared: Path) -> None:
    """1 m3 of board with 92.651658 kg CO2 and a variance of ln of 0.0513, as they stand in `v2_1.xml`."""
    with open_package(shared / SAMPLES) as files:
        database = read_database(files, lambda *told: None)
    board, acid = database.processes
    assert (board.name, board.location) == ("particle board production, cement bonded", "RoW")
    assert board.category == ("wooden materials", "extraction")
    gas = next(e for e in board.exchanges if database.flows[e.flow].name == "Carbon dioxide, fossil")
    assert gas.amount == 92.651658 and database.flows[gas.flow].cas == "124-38-9"
    assert board.reference.uncertainty and board.reference.uncertainty.sigma == pytest.approx(sqrt(0.0513))
    assert board.reference.pedigree == (3, 3, 5, 3, 3)
    assert Converter(database).mass(board.reference) == pytest.approx(1200)
    assert acid.name == "formic acid production, methyl formate route"
