"""Whom a step is told, and in which words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from tanzuji.contributions.policy import CURATORS
from tanzuji.contributions.states import STATES
from tanzuji.documents.text import Text
from tanzuji.notices.services import declare, tell
from tanzuji.parties import queries as parties
from tanzuji.parties.kinds import Role

if TYPE_CHECKING:
    from tanzuji.contributions.models import Contribution, Remark, Step

SUBMITTED = declare("contributions.submitted", zh="有数据提交", en="Data were submitted")
ASSIGNED = declare("contributions.assigned", zh="有数据待您验证或核验", en="Data to verify or check")
PROGRESS = declare("contributions.progress", zh="您贡献的数据有进展", en="Progress of data you contribute")
RETURNED = declare("contributions.returned", zh="您贡献的数据被退回", en="Data you contribute were returned")
READY = declare("contributions.ready", zh="数据通过了一道关口", en="Data passed a gate")
REMARKED = declare("contributions.remarked", zh="数据收到意见", en="Remarks on data")
WITHDRAWN = declare("contributions.withdrawn", zh="数据被撤回", en="Data were withdrawn")
DUE = declare("contributions.due", zh="数据入库期限", en="Deadlines of contributed data")

_OWNER_HEARS: dict[str, str] = {
    "assign_verifier": PROGRESS,
    "verify": PROGRESS,
    "assign_checker": PROGRESS,
    "check_provenance": PROGRESS,
    "queue": PROGRESS,
    "enter": PROGRESS,
    "return": RETURNED,
    "reject": RETURNED,
    "supersede": PROGRESS,
    "suspend": PROGRESS,
    "reinstate": PROGRESS,
}


def page_of(of: Contribution) -> str:
    """Its page, without language."""
    return f"/contributions/{of.id}/"


def after(step: Step, of: Contribution) -> None:
    """Tell of a step those whom it concerns: the contributor, the gate, the curator."""
    state = STATES[of.state]
    title = Text(
        zh=f"{of.number} {of.name.to('zh')}：{state.zh}", en=f"{of.number} {of.name.to('en')}: {state.en}"
    )
    reason = Text(zh=step.reason, en=step.reason) if step.reason else None
    page = page_of(of)
    if step.action in _OWNER_HEARS or (
        step.action == "withdraw" and step.organisation_id != of.organisation_id
    ):
        tell([of.organisation_id], _OWNER_HEARS.get(step.action, WITHDRAWN), title, reason, page=page)
    if step.action == "format_check" and of.state == "returned":
        tell([of.organisation_id], RETURNED, title, reason, page=page)
    gate = {"assign_verifier": of.verifier_id, "assign_checker": of.checker_id}.get(step.action)
    if gate is not None:
        tell([gate], ASSIGNED, title, _until(of.due), page=page, roles=_REVIEWERS)
    if step.action == "format_check" and of.state == "format_checked":
        tell(_curators(of), SUBMITTED, title, None, page=page, roles=_CURATING)
    if step.action in ("verify", "check_provenance"):
        tell(_curators(of), READY, title, None, page=page, roles=_CURATING)
    if step.action == "withdraw" and step.organisation_id == of.organisation_id and step.revision:
        told = [*_curators(of), *(each for each in (of.verifier_id, of.checker_id) if each)]
        tell(told, WITHDRAWN, title, reason, page=page)


def remarked(remark: Remark, of: Contribution) -> None:
    """Tell of a remark those on the other side: the contributor, or whoever has the data in hand."""
    title = Text(
        zh=f"{of.number} {of.name.to('zh')}：新意见", en=f"{of.number} {of.name.to('en')}: new remark"
    )
    text = Text(zh=remark.text, en=remark.text)
    to = [of.organisation_id] if remark.organisation_id != of.organisation_id else _others(of)
    tell(to, REMARKED, title, text, page=page_of(of))


def due(of: Contribution, today: date) -> None:
    """Remind whoever has it in hand of a deadline that is near or past."""
    late = of.due is not None and of.due < today
    title = Text(
        zh=f"{of.number} {of.name.to('zh')}：{'已过期限' if late else '期限将至'} {of.due}",
        en=f"{of.number} {of.name.to('en')}: {'overdue since' if late else 'due on'} {of.due}",
    )
    holders: dict[str, list[UUID | None]] = {
        "under_verification": [of.verifier_id],
        "under_provenance_check": [of.checker_id],
        "returned": [of.organisation_id],
    }
    holder = holders.get(of.state)
    told = [each for each in holder if each] if holder else _curators(of)
    tell(told, DUE, title, page=page_of(of))


_REVIEWERS: tuple[Role, ...] = ("reviewer",)
_CURATING: tuple[Role, ...] = ("editor", "reviewer")


def _curators(of: Contribution) -> list[UUID]:
    return list(parties.organisations(mandate=CURATORS[of.kind]).values_list("id", flat=True))


def _others(of: Contribution) -> list[UUID]:
    holder = {"under_verification": of.verifier_id, "under_provenance_check": of.checker_id}.get(of.state)
    return [holder] if holder else [each for each in (of.verifier_id, of.checker_id) if each]


def _until(day: date | None) -> Text | None:
    return Text(zh=f"期限 {day}", en=f"Due on {day}") if day else None
