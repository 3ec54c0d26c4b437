"""Balances of mass and carbon, worked out by hand: only what no composition could make true is called out."""

from __future__ import annotations

import csv
import re
from importlib import resources
from pathlib import Path

import pytest
from lci_databases import air, database, exchange, flow, process

from tanzuji.formats.lci.balance import Balance, balance, content
from tanzuji.formats.lci.records import Exchange, Flow
from tanzuji.formats.lci.units import Converter

CO2, CO = air("Carbon dioxide, fossil"), air("Carbon monoxide")
HEAT = flow("Heat, at boiler", group="energy")
DIESEL, COAL, STEEL, ORE = (
    flow("Diesel, at refinery"),
    flow("Hard coal"),
    flow("Steel, hot rolled"),
    flow("Iron ore"),
)
GAS = flow("Natural gas, in ground", group="volume")
RESIN = flow("Resin of nobody knows what")


def looked(flows: list[Flow], *exchanges: Exchange) -> Balance:
    return balance(Converter(database(flows, process("one", *exchanges))), lambda *step: None)


def test_burning_a_kilogram_of_diesel_gives_three_of_carbon_dioxide() -> None:
    """0.8185–0.919 kg of carbon: 3.00–3.37 kg of CO2; 3.15 kg hold 0.8596."""
    found = looked(
        [CO2, HEAT, DIESEL],
        exchange(HEAT, 36.0, reference=True),
        exchange(DIESEL, 1.0),
        exchange(CO2, 3.15, out=True),
    )
    assert (found.carbon, found.carbon_open, found.sourceless) == ([], 0, [])


@pytest.mark.parametrize(
    ("co2", "inward", "outward"), [(31.5, (0.8185, 0.919), 8.596), (0.315, (0.8185, 0.919), 0.08596)]
)
def test_a_unit_wrong_by_ten_is_found_either_way(
    co2: float, inward: tuple[float, float], outward: float
) -> None:
    """12.011 / 44.010 = 0.27291 kg of carbon a kg of CO2."""
    found = looked(
        [CO2, HEAT, DIESEL],
        exchange(HEAT, 36.0, reference=True),
        exchange(DIESEL, 1.0),
        exchange(CO2, co2, out=True),
    )
    (account,) = found.carbon
    assert (account.carbon_in.low, account.carbon_in.high) == pytest.approx(inward)
    assert account.carbon_out.low == pytest.approx(outward, rel=1e-3)


def test_an_input_of_unknown_make_may_hold_no_carbon_or_nothing_else() -> None:
    """1 kg of anything holds at most 1 kg of carbon: 3.6 kg of CO2 can come of it, 4 kg cannot."""
    outcomes = [
        looked(
            [CO2, HEAT, RESIN],
            exchange(HEAT, 1.0, reference=True),
            exchange(RESIN, 1.0),
            exchange(CO2, kg, out=True),
        )
        for kg in (0.0, 1.0, 3.6, 4.0)
    ]
    assert [len(found.carbon) for found in outcomes] == [0, 0, 0, 1]


def test_a_fuel_in_megajoules_has_no_mass_anybody_knows_and_leaves_the_balance_open() -> None:
    fuel = flow("Coal, energy content", group="energy")
    found = looked(
        [CO2, HEAT, fuel],
        exchange(HEAT, 1.0, reference=True),
        exchange(fuel, 5.0),
        exchange(CO2, 9.0, out=True),
    )
    assert (found.carbon, found.carbon_open, found.mass_open) == ([], 1, 1)


def test_natural_gas_in_cubic_metres_is_weighed_by_its_density() -> None:
    """0.6785–0.8515 kg/m3 and 0.6406–0.7487 of carbon: 0.435–0.638 kg/m3, i.e. 1.59–2.34 kg of CO2; 1.9 is usual."""
    for kg, expected in ((1.9, 0), (3.0, 1), (1.2, 1)):
        found = looked(
            [CO2, HEAT, GAS],
            exchange(HEAT, 36.0, reference=True),
            exchange(GAS, 1.0),
            exchange(CO2, kg, out=True),
        )
        assert len(found.carbon) == expected, kg


def test_emissions_without_any_input_are_a_factor_and_no_error() -> None:
    found = looked([CO2, HEAT], exchange(HEAT, 1.0, reference=True), exchange(CO2, 0.1, out=True))
    assert (found.carbon, len(found.sourceless)) == ([], 1)


def test_what_is_burnt_in_a_service_belongs_to_the_service() -> None:
    """“Diesel, combusted in equipment” brings its own emissions; the diesel is an input of that process."""
    assert content("Diesel, combusted in industrial equipment").carbon.high == 0.0  # type: ignore[union-attr]
    assert content("Diesel, at refinery").carbon.low == 0.8185  # type: ignore[union-attr]
    assert content("Winter wheat straw") is None  # no heat in wheat


def test_more_steel_than_ore_comes_from_nowhere() -> None:
    """1 kg of steel of 0.5 kg of ore; a quarter more than goes in is let pass for water and air nobody wrote down."""
    flows = [STEEL, ORE]
    for ore, expected in ((0.5, 1), (0.79, 1), (0.81, 0), (1.4, 0)):
        found = looked(flows, exchange(STEEL, 1.0, reference=True), exchange(ORE, ore))
        assert len(found.mass) == expected, ore


def test_waste_counts_on_the_side_where_it_leaves_and_credits_on_none() -> None:
    waste = flow("Slag, to landfill", "WASTE_FLOW")
    plain = [exchange(STEEL, 1.0, reference=True), exchange(ORE, 1.2)]
    assert len(looked([STEEL, ORE, waste], *plain, exchange(waste, 1.0, out=True)).mass) == 1
    credit = exchange(ORE, 5.0, avoided=True)
    assert looked([STEEL, ORE], *plain, credit).mass == []


# what substances hold ────────────────────────────────────────────────────────


def test_every_content_says_what_it_rests_on() -> None:
    """A publication, a formula, or that it is no substance."""
    for row in table():
        assert re.search(r"DESNZ|EPA|NDRC|IPCC|stoichiometry|no substance", row["source"]), row["pattern"]
        assert 0 <= float(row["low"]) <= float(row["high"]) <= 1


@pytest.mark.parametrize(
    ("name", "carbon"),
    [
        ("Methane, fossil", 12.011 / 16.043),
        ("甲醇", 12.011 / 32.042),
        ("Polyethylene, high density, granulate", 12.011 / 14.027),
        ("聚氯乙烯", 24.022 / 62.50),
        ("尿素", 12.011 / 60.056),
        ("Soda ash", 12.011 / 105.988),
        ("Dolomite, crushed", 24.022 / 184.40),
        ("氧气", 0.0),
    ],
)
def test_a_formula_gives_the_most_a_substance_holds(name: str, carbon: float) -> None:
    """By the masses of the elements (IUPAC, abridged)."""
    known = content(name)
    assert known is not None and known.carbon.high == pytest.approx(carbon, abs=6e-5)


@pytest.mark.parametrize(
    "name",
    ["Ethylene glycol", "环氧乙烷", "Polyethylene terephthalate", "苯酚", "Nitrogen fertiliser", "Hydrogen cyanide",
     "Ammonium bicarbonate", "碳酸氢铵", "煤焦油"],
)  # fmt: skip
def test_a_name_that_only_begins_like_another_is_not_taken_for_it(name: str) -> None:
    """Glycol holds 39 % of carbon, not ethylene's 86; a fertiliser of nitrogen may be urea."""
    assert content(name) is None


def test_fuels_hold_what_their_published_emissions_say(shared: Path) -> None:
    """kg CO2 a tonne (UK DESNZ 2024) and a short ton of 907.185 kg (US EPA 2025), times 12.011 / 44.009."""
    found = {}
    for file, gas, unit, scale in (
        ("defra_factors_2024.csv", "CO2 (as CO2e)", "kg CO2e/tonnes", 1000.0),
        ("epa_factors.csv", "CO2", "kg CO2/short ton", 907.185),
    ):
        with (shared / "data/factors" / file).open(encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                name = row["name"].rpartition(" | ")[2]
                known = content(name)
                fossil = not re.search("biofuel|^Mixed", name) and not row["name"].startswith("Outside")
                if row["gas"] == gas and row["unit"] == unit and known and fossil:
                    found[name] = (
                        known.carbon.low,
                        float(row["value"]) / scale * 12.011 / 44.009,
                        known.carbon.high,
                    )
    assert len(found) > 20
    assert {name: span for name, span in found.items() if not span[0] <= span[1] <= span[2]} == {}


def table() -> list[dict[str, str]]:
    text = resources.files("tanzuji.formats.lci").joinpath("carbon_contents.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
