"""What the API says and takes, beside the documents themselves (product model, footprint, findings)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from tanzuji.documents.editing import Conflict, Operation
from tanzuji.documents.footprints import Lines, ReleaseReference
from tanzuji.web.api import BothLanguages, ProblemAnswer, Problems

KG = "kg CO2e per unit of the study"

State = Literal["draft", "calculated", "internally_reviewed", "submitted", "verified"]


class Asked(Schema):
    """A body: a field that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


class PersonAnswer(Schema):
    """Somebody, as colleagues see them."""

    id: UUID
    name: str


class StudyRow(Schema):
    """A study in a list."""

    id: UUID
    name: BothLanguages
    state: State
    revision: int = Field(description="raised by every edit")
    total: float | None = Field(description=f"{KG} at `computed_revision`; null while it cannot be computed")
    unit: str = Field(description="what one unit is", examples=["1 t"])
    boundary: str = Field(examples=["cradle_to_gate"])
    errors: int = Field(description="rule errors, and problems that keep it from being computed")
    warnings: int
    computed_revision: int
    newest_version: int | None
    edited_by: PersonAnswer
    edited_at: datetime


class StudyList(Schema):
    """Part of a list of studies."""

    items: list[StudyRow]
    count: int


class StudyAnswer(StudyRow):
    """A study: where it stands, and the digests by which others can name exactly this."""

    digest: str = Field(description="of the product model in canonical form (RFC 8785, SHA-256)")
    releases: list[ReleaseReference] = Field(description="library releases it is computed on")
    created_by: PersonAnswer
    created_at: datetime


class CreatedStudy(StudyAnswer):
    """A new study, and what should be known of the file it was read from."""

    notices: list[ProblemAnswer] = Field([], description="no errors, e.g. sheets that were not read")


class ReleasesChoice(Asked):
    """Library releases to compute on."""

    releases: list[str] = Field(min_length=1, max_length=8, examples=[["starter 2026.11.3e17eb9b98"]])


class EditRequest(Asked):
    """Operations that belong together: all of them are made, or none."""

    operations: list[Operation] = Field(min_length=1, max_length=1000)
    force: bool = Field(False, description="the author has seen the other values and keeps their own")


class Summary(Schema):
    """A result in figures; null where the draft cannot be computed."""

    total: float | None = Field(description=KG)
    unit: str = Field(description="what one unit is", examples=["1 t"])
    unit_of_total: str = "kg CO2e"
    lines: Lines | None = Field(description=f"{KG}, by reporting line")
    stages: dict[str, float] = Field(description=f"{KG}, by life-cycle stage")
    errors: int
    warnings: int
    problems: list[ProblemAnswer] = Field(description="what keeps it from being computed")


class Edited(Schema):
    """The draft after an edit."""

    revision: int
    digest: str
    state: State
    result: Summary


class EditRow(Schema):
    """One step of a draft."""

    revision: int
    operations: list[dict[str, Any]]
    undoes: int | None = Field(description="the revision it takes back")
    digest: str
    by: PersonAnswer
    at: datetime


class EditList(Schema):
    items: list[EditRow]
    count: int


class Conflicts(Problems):
    """Two people changed the same places; nothing was stored."""

    conflicts: list[Conflict]
    revision: int = Field(description="of the draft as it stands")


class ResultAnswer(Summary):
    """The result of the draft or of a version."""

    revision: int
    version: int | None
    digest: str = Field(description="of the product model")
    footprint_id: str | None = Field(description="digest of all inputs of the computation")
    result_digest: str | None = Field(description="digest of the results at 10 significant digits")


class FigureRow(Schema):
    """A figure that has something to show."""

    name: str = Field(examples=["stage-bars"])
    title: BothLanguages
    svg: str = Field(description="address of the drawing")
    csv: str = Field(description="address of its numbers")


class VersionRequest(Asked):
    note: str = Field("", max_length=2000, description="what is new in it")


class VersionRow(Schema):
    """A frozen state of a study. Never changes."""

    number: int
    revision: int
    digest: str = Field(description="of the product model")
    footprint_id: str
    result_digest: str
    total: float = Field(description=KG)
    unit: str
    errors: int
    warnings: int
    note: str
    releases: list[ReleaseReference]
    made_by: PersonAnswer
    made_at: datetime


class VersionList(Schema):
    items: list[VersionRow]
    count: int


class DecisionRequest(Asked):
    action: Literal["approve", "return", "submit", "reopen"]
    version: int = Field(ge=1, le=1_000_000, description="has to be the newest")
    reason: str = Field("", max_length=4000, description="needed to send it back")


class DecisionRow(Schema):
    action: str
    version: int
    reason: str
    by: PersonAnswer
    at: datetime


class DecisionList(Schema):
    items: list[DecisionRow]
    count: int


class NextAction(Schema):
    """What may be done with a study now, and if not, why not."""

    action: str
    name: BothLanguages
    allowed: bool
    reason: ProblemAnswer | None


class Decided(Schema):
    state: State
    next: list[NextAction]


class CommentRequest(Asked):
    text: str = Field(min_length=1, max_length=4000)
    place: str = Field("", max_length=300, examples=["processes[grinding].energy[power].amount"])


class AnswerRequest(Asked):
    text: str = Field(min_length=1, max_length=4000)


class ReplyAnswer(Schema):
    id: UUID
    text: str
    by: PersonAnswer
    at: datetime


class CommentAnswer(Schema):
    """A remark on a place of the draft, with its answers."""

    id: UUID
    place: str
    text: str
    by: PersonAnswer
    at: datetime
    settled_by: PersonAnswer | None
    settled_at: datetime | None
    answers: list[ReplyAnswer]


class CommentList(Schema):
    items: list[CommentAnswer]
    count: int


class ReportRequest(Asked):
    form: Literal["pdf", "docx", "html", "xlsx", "json"]
    language: Literal["zh", "en"] = "zh"
    version: int | None = Field(None, ge=1, le=1_000_000, description="null: the draft as it stands now")


class ExampleRow(Schema):
    """A product that ships with the system, to start from."""

    key: str = Field(examples=["cement_po425"])
    name: BothLanguages
    unit: BothLanguages
    boundary: str
    total: float = Field(description="kg CO2e per unit, on the starter library")
    lines: int


class RuleRow(Schema):
    """A rule pack that a model may name under `rules`."""

    id: str = Field(examples=["cn.cement"])
    version: str
    layer: str
    title: BothLanguages
    number: str = Field(description="number of the standard; empty where there is none")
    inherits: str | None


class FormRow(Schema):
    """A form in which something is handed out."""

    suffix: str
    content_type: str
    what: Literal["model", "report"]
