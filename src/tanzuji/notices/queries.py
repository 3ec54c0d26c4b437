"""Reads of the notices room."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from tanzuji.notices.models import Mailing, Notice
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id


def notices(acting: Acting) -> QuerySet[Notice]:
    """What whoever acts is told in their organisation, newest first."""
    for_roles = Q(roles="")
    for role in acting.roles:
        for_roles |= Q(roles__contains=role)
    mine = Q(person=None) & for_roles | Q(person=acting.person)
    return Notice.objects.filter(mine, organisation_id=acting.organisation_id).order_by("-created_at", "id")


def unread(acting: Acting) -> QuerySet[Notice]:
    """What they have not read yet."""
    return notices(acting).exclude(readings__person=acting.person)


def notice(acting: Acting, notice_id: UUID | str) -> Notice:
    """One of their notices. Raises `web.absent`."""
    return by_id(notices(acting), notice_id)


def muted(acting: Acting) -> bool:
    """Whether they want no mails."""
    return Mailing.objects.filter(person=acting.person).exists()
