"""What verifications, statements and reviews are called in the activity of an organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from tanzuji.documents.text import Text
from tanzuji.parties.acting import Acting
from tanzuji.parties.subjects import Named
from tanzuji.verification.models import Engagement, Review, Statement


def _sound(ids: Iterable[str]) -> list[UUID]:
    found = []
    for each in ids:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


def engagements(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Number and page of those of one's own."""
    mine = acting.organisation_id
    rows = Engagement.objects.filter(Q(client_id=mine) | Q(verifier_id=mine), id__in=_sound(ids))
    return {
        str(row.id): Named(
            Text(zh=f"核查 {row.number}", en=f"Verification {row.number}"),
            reverse("verification:engagement", args=[row.id]),
        )
        for row in rows
    }


def statements(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Number and page of those one asked for or signed."""
    mine = acting.organisation_id
    rows = Statement.objects.filter(Q(client_id=mine) | Q(verifier_id=mine), id__in=_sound(ids))
    return {
        str(row.id): Named(
            Text(zh=f"核查声明 {row.number}", en=f"Verification statement {row.number}"),
            reverse("verification:statement", args=[row.engagement_id]),
        )
        for row in rows
    }


def reviews_(acting: Acting, ids: Collection[str]) -> dict[str, Named]:
    """Number and page of one's own critical reviews."""
    rows = Review.objects.filter(organisation_id=acting.organisation_id, id__in=_sound(ids))
    return {
        str(row.id): Named(
            Text(zh=f"鉴定性评审 {row.number}", en=f"Critical review {row.number}"),
            reverse("verification:review", args=[row.id]),
        )
        for row in rows
    }
