"""What is asked for twice under one key is done once, and answered alike."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tanzuji.documents.errors import CodedError
from tanzuji.footprints import messages
from tanzuji.footprints.models import AnsweredRequest
from tanzuji.parties.acting import Acting

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: a status of HTTP and a text."""

    status: int
    body: str


def once(
    acting: Acting,
    key: str,
    digest: str,
    make: Callable[[], Answer],
    foresee: Callable[[], object] | None = None,
) -> Answer:
    """What `make` answers, or answered when the key was first used by this person for this organisation.

    The key and all that `make` stores are kept in one transaction: a failure keeps neither. Raises
    `footprints.key-reused` where the key stands for another request (`digest`).

    `foresee` computes beforehand, outside the transaction, what `make` will find computed then: nobody else writes
    while that goes on.
    """
    if foresee and not _of(acting).filter(key=key).exists():
        with suppress(CodedError):  # `make` says it
            foresee()
    with transaction.atomic():
        mine = _of(acting)
        mine.filter(at__lt=timezone.now() - KEPT).delete()
        kept, new = mine.get_or_create(
            key=key, defaults={"organisation": acting.organisation, "person": acting.person, "digest": digest}
        )
        if not new:
            if kept.digest != digest:
                raise messages.KEY_REUSED.error(key=key)
            return Answer(kept.status, kept.body)
        answer = make()
        kept.status, kept.body = answer.status, answer.body
        kept.save(update_fields=["status", "body"])
    return answer


def _of(acting: Acting) -> QuerySet[AnsweredRequest]:
    return AnsweredRequest.objects.filter(organisation=acting.organisation, person=acting.person)
