"""The API of the campaigns room."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tanzuji.campaigns import queries, services
from tanzuji.campaigns.assigning import Assigned
from tanzuji.campaigns.kinds import MAX_SECTORS
from tanzuji.campaigns.models import Campaign, Task
from tanzuji.campaigns.planning import Plan, SectorGiven
from tanzuji.campaigns.queries import Part
from tanzuji.documents.text import Text
from tanzuji.parties.access import acting
from tanzuji.web.api import PAGING, BothLanguages, Paging, answer, both, part, refusals

router = Router(tags=["campaigns"])


class SectorBody(Schema):
    name: BothLanguages
    quota: int
    group: str = Field("", max_length=80, description="rule pack of the product group")


class CampaignBody(Schema):
    """A draft of a campaign."""

    kind: Literal["focus", "wave"]
    year: int
    title: BothLanguages
    due: date
    sectors: list[SectorBody] = Field(max_length=MAX_SECTORS)
    basis: str = Field("", max_length=4000)
    counts: Literal["products", "enterprises"] = "products"
    wave: int | None = None
    follows: UUID | None = None


class Counted(Schema):
    """How far a sector, or the whole, has come. Counts of tasks alone."""

    quota: int
    tasks: int
    done: int
    late: int
    collected: int
    states: dict[str, int]


class SectorRow(Schema):
    name: BothLanguages
    group: str
    progress: Counted


class CampaignRow(Schema):
    """A campaign with its progress."""

    id: UUID
    kind: str
    state: str
    year: int
    wave: int | None
    title: BothLanguages
    authority: BothLanguages
    counts: str
    due: date
    progress: Counted
    sectors: list[SectorRow]


class CampaignList(Schema):
    items: list[CampaignRow]
    count: int


class TaskRow(Schema):
    """A task and where it stands; nothing of the study behind it."""

    id: UUID
    organisation: BothLanguages
    sector: BothLanguages
    product: str
    due: date
    state: str
    late: bool


class TaskList(Schema):
    items: list[TaskRow]
    count: int


class TaskBody(Schema):
    organisation: str = Field(max_length=200, description="code, full name or id")
    sector: str = Field("", max_length=200, description="name, product rule or number from 1")
    product: str = Field(max_length=200)
    due: date | None = None


class TasksBody(Schema):
    tasks: list[TaskBody] = Field(min_length=1, max_length=1000)


class TasksAssigned(Schema):
    assigned: int


class DecisionBody(Schema):
    action: str = Field(description="consult, return, decide, start or close")
    reason: str = Field("", max_length=4000)
    comments_until: date | None = None


class AnswerBody(Schema):
    action: str = Field(description="accept or decline")
    reason: str = Field("", max_length=4000)


class StudyBody(Schema):
    study: UUID | None = Field(description="null: unlink")


def _counted(of: Part) -> Counted:
    return Counted(
        quota=of.quota,
        tasks=of.tasks,
        done=of.done,
        late=of.late,
        collected=of.collected,
        states={str(state): count for state, count in of.states.items()},
    )


def _row(of: Campaign, progress: queries.Progress) -> CampaignRow:
    return CampaignRow(
        id=of.id,
        kind=of.kind,
        state=of.state,
        year=of.year,
        wave=of.wave,
        title=both(of.title),
        authority=both(of.organisation.name),
        counts=of.counts,
        due=of.due,
        progress=_counted(progress.whole),
        sectors=[
            SectorRow(name=both(sector.name), group=sector.group, progress=_counted(counted))
            for sector, counted in progress.sectors
        ],
    )


@router.get("", response={200: CampaignList, **refusals()}, summary="List campaigns")
def list_campaigns(request: HttpRequest, paging: Paging = PAGING) -> CampaignList:
    """The campaigns you may see, with their progress."""
    rows, count = part(queries.campaigns(acting(request)), paging)
    progress = queries.progress_of(rows)
    return CampaignList(items=[_row(row, progress[row.id]) for row in rows], count=count)


@router.post("", response={201: CampaignRow, **refusals()}, summary="Draft a campaign")
def post_campaign(request: HttpRequest, body: CampaignBody) -> HttpResponse:
    """A new draft; the authority's."""
    plan = Plan(
        kind=body.kind,
        year=body.year,
        title=Text(zh=body.title.zh or None, en=body.title.en or None),
        due=body.due,
        sectors=[
            SectorGiven(Text(zh=s.name.zh or None, en=s.name.en or None), s.quota, s.group)
            for s in body.sectors
        ],
        basis=body.basis,
        counts=body.counts,
        wave=body.wave,
        follows=body.follows,
    )
    made = services.draft(acting(request), plan)
    return answer(_row(made, queries.progress(made)), status=201)


@router.get("tasks", response={200: TaskList, **refusals()}, summary="List your tasks")
def list_my_tasks(request: HttpRequest, paging: Paging = PAGING) -> TaskList:
    """What your organisation was asked to account in campaigns that run."""
    rows, count = part(queries.my_tasks(acting(request)).select_related("organisation"), paging)
    return TaskList(items=_task_rows(rows), count=count)


def _task_rows(rows: list[Task]) -> list[TaskRow]:
    states, today = queries.task_states(rows), timezone.localdate()
    return [
        TaskRow(
            id=task.id,
            organisation=both(task.organisation.name),
            sector=both(task.sector.name),
            product=task.product,
            due=task.due,
            state=states[task.id],
            late=queries.is_late(task, states[task.id], today),
        )
        for task in rows
    ]


@router.post("tasks/{uuid:task_id}/answer", response={200: TaskRow, **refusals(404)}, summary="Answer a task")
def post_task_answer(request: HttpRequest, task_id: UUID, body: AnswerBody) -> TaskRow:
    """Accept it, or decline it with a reason."""
    services.respond(acting(request), task_id, body.action, reason=body.reason)
    return _task_rows([queries.own_task(acting(request), task_id)])[0]


@router.put("tasks/{uuid:task_id}/study", response={200: TaskRow, **refusals(404)}, summary="Link a study")
def put_task_study(request: HttpRequest, task_id: UUID, body: StudyBody) -> TaskRow:
    """One of your studies stands for the task; null unlinks it. The authority learns its state alone."""
    if body.study is None:
        services.unlink(acting(request), task_id)
    else:
        services.link(acting(request), task_id, body.study)
    return _task_rows([queries.own_task(acting(request), task_id)])[0]


@router.get("{uuid:campaign_id}", response={200: CampaignRow, **refusals(404)}, summary="Read a campaign")
def get_campaign(request: HttpRequest, campaign_id: UUID) -> CampaignRow:
    """One campaign with its progress."""
    found = queries.campaign(acting(request), campaign_id)
    return _row(found, queries.progress(found))


@router.post(
    "{uuid:campaign_id}/decide", response={200: CampaignRow, **refusals(404)}, summary="Decide on a campaign"
)
def post_campaign_decision(request: HttpRequest, campaign_id: UUID, body: DecisionBody) -> CampaignRow:
    """Open for comments, send back, decide, start or close."""
    services.decide(
        acting(request), campaign_id, body.action, reason=body.reason, comments_until=body.comments_until
    )
    return get_campaign(request, campaign_id)


@router.get(
    "{uuid:campaign_id}/tasks", response={200: TaskList, **refusals(404)}, summary="List a campaign's tasks"
)
def list_campaign_tasks(request: HttpRequest, campaign_id: UUID, paging: Paging = PAGING) -> TaskList:
    """All of them for the authority whose campaign it is; your own for everybody else."""
    found = queries.campaign(acting(request), campaign_id)
    rows, count = part(queries.tasks(acting(request), found), paging)
    return TaskList(items=_task_rows(rows), count=count)


@router.post(
    "{uuid:campaign_id}/tasks", response={201: TasksAssigned, **refusals(404)}, summary="Assign tasks"
)
def post_campaign_tasks(request: HttpRequest, campaign_id: UUID, body: TasksBody) -> HttpResponse:
    """All of the list or none; every wrong line is named, the first as 2."""
    given = [Assigned(one.organisation, one.sector, one.product, one.due) for one in body.tasks]
    made = services.assign_list(acting(request), campaign_id, given)
    return answer(TasksAssigned(assigned=len(made)), status=201)
