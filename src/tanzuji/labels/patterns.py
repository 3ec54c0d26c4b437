"""Samples of the label, drawn by the same hand as the real ones. Their numbers, names and firms are made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tanzuji.documents.errors import Language
from tanzuji.documents.text import Text
from tanzuji.figures.labels import Label, Size, Stratum, draw

_ADDRESS = "https://tanzuji.example/c/"


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with its name in addresses and what it shows."""

    name: str
    label: Label
    size: Size
    words: Text
    mono: bool = False

    @property
    def pixels(self) -> int:
        """How wide it stands on a page."""
        return {"l": 244, "m": 405, "s": 171}[self.size]


def _numeric(language: Language = "zh") -> Label:
    zh = language == "zh"
    shares = (
        ("f-raw", "原料" if zh else "Materials", 0.036),
        ("f-manufacturing", "生产" if zh else "Plant", 0.935),
        ("f-distribution", "运输" if zh else "Transport", 0.029),
    )
    return Label(
        language=language, variant="numeric", evidence="certified", value=Decimal("738"), unit="kgCO2e",
        per="吨水泥" if zh else "t cement", boundary="摇篮到大门" if zh else "Cradle to gate",
        product="澜石牌 P·O 42.5 普通硅酸盐水泥" if zh else "Lanshi P·O 42.5 Portland cement",
        maker="澜石水泥有限公司" if zh else "Lanshi Cement Co., Ltd.", valid_until=date(2027, 6, 17),
        number="EX-CFP-2025-000417", issuer="示例认证中心" if zh else "Example Certification",
        address=f"{_ADDRESS}EX-CFP-2025-000417", strata=tuple(Stratum(*share) for share in shares),
    )  # fmt: skip


@lru_cache(maxsize=1)
def samples() -> dict[str, Sample]:
    """Every sample by its name, in the order of the page."""
    numeric = _numeric()
    grade = replace(
        numeric, variant="grade", grade="B", value=Decimal("71.4"), per="kWh 容量",
        product="280 Ah 储能型磷酸铁锂电池", maker="宁途电池有限公司", valid_until=date(2028, 2, 10),
        number="EX-CFP-2026-000102", address=f"{_ADDRESS}EX-CFP-2026-000102",
        scale="标杆 66　基准 78　限定 96（2025 年度值）",
    )  # fmt: skip
    score = replace(
        numeric, variant="score", score=Decimal(74), value=Decimal("12360"), per="吨铝锭",
        product="重熔用铝锭 Al99.70", maker="青岭铝业有限公司", evidence="verified",
        valid_until=date(2027, 11, 30), number="EX-VER-2025-000418", address=f"{_ADDRESS}EX-VER-2025-000418",
        scale="标杆 10900　基准 13200　限定 16400（2025 年度值）",
    )  # fmt: skip
    declared = replace(
        numeric, evidence="self", value=Decimal("412"), product="澜石牌 P·S·A 32.5 矿渣水泥",
        valid_until=date(2026, 12, 31), number="EX-SD-2026-000733", issuer="澜石水泥有限公司",
        address=f"{_ADDRESS}EX-SD-2026-000733",
    )  # fmt: skip
    verified = replace(
        numeric, evidence="verified", value=Decimal("806"), product="澜石牌 P·O 52.5R 早强水泥",
        valid_until=date(2027, 3, 2), number="EX-VER-2025-000290", address=f"{_ADDRESS}EX-VER-2025-000290",
    )  # fmt: skip
    long = replace(
        numeric, value=Decimal("0.1456"), per="kWh 输出电能", boundary="摇篮到坟墓",
        product="NT-LFP-62 动力电池包", maker="宁途电池有限公司", valid_until=date(2028, 3, 17),
        number="EX-CFP-2026-000131", address=f"{_ADDRESS}EX-CFP-2026-000131",
    )  # fmt: skip
    kinds = (
        ("numeric", numeric, "数值型", "Numeric"),
        ("grade", grade, "等级型", "Grade"),
        ("score", score, "得分型", "Score"),
    )
    sizes: tuple[tuple[Size, str, str], ...] = (
        ("l", "大号", "large"),
        ("m", "中号", "middle"),
        ("s", "小号", "small"),
    )
    found = [
        Sample(f"{name}-{size}", label, size, Text(zh=f"{zh}{size_zh}", en=f"{en}, {size_en}"))
        for size, size_zh, size_en in sizes
        for name, label, zh, en in kinds
    ]
    found += [
        Sample("self-declared", declared, "l", Text(zh="自我声明", en="Self-declared")),
        Sample("verified", verified, "l", Text(zh="已核查", en="Verified")),
        Sample("certified", numeric, "l", Text(zh="已认证", en="Certified")),
        Sample("english", _numeric("en"), "l", Text(zh="英文", en="English")),
        Sample("one-ink", numeric, "l", Text(zh="单色，用于压印和喷码", en="One ink, for stamps and coders"), True),
        Sample("one-ink-grade", grade, "l", Text(zh="单色等级", en="Grade in one ink"), True),
        Sample("long-value", long, "l", Text(zh="长数值", en="Long value")),
    ]  # fmt: skip
    return {sample.name: sample for sample in found}


@lru_cache(maxsize=32)
def drawn(name: str) -> bytes:
    """A sample as SVG. Raises KeyError."""
    sample = samples()[name]
    return draw(sample.label, sample.size, "svg", mono=sample.mono)
