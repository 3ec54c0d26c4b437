"""Complaints about standards in force (SD-105), and counts towards targets as the authority confirms them (N-07)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji import jurisdictions
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.standards import events, messages, overview, policy, queries, written
from tanzuji.standards.models import Complaint, Confirmation
from tanzuji.standards.services.keeping import locked, task
from tanzuji.standards.states import STANDARD, STANDING
from tanzuji.web.answers import absent
from tanzuji.web.states import WRONG_STATE
from tanzuji.web.verdicts import ALLOWED, Verdict, first


def complain(acting: Acting, standard_id: UUID | str, *, text: str) -> Complaint:
    """What is wrong with a standard in force or with how it is used; the authority hears of it, nobody else.

    Raises `state.not-now` for a project: there the consultation is the place.
    """
    policy.may_remark(acting).enforce()
    with transaction.atomic():
        standard = locked(acting, standard_id)
        if standard.state not in STANDING:
            action = Text(zh="投诉", en="Complain")
            raise WRONG_STATE.error("text", state=STANDARD.states[standard.state], action=action, next="–")
        made = Complaint.objects.create(
            standard=standard, text=written.needed("text", text, Text(zh="投诉内容", en="The complaint")),
            organisation=acting.organisation, by=acting.person,
        )  # fmt: skip
        record(events.COMPLAINT, acting, "complaint", made.id, standard=str(standard.id), state=made.state)
        task(standard, Text(zh="收到投诉", en="A complaint"), page="/standards/complaints/")
    return made


def may_decide_complaint(acting: Acting, complaint: Complaint) -> Verdict:
    """A reviewer of the authority, and not whoever complained."""
    own = complaint.by_id == acting.person.id
    return first(
        policy.may_decide(acting, "authority"), Verdict(policy.FOUR_EYES.problem()) if own else ALLOWED
    )


def decide_complaint(acting: Acting, complaint_id: UUID | str, *, upheld: bool, finding: str) -> Complaint:
    """What the authority found; where it is upheld, a revision or an abolition is the next step.

    Raises the reason why not, `standards.needed`, `standards.already` where it was decided.
    """
    seen = queries.complaint(acting, complaint_id)
    with transaction.atomic():
        complaint = Complaint.objects.select_for_update().filter(id=seen.id).first()
        if complaint is None:
            raise absent()
        may_decide_complaint(acting, complaint).enforce()
        if complaint.state != "received":
            raise messages.ALREADY.error("finding", what=Text(zh="处理结果", en="A finding"))
        complaint.state = "upheld" if upheld else "dismissed"
        complaint.finding = written.needed("finding", finding, Text(zh="查明情况", en="What was found"))
        complaint.decided_by, complaint.decided_at = acting.person, timezone.now()
        complaint.save()
        record(
            events.COMPLAINT, acting, "complaint", complaint.id, organisation=complaint.organisation_id,
            standard=str(complaint.standard_id), state=complaint.state,
        )  # fmt: skip
        tell(
            [complaint.organisation_id], events.NEWS,
            Text(zh=f"投诉已处理：{complaint.standard.named.zh}"[:200], en=f"Your complaint was decided: {complaint.standard.named.en}"[:200]),
            Text(zh=complaint.finding, en=complaint.finding), page="/standards/complaints/", person=complaint.by,
        )  # fmt: skip
    return complaint


def confirm_target(acting: Acting, jurisdiction: str, target: str, *, note: str = "") -> Confirmation:
    """The authority confirms what the registry counts today. Raises the policy's reason, `web.absent`."""
    policy.may_decide(acting, "authority").enforce()
    code = jurisdictions.load(jurisdiction).code
    row = next((p for p in overview.progress(code) if p.target.id == target), None)
    if row is None or row.counted is None:
        raise absent()
    with transaction.atomic():
        made = Confirmation.objects.create(
            jurisdiction=code, target=row.target.id, counted=row.counted, note=written.clean(note),
            organisation=acting.organisation, by=acting.person,
        )  # fmt: skip
        record(events.CONFIRMED, acting, "target", row.target.id, jurisdiction=code, counted=row.counted)
    return made
