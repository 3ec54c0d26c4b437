"""What a person may decide about linking: which supplier where several could supply, and choices flow by flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tanzuji.documents.errors import define
from tanzuji.documents.text import Text

Linking = Literal["first", "nearest", "mean", "stated"]

LINKINGS: dict[Linking, Text] = {
    "first": Text(
        zh="指定的供应者；没有时，按文件次序取第一个",
        en="the default provider, else the first in the order of the files",
    ),
    "nearest": Text(
        zh="指定的供应者；没有时，取地域最近的（同地、同国、全球），再按文件次序",
        en="the default provider, else the nearest (same place, same country, global), then in the order of the files",
    ),
    "mean": Text(
        zh="指定的供应者；没有时，各供应者平均分担",
        en="the default provider, else an equal share from each that makes it",
    ),
    "stated": Text(
        zh="只用指定的供应者和您选定的；其余不链接",
        en="only default providers and those you chose; everything else is cut off",
    ),
}
"""Which supplier an input goes to, by rule."""

UNKNOWN_LINKING = define(
    "import.unknown-linking",
    zh="不认识链接规则“{linking}”。",
    en="“{linking}” is not a linking rule.",
    remedy_zh="可选：{known}。",
    remedy_en="Must be one of: {known}.",
)
BAD_CHOICE = define(
    "import.bad-choice",
    zh="不能让过程“{process}”供应流“{flow}”：{why_zh}。",
    en="Process “{process}” cannot supply flow “{flow}”: {why}.",
    remedy_zh="请从报告列出的供应者中选，或选产品单位可以换算的过程。",
    remedy_en="Choose a supplier that the report lists, or a process whose product has a unit that converts.",
)


@dataclass(frozen=True, slots=True)
class LinkOptions:
    """The rule, and `choices`: flow id → id of the process that supplies it wherever no default provider is held.

    A chosen process may make another product, as long as its unit converts: so a supplier can be given to a flow
    that nothing in the database makes.
    """

    linking: Linking = "first"
    choices: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.linking not in LINKINGS:
            raise UNKNOWN_LINKING.error("linking", linking=str(self.linking)[:40], known=", ".join(LINKINGS))

    def plain(self) -> dict[str, Any]:
        """As the report keeps it."""
        return {"linking": self.linking, "choices": dict(sorted(self.choices.items()))}
