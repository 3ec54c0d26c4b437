"""Which gas an elementary flow is, and on which reporting line it counts.

Databases name the same gas in many ways: with trailing blanks, old refrigerant codes, a compartment in
brackets. The CAS number decides where there is one, then the name; origin (fossil, biogenic, land use) is
read from the name, because carbon dioxide of every origin has the same CAS number.

Lines and signs follow ISO 14067 (−1/+1): biogenic carbon dioxide counts when emitted, and its uptake counts
as a removal with a negative amount. Carbon monoxide and volatile organics are not characterised; they are
named as suspects, with everything else that looks like a greenhouse gas and is not in the table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tanzuji.documents.gases import gases
from tanzuji.documents.lines import Line


@dataclass(frozen=True, slots=True)
class Characterised:
    """The gas, its line, and the sign of one unit of the flow as the database writes it (+1 or −1)."""

    gas: str
    line: Line
    sign: int
    assumed_fossil: bool = False  # the name states no origin


@dataclass(frozen=True, slots=True)
class Suspect:
    """A flow that looks like a greenhouse gas or a precursor, and why it does not count."""

    why: Literal["precursor", "unspecified-gas", "not-in-table", "not-to-air", "carbon-stock"]


# Registry numbers the table of GWPs does not carry, and names of publishers it does not know.
_CAS = {"124-38-9": "CO2", "10024-97-2": "N2O", "74-82-8": "CH4", "115-10-6": "CH3OCH3"}
_NAMES = {
    "dinitrogen monoxide": "N2O", "dinitrogen oxide": "N2O", "nitrous oxide": "N2O", "laughing gas": "N2O",
    "nitrous oxide (laughing gas)": "N2O", "nitrogen oxide (n2o)": "N2O",
    "sulfur hexafluoride": "SF6", "sulphur hexafluoride": "SF6",
    "nitrogen fluoride": "NF3", "nitrogen trifluoride": "NF3",
    "carbon tetrafluoride": "PFC-14", "tetrafluoromethane": "PFC-14", "methane, tetrafluoro-": "PFC-14",
    "hexafluoroethane": "PFC-116", "ethane, hexafluoro-": "PFC-116", "perfluoroethane": "PFC-116",
    "perfluoropropane": "PFC-218", "propane, octafluoro-": "PFC-218", "perfluorobutane": "PFC-31-10",
    "perfluoropentane": "PFC-41-12", "perfluorohexane": "PFC-51-14", "perfluorocyclobutane": "PFC-318",
    "carbon tetrachloride": "CCl4", "methane, tetrachloro-": "CCl4",
    "chloroform": "CHCl3", "methane, trichloro-": "CHCl3",
    "methylene chloride": "CH2Cl2", "methane, dichloro-": "CH2Cl2", "methane, dichloro": "CH2Cl2",
    "methyl chloride": "CH3Cl", "methane, monochloro-": "CH3Cl", "methane, monochloro": "CH3Cl",
    "methane, chloro-": "CH3Cl", "methyl bromide": "CH3Br", "methane, bromo-": "CH3Br",
    "methane, dibromo-": "CH2Br2", "ethane, 1,2-dichloro-": "CH2ClCH2Cl", "ethylene dichloride": "CH2ClCH2Cl",
    "ethane, 1,2-dibromo-": "EDB", "ethane, chloro-": "CH3CH2Cl", "ethene, tetrachloro-": "CCl2=CCl2",
    "ethene, trichloro-": "CHCl=CCl2", "methyl chloroform": "CH3CCl3", "ethane, 1,1,1-trichloro-": "CH3CCl3",
    "sulfuryl fluoride": "SO2F2", "sulphuryl fluoride": "SO2F2",
    "methane, chlorodifluoro-": "HCFC-22", "methane, difluromonochloro-": "HCFC-22",
    "methane, dichlorodifluoro-": "CFC-12", "methane, trichlorofluoro-": "CFC-11",
    "methane, chlorotrifluoro-": "CFC-13", "methane, dichlorofluoro-": "HCFC-21",
    "methane, trifluoro-": "HFC-23",
    "methane, difluoro-": "HFC-32", "ethane, pentafluoro-": "HFC-125", "ethane, 1,1-difluoro-": "HFC-152a",
    "ethane, 1,1,1,2-tetrafluoro-": "HFC-134a", "ethane, 1,1,1-trifluoro-": "HFC-143a",
    "methane, bromotrifluoro-": "Halon-1301", "methane, bromochlorodifluoro-": "Halon-1211",
    "trifluoromethane": "HFC-23", "difluoromethane": "HFC-32", "pentafluoroethane": "HFC-125",
    "chlorodifluoromethane": "HCFC-22", "trichlorofluoromethane": "CFC-11", 
    "dichlorodifluoromethane": "CFC-12",
}  # fmt: skip
# Codes of the refrigerant numbering whose gas the table lists by formula.
_CODES = {"10": "CCl4", "20": "CHCl3", "30": "CH2Cl2", "40": "CH3Cl", "140": "CH3CCl3", "140a": "CH3CCl3"}
_HALON_CODES = {"1001": "CH3Br"}

_CODE = re.compile(
    r"\b(?:H?CFC|HFC|PFC|FC|HCC|CC|HFO|HCFO|R|Freon)[ -]?(c?\d[\w-]*?(?:\([EZez]\))?)(?=$|[\s,;)])", re.I
)
_HALON = re.compile(r"\bhalon[ -]?(\d{4})\b", re.I)
_CARBON_DIOXIDE = re.compile(r"^carbon dioxide\b|^co2\b")
_EQUIVALENT = re.compile(r"^(carbon dioxide|co2)[ -]?(equivalents?\b|eq?\b)")
_METHANE = re.compile(
    r"^methane(?:$|,? ?\(?(?:fossil|biogenic|non-fossil|biotic|land transformation|from soil|peat|unspecified))"
    r"|^ch4\b"
)
_BIOGENIC = re.compile(r"biogenic|non-fossil|non fossil|biotic|renewable")
_LAND = re.compile(r"land transformation|land use|luluc|soil or biomass|peat")
_FOSSIL = re.compile(r"(?<!non-)(?<!non )fossil|calcination|geogenic")
_AIRCRAFT = re.compile(r"stratosphere|upper troposphere")
_BODIES_OTHER = re.compile(
    r"\b(water|river|ocean|lake|groundwater|freshwater|sea|soil|agricultural|industrial|forestry|waste)\b"
)
_PRECURSOR = re.compile(r"carbon monoxide|\bnmvoc\b|\bvoc\b|volatile organic|black carbon|\btnmoc\b")
_UNSPECIFIED = re.compile(
    r"\b(cfcs?|hcfcs?|hfcs?|pfcs?|hfes?)\b|fluorocarbon|perfluoro|hexafluoride|\bhalon|freon|"
    r"(methane|ethane|propane|ethene|ether)[a-z0-9, -]*(fluor|chlor|brom)|"
    r"(fluoro|chloro|bromo)(methane|ethane)|(di|tri|tetra|penta|hexa|hepta|octa|deca|sa) ?fluoro|fluoroxene|carbon dioxide|\bghg|greenhouse|co2e?q?\b"
)
_STOCK = re.compile(r"^carbon, ?(in organic|organic).*(soil|biomass)")


def classify(
    name: str, *, cas: str = "", category: tuple[str, ...] = (), is_input: bool = False
) -> Characterised | Suspect | None:
    """The gas behind an elementary flow; a suspect with its reason; or None for every other substance.

    `category` is the path of compartments, outermost first; a flow without one is taken to go to air.
    """
    wanted = _plain_name(name)
    where = " / ".join(category).casefold()
    if is_input:
        return _resource(wanted)
    # A bracket states the compartment in some databases: “Carbon dioxide [Inorganic emissions to air]”.
    bracket = re.search(r"\[(.*)\]", name.casefold())
    if bracket:
        where = f"{where} / {bracket.group(1)}"
    to_soil_stock = _CARBON_DIOXIDE.search(wanted) and "to soil or biomass" in wanted
    if to_soil_stock:
        return Characterised("CO2", "land_use_change", -1)
    gas, assumed = _gas(wanted, name, cas)
    if gas is None:
        return _suspect(wanted) if _to_air(where) else None
    if not _to_air(where):
        return Suspect("not-to-air") if gas in _CLIMATE_FIRST else None
    line = _line(wanted, where, gas)
    return Characterised(gas, line, +1, assumed)


_CLIMATE_FIRST = {"CO2", "CH4", "CH4-fossil", "CH4-biogenic", "N2O", "SF6", "NF3"}


def _plain_name(name: str) -> str:
    without = re.sub(r"\[.*?\]", "", name.casefold())
    return re.sub(r"\s+", " ", without).strip(" ,;")


def _to_air(where: str) -> bool:
    if re.search(r"\bair\b|troposphere|stratosphere|atmosphere", where):
        return not re.search(r"\b(to|emission output to) (fresh)?water\b", where)
    return not _BODIES_OTHER.search(where)


def _resource(wanted: str) -> Characterised | Suspect | None:
    """An input from nature: carbon dioxide taken from the air is a removal; carbon in soil is only named."""
    if _CARBON_DIOXIDE.search(wanted) and "fossil" not in wanted:
        return Characterised("CO2e" if _EQUIVALENT.search(wanted) else "CO2", "removal", -1)
    if _STOCK.search(wanted):
        return Suspect("carbon-stock")
    return None


def _gas(wanted: str, name: str, cas: str) -> tuple[str | None, bool]:
    """Gas id, and whether its origin had to be taken for fossil; `CO2e` for a total that others characterised."""
    if _EQUIVALENT.search(wanted):
        return "CO2e", False
    number = "-".join(part.lstrip("0") if at == 0 else part for at, part in enumerate(cas.strip().split("-")))
    found = _by_cas().get(number)
    named = _by_name().get(wanted)
    if found is not None and named is not None and not found.startswith(("CO2", "CH4")):
        found = named  # lists give isomers one number; a name that is in the table is a substance
    if found is None:
        if _CARBON_DIOXIDE.search(wanted):
            found = "CO2"
        elif _METHANE.search(wanted):
            found = "CH4"
        else:
            found = _NAMES.get(wanted) or _by_name().get(wanted) or _by_code(name)
    if found not in {"CO2", "CH4"}:
        return found, False
    stated = bool(_BIOGENIC.search(wanted) or _LAND.search(wanted) or _FOSSIL.search(wanted))
    if found == "CH4" and stated:
        found = "CH4-biogenic" if _BIOGENIC.search(wanted) or _LAND.search(wanted) else "CH4-fossil"
    return found, not stated


def _by_code(name: str) -> str | None:
    halon = _HALON.search(name)
    if halon:
        return _HALON_CODES.get(halon.group(1)) or _codes().get(f"halon{halon.group(1)}")
    for code in _CODE.findall(name):
        found = _CODES.get(code.casefold()) or _codes().get(code.casefold())
        if found:
            return found
    return None


def _line(wanted: str, where: str, gas: str) -> Line:
    if _LAND.search(wanted):
        return "land_use_change"
    if gas in {"CO2", "CH4-biogenic", "N2O", "CO2e"} and _BIOGENIC.search(wanted):
        return "biogenic"
    if _AIRCRAFT.search(where):
        return "aircraft"
    return "fossil"


def _suspect(wanted: str) -> Suspect | None:
    if _PRECURSOR.search(wanted):
        return Suspect("precursor")
    if _STOCK.search(wanted):
        return Suspect("carbon-stock")
    if _UNSPECIFIED.search(wanted):
        return Suspect(
            "unspecified-gas" if "unspecified" in wanted or wanted.endswith("s") else "not-in-table"
        )
    return None


@lru_cache(maxsize=1)
def _by_cas() -> dict[str, str]:
    found = {gas.cas: gas.id for gas in reversed(list(gases().values())) if gas.cas}
    return found | _CAS


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Names, ids and formulas of the table; formulas of one or two letters are left out as too common."""
    found: dict[str, str] = {}
    for gas in gases().values():
        for alias in (gas.id, gas.name, gas.name_zh, gas.formula):
            if len(alias) > 2:
                found.setdefault(alias.casefold(), gas.id)
    return found


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Refrigerant numbers: `134a` → HFC-134a, `halon1301` → Halon-1301, `410a` → R-410A."""
    found: dict[str, str] = {}
    for identifier in gases():
        match = re.fullmatch(r"(CFC|HCFC|HFC|PFC|HFO|HCFO|R|Halon)[ -](.+)", identifier)
        if match:
            family, number = match.groups()
            key = number.casefold() if family != "Halon" else f"halon{number}"
            found.setdefault(key, identifier)
    return found
