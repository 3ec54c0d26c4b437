"""The API of the benchmarks room. What is published may be read by anybody, without a token."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from tanzuji.benchmarks import policy, queries, services
from tanzuji.benchmarks.comparing import Gap
from tanzuji.benchmarks.disclosure import Key
from tanzuji.benchmarks.models import Benchmark, Comment, Snapshot
from tanzuji.benchmarks.scoring import OWN_DEFAULT
from tanzuji.parties.access import API_AUTH, OPEN_AUTH, acting, asking
from tanzuji.web.answers import plain
from tanzuji.web.api import PAGING, BothLanguages, Paging, ProblemAnswer, both, part, refusals

State = Literal["draft", "consultation", "decided", "published", "retired", "dropped"]
Said = Annotated[str, Field(max_length=4000)]
Number = Annotated[Decimal, Field(gt=0, le=Decimal("1e15"), allow_inf_nan=False)]


router = Router(auth=OPEN_AUTH)


class Asked(Schema):
    """A body without fields that are not known."""

    model_config = ConfigDict(extra="forbid")


class KeyFields(Asked):
    """What footprints have to have in common before they are compared."""

    rule: str = Field(max_length=200, examples=["cn.cement@1"])
    unit: str = Field(max_length=120, examples=["1 t"])
    boundary: str = Field(max_length=40, examples=["cradle_to_gate"])
    gwp_set: str = Field(max_length=20, examples=["AR6"])
    electricity: str = Field("", max_length=60)
    end_of_life: str = Field("", max_length=60)
    allocation: str = Field("", max_length=120)


class Statistics(Schema):
    """What was published of the footprints that were counted, kg CO2e per unit, rounded."""

    groups: int = Field(description="groups of companies")
    digits: int = Field(description="significant digits")
    mean: str = Field(description="weighted by output")
    p10: str | None
    median: str | None
    p90: str | None


class BenchmarkAnswer(Schema):
    """Limit, reference and best value for one kind of footprint and year."""

    id: UUID
    number: str = Field(examples=["B-0001"])
    state: State
    edition: int
    name: BothLanguages
    proposed_by: BothLanguages
    key: KeyFields
    year: int
    limit: str = Field(description="kg CO2e per unit, as published")
    reference: str
    best: str
    statistics: Statistics
    reasons: str
    closes_on: date | None = Field(description="last day of the consultation")
    published_on: date | None
    retired_on: date | None
    replaces: UUID | None
    page: str = Field(description="after /zh or /en")


class BenchmarkList(Schema):
    """Part of a list of benchmarks."""

    items: list[BenchmarkAnswer]
    count: int


class CandidateAnswer(Schema):
    """A kind of footprint and a year of which a snapshot could be taken, or why not."""

    key: KeyFields
    year: int
    ready: bool
    examined: bool = Field(
        description="false where it takes long to tell; a snapshot can be asked for all the same"
    )
    reasons: list[ProblemAnswer]


class SnapshotRequest(KeyFields):
    """Of which footprints a snapshot is to be taken."""

    year: int = Field(ge=1990, le=2100)


class SnapshotAnswer(Schema):
    """A snapshot: counted once, and not again."""

    id: UUID
    key: KeyFields
    year: int
    statistics: Statistics
    held_back: int = Field(description="newcomers that were not counted, so that the years do not show them")
    digest: str
    taken_at: datetime


class ProposalRequest(Asked):
    """Proposed values, kg CO2e per unit; those left out are taken as computed."""

    name_zh: str = Field(max_length=200)
    name_en: str = Field("", max_length=200)
    limit: Number | None = None
    reference: Number | None = None
    best: Number | None = None
    reasons: Said = ""

    @property
    def values(self) -> dict[str, Decimal]:
        given = {"limit": self.limit, "reference": self.reference, "best": self.best}
        return {name: value for name, value in given.items() if value is not None}


class ConsultRequest(Asked):
    """The last day on which comments are taken."""

    closes_on: date
    edition: int | None = None


class CommentRequest(Asked):
    """A public comment."""

    text: Said


class AnswerRequest(Asked):
    """A public answer to a comment."""

    adopted: Literal["yes", "partly", "no"]
    text: Said


class CommentAnswer(Schema):
    """A comment with its answer."""

    id: UUID
    text: str
    by: str
    organisation: BothLanguages
    at: datetime
    adopted: Literal["yes", "partly", "no"] | None = None
    answer: str | None = None


class CommentList(Schema):
    """Part of the comments of a consultation."""

    items: list[CommentAnswer]
    count: int


class ActRequest(Asked):
    """A step of the life cycle."""

    action: Literal["decide", "return", "publish", "retire", "drop"]
    reason: Said = ""
    edition: int | None = None


class GapRequest(Asked):
    """A footprint of the kind that the benchmark is of, kg CO2e per unit."""

    unit: str = Field(max_length=120, examples=["1 t"])
    value: float = Field(ge=-1e15, le=1e15, allow_inf_nan=False)
    low: float | None = Field(None, allow_inf_nan=False, description="of the 90 % interval")
    high: float | None = Field(None, allow_inf_nan=False)


class GapAnswer(Schema):
    """How far a footprint is from a benchmark; above it is positive. Score and grade are this system's own default."""

    benchmark: UUID
    value: float
    limit: float
    reference: float
    best: float
    to_limit: float
    to_reference: float
    to_best: float
    score: float = Field(description="0 to 100")
    grade: int = Field(description="1 best, 5 above the limit; the worse one where it is borderline")
    grade_of_value: int
    borderline: bool
    note: BothLanguages


@router.get("", response={200: BenchmarkList, **refusals()}, summary="List benchmarks")
def list_benchmarks(
    request: HttpRequest,
    rule: str | None = None,
    unit: str | None = None,
    boundary: str | None = None,
    year: int | None = None,
    paging: Paging = PAGING,
) -> BenchmarkList:
    """Published benchmarks, newest year first."""
    rows, count = part(queries.published(rule, unit, boundary, year), paging)
    return BenchmarkList(items=[_told(row) for row in rows], count=count)


@router.get(
    "candidates",
    auth=API_AUTH,
    response={200: list[CandidateAnswer], **refusals()},
    summary="What could be counted",
)
def list_candidates(request: HttpRequest) -> list[CandidateAnswer]:
    """Kinds of verified footprints and past years without a snapshot, with the reasons where none can be taken."""
    policy.may_propose(acting(request)).enforce()
    return [
        CandidateAnswer(
            key=KeyFields(**asdict(one.key)),
            year=one.year,
            ready=one.ready,
            examined=one.examined,
            reasons=[ProblemAnswer(**plain(problem)) for problem in one.reasons],
        )
        for one in queries.candidates()
    ]


@router.post(
    "snapshots", auth=API_AUTH, response={201: SnapshotAnswer, **refusals()}, summary="Take a snapshot"
)
def take_snapshot(request: HttpRequest, asked: SnapshotRequest) -> tuple[int, SnapshotAnswer]:
    """Count the verified footprints of a kind and year, once and for all."""
    key = Key(**asked.model_dump(exclude={"year"}))
    return 201, _snapshot(services.take_snapshot(acting(request), key, asked.year))


@router.post(
    "snapshots/{uuid:snapshot_id}/proposals",
    auth=API_AUTH,
    response={201: BenchmarkAnswer, **refusals(404)},
    summary="Propose values",
)
def propose_benchmark(
    request: HttpRequest, snapshot_id: UUID, asked: ProposalRequest
) -> tuple[int, BenchmarkAnswer]:
    """Propose limit, reference and best value from a snapshot."""
    made = services.propose(
        acting(request), snapshot_id,
        name_zh=asked.name_zh, name_en=asked.name_en, values=asked.values, reasons=asked.reasons,
    )  # fmt: skip
    return 201, _told(made)


@router.get(
    "{uuid:benchmark_id}", response={200: BenchmarkAnswer, **refusals(404)}, summary="Read a benchmark"
)
def get_benchmark(request: HttpRequest, benchmark_id: UUID) -> BenchmarkAnswer:
    """One that is public, or a draft of your organisation."""
    return _told(queries.benchmark(asking(request), benchmark_id))


@router.post(
    "{uuid:benchmark_id}/gap", response={200: GapAnswer, **refusals(404)}, summary="Gap of a footprint"
)
def get_gap(request: HttpRequest, benchmark_id: UUID, asked: GapRequest) -> GapAnswer:
    """The gap, score and grade of a footprint that is comparable with a published benchmark. Nothing is kept."""
    return _gap(
        queries.gap_to(asking(request), benchmark_id, asked.unit, asked.value, low=asked.low, high=asked.high)
    )


@router.get(
    "{uuid:benchmark_id}/comments", response={200: CommentList, **refusals(404)}, summary="List comments"
)
def list_opinions(request: HttpRequest, benchmark_id: UUID, paging: Paging = PAGING) -> CommentList:
    """What was said in the consultation, with the answers."""
    rows, count = part(queries.comments(queries.benchmark(asking(request), benchmark_id)), paging)
    return CommentList(items=[_comment(row) for row in rows], count=count)


@router.post(
    "{uuid:benchmark_id}/comments",
    auth=API_AUTH,
    response={201: CommentAnswer, **refusals(404)},
    summary="Comment",
)
def give_opinion(
    request: HttpRequest, benchmark_id: UUID, asked: CommentRequest
) -> tuple[int, CommentAnswer]:
    """Say something while it is open for comments; it is public."""
    return 201, _comment(services.comment(acting(request), benchmark_id, asked.text))


@router.post(
    "{uuid:benchmark_id}/comments/{uuid:objection_id}/answer",
    auth=API_AUTH,
    response={201: CommentAnswer, **refusals(404)},
    summary="Answer a comment",
)
def answer_opinion(
    request: HttpRequest, benchmark_id: UUID, objection_id: UUID, asked: AnswerRequest
) -> tuple[int, CommentAnswer]:
    """Answer a comment as the one who proposed the values; it is public."""
    made = services.answer(
        acting(request), benchmark_id, objection_id, adopted=asked.adopted, text=asked.text
    )
    return 201, _comment(made.comment)


@router.put(
    "{uuid:benchmark_id}/values",
    auth=API_AUTH,
    response={200: BenchmarkAnswer, **refusals(404, 409)},
    summary="Change values",
)
def change_benchmark(
    request: HttpRequest, benchmark_id: UUID, asked: ProposalRequest, edition: int | None = None
) -> BenchmarkAnswer:
    """Other values before they are opened for comments."""
    changed = services.change(
        acting(request), benchmark_id, edition=edition,
        name_zh=asked.name_zh, name_en=asked.name_en, values=asked.values, reasons=asked.reasons,
    )  # fmt: skip
    return _told(changed)


@router.post(
    "{uuid:benchmark_id}/consult",
    auth=API_AUTH,
    response={200: BenchmarkAnswer, **refusals(404, 409)},
    summary="Open for comments",
)
def consult_on_benchmark(request: HttpRequest, benchmark_id: UUID, asked: ConsultRequest) -> BenchmarkAnswer:
    """Open it for comments by anybody until a day."""
    return _told(
        services.consult(acting(request), benchmark_id, closes_on=asked.closes_on, edition=asked.edition)
    )


@router.post(
    "{uuid:benchmark_id}/act",
    auth=API_AUTH,
    response={200: BenchmarkAnswer, **refusals(404, 409)},
    summary="Decide, publish, retire",
)
def act_on_benchmark(request: HttpRequest, benchmark_id: UUID, asked: ActRequest) -> BenchmarkAnswer:
    """A step of the life cycle; two persons of the authority decide and publish."""
    return _told(
        services.act(acting(request), benchmark_id, asked.action, reason=asked.reason, edition=asked.edition)
    )


def _told(of: Benchmark) -> BenchmarkAnswer:
    return BenchmarkAnswer(
        id=of.id,
        number=of.number,
        state=of.state,  # type: ignore[arg-type]  # one of STATES
        edition=of.edition,
        name=both(of.name),
        proposed_by=both(of.organisation.name),
        key=KeyFields(**asdict(of.snapshot.key)),
        year=of.snapshot.year,
        limit=of.limit,
        reference=of.reference,
        best=of.best,
        statistics=Statistics(**json.loads(of.snapshot.published)),
        reasons=of.reasons,
        closes_on=of.closes_on,
        published_on=of.published_on,
        retired_on=of.retired_on,
        replaces=of.replaces_id,
        page=f"/benchmarks/{of.id}/",
    )


def _snapshot(of: Snapshot) -> SnapshotAnswer:
    return SnapshotAnswer(
        id=of.id,
        key=KeyFields(**asdict(of.key)),
        year=of.year,
        statistics=Statistics(**json.loads(of.published)),
        held_back=of.held_back,
        digest=of.digest,
        taken_at=of.at,
    )


def _comment(of: Comment) -> CommentAnswer:
    found = getattr(of, "answer", None)
    return CommentAnswer(
        id=of.id,
        text=of.text,
        by=of.by.name,
        organisation=both(of.organisation.name),
        at=of.at,
        adopted=found.adopted if found else None,
        answer=found.text if found else None,
    )


def _gap(of: Gap) -> GapAnswer:
    return GapAnswer(
        benchmark=of.benchmark.id,
        value=of.value,
        limit=of.values.limit,
        reference=of.values.reference,
        best=of.values.best,
        to_limit=of.to_limit,
        to_reference=of.to_reference,
        to_best=of.to_best,
        score=of.graded.score,
        grade=of.graded.grade,
        grade_of_value=of.graded.of_value,
        borderline=of.graded.borderline,
        note=both(OWN_DEFAULT),
    )
