"""Reads of the campaigns room.

An authority sees every task of its campaigns with the state of the study behind it, and nothing that the study holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from tanzuji.campaigns import events
from tanzuji.campaigns.kinds import DONE, SOON_DAYS, TASK_STATES, TaskState
from tanzuji.campaigns.models import Campaign, Opinion, PlanDecision, Sector, Task
from tanzuji.campaigns.policy import Standing
from tanzuji.campaigns.states import SEEN
from tanzuji.contributions.collecting import gates_of_studies
from tanzuji.footprints.progress import stands
from tanzuji.ledger.queries import history
from tanzuji.parties.acting import Acting
from tanzuji.web.answers import absent
from tanzuji.web.lookup import by_id

_FROM_STUDY: dict[str, TaskState] = {
    "draft": "accounting",
    "calculated": "calculated",
    "internally_reviewed": "reviewed",
    "submitted": "submitted",
}


def campaigns(acting: Acting) -> QuerySet[Campaign]:
    """The campaigns whoever acts may see: their own, and those of others from consultation on; newest year first."""
    return (
        Campaign.objects.filter(Q(organisation_id=acting.organisation_id) | Q(state__in=SEEN))
        .select_related("organisation")
        .prefetch_related("sectors")
        .order_by("-year", "-wave", "-created_at", "id")
    )


def campaign(acting: Acting, campaign_id: UUID | str) -> Campaign:
    """One of them. Raises `web.absent`."""
    return by_id(campaigns(acting).select_related("follows"), campaign_id)


def own_campaign(acting: Acting, campaign_id: UUID | str) -> Campaign:
    """A campaign of one's own organisation. Raises `web.absent`."""
    found = campaign(acting, campaign_id)
    if found.organisation_id != acting.organisation_id:
        raise absent()
    return found


def sectors(of: Campaign) -> QuerySet[Sector]:
    """The sectors of a campaign in their order."""
    return of.sectors.order_by("position")


def opinions(of: Campaign) -> QuerySet[Opinion]:
    """Comments on a plan with their answers, oldest first; they are public to whoever sees the plan."""
    return of.opinions.select_related("organisation", "answered_by").order_by("at", "id")


def decisions(of: Campaign) -> QuerySet[PlanDecision]:
    """What was decided on a campaign, newest first."""
    return of.decisions.select_related("by").order_by("-id")


def standing(acting: Acting, of: Campaign) -> Standing:
    """What a decision on the campaign rests on."""
    drafted = history("campaign", of.id).filter(kind__in=(events.CREATED, events.EDITED))
    open_ = of.comments_until is not None and of.comments_until >= timezone.localdate()
    return Standing(
        acting,
        of.organisation_id,
        drafters=frozenset(UUID(actor) for actor in drafted.values_list("actor", flat=True) if actor)
        | {of.created_by_id},
        unanswered=of.opinions.filter(answered_at=None).count(),
        open_until=str(of.comments_until) if open_ else "",
        tasks=of.tasks.filter(dropped_at=None).count(),
    )


def tasks(acting: Acting, of: Campaign) -> QuerySet[Task]:
    """The tasks of a campaign that whoever acts may see: all of them where it is theirs, else their own."""
    found = Task.objects.filter(campaign=of, dropped_at=None).select_related("organisation", "sector")
    if of.organisation_id != acting.organisation_id:
        found = found.filter(organisation_id=acting.organisation_id)
    return found.order_by("due", "organisation__name_zh", "product", "id")


def my_tasks(acting: Acting) -> QuerySet[Task]:
    """What the organisation was asked to account in campaigns that run, by due date."""
    return (
        Task.objects.filter(
            organisation_id=acting.organisation_id, campaign__state="running", dropped_at=None
        )
        .select_related("campaign", "campaign__organisation", "sector")
        .order_by("due", "product", "id")
    )


def own_task(acting: Acting, task_id: UUID | str) -> Task:
    """A task one's organisation was given. Raises `web.absent`."""
    return _task(Task.objects.filter(organisation_id=acting.organisation_id), task_id)


def taken_studies(of: Task) -> set[UUID]:
    """The studies of whoever was asked that stand for tasks of the same campaign already."""
    rows = Task.objects.filter(
        campaign_id=of.campaign_id, organisation_id=of.organisation_id, study__isnull=False
    )
    return {id_ for id_ in rows.values_list("study_id", flat=True) if id_ is not None}


def task_of_own_campaign(acting: Acting, task_id: UUID | str) -> Task:
    """A task that one's organisation gave. Raises `web.absent`."""
    return _task(Task.objects.filter(campaign__organisation_id=acting.organisation_id), task_id)


def _task(among: QuerySet[Task], task_id: UUID | str) -> Task:
    seen = among.exclude(campaign__state__in=("draft", "consulted"))
    return by_id(seen.select_related("campaign", "campaign__organisation", "sector", "organisation"), task_id)


def task_states(of: Iterable[Task]) -> dict[UUID, TaskState]:
    """Where tasks stand: by the answer of whoever was asked, then by the study, then by what was contributed of it."""
    rows = list(of)
    studies = {task.study_id for task in rows if task.study_id}
    accounted, collected = stands(studies), gates_of_studies(studies)
    found: dict[UUID, TaskState] = {}
    for task in rows:
        state: TaskState = (
            "declined" if task.answer == "declined" else "asked" if task.answer == "asked" else "accepted"
        )
        if state == "accepted" and task.study_id in accounted:
            state = _FROM_STUDY.get(accounted[task.study_id], "accounting")
            if task.study_id in collected:
                state = "in_library" if collected[task.study_id] == "in_library" else "at_gates"
        found[task.id] = state
    return found


def is_late(task: Task, state: TaskState, today: date) -> bool:
    """Whether a task is past its due date and not done."""
    return task.due < today and state not in DONE and state != "declined"


def is_soon(task: Task, state: TaskState, today: date) -> bool:
    """Whether a task falls due within two weeks and is not done."""
    return 0 <= (task.due - today).days <= SOON_DAYS and state not in DONE and state != "declined"


@dataclass
class Part:
    """How far a sector, or the whole, has come: tasks by state, and what of the quota is done."""

    quota: int
    states: dict[TaskState, int] = field(default_factory=lambda: dict.fromkeys(TASK_STATES, 0))
    late: int = 0
    tasks: int = 0
    done: int = 0
    """In what the quota counts: products, or enterprises with at least one product done."""
    collected: int = 0
    """Tasks whose footprint is in the library."""

    @property
    def share(self) -> float:
        """Of the quota; more than 1 where more was done."""
        return self.done / self.quota if self.quota else 0.0


@dataclass
class Progress:
    """How far a campaign has come; nothing of it is a figure of any product."""

    whole: Part
    sectors: list[tuple[Sector, Part]]
    participants: int = 0


def progress(of: Campaign, *, today: date | None = None) -> Progress:
    """Counts over all tasks of a campaign, by sector and in all."""
    return progress_of([of], today=today)[of.id]


def progress_of(those: Collection[Campaign], *, today: date | None = None) -> dict[UUID, Progress]:
    """The same for several, in as many questions to the database as for one."""
    today = today or timezone.localdate()
    rows = list(Task.objects.filter(campaign__in=[c.id for c in those], dropped_at=None))
    states = task_states(rows)
    found = {}
    for one in those:
        own = [task for task in rows if task.campaign_id == one.id]
        parts = [
            (sector, _part(one, [t for t in own if t.sector_id == sector.id], states, sector.quota, today))
            for sector in sorted(one.sectors.all(), key=lambda s: s.position)
        ]
        whole = _part(one, own, states, sum(sector.quota for sector, _ in parts), today)
        participants = {task.organisation_id for task in own if task.answer != "declined"}
        found[one.id] = Progress(whole, parts, len(participants))
    return found


def _part(of: Campaign, rows: list[Task], states: dict[UUID, TaskState], quota: int, today: date) -> Part:
    part = Part(quota, tasks=len(rows))
    for task in rows:
        state = states[task.id]
        part.states[state] += 1
        part.late += is_late(task, state, today)
        part.collected += state == "in_library"
    done = [task for task in rows if states[task.id] in DONE]
    part.done = len({task.organisation_id for task in done}) if of.counts == "enterprises" else len(done)
    return part


def series(of: Campaign, acting: Acting) -> list[Campaign]:
    """The waves a campaign belongs to, first to last, as far as whoever acts may see them."""
    first = of
    seen = {of.id}
    while first.follows is not None and first.follows_id not in seen:
        first = first.follows
        seen.add(first.id)
    found, layer = [first.id], [first.id]
    while layer:
        layer = [
            id_
            for id_ in Campaign.objects.filter(follows__in=layer).values_list("id", flat=True)
            if id_ not in found
        ]
        found += layer
    visible = {one.id: one for one in campaigns(acting).filter(id__in=found)}
    return sorted(visible.values(), key=lambda one: (one.wave or 0, one.year))
