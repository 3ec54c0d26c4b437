"""Words of the campaigns room: kinds of campaign, what quotas count, where a task stands."""

from __future__ import annotations

from typing import Literal

from tanzuji.documents.text import Text

CampaignKind = Literal["focus", "wave"]

KINDS: dict[CampaignKind, Text] = {
    "focus": Text(zh="年度工作重点", en="Focus of the year"),
    "wave": Text(zh="分批归集", en="Enrolment wave"),
}
MAX_FOCUS = 2
"""Sectors of a year's focus: 每年优选 1-2 个行业 (JS-104)."""
MAX_SECTORS = 30

Counts = Literal["products", "enterprises"]

COUNTS: dict[Counts, Text] = {
    "products": Text(zh="产品", en="products"),
    "enterprises": Text(zh="企业", en="enterprises"),
}

TaskState = Literal[
    "asked",
    "declined",
    "accepted",
    "accounting",
    "calculated",
    "reviewed",
    "submitted",
    "at_gates",
    "in_library",
]

TASK_STATES: dict[TaskState, Text] = {
    "asked": Text(zh="待答复", en="Asked"),
    "declined": Text(zh="已谢绝", en="Declined"),
    "accepted": Text(zh="已接受，未开始", en="Accepted, not begun"),
    "accounting": Text(zh="核算中", en="Accounting"),
    "calculated": Text(zh="已核算", en="Calculated"),
    "reviewed": Text(zh="内部评审通过", en="Internally reviewed"),
    "submitted": Text(zh="已提交", en="Submitted"),
    "at_gates": Text(zh="归集中（验证、溯源）", en="Being collected (gates)"),
    "in_library": Text(zh="已入库", en="In the library"),
}
"""In their order. All but the first three are read from the study and from what was contributed of it."""

DONE: tuple[TaskState, ...] = ("reviewed", "submitted", "at_gates", "in_library")
"""A product is accounted when its newest version passed the internal review."""

SOON_DAYS = 14
"""Days before its due date at which a participant is reminded of a task."""
