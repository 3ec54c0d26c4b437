"""The API of the contributions room: offer, submit, decide, remark; lists of what waits."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Schema, UploadedFile
from ninja.params.functions import File, Form
from ninja.responses import Status
from pydantic import Field

from tanzuji.contributions import differences, queries, services
from tanzuji.contributions.gates import gates
from tanzuji.contributions.guards import plain_findings
from tanzuji.contributions.models import Contribution, Remark, Step
from tanzuji.contributions.papers import Comparable, Declarations, Kind, Provenance
from tanzuji.contributions.provenance.graph import trail
from tanzuji.contributions.services import Asked
from tanzuji.contributions.sight import seen_by
from tanzuji.contributions.states import CONTRIBUTION
from tanzuji.documents.datasets import Dataset
from tanzuji.parties.access import API_AUTH, acting
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import plain
from tanzuji.web.api import PAGING, BothLanguages, Paging, ProblemAnswer, both, part, refusals, refuse_encoded
from tanzuji.web.language import language

router = Router(auth=API_AUTH)


class OfferBody(Schema):
    """A dataset with its papers."""

    kind: Kind
    dataset: Dataset
    declarations: Declarations = Field(default_factory=Declarations)
    provenance: Provenance = Field(default_factory=Provenance)
    comparable: Comparable | None = Field(None, description="for kind `footprint` alone")
    key: str = Field("", max_length=80, description="the same key again is the same contribution")


class PapersBody(Schema):
    """Other papers for a draft."""

    edition: int = Field(description="of the papers that the change rests on")
    dataset: Dataset
    declarations: Declarations = Field(default_factory=Declarations)
    provenance: Provenance = Field(default_factory=Provenance)
    comparable: Comparable | None = None


class FindingAnswer(ProblemAnswer):
    """What a guard found."""

    level: str = Field(
        description="`error` keeps it from being submitted, `warning` is for the gates to look at"
    )


class ActionAnswer(Schema):
    """An action that leaves the state, and why it is not possible where it is not."""

    action: str
    possible: bool
    problem: ProblemAnswer | None


class ContributionAnswer(Schema):
    """A contribution as lists show it."""

    id: UUID
    number: str = Field(examples=["D-000123"])
    kind: Kind
    state: str
    organisation: BothLanguages
    name: BothLanguages
    dataset: str
    value: float | None = Field(description="kg CO2e per unit")
    unit: str
    edition: int
    steps: int = Field(description="how many were taken; send it as `seen` with a decision")
    due: date | None
    release: str = Field(description="name@version with which it entered the library")
    pre_study: bool
    real_scene: bool


class WholeAnswer(ContributionAnswer):
    """A contribution with its papers, findings and what may be done."""

    document: dict[str, Any]
    declarations: dict[str, Any]
    provenance: dict[str, Any]
    comparable: dict[str, Any] | None
    findings: list[FindingAnswer]
    actions: list[ActionAnswer]


class ContributionList(Schema):
    """Part of a list of contributions."""

    items: list[ContributionAnswer]
    count: int


class ReasonBody(Schema):
    """A point of a return."""

    place: str = Field("", examples=["dataset.unit"])
    text: str


class DecisionBody(Schema):
    """A decision; each action reads what is its own."""

    action: str = Field(description=f"one of {', '.join(services.ACTIONS)}")
    reason: str = ""
    seen: int | None = Field(
        None, description="`steps` as you saw it; the same decision again changes nothing"
    )
    organisation: str = Field("", description="assign: whose gate it is")
    due: date | None = None
    email: str = Field("", description="take_on: a reviewer of your organisation")
    confirmed: list[str] = Field([], description="check_provenance: ids of the inputs that hold")
    remarks: dict[str, str] = Field({}, description="check_provenance: words on inputs, by id")
    reasons: list[ReasonBody] = Field([], description="return: point by point")
    by: str = Field("", description="supersede: the contribution that takes its place")


class StepAnswer(Schema):
    """What was done with it."""

    action: str
    before: str
    after: str
    revision: int
    reason: str
    detail: dict[str, Any]
    person: str | None
    organisation: BothLanguages
    at: datetime


class RemarkAnswer(Schema):
    """A remark or an answer to one."""

    id: UUID
    place: str
    text: str
    answers: UUID | None
    revision: int
    person: str
    organisation: BothLanguages
    at: datetime
    settled: bool


class RemarkBody(Schema):
    """A remark."""

    text: str
    place: str = ""


class AnswerBody(Schema):
    """An answer to a remark."""

    text: str


class SourceAnswer(Schema):
    """What a reference leads to, for whoever asks."""

    reference: str
    kind: BothLanguages
    name: BothLanguages
    there: bool


class TrailRowAnswer(Schema):
    """An input with its share of the result and its sources."""

    id: str
    name: BothLanguages
    amount: float
    unit: str
    result: float
    share: float
    feeds: str
    traced: bool
    sources: list[SourceAnswer]


class TrailAnswer(Schema):
    """The provenance graph: inputs, their sources, and how much of the result they cover."""

    coverage: float
    asked: float
    by_kind: dict[str, float]
    unexplained: float
    inputs: list[TrailRowAnswer]


class ChangeAnswer(Schema):
    """A place that differs between two submissions."""

    place: str
    before: Any
    after: Any
    percent: float | None


def short(of: Contribution) -> ContributionAnswer:
    """A contribution as lists show it."""
    return ContributionAnswer(**_columns(of))


def _columns(of: Contribution) -> dict[str, Any]:
    return {
        "id": of.id, "number": of.number, "kind": of.kind, "state": of.state, "name": both(of.name),
        "organisation": both(of.organisation.name), "dataset": of.dataset_id, "value": of.value, "unit": of.unit,
        "edition": of.edition, "steps": of.number_of_steps, "due": of.due, "release": of.release,
        "pre_study": of.pre_study, "real_scene": of.real_scene,
    }  # fmt: skip


def whole(request: HttpRequest, contribution_id: UUID) -> WholeAnswer:
    """A contribution with everything, as it is now. Raises `web.absent`."""
    who = acting(request)
    of = queries.contribution(who, contribution_id)
    newest = queries.revisions(of).first()
    if of.organisation_id == who.organisation_id and of.state in ("draft", "self_checked", "returned"):
        found = plain_findings(queries.findings(who, of))
    else:
        found = json.loads(newest.findings) if newest else []
    actions = [
        ActionAnswer(
            action=action,
            possible=verdict.allowed,
            problem=ProblemAnswer(**plain(verdict.problem)) if verdict.problem else None,
        )
        for action, verdict in CONTRIBUTION.next(of.state, queries.standing(who, of))
    ]
    return WholeAnswer(
        **_columns(of), document=of.dataset.plain(), declarations=of.declarations.plain(),
        provenance=of.provenance.plain(), comparable=of.footprint.plain() if of.footprint else None,
        findings=[FindingAnswer(**each) for each in found], actions=actions,
    )  # fmt: skip


def _list(who: Acting, found: QuerySet[Contribution], paging: Paging) -> ContributionList:
    rows, count = part(found.select_related("organisation"), paging)
    return ContributionList(items=[short(row) for row in seen_by(who, rows)], count=count)


@router.get("", response={200: ContributionList, **refusals()}, summary="List what you offer")
def list_contributions(request: HttpRequest, paging: Paging = PAGING) -> ContributionList:
    """Contributions of your organisation, newest first."""
    who = acting(request)
    return _list(who, queries.own(who), paging)


@router.get("gate", response={200: ContributionList, **refusals()}, summary="List what waits at your gate")
def list_at_gate(request: HttpRequest, paging: Paging = PAGING) -> ContributionList:
    """What your organisation verifies or checks, what is due first at the head."""
    who = acting(request)
    return _list(who, queries.at_gate(who), paging)


@router.get("queue", response={200: ContributionList, **refusals()}, summary="List what you curate")
def list_curated(request: HttpRequest, paging: Paging = PAGING) -> ContributionList:
    """What your organisation looks after as a curator, from submission on."""
    who = acting(request)
    return _list(who, queries.curated(who), paging)


@router.post("", response={201: WholeAnswer, **refusals()}, summary="Offer a dataset")
def offer_contribution(request: HttpRequest, body: OfferBody) -> Status[WholeAnswer]:
    """A draft. `decisions` with `self_check` and `submit` take it to the gates."""
    made = services.offer(
        acting(request),
        body.dataset.plain(),
        kind=body.kind,
        footprint=body.comparable.plain() if body.comparable else None,
        declarations=body.declarations.plain(),
        provenance=body.provenance.plain(),
        key=body.key,
    )
    return Status(201, whole(request, made.id))


FILE: UploadedFile = File(..., description="CSV, XLSX, or ILCD (ZIP, XML), 8 MiB at most")
MAPPING: str = Form(
    "", description="what the columns of a table stand for, as YAML; guessed where it is empty"
)
DECLARED: str = Form("{}", description="declarations for every row, as JSON")


@router.post("file", response={201: ContributionList, **refusals(413)}, summary="Offer all rows of a file")
def offer_contributions_file(
    request: HttpRequest, file: UploadedFile = FILE, mapping: str = MAPPING, declarations: str = DECLARED
) -> Status[ContributionList]:
    """Every row becomes a draft, or none does: each bad cell is named. The file goes into your evidence vault."""
    refuse_encoded(request)
    who = acting(request)
    kept = services.receive(who, file.name or "", file.read())
    try:
        made = services.offer_rows(
            who, kept.id, mapping=mapping, declarations=services.read_declarations(declarations)
        )
    finally:
        services.forget(
            who, kept.id
        )  # a program sends the whole file again; nobody would ever remove this one
    return Status(201, ContributionList(items=[short(row) for row in made], count=len(made)))


@router.get(
    "{uuid:contribution_id}", response={200: WholeAnswer, **refusals(404)}, summary="Read a contribution"
)
def get_contribution(request: HttpRequest, contribution_id: UUID) -> WholeAnswer:
    """Its papers, what the guards found, and what may be done with it, with the reason where it may not."""
    return whole(request, contribution_id)


@router.put(
    "{uuid:contribution_id}", response={200: WholeAnswer, **refusals(404, 409)}, summary="Change a draft"
)
def put_contribution(request: HttpRequest, contribution_id: UUID, body: PapersBody) -> WholeAnswer:
    """Other papers; 409 where somebody changed them since `edition`."""
    services.edit(
        acting(request),
        contribution_id,
        edition=body.edition,
        document=body.dataset.plain(),
        footprint=body.comparable.plain() if body.comparable else None,
        declarations=body.declarations.plain(),
        provenance=body.provenance.plain(),
    )
    return whole(request, contribution_id)


@router.post("{uuid:contribution_id}/decisions", response={200: WholeAnswer, **refusals(404, 409)},
             summary="Decide on a contribution")  # fmt: skip
def decide_contribution(request: HttpRequest, contribution_id: UUID, body: DecisionBody) -> WholeAnswer:
    """Self-check, submit, assign, verify, check the provenance, return, reject, queue, withdraw, supersede, suspend,
    reinstate. Entering the library is no decision of its own: a release does it."""
    services.act(
        acting(request),
        contribution_id,
        body.action,
        Asked(
            reason=body.reason, seen=body.seen, organisation=body.organisation, due=body.due, email=body.email,
            confirmed=tuple(body.confirmed), remarks=body.remarks,
            reasons=tuple((each.place, each.text) for each in body.reasons), by=body.by,
        ),
    )  # fmt: skip
    return whole(request, contribution_id)


@router.get("{uuid:contribution_id}/steps", response={200: list[StepAnswer], **refusals(404)},
            summary="Read what was done with it")  # fmt: skip
def list_contribution_steps(request: HttpRequest, contribution_id: UUID) -> list[StepAnswer]:
    """Newest first: who, for which organisation, from where to where, and why."""
    of = queries.contribution(acting(request), contribution_id)
    return [_step(each) for each in queries.steps(of)]


def _step(of: Step) -> StepAnswer:
    return StepAnswer(
        action=of.action, before=of.before, after=of.after, revision=of.revision, reason=of.reason,
        detail=queries.detail(of), person=of.by.name if of.by else None, organisation=both(of.organisation.name),
        at=of.at,
    )  # fmt: skip


@router.get("{uuid:contribution_id}/provenance", response={200: TrailAnswer, **refusals(404)},
            summary="Read the provenance graph")  # fmt: skip
def get_contribution_provenance(request: HttpRequest, contribution_id: UUID) -> TrailAnswer:
    """Inputs, sources and coverage; `there` is whether you yourself may open a source."""
    who = acting(request)
    found = trail(who, queries.contribution(who, contribution_id), language())
    rows = [
        TrailRowAnswer(
            id=row.input.id, name=both(row.input.name), amount=row.input.amount, unit=row.input.unit,
            result=row.input.result, share=row.share, feeds=row.input.feeds, traced=row.traced,
            sources=[
                SourceAnswer(reference=s.reference, kind=both(s.kind), name=both(s.name), there=s.there)
                for s in row.sources
            ],
        )
        for row in found.rows
    ]  # fmt: skip
    return TrailAnswer(
        coverage=found.coverage.share, asked=gates().coverage, by_kind={str(kind): share for kind, share in found.coverage.by_kind.items()},
        unexplained=found.coverage.unexplained, inputs=rows,
    )  # fmt: skip


@router.get("{uuid:contribution_id}/changes", response={200: list[ChangeAnswer], **refusals(404)},
            summary="Compare with the submission before")  # fmt: skip
def list_contribution_changes(request: HttpRequest, contribution_id: UUID) -> list[ChangeAnswer]:
    """The newest submission against the one before, or against what it replaces in the library."""
    of = queries.contribution(acting(request), contribution_id)
    revisions = list(queries.revisions(of)[:2])
    old = revisions[1] if len(revisions) > 1 else of.replaces
    found = differences.changes(old, revisions[0] if revisions else of) if old is not None else []
    return [ChangeAnswer(place=c.place, before=c.before, after=c.after, percent=c.percent) for c in found]


@router.get("{uuid:contribution_id}/remarks", response={200: list[RemarkAnswer], **refusals(404)},
            summary="Read remarks")  # fmt: skip
def list_contribution_remarks(request: HttpRequest, contribution_id: UUID) -> list[RemarkAnswer]:
    """Remarks and answers in the order in which they were made."""
    of = queries.contribution(acting(request), contribution_id)
    return [_remark(each) for each in queries.remarks(of)]


def _remark(of: Remark) -> RemarkAnswer:
    return RemarkAnswer(
        id=of.id, place=of.place, text=of.text, answers=of.answers_id, revision=of.revision, person=of.by.name,
        organisation=both(of.organisation.name), at=of.at, settled=of.settled_at is not None,
    )  # fmt: skip


@router.post(
    "{uuid:contribution_id}/remarks", response={201: RemarkAnswer, **refusals(404)}, summary="Remark"
)
def make_contribution_remark(
    request: HttpRequest, contribution_id: UUID, body: RemarkBody
) -> Status[RemarkAnswer]:
    """A remark on a place, or on the whole."""
    return Status(
        201, _remark(services.remark(acting(request), contribution_id, body.text, place=body.place))
    )


@router.post("{uuid:contribution_id}/remarks/{uuid:remark_id}/answers",
             response={201: RemarkAnswer, **refusals(404)}, summary="Answer a remark")  # fmt: skip
def answer_contribution_remark(
    request: HttpRequest, contribution_id: UUID, remark_id: UUID, body: AnswerBody
) -> Status[RemarkAnswer]:
    """An answer; a contributor answers every remark before the data are submitted again."""
    return Status(201, _remark(services.answer(acting(request), contribution_id, remark_id, body.text)))


@router.post("{uuid:contribution_id}/remarks/{uuid:remark_id}/settle",
             response={200: RemarkAnswer, **refusals(404)}, summary="Settle a remark")  # fmt: skip
def settle_contribution_remark(request: HttpRequest, contribution_id: UUID, remark_id: UUID) -> RemarkAnswer:
    """By the organisation that made it."""
    return _remark(services.settle(acting(request), contribution_id, remark_id))
