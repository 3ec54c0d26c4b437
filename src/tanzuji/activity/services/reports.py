"""Facility reports kept, handed in for collection, collected or returned (ZJ-203)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.activity import events, messages, policy, queries, vault
from tanzuji.activity.kinds import REPORT_KINDS
from tanzuji.activity.models import Report, ReportLine
from tanzuji.activity.states import REPORT
from tanzuji.activity.uploads.statements import Stated, read_statement
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.formats.factor_lists.sheets import read_tables
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id


def keep_report(
    acting: Acting,
    facility_id: UUID | str,
    *,
    kind: str,
    title: str,
    first: date,
    last: date,
    evidence_id: UUID | str,
    verifier: str = "",
    verified_on: date | None = None,
    lines: Sequence[Stated] | None = None,
) -> Report:
    """A facility report with its paper; without `lines` they are read from the paper, a table in CSV or Excel.

    Raises `web.absent`, `activity.needed`, `activity.end-before`, `activity.no-lines`, `factors.*`.
    """
    policy.may_record(acting).enforce()
    facility = queries.facility(acting, facility_id)
    paper = queries.own_evidence(acting, evidence_id)
    problems: list[Problem] = []
    if kind not in REPORT_KINDS:
        problems.append(
            messages.UNKNOWN_CHOICE.problem("kind", value=kind[:60], known=", ".join(REPORT_KINDS))
        )
    if last < first:
        problems.append(messages.END_BEFORE.problem("last", end=last.isoformat(), start=first.isoformat()))
    needed = {"title": title} | ({"verifier": verifier} if kind == "ghg" else {})
    problems += [messages.NEEDED.problem(name) for name, value in needed.items() if not value.strip()]
    if problems:
        raise CodedError(problems)
    if lines is None:
        lines = read_statement(read_tables(vault.read(paper.digest), paper.file))
    if not lines:
        raise messages.NO_LINES.error("file")
    with transaction.atomic():
        row = Report.objects.create(
            organisation=acting.organisation, facility=facility, kind=kind, title=title.strip()[:200], start=first,
            end=last, verifier=verifier.strip()[:200], verified_on=verified_on, evidence=paper, person=acting.person,
        )  # fmt: skip
        ReportLine.objects.bulk_create(
            ReportLine(
                report=row, carrier=one.carrier, name=one.name, amount=one.amount, unit=one.unit,
                emissions=one.emissions, place=one.place,
            )
            for one in lines
        )  # fmt: skip
        record(events.REPORTED, acting, "facility_report", row.id, title=row.title, digest=paper.digest)
    return row


def hand_in(acting: Acting, report_id: UUID | str, curator: UUID | str) -> Report:
    """A report handed to a curator of base data, who may then read it and its paper. Raises `activity.no-organisation`."""
    policy.may_record(acting).enforce()
    found = parties.organisations(mandate="base_data").exclude(id=acting.organisation_id)
    try:
        to = by_id(found, curator)
    except CodedError:
        raise messages.NO_ORGANISATION.error("curator") from None
    with transaction.atomic():
        row = _locked(queries.reports(acting), report_id)
        _move(row, "hand", acting)
        row.handed_to, row.handed_at, row.answer = to, timezone.now(), ""
        row.save()
        record(events.HANDED, acting, "facility_report", row.id, to=str(to.id))
    return row


def take_back(acting: Acting, report_id: UUID | str) -> Report:
    """A report taken back before it was collected; the curator may no longer read it."""
    policy.may_record(acting).enforce()
    with transaction.atomic():
        row = _locked(queries.reports(acting), report_id)
        _move(row, "take_back", acting)
        row.handed_to = row.handed_at = None
        row.save()
        record(events.TAKEN_BACK, acting, "facility_report", row.id)
    return row


def answer(acting: Acting, report_id: UUID | str, *, collect: bool, reason: str) -> Report:
    """A report that was handed to one's organisation collected, or returned with a reason. Raises `web.absent`."""
    policy.may_collect(acting).enforce()
    if not collect and not reason.strip():
        raise messages.NO_REASON.error("reason")
    with transaction.atomic():
        row = _locked(queries.reports_to_collect(acting), report_id)
        _move(row, "collect" if collect else "return", acting)
        row.answer = reason.strip()[:2000]
        row.save()
        kind = events.COLLECTED if collect else events.RETURNED
        record(kind, acting, "facility_report", row.id, organisation=row.organisation_id, reason=row.answer)
    return row


def _locked(found: QuerySet[Report], report_id: UUID | str) -> Report:
    """The report among `found`, held until the transaction ends and read again once it is. Raises `web.absent`."""
    row = by_id(found, report_id)
    Report.objects.select_for_update().get(pk=row.pk)
    return by_id(found, report_id)


def _move(row: Report, action: str, acting: Acting) -> None:
    """The state after an action. Raises `state.not-now`."""
    REPORT.verdict(row.state, action, acting).enforce()
    transition = REPORT.find(row.state, action)
    assert transition is not None
    row.state = transition.to
