"""Reminders: before a task falls due, when it is late, and when the authority asks for it; each once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tanzuji.campaigns import events, policy, queries
from tanzuji.campaigns.kinds import DONE
from tanzuji.campaigns.models import Campaign, Reminder, Task
from tanzuji.campaigns.planning import page_of
from tanzuji.documents.text import Text
from tanzuji.ledger.services import record
from tanzuji.notices.services import declare as declare_notice
from tanzuji.notices.services import tell
from tanzuji.parties.acting import Acting

REMINDED = declare_notice("campaigns.reminded", zh="归集任务提醒", en="Reminder of a campaign's task")


def remind(acting: Acting, campaign_id: UUID | str, *, today: date | None = None) -> int:
    """Whoever has not done their tasks is reminded, once a day at most; how many tasks that were."""
    kept = queries.own_campaign(acting, campaign_id)
    policy.may_run(queries.standing(acting, kept)).enforce()
    today = today or timezone.localdate()
    if kept.state != "running":
        return 0
    with transaction.atomic():
        Campaign.objects.select_for_update().get(id=kept.id)  # two reminders at once would both be the first
        told = _remind(kept, _open(kept), {None: f"asked {today}"}, today)
        record(events.REMINDED, acting, "campaign", kept.id, tasks=told)
    return told


def remind_due(*, today: date | None = None) -> int:
    """Every running campaign's tasks that fall due within two weeks or are late, each of the two once; how many.

    Workers call it every hour, and `tanzuji remind`.
    """
    today = today or timezone.localdate()
    told = 0
    for kept in Campaign.objects.filter(state="running").order_by("id"):
        with transaction.atomic():
            Campaign.objects.select_for_update().get(id=kept.id)
            told += _remind(kept, _open(kept), {True: "overdue", False: "soon"}, today)
    return told


def _open(kept: Campaign) -> list[Task]:
    """The tasks that are neither done nor declined."""
    rows = list(Task.objects.filter(campaign=kept, dropped_at=None).order_by("due", "id"))
    states = queries.task_states(rows)
    return [task for task in rows if states[task.id] not in DONE and states[task.id] != "declined"]


def _remind(kept: Campaign, rows: Iterable[Task], causes: dict[bool | None, str], today: date) -> int:
    """Reminders of those tasks whose cause was none yet, a notice an organisation."""
    fresh: dict[UUID, list[Task]] = {}
    for task in rows:
        late = task.due < today
        if None in causes:
            cause = causes[None]
        elif late or queries.is_soon(task, "accounting", today):
            cause = causes[late]
        else:
            continue
        _, made = Reminder.objects.get_or_create(task=task, cause=cause)
        if made:
            fresh.setdefault(task.organisation_id, []).append(task)
    for organisation, tasks in fresh.items():
        tell([organisation], REMINDED, _title(kept, tasks, today), _lines(tasks), page=page_of(kept))
    return sum(map(len, fresh.values()))


def _title(kept: Campaign, tasks: list[Task], today: date) -> Text:
    late = sum(task.due < today for task in tasks)
    zh, en = kept.title.to("zh"), kept.title.to("en")
    if late:
        return Text(zh=f"“{zh}”：{late} 个产品已过期限", en=f"“{en}”: products past their date: {late}")
    return Text(zh=f"“{zh}”：{len(tasks)} 个产品待完成", en=f"“{en}”: products to finish: {len(tasks)}")


def _lines(tasks: list[Task]) -> Text:
    """The products with their dates; at most twenty."""
    shown = [f"{task.product} · {task.due}" for task in tasks[:20]]
    more = len(tasks) - len(shown)
    zh, en = ([f"另有 {more} 个"], [f"{more} more"]) if more else ([], [])
    return Text(zh="\n".join(shown + zh), en="\n".join(shown + en))
