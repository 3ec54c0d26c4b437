"""Tables of the standards room."""

from __future__ import annotations

from tanzuji.standards.models.converting import Conversion, ConversionStep
from tanzuji.standards.models.oversight import Complaint, Confirmation
from tanzuji.standards.models.planning import (
    Opinion,
    Pilot,
    PriorityChange,
    PriorityItem,
    PriorityList,
    Score,
    WorkPlan,
)
from tanzuji.standards.models.projects import (
    Answer,
    Call,
    Consultation,
    Draft,
    Panellist,
    Party,
    Remark,
    Step,
    Vote,
)
from tanzuji.standards.models.registry import Adoption, AdoptionList, Code, Relation, Standard

__all__ = [
    "Adoption", "AdoptionList", "Answer", "Call", "Code", "Complaint", "Confirmation", "Consultation", "Conversion",
    "ConversionStep", "Draft", "Opinion", "Panellist", "Party", "Pilot", "PriorityChange", "PriorityItem",
    "PriorityList", "Relation", "Remark", "Score", "Standard", "Step", "Vote", "WorkPlan",
]  # fmt: skip
