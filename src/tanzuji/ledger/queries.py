"""Reads of the ledger."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

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
