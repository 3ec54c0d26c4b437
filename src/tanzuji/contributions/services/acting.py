"""One door for pages and programs: an action of the state machine by its name, with what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tanzuji.contributions import messages
from tanzuji.contributions.models import Contribution
from tanzuji.contributions.services import deciding, library, offering
from tanzuji.parties.acting import Acting


@dataclass(frozen=True, slots=True)
class Asked:
    """What an action may need; each reads what is its own."""

    reason: str = ""
    seen: int | None = None
    """`number_of_steps` as whoever acts saw it."""
    organisation: str = ""
    due: date | None = None
    email: str = ""
    confirmed: tuple[str, ...] = ()
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Words on inputs, by id."""
    reasons: tuple[tuple[str, str], ...] = ()
    """(place, text) of a return."""
    by: str = ""
    """The contribution that supersedes."""


Act = Callable[[Acting, UUID | str, Asked], Contribution]

ACTIONS: dict[str, Act] = {
    "self_check": lambda who, of, asked: offering.self_check(who, of, seen=asked.seen),
    "submit": lambda who, of, asked: offering.submit(who, of, seen=asked.seen),
    "resume": lambda who, of, asked: offering.resume(who, of),
    "assign": lambda who, of, asked: deciding.assign(
        who, of, asked.organisation, due=asked.due, seen=asked.seen, reason=asked.reason
    ),
    "take_on": lambda who, of, asked: deciding.take_on(who, of, asked.email),
    "verify": lambda who, of, asked: deciding.verify(who, of, reason=asked.reason, seen=asked.seen),
    "check_provenance": lambda who, of, asked: deciding.check_provenance(
        who, of, confirmed=asked.confirmed, reason=asked.reason, remarks=asked.remarks, seen=asked.seen
    ),
    "return": lambda who, of, asked: deciding.return_(
        who, of, reason=asked.reason, reasons=asked.reasons, seen=asked.seen
    ),
    "reject": lambda who, of, asked: deciding.reject(who, of, reason=asked.reason, seen=asked.seen),
    "queue": lambda who, of, asked: deciding.queue(who, of, due=asked.due, seen=asked.seen),
    "withdraw": lambda who, of, asked: library.withdraw(who, of, asked.reason, seen=asked.seen),
    "supersede": lambda who, of, asked: library.supersede(
        who, of, asked.reason, by=asked.by or None, seen=asked.seen
    ),
    "suspend": lambda who, of, asked: library.suspend(who, of, asked.reason, seen=asked.seen),
    "reinstate": lambda who, of, asked: library.reinstate(who, of, asked.reason, seen=asked.seen),
}
"""Entering the library is no action of its own: a release does it."""


def act(acting: Acting, contribution_id: UUID | str, action: str, asked: Asked) -> Contribution:
    """What somebody asks for, done. Raises `contributions.unknown-action` and what the action raises."""
    done = ACTIONS.get(action)
    if done is None:
        raise messages.UNKNOWN_ACTION.error("action", action=action[:40])
    return done(acting, contribution_id, asked)
