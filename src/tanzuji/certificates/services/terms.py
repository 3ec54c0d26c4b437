"""What happens to certificates without anybody's decision: terms run out, a verification statement is withdrawn."""

from __future__ import annotations

import json
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.certificates import events, queries
from tanzuji.certificates.models import Certificate, Reminder
from tanzuji.certificates.services import recording
from tanzuji.certificates.services.recording import Step
from tanzuji.documents.text import Text
from tanzuji.ledger.services import News
from tanzuji.notices.services import tell

BEFORE = (90, 30)
"""Days before the last one at which holder and body are reminded."""


def expire_due(*, today: date | None = None) -> int:
    """Every certificate whose term ended before today expired, each in a transaction of its own; how many."""
    day = today or timezone.localdate()
    return sum(_expire(id_, day) for id_ in queries.ran_out(day))


def _expire(certificate_id: UUID, today: date) -> bool:
    with transaction.atomic():
        row = recording.locked(Certificate.objects.get(id=certificate_id))
        if not (recording.open_(row) and row.expires_on < today):
            return False  # another worker was first, or it ended otherwise meanwhile
        reason = queries.SYSTEM_REASONS["expired"]
        recording.keep(
            None, row, Step(kind="expired", status="expired", cause="term", reason=reason), recording.now()
        )
    return True


def remind_ending(*, today: date | None = None) -> int:
    """Holder and body told of certificates that end within 90 and within 30 days, once each; how many reminders."""
    day = today or timezone.localdate()
    return sum(_remind(row, day) for row in queries.ending(day, day + timedelta(days=max(BEFORE))))


def _remind(row: Certificate, today: date) -> bool:
    left = (row.expires_on - today).days
    before = min(days for days in BEFORE if left <= days)
    with transaction.atomic():
        _, fresh = Reminder.objects.get_or_create(certificate=row, before=before)
        if fresh:
            product = row.parsed.product
            tell(
                sorted({row.holder_id, row.body_id}),
                events.NEWS,
                Text(
                    zh=f"证书 {row.number}（{product.to('zh')}）还有 {left} 天到期",
                    en=f"Certificate {row.number} ({product.to('en')}) ends in {left} days",
                ),
                Text(
                    zh=f"最后一天：{row.expires_on.isoformat()}。到期前完成换证，标识才能继续使用。",
                    en=f"Last day: {row.expires_on.isoformat()}. Renew it before then to go on using the label.",
                ),
                page=f"/certificates/{row.number}/",
            )
    return fresh


def statement_withdrawn(event: News) -> None:
    """Certificates that rest on a statement are suspended the moment it is withdrawn; bodies decide what follows."""
    ids = queries.resting_on(event.subject_id, json.loads(event.detail).get("version"))
    # all are locked before the first entry: whoever decides on one of them waits for the log with it locked
    rows = [recording.locked(Certificate.objects.get(id=id_)) for id_ in ids]
    for row in rows:
        held = queries.holds(row)
        if not recording.open_(row) or "statement" in held:
            continue
        holds = held | {"statement"}
        recording.keep(
            None, row,
            Step(kind="suspended", status="suspended", cause="statement", reason=_WITHDRAWN, holds=holds),
            recording.now(),
        )  # fmt: skip


_WITHDRAWN = Text(zh="所依据的核查声明已撤回", en="The verification statement it rests on was withdrawn")
