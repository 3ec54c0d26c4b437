"""Who may do what with filings, and if not, why not (DOMAIN A.11, row “filing”)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from tanzuji.documents.text import Text
from tanzuji.filings import messages
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Role
from tanzuji.web.verdicts import ALLOWED, Verdict, first

if TYPE_CHECKING:
    from tanzuji.filings.models import Filing

FILERS = ("enterprise", "certification_body")

_RIGHTS = rights.of_room("filings")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


@dataclass(frozen=True, slots=True)
class Standing:
    """What a step of a filing rests on: who acts, whose filing it is, who checked what waits for a decision."""

    acting: Acting
    owner: UUID
    owner_name: Text
    checked_by: UUID | None
    follows: bool
    """Whether it follows a certificate of this platform."""
    filers: frozenset[UUID] = frozenset()
    """Who reported anything of it for its owner: none of them looks at it for the authority."""


def standing(acting: Acting, of: Filing) -> Standing:
    """What a step of this filing by whoever acts rests on."""
    reported = of.steps.filter(organisation=of.organisation_id, by__isnull=False)
    return Standing(
        acting,
        of.organisation_id,
        of.organisation.name,
        of.checked_by_id,
        of.origin == "own",
        frozenset({of.submitted_by_id, *reported.values_list("by", flat=True)}),
    )


def may_submit(acting: Acting) -> Verdict:
    """Whether they may file at all."""
    filer = acting.organisation.kind in FILERS
    return first(
        may_write(acting),
        ALLOWED if filer else Verdict(messages.NOT_FILER.problem()),
        holds(acting, "editor"),
    )


def may_report(of: Standing) -> Verdict:
    """Whether they may correct, report a change or withdraw: an editor of whoever filed it."""
    own = of.acting.organisation_id == of.owner
    return first(
        may_submit(of.acting), ALLOWED if own else Verdict(messages.NOT_YOURS.problem(who=of.owner_name))
    )


def may_change(of: Standing) -> Verdict:
    """Whether they may report a change: of a certificate issued elsewhere; others are followed."""
    return first(may_report(of), Verdict(messages.FOLLOWS.problem()) if of.follows else ALLOWED)


def may_check(of: Standing) -> Verdict:
    """Whether they may look at it for the authority, or send it back."""
    return _authority(of, "editor", "reviewer")


def may_decide(of: Standing) -> Verdict:
    """Four eyes: a reviewer of the authority who did not check it, and signs."""
    own = of.acting.person.id == of.checked_by
    return first(
        _authority(of, "reviewer"),
        Verdict(messages.FOUR_EYES.problem()) if own else ALLOWED,
        rights.may_sign(of.acting),
    )


def may_refuse(of: Standing) -> Verdict:
    """Whether they may end it for the authority: a refusal, or a filing that is taken back."""
    return first(_authority(of, "reviewer"), rights.may_sign(of.acting))


def may_withdraw(of: Standing) -> Verdict:
    """Whoever filed it, and the authority."""
    mine = may_report(of)
    return mine if mine else may_refuse(of) if of.acting.mandated("authority") else mine


def _authority(of: Standing, *roles: Role) -> Verdict:
    acting = of.acting
    return first(
        may_write(acting),
        ALLOWED if acting.mandated("authority") else Verdict(messages.NOT_AUTHORITY.problem()),
        Verdict(messages.OWN_CASE.problem()) if acting.organisation_id == of.owner else ALLOWED,
        Verdict(messages.FILER.problem()) if acting.person.id in of.filers else ALLOWED,
        holds(acting, *roles),
    )
