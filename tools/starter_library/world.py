"""The world: electricity by technology (IPCC AR5) and by country (Our World in Data)."""

from __future__ import annotations

from pathlib import Path

from starter_library.tables import Row, number, read, words

_TECHNOLOGIES = {
    "coal-pc": ("煤电（煤粉炉）", "coal, pulverised"),
    "gas-combined-cycle": ("燃气联合循环", "gas, combined cycle"),
    "biomass-dedicated": ("生物质专烧", "biomass, dedicated"),
    "geothermal": ("地热", "geothermal"),
    "hydropower": ("水电", "hydropower"),
    "nuclear": ("核电", "nuclear"),
    "concentrated-solar-power": ("光热发电", "concentrated solar power"),
    "solar-pv-rooftop": ("屋顶光伏", "photovoltaics, rooftop"),
    "solar-pv-utility": ("地面光伏电站", "photovoltaics, utility scale"),
    "wind-onshore": ("陆上风电", "wind, onshore"),
    "wind-offshore": ("海上风电", "wind, offshore"),
}


def technologies(shared: Path) -> list[Row]:
    """Life-cycle medians with the lowest and highest published value."""
    values = {
        row["factor_id"].removeprefix("ar5-elec-"): row["value"]
        for row in read(shared / "data/factors/electricity_by_technology_ipcc_ar5.csv")
    }
    return [
        {
            "id": f"ar5-elec-{key}-median",
            "name_zh": f"电力，{zh}，全生命周期中位数（IPCC AR5）",
            "name_en": f"Electricity, {en}, life-cycle median (IPCC AR5)",
            "category": "electricity > by-technology",
            "unit": "kWh",
            "geography": "GLO",
            "year_from": "2014",
            "year_to": "2014",
            "boundary": "cradle_to_gate",
            "gas_basis": "co2e",
            "co2e": number(float(values[f"{key}-median"])),
            "minimum": number(float(values[f"{key}-min"])),
            "maximum": number(float(values[f"{key}-max"])),
            "line": "fossil",
            "includes_losses": "no",
            "confidence": "medium",
            "source": "ipcc-ar5-wg3",
            "location": "Table A.III.2",
            "notes": "ar5-technology",
        }
        for key, (zh, en) in _TECHNOLOGIES.items()
    ]


def countries(shared: Path) -> list[Row]:
    """Carbon intensity of each country's generation; Our World in Data rows only (CC BY 4.0)."""
    names = {row["iso3"]: (row["iso2"], row["zh"]) for row in words("countries")}
    made = []
    for row in read(shared / "data/factors/grid_intensity_by_country.csv"):
        if not row["factor_id"].startswith("grid-owid-"):
            continue
        iso2, zh = names[row["geography"]]
        english = row["name"].removeprefix("Electricity carbon intensity, ")
        made.append(
            {
                "id": row["factor_id"],
                "name_zh": f"{zh}电力平均碳强度 {row['data_year']}",
                "name_en": f"Electricity, {english}, average carbon intensity {row['data_year']}",
                "category": "electricity > country-mix",
                "unit": "kWh",
                "geography": iso2,
                "year_from": row["data_year"],
                "year_to": row["data_year"],
                "boundary": "cradle_to_gate",
                "gas_basis": "co2e",
                "co2e": number(float(row["value"])),
                "line": "fossil",
                "includes_losses": "no",
                "confidence": "low" if int(row["data_year"]) < 2020 or iso2 == "CN" else "medium",
                "source": "owid-energy",
                "location": row["source_location"],
                "notes": "owid-grid owid-china" if iso2 == "CN" else "owid-grid",
            }
        )
    return made
