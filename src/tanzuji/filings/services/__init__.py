"""The only writers of filings: one function a user action = policy → transaction → ledger event."""

from __future__ import annotations

from tanzuji.filings.services.changing import accept, change, check_change, dismiss, report_status
from tanzuji.filings.services.deciding import check, file, refuse, send_back, withdraw
from tanzuji.filings.services.reminding import remind_due
from tanzuji.filings.services.submitting import Upload, resubmit, submit_external, submit_own

__all__ = [
    "Upload",
    "accept",
    "change",
    "check",
    "check_change",
    "dismiss",
    "file",
    "refuse",
    "remind_due",
    "report_status",
    "resubmit",
    "send_back",
    "submit_external",
    "submit_own",
    "withdraw",
]
