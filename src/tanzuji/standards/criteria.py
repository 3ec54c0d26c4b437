"""The criteria by which product groups are put first, each with where it was read."""

from __future__ import annotations

from dataclasses import dataclass

from tanzuji.documents.text import Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something a product group is scored by, 1–5; `gap`: it speaks for closing a gap of the national rules."""

    id: str
    name: Text
    source: str
    gap: bool = False


CRITERIA: tuple[Criterion, ...] = (
    Criterion("export", Text(zh="出口产品需要", en="Needed for exports"), "浙发改环资〔2024〕103号"),
    Criterion("market", Text(zh="国内市场关注", en="Watched by the home market"), "浙发改环资〔2024〕103号"),
    Criterion("key_sector", Text(zh="重点行业", en="Key sector"), "浙发改环资〔2024〕103号"),
    Criterion("cluster", Text(zh="企业集聚度", en="Cluster of makers here"), "沪府办〔2024〕8号", gap=True),
    Criterion("pull", Text(zh="供应链带动性", en="Pull on its supply chain"), "沪府办〔2024〕8号", gap=True),
    Criterion("effect", Text(zh="减排效果明显度", en="Reduction in sight"), "湖州碳标签试点（2022-09-09）"),
    Criterion("ease", Text(zh="工序难易度", en="Ease of its processes"), "湖州碳标签试点（2022-09-09）"),
    Criterion("feasible", Text(zh="测算可行性", en="Feasible to account"), "湖州碳标签试点（2022-09-09）"),
)
"""Zhejiang's three (ZJ-103), Shanghai's two (SH-102), and those of the pilot of Huzhou for the fine choice."""
