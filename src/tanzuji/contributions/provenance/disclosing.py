"""What a trail rests on, opened to the organisation at the gate: the contributor consented when it submitted."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from uuid import UUID

from tanzuji.activity import queries as activity
from tanzuji.activity import services as vault
from tanzuji.contributions.models import Contribution, Revision
from tanzuji.contributions.provenance.resolving import kind_of, references
from tanzuji.documents.errors import CodedError
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting


def disclose(of: Contribution, revision: Revision, to: UUID, until: date) -> int:
    """Let `to` read the documents and meters that the trail names until a day; how many were not readable before.

    Each contribution gives access of its own, which `close` takes back: what another one opened may end before.
    Access is given in the name of whoever submitted the revision, whose organisation owns them. What is not the
    contributor's own, or gone meanwhile, is left out: it stays unresolved for the gate.
    """
    giver = Acting(revision.by, of.organisation, frozenset({"editor"}))
    reader = Acting(revision.by, parties.organisation(to), frozenset({"reader"}))
    reason = _reason(of)
    opened = 0
    for reference in references(revision.provenance):
        kind, _, named = reference.partition(":")
        if kind_of(reference) not in ("meter", "evidence"):
            continue
        known = activity.resolves(reader, reference)
        with suppress(CodedError):
            if kind == "meter":
                vault.grant_meter(giver, named, to, reason=reason, until=until)
            else:
                paper = activity.evidence_by_digest(giver, named)
                if paper is None:
                    continue
                vault.grant(giver, paper.id, to, reason=reason, until=until)
            opened += not known
    return opened


def close(of: Contribution) -> int:
    """Take back what was opened for this contribution, in the name of whoever opened it; how many accesses that were."""
    giver = Acting(of.created_by, of.organisation, frozenset({"editor"}))
    held = activity.grants(giver).filter(reason=_reason(of), withdrawn_at=None)
    rows = list(held)
    for row in rows:
        vault.withdraw(Acting(row.person, of.organisation, frozenset({"editor"})), row.id)
    return len(rows)


def _reason(of: Contribution) -> str:
    return f"{of.number} 验证与溯源性核验 verification and provenance check"
