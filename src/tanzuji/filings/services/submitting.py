"""What a holder or a certification body does: submit, and submit again what was sent back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from tanzuji.activity import vault
from tanzuji.certificates import queries as certificates
from tanzuji.certificates import services as certifying
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.documents.text import Text
from tanzuji.filings import events, messages, policy, queries
from tanzuji.filings.facts import FiledCertificate
from tanzuji.filings.from_certificates import facts_of
from tanzuji.filings.kinds import PAPERS
from tanzuji.filings.models import Filing, Paper
from tanzuji.filings.services import recording
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import file_name
from tanzuji.web.typed import clean
from tanzuji.web.uploads import MAX_UPLOAD

MAX_PAPERS = 20
_MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
_TO_CHECK = Text(zh="等待核对", en="waits for a check")


@dataclass(frozen=True, slots=True)
class Upload:
    """A paper as it was sent: its kind (key of `kinds.PAPERS`), its file name, its content."""

    kind: str
    name: str
    content: bytes


def submit_own(acting: Acting, number: str, *, note: str = "") -> Filing:
    """A certificate that was issued here, submitted by its holder or its body.

    Raises the policy's reason, `filings.no-certificate`, `filings.not-valid`, `filings.filed-already`.
    """
    policy.may_submit(acting).enforce()
    with transaction.atomic():
        certifying.hold(clean(number, 80))
        view = certificates.by_number(clean(number, 80))
        if view is None or acting.organisation_id not in (view.holder, view.body):
            raise messages.NO_CERTIFICATE.error("number", number=clean(number, 80))
        if view.status != "valid":
            raise messages.NOT_VALID.error("number", number=view.number)
        made = _created(acting, view.number, "own", holder=view.holder)
        recording.stated(acting, made, facts_of(view), "issued", note, made.since)
        _submitted(acting, made)
    return made


def submit_external(
    acting: Acting, facts: FiledCertificate, papers: Sequence[Upload], *, note: str = ""
) -> Filing:
    """A certificate that was issued elsewhere, with the certificate itself among its papers (ZJ-307).

    Raises the policy's reason, `filings.issued-here`, `filings.filed-already`, `filings.no-paper` and what is wrong
    with a paper.
    """
    policy.may_submit(acting).enforce()
    if certificates.by_number(facts.number) is not None:
        raise messages.ISSUED_HERE.error("number", number=facts.number)
    if facts.status_on(timezone.localdate()) != "valid":
        raise messages.NOT_VALID.error("number", number=facts.number)
    checked_papers(papers, needs="certificate")
    with transaction.atomic():
        made = _created(acting, facts.number, "external", holder=None)
        statement = recording.stated(acting, made, facts, "issued", note, made.since)
        keep(acting, made, statement.sequence, papers)
        _submitted(acting, made)
    return made


def resubmit(
    acting: Acting,
    filing_id: UUID | str,
    facts: FiledCertificate | None = None,
    papers: Sequence[Upload] = (),
    *,
    note: str = "",
    edition: int | None = None,
) -> Filing:
    """What was sent back, corrected; a certificate of this platform is read anew.

    Raises the machine's reason, `filings.other-number` and what is wrong with a paper.
    """
    checked_papers(papers)
    with transaction.atomic():
        of = recording.locked(acting, filing_id, edition)
        recording.enforce(acting, of, "resubmit")
        if of.origin == "own":
            view = certificates.by_number(of.certificate)
            facts = facts_of(view) if view else None
        if facts is None:
            facts = queries.newest(of).facts
        if facts.number != of.certificate:
            raise messages.OTHER_NUMBER.error("number", before=of.certificate, number=facts.number)
        statement = recording.stated(acting, of, facts, "issued", note, timezone.now())
        keep(acting, of, statement.sequence, papers)
        recording.step(acting, of, "resubmit", events.SUBMITTED, statement=statement.sequence)
        recording.tell_authority(of, events.TOLD_TO_CHECK, _TO_CHECK)
    return of


def _created(acting: Acting, number: str, origin: str, *, holder: UUID | None) -> Filing:
    now: datetime = timezone.now()
    if queries.open_of(number) is not None:
        raise messages.FILED_ALREADY.error("number", number=number)
    try:
        with transaction.atomic():
            return Filing.objects.create(
                number=recording.next_number(now), certificate=number, origin=origin, organisation=acting.organisation,
                holder=parties.organisation(holder) if holder else None, submitted_by=acting.person, since=now, edition=0,
            )  # fmt: skip
    except IntegrityError:  # two at once
        if queries.open_of(number) is None:
            raise
        raise messages.FILED_ALREADY.error("number", number=number) from None


def _submitted(acting: Acting, of: Filing) -> None:
    recording.step(acting, of, "submit", events.SUBMITTED, statement=1)
    recording.tell_authority(of, events.TOLD_TO_CHECK, _TO_CHECK)


def checked_papers(papers: Sequence[Upload], *, needs: str = "") -> None:
    """Raises what is wrong with the papers, all at once; `needs` is a kind of which one has to be there."""
    problems: list[Problem] = []
    for i, paper in enumerate(papers):
        place = f"papers[{i}]"
        named = clean(paper.name, 120) or "–"
        if paper.kind not in PAPERS:
            problems.append(
                messages.UNKNOWN_PAPER.problem(f"{place}.kind", kind=paper.kind[:40], known=", ".join(PAPERS))
            )
        if not paper.content or len(paper.content) > MAX_UPLOAD:
            problems.append(messages.EMPTY_PAPER.problem(place, file=named, limit=MAX_UPLOAD // 2**20))
        elif suffix_of(paper.content) is None:
            problems.append(messages.WRONG_TYPE.problem(place, file=named))
    if len(papers) > MAX_PAPERS:
        problems.append(messages.TOO_MANY_PAPERS.problem("papers", limit=MAX_PAPERS))
    if needs and all(paper.kind != needs for paper in papers):
        problems.append(messages.NO_PAPER.problem("papers"))
    if problems:
        raise CodedError(problems)


def suffix_of(content: bytes) -> str | None:
    """What a paper is by its first bytes: pdf, png, jpg; None for anything else."""
    return next((suffix for suffix, magic in _MAGIC.items() if content.startswith(magic)), None)


def keep(acting: Acting, of: Filing, statement: int, papers: Sequence[Upload]) -> None:
    """Papers put into the vault as those of a statement, within the caller's transaction."""
    if of.papers.count() + len(papers) > MAX_PAPERS:
        raise messages.TOO_MANY_PAPERS.error("papers", limit=MAX_PAPERS)
    now = timezone.now()
    for paper in papers:
        stem = clean(paper.name).rpartition(".")[0] or clean(paper.name)
        Paper.objects.create(
            filing=of, statement=statement, kind=paper.kind, file=file_name(stem, suffix_of(paper.content) or "bin"),
            digest=vault.keep(paper.content), size=len(paper.content), by=acting.person, at=now,
        )  # fmt: skip
