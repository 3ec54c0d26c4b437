"""What Chinese authorities that publish factors and standards are called in English."""

from __future__ import annotations

import re

PUBLISHERS: dict[str, str] = {
    "生态环境部": "Ministry of Ecology and Environment of China",
    "国家统计局": "National Bureau of Statistics of China",
    "国家能源局": "National Energy Administration of China",
    "国家发展和改革委员会": "National Development and Reform Commission of China",
    "国家市场监督管理总局": "State Administration for Market Regulation of China",
    "国家标准化管理委员会": "Standardization Administration of China",
    "工业和信息化部": "Ministry of Industry and Information Technology of China",
    "财政部": "Ministry of Finance of China",
}
"""By the Chinese name."""

_ANY = "|".join(map(re.escape, PUBLISHERS))
_LISTED = re.compile(rf"(?<![\u3400-\u9fff])(?:{_ANY})(?:、(?:{_ANY}))*(?![\u3400-\u9fff])")


def in_english(citation: str) -> str:
    """A citation with the authorities it names in English; titles stay as they were published."""
    return _LISTED.sub(lambda found: ", ".join(PUBLISHERS[name] for name in found[0].split("、")), citation)
