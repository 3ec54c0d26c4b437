"""Renewing and correcting: a new certificate that names the one it replaces; what was issued never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import checking, messages, queries
from tanzuji.certificates.facts import CertificateFacts, CertificateView, plain
from tanzuji.certificates.models import Certificate
from tanzuji.certificates.services import issuing, recording
from tanzuji.certificates.services.recording import Step
from tanzuji.documents.canonical import digest
from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting

CORRECTABLE = ("maker", "product", "models", "gtin", "unit_words")
"""What may be written wrongly without anything else being wrong. Results, grounds and terms are not among it."""

SAME: dict[str, Text] = {
    "body": Text(zh="认证机构", en="body"),
    "holder": Text(zh="持有人", en="holder"),
    "scheme": Text(zh="认证方案", en="scheme"),
    "family": Text(zh="类别", en="family"),
}
"""What a renewal has in common with the certificate it renews."""


def renew(
    acting: Acting,
    number: str,
    facts: CertificateFacts,
    *,
    key: str,
    decided_by: UUID,
    evaluated_by: UUID,
    reason: str = "",
    today: date | None = None,
) -> CertificateView:
    """A new certificate after a new verification and decision; the former one is replaced by it.

    Raises what `issue` raises, the verdict on the former one, `certificates.other-product`.
    """
    asked = digest({"act": "renew", "of": number, "facts": plain(facts)})
    said = (
        Text(zh="到期前换证", en="Renewed before its term") if not reason.strip() else recording.why(reason)
    )
    with transaction.atomic():
        known = issuing.repeated(acting, key, asked)
        if known is None:
            issuing.steady(facts.version_id)
            former = _former(acting, number, "renew", today)
            _same(former.parsed, facts)
            issuing.may_issue(acting, facts, decided_by, evaluated_by)
            checking.check(facts)
            checking.check_against(facts, queries.statement_for(facts.version_id, facts.statement))
            known = issuing.make(
                acting, facts, key, asked, decided_by=decided_by, evaluated_by=evaluated_by,
                replaces=former, relation="renewed", today=today,
            )  # fmt: skip
            _replaced(acting, former, "renewed", said)
    return queries.view(queries.certificate(known), today=today)


def correct(
    acting: Acting,
    number: str,
    *,
    reason: str,
    changes: Mapping[str, Any],
    key: str,
    reason_en: str = "",
    today: date | None = None,
) -> CertificateView:
    """A new certificate with what was written wrongly put right, to the same last day; it names the one it corrects.

    `changes` holds new values of `CORRECTABLE` facts. Raises the verdict, `certificates.not-correctable`,
    `certificates.nothing-corrected`, what is wrong with the facts.
    """
    said = recording.why(reason, reason_en)
    for name in changes:
        if name not in CORRECTABLE:
            raise messages.NOT_CORRECTABLE.error(name[:40], field=name[:40])
    with transaction.atomic():
        row = queries.certificate(number)
        facts = replace(row.parsed, **changes)
        asked = digest({"act": "correct", "of": row.number, "facts": plain(facts)})
        known = issuing.repeated(acting, key, asked)
        if known is None:
            issuing.steady(facts.version_id)
            former = _former(acting, number, "correct", today)
            if facts == former.parsed:
                raise messages.NOTHING_CORRECTED.error("changes")
            checking.check(facts)
            known = issuing.make(
                acting, facts, key, asked, decided_by=acting.person.id,
                evaluated_by=former.evaluated_by_id, replaces=former, relation="corrected",
                expires_on=former.expires_on, today=today,
            )  # fmt: skip
            _replaced(acting, former, "corrected", said)
    return queries.view(queries.certificate(known), today=today)


def _former(acting: Acting, number: str, action: str, today: date | None) -> Certificate:
    row = recording.locked(queries.certificate(number))
    recording.allowed(acting, row, action, today or timezone.localdate())
    return row


def _replaced(acting: Acting, former: Certificate, kind: str, reason: Text) -> None:
    """The former one is void from now on. It may be so already: another process was first with the same key."""
    if recording.open_(former):
        step = Step(kind=kind, status="superseded", cause="body", reason=reason)
        recording.keep(acting, former, step, recording.now())


def _same(former: CertificateFacts, facts: CertificateFacts) -> None:
    for name, what in SAME.items():
        if getattr(former, name) != getattr(facts, name):
            raise messages.OTHER_PRODUCT.error(name, what=what)
