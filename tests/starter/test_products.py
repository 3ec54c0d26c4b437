"""The demo products against the hand calculation they were carried over from.

Origin of the totals: the table of real product inventories (one CSV a product beside PRODUCTS.md), each total a
sum of amount × factor by hand. Factors that may not be redistributed were replaced; `EXPECTED.csv` itemises
every replacement, so that total with the original factors + Σ differences = total of the demo model.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tanzuji.documents.footprints import Contribution, Footprint
from tanzuji.documents.models import ProductModel
from tanzuji.documents.quantities import factor
from tanzuji.engine.footprint import compute
from tanzuji.engine.release import Release
from tanzuji.formats.models import read_model
from tanzuji.formats.starter import starter_folder, starter_release

PRODUCTS = Path(str(starter_folder())) / "products"

# Totals as PRODUCTS.md prints them; the battery per kWh of capacity, which delivers 60 × 8 = 480 kWh.
PRINTED = {
    "cement_po425": 807.781,
    "aluminium_primary": 14003.024,
    "lfp_battery_pack": 84.887 / 480,
    "cotton_tshirt": 4.105,
    "pv_module_csi": 562.206,
    "laptop": 224.187,
    "steel_hrc_bfbof": 2472.057,
    "steel_eaf": 1024.877,
    "room_air_conditioner": 4772.524,
    "rice_paddy": 900.497,
}
NAMES = tuple(PRINTED)
GASES = {
    "CO2": "gwp-0619",
    "N2O": "gwp-0625",
    "HFC-32": "gwp-0739",
    "PFC-14": "gwp-0994",
    "PFC-116": "gwp-0997",
    "CH4-biogenic": "gwp-2078",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TANZUJI_HOME", str(tmp_path_factory.mktemp("home")))
        yield starter_release()


@pytest.fixture(scope="module")
def footprints(library: Release) -> dict[str, Footprint]:
    return {name: compute(_model(name), [library]) for name in NAMES}


def _model(name: str) -> ProductModel:
    return read_model(PRODUCTS / f"{name}.yaml")


def _expected(name: str, entry: str) -> list[dict[str, str]]:
    with (PRODUCTS / "EXPECTED.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if (row["product"], row["entry"]) == (name, entry)]


def _inventory(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "products" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", NAMES)
def test_every_total_is_the_hand_calculated_one_plus_the_itemised_replacements(
    name: str, footprints: dict[str, Footprint]
) -> None:
    differences = sum(float(row["kg_co2e"]) for row in _expected(name, "difference"))
    assert float(_expected(name, "original_total")[0]["kg_co2e"]) == pytest.approx(PRINTED[name], rel=2e-4)
    assert footprints[name].total == pytest.approx(PRINTED[name] + differences, rel=1e-3)
    assert footprints[name].total == pytest.approx(
        float(_expected(name, "expected_total")[0]["kg_co2e"]), rel=1e-4
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_difference_is_its_amount_times_the_two_factors(name: str) -> None:
    """E.g. process steam of aluminium: 0.239841 GJ × (0.131516 − 0.11) t/GJ = 5.1604 kg."""
    for row in _expected(name, "difference"):
        numerator, denominator = row["factor_unit"].replace("CO2e", "").replace("CO2", "").rsplit("/", 1)
        masses = {"kg ": 1.0, "t ": 1000.0, "t": 1000.0}
        unit = {"item": "piece"}.get(denominator, denominator)
        amount = float(row["amount"]) * factor(row["unit"], unit)
        change = (float(row["value"]) - float(row["original_value"])) * masses[numerator]
        assert float(row["kg_co2e"]) == pytest.approx(amount * change, rel=1e-4), row["item_en"]


@pytest.mark.parametrize("name", NAMES)
def test_with_the_original_factors_the_model_gives_the_hand_calculated_total(
    name: str, footprints: dict[str, Footprint], shared: Path
) -> None:
    """Plain arithmetic: amount of every row × the factor of the CSV; a replaced row less its difference."""
    originals = _Originals(_inventory(shared, name))
    replaced = {row["exchange"]: row for row in _expected(name, "difference")}
    footprint = footprints[name]
    total = 0.0
    for contribution in footprint.contributions:
        row = replaced.get(_exchange(footprint.model, contribution))
        if row is None:
            total += originals.kg(contribution)
        else:
            total += contribution.total - float(row["kg_co2e"])
    assert total == pytest.approx(PRINTED[name], rel=2e-3)


class _Originals:
    """The factors of a product's CSV by the ids the models use."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.factors: dict[str, tuple[float, str]] = {}
        for row in rows:
            if row["factor_value"]:
                named = (float(row["factor_value"]), row["factor_unit"])
                self.factors[_model_id(row["factor_id_or_process"], row["factor_unit"])] = named

    def kg(self, contribution: Contribution) -> float:
        if contribution.gas is not None:
            return contribution.amount * factor(contribution.unit, "kg") * self._gwp(contribution.gas)
        used = [use.dataset for use in contribution.factors]
        together = " + ".join(used)
        return sum(self._one(contribution, i) for i in ([together] if together in self.factors else used))

    def _gwp(self, gas: str) -> float:
        return 1.0 if gas == "CO2" else self.factors[GASES[gas]][0]

    def _one(self, contribution: Contribution, dataset: str) -> float:
        value, unit = self.factors[dataset]
        mass, per = re.fullmatch(r"(kg|t) ?(?:CO2e?)?/(.+)", unit).groups()  # type: ignore[union-attr]
        density = 0.001 if per == "cubic metres" and contribution.unit == "kg" else None
        amount = contribution.amount * (density or factor(contribution.unit, per.replace("item", "piece")))
        return amount * value * (1000.0 if mass == "t" else 1.0)


def _model_id(name: str, unit: str) -> str:
    """The id of a factor in the starter library: USLCI names become ids, fuel factors per GJ have their own."""
    if name.startswith("USLCI: "):
        return "uslci-" + re.sub(r"[^a-z0-9]+", "-", name.removeprefix("USLCI: ").lower()).strip("-")
    if name.startswith("cn-fuel-") and unit == "tCO2/GJ":
        return f"{name}-gj"
    return {
        "derived: caustic soda CN": "derived-caustic-soda-cn",
        "derived: primary copper cathode CN": "derived-copper-cathode-cn",
        "missing (proposed Dell 3.0 % x 344)": "estimate-laptop-transport-dell",
    }.get(name, name)


def _exchange(model: ProductModel, contribution: Contribution) -> str:
    process, kind, index = re.fullmatch(r"processes\[(\d+)\]\.(\w+)\[(\d+)\]", contribution.path).groups()  # type: ignore[union-attr]
    found = model.processes[int(process)]
    return f"{found.id}/{getattr(found, kind)[int(index)].id}"


@pytest.mark.parametrize("name", NAMES)
def test_rows_without_factor_or_amount_stay_as_gaps(
    name: str, footprints: dict[str, Footprint], shared: Path
) -> None:
    """PRODUCTS.md counts them: 2, 3, 5, 5, 5, 0, 1, 0, 3, 2. The mass of the air conditioner is now an assumption."""
    rows = [
        row
        for row in _inventory(shared, name)
        if row["kind"] != "output"
        and "informative" not in row["notes"]
        and not row["notes"].startswith("modelled above")
        and (
            not row["factor_value"] or not row["amount"] or (row["kind"] == "transport" and _no_distance(row))
        )
    ]
    gaps = [gap for gap in footprints[name].gaps if gap.reason in {"no_amount", "no_factor"}]
    assert len(gaps) == int(_expected(name, "expected_total")[0]["gaps"])
    assert len(gaps) == len(rows) - (name == "room_air_conditioner")
    free = [row for row in _inventory(shared, name) if row["factor_id_or_process"] == "cut-off 0"]
    assert len([gap for gap in footprints[name].gaps if gap.reason == "burden_free"]) == len(free)


def _no_distance(row: dict[str, str]) -> bool:
    return row["unit"] == "t" and not row["distance_km"]


def test_the_aluminium_dataset_is_the_result_of_the_aluminium_model(
    library: Release, footprints: dict[str, Footprint]
) -> None:
    per_tonne = 1000 * float(library.intensity("derived-aluminium-ingot-cn", "AR6").sum())
    assert footprints["aluminium_primary"].total == pytest.approx(per_tonne, rel=1e-4)


def test_the_estimates_are_what_their_notes_work_out_to(library: Release) -> None:
    """Each value again by hand from shipped factors; sulphuric acid 0.3443, soda ash 0.6897 and ethylene oxide
    2.4548 kg CO2e/kg are results of USLCI that do not ship."""

    def of(dataset: str) -> float:
        return float(library.intensity(dataset, "AR6").sum())

    power, supply = of("cn-elec-cf-2024-cn-041"), of("uk-desnz-2025-11_102_1025_7_1") / 3.6e-3
    coal = of("cn-fuel-ndrc-02-gj") + supply  # kg CO2e per GJ
    # CH4 and N2O of coal as published in AR5: 0.00109 and 0.0024 kg CO2e per kWh
    heat = of("cn-heat-default") + (0.00109 + 0.0024 + 0.05925) / 3.6e-3 / 0.81
    soda, acid, lime = 0.6897, 0.3443, of("uslci-limestone-at-mine")
    concentrate = (4500 * 0.33099 / 3.6 + 15 * soda) / 1000
    lithium = 135.89 * coal + 6480 / 3.6 * power + 50 * of("derived-caustic-soda-cn") + 1710 * acid
    lithium = (lithium + 2050 * soda + 700 * lime + 7300 * concentrate) / 1000
    phosphate = of("derived-phosphate-fertiliser")
    worked_out = {
        "derived-heat-coal-boiler-cn": heat,
        "derived-lithium-carbonate-cn": lithium,
        "derived-lfp-cathode-cn": 0.2342 * lithium + 0.4499 * phosphate + 0.015 * heat + 0.1395,
        "estimate-graphite-cn": of("uslci-anode-at-plant") + 6.0 * power,
        "derived-ethylene-carbonate": 44.05 / 88.06 * 2.4548,
        "estimate-laundry-detergent-water": 0.010 * 2.5 * 0.355 + 0.010 * (0.1913 + 0.17088),
        "estimate-laptop-manufacture-dell": 344 * 0.883,
        "estimate-laptop-transport-dell": 344 * 0.03,
        "estimate-silicomanganese-cn": 1.4 + 4.0 * power,
        "derived-iron-ore-cn": (87.804 + 68.076) / 2 * power / 1000,
        "derived-nitrogen-fertiliser-coal": 17.031 / 14.007 * 3.273,
        "derived-phosphate-fertiliser": 0.4301 / 0.46,
    }
    for dataset, value in worked_out.items():
        assert of(dataset) == pytest.approx(value, rel=1e-3), dataset


def test_captive_coal_power_brings_aluminium_to_the_published_level(footprints: dict[str, Footprint]) -> None:
    """PRODUCTS.md: 18 874 kg/t with coal power (0.9240) for the smelter, + 5.16 for the replaced heat factor."""
    scenarios = {scenario.id: scenario.total for scenario in footprints["aluminium_primary"].scenarios}
    assert scenarios["captive-coal"] == pytest.approx(18874 + 5.16, rel=1e-4)
    assert scenarios["newer-cells"] == pytest.approx(13536 + 5.16, rel=1e-4)


def test_the_circular_footprint_formula_credits_what_the_hand_calculation_credits(
    footprints: dict[str, Footprint],
) -> None:
    """PRODUCTS.md: −8.29 kg per kWh of capacity, A = 0.2: Al −5.346, Cu −2.944; ÷ 480 kWh delivered."""
    cff = {scenario.id: scenario for scenario in footprints["lfp_battery_pack"].scenarios}["cff"]
    assert cff.difference * 480 == pytest.approx(-8.29, rel=2e-3)


@pytest.mark.parametrize("name", NAMES)
def test_no_demo_claims_primary_data_or_uses_a_co2_only_supply_factor(
    name: str, footprints: dict[str, Footprint]
) -> None:
    for contribution in footprints[name].contributions:
        assert contribution.data_kind in {"secondary", "estimate"}, contribution.name
        for use in contribution.factors:
            assert use.gas_basis != "co2" or use.boundary == "combustion", use.dataset


@pytest.mark.parametrize("name", NAMES)
def test_every_row_tells_where_it_was_read_in_both_languages(name: str) -> None:
    model = _model(name)
    for process in model.processes:
        exchanges = (*process.inputs, *process.energy, *process.transports, *process.wastes)
        for name_of, data, supplier in (
            *((row.name, row.data, row.process) for row in exchanges),
            *((row.name, row.data, None) for row in process.emissions),
        ):
            assert name_of.zh and name_of.en
            if data.kind != "unknown" and supplier is None:
                assert data.citation and data.confidence, name_of.en
    assert model.comparisons and model.comparison_reason and model.comparison_reason.zh


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_replace_what_they_name(name: str, footprints: dict[str, Footprint]) -> None:
    """A misspelt `process/exchange` would leave the total as it was."""
    for scenario in footprints[name].scenarios:
        assert abs(scenario.difference) > 1e-3 * footprints[name].total, scenario.id
