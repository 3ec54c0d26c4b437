"""The reporting lines that are never summed in silence (GB/T 24067, ISO 14067 6.4.9)."""

from __future__ import annotations

from typing import Literal

Line = Literal["fossil", "biogenic", "removal", "land_use_change", "aircraft"]

LINES: tuple[Line, ...] = ("fossil", "biogenic", "removal", "land_use_change", "aircraft")
"""Fossil emissions; biogenic emissions; biogenic removals (≤ 0); land-use change; aircraft."""

LINE_NAMES: dict[Line, tuple[str, str]] = {
    "fossil": ("化石排放", "Fossil emissions"),
    "biogenic": ("生物源排放", "Biogenic emissions"),
    "removal": ("生物源清除", "Biogenic removals"),
    "land_use_change": ("土地利用变化", "Land-use change"),
    "aircraft": ("航空排放", "Aircraft emissions"),
}

Stage = Literal["raw_materials", "manufacturing", "distribution", "use", "end_of_life"]

STAGES: tuple[Stage, ...] = ("raw_materials", "manufacturing", "distribution", "use", "end_of_life")
"""The five canonical life-cycle stages; a rule's own stages map to them."""

STAGE_NAMES: dict[Stage, tuple[str, str]] = {
    "raw_materials": ("原材料获取", "Raw materials"),
    "manufacturing": ("制造", "Manufacturing"),
    "distribution": ("分销", "Distribution"),
    "use": ("使用", "Use"),
    "end_of_life": ("生命末期", "End of life"),
}
