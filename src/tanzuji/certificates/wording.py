"""What the choices in a certificate are called, in Chinese and English."""

from __future__ import annotations

from tanzuji.documents.names import BOUNDARIES
from tanzuji.documents.text import Text

FAMILIES: dict[str, Text] = {
    "footprint": Text(zh="碳足迹标识", en="Footprint label"),
    "reduction": Text(zh="减碳（低碳）标识", en="Reduction label"),
    "neutrality": Text(zh="碳中和标识", en="Neutrality label"),
    "efficiency": Text(zh="碳效评价", en="Carbon efficiency rating"),
}
"""The branches of the national system (DOMAIN C.1), and SH-301."""

LEVELS: dict[str, Text] = {
    "limited": Text(zh="有限保证", en="Limited assurance"),
    "reasonable": Text(zh="合理保证", en="Reasonable assurance"),
}

VARIANTS: dict[str, Text] = {
    "numeric": Text(zh="数值", en="Value"),
    "score": Text(zh="碳得分", en="Score"),
    "grade": Text(zh="碳等级", en="Grade"),
}

CAUSES: dict[str, Text] = {
    "body": Text(zh="认证机构暂停", en="The body suspended it"),
    "statement": Text(zh="核查声明已撤回", en="Its verification statement was withdrawn"),
}


def ordered(by: Text) -> Text:
    """That an authority, by name, ordered the suspension."""
    return Text(zh=f"{by.to('zh')}责令暂停", en=f"Suspension ordered by {by.to('en')}")


RELATIONS: dict[str, Text] = {
    "renewed": Text(zh="换自", en="Renews"),
    "corrected": Text(zh="更正", en="Corrects"),
}

TONES: dict[str, str] = {
    "valid": "ok",
    "suspended": "warn",
    "revoked": "bad",
    "cancelled": "bad",
    "expired": "bad",
    "superseded": "",
}
"""How a state looks on a page."""


def boundary(name: str) -> Text:
    """The name of a system boundary; words of its own where it is none of the known ones."""
    found = BOUNDARIES.get(name)
    return Text(zh=found[0], en=found[1]) if found else Text.model_validate(name)


def rounding_rule(rule: str) -> Text:
    """How the value was rounded."""
    kind, _, size = rule.partition(":")
    if kind == "digits":
        return Text(zh=f"GB/T 8170，{size} 位有效数字", en=f"GB/T 8170, {size} significant digits")
    return Text(zh=f"GB/T 8170，间隔 {size}", en=f"GB/T 8170, to multiples of {size}")
