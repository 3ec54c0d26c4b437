"""openLCA JSON-LD: small packages made by hand in both dialects, with results worked out on paper."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any, Literal

import pytest

from tanzuji.documents.errors import CodedError
from tanzuji.documents.lines import LINES
from tanzuji.formats.lci import Allocation, ImportResult, intensities_rows, report_text
from tanzuji.formats.olca import import_olca

Dialect = Literal["1", "2"]
DIALECTS: tuple[Dialect, ...] = ("1", "2")

# name of each field in schema 1.x and 2
_FIELDS = {
    "input": ("input", "isInput"),
    "reference": ("quantitativeReference", "isQuantitativeReference"),
    "avoided": ("avoidedProduct", "isAvoidedProduct"),
    "unit": ("referenceUnit", "isRefUnit"),
    "property": ("referenceFlowProperty", "isRefFlowProperty"),
}
_UNITS = {
    "mass": ("kg", {"kg": 1.0, "t": 1000.0, "g": 0.001, "lb av": 0.45}),
    "energy": ("MJ", {"MJ": 1.0, "kWh": 3.6}),
    "volume": ("m3", {"m3": 1.0, "l": 0.001}),
    "items": ("Item(s)", {"Item(s)": 1.0, "Dozen(s)": 12.0}),
    "odd": ("glug", {"glug": 1.0}),
}


class Package:
    """Builds a package in one dialect. Ids are names in lower case; every flow has its category."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.files: dict[str, Any] = {}
        self.groups: dict[str, str] = {}
        if dialect == "2":
            self.files["openlca.json"] = {"schemaVersion": 2}
        for group, (reference, units) in _UNITS.items():
            self.files[f"unit_groups/{group}.json"] = {
                "@type": "UnitGroup",
                "@id": group,
                "name": f"Units of {group}",
                "units": [
                    {"@id": f"u-{unit}", "name": unit, "conversionFactor": factor}
                    | ({self.field("unit"): True} if unit == reference else {})
                    for unit, factor in units.items()
                ],
            }
            self.files[f"flow_properties/p-{group}.json"] = {
                "@id": f"p-{group}", "name": group.capitalize(), "unitGroup": {"@id": group},
            }  # fmt: skip
            self.groups |= dict.fromkeys(units, group)

    def field(self, name: str) -> str:
        return _FIELDS[name][0 if self.dialect == "1" else 1]

    def flow(
        self,
        name: str,
        kind: str,
        group: str,
        *,
        cas: str = "",
        to: str = "",
        also: dict[str, float] | None = None,
    ) -> None:
        """A flow whose reference property is `group`; `also` gives factors of other properties."""
        properties = [
            {self.field("property"): True, "flowProperty": {"@id": f"p-{group}"}, "conversionFactor": 1.0}
        ]
        properties += [
            {"flowProperty": {"@id": f"p-{g}"}, "conversionFactor": f} for g, f in (also or {}).items()
        ]
        plain: dict[str, Any] = {
            "@id": name.strip().lower(),
            "name": name,
            "flowType": f"{kind}_FLOW",
            "flowProperties": properties,
        }
        if cas:
            plain["cas"] = cas
        if to and self.dialect == "2":
            plain["category"] = f"Elementary flows/{to}/unspecified"
        elif to:
            for at, category in enumerate(("Elementary flows", to, "unspecified")):
                above = {"category": {"@id": f"c-{to}-{at - 1}"}} if at else {}
                self.files[f"categories/c-{to}-{at}.json"] = {"@id": f"c-{to}-{at}", "name": category} | above
            plain["category"] = {"@id": f"c-{to}-2", "name": "unspecified"}
        self.files[f"flows/{plain['@id'].replace('/', '_')}.json"] = plain

    def process(self, name: str, exchanges: list[dict[str, Any]], **more: Any) -> None:
        at = sum(file.startswith("processes/") for file in self.files)
        self.files[f"processes/{at:03}-{name}.json"] = {
            "@type": "Process", "@id": name.strip().lower(), "name": name, "processType": "UNIT_PROCESS",
            "exchanges": [self._exchange(i + 1, **exchange) for i, exchange in enumerate(exchanges)],
        } | more  # fmt: skip

    def _exchange(
        self, internal: int, flow: str, amount: float, unit: str, *, input: bool = False, ref: bool = False,
        avoided: bool = False, provider: str = "", formula: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        plain: dict[str, Any] = {
            "internalId": internal,
            "amount": amount,
            self.field("input"): input,
            self.field("avoided"): avoided,
            "flow": {"@id": flow.strip().lower(), "name": flow},
            "unit": {"@id": f"u-{unit}", "name": unit},
            "flowProperty": {"@id": f"p-{self.groups[unit]}"},
        }
        if ref:
            plain[self.field("reference")] = True
        if provider:
            plain["defaultProvider"] = {"@id": provider}
        if formula:
            plain["amountFormula"] = formula
        return plain

    def write(self, folder: Path) -> Path:
        path = folder / "package.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for name, value in self.files.items():
                file.writestr(name, json.dumps(value))
        return path

    def imported(self, folder: Path, allocation: Allocation = "none") -> ImportResult:
        return import_olca(self.write(folder), name="made", allocation=allocation, home=folder / "home")


def out(flow: str, amount: float, unit: str = "kg", **more: Any) -> dict[str, Any]:
    return {"flow": flow, "amount": amount, "unit": unit, **more}


def into(flow: str, amount: float, unit: str = "kg", **more: Any) -> dict[str, Any]:
    return out(flow, amount, unit, input=True, **more)


def made(result: ImportResult, dataset: str) -> dict[str, float]:
    """Lines and total of a dataset with AR5 (CO2 1, CH4 fossil 30), kg CO2e per declared unit."""
    row = result.release.intensity(dataset, "AR5")
    return dict(zip(LINES, row.tolist(), strict=True)) | {"total": float(row.sum())}


def chain(dialect: Dialect) -> Package:
    """Electricity, steel, a waste service, and a part with a credit for avoided steel."""
    package = Package(dialect)
    for name, kind, group in (
        ("Electricity", "PRODUCT", "energy"), ("Steel ", "PRODUCT", "mass"), ("Part", "PRODUCT", "items"),
        ("Slag", "WASTE", "mass"), ("Wind power", "PRODUCT", "energy"),
    ):  # fmt: skip
        package.flow(name, kind, group)
    package.flow("Carbon dioxide, fossil ", "ELEMENTARY", "mass", to="air")
    package.flow("Methane, fossil", "ELEMENTARY", "mass", cas="000074-82-8", to="air")
    package.flow("Carbon monoxide, fossil", "ELEMENTARY", "mass", to="air")
    co2 = "carbon dioxide, fossil"
    package.process("Part making", [
        out("part", 1, "Item(s)", ref=True), into("steel", 2), into("steel", 0.5, avoided=True),
    ])  # fmt: skip
    package.process("Power plant ", [out("electricity", 1, "kWh", ref=True), out(co2, 0.5)])
    package.process("Steel mill", [
        out("steel", 1, "t", ref=True), into("electricity", 500, "kWh"), into("wind power", 7.2, "MJ"),
        out(co2, 1.5, "t", formula="0.0015*1000"), out("methane, fossil", 1000, "g"), out("slag", 100),
        out("carbon monoxide, fossil", 3),
    ])  # fmt: skip
    package.process("Slag dump", [
        into("slag", 1, "t", ref=True), out(co2, 50), into("electricity", 36, "MJ"),
    ])  # fmt: skip
    return package


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_chain_with_waste_service_and_credit_gives_what_paper_gives_in_both_dialects(
    tmp_path: Path, dialect: Dialect
) -> None:
    """By hand, AR5: power 0.5 kg/kWh. Dump of 1 t slag: 50 + 10 kWh·0.5 = 55, so treating waste scores
    positive. Steel, 1 t: 500·0.5 + 1500 + 1·30 + 0.1·55 = 1785.5. Part: (2 − 0.5) kg · 1.7855 = 2.67825."""
    result = chain(dialect).imported(tmp_path)
    assert made(result, "power plant")["total"] == pytest.approx(0.5)
    assert made(result, "slag dump")["total"] == pytest.approx(55)
    assert made(result, "steel mill")["total"] == pytest.approx(1785.5)
    assert made(result, "part making")["total"] == pytest.approx(2.67825)
    units = {d.id: (d.unit, d.boundary) for d in result.release.datasets()}
    assert units == {
        "power plant": ("kWh", "cradle_to_gate"),
        "slag dump": ("t", "waste_treatment"),
        "steel mill": ("t", "cradle_to_gate"),
        "part making": ("piece", "cradle_to_gate"),
    }
    assert result.report["source"]["schema"] == dialect


def test_both_dialects_give_the_same_numbers_and_report(tmp_path: Path) -> None:
    one, two = (chain(d).imported(_folder(tmp_path, d)) for d in DIALECTS)
    assert (one.release.gas_amounts == two.release.gas_amounts).all()
    assert {**one.report, "source": 0} == {**two.report, "source": 0}


def _folder(base: Path, name: str) -> Path:
    (base / name).mkdir()
    return base / name


def test_the_report_names_what_was_linked_cut_off_converted_and_not_counted(tmp_path: Path) -> None:
    """Inputs by hand: part 2, mill 3 (electricity, wind, slag), dump 1: six, of which wind power has no maker.
    Energy asked: mill 1800 + 7.2 MJ, of which 7.2 has no maker; dump 36 MJ, all of it made."""
    report = chain("2").imported(tmp_path).report
    linking = report["linking"]
    assert (linking["inputs"], linking["linked"], linking["credits"], linking["waste_services"]) == (
        6,
        5,
        1,
        1,
    )
    assert linking["unlinked"]["count"] == 1
    assert linking["unlinked"]["share_of_inputs"] == pytest.approx(1 / 6)
    [flow] = linking["unlinked"]["flows"]
    assert (flow["name"], flow["unit"], flow["count"]) == ("Wind power", "MJ", 1)
    shares = {row["unit"]: row for row in linking["unlinked"]["shares_by_process"]}
    mill = 7.2 / (1800 + 7.2)
    assert (shares["MJ"]["mean"], shares["MJ"]["processes"]) == (pytest.approx(mill / 2), 2)
    assert (shares["kg"]["mean"], shares["kg"]["median"]) == (0, 0)
    assert report["read"]["formulas"] == 1
    gases = {(g["gas"], g["line"]): g for g in report["gases"]["characterised"]}
    assert gases["CO2", "fossil"]["names"] == ["Carbon dioxide, fossil"]
    assert gases["CO2", "fossil"]["exchanges"] == 3
    [suspect] = report["gases"]["uncharacterised"]
    assert (suspect["name"], suspect["why"]) == ("Carbon monoxide, fossil", "precursor")
    assert {"unit": "kWh", "to": "MJ", "factor": 3.6, "exchanges": 2} in report["units"]["units"]


def test_a_dataset_with_a_cut_off_input_says_so(tmp_path: Path) -> None:
    release = chain("1").imported(tmp_path).release
    steel, part = release.dataset("steel mill"), release.dataset("part making")
    assert steel.confidence == "low" and steel.note is not None and "1" in (steel.note.en or "")
    assert part.confidence == "medium" and part.note is None


def test_names_are_stored_without_trailing_blanks(tmp_path: Path) -> None:
    release = chain("1").imported(tmp_path).release
    assert release.dataset("power plant").name.en == "Power plant"
    assert release.report["products"]["steel mill"] == "Steel"


def test_the_report_reads_in_both_languages_and_is_kept_with_the_release(tmp_path: Path) -> None:
    result = chain("2").imported(tmp_path)
    zh, en = report_text(result.report, "zh"), report_text(result.report, "en")
    assert "6 项投入中 5 项有供应过程" in zh and "Wind power" in zh
    assert "5 of 6 inputs have a supplier" in en and "Wind power: 1×" in en
    assert result.release.report == json.loads(json.dumps(result.report))


def test_the_intensities_print_as_a_table(tmp_path: Path) -> None:
    result = chain("2").imported(tmp_path)
    rows = {row["id"]: row for row in intensities_rows(result.release, "AR5", "en")}
    steel = rows["steel mill"]
    assert list(steel) == ["id", "name", "location", "product", "unit", *LINES, "total"]
    assert (steel["name"], steel["product"], steel["unit"]) == ("Steel mill", "Steel", "t")
    assert steel["fossil"] == pytest.approx(1785.5) and steel["total"] == pytest.approx(1785.5)
    writer = csv.DictWriter(io.StringIO(), list(steel))
    writer.writerows(rows.values())


def test_self_use_is_net_production(tmp_path: Path) -> None:
    """10 kWh made, 1 kWh used up, 4.5 kg CO2: 4.5 / 9 = 0.5 kg per net kWh."""
    package = Package("2")
    package.flow("Electricity", "PRODUCT", "energy")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process("Plant", [
        out("electricity", 10, "kWh", ref=True), into("electricity", 3.6, "MJ"), out("carbon dioxide, fossil", 4.5),
    ])  # fmt: skip
    assert made(package.imported(tmp_path), "plant")["total"] == pytest.approx(0.5)


def two_makers(dialect: Dialect, provider: str) -> Package:
    package = Package(dialect)
    package.flow("Heat", "PRODUCT", "energy")
    package.flow("Tea", "PRODUCT", "mass")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    for name, emitted in (("Boiler", 3), ("Stove", 7)):
        package.process(name, [out("heat", 1, "MJ", ref=True), out("carbon dioxide, fossil", emitted)])
    package.process("Kettle", [out("tea", 1, ref=True), into("heat", 2, "MJ", provider=provider)])
    return package


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("provider", "expected"), [("", 6), ("stove", 14), ("boiler", 6), ("elsewhere", 6)])
def test_the_default_provider_supplies_and_without_one_the_first_file(
    tmp_path: Path, dialect: Dialect, provider: str, expected: float
) -> None:
    """2 MJ of the boiler's heat (3 kg/MJ) or of the stove's (7 kg/MJ)."""
    result = two_makers(dialect, provider).imported(tmp_path)
    assert made(result, "kettle")["total"] == pytest.approx(expected)
    linking = result.report["linking"]
    assert linking["by_default_provider"] == (provider in {"stove", "boiler"})
    if linking["by_default_provider"]:
        assert linking["ambiguous"] == []
    else:
        [choice] = linking["ambiguous"]
        assert (choice["name"], choice["chosen"], choice["others"]) == ("Heat", "Boiler", ["Stove"])
    assert linking["default_provider_absent"] == (
        [{"name": "Heat", "count": 1}] if provider == "elsewhere" else []
    )


def refinery(
    factors: list[dict[str, Any]], *, default: str = "NO_ALLOCATION", by_mass: bool = True
) -> Package:
    """6 kg naphtha (the reference) and 4 kg diesel from 10 kg CO2 and 5 kWh at 2 kg/kWh; a truck burns diesel."""
    package = Package("2")
    package.flow("Power", "PRODUCT", "energy")
    package.flow("Naphtha", "PRODUCT", "mass")
    package.flow("Diesel", "PRODUCT", "mass" if by_mass else "energy")
    package.flow("Haul", "PRODUCT", "items")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process(
        "Truck", [out("haul", 1, "Item(s)", ref=True), into("diesel", 1, "kg" if by_mass else "MJ")]
    )
    package.process("Refinery", [
        out("naphtha", 6, ref=True), out("diesel", 4, "kg" if by_mass else "MJ"),
        out("carbon dioxide, fossil", 10), into("power", 5, "kWh"),
    ], allocationFactors=factors, defaultAllocationMethod=default)  # fmt: skip
    package.process("Grid", [out("power", 1, "kWh", ref=True), out("carbon dioxide, fossil", 2)])
    return package


def factor(method: str, product: str, value: float, exchange: int = 0) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "allocationType": f"{method}_ALLOCATION",
        "product": {"@id": product},
        "value": value,
    }
    return plain | ({"exchange": {"internalId": exchange}} if exchange else {})


HALVES = [factor("PHYSICAL", "naphtha", 0.5), factor("PHYSICAL", "diesel", 0.5)]
PRICES = [factor("ECONOMIC", "naphtha", 0.3), factor("ECONOMIC", "diesel", 0.7)]
CAUSES = [
    factor("CAUSAL", "naphtha", 0.25, 3), factor("CAUSAL", "diesel", 0.75, 3),
    factor("CAUSAL", "naphtha", 1.0, 4), factor("CAUSAL", "diesel", 0.0, 4),
]  # fmt: skip

# allocation, stored factors → method used, kg CO2e of 6 kg naphtha and of 4 kg diesel; both come from 20 kg
ALLOCATED: list[tuple[str, Allocation, list[dict[str, Any]], str, float, float]] = [
    ("physical as stored", "physical", HALVES, "physical", 10, 10),
    ("by mass where nothing is stored", "physical", [], "mass", 12, 8),
    ("by mass where half is stored", "physical", HALVES[:1], "mass", 12, 8),
    ("economic as stored", "economic", PRICES, "economic", 6, 14),
    ("causal as stored: 2.5 + 10 and 7.5 + 0", "causal", CAUSES, "causal", 12.5, 7.5),
    ("causal incomplete, physical instead", "causal", [*CAUSES[:3], *HALVES], "physical", 10, 10),
    ("causal incomplete, mass instead", "causal", CAUSES[:3], "mass", 12, 8),
    ("a sum of 0.98 is normalised", "economic",
     [factor("ECONOMIC", "naphtha", 0.49), factor("ECONOMIC", "diesel", 0.49)], "economic", 10, 10),
    ("a sum of 0.5 is refused", "physical",
     [factor("PHYSICAL", "naphtha", 0.25), factor("PHYSICAL", "diesel", 0.25)], "mass", 12, 8),
]  # fmt: skip


@pytest.mark.parametrize(
    ("allocation", "factors", "method", "naphtha", "diesel"),
    [c[1:] for c in ALLOCATED],
    ids=[c[0] for c in ALLOCATED],
)
def test_allocation_shares_out_what_the_process_brings_and_loses_nothing(
    tmp_path: Path,
    allocation: Allocation,
    factors: list[dict[str, Any]],
    method: str,
    naphtha: float,
    diesel: float,
) -> None:
    """The refinery brings 10 + 5·2 = 20 kg for 6 kg naphtha and 4 kg diesel, which then supplies the truck."""
    result = refinery(factors).imported(tmp_path, allocation)
    assert 6 * made(result, "refinery")["total"] == pytest.approx(naphtha)
    assert 4 * made(result, "refinery:diesel")["total"] == pytest.approx(diesel)
    assert made(result, "truck")["total"] == pytest.approx(diesel / 4)
    assert naphtha + diesel == 20
    [row] = result.report["allocation"]["allocated"]
    assert row["method"] == method
    assert bool(row["notes"]) == (method != allocation or "0.98" in str(row["notes"]))


def test_without_allocation_the_reference_bears_everything_and_the_co_product_supplies_nobody(
    tmp_path: Path,
) -> None:
    """20 kg / 6 kg naphtha; the truck's diesel has no maker."""
    result = refinery(HALVES).imported(tmp_path)
    assert made(result, "refinery")["total"] == pytest.approx(20 / 6)
    assert made(result, "truck")["total"] == 0
    assert "refinery:diesel" not in result.release
    allocation = result.report["allocation"]
    assert allocation["multi_output_processes"] == 1
    assert allocation["co_products_left"] == [{"process": "Refinery", "products": ["Diesel"]}]


@pytest.mark.parametrize(("default", "expected"), [("ECONOMIC_ALLOCATION", 6), ("NO_ALLOCATION", 20)])
def test_as_stated_follows_what_the_dataset_says(tmp_path: Path, default: str, expected: float) -> None:
    result = refinery([*HALVES, *PRICES], default=default).imported(tmp_path, "as-stated")
    assert 6 * made(result, "refinery")["total"] == pytest.approx(expected)


@pytest.mark.parametrize("allocation", ["economic", "physical"])
def test_what_cannot_be_allocated_stays_whole_and_is_named(tmp_path: Path, allocation: Allocation) -> None:
    """No prices are stored; and by mass, diesel counted in MJ has none."""
    result = refinery([], by_mass=False).imported(tmp_path, allocation)
    assert 6 * made(result, "refinery")["total"] == pytest.approx(20)
    [row] = result.report["allocation"]["not_allocated"]
    assert row["process"] == "Refinery" and row["notes"]


def test_a_credit_is_allocated_with_everything_else(tmp_path: Path) -> None:
    """(10 − 5·2) kg in all: with halves, 5 − 5 = 0 for each product."""
    package = refinery(HALVES)
    process = package.files["processes/001-Refinery.json"]
    process["exchanges"][3]["isAvoidedProduct"] = True
    result = package.imported(tmp_path, "physical")
    assert made(result, "refinery")["total"] == pytest.approx(0, abs=1e-12)
    assert made(result, "refinery:diesel")["total"] == pytest.approx(0, abs=1e-12)


def test_amounts_are_converted_through_flow_properties(tmp_path: Path) -> None:
    """Gas has 1.25 m3 per kg, so that 5 m3 are 4 kg; at 3 kg CO2 per kg they bring 12 kg."""
    package = Package("2")
    package.flow("Gas", "PRODUCT", "mass", also={"volume": 1.25})
    package.flow("Bath", "PRODUCT", "items")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process("Well", [out("gas", 1, ref=True), out("carbon dioxide, fossil", 3)])
    package.process("Tub", [out("bath", 1, "Item(s)", ref=True), into("gas", 5, "m3")])
    result = package.imported(tmp_path)
    assert made(result, "tub")["total"] == pytest.approx(12)
    [row] = result.report["units"]["flow_properties"]
    assert (row["property"], row["to"], row["factor"]) == ("Volume", "Mass", pytest.approx(0.8))


def test_a_package_that_rounds_a_pound_is_followed_and_named(tmp_path: Path) -> None:
    """2 lb at the package's 0.45 kg are 0.9 kg; a pound is 0.45359237 kg. The product is declared in kg then."""
    package = Package("2")
    package.flow("Soap", "PRODUCT", "mass")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process("Soapery", [out("soap", 2, "lb av", ref=True), out("carbon dioxide, fossil", 1.8)])
    result = package.imported(tmp_path)
    assert result.release.dataset("soapery").unit == "kg"
    assert made(result, "soapery")["total"] == pytest.approx(2)
    [row] = result.report["units"]["departures"]
    assert (row["unit"], row["package"], row["definition"]) == ("lb av", 0.45, pytest.approx(0.45359237))


def test_an_unknown_unit_becomes_a_piece_and_is_named(tmp_path: Path) -> None:
    package = Package("1")
    package.flow("Potion", "PRODUCT", "odd")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process("Cauldron", [out("potion", 4, "glug", ref=True), out("carbon dioxide, fossil", 8)])
    result = package.imported(tmp_path)
    assert result.release.dataset("cauldron").unit == "piece"
    assert made(result, "cauldron")["total"] == pytest.approx(2)
    assert result.report["units"]["unmapped"] == [
        {"process": "Cauldron", "unit": "glug", "declared": "piece"}
    ]


def test_biogenic_carbon_stands_on_its_own_lines(tmp_path: Path) -> None:
    """1.8 kg taken up, 1.2 kg emitted, 0.4 kg from land use, 0.3 kg high in the air, 0.1 kg plain: total 0.2."""
    package = Package("2")
    package.flow("Wood", "PRODUCT", "mass")
    for name, to in (
        ("Carbon dioxide, in air", "resource"), ("Carbon dioxide, biogenic", "air"), ("Carbon dioxide", "air"),
        ("Carbon dioxide, land transformation", "air"), ("Carbon dioxide, fossil", "lower stratosphere"),
    ):  # fmt: skip
        package.flow(name, "ELEMENTARY", "mass", to=to)
    package.process("Forest", [
        out("wood", 1, ref=True), into("carbon dioxide, in air", 1.8), out("carbon dioxide, biogenic", 1.2),
        out("carbon dioxide, land transformation", 0.4), out("carbon dioxide, fossil", 0.3), out("carbon dioxide", 0.1),
    ])  # fmt: skip
    lines = made(package.imported(tmp_path), "forest")
    assert lines == {
        "fossil": pytest.approx(0.1),
        "biogenic": pytest.approx(1.2),
        "removal": pytest.approx(-1.8),
        "land_use_change": pytest.approx(0.4),
        "aircraft": pytest.approx(0.3),
        "total": pytest.approx(0.2),
    }


def test_a_negative_reference_is_a_service_that_scores_positive(tmp_path: Path) -> None:
    """The other way to write waste treatment: output of −1 kg, and the producer takes in −2 kg: 2·3 = 6 kg."""
    package = Package("1")
    package.flow("Ash", "PRODUCT", "mass")
    package.flow("Fire", "PRODUCT", "items")
    package.flow("Carbon dioxide, fossil", "ELEMENTARY", "mass", to="air")
    package.process("Landfill", [out("ash", -1, ref=True), out("carbon dioxide, fossil", 3)])
    package.process("Hearth", [out("fire", 1, "Item(s)", ref=True), into("ash", -2)])
    result = package.imported(tmp_path)
    assert made(result, "landfill")["total"] == pytest.approx(3)
    assert made(result, "hearth")["total"] == pytest.approx(6)
    assert result.report["linking"]["negative_references"] == ["Landfill"]


def test_a_folder_is_read_like_an_archive(tmp_path: Path) -> None:
    package = chain("2")
    for name, value in package.files.items():
        place = tmp_path / "folder" / "inner" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(value), "utf-8")
    result = import_olca(tmp_path / "folder", name="made", home=tmp_path / "home")
    assert made(result, "steel mill")["total"] == pytest.approx(1785.5)


def test_a_process_without_reference_product_is_left_out_with_its_reason(tmp_path: Path) -> None:
    package = chain("2")
    package.process("Odd", [into("steel", 1, ref=True)])
    package.process("Idle", [out("part", 0, "Item(s)", ref=True)])
    result = package.imported(tmp_path)
    assert [(s["process"], s["reason"]) for s in result.report["skipped"]] == [
        ("Odd", "reference-not-made"),
        ("Idle", "reference-zero"),
    ]
    assert made(result, "steel mill")["total"] == pytest.approx(1785.5)


def _without_reference(package: Package) -> None:
    del package.files["processes/002-Steel mill.json"]["exchanges"][0]["isQuantitativeReference"]


def _twice_referenced(package: Package) -> None:
    package.files["processes/002-Steel mill.json"]["exchanges"][1]["isQuantitativeReference"] = True


def _text_amount(package: Package) -> None:
    package.files["processes/002-Steel mill.json"]["exchanges"][1]["amount"] = "1,5"


def _no_processes(package: Package) -> None:
    for name in [name for name in package.files if name.startswith("processes/")]:
        del package.files[name]


def _same_id(package: Package) -> None:
    package.files["processes/009.json"] = package.files["processes/002-Steel mill.json"]


def _all_unusable(package: Package) -> None:
    _no_processes(package)
    package.process("Odd", [into("steel", 1, ref=True)])


@pytest.mark.parametrize(
    ("spoil", "code", "place"),
    [
        (_without_reference, "olca.no-quantitative-reference", "processes/002-Steel mill.json"),
        (_twice_referenced, "olca.two-quantitative-references", "processes/002-Steel mill.json"),
        (_text_amount, "olca.wrong-shape", "processes/002-Steel mill.json.exchanges[1].amount"),
        (_no_processes, "olca.no-processes", ""),
        (_same_id, "olca.repeated-id", "processes/009.json"),
        (_all_unusable, "import.nothing-usable", ""),
    ],
)
def test_a_package_that_cannot_be_read_is_refused_and_nothing_is_stored(
    tmp_path: Path, spoil: Any, code: str, place: str
) -> None:
    package = chain("2")
    spoil(package)
    with pytest.raises(CodedError) as caught:
        package.imported(tmp_path)
    assert (caught.value.code, caught.value.problems[0].path) == (code, place)
    if code == "olca.no-quantitative-reference":
        assert "Steel mill" in caught.value.render("zh")
    assert not (tmp_path / "home").exists()


def test_a_process_that_needs_all_it_makes_does_not_supply_itself_and_is_named(tmp_path: Path) -> None:
    """1 kg needs 1 kg of itself: no net production, so nothing supplies it."""
    package = Package("2")
    package.flow("Snake", "PRODUCT", "mass")
    package.process("Ouroboros", [out("snake", 1, ref=True), into("snake", 1)])
    report = package.imported(tmp_path).report
    assert [(use["name"], use["share"]) for use in report["linking"]["own_use"]] == [("Ouroboros", 1.0)]
    assert report["linking"]["unlinked"]["count"] == 1


def test_a_system_without_solution_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    """A loop that a credit of its own product holds exactly at the edge: the determinant of
    [[1, −1, 1], [−1, 1, −1], [−0.1, 0, 1]] is 0."""
    package = Package("2")
    for name in ("One", "Two", "Three"):
        package.flow(name, "PRODUCT", "mass")
    package.flow("CO2", "ELEMENTARY", "mass", cas="124-38-9")
    package.process("Makes one", [out("one", 1, ref=True), into("two", 1), into("three", 0.1), out("co2", 1)])
    package.process("Makes two", [out("two", 1, ref=True), into("one", 1)])
    package.process("Makes three", [out("three", 1, ref=True), into("two", 1), into("one", 1, avoided=True)])
    with pytest.raises(CodedError) as caught:
        package.imported(tmp_path)
    assert caught.value.code.startswith("engine.")
    assert list((tmp_path / "home").rglob("*.json")) == []


def test_hostile_json_in_a_member_is_refused_with_the_members_name(tmp_path: Path) -> None:
    path = chain("2").write(tmp_path)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("flows/evil.json", '{"@id": "x", "@id": "y"}')
    with pytest.raises(CodedError) as caught:
        import_olca(path, name="made", home=tmp_path / "home")
    assert (caught.value.code, caught.value.problems[0].path) == ("json.duplicate-key", "flows/evil.json")


@pytest.mark.parametrize(("name", "allocation", "code"), [
    ("../up", "none", "release.bad-name"), ("made", "by-mood", "import.unknown-allocation"),
])  # fmt: skip
def test_a_wrong_name_or_method_is_refused_before_anything_is_read(
    tmp_path: Path, name: str, allocation: Any, code: str
) -> None:
    with pytest.raises(CodedError) as caught:
        import_olca(tmp_path / "nowhere.zip", name=name, allocation=allocation, home=tmp_path)
    assert caught.value.code == code


def test_progress_is_told_from_reading_to_solving(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_olca(
        chain("1").write(tmp_path), name="made", home=tmp_path, progress=lambda *step: told.append(step)
    )
    assert list(dict.fromkeys(step for step, _, _ in told)) == ["read", "link", "balance", "solve"]
    assert all(done <= total for _, done, total in told)
