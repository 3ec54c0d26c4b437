"""Reminders about filings, each once: a certificate that ends, a case that waits, one that was sent back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.text import Text
from tanzuji.filings import events, queries
from tanzuji.filings.models import Filing, Reminder
from tanzuji.filings.services import recording
from tanzuji.filings.states import STANDS

ENDS_SOON = timedelta(days=60)
WAITS = timedelta(days=10)
"""How long a case may wait before somebody is reminded."""


def remind_due(*, today: date | None = None) -> int:
    """Reminders that are due; how many were sent. Workers call it every hour."""
    today = today or timezone.localdate()
    told = 0
    for of in Filing.objects.exclude(state__in=("refused", "withdrawn")).order_by("id"):
        for cause, words, to_filer in _causes(of, today):
            with transaction.atomic():
                _, made = Reminder.objects.get_or_create(filing=of, cause=cause)
                if made:
                    tell = recording.tell_filer if to_filer else recording.tell_authority
                    tell(of, events.TOLD_REMINDED, words)
                    told += 1
    return told


def _causes(of: Filing, today: date) -> Iterator[tuple[str, Text, bool]]:
    """What somebody is to be reminded of: a key that says which occasion, the words, whether to whoever filed it."""
    waits_since = timezone.localdate(of.since)
    if of.state in ("submitted", "checked") and waits_since + WAITS <= today:
        yield f"waits {of.state} {of.edition}", Text(zh="十天没有办理", en="has waited for ten days"), False
    last = of.steps.order_by("-sequence").first()
    if of.change and last is not None and timezone.localdate(last.at) + WAITS <= today:
        words = Text(zh="变更十天没有办理", en="a change has waited for ten days")
        yield f"change {of.change} {of.edition}", words, False
    if of.state == "returned" and waits_since + WAITS <= today:
        yield f"returned {of.edition}", Text(zh="退回后十天没有补正", en="was sent back ten days ago"), True
    statement = queries.in_force(of) if of.state in STANDS and of.origin == "external" else None
    if statement is None or statement.facts.status not in ("valid", "suspended"):
        return
    until = statement.facts.valid_until
    if until < today:
        yield (
            f"expired {until}",
            Text(
                zh=f"证书已于 {until} 到期，请报送结果",
                en=f"the certificate ended on {until}; report what became of it",
            ),
            True,
        )
    elif until - ENDS_SOON <= today:
        yield f"ends {until}", Text(zh=f"证书将于 {until} 到期", en=f"the certificate ends on {until}"), True
