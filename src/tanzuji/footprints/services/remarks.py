"""Comments on places of a draft, answered and settled."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.footprints import events, messages, policy, queries
from tanzuji.footprints.models import Comment, Study
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent

MAX_COMMENT = 4000


def comment(acting: Acting, study_id: UUID | str, text: str, *, place: str = "") -> Comment:
    """A remark on a place of the draft, or on the study as a whole."""
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    return _said(acting, study, _sound(text), place=place.replace("\x00", "")[:300])


def answer(acting: Acting, study_id: UUID | str, comment_id: UUID | str, text: str) -> Comment:
    """An answer to a remark."""
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    first = _comment(study, comment_id)
    return _said(acting, study, _sound(text), place=first.place, answers=first)


def settle(acting: Acting, study_id: UUID | str, comment_id: UUID | str) -> Comment:
    """A remark marked as settled; settling it again changes nothing."""
    study = queries.study(acting, study_id)
    policy.may_comment(acting).enforce()
    found = _comment(study, comment_id)
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


def _sound(text: str) -> str:
    text = text.replace("\x00", "").strip()  # the database keeps no NUL
    if not text or len(text) > MAX_COMMENT:
        raise messages.EMPTY_COMMENT.error("text", limit=MAX_COMMENT)
    return text


def _said(acting: Acting, study: Study, text: str, *, place: str, answers: Comment | None = None) -> Comment:
    with transaction.atomic():
        made = Comment.objects.create(study=study, text=text, place=place, answers=answers, by=acting.person)
        record(events.COMMENTED, acting, "study", study.id, comment=str(made.id), place=place)
    return made
