"""The text of a product standard (CFP-PCR) drawn from a rule: its clauses in the order of the national product
standards, filled with what the rule says, and a word where the authors still have to write.

The order is that of published tables of contents (rubber tyres, glass, copper products): scope, references, terms,
goal, scope of quantification, inventory, assessment, interpretation, report, declaration, annexes.
"""

from __future__ import annotations

from collections.abc import Iterator

from tanzuji.documents.errors import Language
from tanzuji.documents.lines import STAGE_NAMES
from tanzuji.documents.rules import PARAMETERS, RulePack
from tanzuji.rules.load import effective

_OPEN = {"zh": "（待写）", "en": "(to be written)"}

_BOUNDARIES = {
    "cradle_to_grave": ("从摇篮到坟墓", "cradle to grave"),
    "cradle_to_gate": ("从摇篮到大门", "cradle to gate"),
    "gate_to_gate": ("从大门到大门", "gate to gate"),
    "gate_to_grave": ("从大门到坟墓", "gate to grave"),
}


def pcr_markdown(pack: RulePack, language: Language = "zh") -> str:
    """The draft of the standard's text as Markdown, in one language."""
    i = 0 if language == "zh" else 1
    whole = effective(pack)
    parts = [f"# {pack.title.to(language)}", "", *_head(pack, i, language)]
    for number, (zh, en) in enumerate(CLAUSES, 1):
        parts += [f"## {number} {(zh, en)[i]}", "", *_clause(number, whole, pack, language), ""]
    for letter, (zh, en) in zip("ABCD", ANNEXES, strict=True):
        parts += [
            f"## {('附录', 'Annex')[i]} {letter} {(zh, en)[i]}",
            "",
            *_annex(letter, whole, language),
            "",
        ]
    return "\n".join(parts).rstrip() + "\n"


CLAUSES: tuple[tuple[str, str], ...] = (
    ("范围", "Scope"),
    ("规范性引用文件", "Normative references"),
    ("术语和定义", "Terms and definitions"),
    ("量化目的（产品描述）", "Goal of the quantification (product description)"),
    ("量化范围", "Scope of the quantification"),
    ("清单分析", "Inventory analysis"),
    ("影响评价", "Impact assessment"),
    ("结果解释", "Interpretation"),
    ("产品碳足迹报告", "Report"),
    ("产品碳足迹声明", "Declaration"),
)
ANNEXES: tuple[tuple[str, str], ...] = (
    ("数据收集表", "Data collection"),
    ("报告模板", "Report template"),
    ("全球变暖潜势与数据质量评价", "GWP and data-quality evaluation"),
    ("常用参数", "Common parameters"),
)


def _head(pack: RulePack, i: int, language: Language) -> Iterator[str]:
    if pack.thin:
        yield ("> 初步：只有单位、边界和少数检查。", "> A beginning: unit, boundary and a few checks only.")[
            i
        ]
        yield ""
    if pack.source:
        yield f"{('编写依据：', 'Written from: ')[i]}{pack.source.to(language)}"
        yield ""


def _clause(number: int, whole: RulePack, pack: RulePack, language: Language) -> list[str]:
    i = 0 if language == "zh" else 1
    match number:
        case 1:
            names = "、".join(pack.product_match.names) if i == 0 else ", ".join(pack.product_match.names)
            said = ("本文件适用于：", "This document applies to: ")[i]
            return [f"{said}{names}{'。' if i == 0 else '.'}" if names else _OPEN[language]]
        case 2:
            return [
                "- GB/T 24067-2024",
                "- ISO 14067:2018",
                *([f"- {pack.inherits}"] if pack.inherits else []),
            ]
        case 5:
            return _scope(whole, language)
        case 6:
            return _inventory(whole, pack, language)
        case 7:
            sets = whole.parameters.get("gwp_sets")
            value = ", ".join(sets.value) if sets and isinstance(sets.value, tuple) else _OPEN[language]
            return [f"{('特征化因子：GWP100，', 'Characterisation: GWP100, ')[i]}{value}"]
        case 8:
            return [
                f"- {r.title.to(language)}{('：', ': ')[i]}{_range(r.low, r.high, r.unit)}"
                for r in pack.ranges
            ] or [_OPEN[language]]
        case _:
            return [_OPEN[language]]


def _range(low: float | None, high: float | None, unit: str) -> str:
    return f"{'–' if low is None else f'{low:g}'} … {'–' if high is None else f'{high:g}'} {unit}".rstrip()


def _scope(whole: RulePack, language: Language) -> list[str]:
    i = 0 if language == "zh" else 1
    said = whole.unit.description.to(language) if whole.unit and whole.unit.description else _OPEN[language]
    rows = [f"### 5.1 {('功能单位或声明单位', 'Functional or declared unit')[i]}", "", said, ""]
    rows += [f"### 5.2 {('系统边界', 'System boundary')[i]}", ""]
    if whole.boundary:
        types = [_BOUNDARIES[t][i] for t in whole.boundary.types]
        rows += [("、" if i == 0 else ", ").join(types)]
        stages = [STAGE_NAMES[s][i] for s in whole.boundary.required_stages]
        if stages:
            rows += ["", ("须计入：", "Always counted: ")[i] + ("、" if i == 0 else ", ").join(stages)]
        rows += [f"- {stage.name.to(language)}" for stage in whole.boundary.stages]
    rows += ["", f"### 5.3 {('取舍准则', 'Cut-off')[i]}", "", *_parameters(whole, "cutoff", i)]
    rows += [
        "",
        f"### 5.4 {('数据和数据质量、时间与地理边界', 'Data, their quality, time and geography')[i]}",
        "",
    ]
    rows += [
        *_parameters(whole, "period", i),
        *_parameters(whole, "background", i),
        *_parameters(whole, "primary", i),
    ]
    return rows


def _parameters(whole: RulePack, beginning: str, i: int) -> list[str]:
    found = []
    for name in PARAMETERS:
        parameter = whole.parameters.get(name)
        if parameter is not None and name.startswith(beginning):
            value = (
                ", ".join(parameter.value) if isinstance(parameter.value, tuple) else f"{parameter.value:g}"
            )
            tag = {
                "G": ("（专业缺省，未核对原文）", " (professional default)"),
                "D": ("（平台默认）", " (platform default)"),
            }
            found.append(f"- `{name}` = {value}{tag.get(parameter.source_tag, ('', ''))[i]}")
    return found


def _inventory(whole: RulePack, pack: RulePack, language: Language) -> list[str]:
    i = 0 if language == "zh" else 1
    rows = [f"### 6.1 {('数据收集', 'Data collection')[i]}", ""]
    rows += [f"- {flow.name.to(language)}" for flow in pack.flows if flow.severity != "info"] or [
        _OPEN[language]
    ]
    rows += ["", f"### 6.2 {('数据审定', 'Validation of data')[i]}", "", _OPEN[language]]
    rows += ["", f"### 6.3 {('分配', 'Allocation')[i]}", "", *_parameters(whole, "allocation", i)]
    rows += [f"- {c.title.to(language)}" for c in pack.checks if "allocation" in c.path]
    return rows


def _annex(letter: str, whole: RulePack, language: Language) -> list[str]:
    i = 0 if language == "zh" else 1
    if letter == "A":
        head = (
            "| 项目 | 单位 | 数值 | 来源 | 期间 | 地域 |",
            "| item | unit | value | source | period | geography |",
        )[i]
        flows = [f for f in whole.flows if f.severity != "info"]
        return [
            head,
            "|---|---|---|---|---|---|",
            *(f"| {f.name.to(language)} | {f.unit or ''} | | | | |" for f in flows),
        ]
    return [_OPEN[language]]
