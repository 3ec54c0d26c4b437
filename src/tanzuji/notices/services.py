"""The only writers of the notices room."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tanzuji.documents.text import Text
from tanzuji.notices import mailing, queries
from tanzuji.notices.kinds import declare, kinds
from tanzuji.notices.models import Mailing, Notice, Reading
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import ROLES, Role

__all__ = ["declare", "mute", "read", "read_all", "tell"]


def tell(
    organisations: Iterable[UUID | object],
    kind: str,
    title: Text,
    text: Text | None = None,
    *,
    page: str = "",
    roles: Collection[Role] | None = None,
    person: Any = None,
) -> list[Notice]:
    """Tell organisations (ids or rows) of something, within the caller's transaction; mails go out when it commits.

    `roles` limits whom it is for, `person` (a row of parties) makes it one's own. `page` is an address
    without its language ("/contributions/<id>/"). An organisation that is named twice is told once.
    Raises ValueError where the kind is not declared.
    """
    if kind not in kinds():
        raise ValueError(f"notice kind {kind!r} is not declared")
    ids = dict.fromkeys(each if isinstance(each, UUID) else each.pk for each in organisations)  # type: ignore[attr-defined]
    held = ",".join(role for role in ROLES if role in (roles or ()))
    made = [
        Notice(
            organisation_id=id_,
            person=person,
            roles=held,
            kind=kind,
            title_zh=title.zh or "",
            title_en=title.en or "",
            text_zh=(text.zh or "") if text else "",
            text_en=(text.en or "") if text else "",
            page=page,
        )
        for id_ in ids
    ]
    Notice.objects.bulk_create(made)
    if settings.SENDS_MAIL:
        transaction.on_commit(partial(mailing.send, [notice.id for notice in made]), robust=True)
    return made


def read(acting: Acting, notice_id: UUID | str) -> Notice:
    """Mark a notice as read by whoever acts. Raises `web.absent`."""
    notice = queries.notice(acting, notice_id)
    Reading.objects.get_or_create(notice=notice, person=acting.person)
    return notice


def read_all(acting: Acting) -> int:
    """Mark everything that is there as read; how many were not."""
    left = list(queries.unread(acting))
    Reading.objects.bulk_create(
        [Reading(notice=notice, person=acting.person) for notice in left], ignore_conflicts=True
    )
    return len(left)


def mute(acting: Acting, muted: bool) -> None:
    """Whether whoever acts wants no mails about notices."""
    if muted:
        Mailing.objects.get_or_create(person=acting.person)
    else:
        Mailing.objects.filter(person=acting.person).delete()
