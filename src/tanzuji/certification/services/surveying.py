"""Surveillance of certificates (获证后监督, CERT-08): planned with the certificate, carried out, found, concluded."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import queries as certificates_
from tanzuji.certificates import services as certificates
from tanzuji.certificates.queries import CertificateView
from tanzuji.certification import events, messages, policy, queries
from tanzuji.certification.kinds import OUTCOMES
from tanzuji.certification.models import Application, Surveillance
from tanzuji.certification.services.applying import decimal_of
from tanzuji.certification.services.keeping import LONGEST, locked, needed, news
from tanzuji.certification.tracking import Tracked
from tanzuji.documents.text import Text
from tanzuji.ledger.services import News, record
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean


def plan_surveillance(of: Application, view: CertificateView, today: date) -> list[Surveillance]:
    """The cycles of a certificate until it ends: one before every anniversary of the scheme's interval (CERT-08)."""
    made = []
    for cycle in range(1, 1 + (view.months - 1) // view.surveillance_months):
        due = months_on(view.issued_on, cycle * view.surveillance_months)
        if due >= view.expires_on:
            break
        row, _ = Surveillance.objects.get_or_create(
            certificate=view.number,
            cycle=cycle,
            defaults={"application": of, "due": due, "base_value": view.value},
        )
        made.append(row)
    return made


def months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def begin(acting: Acting, surveillance_id: UUID | str) -> Surveillance:
    """A planned cycle begun; the one before has to be concluded. Raises `certification.not-due`, `.surveillance-over`."""
    with transaction.atomic():
        row, of = _held(acting, surveillance_id)
        policy.may_call(queries.surveillance_standing(acting, row)).enforce()
        if row.state != "planned":
            raise messages.SURVEILLANCE_OVER.error()
        before = Surveillance.objects.filter(certificate=row.certificate, cycle__lt=row.cycle)
        if before.filter(state__in=("planned", "under_way")).exists():
            raise messages.NOT_DUE.error()
        row.state = "under_way"
        row.save(update_fields=["state"])
        record(
            events.SURVEILLANCE_BEGUN, acting, "certification-application", of.id, certificate=row.certificate
        )
        news(acting, of, Text(
            zh=f"证书 {row.certificate}：开始第 {row.cycle} 次监督", en=f"Certificate {row.certificate}: surveillance {row.cycle} begins"
        ))  # fmt: skip
    return row


def find(
    acting: Acting,
    surveillance_id: UUID | str,
    *,
    consistent: bool,
    value: Any,
    method_change: Any = "0",
    finding: str,
) -> Surveillance:
    """What was found: whether the product is as certified, its footprint now, and what of the change is method (TR-01).

    Raises `certification.surveillance-over`, `.bad-number`, `.text-needed`, `.not-in-team`.
    """
    now = decimal_of("value", str(value or "").strip(), messages.BAD_NUMBER)
    change = _signed("method_change", str(method_change or "0").strip())
    text = needed("finding", finding, Text(zh="监督结果", en="The finding"))
    with transaction.atomic():
        row, of = _held(acting, surveillance_id)
        policy.may_examine(queries.surveillance_standing(acting, row)).enforce()
        if row.state != "under_way":
            raise messages.SURVEILLANCE_OVER.error()
        row.consistent, row.value, row.method_change, row.finding = consistent, now, change, text
        row.by = acting.person
        row.save()
        record(
            events.SURVEILLANCE_FOUND, acting, "certification-application", of.id, certificate=row.certificate
        )
    return row


def conclude(acting: Acting, surveillance_id: UUID | str, outcome: str, *, reason: str = "") -> Surveillance:
    """The outcome by somebody else of the body: kept, suspended or revoked; the certificate follows in the same step.

    Raises `certification.finder-concludes`, `.no-finding`, `.not-kept`, `.nonconformities-open`, `.reason-needed`.
    """
    if outcome not in OUTCOMES:
        raise messages.UNKNOWN_CHOICE.error("outcome", value=outcome[:60], known=", ".join(OUTCOMES))
    said = clean(reason, LONGEST)
    with transaction.atomic():
        row, of = _held(acting, surveillance_id)
        standing = queries.surveillance_standing(acting, row)
        if acting.person.id in standing.examined:
            raise messages.FINDER_CONCLUDES.error()
        policy.may_conclude(standing).enforce()
        if row.state != "under_way" or row.by_id is None:
            raise (
                messages.NO_FINDING.error()
                if row.state == "under_way"
                else messages.SURVEILLANCE_OVER.error()
            )
        if outcome == "kept":
            _keepable(row, of, standing)
        elif not said:
            raise messages.REASON_NEEDED.error("reason", action=OUTCOMES[outcome])
        row.outcome, row.state = outcome, "concluded"
        row.concluded_by, row.concluded_at = acting.person, timezone.now()
        row.save()
        record(events.SURVEILLANCE_CONCLUDED, acting, "certification-application", of.id,
               reason=said, certificate=row.certificate, outcome=outcome)  # fmt: skip
        if outcome == "suspended":
            certificates.suspend(acting, row.certificate, reason=said)
        elif outcome == "revoked":
            certificates.revoke(acting, row.certificate, reason=said)
        else:
            news(acting, of, Text(
                zh=f"证书 {row.certificate}：第 {row.cycle} 次监督通过", en=f"Certificate {row.certificate}: surveillance {row.cycle} passed"
            ))  # fmt: skip
    return row


def _keepable(row: Surveillance, of: Application, standing: policy.Standing) -> None:
    """A certificate is kept where the product is as certified, reduces as the scheme asks, and nothing is open."""
    if standing.open_nonconformities:
        raise messages.NOT_CLOSED.error(count=standing.open_nonconformities)
    scheme = queries.document(of)
    tracked = tracking_of(row)
    reduces = not scheme.management.reduction.required or (
        tracked is not None and tracked.meets(scheme.management.reduction.percent_a_year, row.cycle)
    )
    if not row.consistent or not reduces:
        raise messages.NOT_KEPT.error("outcome")


def tracking_of(row: Surveillance) -> Tracked | None:
    """The change since the certificate, method apart from real; None before something was found."""
    if row.base_value is None or row.value is None:
        return None
    return Tracked(row.base_value, row.value, row.method_change or Decimal(0))


def drop_ended(news_: News) -> None:
    """A certificate that ended is not surveyed any more; its open cycles are dropped."""
    import json

    number = str(json.loads(news_.detail).get("number", ""))
    view = certificates_.by_number(number)
    if view is None or view.status in ("valid", "suspended"):
        return
    for row in Surveillance.objects.filter(certificate=view.number, state__in=("planned", "under_way")):
        row.state = "dropped"
        row.save(update_fields=["state"])
        record(
            events.SURVEILLANCE_DROPPED, None, "certification-application", row.application_id,
            organisation=row.application.organisation_id, certificate=row.certificate, cycle=row.cycle,
        )  # fmt: skip


def _held(acting: Acting, surveillance_id: UUID | str) -> tuple[Surveillance, Application]:
    """The surveillance with its application and its certificate, held until the transaction ends. Raises `web.absent`.

    The end of the certificate drops it, and its outcome may end the certificate.
    """
    known = queries.surveillance(acting, surveillance_id)
    of = locked(acting, known.application_id)
    certificates.hold(known.certificate)
    return queries.surveillance(acting, known.id), of


def _signed(path: str, text: str) -> Decimal:
    """A number that may be negative."""
    bare = text.replace("\u2212", "-").removeprefix("-")
    found = decimal_of(path, bare, messages.BAD_NUMBER)
    return -found if text[:1] in ("-", "\u2212") else found
