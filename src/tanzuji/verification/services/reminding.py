"""Deadlines, by the clock."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from tanzuji.verification import notes
from tanzuji.verification.models import Engagement
from tanzuji.verification.states import RUNNING


def remind(today: date | None = None, *, ahead: int = 3) -> int:
    """Remind of deadlines past or at most `ahead` days off, each at most once a week and again once it passed; how many."""
    now = today or timezone.localdate()
    sent = 0
    rows = Engagement.objects.filter(due__lte=now + timedelta(days=ahead), state__in=RUNNING)
    for id_ in rows.order_by("due").values_list("id", flat=True):
        with transaction.atomic():
            of = Engagement.objects.select_for_update().get(id=id_)
            if of.due is None or of.state not in RUNNING or _spoken_of(of, now):
                continue
            of.reminded = now
            of.save(update_fields=["reminded"])
            notes.due(of, now)
            sent += 1
    return sent


def _spoken_of(of: Engagement, now: date) -> bool:
    if of.reminded is None or of.due is None:
        return False
    return (now - of.reminded).days < 7 and not of.reminded <= of.due < now
