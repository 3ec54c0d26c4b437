"""The fixed words of a report, in Chinese and English: names of kinds, and how numbers are written."""

from __future__ import annotations

from decimal import Decimal

from tanzuji.documents.rounding import exact, figure, round_to_digits
from tanzuji.reports.blocks import Labels

Pair = tuple[str, str]
"""A word in Chinese and in English."""

NOT_STATED: Pair = ("未说明", "not stated")
NOT_CALCULATED: Pair = ("未计算", "not calculated")

BOUNDARIES: dict[str, Pair] = {
    "cradle_to_grave": ("摇篮到坟墓", "cradle to grave"),
    "cradle_to_gate": ("摇篮到大门", "cradle to gate"),
    "gate_to_gate": ("大门到大门", "gate to gate"),
    "gate_to_grave": ("大门到坟墓", "gate to grave"),
}

UNIT_KINDS: dict[str, Pair] = {
    "functional": ("功能单位", "functional unit"),
    "declared": ("声明单位", "declared unit"),
}

FACTOR_BOUNDARIES: dict[str, Pair] = {
    "cradle_to_gate": ("摇篮到大门", "cradle to gate"),
    "cradle_to_grave": ("摇篮到坟墓", "cradle to grave"),
    "gate_to_gate": ("大门到大门", "gate to gate"),
    "generation": ("发电环节", "generation only"),
    "combustion": ("燃烧", "combustion"),
    "upstream": ("上游供应", "upstream supply"),
    "process": ("工艺过程", "process chemistry"),
    "transport": ("运输", "transport"),
    "waste_treatment": ("废物处理", "waste treatment"),
    "characterisation": ("特征化", "characterisation"),
    "unknown": NOT_STATED,
}

GAS_BASES: dict[str, Pair] = {
    "co2e": ("CO₂e 总量", "CO₂e total"),
    "gases": ("分气体", "masses per gas"),
    "co2": ("仅 CO₂", "CO₂ alone"),
}

DATA_KINDS: dict[str, Pair] = {
    "primary": ("初级", "primary"),
    "secondary": ("次级", "secondary"),
    "estimate": ("估计", "estimate"),
    "unknown": NOT_STATED,
}

CONFIDENCES: dict[str, Pair] = {
    "high": ("高", "high"),
    "medium": ("中", "medium"),
    "low": ("低", "low"),
}

KINDS: dict[str, Pair] = {
    "input": ("投入", "input"),
    "energy": ("能源", "energy"),
    "transport": ("运输", "transport"),
    "waste": ("废物", "waste"),
    "emission": ("直接排放", "direct emission"),
    "offset": ("抵消", "offset"),
    "credit": ("避免的排放", "avoided emissions"),
    "material": ("材料循环", "material loop"),
}

GAP_REASONS: dict[str, Pair] = {
    "no_amount": ("没有用量", "no amount"),
    "no_factor": ("没有因子", "no factor"),
    "burden_free": ("按截断不带负担", "enters without burden (cut-off)"),
    "offset_not_counted": ("抵消不计入碳足迹", "an offset, which no footprint counts"),
}

ELECTRICITY: dict[str, Pair] = {
    "grid": ("电网平均", "grid average"),
    "direct_line": ("直连线路", "direct line"),
    "on_site": ("自发自用", "on-site generation"),
    "certificate": ("合同凭证", "contractual instrument"),
}

INSTRUMENTS: dict[str, Pair] = {
    "green_certificate": ("绿色电力证书", "green certificate"),
    "power_purchase": ("购电协议", "power purchase agreement"),
}

LOOPS: dict[str, Pair] = {
    "cutoff": ("截断（再生成分 100:0）", "cut-off (recycled content, 100:0)"),
    "substitution": ("替代（末期回收 0:100）", "substitution (end-of-life recycling, 0:100)"),
    "closed_loop": (
        "闭环近似（0:100，投入全按原生料）",
        "closed-loop approximation (0:100, all input as virgin)",
    ),
    "fifty_fifty": ("50:50", "50:50"),
    "cff": ("循环足迹公式（CFF）", "circular footprint formula (CFF)"),
}

BIOGENIC: dict[str, Pair] = {
    "-1/+1": ("−1/+1：吸收记 −1，释放记 +1", "−1/+1: uptake counts −1, release +1"),
    "0/0": ("0/0：生物源 CO₂ 的吸收与释放均不计", "0/0: uptake and release of biogenic CO₂ are not counted"),
}

ALLOCATIONS: dict[str, Pair] = {
    "none": ("不分配", "none"),
    "mass": ("按质量", "by mass"),
    "energy": ("按能量", "by energy"),
    "economic": ("按经济价值", "by economic value"),
    "given": ("按给定份额", "by stated shares"),
    "substitution": ("系统扩展（替代）", "system expansion (substitution)"),
}

CUT_OFF_BASES: dict[str, Pair] = {
    "ghg": ("温室气体", "greenhouse gases"),
    "mass": ("质量", "mass"),
    "energy": ("能量", "energy"),
}

SCENARIO_KINDS: dict[str, Pair] = {
    "use": ("使用", "use"),
    "end_of_life": ("生命末期", "end of life"),
    "electricity": ("电力", "electricity"),
    "supply": ("供应", "supply"),
    "method": ("方法", "method"),
    "other": ("其他", "other"),
}

SEVERITIES: dict[str, Pair] = {
    "error": ("错误", "error"),
    "warning": ("提醒", "warning"),
    "info": ("说明", "information"),
}


def labels(zh: bool) -> Labels:
    """The words that writers add."""
    if zh:
        return Labels(
            "未说明", "目录", "图", "表", "以表格查看", "来源", "第 {page} 页", "共 {pages} 页", "续"
        )
    return Labels(
        "not stated",
        "Contents",
        "Figure",
        "Table",
        "Show as a table",
        "Source",
        "Page {page}",
        "of {pages}",
        "continued",
    )


def plain(value: float, digits: int = 6) -> str:
    """A stated number (a factor, a GWP): at most `digits` significant digits, nothing appended."""
    return _trimmed(round_to_digits(value, digits))


def published(value: float) -> str:
    """A published value: at most four significant digits, as the result beside it."""
    return plain(value, 4)


def entered(value: float | str | None) -> str | None:
    """An amount as it stands in the model: a formula as it was written, a number in full."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    return _trimmed(exact(float(value)))


def _trimmed(value: Decimal) -> str:
    if value and not -9 <= value.adjusted() < 15:
        return f"{value.normalize():E}".replace("E", "e").replace("-", "\u2212")
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "\u2212")


def printed(value: float) -> str:
    """A result or an amount: four significant digits (GB/T 8170); very small ones in powers of ten."""
    if value and abs(value) < 1e-6:
        return _trimmed(round_to_digits(value, 3)) if abs(value) >= 1e-9 else _power(value)
    return figure(value)


def _power(value: float) -> str:
    return f"{round_to_digits(value, 3):.2E}".replace("E", "e").replace("-", "\u2212")


def years(first: int | None, last: int | None) -> str | None:
    """`2024`, `2019–2022` or None where no year is known."""
    if first is None or last is None or first == last:
        known = first if first is not None else last
        return None if known is None else str(known)
    return f"{first}\u2013{last}"
