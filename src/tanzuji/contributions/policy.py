"""Who may do what with a contribution, and if not, why not. Pure: what a decision rests on comes in as a `Standing`."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from tanzuji.contributions import messages
from tanzuji.contributions.gates import Gates
from tanzuji.contributions.papers import Declarations
from tanzuji.documents.errors import Message
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import MANDATES, Kind, Mandate, Role
from tanzuji.web.verdicts import ALLOWED, Verdict, first

CURATORS: dict[str, Mandate] = {"factor": "factors", "footprint": "factors", "process": "base_data"}
"""Which library's curator looks after which kind (DOMAIN A.9)."""

GATEKEEPERS: tuple[Kind, ...] = ("verifier", "certification_body", "research")
"""Kinds of organisations that may verify and check."""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation as the policies see it; `group` is the group of companies it belongs to."""

    id: UUID
    group: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision rests on: who acts, whose data they are, who is at the gate, and what is still open."""

    acting: Acting
    kind: str
    owner: Party
    gates: Gates
    verifier: Party | None = None
    checker: Party | None = None
    chosen: Party | None = None
    """The organisation a curator wants to assign."""
    makers: frozenset[UUID] = frozenset()
    """People who worked on the data for the contributor."""
    verified_by: UUID | None = None
    belongs: frozenset[str] = frozenset()
    """Groups of all organisations that the acting person belongs to."""
    errors: int = 0
    unanswered: int = 0
    declarations: Declarations = field(default_factory=Declarations)
    confirmed: float | None = None
    """Share of the result whose inputs the checker confirmed."""


_RIGHTS = rights.of_room("contributions")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_offer(acting: Acting) -> Verdict:
    """Whether they may offer data: anybody with an account who edits for an organisation (SH-203)."""
    return first(may_write(acting), holds(acting, "editor"))


def is_owner(acting: Acting, owner: Party) -> bool:
    return acting.organisation_id == owner.id


def curates(acting: Acting, kind: str) -> bool:
    """Whether their organisation looks after the library that this kind of data goes to."""
    return acting.mandated(CURATORS[kind])


def may_edit(standing: Standing) -> Verdict:
    owns = is_owner(standing.acting, standing.owner)
    return first(
        ALLOWED if owns else Verdict(messages.NOT_YOURS.problem()),
        may_offer(standing.acting),
    )


def may_self_check(standing: Standing) -> Verdict:
    return first(may_edit(standing), _sound(standing))


def may_submit(standing: Standing) -> Verdict:
    """Consent, lawful basis and method are declared, nothing is wrong, every remark is answered."""
    said = standing.declarations
    return first(
        may_edit(standing),
        _sound(standing),
        ALLOWED if said.consent else Verdict(messages.NO_CONSENT.problem("declarations.consent")),
        ALLOWED if said.lawful_basis else Verdict(messages.NO_BASIS.problem("declarations.lawful_basis")),
        ALLOWED
        if said.method_profile
        else Verdict(messages.NO_METHOD.problem("declarations.method_profile")),
        Verdict(messages.PRIVATE.problem("declarations.scope")) if said.scope == "private" else ALLOWED,
        Verdict(messages.UNANSWERED.problem(count=standing.unanswered)) if standing.unanswered else ALLOWED,
    )


def may_curate(standing: Standing, *roles: Role) -> Verdict:
    """Whether they act for the library's curator, and did not work on the data themselves."""
    acting = standing.acting
    mandate = CURATORS[standing.kind]
    named = MANDATES[mandate]
    return first(
        may_write(acting),
        ALLOWED if acting.mandated(mandate) else Verdict(messages.NEEDS_MANDATE.problem(mandate=named)),
        holds(acting, *(roles or ("editor", "reviewer"))),
        Verdict(messages.OWN_WORK.problem()) if acting.person.id in standing.makers else ALLOWED,
    )


def may_assign_verifier(standing: Standing) -> Verdict:
    return first(
        may_curate(standing),
        fit_for_gate(standing.chosen, standing.owner, None) if standing.chosen else ALLOWED,
    )


def may_assign_checker(standing: Standing) -> Verdict:
    other = standing.verifier if standing.gates.other_checker else None
    return first(
        may_curate(standing),
        fit_for_gate(standing.chosen, standing.owner, other) if standing.chosen else ALLOWED,
    )


def fit_for_gate(chosen: Party, owner: Party, verifier: Party | None) -> Verdict:
    """Whether an organisation may verify or check: of the right kind, neither the contributor nor of its group,
    and not of the verifier's group where `verifier` is given."""
    return first(
        ALLOWED if chosen.kind in GATEKEEPERS else Verdict(messages.NO_GATEKEEPER.problem("organisation")),
        Verdict(messages.SAME_GROUP.problem("organisation")) if chosen.group == owner.group else ALLOWED,
        Verdict(messages.SAME_AS_VERIFIER.problem("organisation"))
        if verifier and chosen.group == verifier.group
        else ALLOWED,
    )


def may_verify(standing: Standing) -> Verdict:
    return _at_gate(standing, standing.verifier)


def may_check(standing: Standing) -> Verdict:
    """The checker's reviewer, who did not verify it, once enough of the result is confirmed."""
    asked, confirmed = standing.gates.coverage, standing.confirmed
    too_little = confirmed is not None and confirmed < asked
    return first(
        _at_gate(standing, standing.checker),
        Verdict(messages.VERIFIED_BY_YOU.problem())
        if standing.acting.person.id == standing.verified_by
        else ALLOWED,
        Verdict(messages.TOO_LITTLE_TRACED.problem(share=_percent(confirmed or 0.0), asked=_percent(asked)))
        if too_little
        else ALLOWED,
    )


def may_queue(standing: Standing) -> Verdict:
    return first(
        may_curate(standing),
        Verdict(messages.PRE_STUDY.problem()) if standing.declarations.pre_study else ALLOWED,
    )


def may_decide_on_library(standing: Standing) -> Verdict:
    """Entering, superseding, suspending: the curator's reviewer."""
    return may_curate(standing, "reviewer")


def may_send_back(standing: Standing, state: str) -> Verdict:
    """Whoever has it in hand: the verifier, the checker, or else the curator."""
    at_gate = {"under_verification": standing.verifier, "under_provenance_check": standing.checker}
    return _at_gate(standing, at_gate[state]) if state in at_gate else may_curate(standing)


def may_take_on(standing: Standing, state: str) -> Verdict:
    """Whether they may say who in the organisation at the gate has it in hand."""
    gatekeeper = {"under_verification": standing.verifier, "under_provenance_check": standing.checker}.get(
        state
    )
    here = gatekeeper is not None and standing.acting.organisation_id == gatekeeper.id
    return first(
        may_write(standing.acting),
        ALLOWED if here else Verdict(messages.NOT_AT_GATE.problem()),
        holds(standing.acting, "reviewer", "admin"),
    )


def may_remark(standing: Standing) -> Verdict:
    """Whoever may read it may remark on it, except by a token that only reads."""
    return first(may_write(standing.acting), holds(standing.acting, "editor", "reviewer", "admin"))


def may_settle(standing: Standing, organisation: UUID) -> Verdict:
    """The organisation that made a remark settles it."""
    return first(
        may_remark(standing),
        ALLOWED
        if standing.acting.organisation_id == organisation
        else Verdict(messages.NOT_YOUR_REMARK.problem()),
    )


def _at_gate(standing: Standing, gatekeeper: Party | None) -> Verdict:
    acting = standing.acting
    here = gatekeeper is not None and acting.organisation_id == gatekeeper.id
    own = acting.person.id in standing.makers or standing.owner.group in standing.belongs
    return first(
        may_write(acting),
        ALLOWED if here else Verdict(messages.NOT_AT_GATE.problem()),
        holds(acting, "reviewer"),
        Verdict(messages.OWN_DATA.problem()) if own else ALLOWED,
    )


def _sound(standing: Standing) -> Verdict:
    message: Message = messages.HAS_ERRORS
    return Verdict(message.problem(count=standing.errors)) if standing.errors else ALLOWED


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
