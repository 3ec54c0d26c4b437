"""Rows of the verification room as its API shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanzuji.documents.text import Text
from tanzuji.footprints import verifying
from tanzuji.parties.acting import Acting
from tanzuji.verification import queries, reviews, services
from tanzuji.verification.api import schemas
from tanzuji.verification.examined import Line
from tanzuji.verification.models import (
    Draft,
    Engagement,
    EvidenceRequest,
    Finding,
    Recomputation,
    Review,
    ReviewRemark,
    Submission,
)
from tanzuji.verification.models import Plan as PlanRow
from tanzuji.verification.statements import StatementView
from tanzuji.verification.states import ENGAGEMENT
from tanzuji.web.answers import plain
from tanzuji.web.api import ProblemAnswer, both


def party(of: Any) -> schemas.PartyAnswer:
    """An organisation."""
    return schemas.PartyAnswer(id=of.id, name=both(of.name))


def listed(rows: Sequence[Engagement]) -> list[schemas.VerificationAnswer]:
    """Engagements as lists show them."""
    studies = verifying.names({of.study_id for of in rows})
    return [schemas.VerificationAnswer(**_columns(of, studies[of.study_id])) for of in rows]


def _columns(of: Engagement, study: Any) -> dict[str, Any]:
    return {
        "id": of.id, "number": of.number, "state": of.state, "level": of.level, "client": party(of.client),
        "verifier": party(of.verifier), "study": both(Text(zh=study.name_zh or None, en=study.name_en or None)),
        "due": of.due, "since": of.since, "steps": of.number_of_steps,
    }  # fmt: skip


def whole(acting: Acting, engagement_id: Any) -> schemas.WholeAnswer:
    """An engagement as it is now, with everything the acting organisation may know. Raises `web.absent`."""
    of = queries.engagement(acting, engagement_id)
    study = verifying.names([of.study_id])[of.study_id]
    signed, theirs = queries.statement_of(of), acting.organisation_id == of.verifier_id
    handed = queries.submissions(of) if queries.may_read(acting, of) else []
    return schemas.WholeAnswer(
        **_columns(of, study),
        purpose=of.purpose,
        libraries=of.libraries,
        team=[
            schemas.MemberAnswer(
                name=m.person.name, email=m.person.email if theirs else "", role=m.role, declared_at=m.declared_at,
                threats=queries.declaration(m).threats,
            )
            for m in queries.members(of)
        ],
        submissions=[submission(each) for each in handed],
        statement=signed.id if signed else None,
        actions=[
            schemas.ActionAnswer(
                action=action, possible=verdict.allowed,
                problem=ProblemAnswer(**plain(verdict.problem)) if verdict.problem else None,
            )
            for action, verdict in ENGAGEMENT.next(of.state, queries.standing(acting, of))
        ],
    )  # fmt: skip


def submission(of: Submission) -> schemas.SubmissionAnswer:
    """A version handed in."""
    version = of.version
    return schemas.SubmissionAnswer(
        number=of.number, version=version.number, total=version.total, result_digest=version.result_digest,
        note=of.note, at=of.at,
    )  # fmt: skip


def steps(of: Engagement) -> list[schemas.StepAnswer]:
    """What was done, newest first."""
    return [
        schemas.StepAnswer(
            sequence=row.sequence, action=row.action, before=row.before, after=row.after, submission=row.submission,
            reason=row.reason, detail=queries.detail(row), person=row.by.name if row.by else None,
            organisation=both(row.organisation.name), at=row.at,
        )
        for row in queries.steps(of)
    ]  # fmt: skip


def plan(row: PlanRow) -> schemas.PlanAnswer:
    """A plan."""
    paper = queries.plan_of(row).model_dump(mode="json")
    return schemas.PlanAnswer(number=row.number, by=row.by.name, at=row.at, plan=paper)


def line(of: Line) -> schemas.LineAnswer:
    """A line of the sample."""
    note = of.note
    return schemas.LineAnswer(
        place=of.item.place, process=both(of.item.process), name=both(of.item.name), state=of.state,
        papers=list(of.papers), text=note.text if note else "", by=note.by.name if note else None,
        at=note.at if note else None,
    )  # fmt: skip


def sample(of: Engagement) -> schemas.SampleAnswer:
    """The sample and how far it is."""
    return schemas.SampleAnswer(lines=[line(each) for each in queries.sample(of)])


def asked(row: EvidenceRequest) -> schemas.EvidenceRequestAnswer:
    """A request of evidence with its answers."""
    return schemas.EvidenceRequestAnswer(
        id=row.id, number=row.number, place=row.place, text=row.text, due=row.due, at=row.at,
        checked_at=row.checked_at,
        answers=[
            schemas.EvidenceAnswer(
                text=each.text, evidence=each.evidence.digest if each.evidence else None,
                title=each.evidence.title if each.evidence else None, organisation=both(each.organisation.name),
                at=each.at,
            )
            for each in row.answers.order_by("id").select_related("evidence", "organisation")
        ],
    )  # fmt: skip


def found(row: Finding) -> schemas.FindingAnswer:
    """A finding with what was done about it."""
    return schemas.FindingAnswer(
        id=row.id, number=row.number, submission=row.submission.number, place=row.place, severity=row.severity,
        clause=row.clause, text=row.text, effect=row.effect, state=row.state, at=row.at,
        steps=[
            schemas.FindingStepAnswer(
                action=each.action, text=each.text, cause=each.cause, organisation=both(each.organisation.name),
                at=each.at,
            )
            for each in row.steps.order_by("id").select_related("organisation")
        ],
    )  # fmt: skip


def recomputed(row: Recomputation, number: int) -> schemas.RecomputationAnswer:
    """A recomputation of a submission."""
    return schemas.RecomputationAnswer(
        submission=number, origin=row.origin, outcome=row.outcome, package=row.package_digest, at=row.at,
        report=services.outcome_of(row).model_dump(mode="json"),
    )  # fmt: skip


def draft(row: Draft) -> schemas.DraftAnswer:
    """A draft."""
    paper = queries.paper_of(row).model_dump(mode="json")
    return schemas.DraftAnswer(
        number=row.number, submission=row.submission.number, by=row.by.name, at=row.at, paper=paper
    )


def statement(view: StatementView) -> schemas.StatementAnswer:
    """A signed statement."""
    return schemas.StatementAnswer(
        id=view.id, number=view.number, engagement=view.engagement_id, version=view.version_id, study=view.study_id,
        client=party(view.client), verifier=party(view.verifier), level=view.level, opinion=view.opinion,
        footprint=view.footprint_id, result_digest=view.result_digest, total=view.total, unit=view.unit,
        boundary=view.boundary, rule=view.rule, reservations=both(view.reservations) if view.reservations else None,
        digest=view.digest, signed_at=view.signed_at, signed_by=view.signed_by, valid_until=view.valid_until,
        status=view.status, withdrawn_at=view.withdrawn_at, withdrawn_because=view.withdrawn_because,
    )  # fmt: skip


def remark(row: ReviewRemark) -> schemas.RemarkAnswer:
    """A remark of a reviewer."""
    return schemas.RemarkAnswer(
        id=row.id, number=row.number, place=row.place, severity=row.severity, text=row.text, at=row.at,
        answer=row.answer, answered_at=row.answered_at,
    )  # fmt: skip


def review(row: Review) -> schemas.ReviewAnswer:
    """A review with its remarks."""
    return schemas.ReviewAnswer(
        id=row.id, number=row.number, state=reviews.state_of(row), study=row.version.study_id,
        version=row.version.number, name=row.name, email=row.email, affiliation=row.affiliation, asks=row.asks,
        expires_at=row.expires_at, opened_at=row.opened_at, signed_at=row.signed_at,
        conclusion=row.conclusion or None, comment=row.comment, signature=row.signature, digest=row.digest,
        remarks=[remark(each) for each in reviews.remarks(row)],
    )  # fmt: skip
