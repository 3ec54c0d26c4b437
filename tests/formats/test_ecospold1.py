"""EcoSpold 1: what a dataset states becomes records, by hand-made files and the samples of pyecospold."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.formats.archive import Member, Package, open_package
from tanzuji.formats.ecospold1 import read_database
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database, Exchange, Process

SAMPLES = "samples/ecospold/data/v1"


def package(**files: str | bytes) -> Package:
    """A package of files by stem; texts become XML."""
    held = {
        f"{name}.xml": content.encode() if isinstance(content, str) else content
        for name, content in files.items()
    }
    members = tuple(Member(name, len(content)) for name, content in held.items())
    return Package("made.zip", members, held.__getitem__)


def document(*datasets: str) -> str:
    return '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold01">' + "".join(datasets) + "</ecoSpold>"


def dataset(
    number: int,
    name: str,
    exchanges: str,
    *,
    unit: str = "kg",
    location: str = "CN",
    kind: str = "1",
    information: str = "",
    function: str = "",
) -> str:
    return f"""<dataset number="{number}"><metaInformation><processInformation>
      <referenceFunction name="{name}" unit="{unit}" amount="1" category="metals" subCategory="iron" {function}/>
      <geography location="{location}"/><technology text="blast furnace"/>
      <timePeriod><startYear>2019</startYear><endYear>2021</endYear></timePeriod>
      <dataSetInformation type="{kind}" version="2.1" {information}/>
    </processInformation></metaInformation><flowData>{exchanges}</flowData></dataset>"""


def exchange(number: int, name: str, group: str, amount: object, *, unit: str = "kg", more: str = "") -> str:
    side = "inputGroup" if group.startswith("in") else "outputGroup"
    return (
        f'<exchange number="{number}" name="{name}" unit="{unit}" meanValue="{amount}" {more}>'
        f"<{side}>{group[-1]}</{side}></exchange>"
    )


CARBON_DIOXIDE = 'category="air" subCategory="unspecified" CASNumber="000124-38-9"'


def read(*datasets: str) -> Database:
    return read_database(package(data=document(*datasets)), lambda *told: None)


def only(database: Database) -> Process:
    (process,) = database.processes
    return process


def named(database: Database, process: Process, name: str) -> Exchange:
    return next(e for e in process.exchanges if database.flows[e.flow].name == name)


def footprints(database: Database, home: Path, **options: str) -> dict[str, float]:
    release = import_database(database, name="made", home=home, **options).release  # type: ignore[arg-type]
    return {d.id: float(release.intensity(d.id).sum()) for d in release.datasets()}


def test_a_dataset_keeps_what_it_states_about_itself() -> None:
    database = read(dataset(7, "pig iron", exchange(7, "pig iron", "out0", 1, more='location="CN"')))
    process = only(database)
    assert (process.id, process.name, process.location, process.version) == ("7", "pig iron", "CN", "2.1")
    assert (process.valid_from, process.valid_to, process.technology) == ("2019", "2021", "blast furnace")
    assert process.category == ("metals", "iron")
    assert process.member == "data.xml#7"
    flow = database.flows[process.reference.flow]
    assert (flow.type, flow.location) == ("PRODUCT_FLOW", "CN")


def test_a_supplier_is_found_by_its_number(tmp_path: Path) -> None:
    """Coke of 3 kg CO2 a kg; iron takes 0.5 kg of it and emits 1 kg: 2.5 kg."""
    database = read(
        dataset(
            1,
            "pig iron",
            exchange(1, "pig iron", "out0", 1)
            + exchange(2, "coke", "in5", 0.5)
            + exchange(9, "Carbon dioxide, fossil", "out4", 1, more=CARBON_DIOXIDE),
        ),
        dataset(
            2,
            "coke",
            exchange(2, "coke", "out0", 2)
            + exchange(9, "Carbon dioxide, fossil", "out4", 6, more=CARBON_DIOXIDE),
        ),
    )
    assert footprints(database, tmp_path) == pytest.approx({"1": 2.5, "2": 3.0})


def test_where_numbers_only_count_lines_the_names_and_places_tell(tmp_path: Path) -> None:
    """Files that number their exchanges from one: the same number stands for coke here and for gas there."""
    database = read(
        dataset(1, "pig iron", exchange(1, "pig iron", "out0", 1) + exchange(2, "coke", "in5", 0.5)),
        dataset(
            2,
            "coke",
            exchange(1, "coke", "out0", 1)
            + exchange(2, "Carbon dioxide, fossil", "out4", 3, more=CARBON_DIOXIDE),
        ),
    )
    assert footprints(database, tmp_path) == pytest.approx({"1": 1.5, "2": 3.0})


def test_an_input_without_a_place_is_from_the_only_place_that_makes_it(tmp_path: Path) -> None:
    """Numbers that only count lines again; coke is made in RER alone, and asked for without saying where from."""
    database = read(
        dataset(1, "pig iron", exchange(1, "pig iron", "out0", 1) + exchange(2, "coke", "in5", 0.5)),
        dataset(
            2,
            "coke",
            exchange(1, "coke", "out0", 1, more='location="RER"')
            + exchange(2, "Carbon dioxide, fossil", "out4", 3, more=CARBON_DIOXIDE),
        ),
    )
    assert footprints(database, tmp_path)["1"] == pytest.approx(1.5)


def test_waste_handed_over_is_treated_by_whoever_has_it_as_product(tmp_path: Path) -> None:
    """Group 3 hands 0.2 kg of slag over; the landfill emits 0.5 kg CO2 a kg treated: 0.1 kg, and it scores positive."""
    database = read(
        dataset(1, "pig iron", exchange(1, "pig iron", "out0", 1) + exchange(2, "slag", "out3", 0.2)),
        dataset(
            2,
            "slag",
            exchange(2, "slag", "out0", 1)
            + exchange(9, "Carbon dioxide, fossil", "out4", 0.5, more=CARBON_DIOXIDE),
        ),
    )
    iron, landfill = database.processes
    assert database.flows["2"].type == "WASTE_FLOW"
    assert landfill.reference.is_input and not named(database, iron, "slag").is_input
    assert footprints(database, tmp_path) == pytest.approx({"1": 0.1, "2": 0.5})


def test_an_avoided_product_is_a_credit(tmp_path: Path) -> None:
    database = read(
        dataset(1, "heat", exchange(1, "heat", "out0", 1) + exchange(2, "power", "out1", 0.5)),
        dataset(
            2,
            "power",
            exchange(2, "power", "out0", 1)
            + exchange(9, "Carbon dioxide, fossil", "out4", 2, more=CARBON_DIOXIDE),
        ),
    )
    assert named(database, database.processes[0], "power").is_avoided
    assert footprints(database, tmp_path)["1"] == pytest.approx(-1.0)


def test_amounts_in_another_unit_of_the_same_kind_are_converted(tmp_path: Path) -> None:
    """1 kWh = 3.6 MJ, and 0.9 MJ of 0.4 kg CO2 a kWh are 0.1 kg."""
    database = read(
        dataset(1, "heat", exchange(1, "heat", "out0", 1) + exchange(2, "power", "in5", 0.9, unit="MJ")),
        dataset(
            2,
            "power",
            exchange(2, "power", "out0", 1, unit="kWh")
            + exchange(9, "Carbon dioxide, fossil", "out4", 0.4, more=CARBON_DIOXIDE),
        ),
    )
    assert footprints(database, tmp_path)["1"] == pytest.approx(0.1)


def test_co_products_are_shared_out_by_the_fractions_of_each_exchange(tmp_path: Path) -> None:
    """Field 2500 ff.: 30 % of the CO2 to soy oil, 70 % to meal; 10 kg CO2 over 2 kg of oil and 8 kg of meal."""
    fractions = "".join(
        f'<allocation referenceToCoProduct="{product}" allocationMethod="1" fraction="{percent}">'
        "<referenceToInputOutput>9</referenceToInputOutput></allocation>"
        for product, percent in ((1, 30), (2, 70))
    )
    database = read(
        dataset(
            5,
            "oil mill",
            exchange(1, "soy oil", "out2", 2)
            + exchange(2, "soy meal", "out2", 8)
            + exchange(9, "Carbon dioxide, fossil", "out4", 10, more=CARBON_DIOXIDE)
            + fractions,
            kind="5",
        )
    )
    assert {loss.what for loss in database.losses} == {"no-reference-product"}
    assert only(database).default_allocation == "causal"
    found = footprints(database, tmp_path, allocation="as-stated")
    assert found == pytest.approx({"5": 3 / 2, "5:2": 7 / 8})


def test_distributions_follow_the_format_s_definitions() -> None:
    """Field 3709: lognormal states the square of the geometric standard deviation around a median, normal twice the
    standard deviation; a triangle without most likely value has the one that makes meanValue its mean."""
    database = read(
        dataset(
            1,
            "iron",
            exchange(1, "iron", "out0", 1)
            + exchange(2, "a", "in5", 4, more='uncertaintyType="1" standardDeviation95="1.21"')
            + exchange(3, "b", "in5", 4, more='uncertaintyType="2" standardDeviation95="0.5"')
            + exchange(4, "c", "in5", 2, more='uncertaintyType="3" minValue="1" maxValue="4"')
            + exchange(5, "d", "in5", 2, more='uncertaintyType="4" minValue="1" maxValue="3"')
            + exchange(6, "e", "in5", 2, more='uncertaintyType="1" standardDeviation95="0"')
            + exchange(8, "f", "in5", 2, more='uncertaintyType="1" standardDeviation95="1"'),
        )
    )
    process = only(database)
    a, b, c, d = (named(database, process, name).uncertainty for name in "abcd")
    assert a and a.distribution == "lognormal" and a.convention == "median"
    assert a.sigma == pytest.approx(log(1.1))
    assert b and (b.distribution, b.sd) == ("normal", 0.25)
    assert c and (c.minimum, c.mode, c.maximum) == (1.0, 1.0, 4.0)
    assert d and (d.distribution, d.minimum, d.maximum) == ("uniform", 1.0, 3.0)
    assert named(database, process, "e").uncertainty is None
    assert [(loss.what, loss.count) for loss in database.losses] == [("incomplete-uncertainty", 1)]


def test_bounds_that_do_not_belong_to_the_amount_are_taken_and_told() -> None:
    """Ethylene glycol of USLCI: 1e-6 with a uniform range to 9.7, whose middle is 4.85 million times as much."""
    body = exchange(1, "iron", "out0", 1) + "".join(
        exchange(at, name, "in5", amount, more=f'uncertaintyType="{kind}" minValue="{low}" maxValue="{high}"')
        for at, name, amount, kind, low, high in (
            (2, "a", 1e-6, 4, 0, 9.7), (3, "b", 5, 4, 1, 3), (4, "c", 1.6, 4, 1, 3), (5, "d", 1.5, 3, 1, 2),
        )
    )  # fmt: skip
    database = read(dataset(1, "iron", body))
    (loss,) = database.losses
    assert (loss.what, loss.count, loss.examples) == ("uncertainty-off-centre", 2, ("a", "b"))
    a = named(database, only(database), "a").uncertainty
    assert a and (a.minimum, a.maximum) == (0, 9.7)


def test_the_day_before_that_openlca_writes_west_of_greenwich_is_put_right() -> None:
    """`2009-12-31-07:00` was 2010-01-01 in the database it came from; an end in 9999 is none."""
    period = "<startYear>2019</startYear><endYear>2021</endYear>"
    shifted = "<startDate>2009-12-31-07:00</startDate><endDate>9998-12-31-07:00</endDate>"
    text = dataset(1, "iron", exchange(1, "iron", "out0", 1)).replace(period, shifted)
    assert (only(read(text)).valid_from, only(read(text)).valid_to[:4]) == ("2009-12-31-07:00", "9998")
    process = only(read(text.replace("<dataset ", '<dataset generator="openLCA" ')))
    assert (process.valid_from, process.valid_to) == ("2010-01-01", "")


def test_pedigree_scores_stand_in_the_comment() -> None:
    more = 'generalComment="(2,3,1,na,1,5); measured"'
    database = read(
        dataset(1, "iron", exchange(1, "iron", "out0", 1) + exchange(2, "a", "in5", 4, more=more))
    )
    assert named(database, only(database), "a").pedigree == (2, 3, 1, 0, 1, 5)


def test_chinese_names_stand_beside_the_english_ones() -> None:
    database = read(
        dataset(
            1,
            "pig iron",
            exchange(1, "pig iron", "out0", 1, more='localName="生铁"'),
            information='languageCode="en" localLanguageCode="zh"',
            function='localName="生铁"',
        )
    )
    process = only(database)
    assert process.names is not None and process.names.zh == "生铁"
    names = database.flows[process.reference.flow].names
    assert names is not None and (names.zh, names.en) == ("生铁", "pig iron")


def test_datasets_that_are_no_processes_are_told_and_left_out() -> None:
    impact = dataset(2, "GWP 100", "", information='impactAssessmentResult="true"')
    database = read(dataset(1, "iron", exchange(1, "iron", "out0", 1)), impact)
    assert [process.name for process in database.processes] == ["iron"]
    assert [(loss.what, loss.examples) for loss in database.losses] == [("impact-dataset", ("GWP 100",))]


def test_two_datasets_of_one_number_and_different_names_are_two_processes() -> None:
    database = read(
        dataset(1, "iron", exchange(1, "iron", "out0", 1)),
        dataset(1, "steel", exchange(1, "steel", "out0", 1)),
    )
    assert len({process.id for process in database.processes}) == 2


def test_a_dataset_that_stands_twice_is_refused() -> None:
    same = dataset(1, "iron", exchange(1, "iron", "out0", 1))
    with pytest.raises(CodedError) as refused:
        read(same, same)
    assert refused.value.code == "import.repeated-process"


def test_a_dataset_without_product_is_refused_with_its_place() -> None:
    with pytest.raises(CodedError) as refused:
        read(dataset(4, "iron", exchange(2, "coke", "in5", 1)))
    assert refused.value.code == "import.no-product"
    assert refused.value.problems[0].path == "data.xml#4"


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("1,5", "import.not-a-number"),
        ("NaN", "import.not-finite"),
        ("INF", "import.not-finite"),
        ("1e400", "import.not-finite"),
        ("１", "import.not-a-number"),
        ("0x10", "import.not-a-number"),
        ("1_000", "import.not-a-number"),
        ("", "import.field-absent"),
    ],
)
def test_an_amount_that_is_no_number_is_refused_with_its_place(amount: str, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        read(dataset(1, "iron", exchange(1, "iron", "out0", 1) + exchange(2, "coke", "in5", amount)))
    assert refused.value.code == code
    assert refused.value.problems[0].path.startswith("data.xml#1.exchange[2]")


def test_minus_zero_is_zero() -> None:
    database = read(dataset(1, "iron", exchange(1, "iron", "out0", 1) + exchange(2, "coke", "in5", "-0")))
    assert str(named(database, only(database), "coke").amount) == "0.0"


def test_a_gbk_file_reads_like_its_utf_8_twin() -> None:
    text = document(dataset(1, "生铁", exchange(1, "生铁", "out0", 1)))
    gbk = b'<?xml version="1.0" encoding="GBK"?>' + text.encode("gb18030")
    database = read_database(package(data=gbk), lambda *told: None)
    assert only(database).name == "生铁"


def test_files_of_one_package_are_one_database_and_other_files_are_told(tmp_path: Path) -> None:
    files = package(
        iron=document(dataset(1, "iron", exchange(1, "iron", "out0", 1) + exchange(2, "coke", "in5", 1))),
        coke=document(
            dataset(
                2,
                "coke",
                exchange(2, "coke", "out0", 1)
                + exchange(9, "Carbon dioxide, fossil", "out4", 3, more=CARBON_DIOXIDE),
            )
        ),
        categories='<categories xmlns="http://www.EcoInvent.org/Categories"/>',
        notes="<notes/>",
    )
    database = read_database(files, lambda *told: None)
    assert [(loss.what, loss.examples) for loss in database.losses] == [("other-file", ("notes.xml",))]
    assert footprints(database, tmp_path)["1"] == pytest.approx(3.0)


def test_a_package_without_datasets_says_what_was_found_instead() -> None:
    ilcd = '<processDataSet xmlns="http://lca.jrc.it/ILCD/Process"/>'
    with pytest.raises(CodedError) as refused:
        read_database(package(data=ilcd), lambda *told: None)
    assert refused.value.code == "ecospold1.no-datasets"
    assert "lca.jrc.it/ILCD/Process" in str(refused.value)


def test_the_published_samples_are_read(shared: Path) -> None:
    """`v1_1.xml` and `v1_2.spold` carry the same number 1 and different datasets."""
    with open_package(shared / SAMPLES) as files:
        database = read_database(files, lambda *told: None)
    by_name = {process.name: process for process in database.processes}
    plant = by_name["compost plant, open"]
    steel = named(database, plant, "disposal, building, reinforcement steel, to recycling")
    assert (plant.location, steel.amount, steel.pedigree) == ("CH", 21200.0, (2, 3, 1, 1, 1, 5))
    assert steel.uncertainty and steel.uncertainty.sigma == pytest.approx(log(1.22) / 2)
    assert plant.source == "Nemecek, T., 2003, Life Cycle Inventories of Agricultural Production Systems"
