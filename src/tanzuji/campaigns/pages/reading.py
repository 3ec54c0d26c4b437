"""The campaigns one may see, one of them with its progress, its tasks, and one's own tasks."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanzuji.campaigns import policy, queries
from tanzuji.campaigns.kinds import COUNTS, DONE, KINDS, TASK_STATES, TaskState
from tanzuji.campaigns.models import Campaign, Task
from tanzuji.campaigns.queries import Part
from tanzuji.campaigns.states import ASSIGNABLE, CAMPAIGN, WITH_REASON
from tanzuji.footprints import queries as footprints
from tanzuji.footprints.references import default_stages
from tanzuji.parties.access import signed_in
from tanzuji.parties.acting import Acting
from tanzuji.reference_models import queries as reference_models
from tanzuji.reference_models.groups import group_name
from tanzuji.reference_models.staging import known_vocabularies
from tanzuji.web.downloads import TYPES, attachment, file_name
from tanzuji.web.language import language, say

PAGE = 50
STARTED: tuple[TaskState, ...] = ("accounting", "calculated")


def tabs(acting: Acting) -> list[tuple[str, str, str]]:
    """Key, words and address of the lists of the room."""
    count = queries.my_tasks(acting).count()
    mine = say("我们的任务", "Our tasks") + (f" {count}" if count else "")
    return [
        ("campaigns", say("归集任务", "Campaigns"), reverse("campaigns:home")),
        ("mine", mine, reverse("campaigns:mine")),
    ]


@require_safe
@signed_in
def home(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Every campaign whoever acts may see, newest year first, with how far it has come."""
    page = Paginator(queries.campaigns(acting), PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    progress = queries.progress_of(rows)
    context = {
        "room": "campaigns",
        "tabs": tabs(acting),
        "here": "campaigns",
        "page": page,
        "rows": [(one, progress[one.id], part_bar(progress[one.id].whole)) for one in rows],
        "state_names": CAMPAIGN.states,
        "kinds": KINDS,
        "counts": COUNTS,
        "may_draft": policy.may_draft(acting),
    }
    return render(request, "campaigns/home.html", context)


def part_bar(part: Part) -> dict[str, float]:
    """Where the marks of a progress bar stand, in per cent: done, begun on top of it, with the quota at 100."""
    begun = sum(part.states[state] for state in STARTED)
    scale = max(part.quota, part.done + begun, 1)
    return {
        "done": 100 * part.done / scale,
        "begun": 100 * begun / scale,
        "quota": 100 * part.quota / scale,
    }


@require_safe
@signed_in
def campaign(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """One campaign."""
    return campaign_page(request, acting, queries.campaign(acting, campaign_id))


def campaign_page(
    request: HttpRequest, acting: Acting, shown: Campaign, problems: Any = (), status: int = 200
) -> HttpResponse:
    """The page of a campaign: plan, progress, comments, decisions; tasks as far as whoever acts may see them."""
    own = shown.organisation_id == acting.organisation_id
    standing = queries.standing(acting, shown)
    progress = queries.progress(shown)
    today = timezone.localdate()
    asked_state = request.GET.get("state", "")
    tasks = list(queries.tasks(acting, shown))
    states = queries.task_states(tasks)
    late_only = request.GET.get("late") == "1"
    listed = [
        task
        for task in tasks
        if (not asked_state or states[task.id] == asked_state)
        and (not late_only or queries.is_late(task, states[task.id], today))
    ]
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    context = {
        "room": "campaigns",
        "shown": shown,
        "own": own,
        "state_names": CAMPAIGN.states,
        "action_names": CAMPAIGN.actions,
        "kinds": KINDS,
        "counts": COUNTS,
        "may": dict(CAMPAIGN.next(shown.state, standing)) if own else {},
        "may_edit": own and shown.state == "draft" and bool(policy.may_run(standing)),
        "may_assign": own and shown.state in ASSIGNABLE and bool(policy.may_run(standing)),
        "may_comment": policy.may_comment(acting) if shown.state == "consulted" else None,
        "may_answer": own and bool(policy.may_run(standing)),
        "with_reason": WITH_REASON,
        "progress": progress,
        "sector_parts": [
            (sector, part, part_bar(part), group_name(sector.group)) for sector, part in progress.sectors
        ],
        "whole_bar": part_bar(progress.whole),
        "task_states": TASK_STATES,
        "page": page,
        "rows": [(task, states[task.id], queries.is_late(task, states[task.id], today)) for task in page],
        "listed": len(listed),
        "all_tasks": len(tasks),
        "asked_state": asked_state if asked_state in TASK_STATES else "",
        "late_only": late_only,
        "done_states": DONE,
        "opinions": list(queries.opinions(shown)),
        "decisions": list(queries.decisions(shown)),
        "series": queries.series(shown, acting),
        "today": today,
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "campaigns/campaign.html", context, status=status)


@require_safe
@signed_in
def tasks_csv(request: HttpRequest, acting: Acting, campaign_id: UUID) -> HttpResponse:
    """The tasks of a campaign with the state of each, as far as whoever acts may see them. No figures of any product."""
    shown = queries.campaign(acting, campaign_id)
    tasks = list(queries.tasks(acting, shown))
    states = queries.task_states(tasks)
    lang, today = language(), timezone.localdate()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["单位", "行业", "产品", "期限", "状态", "过期"]
        if lang == "zh"
        else ["organisation", "sector", "product", "due", "state", "late"]
    )
    for task in tasks:
        state = states[task.id]
        cells = [
            task.organisation.name.to(lang), task.sector.name.to(lang), task.product, str(task.due),
            TASK_STATES[state].to(lang), "1" if queries.is_late(task, state, today) else "",
        ]  # fmt: skip
        writer.writerow([_cell(text) for text in cells])
    name = file_name(f"{shown.title.to(lang)} {say('任务', 'tasks')}", "csv")
    return attachment(("\ufeff" + out.getvalue()).encode(), name, TYPES["csv"])


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


@require_safe
@signed_in
def mine(request: HttpRequest, acting: Acting) -> HttpResponse:
    """What the organisation was asked to account, by due date."""
    page = Paginator(queries.my_tasks(acting), PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    states = queries.task_states(rows)
    today = timezone.localdate()
    context = {
        "room": "campaigns",
        "tabs": tabs(acting),
        "here": "mine",
        "page": page,
        "rows": [(task, states[task.id], queries.is_late(task, states[task.id], today)) for task in rows],
        "task_states": TASK_STATES,
    }
    return render(request, "campaigns/mine.html", context)


@require_safe
@signed_in
def task(request: HttpRequest, acting: Acting, task_id: UUID) -> HttpResponse:
    """One of the organisation's tasks: what to do next."""
    return task_page(request, acting, queries.own_task(acting, task_id))


def task_page(
    request: HttpRequest, acting: Acting, shown: Task, problems: Any = (), status: int = 200
) -> HttpResponse:
    """The page of a task for whoever was asked."""
    state = queries.task_states([shown])[shown.id]
    group = shown.sector.group
    models = list(reference_models.released(group=group)[:20]) if group else []
    taken = queries.taken_studies(shown)
    studies = [study for study in footprints.studies(acting)[:200] if study.id not in taken]
    open_study = (
        footprints.studies(acting).filter(id=shown.study_id).first() if shown.study_id is not None else None
    )
    context = {
        "room": "campaigns",
        "tabs": tabs(acting),
        "here": "mine",
        "task": shown,
        "state": state,
        "task_states": TASK_STATES,
        "late": queries.is_late(shown, state, timezone.localdate()),
        "done": state in DONE,
        "study": open_study,
        "studies": studies,
        "models": models,
        "group": group_name(group),
        "stages": default_stages(),
        "vocabularies": known_vocabularies(),
        "may": policy.may_answer_for(acting),
        "open": shown.campaign.state == "running" and shown.dropped_at is None,
        "given": request.POST,
        "problems": problems,
    }
    return render(request, "campaigns/task.html", context, status=status)
