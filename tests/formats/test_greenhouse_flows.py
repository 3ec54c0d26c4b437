"""Names of elementary flows as published databases write them, and the gas and line they stand for."""

from __future__ import annotations

import pytest

from tanzuji.documents.gases import gases
from tanzuji.formats.greenhouse_flows import Characterised, Suspect, classify

AIR = ("Elementary flows", "air", "unspecified")

# Names from USLCI, ecoinvent and GaBi exports; the gas follows from the formula the name spells out.
KNOWN = [
    ("Carbon dioxide, fossil ", "", AIR, "CO2", "fossil"),
    ("Carbon dioxide", "000124-38-9", AIR, "CO2", "fossil"),
    ("Carbon dioxide [Inorganic emissions to air]", "", ("Emission to air",), "CO2", "fossil"),
    ("Carbon dioxide, non-fossil", "124-38-9", AIR, "CO2", "biogenic"),
    ("Carbon dioxide (biogenic)", "", AIR, "CO2", "biogenic"),
    ("Carbon dioxide, from soil or biomass stock", "", AIR, "CO2", "land_use_change"),
    ("Methane", "000074-82-8", AIR, "CH4", "fossil"),
    ("Methane, fossil", "000074-82-8", AIR, "CH4-fossil", "fossil"),
    ("Methane, non-fossil", "", AIR, "CH4-biogenic", "biogenic"),
    ("Methane, biogenic", "", (), "CH4-biogenic", "biogenic"),
    ("Dinitrogen monoxide", "", AIR, "N2O", "fossil"),
    ("Nitrous oxide (laughing gas) [Inorganic emissions to air]", "", (), "N2O", "fossil"),
    ("Sulphur hexafluoride", "2551-62-4", AIR, "SF6", "fossil"),
    ("Nitrogen fluoride", "", AIR, "NF3", "fossil"),
    ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "", AIR, "HFC-134a", "fossil"),
    ("Ethane, hexafluoro-, HFC-116", "", AIR, "PFC-116", "fossil"),
    ("Methane, tetrafluoro-, CFC-14", "", AIR, "PFC-14", "fossil"),
    ("Methane, tetrafluoro-, FC-14", "", AIR, "PFC-14", "fossil"),
    ("Methane, difluromonochloro-, HCFC-22", "", AIR, "HCFC-22", "fossil"),
    ("Methane, bromotrifluoro-, Halon 1301", "", AIR, "Halon-1301", "fossil"),
    ("Methane, monochloro-, R-40", "", AIR, "CH3Cl", "fossil"),
    ("R-410A", "", AIR, "R-410A", "fossil"),
    ("Something nobody names so", "811-97-2", AIR, "HFC-134a", "fossil"),
    ("Carbon dioxide, fossil", "", ("air", "lower stratosphere + upper troposphere"), "CO2", "aircraft"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "cas", "category", "gas", "line"), KNOWN, ids=[k[0] + "|" + k[1] for k in KNOWN]
)
def test_a_published_name_finds_its_gas_and_line(
    name: str, cas: str, category: tuple[str, ...], gas: str, line: str
) -> None:
    found = classify(name, cas=cas, category=category)
    assert isinstance(found, Characterised)
    assert (found.gas, found.line, found.sign) == (gas, line, 1)


@pytest.mark.parametrize("name", ["Carbon dioxide, in air", "Carbon dioxide", "Carbon dioxide, biogenic"])
def test_carbon_dioxide_taken_in_is_a_removal(name: str) -> None:
    found = classify(name, category=("resource", "in air"), is_input=True)
    assert found == Characterised("CO2", "removal", -1)


def test_carbon_put_into_soil_lowers_land_use_change() -> None:
    found = classify("Carbon dioxide, to soil or biomass stock", category=("soil",))
    assert found == Characterised("CO2", "land_use_change", -1)


@pytest.mark.parametrize(("name", "why"), [
    ("Carbon monoxide, fossil ", "precursor"),
    ("NMVOC, non-methane volatile organic compounds, unspecified origin", "precursor"),
    ("HFCs and HCFCs, unspecified", "unspecified-gas"),
    ("Perfluorocarbons, unspecified", "unspecified-gas"),
    ("Propane, 1,2-difluoro-", "not-in-table"),
])  # fmt: skip
def test_what_looks_like_a_greenhouse_gas_and_is_not_in_the_table_is_named(name: str, why: str) -> None:
    assert classify(name, category=AIR) == Suspect(why)  # type: ignore[arg-type]


def test_a_greenhouse_gas_that_does_not_reach_the_air_is_named() -> None:
    assert classify("Methane", cas="74-82-8", category=("water", "ocean")) == Suspect("not-to-air")


@pytest.mark.parametrize("name", [
    "Methanol", "Hydrocarbons (other than methane)", "Sulfur dioxide", "Carbon-14", "Carbon disulfide", "Nitrogen oxides",
    "Chlorothalonil", "Fluoranthene", "Monosodium acid methanearsonate", "Methanesulfonic acid", "Boron trifluoride",
])  # fmt: skip
def test_other_substances_are_left_alone(name: str) -> None:
    assert classify(name, category=AIR) is None


def test_every_gas_of_the_table_with_a_number_is_found_by_it() -> None:
    """Several ids share one number only for methane."""
    for gas in gases().values():
        if gas.cas and not gas.id.startswith("CH4"):
            found = classify("–", cas=gas.cas, category=AIR)
            assert isinstance(found, Characterised) and gases()[found.gas].cas == gas.cas
