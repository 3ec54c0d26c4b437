"""United States: EPA emission factors hub 2025 and supply chain factors v1.3 (public domain)."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from starter_library.tables import Row, chinese, number, read, words

_UNITS = {
    "mmBtu": ("mmBtu", "每百万英热单位，高位热值", "per mmBtu, higher heating value"),
    "short ton": ("short_ton", "每短吨", "per short ton"),
    "gallon": ("gallon", "每美制加仑", "per US gallon"),
    "scf": ("ft3", "每标准立方英尺", "per standard cubic foot"),
    "vehicle-mile": ("vehicle*mile", "每车英里", "per vehicle-mile"),
    "short ton-mile": ("short_ton*mile", "每短吨英里", "per short ton-mile"),
}
_POUND = 0.45359237
_BASE = {
    "geography": "US",
    "year_from": "2025",
    "year_to": "2025",
    "valid_from": "2025-01-15",
    "source": "epa-hub-2025",
}


def hub(shared: Path) -> list[Row]:
    """Stationary combustion, mobile CO2, steam, freight, eGRID electricity and waste, in the hub's order."""
    rows = read(shared / "data/factors/epa_factors.csv")
    by_table: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_table[row["source_location"].split(",")[0]].append(row)
    made = _folded(
        by_table["Table 1"], "fuels > combustion", "combustion", "固定源燃烧", "stationary combustion"
    )
    made += _mobile(by_table["Table 2"])
    made += _egrid(by_table["Table 6"])
    made += _folded(by_table["Table 7"], "heat", "combustion", "供热", "supply")
    made += _folded(by_table["Table 8"], "transport", "transport", "车辆运行", "vehicle operation")
    made += _waste(by_table["Table 9"])
    return [_BASE | row for row in made]


def _zh(word: str) -> str:
    return chinese("epa")[word]


def _families(rows: list[Row]) -> dict[tuple[str, str, str], dict[str, Row]]:
    families: dict[tuple[str, str, str], dict[str, Row]] = defaultdict(dict)
    for row in rows:
        if row["gas"] != "n/a":
            families[row["subcategory"], row["name"], row["unit"].split("/", 1)[1]][row["gas"]] = row
    return families


def _mass(row: Row | None) -> str:
    if row is None:
        return ""
    unit = row["unit"].split()[0]
    return number(float(row["value"]) * {"kg": 1.0, "g": 1e-3}[unit])


def _folded(rows: list[Row], category: str, boundary: str, zh: str, en: str) -> list[Row]:
    made = []
    for (group, name, per), family in _families(rows).items():
        biogenic = family.get("CO2 (biogenic)")
        first = family.get("CO2") or biogenic
        if first is None:
            raise ValueError(f"{name} has no CO2")
        clean = re.sub(r" ?[A-C]$", "", name) if category == "transport" else name
        unit, per_zh, per_en = _UNITS[per]
        black_liquor = "Kraft" in group
        shown = f"Black liquor ({clean})" if black_liquor else clean
        row = {
            "id": first["factor_id"],
            "name_zh": f"{_zh(clean)}，{zh}（美国，{per_zh}）",
            "name_en": f"{shown}, {en} (US, {per_en})",
            "category": "fuels > bioenergy" if biogenic else _transport(clean, category),
            "unit": unit,
            "boundary": boundary,
            "gas_basis": "gases",
            "co2": _mass(family.get("CO2")),
            "ch4": _mass(family.get("CH4")),
            "n2o": _mass(family.get("N2O")),
            "line": "biogenic" if biogenic else "aircraft" if clean == "Aircraft" else "fossil",
            "confidence": "high",
            "location": first["source_location"],
        }  # fmt: skip
        if biogenic:
            mass = _mass(biogenic)
            row |= {"biogenic_co2": mass, "removal_co2": number(-float(mass)), "notes": "us-biogenic"}
        made.append(row)
    return _unrepeated(made)


def _unrepeated(rows: list[Row]) -> list[Row]:
    """Rows of the same name and amounts stand once (the truck is printed in two groups of Table 8)."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        kept.setdefault(tuple(row.get(key, "") for key in ("name_en", "co2", "ch4", "n2o")), row)
    return list(kept.values())


def _transport(name: str, category: str) -> str:
    if category != "transport":
        return category
    return {
        "Rail": "transport > rail",
        "Waterborne Craft": "transport > sea",
        "Aircraft": "transport > air",
    }.get(name, "transport > road")


def _mobile(rows: list[Row]) -> list[Row]:
    made = []
    for row in rows:
        unit, per_zh, per_en = _UNITS[row["unit"].split("/", 1)[1]]
        biogenic = row["name"] in {"Biodiesel (100%)", "Ethanol (100%)"}
        mass = _mass(row)
        made.append(
            {
                "id": row["factor_id"],
                "name_zh": f"{_zh(row['name'])}，移动源燃烧（美国，仅 CO2，{per_zh}）",
                "name_en": f"{row['name']}, mobile combustion (US, CO2 only, {per_en})",
                "category": "fuels > bioenergy" if biogenic else "fuels > combustion",
                "unit": unit,
                "boundary": "combustion",
                "gas_basis": "co2",
                "line": "biogenic" if biogenic else "fossil",
                "confidence": "high",
                "location": row["source_location"],
                "notes": "us-mobile-co2",
            }
            | (
                {
                    "biogenic_co2": mass,
                    "removal_co2": number(-float(mass)),
                    "notes": "us-mobile-co2 us-biogenic",
                }
                if biogenic
                else {"co2": mass}
            )
        )
    return made


def _egrid(rows: list[Row]) -> list[Row]:
    made = []
    for (_, name, _per), family in _families([r for r in rows if "total output" in r["name"]]).items():
        words_of = re.fullmatch(r"eGRID2023 (US Average|\w{4}) (.*) total output", name)
        if words_of is None:
            raise ValueError(name)
        code, english = words_of[1], words_of[2]
        shown = "" if code == "US Average" else f"{code} "
        mass = {g: number(float(family[g]["value"]) * _POUND / 1000) for g in ("CO2", "CH4", "N2O")}
        made.append(
            {
                "id": family["CO2"]["factor_id"],
                "name_zh": f"美国 eGRID2023 电力，{shown}{_zh(code)}（发电端）",
                "name_en": f"US eGRID2023 electricity, {shown}{english} (generation)",
                "category": "electricity > generation",
                "unit": "kWh",
                "year_from": "2023",
                "year_to": "2023",
                "boundary": "generation",
                "gas_basis": "gases",
                "co2": mass["CO2"],
                "ch4": mass["CH4"],
                "n2o": mass["N2O"],
                "line": "fossil",
                "includes_losses": "no",
                "confidence": "high",
                "location": family["CO2"]["source_location"],
                "notes": "us-egrid",
            }
        )
    return made


def _waste(rows: list[Row]) -> list[Row]:
    made = []
    for row in rows:
        parts = [part.strip() for part in row["name"].split(",")]
        made.append(
            {
                "id": row["factor_id"],
                "name_zh": f"{'，'.join(_zh(part) for part in parts)}（废物处理，美国，每短吨）",
                "name_en": f"{', '.join(parts)} (waste treatment, US, per short ton)",
                "category": "waste",
                "unit": "short_ton",
                "boundary": "waste_treatment",
                "gas_basis": "co2e",
                "gwp_set": "AR5",
                "co2e": number(float(row["value"]) * 1000),
                "line": "fossil",
                "confidence": "medium",
                "location": row["source_location"],
                "notes": "us-waste",
            }
        )
    return made


def supply_chain(shared: Path) -> list[Row]:
    """kg CO2e per 2022 US dollar at purchaser's price, margins included, by NAICS 2017 industry."""
    groups = {row["code"]: row["zh"] for row in words("naics")}
    made = []
    for row in read(shared / "data/factors/epa_supply_chain_factors.csv"):
        if "incl. margins" not in row["system_boundary"]:
            continue
        code = row["subcategory"].removeprefix("NAICS ")
        made.append(
            {
                "id": row["factor_id"],
                "name_zh": f"{groups[code[:4]]}：NAICS {code} {row['name']}（按支出，美国）",
                "name_en": f"{row['name']}, NAICS {code} (spend-based, US)",
                "category": "spend-based > us-industries",
                "unit": "USD",
                "geography": "US",
                "year_from": "2022",
                "year_to": "2022",
                "boundary": "cradle_to_gate",
                "gas_basis": "co2e",
                "gwp_set": "AR5",
                "co2e": number(float(row["value"])),
                "line": "fossil",
                "confidence": "low",
                "source": "epa-supply-chain-1.3",
                "location": row["source_location"],
                "notes": "us-spend",
            }
        )
    return made
