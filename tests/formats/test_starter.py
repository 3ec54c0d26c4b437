"""The starter library against its publishers' own figures."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from tanzuji.documents.datasets import Dataset
from tanzuji.documents.gases import gases, gwp
from tanzuji.documents.quantities import factor
from tanzuji.formats import starter

ROOT = Path(__file__).resolve().parents[2]
CJK = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def library() -> dict[str, Dataset]:
    return {dataset.id: dataset for dataset in starter.starter_datasets()}


def total(dataset: Dataset, gwp_set: str = "AR5") -> float:
    """kg CO2e per declared unit, biogenic CO2 and its uptake included (they cancel)."""
    return sum(amount.amount * gwp(amount.gas, gwp_set) for amount in dataset.amounts)  # type: ignore[arg-type]


def mass(dataset: Dataset, gas: str) -> float:
    return sum(amount.amount for amount in dataset.amounts if amount.gas == gas)


def official(shared: Path, year: int) -> dict[str, str]:
    """Name → figure of a ministry annex, as printed."""
    pages = pypdfium2.PdfDocument(shared / f"data/official/{year}.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return {
        f"{i} {name}": value
        for i, (name, value) in enumerate(re.findall(r"^(\S+) (0\.\d{4})\s*$", text, re.M))
    }


def published(shared: Path, table: str) -> list[dict[str, str]]:
    with (shared / "data/factors" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The GWP table


@pytest.mark.parametrize(
    ("gas", "ar4", "ar5", "ar6"),
    [
        ("CO2", 1, 1, 1),
        ("CH4", 25, 28, 27.9),
        ("CH4-fossil", 25, 30, 29.8),
        ("CH4-biogenic", 25, 28, 27.0),
        ("N2O", 298, 265, 273),
        ("SF6", 22800, 23500, 25200),
        ("NF3", 17200, 16100, 17400),
        ("CF4", 7390, 6630, 7380),
        ("C2F6", 12200, 11100, 12400),
        ("HFC-134a", 1430, 1300, 1530),
        ("HFC-32", 675, 677, 771),
        ("HFC-125", 3500, 3170, 3740),
        ("HCFC-22", 1810, 1760, 1960),
    ],
)
def test_gwp100_is_what_the_assessment_reports_print(gas: str, ar4: float, ar5: float, ar6: float) -> None:
    """AR4 WG1 Table 2.14, AR5 WG1 Table 8.A.1 (without feedback), AR6 WG1 Tables 7.15 and 7.SM.7."""
    assert (gwp(gas, "AR4"), gwp(gas, "AR5"), gwp(gas, "AR6")) == (ar4, ar5, ar6)


def test_a_blend_is_the_mass_weighted_mean_of_its_gases() -> None:
    """R-410A is half HFC-32, half HFC-125: AR6 (771 + 3740) / 2 = 2255.5.
    R-404A: 0.44 × 3740 + 0.52 × 5810 + 0.04 × 1530 = 4728."""
    assert gwp("R-410A", "AR6") == 2255.5
    assert gwp("R404A", "AR6") == 4728


def test_common_gases_have_a_chinese_name_and_are_found_by_it() -> None:
    assert sum(1 for gas in gases().values() if gas.name_zh) >= 60
    assert gwp("六氟化硫", "AR6") == gwp("SF6", "AR6")
    assert gwp("四氟化碳", "AR6") == gwp("PFC-14", "AR6")


# What every row says about itself


def test_ids_are_unique() -> None:
    counts = Counter(dataset.id for dataset in starter.starter_datasets())
    assert [id for id, count in counts.items() if count > 1] == []


def test_every_row_has_a_chinese_and_an_english_name_of_its_own(library: dict[str, Dataset]) -> None:
    for language in ("zh", "en"):
        names = Counter(getattr(dataset.name, language) for dataset in library.values())
        assert [name for name, count in names.items() if count > 1 or not name] == []
    assert [d.id for d in library.values() if not CJK.search(d.name.zh or "")] == []
    assert [d.id for d in library.values() if CJK.search(d.name.en or "")] == []


def test_every_row_says_where_it_comes_from_and_how_sure_it_is(library: dict[str, Dataset]) -> None:
    for dataset in library.values():
        source = dataset.source
        assert source.title and source.publisher and source.year and source.licence, dataset.id
        assert (source.location or dataset.note) and source.verification, dataset.id
        assert "confidence" in dataset.model_fields_set, dataset.id
        assert dataset.boundary != "unknown" or dataset.category == ("water",), dataset.id
        assert dataset.amounts, dataset.id


def test_no_share_alike_or_closed_licence_ships() -> None:
    licences = " ".join(row["licence"] for row in starter.starter_sources().values())
    assert not re.search(r"share.?alike|BY-SA|ODbL|\bNC\b|GPL", licences, re.I)


def test_every_publication_stands_in_the_notice_where_its_licence_asks_for_it() -> None:
    notice = starter.starter_notice()
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in notice
    assert "Our World in Data" in notice and "CC BY 4.0" in notice
    assert "DATA USE DISCLAIMER AGREEMENT" in notice and "INDEMNIFY" in notice
    assert "生态环境部" in notice and "U.S. Environmental" in notice
    for read_in in (
        "TianGong LCA",
        "premise",
        "BSD 3-Clause",
        "bonsai_ipcc",
        "Ecobalyse",
        "Boavizta",
        "Dell",
    ):
        assert read_in in notice


def test_numbers_nobody_compared_with_their_source_are_called_assumptions() -> None:
    """3.273 t CO2/t NH3 and 0.52 t CO2/t clinker are quoted from general knowledge of the IPCC tables."""
    (ammonia,) = (d for d in starter.starter_datasets() if d.id == "derived-nitrogen-fertiliser-coal")
    cement = starter.starter_folder().joinpath("products", "cement_po425.yaml").read_text("utf-8")
    assert ammonia.note
    for zh, en in ((ammonia.note.zh or "", ammonia.note.en or ""), (cement, cement)):
        assert "假设" in zh and "未与 IPCC 原文核对" in zh
        assert "an assumption" in en and "not compared with the IPCC text" in en


def test_categories_have_names_in_both_languages(library: dict[str, Dataset]) -> None:
    steps = {step for dataset in library.values() for step in dataset.category}
    for step in steps:
        assert CJK.search(starter.category_name(step, "zh")), step
        assert starter.category_name(step, "en") != step, step


def test_replaced_rows_are_in_the_library(library: dict[str, Dataset]) -> None:
    replaced = {d.id: d.replaces for d in library.values() if d.replaces}
    assert set(replaced.values()) <= set(library)
    assert replaced["cn-elec-cf-2024-cn-041"] == "cn-elec-cf-2023-cn-060"


# China


def test_2024_electricity_footprint_factors_are_the_announced_ones(
    shared: Path, library: dict[str, Dataset]
) -> None:
    """Annex of the announcement of 2025-10-23: one average, eight technologies, two for transmission."""
    printed = [value for key, value in official(shared, 2024).items()]
    assert len(printed) == 11
    ours = [library[f"cn-elec-cf-2024-cn-{n:03}"] for n in range(41, 52)]
    assert [f"{mass(dataset, 'CO2e'):.4f}" for dataset in ours] == printed
    assert [printed[0], printed[1]] == ["0.5777", "0.9240"]
    assert {dataset.gas_basis for dataset in ours} == {"co2e"}


def test_2023_grid_co2_factors_are_the_announced_ones(shared: Path, library: dict[str, Dataset]) -> None:
    """Annex of announcement 2025 No. 47: national, 7 regions, 30 provinces, two further national figures."""
    printed = official(shared, 2023)
    assert len(printed) == 40
    ours = sorted(
        (d for d in library.values() if d.id.startswith("cn-elec-co2-2023-")), key=lambda d: d.id[-3:]
    )
    assert [f"{mass(d, 'CO2'):.4f}" for d in ours] == list(printed.values())
    for dataset, key in zip(ours[1:38], list(printed)[1:38], strict=True):
        assert f"2023年{key.split()[1]}电力" in (dataset.name.zh or "")


def test_whether_the_average_contains_line_losses_stays_unknown(library: dict[str, Dataset]) -> None:
    """The annex prints transmission factors beside the average and does not say whether it contains them."""
    average = library["cn-elec-cf-2024-cn-041"]
    assert average.includes_losses is None and average.note and "重复" in (average.note.zh or "")
    assert library["cn-elec-cf-2024-cn-042"].includes_losses is False
    assert library["cn-elec-cf-2024-cn-050"].includes_losses is False
    assert library["cn-elec-cf-2024-cn-051"].includes_losses is True


def test_co2_only_rows_say_so_in_basis_boundary_and_name(library: dict[str, Dataset]) -> None:
    grid = [d for d in library.values() if d.category == ("electricity", "grid-co2")]
    assert len(grid) == 120
    for dataset in grid:
        assert (dataset.gas_basis, dataset.boundary) == ("co2", "generation")
        assert "仅 CO2" in (dataset.name.zh or "") and "CO2 only" in (dataset.name.en or "")
    for dataset in library.values():
        if dataset.gas_basis == "co2":
            assert {a.gas for a in dataset.amounts} == {"CO2"}
            assert "CO2 only" in (dataset.name.en or ""), dataset.id


def test_2023_figures_that_rest_on_a_copy_are_marked(library: dict[str, Dataset]) -> None:
    """The 2023 transmission figure rests on one row of a catalogue copy; the 2024 one on the annex."""
    assert library["cn-elec-cf-2023-cn-061"].confidence == "low"
    assert library["cn-elec-cf-2023-cn-060"].confidence == "medium"
    assert library["cn-elec-cf-2024-cn-050"].confidence == "high"


def test_a_chinese_fuel_follows_from_its_heat_and_carbon(library: dict[str, Dataset]) -> None:
    """Bituminous coal: 23.204 GJ/t × 0.02618 tC/GJ × 93 % × 44/12 = 2.07151 t/t, 0.0892738 t/GJ.
    Natural gas: 389.31 GJ/10⁴ Nm³ × 0.0153 × 99 % × 44/12 = 21.6219 t/10⁴ Nm³ = 2.16219 kg/m³."""
    coal = library["cn-fuel-ndrc-02"]
    assert (coal.unit, mass(coal, "CO2")) == ("t", pytest.approx(2071.51, rel=1e-5))
    assert mass(library["cn-fuel-ndrc-02-gj"], "CO2") == pytest.approx(89.2738, rel=1e-5)
    assert mass(library["cn-fuel-ndrc-22"], "CO2") == pytest.approx(2.16219, rel=1e-5)
    assert coal.confidence == "low" and coal.boundary == "combustion"
    assert mass(library["cn-heat-default"], "CO2") == 110


# United Kingdom


@pytest.mark.parametrize(
    ("id", "unit", "value"),
    [
        ("uk-desnz-2025-1_100_1000_15_1", "t", 3033.38067),  # butane
        ("uk-desnz-2025-7_400_4000_5_1", "kWh", 0.177),  # electricity generated
        ("uk-desnz-2025-13_402_4000_5_1", "kWh", 0.01853),  # transmission and distribution
        ("uk-desnz-2025-19_504_5104_15_1", "t", 9115.90131),  # aluminium cans and foil
        ("uk-desnz-2025-20_506_5446_15_1", "t", 1164.4894),  # paper and board to landfill
        ("uk-desnz-2025-28_916_3235_14_1", "t*km", 0.00365),  # container ship, well-to-tank
        ("uk-desnz-2025-17_404_4005_1_1", "m3", 0.1913),  # water supply
    ],
)
def test_uk_rows_are_the_published_totals(
    library: dict[str, Dataset], id: str, unit: str, value: float
) -> None:
    """Read in the 2025 flat file, sheet Factors by Category."""
    dataset = library[id]
    assert dataset.unit == unit
    assert total(dataset) == pytest.approx(value, abs=2e-5, rel=1e-6)


def test_masses_give_back_every_published_uk_total_with_ar5(
    shared: Path, library: dict[str, Dataset]
) -> None:
    """AR5: CO2 1, CH4 28, N2O 265. Publisher rounds each gas to 5 decimals: three halves of 1e-5 at most."""
    compared = 0
    for row in published(shared, "defra_factors"):
        dataset = library.get(row["factor_id"])
        if dataset is None or row["gas"] != "CO2e total" or dataset.category == ("refrigerants",):
            continue
        assert total(dataset) == pytest.approx(float(row["value"]), abs=2e-5, rel=1e-5), dataset.id
        compared += 1
    assert compared == sum(1 for id in library if id.startswith("uk-desnz-2025-") and "-3_" not in id)
    folded = [
        d for d in library.values() if d.id.startswith("uk-desnz") and mass(d, "CH4") and mass(d, "CO2")
    ]
    assert len(folded) > 250


def test_a_uk_row_can_be_characterised_again(library: dict[str, Dataset]) -> None:
    """Butane 2025: CH4 2.52 / 28 = 0.09 kg/t, N2O 1.60067 / 265 = 0.006040264 kg/t.
    AR6: 3029.26 + 0.09 × 27.9 + 0.006040264 × 273 = 3033.4200."""
    assert total(library["uk-desnz-2025-1_100_1000_15_1"], "AR6") == pytest.approx(3033.42, abs=1e-4)


def test_air_freight_stands_on_its_own_line(library: dict[str, Dataset]) -> None:
    air = [d for d in library.values() if d.category == ("transport", "air")]
    assert len(air) >= 8
    assert {amount.line for dataset in air for amount in dataset.amounts} == {"aircraft"}
    # with radiative forcing the published CO2 is no mass of CO2 and cannot be characterised again
    assert {d.gas_basis for d in air if "With RF" in (d.name.en or "")} == {"co2e"}


def test_biogenic_co2_is_shown_on_both_lines_and_cancels(library: dict[str, Dataset]) -> None:
    """Bioethanol: 1.91 kg CO2 per kg outside of scopes, CH4 and N2O 0.01135 kg CO2e."""
    lines = {(a.gas, a.line): a.amount for a in library["uk-desnz-2025-2_103_1031_3_1"].amounts}
    assert lines == {("CO2e", "biogenic"): 0.01135, ("CO2", "biogenic"): 1.91, ("CO2", "removal"): -1.91}


def test_battery_vehicles_and_passenger_travel_are_left_out(library: dict[str, Dataset]) -> None:
    names = " ".join(d.name.en or "" for d in library.values() if d.id.startswith("uk-"))
    assert not re.search(r"Electric Vehicle|Hotel|Homeworking|passenger", names, re.I)


def test_refrigerants_are_the_gas_itself_where_the_published_value_is_its_own(
    library: dict[str, Dataset],
) -> None:
    """Published AR5 values: HFC-134a 1300, R410A 1924, R404A 3943, R507A 3985, SF6 23 500."""
    by_name = {
        (d.name.en or "").split(",")[0]: d for d in library.values() if d.category == ("refrigerants",)
    }
    assert total(by_name["HFC-134a"]) == 1300
    assert total(by_name["HFC-134a"], "AR6") == 1530
    assert [round(total(by_name[b]) + 1e-9) for b in ("R410A", "R404A", "R507A")] == [1924, 3943, 3985]
    assert by_name["R410A"].amounts[0].gas == "R-410A"
    assert total(by_name["Sulphur hexafluoride (SF6)"]) == 23500


# United States, the world, chemistry


def test_epa_rows_fold_their_gases_per_unit(library: dict[str, Dataset]) -> None:
    """Hub January 2025, Table 1, anthracite: 103.69 kg CO2, 11 g CH4, 1.6 g N2O per mmBtu; Table 6, Alaska
    Grid: 899.003 lb CO2, 0.086 lb CH4, 0.012 lb N2O per MWh (1 lb = 0.45359237 kg)."""
    coal = library["us-epa-hub-2025-0002"]
    assert (mass(coal, "CO2"), mass(coal, "CH4"), mass(coal, "N2O")) == (103.69, 0.011, 0.0016)
    assert factor(coal.unit, "MJ") == pytest.approx(1055.056, rel=1e-4)
    grid = library["us-epa-hub-2025-0810"]
    assert mass(grid, "CO2") == pytest.approx(899.003 * 0.45359237 / 1000)
    assert grid.includes_losses is False


def test_egrid_subregions_and_waste_are_complete(library: dict[str, Dataset]) -> None:
    assert sum(1 for d in library.values() if "eGRID2023" in (d.name.en or "")) == 28
    assert sum(1 for d in library.values() if d.category == ("waste",) and d.id.startswith("us-")) == 183
    cans = library["us-epa-hub-2025-1029"]  # 0.06 t CO2e per short ton
    assert (cans.unit, total(cans)) == ("short_ton", 60)


def test_spend_based_rows_are_per_dollar_and_low(shared: Path, library: dict[str, Dataset]) -> None:
    rows = [d for d in library.values() if d.category[0] == "spend-based"]
    assert len(rows) == 1016
    assert {(d.unit, d.confidence) for d in rows} == {("USD", "low")}
    assert total(library["us-sc-1.3-111110-cpoiw"]) == 0.532  # soybean farming with margins


def test_technology_medians_carry_their_range(library: dict[str, Dataset]) -> None:
    """IPCC AR5 WG3 Table A.III.2: coal 740–820–910, hydropower 1–24–2200, wind onshore 7–11–56 g/kWh."""
    for key, low, median, high in (("coal-pc", 0.74, 0.82, 0.91), ("hydropower", 0.001, 0.024, 2.2),
                                   ("wind-onshore", 0.007, 0.011, 0.056)):  # fmt: skip
        dataset = library[f"ar5-elec-{key}-median"]
        assert dataset.uncertainty is not None
        assert (dataset.uncertainty.minimum, total(dataset), dataset.uncertainty.maximum) == (
            low,
            median,
            high,
        )


def test_country_rows_are_of_the_cc_by_publication_only(library: dict[str, Dataset]) -> None:
    rows = [d for d in library.values() if d.category == ("electricity", "country-mix")]
    assert len(rows) == 213
    assert {d.source.licence for d in rows} == {"CC BY 4.0"}
    assert all(re.fullmatch("[A-Z]{2}", d.geography) for d in rows)
    assert "碳足迹因子" in str(library["grid-owid-chn-2023"].note)


def test_rows_whose_transcription_is_wrong_are_left_out(library: dict[str, Dataset]) -> None:
    """Swapped electric-arc and basic-oxygen steel; ethylene oxide CH4 under CO2; t for kg in coke CH4 and
    magnesium SF6."""
    assert not {f"ipcc2006-ippu-{n}" for n in ("0041", "0042", "0077", "0078", "0126", "0127")} & set(library)
    assert not [d.id for d in library.values() if re.search(r"EAF|BOF", d.name.en or "")]


def test_process_emissions_agree_with_chemistry(library: dict[str, Dataset]) -> None:
    """CaCO3 → CaO + CO2: 44.0095/100.0869 = 0.43971 t/t; CaO: 44.01/56.08 = 0.784772; clinker × 0.65.
    Carbon black, furnace process: 1.96 + 0.66 = 2.62 t CO2/t (IPCC 2006 vol. 3 Table 3.23)."""
    assert mass(library["ipcc2006-ippu-0128"], "CO2") == pytest.approx(1000 * 44.0095 / 100.0869, rel=1e-5)
    assert mass(library["derived-lime-calcination"], "CO2") == pytest.approx(784.772, abs=1e-3)
    assert mass(library["derived-clinker-calcination"], "CO2") == pytest.approx(510.102, abs=1e-3)
    black = (library["ipcc2006-ippu-0054"], library["ipcc2006-ippu-0057"])
    assert sum(mass(d, "CO2") for d in black) == pytest.approx(2620)
    cells = {a.gas for a in library["ipcc2006-ippu-0073"].amounts}
    assert cells == {"PFC-14"}


def test_derived_rows_follow_from_their_written_derivation(library: dict[str, Dataset]) -> None:
    """Per t NaOH: 2.06256 GJ coal × 89.2738 kg + 572.933 kWh × 0.05925 + 2291.956 kWh × 0.5777 = 1542.14 kg.
    Copper cathode, AR6: 3.95 + 0.0075 × 29.8 + 0.000459 × 273 = 4.298807 kg/kg."""
    by_hand = (2.06256 * 89.2738 + 2.06256 / 0.0036 * 0.05925 + 8.25104 / 0.0036 * 0.5777) / 1000
    assert total(library["derived-caustic-soda-cn"]) == pytest.approx(by_hand, rel=1e-6)
    assert total(library["derived-copper-cathode-cn"], "AR6") == pytest.approx(4.298807, abs=1e-9)
    assert {library[f"derived-{k}-cn"].confidence for k in ("caustic-soda", "copper-cathode")} == {"low"}


# What product models ask for


def test_every_factor_the_demo_products_name_is_here(shared: Path, library: dict[str, Dataset]) -> None:
    """`gwp-…` rows are gases, CPCD rows may not ship, and products derived from one another are models."""
    wanted: set[str] = set()
    for path in sorted((shared / "products").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                named = row["factor_id_or_process"]
                wanted |= set(re.findall(r"(?:uk-desnz|cn-elec|cn-fuel|cn-heat|ipcc2006)[\w.-]*", named))
                if named.startswith("USLCI: "):
                    wanted.add("uslci-" + re.sub(r"[^a-z0-9]+", "-", named[7:].lower()).strip("-"))
                for words, id in (("caustic soda", "caustic-soda"), ("copper cathode", "copper-cathode")):
                    if named == f"derived: {words} CN" or named == f"derived: primary {words} CN":
                        wanted.add(f"derived-{id}-cn")
    assert len(wanted) > 50
    assert wanted - set(library) == set()


def test_the_release_is_written_once_and_knows_all_three_gwp_sets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: dict[str, Dataset]
) -> None:
    """Butane 2025, per tonne: AR4 3029.26 + 0.09 × 25 + 0.006040264 × 298 = 3033.3100."""
    monkeypatch.setenv("TANZUJI_HOME", str(tmp_path))
    release = starter.starter_release()
    assert len(release) == len(library)
    again = starter.starter_release()
    assert again.digest == release.digest and again.version == release.version
    butane = release.intensity("uk-desnz-2025-1_100_1000_15_1", "AR4")
    assert butane.sum() == pytest.approx(3033.31, abs=1e-4)
    assert next(iter(release.search("2024年 全国电力"))).id == "cn-elec-cf-2024-cn-041"


def test_the_tables_are_what_the_build_script_makes(shared: Path, tmp_path: Path) -> None:
    """Unless results of a USLCI release were filled in, running the script again changes no byte."""
    script = ROOT / "tools/build_starter.py"
    subprocess.run(
        [sys.executable, str(script), str(shared), "--into", str(tmp_path)], check=True, capture_output=True
    )
    built = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(built) == len(starter.TABLES) + 1
    for path in built:
        if path.stem == "uslci_results":
            continue
        assert (tmp_path / path).read_bytes() == (ROOT / "src/tanzuji" / path).read_bytes(), path
