"""Remarks on places of the papers, answered and settled."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.contributions import events, messages, notes, policy, queries
from tanzuji.contributions.models import Contribution, Remark
from tanzuji.ledger.services import record
from tanzuji.parties.acting import Acting
from tanzuji.web.lookup import by_id
from tanzuji.web.typed import clean

MAX_REMARK = 4000
MAX_PLACE = 300
_PLACE = re.compile(r"(dataset|declarations|provenance|comparable)([.\[][^\x00-\x1f<>]*)?")


def remark(acting: Acting, contribution_id: UUID | str, text: str, *, place: str = "") -> Remark:
    """A remark on a place such as `dataset.amounts[0].amount`, or on the whole. Raises `contributions.bad-place`."""
    of = queries.contribution(acting, contribution_id)
    policy.may_remark(queries.standing(acting, of)).enforce()
    return _said(acting, of, _sound(text), place=place_of(place))


def answer(acting: Acting, contribution_id: UUID | str, remark_id: UUID | str, text: str) -> Remark:
    """An answer to a remark."""
    of = queries.contribution(acting, contribution_id)
    policy.may_remark(queries.standing(acting, of)).enforce()
    first = _remark(of, remark_id)
    return _said(acting, of, _sound(text), place=first.place, answers=first)


def settle(acting: Acting, contribution_id: UUID | str, remark_id: UUID | str) -> Remark:
    """A remark marked as settled by the organisation that made it. Settling it again changes nothing."""
    of = queries.contribution(acting, contribution_id)
    found = _remark(of, remark_id)
    policy.may_settle(queries.standing(acting, of), found.organisation_id).enforce()
    with transaction.atomic():
        now = timezone.now()
        done = Remark.objects.filter(id=found.id, settled_at=None).update(
            settled_at=now, settled_by=acting.person
        )
        if done:
            record(events.SETTLED, acting, "contribution", of.id, remark=str(found.id))
    found.refresh_from_db()
    return found


def place_of(place: str) -> str:
    """A place of the papers, or none. Raises `contributions.bad-place`.

    Whether there is something at it is not asked: remarks outlive what they are on.
    """
    if place and (len(place) > MAX_PLACE or _PLACE.fullmatch(place) is None):
        raise messages.BAD_PLACE.error("place", place=place.replace("\x00", "")[:60])
    return place


def _remark(of: Contribution, remark_id: UUID | str) -> Remark:
    return by_id(of.remarks.filter(answers=None), remark_id)


def _sound(text: str) -> str:
    text = clean(text)
    if not text or len(text) > MAX_REMARK:
        raise messages.EMPTY_REMARK.error("text", limit=MAX_REMARK)
    return text


def _said(
    acting: Acting, of: Contribution, text: str, *, place: str, answers: Remark | None = None
) -> Remark:
    with transaction.atomic():
        made = Remark.objects.create(
            contribution=of, text=text, place=place, answers=answers, revision=queries.newest_number(of),
            by=acting.person, organisation=acting.organisation,
        )  # fmt: skip
        record(events.REMARKED, acting, "contribution", of.id, remark=str(made.id), place=place)
        notes.remarked(made, of)
    return made
