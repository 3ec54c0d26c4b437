"""Keeping a filing true (ZJ-307): a worse status shows at once, a better one or another value once two people agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.errors import Message
from tanzuji.documents.text import Text
from tanzuji.filings import events, messages, queries
from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.kinds import CAUSES, ENDED, STATUSES
from tanzuji.filings.models import Filing, Statement
from tanzuji.filings.policy import standing
from tanzuji.filings.services import recording
from tanzuji.filings.services.submitting import Upload, checked_papers, keep
from tanzuji.filings.states import CHANGE
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

WORSE = ("suspended", "revoked", "cancelled", "expired")


def report_status(
    acting: Acting,
    filing_id: UUID | str,
    status: str,
    reason: str,
    *,
    since: date | None = None,
    papers: Sequence[Upload] = (),
    edition: int | None = None,
) -> Filing:
    """The certificate was suspended, revoked, cancelled or has expired: shown at once, an open change is given up.

    Raises the machine's reason, `filings.not-back` for one that has ended, `filings.nothing-new`.
    """
    if status not in WORSE:
        raise messages.UNKNOWN_PAPER.error("status", kind=status[:40], known=", ".join(WORSE))
    said = recording.written(reason)
    checked_papers(papers)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "report")
        before = _filed(of).facts
        _refuse_return(before, status)
        day = min(since or timezone.localdate(), timezone.localdate())
        facts = FiledCertificate.parse(
            before.plain() | {"status": status, "status_since": day.isoformat(), "status_reason": _both(said)}
        )
        statement = recording.stated(acting, of, facts, "status", said, timezone.now())
        keep(acting, of, statement.sequence, papers)
        recording.step(
            acting, of, "report", events.UPDATED, statement=statement.sequence, reason=said, leaf=facts,
            stated=statement.sequence, change="", checked_by=None,
        )  # fmt: skip
        words = STATUSES[status]
        recording.tell_authority(
            of, events.TOLD_CHANGED, Text(zh=f"证书已{words.to('zh')}", en=f"certificate {words.to('en')}")
        )
    return of


def change(
    acting: Acting,
    filing_id: UUID | str,
    facts: FiledCertificate,
    papers: Sequence[Upload],
    *,
    cause: str = "other",
    note: str = "",
    edition: int | None = None,
) -> Filing:
    """What is to be filed instead, with the issuer's notice; until it is accepted what is filed stays.

    Raises `filings.change-open`, `filings.other-number`, `filings.nothing-new`, `filings.not-back`, `filings.no-paper`.
    """
    if cause not in CAUSES:
        raise messages.UNKNOWN_PAPER.error("cause", kind=cause[:40], known=", ".join(CAUSES))
    checked_papers(papers, needs="notice")
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "report")
        if of.change:
            raise messages.CHANGE_OPEN.error()
        before = _filed(of).facts
        if facts.number != of.certificate:
            raise messages.OTHER_NUMBER.error("number", before=of.certificate, number=facts.number)
        if facts.plain() == before.plain():
            raise messages.NOTHING_NEW.error()
        _refuse_return(before, facts.status, same=True)
        statement = recording.stated(acting, of, facts, cause, note, timezone.now())
        keep(acting, of, statement.sequence, papers)
        _change_step(acting, of, "change", events.CHANGE_REPORTED, statement, clean(note, recording.LONGEST))
        recording.tell_authority(
            of, events.TOLD_TO_CHECK, Text(zh="变更等待核对", en="a change waits for a check")
        )
    return of


def check_change(
    acting: Acting, filing_id: UUID | str, *, reason: str = "", edition: int | None = None
) -> Filing:
    """The change agrees with the papers, says one person of the authority."""
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        _change_step(
            acting, of, "check", events.CHANGE_CHECKED, queries.newest(of), clean(reason, recording.LONGEST),
            checked_by=acting.person,
        )  # fmt: skip
        recording.tell_authority(
            of, events.TOLD_TO_CHECK, Text(zh="变更等待决定", en="a change waits for a decision")
        )
    return of


def accept(acting: Acting, filing_id: UUID | str, *, reason: str = "", edition: int | None = None) -> Filing:
    """What is filed is now what the change states, says another person of the authority."""
    said = clean(reason, recording.LONGEST)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        _enforce_change(acting, of, "accept")
        newest = queries.newest(of)
        recording.step(
            acting, of, "update", events.UPDATED, statement=newest.sequence, reason=said or newest.note,
            leaf=newest.facts, stated=newest.sequence, change="", checked_by=None,
        )  # fmt: skip
        recording.tell_filer(of, events.TOLD_OUTCOME, Text(zh="变更已备案", en="the change is filed"))
    return of


def dismiss(acting: Acting, filing_id: UUID | str, reason: str, *, edition: int | None = None) -> Filing:
    """The change is sent back with a reason; what is filed stays."""
    said = recording.written(reason)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        _change_step(
            acting, of, "dismiss", events.CHANGE_DISMISSED, queries.newest(of), said, checked_by=None
        )
        recording.tell_filer(
            of, events.TOLD_OUTCOME, Text(zh="变更退回", en="the change was sent back"), said
        )
    return of


def _change_step(
    acting: Acting, of: Filing, action: str, kind: str, statement: Statement, reason: str, **changed: Any
) -> None:
    _enforce_change(acting, of, action)
    row = CHANGE.find(of.change or "none", action)
    assert row is not None  # the verdict would have refused
    to = "" if row.to == "none" else row.to
    recording.step(
        acting,
        of,
        f"change_{action}",
        kind,
        statement=statement.sequence,
        reason=reason,
        change=to,
        **changed,
    )


def _enforce_change(acting: Acting, of: Filing, action: str) -> None:
    CHANGE.verdict(of.change or "none", action, standing(acting, of)).enforce()


def _filed(of: Filing) -> Statement:
    found = queries.in_force(of)
    if found is None:
        raise absent()
    return found


def _refuse_return(before: FiledCertificate, status: str, *, same: bool = False) -> None:
    """From revoked, cancelled and expired nothing comes back; what it is already is nothing new."""
    words: Message = messages.NOT_BACK
    if before.status in ENDED and not (same and status == before.status):
        raise words.error("status", status=STATUSES[before.status])
    if not same and before.status == status:
        raise messages.NOTHING_NEW.error("status")


def _both(said: str) -> dict[str, str]:
    """A reason in whoever's words, as a text."""
    return {"zh": said, "en": said}
