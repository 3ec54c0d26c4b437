"""Suspending, resuming, revoking and cancelling: by the body that issued, or by order of the authority."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import messages, policy, queries
from tanzuji.certificates.facts import CertificateView
from tanzuji.certificates.models import Certificate
from tanzuji.certificates.services import recording
from tanzuji.certificates.services.recording import Step
from tanzuji.certificates.states import CERTIFICATE
from tanzuji.parties.acting import Acting
from tanzuji.web.typed import clean
from tanzuji.web.verdicts import Refused

ORDER = 80
KINDS = {
    "suspend": "suspended",
    "resume": "resumed",
    "revoke": "revoked",
    "cancel": "cancelled",
    "order_suspension": "suspended",
    "lift_order": "resumed",
    "order_revocation": "revoked",
}
"""The event of each action."""

BY_BODY = ("suspend", "resume", "revoke", "cancel")
"""What the body does that issued it. The authority orders and lifts by measures, in supervision."""


def suspend(
    acting: Acting,
    number: str,
    *,
    reason: str,
    reason_en: str = "",
    until: date | str | None = None,
    today: date | None = None,
) -> CertificateView:
    """Suspended by its body; `until` when matters are to be put right. Raises the verdict, `certificates.bad-day`."""
    return _act(acting, number, "suspend", "body", reason, reason_en, until=until, today=today)


def resume(
    acting: Acting, number: str, *, reason: str, reason_en: str = "", today: date | None = None
) -> CertificateView:
    """Valid again. Not while the authority's order stands, nor without a valid verification of its version."""
    return _act(acting, number, "resume", "body", reason, reason_en, today=today)


def revoke(
    acting: Acting, number: str, *, reason: str, reason_en: str = "", today: date | None = None
) -> CertificateView:
    """Void for good, because something was wrong."""
    return _act(acting, number, "revoke", "body", reason, reason_en, today=today)


def cancel(
    acting: Acting, number: str, *, reason: str, reason_en: str = "", today: date | None = None
) -> CertificateView:
    """Void for good, because it is no longer wanted or applicable; not for a wrong."""
    return _act(acting, number, "cancel", "body", reason, reason_en, today=today)


def suspend_by_authority(
    acting: Acting,
    number: str,
    reason: str,
    order: str,
    *,
    reason_en: str = "",
    until: date | str | None = None,
    today: date | None = None,
) -> CertificateView:
    """Suspended by order of the competent authority, which alone lifts it, or one above it. Raises `certificates.order-needed`."""
    return _act(
        acting, number, "order_suspension", "authority", reason, reason_en, order=order, until=until, today=today
    )  # fmt: skip


def lift_by_authority(
    acting: Acting,
    number: str,
    reason: str,
    order: str,
    *,
    reason_en: str = "",
    of: UUID | None = None,
    today: date | None = None,
) -> CertificateView:
    """The authority's order lifted: valid again, unless something else holds it as well.

    `of`: the authority whose order is lifted, themselves or one they stand above; where it is not said, their own,
    and where they ordered nothing, those of all they stand above. Raises `certificates.other-authoritys-order`.
    """
    return _act(acting, number, "lift_order", "authority", reason, reason_en, order=order, of=of, today=today)


def revoke_by_authority(
    acting: Acting, number: str, reason: str, order: str, *, reason_en: str = "", today: date | None = None
) -> CertificateView:
    """Void for good by order of the competent authority."""
    return _act(acting, number, "order_revocation", "authority", reason, reason_en, order=order, today=today)


def act(
    acting: Acting,
    number: str,
    action: str,
    *,
    reason: str,
    reason_en: str = "",
    until: date | str | None = None,
    today: date | None = None,
) -> CertificateView:
    """The body's action of this name, for forms and programs. Raises `certificates.unknown-action` and what the action raises."""
    if action not in BY_BODY:
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40], known=", ".join(BY_BODY))
    dated = until if action == "suspend" else None
    return _act(acting, number, action, "body", reason, reason_en, until=dated, today=today)


def _act(
    acting: Acting,
    number: str,
    action: str,
    cause: str,
    reason: str,
    reason_en: str = "",
    *,
    order: str = "",
    of: UUID | None = None,
    until: date | str | None = None,
    today: date | None = None,
) -> CertificateView:
    """One action of the machine. Raises `web.absent`, the verdict, `certificates.reason-needed`."""
    day = today or timezone.localdate()
    with transaction.atomic():
        row = recording.locked(queries.certificate(number))
        recording.allowed(acting, row, action, day)
        said = recording.why(reason, reason_en)
        if cause == "authority" and not 1 <= len(clean(order)) <= ORDER:
            raise messages.ORDER_NEEDED.error("order", limit=ORDER)
        found = CERTIFICATE.find(row.standing.status, action)
        assert found is not None  # the verdict would have refused
        lifted = _lifted(acting, row, of) if action == "lift_order" else frozenset()
        holds = _holds(acting, queries.holds(row), action, lifted)
        kind, status = KINDS[action], found.to
        if status == "valid" and holds:
            kind, status = "suspended", "suspended"
        step = Step(
            kind=kind, status=status, cause=cause, reason=said, holds=holds if status == "suspended" else frozenset(),
            order=clean(order), until=_until(until, day, row.expires_on), concerned=lifted,
        )  # fmt: skip
        recording.keep(acting, row, step, recording.now())
    return queries.view(queries.certificate(number), today=today)


def _holds(acting: Acting, held: frozenset[str], action: str, lifted: frozenset[UUID]) -> frozenset[str]:
    """What keeps it suspended afterwards. A body that resumes lifts its own hold and that of a statement replaced."""
    if action == "suspend":
        return held | {"body"}
    if action == "order_suspension":
        return held | {f"{queries.ORDER}{acting.organisation_id}"}
    if action == "lift_order":
        return held - {f"{queries.ORDER}{one}" for one in lifted}
    return held - {"body", "statement"}


def _lifted(acting: Acting, row: Certificate, of: UUID | None) -> frozenset[UUID]:
    """Whose orders are lifted. Raises `certificates.other-authoritys-order`."""
    liftable = queries.case(acting, row).liftable
    own = frozenset({of or acting.organisation_id})
    if of is not None and of not in liftable:
        raise Refused([policy.OTHER_ORDER.problem(who=queries.names(own))])
    return own if own <= liftable else liftable


def _until(value: date | str | None, today: date, last: date) -> date | None:
    """The day until which matters are to be put right. Raises `certificates.bad-day`."""
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, date) else date.fromisoformat(clean(str(value), 20))
    except ValueError:
        raise messages.BAD_DAY.error("until", value=str(value)[:40]) from None
    if not today <= found <= last:
        raise messages.BAD_DAY.error("until", value=found.isoformat())
    return found
