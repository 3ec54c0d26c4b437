"""Tables of the certification room."""

from tanzuji.certification.models.applications import Application, Paper, Quote, Reminder, Signature, Step
from tanzuji.certification.models.bodies import Competence, Field, Qualification, Staff
from tanzuji.certification.models.examining import (
    Answer,
    Assessment,
    Inspection,
    Member,
    Nonconformity,
    Plan,
    Surveillance,
)
from tanzuji.certification.models.schemes import SchemeDraft, SchemeEdition, SchemeStep

__all__ = [
    "Answer",
    "Application",
    "Assessment",
    "Competence",
    "Field",
    "Inspection",
    "Member",
    "Nonconformity",
    "Paper",
    "Plan",
    "Qualification",
    "Quote",
    "Reminder",
    "SchemeDraft",
    "SchemeEdition",
    "SchemeStep",
    "Signature",
    "Staff",
    "Step",
    "Surveillance",
]
