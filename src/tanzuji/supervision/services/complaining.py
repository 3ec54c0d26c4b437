"""Complaints of the public: taken in, assigned, merged, rejected with a reason, answered."""

from __future__ import annotations

import hashlib
import secrets
from typing import get_args
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.supervision import events, messages, pictures, policy, queries
from tanzuji.supervision.kinds import COMPLAINT_KINDS, PLACEMENTS, ComplaintKind
from tanzuji.supervision.models import Complaint, ComplaintStep
from tanzuji.supervision.services.numbering import next_number
from tanzuji.supervision.states import COMPLAINT, COMPLAINT_REASONED
from tanzuji.web.typed import clean

CAME = declare_notice("supervision.complaint-came", zh="收到投诉", en="A complaint came in")
GIVEN = declare_notice("supervision.complaint-given", zh="投诉交您处理", en="A complaint is yours to handle")

LONGEST = 4000


def complain(
    *,
    number: str,
    kind: str,
    text: str,
    contact: str,
    source: str,
    placement: str = "",
    picture: bytes = b"",
) -> Complaint:
    """What somebody reports, without an account; `.code` of the answer reads its progress and is kept nowhere.

    Raises one problem a field: `supervision.unknown-choice`, `supervision.no-words`, `supervision.not-a-picture`, …
    """
    said, shown = clean(text, LONGEST), clean(number, 64)
    problems: list[Problem] = []
    if kind not in get_args(ComplaintKind):
        known = ", ".join(get_args(ComplaintKind))
        problems.append(messages.UNKNOWN.problem("kind", value=kind[:40], known=known))
    if placement not in PLACEMENTS:
        known = ", ".join(filter(None, PLACEMENTS))
        problems.append(messages.UNKNOWN.problem("placement", value=placement[:40], known=known))
    if not said:
        problems.append(messages.NO_WORDS.problem("text"))
    if picture:
        try:
            pictures.kind_of(picture)
        except CodedError as error:
            problems += error.problems
    if problems:
        raise CodedError(problems)
    code = secrets.token_hex(5)
    with transaction.atomic():
        made = Complaint.objects.create(
            number=next_number("TS"),
            receipt=hashlib.sha256(code.encode()).hexdigest(),
            certificate=shown,
            kind=kind,
            text=said,
            contact=clean(contact, 200),
            source=clean(source, 200),
            placement=placement,
        )
        if picture:
            pictures.keep(picture, complaint=made)
        record(events.COMPLAINED, None, "complaint", made.id, number=made.number, type=kind)
        _tell_authorities(made)
    made.code = code  # told once
    return made


def _tell_authorities(made: Complaint) -> None:
    name = COMPLAINT_KINDS[made.kind]  # type: ignore[index]
    title = Text(zh=f"投诉 {made.number}：{name.to('zh')}", en=f"Complaint {made.number}: {name.to('en')}")
    authorities = parties.organisations(mandate="authority")
    tell(authorities, CAME, title, page=page_of(made), roles=("editor", "reviewer"))


def page_of(complaint: Complaint) -> str:
    """The address of a complaint's page, without the language."""
    return f"/supervision/complaints/{complaint.id}/"


def assign(acting: Acting, complaint_id: UUID | str, person_id: UUID | str) -> Complaint:
    """The complaint taken by the acting authority, or given on to another of its people. Raises `web.absent`."""
    with transaction.atomic():
        kept = _locked(acting, complaint_id)
        COMPLAINT.verdict(kept.state, "assign", queries.complaint_standing(acting, kept)).enforce()
        person = parties.membership(acting, person_id).person
        kept.state, kept.organisation, kept.assigned_to = "assigned", acting.organisation, person
        kept.triaged_at = kept.triaged_at or timezone.now()
        kept.save(update_fields=["state", "organisation", "assigned_to", "triaged_at"])
        _step(acting, kept, "assign", person.name)
        if person.id != acting.person.id:
            title = Text(zh=f"投诉 {kept.number} 交您处理", en=f"Complaint {kept.number} is yours to handle")
            tell([acting.organisation_id], GIVEN, title, page=page_of(kept), person=person)
    return kept


def merge(acting: Acting, complaint_id: UUID | str, into_id: UUID | str) -> Complaint:
    """The complaint goes on with another one about the same; it is answered with it.

    Raises `supervision.not-mergeable`.
    """
    with transaction.atomic():
        kept = _locked(acting, complaint_id)
        COMPLAINT.verdict(kept.state, "merge", queries.complaint_standing(acting, kept)).enforce()
        into = _locked(acting, into_id)
        if into.id == kept.id or into.state != "assigned" or into.organisation_id != acting.organisation_id:
            raise messages.NOT_MERGEABLE.error("into")
        kept.state, kept.merged_into, kept.organisation = "merged", into, acting.organisation
        kept.triaged_at = kept.triaged_at or timezone.now()
        kept.save(update_fields=["state", "merged_into", "organisation", "triaged_at"])
        Complaint.objects.filter(merged_into=kept).update(merged_into=into)
        _step(acting, kept, "merge", into.number)
    return kept


def reject(acting: Acting, complaint_id: UUID | str, *, reason: str) -> Complaint:
    """Not pursued, with the reason that whoever reported it reads. Raises `supervision.reason-needed`."""
    return _end(acting, complaint_id, "reject", reason, upheld=None)


def answer(acting: Acting, complaint_id: UUID | str, *, text: str, upheld: bool) -> Complaint:
    """The answer to a complaint and to those merged into it: whether it is upheld, and what was done."""
    return _end(acting, complaint_id, "answer", text, upheld=upheld)


def _end(
    acting: Acting, complaint_id: UUID | str, action: str, text: str, *, upheld: bool | None
) -> Complaint:
    said = clean(text, LONGEST)
    with transaction.atomic():
        kept = _locked(acting, complaint_id)
        standing = queries.complaint_standing(acting, kept)
        COMPLAINT.verdict(kept.state, action, standing).enforce()
        if action in COMPLAINT_REASONED and not said:
            raise messages.REASON_NEEDED.error("text", action=COMPLAINT.actions[action])
        row = COMPLAINT.find(kept.state, action)
        assert row is not None  # the verdict would have refused
        now = timezone.now()
        kept.state, kept.answer, kept.upheld, kept.answered_at = row.to, said, upheld, now
        kept.organisation, kept.triaged_at = acting.organisation, kept.triaged_at or now
        kept.save(update_fields=["state", "answer", "upheld", "answered_at", "organisation", "triaged_at"])
        _step(acting, kept, action, said)
    return kept


def note(acting: Acting, complaint_id: UUID | str, text: str) -> ComplaintStep:
    """A remark of the authority's own on a complaint; whoever reported it does not read it."""
    said = clean(text, LONGEST)
    with transaction.atomic():
        kept = _locked(acting, complaint_id)
        policy.may_handle(queries.complaint_standing(acting, kept)).enforce()
        if not said:
            raise messages.NO_WORDS.error("text")
        return _step(acting, kept, "note", said)


def _step(acting: Acting, kept: Complaint, action: str, reason: str = "") -> ComplaintStep:
    record(events.COMPLAINT_STEPPED, acting, "complaint", kept.id, action=action, number=kept.number)
    return ComplaintStep.objects.create(complaint=kept, action=action, reason=reason, by=acting.person)


def _locked(acting: Acting, complaint_id: UUID | str) -> Complaint:
    seen = queries.complaint(acting, complaint_id)
    return Complaint.objects.select_for_update().get(id=seen.id)
