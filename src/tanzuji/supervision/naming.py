"""How the activity of an organisation names what this room keeps."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.subjects import Named
from tanzuji.supervision import queries


def inspections(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Inspections by number and subject."""
    return {
        str(one.id): Named(
            Text(
                zh=f"{one.number} {one.subject.name.to('zh')}", en=f"{one.number} {one.subject.name.to('en')}"
            ),
            reverse("supervision:inspection", args=[one.id]),
        )
        for one in queries.inspections(acting).filter(id__in=ids)
    }


def plans(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Plans by title."""
    return {
        str(one.id): Named(one.title, reverse("supervision:plan", args=[one.id]))
        for one in queries.plans(acting).filter(id__in=ids)
    }


def complaints(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Complaints by number."""
    return {
        str(one.id): Named(
            Text(zh=f"投诉 {one.number}", en=f"Complaint {one.number}"),
            reverse("supervision:complaint", args=[one.id]),
        )
        for one in queries.complaints(acting).filter(id__in=ids)
    }
