"""What the API of the verification room is sent and answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from tanzuji.documents.text import Text
from tanzuji.verification.papers import Level, Opinion, Severity, TeamRole
from tanzuji.web.api import BothLanguages, ProblemAnswer

SEEN = Field(None, description="`steps` as you saw it; 409 where somebody acted since")


class Body(Schema):
    """What is sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class RequestBody(Body):
    """A verification asked for."""

    study: UUID = Field(description="a submitted study of yours; its newest version is handed in")
    verifier: UUID
    level: Level
    purpose: str = Field("", max_length=4000, description="what the statement is wanted for")
    due: date | None = None
    libraries: bool = Field(False, description="whether your own libraries go along in packages, whole")


class TeamLine(Body):
    """Somebody of the verifier, and their part."""

    email: str = Field(max_length=254)
    role: TeamRole


class OfferBody(Body):
    """What the verifier offers."""

    team: list[TeamLine] = Field(max_length=50)
    due: date | None = None
    terms: str = Field("", max_length=4000)
    seen: int | None = SEEN


class TeamBody(Body):
    """Another team; who stays in their role keeps their declaration."""

    team: list[TeamLine] = Field(max_length=50)
    reason: str = Field(max_length=4000)
    seen: int | None = SEEN


class DecisionBody(Body):
    """A step that needs no more than a reason."""

    action: Literal["accept", "decline", "withdraw", "terminate", "return"]
    reason: str = Field("", max_length=4000)
    seen: int | None = SEEN


class DeclarationBody(Body):
    """Your own declaration of independence; all four points have to hold."""

    no_interest: bool
    no_advice: bool
    no_kin: bool
    confidential: bool
    threats: str = Field("", max_length=2000, description="threats and their safeguards")


class PlanBody(Body):
    """How the verification goes about it; the sample is drawn from the newest submission."""

    materiality: float = Field(0.05, description="share of the total up to which errors do not matter")
    added: list[str] = Field([], max_length=200, description="places examined beside the sample")
    procedures: dict[str, str] = Field({}, description="what is done, by place")
    risks: str = Field("", max_length=4000)
    visit: str = Field("", max_length=2000)
    criteria: str = Field("", max_length=1000)
    seen: int | None = SEEN


class LineBody(Body):
    """A line of the sample, and what was done with it or why it was left."""

    place: str = Field(max_length=300)
    outcome: Literal["examined", "left"] = "examined"
    text: str = Field(max_length=1000)


class ExaminationBody(Body):
    """Lines of the sample that were examined or left."""

    lines: list[LineBody] = Field(min_length=1, max_length=1000)


class AskBody(Body):
    """Evidence asked for."""

    text: str = Field(max_length=4000)
    place: str = Field("", max_length=300, examples=["processes[grinding].energy[power].amount"])
    due: date | None = None


class AnswerBody(Body):
    """An answer with a paper of the vault, or with words alone."""

    text: str = Field("", max_length=4000)
    evidence: str = Field("", max_length=80, description="id or digest of a paper of your vault")


class FindingBody(Body):
    """A finding."""

    text: str = Field(max_length=4000)
    severity: Severity
    place: str = Field("", max_length=300)
    clause: str = Field("", max_length=200, description="what it goes against")
    effect: float | None = Field(None, description="kg CO2e per unit of the study, stated − right")


class SettleBody(Body):
    """What is done about a finding: `answer` by the client, the others by the team."""

    action: Literal["answer", "close", "reopen", "leave"]
    text: str = Field("", max_length=4000)
    cause: str = Field("", max_length=4000)


class NoteBody(Body):
    """The newest submitted version handed in."""

    note: str = Field("", max_length=4000, description="what changed")
    seen: int | None = SEEN


class DraftBody(Body):
    """The statement as drafted. Level and materiality are the engagement's and the plan's."""

    opinion: Opinion
    criteria: str = Field(min_length=1, max_length=1000)
    scope: Text
    basis: Text = Field(description="what was done")
    reservations: Text | None = None
    months: int = Field(24, ge=1, le=60, description="how long it is valid")
    seen: int | None = SEEN


class SignBody(Body):
    """The reviewer's words on the technical review."""

    reason: str = Field("", max_length=4000)
    seen: int | None = SEEN


class ReasonBody(Body):
    """Why."""

    reason: str = Field(max_length=4000)


class InviteBody(Body):
    """A reviewer without an account, for one version of one's own study."""

    study: UUID
    version: int = Field(ge=1, le=1_000_000)
    name: str = Field(max_length=120)
    email: str = Field(max_length=254)
    affiliation: str = Field("", max_length=200)
    asks: str = Field("", max_length=4000, description="what to look at")
    until: date | None = Field(None, description="30 days from today where it is left out")


class ReplyBody(Body):
    """The answer to a remark of the reviewer."""

    text: str = Field(max_length=4000)


class PartyAnswer(Schema):
    """An organisation."""

    id: UUID
    name: BothLanguages


class ActionAnswer(Schema):
    """A step that leaves the state, and why it is not possible for you where it is not."""

    action: str
    possible: bool
    problem: ProblemAnswer | None


class VerificationAnswer(Schema):
    """A verification as lists show it."""

    id: UUID
    number: str = Field(examples=["V-000123"])
    state: str
    level: str = Field(description="`limited` or `reasonable`")
    client: PartyAnswer
    verifier: PartyAnswer
    study: BothLanguages = Field(description="its name")
    due: date | None
    since: datetime
    steps: int = Field(description="how many were taken; send it as `seen` with the next")


class MemberAnswer(Schema):
    """Somebody of the team."""

    name: str
    email: str = Field(description="empty for the client")
    role: str = Field(description="`lead`, `member` or `reviewer`")
    declared_at: datetime | None
    threats: str


class SubmissionAnswer(Schema):
    """A version handed in."""

    number: int
    version: int
    total: float = Field(description="kg CO2e per unit of the study")
    result_digest: str
    note: str
    at: datetime


class WholeAnswer(VerificationAnswer):
    """A verification with its team and what may be done."""

    purpose: str
    libraries: bool
    team: list[MemberAnswer]
    submissions: list[SubmissionAnswer] = Field(description="newest first; none before you may read them")
    statement: UUID | None
    actions: list[ActionAnswer]


class VerificationList(Schema):
    """Part of a list of verifications."""

    items: list[VerificationAnswer]
    count: int


class StepAnswer(Schema):
    """What was done."""

    sequence: int
    action: str
    before: str
    after: str
    submission: int
    reason: str
    detail: dict[str, Any]
    person: str | None
    organisation: BothLanguages
    at: datetime


class PlanAnswer(Schema):
    """A plan; the newest counts."""

    number: int
    by: str
    at: datetime
    plan: dict[str, Any] = Field(
        description="level, materiality, sample with its seed, risks, visit, criteria"
    )


class LineAnswer(Schema):
    """A line of the sample and how far it is."""

    place: str
    process: BothLanguages
    name: BothLanguages
    state: Literal["open", "examined", "left", "gone"] = Field(
        description="`left` with a reason; `gone`: the newest submission has no such line"
    )
    papers: list[str] = Field(description="evidence that was checked (`E3`) and findings (`F2`) on it")
    text: str = Field(description="what was done, or why it was left; may be empty where papers are on it")
    by: str | None
    at: datetime | None


class SampleAnswer(Schema):
    """The sample of the plan that counts, in the plan's order."""

    lines: list[LineAnswer]


class EvidenceAnswer(Schema):
    """What was said to a request."""

    text: str
    evidence: str | None = Field(description="SHA-256 of the paper")
    title: str | None
    organisation: BothLanguages
    at: datetime


class EvidenceRequestAnswer(Schema):
    """Evidence asked for, with the answers."""

    id: UUID
    number: int
    place: str
    text: str
    due: date | None
    at: datetime
    checked_at: datetime | None
    answers: list[EvidenceAnswer]


class FindingStepAnswer(Schema):
    """What was done about a finding."""

    action: str
    text: str
    cause: str
    organisation: BothLanguages
    at: datetime


class FindingAnswer(Schema):
    """A finding and where it stands."""

    id: UUID
    number: int
    submission: int
    place: str
    severity: str = Field(description="`major`, `minor` or `observation`")
    clause: str
    text: str
    effect: float | None
    state: str = Field(description="`open`, `answered`, `closed` or `left`")
    at: datetime
    steps: list[FindingStepAnswer]


class RecomputationAnswer(Schema):
    """A submission computed anew."""

    submission: int
    origin: str = Field(description="`server`, or `verifier`: reported from its own machine")
    outcome: str = Field(description="`equal`, `differs` or `failed`")
    package: str = Field(description="digest of the package")
    at: datetime
    report: dict[str, Any] = Field(description="what it reported: stated and recomputed figures")


class DraftAnswer(Schema):
    """A statement as drafted."""

    number: int
    submission: int
    by: str
    at: datetime
    paper: dict[str, Any]


class StatementAnswer(Schema):
    """A signed statement."""

    id: UUID
    number: str = Field(examples=["VS-2026-000012"])
    engagement: UUID
    version: int = Field(description="id of the version it is on")
    study: UUID
    client: PartyAnswer
    verifier: PartyAnswer
    level: str = Field(description="`limited` or `reasonable`")
    opinion: str = Field(description="`unmodified`, `qualified`, `adverse` or `disclaimer`")
    footprint: str
    result_digest: str
    total: str = Field(description="kg CO2e per unit, ten significant digits")
    unit: str
    boundary: str
    rule: str
    reservations: BothLanguages | None
    digest: str = Field(description="of everything it says")
    signed_at: datetime
    signed_by: str
    valid_until: date
    status: Literal["valid", "expired", "withdrawn"]
    withdrawn_at: datetime | None
    withdrawn_because: str


class StatementList(Schema):
    """Part of a list of statements."""

    items: list[StatementAnswer]
    count: int


class RemarkAnswer(Schema):
    """A remark of a reviewer without an account."""

    id: UUID
    number: int
    place: str
    severity: str = Field(description="`major`, `minor` or `observation`")
    text: str
    at: datetime
    answer: str
    answered_at: datetime | None


class ReviewAnswer(Schema):
    """A critical review by somebody without an account."""

    id: UUID
    number: str = Field(examples=["R-000012"])
    state: str = Field(description="`invited`, `opened`, `signed`, `withdrawn` or `expired`")
    study: UUID
    version: int
    name: str
    email: str
    affiliation: str
    asks: str
    expires_at: datetime
    opened_at: datetime | None
    signed_at: datetime | None
    conclusion: str | None = Field(
        description="`conforms`, `with_remarks` or `does_not_conform`, once signed"
    )
    comment: str
    signature: str
    digest: str
    remarks: list[RemarkAnswer]


class InvitationAnswer(ReviewAnswer):
    """A review with the link to hand to the reviewer: it opens once and is told once."""

    link: str | None = Field(description="null where the request is a repeated one; renew it for another")


class ReviewList(Schema):
    """Part of a list of reviews."""

    items: list[ReviewAnswer]
    count: int
