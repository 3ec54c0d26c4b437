"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from tanzuji.documents.text import Text
from tanzuji.ledger.models import Event
from tanzuji.ledger.services import kinds


def history(subject: str, subject_id: object) -> QuerySet[Event]:
    """What happened to one thing, newest first."""
    return Event.objects.filter(subject=subject, subject_id=str(subject_id)).order_by("-id")


def of_organisation(organisation: UUID) -> QuerySet[Event]:
    """What happened in one organisation, newest first."""
    return Event.objects.filter(organisation=organisation).order_by("-id")


def name(event: Event) -> Text:
    """What an event is called."""
    return kinds().get(event.kind, Text(en=event.kind))


def monthly(those: Collection[str], since: datetime) -> dict[tuple[str, str], int]:
    """How many events of these kinds there were in each month since then; by kind and month (`2026-11`)."""
    rows = (
        Event.objects.filter(kind__in=list(those), at__gte=since)
        .annotate(month=TruncMonth("at"))
        .values_list("kind", "month")
        .annotate(Count("id"))
        .order_by()
    )
    return {(kind, f"{month:%Y-%m}"): count for kind, month, count in rows}
