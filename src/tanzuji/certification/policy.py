"""Who may do what in a certification, and if not, why not. Pure: what a decision rests on is in `Standing`.

Separation of duties (CERT-10, GB/T 27065): whoever examined or evaluated does not decide; only people of the body's
confirmed staff register with competence in the product field examine; nobody of the body who is the applicant's decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from tanzuji.certification import messages
from tanzuji.certification.checks import Check
from tanzuji.parties import rights
from tanzuji.parties.acting import Acting
from tanzuji.web.verdicts import ALLOWED, Verdict, first


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision on an application rests on."""

    acting: Acting
    applicant: UUID
    body: UUID
    checks: tuple[Check, ...] = ()
    """The scheme's checks that bear on the step at hand."""
    quoted: bool = False
    planned: bool = False
    barred: bool = False
    """Whether the applicant is on the authority's list of those who are not certified for now."""
    tied: bool = False
    """Whether the acting person belongs to the applicant, to its group, or to the verifier whose statement is used."""
    team: frozenset[UUID] = frozenset()
    """People of the team who declared that they are impartial."""
    undeclared: int = 0
    examined: frozenset[UUID] = frozenset()
    """People who reviewed, inspected, took the statement or evaluated."""
    competent: bool = True
    """Whether the acting person is in the confirmed staff register with competence in the product field."""
    unanswered: int = 0
    """Questions of the checklist without an answer."""
    inspection_open: bool = False
    open_nonconformities: int = 0
    verified: bool = False
    """Whether a valid statement of the level the scheme asks for is there, about exactly this version."""
    recommended: bool | None = None
    """What the newest evaluation recommends."""


_RIGHTS = rights.of_room("certification")
holds, may_write = _RIGHTS.holds, _RIGHTS.may_write


def may_begin(acting: Acting) -> Verdict:
    """Whether they may prepare an application: editors of any organisation but the body itself and the authority."""
    outside = acting.organisation.kind not in ("certification_body", "regulator")
    return first(
        may_write(acting),
        ALLOWED if outside else Verdict(messages.NOT_APPLICANT.problem()),
        holds(acting, "editor"),
    )


def may_prepare(standing: Standing) -> Verdict:
    """Whether they may write the application and its file: editors of the applicant."""
    return first(_of_applicant(standing), holds(standing.acting, "editor"))


def may_apply(standing: Standing) -> Verdict:
    """An editor of the applicant, with a file the scheme finds complete (CERT-01, 04, 05, 06, 11)."""
    return first(may_prepare(standing), _met(standing))


def may_withdraw(standing: Standing) -> Verdict:
    return first(_of_applicant(standing), holds(standing.acting, "editor", "admin"))


def may_receive(standing: Standing) -> Verdict:
    """Whether they may return or refuse what came: editors of the body."""
    return first(_of_body(standing), holds(standing.acting, "editor", "reviewer"))


def may_accept(standing: Standing) -> Verdict:
    """An editor of a body that is qualified for the product and has the staff for it (CERT-02, CERT-03)."""
    return first(_of_body(standing), holds(standing.acting, "editor"), _open_to(standing), _met(standing))


def may_sign_contract(standing: Standing) -> Verdict:
    """An administrator or editor of the applicant signs the contract that was offered."""
    return first(
        _of_applicant(standing),
        holds(standing.acting, "editor", "admin"),
        ALLOWED if standing.quoted else Verdict(messages.NO_QUOTE.problem()),
    )


def may_work(standing: Standing) -> Verdict:
    """Whether they may work on it for the body: editors and reviewers."""
    return first(_of_body(standing), holds(standing.acting, "editor", "reviewer"))


def may_call(standing: Standing) -> Verdict:
    """Whether they may call a team and plan: editors of the body."""
    return first(_of_body(standing), holds(standing.acting, "editor"))


def may_plan(standing: Standing) -> Verdict:
    """With a plan, and a team all of whom declared that they are impartial."""
    return first(
        may_call(standing),
        ALLOWED if standing.planned else Verdict(messages.NO_PLAN.problem()),
        ALLOWED if standing.team or standing.undeclared else Verdict(messages.NO_TEAM.problem()),
        Verdict(messages.UNDECLARED.problem(count=standing.undeclared)) if standing.undeclared else ALLOWED,
    )


def may_examine(standing: Standing) -> Verdict:
    """Whether they may examine: people of the team who declared that they are impartial."""
    member = standing.acting.person.id in standing.team
    return first(
        _of_body(standing),
        may_write(standing.acting),
        _untied(standing),
        ALLOWED if member else Verdict(messages.NOT_IN_TEAM.problem()),
    )


def may_pass_documents(standing: Standing) -> Verdict:
    return first(may_examine(standing), _met(standing))


def may_pass_onsite(standing: Standing) -> Verdict:
    """After a visit with every question answered, and every nonconformity closed."""
    return first(
        may_examine(standing),
        Verdict(messages.NOT_INSPECTED.problem()) if standing.inspection_open else ALLOWED,
        Verdict(messages.UNANSWERED.problem(count=standing.unanswered)) if standing.unanswered else ALLOWED,
        _closed(standing),
    )


def may_pass_footprint(standing: Standing) -> Verdict:
    """With a valid statement of the level the scheme asks for."""
    return first(
        may_examine(standing), ALLOWED if standing.verified else Verdict(messages.NOT_VERIFIED.problem())
    )


def may_evaluate(standing: Standing) -> Verdict:
    """A competent person of the body, whether of the team or not; nothing may be open."""
    return first(
        may_work(standing),
        _untied(standing),
        ALLOWED if standing.competent else Verdict(messages.NOT_COMPETENT.problem()),
        ALLOWED if standing.verified else Verdict(messages.NOT_VERIFIED.problem()),
        _closed(standing),
    )


def may_decide(standing: Standing) -> Verdict:
    """CERT-10: a reviewer of the body who neither examined nor evaluated, with a second factor."""
    own = standing.acting.person.id in standing.examined
    return first(
        _of_body(standing),
        holds(standing.acting, "reviewer"),
        _untied(standing),
        Verdict(messages.EVALUATOR_DECIDES.problem()) if own else ALLOWED,
        rights.may_sign(standing.acting),
    )


def _open_to(standing: Standing) -> Verdict:
    return Verdict(messages.BARRED.problem()) if standing.barred else ALLOWED


def _untied(standing: Standing) -> Verdict:
    return Verdict(messages.TIED.problem()) if standing.tied else ALLOWED


def may_approve(standing: Standing) -> Verdict:
    """Where the evaluation recommends it, a statement is valid today, nothing is open and the checks are met."""
    return first(
        may_decide(standing),
        _open_to(standing),
        ALLOWED if standing.recommended else Verdict(messages.NOT_RECOMMENDED.problem()),
        ALLOWED if standing.verified else Verdict(messages.NOT_VERIFIED.problem()),
        _closed(standing),
        _met(standing),
    )


def may_conclude(standing: Standing) -> Verdict:
    """A surveillance is concluded by a reviewer of the body who did not make its findings, with a second factor."""
    return may_decide(standing)


def _of_applicant(standing: Standing) -> Verdict:
    own = standing.acting.organisation_id == standing.applicant
    return first(may_write(standing.acting), ALLOWED if own else Verdict(messages.ONLY_APPLICANT.problem()))


def _of_body(standing: Standing) -> Verdict:
    own = standing.acting.organisation_id == standing.body
    return first(may_write(standing.acting), ALLOWED if own else Verdict(messages.ONLY_BODY.problem()))


def _met(standing: Standing) -> Verdict:
    """The first check that is not met."""
    failed = next((check for check in standing.checks if check.problem is not None), None)
    return Verdict(failed.problem) if failed is not None else ALLOWED


def _closed(standing: Standing) -> Verdict:
    count = standing.open_nonconformities
    return Verdict(messages.NOT_CLOSED.problem(count=count)) if count else ALLOWED


@dataclass(frozen=True, slots=True)
class SchemeStanding:
    """What a decision on a version of a scheme rests on."""

    acting: Acting
    owner: UUID
    makers: frozenset[UUID] = field(default_factory=frozenset)
    problems: int = 0


def may_write_schemes(acting: Acting) -> Verdict:
    """Whether they may write schemes: editors of an authority or of a certification body (ZJ-301)."""
    allowed = acting.mandated("authority") or acting.organisation.kind == "certification_body"
    return first(
        may_write(acting),
        ALLOWED if allowed else Verdict(messages.NOT_SCHEME_OWNER.problem()),
        holds(acting, "editor"),
    )


def may_activate(standing: SchemeStanding) -> Verdict:
    """Four eyes: a reviewer of the owner who did not write it, with a second factor."""
    acting = standing.acting
    own = acting.organisation_id == standing.owner
    return first(
        may_write(acting),
        ALLOWED if own else Verdict(messages.NOT_YOUR_SCHEME.problem()),
        holds(acting, "reviewer"),
        Verdict(messages.OWN_SCHEME.problem()) if acting.person.id in standing.makers else ALLOWED,
        Verdict(messages.SCHEME_UNSOUND.problem(count=standing.problems)) if standing.problems else ALLOWED,
        rights.may_sign(acting),
    )


def may_declare(acting: Acting) -> Verdict:
    """Whether they may keep the body's qualification and staff register: its administrators and editors."""
    body = acting.organisation.kind == "certification_body"
    return first(
        may_write(acting),
        ALLOWED if body else Verdict(messages.NOT_BODY.problem()),
        holds(acting, "editor", "admin"),
    )


def may_look_at_bodies(acting: Acting) -> Verdict:
    """Whether what bodies declare waits for them: reviewers of the authority."""
    return first(
        may_write(acting),
        ALLOWED if acting.mandated("authority") else Verdict(messages.NOT_AUTHORITY.problem()),
        holds(acting, "reviewer"),
    )


def may_confirm(acting: Acting) -> Verdict:
    """Whether they may confirm what bodies declare: the same, with a second factor."""
    return first(may_look_at_bodies(acting), rights.may_sign(acting))
