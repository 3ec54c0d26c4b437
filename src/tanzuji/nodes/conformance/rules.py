"""The checks of the suite. No construction rules of a province have been seen in full; these follow what the policies name
(one method, traceable sources, one set of indicators) and the defects met in published databases (DOMAIN C.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tanzuji.documents.text import Text

Severity = Literal["error", "warn", "info"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: what it asks, how much it weighs, and what it rests on."""

    id: str
    severity: Severity
    asks: Text
    rests_on: str


def _rule(id_: str, severity: Severity, zh: str, en: str, rests_on: str) -> Rule:
    return Rule(id_, severity, Text(zh=zh, en=en), rests_on)


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        _rule("files", "error", "文件与摘要一致", "Files agree with their digests", "TRUST §5"),
        _rule("source", "error", "写明数据来源：标题和发布者", "The source is named: title and publisher", "SH-204, JS-204, ZJ-202"),
        _rule("licence", "error", "写明许可", "The licence is stated", "SH-204"),
        _rule("geography", "error", "地域代号可识别", "The geography is a known code", "N-02"),
        _rule("year", "error", "写明数据年份", "The reference year is stated", "DOMAIN A.7.1"),
        _rule("boundary", "error", "写明系统边界", "The boundary is stated", "DOMAIN A.7.1"),
        _rule("gas-basis", "error", "不是只含 CO2 的因子", "It is not carbon dioxide alone", "SG-14, DOMAIN C.3"),
        _rule("value", "error", "有数值，且是有限的数", "There is a value, and it is finite", "DOMAIN A.7.1"),
        _rule("repeated", "error", "没有重复的数据集", "No dataset is there twice", "DOMAIN C.3"),
        _rule("replaces", "error", "所取代的数据集存在", "What is replaced is there", "ARCHITECTURE §1"),
        _rule("gwp-set", "warn", "写明全球变暖潜势的版本", "The set of warming potentials is stated", "ZJ-201"),
        _rule("losses", "warn", "电力写明是否含输配损耗", "Electricity says whether transmission losses are inside", "GB/T 24067 [V-38]"),
        _rule("quality", "warn", "有数据质量评分", "Data quality is scored", "SD-101"),
        _rule("chinese", "warn", "有中文名称", "There is a Chinese name", "N-05"),
        _rule("category", "warn", "有分类", "There is a category", "JS-203"),
        _rule("magnitude", "warn", "数值与同类相差不超过一千倍", "The value is within a thousand times of its kind", "DOMAIN C.3"),
        _rule("linked", "warn", "单元过程的输入至少 95 % 有供应者", "95 % of the inputs of unit processes have a supplier", "SH-201"),
        _rule("uncertainty", "info", "有不确定性", "Uncertainty is stated", "DOMAIN B.3"),
    )
}  # fmt: skip
