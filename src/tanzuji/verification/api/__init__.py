"""The API of the verification room: everything its pages do.

`engagements` lead from the request to the team, `examining` plans, asks for evidence and finds, `recomputing` hands out
packages and recomputes, `stating` drafts, signs and withdraws, `reviewing` invites reviewers without an account.
"""

from __future__ import annotations

from tanzuji.verification.api import engagements, examining, recomputing, reviewing, stating
from tanzuji.verification.api.routing import router

__all__ = ["engagements", "examining", "recomputing", "reviewing", "router", "stating"]
