"""What is asked for twice under one key is done once, and answered alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tanzuji.footprints import messages
from tanzuji.footprints.models import AnsweredRequest
from tanzuji.parties.acting import Acting

KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request was answered: a status of HTTP and a text."""

    status: int
    body: str


def once(acting: Acting, key: str, digest: str, make: Callable[[], Answer]) -> Answer:
    """What `make` answers, or answered when the key was first used by this person for this organisation.

    The key and all that `make` stores are kept in one transaction: a failure keeps neither. Raises
    `footprints.key-reused` where the key stands for another request (`digest`).
    """
    with transaction.atomic():
        mine = AnsweredRequest.objects.filter(organisation=acting.organisation, person=acting.person)
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
