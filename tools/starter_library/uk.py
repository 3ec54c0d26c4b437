"""United Kingdom: the greenhouse gas conversion factors 2025, per-gas rows folded into masses.

The published rows give every gas as CO2e under AR5 GWP100 (CH4 28, N2O 265). Dividing by those values
gives masses, so that a row can be characterised again with AR4 or AR6.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from starter_library.gwp import BLENDS
from starter_library.gwp import rows as gwp_rows
from starter_library.tables import Row, chinese, number, read

# sheet: (category, boundary, what the number covers in zh and en, confidence)
_SHEETS = {
    "1": ("fuels > combustion", "combustion", "燃烧", "combustion", "high"),
    "2": ("fuels > bioenergy", "combustion", "燃烧", "combustion", "high"),
    "7": ("electricity > generation", "generation", "发电端", "generation", "high"),
    "10": ("heat", "combustion", "供热", "supply", "high"),
    "11": ("fuels > supply", "upstream", "上游（油井到油箱）", "well-to-tank", "medium"),
    "12": ("fuels > supply", "upstream", "上游（油井到油箱）", "well-to-tank", "medium"),
    "13": ("electricity > transmission", "upstream", "损失", "losses", "high"),
    "15": ("electricity > upstream", "upstream", "上游（油井到油箱）", "well-to-tank", "medium"),
    "16": ("heat", "upstream", "上游（油井到油箱）", "well-to-tank", "medium"),
    "17": ("water", "unknown", "英国", "UK", "medium"),
    "18": ("water", "unknown", "英国", "UK", "medium"),
    "19": ("materials", "cradle_to_gate", "材料使用", "material use", "medium"),
    "20": ("waste", "waste_treatment", "废物处理", "waste treatment", "medium"),
    "27": ("transport", "transport", "车辆运行", "vehicle operation", "high"),
    "28": ("transport > fuel-supply", "upstream", "燃料上游（油井到油箱）", "well-to-tank", "medium"),
}
_GROUPS = {
    "Construction": "construction", "Electrical items": "electrical", "Metal": "metals", "Organic": "organic",
    "Other": "other", "Paper": "paper", "Plastic": "plastics", "Refuse": "refuse", "Vans": "road",
    "HGV (all diesel)": "road", "HGVs refrigerated (all diesel)": "road",
    "HGV refrigerated (all diesel)": "road",
    "Freight flights": "air", "Rail": "rail", "Sea tanker": "sea", "Cargo ship": "sea",
}  # fmt: skip
_UNITS = {
    "tonnes": ("t", "每吨", "per tonne"),
    "kWh (Net CV)": ("kWh", "每千瓦时，净热值", "per kWh, net calorific value"),
    "kWh (Gross CV)": ("kWh", "每千瓦时，总热值", "per kWh, gross calorific value"),
    "kWh": ("kWh", "每千瓦时", "per kWh"),
    "litres": ("l", "每升", "per litre"),
    "cubic metres": ("m3", "每立方米", "per m³"),
    "million litres": ("Ml", "每百万升", "per million litres"),
    "GJ": ("GJ", "每吉焦", "per GJ"),
    "kg": ("kg", "每千克", "per kg"),
    "km": ("km", "每千米", "per km"),
    "tonne.km": ("t*km", "每吨千米", "per tonne-kilometre"),
}
_CH4, _N2O = 28.0, 265.0


def factors(shared: Path) -> list[Row]:
    """One row a published total, in the order of the flat file; refrigerants come from `refrigerants`."""
    published = read(shared / "data/factors/defra_factors.csv")
    families: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in published:
        families[row["factor_id"].rsplit("_", 1)[0]][row["gas"]] = row
    biogenic = _outside_of_scopes(published)
    rows = [_row(family, biogenic) for family in families.values() if _wanted(family)]
    return [_with_category(row) for row in rows]


def _sheet(row: Row) -> str:
    return row["factor_id"].split("_")[0].removeprefix("uk-desnz-2025-")


def _unit(row: Row) -> str:
    return row["unit"].split("/", 1)[1]


def _parts(row: Row) -> list[str]:
    """The activity's words without the sheet's name and the WTT marks."""
    words = [word.strip().removeprefix("WTT- ") for word in row["name"].split(" | ")]
    return [word for word in words[1:] if word != "kWh"]


def _wanted(family: dict[str, Row]) -> bool:
    total = family.get("CO2e total")
    if total is None or _sheet(total) not in _SHEETS:
        return False
    # Battery and plug-in vehicles: the row leaves out the electricity, so it would read as nearly nothing.
    return _unit(total) != "miles" and not total["name"].endswith("Electric Vehicle")


def _outside_of_scopes(published: list[Row]) -> dict[tuple[str, str], Row]:
    return {(_parts(row)[-1].casefold(), _unit(row)): row for row in published if _sheet(row) == "99"}


def _row(family: dict[str, Row], biogenic: dict[tuple[str, str], Row]) -> Row:
    total = family["CO2e total"]
    sheet, words = _sheet(total), _parts(total)
    category, boundary, zh, en, confidence = _SHEETS[sheet]
    unit, per_zh, per_en = _UNITS[_unit(total)]
    if sheet in {"1", "2", "11", "12", "17", "18", "19", "20"}:
        words = words[1:]  # the group is in the category
    row = {
        "id": total["factor_id"],
        "name_zh": f"{'，'.join(_chinese(word) for word in words)}，{zh}（{per_zh}）",
        "name_en": _capital(f"{', '.join(words)}, {en} ({per_en})"),
        "category": f"{category} > {_parts(total)[0]}",
        "unit": unit,
        "geography": "GB",
        "year_from": "2025",
        "year_to": "2025",
        "valid_from": total["valid_from"],
        "valid_to": total["valid_to"],
        "boundary": boundary,
        "line": "biogenic" if sheet == "2" else "aircraft" if "flights" in total["name"] else "fossil",
        "includes_losses": {"7": "no", "13": "yes"}.get(sheet, "") if "electricity" in total["name"] else "",
        "confidence": confidence,
        "source": "desnz-2025",
        "location": total["source_location"].split(";")[0],
    }
    row |= _amounts(family)
    joined = biogenic.get((words[-1].casefold(), _unit(total))) if sheet in {"1", "2", "7"} else None
    if joined is not None:
        amount = float(joined["value"])
        row |= {"biogenic_co2": number(amount), "removal_co2": number(-amount), "notes": "uk-biogenic"}
    return row


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _chinese(word: str) -> str:
    found = chinese("uk").get(word)
    if found is not None:
        return found
    size = re.fullmatch(r"([\d,+–]+(?: dwt)?)( \d+\+ TEU| TEU| CEU| LM| m3)?", word)
    if size is None:
        raise KeyError(f"no Chinese word for {word!r}")
    kind = (size[2] or "").replace(" LM", " 车道米").replace(" m3", " 立方米").replace(" CEU", " 标准车位")
    return size[1].replace(" dwt", " 载重吨") + kind.replace(" TEU", " 标准箱")


def _amounts(family: dict[str, Row]) -> Row:
    total = family["CO2e total"]
    parts = [family.get(f"{gas} (as CO2e)") for gas in ("CO2", "CH4", "N2O")]
    # With radiative forcing the published CO2 is not a mass of CO2.
    if None in parts or "With RF" in total["name"]:
        return {"gas_basis": "co2e", "gwp_set": "AR5", "co2e": number(float(total["value"]))}
    co2, ch4, n2o = (float(part["value"]) for part in parts if part)
    if abs(co2 + ch4 + n2o - float(total["value"])) > max(2e-5, 1e-5 * abs(float(total["value"]))):
        raise ValueError(f"{total['factor_id']}: the gases do not add up to the total")
    return {"gas_basis": "gases", "co2": number(co2), "ch4": number(ch4 / _CH4), "n2o": number(n2o / _N2O)}


def _with_category(row: Row) -> Row:
    base, group = row["category"].rsplit(" > ", 1)
    group = next((slug for name, slug in _GROUPS.items() if name.casefold() == group.casefold()), "")
    if base in {"materials", "waste", "transport"}:
        base = f"{base} > {group}" if group else base
    return row | {"category": base}


_GAS_NAMES = {
    "Carbon dioxide": "CO2", "Methane": "CH4", "Nitrous oxide": "N2O", "HFC-43-I0mee": "HFC-43-10mee",
    "Sulphur hexafluoride (SF6)": "SF6", "Nitrogen trifluoride": "NF3", "Perfluorocyclopropane": "PFC-c216",
    "Perfluorobutane (PFC-3-1-10)": "PFC-31-10", "Perfluoropentane (PFC-4-1-12)": "PFC-41-12",
    "Perfluorohexane (PFC-5-1-14)": "PFC-51-14", "PFC-9-1-18": "PFC-91-18", "Carbon tetrachloride": "CCl4",
    "Methyl bromide": "CH3Br", "Methyl chloroform": "CH3CCl3", "Methylene chloride": "CH2Cl2",
    "Methyl chloride": "CH3Cl", "Dimethylether": "CH3OCH3", "Trifluoromethyl sulphur pentafluoride": "SF5CF3",
    "R1234yf*": "HFO-1234yf", "R1234ze*": "HFO-1234ze(E)", "HFE-254cb2": "HFE-254cb1",
    "R290 = propane": "C3H8", "R600A = isobutane": "异丁烷", "R600 = butane": "丁烷",
    "R601 = pentane": "戊烷",
    "R601A = isopentane": "异戊烷", "R170 = ethane": "乙烷", "R1270 = propene": "丙烯",
    "R1150 = ethylene": "乙烯",
}  # fmt: skip


def refrigerants(shared: Path) -> list[Row]:
    """One row a gas or blend per kg released: as the gas itself where its AR5 value is the published one."""
    gases: dict[str, Row] = {}
    for gwp in gwp_rows(shared):
        if gwp["gwp_set"] == "AR5":
            gases[gwp["gas"]] = gwp
    totals: dict[str, Row] = {}
    for row in read(shared / "data/factors/defra_factors.csv"):
        if _sheet(row) == "3" and "only non-Kyoto" not in row["name"]:
            name = row["name"].split(" | ")[2]
            if name not in totals or row["name"].endswith("including non-Kyoto products"):
                totals[name] = row
    return [_refrigerant(name, row, gases) for name, row in totals.items()]


def _refrigerant(name: str, row: Row, gases: dict[str, Row]) -> Row:
    blend = re.fullmatch(r"R(\d+[A-Z]?)", name)
    gas = _GAS_NAMES.get(name) or (f"R-{blend[1]}" if blend else _plain_name(name))
    known = gases.get(gas)
    published = float(row["value"])
    # Blends are printed as whole numbers.
    same = known is not None and abs(float(known["gwp100"]) - published) <= (0.5 if gas in BLENDS else 1e-9)
    called = (known and known["name_zh"]) or (gas if re.search("[一-鿿]", gas) else name)
    shown = called if name in called else f"{called}（{name}）"
    return {
        "id": row["factor_id"],
        "name_zh": f"{shown}，直接排放（每千克）",
        "name_en": f"{name}, direct emission (per kg)",
        "category": "refrigerants",
        "unit": "kg",
        "geography": "GLO",
        "year_from": "2025",
        "year_to": "2025",
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
        "boundary": "characterisation",
        "line": "fossil",
        "confidence": "high",
        "source": "desnz-2025",
        "location": row["source_location"].split(";")[0],
        "notes": "" if same else "uk-refrigerant-total",
    } | (
        {"gas_basis": "gases", "other_gas": gas, "other_amount": "1"}
        if same
        else {"gas_basis": "co2e", "gwp_set": "AR5", "co2e": number(published)}
    )


def _plain_name(name: str) -> str:
    inner = re.search(r"\((PFC-\d+)\)", name)
    if inner:
        return inner[1]
    return re.split(r"/R| \(", name)[0].replace("HFE-449sl", "HFE-449s1")
