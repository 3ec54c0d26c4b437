"""Counts over all bodies, for those who oversee them: how many applications, never whose."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from tanzuji.certification.models import Application, Step


def standing_in() -> dict[str, int]:
    """How many applications stand in each state now; drafts are nobody's business yet and left out."""
    rows = Application.objects.exclude(state="draft").values_list("state").annotate(Count("id"))
    return dict(rows.order_by())


def reached(since: datetime) -> dict[tuple[str, str], int]:
    """How many applications came into a state in a month since then; by state and month (`2026-11`)."""
    rows = (
        Step.objects.filter(at__gte=since)
        .annotate(month=TruncMonth("at"))
        .values_list("after", "month")
        .annotate(Count("application", distinct=True))
        .order_by()
    )
    return {(state, f"{month:%Y-%m}"): count for state, month, count in rows}


def under_way_by_body(open_states: tuple[str, ...]) -> dict[UUID, int]:
    """How many applications each body has in these states."""
    rows = Application.objects.filter(state__in=open_states, body__isnull=False)
    return {body: count for body, count in rows.values_list("body").annotate(Count("id")).order_by() if body}
