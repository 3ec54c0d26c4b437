"""The only writers of the certificates room: one function an official act."""

from __future__ import annotations

from tanzuji.certificates.services.deciding import (
    act,
    cancel,
    lift_by_authority,
    resume,
    revoke,
    revoke_by_authority,
    suspend,
    suspend_by_authority,
)
from tanzuji.certificates.services.issuing import issue
from tanzuji.certificates.services.recording import hold
from tanzuji.certificates.services.replacing import correct, renew
from tanzuji.certificates.services.terms import expire_due, remind_ending, statement_withdrawn

__all__ = [
    "act",
    "cancel",
    "correct",
    "expire_due",
    "hold",
    "issue",
    "lift_by_authority",
    "remind_ending",
    "renew",
    "resume",
    "revoke",
    "revoke_by_authority",
    "statement_withdrawn",
    "suspend",
    "suspend_by_authority",
]
