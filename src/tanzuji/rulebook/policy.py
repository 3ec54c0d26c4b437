"""Who may write rules, offer them, and let them hold for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tanzuji.parties.acting import Acting
from tanzuji.rulebook import messages
from tanzuji.web.verdicts import ALLOWED, Verdict, first


@dataclass(frozen=True, slots=True)
class Deciding:
    """Somebody before a version: whose it is, and who made it."""

    acting: Acting
    organisation_id: UUID
    made_by: UUID


def may_write(acting: Acting) -> Verdict:
    """Whether they may draft rules for their organisation, and make versions of them."""
    if not acting.may_write:
        return Verdict(messages.READ_ONLY_TOKEN.problem())
    return ALLOWED if acting.has("editor") else Verdict(messages.NEEDS_EDITOR.problem())


def may_offer(who: Deciding) -> Verdict:
    """Whether they may offer a version of their own, or take it back."""
    if who.acting.organisation_id != who.organisation_id:
        return Verdict(messages.NOT_YOURS.problem())
    return may_write(who.acting)


def is_curator(acting: Acting) -> bool:
    """Whether their organisation decides which rules hold here (N-01: only library and authority activate)."""
    return acting.mandated("standards", "authority")


def may_decide(who: Deciding) -> Verdict:
    """Whether they may return a version, or end one that holds."""
    if not who.acting.may_write:
        return Verdict(messages.READ_ONLY_TOKEN.problem())
    if not is_curator(who.acting):
        return Verdict(messages.NEEDS_MANDATE.problem())
    return ALLOWED if who.acting.has("reviewer") else Verdict(messages.NEEDS_REVIEWER.problem())


def may_activate(who: Deciding) -> Verdict:
    """Whether they may let a version hold: a curator's reviewer, and never the one who made it."""
    own = who.made_by == who.acting.person.id
    return first(may_decide(who), Verdict(messages.OWN_VERSION.problem()) if own else ALLOWED)
