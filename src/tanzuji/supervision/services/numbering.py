"""Numbers without gaps: kind, year and a serial, taken in the caller's transaction."""

from __future__ import annotations

from django.utils import timezone

from tanzuji.supervision.models import Serial


def next_number(kind: str) -> str:
    """`<kind>-<year>-<six digits>`. A transaction that fails gives its number back."""
    row = held(kind)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{kind}-{row.year}-{row.last:06d}"


def held(kind: str) -> Serial:
    """The counter of a kind, nobody else's until the transaction ends.

    Whoever writes to the log before a number is taken holds its counter first: others take a number, then write to it.
    """
    year = timezone.localdate().year
    Serial.objects.get_or_create(kind=kind, year=year)
    return Serial.objects.select_for_update().get(kind=kind, year=year)
