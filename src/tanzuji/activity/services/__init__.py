"""The only writers of the base data room: one function a user action."""

from __future__ import annotations

from tanzuji.activity.services.evidence import grant, grant_meter, keep_evidence, open_evidence, withdraw
from tanzuji.activity.services.keys import set_key
from tanzuji.activity.services.plans import MAX_PLANNED, Planned, approve_plan, write_plan
from tanzuji.activity.services.registry import (
    calibrate,
    change_meter,
    register_facility,
    register_good,
    register_meter,
    register_product,
    retire,
)
from tanzuji.activity.services.reports import answer, hand_in, keep_report, take_back
from tanzuji.activity.services.settling import Settled, Settlement
from tanzuji.activity.services.storing import (
    Decisions,
    Preview,
    check_kind,
    explain,
    preview,
    store_file,
    store_lines,
)
from tanzuji.activity.services.takings import remember_sources, take

__all__ = [
    "MAX_PLANNED",
    "Decisions",
    "Planned",
    "Preview",
    "Settled",
    "Settlement",
    "answer",
    "approve_plan",
    "calibrate",
    "change_meter",
    "check_kind",
    "explain",
    "grant",
    "grant_meter",
    "hand_in",
    "keep_evidence",
    "keep_report",
    "open_evidence",
    "preview",
    "register_facility",
    "register_good",
    "register_meter",
    "register_product",
    "remember_sources",
    "retire",
    "set_key",
    "store_file",
    "store_lines",
    "take",
    "take_back",
    "withdraw",
    "write_plan",
]
