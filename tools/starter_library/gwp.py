"""GWP100 of AR4, AR5 (without climate-carbon feedback) and AR6: documents/gwp.csv."""

from __future__ import annotations

import re
from pathlib import Path

from starter_library.tables import number, read, write

HEADER = ["gas", "name", "name_zh", "cas", "formula", "gwp_set", "gwp100", "source"]

# One substance under other names in another report.
_SAME = {
    "PFC-C-318": "PFC-318",
    "PFC-3-1-10": "PFC-31-10",
    "PFC-4-1-12": "PFC-41-12",
    "PFC-5-1-14": "PFC-51-14",
    "PFC-9-1-18": "PFC-91-18",
    "HFE-449sl": "HFE-449s1",
    "HFE-254cb2": "HFE-254cb1",
    "HFE-263fb2": "HFE-263mf",
    "HFC-1132a": "HFO-1132a",
    "HFC-1141": "HFO-1141",
    "(Z)-HFC-1225ye": "HFO-1225ye(Z)",
    "(E)-HFC-1225ye": "HFO-1225ye(E)",
    "(Z)-HFC-1234ze": "HFO-1234ze(Z)",
    "(E)-HFC-1234ze": "HFO-1234ze(E)",
    "HFC-1234yf": "HFO-1234yf",
    "(Z)-HFC-1336": "HFO-1336mzz(Z)",
    "HFC-1243zf": "HFO-1243zf",
    "HFC-1345zfc": "HFO-1345zfc",
    "(E)-1-Chloro-3,3,3-trifluoroprop-1-ene": "HCFO-1233zd(E)",
    "Sevoflurane": "HFE-347mmz1",
    "HG-00": "HFE-134",
    "Carbon tetrachloride": "CCl4",
    "Methyl chloroform": "CH3CCl3",
    "Methyl bromide": "CH3Br",
    "Methyl chloride": "CH3Cl",
    "Methylene chloride": "CH2Cl2",
    "Methylene bromide": "CH2Br2",
    "Chloroform": "CHCl3",
}

_NAMES = {  # ids whose chemical name is better known otherwise
    "CO2": ("Carbon dioxide", "二氧化碳"),
    "CH4": ("Methane", "甲烷"),
    "CH4-fossil": ("Methane, fossil", "甲烷（化石源）"),
    "CH4-biogenic": ("Methane, biogenic", "甲烷（生物源）"),
    "N2O": ("Nitrous oxide", "氧化亚氮"),
    "SF6": ("Sulphur hexafluoride", "六氟化硫"),
    "NF3": ("Nitrogen trifluoride", "三氟化氮"),
    "PFPMIE": ("Perfluoropolymethylisopropyl ether", ""),
}

_CHINESE = {
    "CFC-11": "三氯氟甲烷", "CFC-12": "二氯二氟甲烷", "CFC-13": "三氟氯甲烷", "CFC-112": "四氯二氟乙烷",
    "CFC-113": "三氯三氟乙烷", "CFC-114": "二氯四氟乙烷", "CFC-115": "五氟氯乙烷",
    "HCFC-21": "二氯氟甲烷", "HCFC-22": "二氟氯甲烷", "HCFC-123": "三氟二氯乙烷", "HCFC-124": "四氟氯乙烷",
    "HCFC-133a": "三氟氯乙烷", "HCFC-141b": "一氟二氯乙烷", "HCFC-142b": "二氟一氯乙烷",
    "HCFC-225ca": "1,1,1,2,2-五氟-3,3-二氯丙烷", "HCFC-225cb": "1,1,2,2,3-五氟-1,3-二氯丙烷",
    "HFC-23": "三氟甲烷", "HFC-32": "二氟甲烷", "HFC-41": "一氟甲烷", "HFC-125": "五氟乙烷",
    "HFC-134": "1,1,2,2-四氟乙烷", "HFC-134a": "1,1,1,2-四氟乙烷", "HFC-143": "1,1,2-三氟乙烷",
    "HFC-143a": "1,1,1-三氟乙烷", "HFC-152": "1,2-二氟乙烷", "HFC-152a": "1,1-二氟乙烷",
    "HFC-161": "一氟乙烷",
    "HFC-227ea": "七氟丙烷", "HFC-236cb": "1,1,1,2,2,3-六氟丙烷", "HFC-236ea": "1,1,1,2,3,3-六氟丙烷",
    "HFC-236fa": "1,1,1,3,3,3-六氟丙烷", "HFC-245ca": "1,1,2,2,3-五氟丙烷", "HFC-245fa": "1,1,1,3,3-五氟丙烷",
    "HFC-365mfc": "1,1,1,3,3-五氟丁烷", "HFC-43-10mee": "十氟戊烷",
    "HFO-1234yf": "2,3,3,3-四氟丙烯", "HFO-1234ze(E)": "反式-1,3,3,3-四氟丙烯",
    "HFO-1234ze(Z)": "顺式-1,3,3,3-四氟丙烯", "HFO-1336mzz(Z)": "顺式-1,1,1,4,4,4-六氟-2-丁烯",
    "HFO-1336mzz(E)": "反式-1,1,1,4,4,4-六氟-2-丁烯", "HCFO-1233zd(E)": "反式-1-氯-3,3,3-三氟丙烯",
    "PFC-14": "四氟化碳", "PFC-116": "六氟乙烷", "PFC-218": "八氟丙烷", "PFC-318": "八氟环丁烷",
    "PFC-31-10": "全氟丁烷", "PFC-41-12": "全氟戊烷", "PFC-51-14": "全氟己烷", "PFC-61-16": "全氟庚烷",
    "PFC-71-18": "全氟辛烷", "PFC-91-18": "全氟萘烷", "PFC-1114": "四氟乙烯", "PFC-1216": "六氟丙烯",
    "PFC-c216": "六氟环丙烷", "SF5CF3": "三氟甲基五氟化硫", "SO2F2": "硫酰氟",
    "CCl4": "四氯化碳", "CH3CCl3": "1,1,1-三氯乙烷", "CH3Br": "溴甲烷", "CH3Cl": "氯甲烷",
    "CH2Cl2": "二氯甲烷",
    "CHCl3": "三氯甲烷", "CH2ClCH2Cl": "1,2-二氯乙烷", "CHCl=CCl2": "三氯乙烯", "CCl2=CCl2": "四氯乙烯",
    "Halon-1211": "二氟一氯一溴甲烷（哈龙1211）", "Halon-1301": "三氟一溴甲烷（哈龙1301）",
    "Halon-1202": "二氟二溴甲烷（哈龙1202）", "Halon-1201": "二氟一溴甲烷（哈龙1201）",
    "Halon-2402": "四氟二溴乙烷（哈龙2402）", "HFE-347mmz1": "七氟烷", "HCFE-235da2": "异氟烷",
    "HCFE-235ca2": "安氟烷", "HFE-236ea2": "地氟烷", "Halon-2311": "氟烷", "(CF3)2CFCN": "全氟异丁腈",
    "C2H6": "乙烷", "C3H8": "丙烷", "n-C4H10": "丁烷", "HFE-125": "五氟二甲醚", "HFE-449s1": "九氟甲氧基丁烷",
}  # fmt: skip

# Mass shares of refrigerant blends: ANSI/ASHRAE Standard 34 and GB/T 7778 designations.
BLENDS: dict[str, dict[str, float]] = {
    "R-401A": {"HCFC-22": 53, "HFC-152a": 13, "HCFC-124": 34},
    "R-402A": {"HFC-125": 60, "C3H8": 2, "HCFC-22": 38},
    "R-404A": {"HFC-125": 44, "HFC-143a": 52, "HFC-134a": 4},
    "R-407A": {"HFC-32": 20, "HFC-125": 40, "HFC-134a": 40},
    "R-407C": {"HFC-32": 23, "HFC-125": 25, "HFC-134a": 52},
    "R-407F": {"HFC-32": 30, "HFC-125": 30, "HFC-134a": 40},
    "R-408A": {"HFC-125": 7, "HFC-143a": 46, "HCFC-22": 47},
    "R-409A": {"HCFC-22": 60, "HCFC-124": 25, "HCFC-142b": 15},
    "R-410A": {"HFC-32": 50, "HFC-125": 50},
    "R-427A": {"HFC-32": 15, "HFC-125": 25, "HFC-143a": 10, "HFC-134a": 50},
    "R-448A": {"HFC-32": 26, "HFC-125": 26, "HFO-1234yf": 20, "HFC-134a": 21, "HFO-1234ze(E)": 7},
    "R-449A": {"HFC-32": 24.3, "HFC-125": 24.7, "HFO-1234yf": 25.3, "HFC-134a": 25.7},
    "R-452A": {"HFC-32": 11, "HFC-125": 59, "HFO-1234yf": 30},
    "R-454B": {"HFC-32": 68.9, "HFO-1234yf": 31.1},
    "R-454C": {"HFC-32": 21.5, "HFO-1234yf": 78.5},
    "R-500": {"CFC-12": 73.8, "HFC-152a": 26.2},
    "R-502": {"HCFC-22": 48.8, "CFC-115": 51.2},
    "R-507A": {"HFC-125": 50, "HFC-143a": 50},
    "R-508B": {"HFC-23": 46, "PFC-116": 54},
    "R-513A": {"HFO-1234yf": 56, "HFC-134a": 44},
}

_SOURCES = {
    "AR4": "IPCC AR4 WG1 ch.2 Table 2.14",
    "AR5": "IPCC AR5 WG1 Appendix 8.A Table 8.A.1, without climate-carbon feedback",
    "AR6": "IPCC AR6 WG1 ch.7 SM Table 7.SM.7",
}


def rows(shared: Path) -> list[dict[str, str]]:
    """One row a gas and set, well-known gases first, then by id."""
    gases: dict[str, dict[str, object]] = {}
    for gwp_set in ("AR6", "AR5", "AR4"):
        for row in read(shared / "data/factors/gwp.csv"):
            basis = row["gwp_basis"]
            if basis == f"{gwp_set} GWP100" and row["value"] != "0" and not row["gas"].startswith("CH4"):
                _add(gases, gwp_set, row)
    for gas, (a4, a5, a6) in {
        "CH4": (25, 28, 27.9),
        "CH4-fossil": (25, 30, 29.8),
        "CH4-biogenic": (25, 28, 27),
    }.items():
        gases[gas] = {"cas": "74-82-8", "formula": "CH4", "AR4": a4, "AR5": a5, "AR6": a6}
    _add_blends(gases)
    first = ["CO2", "CH4", "CH4-fossil", "CH4-biogenic", "N2O", "SF6", "NF3"]
    order = first + sorted(set(gases) - set(first), key=str.casefold)
    return [row for gas in order for row in _rows_of(gas, gases[gas])]


def _add(gases: dict[str, dict[str, object]], gwp_set: str, row: dict[str, str]) -> None:
    name, formula = row["name"].replace("?", "-"), row["subcategory"]
    gas = _id(
        gases,
        gwp_set,
        row["gas"].replace("’", "'"),
        re.sub(r"(?<=\w) ?\(.*", "", name).replace("’", "'"),
        formula,
    )
    if gas == "PFC-318":
        formula = "c-C4F8"
    cas = re.match(r"CAS ([\d-]+)", row["notes"])
    entry = gases.setdefault(gas, {"name": name, "formula": re.sub(r"^n-(?=C\d+F\d+$)", "", formula)})
    if cas:
        entry.setdefault("cas", cas[1])
    if gwp_set in entry and entry[gwp_set] != float(row["value"]):
        raise ValueError(f"two {gwp_set} values for {gas}: {entry[gwp_set]} and {row['value']} ({name})")
    entry[gwp_set] = float(row["value"])


def _id(gases: dict[str, dict[str, object]], gwp_set: str, gas: str, name: str, formula: str) -> str:
    """One id a substance: AR6's, then the same name, then the same formula where only one gas has it."""
    if gwp_set == "AR6":
        found = _SAME.get(gas, gas)
        return name if found in gases else found  # isomers that share a formula are told apart by name
    for candidate in (_SAME.get(name, name), gas):
        if candidate in gases:
            return candidate
    same = [known for known, entry in gases.items() if formula == entry["formula"]]
    if len(same) == 1 and gwp_set not in gases[same[0]]:
        return same[0]
    return name if re.match(r"(H?CFC|HFC|HFO|HFE|PFC|Halon|HCFE|HG)-", name) else gas


def _add_blends(gases: dict[str, dict[str, object]]) -> None:
    for blend, shares in BLENDS.items():
        composition = ", ".join(f"{share:g} % {gas}" for gas, share in shares.items())
        if abs(sum(shares.values()) - 100) > 1e-9:
            raise ValueError(f"{blend} does not add up to 100 %")
        entry: dict[str, object] = {
            "name": f"{blend[:1]}{blend[2:]}", "name_zh": f"混合制冷剂{blend[0]}{blend[2:]}", "formula": "",
            "composition": composition,
        }  # fmt: skip
        for gwp_set in ("AR4", "AR5", "AR6"):
            # Propane has no GWP of its own in AR4 and AR5: at 2 % by mass it is counted as 0.
            values = {gas: 0.0 if gas == "C3H8" else gases[gas].get(gwp_set) for gas in shares}
            if None not in values.values():
                entry[gwp_set] = round(sum(float(str(values[g])) * s for g, s in shares.items()) / 100, 1)
        gases[blend] = entry


def _rows_of(gas: str, entry: dict[str, object]) -> list[dict[str, str]]:
    name, name_zh = _NAMES.get(gas, (entry.get("name", gas), entry.get("name_zh", _CHINESE.get(gas, ""))))
    return [
        {
            "gas": gas,
            "name": str(name) or gas,
            "name_zh": str(name_zh),
            "cas": str(entry.get("cas", "")),
            "formula": str(entry["formula"]),
            "gwp_set": gwp_set,
            "gwp100": number(float(str(entry[gwp_set]))),
            "source": _source(gas, gwp_set, entry),
        }
        for gwp_set in ("AR4", "AR5", "AR6")
        if gwp_set in entry
    ]


def _source(gas: str, gwp_set: str, entry: dict[str, object]) -> str:
    if "composition" in entry:
        return f"{entry['composition']} by mass, weighted with {_SOURCES[gwp_set]}"
    if gas in {"CH4-fossil", "CH4-biogenic"}:
        return {
            "AR4": "IPCC AR4 WG1 ch.2 Table 2.14 (one value for all methane)",
            "AR5": "IPCC AR5 WG1 Table 8.A.1 and its footnote on fossil methane",
            "AR6": "IPCC AR6 WG1 ch.7 Table 7.15",
        }[gwp_set]
    if gwp_set == "AR5" and entry[gwp_set] == 1 and gas != "CO2":
        return f"{_SOURCES['AR5']} (printed there as <1)"
    return _SOURCES[gwp_set]


def build(shared: Path, path: Path) -> None:
    write(path, HEADER, rows(shared))
