"""Words of the standards room: kinds, levels, layers, families, relations, with their names."""

from __future__ import annotations

from typing import Literal

from tanzuji.documents.text import Text

PROVINCES: dict[str, Text] = {
    code: Text(zh=zh, en=en)
    for code, zh, en in (
        ("cn", "国家", "China"), ("cn-ah", "安徽省", "Anhui"), ("cn-bj", "北京市", "Beijing"), ("cn-cq", "重庆市", "Chongqing"),
        ("cn-fj", "福建省", "Fujian"), ("cn-gd", "广东省", "Guangdong"), ("cn-gs", "甘肃省", "Gansu"),
        ("cn-gx", "广西壮族自治区", "Guangxi"), ("cn-gz", "贵州省", "Guizhou"), ("cn-ha", "河南省", "Henan"),
        ("cn-hb", "湖北省", "Hubei"), ("cn-he", "河北省", "Hebei"), ("cn-hi", "海南省", "Hainan"),
        ("cn-hl", "黑龙江省", "Heilongjiang"), ("cn-hn", "湖南省", "Hunan"), ("cn-jl", "吉林省", "Jilin"),
        ("cn-js", "江苏省", "Jiangsu"), ("cn-jx", "江西省", "Jiangxi"), ("cn-ln", "辽宁省", "Liaoning"),
        ("cn-nm", "内蒙古自治区", "Inner Mongolia"), ("cn-nx", "宁夏回族自治区", "Ningxia"), ("cn-qh", "青海省", "Qinghai"),
        ("cn-sc", "四川省", "Sichuan"), ("cn-sd", "山东省", "Shandong"), ("cn-sh", "上海市", "Shanghai"),
        ("cn-sn", "陕西省", "Shaanxi"), ("cn-sx", "山西省", "Shanxi"), ("cn-tj", "天津市", "Tianjin"),
        ("cn-xj", "新疆维吾尔自治区", "Xinjiang"), ("cn-xz", "西藏自治区", "Tibet"), ("cn-yn", "云南省", "Yunnan"),
        ("cn-zj", "浙江省", "Zhejiang"),
    )
}  # fmt: skip
"""Provinces by their code of ISO 3166-2, for standards of places without a jurisdiction pack of their own."""

Kind = Literal["standard", "pcr", "certification", "evaluation", "data_quality", "metering"]

KINDS: dict[str, Text] = {
    "standard": Text(zh="标准", en="Standard"),
    "pcr": Text(zh="核算规则", en="Product category rule"),
    "certification": Text(zh="认证规则", en="Certification rule"),
    "evaluation": Text(zh="评价规则", en="Evaluation rule"),
    "data_quality": Text(zh="数据质量评价规则", en="Data-quality rule"),
    "metering": Text(zh="计量规范", en="Metering specification"),
}
"""核算 is not 评价 is not 认证: three kinds, never one."""

Level = Literal["international", "national", "sector", "provincial", "association", "enterprise"]

LEVELS: dict[str, Text] = {
    "international": Text(zh="国际标准", en="International standard"),
    "national": Text(zh="国家标准", en="National standard"),
    "sector": Text(zh="行业标准", en="Sector standard"),
    "provincial": Text(zh="地方标准", en="Provincial standard"),
    "association": Text(zh="团体标准", en="Association standard"),
    "enterprise": Text(zh="企业标准", en="Enterprise standard"),
}

SHORT_LEVELS: dict[str, Text] = {
    "international": Text(zh="国际", en="International"),
    "national": Text(zh="国标", en="National"),
    "sector": Text(zh="行标", en="Sector"),
    "provincial": Text(zh="地标", en="Provincial"),
    "association": Text(zh="团标", en="Association"),
    "enterprise": Text(zh="企标", en="Enterprise"),
}

MADE_HERE: tuple[Level, ...] = ("national", "sector", "provincial", "association", "enterprise")
"""Levels that projects of this room may have; international standards are only registered."""

Layer = Literal["general", "sector", "product"]

LAYERS: dict[str, Text] = {
    "general": Text(zh="通则", en="General rules"),
    "sector": Text(zh="行业", en="Sector rules"),
    "product": Text(zh="产品", en="Product rules"),
}

Family = Literal["general", "product", "data_quality"]

FAMILIES: dict[str, Text] = {
    "general": Text(zh="碳足迹通用技术标准", en="General footprint standards"),
    "product": Text(zh="不同类型产品碳足迹技术标准", en="Product footprint standards"),
    "data_quality": Text(zh="数据质量评价技术标准", en="Data-quality evaluation standards"),
}
"""The three families of Shandong's framework of standards."""


def family(kind: str, layer: str) -> Family:
    """Which of the three families a standard belongs to."""
    if kind == "data_quality":
        return "data_quality"
    return "general" if layer == "general" else "product"


RelationKind = Literal["replaces", "converted_from", "certifies", "evaluates", "rates", "meters"]

RELATIONS: dict[str, tuple[Text, Text]] = {
    "replaces": (Text(zh="代替", en="Replaces"), Text(zh="被代替于", en="Replaced by")),
    "converted_from": (Text(zh="转化自", en="Converted from"), Text(zh="已转化为", en="Converted into")),
    "certifies": (
        Text(zh="所依据的核算规则", en="Rests on the accounting rule"),
        Text(zh="对应的认证规则", en="Certification rule"),
    ),
    "evaluates": (
        Text(zh="评价的是", en="Evaluates results of"),
        Text(zh="对应的评价规则", en="Evaluation rule"),
    ),
    "rates": (
        Text(zh="评价其数据质量", en="Rates data of"),
        Text(zh="对应的数据质量规则", en="Data-quality rule"),
    ),
    "meters": (
        Text(zh="为其活动数据规定计量", en="Specifies metering for"),
        Text(zh="对应的计量规范", en="Metering specification"),
    ),
}
"""How one standard stands to another: read from it, and read from the other one."""

COMPANION: dict[str, RelationKind] = {
    "certification": "certifies",
    "evaluation": "evaluates",
    "data_quality": "rates",
    "metering": "meters",
}
"""The relation by which a rule of this kind is tied to the accounting rule it serves."""

Scheme = Literal["cpc", "hs", "gbt7635"]

SCHEMES: dict[str, Text] = {
    "cpc": Text(zh="CPC（联合国主要产品分类）", en="CPC (Central Product Classification)"),
    "hs": Text(zh="HS（商品名称及编码协调制度）", en="HS (Harmonized System)"),
    "gbt7635": Text(zh="GB/T 7635（全国主要产品分类与代码）", en="GB/T 7635 (national product codes)"),
}
SHORT_SCHEMES: dict[str, str] = {"cpc": "CPC", "hs": "HS", "gbt7635": "GB/T 7635"}

SourceTag = Literal["S", "V", "G", "D"]

SOURCES: dict[str, Text] = {
    "S": Text(zh="五省政策比较文章所述", en="stated in the comparison of five provincial policies"),
    "V": Text(zh="读过的公开文件", en="read in a public paper"),
    "G": Text(zh="专业缺省，未核对原文", en="professional default, not compared with the text"),
    "D": Text(zh="本软件的缺省", en="a default of this software"),
}

Disposition = Literal["accepted", "partly", "rejected"]

DISPOSITIONS: dict[str, Text] = {
    "accepted": Text(zh="采纳", en="Accepted"),
    "partly": Text(zh="部分采纳", en="Accepted in part"),
    "rejected": Text(zh="未采纳", en="Not accepted"),
}

Choice = Literal["for", "against", "abstain"]

CHOICES: dict[str, Text] = {
    "for": Text(zh="赞成", en="For"),
    "against": Text(zh="反对", en="Against"),
    "abstain": Text(zh="弃权", en="Abstain"),
}
