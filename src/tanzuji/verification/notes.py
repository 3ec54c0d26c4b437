"""Whom a step of a verification is told, and in which words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.notices.services import declare, tell
from tanzuji.parties.kinds import Role
from tanzuji.verification.states import STATES

if TYPE_CHECKING:
    from tanzuji.verification.models import Engagement, EvidenceRequest, Finding, Review, Statement, Step

ASKED = declare("verification.asked", zh="有核查委托", en="A verification is asked for")
PROGRESS = declare("verification.progress", zh="核查有进展", en="Progress of a verification")
EVIDENCE = declare("verification.evidence", zh="核查索取证据", en="Evidence asked for in a verification")
FINDINGS = declare("verification.findings", zh="核查发现", en="Findings of a verification")
STATEMENTS = declare("verification.statements", zh="核查声明", en="Verification statements")
DUE = declare("verification.due", zh="核查期限", en="Deadlines of verifications")
REVIEWS = declare("verification.reviews", zh="鉴定性评审", en="Critical reviews")

VERIFYING: tuple[Role, ...] = ("reviewer", "admin")
ACCOUNTING: tuple[Role, ...] = ("editor", "admin")


def page_of(of: Engagement, part: str = "") -> str:
    """A page of an engagement, without language."""
    return f"/verification/{of.id}/{part}"


def after(step: Step, of: Engagement) -> None:
    """Tell the other side of a step."""
    state = STATES[of.state]
    title = Text(zh=f"核查 {of.number}：{state.zh}", en=f"Verification {of.number}: {state.en}")
    reason = Text(zh=step.reason, en=step.reason) if step.reason else None
    if step.action in ("plan", "team", "draft", "return"):
        if step.action == "draft":
            _tell(of, of.verifier_id, PROGRESS, title, reason)  # the technical reviewer
        return
    kind = ASKED if step.action == "request" else PROGRESS
    _tell(of, of.client_id if step.organisation_id == of.verifier_id else of.verifier_id, kind, title, reason)


def _tell(of: Engagement, to: UUID, kind: str, title: Text, text: Text | None, part: str = "") -> None:
    roles = VERIFYING if to == of.verifier_id else ACCOUNTING
    tell([to], kind, title, text, page=page_of(of, part), roles=roles)


def evidence(of: Engagement, asked: EvidenceRequest, to: UUID) -> None:
    """A request of evidence, or an answer to one."""
    title = Text(
        zh=f"核查 {of.number}：证据 E{asked.number}", en=f"Verification {of.number}: evidence E{asked.number}"
    )
    _tell(of, to, EVIDENCE, title, Text(zh=asked.text, en=asked.text), "evidence/")


def finding(of: Engagement, made: Finding, to: UUID, text: str) -> None:
    """A finding, or what was done about one."""
    title = Text(
        zh=f"核查 {of.number}：发现 F{made.number}", en=f"Verification {of.number}: finding F{made.number}"
    )
    _tell(of, to, FINDINGS, title, Text(zh=text, en=text) if text else None, "findings/")


def withdrawn(of: Engagement, statement: Statement, reason: str) -> None:
    """A statement that no longer stands."""
    title = Text(
        zh=f"核查声明 {statement.number} 已撤回", en=f"Verification statement {statement.number} is withdrawn"
    )
    _tell(of, of.client_id, STATEMENTS, title, Text(zh=reason, en=reason), "statement/")


def due(of: Engagement, today: date) -> None:
    """Remind the verifier, or a client who has to answer an offer, of a deadline that is near or past."""
    late = of.due is not None and of.due < today
    title = Text(
        zh=f"核查 {of.number}：{'已过期限' if late else '期限将至'} {of.due}",
        en=f"Verification {of.number}: {'overdue since' if late else 'due on'} {of.due}",
    )
    _tell(of, of.client_id if of.state == "offered" else of.verifier_id, DUE, title, None)


def reviewed(review: Review, zh: str, en: str) -> None:
    """What a reviewer without an account did."""
    tell(
        [review.organisation_id], REVIEWS, Text(zh=f"{review.number} {review.name}：{zh}", en=f"{review.number} {review.name}: {en}"),
        page=f"/verification/reviews/{review.id}/", roles=ACCOUNTING,
    )  # fmt: skip
