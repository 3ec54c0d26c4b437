"""Who may do what in a verification, and if not, why not. Pure: what a decision rests on comes in as a `Standing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tanzuji.contributions.policy import Party
from tanzuji.documents.text import Text
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.parties.kinds import Kind
from tanzuji.verification import messages
from tanzuji.verification.papers import POSITIVE, ROLES, SampleItem, StatementPaper
from tanzuji.web.verdicts import ALLOWED, Verdict, first

VERIFIERS: tuple[Kind, ...] = ("verifier", "certification_body")
"""Kinds of organisations that may be asked for a verification."""

TOLD = 8
"""Lines that a refusal names; the page of the sample lists them all."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision rests on: who acts, in which part, and what the verification has come to."""

    acting: Acting
    client: Party
    verifier: Party
    role: str = ""
    """Of the acting person in the team; empty for who is not on it."""
    declared: bool = False
    makers: frozenset[UUID] = frozenset()
    """Who made the study or decided on it for the client."""
    belongs: frozenset[str] = frozenset()
    """Groups of all organisations that the acting person belongs to."""
    workers: frozenset[UUID] = frozenset()
    """Who planned, asked, found or drafted in this verification."""
    planned: bool = False
    submission: int = 0
    recomputed: bool = False
    """Whether the newest submission was recomputed at all."""
    equal: bool = False
    """Whether it came out equal."""
    unchecked: int = 0
    """Requests of evidence that were not checked."""
    unsettled: int = 0
    """Findings neither closed nor left."""
    left_major: int = 0
    unexamined: tuple[SampleItem, ...] = ()
    """Lines of the sample that were neither examined nor left with a reason."""
    left_lines: tuple[SampleItem, ...] = ()
    """Lines of the sample that were left with a reason."""
    projected: float = 0.0
    """Errors left, projected to the whole, as a share of the total."""
    draft: StatementPaper | None = None
    drafted_by: UUID | None = None
    draft_on: int = 0
    """The submission that the draft is on."""


_RIGHTS = rights.of_room("verification")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def is_client(standing: Standing) -> bool:
    return standing.acting.organisation_id == standing.client.id


def is_verifier(standing: Standing) -> bool:
    return standing.acting.organisation_id == standing.verifier.id


def may_begin(acting: Acting) -> Verdict:
    """Whether they may ask for a verification or invite a reviewer."""
    return first(may_write(acting), holds(acting, "editor", "admin"))


def fit(verifier: Party, client: Party) -> Verdict:
    """Whether an organisation may verify for another: of the right kind, and not of its group."""
    return first(
        ALLOWED if verifier.kind in VERIFIERS else Verdict(messages.NO_VERIFIER.problem("verifier")),
        Verdict(messages.SAME_GROUP.problem("verifier")) if verifier.group == client.group else ALLOWED,
    )


def for_client(standing: Standing) -> Verdict:
    """The client's editors and administrators."""
    return first(
        ALLOWED if is_client(standing) else Verdict(messages.NOT_CLIENT.problem()),
        may_begin(standing.acting),
    )


def for_verifier(standing: Standing) -> Verdict:
    """The verifier's people, who belong neither to the client's group nor made the study."""
    return first(
        may_write(standing.acting),
        ALLOWED if is_verifier(standing) else Verdict(messages.NOT_VERIFIER.problem()),
        holds(standing.acting, "reviewer", "admin"),
        _no_conflict(standing),
    )


def for_either(standing: Standing) -> Verdict:
    return for_client(standing) if is_client(standing) else for_verifier(standing)


def for_team(standing: Standing) -> Verdict:
    """Lead and members, once they declared their independence."""
    return first(for_verifier(standing), _on_team(standing, "lead", "member"), _declared(standing))


def for_lead(standing: Standing) -> Verdict:
    return first(for_verifier(standing), _on_team(standing, "lead"), _declared(standing))


def may_examine(standing: Standing) -> Verdict:
    """To ask for evidence and make findings, there is a plan."""
    return first(for_team(standing), ALLOWED if standing.planned else Verdict(messages.NO_PLAN.problem()))


def may_declare(standing: Standing) -> Verdict:
    """Anybody of the team, for themselves."""
    return first(for_verifier(standing), _on_team(standing, *ROLES))


def may_recompute(standing: Standing) -> Verdict:
    """Anybody of the verifier's team."""
    return first(for_verifier(standing), _on_team(standing, *ROLES))


def may_draft(standing: Standing) -> Verdict:
    """The lead, once there is something to state: findings are settled and the submission was recomputed."""
    number = standing.submission
    return first(
        for_lead(standing),
        Verdict(messages.OPEN_FINDINGS.problem(count=standing.unsettled)) if standing.unsettled else ALLOWED,
        ALLOWED if standing.recomputed else Verdict(messages.NO_RECOMPUTATION.problem(number=number)),
    )


def bears(standing: Standing, paper: StatementPaper) -> Verdict:
    """Whether what was found bears the opinion of a draft."""
    said, limit = paper.reservations is not None, paper.materiality
    positive, plain = paper.opinion in POSITIVE, paper.opinion == "unmodified"
    found = messages.BEYOND_MATERIALITY.problem(found=_percent(standing.projected), limit=_percent(limit))
    return first(
        Verdict(messages.NO_RESERVATIONS.problem("reservations")) if plain and said else ALLOWED,
        ALLOWED if plain or said else Verdict(messages.NEEDS_RESERVATIONS.problem("reservations")),
        Verdict(messages.NOT_RECOMPUTED.problem("opinion", number=standing.submission))
        if positive and not standing.equal
        else ALLOWED,
        Verdict(messages.UNCHECKED.problem("opinion", count=standing.unchecked))
        if positive and standing.unchecked
        else ALLOWED,
        Verdict(messages.STILL_WRONG.problem("opinion", count=standing.left_major))
        if plain and standing.left_major
        else ALLOWED,
        Verdict(found) if positive and standing.projected > limit else ALLOWED,
        _examined(standing, paper.level) if positive else ALLOWED,
    )


def _examined(standing: Standing, level: str) -> Verdict:
    """Whether the sample was examined as the level of assurance asks.

    An opinion stands on evidence that suffices for its level (ISO 14064-3:2019, 5.4.2). The sample is drawn for that
    level: reasonable assurance has no line to spare, limited assurance may leave one where the statement says why.
    """
    if level == "reasonable":
        missing, refused = (*standing.unexamined, *standing.left_lines), messages.UNEXAMINED
    else:
        missing, refused = standing.unexamined, messages.LEFT_WITHOUT_REASON
    if not missing:
        return ALLOWED
    return Verdict(refused.problem("opinion", count=len(missing), lines=_names(missing)))


def _names(lines: Sequence[SampleItem]) -> Text:
    """The first lines by name, the others by a mark that there are more."""
    more = " …" if len(lines) > TOLD else ""
    zh = "；".join(f"{one.process.to('zh')} › {one.name.to('zh')}" for one in lines[:TOLD])
    en = "; ".join(f"{one.process.to('en')} › {one.name.to('en')}" for one in lines[:TOLD])
    return Text(zh=zh + more, en=en + more)


def may_return(standing: Standing) -> Verdict:
    return _reviewer(standing)


def may_sign(standing: Standing) -> Verdict:
    """Independent technical review: the reviewer, who took no part in the work, signs what is still borne."""
    draft = standing.draft
    outdated = standing.draft_on != standing.submission
    return first(
        _reviewer(standing),
        Verdict(messages.DRAFT_OUTDATED.problem(number=standing.draft_on)) if outdated else ALLOWED,
        bears(standing, draft) if draft else ALLOWED,
        rights.may_sign(standing.acting),
    )


def may_withdraw_statement(standing: Standing) -> Verdict:
    """A reviewer or administrator of the verifier."""
    return first(for_verifier(standing), rights.may_sign(standing.acting))


def _reviewer(standing: Standing) -> Verdict:
    person = standing.acting.person.id
    own = person in standing.workers or person == standing.drafted_by
    return first(
        for_verifier(standing),
        _on_team(standing, "reviewer"),
        _declared(standing),
        Verdict(messages.OWN_DRAFT.problem()) if own else ALLOWED,
    )


def _on_team(standing: Standing, *roles: str) -> Verdict:
    if standing.role in roles:
        return ALLOWED
    return Verdict(messages.NOT_ON_TEAM.problem(role=ROLES[roles[0]]))


def _declared(standing: Standing) -> Verdict:
    return ALLOWED if standing.declared else Verdict(messages.NOT_DECLARED.problem())


def _no_conflict(standing: Standing) -> Verdict:
    person = standing.acting.person
    if person.id in standing.makers or standing.client.group in standing.belongs:
        return Verdict(messages.CONFLICT.problem(person=person.name))
    return ALLOWED


def _percent(share: float) -> str:
    return f"{share * 100:.2f} %"
