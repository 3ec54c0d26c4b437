"""Who may do what with a file, an item and an offer, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tanzuji.archive import messages
from tanzuji.documents.errors import Problem
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.web.verdicts import ALLOWED, Verdict, first

SENDERS = ("bank",)
"""Kinds of organisations that may draft items beside an authority."""


@dataclass(frozen=True, slots=True)
class FileStanding:
    """What a decision on a file rests on."""

    acting: Acting
    owner: UUID
    lacking: Problem | None
    """Why no evaluation qualifies for the catalogue; None where one does."""
    newer: bool
    """Whether the newest that qualifies is not the one that is listed."""


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """What a decision on an item rests on; `acting` is None where the system matches and sends."""

    acting: Acting | None
    owner: UUID
    valid_until: date
    today: date
    makers: frozenset[str] = field(default_factory=frozenset)
    """People who drafted or edited it."""


@dataclass(frozen=True, slots=True)
class OfferStanding:
    """Who acts towards an offer; None where the system does."""

    acting: Acting | None
    owner: UUID
    valid_until: date
    today: date


_RIGHTS = rights.of_room("archive")


def holds(acting: Acting, role: Role) -> Verdict:
    """Whether they hold a role and may write."""
    return first(_RIGHTS.may_write(acting), _RIGHTS.holds(acting, role))


def may_file(acting: Acting) -> Verdict:
    """Whether they may put products of their organisation on file."""
    return holds(acting, "editor")


def is_owner(standing: FileStanding) -> Verdict:
    own = standing.acting.organisation_id == standing.owner
    return first(
        ALLOWED if own else Verdict(messages.NOT_OWNER.problem()),
        may_file(standing.acting),
    )


def _is_authority(acting: Acting, role: Role) -> Verdict:
    mandated = acting.mandated("authority")
    return first(
        ALLOWED if mandated else Verdict(messages.NOT_AUTHORITY.problem()),
        holds(acting, role),
    )


def keeps_catalogue(standing: FileStanding) -> Verdict:
    """A reviewer of an authority, on another organisation's product."""
    own = standing.acting.organisation_id == standing.owner
    return first(
        _is_authority(standing.acting, "reviewer"),
        Verdict(messages.OWN_PRODUCT.problem()) if own else ALLOWED,
    )


def may_admit(standing: FileStanding) -> Verdict:
    return first(keeps_catalogue(standing), Verdict(standing.lacking))


def may_renew(standing: FileStanding) -> Verdict:
    return first(
        may_admit(standing), ALLOWED if standing.newer else Verdict(messages.NOTHING_NEWER.problem())
    )


def may_draft(acting: Acting) -> Verdict:
    """Whether they may draft items at all."""
    sends = acting.mandated("authority") or acting.organisation.kind in SENDERS
    return first(ALLOWED if sends else Verdict(messages.NOT_SENDER.problem()), holds(acting, "editor"))


def may_edit(standing: ItemStanding) -> Verdict:
    assert standing.acting is not None
    own = standing.acting.organisation_id == standing.owner
    return first(may_draft(standing.acting), ALLOWED if own else Verdict(messages.OTHERS_ITEM.problem()))


def _in_time(standing: ItemStanding | OfferStanding) -> Verdict:
    late = standing.valid_until < standing.today
    return Verdict(messages.OUT_OF_DATE.problem(until=standing.valid_until.isoformat())) if late else ALLOWED


def may_submit(standing: ItemStanding) -> Verdict:
    return first(may_edit(standing), _in_time(standing))


def may_send_back(standing: ItemStanding) -> Verdict:
    assert standing.acting is not None
    return _is_authority(standing.acting, "reviewer")


def may_approve(standing: ItemStanding) -> Verdict:
    """A reviewer of an authority who took no part in writing it."""
    assert standing.acting is not None
    took_part = standing.acting.actor_id in standing.makers
    return first(
        may_send_back(standing),
        Verdict(messages.OWN_DRAFT.problem()) if took_part else ALLOWED,
        _in_time(standing),
    )


def may_close(standing: ItemStanding) -> Verdict:
    """Those who drafted it, and the authority's reviewers."""
    return may_edit(standing) or may_send_back(standing)


def may_send(standing: ItemStanding) -> Verdict:
    """The system in its time; at once, somebody of an authority."""
    if standing.acting is None:
        return _in_time(standing)
    role: Role = "reviewer" if standing.acting.has("reviewer") else "editor"
    return first(_is_authority(standing.acting, role), _in_time(standing))


def may_answer(standing: OfferStanding) -> Verdict:
    """An editor of the enterprise that got it, as long as it is valid."""
    assert standing.acting is not None
    return first(holds(standing.acting, "editor"), _in_time(standing))
