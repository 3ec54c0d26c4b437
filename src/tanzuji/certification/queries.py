"""Reads of the certification room.

An application is known to its applicant and to the body it was handed to, from the moment it was handed in; to everybody
else it is as if it did not exist.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from tanzuji.certificates import queries as certificates
from tanzuji.certification import checks, schemes
from tanzuji.certification.barring import is_barred
from tanzuji.certification.bodies import competent_people, qualified
from tanzuji.certification.checks import Check, Subject, Target
from tanzuji.certification.models import (
    Answer,
    Application,
    Assessment,
    Inspection,
    Member,
    Nonconformity,
    Paper,
    Plan,
    Quote,
    SchemeDraft,
    SchemeEdition,
    Step,
    Surveillance,
)
from tanzuji.certification.policy import SchemeStanding, Standing
from tanzuji.certification.schemes import SchemeVersion, scheme
from tanzuji.certification.states import OPEN
from tanzuji.documents.trade_items import gtin_ok
from tanzuji.footprints import queries as footprints
from tanzuji.footprints import verifying
from tanzuji.parties import queries as parties
from tanzuji.parties.acting import Acting
from tanzuji.rules.schemes import Occasion, Scheme
from tanzuji.rules.schemes.documents import Question, Topic
from tanzuji.rules.schemes.loading import problems_of
from tanzuji.verification import queries as verification
from tanzuji.verification.queries import StatementView
from tanzuji.web import walls
from tanzuji.web.lookup import by_id

__all__ = ["SchemeVersion", "scheme"]

LEVELS = {"limited": 1, "reasonable": 2}
EXAMINING = ("document_review", "onsite", "footprint_check", "evaluation")
"""Assessments whose author may not decide (CERT-10)."""


def applications(acting: Acting) -> QuerySet[Application]:
    """One's own applications, and those handed to one's body; newest first."""
    at_body = Q(body_id=acting.organisation_id) & ~Q(state="draft")
    handed_in = at_body & ~Q(
        state="withdrawn", number_of_steps=1
    )  # one that was withdrawn as a draft never came
    return (
        Application.objects.filter(Q(organisation_id=acting.organisation_id) | handed_in)
        .select_related("organisation", "body")
        .order_by("-sequence")
    )


def application(acting: Acting, application_id: UUID | str) -> Application:
    """One of them. Raises `web.absent`."""
    return by_id(applications(acting), application_id)


def own(acting: Acting) -> QuerySet[Application]:
    """The applications of the organisation itself."""
    return applications(acting).filter(organisation_id=acting.organisation_id)


def at_body(acting: Acting) -> QuerySet[Application]:
    """The applications at one's body, what is due first."""
    found = applications(acting).filter(body_id=acting.organisation_id)
    return found.order_by(F("due").asc(nulls_last=True), "sequence")


def own_application(acting: Acting, application_id: UUID | str) -> Application:
    """An application of one's own. Raises `web.absent`."""
    return by_id(own(acting), application_id)


def open_at_body(acting: Acting) -> QuerySet[Application]:
    """What waits at one's body."""
    return at_body(acting).filter(state__in=[s for s in OPEN if s not in ("returned", "accepted")])


def document(of: Application) -> Scheme:
    """The scheme an application is decided by."""
    return schemes.parsed(of.scheme_text)


def steps(of: Application) -> QuerySet[Step]:
    """What was done, newest first."""
    return of.steps.select_related("person", "organisation").order_by("-number")


@walls.beyond("the application lists its papers for both of its sides")
def papers(of: Application) -> list[Paper]:
    """The papers that count now; what one of them holds is read from its owner's vault by whom that lets in."""
    found = of.papers.filter(replaced_at=None, surveillance=None).select_related("evidence", "by")
    return list(found.order_by("at"))


@walls.beyond("the application lists its papers for both of its sides")
def paper(acting: Acting, paper_id: UUID | str) -> Paper:
    """A paper of an application one may know of. Raises `web.absent`."""
    found = Paper.objects.filter(application__in=applications(acting).values("id"))
    return by_id(found.select_related("application", "evidence", "evidence__organisation"), paper_id)


def newest_quote(of: Application) -> Quote | None:
    return of.quotes.select_related("offered_by", "signature", "signature__by").order_by("-number").first()


def newest_plan(of: Application, surveillance: Surveillance | None = None) -> Plan | None:
    return of.plans.filter(surveillance=surveillance).select_related("by").order_by("-number").first()


def members(of: Application) -> QuerySet[Member]:
    """The team as it is now."""
    return of.members.filter(left_at=None).select_related("person", "staff").order_by("since", "id")


def member(acting: Acting, member_id: UUID | str) -> Member:
    """Somebody of the team of an application at one's body. Raises `web.absent`."""
    found = Member.objects.filter(application__body_id=acting.organisation_id, left_at=None)
    return by_id(found.select_related("application", "person", "staff"), member_id)


def inspection(acting: Acting, inspection_id: UUID | str) -> Inspection:
    """A visit to or by one's organisation. Raises `web.absent`."""
    found = Inspection.objects.filter(application__in=applications(acting).values("id"))
    return by_id(
        found.select_related("application", "surveillance", "started_by", "concluded_by"), inspection_id
    )


def inspection_of(of: Application, surveillance: Surveillance | None = None) -> Inspection | None:
    return of.inspections.filter(surveillance=surveillance).first()


def answers(of: Inspection) -> dict[str, Answer]:
    """The newest answer to each question."""
    rows = of.answers.select_related("by", "evidence").order_by("id")
    return {row.question: row for row in rows}


def questions_of(of: Inspection) -> tuple[tuple[Topic, tuple[Question, ...]], ...]:
    """The checklist of a visit, by topic."""
    return document(of.application).process.questions_for(_occasion(of.occasion))


def unanswered(of: Inspection) -> int:
    """Questions of the checklist without an answer."""
    asked = {question.id for _, questions in questions_of(of) for question in questions}
    return len(asked - set(answers(of)))


def nonconformities(of: Application) -> QuerySet[Nonconformity]:
    return of.nonconformities.select_related("raised_by", "corrected_by", "closed_by", "evidence", "surveillance").order_by("number")  # fmt: skip


def nonconformity(acting: Acting, nonconformity_id: UUID | str) -> Nonconformity:
    """A nonconformity of an application one may know of. Raises `web.absent`."""
    found = Nonconformity.objects.filter(application__in=applications(acting).values("id"))
    return by_id(found.select_related("application", "surveillance"), nonconformity_id)


def waiting_nonconformities(acting: Acting, state: str) -> QuerySet[Nonconformity]:
    """Nonconformities in a state: open ones of one's own applications, corrected ones at one's body; by due date."""
    found = Nonconformity.objects.filter(state=state).select_related("application")
    mine = {"open": "application__organisation_id", "corrected": "application__body_id"}[state]
    return found.filter(**{mine: acting.organisation_id}).order_by("due", "id")


def assessments(of: Application) -> QuerySet[Assessment]:
    """Conclusions of the steps, oldest first."""
    return of.assessments.select_related("by").order_by("id")


def newest_evaluation(of: Application) -> Assessment | None:
    """The evaluation of this round."""
    return of.assessments.filter(step="evaluation").select_related("by").order_by("-id").first()


def examined(of: Application) -> frozenset[UUID]:
    """Everybody of the body who reviewed, inspected, judged corrections or evaluated, or is of the team."""
    people = set(of.assessments.filter(step__in=EXAMINING).values_list("by_id", flat=True))
    people |= set(of.members.values_list("person_id", flat=True))
    people |= set(Answer.objects.filter(inspection__application=of).values_list("by_id", flat=True))
    people |= set(of.nonconformities.values_list("raised_by_id", flat=True))
    people |= set(of.nonconformities.exclude(closed_by=None).values_list("closed_by_id", flat=True))
    return frozenset(people)


def version_of(of: Application) -> Any:
    """The version that was handed in, or that the statement is about; None before."""
    return verifying.version(of.version_id) if of.version_id is not None else None


def newest_of(of: Application) -> Any:
    """The newest version of the study behind an application; for the applicant, who may read it."""
    found = verifying.names([of.study_id]).get(of.study_id)
    newest = footprints.newest(found) if found is not None else None
    return verifying.version(newest.id) if newest is not None else None


@walls.beyond("the application lets a body see statements on every version of its study")
def statements(of: Application) -> list[StatementView]:
    """Valid statements of the level the scheme asks for, about versions of the study, newest first."""
    version = version_of(of)
    if version is None:
        return []
    wanted = LEVELS[document(of).process.level]
    ids = version.study.versions.order_by("-number").values_list("id", flat=True)
    found = [one for id_ in ids for one in verification.statements_of(id_)]
    return [one for one in found if one.verified and LEVELS.get(one.level, 0) >= wanted]


def statement_of(of: Application) -> StatementView | None:
    """The statement that was taken, as long as it is valid; None else."""
    return next((one for one in statements(of) if one.id == of.statement), None)


def subject(of: Application, *, today: date | None = None) -> Subject:
    """What the scheme's checks look at."""
    today = today or timezone.localdate()
    scheme_of = document(of)
    version = version_of(of) if of.state not in ("draft", "returned") else newest_of(of)
    model = footprints.footprint(version).model if version is not None else None
    rules = tuple(model.rules) if model is not None else ()
    item = scheme_of.scope.item(of.item)
    fields = {of.item, *rules, *(item.groups if item is not None else ())} - {"", "gbt-24067-2024"}
    return Subject(
        scheme=scheme_of,
        today=today,
        item=of.item,
        analogy=of.analogy,
        boundary=model.boundary.type if model is not None else "",
        rules=tuple(rule for rule in rules if rule != "gbt-24067-2024"),
        body=qualified(of.body_id),
        legal_person=of.legal_person,
        management_since=of.management_since,
        papers=frozenset(one.item for one in papers(of)),
        target=Target(
            of.target_name,
            of.target_unit,
            of.target_base_year,
            of.target_base,
            of.target_year,
            of.target_value,
        ),
        models=of.models,
        family=of.family,
        models_taken=taken_models(of),
        variant=of.variant,
        gtin_ok=not of.gtin or gtin_ok(of.gtin),
        occasion="renewal" if of.renews else "application",
        fields=frozenset(fields),
    )


def taken_models(of: Application) -> tuple[str, ...]:
    """Models that another open application or a valid certificate of the holder under the same scheme covers."""
    mine = set(of.models)
    others = Application.objects.filter(
        organisation_id=of.organisation_id, scheme=of.scheme, state__in=OPEN
    ).exclude(id=of.id)
    taken = {model for other in others for model in other.models}
    held = certificates.search(status="valid", scheme=of.scheme, holder=of.organisation_id)
    for view in certificates.views(held):
        if view.number not in (of.renews, of.certificate):
            taken |= set(view.models)
    return tuple(model for model in of.models if model in taken & mine)


def checked(of: Application, *, today: date | None = None) -> tuple[Check, ...]:
    """Every check of the scheme that can be told by now; how the value is rounded, once there is a statement."""
    seen, found = subject(of, today=today), statements(of)
    said = statement_of(of) or (found[0] if found else None)
    rounding = () if said is None else (checks.rounded_once(document(of), said.total),)
    return (*checks.of_application(seen), *checks.of_body(seen), *rounding)


def tied(acting: Acting, of: Application) -> bool:
    """Whether somebody of the body belongs to the applicant or its group as well, or to the verifier of its study."""
    elsewhere = {
        one.organisation for one in parties.memberships(acting.person) if one.organisation_id != of.body_id
    }
    verifiers = {one.verifier.id for one in statements(of)} - {of.body_id}
    return any(one.group == of.organisation.group or one.id in verifiers for one in elsewhere)


def standing(acting: Acting, of: Application, *, today: date | None = None) -> Standing:
    """What a decision on the application rests on."""
    seen = subject(of, today=today)
    team = list(members(of))
    visit = inspection_of(of)
    evaluation = newest_evaluation(of)
    bearing: tuple[Check, ...] = ()
    if of.state in ("draft", "returned", "document_review"):
        bearing = checks.of_application(seen)
    elif of.state == "applied":
        bearing = checks.of_body(seen)
    elif of.state == "decision":
        bearing = (*checks.of_application(seen), *checks.of_body(seen))
    late = of.state in ("evaluation", "decision")
    return Standing(
        acting,
        of.organisation_id,
        of.body_id,
        checks=bearing,
        quoted=newest_quote(of) is not None,
        planned=newest_plan(of) is not None,
        barred=is_barred(of.organisation_id),
        tied=tied(acting, of),
        team=frozenset(one.person_id for one in team if one.declared_at is not None),
        undeclared=sum(one.declared_at is None for one in team),
        examined=examined(of),
        competent=acting.person.id in competent_people(of.body_id, seen.fields),
        unanswered=unanswered(visit) if visit is not None else 0,
        inspection_open=visit is None or visit.concluded_at is None,
        open_nonconformities=of.nonconformities.filter(surveillance=None).exclude(state="closed").count(),
        verified=(statement_of(of) is not None) if late else bool(statements(of)),
        recommended=evaluation.recommends if evaluation is not None else None,
    )


def surveillances(acting: Acting) -> QuerySet[Surveillance]:
    """Surveillance of certificates one holds or issued, what is due first."""
    return (
        Surveillance.objects.filter(application__in=applications(acting).values("id"))
        .select_related("application", "application__organisation", "application__body")
        .order_by("due", "id")
    )


def surveillance(acting: Acting, surveillance_id: UUID | str) -> Surveillance:
    """One of them. Raises `web.absent`."""
    return by_id(surveillances(acting).select_related("by", "concluded_by"), surveillance_id)


def surveillance_standing(acting: Acting, of: Surveillance) -> Standing:
    """What a decision on a surveillance rests on: its own visit, nonconformities and finders."""
    base = of.application
    visit = inspection_of(base, of)
    own_ncs = of.nonconformities.all()
    finders = set(Answer.objects.filter(inspection__surveillance=of).values_list("by_id", flat=True))
    finders |= set(own_ncs.values_list("raised_by_id", flat=True))
    finders |= {of.by_id} if of.by_id else set()
    team = list(members(base))
    return Standing(
        acting,
        base.organisation_id,
        base.body_id,
        tied=tied(acting, base),
        team=frozenset(one.person_id for one in team if one.declared_at is not None),
        examined=frozenset(finders),
        unanswered=unanswered(visit) if visit is not None else 0,
        inspection_open=visit is None or visit.concluded_at is None,
        open_nonconformities=own_ncs.exclude(state="closed").count(),
    )


def drafts(acting: Acting) -> QuerySet[SchemeDraft]:
    """Schemes one's organisation is writing, last changed first."""
    return (
        SchemeDraft.objects.filter(organisation_id=acting.organisation_id, removed_at=None)
        .select_related("changed_by")
        .order_by("-changed_at", "id")
    )


def draft(acting: Acting, draft_id: UUID | str) -> SchemeDraft:
    """One of them. Raises `web.absent`."""
    return by_id(drafts(acting), draft_id)


def editions(acting: Acting) -> QuerySet[SchemeEdition]:
    """Versions of schemes one's organisation made, newest first."""
    return SchemeEdition.objects.filter(organisation_id=acting.organisation_id).order_by("-made_at", "id")


def edition(acting: Acting, edition_id: UUID | str) -> SchemeEdition:
    """A version that held once, or one of one's own. Raises `web.absent`."""
    seen = Q(state__in=schemes.HELD) | Q(organisation_id=acting.organisation_id)
    found = SchemeEdition.objects.filter(seen).select_related("organisation", "made_by")
    return by_id(found.prefetch_related(Prefetch("steps")), edition_id)


def scheme_standing(acting: Acting, of: SchemeEdition) -> SchemeStanding:
    """What a decision on a version of a scheme rests on."""
    return SchemeStanding(
        acting,
        of.organisation_id,
        makers=frozenset({of.made_by_id}),
        problems=len(problems_of(schemes.parsed(of.text))),
    )


def _occasion(kept: str) -> Occasion:
    return kept if kept in ("application", "surveillance", "renewal") else "application"  # type: ignore[return-value]
