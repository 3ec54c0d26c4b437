"""Tables of the supervision room."""

from tanzuji.supervision.models.acting import Measure, MeasureEnd, Picture, Reminder
from tanzuji.supervision.models.complaining import Complaint, ComplaintStep, Serial, Sighting
from tanzuji.supervision.models.inspecting import Check, Finding, Inspection, InspectionStep, Member
from tanzuji.supervision.models.planning import Conflict, Draw, DrawResult, Inspector, Plan, PlanStep

__all__ = [
    "Check",
    "Complaint",
    "ComplaintStep",
    "Conflict",
    "Draw",
    "DrawResult",
    "Finding",
    "Inspection",
    "InspectionStep",
    "Inspector",
    "Measure",
    "MeasureEnd",
    "Member",
    "Picture",
    "Plan",
    "PlanStep",
    "Reminder",
    "Serial",
    "Sighting",
]
