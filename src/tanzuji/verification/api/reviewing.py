"""Critical reviews by somebody without an account: invited to one version by a link that opens once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from tanzuji.footprints.api.repeating import KEY, repeatable
from tanzuji.parties.access import acting
from tanzuji.verification import reviews, services
from tanzuji.verification.api import answers, schemas
from tanzuji.verification.api.routing import ABSENT, router
from tanzuji.verification.models import Review
from tanzuji.web.api import PAGING, Paging, answer, part, refusals


@router.get("reviews", response={200: schemas.ReviewList, **refusals()}, summary="List critical reviews")
def list_reviews(request: HttpRequest, paging: Paging = PAGING) -> schemas.ReviewList:
    """The ones your organisation invited to, newest first."""
    rows, count = part(reviews.reviews(acting(request)), paging)
    return schemas.ReviewList(items=[answers.review(row) for row in rows], count=count)


@router.post("reviews", response={201: schemas.InvitationAnswer, **ABSENT}, summary="Invite a reviewer")
def invite_reviewer(request: HttpRequest, body: schemas.InviteBody, key: str | None = KEY) -> HttpResponse:
    """To one version of one's own study, until a day. The link is told once, and not to a repeated request."""
    who = acting(request)
    return _invited(request, key, lambda: services.invite(
        who, body.study, body.version, name=body.name, email=body.email, affiliation=body.affiliation,
        asks=body.asks, until=body.until,
    ))  # fmt: skip


@router.get(
    "reviews/{uuid:review_id}", response={200: schemas.ReviewAnswer, **ABSENT}, summary="Read a review"
)
def get_review(request: HttpRequest, review_id: UUID) -> schemas.ReviewAnswer:
    """How far it is, with the remarks, and the signed comment."""
    return answers.review(reviews.review(acting(request), review_id))


@router.post(
    "reviews/{uuid:review_id}/link",
    response={201: schemas.InvitationAnswer, **ABSENT},
    summary="Make another link",
)
def renew_review_link(request: HttpRequest, review_id: UUID, key: str | None = KEY) -> HttpResponse:
    """For the same review; what was opened with the one before ends."""
    who = acting(request)
    return _invited(request, key, lambda: services.renew(who, review_id))


@router.post(
    "reviews/{uuid:review_id}/withdrawal",
    response={200: schemas.ReviewAnswer, **ABSENT},
    summary="Take an invitation back",
)
def withdraw_review(request: HttpRequest, review_id: UUID) -> schemas.ReviewAnswer:
    """Link and access end; a signed review stays."""
    who = acting(request)
    services.withdraw_review(who, review_id)
    return answers.review(reviews.review(who, review_id))


@router.put(
    "reviews/{uuid:review_id}/remarks/{uuid:remark_id}/answer",
    response={200: schemas.RemarkAnswer, **ABSENT},
    summary="Answer a remark of the reviewer",
)
def answer_review_remark(
    request: HttpRequest, review_id: UUID, remark_id: UUID, body: schemas.ReplyBody
) -> schemas.RemarkAnswer:
    """It can be bettered until the review is signed."""
    return answers.remark(services.reply(acting(request), review_id, remark_id, body.text))


def _invited(request: HttpRequest, key: str | None, make: Callable[[], tuple[Review, str]]) -> HttpResponse:
    """The review with its link; the answer that is kept for a repeated request holds no link, which is a secret."""
    links: list[str] = []

    def made() -> schemas.InvitationAnswer:
        row, secret = make()
        links.append(request.build_absolute_uri(reverse("verification:guest", args=[secret])))
        shown = answers.review(reviews.review(acting(request), row.id))
        return schemas.InvitationAnswer(**shown.model_dump(), link=None)

    kept = repeatable(request, key, made)
    if not links:
        return kept
    told = schemas.InvitationAnswer.model_validate_json(kept.content)
    return answer(told.model_copy(update={"link": links[0]}), 201, Cache_Control="private, no-store")
