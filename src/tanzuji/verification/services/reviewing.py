"""Critical review by somebody without an account (ISO/TS 14071): one link, one version, remarks, one signed comment."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tanzuji.documents.canonical import digest
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import verifying
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.parties.queries import digest_of
from tanzuji.verification import events, messages, notes, policy, reviews
from tanzuji.verification.models import Review, ReviewRemark
from tanzuji.verification.papers import CONCLUSIONS, SEVERITIES
from tanzuji.verification.services.recording import day, next_sequence, one_of, place_of, said
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

DAYS = 30
MOST_REMARKS = 500


def invite(
    acting: Acting,
    study_id: UUID | str,
    number: int,
    *,
    name: str,
    email: str,
    affiliation: str = "",
    asks: str = "",
    until: date | None = None,
) -> tuple[Review, str]:
    """A reviewer invited to one version of one's own study, and the secret of the link, which is shown once.

    Raises `web.absent`, `verification.text-needed`, `verification.bad-choice`, `verification.bad-date`.
    """
    policy.may_begin(acting).enforce()
    version = footprints.version(footprints.study(acting, study_id), number)
    until = day(until, "until") or date.fromordinal(timezone.localdate().toordinal() + DAYS)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        made = Review.objects.create(
            sequence=next_sequence(Review, "review"),
            organisation=acting.organisation,
            version_id=version.id,
            name=said(name, place="name", limit=120),
            email=_address(email),
            affiliation=said(affiliation, place="affiliation", needed=False, limit=200),
            asks=said(asks, place="asks", needed=False),
            secret=digest_of(secret),
            invited_by=acting.person,
            expires_at=timezone.make_aware(datetime.combine(until, time.max)),
        )
        record(events.INVITED, acting, "review", made.id, number=made.number, name=made.name)
    return made, secret


def _address(email: str) -> str:
    kept = clean(email, 254)
    try:
        validate_email(kept)
    except ValidationError:
        raise messages.BAD_CHOICE.error("email", value=kept[:40], known="name@example.org") from None
    return kept


def renew(acting: Acting, review_id: UUID | str) -> tuple[Review, str]:
    """Another link for the same review; what was opened with the one before ends. Raises `verification.review-signed`."""
    policy.may_begin(acting).enforce()
    with transaction.atomic():
        row = _own(acting, review_id)
        _refuse_ended(row)
        secret = secrets.token_urlsafe(32)
        row.secret, row.access = digest_of(secret), None
        row.save(update_fields=["secret", "access"])
        record(events.INVITED, acting, "review", row.id, number=row.number, name=row.name, again=True)
    return row, secret


def withdraw(acting: Acting, review_id: UUID | str) -> Review:
    """The invitation taken back: link and access end. A signed review stays as it is."""
    policy.may_begin(acting).enforce()
    with transaction.atomic():
        row = _own(acting, review_id)
        _refuse_signed(row)
        if row.withdrawn_at is None:
            row.withdrawn_at, row.secret, row.access = timezone.now(), None, None
            row.save(update_fields=["withdrawn_at", "secret", "access"])
            record(events.REVOKED, acting, "review", row.id, number=row.number)
    return row


def reply(acting: Acting, review_id: UUID | str, remark_id: UUID | str, text: str) -> ReviewRemark:
    """The answer to a remark of the reviewer; it can be bettered until the review is signed."""
    policy.may_begin(acting).enforce()
    with transaction.atomic():
        row = _own(acting, review_id)
        _refuse_signed(row)
        remark = by_id(row.remarks.all(), remark_id)
        remark.answer, remark.answered_by = said(text, place="text"), acting.person
        remark.answered_at = timezone.now()
        remark.save(update_fields=["answer", "answered_by", "answered_at"])
        record(events.REPLIED, acting, "review", row.id, number=row.number, remark=remark.number)
    return remark


def open_link(secret: str) -> tuple[Review, str]:
    """The review a link leads to, and what its browser keeps in the link's place: the link opens once.

    Raises `verification.link-gone`, alike for a wrong, used, expired and withdrawn one.
    """
    with transaction.atomic():
        row = Review.objects.select_for_update().filter(secret=digest_of(secret)).first()
        if row is None or not reviews.is_open(row):
            raise reviews.gone()
        access = secrets.token_urlsafe(32)
        row.secret, row.access = None, digest_of(access)
        row.opened_at = row.opened_at or timezone.now()
        row.save(update_fields=["secret", "access", "opened_at"])
        record(events.OPENED, None, "review", row.id, organisation=row.organisation_id, number=row.number)
        notes.reviewed(row, "打开了评审邀请", "opened the invitation")
    return row, access


def remark(access: str, text: str, *, place: str = "", severity: str) -> ReviewRemark:
    """A remark by the reviewer whose browser holds `access`. Raises `verification.link-gone`, …"""
    one_of(severity, SEVERITIES, "severity")
    with transaction.atomic():
        row = _held(access)
        number = (row.remarks.aggregate(n=Max("number"))["n"] or 0) + 1
        if number > MOST_REMARKS:
            raise messages.BAD_NUMBER.error("text", value=str(number), low="1", high=str(MOST_REMARKS))
        made = ReviewRemark.objects.create(
            review=row, number=number, place=place_of(place), severity=severity, text=said(text, place="text")
        )
        record(events.REMARKED, None, "review", row.id, organisation=row.organisation_id, number=row.number,
               remark=number)  # fmt: skip
        notes.reviewed(row, f"意见 {number}", f"remark {number}")
    return made


def sign(access: str, *, conclusion: str, comment: str, signature: str, independent: bool) -> Review:
    """The comment signed under the reviewer's name; link and access end with it.

    The digest is of comment, remarks and answers with the digests of the version. Raises
    `verification.not-independent`, `verification.link-gone`, …
    """
    one_of(conclusion, CONCLUSIONS, "conclusion")
    with transaction.atomic():
        row = _held(access)
        if not independent:
            raise messages.NOT_INDEPENDENT.error("independent")
        row.conclusion, row.comment = conclusion, said(comment, place="comment")
        row.signature = said(signature, place="signature", limit=200)
        row.independent, row.signed_at, row.access = True, timezone.now(), None
        row.digest = digest(reviews.facts(row, verifying.version(row.version_id)))
        row.save()
        record(events.REVIEW_SIGNED, None, "review", row.id, organisation=row.organisation_id, number=row.number,
               conclusion=conclusion, digest=row.digest)  # fmt: skip
        notes.reviewed(row, "签署了评审意见", "signed the review")
    return row


def _own(acting: Acting, review_id: UUID | str) -> Review:
    return by_id(Review.objects.select_for_update().filter(organisation_id=acting.organisation_id), review_id)


def _held(access: str) -> Review:
    row = Review.objects.select_for_update().filter(access=digest_of(access)).first() if access else None
    if row is None or not reviews.is_open(row):
        raise reviews.gone()
    return row


def _refuse_signed(row: Review) -> None:
    if row.signed_at is not None:
        raise messages.REVIEW_SIGNED.error()


def _refuse_ended(row: Review) -> None:
    _refuse_signed(row)
    if not reviews.is_open(row):
        raise reviews.gone()
