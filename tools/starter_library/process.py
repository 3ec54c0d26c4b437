"""Process emissions: IPCC defaults that product models use, and what follows from chemistry."""

from __future__ import annotations

from pathlib import Path

from starter_library.tables import Row, number, read, words

# The electric-arc and basic-oxygen steel values stand swapped in the package and are not taken; the ethylene
# oxide rows 0041 and 0042 (CH4 under a CO2 label), coke CH4 (0077, 0078) and magnesium SF6 (0126, 0127; both
# a thousand times the printed default) likewise.
_WRONG = {"0041", "0042", "0077", "0078", "0126", "0127"}


def ipcc(shared: Path) -> list[Row]:
    """kg of one gas per tonne of product or material."""
    published = {row["factor_id"][-4:]: row for row in read(shared / "data/factors/ipcc_process_factors.csv")}
    return [_row(entry, published[entry["id"]]) for entry in words("ipcc") if entry["id"] not in _WRONG]


def _row(entry: Row, row: Row) -> Row:
    gas = {"C2F6": "PFC-116", "CF4": "PFC-14", "HFC23": "HFC-23", "": "CO2"}.get(row["gas"], row["gas"])
    kg = float(row["value"]) * {"t/t": 1000.0, "kg/t": 1.0, "kg/kg": 1000.0}[row["unit"]]
    column = {"CO2": "co2", "CH4": "ch4"}.get(gas)
    shown = gas.replace("PFC-14", "CF4").replace("PFC-116", "C2F6")
    # Words of the gas only where the name does not say them.
    tail_zh, tail_en = ("", "") if shown in entry["en"] else (f"，过程{shown}", f", process {shown}")
    notes = "ipcc-process"
    if entry["id"] in {"0054", "0057"}:
        notes += " ipcc-carbon-black"
    return {
        "id": row["factor_id"],
        "name_zh": f"{entry['zh']}{tail_zh}（每吨）",
        "name_en": f"{entry['en']}{tail_en} (per tonne)",
        "category": f"process-emissions > {entry['kind']}",
        "unit": "t",
        "geography": "GLO",
        "year_from": "2006",
        "boundary": "process",
        "gas_basis": "gases",
        "line": "fossil",
        "confidence": entry["confidence"],
        "source": "ipcc-2006-ippu",
        "location": row["source_location"].split(";")[1].strip()
        if ";" in row["source_location"]
        else row["source_location"],
        "notes": notes,
    } | ({column: number(kg)} if column else {"other_gas": gas, "other_amount": number(kg)})


def derived(shared: Path, others: list[Row]) -> list[Row]:
    """Factors worked out from other rows or from chemistry; every derivation is written in the row's note."""
    amount = {row["id"]: float(row.get("co2") or row.get("co2e") or "nan") for row in others}
    coal, supply, grid = (
        amount[i] for i in ("cn-fuel-ndrc-02-gj", "uk-desnz-2025-11_102_1025_7_1", "cn-elec-cf-2024-cn-041")
    )
    soda = (2.06256 * coal + 2.06256 / 0.0036 * supply + 8.25104 / 0.0036 * grid) / 1000
    base = {"geography": "CN", "boundary": "cradle_to_gate", "line": "fossil", "confidence": "low"}
    lime = {"geography": "GLO", "boundary": "process", "line": "fossil", "confidence": "medium", "unit": "t",
            "gas_basis": "gases", "category": "process-emissions > minerals", "source": "stoichiometry",
            "year_from": "2006"}  # fmt: skip
    calcium_oxide = 44.01 / 56.08 * 1000
    return [
        base | {
            "id": "derived-caustic-soda-cn",
            "name_zh": "烧碱（中国，推算）",
            "name_en": "Caustic soda, China (derived)",
            "category": "materials > chemicals",
            "unit": "kg",
            "year_from": "2019",
            "year_to": "2024",
            "gas_basis": "co2e",
            "co2e": number(float(f"{soda:.7g}")),
            "source": "derived-peng-2019",
            "location": "TianGong LCA v0.2.0, process 06fc5459",
            "notes": "derived-mixed",
            "note_zh": "每吨：煤 2062.56 MJ（燃烧 cn-fuel-ndrc-02-gj 加上游 uk-desnz-2025-11_102_1025_7_1）"
                       "与电 8251.04 MJ（cn-elec-cf-2024-cn-041）。",
            "note_en": "Per tonne: coal 2062.56 MJ (combustion cn-fuel-ndrc-02-gj plus supply "
                       "uk-desnz-2025-11_102_1025_7_1) and electricity 8251.04 MJ (cn-elec-cf-2024-cn-041).",
        },
        base | {
            "id": "derived-copper-cathode-cn",
            "name_zh": "原生阴极铜（中国，推算）",
            "name_en": "Primary copper cathode, China (derived)",
            "category": "materials > metals",
            "unit": "kg",
            "year_from": "2022",
            "year_to": "2022",
            "gas_basis": "gases",
            "co2": "3.95",
            "n2o": "0.000459",
            "other_gas": "CH4-fossil",
            "other_amount": "0.0075",
            "source": "derived-lu-2022",
            "location": "TianGong LCA v0.2.0, process affec622",
            "note_zh": "每吨阴极铜的摇篮到大门清单：CO2 3950 kg、CH4 7.5 kg、N2O 0.459 kg。",
            "note_en": "Per tonne of cathode, cradle to gate: CO2 3950 kg, CH4 7.5 kg, N2O 0.459 kg.",
        },
        lime | {
            "id": "derived-lime-calcination",
            "name_zh": "石灰（CaO）煅烧的过程 CO2（每吨 CaO）",
            "name_en": "Lime (CaO), process CO2 of calcination (per tonne CaO)",
            "co2": number(float(f"{calcium_oxide:.6g}")),
            "location": "CaCO3 → CaO + CO2",
            "note_zh": "44.01/56.08 t CO2/t CaO，仅化学过程，不含燃料。",
            "note_en": "44.01/56.08 t CO2 per t CaO; chemistry only, no fuel.",
        },
        lime | {
            "id": "derived-clinker-calcination",
            "name_zh": "水泥熟料煅烧的过程 CO2（CaO 65%，每吨熟料）",
            "name_en": "Cement clinker, process CO2 of calcination (65 % CaO, per tonne)",
            "co2": number(float(f"{0.65 * calcium_oxide:.6g}")),
            "location": "0.65 × 44.01/56.08",
            "note_zh": "熟料含 CaO 65% 且全部来自碳酸盐时的化学计量值；未计水泥窑灰与 MgO。",
            "note_en": "By stoichiometry, with 65 % CaO, all from carbonate; no kiln dust, no MgO.",
        },
    ]  # fmt: skip


def uslci(known: dict[str, list[float]] | None = None) -> list[Row]:
    """Cradle-to-gate results of USLCI processes per kg.

    `known` gives kg of CO2, CH4-fossil and N2O and the rest in kg CO2e (AR6) by process name; without it the
    rows hold the AR6 totals that were calculated once with the same database.
    """
    made = []
    for entry in words("uslci"):
        name = entry["name"]
        row = {
            "id": "uslci-" + "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split()),
            "name_zh": f"{entry['zh']}（美国，USLCI）",
            "name_en": f"{name} (US, USLCI)",
            "category": f"materials > {entry['category']}",
            "unit": "kg",
            "geography": "US",
            "year_from": "2017",
            "year_to": "2018",
            "boundary": "cradle_to_gate",
            "line": "fossil",
            "confidence": "low",
            "source": "nrel-uslci",
            "location": f"process “{name}”",
            "notes": "uslci-result",
        }
        if known is None:
            row |= {"gas_basis": "co2e", "gwp_set": "AR6", "co2e": entry["co2e_ar6"]}
        else:
            co2, ch4, n2o, rest = known[name]
            row |= {
                "gas_basis": "gases",
                "co2": number(co2),
                "n2o": number(n2o),
                "co2e": number(rest) if rest else "",
                "other_gas": "CH4-fossil",
                "other_amount": number(ch4),
            }
        made.append(row)
    return made
