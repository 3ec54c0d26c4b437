"""An inspection on its way: checklist, result, decision, correction and its review, end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import services as certificates
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.ledger.kinds import SUPERVISION
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.supervision import events, messages, pictures, policy, queries
from tanzuji.supervision.kinds import RECTIFY_DAYS, Answer, Severity
from tanzuji.supervision.models import Check, Finding, Inspection, InspectionStep
from tanzuji.supervision.services.measures import MEASURE, MeasureGiven, end_orders, order_measure
from tanzuji.supervision.services.numbering import held
from tanzuji.supervision.services.opening import locked, page_of
from tanzuji.supervision.states import INSPECTION, REASONED
from tanzuji.web.typed import clean

MOVED = declare_notice("supervision.inspection-moved", zh="监督检查的进展", en="Progress of an inspection")
LONGEST = 4000
_DECIDES: tuple[Role, ...] = ("reviewer",)


def check(
    acting: Acting,
    inspection_id: UUID | str,
    item: str,
    answer: str,
    *,
    note: str = "",
    severity: str = "",
    picture: bytes = b"",
) -> Check:
    """An item of the checklist answered, or answered anew, with a photograph where one was taken.

    What does not conform needs a note and a severity. Raises `supervision.checklist-closed`, `supervision.note-needed`, …
    """
    said = clean(note, LONGEST)
    with transaction.atomic():
        kept = locked(acting, inspection_id)
        policy.may_inspect(queries.standing(acting, kept)).enforce()
        if kept.state != "under_way":
            raise messages.CHECKLIST_CLOSED.error(state=INSPECTION.states[kept.state])
        known = {each["code"]: each for each in queries.items(kept)}
        if item not in known:
            raise messages.NO_FINDING.error("item", item=item[:40])
        if answer not in get_args(Answer):
            raise messages.UNKNOWN.error("answer", value=answer[:40], known=", ".join(get_args(Answer)))
        grave = severity if answer == "no" else ""
        if answer == "no" and not said:
            name = Text(zh=known[item]["zh"], en=known[item]["en"])
            raise messages.NOTE_NEEDED.error("note", item=name)
        if answer == "no" and grave not in get_args(Severity):
            raise messages.UNKNOWN.error("severity", value=grave[:40], known=", ".join(get_args(Severity)))
        made, _ = Check.objects.update_or_create(
            inspection=kept,
            item=item,
            defaults={
                "answer": answer,
                "note": said,
                "severity": grave,
                "by": acting.person,
                "at": timezone.now(),
            },
        )
        if picture:
            pictures.keep(picture, by=acting.person, item=item, inspection=kept)
        record(events.CHECKED, acting, "inspection", kept.id, number=kept.number, item=item, answer=answer)
    return made


def step(
    acting: Acting,
    inspection_id: UUID | str,
    action: str,
    *,
    reason: str = "",
    summary: str = "",
    visited_on: date | None = None,
    due: date | None = None,
    measures: list[MeasureGiven] | None = None,
) -> Inspection:
    """Move an inspection on by one action of `states.INSPECTION`.

    `hand_in` takes `summary` and `visited_on`, `order` takes `due`, `escalate` takes `measures`; those of
    `states.REASONED` need a reason. Raises the policy's reason, `supervision.reason-needed`, `supervision.bad-date`.
    """
    if action not in INSPECTION.actions:
        raise messages.UNKNOWN.error("action", value=action[:40], known=", ".join(INSPECTION.actions))
    said = clean(reason, LONGEST)
    with transaction.atomic():
        kept = locked(acting, inspection_id)
        INSPECTION.verdict(kept.state, action, queries.standing(acting, kept)).enforce()
        if action in REASONED and not said:
            raise messages.REASON_NEEDED.error("reason", action=INSPECTION.actions[action])
        row = INSPECTION.find(kept.state, action)
        assert row is not None  # the verdict would have refused
        _BEFORE.get(action, _nothing)(
            acting,
            kept,
            said,
            {"summary": summary, "visited_on": visited_on, "due": due, "measures": measures or []},
        )
        kept.state = row.to
        if row.to in ("closed", "escalated", "dropped"):
            kept.outcome, kept.ended_at = _OUTCOMES[action], timezone.now()
        kept.save()
        InspectionStep.objects.create(inspection=kept, action=action, reason=said, by=acting.person)
        record(events.STEPPED, acting, "inspection", kept.id, number=kept.number, action=action)
        if kept.outcome and kept.outcome != "dropped":
            _log(kept)
        _tell(kept, action)
    return kept


_OUTCOMES = {
    "close_clean": "clean",
    "close_corrected": "corrected",
    "escalate": "escalated",
    "drop": "dropped",
}


def _nothing(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """Nothing more is to be done for this action."""


def _handed_in(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """What does not conform becomes findings, in the order of the checklist."""
    summary, day = clean(given["summary"], LONGEST), given["visited_on"] or timezone.localdate()
    if not summary:
        raise messages.NO_WORDS.error("summary")
    if day > timezone.localdate():
        raise messages.BAD_DATE.error("visited_on", value=str(day))
    kept.summary, kept.visited_on = summary, day
    answers = queries.checks(kept)
    wrong = [answers[item["code"]] for item in queries.items(kept) if answers[item["code"]].answer == "no"]
    Finding.objects.bulk_create(
        Finding(inspection=kept, position=at, item=one.item, severity=one.severity, text=one.note, by=one.by)
        for at, one in enumerate(wrong)
    )


def _reopened(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """The findings are derived anew when the result is handed in again."""
    kept.findings.all().delete()


def _ordered(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """The findings get their date, and the order to correct them becomes public."""
    due = given["due"] or timezone.localdate() + timedelta(days=RECTIFY_DAYS)
    if due <= timezone.localdate():
        raise messages.BAD_DATE.error("due", value=str(due))
    kept.findings.update(due=due)
    count = kept.findings.count()
    words = Text(
        zh=f"监督检查 {kept.number} 发现 {count} 个问题，限期整改",
        en=f"Inspection {kept.number} found {count} things to correct by the date",
    )
    order_measure(
        acting, kept, MeasureGiven("rectification", reason=words, until=due, certificate=kept.certificate)
    )


def _sent_back(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """Those that were not accepted are open again, with a new date where the old one has passed."""
    left = kept.findings.exclude(state="accepted")
    if not left.exists():
        raise messages.NOT_THIS_FINDING.error(state=Text(zh="已全部通过", en="all accepted"))
    left.filter(state="answered").update(state="open", review=said)
    due = given["due"]
    if due is not None and due <= timezone.localdate():
        raise messages.BAD_DATE.error("due", value=str(due))
    if due is not None:
        left.update(due=due)


def _corrected(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    end_orders(acting, kept, Text(zh="整改通过复核", en="the correction was accepted"))


def _escalated(acting: Acting, kept: Inspection, said: str, given: dict[str, Any]) -> None:
    """The measures are ordered; one against a certificate changes the certificate in the same transaction."""
    if not given["measures"]:
        raise messages.MEASURE_NEEDED.error("measures")
    # before the first entry of the log: whoever else acts on one, or numbers a measure, waits for the log with it held
    held(MEASURE)
    certificates.hold(*(one.certificate for one in given["measures"]))
    end_orders(acting, kept, Text(zh="已转为处置措施", en="measures were taken instead"))
    for one in given["measures"]:
        order_measure(acting, kept, one)


_BEFORE = {
    "hand_in": _handed_in,
    "reopen": _reopened,
    "order": _ordered,
    "send_back": _sent_back,
    "close_corrected": _corrected,
    "escalate": _escalated,
}


def answer_finding(acting: Acting, finding_id: UUID | str, text: str, *, picture: bytes = b"") -> Finding:
    """What the inspected did about a finding: cause, correction, prevention, with a photograph where there is one.

    May be rewritten until it is reported. Raises `supervision.finding-not-now`, `supervision.no-words`.
    """
    said = clean(text, LONGEST)
    with transaction.atomic():
        seen = queries.finding(acting, finding_id)
        kept = locked(acting, seen.inspection_id)
        policy.may_answer_for(queries.standing(acting, kept)).enforce()
        found = kept.findings.get(id=seen.id)
        if kept.state != "rectification" or found.state == "accepted":
            raise messages.NOT_THIS_FINDING.error(state=INSPECTION.states[kept.state])
        if not said:
            raise messages.NO_WORDS.error("text")
        found.state, found.answer = "answered", said
        found.answered_by, found.answered_at = acting.person, timezone.now()
        found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        if picture:
            pictures.keep(picture, by=acting.person, finding=found)
        record(events.ANSWERED, acting, "inspection", kept.id, number=kept.number, finding=found.position)
    return found


def review_finding(acting: Acting, finding_id: UUID | str, *, accepted: bool, text: str = "") -> Finding:
    """A correction accepted, or found wanting with what is missing. Raises `supervision.reason-needed`, …"""
    said = clean(text, LONGEST)
    with transaction.atomic():
        seen = queries.finding(acting, finding_id)
        kept = locked(acting, seen.inspection_id)
        policy.may_review(queries.standing(acting, kept)).enforce()
        found = kept.findings.get(id=seen.id)
        if kept.state != "under_review" or found.state != "answered":
            raise messages.NOT_THIS_FINDING.error(state=INSPECTION.states[kept.state])
        if not accepted and not said:
            raise messages.REASON_NEEDED.error("text", action=Text(zh="整改不通过", en="Not accepted"))
        found.state = "accepted" if accepted else "open"
        found.review, found.reviewed_by, found.reviewed_at = said, acting.person, timezone.now()
        found.save(update_fields=["state", "review", "reviewed_by", "reviewed_at"])
        record(events.REVIEWED, acting, "inspection", kept.id, number=kept.number, accepted=accepted)
    return found


def _log(kept: Inspection) -> None:
    """How it ended, for everybody: whom, what, and the outcome; no finding in words."""
    log.append(
        SUPERVISION,
        {
            "event": "inspection-concluded",
            "inspection": kept.number,
            "cause": kept.cause,
            "authority": str(kept.organisation_id),
            "subject": str(kept.subject_id),
            "certificate": kept.certificate,
            "visited": str(kept.visited_on or ""),
            "outcome": kept.outcome,
            "findings": kept.findings.count(),
        },
        subject="inspection",
        subject_id=kept.id,
    )


def _tell(kept: Inspection, action: str) -> None:
    name, number = INSPECTION.states[kept.state], kept.number
    title = Text(zh=f"监督检查 {number}：{name.to('zh')}", en=f"Inspection {number}: {name.to('en').lower()}")
    if action in ("order", "send_back", "close_corrected", "escalate", "close_clean"):
        tell([kept.subject_id], MOVED, title, page=page_of(kept), roles=("editor", "reviewer", "admin"))
    if action in ("hand_in", "report"):
        tell([kept.organisation_id], MOVED, title, page=page_of(kept), roles=_DECIDES)
    if action in ("reopen", "report"):
        for member in kept.team.filter(state="declared").select_related("person"):
            tell([member.organisation_id], MOVED, title, page=page_of(kept), person=member.person)
