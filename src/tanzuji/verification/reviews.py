"""Reads of critical reviews: the inviting organisation's own, and the one that a reviewer's browser may open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.footprints import verifying
from tanzuji.footprints.pages.results import edition
from tanzuji.footprints.pages.results.edition import Edition
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import digest_of
from tanzuji.verification import messages
from tanzuji.verification.models import Review, ReviewRemark
from tanzuji.web.lookup import by_id
from tanzuji.web.verdicts import Absent


def gone() -> Absent:
    """What is answered for any link that opens nothing."""
    return Absent([messages.LINK_GONE.problem()])


def is_open(row: Review) -> bool:
    """Whether the reviewer may still read and write: neither withdrawn nor signed nor expired."""
    return row.withdrawn_at is None and row.signed_at is None and row.expires_at > timezone.now()


def state_of(row: Review) -> str:
    """`signed`, `withdrawn`, `expired`, `opened` or `invited`."""
    if row.signed_at is not None:
        return "signed"
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.expires_at <= timezone.now():
        return "expired"
    return "opened" if row.opened_at is not None else "invited"


def reviews(acting: Acting) -> QuerySet[Review]:
    """The acting organisation's, newest first."""
    return (
        Review.objects.filter(organisation_id=acting.organisation_id)
        .select_related("invited_by", "version__study")
        .defer("version__document", "version__footprint", "version__checked", "version__study__document")
        .order_by("-sequence")
    )


def review(acting: Acting, review_id: UUID | str) -> Review:
    """One of them. Raises `web.absent`."""
    return by_id(reviews(acting), review_id)


def review_of(access: str) -> Review:
    """The review whose reviewer's browser holds `access`. Raises `verification.link-gone`."""
    row = (
        Review.objects.filter(access=digest_of(access)).select_related("organisation").first()
        if access
        else None
    )
    if row is None or not is_open(row):
        raise gone()
    return row


def invitation(secret: str) -> Review:
    """The review that a link would open; it is not opened by looking. Raises `verification.link-gone`."""
    row = Review.objects.filter(secret=digest_of(secret)).select_related("organisation").first()
    if row is None or not is_open(row):
        raise gone()
    return row


def reviewed_edition(row: Review) -> Edition:
    """The version that is reviewed."""
    return edition.frozen(verifying.version(row.version_id))


def remarks(row: Review) -> list[ReviewRemark]:
    """The reviewer's remarks in their order."""
    return list(row.remarks.select_related("answered_by").order_by("number"))


def facts(row: Review, version: Any) -> dict[str, Any]:
    """Everything a signed review says, as plain data: what its digest is of."""
    return {
        "number": row.number,
        "version": version.footprint_id,
        "result": version.result_digest,
        "conclusion": row.conclusion,
        "comment": row.comment,
        "signature": row.signature,
        "affiliation": row.affiliation,
        "signed_at": row.signed_at.isoformat() if row.signed_at else "",
        "remarks": [
            {"place": r.place, "severity": r.severity, "text": r.text, "answer": r.answer}
            for r in remarks(row)
        ],
    }
