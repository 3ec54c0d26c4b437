"""What the authority does with a filing, and how it ends."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certificates.facts import CertificateView
from tanzuji.documents.text import Text
from tanzuji.filings import events, messages, queries
from tanzuji.filings.from_certificates import facts_of
from tanzuji.filings.models import Filing, Statement
from tanzuji.filings.services import recording
from tanzuji.filings.states import STANDS
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def check(acting: Acting, filing_id: UUID | str, *, reason: str = "", edition: int | None = None) -> Filing:
    """The facts agree with the papers, says one person of the authority."""
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "check")
        recording.step(
            acting, of, "check", events.CHECKED, statement=queries.newest(of).sequence,
            reason=clean(reason, recording.LONGEST), checked_by=acting.person,
        )  # fmt: skip
        recording.tell_authority(
            of, events.TOLD_TO_CHECK, Text(zh="已核对，等待决定", en="checked, waits for a decision")
        )
    return of


def send_back(acting: Acting, filing_id: UUID | str, reason: str, *, edition: int | None = None) -> Filing:
    """To whoever submitted it, with a reason."""
    return _ended(
        acting, filing_id, "return", events.RETURNED, reason, Text(zh="退回补正", en="sent back"), edition
    )


def refuse(acting: Acting, filing_id: UUID | str, reason: str, *, edition: int | None = None) -> Filing:
    """It is not filed, and why."""
    return _ended(
        acting, filing_id, "refuse", events.REFUSED, reason, Text(zh="不予备案", en="refused"), edition
    )


def _ended(
    acting: Acting,
    filing_id: UUID | str,
    action: str,
    kind: str,
    reason: str,
    words: Text,
    edition: int | None,
) -> Filing:
    said = recording.written(reason)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, action)
        recording.step(
            acting, of, action, kind, statement=queries.newest(of).sequence, reason=said, checked_by=None
        )
        recording.tell_filer(of, events.TOLD_OUTCOME, words, said)
    return of


def file(acting: Acting, filing_id: UUID | str, *, reason: str = "", edition: int | None = None) -> Filing:
    """It is filed, says another person of the authority; the act stands in the public log.

    A certificate of this platform is filed as it is at that moment.
    """
    said = clean(reason, recording.LONGEST)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "file")
        newest = _as_it_is(acting, of)
        recording.step(
            acting, of, "file", events.FILED, statement=newest.sequence, reason=said, leaf=newest.facts,
            stated=newest.sequence, filed_at=timezone.now(), authority=acting.organisation, checked_by=None,
        )  # fmt: skip
        recording.tell_filer(of, events.TOLD_OUTCOME, Text(zh="已备案", en="filed"))
    return of


def _as_it_is(acting: Acting, of: Filing) -> Statement:
    """What was checked; of a certificate of this platform as it is now. Raises `filings.not-valid`."""
    newest = queries.newest(of)
    if of.origin == "external":
        if newest.facts.status_on(timezone.localdate()) != "valid":
            raise messages.NOT_VALID.error("number", number=of.certificate)
        return newest
    facts = facts_of(_in_force(of))
    if facts.plain() == newest.facts.plain():
        return newest
    return recording.stated(acting, of, facts, "issued", newest.note, timezone.now())


def _in_force(of: Filing) -> CertificateView:
    """The certificate of this platform that is filed. Raises `filings.not-valid`."""
    view = certificates.by_number(of.certificate)
    if view is None or view.status != "valid":
        raise messages.NOT_VALID.error("number", number=of.certificate)
    return view


def withdraw(acting: Acting, filing_id: UUID | str, reason: str, *, edition: int | None = None) -> Filing:
    """Taken back by whoever filed it, or by the authority; one that was filed keeps its public page, with the reason."""
    said = recording.written(reason)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "withdraw")
        stood = of.state in STANDS
        facts = queries.in_force(of)
        recording.step(
            acting, of, "withdraw", events.WITHDRAWN, statement=of.stated, reason=said,
            leaf=facts.facts if stood and facts else None, change="", checked_by=None,
        )  # fmt: skip
        words = Text(zh="已撤回", en="withdrawn")
        recording.tell_filer(of, events.TOLD_OUTCOME, words, said)
        if acting.organisation_id == of.organisation_id:
            recording.tell_authority(of, events.TOLD_CHANGED, words)
    return of
