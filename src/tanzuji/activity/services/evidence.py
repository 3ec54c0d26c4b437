"""The evidence vault: papers kept, access given and taken back."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from tanzuji.activity import events, messages, policy, queries, vault
from tanzuji.activity.kinds import EVIDENCE_KINDS
from tanzuji.activity.models import Evidence, Grant, Meter
from tanzuji.documents.errors import CodedError, Problem
from tanzuji.ledger.services import record
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.web.downloads import file_name
from tanzuji.web.uploads import MAX_UPLOAD

MAX_KEPT = 10 * 2**30
"""Bytes of evidence an organisation may keep."""


def keep_evidence(
    acting: Acting, *, data: bytes, name: str, kind: str, title: str, dated: date | None = None
) -> Evidence:
    """A paper put into the vault; the same content again is the paper that lies there already, as it was named first.

    Raises `activity.needs-editor`, `activity.empty-file`, `activity.unknown-choice`, `activity.no-title`,
    `activity.in-future`, `activity.too-much-kept`.
    """
    policy.may_record(acting).enforce()
    _check(data, name, kind, title, dated)
    digest = vault.digest_of(data)
    found = _kept(acting, digest)
    if found is None:
        _refuse_too_much(acting, len(data))
    vault.keep(data)
    if found is not None:
        return found
    stem, _, suffix = name.rpartition(".")
    row = Evidence(
        organisation=acting.organisation,
        digest=digest,
        kind=kind,
        title=title.strip()[:200],
        file=file_name(stem or name, suffix if stem else "bin"),
        size=len(data),
        dated=dated,
        person=acting.person,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(events.KEPT, acting, "evidence", row.id, title=row.title, digest=digest)
    except IntegrityError:  # two kept the same paper at once
        found = _kept(acting, digest)
        if found is None:
            raise
        return found
    return row


def _kept(acting: Acting, digest: str) -> Evidence | None:
    return queries.evidence(acting).filter(digest=digest).first()


def _check(data: bytes, name: str, kind: str, title: str, dated: date | None) -> None:
    problems: list[Problem] = []
    if not data:
        problems.append(messages.EMPTY_FILE.problem("file", file=name[:120]))
    if len(data) > MAX_UPLOAD:
        problems.append(messages.NO_FILE.problem("file", limit=MAX_UPLOAD // 2**20))
    if kind not in EVIDENCE_KINDS:
        problems.append(
            messages.UNKNOWN_CHOICE.problem("kind", value=kind[:60], known=", ".join(EVIDENCE_KINDS))
        )
    if not title.strip():
        problems.append(messages.NO_TITLE.problem("title"))
    if dated is not None and dated > timezone.localdate():
        problems.append(messages.IN_FUTURE.problem("dated", day=dated.isoformat()))
    if problems:
        raise CodedError(problems)


def _refuse_too_much(acting: Acting, size: int) -> None:
    kept = queries.evidence(acting).aggregate(sum=Sum("size"))["sum"] or 0
    if kept + size > MAX_KEPT:
        raise messages.TOO_MUCH_KEPT.error("file", size=(kept + size) // 2**20, limit=MAX_KEPT // 2**20)


def open_evidence(acting: Acting, evidence_id: UUID | str) -> tuple[Evidence, bytes]:
    """A paper with its content, checked against its digest; its owner's ledger notes when another reads it.

    Raises `web.absent`, `activity.evidence-damaged`.
    """
    row = queries.readable_evidence(acting, evidence_id)
    data = vault.read(row.digest)
    if row.organisation_id != acting.organisation_id:
        record(events.READ, acting, "evidence", row.id, organisation=row.organisation_id, title=row.title)
    return row, data


def grant(
    acting: Acting,
    evidence_id: UUID | str,
    organisation_id: UUID | str,
    *,
    reason: str,
    until: date | None = None,
) -> Grant:
    """Another organisation may read a paper of one's own. Raises `web.absent`, `activity.no-organisation`, …"""
    policy.may_record(acting).enforce()
    row = queries.own_evidence(acting, evidence_id)
    return _grant(acting, organisation_id, reason, until, evidence=row)


def grant_meter(
    acting: Acting,
    meter_id: UUID | str,
    organisation_id: UUID | str,
    *,
    reason: str,
    until: date | None = None,
) -> Grant:
    """Another organisation may read a meter of one's own, its calibrations and readings."""
    policy.may_record(acting).enforce()
    row = queries.own_meter(acting, meter_id)
    return _grant(acting, organisation_id, reason, until, meter=row)


def _grant(
    acting: Acting,
    organisation_id: UUID | str,
    reason: str,
    until: date | None,
    *,
    evidence: Evidence | None = None,
    meter: Meter | None = None,
) -> Grant:
    if not reason.strip():
        raise messages.NO_REASON.error("reason")
    if until is not None and until < timezone.localdate():
        raise messages.OVER_ALREADY.error("until", until=until.isoformat())
    grantee = _grantee(acting, organisation_id)
    with transaction.atomic():
        row = Grant.objects.create(
            organisation=acting.organisation,
            evidence=evidence,
            meter=meter,
            grantee_id=grantee,
            reason=reason.strip()[:2000],
            until=until,
            person=acting.person,
        )
        subject = ("evidence", evidence.id) if evidence is not None else ("meter", meter.id if meter else "")
        record(events.GRANTED, acting, *subject, reason=row.reason, grantee=str(grantee))
    return row


def _grantee(acting: Acting, organisation_id: UUID | str) -> UUID:
    try:
        found = UUID(str(organisation_id))
        known = found != acting.organisation_id and parties.organisation_exists(found)
    except (ValueError, ValidationError):
        known = False
    if not known:
        raise messages.NO_ORGANISATION.error("organisation")
    return found


def withdraw(acting: Acting, grant_id: UUID | str) -> None:
    """Access taken back; again, nothing changes. Raises `web.absent`."""
    policy.may_record(acting).enforce()
    row = queries.own_grant(acting, grant_id)
    with transaction.atomic():
        if Grant.objects.filter(id=row.id, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            subject = ("evidence", row.evidence_id) if row.evidence_id else ("meter", row.meter_id)
            record(events.WITHDRAWN, acting, *subject, grantee=str(row.grantee_id))
