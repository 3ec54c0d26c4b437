"""Comments on places of a draft, answered and settled."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.documents.editing.places import read_place
from tanzuji.documents.errors import CodedError
from tanzuji.documents.models import ProductModel
from tanzuji.footprints import events, messages, policy, queries
from tanzuji.footprints.models import Comment, Study
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.typed import clean

MAX_COMMENT = 4000
MAX_PLACE = 300


def comment(acting: Acting, study_id: UUID | str, text: str, *, place: str = "") -> Comment:
    """A remark on a place of the draft, or on the study as a whole. Raises `footprints.bad-place`."""
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    return _said(acting, study, _sound(text), place=_place(place))


def answer(acting: Acting, study_id: UUID | str, comment_id: UUID | str, text: str) -> Comment:
    """An answer to a remark."""
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    first = _comment(study, comment_id)
    return _said(acting, study, _sound(text), place=first.place, answers=first)


def settle(acting: Acting, study_id: UUID | str, comment_id: UUID | str) -> Comment:
    """A remark marked as settled, by its author, a reviewer, or anybody once it was answered.

    Settling it again changes nothing.
    """
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    found = _comment(study, comment_id)
    answered = found.replies.exists()
    policy.may_settle(acting, found.by_id, found.by.name, answered=answered).enforce()
    if found.settled_at is None:
        with transaction.atomic():
            found.settled_at, found.settled_by = timezone.now(), acting.person
            found.save(update_fields=["settled_at", "settled_by"])
            record(events.SETTLED, acting, "study", study.id, comment=str(found.id))
    return found


def _comment(study: Study, comment_id: UUID | str) -> Comment:
    found = study.comments.filter(id=comment_id, answers=None).select_related("by").first()
    if found is None:
        raise absent()
    return found


def _place(place: str) -> str:
    """A place of a model, or none. Raises `footprints.bad-place`; whether there is such a line is not asked, since
    remarks outlive the lines they are on."""
    shown = place.replace("\x00", "")[:40]
    try:
        steps = read_place(place)
    except CodedError as error:
        raise messages.BAD_PLACE.error("place", place=shown) from error
    if len(place) > MAX_PLACE or "\x00" in place or (steps and steps[0] not in ProductModel.model_fields):
        raise messages.BAD_PLACE.error("place", place=shown)
    return place


def _sound(text: str) -> str:
    text = clean(text)
    if not text or len(text) > MAX_COMMENT:
        raise messages.EMPTY_COMMENT.error("text", limit=MAX_COMMENT)
    return text


def _said(acting: Acting, study: Study, text: str, *, place: str, answers: Comment | None = None) -> Comment:
    with transaction.atomic():
        made = Comment.objects.create(study=study, text=text, place=place, answers=answers, by=acting.person)
        record(events.COMMENTED, acting, "study", study.id, comment=str(made.id), place=place)
    return made
