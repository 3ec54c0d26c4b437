"""Numbers without gaps: kind, year and a serial, taken in the caller's transaction."""

from __future__ import annotations

from django.utils import timezone

from tanzuji.supervision.models import Serial


def next_number(kind: str) -> str:
    """`<kind>-<year>-<six digits>`. A transaction that fails gives its number back."""
    year = timezone.localdate().year
    Serial.objects.get_or_create(kind=kind, year=year)
    row = Serial.objects.select_for_update().get(kind=kind, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{kind}-{year}-{row.last:06d}"
