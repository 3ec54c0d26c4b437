"""Footprints made by hand for the figures: an LFP battery pack and its awkward relatives.

The battery's amounts are those of an inventory after Crenna et al. (2021) and Dai et al. (2019), 1 kWh of capacity;
kg CO2e = amount × factor, calculated by hand: raw materials 59.76, manufacturing 20.41, distribution 0.63,
end of life 4.08, total 84.89; credits of recovered aluminium and copper −8.29.
"""

from __future__ import annotations

from typing import Any

from tanzuji.documents.footprints import Footprint
from tanzuji.documents.lines import LINES, STAGE_NAMES, STAGES

# stage, process, kind, name zh, name en, amount, unit, kg CO2e, line
Item = tuple[str, str, str, str, str, float, str, float, str]

PROCESSES = {
    "cathode": ("正极", "Cathode", "raw_materials"),
    "anode": ("负极", "Anode", "raw_materials"),
    "foils": ("集流体", "Foils", "raw_materials"),
    "electrolyte": ("电解液", "Electrolyte", "raw_materials"),
    "separator": ("隔膜", "Separator", "raw_materials"),
    "container": ("电芯外壳", "Cell container", "raw_materials"),
    "housing": ("壳体与电池管理系统", "Pack housing and BMS", "raw_materials"),
    "cells": ("电芯制造", "Cell manufacturing", "manufacturing"),
    "pack": ("电池包装配", "Pack assembly", "manufacturing"),
    "transport": ("电芯运输", "Cell transport", "distribution"),
    "recycling": ("湿法回收", "Hydrometallurgical recycling", "end_of_life"),
}

BATTERY: list[Item] = [
    ("raw_materials", "cathode", "input", "磷酸铁锂", "LiFePO4", 2.11604, "kg", 16.7167, "fossil"),
    ("raw_materials", "cathode", "input", "导电炭黑", "Carbon black", 0.162706, "kg", 0.4263, "fossil"),
    ("raw_materials", "anode", "input", "负极石墨", "Graphite anode material", 0.739705, "kg", 3.4766, "fossil"),
    ("raw_materials", "anode", "input", "CMC 与 SBR 粘结剂", "CMC and SBR binder", 0.041095, "kg", 0.0785, "fossil"),
    ("raw_materials", "foils", "input", "铝箔", "Aluminium foil", 0.388538, "kg", 5.4407, "fossil"),
    ("raw_materials", "foils", "energy", "铝箔轧制用电", "Electricity for foil rolling", 0.254475, "kWh", 0.1470, "fossil"),
    ("raw_materials", "foils", "input", "铜箔", "Copper foil", 0.80731, "kg", 3.4705, "fossil"),
    ("raw_materials", "electrolyte", "input", "碳酸酯溶剂", "Carbonate solvent", 1.18193, "kg", 1.5365, "fossil"),
    ("raw_materials", "separator", "input", "隔膜", "Separator", 0.320865, "kg", 0.7207, "fossil"),
    ("raw_materials", "container", "input", "铝（软包与极耳）", "Aluminium in pouch and tab", 0.082155, "kg", 1.1504, "fossil"),
    ("raw_materials", "container", "input", "铜极耳", "Copper tab", 0.074331, "kg", 0.3195, "fossil"),
    ("raw_materials", "container", "input", "软包塑料", "Plastics in pouch", 0.039356, "kg", 0.0514, "fossil"),
    ("raw_materials", "housing", "input", "铝（壳体、端板、模组）", "Aluminium in housing and modules", 1.52782, "kg", 21.3941, "fossil"),
    ("raw_materials", "housing", "input", "钢", "Steel", 0.136145, "kg", 0.3573, "fossil"),
    ("raw_materials", "housing", "input", "电子元件与线路板", "Electronic components and printed boards", 0.148273, "kg", 3.6869, "fossil"),
    ("raw_materials", "housing", "input", "铜", "Copper", 0.043174, "kg", 0.1856, "fossil"),
    ("raw_materials", "housing", "input", "乙二醇冷却液", "Ethylene glycol coolant", 0.181413, "kg", 0.5206, "fossil"),
    ("raw_materials", "housing", "input", "高密度聚乙烯", "High-density polyethylene", 0.044537, "kg", 0.0818, "fossil"),
    ("manufacturing", "cells", "energy", "电力", "Electricity", 25.0, "kWh", 14.4425, "fossil"),
    ("manufacturing", "cells", "energy", "天然气供热", "Heat from natural gas", 90.0, "MJ", 5.9590, "fossil"),
    ("manufacturing", "cells", "input", "工艺用水", "Process water", 27.925, "kg", 0.0053, "fossil"),
    ("manufacturing", "pack", "energy", "电力", "Electricity", 0.002361, "kWh", 0.0014, "fossil"),
    ("distribution", "transport", "transport", "公路运输", "Road transport", 1.9375, "t*km", 0.2426, "fossil"),
    ("distribution", "transport", "transport", "铁路运输", "Rail transport", 0.095625, "t*km", 0.0033, "fossil"),
    ("distribution", "transport", "transport", "海运", "Sea transport", 4.605, "t*km", 0.0910, "fossil"),
    ("distribution", "transport", "transport", "空运", "Air transport", 0.389375, "t*km", 0.2595, "aircraft"),
    ("distribution", "transport", "transport", "轻型货车运输", "Van transport", 0.06, "t*km", 0.0379, "fossil"),
    ("end_of_life", "recycling", "energy", "电力", "Electricity", 4.1524, "kWh", 2.3988, "fossil"),
    ("end_of_life", "recycling", "input", "盐酸", "Hydrogen chloride", 0.293664, "kg", 0.4994, "fossil"),
    ("end_of_life", "recycling", "input", "烧碱", "Sodium hydroxide", 0.747432, "kg", 1.1527, "fossil"),
    ("end_of_life", "recycling", "input", "新鲜水", "Fresh water", 4.54623, "kg", 0.0009, "fossil"),
    ("end_of_life", "recycling", "waste", "塑料废料", "Plastic casing scrap", 1.71233, "kg", 0.0080, "fossil"),
    ("end_of_life", "recycling", "waste", "其他固废", "Other solid waste", 5.07705, "kg", 0.0238, "fossil"),
]  # fmt: skip

CREDITS: list[Item] = [
    (
        "end_of_life",
        "recycling",
        "material",
        "再生铝",
        "Recovered aluminium",
        0.513699,
        "kg",
        -5.3458,
        "fossil",
    ),
    ("end_of_life", "recycling", "material", "再生铜", "Recovered copper", 0.856164, "kg", -2.9444, "fossil"),
]

COMPARISONS = [
    {"name": {"zh": "磷酸铁锂电池包，摇篮到大门，2021", "en": "LFP battery pack, cradle to gate, 2021"}, "low": 73.51, "unit": "kg CO2e/kWh", "citation": "CPCD 46420X0172021C"},
    {"name": {"zh": "Hao 等，中国，28 kWh", "en": "Hao et al., China, 28 kWh"}, "low": 109.3, "unit": "kg CO2e/kWh", "citation": "Hao H. et al. 2017"},
    {"name": {"zh": "Xu 等，8 种化学体系的电芯", "en": "Xu et al., cells of 8 chemistries"}, "low": 41.0, "high": 89.0, "unit": "kg CO2e/kWh", "citation": "Xu C. et al. 2022"},
    {"name": {"zh": "DESNZ 锂离子电池", "en": "DESNZ lithium-ion battery"}, "low": 6308.0, "unit": "kg CO2e/t", "citation": "DESNZ 2025"},
]  # fmt: skip


def footprint(
    items: list[Item],
    *,
    processes: dict[str, tuple[str, str, str]] | None = None,
    boundary: str = "cradle_to_grave",
    unit: str = "kWh",
    unit_label: dict[str, str] | None = None,
    comparisons: list[dict[str, Any]] | None = None,
    gases: list[dict[str, Any]] | None = None,
    sensitivities: list[dict[str, Any]] | None = None,
    scenarios: list[dict[str, Any]] | None = None,
    gaps: list[dict[str, Any]] | None = None,
) -> Footprint:
    """A footprint whose sums are those of `items`."""
    known = processes or {key: PROCESSES[key] for key in PROCESSES if any(i[1] == key for i in items)}
    total = sum(item[7] for item in items)

    def share(value: float) -> float | None:
        return value / total if abs(total) > 1e-9 else None

    def lines(chosen: list[Item]) -> dict[str, float]:
        return {line: sum(item[7] for item in chosen if item[8] == line) for line in LINES}

    def of(position: int, key: str) -> list[Item]:
        return [item for item in items if item[position] == key]

    contributions, seen = [], dict.fromkeys(known, 0)
    for stage, process, kind, zh, en, amount, measure, value, line in items:
        where = f"processes[{list(known).index(process)}].{kind}[{seen[process]}]"
        seen[process] += 1
        contributions.append(
            {
                "path": where, "process": process, "process_name": {"zh": known[process][0], "en": known[process][1]},
                "stage": stage, "kind": kind, "name": {"zh": zh, "en": en}, "amount": amount, "unit": measure,
                "runs": 1.0, "lines": {line: value}, "total": value, "share": share(value),
                "electricity": "grid" if measure == "kWh" else None,
            }
        )  # fmt: skip
    results = [
        {
            "stage": stage, "name": dict(zip(("zh", "en"), STAGE_NAMES[stage], strict=True)), "canonical": stage,
            "lines": lines(of(0, stage)), "total": sum(i[7] for i in of(0, stage)), "share": share(sum(i[7] for i in of(0, stage))),
        }
        for stage in STAGES
    ]  # fmt: skip
    steps = [
        {
            "process": key, "name": {"zh": zh, "en": en}, "stage": stage, "runs": 1.0, "lines": lines(of(1, key)),
            "total": sum(i[7] for i in of(1, key)), "cumulative": sum(i[7] for i in of(1, key)),
            "share": share(sum(i[7] for i in of(1, key))),
        }
        for key, (zh, en, stage) in known.items()
    ]  # fmt: skip
    model = {
        "id": "sample",
        "product": {"name": {"zh": "磷酸铁锂动力电池包", "en": "LFP battery pack"}},
        "unit": {"kind": "declared", "amount": 1, "unit": unit, "description": {"zh": "1 kWh 额定容量", "en": "1 kWh of capacity"}},
        "boundary": {"type": boundary},
        "processes": [{"id": key, "name": {"zh": zh, "en": en}, "stage": stage} for key, (zh, en, stage) in known.items()],
        "comparisons": comparisons or [],
    }  # fmt: skip
    return Footprint.parse(
        {
            "id": "sample", "model_digest": "0" * 64, "releases": [], "method": {}, "engine_version": "0",
            "model": model, "unit_label": unit_label or {"zh": f"1 {unit}", "en": f"1 {unit}"}, "boundary": boundary,
            "partial": boundary != "cradle_to_grave", "lines": lines(items), "total": total,
            "gross_emissions": sum(i[7] for i in items if i[7] > 0), "gross_credits": sum(i[7] for i in items if i[7] < 0),
            "stages": results, "processes": steps, "contributions": contributions, "gaps": gaps or [],
            "gases": gases or [], "sensitivities": sensitivities or [], "trails": [],
            "data_quality": {"rating": None, "rated_share": 0.0, "primary_share": 0.0, "low_confidence_share": 0.0},
            "scenarios": scenarios or [], "result_digest": "0" * 64,
        }
    )  # fmt: skip


def elasticities(items: list[Item]) -> list[dict[str, Any]]:
    """A linear model: 1 % more of an amount adds its share of the total."""
    total = sum(item[7] for item in items)
    return [
        {
            "path": f"p[{i}]",
            "name": {"zh": item[3], "en": item[4]},
            "process": item[1],
            "elasticity": item[7] / total,
        }
        for i, item in enumerate(items)
    ]


def battery(*, credits: bool = False) -> Footprint:
    """The battery pack with everything a figure may draw; with the recycling credits on demand."""
    items = BATTERY + (CREDITS if credits else [])
    total = sum(item[7] for item in items)

    def by_stage(change: float) -> dict[str, float]:
        sums = {stage: sum(i[7] for i in items if i[0] == stage) for stage in STAGES}
        return sums | {"manufacturing": sums["manufacturing"] + change}

    return footprint(
        items,
        comparisons=COMPARISONS,
        gases=[
            {"gas": "CO2", "line": "fossil", "kg": 34.2, "kg_co2e": 34.2},
            {"gas": "CO2", "line": "aircraft", "kg": 0.2595, "kg_co2e": 0.2595},
            {"gas": "CH4-fossil", "line": "fossil", "kg": 0.11, "kg_co2e": 3.278},
            {"gas": "N2O", "line": "fossil", "kg": 0.0011, "kg_co2e": 0.3003},
            {"gas": "CF4", "line": "fossil", "kg": 0.000133, "kg_co2e": 0.98154},
            {"gas": "CO2e", "line": "fossil", "kg": None, "kg_co2e": total - 34.2 - 0.2595 - 3.278 - 0.3003 - 0.98154},
        ],
        sensitivities=elasticities(items),
        scenarios=[
            {
                "id": "coal", "name": {"zh": "自备燃煤电厂供电", "en": "Captive coal power"}, "kind": "electricity",
                "total": total + 8.66, "difference": 8.66, "lines": {"fossil": total + 8.66 - 0.2595, "aircraft": 0.2595},
                "stages": by_stage(8.66),
            },
            {
                "id": "wind", "name": {"zh": "风电直供", "en": "Wind power by direct line"}, "kind": "electricity",
                "total": total - 14.0, "difference": -14.0, "lines": {"fossil": total - 14.0 - 0.2595, "aircraft": 0.2595},
                "stages": by_stage(-14.0),
            },
        ],
    )  # fmt: skip


SHIRT_PROCESSES = {
    "cotton": ("棉花种植", "Cotton growing", "raw_materials"),
    "spinning": ("纺纱与织造", "Spinning and knitting", "manufacturing"),
    "washing": ("洗涤", "Washing", "use"),
    "landfill": ("填埋", "Landfill", "end_of_life"),
}


def shirt() -> Footprint:
    """A cotton shirt: every reporting line, and carbon taken up by the plant."""
    items: list[Item] = [
        ("raw_materials", "cotton", "input", "氮肥", "Nitrogen fertiliser", 0.04, "kg", 0.62, "fossil"),
        ("raw_materials", "cotton", "emission", "田间氧化亚氮", "Nitrous oxide from the field", 0.001, "kg", 0.27, "biogenic"),
        ("raw_materials", "cotton", "emission", "棉花吸收二氧化碳", "Carbon dioxide taken up by cotton", 0.28, "kg", -0.28, "removal"),
        ("raw_materials", "cotton", "emission", "土地利用变化", "Land-use change", 0.05, "kg", 0.05, "land_use_change"),
        ("manufacturing", "spinning", "energy", "电力", "Electricity", 2.6, "kWh", 1.50, "fossil"),
        ("use", "washing", "energy", "洗涤用电", "Electricity for washing", 2.4, "kWh", 1.39, "fossil"),
        ("end_of_life", "landfill", "waste", "填埋甲烷", "Methane from landfill", 0.02, "kg", 0.54, "biogenic"),
    ]  # fmt: skip
    return footprint(
        items,
        processes=SHIRT_PROCESSES,
        unit="piece",
        unit_label={"zh": "1 件", "en": "1 piece"},
        sensitivities=elasticities(items),
    )


def negative() -> Footprint:
    """More carbon taken up than released."""
    items: list[Item] = [
        ("raw_materials", "cotton", "input", "采伐", "Harvest", 1.0, "kg", 40.0, "fossil"),
        (
            "raw_materials",
            "cotton",
            "emission",
            "树木吸收",
            "Uptake by trees",
            900.0,
            "kg",
            -900.0,
            "removal",
        ),
        ("manufacturing", "spinning", "energy", "电力", "Electricity", 100.0, "kWh", 57.77, "fossil"),
    ]
    return footprint(items, processes={k: SHIRT_PROCESSES[k] for k in ("cotton", "spinning")}, boundary="cradle_to_gate", unit="m3", sensitivities=elasticities(items))  # fmt: skip


def cancelling() -> Footprint:
    """Credits that exactly cancel emissions."""
    items: list[Item] = [
        ("manufacturing", "spinning", "energy", "电力", "Electricity", 10.0, "kWh", 5.0, "fossil"),
        (
            "manufacturing",
            "spinning",
            "credit",
            "替代供热",
            "Heat replaced elsewhere",
            45.0,
            "MJ",
            -5.0,
            "fossil",
        ),
    ]
    return footprint(items, processes={"spinning": SHIRT_PROCESSES["spinning"]}, unit="piece")


def zero() -> Footprint:
    """Nothing calculated yet: an amount without a factor."""
    gap = {"path": "processes[0].inputs[0]", "process": "spinning", "stage": "manufacturing", "name": {"zh": "染料", "en": "Dye"}, "reason": "no_factor"}  # fmt: skip
    return footprint(
        [], processes={"spinning": SHIRT_PROCESSES["spinning"]}, boundary="cradle_to_gate", gaps=[gap]
    )


def single() -> Footprint:
    """One contribution alone."""
    return footprint([BATTERY[18]], boundary="cradle_to_gate", sensitivities=elasticities([BATTERY[18]]))


def many(count: int = 200) -> Footprint:
    """Many contributions of falling size in many processes, with very long names."""
    processes, items = {}, []
    for i in range(count):
        key = f"p{i // 5}"
        stage = STAGES[(i // 5) % 5]
        processes[key] = (
            f"第 {i // 5 + 1} 号自动化连续式高温固相合成与气流粉碎分级包装生产线（含公用工程与环保设施）",
            f"Automated continuous high-temperature solid-state synthesis, jet milling and packing line number {i // 5 + 1}",
            stage,
        )
        items.append((stage, key, "input", f"高纯度电池级一水合氢氧化锂原料第 {i + 1} 批次（江西宜春产锂云母路线，含运输）", f"High-purity battery-grade lithium hydroxide monohydrate, lot {i + 1}, lepidolite route, Yichun", 1.0, "kg", 100.0 / (i + 1), "fossil"))  # fmt: skip
    return footprint(items, processes=processes, sensitivities=elasticities(items))


HOSTILE = ("</script><script>alert(1)</script>", '<svg onload="alert(1)">', "{{7*7}}", "=HYPERLINK(\"http://x\")", "' onclick='x", "\u202egnp.exe\x00\x0b")  # fmt: skip


def hostile() -> Footprint:
    """Names that want to be more than names."""
    processes = {f"p{i}": (name, name, "manufacturing") for i, name in enumerate(HOSTILE)}
    items: list[Item] = [
        ("manufacturing", f"p{i}", "input", name, name, 1.0, "kg", 10.0 - i, "fossil") for i, name in enumerate(HOSTILE)
    ]  # fmt: skip
    comparison = {
        "name": HOSTILE[1],
        "low": 40.0,
        "high": 60.0,
        "unit": "kg CO2e/kWh",
        "citation": HOSTILE[0],
    }
    scenario = {"id": "s", "name": HOSTILE[0], "kind": "other", "total": 50.0, "difference": 5.0, "lines": {"fossil": 50.0}, "stages": {"manufacturing": 50.0}}  # fmt: skip
    return footprint(items, processes=processes, comparisons=[comparison], scenarios=[scenario], sensitivities=elasticities(items))  # fmt: skip
