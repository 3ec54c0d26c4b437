"""Measures of the authority: ordered after an inspection, or against a certificate without one; public at once, in the
log, lifted with a reason. There is no other way to order anything against a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import queries as register
from tanzuji.certificates import services as certificates
from tanzuji.documents.text import Text
from tanzuji.ledger import log
from tanzuji.ledger.kinds import SUPERVISION
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting
from tanzuji.supervision import events, messages, policy, queries
from tanzuji.supervision.kinds import BLACKLIST_DAYS, MEASURES, OF_CERTIFICATE, MeasureKind
from tanzuji.supervision.models import Inspection, Measure, MeasureEnd
from tanzuji.supervision.services.numbering import held, next_number
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

ORDERED = declare_notice(
    "supervision.measure-ordered", zh="主管部门采取措施", en="The authority took measures"
)

MEASURE = "CL"
"""How numbers of measures begin."""
LIFTABLE = ("suspension", "blacklist")


@dataclass(frozen=True, slots=True)
class MeasureGiven:
    """A measure to order: its kind, public reason, document number (文号), last day, certificate."""

    kind: str
    reason: Text | None
    order: str = ""
    until: date | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class _Against:
    """Who orders, against whom, and after which inspection."""

    organisation: UUID
    subject: UUID
    inspection: Inspection | None = None


def order_against(acting: Acting, given: MeasureGiven) -> Measure:
    """A certificate suspended or revoked without an inspection, by a reviewer of an authority who does not inspect it now.

    It is against the certificate's holder and needs a document number (`certificates.order-needed`). Raises
    `supervision.on-team`, `supervision.unknown-choice` and what `order_measure` raises.
    """
    policy.may_take_measures(acting).enforce()
    if given.kind not in OF_CERTIFICATE:
        raise messages.UNKNOWN.error("kind", value=given.kind[:40], known=", ".join(OF_CERTIFICATE))
    typed = clean(given.certificate, 64)
    view = register.by_number(typed) if typed else None
    if view is None:
        raise messages.NO_SUCH_CERTIFICATE.error("certificate", value=typed)
    policy.may_order_against(acting, queries.inspecting(acting, view)).enforce()
    with transaction.atomic():
        return _order(acting, _Against(acting.organisation_id, view.holder), given)


def order_measure(acting: Acting, of: Inspection, given: MeasureGiven) -> Measure:
    """The measure ordered in the caller's transaction; a certificate is suspended or revoked with it.

    Raises `supervision.unknown-choice`, `supervision.reason-needed`, `supervision.no-such-certificate`,
    `supervision.bad-date`, and what the certificates room refuses.
    """
    return _order(acting, _Against(of.organisation_id, of.subject_id, of), given)


def _order(acting: Acting, against: _Against, given: MeasureGiven) -> Measure:
    if given.kind not in get_args(MeasureKind):
        raise messages.UNKNOWN.error("kind", value=given.kind[:40], known=", ".join(get_args(MeasureKind)))
    if given.reason is None:
        raise messages.REASON_NEEDED.error("reason", action=MEASURES[given.kind])  # type: ignore[index]
    reason = given.reason
    today, until = timezone.localdate(), given.until
    if given.kind == "blacklist" and until is None:
        until = today + timedelta(days=BLACKLIST_DAYS)
    if given.kind == "revocation":
        until = None
    if until is not None and until <= today:
        raise messages.BAD_DATE.error("until", value=str(until))
    certificate = clean(given.certificate, 64) if given.kind != "blacklist" else ""
    if given.kind in OF_CERTIFICATE:
        certificate = _certificate(against, certificate)
        held(MEASURE)
        certificates.hold(certificate)  # who orders and who lifts wait for each other
    made = Measure(
        number=next_number(MEASURE),
        organisation_id=against.organisation,
        kind=given.kind,
        subject_id=against.subject,
        certificate=certificate,
        reason_zh=clean(reason.zh or "", 2000),
        reason_en=clean(reason.en or "", 2000),
        order=clean(given.order, 80),
        starts=today,
        until=until,
        inspection=against.inspection,
        by=acting.person,
    )
    _carry_out(acting, made, reason)  # first: a certificate is locked before the log is, as everywhere
    made.leaf = log.append(SUPERVISION, _entry(made), subject="measure", subject_id=made.id).index
    made.save(force_insert=True)
    record(
        events.ORDERED,
        acting,
        "measure",
        made.id,
        number=made.number,
        type=made.kind,
        certificate=certificate,
    )
    _tell(made, MEASURES[given.kind])  # type: ignore[index]
    return made


def _certificate(against: _Against, number: str) -> str:
    """The certificate's own number: it is one of the inspected, or one that the inspected body issued."""
    view = register.by_number(number) if number else None
    if view is None or against.subject not in (view.holder, view.body):
        raise messages.NO_SUCH_CERTIFICATE.error("certificate", value=number[:80])
    return view.number


def _carry_out(acting: Acting, made: Measure, reason: Text) -> None:
    said, also = reason.to("zh"), reason.en or ""
    order = made.order or (made.number if made.inspection_id else "")
    if made.kind == "suspension":
        certificates.suspend_by_authority(
            acting, made.certificate, said, order, reason_en=also, until=made.until
        )
    if made.kind == "revocation":
        certificates.revoke_by_authority(acting, made.certificate, said, order, reason_en=also)


def _entry(made: Measure) -> dict[str, str]:
    return {
        "event": "measure-ordered",
        "measure": made.number,
        "kind": made.kind,
        "authority": str(made.organisation_id),
        "subject": str(made.subject_id),
        "certificate": made.certificate,
        "reason": made.reason.to("zh"),
        "order": made.order,
        "starts": str(made.starts),
        "until": str(made.until or ""),
    }


def _tell(made: Measure, name: Text) -> None:
    title = Text(zh=f"{name.to('zh')}：{made.number}", en=f"{name.to('en')}: {made.number}")
    told = [made.subject_id]
    view = register.by_number(made.certificate) if made.certificate else None
    if view is not None:
        told += [view.holder, view.body]
    tell(told, ORDERED, title, made.reason, page="/supervision/measures/")


def lift(
    acting: Acting, measure_id: UUID | str, *, reason: str, reason_en: str = "", order: str = ""
) -> MeasureEnd:
    """A suspension or a listing ended before its time, by a reviewer of the authority that ordered it or of one above
    it, with its reason and document number.

    A certificate that is still suspended is valid again with it, unless something else holds it: another order, the body,
    a missing verification. Raises `supervision.not-liftable`, `supervision.measure-ended`, `supervision.reason-needed`.
    """
    said, also = clean(reason, 2000), clean(reason_en, 2000)
    seen = by_id(queries.liftable(acting), measure_id)
    policy.may_take_measures(acting).enforce()
    if seen.kind not in LIFTABLE:
        raise messages.STEP_BACKWARDS.error(kind=MEASURES[seen.kind])  # type: ignore[index]
    if not (said or also):
        raise messages.REASON_NEEDED.error("reason", action=Text(zh="解除", en="Lift it"))
    why, document = Text(zh=said or None, en=also or None), clean(order, 80)
    with transaction.atomic():
        certificates.hold(seen.certificate)
        kept = Measure.objects.select_for_update().get(id=seen.id)
        if MeasureEnd.objects.filter(measure=kept).exists():
            raise messages.MEASURE_ENDED.error()
        if kept.kind == "suspension" and not _other_orders(kept):
            _resume(acting, kept, why, document or kept.order or kept.number)
        return _end(acting, kept, why, document)


def _resume(acting: Acting, kept: Measure, why: Text, order: str) -> None:
    if register.ordered_by(kept.certificate, kept.organisation_id):
        certificates.lift_by_authority(
            acting, kept.certificate, why.to("zh"), order, reason_en=why.en or "", of=kept.organisation_id
        )


def _other_orders(kept: Measure) -> bool:
    """Whether another order of the same authority holds the certificate suspended; each authority's hold by itself."""
    same = Measure.objects.filter(
        kind=kept.kind, certificate=kept.certificate, organisation=kept.organisation_id, end=None
    )
    return same.exclude(id=kept.id).exists()


def end_orders(acting: Acting, of: Inspection, reason: Text) -> None:
    """The orders to correct that an inspection brought about end, in the caller's transaction."""
    for each in Measure.objects.filter(inspection=of, kind="rectification", end=None):
        _end(acting, each, reason)


def _end(acting: Acting, kept: Measure, why: Text, order: str = "") -> MeasureEnd:
    entry = log.append(
        SUPERVISION,
        {
            "event": "measure-ended",
            "measure": kept.number,
            "kind": kept.kind,
            "reason": why.to("zh"),
            "order": order,
        },
        subject="measure",
        subject_id=kept.id,
    )
    made = MeasureEnd.objects.create(
        measure=kept,
        reason_zh=why.zh or "",
        reason_en=why.en or "",
        order=order,
        leaf=entry.index,
        by=acting.person,
    )
    record(events.LIFTED, acting, "measure", kept.id, number=kept.number, certificate=kept.certificate)
    return made
