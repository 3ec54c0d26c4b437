"""Tables of the verification room. Documents are kept as text, so that a number comes back as it was written."""

from tanzuji.verification.models.engagements import Engagement, Member, Plan, Step, Submission
from tanzuji.verification.models.examining import (
    Answer,
    EvidenceRequest,
    Examination,
    Finding,
    FindingStep,
    Recomputation,
)
from tanzuji.verification.models.reviews import Review, ReviewRemark
from tanzuji.verification.models.statements import Draft, Statement, Withdrawal

__all__ = [
    "Answer",
    "Draft",
    "Engagement",
    "EvidenceRequest",
    "Examination",
    "Finding",
    "FindingStep",
    "Member",
    "Plan",
    "Recomputation",
    "Review",
    "ReviewRemark",
    "Statement",
    "Step",
    "Submission",
    "Withdrawal",
]
