"""China: electricity footprint factors, CO2-only grid factors, fuel defaults, purchased heat."""

from __future__ import annotations

from pathlib import Path

from starter_library.tables import Row, number, read

_KINDS = {
    "national average carbon footprint factor": ("全国电力平均", "national average", "footprint-factors"),
    "generation: coal": ("燃煤发电", "coal power", "by-technology"),
    "generation: natural gas": ("燃气发电", "natural gas power", "by-technology"),
    "generation: hydro": ("水力发电", "hydro power", "by-technology"),
    "generation: nuclear": ("核能发电", "nuclear power", "by-technology"),
    "generation: wind": ("风力发电", "wind power", "by-technology"),
    "generation: photovoltaic": ("光伏发电", "photovoltaic power", "by-technology"),
    "generation: solar thermal": ("光热发电", "solar thermal power", "by-technology"),
    "generation: biomass": ("生物质发电", "biomass power", "by-technology"),
    "transmission & distribution excl. losses": (
        "输配电（不含线损）", "transmission and distribution, without line losses", "transmission",
    ),
    "transmission & distribution incl. losses": (
        "输配电（含线损）", "transmission and distribution, with line losses", "transmission",
    ),
}  # fmt: skip

_GRIDS = {
    "national grid average": ("全国平均", "national average"),
    "national average excluding market-traded non-fossil": (
        "全国平均（不包括市场化交易的非化石能源电量）",
        "national average without market-traded non-fossil power",
    ),
    "national fossil power": ("全国化石能源电力", "national fossil power"),
}  # fmt: skip

_REGIONS = {
    "CN-North": ("华北", "North China"), "CN-Northeast": ("东北", "Northeast China"),
    "CN-East": ("华东", "East China"), "CN-Central": ("华中", "Central China"),
    "CN-Northwest": ("西北", "Northwest China"), "CN-South": ("南方", "South China"),
    "CN-Southwest": ("西南", "Southwest China"),
    "CN-BJ": ("北京", "Beijing"), "CN-TJ": ("天津", "Tianjin"), "CN-HE": ("河北", "Hebei"),
    "CN-SX": ("山西", "Shanxi"), "CN-NM": ("内蒙古", "Inner Mongolia"), "CN-LN": ("辽宁", "Liaoning"),
    "CN-JL": ("吉林", "Jilin"), "CN-HL": ("黑龙江", "Heilongjiang"), "CN-SH": ("上海", "Shanghai"),
    "CN-JS": ("江苏", "Jiangsu"), "CN-ZJ": ("浙江", "Zhejiang"), "CN-AH": ("安徽", "Anhui"),
    "CN-FJ": ("福建", "Fujian"), "CN-JX": ("江西", "Jiangxi"), "CN-SD": ("山东", "Shandong"),
    "CN-HA": ("河南", "Henan"), "CN-HB": ("湖北", "Hubei"), "CN-HN": ("湖南", "Hunan"),
    "CN-GD": ("广东", "Guangdong"), "CN-GX": ("广西", "Guangxi"), "CN-HI": ("海南", "Hainan"),
    "CN-CQ": ("重庆", "Chongqing"), "CN-SC": ("四川", "Sichuan"), "CN-GZ": ("贵州", "Guizhou"),
    "CN-YN": ("云南", "Yunnan"), "CN-SN": ("陕西", "Shaanxi"), "CN-GS": ("甘肃", "Gansu"),
    "CN-QH": ("青海", "Qinghai"), "CN-NX": ("宁夏", "Ningxia"), "CN-XJ": ("新疆", "Xinjiang"),
}  # fmt: skip


def electricity(shared: Path) -> list[Row]:
    """Footprint factors 2024 and 2023, then CO2-only grid factors; each replaces the year before."""
    read_rows = read(shared / "data/factors/china_electricity.csv")
    ids = {(_series(row), row["data_year"]): row["factor_id"] for row in read_rows}
    rows = []
    for row in read_rows:
        made = _footprint(row) if "-cf-" in row["factor_id"] else _grid(row)
        year = row["data_year"]
        before = ids.get((_series(row), str(int(year) - 1)), "")
        rows.append(
            made
            | {
                "id": row["factor_id"],
                "unit": "kWh",
                "year_from": year,
                "year_to": year,
                "valid_from": row["valid_from"],
                "valid_to": row["valid_to"],
                "line": "fossil",
                "confidence": _confidence(row["verification"]),
                "location": row["source_location"],
                "replaces": before,
            }
        )
    return sorted(
        rows, key=lambda row: (row["gas_basis"] != "co2e", -int(row["year_to"]), int(row["id"][-3:]))
    )


def _series(row: Row) -> tuple[str, ...]:
    basis = "cf" if "-cf-" in row["factor_id"] else "co2"
    return (basis, row["subcategory"], row["geography"])


def _confidence(verification: str) -> str:
    """High: the official table was read. Medium: a copy and an independent page agree. Low: one copy only."""
    if verification.startswith("OFFICIAL"):
        return "high"
    return "medium" if "independent" in verification and "agree" in verification else "low"


def _footprint(row: Row) -> Row:
    zh, en, group = _KINDS[row["subcategory"]]
    year = row["data_year"]
    losses = {"footprint-factors": "", "by-technology": "no"}.get(
        group, "yes" if "含线损）" in zh and "不" not in zh else "no"
    )
    note = {
        "footprint-factors": "cn-losses-unknown",
        "by-technology": "cn-boundary-ours",
        "transmission": "cn-transmission",
    }
    return {
        "name_zh": f"{year}年{zh}碳足迹因子",
        "name_en": f"Electricity footprint factor {year}, China, {en}",
        "category": f"electricity > {group}",
        "geography": "CN",
        "boundary": "gate_to_gate" if group == "transmission" else "cradle_to_gate",
        "gas_basis": "co2e",
        "co2e": number(float(row["value"])),
        "includes_losses": losses,
        "source": f"mee-cf-{year}",
        "notes": note[group] + (" cn-2023-copy" if year == "2023" else ""),
    }


def _grid(row: Row) -> Row:
    year, geography = row["data_year"], row["geography"]
    zh, en = _GRIDS.get(row["subcategory"]) or _REGIONS[geography]
    return {
        "name_zh": f"{year}年{zh}电力二氧化碳排放因子（仅 CO2，不可用于碳足迹）",
        "name_en": f"Grid CO2 factor {year}, China, {en} (CO2 only, not a footprint factor)",
        "category": "electricity > grid-co2",
        "geography": geography if len(geography) == 5 else "CN",
        "boundary": "generation",
        "gas_basis": "co2",
        "co2": number(float(row["value"])),
        "includes_losses": "",
        "source": f"mee-co2-{year}",
        "notes": "cn-co2-only" if year == "2023" else "cn-co2-only cn-co2-copy",
    }


def fuels(shared: Path) -> list[Row]:
    """Combustion CO2 per t or m³ and per GJ of net calorific value, and purchased heat per GJ."""
    rows = []
    for row in read(shared / "data/factors/china_fuels.csv"):
        if row["factor_id"] == "cn-heat-default":
            rows.append(_heat(row))
        elif row["derived_co2_factor"]:
            rows.extend(_fuel(row))
    return rows


def _fuel(row: Row) -> list[Row]:
    ncv, carbon, oxidation = (
        float(row[k]) for k in ("ncv_value", "carbon_content_value", "oxidation_rate_percent")
    )
    per_gj = carbon * oxidation / 100 * 44 / 12 * 1000
    gaseous = row["ncv_unit"] == "GJ/10^4 Nm3"
    per_unit = per_gj * ncv / (10000 if gaseous else 1)
    stated = float(row["derived_co2_factor"]) * (0.1 if gaseous else 1000)
    if abs(per_unit / stated - 1) > 1e-5:
        raise ValueError(f"{row['factor_id']}: {per_unit} is not {stated}")
    ndrc = "-ndrc-" in row["factor_id"]
    set_zh, set_en = (
        ("行业指南缺省值", "industry guideline default") if ndrc else ("新版缺省值", "newer default")
    )
    unit, per_zh, per_en = ("m3", "每标准立方米", "per normal m³") if gaseous else ("t", "每吨", "per tonne")
    value = f"{ncv:g} {'GJ/10⁴ Nm³' if gaseous else 'GJ/t'}"
    doubt = " cn-fuel-doubt" if row["factor_id"] in {"cn-fuel-mee-13", "cn-fuel-mee-14"} else ""
    shared_cells = {
        "category": "fuels > combustion",
        "geography": "CN",
        "year_from": row["publication_year"] if row["publication_year"].isdigit() else "",
        "boundary": "combustion",
        "gas_basis": "co2",
        "line": "fossil",
        "confidence": "low",
        "source": "ndrc-fuels" if ndrc else "mee-fuels",
        "location": row["source_location"] or row["parameter_set"],
        "notes": f"cn-fuel-co2{doubt}",
        "note_zh": f"低位发热量 {value}，单位热值含碳量 {carbon:g} tC/GJ，碳氧化率 {oxidation:g}%。",
        "note_en": f"Heating value {value} net, carbon content {carbon:g} tC/GJ, oxidation {oxidation:g} %.",
    }  # fmt: skip
    return [
        shared_cells
        | {
            "id": row["factor_id"] + suffix,
            "name_zh": f"{row['name_local']}燃烧（{set_zh}，仅 CO2，{zh}）",
            "name_en": f"{row['name']}, combustion (China, {set_en}, CO2 only, {en})",
            "unit": declared,
            "co2": number(float(f"{amount:.6g}")),
        }
        for suffix, declared, amount, zh, en in (
            ("", unit, per_unit, per_zh, per_en),
            ("-gj", "GJ", per_gj, "每吉焦低位热值", "per GJ net calorific value"),
        )
    ]


def _heat(row: Row) -> Row:
    return {
        "id": row["factor_id"],
        "name_zh": "外购热力缺省排放因子（仅 CO2）",
        "name_en": "Purchased heat and steam, China default (CO2 only)",
        "category": "heat",
        "unit": "GJ",
        "geography": "CN",
        "boundary": "combustion",
        "gas_basis": "co2",
        "co2": number(float(row["derived_co2_factor"]) * 1000),
        "line": "fossil",
        "confidence": "medium",
        "source": "gbt-32150-2025",
        "location": "7.5.6–7.5.7",
        "notes": "cn-heat-co2",
    }
