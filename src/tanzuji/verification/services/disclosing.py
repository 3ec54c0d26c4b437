"""Evidence of the client opened to the verifier for one verification, and closed when that ends."""

from __future__ import annotations

from uuid import UUID

from tanzuji.activity import queries as activity
from tanzuji.activity import services as vault
from tanzuji.parties.acting import Acting
from tanzuji.verification.models import Engagement


def disclose(acting: Acting, of: Engagement, evidence_id: UUID) -> None:
    """Let the verifier read a paper of the client's vault, in the name of whoever answers with it."""
    held = activity.grants(acting).filter(reason=_reason(of), evidence=evidence_id, withdrawn_at=None)
    if not held.exists():
        vault.grant(acting, evidence_id, of.verifier_id, reason=_reason(of))


def close(of: Engagement) -> int:
    """Take back what was opened for this verification, in the name of whoever opened it; how many papers those were."""
    giver = Acting(of.requested_by, of.client, frozenset({"editor"}))
    rows = list(activity.grants(giver).filter(reason=_reason(of), withdrawn_at=None))
    for row in rows:
        vault.withdraw(Acting(row.person, of.client, frozenset({"editor"})), row.id)
    return len(rows)


def _reason(of: Engagement) -> str:
    return f"{of.number} 核查 verification"
