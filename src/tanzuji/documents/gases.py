"""Greenhouse gases and their global warming potentials (GWP100) by set: AR4, AR5, AR6."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from tanzuji.documents.datasets import GwpSet
from tanzuji.documents.errors import define

UNKNOWN_GAS = define(
    "gas.unknown",
    zh="不认识气体“{gas}”。",
    en="“{gas}” is not a known greenhouse gas.",
    remedy_zh="请用如 CO2、CH4、N2O、SF6、NF3、HFC-134a、PFC-14 的名称。",
    remedy_en="Use a name such as CO2, CH4, N2O, SF6, NF3, HFC-134a or PFC-14.",
)
NO_GWP = define(
    "gas.no-gwp",
    zh="{gwp_set} 没有给出“{gas}”的全球变暖潜势。",
    en="{gwp_set} gives no global warming potential for “{gas}”.",
    remedy_zh="请改用另一套 GWP，或为这种气体写明因子与来源。",
    remedy_en="Choose another GWP set, or state a factor with its source for this gas.",
)


@dataclass(frozen=True, slots=True)
class Gas:
    """A gas with its GWP100 by set (kg CO2e per kg) and where each was read."""

    id: str
    name: str
    name_zh: str
    cas: str
    formula: str
    gwp: dict[str, float]
    source: dict[str, str]


@lru_cache(maxsize=1)
def gases() -> dict[str, Gas]:
    """Every gas known, by id. Methane is `CH4-fossil`, `CH4-biogenic` or `CH4` (origin unknown)."""
    table = resources.files("tanzuji.documents").joinpath("gwp.csv").read_text("utf-8")
    found: dict[str, Gas] = {}
    for row in csv.DictReader(table.splitlines()):
        gas = found.setdefault(
            row["gas"], Gas(row["gas"], row["name"], row["name_zh"], row["cas"], row["formula"], {}, {})
        )
        gas.gwp[row["gwp_set"]] = float(row["gwp100"])
        gas.source[row["gwp_set"]] = row["source"]
    return found


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    names: dict[str, str] = {}
    for gas in gases().values():
        # refrigerants go by R-134a and R134a as well as HFC-134a
        family, _, number = gas.id.partition("-")
        trade = (f"R-{number}", f"R{number}") if family in ("HFC", "HCFC", "CFC", "PFC", "HFO", "R") else ()
        for alias in (gas.id, gas.name, gas.formula, gas.name_zh, *trade):
            if alias:
                names.setdefault(alias.casefold(), gas.id)
    return names


def gas(name: str) -> Gas:
    """The gas of that id, name or formula. Raises `gas.unknown`."""
    found = _aliases().get(name.strip().casefold())
    if found is None:
        raise UNKNOWN_GAS.error(gas=name)
    return gases()[found]


def gwp(name: str, gwp_set: GwpSet) -> float:
    """GWP100 of a gas, kg CO2e per kg. Raises `gas.unknown`, `gas.no-gwp`."""
    if name == "CO2e":
        return 1.0
    found = gas(name)
    if gwp_set not in found.gwp:
        raise NO_GWP.error(gas=name, gwp_set=gwp_set)
    return found.gwp[gwp_set]
