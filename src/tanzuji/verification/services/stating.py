"""The statement: drafted by the lead, reviewed and signed by somebody who took no part, withdrawn with a reason."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.contributions.services.turns import in_turn
from tanzuji.documents.canonical import digest, ten_digits
from tanzuji.footprints import verifying
from tanzuji.footprints.benchmarking import rule_of
from tanzuji.footprints.pages.results import edition
from tanzuji.ledger import kinds, log
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.verification import events, examined, messages, notes, policy, queries
from tanzuji.verification.models import Draft, Engagement, Recomputation, Statement, Withdrawal
from tanzuji.verification.papers import StatementPaper
from tanzuji.verification.services.disclosing import close
from tanzuji.verification.services.recording import locked, repeated, said, take, unchanged
from tanzuji.verification.statements import StatementView, statement, valid_statement
from tanzuji.verification.states import ENGAGEMENT
from tanzuji.web.lookup import by_id


def draft(
    acting: Acting, engagement_id: UUID | str, paper: Mapping[str, Any], *, seen: int | None = None
) -> Draft:
    """The statement drafted by the lead (`papers.StatementPaper` without what plan and sample say).

    Raises what the findings do not bear: `verification.open-findings`, `verification.not-recomputed`,
    `verification.unexamined`, `verification.left-without-reason`, `verification.still-wrong`,
    `verification.beyond-materiality`, `verification.needs-reservations`, …
    """
    with transaction.atomic():
        of = locked(acting, engagement_id)
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "draft", standing).enforce()
        newest, row = queries.newest(of), queries.current_plan(of)
        if row is None:
            raise messages.NO_PLAN.error()
        written = {**dict(paper), "level": of.level, "materiality": queries.plan_of(row).materiality}
        lines = queries.sample(of)
        held = StatementPaper.parse(
            {
                **written,
                "uncorrected": standing.projected or None,
                "sampled": sum(line.state != "gone" for line in lines),
                "left": [line.plain() for line in examined.left(lines)],
            }
        )
        policy.bears(standing, held).enforce()
        number = (of.drafts.aggregate(n=Max("number"))["n"] or 0) + 1
        made = Draft.objects.create(
            engagement=of,
            number=number,
            submission=newest,
            document=json.dumps(held.plain(), ensure_ascii=False),
            by=acting.person,
        )
        take(acting, of, "draft", standing, detail={"draft": number, "opinion": held.opinion})
    return made


def send_back(
    acting: Acting, engagement_id: UUID | str, *, reason: str, seen: int | None = None
) -> Engagement:
    """The technical reviewer sends the draft back to the team."""
    with transaction.atomic():
        of = locked(acting, engagement_id)
        if repeated(acting, of, "return", seen, reason):
            return of
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "return", standing).enforce()
        take(acting, of, "return", standing, reason=said(reason))
    return of


def sign(
    acting: Acting, engagement_id: UUID | str, *, reason: str = "", seen: int | None = None
) -> StatementView:
    """The draft signed by the independent technical reviewer: number, digests and log entry in one transaction.

    `reason` are the reviewer's words on the review. Asked again, the statement that was signed comes back. Raises the
    policy's reasons (`verification.own-draft`, `verification.draft-outdated`, second factor), Stale.
    """
    with transaction.atomic():
        of = locked(acting, engagement_id)
        signed = Statement.objects.filter(engagement=of).first()
        if signed is not None and signed.signed_by_id == acting.person.id:
            return statement(signed.id)
        unchanged(of, seen)
        standing = queries.standing(acting, of)
        ENGAGEMENT.verdict(of.state, "sign", standing).enforce()
        drafted = queries.current_draft(of)
        assert drafted is not None  # there is one in this state
        made = _signed(acting, of, drafted)
        detail = {"statement": made.number, "opinion": made.opinion}
        take(acting, of, "sign", standing, reason=said(reason, needed=False), detail=detail)
        view = statement(made.id)
        if view.verified:
            verifying.mark_verified(acting, made.version_id, statement=made.number)
        for organisation in (of.client_id, of.verifier_id):
            record(events.SIGNED, acting, "statement", made.id, organisation=organisation, number=made.number,
                   version=made.version_id, opinion=made.opinion)  # fmt: skip
        close(of)
        _logged(made, "signed", "")
    return view


def _signed(acting: Acting, of: Engagement, drafted: Draft) -> Statement:
    """The row of the statement, with everything it says under one digest."""
    paper = queries.paper_of(drafted)
    version = verifying.version(drafted.submission.version_id)
    shown = edition.frozen(version)
    assert shown.footprint is not None and shown.check is not None  # a version always has them
    in_turn(f"verification.statement {of.verifier_id}")
    sequence = (Statement.objects.filter(verifier=of.verifier_id).aggregate(n=Max("sequence"))["n"] or 0) + 1
    now = timezone.now()
    until = months_later(timezone.localdate(now), paper.months)
    reserved = paper.reservations
    made = Statement(
        engagement=of,
        number=f"VS-{timezone.localdate(now).year}-{of.sequence:06d}",
        sequence=sequence,
        submission=drafted.submission,
        version_id=version.id,
        client_id=of.client_id,
        verifier_id=of.verifier_id,
        level=paper.level,
        opinion=paper.opinion,
        document=drafted.document,
        footprint_id=version.footprint_id,
        result_digest=version.result_digest,
        total=ten_digits(version.total),
        unit=shown.footprint.unit_label.to("en")[:60],
        boundary=shown.footprint.boundary,
        rule=rule_of(shown.footprint, shown.check)[:200],
        reservations_zh=(reserved.zh or "") if reserved else "",
        reservations_en=(reserved.en or "") if reserved else "",
        recomputation=_recomputation(drafted),
        drafted_by=drafted.by,
        signed_by=acting.person,
        signed_at=now,
        valid_until=until,
    )
    made.digest = digest(facts(made))
    made.save(force_insert=True)
    return made


def _recomputation(drafted: Draft) -> Recomputation:
    """The recomputation a statement rests on: this installation's own before one that was reported, then the newest."""
    rows = list(drafted.submission.recomputations.order_by("-id"))
    return next((row for row in rows if row.origin == "server"), rows[0])


def facts(of: Statement) -> dict[str, Any]:
    """Everything a statement says, as plain data: what its digest is of."""
    return {
        "number": of.number,
        "statement": str(of.id),
        "client": str(of.client_id),
        "verifier": str(of.verifier_id),
        "document": json.loads(of.document),
        "footprint": of.footprint_id,
        "result": of.result_digest,
        "total": of.total,
        "unit": of.unit,
        "boundary": of.boundary,
        "rule": of.rule,
        "recomputation": of.recomputation.package_digest,
        "drafted_by": str(of.drafted_by_id),
        "signed_by": str(of.signed_by_id),
        "signed_at": of.signed_at.isoformat(),
        "valid_until": of.valid_until.isoformat(),
    }


def steady(version_id: int) -> None:
    """No statement on this version is withdrawn until the caller's transaction ends: for what is made to rest on one."""
    in_turn(f"verification.version {version_id}")


def withdraw_statement(acting: Acting, statement_id: UUID | str, *, reason: str) -> StatementView:
    """The verifier withdraws its statement; who relies on it hears of it. Raises `verification.statement-withdrawn`."""
    with transaction.atomic():
        view, _ = queries.own_statement(acting, statement_id)
        of = locked(acting, view.engagement_id)
        steady(view.version_id)
        policy.may_withdraw_statement(queries.standing(acting, of)).enforce()
        row = by_id(Statement.objects.all(), view.id)
        if queries.is_withdrawn(row):
            raise messages.WITHDRAWN_ALREADY.error()
        kept = said(reason)
        Withdrawal.objects.create(statement=row, reason=kept, by=acting.person)
        if valid_statement(row.version_id) is None:
            verifying.unmark_verified(acting, row.version_id, statement=row.number)
        for organisation in (of.client_id, of.verifier_id):
            record(events.WITHDRAWN, acting, "statement", row.id, organisation=organisation, reason=kept,
                   number=row.number, version=row.version_id)  # fmt: skip
        notes.withdrawn(of, row, kept)
        _logged(row, "withdrawn", kept)
    return statement(row.id)


def _logged(of: Statement, event: str, reason: str) -> None:
    """The entry of the log: salted, since a statement is the client's to show."""
    log.append(
        kinds.STATEMENT,
        {
            "number": of.number,
            "event": event,
            "at": timezone.now().isoformat(timespec="seconds"),
            "statement": of.digest,
            "result": of.result_digest,
            "opinion": of.opinion,
            "level": of.level,
            "valid_until": of.valid_until.isoformat(),
            "client": str(of.client_id),
            "verifier": str(of.verifier_id),
            "reason": reason,
        },
        subject="statement",
        subject_id=of.id,
        confidential=True,
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
