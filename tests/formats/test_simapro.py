"""SimaPro CSV: the fixtures of bw_simapro_csv, and what a process of each kind becomes.

Where the fixtures are compared in full, bw_simapro_csv 0.5 gave the same products, inputs and substances with the same
amounts, after its conversion of units to SimaPro's reference units. Two readings differ and are tested below: it takes
the column “SD2 or 2SD” of a normal distribution for a variance, and it leaves waste scenarios empty.
"""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.formats.archive import Member, Package
from tanzuji.formats.lci import import_database
from tanzuji.formats.lci.records import Database, Exchange, Process
from tanzuji.formats.simapro import amounts, read_database

FIXTURES = "samples/simapro-csv/tests/fixtures"
HEADER = """{SimaPro 9.1.0.7}
{processes}
{CSV separator: Semicolon}
{Decimal separator: %s}

"""


def package(data: bytes, name: str = "made.csv") -> Package:
    return Package(name, (Member(name, len(data)),), lambda wanted: data)


def read(text: str, *, decimal: str = ".", encoding: str = "utf-8") -> Database:
    return read_database(package((HEADER % decimal + text).encode(encoding)), lambda *told: None)


def fixture(shared: Path, name: str) -> Database:
    return read_database(package((shared / FIXTURES / name).read_bytes(), name), lambda *told: None)


def process(identifier: str, *sections: str) -> str:
    return f"Process\n\nProcess identifier\n{identifier}\n\n" + "\n\n".join(sections) + "\n\nEnd\n\n"


def only(database: Database) -> Process:
    (found,) = database.processes
    return found


def named(database: Database, of: Process, name: str) -> Exchange:
    return next(e for e in of.exchanges if database.flows[e.flow].name == name)


def footprints(database: Database, home: Path, **options: str) -> dict[str, float]:
    release = import_database(database, name="made", home=home, **options).release  # type: ignore[arg-type]
    return {d.id: float(release.intensity(d.id).sum()) for d in release.datasets()}


CO2 = "Emissions to air\nCarbon dioxide, fossil;;kg;3;Undefined;0;0;0;"


def test_every_kind_of_row_of_a_process_becomes_an_exchange(shared: Path) -> None:
    """`process.csv`, with decimal commas: product, credit, resource, inputs, emissions, wastes, issues."""
    database = fixture(shared, "process.csv")
    found = only(database)
    rows = [
        (flow.name, flow.type[:1], flow.category[-1:], e.amount, e.unit_name, e.is_input, e.is_avoided)
        for e in found.exchanges
        for flow in [database.flows[e.flow]]
    ]
    treated = "Dummy, Disposal, msw, to sanitary landfill/kg/GLO"
    assert rows == [
        ("my product", "P", ("Agricultural",), 0.5, "kg", False, False),
        ("Wool, at field/US", "P", (), 1.0, "kg", True, True),
        ("Soy oil, refined, at plant/kg/RNA", "P", (), 0.0, "kg", True, False),
        ("Electricity, biomass, at power plant/US", "P", (), 0.1, "kWh", True, False),
        (treated, "W", (), 1.0, "kg", False, False),
        ("Acids", "E", ("Resources",), 1.0, "kg", True, False),
        ("(+-)-Citronellol", "E", ("low. pop.",), 1.0, "kg", False, False),
        ("(1r,4r)-(+)-Camphor", "E", ("lake",), 1.0, "kg", False, False),
        ("1'-Acetoxysafrole", "E", ("forestry",), 1.0, "kg", False, False),
        ("Asbestos", "E", ("Final waste flows",), 1.0, "kg", False, False),
        ("Noise from bus km", "E", ("Non material emissions",), 1.0, "km", False, False),
        ("venting of argon, crude, liquid", "E", ("Social issues",), 1.0, "kg", False, False),
        ("Sample economic issue", "E", ("Economic issues",), 1.0, "kg", False, False),
    ]
    assert (found.id, found.name, found.valid_from, found.valid_to) == (
        "DefaultX25250700002", "Test process", "2005", "2009",
    )  # fmt: skip
    assert found.source == "Ecoinvent 3"
    assert found.comment == "text for comment"
    camphor = database.flows[named(database, found, "(1r,4r)-(+)-Camphor").flow]
    assert camphor.cas == "464-49-3"


def test_distributions_are_those_of_the_columns_sd2_or_2sd(shared: Path) -> None:
    """Lognormal 2 is the square of the geometric standard deviation; normal 3 is twice the standard deviation."""
    database = fixture(shared, "process.csv")
    found = only(database)
    oil = named(database, found, "(+-)-Citronellol")
    camphor = named(database, found, "(1r,4r)-(+)-Camphor").uncertainty
    safrole = named(database, found, "1'-Acetoxysafrole").uncertainty
    asbestos = named(database, found, "Asbestos").uncertainty
    assert oil.uncertainty and oil.uncertainty.sigma == pytest.approx(log(2) / 2)
    assert oil.uncertainty.convention == "median" and oil.pedigree == (1, 2, 3, 4, 5)
    assert camphor and (camphor.distribution, camphor.sd) == ("normal", 1.5)
    assert safrole and (safrole.minimum, safrole.mode, safrole.maximum) == (1.0, 1.0, 5.0)
    assert asbestos and (asbestos.distribution, asbestos.maximum) == ("uniform", 2.0)


def test_a_lognormal_scale_of_one_is_no_spread_and_no_loss(shared: Path) -> None:
    database = fixture(shared, "process_with_invalid_lognormal_scale.csv")
    assert named(database, only(database), "Aluminium").uncertainty is None
    assert database.losses == ()


def test_products_share_by_the_percentages_that_the_file_states(shared: Path, tmp_path: Path) -> None:
    """95.8 % to 6 250 kg of rice, 4.2 % to 3 125 kg of straw; a process of two products has no other way."""
    database = fixture(shared, "allocation.csv")
    rice = database.processes[1]
    assert [round(factor.value, 9) for factor in rice.factors] == [0.958, 0.042]
    assert rice.default_allocation == "physical" and rice.location == "IN"
    release = import_database(
        database, name="rice", home=tmp_path, allocation="as-stated"
    )  # fmt: skip
    assert release.report["linking"]["linked"] == 2


def test_parameters_of_three_scopes_give_the_amounts(tmp_path: Path) -> None:
    """Inner scopes hide outer ones: a = 2 in the process, 5 in the project, 7 in the database; b = a·10 of its own
    scope; with a decimal comma arguments are parted by semicolons, so their cells are quoted."""
    database = read(
        process(
            "p",
            "Products\niron;kg;1;100;not defined;Metals;",
            'Materials/fuels\ncoke;kg;a*0,5+c;Undefined;0;0;0;\nlime;kg;"iff(a=2;b;0)";Undefined;0;0;0;\n'
            "ore;kg;sqr(a)+Frac(1,25);Undefined;0;0;0;",
            "Input parameters\nA;2;Undefined;0;0;0;No;",
            "Calculated parameters\nunused;1/0;",
        )
        + "Project Input parameters\na;5;Undefined;0;0;0;No;\n\nEnd\n\n"
        + "Project Calculated parameters\nb;a*10;\n\nEnd\n\n"
        + "Database Input parameters\na;7;Undefined;0;0;0;No;\n\nEnd\n\n"
        + "Database Calculated parameters\nc;a*100;\n\nEnd\n\n",
        decimal=",",
    )
    found = only(database)
    assert named(database, found, "coke").amount == pytest.approx(2 * 0.5 + 700)
    assert named(database, found, "lime").amount == pytest.approx(50)
    assert named(database, found, "ore").amount == pytest.approx(4.25)
    assert {loss.what: loss.count for loss in database.losses} == {"parameters": 2, "computed-formulas": 3}


def test_the_fixture_with_a_project_parameter_is_evaluated(shared: Path) -> None:
    """4.8 × 1 / (7 × 0.9 − 3)."""
    database = fixture(shared, "project_params.csv")
    assert named(database, database.processes[1], "Watermelon").amount == pytest.approx(4.8 / 3.3)


def test_a_formula_that_cannot_be_read_is_refused_with_its_line(shared: Path) -> None:
    text = process("p", "Products\niron;kg;1;100;x;y;", "Materials/fuels\ncoke;kg;absent*2;Undefined;0;0;0;")
    with pytest.raises(CodedError) as refused:
        read(text)
    assert refused.value.code == "formula.unknown-name"
    line = (HEADER % "." + text).splitlines().index("coke;kg;absent*2;Undefined;0;0;0;") + 1
    assert refused.value.problems[0].path == f"made.csv:{line}"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9^9^9", "formula.not-a-number"),
        ("__import__('os')", "formula.bad-character"),
        ("a", "formula.cycle"),
        ("1e400", "import.not-finite"),
        ("(" * 5000 + "1" + ")" * 5000, "formula.too-long"),
        ("frac(" * 200 + "1" + ")" * 200, "formula.too-long"),
        ("iff(" * 3000, "formula.too-long"),
        ("iff(" * 2400, "formula.too-long"),  # of the tokens that a formula may have
        ("iff(" * 100, "formula.too-deep"),
        ("sqr(2", "formula.syntax"),
        ("sqr(2))", "formula.syntax"),
        ("1,5", "formula.syntax"),
    ],
)
def test_hostile_amounts_are_refused(written: str, code: str) -> None:
    text = process(
        "p",
        "Products\niron;kg;1;100;x;y;",
        f'Materials/fuels\ncoke;kg;"{written}";Undefined;0;0;0;',
        "Calculated parameters\na;b;\nb;a;",
    )
    with pytest.raises(CodedError) as refused:
        read(text)
    assert refused.value.code == code


def test_functions_within_functions_are_those_of_the_formula_reader() -> None:
    """sqr(frac(3.5)) + trunc(−2.5) + sqr(1 + sqr(2)) = 0.25 − 2 + 25."""
    written = "sqr( Frac((3.5)) )+trunc(-2.5)+iff(1;sqr(1+sqr(2));0)"
    text = process(
        "p", "Products\niron;kg;1;100;x;y;", f'Materials/fuels\ncoke;kg;"{written}";Undefined;0;0;0;'
    )
    database = read(text)
    assert named(database, only(database), "coke").amount == pytest.approx(23.25)


def test_each_parameter_is_evaluated_once_whatever_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of 300 parameters and an amount of each; and one whose first link is broken, told once by amount."""
    asked: list[str] = []
    plain = amounts.evaluate_parameters

    def counted(definitions: Any, **more: Any) -> Any:
        asked.extend(definitions)
        return plain(definitions, **more)

    monkeypatch.setattr(amounts, "evaluate_parameters", counted)
    links = "".join(f"p{at};p{at - 1}+1;\n" for at in range(1, 300))
    uses = "".join(f"x{at};kg;p{at};Undefined;0;0;0;\n" for at in range(300))
    made = ("Products\niron;kg;1;100;x;y;", f"Materials/fuels\n{uses}")
    database = read(process("p", *made, f"Calculated parameters\np0;1+1;\n{links}"))
    assert named(database, only(database), "x299").amount == 301
    assert sorted(asked) == sorted(f"p{at}" for at in range(300))
    asked.clear()
    scope = amounts.Scope(
        {"p0": "1/0", **{f"p{at}": f"p{at - 1}+1" for at in range(1, 300)}, "a": "b", "b": "c", "c": "b"}
    )
    for _ in range(2):
        for name, code in ((f"p{at}", "formula.not-a-number") for at in range(300)):
            with pytest.raises(CodedError) as refused:
                scope.value(name)
            assert (refused.value.code, refused.value.problems[0].path) == (code, "p0")
    assert asked == ["p0"], "what stands on a broken parameter is not tried"
    for name in ("a", "b", "c"):
        with pytest.raises(CodedError) as refused:
            scope.value(name)
        assert refused.value.code == "formula.cycle"


def test_bounds_that_do_not_belong_to_the_amount_are_taken_and_told() -> None:
    text = process(
        "p",
        "Products\niron;kg;1;100;x;y;",
        "Materials/fuels\nglycol;kg;1e-6;Uniform;0;0;9.7;\nlime;kg;2;Uniform;0;1;3;",
    )
    (loss,) = read(text).losses
    assert (loss.what, loss.count, loss.examples) == ("uncertainty-off-centre", 1, ("glycol",))


def test_waste_is_handed_to_its_treatment(shared: Path, tmp_path: Path) -> None:
    """Treatment of 2 kg emits 3 kg CO2, so 1.5 kg a kg; the maker hands over 0.4 kg: 0.6 kg."""
    database = read(
        process("t", "Waste treatment\nlandfill;kg;2;All waste types;Others;", CO2)
        + process(
            "m",
            "Products\niron;kg;1;100;not defined;Metals;",
            "Waste to treatment\nlandfill;kg;0.4;Undefined;0;0;0;",
        )
    )
    assert footprints(database, tmp_path) == pytest.approx({"t": 1.5, "m": 0.6})


def test_a_waste_scenario_splits_by_its_percentages(shared: Path, tmp_path: Path) -> None:
    """`waste_scenario.csv`: 90 % is separated to treatment 1 (1.5 kg CO2 a kg), all that remains goes to treatment 2
    (−0.8): 1.27 kg."""
    found = footprints(fixture(shared, "waste_scenario.csv"), tmp_path)
    assert list(found.values()) == pytest.approx([1.5, 1.27, -0.8])


def test_product_stages_are_read_where_they_are_exchanges_and_told_where_not(
    shared: Path, tmp_path: Path
) -> None:
    """`stages.csv`: the assembly takes 1 kg of a material that emits 42 kg CO2."""
    database = fixture(shared, "stages.csv")
    losses = {loss.what: loss for loss in database.losses}
    assert losses["product-stages"].examples == (
        "displosal scenario",
        "dissassembly 1",
        "life cycle 1",
        "reuse 1",
    )
    assert losses["waste-by-kind"].examples == ("waste treatment 1: Packaking plastic",)
    assembly = next(p for p in database.processes if p.name == "assembly")
    assert footprints(database, tmp_path)[assembly.id] == pytest.approx(42)


def test_units_are_those_of_the_file_s_own_table(shared: Path, tmp_path: Path) -> None:
    """SimaPro's `ton` is 1 000 kg, and a unit of somebody's own (`\\x8d!!!g` is 1e-9 kg in `weird_units.csv`) counts
    as the file says."""
    database = fixture(shared, "weird_units.csv")
    steel = only(database).exchanges[1]
    group = database.unit_groups[database.unit_group_of[steel.unit]]
    assert steel.unit_name.endswith("!!!g")
    assert group.reference == "kg" and group.units[steel.unit].factor == pytest.approx(1e-9)
    made = read(
        process("a", "Products\niron;ton;1;100;x;y;", CO2)
        + process("b", "Products\nsteel;kg;1;100;x;y;", "Materials/fuels\niron;kg;500;Undefined;0;0;0;")
        + "Units\nkg;Mass;1;kg\nton;Mass;1000;kg\n\nEnd\n"
    )
    assert footprints(made, tmp_path)["b"] == pytest.approx(1.5)


def test_minutes_are_minutes(shared: Path, tmp_path: Path) -> None:
    database = fixture(shared, "python_builtin_as_unit_name.csv")
    release = import_database(database, name="minutes", home=tmp_path).release
    assert [dataset.unit for dataset in release.datasets()] == ["min"]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("simple.txt", [("Fish food", 1.0, "p"), ("lunch/CA U", 1.0, "kg"), ("dinner", 1.0, "kg")]),
        ("missing.txt", [("Fish food", 1.0, "p"), ("Dog food", 1.0, "p")]),
        ("comments.txt", [("Fish food", 1.0, "p"), ("lunch/CA U", 2.5e-10, "kg")]),
        ("multioutput.txt", [("Fish food", 1.0, "p"), ("Turtle food", 1.0, "p")]),
        ("empty.txt", [("Fish food", 1.0, "p")]),
        ("metadata.txt", [("Fish food", 1.0, "p")]),
    ],
)
def test_exports_of_old_versions_have_the_amount_before_the_unit(
    shared: Path, name: str, rows: list[tuple[str, float, str]]
) -> None:
    database = fixture(shared, name)
    found = [(database.flows[e.flow].name, e.amount, e.unit_name) for e in database.processes[0].exchanges]
    assert found[: len(rows)] == rows


def test_lines_without_a_name_go_on_with_the_comment_above(shared: Path) -> None:
    database = fixture(shared, "comments.txt")
    dinner = named(database, only(database), "dinner/CH/I S")
    assert dinner.comment == "first line of the comment\nsecond line of the comment"
    assert dinner.uncertainty and dinner.uncertainty.sigma == pytest.approx(log(1.2) / 2)


def test_an_old_export_with_semicolons_is_read(shared: Path) -> None:
    """`new-order.csv`: SimaPro 8.0.4 in the old order; 1 MJ of hydrogen from 0.241 kg zinc, crediting zinc oxide."""
    database = fixture(shared, "new-order.csv")
    found = only(database)
    assert (found.id, len(found.exchanges)) == ("psigabe118221501349", 12)
    assert (found.reference.amount, found.reference.unit_name) == (1.0, "MJ")
    assert named(database, found, "Zinc, from thermal ZnO dissociation").amount == 0.241
    assert named(database, found, "Zinc oxide, from hydrolysis of zinc").is_avoided


def test_processes_without_an_identifier_get_one_each(shared: Path) -> None:
    database = fixture(shared, "process_identifiers.csv")
    assert [p.id for p in database.processes] == ["1", "2", "3"]
    twin = process("same", "Products\niron;kg;1;100;x;y;")
    assert len({p.id for p in read(twin + twin).processes}) == 2


def test_a_registry_number_cut_short_is_none(shared: Path) -> None:
    database = fixture(shared, "cas_missing_check_number.csv")
    assert {flow.cas for flow in database.flows.values()} <= {"", "26489-01-0", "464-49-3"}


@pytest.mark.parametrize(
    "name",
    ["external_documents_and_literature_references.csv", "inventory.csv", "missing-project.csv", "waste.csv"],
)
def test_the_other_fixtures_of_processes_are_read(shared: Path, name: str, tmp_path: Path) -> None:
    database = fixture(shared, name)
    assert import_database(database, name="fixture", home=tmp_path).report["skipped"] == []
    if name == "waste.csv":  # a formula with decimal commas and no parameter
        assert only(database).reference.amount == pytest.approx(1034 * 0.6684 * 0.59 * 0.03)
        assert database.flows[only(database).reference.flow].type == "WASTE_FLOW"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("invalid.txt", "simapro.not-simapro"),
        ("literature.csv", "simapro.not-simapro"),
        ("method.csv", "simapro.no-processes"),
        ("method_end.csv", "simapro.no-processes"),
        ("damagecategory.txt", "simapro.no-processes"),
        ("header.csv", "simapro.no-processes"),
        ("header_translations.csv", "simapro.no-processes"),
        ("minimal_header.csv", "simapro.no-processes"),
    ],
)
def test_what_holds_no_process_is_refused(shared: Path, name: str, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        fixture(shared, name)
    assert refused.value.code == code


CHINESE = process("p", "Products\n生铁，高炉;kg;1;100;not defined;金属\\钢铁;", CO2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_exports_are_read_in_every_encoding(encoding: str) -> None:
    found = only(read(CHINESE, encoding=encoding))
    assert (found.name, found.category) == ("生铁，高炉", ("金属", "钢铁"))


def test_western_exports_are_read_in_their_code_page() -> None:
    """“µg”, “Erdöl”: high bytes alone between ASCII, as Windows-1252 writes them."""
    text = process(
        "p", "Products\nErdöl, ab Förderung;kg;1;100;x;Öl;", "Materials/fuels\nSäure;µg;5;Undefined;0;0;0;"
    )
    database = read(text, encoding="cp1252")
    assert only(database).name == "Erdöl, ab Förderung"
    assert named(database, only(database), "Säure").unit_name == "µg"


def test_a_process_without_product_is_refused_with_its_place() -> None:
    with pytest.raises(CodedError) as refused:
        read(process("p", CO2))
    assert refused.value.code == "simapro.no-product"
    assert refused.value.problems[0].path == "made.csv:6"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Process\n\nComment\n" + "x" * 200_000, "simapro.bad-row"),
        ('Process\n\nComment\n"' + "x\n" * 200_000, "simapro.bad-row"),
        ("Process\n\x00", "simapro.nul-character"),
        (process("p", "Products\niron;;1;100;x;y;"), "import.field-absent"),
    ],
)
def test_damaged_files_are_refused(text: str, code: str) -> None:
    with pytest.raises(CodedError) as refused:
        read(text)
    assert refused.value.code == code
