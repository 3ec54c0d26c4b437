"""Tables of the base data room."""

from __future__ import annotations

from tanzuji.activity.models.meters import Calibration, Facility, Meter, Product
from tanzuji.activity.models.plans import AllocationKey, Plan, PlanLine, Share, SourceChoice, Taking
from tanzuji.activity.models.readings import Good, Reading, Upload
from tanzuji.activity.models.reports import Report, ReportLine
from tanzuji.activity.models.vault import Evidence, Grant

__all__ = [
    "AllocationKey",
    "Calibration",
    "Evidence",
    "Facility",
    "Good",
    "Grant",
    "Meter",
    "Plan",
    "PlanLine",
    "Product",
    "Reading",
    "Report",
    "ReportLine",
    "Share",
    "SourceChoice",
    "Taking",
    "Upload",
]
