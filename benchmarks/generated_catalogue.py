"""A background database as large as a nation's: datasets with names, codes, units, regions, years as real ones have.

A name is a material, product or service in Chinese and English, with its form, grade or process; a dataset of it stands
for one region and year. Words are about as frequent as in the libraries that ship and in public databases: a third of
the names are materials, a tenth electricity, and regions and years are drawn as they are published.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tanzuji.documents.datasets import Dataset

KINDS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    ("materials", "kg", (
        ("普通硅酸盐水泥", "Portland cement"), ("水泥熟料", "cement clinker"), ("热轧钢卷", "hot rolled steel coil"),
        ("螺纹钢", "steel rebar"), ("电解铝", "primary aluminium"), ("再生铝", "secondary aluminium"), ("阴极铜", "copper cathode"),
        ("锂离子电池正极材料", "lithium-ion battery cathode material"), ("磷酸铁锂", "lithium iron phosphate"), ("石墨负极", "graphite anode"),
        ("多晶硅", "polysilicon"), ("单晶硅片", "monocrystalline silicon wafer"), ("平板玻璃", "float glass"), ("聚乙烯", "polyethylene"),
        ("聚丙烯", "polypropylene"), ("聚氯乙烯", "polyvinyl chloride"), ("甲醇", "methanol"), ("合成氨", "synthetic ammonia"),
        ("尿素", "urea"), ("烧碱", "caustic soda"), ("纯碱", "soda ash"), ("硫酸", "sulphuric acid"), ("瓦楞纸板", "corrugated board"),
        ("棉纱", "cotton yarn"), ("涤纶长丝", "polyester filament"), ("羊绒", "cashmere"), ("胶合板", "plywood"), ("合成橡胶", "synthetic rubber"),
        ("炭黑", "carbon black"), ("石灰", "lime"), ("石膏", "gypsum"), ("粉煤灰", "fly ash"), ("矿渣粉", "ground slag"),
        ("环氧树脂", "epoxy resin"), ("玻璃纤维", "glass fibre"), ("碳纤维", "carbon fibre"), ("铁矿石", "iron ore"), ("铝土矿", "bauxite"),
    )),
    ("electricity", "kWh", (
        ("电网电力", "grid electricity"), ("光伏发电", "photovoltaic electricity"), ("陆上风电", "onshore wind power"),
        ("燃煤发电", "coal power"), ("水力发电", "hydropower"), ("核电", "nuclear power"), ("燃气发电", "gas power"),
    )),
    ("fuels", "GJ", (
        ("天然气", "natural gas"), ("柴油", "diesel"), ("烟煤", "bituminous coal"), ("焦炭", "coke"), ("液化石油气", "liquefied petroleum gas"),
        ("汽油", "gasoline"), ("生物质颗粒", "biomass pellets"),
    )),
    ("heat", "GJ", (("工业蒸汽", "industrial steam"), ("集中供热", "district heating"))),
    ("transport", "t*km", (
        ("柴油货车公路运输", "road freight by diesel lorry"), ("电动货车运输", "freight by electric lorry"), ("铁路货运", "rail freight"),
        ("内河船运", "inland waterway"), ("远洋集装箱船运", "container ship"), ("航空货运", "air freight"),
    )),
    ("waste", "kg", (("生活垃圾填埋", "municipal waste to landfill"), ("废钢回收", "steel scrap recycling"), ("污泥焚烧", "sludge incineration"))),
    ("products", "piece", (
        ("房间空调器", "room air conditioner"), ("便携式计算机", "portable computer"), ("中小型电动机", "small motor"), ("光伏组件", "photovoltaic module"),
        ("动力电池包", "traction battery pack"), ("乘用车轮胎", "passenger car tyre"),
    )),
)  # fmt: skip

FORMS: tuple[tuple[str, str], ...] = (
    ("", ""), ("，干法", ", dry process"), ("，湿法", ", wet process"), ("，42.5 级", ", grade 42.5"), ("，工业级", ", technical grade"),
    ("，长流程", ", blast furnace route"), ("，短流程", ", electric arc furnace"), ("，再生料 30%", ", 30 % recycled content"),
    ("，回收", ", recycled"), ("，20 吨级", ", 20 t class"), ("，煤制", ", coal based"), ("，天然气制", ", gas based"), ("，行业平均", ", sector average"),
    ("，实景数据", ", site specific"), ("，市场组合", ", market mix"), ("，出厂", ", at plant"),
)  # fmt: skip

REGIONS = ("CN",) * 30 + (
    "CN-JS", "CN-ZJ", "CN-SD", "CN-SH", "CN-NX", "CN-GD", "CN-HE", "CN-SC", "CN-NM", "CN-FJ", "GLO", "GLO", "RoW", "RER", "US", "US", "DE",
    "JP", "KR", "IN", "BR", "FR", "GB", "AU", "VN", "ID",
)  # fmt: skip

PUBLISHERS = (
    ("生态环境部", "关于发布产品碳足迹因子数据的公告"), ("示例省碳足迹数据中心", "省级碳足迹背景数据库"), ("中国钢铁工业协会", "钢铁行业 EPD 平台"),
    ("International Aluminium Institute", "Life cycle inventory data"), ("DESNZ", "Greenhouse gas reporting: conversion factors"),
    ("US EPA", "Emission factors hub"), ("某某水泥有限公司", "产品碳足迹核算报告"), ("Research institute", "Working paper on life cycle data"),
)  # fmt: skip

BOUNDARIES = ("cradle_to_gate",) * 8 + ("combustion", "gate_to_gate", "cradle_to_grave", "unknown")
_WEIGHTS = (60, 10, 8, 4, 8, 4, 6)


def datasets(count: int, seed: int) -> Iterator[Dataset]:
    """`count` datasets, the same for the same seed."""
    rng = random.Random(seed)
    for number in range(count):
        topic, unit, names = rng.choices(KINDS, _WEIGHTS)[0]
        zh, en = rng.choice(names)
        form_zh, form_en = rng.choice(FORMS)
        year = 2025 - min(int(rng.expovariate(0.25)), 30)
        publisher, title = rng.choice(PUBLISHERS)
        basis = rng.choices(("co2e", "co2"), (24, 1))[0]
        yield Dataset.parse(
            {
                "id": f"{topic[:4]}-{seed:03d}-{number:06d}",
                "name": {"zh": f"{zh}{form_zh}", "en": f"{en}{form_en}".capitalize()},
                "unit": unit,
                "category": [topic, en.replace(" ", "-")],
                "geography": rng.choice(REGIONS),
                "year_from": year,
                "year_to": year,
                "boundary": rng.choice(BOUNDARIES),
                "gas_basis": basis,
                "gwp_set": "AR6",
                "confidence": rng.choices(("high", "medium", "low"), (2, 5, 3))[0],
                "technology": {"zh": f"{zh}生产{form_zh}", "en": f"production of {en}{form_en}"},
                "amounts": [{"gas": "CO2e" if basis == "co2e" else "CO2", "amount": round(rng.lognormvariate(0, 1), 4)}],
                "source": {"title": title, "publisher": publisher, "year": year + 1},
            }
        )  # fmt: skip
